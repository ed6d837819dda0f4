"""Closed intervals of Decimal: what a printed figure can stand for.

A figure printed `51%` stands for anything that rounds to it. Rules compute with
these intervals, so that no tolerance hides inside a rule (law 4 of the design).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both ends included."""

    low: Decimal
    high: Decimal

    @staticmethod
    def exactly(value: Decimal) -> Interval:
        """The interval of one value."""
        return Interval(value, value)

    @staticmethod
    def around(value: Decimal, decimals: int) -> Interval:
        """What `value`, printed with so many decimals, can stand for: half a unit either way."""
        half = Decimal(5).scaleb(-decimals - 1)
        return Interval(value - half, value + half)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        products = (
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        )
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients; raises ZeroDivisionError when the divisor can be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self * Interval(1 / other.high, 1 / other.low)

    def clamp(self, low: Decimal, high: Decimal) -> Interval:
        """The interval with every value below `low` or above `high` moved to that bound."""
        return Interval(min(max(self.low, low), high), min(max(self.high, low), high))

    def contains(self, value: Decimal) -> bool:
        """Whether the value lies inside."""
        return self.low <= value <= self.high

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of the intervals; [0, 0] for none."""
    result = Interval(ZERO, ZERO)
    for interval in intervals:
        result = result + interval
    return result


# A double has up to 309 digits before the point; the usual 28 would raise for a mistyped amount.
_ALL_DIGITS = Context(prec=400)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as Excel's ROUND does: half away from zero; a figure of three hundred digits too.

    What is greater still, a product of such figures, has no digits at the point and stays as it is.
    """
    if value.adjusted() + decimals >= _ALL_DIGITS.prec:
        return value
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_ALL_DIGITS)


RoundingMode = Literal["half_up", "half_even", "down"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a place rounds, and how far a figure other than a rate may be off (points or 万元)."""

    mode: RoundingMode = "half_up"
    tolerance: Decimal = Decimal(0)


EXCEL = Rounding()


def rounds_to(values: Interval, printed: Decimal, decimals: int, mode: RoundingMode = "half_up") -> bool:
    """Whether some value of the interval, rounded that way, prints as `printed`.

    `half_up` rounds away from zero as Excel does, `half_even` to the even neighbour, `down` cuts.
    """
    if mode == "down":
        unit = Decimal(1).scaleb(-decimals)
        reach = Interval(printed, printed + unit) if printed >= 0 else Interval(printed - unit, printed)
    else:
        reach = Interval.around(printed, decimals)
    if not values.meets(reach):
        return False
    edge = reach.high if printed >= 0 else reach.low
    return mode == "half_even" or not (values.low == values.high == edge)
