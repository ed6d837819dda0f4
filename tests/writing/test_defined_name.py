"""A name that stands for fixed cells counts as those cells; any other name stays a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.finding import Edit
from perfdesk.reading.package import open_package
from perfdesk.writing.patching.draft import Draft
from perfdesk.writing.patching.patch import patch_cells
from perfdesk.writing.results.defined_name import fixed_names, with_cells_of_names
from tests.writing import workbook

NAMES = (
    '<definedNames><definedName name="预算">表!$A$1</definedName>'
    "<definedName name=\"全部\">'表'!$A$1:$B$2</definedName>"
    '<definedName name="预算" localSheetId="0">表!$B$2</definedName>'
    '<definedName name="动">表!A1</definedName><definedName name="算">表!$A$1*2</definedName>'
    '<definedName name="外">[1]表!$A$1</definedName></definedNames>'
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>5</v></c><c r="C1"><f>预算*2</f><v>4</v></c></row>'
        '<row r="2"><c r="B2"><v>2</v></c><c r="C2"><f>动*2</f><v>9</v></c></row>'
    )
    path = workbook.write_book(tmp_path, rows)
    part = workbook.members(path)["xl/workbook.xml"].decode()
    changed = part.replace("</workbook>", NAMES + "</workbook>").encode()
    path.write_bytes(workbook.rezipped(path, {"xl/workbook.xml": changed}))
    return path


def test_a_sheets_own_name_comes_before_the_workbooks(book: Path) -> None:
    names = fixed_names(Draft(open_package(book)))
    assert names == {"表": {"预算": "表!$B$2", "全部": "'表'!$A$1:$B$2"}}


@pytest.mark.parametrize(
    ("formula", "with_cells"),
    [
        ("预算+1", "表!$B$2+1"),
        ("SUM(全部)/预算", "SUM('表'!$A$1:$B$2)/表!$B$2"),
        ('"预算"&预算表', '"预算"&预算表'),
        ("预算(1)+预算!A1+'预算'!A1+表1[预算]", "预算(1)+预算!A1+'预算'!A1+表1[预算]"),
        ("预算:B9", "预算:B9"),
    ],
)
def test_only_a_name_gives_way_to_its_cells(formula: str, with_cells: str) -> None:
    assert with_cells_of_names(formula, {"预算": "表!$B$2", "全部": "'表'!$A$1:$B$2"}) == with_cells


def test_a_formula_with_a_name_is_worked_out_anew_and_only_where_it_must(book: Path) -> None:
    def changed(cell: str) -> str:
        draft = patch_cells(open_package(book), [Edit("表", cell, "7")])
        return draft.changed["xl/worksheets/sheet1.xml"].decode()

    assert "<f>预算*2</f><v>14</v>" in changed("B2")
    assert "<f>预算*2</f><v>4</v>" in changed("B1")
    assert "<f>动*2</f></c>" in changed("B1")
