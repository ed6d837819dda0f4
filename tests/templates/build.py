"""Builds the official templates: `python -m tests.templates.build` from the checkout.

Writes `templates_xlsx/*.xlsx`, one file a form; building twice gives the same bytes. Each module of layouts
names its own files in `TEMPLATES`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from perfdesk.core.resource import template_folder
from tests.templates import (
    budget_tables,
    final_accounts,
    key_evaluation,
    liaoning_2021,
    liaoning_2023,
    liaoning_2023_unit,
    national,
    special_fund,
    target_tables,
)
from tests.templates.paper import Book

Layout = Callable[[Book], None]
TEMPLATES: dict[str, Layout] = {
    **national.TEMPLATES,
    **liaoning_2021.TEMPLATES,
    **liaoning_2023.TEMPLATES,
    **liaoning_2023_unit.TEMPLATES,
    **key_evaluation.TEMPLATES,
    **special_fund.TEMPLATES,
    **final_accounts.TEMPLATES,
    **budget_tables.TEMPLATES,
    **target_tables.TEMPLATES,
}


def build_templates(folder: Path) -> None:
    """Write one workbook for each official form into the folder."""
    for name, layout in TEMPLATES.items():
        with Book(folder / f"{name}.xlsx", is_template=True) as book:
            layout(book)


if __name__ == "__main__":
    build_templates(template_folder())
