from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import perfdesk.gui
from perfdesk.desks.profile_desk import choices
from perfdesk.gui.dialogs.handbook import DESK, PROFILES, RULES, help_folder, read_sections, with_keys
from perfdesk.gui.dialogs.help_window import HelpWindow
from perfdesk.gui.dialogs.waiver_dialog import WaiverDialog
from perfdesk.gui.features.helping import SECTIONS, Helping
from perfdesk.gui.workbench import Workbench
from perfdesk.rules.tie import full_catalogue
from tests.gui.stage import PATH


@pytest.fixture
def helping(opened: Workbench) -> Helping:
    return next(each for each in opened.features if isinstance(each, Helping))


@pytest.fixture
def book(qtbot: QtBot) -> HelpWindow:
    window = HelpWindow()
    qtbot.addWidget(window)
    return window


def ask(bench: Workbench, qtbot: QtBot, widget: QWidget) -> HelpWindow:
    bench.window.activateWindow()
    qtbot.waitUntil(bench.window.isActiveWindow)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_F1)
    book = bench.window.findChild(HelpWindow)
    assert book is not None
    return book


def shown(book: HelpWindow) -> tuple[str, str]:
    assert book.section is not None
    return book.section.page, book.section.title


def test_the_table_of_keys_is_what_the_menus_say_now() -> None:
    text = (help_folder() / "desk.md").read_text("utf-8")
    assert text == with_keys(text), "run `python -m perfdesk.gui.dialogs.handbook`"
    assert "| F1 | 帮助 |" in text


def test_every_place_the_help_is_asked_for_has_its_section() -> None:
    titles = [(section.page, section.title) for section in read_sections()]
    for page, begin in SECTIONS.values():
        assert any(page == other and title.startswith(begin) for other, title in titles), begin


def test_every_dialog_has_its_place_in_the_help() -> None:
    dialog = re.compile(r"^class (\w+)\((?:QDialog|QWizard|ReferenceDialog)\):", re.MULTILINE)
    texts = [path.read_text("utf-8") for path in sorted(Path(perfdesk.gui.__path__[0]).rglob("*.py"))]
    names = [name for text in texts for name in dialog.findall(text)]
    assert len(names) > 6
    assert set(names) - {"HelpWindow", "ReferenceDialog"} <= set(SECTIONS)


def test_every_rule_has_a_section() -> None:
    titles = [section.title for section in read_sections() if section.page == RULES]
    for rule in full_catalogue():
        assert f"{rule.code} {rule.title}" in titles


def test_profiles_are_told_by_the_names_they_have_on_screen() -> None:
    texts = [section.text for section in read_sections() if section.page == PROFILES]
    assert len(texts) == len(choices())
    assert all("| 执行率的分母 |" in text and "denominator" not in text for text in texts)


def test_every_picture_of_the_help_is_there() -> None:
    text = "".join(section.text for section in read_sections())
    names = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert len(names) > 3
    assert not [name for name in names if QImage(str(help_folder() / name)).isNull()]


def test_f1_in_the_sheet_leads_to_the_sheet(opened: Workbench, qtbot: QtBot) -> None:
    opened.navigator.show_document(PATH, "自评表")
    assert shown(ask(opened, qtbot, opened.pane.view)) == (DESK, "表格")


def test_f1_on_a_finding_leads_to_its_rule(opened: Workbench, qtbot: QtBot) -> None:
    opened.findings.step(1)
    page, title = shown(ask(opened, qtbot, opened.findings.table))
    assert page == RULES
    assert title.startswith("EX101 ")


def test_f1_in_a_dialog_beside_the_window_leads_to_that_dialog(
    opened: Workbench, helping: Helping, qtbot: QtBot
) -> None:
    dialog = opened.governing.show_profiles()
    assert helping.place_of(dialog.values) == (PROFILES, "")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    book = ask_in(opened, qtbot, dialog.profiles)
    assert shown(book)[0] == PROFILES


def ask_in(bench: Workbench, qtbot: QtBot, widget: QWidget) -> HelpWindow:
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_F1)
    book = bench.window.findChild(HelpWindow)
    assert book is not None
    return book


def test_f1_anywhere_else_tells_of_the_whole_window(helping: Helping) -> None:
    assert helping.place_of(None) == (DESK, "窗口的各部分")


def test_the_help_is_searched_by_words(book: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(book.words, "ctrl+shift+s")
    titles = [item.text(0) for item in book._items()]
    assert titles == ["键盘"]
    qtbot.keyClick(book.words, Qt.Key.Key_Return)
    assert shown(book) == (DESK, "键盘")
    assert book.text.textCursor().selectedText().casefold() == "ctrl+shift+s"


def test_words_found_nowhere_leave_an_empty_list(book: HelpWindow) -> None:
    book.words.setText("没有这样的词")
    assert book._items() == []


def test_one_goes_back_and_forward_over_what_was_read(book: HelpWindow, qtbot: QtBot) -> None:
    for title in ("表格", "详情", "总览"):
        book.show_section(DESK, title)
    qtbot.mouseClick(book.back, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(book.back, Qt.MouseButton.LeftButton)
    assert shown(book) == (DESK, "表格")
    assert not book.back.isEnabled()
    qtbot.mouseClick(book.forward, Qt.MouseButton.LeftButton)
    assert shown(book) == (DESK, "详情")
    book.show_section(DESK, "键盘")
    assert not book.forward.isEnabled()


def test_a_section_chosen_in_the_list_is_shown_with_its_table(book: HelpWindow) -> None:
    item = next(item for item in book._items() if item.text(0) == "键盘")
    book.contents.setCurrentItem(item)
    assert "<table" in book.text.toHtml()
    assert "Ctrl+Home" in book.text.toPlainText()


def test_pictures_are_never_wider_than_the_text(book: HelpWindow) -> None:
    book.show()
    QApplication.processEvents()
    picture = book.text.loadResource(2, "window.png")
    assert isinstance(picture, QImage)
    assert 0 < picture.width() <= book.text.viewport().width()


def test_f1_works_in_a_question_that_waits_for_its_answer(opened: Workbench, qtbot: QtBot) -> None:
    finding = opened.controller.documents[0].findings[0]
    dialog = WaiverDialog(finding, "", opened.window)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.author.setFocus()
    qtbot.keyClick(dialog.author, Qt.Key.Key_F1)
    book = dialog.findChild(HelpWindow)
    assert book is not None
    assert shown(book) == (DESK, "说明：属实，不改")
    book.close()
    dialog.close()
