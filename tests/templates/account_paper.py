"""What budget and accounts tables share: the lines above them, sums, rows of classification codes, notes.

Unit and year are typed once, on the first sheet of a workbook; the other sheets take them from there.
Totals are formulas a clerk may overwrite: finance's software rounds every figure of a table in 万元 by
itself, so a total it printed may differ from the sum of the printed lines in the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.templates import formula
from tests.templates.entry import Entry
from tests.templates.formula import AMOUNT_DECIMALS
from tests.templates.paper import Content, Formula, Paper, column_range, span

AMOUNT = Entry(
    "金额（万元）",
    "填写数字，单位为万元，保留两位小数，不要在数字后写单位；没有发生的留空。",
    least=-99_999_999,
    most=99_999_999,
    is_strict=True,
)
SUM = Entry("合计", "由公式自动计算。与财务软件导出的数只差尾数时，可以直接填写导出的数。")
CODE = Entry("科目编码", "填写科目编码：类3位，款、项依次加2位。类、款、项逐行填列，类的金额计入合计。")
CODE_NAME = Entry("科目名称", "填写与编码相应的科目名称。")
UNIT_NAME = Entry("单位名称", "在冒号后填写部门或单位的全称，其他各表自动取用。")
YEAR_GAP = "    年度"
YEAR = Entry("年度", "在“年度”前填写四位年份，其他各表自动取用。")


def total(paper: Paper, cell: str, *places: str) -> None:
    """Put a sum into a cell."""
    paper.put(cell, formula.amounts(*places), "amount", SUM)


def balance(paper: Paper, cell: str, plus: tuple[str, ...], minus: str) -> None:
    """Put what is left of some cells after another into a cell; blank while all are blank."""
    every = ",".join((*plus, minus))
    text = f'IF(COUNT({every})=0,"",ROUND(SUM({",".join(plus)})-SUM({minus}),{AMOUNT_DECIMALS}))'
    paper.put(cell, Formula(text, is_locked=False), "amount", SUM)


def amounts(paper: Paper, row: int, columns: str) -> None:
    """Places for amounts in these columns of a row."""
    for column in columns.split():
        paper.put(f"{column}{row}", None, "amount", AMOUNT)


def names_down(paper: Paper, column: str, top: int, names: tuple[str, ...]) -> None:
    """Printed names down a column."""
    for row, name in enumerate(names, start=top):
        paper.put(f"{column}{row}", name or None, "name")


@dataclass(frozen=True)
class Heading:
    """The lines above a table: title, number of the table, then unit, year and 万元.

    Attributes:
        title: The printed title.
        number: The printed number, such as 公开02表.
        unit: The block of the unit's name, what is printed before it, and the formula that takes the
            name from another sheet; without a formula the name is typed here.
        money: The block of the unit of money and what is printed there.
        year: The block of the year and the formula that takes it from another sheet, where there is one.
    """

    title: str
    number: str
    unit: tuple[str, str, str]
    money: tuple[str, str]
    year: tuple[str, str] | None = None


def head(paper: Paper, heading: Heading, last: str) -> None:
    """Put the lines above a table that reaches to column `last`."""
    paper.put(span("A", last, 1), heading.title, "title")
    paper.put(span("A", last, 2), heading.number, "right")
    place, label, source = heading.unit
    if source:
        paper.put(place, Formula(source, label), "open_plain")
    else:
        paper.put(place, label, "open_plain", UNIT_NAME)
    if heading.year is not None:
        place, source = heading.year
        if source:
            paper.put(place, Formula(source, YEAR_GAP), "open_subtitle")
        else:
            paper.put(place, YEAR_GAP, "open_subtitle", YEAR)
    place, words = heading.money
    paper.put(place, words, "right")


@dataclass(frozen=True)
class CodeRows:
    """Rows of classification codes under their line 合计.

    Attributes:
        total: The row of 合计.
        count: How many blank rows follow it.
        last_code: The column to which the code's block reaches from A.
        name: The column of names.
        typed: Columns of amounts to fill in.
        sums: Columns that add up others of their row, in the order of the columns.
        total_name: The printed word of the line 合计.
    """

    total: int
    count: int
    last_code: str
    name: str
    typed: str
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    total_name: str = "合计"

    @property
    def last(self) -> int:
        """The last blank row."""
        return self.total + self.count


def code_rows(paper: Paper, rows: CodeRows) -> None:
    """Put the line 合计 and the blank rows under it.

    合计 adds the rows of a whole class alone, known by codes of three digits. The row behind the last is
    counted too, so that a row inserted at the end still counts.
    """
    first, behind = rows.total + 1, rows.last + 1
    codes = f"$A{first}:$A{behind}"
    for column in rows.typed.split():
        cells = column_range(column, first, behind)
        sum_of_classes = f"SUMPRODUCT((LEN({codes})=3)*1,{cells})"
        text = f'IF(COUNT({cells})=0,"",ROUND({sum_of_classes},{AMOUNT_DECIMALS}))'
        paper.put(f"{column}{rows.total}", Formula(text, is_locked=False), "amount", SUM)
    for row in range(first, behind):
        code = f"A{row}" if rows.last_code == "A" else span("A", rows.last_code, row)
        paper.put(code, None, "code", CODE)
        paper.put(f"{rows.name}{row}", None, "text", CODE_NAME)
        amounts(paper, row, rows.typed)
    for row in range(rows.total, behind):
        for column, parts in rows.sums:
            total(paper, f"{column}{row}", *(_in_row(part, row) for part in parts))
    paper.sheet.ignore_errors({"number_stored_as_text": f"A{first}:A{rows.last}"})


def _in_row(columns: str, row: int) -> str:
    first, _, last = columns.partition(":")
    return f"{first}{row}:{last}{row}" if last else f"{first}{row}"


def notes(paper: Paper, top: int, last: str, words: tuple[str, ...]) -> None:
    """The notes under a table that reaches to column `last`."""
    for row, note in enumerate(words, start=top):
        paper.put(span("A", last, row), note, "plain")


def numbered(paper: Paper, row: int, columns: str, first: int = 1) -> None:
    """The row of 栏次: the numbers of the columns."""
    contents: tuple[Content, ...] = tuple(range(first, first + len(columns.split())))
    paper.row(row, columns, contents, "label")
