from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Cell, Grid
from perfdesk.gui.sheet.sheet import Mark, Sheet, marks_of
from perfdesk.gui.sheet.sheet_view import SheetView
from tests.gui.stage import LOOKS, PATH, finding


def shown(qtbot: QtBot, height: float, width: float, mark: Mark) -> tuple[SheetView, int]:
    """A view of one marked cell, and how many dots of the mark's ink it has at its bottom right."""
    cells = {(2, 2): Cell("51%", Decimal("0.51"), "0%", style=2), (5, 5): Cell("末")}
    grid = Grid("表", cells, (), {2: width}, {2: height})
    view = SheetView()
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show_sheet(Sheet(PATH, grid, LOOKS, {(2, 2): mark}))
    view.show()
    qtbot.waitExposed(view)
    area = view.visualRect(view.model().index(1, 1)).adjusted(4, 12, -3, -3)
    image = view.viewport().grab().toImage()
    ink = sum(
        QColor(image.pixel(x, y)).red() > 120 and QColor(image.pixel(x, y)).green() < 90
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    )
    return view, ink


WRONG = Mark("wrong", "不符", expected="49.7%")


@pytest.mark.parametrize(("height", "width"), [(60.0, 14.0), (20.0, 40.0)])
def test_the_expected_figure_stands_beside_the_printed_one(qtbot: QtBot, height: float, width: float) -> None:
    assert shown(qtbot, height, width, WRONG)[1] > 20
    assert shown(qtbot, height, width, Mark("wrong", "不符"))[1] == 0


def test_it_never_covers_what_is_printed(qtbot: QtBot) -> None:
    assert shown(qtbot, 16.0, 8.0, WRONG)[1] == 0


def test_a_mark_knows_what_is_expected_unless_the_findings_disagree_or_only_round() -> None:
    wrong = finding("B2", expected="49.7%", formula="8.2 ÷ 16.5 = 49.7%")
    other = finding("B2", expected="50%", rule="EX102")
    rounded = finding("B3", "hint", "rounded", expected="5.975")
    marks = marks_of([wrong], PATH, "自评表")
    assert marks[2, 2].expected == "49.7%"
    assert "算式：8.2 ÷ 16.5 = 49.7%" in marks[2, 2].tip
    assert marks_of([wrong, other], PATH, "自评表")[2, 2].expected == ""
    assert marks_of([rounded], PATH, "自评表")[3, 2].expected == ""
