"""What rules share when they judge a derived figure: one verdict, one wording, one fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from perfdesk.core.finding import Edit, Fix, Safety
from perfdesk.core.form import Form, Money
from perfdesk.core.interval import Rounding
from perfdesk.core.value import Value, percent, plain
from perfdesk.rules.rule import Found
from perfdesk.scoring.expectation import Expectation

WHOLE_PERCENT = 2
"""A rate printed `1` means 100%: no rate is kept more coarsely than to whole percents."""


def is_number(value: Value | None) -> bool:
    """Whether the field is there and holds a number."""
    return value is not None and value.number is not None


def number(value: Value) -> Decimal:
    """The number of a value known to hold one; ValueError otherwise."""
    if value.number is None:
        raise ValueError(value.cell)
    return value.number


def judged(
    form: Form,
    what: str,
    value: Value,
    expectation: Expectation,
    safety: Safety = "safe",
    related: Iterable[Value | None] = (),
) -> Iterator[Found]:
    """The finding on a printed figure that is not exactly what the rule gives; none where it is.

    `what` names the figure for the message, such as 执行率.
    """
    least = WHOLE_PERCENT if expectation.is_percent else 0
    rounding = form.rounding
    agreement = expectation.agreement(value, least, rounding)
    if agreement == "exact":
        return
    cells = tuple(dict.fromkeys(v.cell for v in related if v is not None and v.cell))
    edits = (Edit(form.sheet, value.cell, expectation.typed()),)
    # What is right after rounding may stay: whether to print it more exactly is the clerk's choice.
    fix = Fix("ask" if agreement == "rounded" else safety, edits)
    if agreement == "rounded" and expectation.agreement(value, least, Rounding(rounding.mode)) == "wrong":
        yield _tolerated(what, value, expectation, rounding.tolerance, fix)
        return
    if agreement == "rounded":
        yield _rounded(what, value, expectation, fix, cells)
        return
    yield Found(
        value.cell,
        "wrong",
        f"{what}填为{value.printed}，按算式应为{expectation.written()}，请核对后更正。",
        value.printed,
        expectation.written(),
        expectation.formula,
        fix,
        cells,
    )


def _tolerated(what: str, value: Value, expectation: Expectation, tolerance: Decimal, fix: Fix) -> Found:
    message = (
        f"{what}{value.printed}与算式得出的{expectation.written()}不同，"
        f"相差在评分规则允许的{plain(tolerance)}以内。"
    )
    formula = expectation.formula
    return Found(value.cell, "rounded", message, value.printed, expectation.written(), formula, fix)


def _rounded(
    what: str, value: Value, expectation: Expectation, fix: Fix | None, related: tuple[str, ...]
) -> Found:
    chain = expectation.chain(value)
    if expectation.is_kept_as_asked(value):
        exact = expectation.unrounded()
        message = f"{what}{value.printed}由{exact}四舍五入得来，相符，不必修改。"
        return Found(value.cell, "rounded", message, value.printed, exact, chain, None, related)
    message = (
        f"{what}{value.printed}是四舍五入后的数，按算式为{expectation.written()}；可以保留，如需精确请照改。"
    )
    if value.number == Decimal(expectation.typed()):
        fix = None  # already as exact as one types it
    return Found(value.cell, "rounded", message, value.printed, expectation.written(), chain, fix, related)


def missing(
    cell: str, message: str, expected: str | None = None, formula: str | None = None, fix: Fix | None = None
) -> Found:
    """The finding on a blank cell where something is needed."""
    return Found(cell, "missing", message, None, expected, formula, fix)


def added(numbers: Iterable[Decimal]) -> str:
    """The sum written out: `10 + 20 + 5`."""
    return " + ".join(plain(each) for each in numbers)


def line_title(line: Money) -> str:
    """The line's name for a message, on one line."""
    return "".join((line.name.text or line.name.raw).split()).rstrip("：:")


def rate_text(value: Decimal) -> str:
    """A ratio as a percentage with two decimals."""
    return percent(value)
