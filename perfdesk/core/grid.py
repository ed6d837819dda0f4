"""A sheet as a sparse grid of cells and blocks, as a person sees it.

First step of the way of the data: every reader makes a `Grid`, whatever the file was.
Rows and columns count from 1, as on the screen of Excel.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_MOST_KNOWN = 50_000
"""Most blocks a grid remembers, some 200 bytes each: a form asks for 5,000, a wide merge for millions."""
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")


@lru_cache(maxsize=4096)
def column_name(column: int) -> str:
    """The letters of a column: 1 is `A`, 28 is `AB`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column: `A` is 1, `AB` is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """The name of a cell, such as `K5`."""
    return f"{column_name(column)}{row}"


def parse_address(text: str) -> tuple[int, int]:
    """Row and column of `K5` or `$K$5`; raises ValueError for anything else."""
    match = _ADDRESS.match(text)
    if not match:
        raise ValueError(text)
    row, column = int(match.group(2)), column_number(match.group(1))
    if row > MAX_ROW or column > MAX_COLUMN:
        raise ValueError(text)
    return row, column


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells: one cell, or the cells of a merge; both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """The name of the top left cell, where the content of a merge lives."""
        return address(self.top, self.left)

    @property
    def range(self) -> str:
        """`A1:C3`, or `A1` for a single cell."""
        if (self.top, self.left) == (self.bottom, self.right):
            return self.address
        return f"{self.address}:{address(self.bottom, self.right)}"

    @property
    def is_single(self) -> bool:
        """Whether the block is one cell."""
        return self.top == self.bottom and self.left == self.right

    def contains(self, row: int, column: int) -> bool:
        """Whether the cell lies in the block."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def overlaps_columns(self, other: Block) -> bool:
        """Whether the two blocks share a column."""
        return self.left <= other.right and other.left <= self.right

    def overlaps_rows(self, other: Block) -> bool:
        """Whether the two blocks share a row."""
        return self.top <= other.bottom and other.top <= self.bottom


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored cell.

    Attributes:
        text: what the cell holds as a reader sees it: its text, or its number formatted.
        number: the stored number (shortest decimal that gives the same double), or None.
        number_format: the Excel format code, `General` where none is set.
        formula: the formula without `=`, or None. Its cached result is in `text`/`number`.
        style: index of the cell format in the file, for the sheet view alone.
        is_error: the cell holds an Excel error such as `#DIV/0!` (its text).
        is_uncalculated: a formula whose result the file does not hold.
    """

    text: str = ""
    number: Decimal | None = None
    number_format: str = "General"
    formula: str | None = None
    style: int = 0
    is_error: bool = False
    is_uncalculated: bool = False


EMPTY_CELL = Cell()


Origin = Literal["workbook", "word", "pdf"]


@dataclass(frozen=True)
class Grid:
    """One sheet: stored cells, merges, sizes.

    Attributes:
        name: the sheet's name.
        cells: stored cells by (row, column); covered cells of a merge may be absent.
        merges: merged blocks, none overlapping another, cut by the reader to the sheet's real extent.
        column_widths: width in characters by column, only where the file sets one.
        row_heights: height in points by row, only where the file sets one.
        is_hidden: the sheet is hidden in the file.
        caption: the lines that stand just above a table of a document (title, year, unit), outside its cells.
        origin: a sheet of a workbook, or a table found in a document of that kind.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Block, ...] = ()
    column_widths: Mapping[int, float] = field(default_factory=dict)
    row_heights: Mapping[int, float] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    default_column_width: float = 8.43
    default_row_height: float = 15.0
    is_hidden: bool = False
    caption: tuple[str, ...] = ()
    origin: Origin = "workbook"

    @property
    def is_uncertain(self) -> bool:
        """Whether the table was guessed from drawn lines and letters, so that a person must compare it."""
        return self.origin == "pdf"

    @cached_property
    def _merge_of(self) -> dict[int, list[Block]]:
        by_row: dict[int, list[Block]] = {}
        # Rows below the last stored one count: the lower part of a merge often has no cell of its own.
        for block in self.merges:
            for row in range(block.top, block.bottom + 1):
                by_row.setdefault(row, []).append(block)
        return by_row

    @cached_property
    def used(self) -> Block:
        """The smallest block that holds every cell with content; A1 for an empty sheet."""
        places = [place for place, cell in self.cells.items() if cell.text or cell.formula]
        if not places:
            return Block(1, 1, 1, 1)
        rows, columns = [row for row, _ in places], [column for _, column in places]
        top, left, bottom, right = min(rows), min(columns), max(rows), max(columns)
        for block in self.merges:
            if (block.top, block.left) in self.cells and self.cells[block.top, block.left].text:
                bottom, right = max(bottom, block.bottom), max(right, block.right)
        return Block(top, left, bottom, right)

    @cached_property
    def bottom(self) -> int:
        """The last row that has a stored cell or begins a merge."""
        rows = [row for row, _ in self.cells]
        rows += [block.top for block in self.merges]
        return max(rows, default=1)

    def with_cells(self, cells: Mapping[tuple[int, int], Cell]) -> Grid:
        """The sheet with other contents; what is known of its merges, which stay, is taken along."""
        other = dataclasses.replace(self, cells=cells)
        for name in ("_merge_of", "_blocks"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    @cached_property
    def _blocks(self) -> dict[tuple[int, int], Block]:
        """Blocks already asked for: recognition asks for each many times."""
        return {}

    def block_at(self, row: int, column: int) -> Block:
        """The merge that covers the cell, or the cell itself as a block."""
        known = self._blocks.get((row, column))
        if known is None:
            known = self._block_at(row, column)
            if len(self._blocks) < _MOST_KNOWN:
                self._blocks[row, column] = known
        return known

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Where the content of the cell lives: the top left of the merge that covers it, or itself."""
        for block in self._merge_of.get(row, ()):
            if block.left <= column <= block.right:
                return block.top, block.left
        return row, column

    def _block_at(self, row: int, column: int) -> Block:
        for block in self._merge_of.get(row, ()):
            if block.left <= column <= block.right:
                return block
        return Block(row, column, row, column)

    def cell_at(self, row: int, column: int) -> Cell:
        """What a reader sees there: the anchor's cell under a merge, an empty cell where none is."""
        block = self.block_at(row, column)
        return self.cells.get((block.top, block.left), EMPTY_CELL)

    def blocks_in_row(self, row: int, left: int, right: int) -> Iterator[Block]:
        """The blocks that the row crosses between two columns, from left to right."""
        column = left
        while column <= right:
            block = self.block_at(row, column)
            yield block
            column = block.right + 1
