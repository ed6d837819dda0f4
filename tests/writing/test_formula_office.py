"""Random small formulas give what LibreOffice gives, or are left unworked."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Sequence
from decimal import Decimal

import openpyxl
import pytest

from perfdesk.core.grid import address
from perfdesk.writing.results.dependence import Area
from perfdesk.writing.results.formula import work_out
from perfdesk.writing.results.formula_value import Content, ErrorResult, NotWorkedOut, as_double_shows

OFFICE = shutil.which("soffice")
INPUTS: tuple[Content, ...] = (
    Decimal("12.5"), Decimal(3), Decimal("0.07"), Decimal(-4), Decimal(0), None, "达成", "部分达成", Decimal(100),
    Decimal("2.675"),
)  # fmt: skip
FORMULAS = 600


def formula(dice: random.Random, depth: int = 3) -> str:
    """A formula over A1:A10; truths stand in conditions alone, for LibreOffice takes them for numbers."""
    cell, area = f"A{dice.randint(1, 10)}", f"A{dice.randint(1, 5)}:A{dice.randint(6, 10)}"
    if depth == 0:
        return dice.choice([cell, cell, str(dice.randint(-3, 9)), '""', '"达成"', "2.5", "50%"])
    a, b = formula(dice, depth - 1), formula(dice, depth - 1)
    test = condition(dice, depth - 1)
    sign, compare = dice.choice("+-*/"), dice.choice(_COMPARE)
    return dice.choice(
        [
            f"({a}{sign}{b})", f"({a}{sign}{b})", f"-{a}", f"({a}&{b})", f"IF({test},{a},{b})", f"IF({test},{a},{b})",
            f"IFERROR({a},{b})", f"ROUND({a},{dice.randint(0, 3)})", f"ROUNDDOWN({a},2)", f"ROUNDUP({a},1)",
            f"ABS({a})", f"INT({a})", f"SUM({area},{b})", f"COUNT({area},{a})", f"COUNTA({area},{a})",
            f"MIN({area},{a})", f"MAX({a},{area})", f"AVERAGE({area})", f"LEN({a})", f"LEFT({a},2)",
            f"SUMPRODUCT(({area}{compare}{b})*1)", f"SUMPRODUCT({area},{area})",
        ]
    )  # fmt: skip


_COMPARE = ("=", "<>", "<", ">", "<=", ">=")


def condition(dice: random.Random, depth: int) -> str:
    """A condition as IF and AND take it."""
    a, b = formula(dice, max(depth, 0)), formula(dice, max(depth, 0))
    compared = f"{a}{dice.choice(_COMPARE)}{b}"
    cell = f"A{dice.randint(1, 10)}"
    if depth <= 0:
        return dice.choice([compared, cell, f"ISNUMBER({cell})", f"ISBLANK({cell})", f"ISTEXT({cell})"])
    first, second = condition(dice, depth - 1), condition(dice, depth - 1)
    return dice.choice(
        [
            compared,
            f"AND({first},{second})",
            f"OR({first},{second})",
            f"NOT({first})",
            f"ISNUMBER({a})",
            f"ISERROR({a})",
        ]
    )


def read(area: Area) -> Sequence[Content]:
    return [value for row, value in enumerate(INPUTS, start=1) if area.block.contains(row, 1)]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, object, object]]:
    """Formulas that were worked out, the result, and what LibreOffice shows."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    dice = random.Random(2026)
    formulas = [formula(dice) for _ in range(FORMULAS)]
    folder = tmp_path_factory.mktemp("office")
    source = folder / "formulas.xlsx"
    # Without results of its own: LibreOffice trusts those of a file that another program has calculated.
    book = openpyxl.Workbook()
    sheet = book.create_sheet("表", 0)
    for row, value in enumerate(INPUTS, start=1):
        sheet.cell(row, 1, value)
    for row, text in enumerate(formulas, start=1):
        sheet.cell(row, 3, f"={text}")
    book.save(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    shown = openpyxl.load_workbook(folder / "out" / source.name, data_only=True)["表"]
    found: list[tuple[str, object, object]] = []
    for row, text in enumerate(formulas, start=1):
        try:
            result: object = work_out(text, "表", read)
        except ErrorResult:
            result = "#"
        except NotWorkedOut:
            continue
        found.append((text, result, shown[address(row, 3)].value))
    return found


def test_what_is_worked_out_is_what_libreoffice_shows(pairs: list[tuple[str, object, object]]) -> None:
    wrong = [pair for pair in pairs if not is_same(pair[1], pair[2])]
    assert wrong == []


def test_most_formulas_are_worked_out(pairs: list[tuple[str, object, object]]) -> None:
    assert len(pairs) > FORMULAS // 3


def is_same(result: object, shown: object) -> bool:
    if result == "#":
        return isinstance(shown, str) and shown.startswith("#")
    if isinstance(result, Decimal):
        is_number = isinstance(shown, (int, float)) and not isinstance(shown, bool)
        return is_number and abs(as_double_shows(Decimal(str(shown))) - result) <= abs(result) * Decimal(
            "1E-12"
        )
    return (shown or "") == result
