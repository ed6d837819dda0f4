"""What a verdict looks like: the hues of the review copy, with a sign so that colour is not alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from perfdesk.core.finding import Finding, Severity, Verdict

Shape = Literal["triangle", "square", "circle"]


@dataclass(frozen=True, slots=True)
class MarkLook:
    """Fill and sign of a cell that carries a finding, as `#RRGGBB`."""

    fill: str
    sign: str
    shape: Shape


_RED = MarkLook("#FFC7CE", "#C00000", "triangle")
_AMBER = MarkLook("#FFEB9C", "#B45F06", "square")
_BLUE = MarkLook("#BDD7EE", "#1F5FA8", "circle")

VERDICT_LOOKS: dict[Verdict, MarkLook] = {
    "wrong": _RED,
    "missing": _AMBER,
    "doubtful": _AMBER,
    "unverifiable": _AMBER,
    "rounded": _BLUE,
}
SEVERITY_LOOKS: dict[Severity, MarkLook] = {"error": _RED, "warning": _AMBER, "hint": _BLUE}
GRAVITY: tuple[Verdict, ...] = ("wrong", "missing", "doubtful", "unverifiable", "rounded")

GRID_LINE = "#E1E4E8"
SIGN_SIZE = 7


def gravest(findings: Iterable[Finding]) -> Verdict:
    """The verdict that colours a cell with several findings; ValueError for none."""
    return min((finding.verdict for finding in findings), key=GRAVITY.index)
