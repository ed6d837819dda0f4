"""The sentence by which a report says what it rounded, so that a reader can work out every figure.

Made from the finished context; says only what happened. `convention` reads such sentences in any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal

from perfdesk.narrative import amount
from perfdesk.narrative.account_context import Account, Accounts
from perfdesk.narrative.figure import Figure
from perfdesk.narrative.project import Project

_PERCENT = re.compile(r"([\d.,]+)%$")
_TAIL = Decimal("0.005")
"""Half a unit of the last decimal in 万元: what each part may have lost by rounding."""


def rounding_note(
    projects: Sequence[Project],
    others: Sequence[Project],
    overall_rate: Figure,
    average: Figure,
    accounts: Accounts,
) -> str:
    """How percentages, averages and sums of the report were rounded; empty where none was.

    Args:
        projects: the projects, over whose scores the average is taken.
        others: units and key evaluations, told as projects are.
        overall_rate: the rate over all projects.
        average: the average score.
        accounts: the final accounts.
    """
    told = (*projects, *others)
    clauses = []
    if _is_rounded_anywhere((told, overall_rate, accounts)) or _is_average_rounded(projects, average):
        clauses.append("除不尽的百分比和平均分四舍五入，保留两位小数")
    if any(_is_rate_of_form(each.budget, each.executed, each.rate) for each in told):
        clauses.append("项目执行率按自评表所填列示")
    if any(_has_tail(*pair) for pair in _sums(accounts)):
        clauses.append("因四舍五入，部分分项之和与合计有尾差")
    return f"说明：文中{'；'.join(clauses)}。" if clauses else ""


def _is_rounded_anywhere(item: object) -> bool:
    """Whether a percentage among the figures prints other than its number."""
    return any(_is_rounded(figure) for figure in _figures(item)) or any(
        _is_change_rounded(account) for account in _accounts(item)
    )


def _is_rounded(figure: Figure) -> bool:
    match = _PERCENT.fullmatch(figure.text)
    return match is not None and figure.number is not None and _points(match[1]) != figure.number * 100


def _is_change_rounded(account: Account) -> bool:
    match = _PERCENT.search(account.change.text)
    change, last = account.change.number, account.last_year.number
    if match is None or change is None or not last:
        return False
    return _points(match[1]) * abs(last) != abs(change) * 100


def _points(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _is_average_rounded(projects: Sequence[Project], average: Figure) -> bool:
    scores = [each.score.number for each in projects if each.score.number is not None]
    return average.number is not None and average.number * len(scores) != sum(scores, Decimal(0))


def _is_rate_of_form(budget: Figure, executed: Figure, rate: Figure) -> bool:
    """Whether the printed rate is the form's own and no whole quotient."""
    exact = amount.ratio(executed.number, budget.number)
    return rate.place is not None and rate.number is not None and exact is not None and rate.number != exact


def _sums(accounts: Accounts) -> Iterator[tuple[Account, Iterable[Account]]]:
    for whole in (
        accounts.income,
        accounts.fiscal_income,
        accounts.outlay,
        accounts.general,
        accounts.three_public,
    ):
        yield whole, whole.items
    for category in accounts.general.items:
        yield category, category.items
    yield accounts.fiscal_outlay, (accounts.fiscal_basic, accounts.fiscal_project)
    yield accounts.basic, (accounts.personnel, accounts.operating)
    for part in accounts.outlay.items:
        if part.name == "基本支出":
            yield part, accounts.economic


def _has_tail(whole: Account, parts: Iterable[Account]) -> bool:
    numbers = [each.amount.number for each in parts if each.amount.number is not None]
    if whole.amount.number is None or not numbers:
        return False
    return 0 < abs(whole.amount.number - sum(numbers, Decimal(0))) <= _TAIL * (len(numbers) + 1)


def _figures(item: object) -> Iterator[Figure]:
    yield from (each for each in _walk(item) if isinstance(each, Figure))


def _accounts(item: object) -> Iterator[Account]:
    yield from (each for each in _walk(item) if isinstance(each, Account))


def _walk(item: object) -> Iterator[object]:
    """The item and all that it is made of."""
    yield item
    if isinstance(item, tuple):
        for each in item:
            yield from _walk(each)
    elif is_dataclass(item) and not isinstance(item, type):
        for field in fields(item):
            yield from _walk(getattr(item, field.name))
