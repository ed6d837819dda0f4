"""Cells with spans put into a grid one after another, as web pages and Word lay out their tables.

Serves the readers of documents; bounded, as a span of a million columns costs nothing to write.
"""

from __future__ import annotations

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, Block, Cell, Grid
from perfdesk.reading import limits
from perfdesk.reading.book import fit_cells

_MOST_SPANNED = 4_000_000


class TableMaker:
    """Collects one grid; rows and cells are added in the order of the document."""

    def __init__(self) -> None:
        self.row = 0
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Block] = []
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.hidden_rows: set[int] = set()
        self._column = 0
        self._taken: dict[int, int] = {}
        self._spanned = 0
        self._first_merge = 0
        self._letters = 0

    def start_row(self) -> None:
        """Begin the next row."""
        self.row += 1
        self._column = 0
        if self.row > MAX_ROW:
            raise limits.too_large("一张表的行数过多")

    def end_table(self) -> None:
        """Let spans that reach below the last row end there; the next table begins under it."""
        self._taken.clear()
        self.merges[self._first_merge :] = [
            Block(block.top, block.left, min(block.bottom, self.row), block.right)
            for block in self.merges[self._first_merge :]
        ]
        self._first_merge = len(self.merges)

    def skip(self, columns: int) -> None:
        """Leave columns out at the place where the next cell would stand."""
        self._column += max(0, columns)

    def next_place(self) -> tuple[int, int]:
        """Row and column of the next cell: right of the last one, past what spans from above."""
        column = self._column + 1
        while self._taken.get(column, 0) >= self.row:
            column += 1
        if column > MAX_COLUMN:
            raise limits.too_large(f"第 {self.row} 行超过 {MAX_COLUMN} 列")
        return self.row, column

    def add(self, cell: Cell, columns: int = 1, rows: int = 1) -> tuple[int, int]:
        """Place a cell that spans so many columns and rows; returns its row and column."""
        row, left = self.next_place()
        right = min(left + max(1, columns) - 1, MAX_COLUMN)
        bottom = min(row + max(1, rows) - 1, MAX_ROW)
        for column in range(left + 1, right + 1):
            # A span from above ends this one, as browsers show it.
            if self._taken.get(column, 0) >= row:
                right = column - 1
                break
        self._spanned += right - left + 1
        self._letters += len(cell.text)
        self._refuse_too_much()
        self.cells[row, left] = cell
        if (row, left) != (bottom, right):
            self.merges.append(Block(row, left, bottom, right))
        for column in range(left, right + 1):
            self._taken[column] = bottom
        self._column = right
        return row, left

    def _refuse_too_much(self) -> None:
        if len(self.cells) > limits.MAX_TABLE_CELLS or self._spanned > _MOST_SPANNED:
            raise limits.too_large(f"表格超过 {limits.MAX_TABLE_CELLS} 个单元格")
        if len(self.merges) > limits.MAX_MERGES:
            raise limits.too_large(f"一张表超过 {limits.MAX_MERGES} 处合并单元格")
        if self._letters > limits.MAX_TEXT_BYTES:
            raise limits.too_large("一张表的文字过多")

    def grid(self, name: str, caption: tuple[str, ...] = ()) -> Grid:
        """The grid of what was added; raises FileFault where its merges cover too much."""
        self.end_table()
        cells, cut = fit_cells(self.cells, self.merges)
        return Grid(
            name=name,
            cells=cells,
            merges=cut,
            column_widths=self.widths,
            row_heights=self.heights,
            hidden_rows=frozenset(self.hidden_rows),
            caption=caption,
        )
