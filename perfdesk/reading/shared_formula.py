"""Shared formulas: the master's text moved to where a dependant stands.

Only references move; texts in quotes, names and functions stay as they are.
"""

from __future__ import annotations

import re

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, column_name, column_number

_TOKEN = re.compile(
    r"""
    "(?:[^"]|"")*"                                   # a text
  | '(?:[^']|'')*'!?                                 # a quoted sheet name
  | \[[^\]]*\]                                       # a book, or a column of a table
  | (?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(!])   # a cell
  | (?<![\w.$])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(!$])   # whole columns
  | (?<![\w.$])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(!$])  # whole rows
    """,
    re.VERBOSE,
)


def shift_formula(formula: str, rows: int, columns: int) -> str:
    """The formula as Excel reads it `rows` lower and `columns` further right."""

    def move(match: re.Match[str]) -> str:
        groups = match.groups()
        if groups[1] is not None:
            column = _moved_column(groups[0], groups[1], columns)
            row = _moved_row(groups[2], groups[3], rows)
            return "#REF!" if "#" in column + row else column + row
        if groups[5] is not None:
            ends = _moved_column(groups[4], groups[5], columns), _moved_column(groups[6], groups[7], columns)
            return "#REF!" if "#" in "".join(ends) else ":".join(ends)
        if groups[9] is not None:
            ends = _moved_row(groups[8], groups[9], rows), _moved_row(groups[10], groups[11], rows)
            return "#REF!" if "#" in "".join(ends) else ":".join(ends)
        return match.group()

    return _TOKEN.sub(move, formula)


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
