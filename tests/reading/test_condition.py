"""Conditional formats, worked out over files that openpyxl makes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import (
    CellIsRule,
    ColorScaleRule,
    DataBarRule,
    FormulaRule,
    Rule,
)
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from perfdesk.core.grid import Block, Cell, Grid, address
from perfdesk.reading.condition import MOST_FORMULAS, Condition, changes_met
from perfdesk.reading.condition_formula import Unknown, Worth, compared, worth
from perfdesk.reading.document import read_document, read_settings
from perfdesk.reading.style import LookChange

RED = PatternFill(bgColor="FFC7CE")
FIGURES = (("名称", "得分"), ("甲", 10), ("乙", 7), ("丙", 7), ("丁", None), ("戊", -2))


def met(folder: Path, reach: str, *rules: Rule) -> dict[str, str]:
    book = Workbook()
    sheet = book.active
    for row in FIGURES:
        sheet.append(row)
    for rule in rules:
        sheet.conditional_formatting.add(reach, rule)
    path = folder / "表.xlsx"
    book.save(path)
    _, (grid,) = read_document(path)
    (setting,) = read_settings(path).values()
    changes = changes_met(setting.face.conditions, grid)
    return {address(*place): change.fill or change.color or "" for place, change in changes.items()}


def styled(kind: str, **more: object) -> Rule:
    return Rule(type=kind, dxf=DifferentialStyle(font=Font(color="9C0006"), fill=RED), **more)


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        (CellIsRule(operator="lessThan", formula=["7"], fill=RED), {"B5", "B6"}),
        (CellIsRule(operator="between", formula=["8", "5"], fill=RED), {"B3", "B4"}),
        (CellIsRule(operator="notEqual", formula=["$B$3"], fill=RED), {"B2", "B5", "B6"}),
        (FormulaRule(formula=['$A2="甲"'], fill=RED), {"B2"}),
        (FormulaRule(formula=["AND(B2>0,MOD(ROW(),2)=1)"], fill=RED), {"B3"}),
        (FormulaRule(formula=["LEN(TRIM(B2))=0"], fill=RED), {"B5"}),
        (FormulaRule(formula=["COUNTIF(B:B,B2)>1"], fill=RED), set()),
        (styled("duplicateValues"), {"B3", "B4"}),
        (styled("uniqueValues"), {"B2", "B6"}),
        (styled("top10", rank=1), {"B2"}),
        (styled("top10", rank=1, bottom=True), {"B6"}),
        (styled("aboveAverage"), {"B2", "B3", "B4"}),
        (styled("containsBlanks"), {"B5"}),
    ],
)
def test_a_rule_holds_for_the_cells_it_speaks_of(tmp_path: Path, rule: Rule, cells: set[str]) -> None:
    assert met(tmp_path, "B2:B6", rule) == dict.fromkeys(cells, "#FFC7CE")


def test_words_are_found_at_the_beginning_and_anywhere(tmp_path: Path) -> None:
    formula = ['NOT(ISERROR(SEARCH("名",A1)))']
    rule = styled("containsText", operator="containsText", text="名", formula=formula)
    assert set(met(tmp_path, "A1:A6", rule)) == {"A1"}
    assert set(met(tmp_path, "A1:A6", styled("beginsWith", operator="beginsWith", text="乙"))) == {"A3"}


def test_a_range_too_large_to_work_out_is_left_as_it_is_and_not_half_coloured() -> None:
    cells = {(row, 1): Cell("1", Decimal(1)) for row in range(1, MOST_FORMULAS + 2)}
    rule = Condition(
        (Block(1, 1, MOST_FORMULAS + 1, 1),), "expression", 1, LookChange("#FF0000"), "", ("A1=1",)
    )
    assert changes_met((rule,), Grid("表", cells)) == {}
    fixed = replace(rule, kind="cellIs", operator="equal", formulas=("1",))
    assert len(changes_met((fixed,), Grid("表", cells))) == MOST_FORMULAS + 1


def test_of_two_rules_that_hold_the_first_one_counts(tmp_path: Path) -> None:
    first = CellIsRule(operator="greaterThan", formula=["8"], fill=RED)
    second = CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill(bgColor="C6EFCE"))
    assert met(tmp_path, "B2:B6", first, second) == {"B2": "#FFC7CE", "B3": "#C6EFCE", "B4": "#C6EFCE"}


def test_a_scale_colours_by_size_and_a_bar_by_its_share(tmp_path: Path) -> None:
    scale = ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="FF0000")
    colours = met(tmp_path, "B2:B6", scale)
    assert (colours["B2"], colours["B6"]) == ("#FF0000", "#FFFFFF")
    assert colours["B3"] == colours["B4"] not in {"#FF0000", "#FFFFFF"}
    book = Workbook()
    for row in FIGURES:
        book.active.append(row)
    book.active.conditional_formatting.add(
        "B2:B6", DataBarRule(start_type="num", start_value=0, end_type="max", color="638EC6")
    )
    book.save(tmp_path / "条.xlsx")
    _, (grid,) = read_document(tmp_path / "条.xlsx")
    (setting,) = read_settings(tmp_path / "条.xlsx").values()
    bars = changes_met(setting.face.conditions, grid)
    assert {row: bars[row, 2].bar for row in (2, 3, 6)} == {2: 1.0, 3: 0.7, 6: 0.0}


CELLS = {(1, 1): Cell("12", Decimal(12)), (1, 2): Cell("甲乙"), (1, 4): Cell("#REF!", is_error=True)}


def worked_out(formula: str, place: tuple[int, int] = (1, 1)) -> Worth:
    return worth(formula, (1, 1), place, lambda row, column: CELLS.get((row, column), Cell()))


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("A1*2-4/2", Decimal(22)),
        ("-(1+2)%", Decimal("-0.03")),
        ('B1&"！"', "甲乙！"),
        ('LEFT(B1,1)="甲"', True),
        ("RIGHT(B1)", "乙"),
        ("IF(ISNUMBER(A1),A1,0)", Decimal(12)),
        ("NOT(OR(ISBLANK(C1),FALSE))", False),
        ("C1=0", True),
        ('C1=""', True),
        ("A1>B1", False),
        ("COLUMN()", Decimal(1)),
        ("ROW(A5)", Decimal(5)),
        ("ABS(-3)", Decimal(3)),
        ("ISTEXT(B1)", True),
    ],
)
def test_a_formula_comes_to_what_a_spreadsheet_makes_of_it(formula: str, result: Worth) -> None:
    assert worked_out(formula) == result


def test_relative_addresses_move_with_the_cell_and_fixed_ones_stay() -> None:
    assert worked_out("A1", (1, 2)) == "甲乙"
    assert worked_out("$A$1", (1, 2)) == Decimal(12)


@pytest.mark.parametrize(
    "formula",
    ["SUM(A1:A3)", "1/0", "D1=1", "(1", "1 2", "未知", "'表'!A1", "TODAY()", "(" * 40 + "1", "B1+1"],
)
def test_what_the_language_does_not_know_is_told_and_not_guessed(formula: str) -> None:
    with pytest.raises(Unknown):
        worked_out(formula)


def test_numbers_come_before_words_and_case_is_no_difference() -> None:
    assert compared("<", Decimal(5), "a")
    assert compared("=", "ABC", "abc")
