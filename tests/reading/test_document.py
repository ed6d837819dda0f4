"""The door of the reading room: every file opens or is refused for the right reason."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Cell, Grid
from perfdesk.reading.document import find_files, read_document, read_looks
from tests.reading import workbook_maker as maker

REFUSED = {
    "poi-60320-protected.xlsx": "encrypted",
    "poi-duplicate-filename.xlsx": "unsafe",
    "poi-poc-xmlbomb.xlsx": "unsafe",
}


def read_one(path: Path) -> Grid:
    _, grids = read_document(path)
    assert len(grids) == 1
    return grids[0]


def fault_of(path: Path) -> FileFault:
    with pytest.raises(FileFault) as caught:
        read_document(path)
    return caught.value


def test_every_corpus_file_opens_or_is_refused_for_its_reason(shared: Path) -> None:
    outcomes: dict[str, str] = {}
    for path in sorted((shared / "corpus").glob("*.xls*")):
        try:
            _, grids = read_document(path)
            outcomes[path.name] = "open" if grids else "no sheet"
        except FileFault as fault:
            outcomes[path.name] = fault.kind
    wanted = {name: REFUSED.get(name, "open") for name in outcomes}
    assert len(outcomes) > 30
    assert outcomes == wanted


def test_every_cell_of_every_case_says_what_openpyxl_reads(shared: Path) -> None:
    files = sorted((shared / "cases").rglob("*.xlsx"))
    assert files
    compared = 0
    for path in files:
        _, grids = read_document(path)
        book = openpyxl.load_workbook(path, data_only=True)
        assert [grid.name for grid in grids] == book.sheetnames
        for grid, other in zip(grids, book.worksheets, strict=True):
            wanted = {
                (cell.row, cell.column): cell.value
                for row in other.iter_rows()
                for cell in row
                if cell.value is not None
            }
            found = {place: cell for place, cell in grid.cells.items() if cell.text}
            assert set(found) == set(wanted), path.name
            for place, value in wanted.items():
                assert same(found[place], value), (path.name, grid.name, place, found[place], value)
                compared += 1
            assert {block.range for block in grid.merges} == {str(r) for r in other.merged_cells.ranges}
    assert compared > 2_000


def same(cell: Cell, value: object) -> bool:
    if isinstance(value, bool):
        return cell.text == str(value).upper()
    if isinstance(value, int | float):
        return cell.number is not None and float(cell.number) == pytest.approx(value, rel=1e-14)
    return cell.text == value and cell.number is None and not isinstance(value, datetime)


def test_number_formats_of_cases_are_those_openpyxl_reads(shared: Path) -> None:
    for path in sorted((shared / "cases").rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for grid in read_document(path)[1]:
            formats = {
                place: book[grid.name].cell(*place).number_format
                for place, cell in grid.cells.items()
                if cell.number is not None
            }
            assert {place: grid.cells[place].number_format for place in formats} == formats


def test_looks_of_cases_agree_with_openpyxl(shared: Path) -> None:
    path = sorted((shared / "cases").rglob("*.xlsx"))[0]
    looks = read_looks(path)
    grid = read_document(path)[1][0]
    other = openpyxl.load_workbook(path)[grid.name]
    for place, cell in grid.cells.items():
        look, wanted = looks[cell.style], other.cell(*place)
        assert (look.font, look.size, look.bold) == (
            wanted.font.name,
            wanted.font.size,
            bool(wanted.font.bold),
        )
        assert look.wrap is bool(wanted.alignment.wrap_text)
        assert look.horizontal == (wanted.alignment.horizontal or "general")
        assert (look.left.style if look.left else None) == wanted.border.left.style


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = maker.write_sheet(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    assert read_document(path)[0] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_stored_double_is_read_with_fifteen_digits(tmp_path: Path) -> None:
    grid = read_one(
        maker.write_sheet(
            tmp_path,
            '<row r="1"><c r="A1"><v>8.300000000000001</v></c><c r="B1"><v>0.9399999999999999</v></c>'
            '<c r="C1"><v>8376.379999999999</v></c><c r="D1"><v>-0</v></c><c r="E1"><v>1E3</v></c></row>',
        )
    )
    numbers = [grid.cells[1, column].number for column in range(1, 6)]
    assert numbers == [Decimal("8.3"), Decimal("0.94"), Decimal("8376.38"), Decimal(0), Decimal(1000)]
    assert [grid.cells[1, column].text for column in range(1, 6)] == ["8.3", "0.94", "8376.38", "0", "1000"]


def test_a_number_that_is_no_number_stays_text(tmp_path: Path) -> None:
    grid = read_one(
        maker.write_sheet(
            tmp_path,
            '<row r="1"><c r="A1"><v>nan</v></c><c r="B1"><v>1e999</v></c><c r="C1"><v>1_0</v></c></row>',
        )
    )
    assert [cell.number for cell in grid.cells.values()] == [None, None, None]
    assert [cell.text for cell in grid.cells.values()] == ["nan", "1e999", "1_0"]


def test_cells_of_every_kind_are_read(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>富</t></r>'
        "<r><t>文本</t></r>"
        '<rPh sb="0" eb="1"><t>fu</t></rPh></is></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e">'
        '<v>#DIV/0!</v></c><c r="E1" t="str"><f>A1&amp;"x"</f><v>文x</v></c><c r="F1"><f>1+1</f></c>'
        '<c r="G1" s="1"><v>0.5071</v></c><c r="H1" s="2"><v>45000</v></c><c r="I1" t="s"><v>7</v></c></row>'
    )
    style = maker.styles("General", "0.00%", 'yyyy"年"m"月"d"日"')
    data = maker.pack(maker.parts(maker.sheet(rows), maker.strings("文"), style))
    cells = read_one(maker.write(tmp_path, data)).cells
    assert [cells[1, column].text for column in range(1, 10)] == [
        "文", "富文本", "TRUE", "#DIV/0!", "文x", "", "50.71%", "2023年3月15日", "#REF!",
    ]  # fmt: skip
    assert [cells[1, column].is_error for column in (4, 9)] == [True, True]
    assert cells[1, 5].formula == 'A1&"x"'
    assert cells[1, 6].is_uncalculated
    assert cells[1, 7].number == Decimal("0.5071")


def test_a_shared_formula_reaches_its_dependants_wherever_the_master_stands(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0" ref="A1:A2">$B2+C2</f><v>1</v></c></row>'
    )
    cells = read_one(maker.write_sheet(tmp_path, rows)).cells
    assert [cells[1, 1].formula, cells[2, 1].formula] == ["$B1+C1", "$B2+C2"]


def test_rows_and_cells_without_addresses_follow_each_other(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row/>'
    )
    cells = read_one(maker.write_sheet(tmp_path, rows)).cells
    assert {place: cell.text for place, cell in cells.items()} == {
        (1, 1): "1", (1, 2): "2", (5, 3): "3", (5, 4): "4",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gbk", "utf-8-sig"])
def test_a_sheet_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    declared = {"gbk": "GBK", "utf-8-sig": "UTF-8"}.get(encoding, "UTF-16")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + maker.sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>绩效</t></is></c></row>'
    )
    path = maker.write(tmp_path, maker.pack(maker.parts(text.encode(encoding))))
    assert read_one(path).cells[1, 1].text == "绩效"


def test_prefixes_and_strict_namespaces_and_backslashes_are_read(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml"
    members = maker.parts(
        f'<x:worksheet xmlns:x="{strict}/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1">'
        "<x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    renamed = {
        name.replace("xl/w", "xl\\w"): content.replace(maker.OFFICE, f"{strict}/officeDocument/relationships")
        for name, content in members.items()
        if isinstance(content, str)
    }
    assert read_one(maker.write(tmp_path, maker.pack(renamed))).cells[1, 1].text == "7"


def test_sizes_and_hidden_parts_of_a_sheet_are_read(tmp_path: Path) -> None:
    worksheet = maker.sheet(
        '<row r="1" ht="30" customHeight="1"><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c></row>'
        '<row r="2" hidden="1"/>',
        before='<sheetFormatPr defaultRowHeight="14.25" defaultColWidth="9"/><cols>'
        '<col min="1" max="2" width="20"/><col min="3" max="16384" width="5" hidden="1"/></cols>',
    )
    grid = read_one(maker.write(tmp_path, maker.pack(maker.parts(worksheet))))
    assert (grid.default_row_height, grid.default_column_width) == (14.25, 9.0)
    assert (grid.row_heights, grid.hidden_rows) == ({1: 30.0}, frozenset({2}))
    assert (grid.column_widths[2], grid.column_widths[3]) == (20.0, 5.0)
    assert 3 in grid.hidden_columns
    assert len(grid.column_widths) < 50


def test_styled_empty_cells_stay_near_the_content_and_are_dropped_far_away(tmp_path: Path) -> None:
    far = "".join(f'<row r="{row}"><c r="B{row}" s="1"/></row>' for row in range(1000, 3000))
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"/><c r="C1"/></row>{far}'
    grid = read_one(maker.write_sheet(tmp_path, rows, style=maker.styles("General", "0%")))
    assert set(grid.cells) == {(1, 1), (1, 2)}
    assert grid.cells[1, 2] == Cell(number_format="0%", style=1)


def test_a_format_of_a_conditional_format_is_no_format_of_cells(tmp_path: Path) -> None:
    style = (
        f'<styleSheet xmlns="{maker.MAIN}"><cellXfs><xf numFmtId="10"/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="10" formatCode="$#,##0"/></dxf></dxfs></styleSheet>'
    )
    rows = '<row r="1"><c r="A1"><v>0.5</v></c></row>'
    assert read_one(maker.write_sheet(tmp_path, rows, style=style)).cells[1, 1].text == "50.00%"


def test_a_module_sheet_that_is_listed_without_content_is_passed_over(tmp_path: Path) -> None:
    parts = maker.parts(maker.sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    book = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = book.replace("</sheets>", '<sheet name="模块1" sheetId="2" r:id=""/></sheets>')
    assert read_one(maker.write(tmp_path, maker.pack(parts))).name == "表"


def test_folders_are_searched_in_order_and_named_files_are_kept(tmp_path: Path) -> None:
    for name in ("乙.xlsx", "甲/丙.XLSM", "甲/~$丙.xlsm", ".藏/丁.xlsx", "说明.txt", "甲/.戊.xlsx", "己.et"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    named = tmp_path / "说明.txt"
    found = find_files([named, tmp_path, tmp_path / "甲"])
    assert found == [named, tmp_path / "乙.xlsx", tmp_path / "己.et", tmp_path / "甲" / "丙.XLSM"]


def test_word_and_pdf_files_of_a_folder_are_found_too(tmp_path: Path) -> None:
    names = ("决算.docx", "自评.PDF", "说明.doc", "~$决算.docx", "图.png")
    for name in names:
        (tmp_path / name).write_bytes(b"")
    assert {path.name for path in find_files([tmp_path])} == {"决算.docx", "自评.PDF"}


def test_nothing_but_a_file_fault_leaves_for_damaged_files(shared: Path, tmp_path: Path) -> None:
    chance = random.Random(20260401)
    files = sorted((shared / "corpus").glob("*.xls*")) + sorted((shared / "cases").rglob("*.xlsx"))
    outcomes = Counter[str]()
    for number, path in enumerate(files * 6):
        data = bytearray(path.read_bytes())
        if number % 3 == 0:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((1, 4, 40)) if data else 0):
            data[chance.randrange(len(data))] = chance.randrange(256)
        outcomes[_outcome(maker.write(tmp_path, bytes(data)))] += 1
    assert set(outcomes) == {"open", "refused"}
    assert min(outcomes.values()) > 10


def test_nothing_but_a_file_fault_leaves_for_damaged_parts(tmp_path: Path, shared: Path) -> None:
    chance = random.Random(7)
    members = maker.parts(
        maker.sheet(
            '<row r="1" ht="20"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1">'
            '<f t="shared" si="0" ref="B1:B2">A1</f>'
            '<v>1</v></c></row><row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>',
            '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
            '<cols><col min="1" max="2" width="9"/></cols>',
        ),
        maker.strings("文_x0041_"),
        maker.styles("General", '#,##0.00_);[Red]("x"0)'),
    )
    letters = '<>/"= rscvtA1509-:&;#%[]_xn'
    outcomes = Counter[str]()
    for _ in range(1500):
        name = chance.choice(list(members))
        text = list(str(members[name]))
        for _ in range(chance.choice((1, 1, 2, 5))):
            text[chance.randrange(len(text))] = chance.choice(letters)
        path = maker.write(tmp_path, maker.pack({**members, name: "".join(text)}))
        outcomes[_outcome(path)] += 1
    assert set(outcomes) == {"open", "refused"}
    assert min(outcomes.values()) > 100


def _outcome(path: Path) -> str:
    try:
        read_document(path)
        read_looks(path)
    except FileFault as fault:
        return "refused" if fault.message.endswith("。") and path.name in fault.message else fault.message
    return "open"
