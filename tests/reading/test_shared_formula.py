"""A shared formula moves its references and nothing else."""

from __future__ import annotations

import pytest

from perfdesk.reading.shared_formula import shift_formula


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "moved"),
    [
        ("A1+B2", 1, 1, "B2+C3"),
        ("$A1+B$2+$C$3", 1, 1, "$A2+C$2+$C$3"),
        ("SUM(A1:B2)", 2, 0, "SUM(A3:B4)"),
        ("SUM(A:B,$A:B)", 0, 1, "SUM(B:C,$A:C)"),
        ("SUM(1:2,$1:2)", 3, 0, "SUM(4:5,$1:5)"),
        ('A1&"A1 ""A1"""', 1, 0, 'A2&"A1 ""A1"""'),
        ("'A1 表'!A1+表1!B2", 1, 0, "'A1 表'!A2+表1!B3"),
        ("LOG10(A1)+ATAN2(A1,B1)", 1, 0, "LOG10(A2)+ATAN2(A2,B2)"),
        ("[1]Sheet1!A1", 1, 0, "[1]Sheet1!A2"),
        ("Rate_A1+A1.5", 1, 0, "Rate_A1+A1.5"),
        ("A1", -1, 0, "#REF!"),
        ("A1:B2", 0, -1, "#REF!:A2"),
        ("A:B", 0, -1, "#REF!"),
        ("XFD1", 0, 1, "#REF!"),
        ("1.5E3*A1", 1, 0, "1.5E3*A2"),
        ("A1", 0, 0, "A1"),
    ],
)
def test_references_move_with_the_cell(formula: str, rows: int, columns: int, moved: str) -> None:
    assert shift_formula(formula, rows, columns) == moved


def test_moves_agree_with_the_translator_of_openpyxl() -> None:
    from openpyxl.formula.translate import Translator

    formulas = ["SUM($B3:C$9)/IF(D4=0,1,D4)", 'ROUND(B3*0.1,2)&"分"', "Sheet2!B3-'年 度'!$C$4", "B:B+3:3"]
    for formula in formulas:
        wanted = Translator("=" + formula, "B3").translate_formula("D8")
        assert "=" + shift_formula(formula, 5, 2) == wanted
