"""Claims on the year a text tells of: the forms must be of that year.

A year that is compared with, planned for, or part of the name of a project or document is no claim.
"""

from __future__ import annotations

import re

from perfdesk.core.finding import Place
from perfdesk.narrative.claim import Claim, ClaimVerdict, Draft, Line
from perfdesk.narrative.ledger import Ledger

_YEAR = re.compile(r"(?<!\d)(\d{4})\s*年度")
_TOLD = re.compile(r"决算|绩效|自评|评价|支出|收入|经费")
_ELSEWHERE = re.compile(r"(?:比|较|与|和|同|上年|截至|关于|编制|下达|安排)[^，。；]{0,8}$")
_BEHIND = re.compile(r"\s*(?:相比|相较|结转|年初|预算|计划|工作计划)")


def check_years(draft: Draft, ledger: Ledger) -> None:
    """Note whether the years that the text tells of are those of the open forms."""
    places = _places(ledger)
    if len(places) != 1:
        return
    ((year, place),) = places.items()
    for line in draft.lines:
        draft.claims.extend(
            _claim(line, match, year, place) for match in _YEAR.finditer(line.text) if _tells(line, match)
        )


def _places(ledger: Ledger) -> dict[int, Place]:
    """The years of the forms with a place of each; last year's accounts and next year's budget aside."""
    found: dict[int, Place] = {}
    for path, form in ledger.forms:
        year = ledger.year if form.accounts else form.year
        if year is not None and form.year == year:
            found.setdefault(year, Place(path, form.sheet, form.title.cell))
    return found


def _tells(line: Line, match: re.Match[str]) -> bool:
    """Whether the text tells of that year, rather than compares with it or names something by it."""
    before = line.text[: match.start()]
    is_quoted = max(before.rfind("“"), before.rfind("《")) > max(before.rfind("”"), before.rfind("》"))
    clause = re.split(r"[。；]", line.text[match.end() :])[0]
    is_title = not before.strip() and re.search(r"[，。；]", line.text) is None
    return (
        not is_quoted
        and _ELSEWHERE.search(before) is None
        and _BEHIND.match(line.text[match.end() :]) is None
        and (is_title or _TOLD.search(clause) is not None)
    )


def _claim(line: Line, match: re.Match[str], year: int, place: Place) -> Claim:
    verdict: ClaimVerdict = "exact" if int(match[1]) == year else "wrong"
    start, end = match.span()
    words = f"打开的表是{year}年度的"
    return Claim(
        line.number, start, end, line.given[start:end], "year", match[1], f"{year}", verdict, words, (place,)
    )
