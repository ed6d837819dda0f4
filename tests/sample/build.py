"""Builds the embedded sample and the blank forms: `python -m tests.sample.build` from the checkout.

Writes `resources/sample/*.xlsx` and `templates_xlsx/*.xlsx`; building twice gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from perfdesk.core.resource import resource, template_folder
from tests.sample import blanks, layout, layout_unit, stories
from tests.sample.paper import Book


def build_sample(folder: Path) -> None:
    """Write the workbooks of the invented unit into the folder."""
    with Book(folder / "1 项目自评-数字化与库房改造.xlsx") as book:
        layout.national(book, "数字化加工", stories.DIGITIZING)
        layout.national(book, "库房改造", stories.STOREROOM)
    with Book(folder / "2 项目自评-民生档案查阅服务.xlsx") as book:
        layout.liaoning_2023(book, "项目绩效自评表", stories.REFERENCE_SERVICE)
    with Book(folder / "3 项目自评-散存档案征集与编研出版.xlsx") as book:
        layout.liaoning_2021(book, "项目绩效自评表", stories.COLLECTING)
    with Book(folder / "4 专项资金自评-濒危档案抢救保护.xlsx") as book:
        layout.special_fund(book, "绩效目标自评表", stories.RESCUE)
    with Book(folder / "5 整体自评-档案服务中心.xlsx") as book:
        layout_unit.unit_2021(book, "整体绩效自评表", stories.WHOLE_UNIT)


def build_blanks(folder: Path) -> None:
    """Write one blank form of each layout into the folder."""
    with Book(folder / "项目支出绩效自评表（国家格式）.xlsx") as book:
        layout.national(book, "项目支出绩效自评表", blanks.NATIONAL)
    with Book(folder / "预算项目绩效自评表（辽宁2023格式）.xlsx") as book:
        layout.liaoning_2023(book, "项目绩效自评表", blanks.LIAONING_2023)
    with Book(folder / "预算项目绩效目标自评表（辽宁2021格式）.xlsx") as book:
        layout.liaoning_2021(book, "项目绩效自评表", blanks.LIAONING_2021)
    with Book(folder / "整体绩效自评表（辽宁2021格式）.xlsx") as book:
        layout_unit.unit_2021(book, "整体绩效自评表", blanks.UNIT_2021)
    with Book(folder / "专项资金绩效目标自评表.xlsx") as book:
        layout.special_fund(book, "绩效目标自评表", blanks.SPECIAL_FUND)


if __name__ == "__main__":
    build_sample(resource("sample"))
    build_blanks(template_folder())
