from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QRawFont,
)
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.gui.look.colour import VERDICT_LOOKS
from perfdesk.gui.look.font import SUBSTITUTES, ui_font
from perfdesk.gui.panes.findings_model import FindingsModel
from perfdesk.gui.sheet.cell_editor import CellEditor
from perfdesk.gui.sheet.cell_text import TextSetter
from perfdesk.gui.sheet.clipboard import to_tsv
from perfdesk.gui.sheet.sheet import SPARE_COLUMNS, SPARE_ROWS, Mark, Sheet, marks_of
from perfdesk.gui.sheet.sheet_model import SheetModel
from perfdesk.gui.sheet.sheet_view import SheetView
from perfdesk.gui.workbench import Workbench
from perfdesk.reading.style import Border, Look
from tests.gui.stage import LOOKS, PATH, finding, small_document, small_grid


@pytest.fixture
def view(qtbot: QtBot) -> SheetView:
    shown = SheetView()
    qtbot.addWidget(shown)
    shown.resize(700, 400)
    shown.show_sheet(
        Sheet(PATH, small_grid(), LOOKS, {(2, 2): Mark("wrong", "不对"), (4, 2): Mark("rounded", "四舍五入")})
    )
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def picture(view: SheetView) -> QImage:
    return view.viewport().grab().toImage()


def rect_of(view: SheetView, row: int, column: int) -> QRect:
    return view.visualRect(view.model().index(row - 1, column - 1))


def ink(image: QImage, view: SheetView, row: int, column: int) -> int:
    """How many dark dots a cell has inside its borders."""
    area = rect_of(view, row, column).adjusted(3, 3, -12, -3)
    return sum(
        QColor(image.pixel(x, y)).lightness() < 120
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    )


def test_sizes_and_spans_come_from_the_file(view: SheetView) -> None:
    assert view.columnSpan(0, 0) == 3
    assert view.rowHeight(0) == 40
    assert view.columnWidth(0) == 14 * 8
    assert view.columnWidth(1) == 10 * 8


def test_a_row_without_a_height_has_room_for_its_wrapped_text(view: SheetView) -> None:
    assert view.rowHeight(3) > 2 * view.rowHeight(1)


def test_the_fill_of_the_file_and_the_colour_of_a_finding_are_painted(view: SheetView) -> None:
    image = picture(view)
    for (row, column), colour in {
        (3, 2): "#00FF00",
        (2, 2): VERDICT_LOOKS["wrong"].fill,
        (4, 2): VERDICT_LOOKS["rounded"].fill,
        (1, 1): "#FFFFFF",
    }.items():
        corner = rect_of(view, row, column).bottomLeft() + QPoint(4, -4)
        assert image.pixelColor(corner).name().upper() == colour, (row, column)


def test_a_finding_has_a_sign_besides_its_colour(view: SheetView) -> None:
    image = picture(view)
    corner = rect_of(view, 2, 2).topRight() + QPoint(-3, 3)
    assert image.pixelColor(corner).name().upper() == VERDICT_LOOKS["wrong"].sign
    assert len({VERDICT_LOOKS[verdict].shape for verdict in ("wrong", "missing", "rounded")}) == 3


def test_borders_are_painted_at_the_edges_of_a_cell(view: SheetView) -> None:
    image = picture(view)
    area = rect_of(view, 3, 2)
    assert image.pixelColor(area.center().x(), area.bottom()).name() == "#000000"
    assert image.pixelColor(area.right(), area.center().y()).name() == "#000000"
    assert image.pixelColor(area.left() - 1, area.center().y()).name() == "#000000"


def test_the_border_under_a_merge_comes_from_the_covered_cells(qtbot: QtBot) -> None:
    line = Look(bottom=Border("medium", "#FF0000"))
    grid = Grid(
        "表", {(1, 1): Cell("甲"), (2, 1): Cell(style=1), (2, 2): Cell(style=1)}, (Block(1, 1, 2, 2),)
    )
    view = SheetView()
    qtbot.addWidget(view)
    view.show_sheet(Sheet(PATH, grid, (Look(), line)))
    view.resize(500, 200)
    view.show()
    qtbot.waitExposed(view)
    area = rect_of(view, 1, 1)
    image = picture(view)
    for x in (area.left() + 5, area.right() - 5):
        assert image.pixelColor(x, area.bottom()).name() == "#ff0000"
        assert image.pixelColor(x, area.bottom() - 1).name() == "#ff0000"


def test_every_kind_of_text_leaves_ink(qtbot: QtBot) -> None:
    looks = (
        Look(),
        Look(rotation=255),
        Look(rotation=90),
        Look(rotation=135),
        Look(wrap=True, vertical="top", horizontal="right"),
        Look(shrink=True),
        Look(horizontal="justify", bold=True, italic=True, underline=True, strike=True),
    )
    cells = {(1, column + 1): Cell("绩效自评", style=column) for column in range(len(looks))}
    view = SheetView()
    qtbot.addWidget(view)
    view.show_sheet(Sheet(PATH, Grid("表", cells, row_heights={1: 90.0}), looks))
    view.resize(900, 200)
    view.show()
    qtbot.waitExposed(view)
    image = picture(view)
    for column in range(len(looks)):
        assert ink(image, view, 1, column + 1) > 40, looks[column]


def test_a_long_text_runs_into_empty_cells_but_not_into_full_ones(qtbot: QtBot) -> None:
    long = "这一句话比它的单元格长得多，要伸到右边的空格里去"
    cells = {(1, 1): Cell(long), (2, 1): Cell(long), (2, 2): Cell("满")}
    view = SheetView()
    qtbot.addWidget(view)
    view.show_sheet(Sheet(PATH, Grid("表", cells), (Look(),)))
    view.resize(600, 200)
    view.show()
    qtbot.waitExposed(view)
    image = picture(view)
    assert ink(image, view, 1, 2) > ink(image, view, 2, 2)
    assert view.sheet_painter is not None
    assert view.sheet_painter.spills(1)[2] == 1
    assert view.sheet_painter.spills(2) == {}


def test_a_figure_too_wide_for_its_column_is_shrunk_and_not_cut(qtbot: QtBot) -> None:
    setter = TextSetter()
    whole = setter.broken("123456789.12", Look(), 0)
    assert setter.broken("123456789.12", Look(), 0, 60 / whole.width).width <= 64


def test_wrapped_chinese_breaks_inside_its_column_and_keeps_all_its_letters() -> None:
    text = "组织对定点医药机构现场检查全覆盖，完成国家、省局飞行检查。" * 3
    broken = TextSetter().broken(text, Look(wrap=True), 120)
    lines = [broken.layout.lineAt(number) for number in range(broken.layout.lineCount())]
    assert len(lines) > 5
    assert broken.width <= 120
    assert sum(line.textLength() for line in lines) == len(text)


@pytest.mark.parametrize(
    "text", ["绩效", "组织对定点医药机构现场检查全覆盖" * 3, "甲\n乙\n丙", "ab 12,5 cd" * 9]
)
def test_a_guessed_height_is_within_a_line_of_the_measured_one(text: str) -> None:
    setter, look = TextSetter(), Look(wrap=True)
    line = setter.needed_height("一", look, 120) - 2
    assert abs(setter.guessed_height(text, look, 120) - setter.needed_height(text, look, 120)) <= line


def test_hidden_rows_and_columns_stay_hidden(qtbot: QtBot) -> None:
    grid = dataclasses.replace(small_grid(), hidden_rows=frozenset({2}), hidden_columns=frozenset({2}))
    view = SheetView()
    qtbot.addWidget(view)
    view.show_sheet(Sheet(PATH, grid, LOOKS))
    assert view.isRowHidden(1)
    assert view.isColumnHidden(1)
    view.show_sheet(Sheet(PATH, small_grid(), LOOKS))
    assert not view.isRowHidden(1)
    assert not view.isColumnHidden(1)


def test_a_sheet_after_another_has_only_its_own_heights(view: SheetView) -> None:
    plain = dataclasses.replace(small_grid(), cells={(1, 1): Cell("甲")}, merges=(), row_heights={})
    view.show_sheet(Sheet(PATH, plain, LOOKS))
    assert [view.rowHeight(row) for row in range(4)] == [20] * 4


def test_zooming_scales_rows_columns_and_fonts(view: SheetView) -> None:
    width, height = view.columnWidth(0), view.rowHeight(0)
    view.set_zoom(1.5)
    assert (view.columnWidth(0), view.rowHeight(0)) == (round(width * 1.5), round(height * 1.5))
    assert view.sheet_painter is not None
    assert view.sheet_painter.text.font(LOOKS[1]).pixelSize() == 32
    view.set_zoom(100)
    assert view.zoom == 3.0


def test_a_composed_word_is_entered_and_its_composition_is_not(
    open_files: Callable[..., Workbench], sample: Path, qtbot: QtBot
) -> None:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    view = bench.pane.view
    view.go_to("B3")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view.findChild(CellEditor)
    assert editor is not None
    editor.selectAll()
    QApplication.sendEvent(editor, QInputMethodEvent("juesuan", []))
    assert "juesuan" not in editor.toPlainText()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("决算")
    QApplication.sendEvent(editor, commit)
    assert editor.toPlainText() == "决算"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert view.sheet is not None
    assert view.sheet.cell_at(3, 2).text == "决算"


def test_composing_on_a_chosen_cell_begins_an_edit_and_loses_no_letter(
    open_files: Callable[..., Workbench], sample: Path
) -> None:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    view = bench.pane.view
    view.go_to("B3")
    view.setFocus()
    QApplication.sendEvent(view, QInputMethodEvent("j", []))
    editor = view.findChild(CellEditor)
    assert editor is not None
    commit = QInputMethodEvent("", [])
    commit.setCommitString("决算")
    QApplication.sendEvent(editor, commit)
    assert editor.toPlainText() == "决算"


def test_cells_are_copied_and_pasted_as_a_spreadsheet_does(view: SheetView) -> None:
    view.go_to("A2")
    view.selectAll()
    view.acts.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["项目支出绩效自评表", ""]
    assert lines[1].split("\t")[:2] == ["执行率", "51%"]
    grid = small_grid()
    assert to_tsv(grid, Block(2, 1, 2, 1)) == "执行率"


def test_clearing_asks_for_filled_cells_only(view: SheetView, qtbot: QtBot) -> None:
    view.selectAll()
    with qtbot.waitSignal(view.fill_asked) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert asked.args is not None
    assert asked.args[0] == [("A1", ""), ("A2", ""), ("B2", ""), ("A3", ""), ("A4", ""), ("B4", "")]


def test_the_gravest_finding_colours_a_cell_and_its_tooltip_names_all() -> None:
    found = (finding("B2", "hint", "rounded"), finding("B2"), finding("甲"), finding("B3", path="别的"))
    marks = marks_of(found, PATH, "自评表")
    assert list(marks) == [(2, 2)]
    assert marks[2, 2].verdict == "wrong"
    assert len(marks[2, 2].tip.splitlines()) == 2


def test_a_screen_reader_hears_address_content_and_finding_of_a_cell(view: SheetView) -> None:
    table = QAccessible.queryAccessibleInterface(view)
    assert table is not None
    assert table.role() == QAccessible.Role.Table
    names = {table.child(number).text(QAccessible.Text.Name) for number in range(table.childCount())}
    assert "B2 51% 不对" in names
    assert "A2 执行率" in names


def test_words_of_the_file_are_no_markup_in_a_tooltip(qtbot: QtBot) -> None:
    model = SheetModel()
    model.show_sheet(Sheet(PATH, small_grid(), LOOKS, {(2, 2): Mark("wrong", "<b>1 & 2</b>")}))
    assert model.data(model.index(1, 1), Qt.ItemDataRole.ToolTipRole) == "<p>&lt;b&gt;1 &amp; 2&lt;/b&gt;</p>"


def test_the_models_keep_the_rules_of_qt(qtmodeltester: object) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    sheet, findings = SheetModel(), FindingsModel()
    testers = [QAbstractItemModelTester(sheet, mode), QAbstractItemModelTester(findings, mode)]
    sheet.show_sheet(Sheet(PATH, small_grid(), LOOKS))
    cells = {**small_grid().cells, (30, 9): Cell("远")}
    sheet.refresh(Sheet(PATH, dataclasses.replace(small_grid(), cells=cells), LOOKS))
    assert (sheet.rowCount(), sheet.columnCount()) == (30 + SPARE_ROWS, 9 + SPARE_COLUMNS)
    findings.set_findings(small_document().findings)
    findings.sort(3, Qt.SortOrder.DescendingOrder)
    assert [found.place.cell for found in findings.shown] == ["B4", "B4", "B3", "B2"]
    assert len(testers) == 2


def test_chinese_letters_have_a_glyph_in_the_fonts_of_screen_and_forms() -> None:
    fonts = [ui_font(), *(TextSetter().font(Look(font=name)) for name in ("宋体", "SimSun", "黑体", "楷体"))]
    for font in fonts:
        raw = QRawFont.fromFont(font, QFontDatabase.WritingSystem.SimplifiedChinese)
        for letter in "绩效自评工作台执行率得分镕喆":
            assert QFontMetrics(font).inFontUcs4(ord(letter)), (QFontInfo(font).family(), letter)
            assert raw.supportsCharacter(ord(letter)), (QFontInfo(font).family(), letter)


def test_two_chinese_letters_are_not_painted_as_the_same_box(qtbot: QtBot) -> None:
    shapes = set()
    for letter in "绩效自评":
        view = SheetView()
        qtbot.addWidget(view)
        view.show_sheet(Sheet(PATH, Grid("表", {(1, 1): Cell(letter)}), (Look(),)))
        view.resize(300, 100)
        view.show()
        qtbot.waitExposed(view)
        image = picture(view).copy(rect_of(view, 1, 1))
        shapes.add(bytes(image.constBits()))
    assert len(shapes) == 4


@pytest.mark.parametrize(
    "family", sorted({name for chain in SUBSTITUTES.items() for name in (chain[0], *chain[1][:2])})
)
def test_a_form_font_that_is_not_installed_resolves_to_one_that_looks_alike(family: str) -> None:
    used = QFontInfo(TextSetter().font(Look(font=family))).family()
    sans = family in {"SimHei", "黑体", "微软雅黑", "等线", "DengXian"} or family.startswith(
        "Microsoft YaHei"
    )
    known = (
        {"Noto Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei"}
        if sans
        else {"Noto Serif SC", "Noto Serif CJK SC"}
    )
    assert used == family or used in known | {"FandolFang", "FandolKai", "FandolHei", "FandolSong"}
