"""The signs of findings: a shape for each hue, so that colour never speaks alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from perfdesk.gui.look.theme import MarkLook

_STROKE = 1.6


def draw_shape(painter: QPainter, area: QRectF, look: MarkLook) -> None:
    """Draw the shape of a look into a square, in the colour of its sign."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.sign))
    if look.shape == "triangle":
        top = QPointF(area.center().x(), area.top())
        painter.drawPolygon(QPolygonF([area.bottomLeft(), top, area.bottomRight()]))
    elif look.shape == "square":
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
    elif look.shape == "circle":
        painter.drawEllipse(area)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.sign), _STROKE))
        if look.shape == "ring":
            painter.drawEllipse(area.adjusted(1, 1, -1, -1))
        else:
            low = QPointF(area.left() + area.width() * 0.4, area.bottom() - 1)
            painter.drawPolyline([QPointF(area.left(), area.center().y()), low, area.topRight()])
    painter.restore()
