"""A save changes what was edited and nothing else, and refuses what it cannot do safely."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.fault import CallFault, FileFault, OwnedFault
from perfdesk.core.finding import Edit
from perfdesk.disk.whole_file import Temporary, write_temporary
from perfdesk.writing.saving import in_place, save
from perfdesk.writing.saving.save import save_edits
from tests.reading import workbook_maker as maker
from tests.writing import workbook
from tests.writing.lossless import edits_of

TEXT = "新的 <文字>&“_x0041_”\n第二行"


def test_edited_cells_read_back_as_typed(shared: Path, tmp_path: Path) -> None:
    path = shared / "corpus" / "easypoi-test-nestedloop.xlsx"
    name = next(iter(workbook.grids(path)))
    edits = [Edit(name, "H20", "12.50"), Edit(name, "H21", TEXT), Edit(name, "H22", "51%")]
    save_edits(path, workbook.digest(path), edits, tmp_path / "副本.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "副本.xlsx")[name]
    assert [sheet[cell].value for cell in ("H20", "H21", "H22")] == [12.5, TEXT, 0.51]
    assert sheet["H22"].number_format == "0%"
    assert workbook.grids(tmp_path / "副本.xlsx")[name].cell_at(22, 8).number == Decimal("0.51")


def test_without_edits_the_copy_is_the_same_to_the_byte(shared: Path, tmp_path: Path) -> None:
    for path in workbook.real_workbooks(shared)[::7]:
        save_edits(path, workbook.digest(path), [], tmp_path / path.name)
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_same_edits_give_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    path = workbook.real_workbooks(shared)[0]
    edits = list(edits_of(next(iter(workbook.grids(path).values()))))
    for name in ("一.xlsx", "二.xlsx"):
        save_edits(path, workbook.digest(path), edits, tmp_path / name)
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small workbook with one number."""
    return workbook.write_book(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')


def test_the_original_is_never_written_over(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(CallFault, match="不能覆盖原文件"):
        save_edits(book, workbook.digest(book), [Edit("表", "A1", "2")], book)
    assert book.read_bytes() == before


def test_a_copy_somebody_has_open_is_not_written_over(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "副本.xlsx"
    target.write_bytes(b"old")
    (tmp_path / "~$副本.xlsx").write_bytes(b"")
    with pytest.raises(OwnedFault, match="正被"):
        save_edits(book, workbook.digest(book), [Edit("表", "A1", "2")], target)
    assert target.read_bytes() == b"old"
    target.unlink()
    save_edits(book, workbook.digest(book), [Edit("表", "A1", "2")], target)
    assert target.exists()


def test_a_file_changed_meanwhile_is_refused(book: Path, tmp_path: Path) -> None:
    with pytest.raises(CallFault, match="已被其他程序修改"):
        save_edits(book, "0" * 64, [Edit("表", "A1", "2")], tmp_path / "副本.xlsx")
    assert not (tmp_path / "副本.xlsx").exists()


def test_a_source_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileFault) as caught:
        save_edits(tmp_path / "无.xlsx", "", [], tmp_path / "副本.xlsx")
    assert caught.value.kind == "not_found"


@pytest.mark.parametrize(("kind", "name"), [("sheet", "副本.xlsm"), ("sheet.macroEnabled", "副本.xlsx")])
def test_an_ending_that_excel_would_not_open_is_refused(tmp_path: Path, kind: str, name: str) -> None:
    book = workbook.write_book(tmp_path, '<row r="1"/>')
    types = workbook.members(book)["[Content_Types].xml"]
    plain = b"openxmlformats-officedocument.spreadsheetml.sheet.main"
    types = types.replace(plain, b"ms-excel.sheet.macroEnabled.main") if kind != "sheet" else types
    source = tmp_path / ("源.xlsx" if kind == "sheet" else "源.xlsm")
    source.write_bytes(workbook.rezipped(book, {"[Content_Types].xml": types}))
    for edits in ([], [Edit("表", "A1", "2")]):
        with pytest.raises(CallFault, match="扩展名"):
            save_edits(source, workbook.digest(source), edits, tmp_path / name)
        save_edits(source, workbook.digest(source), edits, tmp_path / f"同{source.suffix}")


def test_a_part_with_a_doctype_is_not_carried_into_a_copy(book: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "有害.xlsx"
    hostile.write_bytes(workbook.rezipped(book, {"xl/theme.xml": b'<!DOCTYPE a SYSTEM "x"><a/>'}))
    with pytest.raises(FileFault) as caught:
        save_edits(hostile, workbook.digest(hostile), [Edit("表", "A1", "2")], tmp_path / "副本.xlsx")
    assert caught.value.kind == "unsafe"


@pytest.mark.parametrize("spoiled", ["xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_a_copy_that_does_not_read_back_is_not_put_in_place(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: str
) -> None:
    target = tmp_path / "副本.xlsx"
    target.write_bytes(b"old")
    content = workbook.members(book)[spoiled].replace(b"<v>1</v>", b"<v>7</v>") + b" "

    def write_spoiled(path: Path, data: bytes) -> Temporary:
        return write_temporary(path, workbook.rezipped(book, {spoiled: content}))

    monkeypatch.setattr(save, "write_temporary", write_spoiled)
    with pytest.raises(FileFault, match="核对没有通过"):
        save_edits(book, workbook.digest(book), [Edit("表", "A1", "2")], target)
    assert target.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {book.name, target.name}


def test_what_a_save_costs_is_worked_out_before_anything_is_written(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(draft: object) -> tuple[str, ...]:
        raise FileFault("unsafe", "部件嵌套过深")

    monkeypatch.setattr(save, "save_warnings", damaged)
    monkeypatch.setattr(in_place, "save_warnings", damaged)
    content, edits = book.read_bytes(), [Edit(next(iter(workbook.grids(book))), "A1", "甲")]
    with pytest.raises(FileFault):
        save_edits(book, workbook.digest(book), edits, tmp_path / "副本.xlsx")
    assert not (tmp_path / "副本.xlsx").exists()
    with pytest.raises(FileFault):
        in_place.save_in_place(book, workbook.digest(book), edits)
    assert book.read_bytes() == content


def test_a_cell_that_was_not_stored_takes_its_columns_format(tmp_path: Path) -> None:
    sheet = maker.sheet('<row r="1"/>', before='<cols><col min="2" max="3" width="9" style="1"/></cols>')
    path = maker.write(tmp_path, maker.pack(maker.parts(sheet, style=maker.styles("General", "0.00"))))
    save_edits(path, workbook.digest(path), [Edit("表", "C1", "1.5")], tmp_path / "副本.xlsx")
    assert workbook.grids(tmp_path / "副本.xlsx")["表"].cell_at(1, 3).text == "1.50"


def test_cells_that_an_array_formula_fills_may_lose_their_results(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>6</v></c></row>'
    )
    path = workbook.write_book(tmp_path, rows)
    save_edits(path, workbook.digest(path), [Edit("表", "A2", "5")], tmp_path / "副本.xlsx")
    cells = workbook.grids(tmp_path / "副本.xlsx")["表"].cells
    assert cells[2, 1].text == "5"
    assert cells[1, 2].is_uncalculated and (2, 2) not in cells
