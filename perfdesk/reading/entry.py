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
from perfdesk.reading.xlsx import read_number

_SCIENTIFIC = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-][0-9]{1,3}", re.ASCII)
_CODE = re.compile(r"[+-]?0[0-9]+", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?=\.?[0-9])(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]*)?(%)?", re.ASCII)
_DATE = re.compile(r"([0-9]{4})(?:/|-|年)([0-9]{1,2})(?:/|-|月)([0-9]{1,2})日?", re.ASCII)
_TYPED_DATE = "yyyy/m/d"
_MOST_DIGITS = 15
_POWERS = range(-308, 308)
_LONGEST_DIGITS = 24
# Day 0 of the 1900 calendar as it counts from March 1900 on.
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SURE_DAY = 61
_TRUTHS = frozenset({"TRUE", "FALSE"})
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


def typed_text(cell: Cell) -> str:
    """The content as typed: formula with `=`, plain digits, `51%` for a percentage, text as is.

    A text that would be taken for a number if typed carries the apostrophe that keeps it text; a
    date is `2023/3/15`. Typing the result into the cell gives the same content again, but a formula.
    """
    if cell.formula is not None:
        return f"={cell.formula}"
    if cell.number is None:
        return f"'{cell.text}" if _would_change(cell) else cell.text
    if is_percent(cell.number_format):
        return f"{plain(cell.number * 100)}%"
    if is_date(cell.number_format) and _is_plain_day(cell):
        return render(cell.number, _TYPED_DATE)
    digits = plain(cell.number)
    # A long row of plain digits would be taken for an account number and stay text.
    return digits if _typed_number(digits, GENERAL) is not None else _scientific(cell.number)


def typed_cell(text: str, old: Cell) -> Cell:
    """The cell that typing `text` over `old` makes; style and number format stay.

    No text leaves no content. Numbers may have thousands commas and a percent sign, or a signed power
    of ten as `1.5E+20`; under a date format a day may be typed. A percentage format is widened to show
    all that was typed; any other format stays and rounds what is seen. TRUE, FALSE and errors such as
    #N/A are what they say. Everything else is text, `=…` too, and so are codes such as 00123 and
    numbers of more digits than a spreadsheet keeps; an apostrophe in front makes text of anything.
    """
    blank = replace(old, text="", number=None, formula=None, is_error=False, is_uncalculated=False)
    if text.startswith("'"):
        return replace(blank, text=text[1:])
    # Where a number already stands under the text format, what is typed over it stays one.
    number = _typed_number(text, GENERAL if _is_number_under_text(old) else old.number_format)
    if number is None:
        return _typed_word(text, blank)
    code = _fitting_format(number, text, old.number_format)
    return replace(blank, text=render(number, code), number=number, number_format=code)


def types_alike(text: str, first: Cell, second: Cell) -> bool:
    """Whether typing a text over either of two cells gives the same content; a formula's result aside."""
    made = [cell if text == typed_text(cell) else typed_cell(text, cell) for cell in (first, second)]
    contents = {
        (cell.formula, cell.number_format, None if cell.formula is not None else (cell.number, cell.text))
        for cell in made
    }
    return len(contents) == 1


def typed_digits(text: str, number: Decimal) -> str:
    """The digits to store for a number understood of a typed text.

    Those typed where there are more than are shown, since a figure copied from a file may carry all
    17 digits of its double, and must come back as it was.
    """
    stripped = text.strip().replace(",", "")
    if read_number(stripped) == number and len(Decimal(stripped).as_tuple().digits) > _MOST_DIGITS:
        return stripped.removeprefix("+")
    digits = plain(number)
    return digits if len(digits) <= _LONGEST_DIGITS else _scientific(number)


def _scientific(number: Decimal) -> str:
    return f"{number.normalize():E}"


def _typed_word(text: str, blank: Cell) -> Cell:
    """The cell of a typed text that is no number."""
    word = text.strip().upper()
    if blank.number_format != "@" and word in _TRUTHS:
        return replace(blank, text=word)
    if blank.number_format != "@" and word in _ERRORS:
        return replace(blank, text=word, is_error=True)
    return replace(blank, text=text)


def _would_change(cell: Cell) -> bool:
    """Whether a text would be taken for something else if typed."""
    if cell.is_error:
        return False
    return cell.text.startswith("'") or typed_cell(cell.text, replace(cell, formula=None)) != cell


def _typed_number(text: str, code: str) -> Decimal | None:
    """The number a text means when typed under a format, or None where it stays text."""
    stripped = text.strip()
    if code == "@" or _CODE.fullmatch(stripped):
        return None
    if (match := _DATE.fullmatch(stripped)) and is_date(code):
        return _serial_day(*(int(part) for part in match.groups()))
    match = _NUMBER.fullmatch(stripped)
    if match is None and not _SCIENTIFIC.fullmatch(stripped):
        return None
    number = Decimal(stripped.rstrip("%").replace(",", ""))
    if number and number.adjusted() not in _POWERS:
        return None
    if len(number.as_tuple().digits) > _MOST_DIGITS:
        # Excel keeps 15 digits; a longer whole number is an account or identity number and must stay whole.
        if number == number.to_integral_value() and match is not None:
            return None
        number = read_number(str(number)) or number
    return number / 100 if match is not None and match.group(1) else number


def _is_number_under_text(cell: Cell) -> bool:
    return cell.number_format == "@" and cell.number is not None and cell.formula is None


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
