"""Painting what lies over the cells: pictures, lines, boxes with words; a marked place for all else.

Painted cell by cell, each its part, so that it scrolls, freezes and prints with the cells below it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPen

from perfdesk.gui.look.theme import Theme
from perfdesk.gui.sheet.cell_text import TextSetter
from perfdesk.gui.sheet.sheet import PIXELS_PER_POINT

if TYPE_CHECKING:
    from perfdesk.reading.drawing import Corner, Drawing, Kind

_NAMES: dict[Kind, str] = {"picture": "图片", "chart": "图表", "other": "图形", "shape": "图形", "line": "线"}
_MOST_DOTS = 30_000_000
_VEIL = 225
Size = Callable[[int], int]


class DrawingPainter:
    """Draws the drawings of one sheet at one zoom.

    Args:
        drawings: the lowest first.
        sizes: pixels of a column and of a row by number.
        zoom: pixels to a pixel of 100 %.
    """

    def __init__(
        self, drawings: tuple[Drawing, ...], sizes: tuple[Size, Size], zoom: float, theme: Theme
    ) -> None:
        self._zoom = zoom
        self._theme = theme
        self._lefts, self._tops = _Ruler(sizes[0]), _Ruler(sizes[1])
        self._images: dict[int, QImage | None] = {}
        self._placed = [(each, self._rect(each)) for each in drawings]

    def paint(self, painter: QPainter, area: QRectF, place: tuple[int, int]) -> None:
        """Draw what of them lies over a cell, or over the merge that begins there; clipped to its area."""
        left, top = self._lefts.at(place[1]), self._tops.at(place[0])
        on_sheet = QRectF(left, top, area.width(), area.height())
        for drawing, rect in self._placed:
            if rect.adjusted(-1, -1, 1, 1).intersects(on_sheet):
                painter.save()
                painter.translate(area.left() - left, area.top() - top)
                self._draw(painter, drawing, rect)
                painter.restore()

    def _rect(self, drawing: Drawing) -> QRectF:
        begin = self._point(drawing.begin)
        if drawing.end is not None:
            return QRectF(begin, self._point(drawing.end)).normalized()
        width, height = (points * PIXELS_PER_POINT * self._zoom for points in drawing.size)
        return QRectF(begin.x(), begin.y(), width, height)

    def _point(self, corner: Corner) -> QPointF:
        scale = PIXELS_PER_POINT * self._zoom
        # Never beyond the cell: a column may be narrower here than where the drawing was put.
        across = min(corner.right * scale, self._lefts.size(corner.column))
        down = min(corner.down * scale, self._tops.size(corner.row))
        return QPointF(self._lefts.at(corner.column) + across, self._tops.at(corner.row) + down)

    def _draw(self, painter: QPainter, drawing: Drawing, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if drawing.kind == "line":
            painter.setPen(self._pen(drawing))
            is_up = drawing.is_flipped[0] != drawing.is_flipped[1]
            ends = (rect.bottomLeft(), rect.topRight()) if is_up else (rect.topLeft(), rect.bottomRight())
            painter.drawLine(*ends)
        elif drawing.kind == "shape" and (drawing.line or drawing.fill or drawing.text):
            self._draw_box(painter, drawing, rect)
        elif (image := self._image(drawing)) is not None:
            painter.drawImage(rect, image)
        else:
            self._draw_stand_in(painter, drawing, rect)

    def _pen(self, drawing: Drawing) -> QPen:
        colour = drawing.line if self._theme.keeps_file_colours else self._theme.ink
        return QPen(QColor(colour), max(1.0, drawing.weight * PIXELS_PER_POINT * self._zoom))

    def _draw_box(self, painter: QPainter, drawing: Drawing, rect: QRectF) -> None:
        keeps = self._theme.keeps_file_colours
        painter.setPen(self._pen(drawing) if drawing.line else Qt.PenStyle.NoPen)
        fill = drawing.fill if keeps else self._theme.paper
        painter.setBrush(QColor(fill) if drawing.fill and fill else Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        self._write(painter, rect, drawing.text, self._theme.ink)

    def _draw_stand_in(self, painter: QPainter, drawing: Drawing, rect: QRectF) -> None:
        """A place that says what is there in the file and cannot be shown."""
        look = self._theme.paper_marks.grey
        ground = QColor(look.fill)
        ground.setAlpha(_VEIL)
        painter.setPen(QPen(QColor(look.sign), 1, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        name = _NAMES[drawing.kind]
        self._write(painter, rect, f"{name}：{drawing.name}" if drawing.name else name, look.sign)

    def _write(self, painter: QPainter, rect: QRectF, words: str, ink: str) -> None:
        painter.setFont(TextSetter(self._zoom).font(None))
        painter.setPen(QColor(ink))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(rect.adjusted(3, 2, -3, -2), int(flags), words)

    def _image(self, drawing: Drawing) -> QImage | None:
        if id(drawing) not in self._images:
            self._images[id(drawing)] = read_image(drawing.image) if drawing.image else None
        return self._images[id(drawing)]


class _Ruler:
    """Where columns or rows begin."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._starts = [0, 0]

    def at(self, number: int) -> int:
        while len(self._starts) <= number:
            self._starts.append(self._starts[-1] + self.size(len(self._starts) - 1))
        return self._starts[number]


def read_image(data: bytes) -> QImage | None:
    """A picture; None for one that is damaged, or far larger than a page could show."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    size: QSize = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_DOTS:
        return None
    image = reader.read()
    return None if image.isNull() else image
