"""Runs the ties over everything that is open and puts what they say into findings.

The counterpart of `check` for relations across forms. Its result depends on the forms alone,
not on the order in which they were opened.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from perfdesk.core.finding import Edit, Finding, Fix, NotChecked, Place
from perfdesk.core.form import Form
from perfdesk.core.value import plain
from perfdesk.rules.form_set import FormSet
from perfdesk.rules.relation import Judged, Relation, judge
from perfdesk.rules.tie import Tie, Tied, Untied, ties
from perfdesk.scoring.profile import known_profile

Forms = Iterable[tuple[str, Iterable[Form]]]


def tie_codes() -> frozenset[str]:
    """The codes of all ties."""
    return frozenset(tie.code for tie in ties())


def check_ties(forms: Forms, previous: Forms = ()) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """What the ties find over the forms by file, and what they could not compare."""
    opened = FormSet.of(forms, previous)
    profiles = {(entry.path, entry.form.sheet): entry.form.profile for entry in opened.entries}
    findings: list[Finding] = []
    unchecked: list[NotChecked] = []
    relations: list[tuple[str, Relation]] = []
    by_code = {tie.code: tie for tie in ties()}
    for tie in ties():
        for outcome in tie.check(opened):
            if isinstance(outcome, Tied):
                findings.append(_finding(tie, outcome))
            elif isinstance(outcome, Untied):
                unchecked.append(NotChecked(tie.code, outcome.place, outcome.reason))
            elif (amount := outcome.words_instead) is not None:
                reason = f"“{amount.value.printed}”不是数字，{outcome.words}无法核对"
                if not outcome.is_soft:
                    unchecked.append(NotChecked(tie.code, outcome.whole.place, reason))
            else:
                relations.append((tie.code, outcome))
    findings += _related(by_code, judge(relations))
    switched = (_switched(finding, profiles) for finding in findings)
    return tuple(f for f in switched if f is not None), tuple(dict.fromkeys(unchecked))


def _switched(finding: Finding, profiles: dict[tuple[str, str], str]) -> Finding | None:
    """The finding as the profile of its form wants it told: lowered, or not at all."""
    name = profiles.get((finding.place.path, finding.place.sheet))
    if not name:
        return finding
    profile = known_profile(name)
    if profile.is_off(finding.rule):
        return None
    return dataclasses.replace(finding, severity=profile.lowered(finding.rule, finding.severity))


def _related(by_code: dict[str, Tie], judged: list[Judged]) -> list[Finding]:
    """One finding a cell and code; of several the first told."""
    found: dict[tuple[str, Place], Finding] = {}
    for item in judged:
        key = item.code, item.relation.whole.place
        found.setdefault(key, _finding(by_code[item.code], _tied(item)))
    return list(found.values())


def _tied(judged: Judged) -> Tied:
    relation, whole = judged.relation, judged.relation.whole
    expected = plain(relation.exact)
    related = tuple(
        dict.fromkeys(part.place for part in (*relation.parts, *relation.minus) if part.value.number)
    )
    printed = whole.value.printed or None
    bound = "最多为" if relation.is_bound else "至少为" if relation.is_floor else "应为"
    if judged.outcome == "missing":
        bound = "至少应填" if relation.is_floor else "应填"
        message = f"{whole.what}空白，按“{relation.words}”{bound}{expected}。"
        return Tied(whole.place, "missing", message, None, expected, relation.formula(), related)
    if judged.outcome == "rounded":
        message = f"{whole.what}{printed}与“{relation.words}”得出的{expected}只差四舍五入的尾数，可以保留。"
        return Tied(whole.place, "rounded", message, printed, expected, relation.formula(), related)
    message = f"{whole.what}填为{printed}，按“{relation.words}”{bound}{expected}，请核对后更正。"
    return Tied(whole.place, "wrong", message, printed, expected, relation.formula(), related)


def _finding(tie: Tie, tied: Tied) -> Finding:
    edits = tied.expected is not None and tied.verdict in ("wrong", "missing") and _is_one_file(tied)
    place = tied.place
    fix = Fix("ask", (Edit(place.sheet, place.cell, tied.expected or ""),)) if edits else None
    return Finding(
        rule=tie.code,
        severity=tie.severity_of(tied.verdict),
        verdict=tied.verdict,
        place=tied.place,
        message=tied.message,
        printed=tied.printed,
        expected=tied.expected,
        formula=tied.formula,
        basis=tie.basis,
        fix=fix,
        related=tied.related,
    )


def _is_one_file(tied: Tied) -> bool:
    """Whether all cells stand on one sheet: only then is it clear which of them to correct."""
    own = tied.place
    return bool(tied.related) and all(p.path == own.path and p.sheet == own.sheet for p in tied.related)
