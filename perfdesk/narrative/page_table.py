"""A table set on pages: rows over columns, header rows repeated, rows too tall for a page divided.

Beside `page_flow`, which owns the pages. The text of a cell merged downward runs on through its rows, so
that a merge across a page end loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Protocol

from perfdesk.narrative.page import Box, Page
from perfdesk.narrative.page_line import Breaker, Line
from perfdesk.narrative.page_text import Cell, Paper, Row, Table

_LEAST = 12.0
_ABOVE = 2.0
_NONE: frozenset[str] = frozenset()
_ALL = frozenset({"left", "right", "top", "bottom"})
_SLIP = 0.05


class Flow(Protocol):
    """What a table needs of the pages it is set on."""

    paper: Paper
    pages: list[Page]
    y: float

    @property
    def room(self) -> float:
        """What is left of the page."""

    def turn(self) -> None:
        """Go on to the next page."""

    def note_lines(self, notes: Sequence[str]) -> list[Line]:
        """The lines of the footnotes called."""

    def add_notes(self, lines: Sequence[Line]) -> None:
        """Take in footnotes."""


@dataclass
class _Part:
    """One cell of a row being set: its column, its width, and the lines it still has to print."""

    cell: Cell
    column: int
    left: float
    width: float
    lines: list[Line]
    goes_on: bool


@dataclass
class TableLayout:
    """Sets one table. `_pending` holds, by column, what a merged cell has yet to print."""

    table: Table
    breaker: Breaker
    flow: Flow
    _pending: dict[int, list[Line]] = field(default_factory=dict)
    _broken: dict[int, list[Line]] = field(default_factory=dict)
    _heights: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        count = max((sum(cell.span for cell in row.cells) for row in self.table.rows), default=1)
        widths = [width for width in self.table.widths[:count] if width > 0]
        room = self.flow.paper.text_width
        if len(widths) < count:
            widths = [room / count] * count
        total = sum(widths)
        scale = min(1.0, room / total)
        self.widths = [width * scale for width in widths]
        slack = room - sum(self.widths)
        self.left = self.flow.paper.left + {"center": slack / 2, "right": slack}.get(self.table.align, 0.0)

    @property
    def first_height(self) -> float:
        """The height of the header rows and the first row below them, which stay together."""
        heads = list(takewhile(lambda row: row.is_header, self.table.rows))
        return self.height_of(len(heads) + 1)

    def height_of(self, count: int) -> float:
        """The height of that many rows from the first one."""
        return sum(_height(row, self._parts(row, None)) for row in self.table.rows[:count])

    def set(self) -> None:
        """Set all rows."""
        rows = self.table.rows
        heads = list(takewhile(lambda row: row.is_header, rows))
        self._heights = [
            _height(row, self._parts(row, self._after(number))) for number, row in enumerate(rows)
        ]
        # A header never stands alone at the foot of a page.
        first = [*heads, *rows[len(heads) : len(heads) + 1]]
        if self.flow.y and sum(self._heights[: len(first)]) > self.flow.room:
            self.flow.turn()
        for number in range(len(rows)):
            self._set_row(number, () if number < len(heads) else heads)

    def _after(self, number: int) -> Row | None:
        return self.table.rows[number + 1] if number + 1 < len(self.table.rows) else None

    def _parts(self, row: Row, after: Row | None) -> list[_Part]:
        continued = _continued(after)
        parts, column = [], 0
        for cell in row.cells:
            left = self.left + sum(self.widths[:column])
            width = sum(self.widths[column : column + cell.span])
            inner = max(width - 2 * self.table.padding, _LEAST)
            is_below = cell.merge == "continue"
            lines = self._pending.pop(column, []) if is_below else self._lines(cell, inner)
            parts.append(_Part(cell, column, left, width, lines, column in continued))
            column += cell.span
        return parts

    def _lines(self, cell: Cell, width: float) -> list[Line]:
        """The lines of a cell, broken once however often its row is looked at."""
        if id(cell) not in self._broken:
            broken = [line for each in cell.paragraphs for line in self.breaker.lines(each, width)]
            self._broken[id(cell)] = broken
        return list(self._broken[id(cell)])

    def _set_row(self, number: int, heads: Sequence[Row]) -> None:
        row = self.table.rows[number]
        parts = self._parts(row, self._after(number))
        height = _height(row, parts)
        notes = [line for part in parts for line in self._notes_of(part.lines)]
        needed = height + sum(line.height for line in notes)
        if needed > self.flow.room + _SLIP and self.flow.y:
            self._turn(heads)
        while height > self.flow.room + _SLIP and self._divide(parts, heads):
            height = _height(row, parts)
        self._set_merges(parts, number, len(self.table.rows))
        self._draw(parts, height)

    def _set_merges(self, parts: Sequence[_Part], number: int, end: int) -> None:
        """Set the texts of the merges that begin in a row and go on to the end at most."""
        for part in parts:
            if part.goes_on and part.cell.merge == "restart" and part.cell.align != "top":
                self._set_in_merge(part, self._merged_height(number, end, part.column))

    def _merged_height(self, number: int, end: int, column: int) -> float:
        """The height of the rows through which a merge that begins in a row goes, as far as this page."""
        height = self._heights[number]
        for row, own in zip(self.table.rows[number + 1 : end], self._heights[number + 1 : end], strict=True):
            if column not in _continued(row) or height + own > self.flow.room + _SLIP:
                break
            height += own
        return height

    def _set_in_merge(self, part: _Part, height: float) -> None:
        """Set the text of a merge in its middle, or at its foot, where this page has room for it."""
        free = height - sum(line.height for line in part.lines) - 2 * _ABOVE
        if free < 0 or self._notes_of(part.lines):
            return
        y = self.flow.paper.top + self.flow.y + _ABOVE + (free / 2 if part.cell.align == "center" else free)
        for line in part.lines:
            self.flow.pages[-1].put(line, part.left + self.table.padding, y)
            y += line.height
        part.lines = []

    def _divide(self, parts: Sequence[_Part], heads: Sequence[Row]) -> bool:
        """Set what fits of a row taller than the page and turn; False where nothing would fit."""
        room = self.flow.room
        taken = [_Part(p.cell, p.column, p.left, p.width, _taken(p.lines, room), True) for p in parts]
        if not any(part.lines for part in taken):
            return False
        for part, above in zip(parts, taken, strict=True):
            part.lines = part.lines[len(above.lines) :]
        self._draw(taken, max(sum(line.height for line in part.lines) for part in taken) + 2 * _ABOVE)
        self._turn(heads)
        return True

    def _turn(self, heads: Sequence[Row]) -> None:
        """Close the table at the foot of the page and go on below its header rows on the next."""
        page, y = self.flow.pages[-1], self.flow.paper.top + self.flow.y
        if self.table.has_lines and self.flow.y:
            page.rules.append((self.left, y, self.left + sum(self.widths), y))
        self.flow.turn()
        pending, self._pending = self._pending, {}
        for number, row in enumerate(heads):
            parts = self._parts(row, heads[number + 1] if number + 1 < len(heads) else None)
            if _height(row, parts) < self.flow.room / 2:
                self._set_merges(parts, number, len(heads))
                self._draw(parts, _height(row, parts))
        # A merge that begins in a header says again what it is, unless it has more to say.
        self._pending |= {column: lines for column, lines in pending.items() if lines}

    def _notes_of(self, lines: Sequence[Line]) -> list[Line]:
        return self.flow.note_lines([note for line in lines for note in line.notes])

    def _draw(self, parts: Sequence[_Part], height: float) -> None:
        """Set one row, or the part of it that is on this page."""
        page, top = self.flow.pages[-1], self.flow.paper.top + self.flow.y
        notes: list[Line] = []
        for part in parts:
            lines = _taken(part.lines, height) if part.goes_on else part.lines
            if part.goes_on:
                self._pending[part.column] = part.lines[len(lines) :]
            notes += self._notes_of(lines)
            used = sum(line.height for line in lines)
            free = max(height - used - 2 * _ABOVE, 0.0)
            y = top + _ABOVE + {"center": free / 2, "bottom": free}.get(part.cell.align, 0.0)
            if part.cell.fill:
                page.fills.append((Box(part.left, top, part.width, height), part.cell.fill))
            for line in lines:
                page.put(line, part.left + self.table.padding, y)
                y += line.height
            self._rule(page, part, top, height)
        self.flow.y += height
        self.flow.add_notes(notes)

    def _rule(self, page: Page, part: _Part, top: float, height: float) -> None:
        """The edges of a cell; between the rows of a merge there is none."""
        edges = part.cell.edges if part.cell.edges is not None else _ALL if self.table.has_lines else _NONE
        right, foot = part.left + part.width, top + height
        begins = part.cell.merge != "continue" or self.flow.y == 0
        drawn = (
            ("left", True, (part.left, top, part.left, foot)),
            ("right", True, (right, top, right, foot)),
            ("top", begins, (part.left, top, right, top)),
            ("bottom", not part.goes_on, (part.left, foot, right, foot)),
        )
        page.rules += [rule for side, is_open, rule in drawn if is_open and side in edges]


def _continued(row: Row | None) -> set[int]:
    """The columns in which the row goes on with the cell above."""
    columns, column = set(), 0
    for cell in row.cells if row is not None else ():
        if cell.merge == "continue":
            columns.add(column)
        column += cell.span
    return columns


def _height(row: Row, parts: Sequence[_Part]) -> float:
    """The height a row needs; cells that go on below do not push it."""
    own = [sum(line.height for line in part.lines) + 2 * _ABOVE for part in parts if not part.goes_on]
    needed = max(own, default=_LEAST)
    # Word would cut off what an exact height does not hold; here nothing is lost.
    return max(needed, row.height)


def _taken(lines: Sequence[Line], height: float) -> list[Line]:
    """The first lines that fit into a height."""
    taken: list[Line] = []
    used = 2 * _ABOVE
    for line in lines:
        used += line.height
        if used > height + _SLIP:
            break
        taken.append(line)
    return taken
