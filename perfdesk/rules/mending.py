"""Whether a sum is right once its wrong parts are: one fault is told once, on the part and not on the sum.

Stands between the rules over parts (scores) and those over sums (小计, 总得分).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation

from perfdesk.core.form import Form
from perfdesk.core.interval import Interval, total
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
_CENT = Decimal("0.005")


def right_scores(form: Form, profile: Profile) -> dict[str, Interval]:
    """What the scores that are wrong should be, by cell."""
    found: dict[str, Interval] = {}
    for judge in _JUDGES:
        for outcome in judge(form, profile):
            if isinstance(outcome, Found) and outcome.verdict == "wrong" and outcome.expected:
                right = _interval(outcome.expected)
                if right is not None and judge is score_above_weight:
                    right = Interval.exactly(right.high)  # taken at its points, as whoever added it up did
                if right is not None:
                    found.setdefault(outcome.cell, right)
    return found


def is_right_once_mended(
    form: Form, profile: Profile, whole: Value, exact: Decimal, parts: Iterable[Value]
) -> bool:
    """Whether the sum agrees with its parts after one wrong part among them, or every one, is put right.

    Other choices are not tried: of many wrong parts some always make up for a wrong sum.

    `exact` is what the parts give as printed, everything else that enters the sum included.
    """
    right = right_scores(form, profile)
    wrong = [part for part in parts if part.cell in right]
    if not wrong or whole.number is None:
        return False
    shifts = [right[part.cell] + Interval.exactly(-number(part)) for part in wrong]
    reach = max(Decimal(5).scaleb(-whole.decimals - 1) if whole.decimals else _CENT, _CENT)
    near = Interval(whole.number - reach, whole.number + reach)
    return any((Interval.exactly(exact) + shift).meets(near) for shift in (*shifts, total(shifts)))


def _interval(expected: str) -> Interval | None:
    """A figure, or a span such as 24～30, as written by a finding."""
    low, _, high = expected.partition("～")
    try:
        return Interval(Decimal(low), Decimal(high or low))
    except InvalidOperation:
        return None
