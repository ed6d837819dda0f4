"""Where the keys of a spreadsheet lead from a cell: to the next block, to the edge of filled cells, home.

Knows a sheet and no widget. Rows and columns count from 1; a merge counts as one cell.
"""

from __future__ import annotations

from perfdesk.core.grid import Block
from perfdesk.gui.sheet.sheet import Sheet

Direction = tuple[int, int]
"""Rows and columns of one step, such as `DOWN`."""
UP, DOWN, LEFT, RIGHT = (-1, 0), (1, 0), (0, -1), (0, 1)


def next_place(sheet: Sheet, place: tuple[int, int], direction: Direction) -> tuple[int, int]:
    """The anchor of the block beside the one at `place`; the place itself at the sheet's end.

    Hidden rows and columns are stepped over.
    """
    block = sheet.grid.block_at(*place)
    row, column = _beyond(block, place, direction)
    while _is_inside(sheet, row, column):
        if not _is_hidden(sheet, row, column):
            beside = sheet.grid.block_at(row, column)
            return beside.top, beside.left
        row, column = row + direction[0], column + direction[1]
    return block.top, block.left


def edge_place(sheet: Sheet, place: tuple[int, int], direction: Direction) -> tuple[int, int]:
    """Where Ctrl and an arrow lead: the last filled cell of a run, else the first filled one beyond."""
    here = place
    beside = next_place(sheet, here, direction)
    runs = _is_filled(sheet, here) and _is_filled(sheet, beside)
    while beside != here:
        if runs and not _is_filled(sheet, beside):
            return here
        here, beside = beside, next_place(sheet, beside, direction)
        if not runs and _is_filled(sheet, here):
            return here
    return here


def first_place(sheet: Sheet, row: int) -> tuple[int, int]:
    """The first cell of a row, or of the block that covers it."""
    return next_place(sheet, (row, 0), RIGHT) if _is_hidden(sheet, row, 1) else _anchor(sheet, row, 1)


def last_place(sheet: Sheet, row: int | None = None) -> tuple[int, int]:
    """The last filled cell of a row; of the whole sheet where no row is given."""
    used = sheet.grid.used
    if row is None:
        return _anchor(sheet, used.bottom, used.right)
    filled = [column for column in range(1, used.right + 1) if _is_filled(sheet, _anchor(sheet, row, column))]
    return _anchor(sheet, row, filled[-1] if filled else 1)


def next_inside(sheet: Sheet, block: Block, place: tuple[int, int], direction: Direction) -> tuple[int, int]:
    """The next cell inside a rectangle: along the direction, then the next row or column, then round."""
    across, by = bool(direction[1]), sum(direction)
    height, width = block.bottom - block.top + 1, block.right - block.left + 1
    row, column = place[0] - block.top, place[1] - block.left
    at = row * width + column if across else column * height + row
    for step in range(1, height * width + 1):
        beside = (at + by * step) % (height * width)
        down, right = divmod(beside, width) if across else divmod(beside, height)[::-1]
        spot = block.top + down, block.left + right
        if _anchor(sheet, *spot) == spot and not _is_hidden(sheet, *spot):
            return spot
    return place


def widened(sheet: Sheet, block: Block) -> Block:
    """The rectangle with all of every merge that it meets."""
    while True:
        met = [block]
        met += [
            merge
            for merge in sheet.grid.merges
            if block.overlaps_rows(merge) and block.overlaps_columns(merge)
        ]
        wider = Block(
            min(each.top for each in met),
            min(each.left for each in met),
            max(each.bottom for each in met),
            max(each.right for each in met),
        )
        if wider == block:
            return block
        block = wider


def used_block(sheet: Sheet) -> Block:
    """All that is filled, from the first cell on."""
    used = sheet.grid.used
    return Block(1, 1, max(used.bottom, 1), max(used.right, 1))


def _anchor(sheet: Sheet, row: int, column: int) -> tuple[int, int]:
    block = sheet.grid.block_at(row, column)
    return block.top, block.left


def _beyond(block: Block, place: tuple[int, int], direction: Direction) -> tuple[int, int]:
    """The first cell past a block, in the row or column one came by."""
    if direction == DOWN:
        return block.bottom + 1, place[1]
    if direction == UP:
        return block.top - 1, place[1]
    return (place[0], block.right + 1) if direction == RIGHT else (place[0], block.left - 1)


def _is_inside(sheet: Sheet, row: int, column: int) -> bool:
    rows, columns = sheet.extent
    return 1 <= row <= rows and 1 <= column <= columns


def _is_hidden(sheet: Sheet, row: int, column: int) -> bool:
    return row in sheet.grid.hidden_rows or column in sheet.grid.hidden_columns


def _is_filled(sheet: Sheet, place: tuple[int, int]) -> bool:
    return bool(sheet.cell_at(*place).text)
