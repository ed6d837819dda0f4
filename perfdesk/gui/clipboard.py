"""Cells to and from the clipboard's text: tabs between columns, quotes where a text needs them."""

from __future__ import annotations

import csv
import io

from perfdesk.core.grid import Block, Grid, address, parse_address


def to_tsv(grid: Grid, block: Block) -> str:
    """The printed texts of a block; covered cells of a merge are blank, as in a spreadsheet."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter="\t", lineterminator="\n")
    for row in range(block.top, block.bottom + 1):
        writer.writerow(
            grid.cell_at(row, column).text if _is_anchor(grid, row, column) else ""
            for column in range(block.left, block.right + 1)
        )
    if block.is_single:
        return grid.cell_at(block.top, block.left).text
    return target.getvalue()


def from_tsv(text: str, grid: Grid, cell: str) -> list[tuple[str, str]]:
    """The edits that enter a clipboard table from a cell on; covered cells of merges are skipped."""
    top, left = parse_address(cell)
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t"))
    return [
        (address(top + down, left + across), content)
        for down, row in enumerate(rows)
        for across, content in enumerate(row)
        if _is_anchor(grid, top + down, left + across)
    ]


def _is_anchor(grid: Grid, row: int, column: int) -> bool:
    block = grid.block_at(row, column)
    return (block.top, block.left) == (row, column)
