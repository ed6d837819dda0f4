"""A save changes what was edited and nothing else, and refuses what it cannot do safely."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import EMPTY_CELL, Grid, address
from perfdesk.reading.package import open_package
from perfdesk.whole_file import Temporary, write_temporary
from perfdesk.writing import save
from perfdesk.writing.patch import patch_cells
from perfdesk.writing.save import save_edits
from tests.reading import workbook_maker as maker
from tests.writing import workbook

TEXT = "新的 <文字>&“_x0041_”\n第二行"


def some_edits(grid: Grid) -> list[Edit]:
    """A number, a text over one, a formula overwritten, a cell blanked, absent cells and rows."""
    used = grid.used
    numbers = [place for place, cell in grid.cells.items() if cell.number is not None and not cell.formula]
    formulas = [place for place, cell in grid.cells.items() if cell.formula is not None]
    words = [place for place, cell in grid.cells.items() if cell.text and cell.number is None]
    edits = [Edit(grid.name, address(*place), "0.5071") for place in [*numbers[:1], *formulas[:1]]]
    edits += [Edit(grid.name, address(*place), TEXT) for place in [*numbers[1:2], *words[-1:]]]
    edits += [Edit(grid.name, address(*place), "") for place in numbers[2:3]]
    if used.bottom < 1_000_000:
        edits += [Edit(grid.name, f"B{used.bottom + 3}", TEXT), Edit(grid.name, f"A{used.bottom + 1}", "8")]
    return edits


def editable(path: Path, edits: list[Edit]) -> list[Edit]:
    """The edits without those that Excel would refuse too."""
    package = open_package(path)
    kept: list[Edit] = []
    try:
        patch_cells(package, edits)
    except CallFault:
        pass
    else:
        return edits
    for edit in edits:
        try:
            patch_cells(package, [edit])
        except CallFault:
            continue
        kept.append(edit)
    return kept


def opens(path: Path) -> bool:
    try:
        openpyxl.load_workbook(path).close()
    except Exception:  # openpyxl raises anything at odd files; here it is only asked whether it does
        return False
    return True


@pytest.mark.filterwarnings("ignore")
def test_real_workbooks_change_in_the_edited_cells_alone(shared: Path, tmp_path: Path) -> None:
    edited = 0
    for path in workbook.real_workbooks(shared):
        before = workbook.grids(path)
        some = [edit for grid in list(before.values())[:3] for edit in some_edits(grid)]
        edits = editable(path, some)
        original, target = path.read_bytes(), tmp_path / path.name
        save_edits(path, workbook.digest(path), edits, target)
        assert path.read_bytes() == original
        touched = patch_cells(open_package(path), edits)
        old, new = workbook.raw_file(path), workbook.raw_file(target)
        same = {name: raw for name, raw in old.items() if name not in {*touched.changed, *touched.removed}}
        assert {name: new[name] for name in same} == same, path.name
        assert [name for name in new if name in old] == [name for name in old if name in new]
        wanted = {(edit.sheet, before[edit.sheet].block_at(*place(edit)).address): edit for edit in edits}
        for sheet, grid in workbook.grids(target).items():
            for where in {*grid.cells, *before[sheet].cells}:
                # A blank cell is listed only near the content, which may have grown.
                now, was = grid.cells.get(where, EMPTY_CELL), before[sheet].cells.get(where, EMPTY_CELL)
                if (sheet, address(*where)) not in wanted and was.formula is None:
                    assert (now.text, now.number) == (was.text, was.number), (path.name, sheet, where)
                    assert now.style == was.style or not was.text, (path.name, sheet, where)
        edited += len(wanted)
        assert opens(target) or not opens(path), path.name
    assert edited > 200


def place(edit: Edit) -> tuple[int, int]:
    letters = edit.cell.rstrip("0123456789")
    return int(edit.cell[len(letters) :]), openpyxl.utils.column_index_from_string(letters)


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
    edits = some_edits(next(iter(workbook.grids(path).values())))
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


def test_a_cell_that_was_not_stored_takes_its_columns_format(tmp_path: Path) -> None:
    sheet = maker.sheet('<row r="1"/>', before='<cols><col min="2" max="3" width="9" style="1"/></cols>')
    path = maker.write(tmp_path, maker.pack(maker.parts(sheet, style=maker.styles("General", "0.00"))))
    save_edits(path, workbook.digest(path), [Edit("表", "C1", "1.5")], tmp_path / "副本.xlsx")
    assert workbook.grids(tmp_path / "副本.xlsx")["表"].cell_at(1, 3).text == "1.50"
