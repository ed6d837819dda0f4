"""The lines around and across a cell, in the styles that a workbook names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

if TYPE_CHECKING:
    from perfdesk.reading.style import Border

WIDTHS = {
    "medium": 2, "mediumDashed": 2, "mediumDashDot": 2, "mediumDashDotDot": 2, "slantDashDot": 2,
    "thick": 3, "double": 3,
}  # fmt: skip
_DASHES: dict[str, list[float]] = {
    "hair": [1, 1],
    "dotted": [2, 2],
    "dashed": [4, 2],
    "dashDot": [8, 3, 3, 3],
    "dashDotDot": [8, 3, 3, 3, 3, 3],
    "mediumDashed": [4.5, 1.5],
    "mediumDashDot": [4.5, 1.5, 1.5, 1.5],
    "mediumDashDotDot": [4.5, 1.5, 1.5, 1.5, 1.5, 1.5],
    "slantDashDot": [5, 1, 2, 1],
}
"""Lengths of dashes and gaps, in widths of the line."""


class Stroke(NamedTuple):
    """How a line is drawn."""

    style: str
    colour: QColor
    width: float

    def pen(self) -> QPen:
        """The pen that draws it, with its dashes."""
        pen = QPen(self.colour, self.width)
        if self.style in _DASHES:
            pen.setDashPattern(_DASHES[self.style])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def draw_side(painter: QPainter, area: QRectF, side: str, stroke: Stroke) -> None:
    """Draw the line along one side of a rectangle, inside it."""
    line = edge(area, side, stroke.width)
    if stroke.style in _DASHES:
        painter.setPen(stroke.pen())
        is_level = side in {"top", "bottom"}
        middle = line.center()
        painter.drawLine(
            QPointF(line.left(), middle.y()) if is_level else QPointF(middle.x(), line.top()),
            QPointF(line.right(), middle.y()) if is_level else QPointF(middle.x(), line.bottom()),
        )
    elif stroke.style == "double":
        width, inset = stroke.width / 3, stroke.width * 2 / 3
        painter.fillRect(edge(area, side, width), stroke.colour)
        inner = area.adjusted(inset, inset, -inset, -inset)
        painter.fillRect(edge(inner, side, width), stroke.colour)
    else:
        painter.fillRect(line, stroke.colour)


def draw_diagonal(painter: QPainter, area: QRectF, stroke: Stroke, *, is_up: bool) -> None:
    """Draw a line from corner to corner of a cell, such as divides the head of rows from that of columns."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(stroke.pen())
    corners = (area.bottomLeft(), area.topRight()) if is_up else (area.topLeft(), area.bottomRight())
    painter.drawLine(*corners)
    painter.restore()


def heavier(first: Border | None, second: Border | None) -> Border | None:
    """Of the lines that two cells draw along the same edge the one that is seen; the first of equal ones."""
    if first is None or second is None or first.style == second.style:
        return first or second
    return second if WIDTHS.get(second.style, 1) > WIDTHS.get(first.style, 1) else first


def edge(area: QRectF, side: str, width: float) -> QRectF:
    """The strip of a rectangle along one of its sides."""
    if side == "right":
        return QRectF(area.right() - width, area.top(), width, area.height())
    if side == "left":
        return QRectF(area.left(), area.top(), width, area.height())
    if side == "top":
        return QRectF(area.left(), area.top(), area.width(), width)
    return QRectF(area.left(), area.bottom() - width, area.width(), width)
