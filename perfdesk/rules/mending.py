"""Whether a sum is right once its wrong parts are: one fault is told once, on the part and not on the sum.

Stands between the rules over parts (scores) and those over sums (小计, 总得分).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import product

from perfdesk.core.form import Form
from perfdesk.core.interval import Interval
from perfdesk.core.value import Value
from perfdesk.rules.coefficient import score_is_not_coefficient_times_weight
from perfdesk.rules.execution import execution_score_disagrees
from perfdesk.rules.figure import number
from perfdesk.rules.rule import Found, Outcome
from perfdesk.rules.score import indicator_score_disagrees, qualitative_score_out_of_range, score_above_weight
from perfdesk.scoring.profile import Profile

_JUDGES: tuple[Callable[[Form, Profile], Iterator[Outcome]], ...] = (
    indicator_score_disagrees,
    qualitative_score_out_of_range,
    score_above_weight,
    score_is_not_coefficient_times_weight,
    execution_score_disagrees,
)
_MOST_WRONG = 6
"""Wrong parts whose every combination is tried; a form with more is not to be saved by its total."""
_CENT = Decimal("0.005")


def right_scores(form: Form, profile: Profile) -> dict[str, Interval]:
    """What the scores that are wrong should be, by cell."""
    found: dict[str, Interval] = {}
    for judge in _JUDGES:
        for outcome in judge(form, profile):
            if isinstance(outcome, Found) and outcome.verdict == "wrong" and outcome.expected:
                right = _interval(outcome.expected)
                if right is not None:
                    found.setdefault(outcome.cell, right)
    return found


def is_right_once_mended(
    form: Form, profile: Profile, whole: Value, exact: Decimal, parts: Iterable[Value]
) -> bool:
    """Whether the sum agrees with its parts after the wrong ones among them are put right.

    `exact` is what the parts give as printed, everything else that enters the sum included.
    """
    right = right_scores(form, profile)
    wrong = [part for part in parts if part.cell in right][:_MOST_WRONG]
    if not wrong or whole.number is None:
        return False
    reach = max(Decimal(5).scaleb(-(whole.decimals or 0) - 1) if whole.decimals else _CENT, _CENT)
    shifts = [_shifts(part, right[part.cell]) for part in wrong]
    for chosen in product(*shifts):
        low = exact + sum((shift.low for shift in chosen), Decimal(0))
        high = exact + sum((shift.high for shift in chosen), Decimal(0))
        if low - reach <= whole.number <= high + reach:
            return True
    return False


def _shifts(part: Value, right: Interval) -> tuple[Interval, Interval]:
    """How far the sum moves where the part stays as printed, and where it is put right."""
    printed = number(part)
    return Interval.exactly(Decimal(0)), Interval(right.low - printed, right.high - printed)


def _interval(expected: str) -> Interval | None:
    """A figure, or a span such as 24～30, as written by a finding."""
    low, _, high = expected.partition("～")
    try:
        return Interval(Decimal(low), Decimal(high or low))
    except InvalidOperation:
        return None
