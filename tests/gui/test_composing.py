"""Chinese through an input method: as ibus and fcitx send it (letters, then the word), as Windows does (often
the word alone), and as it ends when the user thinks better of it.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from perfdesk.gui.workbench import Workbench
from tests.gui.stage import OTHER, PATH

FILLED, BLANK, MERGED = "A2", "B3", "A1"


def say(letters: str, word: str = "", to: QObject | None = None) -> None:
    """What an input method sends to whatever has the keys."""
    event = QInputMethodEvent(letters, [])
    if word:
        event.setCommitString(word)
    target = to or QGuiApplication.focusObject()
    assert target is not None
    QApplication.sendEvent(target, event)


def at(bench: Workbench, cell: str) -> None:
    bench.window.activateWindow()
    bench.pane.view.go_to(cell)
    bench.pane.view.setFocus()


def content(bench: Workbench, cell: str, path: str = PATH) -> str:
    return bench.controller.session.cell_text(path, "自评表", cell)


def press(key: Qt.Key, qtbot: QtBot) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key)


@pytest.fixture(autouse=True)
def first_document(opened: Workbench) -> Workbench:
    opened.navigator.show_document(PATH)
    return opened


@pytest.mark.parametrize("cell", [FILLED, BLANK, MERGED])
@pytest.mark.parametrize("letters", [(), ("j",), ("j", "ju", "jue'suan")])
def test_a_word_replaces_what_the_cell_held(
    opened: Workbench, qtbot: QtBot, cell: str, letters: tuple[str, ...]
) -> None:
    at(opened, cell)
    for some in letters:
        say(some)
    say("", "决算")
    press(Qt.Key.Key_Return, qtbot)
    assert content(opened, cell) == "决算"


def test_a_punctuation_mark_that_comes_whole_is_not_lost(opened: Workbench, qtbot: QtBot) -> None:
    at(opened, FILLED)
    for mark in ("“", "无", "，", "”"):
        say("", mark)
    press(Qt.Key.Key_Tab, qtbot)
    assert content(opened, FILLED) == "“无，”"


def test_the_letters_of_a_composition_are_seen_while_it_is_made(opened: Workbench) -> None:
    at(opened, BLANK)
    say("jue'suan")
    editor = opened.pane.view.editor
    assert editor is not None
    assert editor.isVisible()
    assert editor.textCursor().block().layout().preeditAreaText() == "jue'suan"
    assert editor.toPlainText() == ""


def test_several_words_one_after_the_other_are_all_there(opened: Workbench, qtbot: QtBot) -> None:
    at(opened, BLANK)
    for letters, word in (("yu'suan", "预算"), ("zhi'xing", "执行"), ("lv", "率")):
        say(letters[:1])
        say(letters)
        say("", word)
    press(Qt.Key.Key_Return, qtbot)
    assert content(opened, BLANK) == "预算执行率"


def test_a_word_may_come_while_the_next_is_composed(opened: Workbench, qtbot: QtBot) -> None:
    at(opened, BLANK)
    say("jue")
    say("suan", "决")
    say("", "算")
    press(Qt.Key.Key_Return, qtbot)
    assert content(opened, BLANK) == "决算"


def test_a_composition_given_up_leaves_the_cell_as_it_was(opened: Workbench, qtbot: QtBot) -> None:
    at(opened, FILLED)
    say("j")
    say("ju")
    say("")
    assert opened.pane.view.editor is None
    press(Qt.Key.Key_Return, qtbot)
    assert content(opened, FILLED) == "执行率"
    assert not opened.controller.is_modified(PATH)


def test_after_f2_a_word_is_put_where_the_cursor_is(opened: Workbench, qtbot: QtBot) -> None:
    at(opened, FILLED)
    press(Qt.Key.Key_F2, qtbot)
    press(Qt.Key.Key_Left, qtbot)
    say("de")
    say("", "的")
    press(Qt.Key.Key_Return, qtbot)
    assert content(opened, FILLED) == "执行的率"


def test_a_composition_that_is_left_for_another_cell_takes_nothing_with_it(
    opened: Workbench, qtbot: QtBot
) -> None:
    at(opened, FILLED)
    say("ju")
    opened.pane.view.go_to(BLANK)
    assert content(opened, FILLED) == "执行率"
    press(Qt.Key.Key_F2, qtbot)  # The keys must be the new editor's, though Qt still waits for a word.
    say("", "好")
    press(Qt.Key.Key_Return, qtbot)
    assert content(opened, BLANK) == "好"


def test_what_is_composed_in_one_document_does_not_reach_another(opened: Workbench, qtbot: QtBot) -> None:
    at(opened, FILLED)
    say("", "甲")
    opened.navigator.show_document(OTHER)
    assert content(opened, FILLED) == "甲"
    say("", "乙")
    press(Qt.Key.Key_Return, qtbot)
    assert content(opened, FILLED, OTHER) == "执行率"


def test_the_line_above_the_sheet_takes_words(opened: Workbench, qtbot: QtBot) -> None:
    at(opened, BLANK)
    opened.pane.line.setFocus()
    say("yu")
    say("", "预算")
    press(Qt.Key.Key_Return, qtbot)
    assert content(opened, BLANK) == "预算"


def test_what_changes_elsewhere_does_not_break_into_the_line(opened: Workbench) -> None:
    at(opened, BLANK)
    opened.pane.line.setFocus()
    say("", "预")
    opened.controller.documents_changed.emit((PATH,))
    say("", "算")
    assert opened.pane.line.toPlainText() == "预算"


def test_the_lines_that_search_and_filter_take_words(opened: Workbench) -> None:
    opened.actions_by_key["replace"].trigger()
    lines: list[QLineEdit] = [opened.pane.find_bar.needle, opened.pane.find_bar.text, opened.findings.words]
    for line in lines:
        line.setFocus()
        say("zhi")
        say("", "执行")
        assert line.text() == "执行"


def test_a_command_works_on_what_is_still_being_typed(opened: Workbench) -> None:
    at(opened, BLANK)
    assert not opened.actions_by_key["save"].isEnabled()
    say("", "决算")
    assert opened.actions_by_key["save"].isEnabled()
    opened.actions_by_key["copy"].trigger()
    assert content(opened, BLANK) == "决算"
    assert QApplication.clipboard().text() == "决算"
