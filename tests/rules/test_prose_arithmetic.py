"""Texts of a form are recomputed; what is not certain is left alone."""

from __future__ import annotations

import dataclasses

import pytest

from perfdesk.core.finding import Finding
from perfdesk.core.form import Form
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import grid_of
from perfdesk.rules.rule import Example
from perfdesk.scoring.profile import choose_profile


def found(form: str, edits: dict[str, str]) -> list[tuple[str, str, str]]:
    findings: tuple[Finding, ...] = check_forms("示例.xlsx", recognize_with_profile(form, edits))[0]
    return [(f.rule, f.place.cell, f.verdict) for f in findings if f.rule.startswith("PA")]


def recognize_with_profile(form: str, edits: dict[str, str]) -> list[Form]:

    forms = recognize(grid_of(Example(form, "", edits)))
    return [dataclasses.replace(each, profile=choose_profile(each)[0]) for each in forms]


def test_a_wrong_equation_in_a_budget_line_is_an_error_on_the_text() -> None:
    edits = {"B5": "培训费20人*300元*10天=7万元", "C5": "7"}
    assert found("budget_lines", edits) == [("PA101", "B5", "wrong")]


def test_a_rounded_equation_is_a_hint() -> None:
    edits = {"B5": "培训费20人*333元*10天=6.7万元", "C5": "6.7"}
    assert found("budget_lines", edits) == [("PA101", "B5", "rounded")]


@pytest.mark.parametrize(
    "text",
    [
        "一、培训费20人*300元*10天=6万元；二、资料费1万元。",
        "培训费6万元。因扩大范围，预计需要7万元。",
        "依据《关于下达经费的通知》（〔2024〕12号）",
        "每人每天标准300元，共20人",
    ],
)
def test_an_amount_that_the_text_supports_or_does_not_speak_of_is_left_alone(text: str) -> None:
    assert found("budget_lines", {"B5": text, "C5": "7"}) == []


def test_an_amount_that_the_items_do_not_add_up_to_is_an_error_on_the_amount() -> None:
    edits = {"B5": "一、培训费20人*300元*10天=6万元；二、资料费1万元。", "C5": "8"}
    assert found("budget_lines", edits) == [("PA103", "C5", "wrong")]


def test_a_goal_in_prose_is_recomputed_too() -> None:
    edits = {"B9": "完成扫描，需安排资金10万元（2000卷*60元）"}
    assert found("project", edits) == [("PA101", "B9", "wrong")]


def test_two_counts_of_different_things_are_no_contradiction() -> None:
    edits = {"B5": "服务群众3000人，20人*300元*10天=6万元"}
    assert found("budget_lines", edits) == []
