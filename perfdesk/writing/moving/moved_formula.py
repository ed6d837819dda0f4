"""A formula's text after rows of a sheet came in or went: what it names moves, grows or is lost.

Part of moving rows. References are found by the one finder of references in `reading`.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, column_number
from perfdesk.reading.shared_formula import End, Reference, replace_references
from perfdesk.writing.moving.row_move import RowMove


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a formula stands.

    Attributes:
        sheet: the sheet that references without one mean; empty where there is none.
        row: the row of its cell before the move, or None.
        ride: for a rule over several rows, how far the first of them moves: references that are
            relative to it ride along. None for a formula of one place.
        rides_everywhere: references to other sheets ride along too, as those of a name do.
    """

    sheet: str = ""
    row: int | None = None
    ride: int | None = None
    rides_everywhere: bool = False


# A name's relative references are relative to the cell that uses it, so no move of rows touches them.
NAME = Stand(ride=0, rides_everywhere=True)


@dataclass(frozen=True, slots=True)
class MovedFormula:
    """The new text, whether a range in it has more rows or has lost some, and whether one is lost whole."""

    text: str
    is_resized: bool = False
    is_lost: bool = False


def moved_formula(formula: str, move: RowMove, stand: Stand) -> MovedFormula:
    """The formula as Excel has it after the move."""
    work = _Work(move, stand)
    text = replace_references(formula, work.moved)
    return MovedFormula(text, work.is_resized, work.is_lost)


@dataclass(slots=True)
class _Work:
    move: RowMove
    stand: Stand
    is_resized: bool = False
    is_lost: bool = False

    def moved(self, reference: Reference) -> str:
        """A reference after the move, as written."""
        ends = [reference.first] if reference.last is None else [reference.first, reference.last]
        sheet = reference.sheet()
        is_meant = self.move.is_for(self.stand.sheet if sheet == "" else sheet)
        rows = [int(end.row) for end in ends if end.row]
        # What lies beyond the last column is a name that looks like a cell.
        is_name = any(column_number(end.column) > MAX_COLUMN for end in ends)
        if not is_meant or not rows or max(rows) > MAX_ROW or is_name:
            self.is_resized |= is_meant and not rows and self.move.is_deletion
            return _written(reference.where, ends)
        new = self._new_rows(reference, ends, rows)
        if new is None:
            self.is_lost = True
            return reference.where + "#REF!"
        is_whole = (min(rows), max(rows)) == (1, MAX_ROW) and self.move.is_deletion
        self.is_resized |= is_whole or max(new) - min(new) != max(rows) - min(rows)
        moved = [end._replace(row=str(row)) for end, row in zip(ends, new, strict=True)]
        return _written(reference.where, moved)

    def _new_rows(self, reference: Reference, ends: list[End], rows: list[int]) -> list[int] | None:
        """The new row of each end; None where nothing is left."""
        top, bottom = min(rows), max(rows)
        rides = [self._rides(end) for end in ends]
        span = (top, bottom) if all(rides) else self.move.span(top, bottom, self._can_grow(reference, rows))
        if span is None:
            return None
        new = []
        for place, (row, is_riding) in enumerate(zip(rows, rides, strict=True)):
            is_lower = row == bottom and (top != bottom or place == 1)
            new.append(row + (self.stand.ride or 0) if is_riding else span[is_lower])
        return new if all(1 <= row <= MAX_ROW for row in new) else None

    def _rides(self, end: End) -> bool:
        if self.stand.ride is None or end.row_anchor:
            return False
        return self.stand.rides_everywhere or self.move.is_for(self.stand.sheet)

    def _can_grow(self, reference: Reference, rows: list[int]) -> bool:
        """Ranges of several rows may grow, and those of one cell that are written as a range.

        Not whole rows, such as the titles of each page, nor a range that ends with the formula's
        own row: it counts up to there, as a running total does.
        """
        last = reference.last
        if last is None or not last.column:
            return False
        if rows[0] == rows[1] and reference.first.column != last.column:
            return False
        ends_here = self.move.is_for(self.stand.sheet) and self.stand.row == max(rows)
        return not (ends_here and not last.row_anchor)


def _written(where: str, ends: list[End]) -> str:
    return where + ":".join(end.text() for end in ends)
