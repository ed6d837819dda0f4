"""What a derived cell should show, small beside what is printed in it, where the cell has room for both."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from perfdesk.gui.sheet.sheet_painter import SheetPainter

_SMALLER = 0.78
_MARGIN = 3


def draw_expected(
    painter: QPainter, rect: QRect, place: tuple[int, int], sheet_painter: SheetPainter
) -> None:
    """Draw the expected figure at the bottom right of a cell, unless it would cover the printed one."""
    mark = sheet_painter.sheet.marks[place]
    cell = sheet_painter.sheet.cell_at(*place)
    look = sheet_painter.sheet.look_of(cell.style)
    words = f"应为 {mark.expected}"
    font = sheet_painter.text.font(look, _SMALLER)
    painter.save()
    painter.setFont(font)
    metrics = painter.fontMetrics()
    wide, high = metrics.horizontalAdvance(words), metrics.height()
    room = rect.adjusted(_MARGIN, 0, -_MARGIN, -1)
    printed = sheet_painter.text.broken(cell.text, look, room.width()) if cell.text else None
    below = printed is None or (rect.height() - printed.height) / 2 >= high
    beside = printed is not None and (rect.width() - printed.width) / 2 >= wide + 2 * _MARGIN
    if wide <= room.width() and high <= room.height() and (below or beside):
        painter.setPen(QColor(sheet_painter.theme.paper_marks.of(mark.hue).sign))
        bottom = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.drawText(QRectF(room), int(bottom), words)
    painter.restore()
