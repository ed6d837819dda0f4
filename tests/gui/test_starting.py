from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Place
from perfdesk.gui.controls.command_button import CommandButton
from perfdesk.gui.features.watching import Watching
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.recent import MOST, Recent, read_recent, remember
from tests.gui.stage import wait_for_work

Opener = Callable[..., Workbench]


@pytest.fixture
def file(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sorted(sample.glob("*.xlsx"))[0], tmp_path))


def buttons(bench: Workbench) -> dict[str, CommandButton]:
    return {button.text(): button for button in bench.pages.start.findChildren(CommandButton)}


def test_the_start_page_opens_the_sample_as_copies(bench: Workbench, qtbot: QtBot, sample: Path) -> None:
    assert bench.pages.currentWidget() is bench.pages.start
    assert {"打开文件夹", "打开文件", "打开示例"} <= set(buttons(bench))
    qtbot.mouseClick(buttons(bench)["打开示例"], Qt.MouseButton.LeftButton)
    wait_for_work(qtbot, bench)
    assert len(bench.controller.documents) == len(list(sample.glob("*.xlsx")))
    assert all(Path(item.path).parent != sample for item in bench.controller.documents)


def test_what_was_opened_is_offered_again_while_it_is_there(
    open_files: Opener, file: Path, qtbot: QtBot
) -> None:
    bench = open_files(file)
    assert read_recent().opened == (str(file),)
    assert file.name in buttons(bench)
    bench.window.close()
    assert read_recent().last == (str(file),)


def test_what_is_remembered_is_bounded_and_the_latest_comes_first() -> None:
    recent = Recent()
    for number in range(MOST + 5):
        recent = recent.with_opened([f"/表/{number}.xlsx"])
    recent = recent.with_opened(["/表/9.xlsx"])
    assert recent.opened[:2] == ("/表/9.xlsx", f"/表/{MOST + 4}.xlsx")
    assert len(recent.opened) == MOST


@pytest.mark.parametrize("content", ["", "[]", '{"opened": 1, "last": []}', "\0"])
def test_a_damaged_memory_is_no_fault(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path))
    remember(Recent(("/表/甲.xlsx",)))
    (tmp_path / "recent.json").write_text(content)
    assert read_recent() == Recent()


def watching(bench: Workbench) -> Watching:
    return next(feature for feature in bench.features if isinstance(feature, Watching))


def test_a_file_changed_by_another_program_is_read_anew(
    open_files: Opener, file: Path, sample: Path, qtbot: QtBot
) -> None:
    bench = open_files(file)
    before = bench.controller.documents[0].document.digest
    file.write_bytes(sorted(sample.glob("*.xlsx"))[1].read_bytes())
    qtbot.waitUntil(lambda: bench.controller.documents[0].document.digest != before, timeout=60_000)
    wait_for_work(qtbot, bench)
    assert "已重新读取" in bench.messages.words.text()


def test_an_edited_file_changed_by_another_program_is_told_of_and_left(
    open_files: Opener, file: Path, sample: Path, qtbot: QtBot
) -> None:
    bench = open_files(file)
    assert bench.navigator.place is not None
    bench.controller.edit(Place(str(file), bench.navigator.place[1], "B3"), "我的修改")
    file.write_bytes(sorted(sample.glob("*.xlsx"))[1].read_bytes())
    watching(bench)._note(str(file))
    watching(bench).look()
    assert "已被其他程序修改" in bench.messages.words.text()
    assert bench.controller.is_modified(str(file))


def test_a_file_that_is_gone_is_told_of(open_files: Opener, file: Path, qtbot: QtBot) -> None:
    bench = open_files(file)
    os.remove(file)
    watching(bench)._note(str(file))
    watching(bench).look()
    assert "已被移动、改名或删除" in bench.messages.words.text()
    assert bench.controller.documents


def test_our_own_save_is_no_change_by_another_program(open_files: Opener, file: Path) -> None:
    bench = open_files(file)
    assert bench.navigator.place is not None
    bench.controller.edit(Place(str(file), bench.navigator.place[1], "B3"), "我的修改")
    bench.actions_by_key["save"].trigger()
    watching(bench)._note(str(file))
    watching(bench).look()
    assert "已保存" in bench.messages.words.text()
