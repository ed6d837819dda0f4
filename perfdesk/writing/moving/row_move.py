"""Where rows, ranges and lists of ranges stand after rows of a sheet came in or went.

The arithmetic under the insertion and deletion of rows, as Excel does it; knows no XML.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.core.grid import MAX_ROW, Block
from perfdesk.reading.sheet_scan import parse_range


@dataclass(frozen=True, slots=True)
class RowMove:
    """Rows of one sheet that come in or go.

    Attributes:
        sheet: the name of the sheet.
        first: the first new row, or the first row that goes.
        count: how many.
        is_deletion: whether rows go.
        grows: whether ranges of several rows that end right above new rows take them in.
        like: the row, counted before the insertion, that new rows are modelled on.
    """

    sheet: str
    first: int
    count: int
    is_deletion: bool = False
    grows: bool = False
    like: int | None = None

    @property
    def last(self) -> int:
        """The last new row, or the last row that goes."""
        return self.first + self.count - 1

    def is_for(self, sheet: str | None) -> bool:
        """Whether the name is that of the sheet, compared as Excel does."""
        return sheet is not None and sheet.casefold() == self.sheet.casefold()

    def row(self, row: int) -> int | None:
        """The new number of a row; None where it is deleted or leaves the sheet."""
        if row < self.first:
            return row
        if not self.is_deletion:
            return row + self.count if row + self.count <= MAX_ROW else None
        return None if row <= self.last else row - self.count

    def next_row(self, row: int) -> int:
        """The new number of a row, of a deleted one that of the row that takes its place."""
        return self.row(row) or (self.first if self.is_deletion else MAX_ROW)

    def span(self, top: int, bottom: int, can_grow: bool = True) -> tuple[int, int] | None:
        """The new rows of a range; None where nothing is left of it."""
        if (top, bottom) == (1, MAX_ROW):
            return top, bottom
        if self.is_deletion:
            return self._shrunk(top, bottom)
        ends_above = can_grow and self.grows and bottom == self.first - 1
        new_top = top + self.count if top >= self.first else top
        new_bottom = bottom + self.count if bottom >= self.first or ends_above else bottom
        return None if new_top > MAX_ROW else (new_top, min(new_bottom, MAX_ROW))

    def block(self, block: Block) -> Block | None:
        """The new place of a merge or range; one of several rows may grow."""
        span = self.span(block.top, block.bottom, can_grow=block.bottom > block.top)
        return None if span is None else Block(span[0], block.left, span[1], block.right)

    def cuts(self, top: int, bottom: int) -> bool:
        """Whether new rows part these rows, or some of them go but not all."""
        if not self.is_deletion:
            return top < self.first <= bottom
        meets = self.first <= bottom and top <= self.last
        return meets and not self.first <= top <= bottom <= self.last

    def _shrunk(self, top: int, bottom: int) -> tuple[int, int] | None:
        if self.first <= top and bottom <= self.last:
            return None
        new_top = self.next_row(top)
        new_bottom = self.first - 1 if self.first <= bottom <= self.last else self.next_row(bottom)
        return new_top, new_bottom


def moved_range(text: str, move: RowMove) -> str | None:
    """`A1:C3` after the move; None where nothing is left, the text itself where it is no range."""
    area = parse_range(text)
    if area is None:
        return text
    block = move.block(Block(*area))
    if block == Block(*area):
        return text
    return None if block is None else block.range


def moved_list(text: str, move: RowMove) -> str | None:
    """A list of ranges, as a rule names its cells, after the move; None where nothing is left.

    New rows take part in a rule exactly when the row they are modelled on does.
    """
    kept: list[str] = []
    for word in text.split():
        area = parse_range(word)
        if area is None:
            kept.append(word)
            continue
        block = Block(*area)
        parts = _parts(block, move)
        kept += [word] if parts == [block] else [part.range for part in parts]
    return " ".join(kept) or None


def _parts(block: Block, move: RowMove) -> list[Block]:
    """What a range of a list becomes: usually one range."""
    moved = move.block(block)
    if moved is None:
        return []
    if move.is_deletion or move.like is None or (block.top, block.bottom) == (1, MAX_ROW):
        return [moved]
    if not block.top <= move.like <= block.bottom:
        return _without_new_rows(moved, move)
    if moved.top <= move.last + 1 and moved.bottom >= move.first - 1:
        return [Block(min(moved.top, move.first), block.left, max(moved.bottom, move.last), block.right)]
    return [moved, Block(move.first, block.left, move.last, block.right)]


def _without_new_rows(moved: Block, move: RowMove) -> list[Block]:
    above = Block(moved.top, moved.left, min(moved.bottom, move.first - 1), moved.right)
    below = Block(max(moved.top, move.last + 1), moved.left, moved.bottom, moved.right)
    return [part for part in (above, below) if part.top <= part.bottom]


def ranges_of(text: str) -> list[Block]:
    """The ranges of a list that can be read."""
    areas = (parse_range(word) for word in text.split())
    return [Block(*area) for area in areas if area is not None]
