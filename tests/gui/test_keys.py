"""The keys of a spreadsheet in the sheet, as Excel's list of them has it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Block, Cell, Grid, column_name
from perfdesk.gui.sheet.cell_editor import today_text
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.sheet_view import SheetView
from tests.gui.stage import PATH

Key = Qt.Key
PLAIN, CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
FILLED = {(row, column): Cell(f"{row}{column}") for row in range(1, 7) for column in range(1, 6)}


@pytest.fixture
def view(qtbot: QtBot) -> SheetView:
    """Six rows of five cells and a far one; C3:D4 is merged."""
    shown = SheetView()
    qtbot.addWidget(shown)
    shown.resize(400, 200)
    cells = {**FILLED, (60, 40): Cell("远")}
    shown.show_sheet(Sheet(PATH, Grid("表", cells, (Block(3, 3, 4, 4),))))
    shown.show()
    shown.activateWindow()
    shown.setFocus()
    qtbot.waitExposed(shown)
    return shown


def chosen(view: SheetView) -> str:
    block = view.selected_block()
    return "" if block is None else block.range


def press(view: SheetView, *keys: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    for key, held in keys:
        QTest.keyClick(QApplication.focusWidget() or view, key, held)


@pytest.mark.parametrize(
    ("start", "keys", "current", "area"),
    [
        ("A1", [(Key.Key_Right, PLAIN), (Key.Key_Down, PLAIN)], "B2", "B2"),
        ("A1", [(Key.Key_Down, CONTROL)], "A6", "A6"),
        ("A1", [(Key.Key_Right, SHIFT), (Key.Key_Down, SHIFT)], "A1", "A1:B2"),
        ("A1", [(Key.Key_Right, SHIFT), (Key.Key_Left, SHIFT)], "A1", "A1"),
        ("B3", [(Key.Key_Right, SHIFT)], "B3", "B3:D4"),
        ("A1", [(Key.Key_Down, CONTROL | SHIFT)], "A1", "A1:A6"),
        ("A1", [(Key.Key_Down, CONTROL | SHIFT), (Key.Key_Right, CONTROL | SHIFT)], "A1", "A1:E6"),
        ("C2", [(Key.Key_Home, PLAIN)], "A2", "A2"),
        ("C2", [(Key.Key_Home, SHIFT)], "C2", "A2:C2"),
        ("C2", [(Key.Key_End, PLAIN)], "E2", "E2"),
        ("C6", [(Key.Key_Home, CONTROL | SHIFT)], "C6", "A1:D6"),
        ("E6", [(Key.Key_End, CONTROL | SHIFT)], "E6", "E6:AN60"),
        ("B2", [(Key.Key_Space, SHIFT)], "B2", "A2:{column}2"),
        ("B2", [(Key.Key_Space, CONTROL)], "B2", "B1:B{row}"),
        ("B2", [(Key.Key_A, CONTROL)], "B2", "A1:AN60"),
        ("B2", [(Key.Key_A, CONTROL), (Key.Key_A, CONTROL)], "B2", "A1:{column}{row}"),
        ("B1", [(Key.Key_Tab, PLAIN), (Key.Key_Tab, PLAIN), (Key.Key_Return, PLAIN)], "B2", "B2"),
        ("B1", [(Key.Key_Tab, PLAIN), (Key.Key_Down, PLAIN), (Key.Key_Return, PLAIN)], "C3", "C3"),
        ("B2", [(Key.Key_Backtab, SHIFT)], "A2", "A2"),
        ("B3", [(Key.Key_Return, SHIFT)], "B2", "B2"),
        ("A5", [(Key.Key_Right, SHIFT), (Key.Key_Tab, PLAIN), (Key.Key_Tab, PLAIN)], "A5", "A5:B5"),
        ("A5", [(Key.Key_Down, SHIFT), (Key.Key_Right, SHIFT), (Key.Key_Return, PLAIN)], "A6", "A5:B6"),
        (
            "A5",
            [(Key.Key_Down, SHIFT), (Key.Key_Right, SHIFT), *[(Key.Key_Return, PLAIN)] * 2],
            "B5",
            "A5:B6",
        ),
    ],
)
def test_where_keys_lead_and_what_they_choose(
    view: SheetView, start: str, keys: list[tuple[Qt.Key, Qt.KeyboardModifier]], current: str, area: str
) -> None:
    view.go_to(start)
    press(view, *keys)
    assert view.sheet is not None
    rows, columns = view.sheet.extent
    assert (view.current_address, chosen(view)) == (
        current,
        area.format(row=rows, column=column_name(columns)),
    )


def test_the_page_keys_go_a_screen_and_back(view: SheetView) -> None:
    view.go_to("A1")
    press(view, (Key.Key_PageDown, PLAIN))
    below = view.range.place
    assert below is not None
    assert below[0] > 5
    press(view, (Key.Key_PageUp, PLAIN), (Key.Key_PageDown, ALT))
    beside = view.range.place
    assert beside is not None
    assert beside[0] == 1
    assert beside[1] > 3
    press(view, (Key.Key_PageUp, ALT), (Key.Key_PageDown, SHIFT))
    assert view.current_address == "A1"
    assert chosen(view).startswith("A1:A")


def test_backspace_begins_an_empty_edit_and_escape_leaves_the_cell(view: SheetView) -> None:
    asked: list[object] = []
    view.edit_asked.connect(lambda *words: asked.append(words))
    view.go_to("A1")
    press(view, (Key.Key_Backspace, PLAIN))
    assert view.editor is not None
    assert view.editor.toPlainText() == ""
    press(view, (Key.Key_Escape, PLAIN))
    assert view.editor is None
    assert asked == []


def test_ctrl_semicolon_types_today(view: SheetView) -> None:
    view.go_to("A1")
    press(view, (Key.Key_Semicolon, CONTROL))
    assert view.editor is not None
    assert view.editor.toPlainText() == today_text()


def test_ctrl_enter_fills_every_chosen_cell(view: SheetView, qtbot: QtBot) -> None:
    view.go_to("B2")
    press(view, (Key.Key_Right, SHIFT), (Key.Key_Down, SHIFT), (Key.Key_7, PLAIN))
    with qtbot.waitSignal(view.fill_asked) as asked:
        press(view, (Key.Key_Return, CONTROL))
    assert asked.args is not None
    assert asked.args[0] == [(cell, "7") for cell in ("B2", "C2", "D2", "B3", "C3", "B4")]
    assert view.editor is None


def test_alt_enter_breaks_the_line(view: SheetView, qtbot: QtBot) -> None:
    view.go_to("A1")
    press(view, (Key.Key_A, PLAIN), (Key.Key_Return, ALT), (Key.Key_B, PLAIN))
    with qtbot.waitSignal(view.edit_asked) as asked:
        press(view, (Key.Key_Return, PLAIN))
    assert asked.args == ["A1", "a\nb"]


def test_the_mouse_chooses_from_the_cell_where_it_was_pressed(view: SheetView) -> None:
    def middle(row: int, column: int) -> QPoint:
        return view.visualRect(view.model().index(row - 1, column - 1)).center()

    left, pane = Qt.MouseButton.LeftButton, view.viewport()
    QTest.mousePress(pane, left, PLAIN, middle(1, 1))
    QTest.mouseMove(pane, middle(2, 2))
    QTest.mouseRelease(pane, left, PLAIN, middle(2, 2))
    assert (view.current_address, chosen(view)) == ("A1", "A1:B2")
    QTest.mouseClick(pane, left, SHIFT, middle(5, 2))
    assert (view.current_address, chosen(view)) == ("A1", "A1:B5")
    QTest.mouseClick(pane, Qt.MouseButton.RightButton, PLAIN, middle(2, 2))
    assert chosen(view) == "A1:B5"


def test_the_wheel_scrolls_sideways_with_shift_and_zooms_with_ctrl(view: SheetView) -> None:
    def turn(held: Qt.KeyboardModifier) -> None:
        middle = QPointF(50, 50)
        event = QWheelEvent(
            middle, middle, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)

    turn(SHIFT)
    assert view.horizontalScrollBar().value() > 0
    assert view.verticalScrollBar().value() == 0
    turn(CONTROL)
    assert view.zoom < 1
