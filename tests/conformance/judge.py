"""The package's verdict on a paper: the whole way from the sheet to the findings."""

from __future__ import annotations

import dataclasses

from perfdesk.core.finding import Finding
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import sheet
from perfdesk.scoring.profile import choose_profile
from tests.conformance.paper import Paper


def findings(paper: Paper, profile: str | None = None) -> tuple[Finding, ...]:
    """What the package finds on the paper."""
    (form,) = recognize(sheet(paper.text()))
    chosen = profile or choose_profile(form)[0]
    return check_forms("表.xlsx", [dataclasses.replace(form, profile=chosen)])[0]


def wrong_cells(paper: Paper) -> set[str]:
    """The cells with an error finding."""
    return {finding.place.cell for finding in findings(paper) if finding.severity == "error"}
