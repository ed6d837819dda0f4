"""A formula names the same cells after rows moved; what it can no longer name is `#REF!`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.writing.moving.moved_formula import NAME, Stand, moved_formula
from perfdesk.writing.moving.row_move import RowMove

HERE = Stand("表", 20)
INSERTED = RowMove("表", 9, 2)
GROWING = RowMove("表", 11, 2, grows=True)
DELETED = RowMove("表", 9, 2, is_deletion=True)


@pytest.mark.parametrize(
    ("formula", "inserted", "deleted"),
    [
        ("J8+J9", "J8+J11", "J8+#REF!"),
        ("SUM(J7:J10)", "SUM(J7:J12)", "SUM(J7:J8)"),
        ("SUM($J$9:J12)", "SUM($J$11:J14)", "SUM($J$9:J10)"),
        ("SUM(J10:J9)", "SUM(J12:J11)", "SUM(#REF!)"),
        ("SUM(J:J,7:12)", "SUM(J:J,7:14)", "SUM(J:J,7:10)"),
        ("'表'!A9&表!B11", "'表'!A11&表!B13", "'表'!#REF!&表!B9"),
        ("其他!A9+[1]表!A9+'[簿.xlsx]表'!A9", "其他!A9+[1]表!A9+'[簿.xlsx]表'!A9", None),
        ("SUM(一:三!A9)+SUM('一:三'!A9)", "SUM(一:三!A9)+SUM('一:三'!A9)", None),
        ('IF(A9="A9 ""A9""",LOG10(A9),名_A9)', 'IF(A11="A9 ""A9""",LOG10(A11),名_A9)', None),
        ("表1[[#This Row],[A9]]+#REF!A9+#REF!", "表1[[#This Row],[A9]]+#REF!A9+#REF!", None),
        ("XFE9+A1048577", "XFE9+A1048577", "XFE9+A1048577"),
        ("A1:INDEX(B9:B12,1)", "A1:INDEX(B11:B14,1)", "A1:INDEX(B9:B10,1)"),
        ("A1048576", "#REF!", "A1048574"),
    ],
)
def test_references_follow_their_cells(formula: str, inserted: str, deleted: str | None) -> None:
    assert moved_formula(formula, INSERTED, HERE).text == inserted
    if deleted is not None:
        assert moved_formula(formula, DELETED, HERE).text == deleted


@pytest.mark.parametrize(
    ("formula", "row", "moved"),
    [
        ("SUM(J7:J10)", 20, "SUM(J7:J12)"),
        ("J9/SUM(J7:J10)", 9, "J9/SUM(J7:J12)"),
        ("J10/SUM(J$7:J$10)", 10, "J10/SUM(J$7:J$12)"),
        ("SUM(J10:J10)", 20, "SUM(J10:J12)"),
        ("SUM(J$7:J10)", 10, "SUM(J$7:J10)"),
        ("SUM(C10:F10)", 20, "SUM(C10:F10)"),
        ("J10", 20, "J10"),
        ("SUM($1:$10)", 20, "SUM($1:$10)"),
    ],
)
def test_a_range_that_ends_above_new_rows_takes_them_in_when_asked(
    formula: str, row: int, moved: str
) -> None:
    assert moved_formula(formula, GROWING, Stand("表", row)).text == moved
    as_excel = RowMove("表", 11, 2)
    assert moved_formula(formula, as_excel, Stand("表", row)).text == formula


def test_it_says_whether_a_range_has_other_rows_and_whether_cells_are_lost() -> None:
    assert moved_formula("SUM(J7:J10)", INSERTED, HERE).is_resized
    assert not moved_formula("SUM(J9:J10)+J30", INSERTED, HERE).is_resized
    lost = moved_formula("SUM(J7:J9)+J10", DELETED, HERE)
    assert (lost.text, lost.is_resized, lost.is_lost) == ("SUM(J7:J8)+#REF!", True, True)


def test_a_name_moves_with_its_fixed_rows_alone() -> None:
    assert moved_formula("表!$A$9:$C$12,表!A9", INSERTED, NAME).text == "表!$A$11:$C$14,表!A9"


def test_a_rule_over_rows_keeps_what_is_relative_to_them() -> None:
    riding = Stand("表", 10, ride=2)
    assert moved_formula("A10>$B$12+B8", INSERTED, riding).text == "A12>$B$14+B10"


CELLS = st.builds(lambda column, row: f"{column}{row}", st.sampled_from("ABC"), st.integers(1, 40))
RANGES = st.builds(lambda first, last: f"SUM({first}:{last})", CELLS, CELLS)
FORMULAS = st.lists(CELLS | RANGES, min_size=1, max_size=4).map("+".join)


@given(formula=FORMULAS, before=st.integers(1, 45), count=st.integers(1, 9))
def test_deleting_inserted_rows_gives_the_formula_back(formula: str, before: int, count: int) -> None:
    there = moved_formula(formula, RowMove("表", before, count), HERE)
    assert not there.is_lost
    back = moved_formula(there.text, RowMove("表", before, count, is_deletion=True), HERE)
    assert (back.text, back.is_lost) == (formula, False)
