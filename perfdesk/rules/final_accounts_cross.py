"""AC82: the relations between the final-accounts tables.

A figure that several tables repeat was rounded in each by itself; what rounding of its parts
allows is no mistake. The anchor is the cell of the table that sums up or repeats.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import AccountLine
from perfdesk.rules.account_example import accounts
from perfdesk.rules.account_view import Book, Part, Table, amounts_of, books, is_of_which, line_key
from perfdesk.rules.cross_table import bounded, by_name, classes_agree, do_agree, equal, rows_agree
from perfdesk.rules.final_accounts import FUNDS, expense, sides
from perfdesk.rules.form_set import FormSet
from perfdesk.rules.relation import Amount, Relation
from perfdesk.rules.tie import TieOutcome, tie

KIND = "final_accounts_"
# Functional items paid through one economic item: holds for most units, so it only tells which cell is wrong.
TWINS = {
    "30108": ("2080505",),
    "30109": ("2080506",),
    "30110": ("2101101", "2101102"),
    "30113": ("2210201",),
    "30304": ("2080801", "2080802"),
}


def accounts_books(forms: FormSet) -> Iterator[Book]:
    """The final-accounts tables of each unit and year."""
    return books(forms.account_groups, "final_accounts")


def _total(table: Table, *names: str) -> Amount | None:
    part = table.whole
    index = part.spent(*names)
    line = part.total
    return amounts_of(part, line, index, part.leaves(line)) if line is not None else None


@tie(
    "AC821",
    "收入决算表与收支总表不一致",
    why="收入决算表是收支总表收入一侧的明细，合计和各类收入必须相同。",
    needs=("公开01", "公开02"),
    bad=accounts(
        "公开02表合计149万元，公开01表本年收入150万元",
        {
            "02": {
                "F4": "14",
                "F5": "14",
                "F6": "14",
                "F7": "14",
                "C4": "149",
                "C5": "134",
                "C6": "134",
                "C7": "74",
            }
        },
        only=("01", "02"),
    ),
    good=accounts("两表收入都是150万元", only=("01", "02")),
)
def income_tables_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """02 合计 c1 = 01 本年收入合计; c2 = 01 r1 + r2 + r3; the other columns = their lines of 01."""
    for book in accounts_books(forms):
        yield from book.compared(KIND + "01", KIND + "02", _income_tables)


def _income_tables(one: Table, other: Table) -> Iterator[Relation]:
    income = one.side("income")
    if income is None or other.whole.total is None:
        return
    year = amounts_of(income, income.line("本年收入合计"), 0)
    words = "收入决算表合计=收支总表本年收入"
    yield from equal(_total(other, "本年收入合计", "合计"), [year], words)
    grants = [
        line
        for line in income.lines
        if "财政拨款收入" in line_key(line.name.raw) and not is_of_which(line.name.raw)
    ]
    amounts: list[Amount | None] = [income.amount(line, 0) for line in grants]
    yield from equal(_total(other, "财政拨款收入"), amounts, "收入决算表财政拨款收入=收支总表各类财政拨款")
    for index in other.whole.numeric:
        labels = other.whole.columns[index].labels
        line = by_name(income, labels[-1]) if len(labels) == 1 else None
        if line is not None and "财政拨款" not in labels[-1]:
            whole = other.whole.amount(other.whole.total, index, other.whole.leaves(other.whole.total))
            yield from equal(whole, [income.amount(line, 0)], "收入决算表分栏=收支总表同类收入")


@tie(
    "AC822",
    "支出决算表与收支总表不一致",
    why="支出决算表是收支总表支出一侧的明细，合计和每一类必须相同。",
    needs=("公开01", "公开03"),
    bad=accounts("“212”类03表10万元，01表11万元", {"01": {"F6": "11", "F5": "134"}}, only=("01", "03")),
    good=accounts("两表支出都是150万元", only=("01", "03")),
)
def expenditure_tables_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """03 合计 = 01 本年支出合计; each 类 of 03 = its line of 01."""
    for book in accounts_books(forms):
        yield from book.compared(KIND + "01", KIND + "03", _expenditure_tables)


def _expenditure_tables(one: Table, other: Table) -> Iterator[Relation]:
    spent = one.side("expenditure")
    if spent is None:
        return
    part = other.whole
    index = part.column("本年支出合计", "合计")
    year = amounts_of(spent, spent.line("本年支出合计"), 0)
    yield from equal(_total(other, "本年支出合计", "合计"), [year], "支出决算表合计=收支总表本年支出")
    yield from classes_agree(spent, 0, part, index, "收支总表各类支出=支出决算表同类")


@tie(
    "AC823",
    "财政拨款收支总表与收支总表不一致",
    why="财政拨款是全部收支的一部分：三类拨款收入必须与收支总表相同，各类支出不能更多。",
    needs=("公开01", "公开04"),
    bad=accounts(
        "一般公共预算拨款04表118万元，01表120万元",
        {
            "04": {
                "C5": "118",
                "C8": "133",
                "C12": "135",
                "F5": "118",
                "G5": "118",
                "F8": "133",
                "G8": "118",
                "F12": "135",
                "G12": "120",
            }
        },
        only=("01", "04"),
    ),
    good=accounts("三类拨款两表相同", only=("01", "04")),
)
def grant_tables_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """04 r1–r3 = 01 r1–r3; each line of expenditure ≤ 01, and equal where the totals are equal."""
    for book in accounts_books(forms):
        yield from book.compared(KIND + "04", KIND + "01", _grant_tables)


def _grant_tables(one: Table, other: Table) -> Iterator[Relation]:
    found, others = list(sides(one)), list(sides(other))
    if len(found) != 2 or len(others) != 2:
        return
    (income, year, _), (spent, out, _) = found
    other_income, (other_spent, other_out, _) = others[0][0], others[1]
    for line in income.lines[: income.lines.index(year)]:
        fund = next((fund for fund in FUNDS if line_key(line.name.raw).startswith(fund)), None)
        mine = [ln for ln in other_income.lines if fund and line_key(ln.name.raw).startswith(fund)]
        if mine:
            words = "财政拨款收支总表拨款收入=收支总表同类拨款"
            yield from equal(income.amount(line, 0), [other_income.amount(mine[0], 0)], words)
    column = spent.column("合计", "金额") or 0
    yield from _lines_within(spent, column, out, other_spent, other_out)


def _lines_within(
    part: Part, column: int, total: AccountLine, other: Part, other_total: AccountLine
) -> Iterator[Relation]:
    whole, bound = part.amount(total, column), other.amount(other_total, 0)
    is_all = Relation(whole, (bound,), "", is_cross=True).outcome() in ("exact", "rounded")
    yield from bounded(whole, bound, "财政拨款支出不超过本年支出")
    for line in part.lines[: part.lines.index(total)]:
        mine = by_name(other, line.name.raw) if line.name.raw.strip() else None
        if mine is None:
            continue
        if is_all:
            words = "收支总表支出=财政拨款收支总表支出（全部为财政拨款）"
            yield from equal(other.amount(mine, 0), [part.amount(line, column)], words)
        else:
            yield from bounded(part.amount(line, column), other.amount(mine, 0), "财政拨款支出不超过同类支出")


@tie(
    "AC824",
    "一般公共预算支出决算表与财政拨款收支总表不一致",
    why="公开05表是公开04表一般公共预算一栏的明细，合计和每一类必须相同。",
    needs=("公开04", "公开05"),
    bad=accounts(
        "05表合计120万元，04表一般公共预算支出119万元",
        {"04": {"G5": "119", "F5": "119", "G8": "119", "F8": "134", "G9": "3", "F9": "3"}},
        only=("04", "05"),
    ),
    good=accounts("两表一般公共预算支出都是120万元", only=("04", "05")),
)
def general_budget_tables_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """05 合计 c1 = 04 r59 c3; each 类 of 05 = its line in 04 c3."""
    for book in accounts_books(forms):
        yield from book.compared(KIND + "04", KIND + "05", _general_budget_tables)


def _general_budget_tables(one: Table, other: Table) -> Iterator[Relation]:
    spent = one.side("expenditure")
    if spent is None:
        return
    column = _fund_column(spent, FUNDS[0])
    year = amounts_of(spent, spent.line("本年支出合计"), column)
    words = "公开05表合计=公开04表一般公共预算本年支出"
    yield from equal(_total(other, "小计", "合计", "本年支出合计"), [year], words)
    part = other.whole
    index = part.spent("小计", "合计", "本年支出合计")
    if column is not None:
        words = "公开04表一般公共预算各类支出=公开05表同类"
        yield from classes_agree(spent, column, part, index, words)


def _fund_column(part: Part, fund: str) -> int | None:
    return next((i for i in part.numeric if line_key(part.columns[i].labels[-1]).startswith(fund)), None)


@tie(
    "AC825",
    "一般公共预算支出决算表与支出决算表不一致",
    why="公开05表是公开03表的一部分，任何科目都不能更多；合计相等时每个科目必须相等。",
    needs=("公开03", "公开05"),
    bad=accounts(
        "“2012604”05表61万元，03表60万元",
        {
            "05": {
                "E8": "61",
                "C8": "61",
                "E6": "61",
                "C6": "121",
                "E5": "61",
                "C5": "121",
                "E4": "61",
                "C4": "121",
            }
        },
        only=("03", "05"),
    ),
    good=accounts("05表各科目都不超过03表", only=("03", "05")),
)
def general_budget_exceeds_expenditure(forms: FormSet) -> Iterator[TieOutcome]:
    """05 ≤ 03 row by row; equal where the totals of the column are equal."""
    for book in accounts_books(forms):
        yield from book.compared(KIND + "03", KIND + "05", _general_within_all)


def _general_within_all(all_money: Table, general: Table) -> Iterator[Relation]:
    one, other = all_money.whole, general.whole
    columns = [
        (one.column("本年支出合计", "合计"), other.spent("小计", "合计", "本年支出合计")),
        (one.column("基本支出"), other.spent("基本支出")),
        (one.column("项目支出"), other.spent("项目支出")),
    ]
    for left, right in columns:
        if one.total is not None and other.total is not None and left is not None and right is not None:
            leaves = one.leaves(one.total)
            whole, part = one.amount(one.total, left), other.amount(other.total, right, leaves)
            yield from bounded(part, one.amount(one.total, left, leaves), "公开05表不超过公开03表")
            if do_agree(one, other, left, right):
                yield from equal(whole, [part], "公开03表=公开05表（全部为一般公共预算）")
    yield from rows_agree(one, other, columns, "公开03表=公开05表同科目")


@tie(
    "AC826",
    "基本支出决算表与一般公共预算支出决算表不一致",
    why="公开06表按经济分类列示的，正是公开05表的基本支出，两者合计必须相同。",
    needs=("公开05", "公开06"),
    bad=accounts(
        "06表人员54+公用6=60万元，05表基本支出59万元",
        {
            "05": {
                "D4": "59",
                "C4": "119",
                "D5": "59",
                "C5": "119",
                "D6": "59",
                "C6": "119",
                "D7": "59",
                "C7": "59",
            }
        },
        only=("05", "06"),
    ),
    good=accounts("两表基本支出都是60万元", only=("05", "06")),
)
def basic_expenditure_disagrees(forms: FormSet) -> Iterator[TieOutcome]:
    """人员经费合计 + 公用经费合计 = 05 基本支出."""
    for book in accounts_books(forms):
        yield from book.compared(KIND + "05", KIND + "06", _basic_tables)


def _basic_tables(one: Table, other: Table) -> Iterator[Relation]:
    detail = other.whole
    lines = [detail.line("人员经费合计"), detail.line("公用经费合计")]
    leaves = max(1, len(detail.by_code()) // 2)
    parts = [amounts_of(detail, line, 0, leaves) for line in lines]
    if None not in parts:
        basic = _total(one, "基本支出")
        yield from equal(basic, parts, "公开05表基本支出=公开06表人员经费+公用经费")
    yield from _twins(detail, one.whole)


def _twins(detail: Part, functional: Part) -> Iterator[Relation]:
    """Economic items that repeat a functional item, as witnesses."""
    index, codes = functional.spent("基本支出"), functional.by_code()
    for code, line in detail.by_code().items():
        partners = [codes[other] for other in TWINS.get(code, ()) if other in codes]
        if partners and index is not None:
            parts = tuple(functional.amount(partner, index) for partner in partners)
            words = "经济分类与功能分类同一支出"
            yield Relation(detail.amount(line, 0), parts, words, is_cross=True, is_soft=True)


@tie(
    "AC827",
    "“三公”经费决算数小于基本支出中的同类科目",
    why="公开06表的因公出国、公务接待、公务用车运行维护费都属于“三公”经费，公开07表的决算数不能更少。",
    needs=("公开06", "公开07"),
    bad=accounts(
        "公务用车运行06表2万元，07表1.8万元",
        {"07": {"C8": "1.8", "C7": "1.8", "C4": "2.3"}},
        only=("06", "07"),
    ),
    good=accounts("公务用车运行维护费两表都是2万元", only=("06", "07")),
)
def public_expenses_below_items(forms: FormSet) -> Iterator[TieOutcome]:
    """06 30212, 30217, 30231 ≤ their lines of 07 (which counts project money as well)."""
    for book in accounts_books(forms):
        yield from book.compared(KIND + "06", KIND + "07", _public_expenses)


def _public_expenses(one: Table, other: Table) -> Iterator[Relation]:
    codes = one.whole.by_code()
    for code, start in (("30212", "因公出国"), ("30217", "公务接待费"), ("30231", "公务用车运行")):
        item = amounts_of(one.whole, codes.get(code), 0)
        whole = expense(other.whole, start, ("决算数", "执行数"))
        if item is None or whole is None or item.value.number is None:
            continue
        words = f"“三公”经费不少于公开06表科目{code}"
        yield Relation(whole, (item,), words, is_floor=True, is_cross=True)
        yield Relation(whole, (item,), words, is_cross=True, is_soft=True)


@tie(
    "AC828",
    "政府性基金、国有资本经营决算表与财政拨款收支总表不一致",
    why="公开08、09表是公开04表政府性基金、国有资本经营两栏的明细，收支必须相同。",
    needs=("公开04", "公开08", "公开09"),
    bad=accounts(
        "09表支出6万元，04表国有资本经营支出5万元",
        {"09": {"C4": "6", "E4": "6", "C5": "6", "E5": "6"}},
        only=("04", "09"),
    ),
    good=accounts("08、09表与04表相同", only=("04", "08", "09")),
)
def fund_tables_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """08 income = 04 r2, expenditure = 04 r59 c4; 09 c1 = 04 r59 c5."""
    for book in accounts_books(forms):
        table = book.get(KIND + "04")
        found = list(sides(table)) if table is not None else []
        if len(found) != 2:
            continue
        (income, year, _), (spent, out, _) = found
        funds, capital = book.get(KIND + "08"), book.get(KIND + "09")
        if funds is not None:
            above = income.lines[: income.lines.index(year)]
            line = next((ln for ln in above if line_key(ln.name.raw).startswith(FUNDS[1])), None)
            words = "公开08表本年收入=公开04表政府性基金拨款"
            yield from equal(_total(funds, "本年收入"), [amounts_of(income, line, 0)], words)
            spent_year = amounts_of(spent, out, _fund_column(spent, FUNDS[1]))
            yield from equal(
                _total(funds, "小计", "本年支出"), [spent_year], "公开08表本年支出=公开04表政府性基金支出"
            )
        if capital is not None:
            spent_year = amounts_of(spent, out, _fund_column(spent, FUNDS[2]))
            words = "公开09表支出=公开04表国有资本经营支出"
            yield from equal(_total(capital, "合计", "小计", "本年支出"), [spent_year], words)
