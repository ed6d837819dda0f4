"""Documents turned into workbooks: same grids, same verdicts, and marks and edits on the result."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.core.grid import Cell, Grid
from perfdesk.reading.document import read_document, read_looks
from perfdesk.reading.package import parse_package
from perfdesk.reading.style import Look
from perfdesk.reading.xlsx import read_workbook
from perfdesk.session import Session, load_one, write_marks
from perfdesk.writing.fresh.imported import import_file
from perfdesk.writing.fresh.new_workbook import workbook_bytes
from tests.reading import document_maker
from tests.reading import workbook_maker as maker

OLD = Path(__file__).parents[1] / "reading" / "data" / "old_workbook.xls"


def said(grid: Grid, down: int = 0) -> dict[tuple[int, int], tuple[object, ...]]:
    return {
        (row + down, column): (
            cell.text,
            cell.number,
            cell.number_format if cell.number is not None else None,
        )
        for (row, column), cell in grid.cells.items()
        if cell.text
    }


def shifted(place: str, down: int) -> str:
    match = re.fullmatch(r"([A-Z]+)(\d+)", place)
    assert match
    return f"{match[1]}{int(match[2]) + down}"


@pytest.fixture
def word(sample: Path, tmp_path: Path) -> Path:
    """The last form of the sample as a Word file whose first line is a paragraph."""
    grid = read_document(sorted(sample.glob("5*.xlsx"))[0])[1][0]
    return document_maker.word_file(grid, tmp_path / "整体自评.docx", 1)


def test_an_old_workbook_is_imported_with_its_grids_sizes_and_looks(tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    assert import_file(OLD, target) == 2
    before, after = read_document(OLD)[1], read_document(target)[1]
    looks, made = read_looks(OLD), read_looks(target)
    for old, new in zip(before, after, strict=True):
        assert (new.name, said(new), set(new.merges)) == (old.name, said(old), set(old.merges))
        assert new.column_widths == pytest.approx(old.column_widths, abs=0.15)
        assert new.row_heights == pytest.approx(old.row_heights)
        for place, cell in old.cells.items():
            if cell.text:
                ours, theirs = made[new.cells[place].style], looks[cell.style]
                assert (ours.font, ours.size, ours.bold, ours.fill, ours.wrap, ours.horizontal) == (
                    theirs.font, theirs.size, theirs.bold, theirs.fill, theirs.wrap, theirs.horizontal,
                )  # fmt: skip
                assert (ours.top and ours.top.style) == (theirs.top and theirs.top.style)
    assert [(item.rule, item.place.cell) for item in load_one(target).findings] == [
        (item.rule, item.place.cell) for item in load_one(OLD).findings
    ]


def test_a_word_file_is_imported_with_the_lines_above_its_table_as_rows(word: Path, tmp_path: Path) -> None:
    target = tmp_path / "导入.xlsx"
    assert import_file(word, target) == 1
    table, sheet = read_document(word)[1][0], read_document(target)[1][0]
    assert sheet.name == "table 1"
    assert {place: value for place, value in said(sheet).items() if place[0] > 1} == said(table, 1)
    assert sheet.cells[1, 1].text == table.caption[0]
    before, after = load_one(word), load_one(target)
    assert before.findings
    assert sorted((item.rule, item.verdict, item.place.cell) for item in after.findings) == sorted(
        (item.rule, item.verdict, shifted(item.place.cell, 1)) for item in before.findings
    )


def test_importing_twice_gives_the_same_bytes(word: Path, tmp_path: Path) -> None:
    import_file(word, tmp_path / "一.xlsx")
    import_file(word, tmp_path / "二.xlsx")
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_rows_of_an_imported_word_table_show_all_their_text(tmp_path: Path) -> None:
    grid = Grid("table 1", {(1, 1): Cell("很长的说明" * 40), (2, 1): Cell("短")}, origin="word")
    data = workbook_bytes([grid], (Look(wrap=True),))
    heights = read_workbook(parse_package(data))[0].row_heights
    assert heights[1] > 300 > 30 > heights[2]


def test_columns_of_an_imported_word_table_are_wide_enough_for_their_numbers() -> None:
    cells = {(1, 1): Cell("123,456,789.00", Decimal("123456789"), "#,##0.00")}
    grid = Grid("table 1", cells, column_widths={1: 3.0}, origin="word")
    assert read_workbook(parse_package(workbook_bytes([grid], (Look(),))))[0].column_widths[1] > 14


def test_foreign_text_never_becomes_a_formula_a_number_or_a_link(tmp_path: Path) -> None:
    texts = ["=1+1", "012", "http://example.org", "{=A1}", "@SUM(A1)", "  空  ", "2080502001234567890"]
    grid = Grid("表", {(1, place): Cell(text) for place, text in enumerate(texts, 1)})
    path = maker.write(tmp_path, workbook_bytes([grid], (Look(),)), "新.xlsx")
    cells = [openpyxl.load_workbook(path)["表"].cell(1, place) for place in range(1, len(texts) + 1)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        (text, "s", None) for text in texts
    ]


def test_errors_hidden_parts_and_hidden_sheets_come_through() -> None:
    cells = {(1, 1): Cell("#DIV/0!", is_error=True), (2, 2): Cell("x")}
    grids = [
        Grid("藏", {(1, 1): Cell("y")}, is_hidden=True),
        Grid("见", cells, hidden_rows=frozenset({2}), hidden_columns=frozenset({2})),
    ]
    hidden, shown = read_workbook(parse_package(workbook_bytes(grids, (Look(),))))
    assert (hidden.is_hidden, shown.is_hidden) == (True, False)
    assert (shown.hidden_rows, shown.hidden_columns) == (frozenset({2}), frozenset({2}))
    assert (shown.cells[1, 1].text, shown.cells[1, 1].is_error) == ("#DIV/0!", True)


def test_review_copies_of_other_files_are_workbooks_with_the_marks_in_their_places(
    word: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "标注"
    documents = [load_one(word), load_one(OLD)]
    written = write_marks(documents, folder)
    assert [path.name for path in written] == ["整体自评.xlsx", "old_workbook.xlsx"]
    for checked, path, down in zip(documents, written, (1, 0), strict=True):
        book = openpyxl.load_workbook(path)
        assert book.sheetnames[-1] == "审核结果"
        for finding in checked.findings:
            cell = book[finding.place.sheet][shifted(finding.place.cell, down)]
            assert cell.comment is not None and finding.rule in cell.comment.text


def test_edits_of_a_word_file_are_saved_as_a_workbook(word: Path, tmp_path: Path) -> None:
    session = Session()
    session.add([load_one(word)])
    place = session.documents[0].findings[0].place
    session.edit(str(word), place.sheet, place.cell, "123.45")
    before = word.read_bytes()
    session.save_as(str(word), tmp_path / "改.xlsx")
    saved = read_document(tmp_path / "改.xlsx")[1][0]
    edited = session.document(str(word)).document.grids[0]
    assert {where: value for where, value in said(saved).items() if where[0] > 1} == said(edited, 1)
    assert word.read_bytes() == before
    with pytest.raises(CallFault, match=r"\.xlsx"):
        session.save_as(str(word), tmp_path / "改.docx")


def test_an_old_workbook_is_saved_under_its_own_ending_only_unchanged(tmp_path: Path) -> None:
    session = Session()
    session.add([load_one(OLD)])
    session.save_as(str(OLD), tmp_path / "副本.xls")
    assert (tmp_path / "副本.xls").read_bytes() == OLD.read_bytes()
    session.save_as(str(OLD), tmp_path / "副本.xlsx")
    assert said(read_document(tmp_path / "副本.xlsx")[1][0]) == said(read_document(OLD)[1][0])


def test_what_cannot_be_imported_is_told_in_a_sentence(sample: Path, word: Path, tmp_path: Path) -> None:
    book = sorted(sample.glob("*.xlsx"))[0]
    for source, target, words in (
        (book, tmp_path / "新.xlsx", "不需要导入"),
        (word, tmp_path / "新.xls", "请改名为 新.xlsx"),
        (word, word, "不能覆盖原文件"),
    ):
        with pytest.raises(CallFault, match=words):
            import_file(source, target)
    with pytest.raises(FileFault) as caught:
        import_file(tmp_path / "无.docx", tmp_path / "新.xlsx")
    assert caught.value.kind == "not_found"
    with pytest.raises(CallFault, match="32767"):
        workbook_bytes([Grid("表", {(1, 1): Cell("长" * 40_000)})], (Look(),))
    assert not list(tmp_path.glob("新*"))
