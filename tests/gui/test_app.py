from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from perfdesk.gui.app import run, translate
from perfdesk.gui.window import Window

HEAVY = ("openpyxl", "docx", "docxtpl", "lxml", "xlsxwriter", "jinja2")


def loaded(program: str, checkout: Path) -> set[str]:
    """The modules a fresh interpreter has after a program."""
    code = f"import sys\n{program}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout, check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def test_the_package_itself_does_not_import_qt(checkout: Path) -> None:
    assert "PySide6" not in loaded("import perfdesk.gui", checkout)


def test_nothing_heavy_is_imported_for_the_first_window(checkout: Path) -> None:
    modules = loaded("import perfdesk.gui.app", checkout)
    assert not modules.intersection((*HEAVY, "perfdesk.session", "perfdesk.gui.workbench"))


def test_nothing_heavy_is_imported_to_open_a_file(checkout: Path) -> None:
    assert not loaded("import perfdesk.gui.workbench, perfdesk.session", checkout).intersection(HEAVY)


def test_none_keeps_its_references_through_many_calls_of_qt(qapp: QApplication) -> None:
    before = sys.getrefcount(None)
    for _ in range(100_000):
        QApplication.focusWidget()
    assert abs(sys.getrefcount(None) - before) < 1000


def test_the_window_is_painted_furnished_and_opens_what_it_was_given(
    qapp: QApplication, qtbot: QtBot, sample: Path
) -> None:
    seen: list[tuple[str, int]] = []

    def look() -> None:
        windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Window)]
        trees = [
            tree for window in windows for tree in window.findChildren(object) if tree.objectName() == "文件"
        ]
        if windows and trees and ".xlsx" in windows[0].windowTitle():
            seen.append((windows[0].windowTitle(), len(trees)))
            windows[0].close()
            windows[0].deleteLater()
            timer.stop()

    hook = sys.excepthook
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    try:
        assert run([str(sample)]) == 0
    finally:
        sys.excepthook = hook
    assert len(seen) == 1
    assert "PerfDesk 绩效自评工作台" in seen[0][0]


def test_the_menus_of_qt_itself_speak_chinese(qapp: QApplication, qtbot: QtBot) -> None:
    translate(qapp)
    line = QLineEdit()
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    assert any(action.text().startswith("复制") for action in menu.actions())
