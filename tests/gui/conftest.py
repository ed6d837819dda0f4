"""A window without a screen, with a real Chinese font.

Where Qt cannot be loaded the tests are skipped with the line that mends it, or fail where the
run has promised a window (PERFDESK_REQUIRE_GUI=1).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from perfdesk.gui.workbench import Workbench

LIBRARIES = (
    "apt-get install -y --no-install-recommends "
    "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
)
try:
    import PySide6.QtGui  # noqa: F401

    REASON = ""
except ImportError as error:
    if os.environ.get("PERFDESK_REQUIRE_GUI") == "1":
        raise
    REASON = f"Qt cannot be loaded ({error}); run: {LIBRARIES}"


class SkippedModule(pytest.Module):
    """A test module that is not imported, since its imports need Qt."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        pytest.skip(REASON, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip modules of this folder whole where Qt cannot be loaded."""
    return SkippedModule.from_parent(parent, path=module_path) if REASON else None


@pytest.fixture(scope="session", autouse=True)
def chinese_fonts(qapp: QApplication) -> None:
    """Load the fonts and give the application the look it has for the user."""
    import pylopdf_fonts_zh_cn
    from PySide6.QtGui import QFontDatabase

    from perfdesk.gui.app import prepare
    from perfdesk.gui.look.font import register_substitutes

    for file in sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf")):
        assert QFontDatabase.addApplicationFont(str(file)) >= 0, file
    prepare(qapp)
    register_substitutes()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    """A furnished window on screen; taken down whole, since leaked widgets crash later tests."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from perfdesk.gui.window import Window
    from perfdesk.gui.workbench import Workbench
    from tests.gui.stage import Answers

    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "settings of this test"))
    window = Window()
    workbench = Workbench(window)
    user = Answers()
    workbench.dialogs = user  # type: ignore[assignment]
    workbench.fit(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    yield workbench
    user.keep = "discard"
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """A window with two documents made by hand, their looks already read."""
    from tests.gui.stage import LOOKS, OTHER, PATH, small_document

    monkeypatch.setattr(bench.controller, "looks", lambda path: LOOKS)
    for path in (PATH, OTHER):
        bench.controller.add([small_document(path)])
    return bench


@pytest.fixture
def open_files(bench: Workbench, qtbot: QtBot) -> Callable[..., Workbench]:
    """Open real files through the worker and wait for the end of all work."""
    from tests.gui.stage import wait_for_work

    def opening(*paths: Path) -> Workbench:
        bench.opening.open_paths([str(path) for path in paths])
        wait_for_work(qtbot, bench)
        return bench

    return opening
