"""Tables that go on on the next page of a PDF: put together, with a row that was split made one again.

Stands between `ruled_table`, which knows one page, and the reader of PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from perfdesk.core.grid import Block
from perfdesk.reading.printed_number import printed_cell
from perfdesk.reading.ruled_table import NEAR, Fence, Stroke, Table, is_fragment, letters_of, places_of
from perfdesk.reading.text_line import Letter, cell_text, lines_of

_ROOM = 1.9


def joined_tables(pages: Iterable[Sequence[Table]]) -> list[Table]:
    """The tables of all pages; one that goes on at the top of the next page is one table."""
    joined: list[Table] = []
    was_last = False
    for tables in pages:
        for place, table in enumerate(tables):
            has_heading = not all(is_fragment(line) for line in table.caption)
            if place == 0 and was_last and not has_heading and _has_same_sides(joined[-1], table):
                joined[-1] = _appended(joined[-1], table)
            else:
                joined.append(table)
        was_last = bool(tables) and tables[-1].is_last
    return joined


def _has_same_sides(first: Table, second: Table) -> bool:
    above, below = first.fence.xs, second.fence.xs
    return abs(above[0] - below[0]) <= 2 * NEAR and abs(above[-1] - below[-1]) <= 2 * NEAR


def _appended(first: Table, second: Table) -> Table:
    """The first table with the second one under it."""
    pairs = _facing(first, second)
    is_split = _is_split_row(pairs)
    open_parts = [pair for pair in pairs if is_split or pair.goes_on]
    joint = first.fence.ys[-1]
    down = joint - second.fence.ys[0]
    across = [replace(stroke, place=stroke.place + down) for stroke in second.fence.across]
    across = _opened([*first.fence.across, *across], joint, open_parts)
    upright = (
        replace(stroke, start=stroke.start + down, end=stroke.end + down) for stroke in second.fence.down
    )
    ys = places_of([*first.fence.ys, *(y + down for y in second.fence.ys)])
    fence = Fence(
        places_of([*first.fence.xs, *second.fence.xs]),
        tuple(y for y in ys if abs(y - joint) > NEAR) if is_split else ys,
        tuple(across),
        (*first.fence.down, *upright),
    )
    letters = tuple(replace(letter, y=letter.y + down) for letter in second.letters)
    return replace(first, fence=fence, letters=first.letters + letters)


@dataclass(frozen=True)
class _Part:
    """A cell at the joint: its sides, its text, whether that runs to the edge, whether it spans rows."""

    left: float
    right: float
    text: str
    is_wrapped: bool
    is_tall: bool


@dataclass(frozen=True)
class _Pair:
    """Two cells of the same columns that meet at the joint."""

    above: _Part
    below: _Part

    @property
    def goes_on(self) -> bool:
        """Whether the lower cell is the rest of a tall one: it says nothing of its own."""
        return not self.below.text and bool(self.above.text) and (self.above.is_tall or self.below.is_tall)


def _facing(first: Table, second: Table) -> list[_Pair]:
    """The cells that meet at the joint where they have the same columns; none where the columns differ."""
    height = len(first.fence.ys) - 1
    above = [_part(first, block, held) for block, held in letters_of(first).items() if block.bottom == height]
    below = [_part(second, block, held) for block, held in letters_of(second).items() if block.top == 1]
    pairs = [
        _Pair(upper, lower)
        for upper in above
        for lower in below
        if abs(upper.left - lower.left) <= NEAR and abs(upper.right - lower.right) <= NEAR
    ]
    return pairs if len(pairs) == len(above) == len(below) else [pair for pair in pairs if pair.goes_on]


def _part(table: Table, block: Block, letters: Sequence[Letter]) -> _Part:
    left, right = table.fence.xs[block.left - 1], table.fence.xs[block.right]
    last = list(lines_of(letters))[-1:]
    is_wrapped = bool(last) and right - last[0].right <= _ROOM * last[0].height
    return _Part(left, right, cell_text(letters, right), is_wrapped, block.bottom > block.top)


def _is_split_row(pairs: Sequence[_Pair]) -> bool:
    """Whether the rows that meet are halves of one: text that ran to the edge goes on, figures do not repeat.

    Doubtful cases are left apart: joining two rows would spoil figures, parting one spoils words alone.
    """
    single = [pair for pair in pairs if not pair.above.is_tall and not pair.below.is_tall]
    going = [pair for pair in single if pair.below.text]
    ended = [pair for pair in single if pair.above.text and not pair.below.text]
    return (
        len(pairs) > 1
        and bool(going)
        and len(ended) * 2 >= len(going)
        and all(pair.above.text and printed_cell(pair.below.text).number is None for pair in going)
        and any(pair.above.is_wrapped for pair in going)
        and any(printed_cell(pair.above.text).number is not None for pair in ended)
        and all(pair.above.is_wrapped or not pair.below.text for pair in pairs if pair not in single)
    )


def _opened(across: Sequence[Stroke], joint: float, parts: Sequence[_Pair]) -> list[Stroke]:
    """The lines without those pieces of the joint that would part what belongs together."""
    kept: list[Stroke] = []
    for stroke in across:
        if abs(stroke.place - joint) > NEAR:
            kept.append(stroke)
            continue
        start = stroke.start
        for pair in sorted(parts, key=lambda each: each.above.left):
            if pair.above.left < stroke.end and pair.above.right > start:
                if pair.above.left - start > NEAR:
                    kept.append(Stroke(stroke.place, start, pair.above.left))
                start = pair.above.right
        if stroke.end - start > NEAR:
            kept.append(Stroke(stroke.place, start, stroke.end))
    return kept
