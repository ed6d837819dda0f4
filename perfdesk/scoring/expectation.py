"""What a derived figure should be, and the verdict on what is printed.

A verdict is exact, rounded or wrong. The figure is compared with every value the rule
can give: from the figures as printed, within their printed precision, and by the
roundings on the way that the profile names (completion to whole percents, say).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from perfdesk.core.interval import EXCEL, Interval, Rounding, round_half_up, rounds_to
from perfdesk.core.value import Value, percent, plain

DIVISION_DIGITS = 15
"""Digits kept of a quotient such as 10 ÷ 12, so that 30 × 10 ÷ 12 is exactly 25."""

Agreement = Literal["exact", "rounded", "wrong"]


@dataclass(frozen=True, slots=True)
class Route:
    """Another way to the figure, by a rounding on the way; `words` says which."""

    values: Interval
    words: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a figure should be.

    Attributes:
        exact: what the rule gives from the figures as they stand.
        spread: what it can give within the printed precision of those figures.
        formula: the arithmetic written out, without rounding.
        routes: further values the rule allows, by roundings on the way.
        decimals: decimals the profile asks for; for a percentage, of the fraction.
        is_percent: whether people write the figure as a percentage.
    """

    exact: Decimal
    spread: Interval
    formula: str
    routes: tuple[Route, ...] = ()
    decimals: int = 2
    is_percent: bool = False

    def agreement(self, value: Value, least_decimals: int = 0, rounding: Rounding = EXCEL) -> Agreement:
        """Whether the printed figure is exact, right only after rounding, or wrong."""
        number, decimals = _figure(value)
        decimals = max(decimals, least_decimals)
        if number == round_half_up(self.exact, DIVISION_DIGITS):
            return "exact"
        ways = [self.spread, *(route.values for route in self.routes)]
        if any(rounds_to(way, number, decimals, rounding.mode) for way in ways):
            return "rounded"
        return "rounded" if self.is_within(value, rounding.tolerance) else "wrong"

    def is_within(self, value: Value, tolerance: Decimal) -> bool:
        """Whether the figure is off by no more than a place tolerates; rates are never tolerated."""
        return 0 < abs(_figure(value)[0] - self.exact) <= tolerance and not self.is_percent

    def is_kept_as_asked(self, value: Value) -> bool:
        """Whether the printed figure is the exact one rounded to the decimals the profile asks for."""
        return value.number == round_half_up(self.exact, self.decimals)

    def unrounded(self) -> str:
        """The expected figure with more decimals than anyone prints."""
        return percent(self.exact, 4) if self.is_percent else plain(round_half_up(self.exact, 6))

    def written(self) -> str:
        """The expected figure as people write it."""
        if self.is_percent:
            return percent(self.exact)
        return plain(round_half_up(self.exact, max(self.decimals, 2)))

    def typed(self) -> str:
        """The expected figure as one types it into a cell."""
        places = max(self.decimals, 4) if self.is_percent else self.decimals
        return plain(round_half_up(self.exact, places))

    def chain(self, value: Value) -> str:
        """The arithmetic with the roundings that lead to the printed figure."""
        number, decimals = _figure(value)
        for route in self.routes:
            if not rounds_to(self.spread, number, decimals) and rounds_to(route.values, number, decimals):
                return f"{self.formula}；{route.words}{self._steps(route.values.low, number, decimals)}"
        return self.formula + self._steps(self.exact, number, decimals)

    def _steps(self, start: Decimal, number: Decimal, decimals: int) -> str:
        steps = [start]
        if self.decimals > decimals:
            steps.append(round_half_up(start, self.decimals))
        steps.append(number)
        texts = list(dict.fromkeys(self._text(step) for step in steps))
        return "".join(f" → {text}" for text in texts[1:])

    def _text(self, number: Decimal) -> str:
        return percent(number, 4) if self.is_percent else plain(round_half_up(number, 6))


def _figure(value: Value) -> tuple[Decimal, int]:
    if value.number is None or value.decimals is None:
        raise ValueError(value.cell)
    return value.number, value.decimals


def exactly(exact: Decimal, formula: str, decimals: int = 2) -> Expectation:
    """The expectation of a figure that follows from its inputs without any spread."""
    return Expectation(exact, Interval.exactly(exact), formula, decimals=decimals)


def amount_interval(value: Value, least_decimals: int) -> Interval:
    """What a printed amount can stand for; an amount is kept to at least so many decimals."""
    number, decimals = _figure(value)
    return Interval.around(number, max(decimals, least_decimals))


def route_by_share(points: Decimal, share: Decimal, words: str) -> Route:
    """The points at a share that was rounded on the way, never above all points; `words` says how."""
    result = min(points * share, points)
    text = f"{words}{percent(share, 4)}，{plain(points)} × {percent(share, 4)} = {plain(points * share)}"
    return Route(Interval.exactly(result), text)
