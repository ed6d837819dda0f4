"""The sheet looks like the file: what is painted, dot by dot, of a sheet made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QBuffer, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.gui.look.theme import CONTRAST, LIGHT, Theme
from perfdesk.gui.paper.paper_painter import PaperPainter
from perfdesk.gui.paper.sheet_leaf import sheet_leaves
from perfdesk.gui.sheet.sheet import Mark, Sheet, changed_cells
from perfdesk.gui.sheet.sheet_painter import SheetPainter
from perfdesk.gui.sheet.sheet_view import SheetView
from perfdesk.reading.condition import Condition
from perfdesk.reading.drawing import Corner, Drawing
from perfdesk.reading.page_setting import PageSetting
from perfdesk.reading.rich_text import TextRun
from perfdesk.reading.sheet_face import SheetFace
from perfdesk.reading.sheet_setting import SheetSetting
from perfdesk.reading.style import Border, Look, LookChange
from tests.gui.stage import PATH

WIDE, HIGH = 80, 40
RED = "#FF0000"


def made(
    cells: dict[tuple[int, int], Cell],
    *looks: Look,
    face: SheetFace | None = None,
    merges: tuple[Block, ...] = (),
) -> Sheet:
    grid = Grid("表", cells, merges, dict.fromkeys(range(1, 6), 10.0), dict.fromkeys(range(1, 5), 30.0))
    return Sheet(PATH, grid, (Look(), *looks), setting=SheetSetting(face=face or SheetFace()))


def painted(sheet: Sheet, place: tuple[int, int] = (1, 1), theme: Theme = LIGHT, wide: int = WIDE) -> QImage:
    image = QImage(wide, HIGH, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    SheetPainter(sheet, 1.0, theme).paint(painter, QRect(0, 0, wide, HIGH), place, selected=False)
    painter.end()
    return image


def count(image: QImage, colour: str) -> int:
    wanted = QColor(colour)
    dots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixelColor(*dot) == wanted for dot in dots)


def reddish(image: QImage) -> int:
    dots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colours = (image.pixelColor(*dot) for dot in dots)
    return sum(colour.red() > 200 and colour.green() < 120 for colour in colours)


def dark_columns(image: QImage, below: int = 128) -> list[int]:
    """Where letters are."""
    return [
        x
        for x in range(image.width() - 2)
        if any(image.pixelColor(x, y).lightness() < below for y in range(2, image.height() - 2))
    ]


def test_a_file_without_grid_lines_shows_none() -> None:
    sheet = made({(1, 1): Cell("")})
    assert count(painted(sheet), LIGHT.grid) > WIDE
    assert count(painted(made({(1, 1): Cell("")}, face=SheetFace(has_grid_lines=False))), LIGHT.grid) == 0


def test_a_text_runs_over_the_edge_and_no_grid_line_crosses_it() -> None:
    sheet = made({(1, 1): Cell("很长的一句话要占几个格子"), (2, 1): Cell("短")})
    long, short = painted(sheet, (1, 1)), painted(sheet, (2, 1))
    assert short.pixelColor(WIDE - 1, 3) == QColor(LIGHT.grid)
    assert long.pixelColor(WIDE - 1, 3) == QColor(LIGHT.paper)


def test_only_the_words_that_are_red_in_the_file_are_red() -> None:
    runs = (TextRun("须填"), TextRun("执行率", Look(color=RED)))
    face = SheetFace(rich={(1, 1): runs})
    sheet = made({(1, 1): Cell("须填执行率")}, face=face)
    assert reddish(painted(sheet)) > 20
    assert reddish(painted(sheet, theme=CONTRAST)) == 0
    edited = made({(1, 1): Cell("须填得分")}, face=face)
    assert reddish(painted(edited)) == 0


def test_a_number_below_nought_is_red_where_its_format_says_so() -> None:
    red = "0.00;[Red]-0.00"
    assert reddish(painted(made({(1, 1): Cell("-3.00", Decimal(-3), red)}))) > 10
    assert reddish(painted(made({(1, 1): Cell("3.00", Decimal(3), red)}))) == 0


def test_a_diagonal_line_divides_the_head_of_rows_from_that_of_columns() -> None:
    look = Look(diagonal_down=Border("thin", RED))
    image = painted(made({(1, 1): Cell("", style=1)}, look))
    assert reddish(image) > HIGH // 2
    assert image.pixelColor(WIDE // 2, HIGH // 2).green() < 200
    assert image.pixelColor(WIDE // 2, 2) == QColor(LIGHT.paper)


def test_a_pattern_is_drawn_upon_its_ground() -> None:
    look = Look(fill="#FFFF00", pattern="darkHorizontal", pattern_color=RED)
    image = painted(made({(1, 1): Cell("", style=1)}, look))
    assert count(image, RED) > WIDE
    assert count(image, "#FFFF00") > WIDE


def test_a_text_is_centred_across_the_empty_cells_of_its_selection() -> None:
    look = Look(horizontal="centerContinuous")
    cells = {(1, 1): Cell("标题", style=1), (1, 2): Cell("", style=1), (1, 3): Cell("", style=1)}
    sheet = made(cells, look)
    assert dark_columns(painted(sheet, (1, 1))) == []
    middle = dark_columns(painted(sheet, (1, 2)))
    assert abs((middle[0] + middle[-1]) / 2 - WIDE / 2) < 4


def test_a_distributed_text_is_spread_over_the_width_and_a_filled_one_repeated() -> None:
    plain, spread, filled = Look(), Look(horizontal="distributed"), Look(horizontal="fill")
    cells = {(1, 1): Cell("单位", style=1), (2, 1): Cell("单位", style=2), (3, 1): Cell("单", style=3)}
    sheet = made(cells, plain, spread, filled)
    assert dark_columns(painted(sheet, (1, 1)))[-1] < WIDE // 2
    wide = dark_columns(painted(sheet, (2, 1)))
    assert wide[0] < 10 and wide[-1] > WIDE - 12
    assert not [x for x in wide if WIDE * 0.4 < x < WIDE * 0.6]
    assert dark_columns(painted(sheet, (3, 1)))[-1] > WIDE // 2


def test_a_condition_that_holds_colours_the_cell_and_an_edit_takes_it_away() -> None:
    condition = Condition((Block(1, 1, 2, 1),), "cellIs", 1, LookChange("#FFC7CE"), "lessThan", ("60",))
    face = SheetFace(conditions=(condition,))
    low, high = Cell("50", Decimal(50)), Cell("70", Decimal(70))
    before = made({(1, 1): low, (2, 1): high}, face=face)
    assert count(painted(before, (1, 1)), "#FFC7CE") > 1000
    assert count(painted(before, (2, 1)), "#FFC7CE") == 0
    after = replace(before, grid=replace(before.grid, cells={(1, 1): high, (2, 1): high}))
    assert count(painted(after, (1, 1)), "#FFC7CE") == 0
    assert changed_cells(before, after) == {(1, 1)}


def test_the_colour_of_a_finding_covers_that_of_a_condition() -> None:
    condition = Condition((Block(1, 1, 1, 1),), "notContainsBlanks", 1, LookChange("#00FF00"))
    sheet = made({(1, 1): Cell("5", Decimal(5))}, face=SheetFace(conditions=(condition,)))
    marked = replace(sheet, marks={(1, 1): Mark("wrong", "错")})
    assert count(painted(marked), "#00FF00") == 0


def test_a_data_bar_fills_the_share_of_its_cell() -> None:
    sheet = made({(1, 1): Cell("5", Decimal(5))})
    object.__setattr__(sheet, "changes", {(1, 1): LookChange(bar=0.5, bar_color="#638EC6")})
    image = painted(sheet)
    assert image.pixelColor(20, 5) == QColor("#638EC6")
    assert image.pixelColor(60, 5) == QColor(LIGHT.paper)


def test_cells_that_are_not_stored_take_the_fill_of_their_column() -> None:
    face = SheetFace(column_styles=((2, 3, 1),))
    sheet = made({(1, 1): Cell("甲")}, Look(fill="#FFFF00"), face=face)
    assert count(painted(sheet, (1, 2)), "#FFFF00") > 1000
    assert count(painted(sheet, (1, 4)), "#FFFF00") == 0


def picture(colour: str) -> bytes:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_each_cell_shows_its_part_of_a_picture() -> None:
    seal = Drawing("picture", Corner(1, 2), Corner(2, 3, 15.0, 30.0), name="公章", image=picture(RED))
    sheet = made({(1, 1): Cell("甲")}, face=SheetFace(drawings=(seal,)))
    assert reddish(painted(sheet, (1, 1))) == 0
    assert reddish(painted(sheet, (1, 2))) == WIDE * HIGH
    last = painted(sheet, (2, 3))
    assert last.pixelColor(5, 5).red() > 250 and last.pixelColor(5, 5).green() < 20
    assert last.pixelColor(WIDE - 5, HIGH - 5) == QColor(LIGHT.paper)


@pytest.mark.parametrize("image", [b"", b"\x89PNG broken"])
def test_a_picture_that_cannot_be_shown_keeps_its_place_and_says_so(image: bytes) -> None:
    seal = Drawing("picture", Corner(1, 1), Corner(2, 2), name="公章", image=image)
    ground = painted(made({(1, 1): Cell("")}, face=SheetFace(drawings=(seal,))))
    assert ground.pixelColor(5, 5) != QColor(LIGHT.paper)
    assert dark_columns(ground, 160)


def test_lines_and_boxes_are_drawn_where_they_lie() -> None:
    line = Drawing("line", Corner(1, 1), Corner(2, 2), line=RED, weight=1.5, is_flipped=(False, True))
    box = Drawing("shape", Corner(1, 3), Corner(2, 4), text="附注", line=RED, fill="#FFFF00")
    sheet = made({(1, 1): Cell("")}, face=SheetFace(drawings=(line, box)))
    rising = painted(sheet, (1, 1))
    assert rising.pixelColor(4, HIGH - 3).green() < 200 and rising.pixelColor(4, 3) == QColor(LIGHT.paper)
    filled = painted(sheet, (1, 3))
    assert count(filled, "#FFFF00") > 1000 and dark_columns(filled)


def test_a_note_marks_the_corner_and_is_told_by_the_tip(qtbot: QtBot) -> None:
    sheet = made({(1, 1): Cell("甲")}, face=SheetFace(notes={(1, 1): "请核对<b>"}))
    sign = QColor(LIGHT.paper_marks.grey.sign)
    assert painted(sheet).pixelColor(1, 1) == sign
    view = SheetView()
    qtbot.addWidget(view)
    view.show_sheet(sheet)
    tip = view.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "〔批注〕请核对&lt;b&gt;" in tip


@pytest.mark.parametrize("style", ["hair", "dotted", "dashed", "dashDot", "mediumDashed", "slantDashDot"])
def test_a_broken_line_has_gaps_and_a_double_one_two_strokes(style: str) -> None:
    def bottom(border: str) -> QImage:
        return painted(made({(1, 1): Cell("", style=1)}, Look(bottom=Border(border, RED))))

    along = [bottom(style).pixelColor(x, HIGH - 1).green() < 160 for x in range(WIDE)]
    assert any(along) and not all(along)
    across = [bottom("double").pixelColor(10, y).green() < 160 for y in range(HIGH - 3, HIGH)]
    assert across == [True, False, True]


def test_rows_take_the_height_of_their_own_sheet_alone(qtbot: QtBot) -> None:
    view = SheetView()
    qtbot.addWidget(view)
    first = made({(row, 1): Cell("甲") for row in range(1, 9)})
    low = Grid("低", {(1, 1): Cell("乙")}, default_row_height=12.0)
    high = Grid("高", {(1, 1): Cell("乙")}, default_row_height=24.0)
    for grid, pixels in ((first.grid, 20), (low, 16), (high, 32), (low, 16)):
        view.show_sheet(replace(first, grid=grid))
        QApplication.processEvents()
        assert {view.rowHeight(row) for row in range(8, 12)} == {pixels}


def test_a_picture_below_the_last_row_is_shown_and_printed() -> None:
    seal = Drawing("picture", Corner(8, 2), Corner(9, 3), image=picture(RED))
    sheet = made({(1, 1): Cell("甲")}, face=SheetFace(drawings=(seal,)))
    assert sheet.extent[0] > 9
    (leaf,) = sheet_leaves(PaperPainter(sheet), PageSetting(), datetime(2024, 1, 1))
    page = QImage(600, 800, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    leaf.paint(painter, 1, 1)
    painter.end()
    assert reddish(page) > 500


def test_of_two_lines_along_one_edge_the_heavier_is_seen() -> None:
    thin, medium = Look(right=Border("thin", "#000000")), Look(left=Border("medium", RED))
    sheet = made({(1, 1): Cell("", style=1), (1, 2): Cell("", style=2)}, thin, medium)
    assert painted(sheet).pixelColor(WIDE - 2, 10) == QColor(RED)


def test_raised_letters_stand_smaller_and_higher() -> None:
    sheet = made({(1, 1): Cell("2", style=1), (2, 1): Cell("2", style=2)}, Look(), Look(raised="superscript"))

    def rows(place: tuple[int, int]) -> list[int]:
        image = painted(sheet, place)
        return [
            y
            for y in range(2, HIGH - 2)
            if any(image.pixelColor(x, y).lightness() < 128 for x in range(WIDE - 2))
        ]

    plain, raised = rows((1, 1)), rows((2, 1))
    assert len(raised) < len(plain) and raised[-1] < plain[-1]
