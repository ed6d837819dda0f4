"""Forms made by hand for the tests of the narrative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perfdesk.core.finding import Finding, Place
from perfdesk.core.form import Advice, FieldName, Form, FormKind, Goal, Indicator
from perfdesk.core.grid import Block
from perfdesk.core.value import Value

CELLS: Mapping[str, str] = {
    "initial_budget": "D6",
    "full_year_budget": "E6",
    "executed": "F6",
    "execution_weight": "G6",
    "execution_rate": "H6",
    "execution_score": "I6",
    "deduction": "H21",
    "total_weight": "G22",
    "total_score": "H22",
}
FIELDS: Mapping[str, str] = {
    "initial_budget": "24",
    "full_year_budget": "24",
    "executed": "24",
    "execution_weight": "10",
    "execution_rate": "100%",
    "execution_score": "10",
    "total_weight": "100",
    "total_score": "100",
}


def value(cell: str, printed: str = "") -> Value:
    """A value as recognition would make it of what is printed in the cell."""
    digits = printed.replace(",", "").rstrip("%")
    if not digits.replace(".", "", 1).replace("-", "", 1).isdigit():
        return Value(cell, printed, printed, text=printed or None)
    number = Decimal(digits)
    places = len(digits.partition(".")[2])
    if printed.endswith("%"):
        return Value(cell, printed, printed, number / 100, places + 2, unit="%", is_percent=True)
    return Value(cell, printed, printed, number, places)


def row(number: int, name: str, points: str = "10", earned: str = "10", **texts: str) -> Indicator:
    """An indicator row; `reason` and `measure` fill their columns."""
    return Indicator(
        row=number,
        level1=value(f"B{number}", "产出指标"),
        level2=value(f"C{number}", "数量指标"),
        level3=value(f"D{number}", name),
        weight=value(f"G{number}", points),
        score=value(f"H{number}", earned),
        reason=value(f"I{number}", texts.get("reason", "")),
        measure=value(f"J{number}", texts["measure"]) if "measure" in texts else None,
    )


def project_form(
    name: str = "档案整理",
    achieved: Sequence[str] = ("档案整理按期完成",),
    rows: Sequence[Indicator] = (),
    kind: FormKind = "project_self_evaluation",
    **changed: str | None,
) -> Form:
    """A project form with full marks; a field given as None is absent, as "" blank."""
    texts: dict[str, str | None] = {**FIELDS, **changed}
    fields: dict[FieldName, Value] = {
        key: value(CELLS[key], text)  # type: ignore[misc]
        for key, text in texts.items()
        if text is not None
    }
    goals = tuple(
        Goal(value(f"B{number}", "目标"), value(f"F{number}", text))
        for number, text in enumerate(achieved, 11)
    )
    headers = {"project": value("C3", name), "unit": value("G4", "某市档案馆"), "department": value("C4")}
    return Form(
        kind, "Sheet1", Block(1, 1, 22, 9), value("A1", "项目支出绩效自评表"), year=2030,
        headers=headers, fields=fields, indicators=tuple(rows), goals=goals,
    )  # fmt: skip


def special_fund_form(name: str = "专项补助") -> Form:
    """A special-fund form: amounts and a rate, no scores at all."""
    unscored = dict.fromkeys(("execution_weight", "execution_score", "total_weight", "total_score"))
    return project_form(name, kind="special_fund_self_evaluation", **unscored)


def unit_form(score: str = "97.5") -> Form:
    """A unit self-evaluation."""
    form = project_form(kind="unit_self_evaluation", total_score=score)
    return replace(form, headers={"unit": value("B2", "某市档案馆")})


def with_advice(form: Form, text: str) -> Form:
    """The form with one line of 结果应用建议."""
    return replace(form, advice=(Advice(value("B25", "规范管理"), value("H25", "√"), value("I25", text)),))


def error(path: str, cell: str = "F6", printed: str = "51%", expected: str | None = "50.71%") -> Finding:
    """An error finding on a cell of the form."""
    return Finding(
        "EX101", "error", "wrong", Place(path, "Sheet1", cell), "执行率不等于执行数除以预算数，请改正。",
        printed=printed, expected=expected, formula="6.41 ÷ 12.64 = 50.71%",
    )  # fmt: skip
