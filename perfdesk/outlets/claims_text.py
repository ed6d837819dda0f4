"""What `perfdesk verify` found, as Chinese text for a person at a console.

The wrong claims first and in full, then what holds only after rounding, what could not be checked,
and the counts last.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from perfdesk.narrative.claim import CLAIM_NAMES, Claim, ClaimVerdict
from perfdesk.outlets.claims_json import claim_counts

_HEADINGS: tuple[tuple[ClaimVerdict, str], ...] = (
    ("wrong", "与表格或上下文不符"),
    ("rounded", "四舍五入后相符"),
    ("uncheckable", "无法核对"),
)
_MOST_CELLS = 6


def claims_text(claims: Sequence[Claim]) -> str:
    """The claims by verdict with their arithmetic and cells, and the counts."""
    lines: list[str] = []
    for verdict, heading in _HEADINGS:
        found = [claim for claim in claims if claim.verdict == verdict]
        if found:
            lines += [
                f"{heading}（{len(found)}处）",
                *(line for claim in found for line in _claim_lines(claim)),
                "",
            ]
    counts = claim_counts(claims)
    lines.append(
        f"合计：找到 {counts['claims']} 处，核对 {counts['decided']} 处；不符 {counts['wrong']}，"
        f"四舍五入相符 {counts['rounded']}，相符 {counts['exact']}，无法核对 {counts['uncheckable']}。"
    )
    return "\n".join(lines) + "\n"


def _claim_lines(claim: Claim) -> list[str]:
    lines = [f"  第{claim.line}行 {CLAIM_NAMES[claim.kind]}：{claim.text.strip()}", f"    {claim.formula}"]
    if claim.note:
        lines.append(f"    {claim.note}")
    if claim.sources:
        lines.append(f"    见 {_cells(claim)}")
    return lines


def _cells(claim: Claim) -> str:
    places = [
        f"{PurePath(place.path).name} {place.sheet}!{place.cell}" for place in claim.sources[:_MOST_CELLS]
    ]
    more = f" 等{len(claim.sources)}处" if len(claim.sources) > _MOST_CELLS else ""
    return "，".join(places) + more
