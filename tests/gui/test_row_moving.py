"""Rows inserted and deleted from the menus: shown at once, undone, saved, and refused with a sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Edit
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.journal import Journal
from perfdesk.reading.document import read_document
from perfdesk.row_edit import RowOrder
from tests.gui.stage import wait_for_work

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bench(bench: Workbench, open_files: Callable[..., Workbench], sample: Path, tmp_path: Path) -> Workbench:
    """One form of the sample with indicators, opened from a copy."""
    source = next(file for file in sorted(sample.glob("*.xlsx")) if "项目" in file.name)
    return open_files(Path(shutil.copy(source, tmp_path / source.name)))


def test_rows_come_and_go_with_the_keys_of_a_spreadsheet(bench: Workbench, qtbot: QtBot) -> None:
    view = bench.pane.view
    form = bench.controller.documents[0].document.forms[0]
    row = form.indicators[1].row
    first = Path(form_path(bench)).read_bytes()
    view.go_to(f"B{row}")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    block = view.selected_block()
    assert block is not None
    row, count = block.top, block.bottom - block.top + 1
    span, height = view.rowSpan(row - 2, 0), view.rowHeight(row)
    bench.actions_by_key["insert_rows"].trigger()
    assert f"插入 {count} 行" in bench.messages.words.text()
    assert view.rowSpan(row - 2, 0) == span + count
    assert view.rowHeight(row + count - 1) == height
    assert bench.controller.is_modified(form_path(bench))
    wait_for_work(qtbot, bench)
    QTest.keyClick(view, Qt.Key.Key_Minus, CONTROL)
    assert "删除" in bench.messages.words.text()
    wait_for_work(qtbot, bench)
    bench.actions_by_key["undo"].trigger()
    bench.actions_by_key["save"].trigger()
    saved = next(grid for grid in read_document(Path(form_path(bench)))[1] if grid.name == form.sheet)
    assert saved.block_at(row + 1, 1).contains(row - 1, 1)
    bench.actions_by_key["undo"].trigger()
    assert view.rowSpan(row - 2, 0) == span
    assert bench.controller.is_modified(form_path(bench))
    bench.actions_by_key["save"].trigger()
    assert Path(form_path(bench)).read_bytes() == first
    wait_for_work(qtbot, bench)


def form_path(bench: Workbench) -> str:
    return bench.controller.documents[0].path


def test_rows_that_other_cells_need_are_not_deleted(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perfdesk.core.fault import CallFault

    def refuse(path: str, order: object) -> None:
        raise CallFault("不能删除：B9 依赖这些行。")

    monkeypatch.setattr(bench.controller.session, "move_rows", refuse)
    bench.pane.view.go_to("A9")
    bench.actions_by_key["delete_rows"].trigger()
    assert bench.messages.words.text() == "不能删除：B9 依赖这些行。"
    assert not bench.controller.is_modified(form_path(bench))


def test_the_name_box_chooses_a_range(bench: Workbench) -> None:
    bench.actions_by_key["go_to"].trigger()
    QTest.keyClicks(bench.pane.name_box, "b3:c5")
    QTest.keyClick(bench.pane.name_box, Qt.Key.Key_Return)
    block = bench.pane.view.selected_block()
    assert block is not None
    assert block.contains(3, 2)
    assert block.contains(5, 3)


def test_moved_rows_of_a_crashed_window_are_brought_back_as_one_step(bench: Workbench, qtbot: QtBot) -> None:
    path, session = form_path(bench), bench.controller.session
    form = session.document(path).document.forms[0]
    session.move_rows(path, RowOrder(form.sheet, form.indicators[1].row))
    document = session.document(path).document
    journal = Journal()
    edit = Edit(form.sheet, f"A{form.indicators[-1].row + 3}", "没存上的话")
    journal.keep(path, document.digest, [edit], document.content)
    assert journal._stream is not None
    journal._stream.close()
    session.undo()
    bench.saving.offer_lost()
    next(button for button in bench.messages.buttons if button.text() == "恢复").click()
    wait_for_work(qtbot, bench)
    assert "已恢复" in bench.messages.words.text()
    assert "行的插入或删除和 1 处修改" in bench.messages.words.text()
    assert session.document(path).document.unsaved_content is not None
    assert session.cell_text(path, edit.sheet, edit.cell) == "没存上的话"
    bench.actions_by_key["undo"].trigger()
    assert not bench.controller.is_modified(path)
