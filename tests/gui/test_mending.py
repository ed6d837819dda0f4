from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from perfdesk.desks.fixing import Mended
from perfdesk.gui.dialogs.fix_dialog import FixDialog
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import answers, wait_for_work

Opener = Callable[..., Workbench]
MENDED = tuple(
    Mended("/表/甲.xlsx", "自评表", f"K{row}", "1", "2", "SC201", "10 × 20% = 2") for row in (5, 6)
)


@pytest.fixture
def wrong(open_files: Opener, sample: Path, tmp_path: Path) -> Workbench:
    """The sample in a folder of its own, opened."""
    folder = tmp_path / "样例"
    shutil.copytree(sample, folder)
    return open_files(folder)


def errors(bench: Workbench) -> int:
    """How many errors stand."""
    return sum(each.severity == "error" for item in bench.controller.documents for each in item.findings)


def test_all_safe_fixes_are_shown_first_and_carried_out_as_one_step(wrong: Workbench, qtbot: QtBot) -> None:
    before = errors(wrong)
    wrong.actions_by_key["mend"].trigger()
    wait_for_work(qtbot, wrong)
    assert len(answers(wrong).asked) > 3
    assert errors(wrong) < before
    assert "撤销可一次退回" in wrong.messages.words.text()
    wrong.actions_by_key["undo"].trigger()
    assert errors(wrong) == before
    assert not wrong.controller.modified


def test_only_what_the_user_keeps_is_changed(wrong: Workbench, qtbot: QtBot) -> None:
    answers(wrong).most_fixes = 1
    wrong.actions_by_key["mend"].trigger()
    wait_for_work(qtbot, wrong)
    changed = [edit for path in wrong.controller.modified for edit in wrong.controller.session.unsaved(path)]
    assert len(changed) == 1


def test_the_preview_lists_old_and_new_and_forgets_what_is_unticked(qtbot: QtBot) -> None:
    dialog = FixDialog(MENDED)
    qtbot.addWidget(dialog)
    texts = [dialog.table.item(0, column).text() for column in range(7)]  # type: ignore[union-attr]
    assert texts == ["甲.xlsx", "自评表", "K5", "1", "2", "SC201", "10 × 20% = 2"]
    assert dialog.kept == MENDED
    dialog.table.item(0, 0).setCheckState(Qt.CheckState.Unchecked)  # type: ignore[union-attr]
    assert dialog.kept == MENDED[1:]
