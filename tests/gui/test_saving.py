from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

import perfdesk.disk.whole_file
from perfdesk.core.finding import Place
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.journal import Journal, journal_folder
from perfdesk.reading.document import read_document
from tests.gui.stage import answers, wait_for_work

Opener = Callable[..., Workbench]


@pytest.fixture
def file(sample: Path, tmp_path: Path) -> Path:
    """A clerk's own file, in a folder of its own."""
    folder = tmp_path / "自评"
    folder.mkdir()
    return Path(shutil.copy(sorted(sample.glob("*.xlsx"))[0], folder))


@pytest.fixture
def edited(open_files: Opener, file: Path) -> Workbench:
    """A window with the file opened and one cell edited."""
    bench = open_files(file)
    assert bench.navigator.place is not None
    bench.controller.edit(Place(str(file), bench.navigator.place[1], "B3"), "改过的名称")
    return bench


def offered(bench: Workbench) -> dict[str, QPushButton]:
    """The buttons of the message bar."""
    return {button.text(): button for button in bench.messages.buttons if button.isVisible()}


def texts(file: Path) -> set[str]:
    """What the cells of a file hold."""
    return {cell.text for grid in read_document(file)[1] for cell in grid.cells.values()}


def test_ctrl_s_writes_the_edits_into_the_file_and_keeps_what_it_was(
    edited: Workbench, file: Path, qtbot: QtBot
) -> None:
    before = file.read_bytes()
    qtbot.keyClick(edited.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "改过的名称" in texts(file)
    assert not edited.window.isWindowModified()
    assert not edited.actions_by_key["save"].isEnabled()
    (backup,) = (path for path in file.parent.rglob("*.xlsx") if path != file)
    assert backup.read_bytes() == before
    assert backup.name in edited.messages.words.text()
    edited.actions_by_key["undo"].trigger()
    assert edited.window.isWindowModified()
    edited.actions_by_key["save"].trigger()
    assert "改过的名称" not in texts(file)


def test_a_file_changed_meanwhile_is_left_and_may_be_opened_anew(
    edited: Workbench, file: Path, sample: Path, qtbot: QtBot
) -> None:
    other = sorted(sample.glob("*.xlsx"))[1].read_bytes()
    file.write_bytes(other)
    edited.actions_by_key["save"].trigger()
    assert file.read_bytes() == other
    assert "已被其他程序修改" in edited.messages.words.text()
    assert list(offered(edited)) == ["另存为…", "放弃修改并重新打开"]
    offered(edited)["放弃修改并重新打开"].click()
    wait_for_work(qtbot, edited)
    assert not edited.window.isWindowModified()
    assert "改过的名称" not in {
        cell.text for grid in edited.controller.documents[0].document.grids for cell in grid.cells.values()
    }


def test_a_file_that_somebody_has_open_is_saved_only_when_the_user_knows_better(
    edited: Workbench, file: Path
) -> None:
    owner = file.with_name(f"~${file.name}")
    owner.write_bytes(b"\x06\x00wang\x00".ljust(165, b"\0"))
    before = file.read_bytes()
    edited.actions_by_key["save"].trigger()
    assert file.read_bytes() == before
    assert list(offered(edited)) == ["重试", "仍然保存", "另存为…"]
    offered(edited)["重试"].click()
    assert file.read_bytes() == before
    offered(edited)["仍然保存"].click()
    assert "改过的名称" in texts(file)


def test_a_locked_file_can_be_tried_again(
    edited: Workbench, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*paths: object) -> None:
        error = PermissionError(13, "being used by another process")
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    before = file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(perfdesk.disk.whole_file.os, "replace", locked)  # type: ignore[attr-defined]
        edited.actions_by_key["save"].trigger()
    assert file.read_bytes() == before
    assert edited.window.isWindowModified()
    offered(edited)["重试"].click()
    assert "改过的名称" in texts(file)
    assert not edited.window.isWindowModified()


def test_closing_with_saving_writes_into_the_file_itself(edited: Workbench, file: Path) -> None:
    answers(edited).keep = "save"
    assert edited.window.close()
    assert "改过的名称" in texts(file)


def test_a_journal_lives_as_long_as_there_is_something_to_lose(edited: Workbench, file: Path) -> None:
    (journal,) = journal_folder().iterdir()
    assert json.dumps("改过的名称") in journal.read_text()
    edited.actions_by_key["save"].trigger()
    assert len(json.loads(journal.read_text().splitlines()[-1])) == 2  # path and digest: nothing unsaved
    edited.window.close()
    assert list(journal_folder().iterdir()) == []


def crash(file: Path, digest: str) -> None:
    """Leave a journal behind as a killed window does."""
    journal = Journal()
    sheet = read_document(file)[1][0].name
    journal.keep(str(file), digest, [_edit(sheet, "B3", "没存上的名称"), _edit(sheet, "H9", "9.5")])
    assert journal._stream is not None
    journal._stream.close()


def _edit(sheet: str, cell: str, value: str) -> object:
    from perfdesk.core.finding import Edit

    return Edit(sheet, cell, value)


def test_edits_of_a_crashed_window_are_offered_and_brought_back_as_one_step(
    bench: Workbench, file: Path, qtbot: QtBot
) -> None:
    crash(file, read_document(file)[0])
    bench.saving.offer_lost()
    assert "有 2 处修改没有保存" in bench.messages.words.text()
    offered(bench)["恢复"].click()
    wait_for_work(qtbot, bench)
    assert bench.window.isWindowModified()
    assert "没存上的名称" in {
        cell.text for grid in bench.controller.documents[0].document.grids for cell in grid.cells.values()
    }
    assert "已恢复" in bench.messages.words.text()
    bench.actions_by_key["save"].trigger()
    assert "没存上的名称" in texts(file)


def test_edits_on_a_file_that_has_changed_since_are_brought_back_only_on_demand(
    bench: Workbench, file: Path, qtbot: QtBot
) -> None:
    crash(file, "of the file before somebody else saved it")
    bench.saving.offer_lost()
    offered(bench)["恢复"].click()
    wait_for_work(qtbot, bench)
    assert not bench.window.isWindowModified()
    offered(bench)["仍然填入"].click()
    assert bench.window.isWindowModified()


def test_given_up_edits_are_not_offered_again(bench: Workbench, file: Path) -> None:
    crash(file, read_document(file)[0])
    bench.saving.offer_lost()
    offered(bench)["不要了"].click()
    assert list(journal_folder().iterdir()) == []


def test_edits_of_a_file_that_is_gone_are_kept_for_another_start(
    bench: Workbench, file: Path, qtbot: QtBot
) -> None:
    crash(file, read_document(file)[0])
    content = file.read_bytes()
    os.remove(file)
    bench.saving.offer_lost()
    offered(bench)["恢复"].click()
    wait_for_work(qtbot, bench)
    assert bench.messages.isVisible()
    bench.window.close()
    file.write_bytes(content)
    assert len(list(journal_folder().iterdir())) == 1
