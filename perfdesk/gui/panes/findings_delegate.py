"""Painting the rows of findings straight from the model.

The stock delegate asks the model seven times a cell and lays its text out several times; a table of findings
is painted after every edit, so that this decides how soon the user sees what the edit did.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionFocusRect, QStyleOptionViewItem

from perfdesk.gui.panes.findings_model import CENTRED_COLUMNS, FindingsModel

AnyIndex = QModelIndex | QPersistentModelIndex
_MARGIN = 3


class FindingsDelegate(QStyledItemDelegate):
    """Paints a cell of a `FindingsModel` as the stock delegate does."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Ground, words, and the frame of the cell that has the keys."""
        model = index.model()
        if not isinstance(model, FindingsModel):
            super().paint(painter, option, index)
            return
        rect, state, row, column = option.rect, option.state, index.row(), index.column()
        fill, ink = model.colours(row, column)
        palette: QPalette = option.palette
        group = _group(state)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.color(group, QPalette.ColorRole.Highlight))
            painter.setPen(palette.color(group, QPalette.ColorRole.HighlightedText))
        else:
            if fill:
                painter.fillRect(rect, QColor(fill))
            painter.setPen(QColor(ink) if ink else palette.color(group, QPalette.ColorRole.Text))
        self._draw_words(painter, rect, model.words(row)[column], is_centred=column in CENTRED_COLUMNS)
        if state & QStyle.StateFlag.State_HasFocus:
            _draw_focus(painter, option)

    def _draw_words(self, painter: QPainter, rect: QRect, words: str, *, is_centred: bool) -> None:
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        side = Qt.AlignmentFlag.AlignHCenter if is_centred else Qt.AlignmentFlag.AlignLeft
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)


def _group(state: QStyle.StateFlag) -> QPalette.ColorGroup:
    if not state & QStyle.StateFlag.State_Enabled:
        return QPalette.ColorGroup.Disabled
    is_active = state & QStyle.StateFlag.State_Active
    return QPalette.ColorGroup.Normal if is_active else QPalette.ColorGroup.Inactive


def _draw_focus(painter: QPainter, option: QStyleOptionViewItem) -> None:
    frame = QStyleOptionFocusRect()
    frame.rect, frame.palette = option.rect, option.palette
    frame.state = option.state | QStyle.StateFlag.State_KeyboardFocusChange | QStyle.StateFlag.State_Item
    frame.backgroundColor = option.palette.color(QPalette.ColorRole.Highlight)
    kind = QStyle.PrimitiveElement.PE_FrameFocusRect
    option.widget.style().drawPrimitive(kind, frame, painter, option.widget)
