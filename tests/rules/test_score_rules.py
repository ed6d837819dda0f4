"""Scores of every operator, worked through the whole way: text typed, recognized, judged."""

from __future__ import annotations

import pytest

from perfdesk.rules.example import grid_of
from perfdesk.rules.rule import Example
from tests.rules.test_catalogue import findings_of


def verdict(form: str, edits: dict[str, str], cell: str) -> str | None:
    found = [f for f in findings_of(grid_of(Example(form, "", edits))) if f.place.cell == cell]
    return next((f.verdict for f in found if f.rule in ("SC201", "SC202", "SC203")), None)


@pytest.mark.parametrize(
    ("operator", "target", "actual", "score", "expected"),
    [
        (">=", "200", "200", "30", None),
        (">=", "200", "160", "24", None),
        (">=", "200", "160", "30", "wrong"),
        (">=", "200", "210", "29", "wrong"),
        ("=", "200", "150", "22.5", None),
        ("=", "0", "0", "30", None),
        ("=", "0", "1", "30", "wrong"),
        ("=", "0", "1", "0", None),
        ("<=", "10", "8", "30", None),
        ("<=", "10", "12", "25", None),
        ("<=", "10", "13", "23.08", "rounded"),
        ("<=", "10", "12", "30", "wrong"),
        ("<=", "0", "0", "30", None),
        ("<=", "0", "2", "30", "wrong"),
        ("<", "10", "9", "30", None),
        (">", "200", "150", "30", "wrong"),
        (">", "200", "199", "30", "rounded"),
        (">=", "200", "160", "31", "wrong"),
        (">=", "200", "160", "-1", "wrong"),
        ("不低于", "200", "160", "30", "wrong"),
        ("≧", "200", "160", "30", "wrong"),
    ],
)
def test_a_quantitative_score_follows_its_operator(
    operator: str, target: str, actual: str, score: str, expected: str | None
) -> None:
    edits = {"E8": operator, "F8": target, "H8": actual, "K8": score, "I8": "", "M8": "原因已写明"}
    assert verdict("liaoning_2023", edits, "K8") == expected


def test_83_percent_of_8315_of_10000_gives_10_375_under_the_profile_that_rounds_completion() -> None:
    edits = {"F8": "10000", "H8": "8315", "I8": "83%", "J8": "12.5", "K8": "10.375", "M8": "已写明"}
    found = findings_of(grid_of(Example("liaoning_2023", "", edits)))
    assert {(f.place.cell, f.verdict) for f in found if f.rule in ("SC201", "SC204")} == {
        ("I8", "rounded"),
        ("K8", "rounded"),
    }


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({"E11": "2000卷", "F11": "1800卷"}, "wrong"),
        ({"E11": "2000卷", "F11": "1800卷", "H11": "18", "I11": "设备停用一周"}, None),
        ({"E11": "99%", "F11": "0.99"}, None),
        ({"E11": "20万元", "F11": "200000元"}, None),
        ({"E11": "20人", "F11": "20次"}, None),
    ],
)
def test_a_target_without_operator_is_read_the_natural_way(
    edits: dict[str, str], expected: str | None
) -> None:
    assert verdict("project", edits, "H11") == expected


def test_a_lower_cost_without_operator_is_only_doubtful_at_full_marks() -> None:
    edits = {"C11": "成本指标", "D11": "扫描费用", "E11": "20万元", "F11": "18万元"}
    assert verdict("project", edits, "H11") == "doubtful"


def test_what_cannot_be_judged_is_listed_as_not_checked() -> None:
    import dataclasses

    from perfdesk.recognition.recognizer import recognize
    from perfdesk.rules.check import check_forms

    grid = grid_of(Example("project", "", {"E11": "20人", "F11": "20次"}))
    forms = [dataclasses.replace(form, profile="national") for form in recognize(grid)]
    unchecked = check_forms("示例.xlsx", forms)[1]
    assert [(item.rule, item.place.cell) for item in unchecked] == [("SC201", "H11")]
    assert "单位不同" in unchecked[0].reason
