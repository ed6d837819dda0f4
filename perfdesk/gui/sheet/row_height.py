"""How high rows must be for the texts of their cells, where the file says nothing of them.

A sheet of thousands of rows is measured when it is shown, so that every cell counts: most texts surely
stay on one line and are not measured, and of rows far down the letters are counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from perfdesk.core.grid import Cell
from perfdesk.gui.sheet.cell_text import TextSetter
from perfdesk.gui.sheet.sheet import Sheet

MEASURED_ROWS = 500


class Host(Protocol):
    """What measuring needs to know of the sheet's painter."""

    sheet: Sheet
    text: TextSetter

    def width_of(self, column: int) -> int:
        """Pixels of a column."""


class RowHeights:
    """The heights that the texts of rows need; kept until `clear`."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._heights: dict[int, float] = {}
        self._guesses: dict[tuple[int, int, int, int], float] = {}

    def clear(self) -> None:
        """Cells have changed."""
        self._heights.clear()
        self._guesses.clear()

    def of(self, row: int) -> int:
        """Pixels that the texts of a row need."""
        if not self._host.sheet.looks:  # Nothing wraps yet: a text takes one line of the plain font.
            return self._host.text.one_line(None)[0]
        if row not in self._heights:
            self._heights[row] = 0.0
            cells, columns = self._host.sheet.grid.cells, range(1, self._host.sheet.extent[1] + 1)
            self._measure((row, column, cells[row, column]) for column in columns if (row, column) in cells)
        return round(self._heights[row])

    def measure_all(self) -> None:
        """Find the heights of all rows at a stroke; row by row it takes several times as long."""
        if self._host.sheet.looks:
            last = self._host.sheet.extent[1]
            cells = self._host.sheet.grid.cells
            self._heights = dict.fromkeys({row for row, _ in cells}, 0.0)
            self._measure((row, column, cell) for (row, column), cell in cells.items() if column <= last)

    def _measure(self, cells: Iterable[tuple[int, int, Cell]]) -> None:
        host, heights = self._host, self._heights
        margins = 2 * host.text.padding
        lines: dict[int, tuple[int, int]] = {}
        for row, column, cell in cells:
            text, style = cell.text, cell.style
            if not text:
                continue
            if style not in lines:
                lines[style] = host.text.one_line(host.sheet.look_of(style))
            needed: float
            needed, broadest = lines[style]
            if broadest and (len(text) * broadest > host.width_of(column) - margins or "\n" in text):
                needed = self._wrapped(row, column, cell)
            if needed > heights[row]:
                heights[row] = needed

    def _wrapped(self, row: int, column: int, cell: Cell) -> float:
        """What a text needs that may take several lines; nothing where it has several rows."""
        host, grid = self._host, self._host.sheet.grid
        width = host.width_of(column)
        if grid.merges:
            block = grid.block_at(row, column)
            if block.top != block.bottom:
                return 0.0
            last = min(block.right, host.sheet.extent[1])
            width = sum(host.width_of(number) for number in range(block.left, last + 1))
        look = host.sheet.look_of(cell.style)
        if row <= MEASURED_ROWS:
            return host.text.needed_height(cell.text, look, width)
        if "\n" in cell.text:
            return host.text.guessed_height(cell.text, look, width)
        # A guess goes by the numbers of letters alone, which repeat down a column.
        key = cell.style, width, len(cell.text), len(cell.text.encode())
        if key not in self._guesses:
            self._guesses[key] = host.text.guessed_height(cell.text, look, width)
        return self._guesses[key]
