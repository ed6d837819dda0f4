"""A plain editor for a profile of the user's own: check, try on the sample, and only then keep."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from perfdesk.core.fault import Fault
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.look.room import size_in_letters
from perfdesk.gui.worker import Work, trying

_LINE = re.compile(r"第(\d+)行")
INVITATION = "每一项写明取值（value）和依据（source）。先“试用”，看对样例的影响，再保存使用。"
_GOOD, _BAD, _PLAIN = "good", "fault", "faint"


class ProfileEditor(QDialog):
    """Edits the text of one profile; `saved` once it has been written."""

    saved = Signal()

    def __init__(self, path: Path, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._work: Work | None = None
        self._tried: str | None = None
        self.setWindowTitle(f"编辑规则 — {path.stem}")
        self.setAccessibleName("编辑规则")
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName("规则文件")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = QFont(self.font())
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.text.setFont(font)
        self.text.textChanged.connect(self._forget_trial)
        self.verdict = QLabel()
        self.verdict.setAccessibleName("检查和试用的结果")
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.check = push_button("检查", self._check)
        self.trial = push_button("试用", self._try)
        self.save = push_button("保存", self._save)
        row = QHBoxLayout()
        for button in (self.check, self.trial, self.save):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(push_button("取消", self.close))
        column = QVBoxLayout(self)
        column.addWidget(self.text, 1)
        column.addWidget(self.verdict)
        column.addLayout(row)
        self.resize(size_in_letters(self, 720, 480))
        self._forget_trial()

    def _forget_trial(self) -> None:
        """Only the very text that was tried may be kept."""
        self.save.setEnabled(self._tried == self.text.toPlainText())
        if not self.save.isEnabled():
            self._tell(INVITATION, _PLAIN)

    def _check(self) -> bool:
        from perfdesk.desks.profile_desk import check_text

        try:
            profile = check_text(self.text.toPlainText(), self._path)
        except Fault as fault:
            self._tell_fault(fault.message)
            return False
        self._tell(f"没有发现错误：{profile.name}，共 {len(profile.settings)} 项。", _GOOD)
        return True

    def _tell_fault(self, sentence: str) -> None:
        """Show what is wrong, with the cursor on its line."""
        self._tell(sentence, _BAD)
        found = _LINE.search(sentence)
        if found is not None:
            block = self.text.document().findBlockByNumber(int(found.group(1)) - 1)
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            self.text.setTextCursor(cursor)
            self.text.setFocus()

    def _try(self) -> None:
        if self._work is not None or not self._check():
            return
        text = self.text.toPlainText()
        work = self._work = Work("试用", trying(text), self)
        work.succeeded.connect(lambda words: self._show_trial(text, str(words)))
        work.failed.connect(self._tell_fault)
        work.crashed.connect(lambda report: self._tell(f"程序内部出错：{report.splitlines()[-1]}", _BAD))
        work.finished.connect(self._end)
        self.trial.setEnabled(False)
        self._tell("正在用样例试用……", _PLAIN)
        work.start()

    def _show_trial(self, text: str, words: str) -> None:
        if text == self.text.toPlainText():
            self._tried = text
            self._tell(words, _GOOD)
            self.save.setEnabled(True)

    def _end(self) -> None:
        if self._work is not None:
            self._work.deleteLater()
        self._work = None
        self.trial.setEnabled(True)

    def _save(self) -> None:
        from perfdesk.desks.profile_desk import keep

        try:
            keep(self.text.toPlainText(), self._path)
        except Fault as fault:
            self._tell_fault(fault.message)
            return
        self.saved.emit()
        self.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for a trial that is running; its thread must not outlive the dialog."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait()
        super().closeEvent(event)

    def _tell(self, words: str, tone: str) -> None:
        set_tone(self.verdict, tone)
        self.verdict.setText(words)
