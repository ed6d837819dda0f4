from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.gui.dialogs.dialog import Dialogs


@pytest.fixture
def dialogs(qtbot: QtBot) -> Dialogs:
    parent = QWidget()
    qtbot.addWidget(parent)
    return Dialogs(parent)


def answer(act: Callable[[QWidget], None]) -> None:
    """Answer the next modal box as soon as it is there."""

    def meet() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        act(box)

    QTimer.singleShot(50, meet)


@pytest.mark.parametrize(("words", "meant"), [("保存", "save"), ("放弃", "discard"), ("取消", "cancel")])
def test_each_button_of_the_question_about_edits_means_what_it_says(
    dialogs: Dialogs, words: str, meant: str
) -> None:
    def press(box: QWidget) -> None:
        assert isinstance(box, QMessageBox)
        assert "甲.xlsx" in box.informativeText()
        next(button for button in box.buttons() if button.text() == words).click()

    answer(press)
    assert dialogs.keep_edits(["甲.xlsx"]) == meant


def test_a_file_of_another_kind_gets_the_ending_of_that_kind(dialogs: Dialogs, tmp_path: Path) -> None:
    kinds = "Word 文档 (*.docx);;PDF 文档 (*.pdf)"

    def choose(box: QWidget) -> None:
        assert isinstance(box, QFileDialog)
        box.selectNameFilter("PDF 文档 (*.pdf)")
        box.filterSelected.emit("PDF 文档 (*.pdf)")
        line = box.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(str(tmp_path / "2024.结果"))
        box.accept()

    answer(choose)
    assert dialogs.target("生成报告", tmp_path / "结果.docx", kinds) == tmp_path / "2024.结果.pdf"


def test_a_file_to_save_is_suggested_and_gets_its_ending(dialogs: Dialogs, tmp_path: Path) -> None:
    seen: list[str] = []

    def accept(box: QWidget) -> None:
        assert isinstance(box, QFileDialog)
        seen.extend(label.text() for label in box.findChildren(QLabel))
        seen.extend(box.selectedFiles())
        line = box.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(str(tmp_path / "2024.结果"))
        box.accept()

    answer(accept)
    target = dialogs.target("生成报告", tmp_path / "结果.docx", "Word 文档 (*.docx)")
    assert target == tmp_path / "2024.结果.docx"
    assert str(tmp_path / "结果.docx") in seen
    assert "名称：" in seen


def test_giving_up_gives_nothing(dialogs: Dialogs, tmp_path: Path) -> None:
    for ask in (
        dialogs.files,
        lambda: dialogs.folder("文件夹"),
        lambda: dialogs.target("另存为", tmp_path / "甲.xlsx", "工作簿 (*.xlsx)"),
    ):
        answer(lambda box: box.reject() if isinstance(box, QDialog) else None)
        assert not ask()


def test_an_answered_dialog_goes_at_once_in_the_thread_of_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: 0)
    assert not Dialogs(window).confirm("删除吗？", "删除")
    assert len(window.findChildren(QMessageBox)) == 1
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(QMessageBox) == []
