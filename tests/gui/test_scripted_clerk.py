"""A clerk's morning over a published set, with real keys and a real mouse: find, mend, waive, save, report.

The set is true to life and has no plain errors; three are planted in a copy before the clerk opens it. Runs
without a screen, and on one: `QT_QPA_PLATFORM=xcb xvfb-run -a python -m pytest tests/gui/test_scripted_clerk.py`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Edit
from perfdesk.core.form import Form
from perfdesk.core.grid import parse_address
from perfdesk.gui.dialogs.fix_dialog import FixDialog
from perfdesk.gui.dialogs.waiver_dialog import WaiverDialog
from perfdesk.gui.window import Window
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.waiver import WAIVER_FILE
from perfdesk.reading.document import find_files, read_document
from perfdesk.session import Session, load
from tests.gui.clerk import CONTROL, SHIFT, Clerk
from tests.writing.package_difference import differences

REASON = "该项目经费全部由年初预算安排，材料已附。"
WRONG_RATE, WRONG_COMPLETION, WRONG_TOTAL = "51%", "12%", "97"


@dataclass(frozen=True)
class Planted:
    """A copy of the set with one form spoiled in three cells."""

    folder: Path
    file: Path
    original: Path
    form: Form
    rate: str
    completion: str
    total: str

    @property
    def cells(self) -> tuple[str, str, str]:
        """The spoiled cells."""
        return self.rate, self.completion, self.total


@pytest.fixture
def planted(shared: Path, tmp_path: Path) -> Planted:
    """The published set, copied, with a wrong rate, a wrong completion and a wrong total in its cleanest form."""
    source = shared / "cases" / "panjin2023"
    folder = tmp_path / "work" / "panjin"
    folder.mkdir(parents=True)
    for path in find_files([source]):
        shutil.copy(path, folder)
    clean = next(
        item
        for item in load(find_files([folder]))
        if not item.findings and item.document.forms[0].kind == "project_self_evaluation"
    )
    form, file = clean.document.forms[0], Path(clean.path)
    completion = form.indicators[0].completion
    assert completion is not None
    fields = form.fields
    cells = (fields["execution_rate"].cell, completion.cell, fields["total_score"].cell)
    wrong = zip(cells, (WRONG_RATE, WRONG_COMPLETION, WRONG_TOTAL), strict=True)
    spoiled = folder.parent / "spoiled.xlsx"
    session = Session()
    session.add([clean])
    session.apply(clean.path, [Edit(form.sheet, *each) for each in wrong], "种下错误")
    session.save_as(clean.path, spoiled)
    shutil.move(spoiled, file)
    return Planted(folder, file, source / file.name, form, *cells)


@pytest.fixture
def another_window(qtbot: QtBot) -> Iterator[Callable[[], Workbench]]:
    """Windows opened later, taken down whole."""
    windows: list[Window] = []

    def make() -> Workbench:
        window = Window()
        windows.append(window)
        bench = Workbench(window)
        bench.fit(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        return bench

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_folder(clerk: Clerk, folder: Path) -> None:
    """Ctrl+Shift+O, and the folder named in the dialog."""
    met = clerk.meanwhile(clerk.give_path(folder))
    clerk.press(Qt.Key.Key_O, CONTROL | SHIFT)
    assert len(met) == 1
    assert len(clerk.bench.controller.documents) == len(find_files([folder]))


def mend_three(clerk: Clerk, planted: Planted) -> None:
    """One by taking the fix, one by typing, one by agreeing to the preview of all safe fixes."""
    clerk.choose(planted.file)
    assert clerk.cells_found(planted.file) == set(planted.cells)
    clerk.find(planted.rate)
    clerk.press(Qt.Key.Key_Return, CONTROL)
    assert clerk.shown(planted.file, planted.form, planted.rate) == "100%"
    clerk.find(planted.completion)
    clerk.type("100%")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.cells_found(planted.file) == {planted.total}

    def agree(box: QWidget) -> None:
        assert isinstance(box, FixDialog)
        rows = [box.table.item(row, 2).text() for row in range(box.table.rowCount())]  # type: ignore[union-attr]
        assert rows == [planted.total]
        clerk.click(box.accept_button)

    met = clerk.meanwhile(agree)
    clerk.press(Qt.Key.Key_Return, CONTROL | SHIFT)
    assert len(met) == 1
    assert clerk.cells_found(planted.file) == set()


def waive_one(clerk: Clerk, file: Path) -> None:
    """Explain the first finding of another file; the Chinese words come from the clipboard."""

    def explain(box: QWidget) -> None:
        assert isinstance(box, WaiverDialog)
        QApplication.clipboard().setText(REASON)
        clerk.qtbot.keyClick(box.text, Qt.Key.Key_V, CONTROL)
        clerk.qtbot.keyClick(box.text, Qt.Key.Key_Tab)
        clerk.qtbot.keyClicks(box.author, "wang")
        clerk.click(box.accept_button)

    clerk.choose(file)
    clerk.press(Qt.Key.Key_F8)
    met = clerk.meanwhile(explain)
    clerk.press(Qt.Key.Key_E, CONTROL)
    assert len(met) == 1
    finding = clerk.bench.detail.finding
    assert finding is not None
    assert finding.waiver is not None
    assert (finding.waiver.text, finding.waiver.author) == (REASON, "wang")


def undo_and_redo_all(clerk: Clerk, planted: Planted) -> None:
    """Back to the planted errors, and forward again."""
    for _ in range(3):
        clerk.press(Qt.Key.Key_Z, CONTROL)
    assert clerk.cells_found(planted.file) == set(planted.cells)
    assert not clerk.bench.actions_by_key["undo"].isEnabled()
    assert not clerk.bench.controller.modified
    for _ in range(3):
        clerk.press(Qt.Key.Key_Y, CONTROL)
    assert clerk.cells_found(planted.file) == set()
    assert not clerk.bench.actions_by_key["redo"].isEnabled()


def close_with_something_unsaved(clerk: Clerk, planted: Planted) -> None:
    """Type once more, think again at the first question, give the edit up at the second."""
    clerk.choose(planted.file)
    clerk.go_to(planted.total)
    clerk.type("98")
    clerk.press(Qt.Key.Key_Return)
    for words, is_open in (("取消", True), ("放弃", False)):

        def press(box: QWidget, words: str = words) -> None:
            assert isinstance(box, QMessageBox)
            assert planted.file.name in box.informativeText()
            clerk.click(next(button for button in box.buttons() if button.text() == words))

        met = clerk.meanwhile(press)
        assert clerk.bench.controller.modified
        clerk.press(Qt.Key.Key_Q, CONTROL)
        assert len(met) == 1
        assert clerk.bench.window.isVisible() == is_open


def test_a_clerk_finds_mends_waives_undoes_saves_reports_and_comes_back(
    bench: Workbench, qtbot: QtBot, planted: Planted, another_window: Callable[[], Workbench]
) -> None:
    files = find_files([planted.folder])
    before = {path: path.read_bytes() for path in files}
    clerk = Clerk(qtbot, bench)
    open_folder(clerk, planted.folder)
    mend_three(clerk, planted)
    waived = next(path for path in files if path != planted.file and clerk.cells_found(path))
    waive_one(clerk, waived)
    undo_and_redo_all(clerk, planted)
    assert bench.path == str(planted.file)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert not bench.window.isWindowModified()
    report = planted.folder.parent / "report.docx"
    met = clerk.meanwhile(clerk.give_path(report))
    clerk.press(Qt.Key.Key_R, CONTROL)
    assert len(met) == 1
    assert report.is_file(), bench.messages.words.text()
    assert report.stat().st_size > 5_000
    close_with_something_unsaved(clerk, planted)

    assert {path: path.read_bytes() for path in files if path != planted.file} == {
        path: data for path, data in before.items() if path != planted.file
    }
    targets = {planted.form.sheet: {parse_address(cell) for cell in planted.cells}}
    assert differences(before[planted.file], planted.file.read_bytes(), targets) == []
    assert values(planted.file) == values(planted.original)
    (kept,) = json.loads((planted.folder / WAIVER_FILE).read_text("utf-8"))["waivers"]
    assert (kept["file"], kept["text"], kept["author"]) == (waived.name, REASON, "wang")

    again = Clerk(qtbot, another_window())
    open_folder(again, planted.folder)
    assert again.cells_found(planted.file) == set()
    findings = again.bench.controller.session.document(str(waived)).findings
    assert [finding.waiver.text for finding in findings if finding.waiver] == [REASON]
    assert not again.bench.controller.modified
    assert not again.bench.actions_by_key["undo"].isEnabled()


def values(path: Path) -> dict[tuple[str, int, int], object]:
    """Numbers and texts of every cell that holds something."""
    return {
        (grid.name, *place): cell.text if cell.number is None else cell.number
        for grid in read_document(path)[1]
        for place, cell in grid.cells.items()
        if cell.text
    }
