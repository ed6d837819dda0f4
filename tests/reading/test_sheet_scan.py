"""One pass over a worksheet: the offsets are where a save may cut, however the part is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.reading.package import open_package, parse_package
from perfdesk.reading.sheet_handler import scan_sheet
from perfdesk.reading.sheet_scan import SheetScan, parse_range
from perfdesk.reading.xlsx import open_workbook
from tests.reading import workbook_maker as maker

ODD = (
    '<?xml version="1.0"?>\n<x:worksheet xmlns:x="main"><x:sheetPr/>\n<x:sheetData>'
    '<x:row r="1" s="3" customFormat="1"><x:c r="A1"/><x:c r="B1" s="2" ><x:v>绩</x:v></x:c ></x:row >'
    '<x:row r="2"/><x:row r="3"></x:row><x:row r="4"><x:c r="A4"></x:c><x:c r="B4"><x:v/></x:c></x:row>'
    '</x:sheetData><x:mergeCells count="1"><x:mergeCell ref="A1:B1"/></x:mergeCells>'
    '<x:legacyDrawing id="r1"/></x:worksheet>'
).encode()


def cuts(scan: SheetScan) -> list[bytes]:
    return [scan.data[slice(*scan.cell_span(cell))] for cell in scan.cells]


def test_spans_of_cells_are_their_bytes_also_where_tags_close_themselves() -> None:
    assert cuts(scan_sheet(ODD, "part")) == [
        b'<x:c r="A1"/>',
        '<x:c r="B1" s="2" ><x:v>绩</x:v></x:c >'.encode(),
        b'<x:c r="A4"></x:c>',
        b'<x:c r="B4"><x:v/></x:c>',
    ]


def test_spans_of_rows_are_their_bytes_and_say_where_a_cell_can_be_put() -> None:
    scan = scan_sheet(ODD, "part")
    spans = [scan.data[slice(*scan.row_span(row))] for row in scan.rows]
    assert [span[:12] for span in spans] == [
        b'<x:row r="1"',
        b'<x:row r="2"',
        b'<x:row r="3"',
        b'<x:row r="4"',
    ]
    assert spans[1:3] == [b'<x:row r="2"/>', b'<x:row r="3"></x:row>']
    assert [scan.row_is_empty_tag(row) for row in scan.rows] == [False, True, False, False]
    assert scan.data[scan.row_content_end(scan.rows[0]) :].startswith(b"</x:row >")
    assert (scan.rows[0].style, scan.rows[1].style) == (3, None)


def test_children_of_the_worksheet_have_their_spans_in_order() -> None:
    scan = scan_sheet(ODD, "part")
    assert [element.name for element in scan.elements] == [
        "sheetPr",
        "sheetData",
        "mergeCells",
        "legacyDrawing",
    ]
    sheet_data = scan.element("sheetData")
    assert sheet_data is not None
    assert scan.data[sheet_data.start :].startswith(b"<x:sheetData>")
    assert scan.data[: sheet_data.end].endswith(b"</x:sheetData>")
    assert scan.data[scan.root_end :] == b"</x:worksheet>"
    assert (scan.prefix, scan.merges) == ("x:", ["A1:B1"])
    assert scan.element("cols") is None


def test_a_sheet_without_cells_has_the_span_of_its_empty_tag() -> None:
    scan = scan_sheet(b'<worksheet xmlns="m"><sheetData/><pageMargins/></worksheet>', "part")
    assert [scan.data[element.start : element.end] for element in scan.elements] == [
        b"<sheetData/>",
        b"<pageMargins/>",
    ]


def test_spans_hold_in_a_part_that_was_utf16() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + maker.sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>绩效</t></is></c></row>'
    )
    package = parse_package(maker.pack(maker.parts(text.encode("utf-16"))))
    scan = scan_sheet(package.read_xml("xl/worksheets/sheet1.xml"), "part")
    assert cuts(scan) == ['<c r="A1" t="inlineStr"><is><t>绩效</t></is></c>'.encode()]
    assert b'encoding="UTF-8"' in scan.data[:60]


def test_spans_of_all_cells_of_the_corpus_begin_and_end_as_cells_do(shared: Path) -> None:
    seen = 0
    for path in sorted((shared / "corpus").glob("*.xlsx")):
        try:
            package = open_package(path)
            sheets = open_workbook(package).sheets
        except FileFault:
            continue
        for entry in sheets:
            scan = scan_sheet(package.read_xml(entry.part), entry.part)
            open_tag, close_tag = f"<{scan.prefix}c".encode(), f"</{scan.prefix}c>".encode()
            for cut in cuts(scan):
                assert cut.startswith(open_tag)
                assert cut.count(open_tag + b" ") == 1
                assert cut.endswith((b"/>", close_tag))
                seen += 1
    assert seen > 5_000


def test_formulas_keep_their_kind_and_range() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A3">SUM(B1:B3)</f><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B2" si="4">C1</f></c><c r="C1"><f>1</f></c></row>'
    )
    formulas = [cell.formula for cell in scan_sheet(maker.sheet(rows).encode(), "part").cells]
    assert [tuple(formula) for formula in formulas if formula] == [
        ("SUM(B1:B3)", "array", None, "A1:A3"),
        ("C1", "shared", "4", "B1:B2"),
        ("1", "normal", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "corners"),
    [
        ("A1:C3", (1, 1, 3, 3)),
        ("$B$2", (2, 2, 2, 2)),
        ("C3:A1", (1, 1, 3, 3)),
        ("A1:XFD1048576", (1, 1, 1_048_576, 16_384)),
        ("A0", None),
        ("XFE1", None),
        ("A:C", None),
        ("", None),
    ],
)
def test_a_range_is_read_or_refused(text: str, corners: tuple[int, int, int, int] | None) -> None:
    assert parse_range(text) == corners


def test_a_cell_outside_of_every_row_is_damage() -> None:
    with pytest.raises(FileFault, match="不在任何一行之内"):
        scan_sheet(b"<worksheet><sheetData><c><v>1</v></c></sheetData></worksheet>", "part")
