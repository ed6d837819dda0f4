"""Formulas are worked out as Excel does, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from perfdesk.core.grid import Cell, Grid
from perfdesk.writing.dependence import Area
from perfdesk.writing.formula import ErrorResult, NotWorkedOut, Scalar, work_out
from perfdesk.writing.recalculation import recalculated_cells

CELLS: dict[tuple[int, int], Scalar] = {
    (1, 1): Decimal("12.5"), (2, 1): Decimal("8.3"), (3, 1): "文字", (1, 2): Decimal(0), (5, 5): Decimal("1.005"),
}  # fmt: skip


def read(area: Area) -> Sequence[Scalar]:
    return [value for place, value in CELLS.items() if area.block.contains(*place)]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("A1+A2", "20.8"),
        ("SUM(A1:A4,B1,2)", "22.8"),
        ("ROUND(A2/A1,4)", "0.664"),
        ("ROUND(E5,2)", "1.01"),
        ("ROUND(-2.5,0)", "-3"),
        ("ROUND(1234.5,-2)", "1200"),
        ("ROUNDUP(1.21,1)+ROUNDDOWN(1.29,1)", "2.5"),
        ("-2^2", "4"),
        ("2^3^2", "64"),
        ("-A1%", "-0.125"),
        ("1+2*3-4/2", "5"),
        ("(1+2)*3", "9"),
        ("1/3", "0.333333333333333"),
        ("0.1+0.2", "0.3"),
        ("C9", "0"),
        ("C9+1", "1"),
        ("IF(B1=0,0,A1/B1)", "0"),
        ("IF(A1>=12.5,MIN(A1:A2),MAX(A1:A2))", "8.3"),
        ("IF(C9=\"\",1,2)", "1"),
        ("IF(A3<>\"文字\",1,2)", "2"),
        ("IFERROR(A1/B1,7)", "7"),
        ("AVERAGE(A1:A3)", "10.4"),
        ("COUNT(A1:B4)", "3"),
        ("ABS(-A1)", "12.5"),
        (" A1 + \n1 ", "13.5"),
        ("5%%", "0.0005"),
    ],
)  # fmt: skip
def test_arithmetic_gives_what_excel_gives(formula: str, result: str) -> None:
    assert work_out(formula, "表", read) == Decimal(result)


def test_a_text_may_be_the_result() -> None:
    assert work_out('IF(A1>10,"达""标","")', "表", read) == '达"标'
    assert work_out("A3", "表", read) == "文字"


@pytest.mark.parametrize(
    "formula",
    [
        "A3+1", "A1:A2+1", "A1&A2", "A1>A2", "SUM(A1:A2", "A1)", "1 2", "VLOOKUP(A1,A1:B2,2)", "A3>1", "IF(A1,1)",
        "2^0.5", "0^0", "", "+", "名称", "ROUND(A1,99)", '"a"<"b"', "SUM(TRUE)", "(" * 80 + "1" + ")" * 80, "1E999",
    ],
)  # fmt: skip
def test_whatever_is_not_certain_is_not_worked_out(formula: str) -> None:
    with pytest.raises(NotWorkedOut):
        work_out(formula, "表", read)


@pytest.mark.parametrize("formula", ["A1/B1", "1/0", "AVERAGE(D1:D3)", "IF(TRUE,#N/A,1)"])
def test_an_error_is_told_from_the_unknown(formula: str) -> None:
    with pytest.raises(ErrorResult):
        work_out(formula, "表", read)


def number(value: str, formula: str | None = None, code: str = "General") -> Cell:
    return Cell(value, Decimal(value), code, formula)


def test_results_follow_through_sheets_and_other_formulas() -> None:
    first = Grid(
        "表", {(1, 1): number("7"), (2, 1): number("1", "A1*2"), (3, 1): number("1", "别表!A1+1", "0.00")}
    )
    second = Grid("别表", {(1, 1): number("1", "表!A2+1"), (2, 1): number("3", "B9")})
    cells = recalculated_cells([first, second], [("表", 1, 1)])
    assert {key: cell.text for key, cell in cells.items()} == {
        ("表", 2, 1): "14", ("别表", 1, 1): "15", ("表", 3, 1): "16.00",
    }  # fmt: skip


def test_a_circle_an_error_and_the_unknown_leave_cells_uncalculated() -> None:
    grid = Grid(
        "表",
        {
            (1, 1): number("7"), (1, 2): number("1", "B2+A1"), (2, 2): number("1", "B1"),
            (3, 2): number("1", "A1/0"), (4, 2): number("1", "SUM(B3,A1)"), (5, 2): number("1", "NOW()"),
        },
    )  # fmt: skip
    cells = recalculated_cells([grid], [("表", 1, 1)])
    assert {key[1:] for key in cells} == {(row, 2) for row in range(1, 6)}
    assert all(cell.is_uncalculated and cell.number is None and not cell.text for cell in cells.values())


def test_an_error_in_an_input_is_not_calculated_with() -> None:
    error = Cell("#DIV/0!", is_error=True)
    grid = Grid("表", {(1, 1): number("7"), (1, 2): error, (1, 3): number("1", "SUM(A1:B1)")})
    assert recalculated_cells([grid], [("表", 1, 1)])["表", 1, 3].is_uncalculated


def test_an_edited_cell_itself_is_not_calculated() -> None:
    grid = Grid("表", {(1, 1): number("7", "B1"), (1, 2): number("1")})
    assert recalculated_cells([grid], [("表", 1, 1)]) == {}


def test_a_block_of_a_whole_column_is_read_where_it_is_stored() -> None:
    cells = {(row, 1): number(str(row)) for row in range(1, 11)} | {(1, 2): number("0", "SUM(A:A)")}
    assert recalculated_cells([Grid("表", cells)], [("表", 3, 1)])["表", 1, 2].number == 55
