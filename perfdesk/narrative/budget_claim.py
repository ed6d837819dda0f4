"""Completion of the initial budget: what the rates of a text imply must agree with each other.

The initial budget stands in no table of the final accounts, but amount ÷ rate gives it. The rate of
the whole, those of its parts, and those of every functional item must lead to the same budgets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.core.interval import Interval, round_half_up, total
from perfdesk.core.value import percent, plain
from perfdesk.narrative.claim import ClaimVerdict, Decision, Draft, Line, Mention
from perfdesk.narrative.ledger import Ledger

_RATE = re.compile(r"(?P<name>[^，。：；]*?支出)?完成年初预算(?:数)?的?$")
_ITEM = re.compile(r"（项）$")
_WAN = -4


@dataclass(frozen=True, slots=True)
class _Implied:
    """A stated amount with its rate, and the budget they imply, in 元."""

    name: str
    amount: Mention
    rate: Mention
    budget: Interval


def check_budget_rates(draft: Draft, ledger: Ledger) -> None:
    """Note where the rates of whole, parts and items contradict each other, or bear each other out."""
    items = list(_items(draft))
    for line in draft.lines:
        rates = list(_rates(draft, line))
        if not rates or _ITEM.search(rates[0].amount.subject):
            continue
        whole, parts = rates[0], rates[1:]
        if len(parts) >= 2:
            _compare_with_parts(draft, whole, parts)
        for implied in rates:
            _compare_with_items(draft, ledger, implied, items)


def _rates(draft: Draft, line: Line) -> Iterator[_Implied]:
    """Every amount of the line with its rate: by the name in the clause, else the first amount."""
    mentions = draft.of_line(line)
    amounts = [m for m in mentions if m.figure.is_money and not m.is_change]
    for mention in mentions:
        match = _RATE.search(mention.subject)
        if not mention.figure.is_percent or match is None or not amounts or mention.figure.value <= 0:
            continue
        name = re.sub(r"^\d{4}年度?", "", match["name"] or "")
        amount = next((m for m in amounts if name and m.subject.endswith(name)), None if name else amounts[0])
        if amount is not None:
            yield _Implied(name, amount, mention, amount.figure.spread(2) / mention.figure.spread())


def _compare_with_parts(draft: Draft, whole: _Implied, parts: Sequence[_Implied]) -> None:
    added = total(part.budget for part in parts)
    meets = added.meets(whole.budget)
    verdict: ClaimVerdict = "rounded" if meets else "wrong"
    amount = sum((part.amount.figure.value for part in parts), Decimal(0))
    rate = amount / ((added.low + added.high) / 2)
    written = " + ".join(f"{part.amount.figure.text}÷{part.rate.figure.text}" for part in parts)
    formula = (
        f"年初预算由各部分推得 {written} ≈ {_wan(added)}，由合计推得"
        f" {whole.amount.figure.text}÷{whole.rate.figure.text} ≈ {_wan(whole.budget)}"
    )
    draft.decide(whole.rate, Decision("budget_rate", verdict, percent(rate), formula))
    if meets:
        for part in parts:
            draft.decide(part.rate, Decision("budget_rate", verdict, None, formula))


def _wan(reach: Interval) -> str:
    """The middle of a range of amounts, in 万元."""
    return f"{plain(round_half_up(((reach.low + reach.high) / 2).scaleb(_WAN), 2))}万元"


def _items(draft: Draft) -> Iterator[tuple[Mention, Interval | None]]:
    """Functional items with the budget their rate implies; None where the text does not tell it."""
    for line in draft.lines:
        amount = next((m for m in draft.of_line(line) if m.figure.is_money and _ITEM.search(m.subject)), None)
        if amount is None:
            continue
        rates = list(_rates(draft, line))
        if rates:
            yield amount, rates[0].budget
        elif re.search(r"年初预算(?:数)?为?(?:零|0)", line.text):
            yield amount, Interval(Decimal(0), Decimal(0))
        else:
            yield amount, None


def _compare_with_items(
    draft: Draft, ledger: Ledger, implied: _Implied, items: Sequence[tuple[Mention, Interval | None]]
) -> None:
    """The items of a kind must not need more budget than the kind has, nor less where all are told."""
    column = next((name for name in ("基本支出", "项目支出") if implied.name.endswith(name)), "")
    mine = [(m, budget) for m, budget in items if _is_wholly(ledger, m, column)]
    known = [budget for _, budget in mine if budget is not None]
    if sum((m.figure.value for m, _ in mine), Decimal(0)) == 0 or not known:
        return
    covered = sum((m.figure.value for m, _ in mine), Decimal(0))
    if abs(covered - implied.amount.figure.value) > Decimal(1000):
        return  # these items are not the whole of the amount
    added = total(known)
    is_told = len(known) == len(mine)
    fits = added.meets(implied.budget) if is_told else added.low <= implied.budget.high
    formula = (
        f"各项年初预算由各项完成比例推得，合计{'' if is_told else '至少'}{_wan(added)}；"
        f"{implied.amount.figure.text}÷{implied.rate.figure.text} ≈ {_wan(implied.budget)}"
    )
    if not fits:
        rate = implied.amount.figure.value / ((added.low + added.high) / 2)
        draft.decide(implied.rate, Decision("budget_rate", "wrong", percent(rate), formula))
    elif is_told:
        draft.decide(implied.rate, Decision("budget_rate", "rounded", implied.rate.figure.text, formula))


def _is_wholly(ledger: Ledger, item: Mention, column: str) -> bool:
    """Whether the final accounts book the item under that column alone."""
    if not column:
        return True
    return ledger.is_booked_as(item.subject, column)
