"""Grids written as a new .xlsx laid out like their source: what `import` makes of Word, PDF and old .xls.

The one door to XlsxWriter in the package. Every text is written as text, so that nothing foreign becomes a
formula; the same grids give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from perfdesk.core.fault import CallFault
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.number_format import GENERAL
from perfdesk.reading.book import sheet_name
from perfdesk.reading.style import Border, Look
from perfdesk.recognition.region import caption_pieces

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Format
    from xlsxwriter.workbook import Workbook as Workbook
    from xlsxwriter.worksheet import Worksheet as Worksheet

# One date for all files: the same source imported twice gives the same bytes.
_CREATED = datetime(2025, 1, 20)
_PIXELS_PER_CHARACTER = 7
_LONGEST_TEXT = 32_767
_LINE_HEIGHT, _LOWEST_ROW = 1.35, 18.0
_WIDE_PAPER = 90
_DEFAULT_WIDTH = 8.43
_TITLE = Look(size=14.0, bold=True, horizontal="center", vertical="center", wrap=True)
_HEADING = Look(horizontal="center", vertical="center", wrap=True)
_LINE = Look(horizontal="left", vertical="center", wrap=True)
_LINES = {"thin": 1, "medium": 2, "dashed": 3, "dotted": 4, "thick": 5, "double": 6, "hair": 7,
          "mediumDashed": 8, "dashDot": 9, "mediumDashDot": 10, "dashDotDot": 11, "mediumDashDotDot": 12,
          "slantDashDot": 13}  # fmt: skip
_HORIZONTAL = {"left": "left", "center": "center", "right": "right", "fill": "fill", "justify": "justify",
               "centerContinuous": "center_across", "distributed": "distributed"}  # fmt: skip
_VERTICAL = {"top": "top", "center": "vcenter", "bottom": "bottom", "justify": "vjustify",
             "distributed": "vdistributed"}  # fmt: skip


def workbook_bytes(grids: Sequence[Grid], looks: Sequence[Look]) -> bytes:
    """A workbook with a sheet for each grid; the lines above a document's table become rows above it.

    Raises CallFault where there is no grid, or a cell holds more text than a workbook can.
    """
    if not grids:
        raise CallFault("文件里没有表格，没有可导入的内容。")
    buffer = BytesIO()
    workbook = open_new(buffer)
    formats = _Formats(workbook, looks)
    taken: set[str] = set()
    for grid in grids:
        sheet = workbook.add_worksheet(sheet_name(grid.name, taken))
        _SheetWriter(sheet, grid, formats).write()
    if all(grid.is_hidden for grid in grids):
        workbook.worksheets()[0].hidden = 0
    else:
        first = next(place for place, grid in enumerate(grids) if not grid.is_hidden)
        workbook.worksheets()[first].activate()
        workbook.worksheets()[first].set_first_sheet()
    workbook.close()
    return buffer.getvalue()


def open_new(buffer: BytesIO) -> Workbook:
    """A workbook to be written from nothing; its bytes are in the buffer once it is closed.

    The clock does not show in it, and no text becomes a formula or a link.
    """
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"created": _CREATED, "author": "PerfDesk"})
    return workbook


class _Formats:
    """The formats of the new workbook, each made once."""

    def __init__(self, workbook: Workbook, looks: Sequence[Look]) -> None:
        self._workbook = workbook
        self._looks = looks
        self._made: dict[tuple[Look, str], Format] = {}

    def look(self, cell: Cell) -> Look:
        """The look of a cell."""
        return self._looks[cell.style] if cell.style < len(self._looks) else Look()

    def of(self, look: Look, code: str) -> Format:
        """The format that looks so and prints numbers by the code."""
        made = self._made.get((look, code))
        if made is None:
            made = self._made[look, code] = self._workbook.add_format(_properties(look, code))
        return made


def _properties(look: Look, code: str) -> dict[str, object]:
    properties: dict[str, object] = {
        "font_name": look.font,
        "font_size": look.size,
        "bold": look.bold,
        "italic": look.italic,
        "underline": int(look.underline),
        "font_strikeout": look.strike,
        "font_color": look.color,
        "num_format": code,
        "text_wrap": look.wrap,
        "shrink": look.shrink,
        "indent": look.indent,
        "valign": _VERTICAL.get(look.vertical, "bottom"),
    }
    if look.horizontal in _HORIZONTAL:
        properties["align"] = _HORIZONTAL[look.horizontal]
    if look.fill is not None:
        properties["bg_color"] = look.fill
    if look.rotation:
        properties["rotation"] = _rotation(look.rotation)
    for side, border in (
        ("left", look.left),
        ("right", look.right),
        ("top", look.top),
        ("bottom", look.bottom),
    ):
        properties.update(_edge(side, border))
    return properties


def _edge(side: str, border: Border | None) -> dict[str, object]:
    if border is None:
        return {}
    return {side: _LINES.get(border.style, 1), f"{side}_color": border.color}


def _rotation(stored: int) -> int:
    """XlsxWriter counts downward turns from -1, and letters below each other as 270."""
    return 270 if stored == 255 else 90 - stored if 90 < stored <= 180 else min(stored, 90)


class _SheetWriter:
    """Writes one grid onto one sheet."""

    def __init__(self, sheet: Worksheet, grid: Grid, formats: _Formats) -> None:
        self._sheet = sheet
        self._grid = grid
        self._formats = formats
        self._down = len(grid.caption)
        self._widths = dict(grid.column_widths) if grid.origin == "workbook" else _fitting_widths(grid)

    def write(self) -> None:
        """Write cells, merges, sizes and the page set-up."""
        self._write_sizes()
        self._write_caption()
        anchors = {(block.top, block.left) for block in self._grid.merges}
        for block in self._grid.merges:
            self._merge(block)
        for place, cell in self._grid.cells.items():
            if place in anchors or self._grid.block_at(*place).is_single:
                self._put(*place, cell)
        width = sum(self._width(column) for column in range(1, self._grid.used.right + 1))
        if width > _WIDE_PAPER:
            self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        if self._grid.is_hidden:
            self._sheet.hide()

    def _merge(self, block: Block) -> None:
        cell = self._grid.cell_at(block.top, block.left)
        look = self._formats.look(cell)
        self._sheet.merge_range(
            block.top - 1 + self._down, block.left - 1, block.bottom - 1 + self._down, block.right - 1,
            "", self._formats.of(look, cell.number_format),
        )  # fmt: skip

    def _put(self, row: int, column: int, cell: Cell) -> None:
        look = self._formats.of(self._formats.look(cell), cell.number_format)
        place = row - 1 + self._down, column - 1
        if cell.is_error:
            self._sheet.write_formula(*place, f"={cell.text}", look, cell.text)
        elif cell.number is not None:
            self._sheet.write_number(*place, float(cell.number), look)
        elif not cell.text:
            self._sheet.write_blank(*place, None, look)
        elif len(cell.text) > _LONGEST_TEXT:
            where = f"{self._grid.name} 第 {row} 行"
            raise CallFault(f"{where}有一格文字超过 {_LONGEST_TEXT} 个字符，工作簿放不下：请先拆开这一格。")
        else:
            self._sheet.write_string(*place, cell.text, look)

    def _write_caption(self) -> None:
        right = max(self._grid.used.right, 1)
        for row, line in enumerate(self._grid.caption):
            pieces = caption_pieces(line)[:right]
            is_heading = len(pieces) == 1 and not any(mark in line for mark in ":：")
            look = _TITLE if is_heading and row == 0 else _HEADING if is_heading else _LINE
            bounds = [place * right // len(pieces) for place in range(len(pieces) + 1)]
            for piece, left, after in zip(pieces, bounds, bounds[1:], strict=False):
                made = self._formats.of(look, "@")
                if after - left > 1:
                    self._sheet.merge_range(row, left, row, after - 1, piece, made)
                else:
                    self._sheet.write_string(row, left, piece, made)
            self._sheet.set_row(row, 24.0 if row == 0 else _LOWEST_ROW)

    def _write_sizes(self) -> None:
        grid = self._grid
        for column in sorted({*self._widths, *grid.hidden_columns}):
            options = {"hidden": True} if column in grid.hidden_columns else {}
            pixels = round(self._width(column) * _PIXELS_PER_CHARACTER)
            self._sheet.set_column_pixels(column - 1, column - 1, pixels, None, options)
        if grid.default_row_height != 15.0:
            self._sheet.set_default_row(grid.default_row_height)
        heights = dict(grid.row_heights) if grid.origin == "workbook" else self._fitting_heights()
        for row in sorted({*heights, *grid.hidden_rows}):
            options = {"hidden": True} if row in grid.hidden_rows else {}
            self._sheet.set_row(row - 1 + self._down, heights.get(row), None, options)

    def _width(self, column: int) -> float:
        return self._widths.get(column, _DEFAULT_WIDTH)

    def _fitting_heights(self) -> Mapping[int, float]:
        """Heights that show all text of a document's table: no program fits a row to merged cells."""
        heights: dict[int, float] = {}
        grid = self._grid
        for (row, column), cell in sorted(grid.cells.items()):
            block = grid.block_at(row, column)
            width = sum(self._width(place) for place in range(block.left, block.right + 1))
            needed = _text_height(cell, width, self._formats.look(cell).size)
            rows = range(block.top, block.bottom + 1)
            have = sum(
                heights.setdefault(each, max(grid.row_heights.get(each, 0.0), _LOWEST_ROW)) for each in rows
            )
            if needed > have:
                heights[block.bottom] += needed - have
        return {row: min(height, 409.0) for row, height in heights.items()}


def _fitting_widths(grid: Grid) -> dict[int, float]:
    """Widths that show each number: Word breaks a number over lines, a sheet prints `###`."""
    widths = dict(grid.column_widths)
    for (row, column), cell in grid.cells.items():
        block = grid.block_at(row, column)
        if cell.number is not None and block.left == block.right:
            widths[column] = max(widths.get(column, _DEFAULT_WIDTH), len(cell.text) + 2.0)
    return widths


def _text_height(cell: Cell, width: float, size: float) -> float:
    """Points that the text takes when it is wrapped; a Chinese letter is two wide."""
    if not cell.text or (cell.number_format == GENERAL and not cell.text.strip()):
        return 0.0
    room = max(width * 11 / max(size, 1.0) - 1, 1.0)
    lines = sum(
        max(1, math.ceil(sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) / room))
        for line in cell.text.split("\n")
    )
    return lines * size * _LINE_HEIGHT + 4
