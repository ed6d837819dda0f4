"""A clerk with hands on keyboard and mouse, for tests that play a day at the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.core.form import Form
from perfdesk.core.grid import parse_address
from perfdesk.gui.dialogs.dialog import Dialogs
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import wait_for_work

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Clerk:
    """Hands on keyboard and mouse; eyes on the window."""

    def __init__(self, qtbot: QtBot, bench: Workbench) -> None:
        self.qtbot = qtbot
        self.bench = bench
        bench.dialogs = Dialogs(bench.window)
        self._keyboard()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        self.qtbot.keyClick(self._keyboard(), key, modifiers)
        wait_for_work(self.qtbot, self.bench)

    def type(self, text: str) -> None:
        """Type letter by letter: the first one opens the cell's editor, which has the keyboard then."""
        for letter in text:
            self.qtbot.keyClicks(self._keyboard(), letter)

    def _keyboard(self) -> QWidget:
        """What takes the keys; after a dialog a window manager gives them back, else the clerk does."""
        window = self.bench.window
        focused = QApplication.focusWidget()
        if focused is None or focused.window() is not window:
            window.activateWindow()
            self.qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
            self.qtbot.wait(50)  # The last word of the dialog that went may still be on its way.
            window.activateWindow()
            self.qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
            focused = QApplication.focusWidget() or window.focusWidget()
        return focused or window

    def click(self, widget: QWidget) -> None:
        """Click on a control with the mouse."""
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

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
            self.qtbot.keyClick(line, Qt.Key.Key_A, CONTROL)
            self.qtbot.keyClick(line, Qt.Key.Key_V, CONTROL)
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
        self.qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
        wait_for_work(self.qtbot, self.bench)
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
