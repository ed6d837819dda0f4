"""What the status bar says of the selected cells: average, count and sum, as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from perfdesk.core.grid import Cell
from perfdesk.core.value import plain

_SHOWN_DIGITS = Context(prec=12, rounding=ROUND_HALF_UP)


def sums_text(cells: Sequence[Cell]) -> str:
    """The figures of two cells or more; empty for fewer. Numbers in texts do not count."""
    if len(cells) < 2:
        return ""
    numbers = [cell.number for cell in cells if cell.number is not None]
    count = f"计数 {len(cells)}"
    if not numbers:
        return count
    total = sum(numbers, Decimal(0))
    average = total / len(numbers)
    return f"平均值 {_shown(average)}　{count}　求和 {_shown(total)}"


def _shown(number: Decimal) -> str:
    return plain(_SHOWN_DIGITS.plus(number))
