"""BG8: the relations inside the budget tables 表1 to 表9.

Lines add up by code or numbering and columns by heading, as in the final accounts. 人员经费
and 公用经费 are taken as printed, never derived from the account's code.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.rules.account_example import budgets
from perfdesk.rules.account_view import Part, Table, books, depth, is_filled, line_key
from perfdesk.rules.final_accounts import (
    codes_add_up,
    columns_add_up,
    outline_children,
    relation,
    side_adds_up,
    sides,
    three_expenses,
)
from perfdesk.rules.form_set import FormSet
from perfdesk.rules.relation import Relation
from perfdesk.rules.tie import TieOutcome, tie

CODED = ("02", "03", "05", "06", "08")
BALANCED = ("01", "04")


def budget_tables(forms: FormSet, *numbers: str) -> Iterator[Table]:
    """The opened budget tables of these numbers."""
    for book in books(forms.account_groups, "budget"):
        yield from (t for number in numbers if (t := book.get(f"budget_{number}")) is not None)


@tie(
    "BG801",
    "预算表同一行的合计与分栏之和不符",
    why="合计=基本支出+项目支出，基本支出=人员经费+公用经费，总计=本年收入+上年结转结余。",
    needs=("表2", "表3", "表5", "表6", "表8", "表9"),
    bad=budgets("“221”类人员15+公用0=15万元，小计填16万元", {"03": {"D9": "16"}}, only=("03",)),
    good=budgets("表3各行栏栏相符", only=("03",)),
)
def columns_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """合计 = 基本 + 项目, 小计 = 人员 + 公用, row by row; in 表9 总计 = 本年收入 + 结转 and their sources."""
    for table in budget_tables(forms, *CODED, "09"):
        for part in table.parts:
            yield from part.said(columns_add_up, "本行合计=各分栏之和")


@tie(
    "BG802",
    "预算表上级科目与下级科目之和不符",
    why="类等于所属各款之和，款等于所属各项之和，合计等于各类之和。",
    needs=("表2", "表3", "表5", "表6", "表8"),
    bad=budgets("表8各类共10万元，合计填12万元", {"08": {"C4": "12", "E4": "12"}}, only=("08",)),
    good=budgets("表8合计等于各类之和", only=("08",)),
)
def codes_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项, column by column."""
    for table in budget_tables(forms, *CODED):
        for part in table.parts:
            yield from part.said(codes_add_up)


@tie(
    "BG803",
    "收支预算总表的合计、总计与所列各项不符",
    why="本年收入（支出）合计等于所列各项相加，总计等于本年合计加结转结余。",
    needs=("表1", "表4"),
    bad=budgets(
        "表1收入90+10+5=105万元，合计、总计填110万元",
        {"01": {"B9": "110", "B11": "110", "D9": "110", "D11": "110", "D7": "20"}},
        only=("01",),
    ),
    good=budgets("表1合计、总计相符", only=("01",)),
)
def totals_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """表1: 本年合计 = Σ items, 总计 = 本年合计 + 结转; 表4: 本年收入 = Σ（一）…, 上年结转 = Σ（一）…."""
    for table in budget_tables(forms, *BALANCED):
        for part, year, grand in sides(table):
            yield from side_adds_up(part, year, grand)
            yield from _headings(part, line_key(year.name.raw))


def _headings(part: Part, year: str) -> Iterator[Relation]:
    """A numbered heading = the lines numbered below it, where those are filled."""
    for line in part.lines:
        if depth(line.name.raw) == 0 or line_key(line.name.raw) == year:
            continue
        amounts = [part.amount(child, 0) for child in outline_children(part, line)]
        if is_filled(amount.value for amount in amounts):
            name = line_key(line.name.raw)
            yield relation(part.amount(line, 0), amounts, f"{name}=所列各项之和")


@tie(
    "BG804",
    "预算表收入总计与支出总计不符",
    why="收支预算必须平衡，收入总计等于支出总计。",
    needs=("表1", "表4"),
    bad=budgets(
        "表4收入总计100万元，支出总计90万元", {"04": {"D8": "5", "D5": "90", "D10": "90"}}, only=("04",)
    ),
    good=budgets("表4收支总计都是100万元", only=("04",)),
)
def sides_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """收入总计 = 支出总计."""
    for table in budget_tables(forms, *BALANCED):
        found = list(sides(table))
        if len(found) != 2:
            continue
        (income, _, left), (spent, _, right) = found
        if left is not None and right is not None and is_filled([left.amounts[0], right.amounts[0]]):
            yield relation(spent.amount(right, 0), [income.amount(left, 0)], "支出总计=收入总计")


@tie(
    "BG805",
    "“三公”经费预算合计与分项之和不符",
    why="合计=因公出国（境）费+公务接待费+公务用车购置及运行费；小计=购置费+运行费。",
    needs=("表7",),
    bad=budgets("三项共2.5万元，合计填3万元", {"07": {"A5": "3"}}, only=("07",)),
    good=budgets("三项共2.5万元，合计2.5万元", only=("07",)),
)
def public_expenses_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """合计 = abroad + vehicles + hospitality; vehicles = purchase + running; in columns or in lines."""
    for table in budget_tables(forms, "07"):
        yield from columns_add_up(table.whole, "合计=各分项之和")
        if len(table.whole.lines) > 1:
            yield from three_expenses(table.whole)


@tie(
    "BG806",
    "项目支出预算表合计与各项目之和不符",
    why="合计等于所列各项目相加。",
    needs=("表9",),
    bad=budgets(
        "两个项目25+20=45万元，合计填40万元", {"09": {"D5": "40", "E5": "40", "F5": "30"}}, only=("09",)
    ),
    good=budgets("两个项目合计45万元", only=("09",)),
)
def projects_do_not_add_up(forms: FormSet) -> Iterator[TieOutcome]:
    """合计 = Σ units (where units are summed up) = Σ projects, column by column."""
    for table in budget_tables(forms, "09"):
        part = table.whole
        units = [line for line in part.lines if is_unit_line(part, line.row)]
        projects = [line for line in part.lines if line is not part.total and line not in units]
        for index in part.numeric:
            amounts = [part.amount(line, index) for line in projects]
            wholes = [part.total] if part.total is not None else []
            if len(units) == 1:
                wholes += units
            for whole in wholes:
                if is_filled([whole.amounts[index], *(amount.value for amount in amounts)]):
                    yield relation(part.amount(whole, index), amounts, "合计=各项目之和")


def is_unit_line(part: Part, row: int) -> bool:
    """Whether the line of 表9 sums up a unit: it is named in the unit's column, not the project's."""
    line = next(line for line in part.lines if line.row == row)
    projects = {other.name.cell.rstrip("0123456789") for other in part.lines[-1:]}
    return line is not part.total and line.name.cell.rstrip("0123456789") not in projects
