"""How a place rounds and what it tolerates, from the profile's file to the verdict."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.interval import Interval, RoundingMode, rounds_to
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import FORMS, sheet

PROFILE = """
name = "试行"
extends = "national"
[rounding.mode]
value = "{mode}"
source = "试行办法"
[rounding.tolerance]
value = "{tolerance}"
source = "试行办法"
"""


@pytest.mark.parametrize(
    ("value", "printed", "mode", "fits"),
    [
        ("2.345", "2.35", "half_up", True),
        ("2.345", "2.34", "half_up", False),
        ("2.345", "2.34", "half_even", True),
        ("2.349", "2.34", "down", True),
        ("2.349", "2.35", "down", False),
        ("-2.349", "-2.34", "down", True),
        ("-2.345", "-2.35", "half_up", True),
    ],
)
def test_a_value_prints_as_its_place_rounds(value: str, printed: str, mode: RoundingMode, fits: bool) -> None:
    assert rounds_to(Interval.exactly(Decimal(value)), Decimal(printed), 2, mode) is fits


def verdicts(folder: Path, mode: str, tolerance: str, edits: dict[str, str]) -> list[tuple[str, str, str]]:
    file = folder / "试行.toml"
    file.write_text(PROFILE.format(mode=mode, tolerance=tolerance), encoding="utf-8")
    (form,) = recognize(sheet(FORMS["project"], edits))
    found, _ = check_forms("x.xlsx", [dataclasses.replace(form, profile=str(file))])
    return [(finding.place.cell, finding.rule, finding.verdict) for finding in found]


SHORT = {"E11": "≥3000卷", "F11": "2999卷", "I11": "设备停用一天", "H16": "99.99"}


@pytest.mark.parametrize(
    ("mode", "score", "verdict"),
    [("half_up", "19.99", "rounded"), ("down", "19.99", "rounded"), ("down", "20", "wrong")],
)
def test_a_cut_score_is_judged_by_cutting(tmp_path: Path, mode: str, score: str, verdict: str) -> None:
    found = verdicts(tmp_path, mode, "0", {**SHORT, "H11": score})
    assert ("H11", "SC201", verdict) in found


@pytest.mark.parametrize(("tolerance", "verdict"), [("0", "wrong"), ("0.1", "wrong"), ("0.5", "rounded")])
def test_a_total_within_the_tolerance_is_a_hint(tmp_path: Path, tolerance: str, verdict: str) -> None:
    assert ("H16", "TO402", verdict) in verdicts(tmp_path, "half_up", tolerance, {"H16": "99.7"})


def test_an_unknown_way_of_rounding_is_refused(tmp_path: Path) -> None:
    from perfdesk.core.fault import CallFault

    with pytest.raises(CallFault, match="half_up"):
        verdicts(tmp_path, "sideways", "0", {})
