"""A formula that is typed over is told at once, and can be had back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Place
from perfdesk.core.grid import address
from perfdesk.gui.workbench import Workbench
from perfdesk.writing.filling.template_choice import shipped_forms


@pytest.fixture
def formula(open_files: Callable[..., Workbench], tmp_path: Path) -> tuple[Workbench, Place]:
    """A blank form in front, and a cell of it with a formula."""
    source = next(path for path in shipped_forms() if "国家格式" in path.stem)
    bench = open_files(Path(shutil.copy(source, tmp_path)))
    (checked,) = bench.controller.documents
    grid = checked.document.grids[0]
    cell = next(address(*place) for place, cell in grid.cells.items() if cell.formula is not None)
    return bench, Place(checked.path, grid.name, cell)


def test_typing_over_a_formula_is_told_and_taken_back_by_a_button(
    formula: tuple[Workbench, Place], qtbot: QtBot
) -> None:
    bench, place = formula
    before = bench.controller.session.cell_text(place.path, place.sheet, place.cell)
    bench.controller.edit(place, "12")
    assert f"{place.cell} 原为公式，现为固定内容" in bench.messages.words.text()
    (button,) = (each for each in bench.messages.findChildren(QPushButton) if each.text() == "撤销")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bench.controller.session.cell_text(place.path, place.sheet, place.cell) == before
    assert not bench.controller.modified


def test_other_edits_and_undoing_are_not_remarked_on(formula: tuple[Workbench, Place]) -> None:
    bench, place = formula
    bench.controller.edit(place, "12")
    bench.messages.hide()
    bench.controller.edit(place, "13")
    bench.controller.undo()
    bench.controller.undo()
    assert bench.messages.isHidden()
