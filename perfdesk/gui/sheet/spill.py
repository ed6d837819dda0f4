"""Where a text that is wider than its cell goes: into free cells beside it, or across a whole selection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from perfdesk.core.grid import Cell
from perfdesk.gui.sheet.cell_text import TextSetter, horizontal_of
from perfdesk.gui.sheet.sheet import Sheet

CENTRED_ACROSS = "centerContinuous"


class Measures(Protocol):
    """What it takes to tell how far a text runs."""

    sheet: Sheet
    text: TextSetter

    def width_of(self, column: int) -> int:
        """Pixels of a column."""


class Spills:
    """The spills of one sheet, row by row as they are asked for."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._rows: dict[int, dict[int, int]] = {}

    def clear(self) -> None:
        """Forget them: the sheet has another content."""
        self._rows.clear()

    def of_row(self, row: int) -> dict[int, int]:
        """The row's empty columns into which the text of another column runs, with that column."""
        spills = self._rows.get(row)
        if spills is None:
            spills = self._rows[row] = {}
            sheet = self._measures.sheet
            for column in range(1, sheet.extent[1] + 1):
                cell = sheet.grid.cells.get((row, column))
                if cell is not None and cell.text:
                    for free in self._spill_of(row, column, cell):
                        spills.setdefault(free, column)
        return spills

    def joins(self, row: int, column: int) -> bool:
        """Whether a text runs over the right edge of a cell, so that no grid line crosses it."""
        spills = self.of_row(row)
        return bool(spills) and spills.get(column, column) == spills.get(column + 1, column + 1)

    def width(self, row: int, column: int) -> int:
        """The width a text is set in: of its cell, or of all the cells it is centred across."""
        columns = (column, *self._across(row, column))
        return sum(self._measures.width_of(each) for each in columns)

    def _spill_of(self, row: int, column: int, cell: Cell) -> Iterator[int]:
        sheet, text = self._measures.sheet, self._measures.text
        look = sheet.look_of(cell.style)
        if look is not None and look.horizontal == CENTRED_ACROSS:
            yield from self._across(row, column)
            return
        is_bound = look is not None and (
            look.wrap or look.shrink or look.rotation or look.horizontal == "fill"
        )
        if is_bound or cell.number is not None or not sheet.grid.block_at(row, column).is_single:
            return
        surplus = text.broken(cell.text, look, 0).width + 2 * text.padding - self._measures.width_of(column)
        align = horizontal_of(look, cell)
        for step in {"left": (1,), "right": (-1,)}.get(align, (1, -1)):
            left_over = surplus / 2 if align == "center" else surplus
            at = column + step
            while left_over > 0 and 1 <= at <= sheet.extent[1] and self._is_free(row, at):
                yield at
                left_over -= self._measures.width_of(at)
                at += step

    def _across(self, row: int, column: int) -> Iterator[int]:
        """The empty cells to the right that are centred together with a cell."""
        sheet = self._measures.sheet
        at = column
        while (look := sheet.look_at(row, at)) is not None and look.horizontal == CENTRED_ACROSS:
            if at > column:
                yield at
            at += 1
            if at > sheet.extent[1] or not self._is_free(row, at):
                return

    def _is_free(self, row: int, column: int) -> bool:
        sheet = self._measures.sheet
        return not sheet.cell_at(row, column).text and sheet.grid.block_at(row, column).is_single
