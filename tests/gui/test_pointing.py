from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from perfdesk.core.value import Value
from perfdesk.gui.features.correction_dialog import NONE
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.settings import correction_file, user_corrections
from tests.gui.stage import answers, wait_for_work


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "settings"))


@pytest.fixture
def form_open(open_files: Callable[..., Workbench], sample: Path) -> Workbench:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    bench.governing.pointing.fill()
    return bench


def target(bench: Workbench, name: str) -> QAction:
    found = bench.governing.pointing.findChild(QAction, name)
    assert isinstance(found, QAction), name
    return found


def budget(bench: Workbench) -> Value:
    return bench.controller.documents[0].document.forms[0].fields["full_year_budget"]


def point(bench: Workbench, qtbot: QtBot, cell: str, name: str) -> None:
    bench.pane.view.go_to(cell)
    target(bench, name).trigger()
    wait_for_work(qtbot, bench)


def test_pointing_at_a_cell_is_remembered_and_the_form_is_read_anew_at_once(
    form_open: Workbench, qtbot: QtBot
) -> None:
    assert budget(form_open).cell == "E6"
    point(form_open, qtbot, "E7", "full_year_budget")
    assert budget(form_open).cell == "E7"
    assert form_open.messages.words.text().startswith("已记住：“全年预算数”在")
    assert len(user_corrections().entries) == 1
    form_open.tables.setCurrentWidget(form_open.recognition)
    listed = form_open.recognition.findItems("全年预算数", Qt.MatchFlag.MatchRecursive, 0)
    assert listed[0].text(1) == "E7"


def test_the_correction_is_taken_back_from_the_message(form_open: Workbench, qtbot: QtBot) -> None:
    point(form_open, qtbot, "E7", "full_year_budget")
    qtbot.mouseClick(form_open.messages.buttons[0], Qt.MouseButton.LeftButton)
    wait_for_work(qtbot, form_open)
    assert budget(form_open).cell == "E6"
    assert user_corrections().entries == ()


def test_files_opened_later_are_read_by_the_correction_too(
    form_open: Workbench, qtbot: QtBot, sample: Path
) -> None:
    point(form_open, qtbot, "E7", "full_year_budget")
    path = form_open.controller.documents[0].path
    form_open.actions_by_key["close_document"].trigger()
    form_open.opening.open_paths([path])
    wait_for_work(qtbot, form_open)
    assert budget(form_open).cell == "E7"


def test_a_cell_that_cannot_be_that_is_told_and_not_remembered(form_open: Workbench, qtbot: QtBot) -> None:
    form_open.pane.view.go_to("B1")
    target(form_open, "full_year_budget").trigger()
    wait_for_work(qtbot, form_open)
    assert form_open.messages.isVisible()
    assert not correction_file().exists()


def test_a_right_click_goes_to_the_cell_and_the_menu_names_every_target(
    form_open: Workbench, qtbot: QtBot
) -> None:
    view = form_open.pane.view
    index = view.model().index(6, 4)
    view.scrollTo(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=view.visualRect(index).center())
    assert view.current_address == "E7"
    offered = [action.text() for action in view.actions()]
    assert offered[-1] == "这个单元格是(&W)…"
    groups = [action.text() for action in form_open.governing.pointing.actions() if action.menu()]
    assert groups == ["资金与得分", "基本信息", "指标表的列"]
    heading = form_open.controller.documents[0].document.forms[0].column_cells["score"]
    view.go_to(heading)
    form_open.governing.pointing.aboutToShow.emit()
    groups = [action.text() for action in form_open.governing.pointing.actions() if action.menu()]
    assert groups == ["指标表的列", "资金与得分", "基本信息"]
    assert target(form_open, "indicator_unit").text() == "度量单位"


def test_the_list_of_corrections_drops_exports_and_takes_over(
    form_open: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = form_open.governing.show_corrections()
    assert dialog.entries.item(0).text() == NONE
    assert not dialog.remove.isEnabled()
    point(form_open, qtbot, "E7", "full_year_budget")
    assert dialog.entries.count() == 1
    assert "全年预算数" in dialog.entries.item(0).text()
    answers(form_open).chosen = tmp_path / "给同事.toml"
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert "full_year_budget" in (tmp_path / "给同事.toml").read_text("utf-8")
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    wait_for_work(qtbot, form_open)
    assert (dialog.entries.item(0).text(), budget(form_open).cell) == (NONE, "E6")
    qtbot.mouseClick(dialog.take_over, Qt.MouseButton.LeftButton)
    wait_for_work(qtbot, form_open)
    assert budget(form_open).cell == "E7"
    assert form_open.governing.show_corrections() is dialog


def test_the_list_of_corrections_is_not_cut_off(form_open: Workbench) -> None:
    dialog = form_open.governing.show_corrections()
    QApplication.processEvents()
    for button in dialog.findChildren(QAbstractButton):
        corner = button.mapTo(dialog, QPoint(button.width(), button.height()))
        assert corner.x() <= dialog.width() and corner.y() <= dialog.height()
        assert button.accessibleName()


def test_broken_corrections_are_told_and_files_open_without_them(
    bench: Workbench, qtbot: QtBot, sample: Path
) -> None:
    correction_file().parent.mkdir(parents=True)
    correction_file().write_text("schema = 9", "utf-8")
    bench.opening.open_paths([str(sorted(sample.glob("*.xlsx"))[0])])
    wait_for_work(qtbot, bench)
    assert bench.controller.documents[0].document.forms
    assert "更正记录" in bench.messages.words.text()
