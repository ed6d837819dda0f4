"""What a verdict looks like: the hues of the review copy, with a sign so that colour is not alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from perfdesk.core.finding import SEVERITIES, SEVERITY_NAMES, Finding, Severity, Verdict

Shape = Literal["triangle", "square", "circle"]
State = Severity | Literal["waived"]
"""How a finding counts on screen: by its severity, or apart once it has been explained."""

STATES: tuple[State, ...] = (*SEVERITIES, "waived")
STATE_NAMES: dict[State, str] = {severity: SEVERITY_NAMES[severity] for severity in SEVERITIES}
STATE_NAMES["waived"] = "已说明"


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
WAIVED_LOOK = MarkLook("#E7EAEE", "#57606A", "circle")
SEVERITY_LOOKS: dict[Severity, MarkLook] = {"error": _RED, "warning": _AMBER, "hint": _BLUE}
STATE_LOOKS: dict[State, MarkLook] = {severity: SEVERITY_LOOKS[severity] for severity in SEVERITIES}
STATE_LOOKS["waived"] = WAIVED_LOOK
GRAVITY: tuple[Verdict, ...] = ("wrong", "missing", "doubtful", "unverifiable", "rounded")

GRID_LINE = "#E1E4E8"
SIGN_SIZE = 7


def gravest(findings: Iterable[Finding]) -> Verdict:
    """The verdict that colours a cell with several findings; ValueError for none."""
    return min((finding.verdict for finding in findings), key=GRAVITY.index)


def state_of(finding: Finding) -> State:
    """How the finding counts."""
    return finding.severity if finding.waiver is None else "waived"


def counted(findings: Iterable[Finding]) -> Counter[State]:
    """How many findings count as what."""
    return Counter(state_of(finding) for finding in findings)


def counts_text(counts: Mapping[State, int], separator: str) -> str:
    """The counts in words; the explained ones only where there are any."""
    shown = [state for state in STATES if state != "waived" or counts.get(state)]
    return separator.join(f"{STATE_NAMES[state]} {counts.get(state, 0)}" for state in shown)
