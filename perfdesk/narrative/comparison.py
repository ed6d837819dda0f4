"""The verdict on a stated figure against what tables or the sentence give, with its arithmetic.

Shared by the modules that decide claims; three verdicts, from what the printed figures can stand for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.interval import Interval, round_half_up, rounds_to
from perfdesk.core.prose import Measure
from perfdesk.core.value import percent, plain
from perfdesk.narrative.claim import ClaimKind, ClaimVerdict, Decision, Mention
from perfdesk.narrative.ledger import Fact, in_scale
from perfdesk.scoring.statement import scale_name

BETWEEN_TABLES = Decimal("0.02")
"""万元 tables are rounded each by itself; the forms print that totals may differ by this."""
PERCENT_DIGITS = 4


def against_facts(kind: ClaimKind, figure: Measure, facts: Sequence[Fact], note: str = "") -> Decision | None:
    """A stated amount against the cells that should hold it: the best of them counts."""
    decisions = [against_fact(kind, figure, fact, note) for fact in facts]
    ranks = {"exact": 0, "rounded": 1, "wrong": 2, "uncheckable": 3}
    return min(decisions, key=lambda decision: ranks[decision.verdict], default=None)


def against_fact(kind: ClaimKind, figure: Measure, fact: Fact, note: str = "") -> Decision:
    """A stated figure against one cell."""
    there = in_scale(fact.amount, figure)
    unit = scale_name(figure)
    blank = "（空白，按0计）" if fact.is_blank else ""
    formula = f"{fact.words}为{plain(there)}{unit}{blank}"
    return Decision(kind, amount_verdict(figure, there), plain(there), formula, (fact.place,), note)


def amount_verdict(figure: Measure, there: Decimal) -> ClaimVerdict:
    """Exact, right after rounding (or within the difference of rounded tables), or wrong."""
    if figure.number == there:
        return "exact"
    if rounds_to(Interval.exactly(there), figure.number, figure.decimals):
        return "rounded"
    is_table_money = figure.power == 4 and figure.decimals >= 2
    return "rounded" if is_table_money and abs(figure.number - there) <= BETWEEN_TABLES else "wrong"


def ratio_decision(
    kind: ClaimKind,
    figure: Measure,
    above: tuple[Interval, Decimal],
    below: tuple[Interval, Decimal],
    sources: Iterable[Place] = (),
) -> Decision:
    """A stated percentage against a quotient; each part with what it can stand for and its number."""
    places = tuple(sources)
    if below[1] == 0:
        zero = f"{_shown(above[1])} ÷ 0 没有意义"
        return Decision(
            kind,
            "wrong" if kind == "budget_rate" else "uncheckable",
            None,
            zero,
            places,
            "分母为0，不能写百分比",
        )
    exact = above[1] / below[1]
    formula = f"{_shown(above[1])} ÷ {_shown(below[1])} = {percent(exact, PERCENT_DIGITS)}"
    return Decision(
        kind,
        share_verdict(figure, exact, _quotient(above[0], below[0], exact)),
        percent(exact),
        formula,
        places,
        whole=exact * 100,
    )


def _shown(amount: Decimal) -> str:
    """An amount in 元 as reports write it, in 万元."""
    return plain(amount.scaleb(-4))


def _quotient(above: Interval, below: Interval, exact: Decimal) -> Interval:
    try:
        return above / below
    except ZeroDivisionError:
        return Interval.exactly(exact)


def share_verdict(figure: Measure, exact: Decimal, spread: Interval | None) -> ClaimVerdict:
    """The verdict on a percentage: `figure.value` is a fraction, `spread` what else it may come from."""
    if figure.value == round_half_up(exact, 15):
        return "exact"
    ways = [Interval.exactly(exact), *([spread] if spread is not None else [])]
    fits = any(rounds_to(way, figure.value, figure.decimals + 2) for way in ways)
    return "rounded" if fits else "wrong"


def sum_decision(
    kind: ClaimKind, whole: Measure, parts: Sequence[Measure], *, is_complete: bool
) -> Decision | None:
    """A stated whole against the parts the text lists; None where a partial list falls short of it."""
    added = sum((part.value for part in parts), Decimal(0))
    there = added.scaleb(-whole.power)
    is_money = whole.unit == "元"
    half = Decimal(5).scaleb(-max(2, whole.decimals) - 1) * len(parts) if is_money else Decimal(0)
    formula = f"{' + '.join(_part(part, whole) for part in parts)} = {plain(there)}{scale_name(whole)}"
    if whole.number == there:
        verdict: ClaimVerdict = "exact"
    elif rounds_to(
        Interval(there - half, there + half), whole.number, max(whole.decimals, 2 if is_money else 0)
    ):
        verdict = "rounded"
    elif is_complete or there > whole.number:
        verdict = "wrong"
    else:
        return None
    return Decision(kind, verdict, plain(there), formula)


def _part(part: Measure, whole: Measure) -> str:
    return plain(part.number) if part.power == whole.power else part.text


def stated_parts(mention: Mention) -> tuple[Interval, Decimal]:
    """What a stated amount can stand for (to two decimals at least), and its number, in 元."""
    return mention.figure.spread(2), mention.figure.value


def fact_parts(fact: Fact) -> tuple[Interval, Decimal]:
    """What a cell's amount can stand for, and its number, in 元."""
    return Interval.exactly(fact.amount), fact.amount
