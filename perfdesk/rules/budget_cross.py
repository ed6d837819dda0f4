"""BG82: the relations between the budget tables, and between them and the target tables 表16, 表17."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import AccountLine
from perfdesk.rules.account_example import budgets
from perfdesk.rules.account_view import Book, Part, Table, amounts_of, books, line_key
from perfdesk.rules.cross_table import bounded, by_name, classes_agree, equal, rows_agree
from perfdesk.rules.final_accounts import sides
from perfdesk.rules.form_set import FormSet
from perfdesk.rules.relation import Amount, Relation
from perfdesk.rules.tie import TieOutcome, tie

KIND = "budget_"
ITEMS = {
    "30212": ("因公出国(境)费",),
    "30217": ("公务接待费",),
    "30231": ("公务用车运行费", "公务用车运行维护费"),
}


def budget_books(forms: FormSet) -> Iterator[Book]:
    """The budget tables of each unit and year."""
    return books(forms.account_groups, "budget")


def column_total(table: Table, *names: str) -> Amount | None:
    """The 合计 line's amount in the column of one of the names."""
    part = table.whole
    return amounts_of(part, part.total, part.column(*names), part.leaves(part.total) if part.total else 1)


@tie(
    "BG821",
    "收支预算总表与支出预算总表不一致",
    why="表1的支出一侧与表3同是全部支出，合计和每一类必须相同。",
    needs=("表1", "表3"),
    bad=budgets("“221”类表3为15万元，表1为14万元", {"01": {"D7": "14", "D5": "81"}}, only=("01", "03")),
    good=budgets("两表支出都是105万元", only=("01", "03")),
)
def summary_differs_from_expenditure(forms: FormSet) -> Iterator[TieOutcome]:
    """表1 本年支出合计 = 表3 合计; each functional line of 表1 = its 类 in 表3."""
    for book in budget_books(forms):
        yield from book.compared(KIND + "01", KIND + "03", _summary_beside_expenditure)


def _summary_beside_expenditure(one: Table, other: Table) -> Iterator[Relation]:
    spent = one.side("expenditure")
    if spent is None:
        return
    year = amounts_of(spent, spent.line("本年支出合计", "本年支出"), 0)
    yield from equal(year, [column_total(other, "合计")], "表1本年支出=表3合计")
    part = other.whole
    yield from classes_agree(spent, 0, part, part.column("合计"), "表1各类支出=表3同类")


@tie(
    "BG822",
    "财政拨款收支预算总表与其他预算表不一致",
    why="表4的拨款收入应与表1相同，支出应等于表5（一般公共预算）加表8（政府性基金）。",
    needs=("表1", "表4", "表5", "表8"),
    bad=budgets(
        "表4支出100万元，表5加表8为99万元",
        {"08": {"C4": "9", "E4": "9", "C5": "9", "E5": "9"}},
        only=("04", "05", "08"),
    ),
    good=budgets("表4支出100万元=表5的90万元+表8的10万元", only=("04", "05", "08")),
)
def grants_differ(forms: FormSet) -> Iterator[TieOutcome]:
    """表4 income by fund = 表1; 表4 expenditure = 表5 + 表8, in all and by 类."""
    for book in budget_books(forms):
        table = book.get(KIND + "04")
        found = list(sides(table)) if table is not None else []
        if len(found) != 2:
            continue
        (income, year, _), (spent, out, _) = found
        yield from _income_by_fund(book.get(KIND + "01"), income, year)
        general, funds = book.get(KIND + "05"), book.get(KIND + "08")
        if general is not None and _is_without_capital(income, year):
            yield from _expenditure_by_class(spent, out, general, funds)


def _income_by_fund(summary: Table | None, income: Part, year: AccountLine) -> Iterator[Relation]:
    other = summary.side("income") if summary is not None else None
    if other is None:
        return
    at = income.lines.index(year)
    for line in income.lines[at + 1 :]:
        if line_key(line.name.raw).startswith(("上年结转", "结转")):
            break
        mine = by_name(other, line.name.raw)
        if mine is not None:
            yield from equal(income.amount(line, 0), [other.amount(mine, 0)], "表4拨款收入=表1同类收入")


def _is_without_capital(income: Part, year: AccountLine) -> bool:
    """Whether no state capital money is spent, which neither 表5 nor 表8 lists."""
    lines = [line for line in income.lines if line_key(line.name.raw).startswith("国有资本经营")]
    return not any(line.amounts[0].number for line in lines)


def _expenditure_by_class(
    spent: Part, out: AccountLine, general: Table, funds: Table | None
) -> Iterator[Relation]:
    tables = [general] if funds is None else [general, funds]
    wholes = [column_total(table, "合计", "小计") for table in tables]
    if funds is None and not _is_only_general(spent, out, wholes[0]):
        return
    yield from equal(spent.amount(out, 0), wholes, "表4本年支出=表5合计+表8合计")
    for line in spent.lines:
        parts: list[Amount | None] = []
        for table in tables:
            mine = by_name(table.whole, line.name.raw) if line.name.raw.strip() else None
            index = table.whole.column("合计", "小计")
            if mine is not None and mine.code is not None:
                parts.append(amounts_of(table.whole, mine, index, table.whole.leaves(mine)))
        yield from equal(spent.amount(line, 0), parts, "表4各类支出=表5、表8同类")


def _is_only_general(spent: Part, out: AccountLine, whole: Amount | None) -> bool:
    return whole is not None and out.amounts[0].number == whole.number


@tie(
    "BG823",
    "一般公共预算支出表与支出预算总表不一致",
    why="表5是表3的一部分，任何科目都不能更多；合计相等时每个科目必须相等。",
    needs=("表3", "表5"),
    bad=budgets(
        "“201”类项目支出表5为36万元，表3为35万元",
        {"05": {"C5": "96", "G5": "36", "C6": "81", "G6": "36", "C7": "81", "G7": "36"}},
        only=("03", "05"),
    ),
    good=budgets("表5各科目都不超过表3", only=("03", "05")),
)
def general_budget_differs(forms: FormSet) -> Iterator[TieOutcome]:
    """表5 ≤ 表3 row by row; equal where the totals of the column are equal."""
    for book in budget_books(forms):
        yield from book.compared(KIND + "03", KIND + "05", _general_within_all)


def _general_within_all(all_money: Table, general: Table) -> Iterator[Relation]:
    one, other = all_money.whole, general.whole
    names = (("合计",), ("小计",), ("人员经费",), ("公用经费",), ("项目支出",))
    columns = [(one.column(*name), other.column(*name)) for name in names]
    for left, right in columns:
        if one.total is None or other.total is None or left is None or right is None:
            continue
        whole = one.amount(one.total, left, one.leaves(one.total))
        part = other.amount(other.total, right, other.leaves(other.total))
        near = Relation(part, (whole,), "", is_cross=True).outcome() in ("exact", "rounded")
        if near:
            yield from equal(part, [whole], "表5=表3（全部为一般公共预算）")
        else:
            yield from bounded(part, whole, "表5不超过表3")
    yield from _repeated(one, other, columns)


def _repeated(one: Part, other: Part, columns: list[tuple[int | None, int | None]]) -> Iterator[Relation]:
    """The rows of 表5 repeat those of 表3: the anchor is the table that repeats."""
    for relation in rows_agree(one, other, columns, "表5=表3同科目"):
        is_pair = len(relation.parts) == 1 and not relation.is_bound
        if is_pair and not relation.is_soft:
            yield Relation(relation.parts[0], (relation.whole,), relation.words, is_cross=True)
        elif is_pair:
            yield Relation(relation.parts[0], (relation.whole,), relation.words, is_cross=True, is_soft=True)
        else:
            yield relation


@tie(
    "BG824",
    "一般公共预算基本支出表与一般公共预算支出表不一致",
    why="表6按经济分类列示的，正是表5的基本支出，合计、人员经费、公用经费都必须相同。",
    needs=("表3", "表5", "表6"),
    bad=budgets(
        "表6合计59万元，表5基本支出60万元",
        {"05": {"D5": "59", "E5": "49", "C5": "89", "D8": "14", "E8": "14", "C8": "14"}},
        only=("05", "06"),
    ),
    good=budgets("两表基本支出都是60万元", only=("05", "06")),
)
def basic_expenditure_differs(forms: FormSet) -> Iterator[TieOutcome]:
    """表6 合计, 人员经费, 公用经费 = 表5 基本支出 小计, 人员经费, 公用经费 (表3 where 表5 is not there)."""
    for book in budget_books(forms):
        detail, table = book.get(KIND + "06"), book.get(KIND + "05") or book.get(KIND + "03")
        if detail is None or table is None:
            continue
        part = table.whole
        leaves = part.leaves(part.total) if part.total is not None else 1
        whole = amounts_of(part, part.total, part.basic(), leaves)
        yield from equal(column_total(detail, "合计"), [whole], f"表6合计={table.name}基本支出")
        for name in ("人员经费", "公用经费"):
            words = f"表6{name}={table.name}{name}"
            if part.column(name) is not None and detail.whole.column(name) is not None:
                yield from equal(column_total(detail, name), [column_total(table, name)], words)


@tie(
    "BG825",
    "“三公”经费预算小于基本支出中的同类科目",
    why="表6的公务用车运行维护费属于“三公”经费，表7的公务用车运行费不能更少。",
    needs=("表6", "表7"),
    bad=budgets(
        "公务用车运行维护费表6为2万元，表7为1万元",
        {"07": {"E5": "1", "C5": "1", "A5": "1.5"}},
        only=("06", "07"),
    ),
    good=budgets("公务用车运行费两表都是2万元", only=("06", "07")),
)
def public_expenses_below_items(forms: FormSet) -> Iterator[TieOutcome]:
    """表7 running = 表6 30231, or more where projects pay for vehicles too."""
    for book in budget_books(forms):
        yield from book.compared(KIND + "06", KIND + "07", _public_expenses)


def _public_expenses(one: Table, other: Table) -> Iterator[Relation]:
    detail, part = one.whole, other.whole
    if not part.lines:
        return
    for code, names in ITEMS.items():
        line, index = part.line(*names), part.column("预算数")
        if line is None:
            line, index = part.lines[0], part.column(*names)
        item = amounts_of(detail, detail.by_code().get(code), detail.column("合计", "预算数"))
        whole = amounts_of(part, line, index)
        if item is not None and whole is not None and item.value.number is not None:
            words = f"“三公”经费不少于表6科目{code}"
            yield Relation(whole, (item,), words, is_floor=True, is_cross=True)
            yield Relation(whole, (item,), words, is_soft=True, is_cross=True)


@tie(
    "BG826",
    "项目支出预算表与支出预算总表不一致",
    why="表9逐个列示的项目，加起来就是表3的项目支出。",
    needs=("表3", "表9"),
    bad=budgets(
        "表9合计44万元，表3项目支出45万元",
        {"09": {"D5": "44", "E5": "44", "F5": "34", "D7": "19", "E7": "19", "F7": "19"}},
        only=("03", "09"),
    ),
    good=budgets("两表项目支出都是45万元", only=("03", "09")),
)
def projects_differ_from_expenditure(forms: FormSet) -> Iterator[TieOutcome]:
    """表9 总计 = 表3 项目支出."""
    for book in budget_books(forms):
        yield from book.compared(KIND + "09", KIND + "03", _projects_beside_expenditure)


def _projects_beside_expenditure(one: Table, other: Table) -> Iterator[Relation]:
    whole = column_total(one, "总计", "合计")
    yield from equal(whole, [column_total(other, "项目支出")], "表9总计=表3项目支出")
