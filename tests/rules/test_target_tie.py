"""Approved targets against the self-evaluation, and this year against last year: what counts and what does not."""

from __future__ import annotations

import pytest

from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.rule import Example
from perfdesk.rules.tie_check import check_ties
from perfdesk.rules.tie_example import grids_of


def told(*examples: tuple[str, dict[str, str]], last: dict[str, str] | None = None) -> set[tuple[str, str]]:
    forms = [
        (f"{number}.xlsx", recognize(grid))
        for number, grid in enumerate(grids_of(tuple(Example(form, "", edits) for form, edits in examples)))
    ]
    before = [] if last is None else [("去年.xlsx", recognize(grids_of((Example("project", "", last),))[0]))]
    return {(finding.rule, finding.place.cell) for finding in check_ties(forms, before)[0]}


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({"E11": "≥2200卷"}, set()),  # harder than approved
        ({"E11": "≥1900卷"}, {("TG602", "E11")}),
        ({"E14": "≤12分钟"}, {("TG602", "E14")}),  # lower is better: a higher bound is easier
        ({"E14": "≤8分钟"}, set()),
        ({"E12": "≥98%"}, set()),  # the same as 98 beside the unit %
        ({"E12": "≥95%"}, {("TG602", "E12")}),
        ({"E13": "＝90%"}, {("TG602", "E13")}),
        ({"D11": "指标1：案卷扫描数量"}, set()),
        ({"D11": "案卷扫描的数量"}, set()),  # reworded, not dropped
        ({"D11": "新增书架", "E11": "20个", "F11": "20个"}, {("TG601", "D10")}),
        ({"C5": "9"}, {("TG604", "C5")}),
        ({"A2": "（2022年度）", "C5": "9", "E11": "≥1900卷"}, set()),  # another year
        ({"F3": "云岭县图书馆", "E11": "≥1900卷"}, set()),  # another unit
    ],
)
def test_the_self_evaluation_is_held_to_the_approved_targets(
    edits: dict[str, str], expected: set[tuple[str, str]]
) -> None:
    assert told(("targets", {}), ("project", edits)) == expected


NOT_FULL = {"A2": "（2022年度）", "H12": "12", "I12": "返工一次", "H16": "97"}
NEW_TEXT = {"E9": "扫描并著录2150卷，质检一次合格"}


@pytest.mark.parametrize(
    ("this", "last", "expected"),
    [
        ({"E11": "≥1900卷"}, {}, {("LY501", "E11")}),
        ({"E11": "≥1900卷"}, {"F11": "1850卷"}, set()),  # last year did not get there either
        ({"E11": "≥1900卷"}, {"E11": "≥1800卷"}, set()),  # higher than last year's target
        ({"E14": "≤15分钟"}, {}, {("LY501", "E14")}),
        ({"E11": "≥1900件"}, {}, set()),  # another unit cannot be compared
        ({"E9": ""}, {}, set()),
    ],
)
def test_a_target_below_what_was_achieved_last_year_is_doubtful(
    this: dict[str, str], last: dict[str, str], expected: set[tuple[str, str]]
) -> None:
    assert told(("project", {**NEW_TEXT, **this}), last={**NOT_FULL, **last}) == expected


def test_a_text_that_differs_by_the_year_alone_is_copied() -> None:
    this, last = {"E9": "2023年完成扫描和著录，全部通过验收"}, {"E9": "2022年完成扫描和著录，全部通过验收"}
    assert told(("project", this), last={**NOT_FULL, **last}) == {("LY502", "E9")}


def test_another_project_of_last_year_is_not_compared() -> None:
    assert told(("project", {}), last={**NOT_FULL, "B3": "档案库房维护"}) == set()
