from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl
from pytestqt.qtbot import QtBot

from perfdesk.gui.dialogs.claims_dialog import ClaimsDialog
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import answers, wait_for_work

Opener = Callable[..., Workbench]
TEXT = "2024年本单位开展项目自评3个。\n其中：甲项目1.5万元，乙项目2.5万元，合计4.5万元。\n没有数字的一行。\n"


def claims_of(bench: Workbench, qtbot: QtBot, text: Path) -> ClaimsDialog:
    answers(bench).chosen = text
    bench.actions_by_key["verify"].trigger()
    wait_for_work(qtbot, bench)
    dialog = bench.window.findChild(ClaimsDialog)
    assert dialog is not None
    return dialog


def test_claims_are_marked_in_the_text_and_told_with_their_arithmetic(
    bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    text = tmp_path / "说明.txt"
    text.write_text(TEXT, encoding="utf-8")
    dialog = claims_of(bench, qtbot, text)
    assert dialog.current is not None
    wrong = [claim for claim in dialog._claims if claim.verdict == "wrong"]
    assert [claim.line for claim in wrong] == [2]
    while dialog.current is not wrong[0]:
        dialog.step(1)
    assert "4" in dialog.detail.toPlainText()
    assert dialog.text.textCursor().blockNumber() == 1
    for box in dialog.filters.values():
        box.setChecked(False)
    assert dialog.text.extraSelections() == []
    assert "只核对了文中自身的算式" in bench.messages.words.text()


def test_a_source_leads_to_its_cell(open_files: Opener, shared: Path, qtbot: QtBot) -> None:
    case = shared / "cases" / "mingguang2021"
    bench = open_files(case)
    dialog = claims_of(bench, qtbot, case / "narrative.txt")
    while dialog.current is None or not dialog.current.sources:
        dialog.step(1)
    place = dialog.current.sources[0]
    dialog._follow(QUrl("#0"))
    assert bench.navigator.place == (place.path, place.sheet)
    assert bench.pane.view.current_address == place.cell


def test_a_click_on_a_marked_text_shows_what_was_found(
    bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    text = tmp_path / "说明.txt"
    text.write_text(TEXT * 3, encoding="utf-8")
    dialog = claims_of(bench, qtbot, text)
    last = dialog._shown[-1]
    rect = dialog.text.cursorRect(dialog._cursor(last))
    qtbot.mouseClick(dialog.text.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() - QPoint(4, 0))
    assert dialog.current is last


def test_an_unreadable_text_is_told_in_a_sentence(bench: Workbench, qtbot: QtBot, tmp_path: Path) -> None:
    text = tmp_path / "说明.txt"
    text.write_bytes(b"\0\1\2" * 50)
    answers(bench).chosen = text
    bench.actions_by_key["verify"].trigger()
    wait_for_work(qtbot, bench)
    assert "不是文字" in bench.messages.words.text()
