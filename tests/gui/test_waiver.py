from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QBrush
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Waiver
from perfdesk.gui.dialogs.waiver_dialog import Explanation, WaiverDialog
from perfdesk.gui.look.colour import STATE_LOOKS
from perfdesk.gui.sheet.sheet import marks_of
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.waiver import WAIVER_FILE
from tests.gui.stage import PATH, answers, finding

EXPLANATION = Explanation("年中追加，批复在附件", "王会计")


@pytest.fixture
def own_copy(open_files: Callable[..., Workbench], sample: Path, tmp_path: Path) -> Workbench:
    """A copy of a sample file that may get a file of waivers beside it, at its first finding."""
    copy = tmp_path / "甲.xlsx"
    shutil.copy(sorted(sample.glob("*.xlsx"))[0], copy)
    bench = open_files(copy)
    answers(bench).reason = EXPLANATION
    bench.actions_by_key["next_finding"].trigger()
    return bench


def test_explaining_a_finding_keeps_it_beside_the_file_and_counts_it_apart(
    own_copy: Workbench, tmp_path: Path, qtbot: QtBot
) -> None:
    before = own_copy.findings.model.counts()
    current = own_copy.detail.finding
    assert current is not None
    qtbot.mouseClick(own_copy.detail.waive, Qt.MouseButton.LeftButton)
    after = own_copy.findings.model.counts()
    assert (before["waived"], after["waived"]) == (0, 1)
    assert after[current.severity] == before[current.severity] - 1
    assert own_copy.findings.buttons["waived"].text() == "已说明 1"
    assert "已说明 1" in own_copy.reviewing.counts.text()
    kept = json.loads((tmp_path / WAIVER_FILE).read_text("utf-8"))["waivers"]
    assert [(entry["text"], entry["author"], entry["date"]) for entry in kept] == [
        (EXPLANATION.text, EXPLANATION.author, date.today().isoformat())
    ]
    assert "年中追加，批复在附件（王会计，" in own_copy.detail.text.toPlainText()
    assert own_copy.findings.current is not None
    assert own_copy.findings.current.place == current.place
    assert not own_copy.window.isWindowModified()


def test_an_explanation_is_taken_back_and_the_author_is_remembered(own_copy: Workbench, qtbot: QtBot) -> None:
    assert not own_copy.actions_by_key["unexplain"].isEnabled()
    own_copy.findings.table.setFocus()
    qtbot.keyClick(own_copy.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert own_copy.findings.model.counts()["waived"] == 1
    assert own_copy.detail.waive.text() == "修改说明…"
    qtbot.mouseClick(own_copy.detail.unwaive, Qt.MouseButton.LeftButton)
    assert own_copy.findings.model.counts()["waived"] == 0
    assert own_copy.detail.waive.text() == "说明…"
    assert not own_copy.detail.unwaive.isVisible()
    own_copy.actions_by_key["explain"].trigger()
    assert answers(own_copy).asked == ["", "王会计"]


def test_giving_up_the_question_explains_nothing(own_copy: Workbench, tmp_path: Path) -> None:
    answers(own_copy).reason = None
    own_copy.actions_by_key["explain"].trigger()
    assert own_copy.findings.model.counts()["waived"] == 0
    assert not (tmp_path / WAIVER_FILE).exists()


def test_an_explained_finding_is_grey_can_be_hidden_and_still_leads_to_its_cell(own_copy: Workbench) -> None:
    cell = own_copy.pane.view.current_address
    own_copy.actions_by_key["explain"].trigger()
    model, row = own_copy.findings.model, own_copy.findings.table.currentIndex().row()
    assert model.index(row, 1).data() == "已说明"
    brush = model.index(row, 5).data(Qt.ItemDataRole.ForegroundRole)
    assert isinstance(brush, QBrush)
    assert brush.color().name().upper() == STATE_LOOKS["waived"].sign
    own_copy.pane.view.go_to("A1")
    own_copy.findings.table.setCurrentIndex(model.index(row, 0))
    assert own_copy.pane.view.current_address == cell
    own_copy.findings.buttons["waived"].click()
    assert all(shown.waiver is None for shown in model.shown)


def test_a_cell_is_grey_only_when_all_its_findings_are_explained() -> None:
    waiver = Waiver("属实", "", "2026-03-02")
    marks = marks_of(
        [
            finding("B2", waiver=waiver),
            finding("B3", waiver=waiver),
            finding("B3", "hint", "rounded", rule="SC204"),
        ],
        PATH,
        "自评表",
    )
    assert marks[2, 2].hue == "grey"
    assert marks[3, 2].hue == "blue"
    assert "说明：属实" in marks[2, 2].tip


def test_the_findings_table_offers_the_explanation_by_right_click(own_copy: Workbench) -> None:
    table = own_copy.findings.table
    assert table.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    assert [action.iconText() for action in table.actions()] == ["说明…", "取消说明", "采用修改建议"]
    assert all(isinstance(action, QAction) for action in table.actions())


def test_the_dialog_takes_words_and_a_name_and_cannot_be_accepted_empty(qtbot: QtBot) -> None:
    dialog = WaiverDialog(finding("B2"), "王会计")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.text, "as agreed")
    assert dialog.accept_button.isEnabled()
    for button in dialog.findChildren(QWidget):
        corner = button.mapTo(dialog, QPoint(button.width(), button.height()))
        assert corner.x() <= dialog.width() and corner.y() <= dialog.height()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == 1
    assert dialog.explanation == Explanation("as agreed", "王会计")


def test_a_file_of_waivers_that_cannot_be_read_is_told(
    open_files: Callable[..., Workbench], sample: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "甲.xlsx"
    shutil.copy(sorted(sample.glob("*.xlsx"))[0], copy)
    (tmp_path / WAIVER_FILE).write_text("{", "utf-8")
    bench = open_files(copy)
    assert WAIVER_FILE in bench.messages.words.text()
    assert bench.findings.model.shown
