"""One table of a Word file while it is read: spans, vertical merges, sizes and looks to a grid."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from perfdesk.core.grid import MAX_COLUMN, Block, Cell, Grid
from perfdesk.reading import limits
from perfdesk.reading.book import LookTable, table_look
from perfdesk.reading.palette import plain_color
from perfdesk.reading.printed_number import printed_cell
from perfdesk.reading.table_maker import TableMaker

_LONGEST_LINE, _MOST_LINES = 100, 8
_TWIPS_PER_POINT = 20
_PIXELS_PER_CHARACTER = 7
_HORIZONTAL = {"center": "center", "right": "right", "end": "right", "left": "left", "start": "left"}
_VERTICAL = {"center": "center", "bottom": "bottom"}
_DEFAULT_SIZE = 10.5


@dataclass
class Caption:
    """The lines since the last table; what a table's title, year and unit are looked for in."""

    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Take a paragraph in; prose ends what stood above it."""
        for text in (part.strip() for part in line.split("\n")):
            if len(text) > _LONGEST_LINE or text.endswith("。"):
                self.lines.clear()
            elif text:
                self.lines.append(text)
        del self.lines[:-_MOST_LINES]

    def take(self) -> tuple[str, ...]:
        """The lines just above, which are forgotten."""
        lines = tuple(self.lines)
        self.lines.clear()
        return lines


class WordTable:
    """Collects one table; cells may hold further tables, which are collected on their own."""

    def __init__(self, name: str, caption: tuple[str, ...]) -> None:
        self._name = name
        self._caption = caption
        self._maker = TableMaker()
        self._merges: list[Block] = []
        self._open: dict[int, int] = {}
        self._pieces: list[str] = []
        self._cell: dict[str, str] = {}
        self._row: dict[str, str] = {}
        self._is_new_row = False
        self._columns = 0
        self._left_of_last = 0

    def grid_column(self, width: str) -> None:
        """The width of the next column, in twips."""
        self._columns += 1
        twips = _natural(width)
        if twips and self._columns <= MAX_COLUMN:
            self._maker.widths[self._columns] = twips / _TWIPS_PER_POINT * 4 / 3 / _PIXELS_PER_CHARACTER

    def start_row(self) -> None:
        """Begin a row."""
        self._row = {}
        self._is_new_row = True

    def row_property(self, name: str, value: str) -> None:
        """A property of the open row."""
        self._row[name] = value

    def start_cell(self) -> None:
        """Begin a cell."""
        if self._is_new_row:
            self._is_new_row = False
            self._maker.start_row()
            self._maker.skip(_natural(self._row.get("gridBefore", "")))
            height = _natural(self._row.get("trHeight", "")) / _TWIPS_PER_POINT
            if 0 < height < 500:
                self._maker.heights[self._maker.row] = height
        self._cell = {}
        self._pieces = []

    def cell_property(self, name: str, value: str) -> None:
        """A property of the open cell; of its paragraphs and runs the first one counts."""
        self._cell.setdefault(name, value)

    def add_text(self, text: str) -> None:
        """Text of the open cell."""
        self._pieces.append(text)

    def end_cell(self, looks: LookTable) -> None:
        """Place the cell, or join it to the one above or beside that it continues."""
        if self._maker.row == 0:
            return
        columns = max(1, _natural(self._cell.get("gridSpan", "")))
        row, left = self._maker.next_place()
        right = min(left + columns - 1, MAX_COLUMN)
        beyond = right - left + 1
        if self._continues_left():
            self._widen(right)
        elif self._continues_above(row, left):
            number = self._open[left]
            self._merges[number] = replace(self._merges[number], bottom=row)
        else:
            self._maker.add(self._make_cell(looks))
            beyond -= 1
            self._open[left] = len(self._merges)
            self._merges.append(Block(row, left, row, right))
            self._left_of_last = left
        self._maker.skip(beyond)
        self._cell, self._pieces = {}, []

    def end_row(self) -> None:
        """Close the row; one that Word has marked as deleted or left empty leaves no trace."""
        self._is_new_row = False
        if len(self._merges) > limits.MAX_CELLS:
            raise limits.too_large(f"表格超过 {limits.MAX_CELLS} 个单元格")

    def _continues_left(self) -> bool:
        # The old way of Word 97, still written by some converters; an empty value continues.
        return "hMerge" in self._cell and self._cell["hMerge"] != "restart" and bool(self._merges)

    def _continues_above(self, row: int, left: int) -> bool:
        if self._cell.get("vMerge", "restart") == "restart" or left not in self._open:
            return False
        above = self._merges[self._open[left]]
        return above.bottom == row - 1

    def _widen(self, right: int) -> None:
        number = self._open[self._left_of_last]
        self._merges[number] = replace(self._merges[number], right=right)

    def _make_cell(self, looks: LookTable) -> Cell:
        text = "".join(self._pieces).strip("\n \t　")
        cell = printed_cell(text)
        look = table_look(
            _HORIZONTAL.get(self._cell.get("jc", ""), "general"),
            bold=self._cell.get("b", "") == "1",
            number_format=cell.number_format,
        )
        size = _natural(self._cell.get("sz", "")) / 2
        look = replace(
            look,
            size=size if 1 <= size <= 100 else _DEFAULT_SIZE,
            vertical=_VERTICAL.get(self._cell.get("vAlign", ""), "top"),
            fill=plain_color(self._cell.get("shd", "")),
        )
        return replace(cell, style=looks.index_of(look))

    def grid(self) -> Grid:
        """The finished grid; raises FileFault where its merges cover too much."""
        self._maker.merges = [block for block in self._merges if not block.is_single]
        if len(self._maker.merges) > limits.MAX_MERGES:
            raise limits.too_large(f"一张表超过 {limits.MAX_MERGES} 处合并单元格")
        grid = self._maker.grid(self._name, self._caption)
        return replace(grid, origin="word")


def _natural(text: str) -> int:
    text = text.partition(".")[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
