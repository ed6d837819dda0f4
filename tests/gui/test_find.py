from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Cell, Grid
from perfdesk.desks.text_search import find_cells, replacements
from perfdesk.gui.workbench import Workbench


def test_a_text_is_found_whatever_its_width_and_case() -> None:
    grid = Grid("表", {(1, 1): Cell("完成率ＡＢ"), (2, 1): Cell("１００％"), (3, 1): Cell("无")})
    assert find_cells([grid], "ab") == [("表", "A1")]
    assert find_cells([grid], "100%") == [("表", "A2")]
    assert find_cells([grid], "") == []


def test_replacing_leaves_formulas_alone() -> None:
    grid = Grid("表", {(1, 1): Cell("甲乙甲"), (2, 1): Cell("甲", formula="B1")})
    (edit,) = replacements([grid], "甲", "丙")
    assert (edit.cell, edit.value) == ("A1", "丙乙丙")


def test_the_bar_leads_from_cell_to_cell_over_all_sheets(opened: Workbench, qtbot: QtBot) -> None:
    opened.actions_by_key["find"].trigger()
    bar = opened.pane.find_bar
    assert bar.isVisible() and not bar.text.isVisible()
    bar.needle.setText("得分")
    qtbot.keyClick(bar.needle, Qt.Key.Key_Return)
    assert opened.pane.view.current_address == "A3"
    assert bar.count.text() == "第 1 处，共 2 处"
    qtbot.keyClick(bar.needle, Qt.Key.Key_Return)
    assert opened.navigator.place is not None and opened.navigator.place[1] == "附表"
    qtbot.keyClick(bar.needle, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert opened.navigator.place[1] == "自评表"
    bar.needle.setText("查无此字")
    qtbot.keyClick(bar.needle, Qt.Key.Key_Return)
    assert bar.count.text() == "没有找到"
    qtbot.keyClick(bar.needle, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_replacing_all_is_one_step_that_is_undone_at_once(
    open_files: object, sample: Path, qtbot: QtBot
) -> None:
    bench: Workbench = open_files(sorted(sample.glob("*.xlsx"))[0])  # type: ignore[operator]
    assert bench.navigator.place is not None
    path = bench.navigator.place[0]
    before = len(find_cells(bench.controller.session.document(path).document.grids, "档案"))
    assert before > 3
    bar = bench.pane.find_bar
    bench.actions_by_key["replace"].trigger()
    bar.needle.setText("档案")
    bar.text.setText("文件")
    bar.replace_asked.emit("档案", "文件", True)
    assert bar.count.text() == f"已替换 {before} 处"
    assert not find_cells(bench.controller.session.document(path).document.grids, "档案")
    bench.actions_by_key["undo"].trigger()
    assert len(find_cells(bench.controller.session.document(path).document.grids, "档案")) == before
