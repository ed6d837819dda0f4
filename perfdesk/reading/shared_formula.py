"""The references in a formula's text, and shared formulas: the master's text moved to a dependant.

Only references are touched; texts in quotes, names and functions stay as they are. The reader
shifts shared formulas with it; the writer that moves rows rewrites what formulas name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, column_name, column_number

_CELL = r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})"
_TOKEN = re.compile(
    rf"""
    "(?:[^"]|"")*"                                   # a text
  | \#REF!\$?[A-Za-z]{{0,3}}\$?[0-9]*                  # what is left of a reference to a sheet that is gone
  | (?: ((?<![\w.$]) (?: '(?:[^']|'')*+' | (?:\[[^\]]*+\])?[^\W\d][\w.]*+(?: :[^\W\d][\w.]*+ )? ) ! | !)
      | (?<![\w.$!]) )                                # a sheet, which may be no word Excel would write
    (?: {_CELL} (?: : {_CELL} )? (?![\w.(!])          # a cell, or a range
      | (\$?)([A-Za-z]{{1,3}}):(\$?)([A-Za-z]{{1,3}}) (?![\w.(!$])              # whole columns
      | (\$?)([1-9][0-9]{{0,6}}):(\$?)([1-9][0-9]{{0,6}}) (?![\w.(!$]) )        # whole rows
  | '(?:[^']|'')*'!?                                 # a sheet of a name, or what is no sheet
  | \[[^\]]*\]                                       # a book, or a column of a table
    """,
    re.VERBOSE,
)


class End(NamedTuple):
    """One end of a reference; the column is empty in whole rows, the row in whole columns.

    `column_anchor` and `row_anchor` are `$` where that part does not move, else empty.
    """

    column_anchor: str
    column: str
    row_anchor: str
    row: str

    def text(self) -> str:
        """The end as a formula writes it."""
        return "".join(self)


class Reference(NamedTuple):
    """A cell, range, whole columns or whole rows that a formula names.

    Attributes:
        where: the sheet as written with its quotes and `!`, or empty.
        first: the cell, or the first end.
        last: the other end; None for a single cell.
    """

    where: str
    first: End
    last: End | None

    def sheet(self) -> str | None:
        """The name of the sheet; empty for the formula's own, None for another book or several sheets."""
        if not self.where:
            return ""
        name = self.where[:-1]
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        # No sheet's name holds one of these.
        return None if not name or "[" in name or ":" in name else name


def replace_references(formula: str, replace: Callable[[Reference], str]) -> str:
    """The formula with each reference replaced by what `replace` answers."""

    def each(match: re.Match[str]) -> str:
        reference = _reference(match)
        return match.group() if reference is None else replace(reference)

    return _TOKEN.sub(each, formula)


def _reference(match: re.Match[str]) -> Reference | None:
    groups = match.groups("")
    where = groups[0]
    if groups[2]:
        last = End(*groups[5:9]) if groups[6] else None
        return Reference(where, End(*groups[1:5]), last)
    if groups[10]:
        return Reference(where, End(groups[9], groups[10], "", ""), End(groups[11], groups[12], "", ""))
    if groups[14]:
        return Reference(where, End("", "", groups[13], groups[14]), End("", "", groups[15], groups[16]))
    return None


def shift_formula(formula: str, rows: int, columns: int) -> str:
    """The formula as Excel reads it `rows` lower and `columns` further right."""

    def move(reference: Reference) -> str:
        ends = [
            _moved_end(end, rows, columns) for end in (reference.first, reference.last) if end is not None
        ]
        is_whole = not (reference.first.row and reference.first.column)
        return reference.where + ("#REF!" if is_whole and "#REF!" in ends else ":".join(ends))

    return replace_references(formula, move)


def _moved_end(end: End, rows: int, columns: int) -> str:
    column = _moved_column(end.column_anchor, end.column, columns) if end.column else ""
    row = _moved_row(end.row_anchor, end.row, rows) if end.row else ""
    return "#REF!" if "#" in column + row else column + row


def _moved_column(anchor: str, letters: str, by: int) -> str:
    column = column_number(letters)
    if anchor or column > MAX_COLUMN:
        return anchor + letters
    moved = column + by
    return column_name(moved) if 1 <= moved <= MAX_COLUMN else "#"


def _moved_row(anchor: str, digits: str, by: int) -> str:
    if anchor:
        return anchor + digits
    moved = int(digits) + by
    return str(moved) if 1 <= moved <= MAX_ROW else "#"
