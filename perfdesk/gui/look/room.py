"""How large a window of its own is made: as large as its words need."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_PLAIN_LETTER = 13
"""How wide a letter is, in pixels, where the letters have their plain size."""


def size_in_letters(dialog: QWidget, width: int, height: int) -> QSize:
    """A size made for plain letters, grown with larger ones as far as the window behind reaches."""
    grown = max(dialog.fontMetrics().horizontalAdvance("国") / _PLAIN_LETTER, 1)
    behind = dialog.parentWidget()
    room = behind.window().size() if behind is not None else QSize(width, height)
    return QSize(int(width * grown), int(height * grown)).boundedTo(room).expandedTo(QSize(width, height))
