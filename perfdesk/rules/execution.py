"""EX: the execution rate B/A, its score, and the places that repeat them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.finding import Edit, Fix
from perfdesk.core.form import FieldName, Form, Money
from perfdesk.core.interval import Interval
from perfdesk.core.value import Value, percent, plain
from perfdesk.rules.figure import is_number, judged, line_title, number
from perfdesk.rules.rule import Example, Found, Outcome, Unchecked, rule
from perfdesk.scoring.expectation import Expectation, Route, amount_interval, exactly, route_by_share
from perfdesk.scoring.profile import Profile

BARE_PERCENT = Decimal("1.5")
"""A rate above this without a percent sign is a percentage written bare: 95.8 for 95.8%."""


def denominator(line: Money, profile: Profile) -> Value | None:
    """A of the execution rate: the first amount the profile allows that the line has."""
    for name in profile.denominators:
        value = line.amounts.get(name)
        if is_number(value):
            return value
    return None


def rate_of(line: Money, profile: Profile) -> Expectation | None:
    """What B/A of a line gives; None where A or B is missing, or A is zero."""
    budget, executed = denominator(line, profile), line.amounts.get("executed")
    if budget is None or executed is None or executed.number is None or not budget.number:
        return None
    decimals = profile.decimals("amount.decimals")
    over, under = amount_interval(executed, decimals), amount_interval(budget, decimals)
    exact = executed.number / budget.number
    spread = over / under if under.low > 0 else Interval.exactly(exact)
    formula = f"{plain(executed.number)} ÷ {plain(budget.number)} = {percent(exact, 4)}"
    return Expectation(exact, spread, formula, (), profile.decimals("rate.decimals", 4), is_percent=True)


def rated_lines(form: Form) -> tuple[Money, ...]:
    """Every line of the form that has a rate of its own: funds, income and expenditure, tasks."""
    whole = (form.task_total,) if form.task_total is not None else ()
    return tuple(line for line in (*form.lines, *form.tasks, *whole) if line.rate is not None)


def as_rate(value: Value) -> Value:
    """The rate as a fraction: a bare 95.8 is taken as 95.8%."""
    if value.number is None or value.is_percent or abs(value.number) <= BARE_PERCENT:
        return value
    return dataclasses.replace(
        value, number=value.number / 100, decimals=(value.decimals or 0) + 2, is_percent=True
    )


@rule(
    "EX101",
    "执行率与执行数÷预算数不符",
    why="执行率决定10分的执行得分，也是公开报告里引用最多的数。",
    needs=("executed", "full_year_budget", "execution_rate"),
    bad=Example("project", "预算10万元、执行10万元，执行率填90%", {"G5": "90%"}),
    good=Example("project", "预算10万元、执行10万元，执行率填100%"),
)
def execution_rate_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """执行率（B/A）= 全年执行数 ÷ 全年预算数: the printed rate must be that quotient."""
    for line in rated_lines(form):
        rate = line.rate
        if rate is None or rate.is_blank:
            continue
        if rate.number is None:
            yield Unchecked(rate.cell, f"“{line_title(line)}”的执行率不是数字")
            continue
        expectation = rate_of(line, profile)
        if expectation is None:
            yield Unchecked(rate.cell, _no_rate(line, profile))
            continue
        yield from _judged_rate(form, line, rate, expectation, profile)


def _no_rate(line: Money, profile: Profile) -> str:
    budget = denominator(line, profile)
    if budget is not None and budget.number == 0:
        return f"“{line_title(line)}”的预算数为0，执行率无从计算"
    return f"“{line_title(line)}”缺少预算数或执行数，执行率无从核对"


def _judged_rate(
    form: Form, line: Money, rate: Value, expectation: Expectation, profile: Profile
) -> Iterator[Outcome]:
    fraction = as_rate(rate)
    inputs = (denominator(line, profile), line.amounts.get("executed"))
    if fraction is not rate and expectation.agreement(fraction, 2) != "wrong":
        yield Found(
            rate.cell,
            "doubtful",
            f"“{line_title(line)}”的执行率填为{rate.printed}，缺少百分号，应写作{expectation.written()}。",
            rate.printed,
            expectation.written(),
            expectation.formula,
            Fix("safe", (Edit(form.sheet, rate.cell, expectation.written()),)),
        )
        return
    for found in judged(form, f"“{line_title(line)}”的执行率", fraction, expectation, related=inputs):
        yield found if fraction is rate else _typed_as(found, expectation.written())


def _typed_as(found: Found, text: str) -> Found:
    """The finding with its fix typed in the notation of the cell."""
    if found.fix is None:
        return found
    edits = tuple(dataclasses.replace(edit, value=text) for edit in found.fix.edits)
    return dataclasses.replace(found, fix=dataclasses.replace(found.fix, edits=edits))


@rule(
    "EX102",
    "执行率得分与分值×执行率不符",
    why="执行得分=分值×执行率，不得超过分值；它直接进入总分。",
    needs=("execution_rate", "execution_score", "execution_weight"),
    bad=Example("project", "执行率100%，10分只记8分", {"H5": "8", "H16": "98"}),
    good=Example("project", "执行率100%，10分记10分"),
)
def execution_score_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """执行率得分 = 分值 × B/A, never above the weight and never negative."""
    score = form.fields.get("execution_score")
    if score is None or score.is_blank:
        return
    line = total_line(form)
    expectation = execution_score(form, line, profile) if line is not None else None
    if score.number is None or expectation is None:
        yield Unchecked(score.cell, "缺少执行率或执行数、预算数，执行率得分无从核对")
        return
    rate = form.fields.get("execution_rate")
    yield from judged(form, "执行率得分", score, expectation, "ask", (rate,))


def total_line(form: Form) -> Money | None:
    """The line of the project's money as a whole, made of the form's fields."""
    names: tuple[FieldName, ...] = ("initial_budget", "full_year_budget", "executed")
    amounts: dict[str, Value] = {
        name: value for name in names if (value := form.fields.get(name)) is not None
    }
    if not amounts:
        return None
    return Money(Value("", text="资金总额"), amounts, form.fields.get("execution_rate"))


def execution_weight(form: Form, profile: Profile) -> Decimal:
    """The points of the execution rate: as printed, else as the profile says."""
    printed = form.fields.get("execution_weight")
    return printed.number if printed is not None and printed.number is not None else profile.execution_weight


def execution_score(form: Form, line: Money, profile: Profile) -> Expectation | None:
    """What the execution score should be; from the printed rate where A and B are not there."""
    weight = execution_weight(form, profile)
    by_amounts = rate_of(line, profile)
    rate = as_rate(line.rate) if line.rate is not None else None
    routes: tuple[Route, ...] = ()
    if rate is not None and rate.number is not None:
        if by_amounts is None:
            base = exactly(rate.number, percent(rate.number, 4))
        elif by_amounts.agreement(rate, 2) == "wrong":
            base = by_amounts
        else:
            base = by_amounts
            routes = (route_by_share(weight, rate.number, "执行率取"),)
    elif by_amounts is None:
        return None
    else:
        base = by_amounts
    exact = min(max(weight * base.exact, Decimal(0)), weight)
    spread = (Interval.exactly(weight) * base.spread).clamp(Decimal(0), weight)
    formula = f"{plain(weight)} × {percent(base.exact, 4)} = {plain(round(weight * base.exact, 6))}"
    if weight * base.exact > weight:
        formula += f"，不超过分值，取{plain(weight)}"
    if by_amounts is not None:
        formula = f"{by_amounts.formula}；{formula}"
    return Expectation(exact, spread, formula, routes, profile.decimals("execution.score_decimals"))


@rule(
    "EX103",
    "两处执行率得分不一致",
    why="得分行里的执行率得分是从资金表抄来的，两处必须相同。",
    basis="自评表：预算执行率得分（D）即资金表中的得分",
    needs=("execution_score", "repeated_execution_score"),
    bad=Example("liaoning_project", "资金表记8分，D处记10分", {"H13": "10", "D14": "94"}),
    good=Example("liaoning_project", "资金表和D处都记8分"),
)
def repeated_execution_score_differs(form: Form, profile: Profile) -> Iterator[Outcome]:
    """预算执行率得分（D） repeats the score of the fund table."""
    repeated, score = form.fields.get("repeated_execution_score"), form.named("execution_score")
    if repeated is None or score is None or repeated.number is None or score.number is None:
        return
    expectation = exactly(number(score), f"资金表 {score.cell} 的得分 {score.printed}")
    yield from judged(form, "预算执行率得分", repeated, expectation, "ask", (score,))


@rule(
    "EX104",
    "整体自评的预算执行率与本表收支数不符",
    why="部门整体的预算执行率应当由本表的支出执行数和预算数算出。",
    basis="部门整体绩效自评表：预算执行率=全年支出执行数÷全年支出预算数",
    needs=("lines", "tasks", "indicators"),
    bad=Example(
        "unit", "支出执行率80%，指标完成值填95%", {"G19": "95%", "H19": "95%", "J19": "9.5", "J20": "99.5"}
    ),
    good=Example("unit", "支出执行率80%，指标完成值填80%"),
)
def unit_execution_rate_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """预算执行率 of the unit form = Σ executed / Σ budget of its own lines or tasks."""
    if form.kind != "unit_self_evaluation":
        return
    for indicator in form.indicators:
        if "预算执行率" not in (indicator.level3.text or ""):
            continue
        target, completion = indicator.target, indicator.completion
        printed = [indicator.actual]
        if target is None or target.is_blank:
            printed.append(completion)  # without a target the completion is the rate itself
        expectation = _unit_rate(form, profile)
        for value in printed:
            if value is None or value.number is None:
                continue
            if expectation is None:
                yield Unchecked(value.cell, "本表没有可以计算预算执行率的支出数")
                continue
            # Beside a unit column a rate is printed without its sign, and stays so.
            bare = plain(Decimal(expectation.typed()) * 100)
            for found in judged(form, "预算执行率", as_rate(value), expectation, "ask"):
                yield found if as_rate(value) is value else _typed_as(found, bare)


def _unit_rate(form: Form, profile: Profile) -> Expectation | None:
    parts = expenditure_parts(form) or form.tasks
    budgets = [value for part in parts if (value := denominator(part, profile)) is not None]
    executed = [
        v for part in parts if (v := part.amounts.get("executed")) is not None and v.number is not None
    ]
    if not budgets or not executed or len(budgets) != len(executed):
        return None
    above, below = sum(map(number, executed), Decimal(0)), sum(map(number, budgets), Decimal(0))
    if below == 0:
        return None
    exact = above / below
    formula = f"{plain(above)} ÷ {plain(below)} = {percent(exact, 4)}"
    return Expectation(exact, Interval.exactly(exact), formula, (), 4, is_percent=True)


def expenditure_parts(form: Form) -> tuple[Money, ...]:
    """Basic and project expenditure of a unit form, or none."""
    return tuple(line for line in form.lines if line.role in ("basic", "project"))
