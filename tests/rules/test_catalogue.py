"""The catalogue is walked: every rule is declared in full and proves itself on its own examples."""

from __future__ import annotations

import dataclasses
import re

import pytest

from perfdesk.core.finding import Finding
from perfdesk.core.form import Form
from perfdesk.core.grid import Cell, Grid, parse_address
from perfdesk.reading.entry import typed_cell
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import FORMS, grid_of
from perfdesk.rules.rule import Example, Rule, catalogue
from perfdesk.scoring.profile import choose_profile

RULES = catalogue()


def with_profile(form: Form, profile: str | None = None) -> Form:
    return dataclasses.replace(form, profile=profile or choose_profile(form)[0])


def findings_of(grid: Grid) -> tuple[Finding, ...]:
    forms = [with_profile(form) for form in recognize(grid)]
    return check_forms("示例.xlsx", forms)[0]


def by_code(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("name", FORMS)
def test_an_example_form_is_free_of_findings(name: str) -> None:
    assert findings_of(grid_of(Example(name, ""))) == ()


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_the_bad_example_fires_exactly_its_rule(rule: Rule) -> None:
    assert {finding.rule for finding in findings_of(grid_of(rule.bad))} == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_the_good_example_is_silent(rule: Rule) -> None:
    assert findings_of(grid_of(rule.good)) == ()


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_the_fix_silences_its_finding_and_changes_nothing_the_second_time(rule: Rule) -> None:
    grid = grid_of(rule.bad)
    fixes = [f.fix for f in findings_of(grid) if f.fix is not None]
    if not fixes:
        return
    mended = typed_over(grid, {edit.cell: edit.value for fix in fixes for edit in fix.edits})
    cells = {edit.cell for fix in fixes for edit in fix.edits}
    assert not [f for f in findings_of(mended) if f.place.cell in cells and f.rule == rule.code]


def typed_over(grid: Grid, edits: dict[str, str]) -> Grid:
    cells = dict(grid.cells)
    for place, text in edits.items():
        position = parse_address(place)
        cells[position] = typed_cell(text, cells.get(position, Cell()))
    return dataclasses.replace(grid, cells=cells)


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_rule_is_declared_in_full(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{2}\d{3}", rule.code)
    assert rule.title and rule.why.endswith("。") and rule.basis and rule.needs
    assert rule.check.__doc__ and rule.bad.says and rule.good.says
    assert rule.severity in ("error", "warning", "hint")


def test_codes_are_in_order_and_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("rule", RULES, ids=by_code)
def test_a_finding_says_what_is_wrong_and_shows_its_arithmetic(rule: Rule) -> None:
    for finding in findings_of(grid_of(rule.bad)):
        assert finding.message.endswith("。") and finding.basis
        if finding.verdict == "wrong":
            assert finding.severity == "error" and finding.formula and finding.expected
