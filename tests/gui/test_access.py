"""Keyboard alone reaches everything, and everything has a name for those who listen."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QMenu,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from perfdesk.gui.workbench import Workbench
from tests.gui.every_dialog import every_dialog


def takers(owner: QWidget) -> list[QWidget]:
    """What the Tab key can reach; a part that hands the keys to its owner is no control of its own."""
    return [
        child
        for child in owner.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None
    ]


def is_made_by_qt(widget: QWidget) -> bool:
    """Parts of Qt's own, such as the line in a box of numbers and what drops down from it."""
    line = (widget, *parents_of(widget))
    is_list = isinstance(widget, QAbstractItemView) and any(isinstance(each, QComboBox) for each in line[1:])
    return is_list or any(each.objectName().startswith(("qt_", "__qt")) for each in line)


def parents_of(widget: QWidget) -> list[QWidget]:
    parent = widget.parentWidget()
    return [] if parent is None else [parent, *parents_of(parent)]


def name_of(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    return str(told.text(QAccessible.Text.Name)) if told is not None else ""


def nameless(owner: QWidget) -> list[str]:
    return [
        f"{type(owner).__name__}: {type(child).__name__} {child.objectName()}"
        for child in takers(owner)
        if not is_made_by_qt(child) and not name_of(child) and not child.accessibleName()
    ]


def test_every_control_of_the_window_and_of_every_dialog_has_a_name(opened: Workbench) -> None:
    owners = [opened.window, *every_dialog(opened)]
    assert [words for owner in owners for words in nameless(owner)] == []


def test_what_is_chosen_from_says_so_even_where_qt_calls_it_by_its_entry(opened: Workbench) -> None:
    owners = [opened.window, *every_dialog(opened)]
    boxes = [box for owner in owners for box in owner.findChildren(QComboBox) if not is_made_by_qt(box)]
    assert len(boxes) > 12
    assert [box.objectName() or box.currentText() for box in boxes if not box.accessibleDescription()] == []


def test_no_table_holds_the_tab_key(opened: Workbench) -> None:
    owners = [opened.window, *every_dialog(opened)]
    tables = [table for owner in owners for table in owner.findChildren(QTableView)]
    assert tables
    held = [table for table in tables if table.tabKeyNavigation() and table is not opened.pane.view]
    # The frozen part of the sheet is a picture of it and takes no keys.
    assert [name_of(table) for table in held if table.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


def test_every_entry_of_every_menu_has_a_letter_of_its_own(opened: Workbench) -> None:
    for menu in opened.window.menuBar().findChildren(QMenu):
        entries = [action for action in menu.actions() if not action.isSeparator()]
        letters = Counter(letter_of(action.text()) for action in entries)
        assert "" not in letters, (menu.title(), [action.text() for action in entries])
        assert not [key for key, count in letters.items() if count > 1], (menu.title(), letters)
    tops = Counter(letter_of(action.text()) for action in opened.window.menuBar().actions())
    assert set(tops.values()) == {1}


def letter_of(words: str) -> str:
    _, mark, rest = words.replace("&&", "").partition("&")
    return rest[:1].upper() if mark else ""


def test_escape_closes_every_dialog(opened: Workbench, qtbot: QtBot) -> None:
    for dialog in every_dialog(opened):
        qtbot.keyClick(shown(dialog, qtbot), Qt.Key.Key_Escape)
        assert not dialog.isVisible(), type(dialog).__name__


def shown(dialog: QWidget, qtbot: QtBot) -> QWidget:
    """What has the keys once the dialog is on screen."""
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog.focusWidget() or dialog


def test_a_question_is_answered_by_enter_with_its_act(opened: Workbench) -> None:
    asked = [dialog for dialog in every_dialog(opened) if dialog.findChild(QDialogButtonBox) is not None]
    assert len(asked) >= 3
    for dialog in asked:
        (box,) = dialog.findChildren(QDialogButtonBox)
        dialog.show()
        (default,) = (button for button in dialog.findChildren(QPushButton) if button.isDefault())
        assert box.buttonRole(default) == QDialogButtonBox.ButtonRole.AcceptRole, type(dialog).__name__
        dialog.close()


def test_the_keys_begin_in_every_dialog_where_there_is_something_to_do(
    opened: Workbench, qtbot: QtBot
) -> None:
    for dialog in every_dialog(opened):
        focus = shown(dialog, qtbot)
        assert focus is not dialog, type(dialog).__name__
        assert not isinstance(focus, QPushButton), type(dialog).__name__
        dialog.close()


@pytest.mark.parametrize("key", ["report_preview", "dashboard"])
def test_the_tab_key_goes_through_a_pane_and_out_again(key: str, opened: Workbench, qtbot: QtBot) -> None:
    opened.actions_by_key[key].trigger()
    pane = opened.previewing.view if key == "report_preview" else opened.pages.currentWidget()
    assert pane is not None
    first = takers(pane)[0]
    first.setFocus()
    reached = set()
    for _ in range(40):
        focus = opened.window.focusWidget()
        assert focus is not None
        if focus is not pane and not pane.isAncestorOf(focus):
            break
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    else:
        pytest.fail("Tab never leaves the pane")
    lists = [view for view in pane.findChildren(QAbstractItemView) if not is_made_by_qt(view)]
    usable = [view for view in lists if view.isVisible() and view.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert {id(view) for view in usable} <= {id(each) for each in reached}
    assert len(reached) > 3
