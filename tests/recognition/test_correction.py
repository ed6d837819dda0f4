"""Corrections: pointed out once, followed on every form of that layout and on no other."""

from __future__ import annotations

import dataclasses

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.form import FIELD_NAMES, Form
from perfdesk.core.grid import Grid, parse_address
from perfdesk.recognition.correction import (
    Correction,
    Corrections,
    is_alike,
    layout_labels,
    target_named,
    targets,
)
from perfdesk.recognition.pointing import Pointing, correction_at
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import PROJECT, sheet

ODD = (
    PROJECT.replace("全年执行数（B）", "花出去的钱")
    .replace("项目名称 |", "事由 |")
    .replace("实际完成值", "办成了多少")
    .replace("总分 |", "末尾一行 |")
)
LONGER = (
    ODD.replace("（2023年度）", "（2024年度）")
    .replace("馆藏案卷数字化", "库房维护")
    .replace("| 10 | 10 | 10 | 10 | 100% | 10", "| 90 | 80 | 40 | 10 | 50% | 5")
    .replace(
        "^ | 其他资金 | 2 | 2 | 2 | - | 100% | -",
        "^ | 其他资金 | 1 | 1 | 1 | - | 100% | -\n^ | 上年结转 | 1 | 1 | 1 | - | 100% | -",
    )
)
OTHER = """
县级项目绩效自评表
项目名称：巡检 | < | < | <
全年预算数（万元） | 20 | 全年执行数（万元） | 18
预算执行率 | 90% | 执行率得分 | 9
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 权重 | 自评得分 | 复核得分
产出指标 | 数量指标 | 巡检次数 | 12次 | 12次 | 90 | 90 | 88
自评总分：99分 | < | < | < | < | < | < | <
"""


def grid_of(text: str) -> Grid:
    return sheet(text)


def pointed(text: str, cell: str, name: str, how: Pointing | None = None) -> Correction:
    target = target_named(name)
    assert target is not None
    return correction_at(grid_of(text), parse_address(cell), target, how)


def form_of(text: str, *corrections: Correction) -> Form:
    (form,) = recognize(grid_of(text), Corrections(corrections))
    return form


def cell_with(text: str, words: str) -> str:
    grid = grid_of(text)
    ((row, column),) = [place for place, cell in grid.cells.items() if cell.text == words]
    return grid.block_at(row, column).address


def test_the_odd_labels_are_not_understood_without_help() -> None:
    form = form_of(ODD)
    assert "executed" not in form.fields
    assert "project" not in form.headers
    assert all(indicator.actual is None for indicator in form.indicators)


def test_a_heading_pointed_at_names_its_column_of_money() -> None:
    correction = pointed(ODD, cell_with(ODD, "花出去的钱"), "全年执行数")
    assert correction.names_target
    form = form_of(ODD, correction)
    assert (form.fields["executed"].cell, form.fields["executed"].said) == ("E5", "10")
    assert [line.amounts["executed"].said for line in form.lines] == ["10", "8", "2"]
    assert form.corrections == (correction.identifier,)


def test_a_correction_holds_for_another_form_of_that_layout() -> None:
    corrections = (
        pointed(ODD, cell_with(ODD, "花出去的钱"), "executed"),
        pointed(ODD, cell_with(ODD, "事由"), "项目名称"),
        pointed(ODD, cell_with(ODD, "办成了多少"), "全年完成值"),
    )
    form = form_of(LONGER, *corrections)
    assert (form.year, form.fields["executed"].said, form.header_text("project")) == (2024, "40", "库房维护")
    assert [indicator.actual.said for indicator in form.indicators if indicator.actual] == [
        "2100",
        "0.99",
        "1",
        "8",
        "0.95",
    ]
    assert len(form.corrections) == 3


def test_a_correction_does_not_touch_another_layout() -> None:
    corrections = (
        pointed(ODD, cell_with(ODD, "花出去的钱"), "executed"),
        pointed(ODD, "E5", "full_year_budget", "value"),
    )
    assert form_of(OTHER, *corrections) == form_of(OTHER)


def test_nothing_of_a_correction_stays_behind() -> None:
    before = form_of(ODD)
    form_of(ODD, pointed(ODD, cell_with(ODD, "花出去的钱"), "executed"))
    assert form_of(ODD) == before == recognize(grid_of(ODD))[0]


@pytest.mark.parametrize("cell", ["E5", "E4"])
def test_figure_or_heading_may_be_pointed_at(cell: str) -> None:
    form = form_of(LONGER, pointed(ODD, cell, "executed"))
    assert (form.fields["executed"].cell, form.fields["executed"].said) == ("E5", "40")
    assert [line.amounts["executed"].said for line in form.lines] == ["40", "8", "1", "1"]


@pytest.mark.parametrize(("cell", "how"), [("A3", None), ("B3", None), ("B3", "value"), ("A3", "label")])
def test_label_or_words_of_a_header_may_be_pointed_at(cell: str, how: Pointing | None) -> None:
    assert form_of(LONGER, pointed(ODD, cell, "项目名称", how)).header_text("project") == "库房维护"


@pytest.mark.parametrize("cell", ["F10", "F12", "F14"])
def test_any_cell_of_a_column_of_indicators_may_be_pointed_at(cell: str) -> None:
    form = form_of(ODD, pointed(ODD, cell, "全年完成值"))
    assert [indicator.actual.cell for indicator in form.indicators if indicator.actual] == [
        "F11",
        "F12",
        "F13",
        "F14",
        "F15",
    ]


def test_a_total_pointed_at_is_found_in_a_longer_form() -> None:
    last = cell_with(ODD, "末尾一行")
    row = parse_address(last)[0]
    for correction in (pointed(ODD, f"H{row}", "总得分"), pointed(ODD, f"H{row}", "total_score", "value")):
        score = form_of(LONGER, correction).fields["total_score"]
        assert (score.cell, score.said) == (f"H{row + 1}", "100")


def test_of_two_columns_of_scores_the_one_pointed_at_counts() -> None:
    assert [indicator.score.said for indicator in form_of(OTHER).indicators if indicator.score] == ["90"]
    correction = pointed(OTHER, cell_with(OTHER, "复核得分"), "得分")
    assert [i.score.said for i in form_of(OTHER, correction).indicators if i.score] == ["88"]


def test_a_field_without_a_word_of_its_own_is_remembered_by_place() -> None:
    last = cell_with(PROJECT, "总分")
    row = parse_address(last)[0]
    correction = pointed(PROJECT, f"G{row}", "total_weight")
    assert not correction.names_target
    assert form_of(PROJECT, correction).fields["total_weight"].cell == f"G{row}"


def test_a_rate_pointed_at_is_read_in_per_cent_where_its_heading_says_so() -> None:
    text = PROJECT.replace("执行率（B/A）", "花钱快慢（%）").replace("100% | 10\n", "95.5 | 10\n")
    correction = pointed(text, "G5", "execution_rate", "value")
    assert form_of(text, correction).fields["execution_rate"].said == "0.955"


def test_a_place_with_nothing_to_name_it_is_refused() -> None:
    with pytest.raises(CallFault, match="带标签的单元格"):
        pointed("项目支出绩效自评表\n | 5\n | 6", "B3", "项目名称", "value")
    with pytest.raises(CallFault, match="列标题"):
        pointed("项目支出绩效自评表\n | 5\n | 6", "B3", "得分")
    with pytest.raises(CallFault, match="--as value"):
        pointed(ODD, "E5", "executed", "label")


def test_a_layout_is_known_by_its_labels_and_not_by_its_figures_or_rows() -> None:
    assert is_alike(layout_labels(grid_of(ODD)), layout_labels(grid_of(LONGER)))
    assert not is_alike(layout_labels(grid_of(ODD)), layout_labels(grid_of(OTHER)))
    labels = layout_labels(grid_of(ODD))
    assert labels == tuple(sorted(set(labels)))
    assert "花出去的钱" in labels
    assert not any(words in labels for words in ("馆藏案卷数字化", "2100卷", "案卷扫描数量"))
    assert not is_alike((), ())


def test_a_new_correction_of_the_same_field_replaces_the_old_one() -> None:
    first, second = pointed(ODD, "E4", "executed"), pointed(ODD, "D4", "executed")
    assert Corrections((first,)).added(second).entries == (second,)
    elsewhere = dataclasses.replace(first, layout=("别", "的"))
    assert Corrections((elsewhere,)).added(second).entries == (elsewhere, second)
    assert Corrections((first,)).merged(Corrections((second, elsewhere))).entries == (second, elsewhere)
    assert Corrections((first, elsewhere)).without(first.identifier).entries == (elsewhere,)


def test_the_digest_does_not_depend_on_the_order() -> None:
    first, second = pointed(ODD, "E4", "executed"), pointed(ODD, "A3", "project")
    assert Corrections((first, second)).digest == Corrections((second, first)).digest
    assert Corrections((first,)).digest != Corrections((second,)).digest


def test_every_target_is_found_by_both_names() -> None:
    for target in targets():
        assert target_named(target.name) == target
        assert target_named(target.chinese) == target
    assert {target.name for target in targets()} >= set(FIELD_NAMES)
    assert target_named("执行数额") == target_named("executed")
    assert target_named("天气") is None
