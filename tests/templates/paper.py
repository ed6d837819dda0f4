"""A sheet of paper to lay an official form on: blocks of text, places to fill in, the set-up for printing.

Wraps XlsxWriter; knows no form. A book is either a template (formulas, drop-downs, input messages, locked
labels) or a filled form of the sample, laid out by the same functions. Row heights are worked out from the
text, since no program fits the height of a row to wrapped text in a merged cell.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from perfdesk.core.grid import Block, address, parse_address
from tests.templates.entry import Entry

if TYPE_CHECKING:
    from xlsxwriter.format import Format

LINE = 14.0
FONT_SIZE = 10
LOWEST_ROW = 22.0
PADDING = 6.0
A4 = 9
# One date for all files, so that building them twice gives the same bytes.
CREATED = datetime(2025, 1, 20)
PAGE_NUMBER = '&C&"宋体,常规"&9第 &P 页 共 &N 页'
BODY = "宋体"
TITLE = "方正小标宋简体"
# Windows looks for another Chinese face by this number where the named one is missing.
GB_CHARSET = 134
ALLOWED_UNDER_LOCK = (
    "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows",
)  # fmt: skip

_LOOKS: dict[str, dict[str, object]] = {
    "title": {"font_name": TITLE, "font_size": 18, "align": "center", "border": 0},
    "open_title": {"font_name": TITLE, "font_size": 18, "align": "center", "border": 0},
    "subtitle": {"font_size": 11, "align": "center", "border": 0},
    "open_subtitle": {"font_size": 11, "align": "center", "border": 0},
    "plain": {"align": "left", "border": 0},
    "open_plain": {"align": "left", "border": 0},
    "right": {"align": "right", "border": 0},
    "label": {"align": "center"},
    "heading": {"align": "center", "bold": True},
    "name": {"align": "left"},
    "text": {"align": "left"},
    "value": {"align": "center"},
    "rate": {"align": "center", "num_format": "0.00%"},
    "whole": {"align": "center", "num_format": "0%"},
    "money": {"align": "center", "num_format": "0.00"},
    "points": {"align": "center", "num_format": 'General"分"'},
    "amount": {"align": "right", "num_format": "#,##0.00"},
    "code": {"align": "center", "num_format": "@"},
    "amount_centred": {"align": "center", "num_format": "#,##0.00"},
    "open_cover": {"font_name": TITLE, "font_size": 26, "align": "center", "border": 0},
}
# What finance prints: locked in a template. Everything else is for the clerk.
PRINTED = {"title", "subtitle", "plain", "right", "label", "heading", "name"}


@dataclass(frozen=True)
class Formula:
    """A derived cell: the formula without `=`, and what it gives while the form is blank."""

    text: str
    cached: str | float = ""
    is_locked: bool = True


Content = str | int | float | Formula | None


class _Sheet(xlsxwriter.worksheet.Worksheet):
    """A sheet that stores a blank result as a text, as Excel does, not as a result left out."""

    def _xml_formula_element(
        self, formula: str, result: str | float, attributes: Sequence[tuple[str, str]] = ()
    ) -> None:
        blank = [("t", "str")] if result == "" else []
        super()._xml_formula_element(formula, result, [*attributes, *blank])


class Book:
    """A workbook that is written when the `with` block ends."""

    def __init__(self, target: Path, *, is_template: bool = False) -> None:
        self.is_template = is_template
        self._workbook = xlsxwriter.Workbook(str(target))
        self._workbook.set_properties({"created": CREATED, "author": "PerfDesk"})
        self._formats: dict[tuple[str, bool], Format] = {}
        self._papers: list[Paper] = []

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *fault: object) -> None:
        for paper in self._papers:
            paper.finish()
        self._workbook.close()

    def look(self, name: str, *, is_locked: bool) -> Format:
        """The cell format of that name."""
        if (name, is_locked) not in self._formats:
            base = {
                "font_name": BODY,
                "font_size": FONT_SIZE,
                "font_charset": GB_CHARSET,
                "valign": "vcenter",
                "text_wrap": True,
                "border": 1,
                "locked": is_locked,
            }
            self._formats[name, is_locked] = self._workbook.add_format({**base, **_LOOKS[name]})
        return self._formats[name, is_locked]

    def paper(self, name: str, widths: tuple[float, ...], *, landscape: bool = False) -> Paper:
        """A new sheet with columns of these widths, printed one A4 page wide."""
        paper = Paper(self, self._workbook.add_worksheet(name, _Sheet), widths)
        if landscape:
            paper.sheet.set_landscape()
        self._papers.append(paper)
        return paper


class Paper:
    """One sheet; every block is put once."""

    def __init__(self, book: Book, sheet: xlsxwriter.worksheet.Worksheet, widths: tuple[float, ...]):
        self.sheet = sheet
        self.is_template = book.is_template
        self._book = book
        self.lowest_row = LOWEST_ROW
        self.padding = PADDING
        self._widths = widths
        self._heights: dict[int, float] = {}
        self._entries: dict[Entry, set[tuple[int, int]]] = {}
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(PAGE_NUMBER, {"margin": 0.3})
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)

    def put(self, place: str, content: Content, look: str = "value", entry: Entry | None = None) -> None:
        """Fill a cell or a block such as `A1:C2`; the block is merged.

        `entry` says what the clerk may type there; it lives in templates alone, as do formulas.
        """
        block = _block(place)
        is_locked = content.is_locked if isinstance(content, Formula) else look in PRINTED
        style = self._book.look(look, is_locked=is_locked)
        if not block.is_single:
            self.sheet.merge_range(
                block.top - 1, block.left - 1, block.bottom - 1, block.right - 1, "", style
            )
        self._write(block.top, block.left, content, style)
        if entry is not None:
            self._entries.setdefault(entry, set()).add((block.top, block.left))
        self._grow(block, content, LINE * float(_LOOKS[look].get("font_size", FONT_SIZE)) / FONT_SIZE)

    def derive(
        self, place: str, content: Content, formula: Formula, look: str = "value", entry: Entry | None = None
    ) -> None:
        """The formula in a template, unless the clerk has typed a figure over it; in a filled form the figure."""
        self.put(place, formula if self.is_template and content is None else content, look, entry)

    def row(
        self,
        row: int,
        blocks: str,
        contents: tuple[Content, ...],
        look: str = "value",
        entry: Entry | None = None,
    ) -> None:
        """Fill the blocks of one row, given as `A:B C D:F`, all with the same look and entry."""
        for columns, content in zip(blocks.split(), contents, strict=True):
            left, _, right = columns.partition(":")
            self.put(f"{left}{row}:{right}{row}" if right else f"{left}{row}", content, look, entry)

    def down(self, column: str, top: int, names: list[str], look: str = "label") -> None:
        """Put the names down a column, merging equal neighbours."""
        start = 0
        for end in range(1, len(names) + 1):
            if end == len(names) or names[end] != names[start]:
                last = top + end - 1
                first = top + start
                place = f"{column}{first}:{column}{last}" if last > first else f"{column}{first}"
                self.put(place, names[start], look)
                start = end

    def repeat(self, first: int, last: int) -> None:
        """Print these rows at the head of every page."""
        self.sheet.repeat_rows(first - 1, last - 1)

    def at_least(self, row: int, height: float) -> None:
        """Give a row this height in points, so that what will be written there has room."""
        self._heights[row] = max(height, self._heights.get(row, self.lowest_row))

    def finish(self) -> None:
        """Set the heights and the print area; in a template also the entries and the locks."""
        for row, height in sorted(self._heights.items()):
            self.sheet.set_row(row - 1, height)
        self.sheet.print_area(0, 0, max(self._heights) - 1, len(self._widths) - 1)
        if not self.is_template:
            return
        for entry, places in self._entries.items():
            ranges = _ranges(places)
            settings = entry.settings()
            if len(ranges) > 1:
                settings["other_cells"] = [list(cells) for cells in ranges[1:]]
            assert self.sheet.data_validation(*ranges[0], settings) in (None, 0), entry
        self.sheet.protect("", dict.fromkeys(ALLOWED_UNDER_LOCK, True))

    def _write(self, row: int, column: int, content: Content, style: Format) -> None:
        at = (row - 1, column - 1)
        if content is None:
            self.sheet.write_blank(*at, None, style)
        elif isinstance(content, Formula):
            assert self.is_template, "a filled form holds figures"
            self.sheet.write_formula(*at, f"={content.text}", style, content.cached)
        elif isinstance(content, str):
            self.sheet.write_string(*at, content, style)
        else:
            self.sheet.write_number(*at, content, style)

    def _grow(self, block: Block, content: Content, line_height: float) -> None:
        width = sum(self._widths[column - 1] for column in range(block.left, block.right + 1))
        text = "" if content is None or isinstance(content, Formula) else str(content)
        width = max(width - 1, 1) * LINE / line_height
        lines = sum(max(1, math.ceil(_reach(line) / width)) for line in text.split("\n"))
        needed = (lines * line_height + self.padding) / (block.bottom - block.top + 1)
        for row in range(block.top, block.bottom + 1):
            self.at_least(row, needed)


def span(left: str, right: str, row: int) -> str:
    """The block of one row between two columns."""
    return f"{left}{row}:{right}{row}"


def column_range(column: str, first: int, last: int) -> str:
    """The cells of a column from one row to another, as a formula names them."""
    return f"{column}{first}:{column}{last}"


def place_of(row: int, column: int) -> str:
    """The address of a cell."""
    return address(row, column)


def _block(place: str) -> Block:
    first, _, last = place.partition(":")
    top, left = parse_address(first)
    bottom, right = parse_address(last or first)
    return Block(top, left, bottom, right)


def _ranges(places: set[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Runs of cells below each other, counted from 0, the first of them topmost."""
    runs: list[tuple[int, int, int, int]] = []
    for column, row in sorted((column - 1, row - 1) for row, column in places):
        if runs and runs[-1][1] == column and runs[-1][2] == row - 1:
            runs[-1] = (runs[-1][0], column, row, column)
        else:
            runs.append((row, column, row, column))
    return sorted(runs)


def _reach(line: str) -> float:
    """The width of a line in characters of the default font; a Chinese one takes two."""
    return sum(2.05 if ord(character) > 0x2000 else 1.1 for character in line)
