from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from perfdesk.desks.profile_desk import copied_text, keep, new_path, source_text
from perfdesk.gui.dialogs.profile_dialog import ProfileDialog
from perfdesk.gui.dialogs.profile_editor import ProfileEditor
from perfdesk.gui.workbench import Workbench
from perfdesk.scoring.profile import known_profile
from tests.gui.stage import answers, wait_for_work


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "settings"))


@pytest.fixture
def two_open(open_files: Callable[..., Workbench], sample: Path) -> Workbench:
    return open_files(*sorted(sample.glob("*.xlsx"))[:2])


@pytest.fixture
def dialog(two_open: Workbench) -> ProfileDialog:
    return two_open.governing.show_profiles()


def choose(bench: Workbench, qtbot: QtBot, identifier: str) -> None:
    bench.governing.profile_button.fill()
    action = bench.governing.profile_button.choices.findChild(QAction, f"profile {identifier}")
    assert isinstance(action, QAction), identifier
    action.trigger()
    wait_for_work(qtbot, bench)


def profiles(bench: Workbench) -> list[str]:
    return [checked.document.forms[0].profile for checked in bench.controller.documents]


def test_the_status_bar_names_the_profile_of_the_form_in_front_and_why(two_open: Workbench) -> None:
    form = two_open.controller.documents[0].document.forms[0]
    button = two_open.governing.profile_button
    assert button.isVisible()
    assert known_profile(form.profile).name[:8] in button.text()
    assert button.text().endswith("推荐")
    assert form.profile_reason in button.toolTip()
    two_open.governing.profile_button.fill()
    checked = [action.text() for action in button.choices.actions() if action.isChecked()]
    assert checked == ["按表推荐"]


def test_another_profile_is_taken_for_one_document_and_judged_at_once(
    two_open: Workbench, qtbot: QtBot
) -> None:
    before = profiles(two_open)
    choose(two_open, qtbot, "liaoning-2021")
    assert profiles(two_open) == ["liaoning-2021", before[1]]
    assert two_open.governing.profile_button.text() == "规则：辽宁 2021 · 指定"
    choose(two_open, qtbot, "")
    assert profiles(two_open) == before
    assert two_open.governing.profile_button.text().endswith("推荐")


def test_a_profile_for_all_counts_for_files_opened_later_too(
    two_open: Workbench, qtbot: QtBot, sample: Path
) -> None:
    two_open.governing.profile_button.for_all.trigger()
    choose(two_open, qtbot, "liaoning-2021")
    assert profiles(two_open) == ["liaoning-2021", "liaoning-2021"]
    two_open.opening.open_paths([str(sorted(sample.glob("*.xlsx"))[2])])
    wait_for_work(qtbot, two_open)
    assert profiles(two_open) == ["liaoning-2021"] * 3


def test_the_button_hides_where_nothing_is_scored(opened: Workbench) -> None:
    assert not opened.governing.profile_button.isVisible()


def test_the_list_shows_values_with_sources_and_marks_inferred_ones(dialog: ProfileDialog) -> None:
    settings = known_profile(dialog.current.identifier).settings  # type: ignore[union-attr]
    assert dialog.values.topLevelItemCount() == len(settings)
    shown = [dialog.values.topLevelItem(row) for row in range(len(settings))]
    inferred = [item.text(2) == "推定" for item in shown if item is not None]
    assert inferred == [setting.is_inferred for _, setting in sorted(settings.items())]
    assert all(item.text(3) for item in shown if item is not None)
    assert not dialog.edit.isEnabled()
    assert not dialog.remove.isEnabled()


def test_the_profile_in_the_list_is_used_for_the_current_file(
    two_open: Workbench, dialog: ProfileDialog, qtbot: QtBot
) -> None:
    dialog.refresh("liaoning-2021")
    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    wait_for_work(qtbot, two_open)
    assert profiles(two_open)[0] == "liaoning-2021"


def open_editor(bench: Workbench, dialog: ProfileDialog, qtbot: QtBot, name: str) -> ProfileEditor:
    answers(bench).name = name
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    editor = dialog.findChild(ProfileEditor)
    assert editor is not None
    return editor


def test_a_copy_is_checked_tried_on_the_sample_and_only_then_kept(
    two_open: Workbench, dialog: ProfileDialog, qtbot: QtBot
) -> None:
    dialog.refresh("national")
    editor = open_editor(two_open, dialog, qtbot, "本县")
    assert not editor.save.isEnabled()
    editor.text.appendPlainText('\n[rules]\nEX101 = "off"\n')
    qtbot.mouseClick(editor.trial, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(editor.save.isEnabled, timeout=60_000)
    assert "按这套规则：错误" in editor.verdict.text()
    editor.text.appendPlainText("# 又改了")
    assert not editor.save.isEnabled()
    qtbot.waitUntil(editor.trial.isEnabled, timeout=60_000)
    qtbot.mouseClick(editor.trial, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(editor.save.isEnabled, timeout=60_000)
    qtbot.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    assert dialog.current is not None
    assert (dialog.current.name, dialog.current.is_own) == ("本县", True)
    choose(two_open, qtbot, dialog.current.identifier)
    rules = {finding.rule for finding in two_open.controller.documents[0].findings}
    assert "EX101" not in rules
    assert two_open.governing.profile_button.text() == "规则：本县 · 指定"


def test_an_error_is_told_with_its_line_and_the_cursor_goes_there(
    two_open: Workbench, dialog: ProfileDialog, qtbot: QtBot
) -> None:
    dialog.refresh("national")
    editor = open_editor(two_open, dialog, qtbot, "本县")
    lines = editor.text.toPlainText().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("value"))
    lines[at] = 'value = "一千"'
    editor.text.setPlainText("\n".join(lines))
    qtbot.mouseClick(editor.trial, Qt.MouseButton.LeftButton)
    assert "行" in editor.verdict.text()
    assert abs(editor.text.textCursor().blockNumber() - at) <= 1
    assert not editor.save.isEnabled()
    editor.close()


def test_a_profile_that_is_deleted_is_left_for_what_the_forms_suggest(
    two_open: Workbench, qtbot: QtBot
) -> None:
    before = profiles(two_open)
    path = new_path("本县")
    keep(copied_text("national", "本县"), path)
    choose(two_open, qtbot, str(path))
    assert profiles(two_open)[0] == str(path)
    dialog = two_open.governing.show_profiles()
    assert dialog.current is not None
    assert dialog.current.identifier == str(path)
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    wait_for_work(qtbot, two_open)
    assert answers(two_open).asked[-1].startswith("删除规则“本县”？")
    assert not path.exists()
    assert profiles(two_open) == before


def test_a_broken_profile_of_ones_own_cannot_be_chosen_and_says_why(two_open: Workbench) -> None:
    path = new_path("本县")
    keep(copied_text("national", "本县"), path)
    path.write_text("name = 5", "utf-8")
    two_open.governing.profile_button.fill()
    action = two_open.governing.profile_button.choices.findChild(QAction, f"profile {path}")
    assert isinstance(action, QAction)
    assert not action.isEnabled()
    dialog = two_open.governing.show_profiles()
    dialog.refresh(str(path))
    assert "第1行" in dialog.fault.text()
    assert not dialog.use.isEnabled()
    assert dialog.edit.isEnabled()


def test_nothing_in_the_dialogs_is_cut_off(two_open: Workbench, dialog: ProfileDialog, qtbot: QtBot) -> None:
    editor = open_editor(two_open, dialog, qtbot, "本县")
    QApplication.processEvents()
    for window in (dialog, editor):
        for button in window.findChildren(QAbstractButton):
            if button.isVisible() and button.text() and button.window() is window:
                corner = button.mapTo(window, QPoint(button.width(), button.height()))
                assert corner.x() <= window.width() and corner.y() <= window.height(), button.text()
                assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
    editor.close()


def test_a_profile_is_exported_and_a_colleague_s_imported(
    dialog: ProfileDialog, two_open: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "给同事.toml"
    answers(two_open).chosen = target
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert "已导出为 给同事.toml" in dialog.fault.text()
    assert target.read_text("utf-8") == source_text(dialog.current.identifier if dialog.current else "")
    qtbot.mouseClick(dialog.import_own, Qt.MouseButton.LeftButton)
    assert dialog.current is not None
    assert dialog.current.is_own
    assert Path(dialog.current.identifier).stem == "给同事"
    qtbot.mouseClick(dialog.import_own, Qt.MouseButton.LeftButton)
    assert "已有名为“给同事”的规则" in dialog.fault.text()
