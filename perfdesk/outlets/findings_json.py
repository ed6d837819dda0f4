"""What a check found, as the JSON of the contract (schema 1), byte for byte the same everywhere.

Stands beside the session's other outlets: reads checked documents, decides nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, get_args

from perfdesk.core.document import Document
from perfdesk.core.finding import Edit, Finding, NotChecked, Place, Waiver
from perfdesk.core.form import FieldName, Form, Indicator
from perfdesk.core.grid import parse_address
from perfdesk.core.value import Value
from perfdesk.judging import Checked
from perfdesk.scoring.profile import known_profile

SCHEMA = 1
Json: TypeAlias = "str | int | Sequence[Json] | Mapping[str, Json] | None"
_Order: TypeAlias = tuple[int, int, str, int, int, str]

FIELD_ORDER: tuple[FieldName, ...] = get_args(FieldName)


def findings_json(documents: Sequence[Checked]) -> str:
    """Documents, findings, what was not checked, and the counts, as JSON text with a final line end."""
    findings = sorted_findings(documents)
    not_checked = sorted_not_checked(documents)
    return _dumped(
        {
            "schema": SCHEMA,
            "documents": [_document(checked.document) for checked in documents],
            "findings": [_finding(finding) for finding in findings],
            "not_checked": [_not_checked(item) for item in not_checked],
            "summary": dict(summary(documents)),
        }
    )


def forms_json(documents: Sequence[Checked]) -> str:
    """What was recognized and why, without the findings, as JSON text."""
    told = [_document(checked.document, explained=True) for checked in documents]
    return _dumped({"schema": SCHEMA, "documents": told})


def summary(documents: Sequence[Checked]) -> dict[str, int]:
    """The counts of the contract: documents, forms, errors, warnings, hints, not_checked, waived.

    A finding that was explained counts as waived and not by its severity.
    """
    findings = [finding for checked in documents for finding in checked.findings]
    severities = [finding.severity for finding in findings if finding.waiver is None]
    return {
        "documents": len(documents),
        "forms": sum(len(checked.document.forms) for checked in documents),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "hints": severities.count("hint"),
        "not_checked": sum(len(checked.not_checked) for checked in documents),
        "waived": len(findings) - len(severities),
    }


def sorted_findings(documents: Sequence[Checked]) -> list[Finding]:
    """All findings: by document as given, sheet as recognized, row, column, rule."""
    order = _sheet_order(documents)
    items = [finding for checked in documents for finding in checked.findings]
    return sorted(items, key=lambda item: (_order(item.place, item.rule, order), item.message))


def sorted_not_checked(documents: Sequence[Checked]) -> list[NotChecked]:
    """All that was not checked, in the order of `sorted_findings`."""
    order = _sheet_order(documents)
    items = [item for checked in documents for item in checked.not_checked]
    return sorted(items, key=lambda item: (_order(item.place, item.rule, order), item.reason))


def _dumped(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _sheet_order(documents: Sequence[Checked]) -> dict[tuple[str, str], tuple[int, int]]:
    order: dict[tuple[str, str], tuple[int, int]] = {}
    for number, checked in enumerate(documents):
        for position, form in enumerate(checked.document.forms):
            order.setdefault((checked.path, form.sheet), (number, position))
    return order


def _order(place: Place, rule: str, order: Mapping[tuple[str, str], tuple[int, int]]) -> _Order:
    document, sheet = order.get((place.path, place.sheet), (len(order), 0))
    try:
        row, column = parse_address(place.cell)
    except ValueError:
        row, column = 0, 0
    return document, sheet, place.sheet, row, column, rule


def _document(document: Document, *, explained: bool = False) -> Json:
    fault = document.fault
    return {
        "path": document.path,
        "error": None if fault is None else {"kind": fault.kind, "message": fault.message},
        "forms": [{**_form(form), **(_reasons(form) if explained else {})} for form in document.forms],
    }


def _reasons(form: Form) -> dict[str, Json]:
    """Why each part was taken, and what is uncertain about it, by the part's name."""
    return {
        "why": {name: reason.why for name, reason in form.reasons.items()},
        "doubt": {name: reason.doubt for name, reason in form.reasons.items() if reason.doubt},
    }


def _form(form: Form) -> dict[str, Json]:
    return {
        "sheet": form.sheet,
        "range": form.block.range,
        "kind": form.kind,
        "title": form.title.said,
        "year": form.year,
        "unit": form.header_text("unit"),
        "project": form.header_text("project"),
        "profile": form.profile or None,
        "profile_reason": form.profile_reason or None,
        "profile_rules": dict(sorted(known_profile(form.profile).switches.items())) if form.profile else {},
        "amount_unit": form.amount_unit,
        "corrections": list(form.corrections),
        "remark": form.remark or None,
        "continues": form.continues or None,
        "fields": {name: _field(form.fields[name]) for name in FIELD_ORDER if name in form.fields},
        "indicators": [_indicator(indicator) for indicator in form.indicators],
    }


def _field(value: Value) -> Json:
    return {"value": value.said, "cell": value.cell}


def _indicator(indicator: Indicator) -> Json:
    scored = {
        "target": indicator.target,
        "actual": indicator.actual,
        "completion": indicator.completion,
        "weight": indicator.weight,
        "score": indicator.score,
    }
    said = {name: None if value is None else value.said for name, value in scored.items()}
    return {
        "level1": indicator.level1.said,
        "level2": indicator.level2.said,
        "level3": indicator.level3.said,
        "operator": indicator.operator,
        "target": said["target"],
        "unit": indicator.unit,
        "actual": said["actual"],
        "completion": said["completion"],
        "weight": said["weight"],
        "score": said["score"],
        "cells": {name: value.cell for name, value in scored.items() if value is not None},
    }


def _place(place: Place) -> dict[str, Json]:
    return {"path": place.path, "sheet": place.sheet, "cell": place.cell}


def _finding(finding: Finding) -> Json:
    fix = finding.fix
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "verdict": finding.verdict,
        **_place(finding.place),
        "message": finding.message,
        "printed": finding.printed,
        "expected": finding.expected,
        "formula": finding.formula,
        "basis": finding.basis,
        "fix": None if fix is None else {"safety": fix.safety, "edits": _edits(fix.edits)},
        "related": [_place(place) for place in finding.related],
        "waiver": _waiver(finding.waiver),
    }


def _waiver(waiver: Waiver | None) -> Json:
    return None if waiver is None else {"text": waiver.text, "author": waiver.author, "date": waiver.date}


def _edits(edits: Iterable[Edit]) -> Json:
    return [{"sheet": edit.sheet, "cell": edit.cell, "value": edit.value} for edit in edits]


def _not_checked(item: NotChecked) -> Json:
    return {"rule": item.rule, **_place(item.place), "reason": item.reason}
