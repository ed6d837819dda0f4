"""A table in which text is typed over cells, also through an input method, and nothing typed is lost.

An input method may send a word whole, or letters of a composition and then the word. While it composes
the view must keep the keys, since giving them to the editor would end the composition; so the first
composition is passed on to the editor, which takes the keys once a word came.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QApplication, QWidget

from perfdesk.gui.sheet.cell_editor import CellEditor
from perfdesk.gui.sheet.frozen_table import FrozenTable

AnyIndex = QModelIndex | QPersistentModelIndex


class TypingTable(FrozenTable):
    """Knows the editor that is open over a cell; `typing_changed()` when one opens or closes.

    Attributes:
        typed_over: whether the edit that begins replaces the content, as typing does, or goes on in it.
    """

    typing_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typed_over = False
        self._editor: CellEditor | None = None
        self._is_composing = False

    @property
    def editor(self) -> CellEditor | None:
        """What is open over a cell, or None."""
        return self._editor

    def editor_opened(self, editor: CellEditor) -> None:
        """The delegate has made an editor."""
        self._editor = editor
        self.typing_changed.emit()

    def editor_closed(self, editor: CellEditor) -> None:
        """The delegate takes an editor away; the keys must not stay with it."""
        if editor.hasFocus():
            self.setFocus()
        if editor is self._editor:
            self._editor = None
            self._is_composing = False
            self.typing_changed.emit()

    def settle(self) -> None:
        """Enter what is being typed, as leaving the cell does."""
        if self._editor is None:
            return
        QGuiApplication.inputMethod().commit()
        if self._is_composing:
            self._end_composing()
        elif self._editor is not None:
            self.commitData(self._editor)
            self.closeEditor(self._editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def type_over(self, text: str) -> None:
        """Begin an edit of the current cell with a text in place of its content."""
        self.typed_over = True
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())
        if self._editor is not None:
            self._editor.show_text(text, select=False)

    def edit(self, *arguments: Any) -> Any:
        """Give the keys to the editor, also where Qt still waits for a composition that was left."""
        answer = super().edit(*arguments)
        if self._editor is not None and not self._is_composing:
            self._editor.setFocus()
        return answer

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Open an editor for what is composed, or pass it on to the one that is open."""
        composes, word = bool(event.preeditString()), event.commitString()
        if self._editor is None and composes:
            self.typed_over = self._is_composing = True
            super().inputMethodEvent(event)
            self._is_composing = self._editor is not None
        elif self._editor is None:
            # A word that comes whole: Qt would open an editor and lose it.
            event.setAccepted(bool(word))
            if word:
                self.type_over(word)
        elif not self._is_composing:
            QApplication.sendEvent(self._editor, event)
            self._editor.setFocus()
        elif composes or word:
            self._is_composing = not word
            super().inputMethodEvent(event)
        else:
            self._end_composing()

    def _end_composing(self) -> None:
        """A first composition was given up: so is the edit that it began, and the cell stays as it was."""
        super().inputMethodEvent(QInputMethodEvent())
        self._is_composing = False
        if self._editor is not None:
            self.closeEditor(self._editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """No composition goes on into another cell."""
        if self._is_composing and self._editor is not None:
            self._is_composing = False
            QGuiApplication.inputMethod().reset()
            self.closeEditor(self._editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
        super().currentChanged(current, previous)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click elsewhere enters what is typed."""
        self.settle()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Begin an edit of the content that is there."""
        self.typed_over = False
        super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While an editor is open keys are its own; one that it passes on means nothing here."""
        if self._editor is None:
            super().keyPressEvent(event)
        elif self.hasFocus() and not self._is_composing:
            self._editor.setFocus()
            QApplication.sendEvent(self._editor, event)
        else:
            event.ignore()
