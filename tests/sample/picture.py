"""Takes the picture of the README: `python -m tests.sample.picture`, the window with the sample opened.

Drawn without a screen and with the fonts of the tests, so that any machine takes the same picture.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pylopdf_fonts_zh_cn
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from perfdesk.core.resource import resource
from perfdesk.gui.app import furnish, prepare
from perfdesk.gui.window import Window

SIZE = (1280, 800)
PATIENCE = 20.0


def main() -> int:
    """Open the sample, go to a finding, and save the picture."""
    application = QApplication([])
    for file in sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    prepare(application)
    window = Window()
    window.resize(*SIZE)
    window.show()
    workbench = furnish(window, [str(path) for path in sorted(resource("sample").glob("*.xlsx"))])
    _let_work(application, lambda: len(workbench.controller.documents) == 5)
    for _ in range(2):
        workbench.findings.step(1)
        _let_work(application, lambda: not workbench.controller.is_busy)
    pictures = {
        "window": window,
        "tree": workbench.tree,
        "findings": workbench.tables,
        "detail": workbench.detail,
    }
    # Quality 0 is the closest packing, at no loss.
    saved = [
        widget.grab().save(str(resource("help", f"{name}.png")), "PNG", 0)
        for name, widget in pictures.items()
    ]
    workbench.controller.stop()
    return 0 if all(saved) else 1


def _let_work(application: QApplication, is_done: Callable[[], bool]) -> None:
    """Let the window work until it has been done for a while."""
    end = time.monotonic() + PATIENCE
    settled = 0
    while time.monotonic() < end and settled < 20:
        application.processEvents()
        time.sleep(0.01)
        settled = settled + 1 if is_done() else 0


if __name__ == "__main__":
    # Nothing of the user's own may be seen in the picture.
    with tempfile.TemporaryDirectory() as settings:
        os.environ["PERFDESK_SETTINGS"] = settings
        status = main()
    sys.exit(status)
