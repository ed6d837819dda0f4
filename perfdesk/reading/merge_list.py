"""The merges of a sheet: parsed, cut to the sheet's real extent, none overlapping another."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from heapq import heappop, heappush

from perfdesk.core.grid import Block
from perfdesk.reading import limits
from perfdesk.reading.sheet_scan import parse_range


def read_merges(references: Iterable[str], bottom: int, right: int) -> tuple[Block, ...]:
    """The merges as blocks, in the order of rows, cut at `bottom` and `right`.

    A merge may claim the whole sheet in a few bytes, so what lies beyond the content is cut.
    Of two that overlap, which Excel calls damage, the upper left one is kept. Raises FileFault
    where they cover more rows in sum than any form.
    """
    corners = (parse_range(reference) for reference in references)
    return cut_merges((Block(*block) for block in corners if block is not None), bottom, right)


def cut_merges(merges: Iterable[Block], bottom: int, right: int) -> tuple[Block, ...]:
    """The merges of any reader, cut and without overlaps as those of `read_merges`; raises FileFault."""
    blocks = []
    for merge in merges:
        low, far = max(merge.top, min(merge.bottom, bottom)), max(merge.left, min(merge.right, right))
        block = Block(merge.top, merge.left, low, far)
        if not block.is_single:
            blocks.append(block)
    blocks.sort(key=lambda block: (block.top, block.left))
    if sum(block.bottom - block.top + 1 for block in blocks) > limits.MAX_MERGED_ROWS:
        raise limits.too_large("合并单元格覆盖的行数过多")
    covered = sum((block.bottom - block.top + 1) * (block.right - block.left + 1) for block in blocks)
    if covered > limits.MAX_MERGED_CELLS:
        raise limits.too_large(f"合并单元格覆盖超过 {limits.MAX_MERGED_CELLS} 个格子")
    return tuple(_without_overlaps(blocks))


def _without_overlaps(blocks: list[Block]) -> list[Block]:
    """Sweep down the rows with the blocks now open sorted by column."""
    kept: list[Block] = []
    open_columns: list[tuple[int, int]] = []
    ends: list[tuple[int, tuple[int, int]]] = []
    for block in blocks:
        while ends and ends[0][0] < block.top:
            open_columns.remove(heappop(ends)[1])
        columns = block.left, block.right
        place = bisect_left(open_columns, columns)
        meets_left = place > 0 and open_columns[place - 1][1] >= block.left
        meets_right = place < len(open_columns) and open_columns[place][0] <= block.right
        if not (meets_left or meets_right):
            kept.append(block)
            insort(open_columns, columns)
            heappush(ends, (block.bottom, columns))
    return kept
