"""Setting cells writes what a clerk would type, says what it did, and leaves the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.desks.cell_setting import SetCell, set_cells
from tests.reading import workbook_maker as maker
from tests.writing import workbook

ROWS = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f>A1+B1</f><v>3</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>合并</t></is></c><c r="B2"/></row>'
)
MERGE = '<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook.write_book(tmp_path, ROWS, MERGE)


def text(path: Path, row: int, column: int) -> str:
    return workbook.grids(path)["表"].cell_at(row, column).text


def test_a_cell_is_set_in_the_file_itself_and_the_old_file_kept(book: Path) -> None:
    before = book.read_bytes()
    done = set_cells(book, ["表!A1=51%"])
    assert done.cells == (SetCell("表", "A1", "1", "51%"),)
    assert done.followed == 1
    assert text(book, 1, 1) == "51%"
    assert text(book, 1, 3) == "2.51"
    assert done.saved is not None
    assert done.saved.backup is not None
    assert done.saved.backup.read_bytes() == before


def test_a_copy_leaves_the_original(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    done = set_cells(book, ["表!A1=全部完成", "B1="], tmp_path / "out" / "副本.xlsx")
    assert done.saved is None
    assert done.cells == (SetCell("表", "A1", "1", "全部完成"), SetCell("表", "B1", "2", "（空）"))
    assert book.read_bytes() == before
    assert text(tmp_path / "out" / "副本.xlsx", 1, 1) == "全部完成"


@pytest.mark.parametrize(
    ("assignment", "cell", "value"),
    [
        ("'表'!A1=a=b", "A1", "a=b"),
        ("表!$B$1=B2=3", "B1", "B2=3"),
        ("b1=两行\n文字", "B1", "两行\n文字"),
        ("A1='007", "A1", "007"),
        ("A1=1,234.5", "A1", "1234.5"),
    ],
)
def test_an_assignment_may_hold_more_equals_signs_and_quotes(
    book: Path, assignment: str, cell: str, value: str
) -> None:
    assert [(each.cell, each.after) for each in set_cells(book, [assignment]).cells] == [(cell, value)]


def test_a_sheet_name_may_hold_anything_between_quotes(tmp_path: Path) -> None:
    name = "a=1 'x'!"
    parts = maker.parts(maker.sheet(ROWS))
    listing = parts["xl/workbook.xml"]
    assert isinstance(listing, str)
    parts["xl/workbook.xml"] = listing.replace('name="表"', f'name="{name}"')
    book = maker.write(tmp_path, maker.pack(parts))
    done = set_cells(book, ["'a=1 ''x''!'!A1=5"])
    assert [(each.sheet, each.cell, each.after) for each in done.cells] == [(name, "A1", "5")]


def test_the_user_is_told_what_he_may_not_have_meant(book: Path) -> None:
    copy = book.with_name("副本.xlsx")
    assignments = ["表!C1=9", "表!B2=x", "表!A1==1+2"]
    told = ["B2 在合并单元格 A2:B2 里", "表!A1 的内容以 = 开头", "表 的 C1 原为公式"]
    notes = set_cells(book, assignments, copy).notes
    assert [note.split("，")[0] for note in notes] == told
    done = set_cells(book, assignments)
    assert done.saved is not None
    assert [note.split("，")[0] for note in (*done.notes, *done.saved.warnings)] == told
    assert text(book, 1, 1) == "=1+2"
    assert text(book, 2, 1) == "x"


@pytest.mark.parametrize(
    ("assignment", "complaint"),
    [
        ("表!A1", "请写成 Sheet1!K5=51% 的样子"),
        ("=5", "请写成 Sheet1!K5=51% 的样子"),
        ("没有!A1=5", "没有工作表“没有”"),
        ("表!XFE1=5", "XFE1"),
    ],
)
def test_a_wrong_assignment_is_refused_and_nothing_written(
    book: Path, assignment: str, complaint: str
) -> None:
    before = book.read_bytes()
    with pytest.raises(CallFault) as caught:
        set_cells(book, ["表!A1=5", assignment])
    assert complaint in caught.value.message
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\3\4broken")
    with pytest.raises(FileFault, match=r"坏\.xlsx"):
        set_cells(broken, ["A1=5"])
