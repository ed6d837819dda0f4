from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from perfdesk.gui.workbench import Workbench
from tests.gui.stage import answers, wait_for_work

Opener = Callable[..., Workbench]


def test_notices_are_written_into_the_folder_chosen(
    open_files: Opener, sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_files(sample)
    answers(bench).chosen = tmp_path / "退回"
    bench.actions_by_key["return"].trigger()
    wait_for_work(qtbot, bench)
    assert len(list((tmp_path / "退回").glob("退回意见书-*.docx"))) == 1
    assert "1 份退回意见书" in bench.messages.words.text()


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
