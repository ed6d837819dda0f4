"""A sheet of paper to lay a form on: blocks of text in the plain look of official forms.

Wraps XlsxWriter; knows no form. Row heights are worked out from the text, since no
program fits the height of a row to wrapped text in a merged cell.
"""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from perfdesk.core.grid import Block, parse_address

if TYPE_CHECKING:
    from xlsxwriter.format import Format

Content = str | int | float | None
LINE = 14.0
LOWEST_ROW = 22.0
# One date for all files, so that building them twice gives the same bytes.
CREATED = datetime(2025, 1, 20)

_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "border": 0},
    "subtitle": {"align": "center", "border": 0},
    "plain": {"align": "left", "border": 0},
    "label": {"align": "center"},
    "text": {"align": "left"},
    "value": {"align": "center"},
    "rate": {"align": "center", "num_format": "0.00%"},
    "whole": {"align": "center", "num_format": "0%"},
    "money": {"align": "center", "num_format": "0.00"},
}


class Book:
    """A workbook that is written when the `with` block ends."""

    def __init__(self, target: Path) -> None:
        self._workbook = xlsxwriter.Workbook(str(target))
        self._workbook.set_properties({"created": CREATED, "author": "PerfDesk"})
        self._formats: dict[str, Format] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *fault: object) -> None:
        self._workbook.close()

    def look(self, name: str) -> Format:
        """The cell format of that name."""
        if name not in self._formats:
            base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
            self._formats[name] = self._workbook.add_format({**base, **_LOOKS[name]})
        return self._formats[name]

    def paper(self, name: str, widths: tuple[float, ...], *, landscape: bool = False) -> Paper:
        """A new sheet with columns of these widths, printed one A4 page wide."""
        return Paper(self, self._workbook.add_worksheet(name), widths, landscape)


class Paper:
    """One sheet; every block is put once."""

    def __init__(
        self, book: Book, sheet: xlsxwriter.worksheet.Worksheet, widths: tuple[float, ...], landscape: bool
    ):
        self._book = book
        self._sheet = sheet
        self._widths = widths
        self._heights: dict[int, float] = {}
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()

    def put(self, place: str, content: Content, look: str = "value") -> None:
        """Fill a cell or a block such as `A1:C2`; the block is merged."""
        first, _, last = place.partition(":")
        top, left = parse_address(first)
        bottom, right = parse_address(last or first)
        block = Block(top, left, bottom, right)
        style = self._book.look(look)
        if block.is_single:
            self._write(top, left, content, style)
        else:
            self._sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", style)
            self._write(top, left, content, style)
        self._grow(block, content)

    def row(self, row: int, blocks: str, contents: tuple[Content, ...], look: str = "value") -> None:
        """Fill the blocks of one row, given as `A:B C D:F`."""
        for columns, content in zip(blocks.split(), contents, strict=True):
            left, _, right = columns.partition(":")
            self.put(f"{left}{row}:{right or left}{row}" if right else f"{left}{row}", content, look)

    def down(self, column: str, top: int, names: list[str]) -> None:
        """Put the names down a column, merging equal neighbours."""
        start = 0
        for end in range(1, len(names) + 1):
            if end == len(names) or names[end] != names[start]:
                last = top + end - 1
                first = top + start
                self.put(
                    f"{column}{first}:{column}{last}" if last > first else f"{column}{first}",
                    names[start],
                    "label",
                )
                start = end

    def _write(self, row: int, column: int, content: Content, style: Format) -> None:
        if content is None:
            self._sheet.write_blank(row - 1, column - 1, None, style)
        elif isinstance(content, str):
            self._sheet.write_string(row - 1, column - 1, content, style)
        else:
            self._sheet.write_number(row - 1, column - 1, content, style)

    def _grow(self, block: Block, content: Content) -> None:
        width = sum(self._widths[column - 1] for column in range(block.left, block.right + 1))
        lines = sum(
            max(1, math.ceil(_reach(line) / max(width - 1, 1))) for line in str(content or "").split("\n")
        )
        needed = (lines * LINE + 6) / (block.bottom - block.top + 1)
        for row in range(block.top, block.bottom + 1):
            if needed > self._heights.get(row, LOWEST_ROW):
                self._heights[row] = needed
            self._sheet.set_row(row - 1, self._heights.get(row, LOWEST_ROW))


def _reach(line: str) -> float:
    """The width of a line in characters of the default font; a Chinese one takes two."""
    return sum(2.05 if ord(character) > 0x2000 else 1.1 for character in line)


def span(left: str, right: str, row: int) -> str:
    """The block of one row between two columns."""
    return f"{left}{row}:{right}{row}"
