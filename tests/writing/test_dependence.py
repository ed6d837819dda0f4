"""Which cached results a change makes doubtful; whatever cannot be told counts as doubtful."""

from __future__ import annotations

import pytest

from perfdesk.core.grid import Block
from perfdesk.writing.dependence import Area, FormulaCell, dependent_formulas, named_areas

HERE = "表"


def cell(row: int, column: int) -> Block:
    return Block(row, column, row, column)


def stale(formulas: dict[tuple[int, int], str], row: int, column: int) -> set[tuple[int, int]]:
    listed = [FormulaCell(HERE, cell(*place), text) for place, text in formulas.items()]
    found = dependent_formulas(listed, [Area(HERE, cell(row, column))])
    return {(formula.block.top, formula.block.left) for formula in found}


@pytest.mark.parametrize(
    ("formula", "ranges"),
    [
        ("A1+$B$2*3", ["A1", "B2"]),
        ("SUM(A1:B3)/LOG10(C4)", ["A1:B3", "C4"]),
        ('IF(A1="B2",1.5E3,"x""C3")', ["A1"]),
        ("SUM(C:D)+SUM(2:$3)", ["C1:D1048576", "A2:XFD3"]),
        ("-A1%+TRUE", ["A1"]),
        ("IFERROR(A1/B1,#N/A)", ["A1", "B1"]),
    ],
)
def test_the_cells_a_formula_names_are_found(formula: str, ranges: list[str]) -> None:
    areas = named_areas(formula, HERE)
    assert areas is not None
    assert [area.block.range for area in areas] == ranges
    assert {area.sheet for area in areas} == {HERE}


def test_cells_of_other_sheets_are_found_under_either_spelling() -> None:
    areas = named_areas("资金表!A1+'二 季''度'!$B$2:C3+A1", HERE)
    assert areas is not None
    assert [(area.sheet, area.block.range) for area in areas] == [
        ("资金表", "A1"), ("二 季'度", "B2:C3"), (HERE, "A1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "formula",
    [
        'INDIRECT("A1")',
        "OFFSET(A1,1,0)",
        "预算数*2",
        "表格1[金额]",
        "A1#",
        "SUM(一月:三月!A1)",
        "A1:INDEX(B:B,3)",
        "TODAY()-A1",
        "?",
    ],
)
def test_a_formula_that_does_not_tell_its_cells_is_doubtful(formula: str) -> None:
    assert named_areas(formula, HERE) is None


def test_results_that_depend_through_others_are_found() -> None:
    formulas = {(1, 3): "A1+B1", (2, 3): "C1*2", (3, 3): "SUM(C2:C2)", (4, 3): "A9", (5, 3): "NOW()"}
    assert stale(formulas, 1, 1) == {(1, 3), (2, 3), (3, 3), (5, 3)}


def test_results_that_do_not_depend_keep_their_cache() -> None:
    assert stale({(1, 3): "A1", (2, 3): "别表!A1"}, 7, 7) == set()


def test_too_many_formulas_are_all_doubtful() -> None:
    formulas = {(row, 3): "A1" for row in range(1, 2_100)}
    assert len(stale(formulas, 7, 7)) == 2_099


def test_formulas_too_interwoven_to_be_followed_all_count() -> None:
    formulas = {(row, 1): f"SUM(C1:D{row})+B{row}+Z1" for row in range(1, 1_001)}
    chained = formulas | {(row, 2): f"B{row + 1}" for row in range(1, 900)}
    assert stale(chained, 900, 2) >= set(chained) - {(row, 1) for row in range(1, 1_001)}
    assert stale({(1, 1): "B1", (1, 2): "C9"}, 1, 2) == {(1, 1)}
