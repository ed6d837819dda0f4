"""Painting the cells of a sheet on paper: finer than on screen, with thin lines and no grid of the window.

Where a row's height in the file is too small for its text, which on screen can be read by a click, it grows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter

from perfdesk.core.grid import Block, Cell
from perfdesk.gui.look.theme import LIGHT, MarkLook
from perfdesk.gui.sheet.cell_border import heavier
from perfdesk.gui.sheet.cell_text import LINE_HEIGHT, TextSetter
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.sheet_painter import SheetPainter

if TYPE_CHECKING:
    from perfdesk.reading.style import Look

Marking = Literal["none", "colour", "sign"]
FINENESS = 2
"""Dots to a pixel of the screen; with more, Qt would draw headings as outlines that are never bold."""
POINTS_PER_DOT = 0.75 / FINENESS
_THIN_POINTS = 0.5
_PADDING = 2
_LETTER_HEIGHT = 1.1
_FAINT = "#BFBFBF"
_STACKED = 255


class PaperPainter(SheetPainter):
    """Draws a sheet in dots, `POINTS_PER_DOT` large.

    Args:
        marking: whether findings are shown, and whether by colour and sign or, for black ink, by sign alone.
        grows: rows grow where their text has no room.
        has_grid: the grid is printed, as the file wants it.
    """

    def __init__(
        self, sheet: Sheet, marking: Marking = "none", *, grows: bool = True, has_grid: bool = False
    ) -> None:
        shown = sheet if marking != "none" else replace(sheet, marks={})
        super().__init__(shown, FINENESS, LIGHT)
        self.text = _PaperSetter()
        self._marking = marking
        self._grows = grows
        self._has_grid = has_grid
        self._heights: dict[int, int] = {}
        self.thin = _THIN_POINTS / POINTS_PER_DOT

    def forget_letters(self) -> None:
        """Before another thread paints: letters laid out in one thread die with it."""
        self.text = _PaperSetter()

    def use_scale(self, scale: float) -> None:
        """Keep lines as thick on paper at every scale of the sheet; small ones are hard to copy."""
        self.thin = _THIN_POINTS / (POINTS_PER_DOT * scale)

    def height_of(self, row: int) -> int:
        """Dots of a row, 0 for a hidden one; with room for its text where rows may grow."""
        height = self._heights.get(row)
        if height is None:
            height = self._heights[row] = self._height(row)
        return height

    def _height(self, row: int) -> int:
        if row in self.sheet.grid.hidden_rows:
            return 0
        pixels = self.sheet.row_pixels(row)
        height = (self.sheet.default_row_pixels if pixels is None else pixels) * FINENESS
        if self._grows or pixels is None:
            for column in range(1, self.sheet.extent[1] + 1):
                cell = self.sheet.grid.cells.get((row, column))
                if cell is not None and cell.text:
                    block = self.sheet.grid.block_at(row, column)
                    if block.top == block.bottom:
                        height = max(height, self._wanted(cell, block, 0 if pixels is None else height))
        return max(1, height)

    def grow_merges(self) -> None:
        """Give the last row of a merge over several rows what its text lacks."""
        if not self._grows:
            return
        for block in self.sheet.grid.merges:
            cell = self.sheet.grid.cells.get((block.top, block.left))
            if cell is None or not cell.text or block.top == block.bottom:
                continue
            rows = [row for row in range(block.top, block.bottom + 1) if self.height_of(row)]
            height = sum(self.height_of(row) for row in rows)
            if rows:
                self._heights[rows[-1]] += max(0, self._wanted(cell, block, height) - height)

    def _wanted(self, cell: Cell, block: Block, height: int) -> int:
        """The height its text needs where `height`, if any, would cut it; else that height."""
        look = self.sheet.look_of(cell.style)
        if look is not None and (look.rotation or look.shrink):
            return height
        width = sum(self.width_of(column) for column in range(block.left, block.right + 1))
        needed = self.text.needed_height(cell.text, look, width)
        # The space between lines may go: a text is cut only where its letters are.
        spare = self.text.font(look).pixelSize() * (LINE_HEIGHT - _LETTER_HEIGHT) + FINENESS
        return round(needed) + 2 * _PADDING * FINENESS if needed - spare > height else height

    def thickness(self, style: str, painter: QPainter) -> float:
        """How thick a line of that style is in dots; never thinner than the device can show."""
        dot = abs(painter.worldTransform().m11()) or 1.0
        return max(super().thickness(style, painter) * self.thin, 1 / dot)

    def draw_ground(
        self, painter: QPainter, rect: QRect, sign: MarkLook | None, own: str | None
    ) -> str | None:
        """Fill the cell where it has a fill; paper is white by itself."""
        fill = sign.fill if sign and self._marking == "colour" else own
        if fill is not None and QColor(fill) != QColor("white"):
            painter.fillRect(rect, QColor(fill))
        return fill

    def draw_grid(self, painter: QPainter, rect: QRect, *, is_crossed: bool) -> None:
        """The grid, where the file wants it on paper."""
        if self._has_grid:
            width = self.thickness("thin", painter)
            painter.fillRect(QRectF(rect.left(), rect.bottom() - width, rect.width(), width), QColor(_FAINT))
            if not is_crossed:
                right = QRectF(rect.right() - width, rect.top(), width, rect.height())
                painter.fillRect(right, QColor(_FAINT))

    def draw_note(self, painter: QPainter, rect: QRect) -> None:
        """Notes are not printed."""

    def draw_sign(self, painter: QPainter, rect: QRect, sign: MarkLook) -> None:
        """The corner sign, as large beside the letters as on screen; in black for black ink."""
        look = sign if self._marking == "colour" else sign._replace(sign="#000000")
        painter.save()
        painter.translate(rect.topRight())
        painter.scale(FINENESS, FINENESS)
        size = QSize(rect.width() // FINENESS, rect.height() // FINENESS)
        super().draw_sign(painter, QRect(QPoint(-size.width(), 0), size), look)
        painter.restore()

    def draw_edges(
        self, painter: QPainter, area: QRect, rows: tuple[int, int], columns: tuple[int, int]
    ) -> None:
        """The lines at the left and the top of a part of the sheet that begins a page.

        On screen they are drawn by the cells before; here those are on another page.
        """
        top = float(area.top())
        for row in range(rows[0], rows[1] + 1):
            height = float(self.height_of(row))
            border = heavier(self._side(row, columns[0], "left"), self._side(row, columns[0] - 1, "right"))
            if height and self.sheet.grid.block_at(row, columns[0]).left == columns[0]:
                self._line(painter, QRectF(area.left(), top, area.width(), height), border, "left")
            top += height
        left = float(area.left())
        for column in range(columns[0], columns[1] + 1):
            width = float(self.width_of(column))
            border = heavier(self._side(rows[0], column, "top"), self._side(rows[0] - 1, column, "bottom"))
            if width and self.sheet.grid.block_at(rows[0], column).top == rows[0]:
                self._line(painter, QRectF(left, area.top(), width, area.height()), border, "top")
            left += width


class _PaperSetter(TextSetter):
    """Sets letters at their true widths, not at those that suit the dots of a screen."""

    def __init__(self) -> None:
        super().__init__(FINENESS)
        self.padding = _PADDING * FINENESS

    def font(self, look: Look | None, scale: float = 1.0) -> QFont:
        """The font of a look."""
        font = super().font(look, scale)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font
