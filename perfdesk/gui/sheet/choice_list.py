"""The list of words a cell offers, laid over the sheet below the cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QWidget

_MOST_SHOWN = 10
_NARROWEST = 90


class ChoiceList(QListWidget):
    """Enter or a click takes a word and emits `chosen(word)`; Escape or leaving it takes none."""

    chosen = Signal(str)

    def __init__(self, words: Sequence[str], current: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAccessibleName("可选内容")
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.addItems(list(words))
        self.setCurrentRow(words.index(current) if current in words else 0)
        self.itemClicked.connect(lambda item: self._take(item.text()))

    def show_below(self, cell: QRect) -> None:
        """Come up below a cell, or above it where there is no room."""
        room = self._over.rect()
        line = self.sizeHintForRow(0)
        height = min(line * min(self.count(), _MOST_SHOWN) + 2 * self.frameWidth() + 2, room.height())
        width = min(max(cell.width(), self.sizeHintForColumn(0) + 24, _NARROWEST), room.width())
        top = cell.bottom() + 1 if cell.bottom() + height < room.bottom() else max(0, cell.top() - height)
        self.setGeometry(min(cell.left(), room.width() - width), top, width, height)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the current word, Escape none."""
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab} and item is not None:
            self._take(item.text())
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go when the user goes elsewhere."""
        super().focusOutEvent(event)
        self.close()

    def _take(self, word: str) -> None:
        self._leave()
        self.chosen.emit(word)

    def _leave(self) -> None:
        view = self._over.parentWidget()
        self.close()
        if view is not None:
            view.setFocus()
