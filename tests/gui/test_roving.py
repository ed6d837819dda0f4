from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.gui.action import COMMANDS, letters
from perfdesk.gui.controls import message_bar
from perfdesk.gui.controls.command_button import CommandButton
from perfdesk.gui.features.roving import Roving
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import PATH, small_document


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(
    qtbot: QtBot,
    bench: Workbench,
    key: Qt.Key,
    with_key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or bench.window, key, with_key)


@pytest.fixture
def at_sheet(opened: Workbench, qtbot: QtBot) -> Workbench:
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    opened.navigator.show_document(PATH, "自评表")
    opened.pane.view.setFocus()
    opened.pane.view.go_to("B2")
    return opened


def test_f6_goes_round_all_panes_and_comes_back(at_sheet: Workbench, qtbot: QtBot) -> None:
    bench = at_sheet
    ring = [bench.pane.view, bench.findings.table, bench.detail.text, bench.tree, bench.pane.line]
    for pane in [*ring[1:], ring[0]]:
        press(qtbot, bench, Qt.Key.Key_F6)
        assert focus() is pane
    for pane in reversed(ring):
        press(qtbot, bench, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert focus() is pane


def test_a_message_is_reached_by_f6_and_its_button_by_enter(at_sheet: Workbench, qtbot: QtBot) -> None:
    done: list[str] = []
    at_sheet.messages.tell("改好了。", "done", (("打开", lambda: done.append("打开")),))
    for _ in range(3):
        press(qtbot, at_sheet, Qt.Key.Key_F6)
    assert focus() is at_sheet.messages.buttons[0]
    press(qtbot, at_sheet, Qt.Key.Key_Space)
    assert done == ["打开"]


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_escape_leads_back_to_the_sheet(at_sheet: Workbench, qtbot: QtBot, steps: int) -> None:
    for _ in range(steps):
        press(qtbot, at_sheet, Qt.Key.Key_F6)
    press(qtbot, at_sheet, Qt.Key.Key_Escape)
    assert focus() is at_sheet.pane.view


def test_a_closed_pane_is_passed_over(at_sheet: Workbench, qtbot: QtBot) -> None:
    at_sheet.docks[2].hide()
    press(qtbot, at_sheet, Qt.Key.Key_F6)
    assert focus() is at_sheet.detail.text


def test_the_start_page_is_a_pane_with_its_first_button(bench: Workbench, qtbot: QtBot) -> None:
    bench.window.activateWindow()
    qtbot.waitUntil(bench.window.isActiveWindow)
    bench.tree.setFocus()
    press(qtbot, bench, Qt.Key.Key_F6)
    assert bench.pages.start.isAncestorOf(focus())


def test_sheets_are_turned_with_control_and_page_keys(at_sheet: Workbench, qtbot: QtBot) -> None:
    press(qtbot, at_sheet, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert at_sheet.navigator.place == (PATH, "附表")
    press(qtbot, at_sheet, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert at_sheet.navigator.place == (PATH, "自评表")
    press(qtbot, at_sheet, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert at_sheet.navigator.place == (PATH, "附表")


def test_every_command_has_a_letter_of_its_own_in_its_menu() -> None:
    seen = {(command.menu, letters()[command.key]) for command in COMMANDS}
    assert len(seen) == len(COMMANDS)
    assert all(letter.isalpha() for _, letter in seen)


def test_no_two_commands_share_a_shortcut() -> None:
    shortcuts = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(set(shortcuts)) == len(shortcuts)


def test_tab_reaches_every_filter_of_the_findings(at_sheet: Workbench, qtbot: QtBot) -> None:
    at_sheet.findings.buttons["error"].setFocus()
    reached = [focus()]
    for _ in range(6):
        press(qtbot, at_sheet, Qt.Key.Key_Tab)
        reached.append(focus())
    wanted = [
        *at_sheet.findings.buttons.values(), at_sheet.findings.scope, at_sheet.findings.words,
        at_sheet.findings.table,
    ]  # fmt: skip
    assert reached == wanted


def test_a_screen_reader_is_told_what_can_be_done_in_each_pane(opened: Workbench) -> None:
    feature = next(each for each in opened.features if isinstance(each, Roving))
    opened.messages.tell("改好了。", "done")
    for pane, taker in feature.panes():
        assert pane.accessibleDescription() or taker.accessibleDescription(), pane


def test_a_message_is_announced_to_a_screen_reader(
    opened: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(message_bar, "QAccessibleAnnouncementEvent", lambda widget, text: said.append(text))
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: None)
    opened.messages.tell("改好了。", "done")
    assert said == ["改好了。"]


def test_the_keys_go_to_the_sheet_once_a_file_is_open(bench: Workbench, qtbot: QtBot) -> None:
    bench.window.activateWindow()
    qtbot.waitUntil(bench.window.isActiveWindow)
    bench.pages.start.findChildren(CommandButton)[0].setFocus()
    bench.controller.add([small_document()])
    assert focus() is bench.pane.view


def test_the_keys_stay_in_another_pane_when_a_file_is_opened(at_sheet: Workbench) -> None:
    at_sheet.tree.setFocus()
    at_sheet.controller.add([small_document("/表格/丙.xlsx")])
    assert focus() is at_sheet.tree


def test_a_pane_added_by_a_feature_is_in_the_round_and_one_behind_a_tab_is_not(
    at_sheet: Workbench, qtbot: QtBot
) -> None:
    more = QPlainTextEdit()
    dock = at_sheet.dock("另一个", more, "right")
    at_sheet.window.tabifyDockWidget(at_sheet.docks[1], dock)
    QApplication.processEvents()  # The panes are laid over each other only now.
    dock.raise_()
    feature = next(each for each in at_sheet.features if isinstance(each, Roving))
    qtbot.waitUntil(lambda: more in [taker for _, taker in feature.panes()])
    assert at_sheet.detail.text not in [taker for _, taker in feature.panes()]
