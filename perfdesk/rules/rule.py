"""What a rule yields, and the catalogue of all rules.

A rule is a pure generator over one form and its profile, declared as `declaration` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from perfdesk.core.finding import Fix, Verdict
from perfdesk.core.form import Form
from perfdesk.rules.declaration import Catalogue, Declared
from perfdesk.scoring.profile import Profile

NATIONAL = "财预〔2020〕10号《项目支出绩效评价管理办法》附件“项目支出绩效自评表”及填表说明"
FORM_ITSELF = "自评表本身的栏目和勾稽关系"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule has to say about one cell of its form; see `core.finding.Finding`."""

    cell: str
    verdict: Verdict
    message: str
    printed: str | None = None
    expected: str | None = None
    formula: str | None = None
    fix: Fix | None = None
    related: tuple[str, ...] = ()
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A cell the rule should have judged and could not, and why, in Chinese."""

    cell: str
    reason: str


Outcome = Found | Unchecked
Check = Callable[[Form, Profile], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Example:
    """A form of `rules.example` with some cells typed over; `says` tells a reader what they are."""

    form: str
    says: str
    edits: Mapping[str, str] = field(default_factory=dict)


class Rule(Declared[Example, Check]):
    """One declared rule."""

    __slots__ = ()


_SUBJECTS = (
    "execution",
    "score",
    "weight",
    "total",
    "fund",
    "task",
    "blank",
    "reason",
    "wording",
    "notation",
    "naming",
    "likeness",
    "leftover",
    "tick",
    "plausibility",
    "year",
    "coefficient",
    "evaluation",
    "conclusion",
    "slip",
    "prose_arithmetic",
)
_CATALOGUE = Catalogue[Example, Check, Rule](Rule, NATIONAL, _SUBJECTS)
rule, catalogue = _CATALOGUE.declare, _CATALOGUE.entries
