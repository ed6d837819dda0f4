"""What a check has to say: findings, fixes, and what could not be checked.

Law 5: nothing passes by omission; law 7: a fix states old, new, reason and safety.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]
Verdict = Literal["wrong", "rounded", "missing", "doubtful", "unverifiable"]
Safety = Literal["safe", "ask", "show"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警告", "hint": "提示"}
VERDICT_NAMES: dict[Verdict, str] = {
    "wrong": "错误",
    "rounded": "四舍五入",
    "missing": "缺失",
    "doubtful": "存疑",
    "unverifiable": "无法核对",
}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where: a file as it was named on opening, a sheet, the top left cell."""

    path: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell's new content, as a clerk would type it; empty text clears the cell."""

    sheet: str
    cell: str
    value: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that would silence a finding, and how far they may be trusted."""

    safety: Safety
    edits: tuple[Edit, ...]

    @property
    def can_be_taken(self) -> bool:
        """Whether it may be carried out once the user agrees; what only shows the way may not."""
        return self.safety != "show" and bool(self.edits)


@dataclass(frozen=True, slots=True)
class Waiver:
    """核实性说明: why a finding stands; by whom and when (`2026-03-02`), as the user gave it."""

    text: str
    author: str
    date: str


def waiver_text(waiver: Waiver) -> str:
    """The waiver for people: its words, who gave them and when."""
    signed = "，".join(part for part in (waiver.author, waiver.date) if part)
    return f"{waiver.text}（{signed}）" if signed else waiver.text


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict on one cell, with the arithmetic that led to it.

    Attributes:
        rule: code of the rule, such as `EX101`.
        message: one Chinese sentence: what is wrong and what to do.
        printed: what the cell shows; None where it is blank.
        expected: what it should show, or None where that cannot be said.
        formula: the arithmetic written out with its figures.
        basis: the article, or the form's own printed note.
        related: other cells that belong to the story.
        waiver: the kept explanation of why it stands, or None; rules never set it.
    """

    rule: str
    severity: Severity
    verdict: Verdict
    place: Place
    message: str
    printed: str | None = None
    expected: str | None = None
    formula: str | None = None
    basis: str = ""
    fix: Fix | None = None
    related: tuple[Place, ...] = ()
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A check that could not be made, and why."""

    rule: str
    place: Place
    reason: str
