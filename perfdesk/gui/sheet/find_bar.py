"""Finding and replacing a text in the cells of the document in front.

The bar only asks: it goes to cells by signals, and what it replaces comes back as an edit of the session.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from perfdesk.gui.controls.push_button import push_button


class FindBar(QFrame):
    """Above the sheet; hidden until it is asked for.

    Signals: `step_asked(needle, forward)`, `replace_asked(needle, text, is_all)`, `left()`.
    """

    step_asked = Signal(str, bool)
    replace_asked = Signal(str, str, bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("查找和替换")
        self.needle = _line("查找内容")
        self.text = _line("替换为")
        self.count = QLabel()
        self.count.setAccessibleName("查找结果")
        self._replacing = (
            self.text,
            push_button("替换", lambda: self._replace(is_all=False)),
            push_button("全部替换", lambda: self._replace(is_all=True)),
        )
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName("关闭查找")
        close.setToolTip("关闭查找（Esc）")
        close.clicked.connect(self.leave)
        rows = QGridLayout(self)
        rows.setContentsMargins(6, 3, 6, 3)
        rows.addWidget(self.needle, 0, 0)
        rows.addWidget(push_button("上一个", lambda: self.step(forward=False)), 0, 1)
        rows.addWidget(push_button("下一个", lambda: self.step(forward=True)), 0, 2)
        rows.addWidget(self.count, 0, 3)
        rows.addWidget(close, 0, 4)
        for column, part in enumerate(self._replacing):
            rows.addWidget(part, 1, column)
        rows.setColumnStretch(0, 3)
        rows.setColumnStretch(3, 2)
        self.hide()

    def ask(self, *, replacing: bool) -> None:
        """Show the bar, ready to type."""
        for part in self._replacing:
            part.setVisible(replacing)
        self.show()
        self.needle.setFocus()
        self.needle.selectAll()

    def step(self, *, forward: bool) -> None:
        """Ask for the next or the previous cell."""
        self.step_asked.emit(self.needle.text(), forward)

    def _replace(self, *, is_all: bool) -> None:
        self.replace_asked.emit(self.needle.text(), self.text.text(), is_all)

    def tell(self, words: str) -> None:
        """Say how many were found, and which one this is."""
        self.count.setText(words)

    def leave(self) -> None:
        """Go back to the sheet."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds the next, with Shift the previous; Escape leaves."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.step(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(name)
    line.setAccessibleName(name)
    line.setClearButtonEnabled(True)
    return line
