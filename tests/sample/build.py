"""Builds the embedded sample: `python -m tests.sample.build` from the checkout.

Writes `resources/sample/*.xlsx` through the layouts of the official templates (`tests/templates/`);
building twice gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from perfdesk.core.resource import resource
from tests.sample import stories
from tests.templates import liaoning_2021, liaoning_2023, national, special_fund
from tests.templates.paper import Book


def build_sample(folder: Path) -> None:
    """Write the workbooks of the invented unit into the folder."""
    with Book(folder / "1 项目自评-数字化与库房改造.xlsx") as book:
        national.national(book, "数字化加工", stories.DIGITIZING)
        national.national(book, "库房改造", stories.STOREROOM)
    with Book(folder / "2 项目自评-民生档案查阅服务.xlsx") as book:
        liaoning_2023.liaoning_2023(book, "项目绩效自评表", stories.REFERENCE_SERVICE)
    with Book(folder / "3 项目自评-散存档案征集与编研出版.xlsx") as book:
        liaoning_2021.liaoning_2021(book, "项目绩效自评表", stories.COLLECTING)
    with Book(folder / "4 专项资金自评-濒危档案抢救保护.xlsx") as book:
        special_fund.special_fund(book, "绩效目标自评表", stories.RESCUE)
    with Book(folder / "5 整体自评-档案服务中心.xlsx") as book:
        liaoning_2021.unit_2021(book, "整体绩效自评表", stories.WHOLE_UNIT)


if __name__ == "__main__":
    build_sample(resource("sample"))
