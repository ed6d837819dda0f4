"""A second scorer, written from the rule text alone: it must agree with the package, which it does not import.

财预〔2020〕10号: 执行率得分 = 分值 × B/A, at most 分值. A quantitative indicator that meets its target has full
points; short of it B/A of them for ≥, ＞, = and A/B for ≤, ＜; a target of zero is met or not. Far above
the target (more than 130 %, inferred) points may be taken off. Qualitative: 100–80, 80–60, 60–0 % of the
points. Nothing is above its points or below zero. The total is the sum of its parts; where it is that once
a wrong part, or every one, is put right, the fault lies in the part alone. A figure is right when what it
should be rounds to what is printed; an amount stands for half a hundredth either way.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from tests.conformance.paper import Paper, Row

HUNDRED, ONE, ZERO = Decimal(100), Decimal(1), Decimal(0)
OVERSHOOT = Decimal("1.3")
TIERS = {
    "100%-80%": (Decimal("0.8"), ONE),
    "80%-60%": (Decimal("0.6"), Decimal("0.8")),
    "60%-0%": (ZERO, Decimal("0.6")),
}


def wrong_figures(paper: Paper) -> set[str]:
    """The names of the derived figures that contradict the rule beyond rounding."""
    wrong = {f"score{number}" for number, row in enumerate(paper.rows) if not score_is_right(row)}
    if not rate_is_right(paper):
        wrong.add("rate")
    if not execution_score_is_right(paper):
        wrong.add("execution_score")
    if not total_is_right(paper):
        wrong.add("total")
    return wrong


def figure(text: str) -> Decimal:
    """The number in a printed text; a percentage as a fraction."""
    number = Decimal(re.sub(r"[^0-9.\-]", "", text))
    return number / HUNDRED if text.endswith("%") else number


def places(text: str) -> int:
    """Printed decimals of the figure itself."""
    return len(re.sub(r"[^0-9.]", "", text).partition(".")[2]) + (2 if text.endswith("%") else 0)


def fits(text: str, low: Decimal, high: Decimal) -> bool:
    """Whether something between low and high rounds, half up, to the printed figure."""
    printed, half = figure(text), Decimal(5).scaleb(-places(text) - 1)
    if low == high:
        return printed - half <= low < printed + half
    return low <= printed + half and high >= printed - half


def amount(text: str) -> tuple[Decimal, Decimal]:
    """What a printed amount can stand for: kept to two decimals at least."""
    half = Decimal(5).scaleb(-max(places(text), 2) - 1)
    return figure(text) - half, figure(text) + half


def share(paper: Paper) -> tuple[Decimal, Decimal]:
    """B/A within the printed precision of both."""
    (over_low, over_high), (under_low, under_high) = amount(paper.executed), amount(paper.budget)
    return over_low / under_high, over_high / under_low


def rate_is_right(paper: Paper) -> bool:
    exact = figure(paper.executed) / figure(paper.budget)
    low, high = share(paper)
    return figure(paper.rate) == exact or fits(paper.rate, low, high)


def execution_score_is_right(paper: Paper) -> bool:
    points = figure(paper.execution_weight)
    low, high = (min(max(points * bound, ZERO), points) for bound in share(paper))
    if fits(paper.execution_score, low, high):
        return True
    by_rate = min(points * figure(paper.rate), points)
    return rate_is_right(paper) and fits(paper.execution_score, by_rate, by_rate)


def score_is_right(row: Row) -> bool:
    points, score = figure(row.weight), figure(row.score)
    if not ZERO <= score <= points:
        return False
    if tier_of(row) is None and degree(row) > OVERSHOOT:
        return True
    low, high = right_score(row)
    if low != high:
        return low <= score <= high
    rounded = points * degree(row).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return fits(row.score, low, high) or (degree(row) < ONE and fits(row.score, rounded, rounded))


def tier_of(row: Row) -> tuple[Decimal, Decimal] | None:
    return next((ends for words, ends in TIERS.items() if words in row.actual), None)


def right_score(row: Row) -> tuple[Decimal, Decimal]:
    """What the row should have: a span for a qualitative one; one above its points is taken at them."""
    points, tier = figure(row.weight), tier_of(row)
    if figure(row.score) > points:
        return points, points
    if tier is not None:
        return tier[0] * points, tier[1] * points
    exact = (points * min(degree(row), ONE)).quantize(Decimal("1e-15"), ROUND_HALF_UP)
    return exact, exact


def degree(row: Row) -> Decimal:
    """How far the target was reached: 1 and more where it was met."""
    target, actual = figure(row.target), figure(row.actual)
    if row.operator in ("≤", "<", "不超过"):
        if actual <= target:
            return ONE
        return target / actual
    if target == 0:
        met = actual == 0 if row.operator == "=" else actual >= 0
        return ONE if met else ZERO
    return max(actual, ZERO) / target


def total_is_right(paper: Paper) -> bool:
    printed = sum((figure(row.score) for row in paper.rows), figure(paper.execution_score))
    gaps = [gap(row.score, *right_score(row)) for row in paper.rows if not score_is_right(row)]
    if not execution_score_is_right(paper):
        points = figure(paper.execution_weight)
        exact = min(points * figure(paper.executed) / figure(paper.budget), points)
        gaps.append(gap(paper.execution_score, exact, exact))
    every = sum(low for low, _ in gaps), sum(high for _, high in gaps)
    mended = any(hits(paper.total, printed + low, printed + high) for low, high in [*gaps, every] if gaps)
    return fits(paper.total, printed, printed) or mended


def hits(text: str, low: Decimal, high: Decimal) -> bool:
    """Whether something between low and high is the printed figure; of a whole number, to the cent."""
    half = Decimal(5).scaleb(-(places(text) or 2) - 1)
    return low <= figure(text) + half and high >= figure(text) - half


def gap(score: str, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """How far the total moves when a wrong score is put right, to two decimals as it would be printed."""
    cent = Decimal("0.01")
    return (
        low.quantize(cent, ROUND_HALF_UP) - figure(score),
        high.quantize(cent, ROUND_HALF_UP) - figure(score),
    )
