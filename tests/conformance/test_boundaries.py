"""Boundary cases of the rule text: each with the cells that must be blamed, and by which rule; all others must pass."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.scoring.profile import known_profile
from tests.conformance.judge import findings
from tests.conformance.paper import Paper, Row, usual, with_row

TIER = "全部或基本达成预期指标100%-80%（含）"
SECOND = "部分达成预期指标80%-60%（含）"
THIRD = "未达成预期指标60%-0%"
REASON = "已说明原因"

Expected = dict[str, str]
"""Rule by name of the figure that it must blame with an error."""


def errors(paper: Paper, profile: str | None = None) -> Expected:
    names = {cell: name for name, cell in paper.cells().items()}
    told = [found for found in findings(paper, profile) if found.severity == "error"]
    return {names.get(found.place.cell, found.place.cell): found.rule for found in told}


def told(paper: Paper, profile: str | None = None) -> set[str]:
    """The rules that speak at all, hints aside."""
    return {found.rule for found in findings(paper, profile) if found.severity != "hint"}


def scored(row: Row, profile: str | None = None) -> Expected:
    """Errors on a form whose one row of fifty points is the given one."""
    rest = usual().rows[3:]
    total = Decimal(50) + Decimal(row.score)
    blamed = errors(Paper(rows=(row, *rest), total=str(total)), profile)
    return {name: rule for name, rule in blamed.items() if name != "total_weight"}


def row(operator: str, target: str, actual: str, score: str) -> Row:
    return Row(operator, target, actual, "50", score, REASON)


def test_the_usual_form_passes() -> None:
    assert findings(usual()) == ()


@pytest.mark.parametrize(
    ("executed", "rate", "score", "expected"),
    [
        ("1.15", "1.15%", "0.12", {}),  # a float gives 0.11
        ("1.15", "1.15%", "0.11", {}),  # 1.145 is printed 1.15 too: rounded, see below
        ("1.15", "1.15%", "0.09", {"execution_score": "EX102"}),
        ("1.15", "1.15%", "0.115", {}),
        ("2.35", "2.35%", "0.24", {}),
        ("2.35", "2.35%", "0.25", {"execution_score": "EX102"}),
        ("3.35", "3.35%", "0.34", {}),
        ("3.35", "3.35%", "0.32", {"execution_score": "EX102"}),
        ("0", "0%", "0", {}),
        ("0", "0%", "10", {"execution_score": "EX102"}),
        ("100", "100%", "10", {}),
        ("105", "105%", "10", {}),
        ("105", "105%", "10.5", {"execution_score": "EX102"}),
        ("105", "100%", "10", {"rate": "EX101"}),
        ("50.71", "51%", "5.07", {}),
        ("50.71", "51%", "5.1", {}),
        ("50.71", "52%", "5.07", {"rate": "EX101"}),
        ("50.71", "50.7%", "5.07", {}),
        ("50.71", "50.72%", "5.07", {}),
        ("50.71", "50.73%", "5.07", {"rate": "EX101"}),
    ],
)
def test_execution_at_its_bounds(executed: str, rate: str, score: str, expected: Expected) -> None:
    paper = usual(budget="100", executed=executed, rate=rate, execution_score=score)
    total = format(Decimal(90) + Decimal(score), "f")
    assert errors(Paper(**{**vars(paper), "total": total})) == expected


@pytest.mark.parametrize(("executed", "score"), [("1.15", "0.12"), ("2.35", "0.24"), ("3.35", "0.34")])
def test_a_half_is_rounded_up_and_told_as_rounding(executed: str, score: str) -> None:
    paper = usual(budget="100", executed=executed, rate=f"{executed}%", execution_score=score)
    (found,) = (found for found in findings(paper) if found.rule == "EX102")
    assert (found.verdict, found.severity) == ("rounded", "hint")
    assert found.formula is not None and found.formula.endswith(f"→ {score}")
    assert found.expected == format(Decimal(executed) / 10, "f")


@pytest.mark.parametrize(("budget", "executed"), [("0", "0"), ("", "5")])
def test_without_a_budget_the_rate_is_not_passed_as_right(budget: str, executed: str) -> None:
    paper = usual(budget=budget, executed=executed, rate="100%", execution_score="10")
    assert "PL104" in told(paper) or "BL706" in told(paper)


def test_a_negative_budget_is_judged_by_the_same_quotient() -> None:
    paper = usual(budget="-10", executed="-10", rate="90%")
    assert errors(paper) == {"rate": "EX101"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (row("≥", "100卷", "100卷", "50"), {}),
        (row("≥", "100卷", "99卷", "49.5"), {}),
        (row("≥", "100卷", "99卷", "50"), {}),  # 49.5 is 50 in whole points
        (row("≥", "100卷", "99卷", "49.6"), {"score0": "SC201"}),
        (row("≥", "100卷", "98卷", "50"), {"score0": "SC201"}),
        (row("≥", "100卷", "100卷", "49"), {"score0": "SC201"}),
        (row(">", "100卷", "100卷", "50"), {}),
        (row(">", "100卷", "98卷", "50"), {"score0": "SC201"}),
        (row("=", "0次", "0次", "50"), {}),
        (row("=", "0次", "1次", "50"), {"score0": "SC201"}),
        (row("=", "0次", "1次", "0"), {}),
        (row("≤", "0次", "0次", "50"), {}),
        (row("≤", "0次", "1次", "50"), {"score0": "SC201"}),
        (row("≤", "10天", "12天", "41.67"), {}),
        (row("≤", "10天", "12天", "50"), {"score0": "SC201"}),
        (row("≤", "10天", "10天", "50"), {}),
        (row("<", "10天", "10天", "50"), {}),
        (row("≥", "3卷", "2卷", "33.33"), {}),
        (row("≥", "3卷", "2卷", "33.3"), {}),
        (row("≥", "3卷", "2卷", "33"), {}),
        (row("≥", "3卷", "2卷", "33.4"), {"score0": "SC201"}),
        (row("≥", "100卷", "17.998卷", "8.999"), {}),
        (row("≥", "100卷", "17.998卷", "9.00"), {}),
        (row("≥", "100卷", "17.998卷", "8.99"), {"score0": "SC201"}),
        (row("≥", "100卷", "130卷", "50"), {}),
        (row("≥", "100卷", "130卷", "40"), {"score0": "SC201"}),
        (row("≥", "100卷", "131卷", "40"), {}),  # far above: points may be taken off
        (row("≥", "100卷", "100卷", "51"), {"score0": "SC203"}),
        (row("≥", "100卷", "10卷", "-1"), {"score0": "SC203"}),
        (row("", "达到标准", TIER, "50"), {}),
        (row("", "达到标准", TIER, "40"), {}),
        (row("", "达到标准", TIER, "39.99"), {"score0": "SC202"}),
        (row("", "达到标准", SECOND, "40"), {}),
        (row("", "达到标准", SECOND, "40.01"), {"score0": "SC202"}),
        (row("", "达到标准", SECOND, "30"), {}),
        (row("", "达到标准", SECOND, "29.99"), {"score0": "SC202"}),
        (row("", "达到标准", THIRD, "30"), {}),
        (row("", "达到标准", THIRD, "30.01"), {"score0": "SC202"}),
        (row("", "达到标准", THIRD, "0"), {}),
    ],
)
def test_an_indicator_at_its_bounds(given: Row, expected: Expected) -> None:
    assert scored(given) == expected


@pytest.mark.parametrize(
    ("actual", "score", "label"),
    [("2000卷", "20", "优"), ("1000卷", "10", "优"), ("990卷", "9.9", "良"), ("0卷", "0", "良")],
)
def test_a_total_on_a_grade_bound_passes_and_has_the_better_grade(
    actual: str, score: str, label: str
) -> None:
    total = format(Decimal(80) + Decimal(score), "f")
    assert errors(with_row(0, total, actual=actual, score=score, reason=REASON)) == {}
    assert known_profile("national").grade_of(Decimal(total)) == label


@pytest.mark.parametrize(
    ("total", "expected"),
    [("100", {}), ("100.00", {}), ("99.99", {"total": "TO402"}), ("101", {"total": "TO402"})],
)
def test_the_total_is_the_sum_of_its_parts(total: str, expected: Expected) -> None:
    assert errors(usual(total=total)) == expected


def test_weights_of_110_are_blamed_on_the_total_weight() -> None:
    paper = with_row(0, "110", weight="30", score="30")
    assert errors(Paper(**{**vars(paper), "total_weight": "110"})) == {"total_weight": "WT301"}


@pytest.mark.parametrize(
    ("profile", "given", "expected"),
    [
        ("anhui-2021", row("", "达到标准", "部分达成预期指标", "25"), {}),
        ("anhui-2021", row("", "达到标准", "部分达成预期指标", "24"), {"score0": "SC202"}),
        ("national", row("", "达到标准", "部分达成预期指标", "25"), {"score0": "SC202"}),
        ("hubei", row("", "达到标准", "部分达成预期指标", "25"), {}),
        ("liaoning-2023", row("≥", "100卷", "125卷", "40"), {"score0": "SC201"}),
        ("liaoning-2023", row("≥", "100卷", "126卷", "40"), {}),
        ("liaoning-2023", row("≥", "600卷", "596卷", "49.5"), {}),  # 99.33 % counts as 99 %
        ("national", row("≥", "600卷", "596卷", "49.5"), {"score0": "SC201"}),
        ("national", row("≥", "600卷", "596卷", "49.67"), {}),
    ],
)
def test_a_value_of_a_profile_moves_the_bound(profile: str, given: Row, expected: Expected) -> None:
    assert scored(given, profile) == expected


def test_liaoning_doubts_full_marks_for_three_times_the_target() -> None:
    rows = (row("≥", "100卷", "434卷", "30"), *usual().rows[3:])
    reduced = Paper(rows=rows, total="80")
    assert "SC201" not in told(reduced, "liaoning-2023")
    full = Paper(rows=(row("≥", "100卷", "434卷", "50"), *usual().rows[3:]))
    assert "SC201" in told(full, "liaoning-2023") and "SC201" not in told(full, "national")


def test_nothing_spent_has_a_ceiling_in_liaoning_alone() -> None:
    paper = usual(executed="0", rate="0%", execution_score="0", total="90")
    assert "TO403" in told(paper, "liaoning-2023") and "TO403" not in told(paper, "national")


@pytest.mark.parametrize(
    ("profile", "executed", "is_asked"),
    [
        ("sichuan", "90", False),
        ("sichuan", "89.99", True),
        ("national", "99", True),
        ("national", "100", False),
    ],
)
def test_a_low_rate_must_be_explained_below_the_bound_of_the_profile(
    profile: str, executed: str, is_asked: bool
) -> None:
    score = format((Decimal(executed) / 10).quantize(Decimal("0.01")), "f")
    total = format(Decimal(90) + Decimal(score), "f")
    paper = usual(budget="100", executed=executed, rate=f"{executed}%", execution_score=score, total=total)
    assert ("RS802" in told(paper, profile)) is is_asked


@pytest.mark.parametrize(
    ("initial", "is_asked"), [("10", False), ("13", False), ("7.7", False), ("20", True)]
)
def test_a_large_adjustment_must_be_explained(initial: str, is_asked: bool) -> None:
    assert ("RS806" in told(usual(initial=initial))) is is_asked


@pytest.mark.parametrize(
    ("weight", "score", "is_wrong"), [("20", "20", False), ("20", "10", True), ("10", "10", True)]
)
def test_hubei_gives_the_execution_rate_twenty_points(weight: str, score: str, is_wrong: bool) -> None:
    first = Row("≥", "100卷", "100卷", "40", "40")
    second = Row(
        "≥", "90%", "95%", "40", "40", level1="效益指标", level2="社会效益指标", name="查档群众满意度"
    )
    total = format(Decimal(80) + Decimal(score), "f")
    paper = Paper(rows=(first, second), execution_weight=weight, execution_score=score, total=total)
    assert bool(errors(paper, "hubei")) is is_wrong


@pytest.mark.parametrize("weight", ["39", "40"])
def test_one_indicator_may_carry_less_than_forty_points(weight: str) -> None:
    rows = usual().rows
    first = Row("≥", "2000卷", "2000卷", weight, weight)
    rest = Row(
        "≥", "98%", "99%", str(50 - int(weight)), str(50 - int(weight)), level2="质量指标", name="扫描合格率"
    )
    assert ("WT303" in told(Paper(rows=(first, rest, *rows[3:])))) is (weight == "40")
