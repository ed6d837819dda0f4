"""A number as a document prints it, made a number cell that prints the same.

Word, web pages and PDF hold text alone. What is plainly a number (`1,234.50`, `51%`) becomes one, with
the number format that shows just those digits, so that printed precision (law 4) is what the page says.
Codes and whatever else a format would print differently stay text.
"""

from __future__ import annotations

import re
from decimal import Decimal

from perfdesk.core.grid import Cell
from perfdesk.core.number_format import render

_NUMBER = re.compile(
    r"-?(?P<whole>0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(?P<rest>\d+))?(?P<percent>%)?", re.A
)
_MOST_DIGITS = 15


def printed_cell(text: str, code: str | None = None, style: int = 0) -> Cell:
    """The cell that shows this text.

    Args:
        text: as printed, without blanks at its ends.
        code: the number format the document declares, or None; `@` keeps everything text.
        style: index of the look.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or code == "@":
        return Cell(text, number_format=code or "General", style=style)
    digits = text.rstrip("%").replace(",", "")
    number = Decimal(digits) / 100 if match["percent"] else Decimal(digits)
    if len(digits.strip("-").replace(".", "").lstrip("0")) > _MOST_DIGITS:
        return Cell(text, number_format="@", style=style)
    if code is not None and render(number, code) == text:
        return Cell(text, number, code, style=style)
    own = _format_of(text, match["rest"], bool(match["percent"]))
    if render(number, own) != text:
        return Cell(text, number_format="@", style=style)
    return Cell(text, number, own, style=style)


def _format_of(text: str, rest: str | None, is_percent: bool) -> str:
    whole = "#,##0" if "," in text else "0"
    places = f".{'0' * len(rest)}" if rest else ""
    return f"{whole}{places}{'%' if is_percent else ''}"
