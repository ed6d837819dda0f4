"""What a verdict looks like: the hues of the review copy, with a sign so that colour is not alone.

The looks are those of the theme in use at the moment they are asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, Literal, TypeVar

from perfdesk.core.finding import SEVERITIES, SEVERITY_NAMES, Finding, Severity, Verdict
from perfdesk.gui.look.theme import Hue, MarkLook, current

State = Severity | Literal["waived"]
"""How a finding counts on screen: by its severity, or apart once it has been explained."""

STATES: tuple[State, ...] = (*SEVERITIES, "waived")
STATE_NAMES: dict[State, str] = {severity: SEVERITY_NAMES[severity] for severity in SEVERITIES}
STATE_NAMES["waived"] = "已说明"


Key = TypeVar("Key", bound=str)
VERDICT_HUES: dict[Verdict, Hue] = {
    "wrong": "red",
    "missing": "amber",
    "doubtful": "amber",
    "unverifiable": "amber",
    "rounded": "blue",
}
STATE_HUES: dict[State, Hue] = {"error": "red", "warning": "amber", "hint": "blue", "waived": "grey"}


class Looks(Mapping[Key, MarkLook], Generic[Key]):
    """The look of each key in the theme that is in use."""

    def __init__(self, hues: Mapping[Key, Hue]) -> None:
        self._hues = hues

    def __getitem__(self, key: Key) -> MarkLook:
        return current().marks.of(self._hues[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._hues)

    def __len__(self) -> int:
        return len(self._hues)


VERDICT_LOOKS: Mapping[Verdict, MarkLook] = Looks(VERDICT_HUES)
STATE_LOOKS: Mapping[State, MarkLook] = Looks(STATE_HUES)
SEVERITY_LOOKS: Mapping[Severity, MarkLook] = Looks({each: STATE_HUES[each] for each in SEVERITIES})
GRAVITY: tuple[Verdict, ...] = ("wrong", "missing", "doubtful", "unverifiable", "rounded")

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
