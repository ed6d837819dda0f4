"""What fills the middle of the window: an invitation, a document's sheets, or why it cannot be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

INVITATION = "把绩效自评表（.xlsx、.xls、.docx、.pdf 文件或文件夹）\n拖到这里，或点下面的按钮打开。"


class Pages(QStackedWidget):
    """Shows one of three pages; `files_wanted` and `folder_wanted` come from the invitation."""

    files_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, sheets: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheets = sheets
        self.sentence = _label(16)
        self.sentence.setAccessibleName("文件无法读取的原因")
        self._invitation = self._make_invitation()
        self._fault = QWidget()
        column = QVBoxLayout(self._fault)
        column.addWidget(self.sentence)
        for page in (self._invitation, sheets, self._fault):
            self.addWidget(page)

    def _make_invitation(self) -> QWidget:
        page = QWidget()
        words = _label(14)
        words.setText(INVITATION)
        words.setAccessibleName("打开文件的说明")
        row = QHBoxLayout()
        row.addStretch(1)
        for name, wanted in (("打开文件", self.files_wanted), ("打开文件夹", self.folder_wanted)):
            button = QPushButton(name)
            button.setAccessibleName(name)
            button.clicked.connect(wanted)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(page)
        column.addStretch(2)
        column.addWidget(words)
        column.addLayout(row)
        column.addStretch(3)
        return page

    def show_invitation(self) -> None:
        """Nothing is open."""
        self.setCurrentWidget(self._invitation)

    def show_sheets(self) -> None:
        """A document that could be read."""
        self.setCurrentWidget(self.sheets)

    def show_fault(self, sentence: str) -> None:
        """A document that could not."""
        self.sentence.setText(sentence)
        self.setCurrentWidget(self._fault)


def _label(pixels: int) -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setStyleSheet(f"font-size: {pixels}px; color: #57606a; padding: 16px;")
    return label
