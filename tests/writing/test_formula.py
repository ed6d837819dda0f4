"""Formulas are worked out as Excel does, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from perfdesk.core.grid import Cell, Grid
from perfdesk.writing.results.dependence import Area
from perfdesk.writing.results.formula import work_out
from perfdesk.writing.results.formula_value import Content, ErrorResult, NotWorkedOut, Scalar
from perfdesk.writing.results.recalculation import recalculated_cells

CELLS: dict[tuple[int, int], Scalar] = {
    (1, 1): Decimal("12.5"), (2, 1): Decimal("8.3"), (3, 1): "文字", (1, 2): Decimal(0), (5, 5): Decimal("1.005"),
    (6, 1): "", (7, 1): Decimal(201), (8, 1): Decimal(20101), (9, 1): "201", (10, 1): Decimal(3),
    (7, 2): Decimal(5), (8, 2): Decimal(7), (9, 2): Decimal(11), (10, 2): "文字",
}  # fmt: skip


def read(area: Area) -> Sequence[Content]:
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
        ("IF(A6=\"\",1,2)", "1"),
        ("IF(A3>99999,1,2)", "1"),
        ("IF(TRUE>A3,1,2)", "1"),
        ("IF(\"\"<A3,1,2)", "1"),
        ("IF(C9=0,1,2)", "1"),
        ("IF(A6=0,1,2)", "2"),
        ("IF(1<2=TRUE,1,2)", "1"),
        ("IF(AND(A1>0,OR(A2>9,NOT(B1=1))),1,2)", "1"),
        ("IF(AND(A1:A3),1,2)", "1"),
        ("IF(OR(A3,B1),1,2)", "2"),
        ("ISNUMBER(A1)+ISNUMBER(A3)*2+ISNUMBER(C9)*4+ISNUMBER(A6)*8+ISNUMBER(A1/B1)*16", "1"),
        ("COUNTA(A1:A6)", "4"),
        ("COUNTA(A1:A6,5,\"\")", "6"),
        ("COUNT(A1,\"文\",TRUE,5)", "3"),
        ("SUM(A1:A6)", "20.8"),
        ("SUM(TRUE,2)", "3"),
        ("MAX(A3:A6)", "0"),
        ("TRUE+1", "2"),
        ("ISBLANK(C9)+ISBLANK(A6)*2", "1"),
        ("ISTEXT(A6)+ISERROR(A3+1)", "2"),
        ("LEN(A3)+LEN(A7)", "5"),
        ("LEN(LEFT(A8,3)&A6&A3)", "5"),
        ("INT(-1.5)", "-2"),
        ("SUMPRODUCT((LEN(A7:A9)=3)*B7:B9)", "16"),
        ("SUMPRODUCT(--(LEFT(A7:A9,3)=\"201\"),B7:B9)", "23"),
        ("SUMPRODUCT(A7:A10,B7:B10)", "141712"),
        ("SUMPRODUCT(B7:B9)", "23"),
        ("IFERROR(SUMPRODUCT(A10:A10*B10:B10),-1)", "-1"),
    ],
)  # fmt: skip
def test_arithmetic_gives_what_excel_gives(formula: str, result: str) -> None:
    assert work_out(formula, "表", read) == Decimal(result)


def test_a_text_may_be_the_result() -> None:
    assert work_out('IF(A1>10,"达""标","")', "表", read) == '达"标'
    assert work_out("A3", "表", read) == "文字"
    assert work_out('A3&"："&A2&C9&A6&1/3', "表", read) == "文字：8.30.333333333333333"
    assert work_out('IF(A6="","","有")', "表", read) == ""


@pytest.mark.parametrize(
    "formula",
    [
        "A9+1", "A1:A2+1", "A1>A2", "SUM(A1:A2", "A1)", "1 2", "VLOOKUP(A1,A1:B2,2)", "A3>1", "IF(B1,1)",
        "2^0.5", "0^0", "", "+", "名称", "ROUND(A1,99)", '"a"<"b"', "(" * 80 + "1" + ")" * 80, "1E999",
        "AND(TRUE)", "IF(A1,,1)", "1E-9&A3", '"true"+1', "SUMPRODUCT(A1:A2,B1:B3)", "SUMPRODUCT(IF(A1:A2,1,2))",
        "SUMPRODUCT(A1:A2,3)", "LEN(A1:A2)", "IF(1)", "SUMPRODUCT((A7:A9>5)*SUM(B7:B9))",
    ],
)  # fmt: skip
def test_whatever_is_not_certain_is_not_worked_out(formula: str) -> None:
    with pytest.raises(NotWorkedOut):
        work_out(formula, "表", read)


@pytest.mark.parametrize(
    "formula",
    [
        "A1/B1",
        "1/0",
        "AVERAGE(D1:D3)",
        "IF(TRUE,#N/A,1)",
        "A3+1",
        "A6*1",
        "-A6",
        "ROUND(A6,2)",
        "AND(A3)",
        "SUM(A1,A1/B1)",
        "IF(A3,1,2)",
        "SUMPRODUCT((LEN(A10:A10)=1)*B10:B10)",
    ],
)
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
            (3, 2): number("1", "A1/0"), (4, 2): number("1", "SUM(B3,A1)"), (5, 2): number("1", "NOW()+A1"),
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


def test_an_error_is_an_input_like_any_other() -> None:
    grid = Grid(
        "表",
        {
            (1, 1): number("0"), (1, 2): number("1", "5/A1"), (1, 3): number("1", "IFERROR(B1,9)"),
            (1, 4): number("1", "COUNT(A1:B1)"), (1, 5): number("1", "IF(ISNUMBER(B1),1,2)"),
        },
    )  # fmt: skip
    cells = recalculated_cells([grid], [("表", 1, 1)])
    assert [cells["表", 1, column].number for column in (2, 3, 4, 5)] == [None, 9, 1, 2]


def test_an_empty_text_of_a_formula_is_no_blank() -> None:
    empty = Cell("", formula='IF(A9="","",1)')
    grid = Grid(
        "表",
        {
            (1, 1): number("0"), (2, 1): empty, (3, 1): number("1", "A1+A2"), (4, 1): number("1", "SUM(A1,A2)"),
            (5, 1): number("1", "COUNTA(A1:A2)"), (6, 1): number("1", 'IF(A2="",A1,3)'),
        },
    )  # fmt: skip
    cells = recalculated_cells([grid], [("表", 1, 1)])
    assert [cells["表", row, 1].number for row in (3, 4, 5, 6)] == [None, 0, 2, 0]


def test_a_block_of_a_whole_column_is_read_where_it_is_stored() -> None:
    cells = {(row, 1): number(str(row)) for row in range(1, 11)} | {(1, 2): number("0", "SUM(A:A)")}
    assert recalculated_cells([Grid("表", cells)], [("表", 3, 1)])["表", 1, 2].number == 55


def test_formulas_that_would_read_a_sheet_over_and_over_are_left_uncalculated() -> None:
    numbers = {(row, 1): Cell("1", Decimal(1)) for row in range(1, 2_001)}
    sums = {(row, 2): Cell("9", Decimal(9), formula="SUM(A$1:A$2000)") for row in range(1, 1_501)}
    cells = recalculated_cells([Grid("表", {**numbers, **sums})], [("表", 1, 1)])
    known = [cell.number for cell in cells.values() if not cell.is_uncalculated]
    assert len(cells) == 1_500
    assert 100 < len(known) < 1_500
    assert set(known) == {Decimal(2_000)}


def test_a_formula_longer_than_excel_allows_is_not_looked_into() -> None:
    cells = {(1, 1): Cell("1", Decimal(1)), (1, 2): Cell("9", Decimal(9), formula="A1+" * 3_000 + "A1")}
    assert recalculated_cells([Grid("表", cells)], [("表", 1, 1)])["表", 1, 2].is_uncalculated
