"""How a rule or a tie is declared, and the catalogue that each kind is kept in.

Code, title, reason, basis and examples are declared beside the function that checks, so the
catalogue can be read without running anything. Rules and ties share one space of codes;
a code is never reused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Generic, TypeVar

from perfdesk.core.finding import Severity, Verdict

E = TypeVar("E")
C = TypeVar("C", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Declared(Generic[E, C]):
    """One entry of a catalogue.

    Attributes:
        code: two letters for the subject and a number; never reused.
        name: the function's name: the fault in English.
        title: the fault in Chinese.
        why: why it matters, for the clerk.
        basis: article or relation it rests on.
        severity: what a plain contradiction counts as; rounded is always a hint,
            missing and doubtful a warning, or a hint where the entry is one.
        needs: the fields or tables it looks at.
        bad: an example that it finds fault with, and it alone.
        good: an example it is silent on.
        check: the generator that yields what it has to say.
    """

    code: str
    name: str
    title: str
    why: str
    basis: str
    severity: Severity
    needs: tuple[str, ...]
    bad: E
    good: E
    check: C

    def severity_of(self, verdict: Verdict) -> Severity:
        """How grave a verdict of this entry is."""
        if verdict == "wrong" or self.severity == "hint":
            return self.severity
        return "hint" if verdict == "rounded" else "warning"


D = TypeVar("D", bound=Declared)  # type: ignore[type-arg]


class Catalogue(Generic[E, C, D]):
    """All entries of one kind; the modules that declare them are imported when first asked for.

    Args:
        kind: makes an entry from its parts in the order of `Declared`.
        basis: what an entry rests on that names nothing else.
        subjects: the modules of this room that declare entries.
    """

    def __init__(self, kind: Callable[..., D], basis: str, subjects: tuple[str, ...]) -> None:
        self._kind, self._basis, self._subjects = kind, basis, subjects
        self._entries: dict[str, D] = {}

    def declare(
        self,
        code: str,
        title: str,
        *,
        why: str,
        needs: tuple[str, ...],
        bad: E,
        good: E,
        basis: str = "",
        severity: Severity = "error",
    ) -> Callable[[C], C]:
        """Declare the decorated generator as an entry; ValueError where the code is taken."""

        def keep(check: C) -> C:
            if code in self._entries:
                raise ValueError(f"code {code} is used twice")
            name, basis_ = getattr(check, "__name__", code), basis or self._basis
            self._entries[code] = self._kind(
                code, name, title, why, basis_, severity, needs, bad, good, check
            )
            return check

        return keep

    @cache  # noqa: B019 - a catalogue lives as long as the program
    def entries(self) -> tuple[D, ...]:
        """Every entry in order of code."""
        for subject in self._subjects:
            import_module(f"perfdesk.rules.{subject}")
        return tuple(self._entries[code] for code in sorted(self._entries))
