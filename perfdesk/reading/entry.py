"""What a clerk types: a cell's content as the edit line shows it, and the cell a typed text makes.

The session edits grids with it and the lossless save writes files with it, so the file says what
the screen says. Typed text never becomes a formula.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from perfdesk.core.grid import Cell
from perfdesk.core.number_format import GENERAL, decimals, is_date, is_percent, render
from perfdesk.core.value import plain

_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]*)?(%)?")
_MOST_DIGITS = 15


def typed_text(cell: Cell) -> str:
    """The content as typed: formula with `=`, plain digits, `51%` for a percentage, text as is.

    A text that would be taken for a number carries the apostrophe that keeps it text.
    """
    if cell.formula is not None:
        return f"={cell.formula}"
    if cell.number is None:
        return f"'{cell.text}" if cell.text.startswith("'") or _typed_number(cell, cell.text) else cell.text
    if is_percent(cell.number_format):
        return f"{plain(cell.number * 100)}%"
    return cell.text if is_date(cell.number_format) else plain(cell.number)


def typed_cell(text: str, old: Cell) -> Cell:
    """The cell that typing `text` over `old` makes; style and number format stay.

    Numbers may have thousands commas and a percent sign. A number format that would hide what was
    typed is widened where it is a percentage; any other format stays and rounds what is seen.
    """
    blank = replace(old, text="", number=None, formula=None, is_error=False, is_uncalculated=False)
    if not text.strip():
        return blank
    if text.startswith("'"):
        return replace(blank, text=text[1:])
    number = _typed_number(old, text)
    if number is None:
        return replace(blank, text=text)
    code = _fitting_format(number, text, old.number_format)
    return replace(blank, text=render(number, code), number=number, number_format=code)


def _typed_number(old: Cell, text: str) -> Decimal | None:
    """The number typed, or None where the text is none or the cell is formatted as text."""
    stripped = text.strip()
    match = _NUMBER.fullmatch(stripped)
    if match is None or old.number_format == "@" or not any(letter.isdigit() for letter in stripped):
        return None
    number = Decimal(stripped.rstrip("%").replace(",", ""))
    if len(number.as_tuple().digits) > _MOST_DIGITS:
        return None
    return number / 100 if match.group(1) else number


def _fitting_format(number: Decimal, text: str, code: str) -> str:
    """The old format, or a percentage wide enough for what was typed."""
    typed_percent = text.rstrip().endswith("%")
    if not (is_percent(code) or (typed_percent and code == GENERAL)):
        return code
    if render(number * 0 + number, code) == f"{plain(number * 100)}%":
        return code
    places = _decimal_places(number * 100)
    shown = decimals(code) or 0
    if is_percent(code) and places <= shown:
        return code
    return "0%" if places == 0 else "0.00%" if places <= 2 else f"0.{'0' * places}%"


def _decimal_places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))
