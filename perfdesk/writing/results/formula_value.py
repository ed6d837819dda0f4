"""The values of a formula and how Excel turns one kind into another: number, text, truth, blank, error.

Lowest step of working formulas out. What Excel makes of a value by locale or guesswork (a text that
may be a number, the order of two texts) is unknown here, never guessed.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from perfdesk.core.value import plain
from perfdesk.writing.results.dependence import Area

_DOUBLE_DIGITS = 15
_SMALLEST_PLAIN, _LARGEST_PLAIN = Decimal("0.0001"), Decimal(10) ** 15
_MAYBE_NUMBER = re.compile(r"\d|^\s*(?:true|false)\s*$", re.IGNORECASE)


class NotWorkedOut(Exception):
    """The formula holds something whose result in Excel is not certain."""


class ErrorResult(Exception):
    """The formula's result is an error such as #DIV/0!."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell holds an error; functions that count cells look past it."""


Result = Decimal | str
Scalar = Decimal | str | bool | None
"""What a formula calculates with; None is a blank cell, `""` an empty text, which is not the same."""
Content = Scalar | ErrorValue
Work = Callable[[], Scalar]
ReadArea = Callable[[Area], Sequence[Content]]
"""Gives the contents of an area's stored cells; None for a blank; raises NotWorkedOut."""


def as_double_shows(number: Decimal) -> Decimal:
    """The number with the 15 significant digits a spreadsheet keeps."""
    return Context(prec=_DOUBLE_DIGITS, rounding=ROUND_HALF_UP).plus(number)


def number_of(value: Scalar) -> Decimal:
    """The value as a number: blank is 0, TRUE is 1; a text that is surely none gives #VALUE!."""
    if isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    if value is None:
        return Decimal(0)
    if _MAYBE_NUMBER.search(value):
        raise NotWorkedOut(value)
    raise ErrorResult(value)


def truth_of(value: Scalar) -> bool:
    """The value as a condition: a number other than 0 is true; a text gives #VALUE!."""
    return value if isinstance(value, bool) else number_of(value) != 0


def text_of(value: Scalar) -> str:
    """The value as `&` joins it; a number of unusual size is unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    shown = as_double_shows(value)
    if shown and not _SMALLEST_PLAIN <= abs(shown) < _LARGEST_PLAIN:
        raise NotWorkedOut(str(value))
    return plain(shown)


def compared(sign: str, left: Scalar, right: Scalar) -> bool:
    """A comparison as Excel makes it: numbers before texts before truth values; a blank is what it meets."""
    if left is None and right is None:
        return _COMPARISONS[sign](0, 0)
    first, second = _met(left, right), _met(right, left)
    if isinstance(first, bool) == isinstance(second, bool) and isinstance(first, str) == isinstance(
        second, str
    ):
        return _compared_alike(sign, first, second)
    return _COMPARISONS[sign](_rank(first), _rank(second))


def _met(value: Scalar, other: Scalar) -> Decimal | str | bool:
    """A blank as the kind of what it is compared with."""
    if value is not None:
        return value
    if isinstance(other, bool):
        return False
    return "" if isinstance(other, str) else Decimal(0)


def _compared_alike(sign: str, first: Decimal | str | bool, second: Decimal | str | bool) -> bool:
    if isinstance(first, str) and isinstance(second, str):
        lower, upper = first.casefold(), second.casefold()
        if sign not in ("=", "<>") and lower and upper and lower != upper:
            raise NotWorkedOut(sign)  # Excel orders texts by a locale; only equality is certain
        return _COMPARISONS[sign](int(lower > upper) - int(lower < upper), 0)
    return _COMPARISONS[sign](as_double_shows(Decimal(first)), as_double_shows(Decimal(second)))


def _rank(value: Decimal | str | bool) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0


_COMPARISONS: dict[str, Callable[[Decimal | int, Decimal | int], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt,
    ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
COMPARISON_SIGNS = frozenset(_COMPARISONS)
