"""What a sheet shows besides its cells, in files that XlsxWriter makes: views, pictures, notes, words."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from perfdesk.core.resource import resource
from perfdesk.reading.document import read_appearance, read_settings
from perfdesk.reading.drawing import Corner
from perfdesk.reading.rich_text import TextRun
from perfdesk.reading.sheet_face import PLAIN, SheetFace
from perfdesk.reading.style import Border, LookChange
from tests.reading import workbook_maker as maker

PICTURE = resource("look", "light-tick.png")


@pytest.fixture
def face(tmp_path: Path) -> SheetFace:
    book = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    sheet = book.add_worksheet("表")
    sheet.hide_gridlines(2)
    sheet.set_zoom(85)
    sheet.set_tab_color("#7030A0")
    red, plain = book.add_format({"color": "red", "bold": True}), book.add_format()
    sheet.write_rich_string("A1", "须填：", red, "执行率", plain, "一栏")
    sheet.write_comment("B2", "请核对", {"author": "经办人"})
    sheet.set_column("D:F", 12, book.add_format({"bg_color": "#FFFF00"}))
    sheet.set_row(6, None, book.add_format({"bg_color": "#00FF00"}))
    sheet.insert_image("C3", PICTURE, {"description": "公章"})
    sheet.insert_textbox("E5", "附注", {"width": 96, "height": 48, "line": {"color": "#FF0000"}})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=表!$A$1:$A$3"})
    sheet.insert_chart("H2", chart)
    book.close()
    return read_settings(tmp_path / "表.xlsx")["表"].face


def test_grid_lines_zoom_and_the_colour_of_the_tab_are_read(face: SheetFace) -> None:
    assert (face.has_grid_lines, face.zoom, face.tab_color) == (False, 85, "#7030A0")


def test_a_text_with_a_coloured_word_is_read_in_its_parts(face: SheetFace) -> None:
    first, second, third = face.rich[1, 1]
    assert first == TextRun("须填：")
    assert second.text == "执行率" and second.look is not None
    assert (second.look.color, second.look.bold) == ("#FF0000", True)
    assert third.text == "一栏"


def test_notes_are_read_with_their_cell(face: SheetFace) -> None:
    assert {place: words.splitlines()[-1] for place, words in face.notes.items()} == {(2, 2): "请核对"}


def test_formats_of_whole_rows_and_columns_hold_for_cells_that_are_not_stored(face: SheetFace) -> None:
    assert face.style_at(7, 5) == face.row_styles[7]
    assert face.style_at(8, 5) == face.column_styles[0][2]
    assert face.style_at(8, 3) is None


def test_pictures_boxes_and_charts_keep_their_place_and_name(face: SheetFace) -> None:
    picture, chart, box = face.drawings
    assert (picture.kind, picture.name, picture.image) == ("picture", "公章", PICTURE.read_bytes())
    assert picture.begin == Corner(3, 3) and picture.end is not None
    assert (box.kind, box.text, box.line) == ("shape", "附注", "#FF0000")
    assert (box.begin.row, box.begin.column) == (5, 5)
    assert (chart.kind, chart.begin.column) == ("chart", 8)


def test_a_drawing_that_is_damaged_costs_the_drawings_alone(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    sheet = book.add_worksheet("表")
    sheet.set_zoom(120)
    sheet.insert_image("C3", PICTURE)
    book.close()
    with ZipFile(tmp_path / "表.xlsx") as whole:
        parts: dict[str, maker.Part] = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/drawings/drawing1.xml"] = "<broken"
    (tmp_path / "坏.xlsx").write_bytes(maker.pack(parts))
    looks, settings = read_appearance(tmp_path / "坏.xlsx")
    assert looks
    assert (settings["表"].face.drawings, settings["表"].face.zoom) == ((), 120)


def test_a_sheet_with_nothing_besides_its_cells_has_a_plain_face(tmp_path: Path) -> None:
    path = maker.write_sheet(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    (setting,) = read_settings(path).values()
    assert setting.face == PLAIN


def test_diagonals_patterns_and_raised_letters_are_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    sheet = book.add_worksheet("表")
    crossed = book.add_format({"diag_type": 2, "diag_border": 1, "diag_color": "#0000FF"})
    sheet.write("A1", "斜", crossed)
    sheet.write("A2", "纹", book.add_format({"pattern": 5, "fg_color": "#FF0000", "bg_color": "#FFFFFF"}))
    sheet.write("A3", "2", book.add_format({"font_script": 1}))
    book.close()
    looks, _ = read_appearance(tmp_path / "表.xlsx")
    diagonal, pattern, raised = looks[1:]
    assert (diagonal.diagonal_down, diagonal.diagonal_up) == (Border("thin", "#0000FF"), None)
    assert (pattern.fill, pattern.pattern, pattern.pattern_color) == ("#FFFFFF", "darkHorizontal", "#FF0000")
    assert raised.raised == "superscript"


def test_what_a_format_leaves_as_it_is_is_no_change() -> None:
    assert LookChange() == LookChange(None, None, None, None, None, None, None, "")
