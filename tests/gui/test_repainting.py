"""What is painted after an edit: no more than what looks other, and never less."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Cell, Grid, address
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.sheet_painter import SheetPainter
from perfdesk.gui.workbench import Workbench

FORMS = sorted((Path(__file__).resolve().parents[2] / "resources" / "sample").glob("*.xlsx"))
TEXTS = ("3.5", "0", "50%", "≥95%", "", "一段很长很长的文字，会流到旁边的空格里去，放不下的还要更长一些")
ROUNDS, EDITS, MOST_PAINTED = 6, 4, 16


def on_screen(bench: Workbench) -> QImage:
    """What the user sees, painted piece by piece."""
    picture = bench.window.screen().grabWindow(bench.window.winId())
    return picture.toImage().convertToFormat(QImage.Format.Format_RGB32)


def painted_anew(bench: Workbench) -> QImage:
    """The window painted as a whole."""
    return bench.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def part(image: QImage, bench: Workbench, name: str) -> QImage:
    """Of a picture of the window the part in which the cells, or the findings, are."""
    area = {"sheet": bench.pane.view, "findings": bench.findings.table, "detail": bench.detail.text}[name]
    viewport = area.viewport()
    return image.copy(viewport.rect().translated(viewport.mapTo(bench.window, viewport.rect().topLeft())))


def is_true(bench: Workbench, name: str) -> bool:
    """Whether a part on screen is as it would be painted anew; some paintings wait for their turn."""
    return part(on_screen(bench), bench, name) == part(painted_anew(bench), bench, name)


def type_over(bench: Workbench, cell: str, text: str) -> None:
    """Type a text into a cell as the user does."""
    view = bench.pane.view
    view.go_to(cell)
    view.setFocus()
    QTest.keyClicks(view, "1")
    editor = QApplication.focusWidget()
    assert editor is not view
    editor.setPlainText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


@pytest.mark.parametrize("seed", range(2))
def test_edits_leave_on_screen_what_painting_everything_shows(
    open_files: Callable[..., Workbench], qtbot: QtBot, seed: int
) -> None:
    bench = open_files(*FORMS)
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        document = chance.choice(bench.controller.documents).document
        grid = document.grids[0]
        bench.navigator.show_document(document.path, grid.name)
        cells = sorted(place for place in grid.cells if grid.anchor(*place) == place)
        for _ in range(EDITS):
            type_over(bench, address(*chance.choice(cells)), chance.choice(TEXTS))
        if chance.random() < 0.5:
            bench.actions_by_key["undo"].trigger()
        for name in ("sheet", "findings", "detail"):
            qtbot.waitUntil(lambda name=name: is_true(bench, name))


def test_what_a_text_ran_into_is_painted_with_it() -> None:
    before = Sheet(
        "甲.xlsx",
        Grid("表", {(1, 1): Cell("很长的一段文字流到右边"), (1, 5): Cell("右"), (2, 1): Cell("下")}),
    )
    after = replace(before, grid=replace(before.grid, cells={**before.grid.cells, (1, 1): Cell("短")}))
    painter = SheetPainter(before)
    spilt = {(1, column) for column in painter.spills(1)}
    assert spilt
    assert painter.replace_sheet(after, {(1, 1)}) == {(1, 1)} | spilt
    assert painter.replace_sheet(before, {(1, 1)}) == {(1, 1)} | spilt
    assert painter.replace_sheet(before, {(2, 1)}) == {(2, 1)}


def test_an_edit_paints_only_the_cells_that_look_other(
    open_files: Callable[..., Workbench], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = open_files(FORMS[0])
    painted: list[tuple[int, int]] = []
    paint = SheetPainter.paint

    def noting(self: SheetPainter, painter, rect, place, *, selected):  # type: ignore[no-untyped-def]
        painted.append(place)
        paint(self, painter, rect, place, selected=selected)

    form = bench.controller.documents[0].document.forms[0]
    type_over(bench, form.fields["executed"].cell, "3.1")
    qtbot.wait(50)
    monkeypatch.setattr(SheetPainter, "paint", noting)
    type_over(bench, form.fields["executed"].cell, "4.1")
    qtbot.wait(50)
    assert 1 <= len(set(painted)) <= MOST_PAINTED, painted
