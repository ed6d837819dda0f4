"""What fills the middle of the window: an invitation, a document's sheets, or why it cannot be read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.panes.start_page import StartPage

LARGER = 1.3


class Pages(QStackedWidget):
    """Shows one of three pages."""

    def __init__(self, sheets: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheets = sheets
        self.sentence = _label()
        self.sentence.setAccessibleName("文件无法读取的原因")
        self.start = StartPage()
        self._fault = QWidget()
        column = QVBoxLayout(self._fault)
        column.addWidget(self.sentence)
        for page in (self.start, sheets, self._fault):
            self.addWidget(page)

    def show_invitation(self) -> None:
        """Nothing is open."""
        self.setCurrentWidget(self.start)

    def show_sheets(self) -> None:
        """A document that could be read."""
        self.setCurrentWidget(self.sheets)

    def show_fault(self, sentence: str) -> None:
        """A document that could not."""
        self.sentence.setText(sentence)
        self.setCurrentWidget(self._fault)


def _label() -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_tone(label, "faint")
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * LARGER)
    label.setFont(font)
    label.setMargin(16)
    return label
