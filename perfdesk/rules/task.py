"""TK: the key tasks of a unit form: their total, their scores, their tie to project expenditure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from perfdesk.core.form import Form, LineRole, Money, SumGroup
from perfdesk.core.interval import Interval
from perfdesk.core.value import Value, percent, plain
from perfdesk.rules.execution import as_rate, rate_of
from perfdesk.rules.figure import added, judged, line_title, number
from perfdesk.rules.fund import COLUMN_NAMES, filled, sum_of
from perfdesk.rules.rule import Example, Found, Outcome, Unchecked, rule
from perfdesk.scoring.expectation import Expectation, Route, route_by_share
from perfdesk.scoring.profile import Profile


@rule(
    "TK601",
    "重点工作合计与各行之和不符",
    why="年度主要任务的合计必须等于所列各项任务相加。",
    basis="部门整体自评表年度主要任务栏：合计=各项任务之和",
    needs=("tasks", "task_total"),
    bad=Example("unit", "两项任务60+20=80万元，合计填90万元", {"C13": "90"}),
    good=Example("unit", "两项任务合计80万元"),
)
def task_total_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """合计 of the key tasks = Σ tasks, column by column."""
    if form.task_total is None:
        return
    group = SumGroup(form.task_total, form.tasks)
    for column, whole in form.task_total.amounts.items():
        parts = filled(group, column)
        if whole.number is None or not parts:
            continue
        expectation = sum_of(parts, profile)
        yield from judged(form, f"重点工作合计的{COLUMN_NAMES[column]}", whole, expectation, "ask", parts)


@rule(
    "TK602",
    "任务得分与分值×执行率不符",
    why="年度主要任务按项目执行率得分，不得超过分值。",
    basis="部门整体自评表年度主要任务栏：得分=分值×项目执行率",
    needs=("tasks",),
    bad=Example("unit_2023", "执行率100%，分值20分只得10分", {"G6": "10", "C11": "90"}),
    good=Example("unit_2023", "执行率100%，分值20分得20分"),
)
def task_score_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """任务得分 = 分值 × 项目执行率, never above the weight."""
    for task in form.tasks:
        if task.weight is None or task.score is None or task.score.is_blank:
            continue
        expectation = _task_score(task, profile)
        if expectation is None or task.score.number is None:
            yield Unchecked(task.score.cell, f"“{line_title(task)}”缺少分值、金额或得分，任务得分无从核对")
            continue
        yield from judged(
            form, f"“{line_title(task)}”得分", task.score, expectation, "ask", (task.weight, task.rate)
        )


def _task_score(task: Money, profile: Profile) -> Expectation | None:
    by_amounts = rate_of(task, profile)
    if by_amounts is None or task.weight is None or task.weight.number is None:
        return None
    points, zero = task.weight.number, Decimal(0)
    exact = min(points * by_amounts.exact, points)
    spread = (Interval.exactly(points) * by_amounts.spread).clamp(zero, points)
    routes: tuple[Route, ...] = ()
    rate = as_rate(task.rate) if task.rate is not None else None
    if rate is not None and rate.number is not None and by_amounts.agreement(rate, 2) != "wrong":
        routes = (route_by_share(points, rate.number, "执行率取"),)
    formula = (
        f"{by_amounts.formula}；{plain(points)} × {percent(by_amounts.exact, 4)} = {plain(round(exact, 6))}"
    )
    return Expectation(exact, spread, formula, routes, profile.decimals("score.decimals"))


@rule(
    "TK603",
    "项目支出与重点工作合计不一致",
    why="整体自评表的项目支出应当就是各项重点工作的钱；有差额要说得出来自哪一行。",
    severity="warning",
    basis="部门整体自评表：项目支出与年度主要任务对应项目的金额相衔接",
    needs=("lines", "tasks", "task_total"),
    bad=Example("unit", "项目支出年初预算80万元，重点工作合计60万元", {"C11": "40", "C13": "60"}),
    good=Example("unit", "项目支出与重点工作合计都是80万元"),
)
def project_expenditure_differs_from_tasks(form: Form, profile: Profile) -> Iterator[Outcome]:
    """项目支出 against Σ key tasks; the carry-over line may explain the gap."""
    line = _line(form, "project")
    if line is None or not form.tasks:
        return
    group = SumGroup(line, form.tasks)
    for column, whole in line.amounts.items():
        parts = filled(group, column)
        if whole.number is None or not parts:
            continue
        yield from _gap(form, whole, sum_of(parts, profile), column, "项目支出", "重点工作合计")


@rule(
    "TK604",
    "收入小计与支出合计不一致",
    why="年度收支应当平衡；有差额要说得出来自哪一行（多为上年结转）。",
    severity="warning",
    basis="部门整体自评表年度收支情况栏：收入小计与支出小计相衔接",
    needs=("lines",),
    bad=Example("unit", "收入小计100万元，支出小计150万元", {"C7": "150", "C8": "70"}),
    good=Example("unit", "收入小计与支出小计都是100万元"),
)
def income_differs_from_expenditure(form: Form, profile: Profile) -> Iterator[Outcome]:
    """收入小计 against 支出小计 (or 基本 + 项目 where that is blank)."""
    income = _line(form, "income")
    expenditure = _line(form, "expenditure")
    if income is None or form.kind != "unit_self_evaluation":
        return
    for column, whole in income.amounts.items():
        if column == "executed" or whole.number is None:
            continue
        spent = expenditure.amounts.get(column) if expenditure is not None else None
        parts = [spent] if spent is not None and spent.number is not None else _halves(form, column)
        if parts:
            yield from _gap(form, whole, sum_of(parts, profile), column, "收入小计", "支出")


@rule(
    "TK605",
    "表头的年初收入与年初支出不相等",
    why="部门预算收支平衡，年初预算收入应当等于年初预算支出。",
    severity="warning",
    basis="部门整体自评表表头：年初预算收入金额=年初预算支出金额",
    needs=("headers",),
    bad=Example(
        "unit_2023",
        "年初预算收入30万元，年初预算支出33万元",
        {"C3": "年初预算收入金额", "D3": "30", "E3": "年初预算支出金额", "F3": "33"},
    ),
    good=Example(
        "unit_2023",
        "年初预算收入、支出都是30万元",
        {"C3": "年初预算收入金额", "D3": "30", "E3": "年初预算支出金额", "F3": "30"},
    ),
)
def header_income_differs_from_expenditure(form: Form, profile: Profile) -> Iterator[Outcome]:
    """年初预算收入金额 against 年初预算支出金额 in the head of a unit form."""
    income, expenditure = _stated(form, "income"), _stated(form, "expenditure")
    if income is None or expenditure is None or form.kind != "unit_self_evaluation" or income == expenditure:
        return
    value = form.headers["expenditure"]
    yield Found(
        value.cell,
        "doubtful",
        f"年初预算收入{plain(income)}，年初预算支出{plain(expenditure)}，"
        f"相差{plain(abs(income - expenditure))}，请核对。",
        value.printed,
        plain(income),
        f"{plain(income)} - {plain(expenditure)} = {plain(income - expenditure)}",
        related=(form.headers["income"].cell,),
    )


def _stated(form: Form, name: str) -> Decimal | None:
    """The amount that a labelled header states, or None."""
    text = form.header_text(name)
    digits = "".join((text or "").split()).replace(",", "").removesuffix("万元").removesuffix("元")
    try:
        return Decimal(digits) if digits else None
    except InvalidOperation:
        return None


def _halves(form: Form, column: str) -> list[Value]:
    found = [_line(form, "basic"), _line(form, "project")]
    values = [line.amounts.get(column) for line in found if line is not None]
    numbers = [value for value in values if value is not None and value.number is not None]
    return numbers if len(numbers) == len(found) else []


def _line(form: Form, kind: LineRole) -> Money | None:
    return next((line for line in form.lines if line.role == kind), None)


def _gap(
    form: Form, whole: Value, expectation: Expectation, column: str, left: str, right: str
) -> Iterator[Outcome]:
    if expectation.agreement(whole) != "wrong":
        return
    gap = number(whole) - expectation.exact
    carried = _line(form, "carry_over")
    amount = carried.amounts.get(column) if carried is not None else None
    explained = amount is not None and amount.number is not None and abs(gap) == amount.number
    reason = (
        f"差额{plain(abs(gap))}正好等于上年结转，请说明结转资金列在哪一边"
        if explained
        else "请查明差额来自哪一行"
    )
    yield Found(
        whole.cell,
        "doubtful",
        f"{COLUMN_NAMES[column]}：{left}{plain(number(whole))}，{right}{plain(expectation.exact)}，"
        f"相差{plain(abs(gap))}，{reason}。",
        whole.printed,
        None,
        f"{plain(number(whole))} - （{added([expectation.exact])}） = {plain(gap)}；{expectation.formula}",
        related=(amount.cell,) if explained and amount is not None else (),
    )
