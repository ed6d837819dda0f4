"""Runs the catalogue over the forms of one document.

A bug in a rule is raised as a bug; it never becomes a finding and is never swallowed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Finding, NotChecked, Place
from perfdesk.core.form import Form
from perfdesk.core.grid import parse_address
from perfdesk.core.remembered import Remembered
from perfdesk.rules.rule import Found, Rule, catalogue
from perfdesk.rules.tie import full_catalogue
from perfdesk.scoring.profile import Profile, known_profile

_UNKNOWN = "没有识别出绩效自评表，这张工作表的内容没有核对"
_UNREAD = "认出是部门预算、决算公开表，但没有读出表中的行，勾稽关系没有核对"
_UNTIED = "认出是部门预算公开表，这张表的勾稽关系没有核对"
LAST_TIED_BUDGET_TABLE = "09"


def check_forms(path: str, forms: Iterable[Form]) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """Findings and unchecked cells of a document's forms, in order of sheet, row and column."""
    findings: list[Finding] = []
    unchecked: list[NotChecked] = []
    for form in forms:
        reason = _unjudged(form)
        if form.kind == "unknown" or form.is_unfilled:
            reason = form.remark or reason
        if reason is not None:
            unchecked.append(NotChecked("*", Place(path, form.sheet, form.block.address), reason))
        if form.kind == "unknown" or form.is_unfilled:
            continue
        found, left = _check_form(path, form)
        findings.extend(found)
        unchecked.extend(left)
    return tuple(findings), tuple(unchecked)


def _unjudged(form: Form) -> str | None:
    """Why a form is not judged, or None; relations of accounts tables are judged by `tie_check`."""
    family, _, number = form.kind.rpartition("_")
    if family in ("budget", "final_accounts") and not form.accounts:
        return _UNREAD
    if family == "budget" and number > LAST_TIED_BUDGET_TABLE:
        return _UNTIED
    return _UNKNOWN if form.kind == "unknown" else None


_Outcome = tuple[tuple[Finding, ...], tuple[NotChecked, ...]]
_known = Remembered[Form, _Outcome]()


def _check_form(path: str, form: Form) -> _Outcome:
    """What the rules say of a form, remembered while it lives: an edit leaves other forms as they are."""
    profile = known_profile(form.profile)
    refuse_unknown_switches(profile)
    return _known.of(form, (path, profile), lambda: _judged(path, form, profile))


def _judged(path: str, form: Form, profile: Profile) -> _Outcome:
    form = dataclasses.replace(form, rounding=profile.rounding)
    findings: list[Finding] = []
    unchecked: list[NotChecked] = []
    for rule in catalogue():
        if profile.is_off(rule.code):
            continue
        for outcome in rule.check(form, profile):
            place = Place(path, form.sheet, outcome.cell)
            if isinstance(outcome, Found):
                findings.append(_finding(rule, outcome, place, profile))
            else:
                unchecked.append(NotChecked(rule.code, place, outcome.reason))
    findings.sort(key=lambda finding: (*_position(finding.place), finding.rule))
    unchecked.sort(key=lambda item: (*_position(item.place), item.rule))
    return tuple(findings), tuple(unchecked)


def refuse_unknown_switches(profile: Profile) -> None:
    """Raise CallFault where a profile switches a rule that does not exist: a slip there would go unseen."""
    unknown = (
        sorted(set(profile.switches) - {rule.code for rule in full_catalogue()}) if profile.switches else []
    )
    if unknown:
        raise CallFault(
            f"评分规则 {profile.id} 的 [rules] 里写了 {'、'.join(unknown)}，没有这条规则。"
            "用 perfdesk rules 查看全部规则代码，改正后再用。"
        )


def _position(place: Place) -> tuple[int, int]:
    return parse_address(place.cell)


def _finding(rule: Rule, found: Found, place: Place, profile: Profile) -> Finding:
    return Finding(
        rule=rule.code,
        severity=profile.lowered(rule.code, rule.severity_of(found.verdict)),
        verdict=found.verdict,
        place=place,
        message=found.message,
        printed=found.printed,
        expected=found.expected,
        formula=found.formula,
        basis=found.basis or rule.basis,
        fix=found.fix,
        related=tuple(Place(place.path, place.sheet, cell) for cell in found.related),
    )
