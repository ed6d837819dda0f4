"""Editing a cell's text, in the sheet and in the line above it.

A plain text edit in both places: it keeps line breaks (a single-line edit would turn them into
spaces) and works with input methods, whose composition never reaches the key handler.
Enter and Tab commit and say where to go next, Alt+Enter breaks the line, Escape gives up; Ctrl+Enter
fills every chosen cell.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class CellEditor(QPlainTextEdit):
    """A text edit that commits on Enter and Tab.

    `committed(rows, columns)` says how far from the cell the user goes on, as in a spreadsheet; `filled()`
    asks for the text in every chosen cell.
    """

    committed = Signal(int, int)
    filled = Signal()
    abandoned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(False)  # Files dropped here belong to the window.
        self.setAccessibleName("单元格内容")
        self.document().setDocumentMargin(2)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the menus: here it means what it does in a spreadsheet."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _fills(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, with Alt it breaks the line; Tab commits; Escape gives up."""
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")
        elif _fills(event):
            self.filled.emit()
        elif event.key() == Qt.Key.Key_Semicolon and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.insertPlainText(today_text())
        elif event.key() in _ENTER:
            self.committed.emit(-1 if is_back else 1, 0)
        elif event.key() == Qt.Key.Key_Tab:
            self.committed.emit(0, 1)
        elif event.key() == Qt.Key.Key_Backtab:
            self.committed.emit(0, -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
        else:
            super().keyPressEvent(event)

    def show_text(self, text: str, *, select: bool) -> None:
        """Put a text in; all of it selected, or the cursor at its end."""
        self.setPlainText(text)
        if select:
            self.selectAll()
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)


class EditLine(CellEditor):
    """The line above the sheet: shows the current cell's content, grows while it is edited.

    `entered(text)` is emitted when a changed text is committed.
    """

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._resting_lines = 2
        self.setAccessibleName("编辑栏：当前单元格的内容")
        self.setPlaceholderText("选中单元格后可在此修改，回车生效")
        self._set_lines(self._resting_lines)
        self.committed.connect(self.settle)
        self.abandoned.connect(self._restore)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(200, self.height())

    def set_resting_lines(self, lines: int) -> None:
        """How many lines to show while nobody edits."""
        self._resting_lines = lines
        if not self.hasFocus():
            self._set_lines(lines)

    def show_cell(self, text: str) -> None:
        """Show another cell's content."""
        self._shown = text
        self.setPlainText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Grow to four lines."""
        super().focusInEvent(event)
        self._set_lines(4)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what was typed when the user goes elsewhere, and shrink."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
            self._set_lines(self._resting_lines)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the height in lines when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_lines(4 if self.hasFocus() else self._resting_lines)

    def _set_lines(self, lines: int) -> None:
        spacing = QFontMetrics(self.font()).lineSpacing()
        self.setFixedHeight(spacing * lines + 8)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not committed yet."""
        return self.toPlainText() != self._shown

    def settle(self) -> None:
        """Commit what was typed, if anything was."""
        text = self.toPlainText()
        if text != self._shown:
            self._shown = text
            self.entered.emit(text)

    def _restore(self) -> None:
        self.setPlainText(self._shown)


def today_text() -> str:
    """Today as a spreadsheet types it."""
    today = date.today()
    return f"{today.year}/{today.month}/{today.day}"


def _fills(event: QKeyEvent) -> bool:
    """Whether the key is Ctrl+Enter."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _ENTER and held == Qt.KeyboardModifier.ControlModifier
