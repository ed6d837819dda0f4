"""What a text states that follows from the text itself: equations, and lists with their sum.

Stands between the figures of `core.prose` and those who judge them: rules over the texts of a
form, and `narrative.verification` over a published report.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from perfdesk.core.equation import Equation, Side, equations
from perfdesk.core.interval import Interval, round_half_up, total
from perfdesk.core.prose import LONGEST_TEXT, Measure, even, listing, measures
from perfdesk.core.value import Value, plain
from perfdesk.scoring.expectation import Expectation, Route

AMOUNT_DECIMALS = 2
"""Amounts in 万元 are kept to two decimals; a figure printed shorter is taken as that exact."""
_POWERS = (0, 4, 8)
_SAME_SIZE = Decimal("0.5"), Decimal(2)
"""A figure without a unit is compared in the unit in which it is of the size of the result."""
StatementKind = Literal["equation", "list_sum"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A stated figure with what it should be.

    Attributes:
        kind: how it follows.
        figure: the stated figure with its place in the text.
        start: where the whole statement begins.
        end: where it ends.
        expectation: what it should be, in the figure's own scale.
        value: the figure as a value, in its own scale.
    """

    kind: StatementKind
    figure: Measure
    start: int
    end: int
    expectation: Expectation
    value: Value

    @property
    def agreement(self) -> Literal["exact", "rounded", "wrong"]:
        """The verdict on the stated figure."""
        return self.expectation.agreement(self.value)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that stands for a part: said by itself, or the outcome of an equation."""

    figure: Measure
    depth: int


@lru_cache(maxsize=4096)
def statements(text: str) -> tuple[Statement, ...]:
    """Every figure of the text that its own words decide, in order of place."""
    text = even(text)
    if len(text) > LONGEST_TEXT or not any(character.isdigit() for character in text):
        return ()
    found = [*_equation_statements(text), *_sum_statements(text)]
    return tuple(sorted(found, key=lambda each: (each.figure.start, each.kind)))


def figure_value(figure: Measure, decimals: int | None = None) -> Value:
    """The figure as a value in its own scale: 0.32万元 is 0.32 with two decimals."""
    is_percent = figure.is_percent
    shown = figure.decimals if decimals is None else decimals
    number = figure.value if is_percent else figure.number
    return Value(
        "", figure.text, figure.text, number, shown + 2 if is_percent else shown, unit=figure.unit or None,
        is_percent=is_percent,
    )  # fmt: skip


def _equation_statements(text: str) -> Iterator[Statement]:
    for equation in equations(text):
        figure = _scaled(equation)
        if figure is None:
            continue
        expectation = expectation_of(equation.computed, figure)
        if equation.is_about and not figure.decimals:
            expectation = _about(expectation, figure)
        start = min(equation.computed.start, figure.start)
        end = max(equation.computed.end, figure.end)
        yield Statement("equation", figure, start, end, expectation, figure_value(figure))


def _about(expectation: Expectation, figure: Measure) -> Expectation:
    """≈1250: the zeros at the end are the rounding that the sign speaks of."""
    half = Decimal(5).scaleb(_trailing_zeros(figure.number) - 1)
    reach = Interval(expectation.exact - half, expectation.exact + half)
    route = Route(reach, f"取约数{plain(expectation.exact)}")
    return dataclasses.replace(expectation, routes=(*expectation.routes, route))


def _trailing_zeros(number: Decimal) -> int:
    digits = plain(number)
    return min(len(digits) - len(digits.rstrip("0")), max(len(digits) - 2, 0))


def _scaled(equation: Equation) -> Measure | None:
    """The stated figure with the scale it must be read in; None where the dimensions do not fit."""
    side, figure = equation.computed, equation.stated
    if side.money not in (0, 1) or figure.per:
        return None
    if figure.unit == "元" or (side.money == 1 and not figure.unit and figure.power):
        has_bare = any(term.has_bare for term in side.terms)
        return figure if side.money == 1 or (has_bare and _is_alike(figure.value, side.value)) else None
    if side.money == 0:
        return figure
    if figure.unit or figure.power:
        return None
    for power in _POWERS:
        if _is_alike(figure.number.scaleb(power), side.value):
            return Measure(figure.start, figure.end, figure.text, figure.number, figure.decimals, power, "元")
    return None


def _is_alike(stated: Decimal, computed: Decimal) -> bool:
    low, high = _SAME_SIZE
    return computed != 0 and low < stated / computed < high


def expectation_of(side: Side, figure: Measure) -> Expectation:
    """What the computed side gives in the scale of the stated figure."""
    power = -figure.power
    exact = side.value.scaleb(power)
    routes: tuple[Route, ...] = ()
    is_plain_sum = len(side.terms) > 1 and not any(
        mark in term.written for term in side.terms for mark in "*×/÷xX"
    )
    spread = Interval.exactly(exact)
    if len(side.terms) > 1:
        parts = [round_half_up(term.value.scaleb(power), figure.decimals) for term in side.terms]
        rounded = sum(parts, Decimal(0))
        words = f"逐项保留{figure.decimals}位小数：{' + '.join(map(plain, parts))} = {plain(rounded)}"
        routes = (Route(Interval.exactly(rounded), words),)
        if is_plain_sum and side.money:
            half = Decimal(5).scaleb(-AMOUNT_DECIMALS - 1) * len(side.terms)
            spread = Interval(exact - half, exact + half)
    slack = side.slack.scaleb(power)
    spread = Interval(spread.low - slack, spread.high + slack)
    if figure.is_percent:
        exact, spread, routes = side.value, Interval.exactly(side.value), ()
    formula = _formula(side, figure, exact)
    decimals = figure.decimals + 2 if figure.is_percent else figure.decimals
    return Expectation(exact, spread, formula, routes, decimals, figure.is_percent)


def _formula(side: Side, figure: Measure, exact: Decimal) -> str:
    written = "+".join(term.written for term in side.terms).replace("+-", "-")
    if figure.is_percent:
        return f"{written} = {plain(round_half_up(exact * 100, 6))}%"
    base = plain(round_half_up(side.value, 6))
    scale = scale_name(figure)
    if not figure.power:
        return f"{written} = {base}{scale}"
    return (
        f"{written} = {base}元 = {plain(round_half_up(exact, 8))}{scale}"
        if side.money
        else f"{written} = {base}"
    )


def scale_name(figure: Measure) -> str:
    """The unit a computed figure is written with: 万元, 元, 人."""
    names = {8: "亿", 7: "千万", 6: "百万", 4: "万", 3: "千"}
    unit = figure.unit or ("元" if figure.power >= 4 else "")
    return names.get(figure.power, "") + unit


@lru_cache(maxsize=4096)
def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of money of an even text, the operands of its equations left out."""
    computed = [(equation.computed.start, equation.computed.end) for equation in equations(text)]
    outcome = {equation.stated.start for equation in equations(text)}
    found: list[Amount] = []
    for figure in measures(text):
        inside = any(start <= figure.start < end for start, end in computed)
        if figure.is_money and (not inside or figure.start in outcome) and not _is_rate(text, figure):
            found.append(Amount(figure, _depth(text, figure.start)))
    return tuple(found)


def _is_rate(text: str, figure: Measure) -> bool:
    """A price or a limit is no part of a sum: 每人每天300元, 不超过5万元, 300元标准."""
    before = re.split(r"[，,。；、（：]", text[max(0, figure.start - 16) : figure.start])[-1]
    return (
        re.search("每|人均|标准|按|单价|不超过|不低于|上年|去年|同比|增加|减少|起付|限额", before) is not None
    )


def _depth(text: str, place: int) -> int:
    depth = 0
    for character in text[:place]:
        depth += {"（": 1, "）": -1}.get(character, 0)
    return max(depth, 0)


def _sum_statements(text: str) -> Iterator[Statement]:
    yield from _sums_within(text, 0, len(text))
    yield from _closing_sums(text)


def _sums_within(text: str, start: int, end: int) -> Iterator[Statement]:
    found = listing(text[start:end])
    if found is None:
        yield from _bracket_sums(text, start, end)
        yield from _colon_sums(text, start, end)
        return
    items = [(start + first, start + last) for first, last in found.items]
    yield from _list_sum(text, (start, start + found.head[1]), items)
    for first, last in items:
        yield from _sums_within(text, first, last)


def head_amount(text: str, start: int, end: int) -> Measure | None:
    """The amount an item stands for: the first it says outside brackets, else the first equation's."""
    part = text[start:end]
    for amount in amounts(part):
        if amount.depth == 0:
            return _moved(amount.figure, start)
    return None


def _moved(figure: Measure, offset: int) -> Measure:
    return Measure(
        figure.start + offset, figure.end + offset, figure.text, figure.number, figure.decimals, figure.power,
        figure.unit, figure.per,
    )  # fmt: skip


_TOTAL_BEHIND = re.compile(r"(?<=[。；，])(?:以上)?(?:合计|共计|总计)[^\d，。；、：]{0,12}(?=\d)")
_TOTAL_WORD = re.compile(r"(?:合计|共计|总计|总额|总共|共需|费用共|共)[为是约：]*$")


def _list_sum(text: str, head: tuple[int, int], items: Sequence[tuple[int, int]]) -> Iterator[Statement]:
    """合计9万元：一、… 二、…: the items must sum to the figure before the list."""
    parts = [head_amount(text, start, end) for start, end in items]
    found = [part for part in parts if part is not None]
    if len(found) < len(items):
        return
    before = [_moved(amount.figure, head[0]) for amount in amounts(text[head[0] : head[1]])]
    whole = before[-1] if before else None
    if whole is not None:
        introduces = re.fullmatch(r"[^，。；\d]{0,10}", text[whole.end : head[1]])
        is_total = _TOTAL_WORD.search(text[: whole.start]) or "：" in text[whole.end : head[1]]
        if introduces and is_total:
            yield sum_statement(whole, found, items[-1][1])
    closing = _TOTAL_BEHIND.search(text, found[-1].end, items[-1][1])
    if closing is not None and not _depth(text[items[-1][0] :], closing.start() - items[-1][0]):
        behind = next((a.figure for a in amounts(text[closing.end() :]) if a.figure.start == 0), None)
        if behind is not None:
            yield sum_statement(_moved(behind, closing.end()), found, closing.end() + behind.end)


def sum_statement(whole: Measure, parts: Sequence[Measure], end: int) -> Statement:
    """The stated whole against its parts, each taken at the amounts' precision."""
    power = -whole.power
    decimals = max([AMOUNT_DECIMALS, *(part.decimals for part in parts), whole.decimals])
    exact = sum((part.value for part in parts), Decimal(0)).scaleb(power)
    spread = total(_reach(part, decimals, power) for part in parts)
    written = " + ".join(part.text if part.power != whole.power else plain(part.number) for part in parts)
    formula = f"{written} = {plain(round_half_up(exact, 8))}{scale_name(whole)}"
    expectation = Expectation(exact, spread, formula, (), whole.decimals)
    start = min([whole.start, *(part.start for part in parts)])
    return Statement(
        "list_sum", whole, start, end, expectation, figure_value(whole, max(whole.decimals, AMOUNT_DECIMALS))
    )


def _reach(part: Measure, decimals: int, power: int) -> Interval:
    spread = part.spread(decimals)
    return Interval(spread.low.scaleb(power), spread.high.scaleb(power))


def _bracket_sums(text: str, start: int, end: int) -> Iterator[Statement]:
    """6万元（甲3万元，乙2万元，丙1万元）: the parts in the bracket must sum to the figure."""
    for amount in amounts(text[start:end]):
        whole = _moved(amount.figure, start)
        bracket = re.match(r"\s*（([^（）]*)）", text[whole.end : end])
        if bracket is None:
            continue
        inside = whole.end + bracket.start(1)
        parts = _parts(text, inside, inside + len(bracket[1]))
        if parts:
            yield sum_statement(whole, parts, inside + len(bracket[1]))


def _colon_sums(text: str, start: int, end: int) -> Iterator[Statement]:
    """办公费5万：纸…=3万元、笔…=2万元: the parts behind the colon must sum to the figure."""
    for match in re.finditer(r"：", text[start:end]):
        place = start + match.start()
        whole = next((a.figure for a in amounts(text[start:place]) if start + a.figure.end == place), None)
        if whole is None:
            continue
        stop = re.compile(r"[。；]").search(text, place, end)
        parts = _parts(text, place + 1, stop.start() if stop else end)
        if parts:
            yield sum_statement(_moved(whole, start), parts, parts[-1].end)


_PARTIAL = re.compile("其中|每|人均|标准|上年|去年|同比|原|增|减|左右|占|含")


def _parts(text: str, start: int, end: int) -> list[Measure]:
    """Two or more amounts that a list names one by one; none where words make that doubtful."""
    part = text[start:end]
    if _PARTIAL.search(part):
        return []
    found = [amount.figure for amount in amounts(part) if amount.depth == 0]
    gaps = [part[left.end : right.start] for left, right in pairwise(found)]
    is_listed = all(re.search(r"[，、,；;和及]", gap) for gap in gaps)
    if len(found) < 2 or not is_listed or _has_open_arithmetic(part):
        return []
    return [_moved(figure, start) for figure in found]


def _has_open_arithmetic(part: str) -> bool:
    """Whether arithmetic remains that no equation accounts for."""
    for equation in equations(part):
        start, end = equation.computed.start, equation.computed.end
        part = part[:start] + "。" * (end - start) + part[end:]
    return re.search(r"[*×÷+xX]\s*\d|[元人天月年次个]\s*[*×÷+/-]", part) is not None


def _closing_sums(text: str) -> Iterator[Statement]:
    """甲10万元，乙20万元，共计30万元: a list in one sentence with its sum behind it."""
    for match in re.finditer(r"(?:合计|共计|总计)[^\d，。；、：]{0,20}(?=\d)", text):
        sentence = max(text.rfind(mark, 0, match.start()) for mark in "。；\n：）") + 1
        whole = next((a.figure for a in amounts(text[match.end() :]) if a.figure.start == 0), None)
        if whole is None or _depth(text, match.start()) or "（" in text[sentence : match.start()]:
            continue
        parts = _parts(text, sentence, match.start())
        if parts:
            whole = _moved(whole, match.end())
            yield sum_statement(whole, parts, whole.end)
