"""One sheet as tables of `page_text`: its merges, widths, edges and letters, brought down to the page.

Below `annex`, which says what is shown and which rows are repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from perfdesk.core.grid import Block, Grid
from perfdesk.narrative.page_text import Block as PageBlock
from perfdesk.narrative.page_text import Cell, Look, Paragraph, Row, Run, Shape, Table
from perfdesk.narrative.page_word import GAP
from perfdesk.narrative.wording import clean
from perfdesk.reading.style import Look as CellLook

MOST_COLUMNS = 63
"""Word opens no table with more."""
SMALLEST = 7.5
_PLAIN = CellLook()
_CHINESE, _LATIN = "宋体", "Times New Roman"
_PADDING = 1.0
_PITCH = 1.25
"""From line to line, by the size of the letters; a line as high as its font wants it differs by machine."""
_ALIGNS = {"center": "center", "centerContinuous": "center", "right": "right", "justify": "both",
           "distributed": "distribute"}  # fmt: skip
_VERTICALS = {
    "top": "top",
    "center": "center",
    "bottom": "bottom",
    "justify": "center",
    "distributed": "center",
}
_UPON_EACH_OTHER = 255
_SIDES = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A cell or merge as its file shows it: its words, its look, and the sides on which it is ruled."""

    text: str
    look: CellLook
    align: str
    fill: str
    edges: frozenset[str]


@dataclass
class SheetPainter:
    """Paints the block of a sheet; hidden rows and columns stay out.

    Attributes:
        looks: of the file's cells, by style index.
        block: what is shown.
    """

    grid: Grid
    looks: Sequence[CellLook]
    block: Block
    _known: dict[tuple[int, int], _Seen] = field(default_factory=dict)

    @cached_property
    def columns(self) -> list[int]:
        """The columns shown."""
        hidden = self.grid.hidden_columns
        return [each for each in range(self.block.left, self.block.right + 1) if each not in hidden]

    @cached_property
    def rows(self) -> list[int]:
        """The rows shown."""
        hidden = self.grid.hidden_rows
        return [each for each in range(self.block.top, self.block.bottom + 1) if each not in hidden]

    @property
    def width(self) -> float:
        """How wide the columns are in the file, in points."""
        return sum(self._width(column) for column in self.columns)

    def tables(self, room: float, tightness: float, heads: Iterable[tuple[int, int]]) -> Iterator[PageBlock]:
        """The sheet as tables as wide as the room, their letters and rows smaller by the tightness.

        A table begins with each of the heads, first and last row of column headings, and repeats them on
        every page. Where a merge runs across its beginning, it is left in the table above.
        """
        cuts = {first: last for first, last in heads if self._parts_at(first)}
        begins = sorted({self.rows[0], *(first for first in cuts if first in self.rows)})
        for begin, end in zip(begins, [*begins[1:], self.rows[-1] + 1], strict=True):
            rows = [row for row in self.rows if begin <= row < end]
            if begin != begins[0]:
                yield GAP
            for at in range(0, len(self.columns), MOST_COLUMNS):
                columns = self.columns[at : at + MOST_COLUMNS]
                scale = min(room / sum(map(self._width, columns)), 1.0) * tightness
                made = [
                    self._row(row, rows, columns, scale, is_head=row <= cuts.get(begin, 0)) for row in rows
                ]
                yield Table(self._widths(columns, room), tuple(made), "center", padding=_PADDING)

    def _parts_at(self, row: int) -> bool:
        """Whether no merge runs across the upper edge of a row."""
        return all(block.top >= row for block in self._blocks(row, self.columns))

    def _blocks(self, row: int, columns: Sequence[int]) -> Iterator[Block]:
        last = None
        for column in columns:
            block = self.grid.block_at(row, column)
            if block != last:
                yield block
            last = block

    def _widths(self, columns: Sequence[int], room: float) -> tuple[float, ...]:
        own = [self._width(column) for column in columns]
        return tuple(width * room / sum(own) for width in own)

    def _width(self, column: int) -> float:
        """A column in points: Excel counts digits of 7 pixels and 5 pixels of margin."""
        characters = self.grid.column_widths.get(column, self.grid.default_column_width)
        return max((characters * 7 + 5) * 0.75, 1.0)

    def _row(
        self, row: int, rows: Sequence[int], columns: Sequence[int], scale: float, *, is_head: bool
    ) -> Row:
        cells = []
        at = 0
        while at < len(columns):
            block = self.grid.block_at(row, columns[at])
            span = sum(block.left <= column <= block.right for column in columns[at:])
            if block.is_single:
                span = self._overflow(row, columns[at:], scale)
            cells.append(self._cell(block, span, row, rows, scale))
            at += span
        height = self.grid.row_heights.get(row, self.grid.default_row_height) * scale
        return Row(tuple(cells), is_head, height)

    def _overflow(self, row: int, columns: Sequence[int], scale: float) -> int:
        """How many columns a text takes that runs over its neighbours: bare, not wrapped, they empty."""
        cell, look = self.grid.cell_at(row, columns[0]), self._look(row, columns[0])
        is_bare = not any(getattr(look, side) for side in _SIDES)
        if not cell.text or cell.number is not None or look.wrap or not is_bare:
            return 1
        needed = sum(0.5 if letter.isascii() else 1.0 for letter in cell.text) * look.size * scale
        span, room = 1, self._width(columns[0]) * scale
        while room < needed and span < len(columns) and self._is_free(row, columns[span]):
            room += self._width(columns[span]) * scale
            span += 1
        return span

    def _is_free(self, row: int, column: int) -> bool:
        return self.grid.block_at(row, column).is_single and not self.grid.cell_at(row, column).text

    def _cell(self, block: Block, span: int, row: int, rows: Sequence[int], scale: float) -> Cell:
        seen = self._seen(block)
        merge = ""
        if not block.is_single:
            within = [each for each in rows if block.top <= each <= block.bottom]
            merge = "" if len(within) == 1 else "restart" if row == within[0] else "continue"
        letters = _letters(seen.look, scale)
        shape = Shape(seen.align, line=letters.size * _PITCH, rule="exact")
        runs = (Run(seen.text, letters),) if seen.text and merge != "continue" else ()
        align = _VERTICALS.get(seen.look.vertical, "center")
        return Cell((Paragraph(runs, shape, letters),), span, merge, align, seen.fill, seen.edges)

    def _seen(self, block: Block) -> _Seen:
        """What the file shows of a cell or merge; asked for once, at whatever scale it is then set."""
        place = block.top, block.left
        if place not in self._known:
            cell, look = self.grid.cell_at(*place), self._look(*place)
            text = clean(cell.text)
            if look.rotation == _UPON_EACH_OTHER:
                text = "\n".join("".join(text.split()))
            align = _ALIGNS.get(look.horizontal, "left" if cell.number is None else "right")
            fill = "" if look.fill in {None, "#FFFFFF"} else str(look.fill).removeprefix("#")
            self._known[place] = _Seen(text, look, align, fill, self._edges(block))
        return self._known[place]

    def _look(self, row: int, column: int) -> CellLook:
        cell = self.grid.cells.get((row, column))
        return self.looks[cell.style] if cell is not None and cell.style < len(self.looks) else _PLAIN

    def _edges(self, block: Block) -> frozenset[str]:
        """The sides on which the cells of a block are ruled."""
        first = self._look(block.top, block.left)
        right, bottom = self._look(block.top, block.right), self._look(block.bottom, block.left)
        found = (first.left, first.top, right.right or first.right, bottom.bottom or first.bottom)
        return frozenset(side for side, border in zip(_SIDES, found, strict=True) if border is not None)


def _letters(look: CellLook, scale: float) -> Look:
    """The cell's letters at the scale of the page, in half points, none too small to be read."""
    size = max(round(look.size * scale * 2) / 2, min(look.size, SMALLEST))
    is_chinese = not look.font.isascii()
    colour = look.color.removeprefix("#")
    return Look(
        look.font if is_chinese else _CHINESE,
        look.font if not is_chinese else _LATIN,
        size,
        look.bold,
        colour="" if colour == "000000" else colour,
    )
