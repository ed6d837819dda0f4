"""The machinery of ties: relations across the opened forms, declared as rules are.

A tie is a pure generator over a `FormSet`. What it yields is a `Tied` finding, an `Untied`
cell that could not be compared, or a `Relation` between amounts, which `relation` judges
together with all others. Codes share one space with the rules'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from perfdesk.core.finding import Place, Verdict
from perfdesk.rules.declaration import Catalogue, Declared
from perfdesk.rules.form_set import FormSet
from perfdesk.rules.relation import Relation
from perfdesk.rules.rule import Example, Rule, catalogue

RELATIONS = "部门预算、决算公开报表的表内、表间勾稽关系（报表所印行次、栏次及附注）"


@dataclass(frozen=True, slots=True)
class Tied:
    """What a tie has to say about one cell; `related` names the cells it was compared with."""

    place: Place
    verdict: Verdict
    message: str
    printed: str | None = None
    expected: str | None = None
    formula: str | None = None
    related: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Untied:
    """A cell that should have been compared and could not be, and why, in Chinese."""

    place: Place
    reason: str


TieOutcome = Tied | Untied | Relation
TieCheck = Callable[[FormSet], Iterator[TieOutcome]]


@dataclass(frozen=True, slots=True)
class TieExample:
    """Several small forms, some of last year; `says` tells a reader what they are."""

    forms: tuple[Example, ...]
    says: str
    previous: tuple[Example, ...] = ()


class Tie(Declared[TieExample, TieCheck]):
    """One declared tie."""

    __slots__ = ()


_SUBJECTS = (
    "final_accounts",
    "final_accounts_cross",
    "budget_table",
    "budget_cross",
    "unit_project",
    "target_tie",
    "last_year",
    "copied_text",
)
_CATALOGUE = Catalogue[TieExample, TieCheck, Tie](Tie, RELATIONS, _SUBJECTS)
tie, ties = _CATALOGUE.declare, _CATALOGUE.entries


@cache
def full_catalogue() -> tuple[Rule | Tie, ...]:
    """Every rule and every tie in order of code."""
    listed: list[Rule | Tie] = [*catalogue(), *ties()]
    return tuple(sorted(listed, key=lambda entry: entry.code))
