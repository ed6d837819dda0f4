"""What a clerk types: a cell's content as the edit line shows it, and the cell a typed text makes.

The session edits grids with it and the lossless save writes files with it, so the file says what
the screen says. Typed text never becomes a formula.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from perfdesk.core.grid import Cell
from perfdesk.core.number_format import GENERAL, decimals, is_date, is_percent, render
from perfdesk.core.value import plain

_NUMBER = re.compile(r"[+-]?(?=\.?[0-9])(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]*)?(%)?", re.ASCII)
_DATE = re.compile(r"([0-9]{4})(?:/|-|年)([0-9]{1,2})(?:/|-|月)([0-9]{1,2})日?", re.ASCII)
_TYPED_DATE = "yyyy/m/d"
_MOST_DIGITS = 15
_LARGEST_POWER = 300
# Day 0 of the 1900 calendar as it counts from March 1900 on.
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SURE_DAY = 61


def typed_text(cell: Cell) -> str:
    """The content as typed: formula with `=`, plain digits, `51%` for a percentage, text as is.

    A text that would be taken for a number if typed carries the apostrophe that keeps it text; a
    date is `2023/3/15`. Typing the result into the cell gives the same content again, but a formula.
    """
    if cell.formula is not None:
        return f"={cell.formula}"
    if cell.number is None:
        would_change = cell.text.startswith("'") or _typed_number(cell.text, cell.number_format) is not None
        return f"'{cell.text}" if would_change else cell.text
    if is_percent(cell.number_format):
        return f"{plain(cell.number * 100)}%"
    if is_date(cell.number_format) and _is_plain_day(cell):
        return render(cell.number, _TYPED_DATE)
    return plain(cell.number)


def typed_cell(text: str, old: Cell) -> Cell:
    """The cell that typing `text` over `old` makes; style and number format stay.

    Blank text leaves no content. Numbers may have thousands commas and a percent sign; under a date
    format a day may be typed. A percentage format is widened to show all that was typed; any other
    format stays and rounds what is seen. Everything else is text, `=…` too; an apostrophe in front
    makes text of anything.
    """
    blank = replace(old, text="", number=None, formula=None, is_error=False, is_uncalculated=False)
    if not text.strip():
        return blank
    if text.startswith("'"):
        return replace(blank, text=text[1:])
    number = _typed_number(text, old.number_format)
    if number is None:
        return replace(blank, text=text)
    code = _fitting_format(number, text, old.number_format)
    return replace(blank, text=render(number, code), number=number, number_format=code)


def _typed_number(text: str, code: str) -> Decimal | None:
    """The number a text means when typed under a format, or None where it stays text."""
    stripped = text.strip()
    if code == "@":
        return None
    if (match := _DATE.fullmatch(stripped)) and is_date(code):
        return _serial_day(*(int(part) for part in match.groups()))
    match = _NUMBER.fullmatch(stripped)
    if match is None:
        return None
    number = Decimal(stripped.rstrip("%").replace(",", ""))
    # Excel keeps 15 digits; a longer one is an account or identity number and must stay whole.
    if len(number.as_tuple().digits) > _MOST_DIGITS or (number and abs(number.adjusted()) > _LARGEST_POWER):
        return None
    return number / 100 if match.group(1) else number


def _serial_day(year: int, month: int, day: int) -> Decimal | None:
    try:
        serial = (date(year, month, day) - _DAY_ZERO).days
    except ValueError:
        return None
    return Decimal(serial) if serial >= _FIRST_SURE_DAY else None


def _is_plain_day(cell: Cell) -> bool:
    """Whether the number is a whole day of the 1900 calendar, the one a typed date goes into."""
    number = cell.number
    if number is None or number != number.to_integral_value() or number < _FIRST_SURE_DAY:
        return False
    return render(number, cell.number_format) == cell.text


def _fitting_format(number: Decimal, text: str, code: str) -> str:
    """The old format, or a percentage wide enough for what was typed."""
    typed_percent = text.rstrip().endswith("%") and code == GENERAL
    if not (typed_percent or is_percent(code)):
        return code
    places = max(0, -int((number * 100).normalize().as_tuple().exponent))
    if not typed_percent and places <= (decimals(code) or 0):
        return code
    if places == 0:
        return "0%"
    return f"0.{'0' * max(2, min(places, _MOST_DIGITS))}%"
