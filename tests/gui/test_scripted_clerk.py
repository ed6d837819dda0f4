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
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Edit
from perfdesk.core.form import Form
from perfdesk.core.grid import parse_address
from perfdesk.gui.dialogs.dialog import Dialogs
from perfdesk.gui.dialogs.fix_dialog import FixDialog
from perfdesk.gui.dialogs.waiver_dialog import WaiverDialog
from perfdesk.gui.window import Window
from perfdesk.gui.workbench import Workbench
from perfdesk.reading.document import find_files, read_document
from perfdesk.session import Session, load
from perfdesk.waiver import WAIVER_FILE
from tests.gui.stage import wait_for_work
from tests.writing.package_difference import differences

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
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


class Clerk:
    """Hands on keyboard and mouse; eyes on the window."""

    def __init__(self, qtbot: QtBot, bench: Workbench) -> None:
        self._qtbot = qtbot
        self.bench = bench
        bench.dialogs = Dialogs(bench.window)
        self._keyboard()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        self._qtbot.keyClick(self._keyboard(), key, modifiers)
        wait_for_work(self._qtbot, self.bench)

    def type(self, text: str) -> None:
        """Type letter by letter: the first one opens the cell's editor, which has the keyboard then."""
        for letter in text:
            self._qtbot.keyClicks(self._keyboard(), letter)

    def _keyboard(self) -> QWidget:
        """What takes the keys; after a dialog a window manager gives them back, else the clerk does."""
        window = self.bench.window
        focused = QApplication.focusWidget()
        if focused is None or focused.window() is not window:
            window.activateWindow()
            self._qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
            self._qtbot.wait(50)  # The last word of the dialog that went may still be on its way.
            window.activateWindow()
            self._qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
            focused = QApplication.focusWidget() or window.focusWidget()
        return focused or window

    def click(self, widget: QWidget) -> None:
        """Click on a control with the mouse."""
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def meanwhile(self, act: Callable[[QWidget], None]) -> list[QWidget]:
        """Answer the next dialog as soon as it is there; the list tells afterwards that it came."""
        met: list[QWidget] = []

        def meet() -> None:
            box = QApplication.activeModalWidget()
            if box is None or not box.isVisible():
                QTimer.singleShot(20, meet)
                return
            met.append(box)
            try:
                act(box)
            except BaseException:
                box.close()  # An open dialog would hold the test for ever.
                raise

        QTimer.singleShot(20, meet)
        return met

    def give_path(self, path: Path) -> Callable[[QWidget], None]:
        """What to do about a file dialog: name the path and agree."""

        def answer(box: QWidget) -> None:
            assert isinstance(box, QFileDialog)
            line = box.findChild(QLineEdit)
            assert isinstance(line, QLineEdit)
            line.setCompleter(None)  # type: ignore[arg-type]  # Its list would grab keys that no screen has.
            QApplication.clipboard().setText(str(path))
            self._qtbot.keyClick(line, Qt.Key.Key_A, CONTROL)
            self._qtbot.keyClick(line, Qt.Key.Key_V, CONTROL)
            buttons = box.findChild(QDialogButtonBox)
            assert isinstance(buttons, QDialogButtonBox)
            self.click(buttons.buttons()[0])

        return answer

    def choose(self, file: Path) -> None:
        """Click on a file in the tree."""
        self._keyboard()
        tree = self.bench.tree
        (item,) = tree.findItems(
            file.name,
            Qt.MatchFlag.MatchEndsWith | Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchCaseSensitive,
        )
        tree.scrollToItem(item)
        place = tree.visualItemRect(item).center()
        self._qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
        wait_for_work(self._qtbot, self.bench)
        assert self.bench.path == str(file)

    def go_to(self, cell: str) -> None:
        """Write a cell's address into the name box."""
        box = self.bench.pane.name_box
        self.click(box)
        self.press(Qt.Key.Key_A, CONTROL)
        self.type(cell)
        self.press(Qt.Key.Key_Return)
        assert self.bench.pane.view.current_address == cell

    def find(self, cell: str) -> None:
        """Press F8 until the finding of that cell is in front."""
        for _ in range(len(self.bench.findings.model.shown)):
            self.press(Qt.Key.Key_F8)
            finding = self.bench.detail.finding
            assert finding is not None
            if finding.place.cell == cell:
                assert self.bench.pane.view.current_address == cell
                return
        pytest.fail(f"F8 leads to no finding at {cell}")

    def cells_found(self, file: Path) -> set[str]:
        """The cells with a finding that nobody has explained."""
        findings = self.bench.controller.session.document(str(file)).findings
        return {finding.place.cell for finding in findings if finding.waiver is None}

    def shown(self, file: Path, form: Form, cell: str) -> str:
        """What a cell shows now."""
        grid = self.bench.controller.session.document(str(file)).document.grid(form.sheet)
        return grid.cell_at(*parse_address(cell)).text


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
        clerk._qtbot.keyClick(box.text, Qt.Key.Key_V, CONTROL)
        clerk._qtbot.keyClick(box.text, Qt.Key.Key_Tab)
        clerk._qtbot.keyClicks(box.author, "wang")
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
