"""Letters and drawn lines of a page to tables: what the lines fence in is a cell.

Pure geometry, with rows counted downward from the top of the page; the reader of PDF stands on it. A page
says nowhere that it holds a table, so every grid made here is marked as guessed (`origin`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.reading import limits
from perfdesk.reading.book import LookTable, fit_cells, table_look
from perfdesk.reading.printed_number import printed_cell
from perfdesk.reading.text_line import Letter, cell_text, lines_of
from perfdesk.reading.word_table import Caption

NEAR = 2.5
_LONGEST_FRAGMENT = 8
_GAP = 3.5
_MOST_CELLS = 200_000
_PAGE_NUMBER = re.compile(
    r"[-—–―\s]*第?\s*\d{1,3}\s*页?[-—–―\s]*(?:[/，,]?\s*共?\s*\d{1,3}\s*页?)?", re.ASCII
)
_PIXELS_PER_POINT, _PIXELS_PER_CHARACTER = 4 / 3, 7


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn line along one axis: `place` on the other axis, from `start` to `end`."""

    place: float
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    """What is drawn on one page."""

    letters: tuple[Letter, ...]
    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]


@dataclass(frozen=True)
class Fence:
    """The lines of one table: the places of its rows and columns."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]

    @property
    def size(self) -> float:
        """The area it covers."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies within."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


@dataclass(frozen=True)
class Table:
    """A table as drawn: its lines, the letters inside, the lines of text above it.

    Attributes:
        is_last: nothing is written below it on its page, so it may go on on the next.
    """

    name: str
    fence: Fence
    letters: tuple[Letter, ...]
    caption: tuple[str, ...]
    is_last: bool = False


def page_tables(page: Page, number: int) -> list[Table]:
    """The tables of a page from top to bottom."""
    fences = sorted(_fences(page), key=lambda fence: (fence.ys[0], fence.xs[0]))
    inside: dict[int, list[Letter]] = {place: [] for place in range(len(fences))}
    outside: list[Letter] = []
    for letter in page.letters:
        holding = [place for place, fence in enumerate(fences) if fence.holds(letter.x, letter.y)]
        if holding:
            inside[min(holding, key=lambda place: fences[place].size)].append(letter)
        else:
            outside.append(letter)
    lines = [line for line in lines_of(outside) if not _PAGE_NUMBER.fullmatch(line.text)]
    tables: list[Table] = []
    above = float("-inf")
    for place, fence in enumerate(fences):
        caption = Caption()
        for line in lines:
            if above < line.y < fence.ys[0]:
                caption.add(line.text)
        above = max(above, fence.ys[-1])
        is_last = place == len(fences) - 1 and all(
            line.y <= fence.ys[-1] or is_fragment(line.text) for line in lines
        )
        name = f"第{number}页 表{place + 1}"
        tables.append(Table(name, fence, tuple(inside[place]), caption.take(), is_last))
    return tables


def is_fragment(line: str) -> bool:
    """Whether the line may be a piece of a tall cell's text, which is drawn beyond the page's table too."""
    return len(line) <= _LONGEST_FRAGMENT and not any(letter in ":：" or letter.isdigit() for letter in line)


def _fences(page: Page) -> Iterator[Fence]:
    across, down = _joined(page.across), _joined(page.down)
    for rows, columns in _connected(across, down):
        ys = places_of([stroke.place for stroke in rows])
        ends = [end for stroke in rows for end in (stroke.start, stroke.end)]
        inner = places_of([stroke.place for stroke in columns])
        # A table may be open at its sides; its lines across tell how far it reaches.
        sides = [end for end in (min(ends, default=0.0), max(ends, default=0.0)) if ends]
        xs = places_of([*inner, *(side for side in sides if all(abs(side - x) > 2 * NEAR for x in inner))])
        if len(ys) >= 2 and len(xs) >= 2 and inner:
            yield Fence(xs, ys, rows, columns)


def _joined(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes of one line that touch put together; dashes and cell by cell edges are drawn in pieces."""
    rows: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda each: each.place):
        if rows and stroke.place - rows[-1][0].place <= NEAR:
            rows[-1].append(stroke)
        else:
            rows.append([stroke])
    joined: list[Stroke] = []
    for row in rows:
        place = sum(stroke.place for stroke in row) / len(row)
        pieces: list[Stroke] = []
        for stroke in sorted(row, key=lambda each: each.start):
            if pieces and stroke.start - pieces[-1].end <= _GAP:
                pieces[-1] = replace(pieces[-1], end=max(pieces[-1].end, stroke.end))
            else:
                pieces.append(Stroke(place, stroke.start, stroke.end))
        joined += pieces
    return joined


def _connected(
    across: Sequence[Stroke], down: Sequence[Stroke]
) -> Iterator[tuple[tuple[Stroke, ...], tuple[Stroke, ...]]]:
    """Lines that cross or meet, group by group."""
    group = list(range(len(across) + len(down)))

    def root(item: int) -> int:
        while group[item] != item:
            group[item] = group[group[item]]
            item = group[item]
        return item

    for first, row in enumerate(across):
        for second, column in enumerate(down, start=len(across)):
            meets_row = row.start - _GAP <= column.place <= row.end + _GAP
            if meets_row and column.start - _GAP <= row.place <= column.end + _GAP:
                group[root(first)] = root(second)
    for identity in dict.fromkeys(root(item) for item in range(len(group))):
        rows = tuple(row for item, row in enumerate(across) if root(item) == identity)
        columns = tuple(c for item, c in enumerate(down, start=len(across)) if root(item) == identity)
        yield rows, columns


def places_of(values: Iterable[float]) -> tuple[float, ...]:
    """The places that differ by more than drawing is inexact, in order."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return tuple(places)


def table_grid(table: Table, looks: LookTable) -> Grid:
    """The grid of a table; raises FileFault where its merges cover too much."""
    fence = table.fence
    cells: dict[tuple[int, int], Cell] = {}
    held = letters_of(table)
    for block, letters in held.items():
        cell = printed_cell(cell_text(letters, fence.xs[block.right]))
        look = table_look(
            "center" if cell.number is not None else "general", number_format=cell.number_format
        )
        cells[block.top, block.left] = replace(cell, style=looks.index_of(look))
    kept, merges = fit_cells(cells, [block for block in held if not block.is_single])
    widths = [after - before for before, after in pairwise(fence.xs)]
    heights = [after - before for before, after in pairwise(fence.ys)]
    scale = _PIXELS_PER_POINT / _PIXELS_PER_CHARACTER
    return Grid(
        name=table.name,
        cells=kept,
        merges=merges,
        column_widths={column: width * scale for column, width in enumerate(widths, 1)},
        row_heights={row: min(height, 409.0) for row, height in enumerate(heights, 1)},
        caption=table.caption,
        origin="pdf",
    )


def letters_of(table: Table) -> dict[Block, list[Letter]]:
    """Every cell of the table with the letters in it, from top to bottom."""
    fence = table.fence
    blocks = list(blocks_of(fence))
    owner = {
        (row, column): block
        for block in blocks
        for row in range(block.top, block.bottom + 1)
        for column in range(block.left, block.right + 1)
    }
    held: dict[Block, list[Letter]] = {block: [] for block in blocks}
    for letter in table.letters:
        held[owner[_index(fence.ys, letter.y), _index(fence.xs, letter.x)]].append(letter)
    return held


def _index(bounds: Sequence[float], value: float) -> int:
    """Number of the row or column, from 1, in which the value lies."""
    return max(1, min(sum(bound <= value for bound in bounds), len(bounds) - 1))


def blocks_of(fence: Fence) -> Iterator[Block]:
    """Rectangles of cells that no line parts; a region of another shape falls into several."""
    height, width = len(fence.ys) - 1, len(fence.xs) - 1
    if height * width > _MOST_CELLS:
        raise limits.too_large("PDF 里的一张表太大")
    right_walls = _walls(fence.down, fence.xs, fence.ys)
    lower_walls = _walls(fence.across, fence.ys, fence.xs)
    taken: set[tuple[int, int]] = set()
    for top in range(1, height + 1):
        for left in range(1, width + 1):
            if (top, left) in taken:
                continue
            right = left
            while right < width and (right, top) not in right_walls and (top, right + 1) not in taken:
                right += 1
            bottom = top
            while (
                bottom < height
                and not any((bottom, column) in lower_walls for column in range(left, right + 1))
                and not any((column, bottom + 1) in right_walls for column in range(left, right))
            ):
                bottom += 1
            taken.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            yield Block(top, left, bottom, right)


def _walls(
    strokes: Sequence[Stroke], places: Sequence[float], along: Sequence[float]
) -> set[tuple[int, int]]:
    """(number of the line among `places`, number of the cell along it) for each piece that is drawn."""
    walls: set[tuple[int, int]] = set()
    for stroke in strokes:
        line = min(range(len(places)), key=lambda place: abs(places[place] - stroke.place))
        for cell, (start, end) in enumerate(pairwise(along), 1):
            middle = (start + end) / 2
            if stroke.start <= middle <= stroke.end:
                walls.add((line, cell))
    return walls
