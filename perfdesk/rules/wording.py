"""WD: what a cell says where something else is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import Form
from perfdesk.core.value import OPERATOR_SIGNS
from perfdesk.rules.rule import Example, Found, Outcome, rule
from perfdesk.rules.score import title_of
from perfdesk.scoring.profile import Profile


@rule(
    "WD901",
    "完成值照抄指标值，不是实际数",
    why="完成值应当是量出来的数；写“≥95%”看不出到底完成多少。",
    severity="warning",
    needs=("target", "actual"),
    bad=Example("project", "指标值≥98%，完成值也写≥98%", {"F12": "≥98%"}),
    good=Example("project", "指标值≥98%，完成值99%"),
)
def actual_repeats_target(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The actual carries an operator: it repeats the target instead of a measured value."""
    for indicator in form.indicators:
        actual = indicator.actual
        if actual is None or actual.number is None or actual.operator is None:
            continue
        sign = OPERATOR_SIGNS[actual.operator]
        yield Found(
            actual.cell,
            "doubtful",
            f"“{title_of(indicator)}”的完成值写成“{actual.printed.strip()}”，带有{sign}号，请填实际完成的数。",
            actual.printed,
        )


@rule(
    "WD902",
    "金额单元格里写了单位文字",
    why="金额栏要填数字；写成“80万元”的文字，表格和汇总都不能计算。",
    severity="warning",
    basis="自评表资金栏：表头已注明单位，单元格只填数字",
    needs=("lines",),
    bad=Example("special_fund", "表头已注明万元，预算数写成“60万元”", {"C5": "60万元"}),
    good=Example("special_fund", "预算数填60"),
)
def unit_inside_amount(form: Form, profile: Profile) -> Iterator[Outcome]:
    """An amount is stored as text with its unit under a heading that already gives it."""
    seen: set[str] = set()
    for line in (*form.lines, *form.tasks) if form.is_unit_stated else ():
        for value in line.amounts.values():
            if value.number is None or not value.is_text or value.unit is None or value.cell in seen:
                continue
            seen.add(value.cell)
            yield Found(
                value.cell,
                "doubtful",
                f"金额写成文字“{value.printed.strip()}”，表头已注明单位，请只填数字。",
                value.printed,
                value.said,
            )
