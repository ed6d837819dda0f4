from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from perfdesk.gui.features.zooming import Zooming
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.workbench import Workbench
from perfdesk.reading.sheet_face import SheetFace
from perfdesk.reading.sheet_setting import SheetSetting
from tests.gui.stage import LOOKS, OTHER, PATH, small_grid


def button(bench: Workbench) -> QToolButton:
    return next(each for each in bench.features if isinstance(each, Zooming)).button


def sheet(zoom: int) -> Sheet:
    return Sheet(PATH, small_grid(), LOOKS, setting=SheetSetting(face=SheetFace(zoom=zoom)))


def test_the_button_says_the_zoom_and_its_menu_changes_it(opened: Workbench) -> None:
    shown = button(opened)
    assert shown.isVisible() and shown.text() == "100%"
    choice = next(each for each in shown.menu().actions() if each.text() == "150%")
    choice.trigger()
    assert (opened.pane.view.zoom, shown.text()) == (1.5, "150%")
    opened.actions_by_key["zoom_reset"].trigger()
    assert shown.accessibleName() == "显示比例 100%"


def test_a_sheet_is_shown_as_large_as_its_file_says_until_the_user_chooses(opened: Workbench) -> None:
    view = opened.pane.view
    view.show_sheet(sheet(85))
    assert view.zoom == 0.85
    width = view.columnWidth(0)
    view.show_sheet(sheet(100))
    assert view.zoom == 1.0 and view.columnWidth(0) > width
    view.set_zoom(1.5)
    view.show_sheet(sheet(85))
    assert view.zoom == 1.5


def test_the_zoom_of_the_file_holds_also_when_it_is_read_after_the_sheet(opened: Workbench) -> None:
    view = opened.pane.view
    view.show_sheet(Sheet(PATH, small_grid()))
    width = view.columnWidth(0)
    view.refresh(sheet(200))
    assert view.zoom == 2.0 and view.columnWidth(0) > width


def test_the_whole_width_is_seen_where_it_is_made_to_fit(opened: Workbench) -> None:
    fit: QAction = opened.actions_by_key["zoom_fit"]
    view = opened.pane.view
    view.show_sheet(
        replace(sheet(100), grid=replace(small_grid(), column_widths={1: 60.0, 2: 60.0, 3: 60.0}))
    )
    fit.trigger()
    width = sum(view.columnWidth(column) for column in range(3))
    assert view.zoom < 1
    assert view.viewport().width() * 0.9 < width <= view.viewport().width()


def test_a_tab_has_the_colour_it_has_in_the_file(opened: Workbench) -> None:
    pane = opened.pane
    pane.show_tabs(("甲", "乙"), ("甲", "乙"), "甲", ("#7030A0", None))
    icon = pane.tabs.tabIcon(0).pixmap(10, 10).toImage()
    assert icon.pixelColor(5, 5).name().upper() == "#7030A0"
    assert pane.tabs.tabIcon(1).isNull()
    opened.navigator.show_document(OTHER)
    assert all(pane.tabs.tabIcon(number).isNull() for number in range(pane.tabs.count()))
