from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.gui.sheet.cell_editor import CellEditor
from perfdesk.gui.sheet.clipboard import filled_down, to_html
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.travel import DOWN, LEFT, RIGHT, UP, edge_place, first_place, last_place, next_place
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import PATH

MERGE = Block(3, 2, 5, 3)


def _sheet(filled: list[tuple[int, int]], **more: object) -> Sheet:
    cells = {place: Cell("字") for place in filled}
    return Sheet(PATH, Grid("表", cells, (MERGE,), **more))  # type: ignore[arg-type]


def test_a_step_goes_over_a_merge_as_over_one_cell() -> None:
    sheet = _sheet([(8, 8)])
    assert next_place(sheet, (2, 3), DOWN) == (3, 2)
    assert next_place(sheet, (3, 2), DOWN) == (6, 2)
    assert next_place(sheet, (4, 1), RIGHT) == (3, 2)
    assert next_place(sheet, (3, 2), RIGHT) == (3, 4)
    assert next_place(sheet, (6, 2), UP) == (3, 2)


def test_a_step_stops_at_the_edge_and_passes_what_is_hidden() -> None:
    sheet = _sheet([(8, 8)], hidden_rows=frozenset({2}), hidden_columns=frozenset({1}))
    assert next_place(sheet, (1, 2), DOWN) == (3, 2)
    assert next_place(sheet, (1, 2), LEFT) == (1, 2)
    assert next_place(sheet, (1, 2), UP) == (1, 2)


def test_ctrl_and_an_arrow_go_to_the_end_of_a_run_or_to_the_next_filled_cell() -> None:
    sheet = _sheet([(1, 1), (1, 2), (1, 3), (1, 6)])
    assert edge_place(sheet, (1, 1), RIGHT) == (1, 3)
    assert edge_place(sheet, (1, 3), RIGHT) == (1, 6)
    assert edge_place(sheet, (1, 6), LEFT) == (1, 3)
    assert edge_place(sheet, (1, 6), RIGHT) == (1, sheet.extent[1])


def test_home_and_end_know_the_row_and_the_sheet() -> None:
    sheet = _sheet([(1, 4), (7, 2), (8, 6)])
    assert first_place(sheet, 8) == (8, 1)
    assert last_place(sheet, 1) == (1, 4)
    assert last_place(sheet) == (8, 6)


def test_filling_down_repeats_the_row_above_and_leaves_merges_whole() -> None:
    cells = {(1, 1): Cell("甲"), (1, 2): Cell("乙"), (2, 1): Cell("甲")}
    grid = Grid("表", cells, (Block(3, 1, 4, 1),))
    assert filled_down(grid, Block(2, 1, 4, 2), 1) == [("A3", "甲"), ("B2", "乙"), ("B3", "乙"), ("B4", "乙")]


def test_the_html_of_a_block_keeps_merges_and_marks_texts_as_texts() -> None:
    grid = Grid("表", {(1, 1): Cell("=1<2"), (2, 1): Cell("001")}, (Block(1, 1, 1, 2),))
    page = to_html(grid, Block(1, 1, 2, 2))
    assert """<td colspan="2" style="mso-number-format:'\\@'">=1&lt;2</td>""" in page
    assert page.count("<td") == 3


@pytest.mark.parametrize(
    ("key", "shift", "goes_to"),
    [(Qt.Key.Key_Return, False, "B4"), (Qt.Key.Key_Return, True, "B2"), (Qt.Key.Key_Tab, False, "C3")],
)
def test_enter_and_tab_commit_an_edit_and_go_on(
    opened: Workbench,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    key: Qt.Key,
    shift: bool,
    goes_to: str,
) -> None:
    asked: list[tuple[str, str]] = []
    view = opened.pane.view
    view.edit_asked.disconnect()
    view.edit_asked.connect(lambda cell, text: asked.append((cell, text)))
    view.go_to("B3")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_F2)
    (editor,) = view.findChildren(CellEditor)
    qtbot.keyClicks(editor, "12")
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(editor, key, modifier)
    assert asked == [("B3", "12")]
    assert view.current_address == goes_to


def test_enter_on_a_cell_goes_down_and_ctrl_home_to_the_first_cell(opened: Workbench, qtbot: QtBot) -> None:
    view = opened.pane.view
    view.go_to("B2")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.current_address == "B3"
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert view.current_address == "A1"
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.current_address == "C4"  # the corner of what is used


def test_cutting_copies_text_and_table_and_asks_for_the_cell_to_be_emptied(
    opened: Workbench, qtbot: QtBot
) -> None:
    filled: list[object] = []
    view = opened.pane.view
    view.fill_asked.disconnect()
    view.fill_asked.connect(lambda edits, name: filled.append((edits, name)))
    view.go_to("B4")
    view.acts.cut()
    content = QApplication.clipboard().mimeData()
    assert content.text() == "12.5"
    assert ">12.5</td></tr></table>" in content.html()
    assert filled == [([("B4", "")], "清除内容")]


def test_the_status_bar_sums_what_is_selected(
    open_files: Callable[..., Workbench], opened: Workbench, qtbot: QtBot
) -> None:
    view = opened.pane.view
    view.selectAll()
    assert opened.editing.sums.text() == "平均值 6.505　计数 6　求和 13.01"
    view.go_to("A2")
    assert opened.editing.sums.text() == ""
