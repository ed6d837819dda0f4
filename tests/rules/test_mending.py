"""A wrong score is told on its own cell: the total that holds without it is left in peace, another is not."""

from __future__ import annotations

from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import PROJECT, sheet
from tests.rules.test_catalogue import with_profile

HALF_DONE = {"F11": "1600卷", "I11": "设备检修停了一个月"}
"""80 % of the first indicator's 20 points: 16."""


def told(edits: dict[str, str]) -> tuple[set[tuple[str, str]], set[str]]:
    """Errors by rule and cell, and the cells of totals that were left unchecked."""
    forms = [with_profile(form) for form in recognize(sheet(PROJECT, edits))]
    findings, left = check_forms("x.xlsx", forms)
    errors = {(f.rule, f.place.cell) for f in findings if f.severity == "error"}
    return errors, {item.place.cell for item in left if item.rule == "TO402"}


def test_the_form_with_the_right_score_is_clean() -> None:
    assert told({**HALF_DONE, "H11": "16", "H16": "96"}) == (set(), set())


def test_a_total_that_is_right_with_the_right_score_is_not_disputed() -> None:
    assert told({**HALF_DONE, "H11": "19", "H16": "96"}) == ({("SC201", "H11")}, {"H16"})


def test_a_total_that_adds_up_the_wrong_score_is_not_disputed_either() -> None:
    assert told({**HALF_DONE, "H11": "19", "H16": "99"}) == ({("SC201", "H11")}, set())


def test_a_total_that_is_right_neither_way_is_told() -> None:
    errors, left = told({**HALF_DONE, "H11": "19", "H16": "90"})
    assert errors == {("SC201", "H11"), ("TO402", "H16")}
    assert left == set()


def test_one_of_two_wrong_scores_may_have_gone_into_the_total() -> None:
    two = {**HALF_DONE, "H11": "19", "F14": "20分钟", "H14": "20", "I14": "高峰排队"}
    assert told({**two, "H16": "81"})[0] == {("SC201", "H11"), ("SC201", "H14")}
