"""SC206, EX105: rules that a form prints for itself: 得分系数 × 权重, and the unit's 预算调整率."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from perfdesk.core.form import FieldName, Form, Indicator
from perfdesk.core.interval import Interval
from perfdesk.core.value import Value, percent, plain
from perfdesk.rules.execution import as_rate
from perfdesk.rules.figure import judged, number
from perfdesk.rules.phrase import half
from perfdesk.rules.rule import FORM_ITSELF, Example, Found, Outcome, rule
from perfdesk.rules.score import graded, title_of
from perfdesk.scoring.expectation import Expectation, exactly
from perfdesk.scoring.profile import Profile


@rule(
    "SC206",
    "得分不等于得分系数×权重",
    why="表上印有得分系数，得分就应当由它乘以权重得到，三个数要对得上。",
    basis=f"{FORM_ITSELF}：得分=得分系数×权重",
    needs=("coefficient", "weight", "score"),
    bad=Example("coefficient", "系数90%、权重30分，得分填30", {"I8": "30", "I11": "100"}),
    good=Example("coefficient", "系数90%、权重30分，得分27"),
)
def score_is_not_coefficient_times_weight(form: Form, profile: Profile) -> Iterator[Outcome]:
    """得分 = 权重 × 得分系数 where the layout prints the coefficient."""
    for indicator, weight, score in graded(form, profile):
        coefficient = indicator.coefficient
        if coefficient is None or coefficient.number is None:
            continue
        share = as_rate(coefficient)
        exact = number(weight) * number(share)
        formula = f"{plain(number(weight))} × {percent(number(share), 4)} = {plain(round(exact, 6))}"
        expectation = exactly(exact, formula, profile.decimals("score.decimals"))
        related = (coefficient, weight)
        yield from judged(form, f"“{title_of(indicator)}”得分", score, expectation, "ask", related)


@rule(
    "EX105",
    "整体自评的预算调整率与本表预算数不符",
    why="预算调整率应当由本表的年初预算和全年预算算出；照抄目标值看不出预算到底调了多少。",
    severity="warning",
    basis="部门整体绩效自评表：预算调整率=（全年预算数-年初预算数）÷年初预算数",
    needs=("indicators", "lines", "tasks"),
    bad=Example(
        "unit",
        "年初、全年预算都是100万元，预算调整率填5%",
        {"D18": "预算调整率", "E18": "≤", "F18": "5%", "G18": "5%", "H18": ""},
    ),
    good=Example("unit", "没有列预算调整率，或与预算数相符"),
)
def adjustment_rate_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """预算调整率 of the unit form against its own initial and full-year budgets."""
    if form.kind != "unit_self_evaluation":
        return
    for indicator in form.indicators:
        actual = indicator.actual
        if "预算调整率" not in half(indicator.level3.text or "") or actual is None or actual.number is None:
            continue
        budgets = _budget(form, "initial_budget"), _budget(form, "full_year_budget")
        if budgets[0] is None or budgets[1] is None or budgets[0] == 0:
            continue
        change = abs(budgets[1] - budgets[0]) / budgets[0]
        formula = f"{plain(budgets[1])} ÷ {plain(budgets[0])} - 1 = {percent(budgets[1] / budgets[0] - 1, 4)}"
        expectation = Expectation(change, Interval.exactly(change), formula, (), 4, is_percent=True)
        if expectation.agreement(_share(indicator, actual), 2) == "wrong":
            yield Found(
                actual.cell,
                "doubtful",
                f"预算调整率填为{actual.printed.strip()}，按本表的预算数应为{percent(change)}，请核对。",
                actual.printed,
                percent(change),
                formula,
            )


def _share(indicator: Indicator, value: Value) -> Value:
    """The actual as a fraction; under the unit % a bare 5 is 5 %."""
    if value.is_percent or indicator.unit != "%":
        return as_rate(value)
    return Value(value.cell, number=number(value) / 100, decimals=(value.decimals or 0) + 2, is_percent=True)


def _budget(form: Form, name: FieldName) -> Decimal | None:
    """A budget of the unit as a whole: its expenditure line, else its key tasks, else the header."""
    line = next((line for line in form.lines if line.role == "expenditure"), None)
    value = line.amounts.get(name) if line is not None else None
    if value is not None and value.number is not None:
        return value.number
    parts = [task.amounts.get(name) for task in form.tasks]
    numbers = [part.number for part in parts if part is not None and part.number is not None]
    if numbers and len(numbers) == len(parts):
        return sum(numbers, Decimal(0))
    header = form.headers.get("expenditure") if name == "initial_budget" else None
    try:
        return Decimal(half(header.text)) if header is not None and header.text else None
    except InvalidOperation:
        return None
