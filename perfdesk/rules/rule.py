"""The machinery of rules: how one is declared, what it yields, and the catalogue of all.

A rule is a pure generator over one form and its profile. Its code, title, reason, basis
and examples are declared, so the catalogue can be read without running anything.
Codes are never reused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from perfdesk.core.finding import Fix, Severity, Verdict
from perfdesk.core.form import Form
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


@dataclass(frozen=True, slots=True)
class Rule:
    """One declared rule.

    Attributes:
        code: two letters for the subject and a number; never reused.
        name: the function's name: the fault in English.
        title: the fault in Chinese.
        why: why it matters, for the clerk.
        basis: article or relation it rests on.
        severity: what a plain contradiction counts as; rounded is always a hint,
            missing and doubtful a warning, or a hint where the rule is one.
        needs: the fields it looks at.
        bad: an example that it finds fault with, and it alone.
        good: an example it is silent on.
    """

    code: str
    name: str
    title: str
    why: str
    basis: str
    severity: Severity
    needs: tuple[str, ...]
    bad: Example
    good: Example
    check: Check

    def severity_of(self, verdict: Verdict) -> Severity:
        """How grave a verdict of this rule is."""
        if verdict == "wrong" or self.severity == "hint":
            return self.severity
        return "hint" if verdict == "rounded" else "warning"


_CATALOGUE: dict[str, Rule] = {}
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
    "prose_arithmetic",
)


def rule(
    code: str,
    title: str,
    *,
    why: str,
    needs: tuple[str, ...],
    bad: Example,
    good: Example,
    basis: str = NATIONAL,
    severity: Severity = "error",
) -> Callable[[Check], Check]:
    """Declare the decorated generator as a rule of the catalogue."""

    def declare(check: Check) -> Check:
        if code in _CATALOGUE:
            raise ValueError(f"rule code {code} is used twice")
        name = getattr(check, "__name__", code)
        _CATALOGUE[code] = Rule(code, name, title, why, basis, severity, needs, bad, good, check)
        return check

    return declare


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule in order of code."""
    for subject in _SUBJECTS:
        import_module(f"perfdesk.rules.{subject}")
    return tuple(_CATALOGUE[code] for code in sorted(_CATALOGUE))
