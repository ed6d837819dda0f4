"""Claims that name a cell: 自评表填写为51%，核算应为50.71%，算式：… 见“文件”Sheet1!H6.

Lists of doubts and footnotes say what a cell holds and what it should be. The first is compared with the
cell itself, the second with the arithmetic that the sentence gives for it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import PurePath

from perfdesk.core.finding import Place
from perfdesk.core.prose import even, measures
from perfdesk.core.value import Value
from perfdesk.narrative.claim import ClaimVerdict, Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import amount_verdict
from perfdesk.narrative.ledger import Ledger, in_scale

_CELL = re.compile(r"见?“(?P<file>[^”]+)”(?P<sheet>[^！!“”]+)[！!](?P<cell>[A-Z]{1,3}\d{1,7})")
_BEST: tuple[ClaimVerdict, ...] = ("exact", "rounded", "wrong", "uncheckable")
_HOLDS = re.compile(r"(?:填写|填报|填列|所填|写)(?:为|的是|的)$")
_SHOULD = re.compile(r"(?:核算)?应(?:当)?为$")
_FORMULA = re.compile(r"算式：(?P<formula>[^（）]*(?:（[^（）]*）[^（）]*)*?)(?:（规则|$|。)")


def check_cells(draft: Draft, ledger: Ledger) -> None:
    """Note what the named cell holds of every figure that a line says it holds or should hold."""
    for line in draft.lines:
        match = _CELL.search(line.text) if "!" in line.text or "！" in line.text else None
        if match is None:
            continue
        found = _cell(ledger, match)
        for mention in draft.of_line(line):
            decision = _decision(line, mention, found)
            if decision is not None and mention.figure.end <= match.start():
                draft.decide(mention, decision)


def _cell(ledger: Ledger, match: re.Match[str]) -> tuple[Place, Value] | None:
    for path, form in ledger.forms:
        if (even(PurePath(path).name), even(form.sheet)) == (match["file"], match["sheet"]):
            value = next((each for each in values_of(form) if each.cell == match["cell"]), None)
            if value is not None:
                return Place(path, form.sheet, value.cell), value
    return None


def _decision(line: Line, mention: Mention, found: tuple[Place, Value] | None) -> Decision | None:
    if _HOLDS.search(mention.subject) and found is not None:
        place, value = found
        printed = even(value.printed).replace(" ", "")
        is_right = value.number in (mention.figure.number, mention.figure.value) or _holds(printed, mention)
        verdict: ClaimVerdict = "exact" if is_right else "wrong"
        words = f"{place.sheet}!{place.cell}中是{value.printed.strip() or '空白'}"
        return Decision("figure", verdict, value.said, words, (place,))
    formula = _FORMULA.search(line.text)
    if _SHOULD.search(mention.subject) and formula is not None and mention.figure.end <= formula.start():
        places = (found[0],) if found is not None else ()
        words = f"算式：{formula['formula'].strip('，')}"
        outcomes = measures(formula["formula"])
        verdicts = [amount_verdict(mention.figure, in_scale(each.value, mention.figure)) for each in outcomes]
        verdict = min(verdicts, key=_BEST.index, default="wrong")
        return Decision("figure", verdict, None, words, places)
    return None


def _holds(printed: str, mention: Mention) -> bool:
    """Whether a cell of words holds the figure among them."""
    return any(figure.number == mention.figure.number for figure in measures(printed))


def values_of(item: object) -> Iterator[Value]:
    """Every value that a form holds."""
    if isinstance(item, Value):
        yield item
    elif dataclasses.is_dataclass(item):
        for each in dataclasses.fields(item):
            yield from values_of(getattr(item, each.name))
    elif isinstance(item, tuple):
        for each in item:
            yield from values_of(each)
    elif hasattr(item, "values"):
        yield from values_of(tuple(item.values()))
