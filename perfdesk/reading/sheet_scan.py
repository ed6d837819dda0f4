"""One pass over a worksheet part: its cells as stored, and the byte offsets where a save may splice.

The reader turns the raw cells into a grid; the lossless save cuts at the offsets. All offsets are
into the UTF-8 form of the part (`Package.read_xml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, column_number

_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?\Z")


class Formula(NamedTuple):
    """A cell's formula as stored.

    Attributes:
        text: without `=`; empty for a dependant of a shared formula.
        kind: `normal`, `shared`, `array` or `dataTable`.
        shared_index: the `si` of a shared formula, else None.
        range: the `ref` of a shared master, an array or a data table, else None.
    """

    text: str
    kind: str = "normal"
    shared_index: str | None = None
    range: str | None = None


class RawCell(NamedTuple):
    """A cell as stored: `kind` is its `t` (`n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`).

    `value` is the text of `<v>`, or of `<is>` for an inline string; None where there is none.
    `start` is the offset of `<c`, `close` what expat reported at its end: see `SheetScan.cell_span`.
    """

    row: int
    column: int
    style: int
    kind: str
    value: str | None
    formula: Formula | None
    start: int
    close: int


class RawRow(NamedTuple):
    """A row as stored; `style` only where the row gives one to its absent cells."""

    number: int
    style: int | None
    height: float | None
    is_hidden: bool
    start: int
    close: int


class ColumnRun(NamedTuple):
    """A `<col>`: columns `first` to `last` with width, hidden flag and style."""

    first: int
    last: int
    width: float | None
    is_hidden: bool
    style: int


class Element(NamedTuple):
    """A child of `<worksheet>` with its attributes and the span of its bytes."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int


@dataclass
class SheetScan:
    """What one pass over a worksheet found.

    Attributes:
        data: the part in UTF-8.
        prefix: the namespace prefix of its elements with its colon, or empty.
        cells: in the order of the file; `by_place` gives the last of each place.
        elements: the children of `<worksheet>` in order, `sheetData` and `mergeCells` among them.
        root_end: the offset of `</worksheet`.
        merges: the `ref`s of `<mergeCell>` as written.
    """

    data: bytes
    prefix: str = ""
    cells: list[RawCell] = field(default_factory=list)
    rows: list[RawRow] = field(default_factory=list)
    columns: list[ColumnRun] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    root_end: int = 0
    default_column_width: float | None = None
    base_column_width: float | None = None
    default_row_height: float | None = None

    def by_place(self) -> dict[tuple[int, int], RawCell]:
        """The cells by row and column."""
        return {(cell.row, cell.column): cell for cell in self.cells}

    def element(self, name: str) -> Element | None:
        """The first child of `<worksheet>` of that local name, or None."""
        return next((element for element in self.elements if element.name == name), None)

    def cell_span(self, cell: RawCell) -> tuple[int, int]:
        """Where the cell begins and ends, `<c` to after `</c>` or `/>`."""
        return cell.start, self._end(cell.close, "c")

    def row_span(self, row: RawRow) -> tuple[int, int]:
        """Where the row begins and ends, `<row` to after `</row>` or `/>`."""
        return row.start, self._end(row.close, "row")

    def row_is_empty_tag(self, row: RawRow) -> bool:
        """Whether the row is written `<row …/>`, with no closing tag to insert before."""
        return self._end(row.close, "row") == row.close

    def row_content_end(self, row: RawRow) -> int:
        """The offset of `</row>`; of the end of the tag where the row is written `<row …/>`."""
        return row.close

    def _end(self, close: int, name: str) -> int:
        return element_end(self.data, close, self.prefix + name)


def element_end(data: bytes, close: int, name: str) -> int:
    """The end of an element from the offset expat reports when it closes.

    Expat gives the start of `</c>` for an element with a closing tag but the end of `<c/>` for one
    without; what stands at the offset tells which, as no cell or row holds one of its own name.
    """
    tag = b"</" + name.encode()
    after = close + len(tag)
    if data.startswith(tag, close) and data[after : after + 1] in (b">", b" ", b"\t", b"\r", b"\n"):
        return data.index(b">", after) + 1
    return close


def parse_range(text: str) -> tuple[int, int, int, int] | None:
    """Top, left, bottom, right of `A1:C3` or `A1`; None for anything else or out of bounds."""
    match = _RANGE.match(text.strip())
    if match is None:
        return None
    letters, digits, other_letters, other_digits = match.groups()
    row, column = int(digits), _column(letters)
    other_row = int(other_digits) if other_digits else row
    other_column = _column(other_letters) if other_letters else column
    top, bottom = (row, other_row) if row <= other_row else (other_row, row)
    left, right = (column, other_column) if column <= other_column else (other_column, column)
    return (top, left, bottom, right) if top >= 1 and bottom <= MAX_ROW and right <= MAX_COLUMN else None


_column = lru_cache(maxsize=1024)(column_number)
