"""A clerk's first day and a reviewer's morning, by the keyboard alone where there is one.

The clerk makes this year's forms from last year's with the wizard, fills blanks that F8 leads to, saves,
writes the report and holds it against the forms. The reviewer opens the forms of several units, goes through
what was found, explains one finding, returns the rest.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.gui.dialogs.claims_dialog import ClaimsDialog
from perfdesk.gui.dialogs.new_form_wizard import LAST_YEAR, NewFormWizard
from perfdesk.gui.dialogs.return_dialog import ReturnDialog
from perfdesk.gui.dialogs.waiver_dialog import WaiverDialog
from perfdesk.gui.workbench import Workbench
from perfdesk.reading.document import find_files, read_document
from tests.gui.clerk import CONTROL, SHIFT, Clerk
from tests.gui.stage import wait_for_work

FORM = "项目支出绩效自评表（国家格式）"


def test_a_first_form_is_made_filled_saved_reported_and_verified(
    bench: Workbench, qtbot: QtBot, sample: Path, tmp_path: Path
) -> None:
    last_year = Path(shutil.copy(sorted(sample.glob("*.xlsx"))[1], tmp_path / "last.xlsx"))
    clerk = Clerk(qtbot, bench)
    clerk.press(Qt.Key.Key_N, CONTROL)
    made = go_through_wizard(clerk, last_year)
    assert made.is_file()
    assert bench.path == str(made)
    filled = fill_blanks(clerk, 6)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert not bench.controller.modified
    grids = {grid.name: grid for grid in read_document(made)[1]}
    assert all(grids[sheet].cell_at(*place).text for sheet, place in filled)
    report = tmp_path / "report.docx"
    clerk.meanwhile(clerk.give_path(report))
    clerk.press(Qt.Key.Key_R, CONTROL)
    assert report.is_file(), bench.messages.words.text()
    clerk.meanwhile(clerk.give_path(report))
    bench.actions_by_key["verify"].trigger()
    wait_for_work(qtbot, bench)
    shown = bench.window.findChild(ClaimsDialog)
    assert shown is not None
    assert shown.isVisible()


def go_through_wizard(clerk: Clerk, last_year: Path) -> Path:
    """Five pages with arrows, Tab, Enter and one path; returns the file that is made."""
    (wizard,) = clerk.bench.window.findChildren(NewFormWizard)
    wizard.activateWindow()
    clerk.qtbot.waitUntil(wizard.isActiveWindow)

    def press(key: Qt.Key) -> None:
        clerk.qtbot.keyClick(wizard.focusWidget() or wizard, key)
        wait_for_work(clerk.qtbot, clerk.bench)

    while wizard.form_page.form != FORM:
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    assert wizard.source_page.choice.checkedId() == LAST_YEAR
    press(Qt.Key.Key_Tab)
    clerk.qtbot.keyClicks(wizard.focusWidget(), str(last_year))
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert wizard.weight_page.isComplete()
    press(Qt.Key.Key_Return)
    made = Path(wizard.target_page.path.text())
    press(Qt.Key.Key_Return)
    assert clerk.bench.window.findChild(NewFormWizard) is None or not wizard.isVisible()
    return made


def fill_blanks(clerk: Clerk, count: int) -> list[tuple[str, tuple[int, int]]]:
    """Type a figure wherever F8 leads to something missing; returns the sheets and places filled."""
    filled: list[tuple[str, tuple[int, int]]] = []
    for _ in range(60):
        clerk.press(Qt.Key.Key_F8)
        finding, view = clerk.bench.detail.finding, clerk.bench.pane.view
        assert finding is not None
        assert view.current_address == finding.place.cell
        index = view.currentIndex()
        place = index.row() + 1, index.column() + 1
        if (
            finding.verdict == "missing"
            and not finding.printed
            and (finding.place.sheet, place) not in filled
        ):
            clerk.type("10")
            clerk.press(Qt.Key.Key_Return)
            filled.append((finding.place.sheet, place))
        if len(filled) == count:
            return filled
    raise AssertionError(f"F8 led to {len(filled)} blanks alone")


def test_a_reviewer_goes_through_many_units_explains_one_finding_and_returns_the_rest(
    bench: Workbench, qtbot: QtBot, sample: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "units"
    for unit in ("one", "two", "three"):
        shutil.copytree(sample, folder / unit, ignore=shutil.ignore_patterns("*.md"))
    clerk = Clerk(qtbot, bench)
    clerk.meanwhile(clerk.give_path(folder))
    clerk.press(Qt.Key.Key_O, CONTROL | SHIFT)
    assert len(bench.controller.documents) == len(find_files([folder]))
    bench.findings.scope.setFocus()
    clerk.press(Qt.Key.Key_Down)
    assert bench.findings.scope.currentText() == "全部文件"
    bench.findings.words.setFocus()
    clerk.type("EX101")
    assert {finding.rule for finding in bench.findings.model.shown} == {"EX101"}
    assert bench.findings.left.text() == f"符合 {len(bench.findings.model.shown)} 条"
    clerk.press(Qt.Key.Key_F8)
    explained = bench.detail.finding
    assert explained is not None

    def explain(box: QWidget) -> None:
        assert isinstance(box, WaiverDialog)
        QApplication.clipboard().setText("与国库支付记录核对，数据属实。")
        qtbot.keyClick(box.text, Qt.Key.Key_V, CONTROL)
        clerk.click(box.accept_button)

    clerk.meanwhile(explain)
    clerk.press(Qt.Key.Key_E, CONTROL)
    assert bench.detail.finding is not None
    assert bench.detail.finding.waiver is not None
    notices = tmp_path / "notices"

    def order(box: QWidget) -> None:
        assert isinstance(box, ReturnDialog)
        box.folder.setText(str(notices))
        box.with_report.click()
        qtbot.keyClick(box.folder, Qt.Key.Key_Return)
        assert box.result() == QDialog.DialogCode.Accepted

    clerk.meanwhile(order)
    bench.actions_by_key["return"].trigger()
    wait_for_work(qtbot, bench)
    assert list(notices.glob("退回意见书-*.docx"))
    assert (notices / "绩效自评审核报告.docx").is_file()
