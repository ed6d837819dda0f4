from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Place
from perfdesk.gui.controls.bar_chart import Bar, BarChart
from perfdesk.gui.panes.dashboard import Dashboard
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import answers, wait_for_work

Opener = Callable[..., Workbench]


@pytest.fixture
def surveyed(open_files: Opener, sample: Path, tmp_path: Path, qtbot: QtBot) -> Workbench:
    """The sample opened, with the dashboard in front."""
    folder = tmp_path / "样例"
    shutil.copytree(sample, folder)
    bench = open_files(folder)
    bench.actions_by_key["dashboard"].trigger()
    wait_for_work(qtbot, bench)
    return bench


def dashboard(bench: Workbench) -> Dashboard:
    found = bench.pages.currentWidget()
    assert isinstance(found, Dashboard)
    return found


def rows(shown: Dashboard) -> int:
    return shown.table.rowCount()


def test_the_dashboard_shows_every_form_and_a_bar_filters_them(surveyed: Workbench, qtbot: QtBot) -> None:
    shown = dashboard(surveyed)
    everything = rows(shown)
    assert everything == sum(bar.count for bar in shown.grades.bars) > 3
    bar = next(bar for bar in shown.grades.bars if 0 < bar.count < everything)
    at = shown.grades.rect_of(shown.grades.bars.index(bar)).center()
    qtbot.mouseClick(shown.grades, Qt.MouseButton.LeftButton, pos=at)
    assert rows(shown) == bar.count
    assert bar.name in shown.filter.text()


def test_a_row_leads_to_its_form_and_a_rule_to_its_findings(surveyed: Workbench, qtbot: QtBot) -> None:
    shown = dashboard(surveyed)
    shown._go_to(0)
    assert surveyed.pages.currentWidget() is surveyed.pane
    surveyed.actions_by_key["dashboard"].trigger()
    code = shown.rules.bars[0].name.split()[0]
    shown.rules.setFocus()
    qtbot.keyClick(shown.rules, Qt.Key.Key_Return)
    assert {finding.rule for finding in surveyed.findings.model.shown} == {code}


def test_an_edit_shows_in_the_dashboard(surveyed: Workbench, qtbot: QtBot) -> None:
    shown = dashboard(surveyed)
    before = shown.figures.text()
    line = next(line for line in shown._shown if line.score is not None)
    place = line.place
    surveyed.controller.edit(Place(place.path, place.sheet, place.cell), "12.34")
    surveyed.actions_by_key["dashboard"].trigger()
    # What was under way may end first; it is then worked out once more.
    qtbot.waitUntil(lambda: shown.figures.text() != before, timeout=60_000)
    assert any(
        shown.table.item(row, 4).text() == "12.34"  # type: ignore[union-attr]
        for row in range(rows(shown))
    )


def test_it_goes_out_as_a_picture_and_as_a_workbook(
    surveyed: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    answers(surveyed).chosen = tmp_path / "总览.png"
    dashboard(surveyed).picture_wanted.emit()
    assert QImage(str(tmp_path / "总览.png")).width() > 400
    answers(surveyed).chosen = tmp_path / "汇总.xlsx"
    surveyed.actions_by_key["summary"].trigger()
    wait_for_work(qtbot, surveyed)
    assert "问题清单" in openpyxl.load_workbook(tmp_path / "汇总.xlsx").sheetnames


def test_the_arrow_keys_lead_from_bar_to_bar(qtbot: QtBot) -> None:
    chart = BarChart("等级")
    qtbot.addWidget(chart)
    chosen: list[str] = []
    chart.bar_chosen.connect(chosen.append)
    chart.show_bars([Bar("优", 3), Bar("良", 0)])
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(chart, key)
    assert chosen == ["优", "良", "优"]
    assert chart.accessibleDescription() == "优 3；良 0"
