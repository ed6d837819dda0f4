"""Painting cells straight from the sheet: fill, finding colour, text, borders, sign, selection.

The table view's stock delegate asks the model seven times a cell; this one asks nothing,
which makes a repaint several times faster.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from perfdesk.core.grid import Block
from perfdesk.gui.look.colour import SIGN_SIZE
from perfdesk.gui.look.sign import draw_shape
from perfdesk.gui.look.theme import MarkLook, Theme, current
from perfdesk.gui.sheet.cell_border import WIDTHS, Stroke, draw_diagonal, draw_side, heavier
from perfdesk.gui.sheet.cell_text import TextSetter
from perfdesk.gui.sheet.drawing_painter import DrawingPainter
from perfdesk.gui.sheet.row_height import RowHeights
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.spill import CENTRED_ACROSS, Spills

if TYPE_CHECKING:
    from perfdesk.reading.rich_text import RichText
    from perfdesk.reading.style import Border, Look

_PATTERNS = {
    "darkGray": Qt.BrushStyle.Dense3Pattern,
    "mediumGray": Qt.BrushStyle.Dense4Pattern,
    "lightGray": Qt.BrushStyle.Dense5Pattern,
    "gray125": Qt.BrushStyle.Dense6Pattern,
    "gray0625": Qt.BrushStyle.Dense7Pattern,
    "Horizontal": Qt.BrushStyle.HorPattern,
    "Vertical": Qt.BrushStyle.VerPattern,
    "Down": Qt.BrushStyle.FDiagPattern,
    "Up": Qt.BrushStyle.BDiagPattern,
    "Grid": Qt.BrushStyle.CrossPattern,
    "Trellis": Qt.BrushStyle.DiagCrossPattern,
}
NOTE_SIZE = 6
CHOOSER_SIZE = 16


class SheetPainter:
    """Draws the cells of one sheet at one zoom, in the window's theme or another; made anew for a change."""

    def __init__(self, sheet: Sheet, zoom: float = 1.0, theme: Theme | None = None) -> None:
        self.sheet = sheet
        self.zoom = zoom
        self.theme = theme or current()
        self.text = TextSetter(zoom, None if self.theme.keeps_file_colours else self.theme.ink)
        self.spill = Spills(self)
        self.heights = RowHeights(self)
        self._drawings: DrawingPainter | None = None
        self._colours: dict[str, QColor] = {}
        self._widths: dict[int, int] = {}

    def replace_sheet(self, sheet: Sheet, changed: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
        """Draw another state of the same sheet; keeps fonts and layouts.

        Returns the changed cells and those beside them whose look follows: a text may run into, or out of,
        free cells.
        """
        rows = {row for row, _ in changed}
        before = {row: self.spills(row) for row in rows}
        self.sheet = sheet
        self.spill.clear()
        self.heights.clear()
        self._drawings = None
        self._widths.clear()
        touched = set(changed)
        for row in rows:
            for spilt in (before[row], self.spills(row)):
                touched |= {(row, free) for free, column in spilt.items() if (row, column) in changed}
        return touched

    def width_of(self, column: int) -> int:
        """Pixels of a column at this zoom, 0 for a hidden one."""
        width = self._widths.get(column)
        if width is None:
            is_hidden = column in self.sheet.grid.hidden_columns
            width = 0 if is_hidden else max(1, round(self.sheet.column_pixels(column) * self.zoom))
            self._widths[column] = width
        return width

    def height_of(self, row: int) -> int:
        """Pixels of a row at this zoom, 0 for a hidden one; wrapped text counts where the file is silent.

        It counts in a PDF too: pages are printed smaller than the letters on screen.
        """
        if row in self.sheet.grid.hidden_rows:
            return 0
        pixels = self.sheet.row_pixels(row)
        if pixels is None or self.sheet.grid.origin == "pdf":
            pixels = self.sheet.default_row_pixels if pixels is None else pixels
            return max(round(pixels * self.zoom), self.heights.of(row))
        return max(1, round(pixels * self.zoom))

    def paint(self, painter: QPainter, rect: QRect, place: tuple[int, int], *, selected: bool) -> None:
        """Draw one cell, or one merge by the place of its anchor, into its rectangle."""
        block = self.sheet.grid.block_at(*place)
        cell = self.sheet.cell_at(*place)
        look = self.sheet.shown_look(*place)
        mark = self.sheet.marks.get((block.top, block.left))
        sign = self.theme.paper_marks.of(mark.hue) if mark else None
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        is_filled = self._draw_fill(painter, rect, place, sign, look)
        if selected:
            painter.fillRect(rect, QColor(self.theme.veil))
        if cell.text:
            self._draw_text(painter, rect, place, look)
        elif (source := self.spills(place[0]).get(place[1])) is not None:
            self._draw_spill(painter, rect, place, source)
        self._draw_borders(painter, rect, block, plain=not is_filled)
        if look is not None and (look.diagonal_down or look.diagonal_up):
            self._draw_diagonals(painter, rect, look)
        self._draw_over(painter, rect, place)
        if sign:
            self.draw_sign(painter, rect, sign)
        painter.restore()

    def _draw_fill(
        self, painter: QPainter, rect: QRect, place: tuple[int, int], sign: MarkLook | None, look: Look | None
    ) -> bool:
        """Draw the ground of a cell; True where it has one of its own."""
        shown = look if self.theme.keeps_file_colours else None
        fill = self.draw_ground(painter, rect, sign, shown.fill if shown else None)
        if sign is not None or shown is None:
            return fill is not None
        if shown.pattern:
            kind = shown.pattern.removeprefix("dark").removeprefix("light") or shown.pattern
            style = _PATTERNS.get(shown.pattern) or _PATTERNS.get(kind, Qt.BrushStyle.Dense5Pattern)
            painter.fillRect(rect, QBrush(QColor(shown.pattern_color), style))
        change = self.sheet.changes.get(place)
        if change is not None and change.bar is not None:
            bar = QRectF(rect).adjusted(2, 2, -2, -2)
            bar.setWidth(bar.width() * change.bar)
            painter.fillRect(bar, QColor(change.bar_color))
        return fill is not None or bool(shown.pattern)

    def _draw_text(self, painter: QPainter, rect: QRect, place: tuple[int, int], look: Look | None) -> None:
        area = QRectF(rect)
        if look is not None and look.horizontal == CENTRED_ACROSS:
            area.setWidth(max(rect.width(), self.spill.width(*place)))
        self.text.draw(painter, area, self.sheet.cell_at(*place), look, self._runs(place, look))

    def _runs(self, place: tuple[int, int], look: Look | None) -> RichText:
        """The parts of a text that look different; none once the text is another."""
        face = self.sheet.face
        runs = face.rich.get(place) if face is not None and face.rich else None
        if runs and "".join(run.text for run in runs) == self.sheet.cell_at(*place).text:
            return runs
        return ()

    def _draw_over(self, painter: QPainter, rect: QRect, place: tuple[int, int]) -> None:
        """What lies over the cell: its part of the drawings, and the corner that tells of a note."""
        face = self.sheet.face
        if face is None:
            return
        if face.drawings:
            if self._drawings is None:
                sizes = (self.width_of, self.height_of)
                self._drawings = DrawingPainter(face.drawings, sizes, self.zoom, self.theme)
            self._drawings.paint(painter, QRectF(rect), place)
        if place in face.notes:
            self.draw_note(painter, rect)

    def draw_note(self, painter: QPainter, rect: QRect) -> None:
        """The corner of a cell that somebody has written a note about."""
        corner = QPointF(rect.left(), rect.top())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.paper_marks.grey.sign))
        painter.drawPolygon(
            QPolygonF([corner, corner + QPointF(NOTE_SIZE, 0), corner + QPointF(0, NOTE_SIZE)])
        )

    def draw_ground(
        self, painter: QPainter, rect: QRect, sign: MarkLook | None, own: str | None
    ) -> str | None:
        """Fill the cell by its finding, else by its own fill; returns the fill, None for plain paper."""
        fill = sign.fill if sign else own
        painter.fillRect(rect, QColor(fill or self.theme.paper))
        return fill

    def draw_grid(self, painter: QPainter, rect: QRect, *, is_crossed: bool) -> None:
        """The faint lines at the right and the bottom of a cell of plain paper.

        No line is drawn at the right where the edge `is_crossed` by a text.
        """
        if self.sheet.face is not None and not self.sheet.face.has_grid_lines:
            return
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(self.theme.grid))
        if not is_crossed:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), QColor(self.theme.grid))

    def draw_sign(self, painter: QPainter, rect: QRect, sign: MarkLook) -> None:
        """The corner sign of the cell's finding."""
        draw_sign(painter, rect, sign)

    def thickness(self, style: str, painter: QPainter) -> float:
        """How thick a line of that style is, in whole dots of the device."""
        # At 150 % a line would else be now one, now two dots wide.
        scale = painter.device().devicePixelRatioF()
        return math.floor(WIDTHS.get(style, 1) * scale) / scale

    def spills(self, row: int) -> dict[int, int]:
        """The row's empty columns into which the text of another column runs, with that column."""
        return self.spill.of_row(row)

    def _draw_spill(self, painter: QPainter, rect: QRect, place: tuple[int, int], column: int) -> None:
        row = place[0]
        cell = self.sheet.cell_at(row, column)
        low, high = sorted((column, place[1]))
        distance = sum(self.width_of(number) for number in range(low, high))
        left = rect.left() - distance if column < place[1] else rect.left() + distance
        source = QRectF(left, rect.top(), self.spill.width(row, column), rect.height())
        look = self.sheet.shown_look(row, column)
        self.text.draw(painter, source, cell, look, self._runs((row, column), look))

    def _draw_borders(self, painter: QPainter, rect: QRect, block: Block, *, plain: bool) -> None:
        rows, columns = self.sheet.extent
        bottom, right = min(block.bottom, rows), min(block.right, columns)
        if plain:
            self.draw_grid(painter, rect, is_crossed=block.is_single and self.spill.joins(bottom, right))
        top = float(rect.top())
        for row in range(block.top, bottom + 1):
            height = float(self.height_of(row)) if bottom > block.top else float(rect.height())
            self._line(
                painter,
                QRectF(rect.left(), top, rect.width(), height),
                self._right_border(row, right),
                "right",
            )
            if block.left == 1:
                self._line(painter, QRectF(rect.left(), top, 1, height), self._side(row, 1, "left"), "left")
            top += height
        left = float(rect.left())
        for column in range(block.left, right + 1):
            width = float(self.width_of(column)) if right > block.left else float(rect.width())
            area = QRectF(left, rect.top(), width, rect.height())
            self._line(painter, area, self._bottom_border(bottom, column), "bottom")
            if block.top == 1:
                self._line(painter, area, self._side(1, column, "top"), "top")
            left += width

    def _side(self, row: int, column: int, side: str) -> Border | None:
        look: Look | None = self.sheet.look_at(row, column)
        if look is None:
            return None
        return {"left": look.left, "right": look.right, "top": look.top, "bottom": look.bottom}[side]

    def _right_border(self, row: int, column: int) -> Border | None:
        return heavier(self._side(row, column, "right"), self._side(row, column + 1, "left"))

    def _bottom_border(self, row: int, column: int) -> Border | None:
        return heavier(self._side(row, column, "bottom"), self._side(row + 1, column, "top"))

    def _line(self, painter: QPainter, area: QRectF, border: Border | None, side: str) -> None:
        if border is None:
            return
        draw_side(painter, area, side, self._stroke(painter, border))

    def _stroke(self, painter: QPainter, border: Border) -> Stroke:
        colour = border.color if self.theme.keeps_file_colours else self.theme.ink
        known = self._colours.get(colour) or self._colours.setdefault(colour, QColor(colour))
        return Stroke(border.style, known, self.thickness(border.style, painter))

    def _draw_diagonals(self, painter: QPainter, rect: QRect, look: Look) -> None:
        for border, is_up in ((look.diagonal_down, False), (look.diagonal_up, True)):
            if border is not None:
                draw_diagonal(painter, QRectF(rect), self._stroke(painter, border), is_up=is_up)


def draw_sign(painter: QPainter, rect: QRect, look: MarkLook) -> None:
    """The corner sign of a finding: its shape says what its colour says."""
    size, right, top = SIGN_SIZE, rect.right() - 1.0, rect.top() + 1.0
    if look.shape == "triangle":  # In the corner, as the sign of a comment.
        corner = QPointF(right, top)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.sign))
        painter.drawPolygon(QPolygonF([corner - QPointF(size + 1, 0), corner, corner + QPointF(0, size + 1)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    else:
        draw_shape(painter, QRectF(right - size + 1, top + 1, size - 1, size - 1), look)


def draw_current(painter: QPainter, rect: QRect) -> None:
    """The frame of the current cell."""
    painter.setPen(QPen(QColor(current().frame), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))


def chooser_rect(rect: QRect) -> QRect:
    """Where the arrow of a drop-down lies in its cell."""
    size = min(CHOOSER_SIZE, rect.width(), rect.height())
    return QRect(rect.right() - size, rect.bottom() - size, size, size)


def draw_chooser(painter: QPainter, rect: QRect) -> None:
    """The arrow that says a cell offers a list."""
    painter.save()
    painter.fillRect(rect, QColor(current().accent))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current().on_accent))
    middle, third = QPointF(rect.center()) + QPointF(0.5, 1), rect.width() / 4
    corners = [QPointF(-third, -third / 2), QPointF(third, -third / 2), QPointF(0, third / 1.5)]
    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
    painter.restore()
