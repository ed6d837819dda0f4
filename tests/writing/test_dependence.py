"""Which cached results a change makes doubtful; whatever cannot be told counts as doubtful."""

from __future__ import annotations

import pytest

from perfdesk.core.grid import Block
from perfdesk.writing.results import dependence
from perfdesk.writing.results.dependence import Area, FormulaCell, dependent_formulas, named_areas

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
        "[1]!预算数",
        "?",
    ],
)
def test_a_formula_that_does_not_tell_its_cells_is_doubtful(formula: str) -> None:
    assert named_areas(formula, HERE) is None


def test_results_that_depend_through_others_are_found() -> None:
    formulas = {(1, 3): "A1+B1", (2, 3): "C1*2", (3, 3): "SUM(C2:C2)", (4, 3): "A9", (5, 3): "TODAY()-C3"}
    assert stale(formulas, 1, 1) == {(1, 3), (2, 3), (3, 3), (5, 3)}


def test_what_a_doubtful_formula_feeds_is_doubtful_too() -> None:
    assert stale({(1, 3): "C2", (2, 3): "预算数", (3, 3): "C9"}, 7, 7) == {(1, 3), (2, 3)}


def test_an_area_is_met_whether_it_is_wide_or_small() -> None:
    formulas = {(1, 3): "SUM(A1:A9)", (2, 3): "SUM(A1:A900)", (3, 3): "SUM(B:B)", (4, 3): "SUM(1:3)"}
    assert stale(formulas, 2, 1) == {(1, 3), (2, 3), (4, 3)}
    listed = [FormulaCell(HERE, cell(*place), text) for place, text in formulas.items()]
    block = Area(HERE, Block(8, 1, 20, 2))
    assert [one.block.top for one in dependent_formulas(listed[:3], [block])] == [1, 2, 3]


def test_results_that_do_not_depend_keep_their_cache() -> None:
    formulas = {(1, 3): "A1", (2, 3): "别表!A1", (3, 3): "NOW()", (4, 3): "[1]表!G7+'[2]二 表'!G7"}
    assert stale(formulas, 7, 7) == set()


def test_many_formulas_are_told_apart() -> None:
    formulas = {(row, 3): f"C{row - 1}+A{row}" for row in range(2, 5_000)}
    assert stale(formulas, 4_000, 1) == {(row, 3) for row in range(4_000, 5_000)}


def test_formulas_that_name_each_other_too_widely_are_all_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependence, "_MOST_STEPS", 10)
    formulas = {(row, 3): "SUM(A1:A500)" for row in range(1, 20)}
    assert len(stale(formulas, 7, 7)) == 19
