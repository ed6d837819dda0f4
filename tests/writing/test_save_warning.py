"""A save says what it costs: a void signature, a lock passed over, a formula replaced, a pivot table."""

from __future__ import annotations

from pathlib import Path

from perfdesk.core.finding import Edit
from perfdesk.reading.package import open_package
from perfdesk.writing.patching.patch import patch_cells
from perfdesk.writing.saving.save_warning import save_warnings
from tests.reading import workbook_maker as maker
from tests.writing import workbook

PROTECTED = '<sheetProtection sheet="1" objects="1"/>'
ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>2</v></c></row>'
STYLES = (
    f'<styleSheet xmlns="{maker.MAIN}"><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="0"><protection locked="0"/></xf></cellXfs></styleSheet>'
)


def warnings(path: Path, *edits: tuple[str, str]) -> str:
    draft = patch_cells(open_package(path), [Edit("表", cell, value) for cell, value in edits])
    return "".join(save_warnings(draft))


def test_an_ordinary_edit_costs_nothing(tmp_path: Path) -> None:
    assert warnings(workbook.write_book(tmp_path, ROWS), ("A1", "5")) == ""


def test_a_void_signature_is_told_where_anything_changes(shared: Path) -> None:
    package = open_package(shared / "corpus" / "poi-hello-world-signed.xlsx")
    sheet = patch_cells(package, []).sheets[0].name
    (told,) = save_warnings(patch_cells(package, [Edit(sheet, "Z9", "5")]))
    assert "数字签名" in told
    assert save_warnings(patch_cells(package, [])) == ()


def test_a_locked_cell_of_a_protected_sheet_is_told_and_an_open_one_not(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, ROWS, PROTECTED, styles=STYLES)
    assert "A1 在 Excel 和 WPS 中是锁定的" in warnings(path, ("A1", "5"), ("B1", "6"))
    assert warnings(path, ("B1", "6")) == ""
    free = workbook.write_book(tmp_path, ROWS, PROTECTED.replace('sheet="1"', 'sheet="0"'), styles=STYLES)
    assert warnings(free, ("A1", "5")) == ""


def test_replaced_formulas_and_results_that_are_gone_are_counted(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c>' + "".join(
        f'<c r="{column}1"><f>VLOOKUP(A1,A1:A9,1)</f><v>1</v></c>' for column in "CDEFGH"
    )
    path = workbook.write_book(tmp_path, rows + "</row>")
    told = warnings(path, ("A1", "2"), *((f"{column}1", "5") for column in "CDEF"))
    assert "C1、D1、E1 等 4 个单元格原为公式" in told
    assert "有 2 个公式的结果未能算出" in told


def test_a_cell_of_a_pivot_table_is_told(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, ROWS)
    parts: dict[str, bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": maker.relations(
            ("rId1", "pivotTable", "../pivotTables/pivotTable1.xml")
        ).encode(),
        "xl/pivotTables/pivotTable1.xml": (
            f'<pivotTableDefinition xmlns="{maker.MAIN}"><location ref="A1:A5"/></pivotTableDefinition>'
        ).encode(),
    }
    path.write_bytes(workbook.rezipped(path, parts))
    assert "A1 在数据透视表内" in warnings(path, ("A1", "5"), ("B1", "5"))
    assert warnings(path, ("B1", "5")) == ""
