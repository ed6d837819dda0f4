"""The weights of a key evaluation: its execution rate is one of the indicators, its total line is none."""

from __future__ import annotations

from perfdesk.rules.example import KEY_EVALUATION, sheet
from tests.rules.test_catalogue import findings_of

EXECUTION = {"A8": "管理指标", "B8": "预算管理", "C8": "预算执行率", "D8": "100%", "E8": "100%"}
TOTAL_ROW = "合计 | < | < | < | < | {} | {}\n"


def about_weights(text: str, edits: dict[str, str]) -> list[tuple[str, str]]:
    return [(f.place.cell, f.message) for f in findings_of(sheet(text, edits)) if f.rule == "WT304"]


def test_the_row_of_the_execution_rate_counts_towards_the_hundred() -> None:
    assert about_weights(KEY_EVALUATION, EXECUTION) == []


def test_weights_that_fall_short_are_told_on_their_heading_and_not_on_the_total() -> None:
    form = KEY_EVALUATION + TOTAL_ROW.format(90, 88)
    assert about_weights(form, {"F8": "20", "G8": "20"}) == [
        ("F6", "权重合计90，应为100，请核对指标是否列全。")
    ]


def test_rows_left_blank_above_the_total_are_told_too() -> None:
    form = KEY_EVALUATION + " | | | | | |\n" + TOTAL_ROW.format(90, 88)
    assert [cell for cell, _ in about_weights(form, {"F8": "20", "G8": "20"})] == ["F6", "A11"]
