from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from perfdesk.gui.dialogs.return_dialog import ReturnDialog, ReturnOrder
from perfdesk.gui.features.returning import returning
from perfdesk.gui.workbench import Workbench
from perfdesk.gui.worker import Work
from perfdesk.session import load
from tests.gui.stage import Answers, answers, wait_for_work

Opener = Callable[..., Workbench]


def test_notices_are_written_as_ordered(
    open_files: Opener, sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_files(sample)
    answers(bench).chosen, answers(bench).days = tmp_path / "退回", 9
    bench.actions_by_key["return"].trigger()
    wait_for_work(qtbot, bench)
    assert "1 份退回意见书" in bench.messages.words.text()
    (notice,) = (tmp_path / "退回").glob("退回意见书-*.docx")
    assert "1 份退回意见书" in bench.messages.words.text()
    assert any("9日内" in paragraph.text for paragraph in docx.Document(str(notice)).paragraphs)


def test_the_inspection_report_is_written_where_asked(
    open_files: Opener, sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_files(sample)
    answers(bench).chosen = tmp_path / "审核.docx"
    bench.actions_by_key["inspection"].trigger()
    wait_for_work(qtbot, bench)
    assert (tmp_path / "审核.docx").is_file()
    assert "审核报告已写入" in bench.messages.words.text()


def test_nothing_is_returned_where_nothing_is_open(bench: Workbench) -> None:
    assert not bench.actions_by_key["return"].isEnabled()
    assert not bench.actions_by_key["inspection"].isEnabled()


def test_the_deadline_is_a_number_of_days_a_date_or_left_blank(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ReturnDialog(Answers(), tmp_path)
    qtbot.addWidget(dialog)
    dialog.days.setValue(5)
    assert dialog.order == ReturnOrder(tmp_path, days=5)
    dialog.by_date.click()
    dialog.date.setDate(QDate(2026, 3, 2))
    assert dialog.order == ReturnOrder(tmp_path, until="2026-03-02")
    assert not dialog.days.isEnabled()
    dialog.open_end.click()
    assert dialog.order == ReturnOrder(tmp_path)


def test_another_template_and_folder_are_chosen_by_file_dialogs(qtbot: QtBot, tmp_path: Path) -> None:
    user = Answers()
    dialog = ReturnDialog(user, tmp_path)
    qtbot.addWidget(dialog)
    user.chosen = tmp_path / "本县意见书.docx"
    dialog.template.choose()
    assert dialog.template.box.currentText() == "本县意见书.docx"
    assert dialog.order.template == user.chosen
    user.chosen = tmp_path / "别处"
    dialog._browse()
    assert dialog.order.folder == user.chosen


def test_an_inspection_report_goes_beside_the_notices(sample: Path, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = ReturnDialog(Answers(), tmp_path)
    qtbot.addWidget(dialog)
    assert not dialog.report_template.isEnabled()
    dialog.with_report.click()
    assert dialog.report_template.isEnabled()
    order = dialog.order
    assert order.has_report
    returning(load(sorted(sample.glob("*.xlsx"))), order)(Work("", lambda work: None))
    assert order.report.is_file()
    assert list(tmp_path.glob("退回意见书-*.docx"))


def test_without_a_folder_there_is_nothing_to_agree_to(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ReturnDialog(Answers(), tmp_path)
    qtbot.addWidget(dialog)
    dialog.folder.clear()
    assert not dialog.accept_button.isEnabled()
    dialog.folder.setText(str(tmp_path))
    dialog.show()
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
