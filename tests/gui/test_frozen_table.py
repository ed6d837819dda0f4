from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.gui.sheet.choice_list import ChoiceList
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.sheet_painter import chooser_rect
from perfdesk.gui.sheet.sheet_view import SheetView
from perfdesk.reading.sheet_setting import Choice, SheetSetting
from tests.gui.stage import PATH


@pytest.fixture
def view(qtbot: QtBot) -> SheetView:
    cells = {(row, column): Cell(f"{row}-{column}") for row in range(1, 61) for column in range(1, 21)}
    choice = Choice((Block(30, 3, 30, 3),), ("≥", "≤"), prompt="选运算符号")
    sheet = Sheet(PATH, Grid("表", cells, (Block(1, 1, 1, 6),)), setting=SheetSetting(2, 1, (choice,)))
    shown = SheetView()
    qtbot.addWidget(shown)
    shown.resize(500, 300)
    shown.show_sheet(sheet)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_frozen_rows_and_columns_answer_for_their_place_after_scrolling(view: SheetView) -> None:
    view.verticalScrollBar().setValue(400)
    view.horizontalScrollBar().setValue(300)
    corner = view.indexAt(QPoint(3, 30))
    assert (corner.row(), corner.column()) == (1, 0)
    below = view.indexAt(QPoint(3, view.down.frozen_length + 5))
    assert below.column() == 0 and below.row() > 10
    assert view.visualRect(view.model().index(1, 0)).topLeft() == QPoint(0, view.down.sectionSize(0))


def test_a_cell_under_the_frozen_ones_is_scrolled_out_from_under_them(view: SheetView) -> None:
    view.verticalScrollBar().setValue(600)
    view.horizontalScrollBar().setValue(500)
    view.go_to("C5")
    rect = view.visualRect(view.currentIndex())
    assert rect.top() >= view.down.frozen_length
    assert rect.left() >= view.across.frozen_length


def test_going_to_a_frozen_cell_scrolls_nothing(view: SheetView) -> None:
    view.verticalScrollBar().setValue(300)
    view.go_to("A1")
    assert view.verticalScrollBar().value() == 300


def test_the_frozen_cells_are_painted_over_the_scrolled_ones(view: SheetView) -> None:
    before = view.viewport().grab().toImage().copy(0, 0, 60, view.down.frozen_length - 2)
    view.verticalScrollBar().setValue(500)
    view.horizontalScrollBar().setValue(0)
    after = view.viewport().grab().toImage().copy(0, 0, 60, view.down.frozen_length - 2)
    assert before == after


def test_a_click_on_a_frozen_header_selects_its_own_section(view: SheetView, qtbot: QtBot) -> None:
    view.verticalScrollBar().setValue(500)
    qtbot.mouseClick(view.down.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert {index.row() for index in view.selectionModel().selectedIndexes()} == {0}


def test_a_drop_down_offers_its_words_and_enters_the_one_chosen(view: SheetView, qtbot: QtBot) -> None:
    asked: list[tuple[str, str]] = []
    view.edit_asked.connect(lambda cell, text: asked.append((cell, text)))
    view.go_to("C29")
    assert not view.acts.choose()
    view.go_to("C30")
    assert view.acts.prompt() == "选运算符号"
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    (shown,) = view.viewport().findChildren(ChoiceList)
    assert [shown.item(row).text() for row in range(shown.count())] == ["≥", "≤"]
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert asked == [("C30", "≤")]
    assert not shown.isVisible()


def test_the_arrow_of_a_drop_down_opens_it_and_escape_takes_nothing(view: SheetView, qtbot: QtBot) -> None:
    asked: list[tuple[str, str]] = []
    view.edit_asked.connect(lambda cell, text: asked.append((cell, text)))
    view.go_to("C30")
    arrow = chooser_rect(view.visualRect(view.currentIndex()))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=arrow.center())
    (shown,) = view.viewport().findChildren(ChoiceList)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert asked == []
    assert not shown.isVisible()
