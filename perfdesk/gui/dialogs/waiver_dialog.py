"""The question for a 核实性说明: why a finding stands, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from perfdesk.core.finding import Finding
from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.look.room import size_in_letters

REMARK = "说明存入同一文件夹的“核实性说明.json”，表格本身不变；表中的数一变，说明即失效。"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the user wrote: the reason and the name under it."""

    text: str
    author: str


class WaiverDialog(QDialog):
    """Shows the finding and takes its explanation; it can be accepted once something is written."""

    def __init__(self, finding: Finding, author: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"核实性说明 — {finding.rule} {finding.place.cell}")
        self.setAccessibleName("核实性说明")
        sentence = QLabel(finding.message)
        sentence.setWordWrap(True)
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QPlainTextEdit(finding.waiver.text if finding.waiver else "")
        self.text.setAccessibleName("说明")
        self.text.setPlaceholderText("写明为何属实、依据是什么")
        self.text.setTabChangesFocus(True)
        self.author = QLineEdit((finding.waiver.author if finding.waiver else "") or author)
        self.author.setAccessibleName("说明人")
        remark = QLabel(REMARK)
        remark.setWordWrap(True)
        set_tone(remark, "faint")
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        reject = self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.accept_button, reject):
            button.setAccessibleName(button.text())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.text.textChanged.connect(self._allow)
        rows = QFormLayout()
        rows.addRow("说明", self.text)
        rows.addRow("说明人", self.author)
        column = QVBoxLayout(self)
        column.addWidget(sentence)
        column.addLayout(rows, 1)
        column.addWidget(remark)
        column.addWidget(self.buttons)
        self.resize(size_in_letters(self, 460, 320))
        self._allow()
        self.text.setFocus()

    @property
    def explanation(self) -> Explanation:
        """What was written."""
        return Explanation(self.text.toPlainText(), self.author.text())

    def _allow(self) -> None:
        self.accept_button.setEnabled(bool(self.text.toPlainText().strip()))
