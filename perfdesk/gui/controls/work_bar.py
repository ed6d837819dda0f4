"""The right end of the status bar: how far the work is, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget


class WorkBar(QWidget):
    """Hidden unless something runs; `cancelled` when the user stops it."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setAccessibleName("进行中的工作")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("进度")
        self.bar.setFixedWidth(120)
        self.bar.setTextVisible(False)
        self.stop = QToolButton()
        self.stop.setText("取消")
        self.stop.setAccessibleName("取消进行中的工作")
        self.stop.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.words, self.bar, self.stop):
            row.addWidget(part)
        self.hide()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Show how many of how many files are done, and which one is being read."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(self.words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 260))

    def show_busy(self, *, is_busy: bool) -> None:
        """Come and go with the work."""
        if is_busy and not self.isVisible():
            self.bar.setRange(0, 0)
            self.words.clear()
        self.setVisible(is_busy)
