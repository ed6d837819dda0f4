"""Findings in the words of a review copy: what a comment says, and which colour a cell gets.

One place for both, so that the marked cells and the list of results say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from perfdesk.core.finding import SEVERITY_NAMES, Finding, Place, Verdict, waiver_text

_RED, _AMBER, _BLUE, _GREEN = "FFC7CE", "FFE699", "BDD7EE", "C6E0B4"
VERDICT_COLORS: dict[Verdict, str] = {
    "wrong": _RED,
    "missing": _AMBER,
    "doubtful": _AMBER,
    "unverifiable": _AMBER,
    "rounded": _BLUE,
}
_GRAVEST_FIRST: tuple[Verdict, ...] = ("wrong", "missing", "doubtful", "unverifiable", "rounded")
WAIVED, WAIVED_COLOR = "已说明", _GREEN
_COLOR_KEY = "原表中的颜色：红色为错误，黄色为缺失、存疑或无法核对，蓝色为四舍五入后才成立；批注里有说明。"
_WAIVED_KEY = "绿色为已有核实性说明。"
BLANK = "（空白）"


def color_key(findings: Iterable[Finding]) -> str:
    """What the colours on the marked sheets mean."""
    return _COLOR_KEY + (_WAIVED_KEY if any(finding.waiver is not None for finding in findings) else "")


def gravest_color(findings: Iterable[Finding]) -> str:
    """The colour of a cell that has these findings: that of the gravest that was not explained."""
    verdicts = {finding.verdict for finding in findings if finding.waiver is None}
    if not verdicts:
        return WAIVED_COLOR
    return next(VERDICT_COLORS[verdict] for verdict in _GRAVEST_FIRST if verdict in verdicts)


def comment_text(findings: Iterable[Finding]) -> str:
    """The words of a cell's comment, finding by finding."""
    return "\n\n".join("\n".join(_lines(finding)) for finding in findings)


def printed_text(finding: Finding) -> str:
    """What the cell shows, in words where it is blank."""
    return BLANK if finding.printed is None else finding.printed


def explanation(finding: Finding) -> str:
    """The message with the cells that belong to the story, and the waiver where there is one."""
    lines = [finding.message]
    if places := related_text(finding.related, finding.place):
        lines.append(f"相关：{places}")
    if finding.waiver is not None:
        lines.append(f"核实性说明：{waiver_text(finding.waiver)}")
    return "\n".join(lines)


def related_text(related: Iterable[Place], own: Place) -> str:
    """Other cells, named as briefly as their distance from the own place allows."""
    return "、".join(_place_text(place, own) for place in related)


def _place_text(place: Place, own: Place) -> str:
    if place.path != own.path:
        return f"{Path(place.path).name} {place.sheet} {place.cell}"
    return place.cell if place.sheet == own.sheet else f"{place.sheet} {place.cell}"


def _lines(finding: Finding) -> list[str]:
    lines = [f"〔规则 {finding.rule} {SEVERITY_NAMES[finding.severity]}〕{finding.message}"]
    lines.append(f"填报：{printed_text(finding)}")
    for label, text in (
        ("应为", finding.expected),
        ("算式", finding.formula),
        ("依据", finding.basis),
        ("相关", related_text(finding.related, finding.place)),
        ("核实性说明", None if finding.waiver is None else waiver_text(finding.waiver)),
    ):
        if text:
            lines.append(f"{label}：{text}")
    return lines
