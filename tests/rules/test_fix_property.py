"""Mistakes typed into right forms at random: every safe fix holds, and makes nothing else wrong."""

from __future__ import annotations

from random import Random

import pytest

from perfdesk.core.finding import Finding
from perfdesk.core.grid import Cell, Grid, parse_address
from perfdesk.rules.example import FORMS, grid_of
from perfdesk.rules.rule import Example
from tests.rules.test_catalogue import findings_of, typed_over

ROUNDS = 60
SEED = 4711
TYPED = ("", "0", "5", "7.5", "12", "50%", "100", "100%", "≥80", "120%", "15分", "-", "1")


def mutated(name: str, chance: Random) -> Grid:
    """The example form with one to three of its figures typed over."""
    grid = grid_of(Example(name, ""))
    figures = sorted(cell for cell, content in grid.cells.items() if is_figure(content))
    cells = chance.sample(figures, chance.randint(1, 3))
    return typed_over(grid, {address(cell): chance.choice(TYPED) for cell in cells})


def is_figure(cell: Cell) -> bool:
    return cell.number is not None or cell.text[:1].isdigit() or cell.text[:1] in "≥≤=＝"


def address(cell: tuple[int, int]) -> str:
    return f"{chr(64 + cell[1])}{cell[0]}"


def safe_edits(findings: tuple[Finding, ...]) -> dict[str, str]:
    fixes = [finding.fix for finding in findings if finding.fix is not None and finding.fix.safety == "safe"]
    return {edit.cell: edit.value for fix in fixes for edit in fix.edits}


def keys(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """What disputes a figure, by rule and cell; a hint that a right figure was rounded is none."""
    return {(found.rule, found.place.cell) for found in findings if found.severity != "hint"}


@pytest.mark.parametrize("name", FORMS)
def test_safe_fixes_leave_nothing_of_theirs_and_make_nothing_new(name: str) -> None:
    chance = Random(f"{SEED} {name}")
    fixed = 0
    for _ in range(ROUNDS):
        grid = mutated(name, chance)
        before = findings_of(grid)
        edits = safe_edits(before)
        if not edits:
            continue
        fixed += 1
        after = findings_of(typed_over(grid, edits))
        shown = {cell: content.text for cell, content in sorted(grid.cells.items()) if is_figure(content)}
        safe = {(f.rule, f.place.cell) for f in before if f.fix is not None and f.fix.safety == "safe"}
        assert keys(after) <= keys(before) - safe, (edits, shown)
        assert safe_edits(after) == {} or safe_edits(after).keys().isdisjoint(edits), (edits, shown)
    assert fixed or name not in ("project", "liaoning_project", "liaoning_2023", "unit")


@pytest.mark.parametrize("name", FORMS)
def test_fixing_twice_changes_nothing_more(name: str) -> None:
    chance = Random(f"twice {SEED} {name}")
    for _ in range(ROUNDS // 4):
        grid = mutated(name, chance)
        once = typed_over(grid, safe_edits(findings_of(grid)))
        twice = typed_over(once, safe_edits(findings_of(once)))
        assert {parse_address(cell) for cell in safe_edits(findings_of(twice))} <= set(twice.cells)
        assert safe_edits(findings_of(twice)) == {}
