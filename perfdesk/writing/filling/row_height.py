"""Rows made tall enough for the words that were put into them; no row is made lower.

No program fits the height of a row to wrapped words in merged cells by itself, so a text that was
filled in would print cut off.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from perfdesk.core.grid import Grid, parse_address
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.sheet_handler import scan_sheet
from perfdesk.reading.xlsx import read_workbook
from perfdesk.writing.patching.draft import Draft
from perfdesk.writing.patching.markup import attribute_splices, splice, start_tag

_POINTS_PER_LINE = 14.0
_PADDING = 4.0
_TALLEST = 409.0


def fit_heights(package: Package, sheet: str, cells: Iterable[str]) -> Package:
    """The package with the rows of these cells tall enough for what the cells say."""
    grid = next(grid for grid in read_workbook(package) if grid.name == sheet)
    heights: dict[int, float] = {}
    for cell in cells:
        block = grid.block_at(*parse_address(cell))
        words = grid.cell_at(block.top, block.left).text
        rows = range(block.top, block.bottom + 1)
        now = sum(heights.get(row, _height(grid, row)) for row in rows)
        width = sum(_width(grid, column) for column in range(block.left, block.right + 1))
        missing = needed_height(words, width) - now
        if missing > 0:
            last = heights.get(block.bottom, _height(grid, block.bottom))
            heights[block.bottom] = min(_TALLEST, last + missing)
    if not heights:
        return package
    draft = Draft(package)
    part = draft.sheet(sheet).part
    scan = scan_sheet(package.read_xml(part), part)
    splices: list[tuple[int, int, bytes]] = []
    for row in scan.rows:
        if row.number in heights:
            tag = start_tag(scan.data[row.start : scan.row_span(row)[1]])
            values: dict[str, str | None] = {"ht": f"{heights[row.number]:g}", "customHeight": "1"}
            changes = attribute_splices(tag, values)
            splices += [(row.start + start, row.start + end, content) for start, end, content in changes]
    draft.put(part, splice(scan.data, splices))
    return parse_package(draft.archive())


def needed_height(words: str, width: float) -> float:
    """The height in points of words wrapped in a column that many characters wide."""
    room = max(width - 1, 1)
    lines = sum(max(1, math.ceil(_length(line) / room)) for line in words.split("\n"))
    return lines * _POINTS_PER_LINE + _PADDING


def _length(text: str) -> float:
    # A Chinese character is as wide as two digits, and a line breaks before one that does not fit.
    return sum(2.1 if ord(character) > 0x2E7F else 1.1 for character in text)


def _height(grid: Grid, row: int) -> float:
    return grid.row_heights.get(row, grid.default_row_height)


def _width(grid: Grid, column: int) -> float:
    return grid.column_widths.get(column, grid.default_column_width)
