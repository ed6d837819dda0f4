"""Arithmetic written out in a text: `5人*4天*160元=0.32万元`, parsed with its units.

Stands on `prose`. What is not wholly understood is no equation: nobody is blamed for a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from perfdesk.core.prose import NUMBER, Measure, measure

_TIMES = "*×xX✕✖╳·∙•⋅"
_FACTOR = re.compile(
    rf"(?P<number>{NUMBER})(?!\d)\s*(?P<scale>亿|千万(?=元)|百万(?=元)|万|千(?=元))?\s*"
    r"(?P<unit>%|‰|[一-龥㎡]{0,8}?)(?P<per>(?:/[一-龥]{1,4})*)\s*(?=[^一-龥㎡%‰]|$)"
)
_LABEL = re.compile(r"\s*[一-龥]{0,12}\s*(?=\d|（\s*\d)")
_REMARK = re.compile(r"（[^（）\d]{0,30}）\s*")
_EQUALS = re.compile(r"\s*(?:=|≈|≒)\s*(?P<about>约为?)?\s*")
_WORD_EQUALS = re.compile(r"\s*(?:等于|约等于|约为|约|共计|合计|计)\s*")
_FIGURE_AT_END = re.compile(
    rf"(?<![\d.])(?P<number>{NUMBER})\s*(?P<scale>亿|万)?\s*(?P<unit>元|人次|人|名|个|%)?(?P<per>)$"
)
_RANGE = re.compile(rf"\s*-\s*{NUMBER}\s*[一-龥%]")
_PLUS_MINUS = re.compile(r"\s*([+-])")
_OPERATOR = re.compile(rf"\s*([{_TIMES}]|[/÷]|乘以|除以)")
_CLOSING = re.compile(r"\s*）(?:人|天|次|元|个|月|年|户|家)?")
_BEGINNING = re.compile(r"(?<![\d.,A-Za-z])(?:\d[\d.,]*|（)")
_AFTER_OPERATOR = re.compile(rf"[{_TIMES}/÷+-]\s*[一-龥]{{0,12}}\s*$")
"""Arithmetic is read from its first figure or not at all; half of it would give another result."""
_SIGNS = re.compile(rf"\d.*[{_TIMES}/÷+-].*\d", re.DOTALL)
"""Without two figures and an operator between them a text holds no arithmetic; most texts end here."""
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Term:
    """A computed value in plain units (元, 人 …), its dimension, and how it was written.

    `money` counts amounts multiplied less amounts divided by; `has_bare` tells that a factor
    bore no unit at all; `slack` is how far the product may be off because a percentage with
    decimals among its factors was rounded before it was written.
    """

    value: Decimal
    money: int
    has_bare: bool
    written: str
    slack: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: a sum of terms, and the single figure where it is one."""

    start: int
    end: int
    terms: tuple[Term, ...]
    figure: Measure | None = None

    @property
    def value(self) -> Decimal:
        """The sum of the terms in plain units."""
        return sum((term.value for term in self.terms), Decimal(0))

    @property
    def slack(self) -> Decimal:
        """How far the sum may be off because of rounded percentages."""
        return sum((term.slack for term in self.terms), Decimal(0))

    @property
    def money(self) -> int | None:
        """The dimension the terms share, or None where they differ."""
        dimensions = {term.money for term in self.terms}
        return dimensions.pop() if len(dimensions) == 1 else None


@dataclass(frozen=True, slots=True)
class Equation:
    """A computed side and the figure the text states for it."""

    computed: Side
    stated: Measure
    is_about: bool


class _NotArithmetic(Exception):
    """What stands here is no arithmetic after all."""


@lru_cache(maxsize=4096)
def equations(text: str) -> tuple[Equation, ...]:
    """Every equation of the text (already `even`), in the order of the stated figures."""
    if not _SIGNS.search(text):
        return ()
    found: list[Equation] = []
    place = 0
    while match := _BEGINNING.search(text, place):
        chain = None if _AFTER_OPERATOR.search(text[: match.start()]) else _chain(text, match.start())
        if chain is None:
            place = match.end()
            continue
        sides, is_about = chain
        found.extend(_equations_of(text, sides, is_about))
        place = max(sides[-1].end, match.start() + 1)
    return tuple(sorted(found, key=lambda equation: equation.stated.start))


def _equations_of(text: str, sides: list[Side], is_about: bool) -> Iterator[Equation]:
    computed = [side for side in sides if side.figure is None]
    stated = [side.figure for side in sides if side.figure is not None]
    if computed and not stated:
        before = _figure_before(text, sides[0].start, sides[-1].end)
        if before is not None:
            yield Equation(computed[0], before, is_about or _is_about(text, before.start))
    elif computed:
        for figure in stated:
            yield Equation(computed[0], figure, is_about or _is_about(text, figure.start))


def _is_about(text: str, start: int) -> bool:
    return re.search(r"(?:约|近|大约|约为)\s*$", text[max(0, start - 4) : start]) is not None


def _figure_before(text: str, start: int, end: int) -> Measure | None:
    """The figure in front of a bracket that holds nothing but the arithmetic."""
    head, tail = text[:start].rstrip(), text[end:].lstrip()
    if not text.startswith("（", start):
        opening = re.search(r"（\s*(?:即|=)?[一-龥：]{0,8}$", head)
        if opening is None or not tail.startswith("）"):
            return None
        head = head[: opening.start()].rstrip()
    match = _FIGURE_AT_END.search(head)
    return measure(match, text) if match else None


def _chain(text: str, start: int) -> tuple[list[Side], bool] | None:
    """The sides from here on, joined by equal signs; None where there is no arithmetic."""
    sides: list[Side] = []
    is_about = False
    try:
        side = _side(text, start, 0)
        sides.append(side)
        while (sign := _EQUALS.match(text, side.end)) or (
            side.figure is None and (sign := _WORD_EQUALS.match(text, side.end))
        ):
            follows = _LABEL.match(text, sign.end())
            if follows is None:
                break
            is_about = is_about or bool(re.search("[≈≒约]", sign.group()))
            side = _side(text, follows.end(), 0)
            sides.append(side)
    except (_NotArithmetic, InvalidOperation, ZeroDivisionError):
        pass
    if not any(side.figure is None for side in sides):
        return None
    return sides, is_about


def _side(text: str, place: int, depth: int) -> Side:
    start = place
    term, figure, place = _term(text, place, depth)
    terms = [term]
    while sign := _PLUS_MINUS.match(text, place):
        label = _LABEL.match(text, sign.end())
        if label is None:
            break
        if figure is not None and not figure.unit and not figure.power and _RANGE.match(text, place):
            raise _NotArithmetic  # 1-10月, 2-3天: only the second end of a range bears the unit
        try:
            term, _, place = _term(text, label.end(), depth)
        except _NotArithmetic:
            break
        terms.append(term if sign[1] == "+" else _negative(term))
        figure = None
    return Side(start, place, tuple(terms), figure)


def _negative(term: Term) -> Term:
    return Term(-term.value, term.money, term.has_bare, f"-{term.written}", term.slack)


def _term(text: str, place: int, depth: int) -> tuple[Term, Measure | None, int]:
    """A product from here on: its value, its single figure where it is one, its end."""
    start = place
    value, money, bare, figure, place = _factor(text, place, depth)
    looseness = _looseness(figure)
    while True:
        remark = _REMARK.match(text, place)
        sign = _OPERATOR.match(text, remark.end() if remark else place)
        label = _LABEL.match(text, sign.end()) if sign else None
        if sign is None or label is None:
            break
        factor, dimension, is_bare, other, place = _factor(text, label.end(), depth)
        looseness += _looseness(other)
        divides = sign[1] in "/÷" or sign[1] == "除以"
        value = value / factor if divides else value * factor
        money += -dimension if divides else dimension
        bare, figure = bare or is_bare, None
    written = re.sub(r"\s+", "", text[start:place])
    slack = Decimal(0) if figure is not None else abs(value) * looseness
    return Term(value, money, bare, written, slack), figure, place


def _looseness(figure: Measure | None) -> Decimal:
    """Half a unit of the last decimal of a percentage, as a share of it; zero for any other figure."""
    if figure is None or figure.power != -2 or not figure.decimals or not figure.number:
        return Decimal(0)
    return Decimal(5).scaleb(-figure.decimals - 1) / abs(figure.number)


def _factor(text: str, place: int, depth: int) -> tuple[Decimal, int, bool, Measure | None, int]:
    if text.startswith("（", place):
        if depth >= _DEEPEST:
            raise _NotArithmetic
        inner = _side(text, place + 1, depth + 1)
        closing = _CLOSING.match(text, inner.end)
        if closing is None or inner.money is None:
            raise _NotArithmetic
        return inner.value, inner.money, False, inner.figure, closing.end()
    match = _FACTOR.match(text, place)
    if match is None:
        raise _NotArithmetic
    figure = measure(match, text)
    money = int(figure.unit.startswith("元") or (not figure.unit and figure.power >= 4))
    return figure.value, money, not figure.unit and not figure.power, figure, figure.end
