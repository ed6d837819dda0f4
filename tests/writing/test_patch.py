"""Edits reach the cells they mean; every other byte of the touched parts stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.reading.package import open_package, parse_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.writing.patching.patch import patch_cells
from tests.reading import workbook_maker as maker
from tests.writing import workbook

SHEET = "xl/worksheets/sheet1.xml"
SHARED = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><f t="shared" ref="C1:C3" si="0">A1*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>5</v></c><c r="C2" t="str"><f t="shared" si="0"/><v>10</v></c></row>'
    '<row r="3"><c r="C3"><f t="shared" si="0"/><v>0</v></c></row>'
)


def patched(path: Path, *edits: tuple[str, str]) -> dict[str, bytes]:
    draft = patch_cells(open_package(path), [Edit("表", cell, value) for cell, value in edits])
    assert not draft.removed
    return draft.changed


def rows_of(path: Path, *edits: tuple[str, str]) -> str:
    part = patched(path, *edits)[SHEET].decode()
    return part.partition("<sheetData>")[2].partition("</sheetData>")[0]


def texts(path: Path, *edits: tuple[str, str]) -> dict[str, str]:
    draft = patch_cells(open_package(path), [Edit("表", cell, value) for cell, value in edits])
    (grid,) = read_workbook(parse_package(draft.archive()))
    return {f"{row},{column}": cell.text for (row, column), cell in grid.cells.items() if cell.text}


def test_a_number_replaces_a_value_and_nothing_else(tmp_path: Path) -> None:
    rows = '<row r="1" x="&gt;"><c r="A1"  s="0"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    path = workbook.write_book(tmp_path, rows)
    assert rows_of(path, ("A1", "1,250.5")) == rows.replace("<v>1</v>", "<v>1250.5</v>")


def test_blank_text_empties_a_cell_and_keeps_it(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, '<row r="1"><c r="A1" s="0" t="str"><v>x</v></c></row>')
    assert rows_of(path, ("A1", "")) == '<row r="1"><c r="A1" s="0"/></row>'


def test_absent_cells_and_rows_are_made_in_their_order(tmp_path: Path) -> None:
    rows = '<row r="2" spans="2:2"><c r="B2"><v>1</v></c></row><row r="5" s="3" customFormat="1"/>'
    path = workbook.write_book(tmp_path, rows)
    made = rows_of(path, ("D2", "4"), ("A2", "3"), ("A5", "7"), ("B3", "5"), ("A3", "6"), ("C9", "8"))
    assert made == (
        '<row r="2" spans="1:4"><c r="A2"><v>3</v></c><c r="B2"><v>1</v></c><c r="D2"><v>4</v></c></row>'
        '<row r="3"><c r="A3"><v>6</v></c><c r="B3"><v>5</v></c></row>'
        '<row r="5" s="3" customFormat="1"><c r="A5" s="3"><v>7</v></c></row>'
        '<row r="9"><c r="C9"><v>8</v></c></row>'
    )


def test_a_sheet_without_any_row_takes_several(tmp_path: Path) -> None:
    parts = maker.parts(f'<worksheet xmlns="{maker.MAIN}"><dimension ref="A1"/><sheetData/></worksheet>')
    path = maker.write(tmp_path, maker.pack(parts))
    made = patched(path, ("B2", "1"), ("A4", "2"))[SHEET].decode()
    assert made == (
        f'<worksheet xmlns="{maker.MAIN}"><dimension ref="A1:B4"/><sheetData>'
        '<row r="2"><c r="B2"><v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c></row></sheetData></worksheet>'
    )


def test_an_absent_cell_takes_the_style_of_its_column(tmp_path: Path) -> None:
    sheet = maker.sheet('<row r="1"/>', before='<cols><col min="2" max="3" width="9" style="1"/></cols>')
    parts = maker.parts(sheet, style=maker.styles("General", "0.00"))
    path = maker.write(tmp_path, maker.pack(parts))
    assert rows_of(path, ("C1", "1")) == '<row r="1"><c r="C1" s="1"><v>1</v></c></row>'


def test_cells_without_an_address_are_counted(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    path = workbook.write_book(tmp_path, rows)
    assert rows_of(path, ("B1", "9"), ("A2", "8")) == (
        "<row><c><v>1</v></c><c><v>9</v></c></row><row><c><v>8</v></c></row>"
    )


@pytest.mark.parametrize(
    "text", ["<a>&\"'", "_x0041_", "两\n行", "\t空 格 ", "=SUM(A1)", "'123", "a\r\nb\x07", "𠀀{p}"]
)
def test_a_text_reads_back_as_it_was_typed(tmp_path: Path, text: str) -> None:
    for strings in (None, maker.strings("旧")):
        more = {} if strings is None else {"strings": strings}
        path = workbook.write_book(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>', **more)
        wanted = text.removeprefix("'")
        assert texts(path, ("A1", text), ("B1", text)) == {"1,1": wanted, "1,2": wanted}


def test_one_shared_string_serves_all_cells_that_say_it(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{maker.MAIN}" count="1" uniqueCount="1"><si><t>旧</t></si></sst>'
    path = workbook.write_book(tmp_path, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)
    changed = patched(path, ("B1", "新"), ("C1", "新"))
    assert changed["xl/sharedStrings.xml"].decode() == (
        f'<sst xmlns="{maker.MAIN}" count="3" uniqueCount="2"><si><t>旧</t></si>'
        '<si><t xml:space="preserve">新</t></si></sst>'
    )


def test_a_dangling_string_index_does_not_catch_the_new_text(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>1</v></c></row>'
    path = workbook.write_book(tmp_path, rows, strings=maker.strings("旧"))
    assert texts(path, ("B1", "新")) == {"1,1": "#REF!", "1,2": "新"}
    assert "xl/sharedStrings.xml" not in patched(path, ("B1", "新"))


def test_an_edit_below_a_merge_goes_to_its_first_cell(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>7</v></c></row>'
    path = workbook.write_book(tmp_path, rows, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')
    assert rows_of(path, ("B2", "5")) == rows.replace("<v>1</v>", "<v>5</v>")


def test_the_last_of_several_edits_of_a_cell_holds(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    assert texts(path, ("A1", "2"), ("A1", "3")) == {"1,1": "3"}
    assert patched(path, ("A1", "2"), ("A1", "1")) == {}


def test_typing_what_is_there_changes_nothing(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, SHARED)
    assert patched(path, ("A1", "1"), ("C2", "=A2*2"), ("Z9", "")) == {}


def test_dependants_of_an_overwritten_shared_formula_get_their_own(tmp_path: Path) -> None:
    made = rows_of(workbook.write_book(tmp_path, SHARED), ("C1", "8"))
    assert made == (
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>8</v></c></row>'
        '<row r="2"><c r="A2"><v>5</v></c><c r="C2" t="str"><f>A2*2</f><v>10</v></c></row>'
        '<row r="3"><c r="C3"><f>A3*2</f><v>0</v></c></row>'
    )


def test_results_that_depend_on_an_edit_are_renewed_and_others_kept(tmp_path: Path) -> None:
    rows = SHARED + '<row r="4"><c r="C4" t="e"><f>SUM(C1:C3)</f><v>#N/A</v></c></row>'
    path = workbook.write_book(tmp_path, rows)
    changed = patched(path, ("A2", "6"))
    assert changed[SHEET].decode() == maker.sheet(
        rows.replace("<v>5</v>", "<v>6</v>")
        .replace(' t="str"><f t="shared" si="0"/><v>10</v>', '><f t="shared" si="0"/><v>12</v>')
        .replace('<c r="C4" t="e"><f>SUM(C1:C3)</f><v>#N/A</v>', '<c r="C4"><f>SUM(C1:C3)</f><v>14</v>')
    )
    assert b'<calcPr fullCalcOnLoad="1"/></workbook>' in changed["xl/workbook.xml"]


def test_a_formula_in_a_character_section_takes_its_result_behind_it(tmp_path: Path) -> None:
    rows = SHARED + '<row r="4"><c r="C4"><f><![CDATA[IF(A2<9,A2,0)]]></f><v>5</v></c></row>'
    made = rows_of(workbook.write_book(tmp_path, rows), ("A2", "6"))
    assert made.endswith('<c r="C4"><f><![CDATA[IF(A2<9,A2,0)]]></f><v>6</v></c></row>')


def test_a_result_that_stays_the_same_is_left_as_it_lies(tmp_path: Path) -> None:
    rows = SHARED + '<row r="4"><c r="C4"><f>MIN(A2,3)</f><v>3.0</v></c></row>'
    made = rows_of(workbook.write_book(tmp_path, rows), ("A2", "6"))
    assert made.endswith('<c r="C4"><f>MIN(A2,3)</f><v>3.0</v></c></row>')


def test_a_data_table_keeps_its_results_unless_an_edit_concerns_it(tmp_path: Path) -> None:
    table = (
        '<row r="4"><c r="D4"><f>A1*2</f><v>2</v></c></row>'
        '<row r="5"><c r="C5"><v>3</v></c><c r="D5"><f t="dataTable" ref="D5:D6" r1="A1"/><v>6</v></c></row>'
        '<row r="6"><c r="C6"><v>4</v></c><c r="D6"><v>8</v></c></row>'
    )
    path = workbook.write_book(
        tmp_path, '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>' + table
    )
    assert rows_of(path, ("B1", "7")).endswith(table)
    assert '<c r="D6"></c>' in rows_of(path, ("C6", "9"))
    assert '<c r="D6"></c>' in rows_of(path, ("A1", "9"))


def test_an_error_beside_an_empty_formula_stays(tmp_path: Path) -> None:
    rows = SHARED + '<row r="4"><c r="C4" t="e"><f aca="false"></f><v>#NUM!</v></c></row>'
    made = rows_of(workbook.write_book(tmp_path, rows), ("A2", "6"))
    assert made.endswith('<row r="4"><c r="C4" t="e"><f aca="false"></f><v>#NUM!</v></c></row>')


def test_a_result_from_another_book_stays(tmp_path: Path) -> None:
    rows = SHARED + '<row r="4"><c r="C4"><f>[1]表!A2*2</f><v>9</v></c></row>'
    assert rows_of(workbook.write_book(tmp_path, rows), ("A2", "6")).endswith(
        "<f>[1]表!A2*2</f><v>9</v></c></row>"
    )


def test_a_text_set_back_is_the_string_it_was(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    strings = f'<sst xmlns="{maker.MAIN}"><si><r><t>旧</t></r></si><si><t>旧</t></si><si><t>旧</t></si></sst>'
    path = workbook.write_book(tmp_path, rows, strings=strings)
    path.write_bytes(patch_cells(open_package(path), [Edit("表", "A1", "5")]).archive())
    assert patched(path, ("A1", "旧")).keys() == {SHEET}
    assert rows_of(path, ("A1", "旧")) == rows


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("true", '<c r="A1" t="b"><v>1</v></c>'),
        ("#N/A", '<c r="A1" t="e"><v>#N/A</v></c>'),
        ("0.30000000000000004", '<c r="A1"><v>0.30000000000000004</v></c>'),
        ("'TRUE", '<c r="A1" t="inlineStr"><is><t xml:space="preserve">TRUE</t></is></c>'),
    ],
)
def test_truths_errors_and_long_figures_are_stored_as_what_they_are(
    tmp_path: Path, typed: str, stored: str
) -> None:
    # A dangling index elsewhere keeps texts inline, so that they show.
    rows = '<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="s"><v>9</v></c></row>'
    made = rows_of(workbook.write_book(tmp_path, rows, strings=maker.strings("旧")), ("A1", typed))
    assert made.startswith(f'<row r="1">{stored}')


@pytest.mark.parametrize("formula", ["A2*INDIRECT(B9)", "A2/0", "A2*预算数", "VLOOKUP(A2,A1:B3,2)"])
def test_results_that_cannot_be_told_are_forgotten(tmp_path: Path, formula: str) -> None:
    rows = SHARED + f'<row r="4"><c r="C4" t="e"><f>{formula}</f><v>#N/A</v></c></row>'
    made = rows_of(workbook.write_book(tmp_path, rows), ("A2", "6"))
    assert made.endswith(f'<row r="4"><c r="C4"><f>{formula}</f></c></row>')


def test_a_text_that_a_formula_gives_is_stored_as_one(tmp_path: Path) -> None:
    formula = 'IF(A2&gt;5,"超过&lt;5&gt;","")'
    rows = SHARED + f'<row r="4"><c r="C4"><f>{formula}</f><v>0</v></c></row>'
    made = rows_of(workbook.write_book(tmp_path, rows), ("A2", "6"))
    assert made.endswith(f'<c t="str" r="C4"><f>{formula}</f><v>超过&lt;5&gt;</v></c></row>')


def test_figures_taken_as_displayed_are_not_worked_out(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, SHARED)
    book = workbook.members(path)["xl/workbook.xml"]
    exact = book.replace(b"</workbook>", b'<calcPr fullPrecision="0"/></workbook>')
    path.write_bytes(workbook.rezipped(path, {"xl/workbook.xml": exact}))
    changed = patched(path, ("A2", "6"))
    assert b'<c r="C2"><f t="shared" si="0"/></c>' in changed[SHEET]
    assert b'<calcPr fullCalcOnLoad="1" fullPrecision="0"/>' in changed["xl/workbook.xml"]


def test_a_new_result_and_an_own_formula_meet_in_one_cell(tmp_path: Path) -> None:
    made = rows_of(workbook.write_book(tmp_path, SHARED), ("C1", "8"), ("A3", "2"))
    assert '<c r="C3"><f>A3*2</f><v>4</v></c>' in made


def test_the_chain_loses_the_entry_and_keeps_its_sheet(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, SHARED, chain=workbook.CHAIN)
    changed = patched(path, ("C1", "8"))
    assert changed["xl/calcChain.xml"].decode() == (
        f'<calcChain xmlns="{maker.MAIN}"><c i="1" r="C2"/><c r="C3"/></calcChain>'
    )


def test_an_empty_chain_goes_with_its_relation(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, SHARED, chain=workbook.CHAIN)
    edits = [Edit("表", cell, "1") for cell in ("C1", "C2", "C3")]
    draft = patch_cells(open_package(path), edits)
    assert draft.removed == {"xl/calcChain.xml"}
    assert b"calcChain" not in draft.changed["xl/_rels/workbook.xml.rels"]
    assert "xl/calcChain.xml" not in {member.name for member in parse_package(draft.archive()).members}


def test_a_widened_percentage_gets_a_format_of_its_own(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" s="1"><v>0.5</v></c></row>'
    path = workbook.write_book(tmp_path, rows, styles=maker.styles("General", "0%"))
    assert texts(path, ("A1", "0.5071")) == {"1,1": "50.71%", "1,2": "50%"}


@pytest.mark.parametrize(
    ("formula", "cell"),
    [
        ('<f t="array" ref="A1:A2">B1:B2</f>', "A2"),
        ('<f t="array" ref="A1:A2">B1:B2</f>', "A1"),
        ('<f t="dataTable" ref="A1:A2" r1="C1"/>', "A2"),
    ],
)
def test_a_part_of_an_array_is_refused(tmp_path: Path, formula: str, cell: str) -> None:
    path = workbook.write_book(tmp_path, f'<row r="1"><c r="A1">{formula}<v>1</v></c></row>')
    with pytest.raises(CallFault, match="不能单独修改"):
        patched(path, (cell, "1"))


def test_an_array_of_one_cell_may_be_overwritten(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1">B1</f><v>1</v></c></row>'
    path = workbook.write_book(tmp_path, rows)
    assert rows_of(path, ("A1", "2")) == '<row r="1"><c r="A1"><v>2</v></c></row>'


def test_the_header_of_a_table_is_refused(shared: Path) -> None:
    package = open_package(shared / "corpus" / "poi-63934.xlsx")
    with pytest.raises(CallFault, match="超级表"):
        patch_cells(package, [Edit("Sheet1", "A1", "新")])


@pytest.mark.parametrize(
    ("sheet", "cell", "words"),
    [("无", "A1", "没有工作表"), ("表", "1A", "不是单元格地址"), ("表", "A0", "不是单元格地址")],
)
def test_a_wrong_place_is_named(tmp_path: Path, sheet: str, cell: str, words: str) -> None:
    path = workbook.write_book(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    with pytest.raises(CallFault, match=words):
        patch_cells(open_package(path), [Edit(sheet, cell, "1")])


def test_a_text_beyond_excels_limit_is_refused(tmp_path: Path) -> None:
    path = workbook.write_book(tmp_path, "")
    with pytest.raises(CallFault, match="32767"):
        patched(path, ("A1", "字" * 32_768))
