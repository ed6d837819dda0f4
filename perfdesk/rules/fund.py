"""FD: lines of money that must add up, by source, by use, by the form's own stated sums."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.finding import Edit, Fix, Safety
from perfdesk.core.form import Form, Money, SumGroup
from perfdesk.core.interval import Interval, total
from perfdesk.core.value import Value, plain
from perfdesk.rules.execution import rate_of, rated_lines
from perfdesk.rules.figure import added, judged, line_title, missing, number
from perfdesk.rules.rule import Example, Outcome, rule
from perfdesk.scoring.expectation import Expectation, amount_interval
from perfdesk.scoring.profile import Profile

COLUMN_NAMES = {
    "initial_budget": "年初预算数",
    "full_year_budget": "全年预算数",
    "executed": "全年执行数",
}


def sum_of(parts: list[Value], profile: Profile) -> Expectation:
    """The sum of amounts; each may have been rounded by itself."""
    decimals = profile.decimals("amount.decimals")
    exact = sum(map(number, parts), Decimal(0))
    formula = f"{added(map(number, parts))} = {plain(exact)}"
    spread = total(amount_interval(part, decimals) for part in parts)
    return Expectation(exact, Interval(spread.low, spread.high), formula)


def filled(group: SumGroup, column: str) -> list[Value]:
    """The parts' amounts of a column that hold numbers."""
    values = [part.amounts.get(column) for part in group.parts]
    return [value for value in values if value is not None and value.number is not None]


@rule(
    "FD501",
    "资金合计与分项之和不符",
    why="资金总额必须等于各来源（各用途）相加，收支小计必须等于所列各项相加。",
    basis="自评表资金栏：年度资金总额=各资金来源之和；收支栏按栏目所注“1至7项”“一+二”相加",
    needs=("fund_groups",),
    bad=Example("project", "分项8+2=10万元，总额填12万元", {"C5": "12"}),
    good=Example("project", "分项8+2=10万元，总额10万元"),
)
def lines_do_not_add_up(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A line that states or implies a sum = the sum of its lines, column by column."""
    for group in form.fund_groups:
        for column, whole in group.whole.amounts.items():
            parts = filled(group, column)
            if whole.number is None or not parts:
                continue
            what = f"“{line_title(group.whole)}”的{COLUMN_NAMES[column]}"
            expectation = sum_of(parts, profile)
            yield from judged(form, what, whole, expectation, "ask", parts)


@rule(
    "FD502",
    "合计空白而分项已填",
    why="分项填了数，合计空着，读表的人看不到总数，执行率也无从核对。",
    severity="warning",
    basis="自评表资金栏：合计=各分项之和",
    needs=("fund_groups",),
    bad=Example("unit", "基本支出、项目支出都有数，支出小计空白", {"C7": ""}),
    good=Example("unit", "支出小计已填"),
)
def whole_line_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A total line is blank while its parts are filled."""
    for group in form.fund_groups:
        for column, whole in group.whole.amounts.items():
            parts = filled(group, column)
            if not whole.is_blank or whole.is_placeholder or not parts:
                continue
            expectation = sum_of(parts, profile)
            expected = plain(expectation.exact)
            yield missing(
                whole.cell,
                f"“{line_title(group.whole)}”的{COLUMN_NAMES[column]}空白，按分项相加应填{expected}。",
                expected,
                expectation.formula,
                Fix(_safety(form, group), (Edit(form.sheet, whole.cell, expected),)),
            )


def _safety(form: Form, group: SumGroup) -> Safety:
    """Filling a total is safe where nothing printed depends on it; a rate or score then has to be judged."""
    dependent = (group.whole.rate, form.named("execution_rate"), form.named("execution_score"))
    return "ask" if any(value is not None and not value.is_blank for value in dependent) else "safe"


@rule(
    "FD503",
    "有资金总额而没有来源分项",
    why="只填总额不填来源，看不出钱是哪一级财政的。",
    severity="warning",
    basis="自评表资金栏：年度资金总额应按资金来源分列",
    needs=("fund_groups",),
    bad=Example("special_fund", "总额60万元，各来源都空白", {"C6": "", "C7": "", "D6": "", "D7": ""}),
    good=Example("special_fund", "总额60万元，列明中央补助和省级资金"),
)
def no_source_line(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The total is filled and none of its source lines is."""
    for group in form.fund_groups:
        for column, whole in group.whole.amounts.items():
            cells = [value for part in group.parts if (value := part.amounts.get(column)) is not None]
            if whole.number in (None, 0) or not cells or any(not value.is_blank for value in cells):
                continue
            if any(value.is_placeholder for value in cells):
                continue
            yield missing(
                cells[0].cell,
                f"{COLUMN_NAMES[column]}只填了总额{whole.printed}，没有填资金来源，请在来源分项中填列。",
                None,
                None,
            )


@rule(
    "FD504",
    "有预算数和执行数而执行率空白",
    why="执行率由本行的预算数和执行数算出，空着就少了一个应公开的数。",
    severity="warning",
    needs=("lines", "tasks"),
    bad=Example("project", "财政拨款一行预算8万元、执行8万元，执行率空白", {"G6": ""}),
    good=Example("project", "财政拨款一行执行率100%"),
)
def rate_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A and B of a line are filled and its rate is blank."""
    for line in rated_lines(form):
        rate = line.rate
        if rate is None or not rate.is_blank or rate.is_placeholder:
            continue
        expectation = rate_of(_with_wholes(form, line, profile), profile)
        if expectation is None:
            continue
        yield missing(
            rate.cell,
            f"“{line_title(line)}”的执行率空白，按算式应填{expectation.written()}。",
            expectation.written(),
            expectation.formula,
            Fix("safe", (Edit(form.sheet, rate.cell, expectation.written()),)),
        )


def _with_wholes(form: Form, line: Money, profile: Profile) -> Money:
    """The line with its own blank totals filled in from its parts."""
    group = next((group for group in form.fund_groups if group.whole is line), None)
    if group is None or any(not value.is_blank for value in line.amounts.values()):
        return line
    amounts: dict[str, Value] = {}
    for column, value in line.amounts.items():
        parts = filled(group, column)
        exact = sum_of(parts, profile).exact if parts else None
        amounts[column] = Value(value.cell, number=exact, decimals=2 if parts else None)
    return Money(line.name, amounts, line.rate)
