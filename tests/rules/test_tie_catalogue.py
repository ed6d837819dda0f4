"""The ties are walked as the rules are: every one is declared in full and proves itself."""

from __future__ import annotations

import dataclasses
import re

import pytest

from perfdesk.core.finding import Finding
from perfdesk.core.form import Form
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.rule import Example
from perfdesk.rules.tie import Tie, TieExample, full_catalogue, ties
from perfdesk.rules.tie_check import check_ties
from perfdesk.rules.tie_example import TIED_FORMS, grids_of
from perfdesk.scoring.profile import choose_profile

TIES = ties()


def forms_of(examples: tuple[Example, ...], folder: str) -> list[tuple[str, list[Form]]]:
    return [
        (
            f"{folder}/{grid.name}.xlsx",
            [dataclasses.replace(form, profile=choose_profile(form)[0]) for form in recognize(grid)],
        )
        for grid in grids_of(examples)
    ]


def findings_of(example: TieExample) -> tuple[Finding, ...]:
    return check_ties(forms_of(example.forms, "今年"), forms_of(example.previous, "去年"))[0]


def by_code(tie: Tie) -> str:
    return tie.code


@pytest.mark.parametrize("name", TIED_FORMS)
def test_an_example_form_alone_makes_no_noise(name: str) -> None:
    assert findings_of(TieExample((Example(name, ""),), "")) == ()


@pytest.mark.parametrize("name", TIED_FORMS)
def test_an_example_form_breaks_no_rule_of_its_own(name: str) -> None:
    for path, forms in forms_of((Example(name, ""),), "今年"):
        assert forms and check_forms(path, forms)[0] == ()


@pytest.mark.parametrize("tie", TIES, ids=by_code)
def test_the_bad_example_fires_exactly_its_tie(tie: Tie) -> None:
    assert {finding.rule for finding in findings_of(tie.bad)} == {tie.code}


@pytest.mark.parametrize("tie", TIES, ids=by_code)
def test_the_good_example_is_silent(tie: Tie) -> None:
    assert findings_of(tie.good) == ()


@pytest.mark.parametrize("tie", TIES, ids=by_code)
def test_a_tie_is_declared_in_full(tie: Tie) -> None:
    assert re.fullmatch(r"[A-Z]{2}\d{3}", tie.code)
    assert tie.title and tie.why.endswith("。") and tie.basis and tie.needs
    assert tie.check.__doc__ and tie.bad.says and tie.good.says
    assert tie.severity in ("error", "warning", "hint")


def test_codes_of_rules_and_ties_are_in_order_and_unique() -> None:
    codes = [entry.code for entry in full_catalogue()]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("tie", TIES, ids=by_code)
def test_a_finding_says_what_is_wrong_shows_its_arithmetic_and_names_the_other_cells(tie: Tie) -> None:
    for finding in findings_of(tie.bad):
        assert finding.message.endswith("。") and finding.basis
        if finding.verdict == "wrong":
            assert finding.formula and finding.expected


@pytest.mark.parametrize("tie", TIES, ids=by_code)
def test_the_order_of_files_changes_nothing(tie: Tie) -> None:
    forms = forms_of(tie.bad.forms, "今年")
    previous = forms_of(tie.bad.previous, "去年")
    assert check_ties(forms, previous) == check_ties(forms[::-1], previous[::-1])
