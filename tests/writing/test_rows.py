"""Rows come in and go; what speaks of them follows, and every other byte stays."""

from __future__ import annotations

import io

import openpyxl
import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import Grid
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.writing.moving.rows import delete_rows, insert_rows
from perfdesk.writing.patching.patch import patch_cells
from tests.reading import workbook_maker as maker
from tests.writing.rich_workbook import rich_workbook
from tests.writing.workbook import raw_members

SHEET = "xl/worksheets/sheet1.xml"


def book(rows: str, after: str = "", before: str = "", names: str = "", **more: str) -> Package:
    """A workbook with one sheet `表`; further parts by name."""
    parts = maker.parts(maker.sheet(rows, after, before))
    workbook = parts["xl/workbook.xml"]
    assert isinstance(workbook, str)
    parts["xl/workbook.xml"] = workbook.replace("</workbook>", f"{names}</workbook>")
    return parse_package(maker.pack(parts | more))


def part(package: Package, name: str = SHEET) -> str:
    return package.read(name).decode()


def rows_of(package: Package) -> str:
    return part(package).partition("<sheetData>")[2].partition("</sheetData>")[0]


def after_rows(package: Package) -> str:
    return part(package).partition("</sheetData>")[2].removesuffix("</worksheet>")


def grid_of(package: Package, name: str = "表") -> Grid:
    return next(grid for grid in read_workbook(package) if grid.name == name)


THREE = (
    '<row r="1" ht="20"><c r="A1" s="0" x="&gt;"><v>1</v></c></row>\n'
    '<row ht="30" customHeight="1" r="2"><c  s="0"  r="A2"><v>2</v></c><c r="B2"><f>A2*2</f><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f>SUM(A1:A2)</f><v>3</v></c></row>'
)


def test_rows_below_get_new_numbers_and_nothing_else() -> None:
    moved = insert_rows(book(THREE), "表", 2, 3)
    assert rows_of(moved) == (
        '<row r="1" ht="20"><c r="A1" s="0" x="&gt;"><v>1</v></c></row>\n'
        '<row ht="30" customHeight="1" r="5"><c  s="0"  r="A5"><v>2</v></c>'
        '<c r="B5"><f>A5*2</f><v>4</v></c></row>'
        '<row r="6"><c r="A6"><v>3</v></c><c r="B6"><f>SUM(A1:A5)</f><v>3</v></c></row>'
    )


def test_new_rows_take_height_format_and_formula_of_their_model_but_not_its_constants() -> None:
    moved = insert_rows(book(THREE), "表", 3, 2, like=2)
    new = '<row ht="30" customHeight="1" r="{0}"><c  s="0"  r="A{0}"/><c r="B{0}"><f>A{0}*2</f><v>0</v></c></row>'
    assert new.format(3) + new.format(4) in rows_of(moved)
    assert '<c r="B5"><f>SUM(A1:A2)</f><v>3</v></c>' in rows_of(moved)


def test_a_total_below_takes_new_rows_in_when_asked() -> None:
    moved = insert_rows(book(THREE), "表", 3, 1, like=2, grows=True)
    assert '<c r="B4"><f>SUM(A1:A3)</f><v>3</v></c>' in rows_of(moved)
    assert 'fullCalcOnLoad="1"' in part(moved, "xl/workbook.xml")


def test_a_hidden_model_gives_rows_that_can_be_seen() -> None:
    package = book('<row r="1" hidden="1" ht="9"><c r="A1"/></row>')
    assert '<row r="2" ht="9"><c r="A2"/></row>' in rows_of(insert_rows(package, "表", 2, like=1))


def test_rows_without_numbers_are_given_them() -> None:
    package = book("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>")
    assert rows_of(insert_rows(package, "表", 2, 2)) == (
        '<row><c><v>1</v></c></row><row r="4"><c><v>2</v></c></row>'
    )
    assert rows_of(delete_rows(package, "表", 1)) == '<row r="1"><c><v>2</v></c></row>'


def test_deleted_rows_go_and_ranges_shrink() -> None:
    moved = delete_rows(book(THREE), "表", 2)
    assert rows_of(moved) == (
        '<row r="1" ht="20"><c r="A1" s="0" x="&gt;"><v>1</v></c></row>\n'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><f>SUM(A1:A1)</f><v>1</v></c></row>'
    )


def test_a_deletion_that_would_break_a_formula_is_refused_unless_accepted() -> None:
    package = book(THREE + '<row r="9"><c r="A9"><f>A3+1</f><v>4</v></c></row>')
    with pytest.raises(CallFault, match=r"不能删除“表”的第 3 行：表!A9 依赖这些行，会失效"):
        delete_rows(package, "表", 3)
    moved = delete_rows(package, "表", 3, accept_lost=True)
    assert '<c r="A8"><f>#REF!+1</f></c>' in rows_of(moved)


def test_a_total_of_a_whole_column_forgets_what_was_deleted() -> None:
    total = '<row r="3"><c r="C3"><f>SUM(A:A)+SUM(A1:A1048576)</f><v>12</v></c></row>'
    rows = '<row r="1"><c r="A1"><v>4</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    moved = delete_rows(book(rows + total), "表", 1)
    assert '<c r="C2"><f>SUM(A:A)+SUM(A1:A1048576)</f><v>4</v></c>' in rows_of(moved)


def test_a_copied_formula_without_references_gets_its_result_from_the_program_that_opens_it() -> None:
    package = book('<row r="1"><c r="A1"><f>1+2</f><v>3</v></c></row>')
    assert '<c r="A2"><f>1+2</f></c>' in rows_of(insert_rows(package, "表", 2, like=1))


def test_what_follows_from_a_lost_reference_shows_no_old_figure() -> None:
    package = book(
        THREE + '<row r="9"><c r="A9"><f>SUM(A3)</f><v>3</v></c><c r="B9"><f>A9*2</f><v>6</v></c></row>'
    )
    moved = rows_of(delete_rows(package, "表", 3, accept_lost=True))
    assert '<c r="A8"><f>SUM(#REF!)</f></c><c r="B8"><f>A8*2</f></c>' in moved


def test_a_total_over_a_name_follows_the_rows_it_lost() -> None:
    names = '<definedNames><definedName name="金额">表!$A$1:$A$3</definedName></definedNames>'
    package = book(THREE + '<row r="9"><c r="A9"><f>SUM(金额)</f><v>6</v></c></row>', names=names)
    assert '<c r="A8"><f>SUM(金额)</f><v>4</v></c>' in rows_of(delete_rows(package, "表", 2))
    assert '<c r="A10"><f>SUM(金额)</f><v>6</v></c>' in rows_of(insert_rows(package, "表", 5))


def shared(*cells: str) -> str:
    return "".join(f'<row r="{number}">{cell}</row>' for number, cell in enumerate(cells, 1))


def test_a_shared_formula_stays_shared_where_it_still_says_the_same() -> None:
    package = book(
        shared(
            '<c r="C1"><f t="shared" ref="C1:C3" si="0">A1*2</f><v>2</v></c>',
            '<c r="C2"><f t="shared" si="0"/><v>2</v></c>',
            '<c r="C3"><f t="shared" si="0"/><v>2</v></c>',
        )
    )
    assert rows_of(insert_rows(package, "表", 3, 1)) == (
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C4" si="0">A1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="4"><c r="C4"><f t="shared" si="0"/><v>2</v></c></row>'
    )


def test_a_shared_formula_is_written_out_where_its_cells_part_from_what_they_name() -> None:
    package = book(
        shared(
            "",
            '<c r="C2"><f t="shared" ref="C2:C3" si="0">A1*2</f><v>2</v></c>',
            '<c r="C3"><f t="shared" si="0"/><v>2</v></c>',
        )
    )
    assert rows_of(insert_rows(package, "表", 2, 1)) == (
        '<row r="1"></row>'
        '<row r="3"><c r="C3"><f>A1*2</f><v>2</v></c></row>'
        '<row r="4"><c r="C4"><f>A3*2</f><v>2</v></c></row>'
    )


def test_a_shared_formula_outlives_its_master() -> None:
    package = book(
        shared(
            '<c r="C1"><f t="shared" ref="C1:C3" si="0">$A$9*2</f><v>2</v></c>',
            '<c r="C2"><f t="shared" si="0"/><v>2</v></c>',
        )
    )
    assert rows_of(delete_rows(package, "表", 1)) == '<row r="1"><c r="C1"><f>$A$8*2</f><v>2</v></c></row>'


def test_a_merge_grows_inside_and_at_its_end_when_asked() -> None:
    merges = '<mergeCells count="2"><mergeCell ref="A1:A2"/><mergeCell ref="C2:D2"/></mergeCells>'
    package = book(THREE, merges)
    assert after_rows(insert_rows(package, "表", 2, 1)) == (
        '<mergeCells count="2"><mergeCell ref="A1:A3"/><mergeCell ref="C3:D3"/></mergeCells>'
    )
    grown = insert_rows(package, "表", 3, 2, like=2, grows=True)
    assert after_rows(grown) == (
        '<mergeCells count="4"><mergeCell ref="A1:A4"/><mergeCell ref="C2:D2"/>'
        '<mergeCell ref="C3:D3"/><mergeCell ref="C4:D4"/></mergeCells>'
    )
    assert after_rows(insert_rows(package, "表", 3, 1)) == merges
    assert after_rows(delete_rows(package, "表", 1)) == (
        '<mergeCells count="1"><mergeCell ref="C1:D1"/></mergeCells>'
    )
    assert after_rows(delete_rows(book('<row r="1"/>', merges), "表", 1, 2)) == ""


def test_no_formula_is_hidden_below_a_merge_that_grows() -> None:
    rows = '<row r="1"><c r="A1"><f>B1</f><v>1</v></c><c r="B1"><v>1</v></c></row><row r="2"/>'
    package = book(rows, '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>')
    assert '<row r="2"><c r="A2"/><c r="B2"/></row>' in rows_of(insert_rows(package, "表", 2, like=1))


def test_the_label_of_a_group_outlives_its_first_row() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>0</v></c></row>'
        '<row r="2"><c r="A2" s="1" t="inlineStr"><is><t>产出</t></is></c><c r="B2"><v>1</v></c></row>'
        '<row r="3"><c r="A3" s="2"/><c r="B3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row>'
    )
    package = book(rows, '<mergeCells><mergeCell ref="A2:A4"/></mergeCells>')
    assert rows_of(delete_rows(package, "表", 2)) == (
        '<row r="1"><c r="A1"><v>0</v></c></row>'
        '<row r="2"><c r="A2" s="1" t="inlineStr"><is><t>产出</t></is></c><c r="B2"><v>2</v></c></row>'
        '<row r="3"><c r="B3"><v>3</v></c></row>'
    )
    with pytest.raises(CallFault, match=r"合并单元格 A2:A4 的文字"):
        delete_rows(package, "表", 2, 2)
    assert "产出" not in rows_of(delete_rows(package, "表", 2, 2, accept_lost=True))


def test_more_rows_than_a_sheet_may_hold_are_refused() -> None:
    with pytest.raises(CallFault, match=r"会超过 \d+ 个单元格。请减少行数"):
        insert_rows(book(THREE), "表", 2, 1_000_000, like=2)


def test_rules_for_entry_follow_their_cells() -> None:
    package = book(
        THREE,
        '<conditionalFormatting sqref="A2:A9"><cfRule type="expression" priority="1"><formula>A2&gt;$B$3</formula>'
        '</cfRule></conditionalFormatting><dataValidations count="2"><dataValidation type="list" sqref="B2">'
        '<formula1>$A$2:$A$3</formula1></dataValidation><dataValidation type="whole" sqref="C1 C5"><formula1>A1'
        "</formula1></dataValidation></dataValidations>",
    )
    moved = after_rows(insert_rows(package, "表", 3, 1, like=2))
    assert moved == (
        '<conditionalFormatting sqref="A2:A10"><cfRule type="expression" priority="1"><formula>A2&gt;$B$4</formula>'
        '</cfRule></conditionalFormatting><dataValidations count="2"><dataValidation type="list" sqref="B2:B3">'
        '<formula1>$A$2:$A$4</formula1></dataValidation><dataValidation type="whole" sqref="C1 C6"><formula1>A1'
        "</formula1></dataValidation></dataValidations>"
    )
    gone = after_rows(delete_rows(package, "表", 2))
    assert 'dataValidations count="1"' in gone
    assert 'sqref="A2:A8"' in gone
    assert "<formula>A2&gt;$B$2</formula>" in gone


def test_views_breaks_links_and_filters_follow() -> None:
    package = book(
        THREE,
        '<autoFilter ref="A1:B3"/><hyperlinks><hyperlink ref="A3" location="表!A3"/></hyperlinks>'
        '<rowBreaks count="2" manualBreakCount="2"><brk id="1" max="16383" man="1"/><brk id="2" man="1"/>'
        '</rowBreaks><colBreaks count="1"><brk id="2" min="0" max="1048575"/></colBreaks>',
        '<dimension ref="A1:B3"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" '
        'state="frozen"/><selection pane="bottomLeft" activeCell="B3" sqref="B3"/></sheetView></sheetViews>',
    )
    moved = part(insert_rows(package, "表", 2, 1))
    assert '<dimension ref="A1:B4"/>' in moved
    assert 'ySplit="3" topLeftCell="A4"' in moved
    assert 'activeCell="B4" sqref="B4"' in moved
    assert '<autoFilter ref="A1:B4"/>' in moved
    assert '<hyperlink ref="A4" location="表!A3"/>' in moved
    assert '<brk id="2" max="16383" man="1"/><brk id="3" man="1"/>' in moved
    assert '<brk id="2" min="0" max="1048575"/>' in moved
    gone = part(delete_rows(package, "表", 3))
    assert '<rowBreaks count="1" manualBreakCount="1"><brk id="1" max="16383" man="1"/></rowBreaks>' in gone
    assert "hyperlink" not in gone


def test_names_move_and_titles_of_pages_do_not_grow() -> None:
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1:$B$3</definedName>'
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">表!$A:$A,表!$1:$2</definedName>'
        '<definedName name="同行">表!A1</definedName></definedNames>'
    )
    moved = part(insert_rows(book(THREE, names=names), "表", 3, 2, like=2, grows=True), "xl/workbook.xml")
    assert "表!$A$1:$B$5" in moved
    assert "表!$A:$A,表!$1:$2" in moved
    assert ">表!A1<" in moved
    with pytest.raises(CallFault, match="_xlnm"):
        delete_rows(book(THREE, names=names), "表", 1, 3)


@pytest.mark.parametrize(
    ("rows", "before", "message"),
    [
        ('<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f></c></row>', 2, r"会拆开数组公式（A1:A3）"),
        (
            '<row r="2"><c r="A2"><f t="dataTable" ref="A2:A5" r1="B1"/></c></row>',
            4,
            r"会拆开模拟运算表（A2:A5）",
        ),
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', 4, r"会把第 1048576 行的内容挤出工作表"),
        ("", 0, r"行号应在 1 到 1048576 之间"),
    ],
)
def test_what_excel_refuses_is_refused_with_a_sentence(rows: str, before: int, message: str) -> None:
    with pytest.raises(CallFault, match=message):
        insert_rows(book(rows), "表", before)


def test_array_formulas_and_data_tables_move_whole() -> None:
    package = book(
        '<row r="3"><c r="A3"><f t="array" ref="A3:B4">B1:B2</f><v>1</v></c></row>'
        '<row r="5"><c r="A5"><f t="dataTable" ref="A5:A6" dt2D="0" r1="B3"/><v>1</v></c></row>'
    )
    moved = rows_of(insert_rows(package, "表", 2, 2))
    assert '<f t="array" ref="A5:B6">B1:B4</f>' in moved
    assert '<f t="dataTable" ref="A7:A8" dt2D="0" r1="B5"/>' in moved


def test_empty_rows_at_the_end_of_the_sheet_give_way() -> None:
    package = book(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576" ht="5"><c r="A1048576" s="0"/></row>'
    )
    assert rows_of(insert_rows(package, "表", 1, 1)) == '<row r="2"><c r="A2"><v>1</v></c></row>'


def test_a_sheet_without_rows_is_left_as_it_is() -> None:
    parts = maker.parts(f'<worksheet xmlns="{maker.MAIN}"><dimension ref="A1"/><sheetData/></worksheet>')
    package = parse_package(maker.pack(parts))
    moved = insert_rows(package, "表", 3, 2, like=2)
    assert part(moved).endswith("<sheetData/></worksheet>")


def test_calls_may_follow_one_another_and_edits_come_last() -> None:
    moved = insert_rows(book(THREE), "表", 3, 2, like=2, grows=True)
    moved = insert_rows(moved, "表", 2, 1, like=2)
    edited = parse_package(patch_cells(moved, [Edit("表", "A4", "10")]).archive())
    cells = grid_of(edited).cells
    assert cells[6, 2].formula == "SUM(A1:A5)"
    assert (cells[6, 2].text, cells[4, 2].text, cells[4, 2].formula) == ("13", "20", "A4*2")


def test_everything_that_names_rows_of_a_rich_workbook_follows() -> None:
    package = parse_package(rich_workbook())
    moved = insert_rows(package, "表", 3, 2)
    assert_rich(moved, by=2)
    back = delete_rows(moved, "表", 3, 2)
    assert_rich(back, by=0)
    for name in [member.name for member in package.members]:
        assert back.read(name) == package.read(name) or name in {SHEET, "xl/workbook.xml"}, name


def assert_rich(package: Package, by: int) -> None:
    """The rich workbook's references to rows 3 and below, moved by some rows."""
    low, high = 3 + by, 9 + by
    chart = part(package, "xl/charts/chart1.xml")
    assert f"<c:f>表!$B$2:$B${high}</c:f>" in chart
    drawing = part(package, "xl/drawings/drawing1.xml")
    assert f"<xdr:colOff>0</xdr:colOff><xdr:row>{low - 1}</xdr:row>" in drawing
    assert f"<xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{high - 1}</xdr:row>" in drawing
    assert f'textlink="表!$A${low}"' in drawing
    assert "<xdr:row>7</xdr:row>" in drawing.partition('editAs="absolute"')[2]
    vml = part(package, "xl/drawings/vmlDrawing1.vml")
    assert f"<x:Row>{low - 1}</x:Row>" in vml
    assert f"<x:Anchor>2, 15, {low - 2}, 2, 4, 15, {low + 2}, 1</x:Anchor>" in vml
    assert f"<x:FmlaLink>$B${low}</x:FmlaLink>" in vml
    assert f'<comment ref="A{low}"' in part(package, "xl/comments1.xml")
    assert f'<threadedComment ref="A{low}"' in part(package, "xl/threadedComments/threadedComment1.xml")
    table = part(package, "xl/tables/table1.xml")
    assert f'ref="D2:E{high}"' in table
    assert f'<autoFilter ref="D2:E{high}"/>' in table
    assert f'ref="A1:B{high}" sheet="表"' in part(package, "xl/pivotCache/pivotCacheDefinition1.xml")
    assert f'fmlaLink="表!$A${low}"' in part(package, "xl/ctrlProps/ctrlProp1.xml")
    assert f"<f>表!A{low}*2</f>" in part(package, "xl/worksheets/sheet2.xml")
    assert f'<c r="B{low}" i="1"/><c r="A1" i="2"/>' in part(package, "xl/calcChain.xml")
    sheet = part(package)
    assert f"<xm:f>表!$A$1:$A${high}</xm:f>" in sheet
    assert f"<xm:sqref>B{low}:B{high}</xm:sqref>" in sheet


def test_untouched_parts_are_copied_as_they_lie_in_the_file() -> None:
    package = parse_package(rich_workbook())
    moved = raw_members(insert_rows(package, "别的", 1, 1))
    old = raw_members(package)
    assert {name for name in old if moved[name] != old[name]} == {
        "xl/worksheets/sheet2.xml", "xl/calcChain.xml"
    }  # fmt: skip


def test_the_result_opens_in_another_reader() -> None:
    moved = insert_rows(book(THREE), "表", 2, 1, like=2)
    sheet = openpyxl.load_workbook(io.BytesIO(moved.data))["表"]
    assert [sheet["A3"].value, sheet["B3"].value, sheet["B4"].value] == [2, "=A3*2", "=SUM(A1:A3)"]
