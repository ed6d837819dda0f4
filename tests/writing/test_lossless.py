"""Every well-formed workbook at hand takes edits of every kind, changes in nothing else, and takes them back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.writing import workbook
from tests.writing.lossless import Calamine, Trial
from tests.writing.package_difference import differences

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def calamine() -> Iterator[Calamine]:
    """calamine in a child of its own."""
    child = Calamine()
    yield child
    child.close()


@pytest.mark.filterwarnings("ignore")  # openpyxl's own
def test_real_workbooks_change_in_the_edited_cells_alone_and_back(
    shared: Path, tmp_path: Path, calamine: Calamine
) -> None:
    cells = 0
    for path in workbook.real_workbooks(shared):
        outcome = Trial(path, tmp_path, calamine).run()
        assert outcome.wrong == [] and outcome.unread == "", path.name
        cells += outcome.cells
    assert cells > 700


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<v>2</v>", "<v>3</v>", "was changed"),
        ('<c r="B1"', '<c s="1" r="B1"', "was changed"),
        ("<f>A1*2</f>", "<f>A1*3</f>", "another formula"),
        ('<row r="1">', '<row r="1" ht="9">', "other attributes"),
        ('<c r="B1"><v>2</v></c>', "", "other cells"),
        ("</sheetData>", '<row r="9"/></sheetData>', "other rows"),
        ('ref="A1:B2"', 'ref="A1:B3"', "outside its cells"),
    ],
)
def test_the_judge_tells_a_difference_that_no_edit_explains(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f>A1*2</f><v>2</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    path = workbook.write_book(tmp_path, rows, merges)
    part = workbook.members(path)[SHEET].decode()
    assert old in part
    fine = workbook.rezipped(path, {SHEET: part.replace("<v>1</v>", "<v>7</v>").encode()})
    spoiled = workbook.rezipped(path, {SHEET: part.replace(old, new).encode()})
    assert differences(workbook.rezipped(path, {}), fine, {"表": {(1, 1)}}) == []
    assert told in " ".join(differences(workbook.rezipped(path, {}), spoiled, {"表": {(1, 1)}}))
