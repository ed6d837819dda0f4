"""Starting the window: the application, its look, and the event loop."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from perfdesk.gui.colour import light_palette
from perfdesk.gui.font import register_substitutes, ui_font
from perfdesk.gui.window import SIZE, Window

TITLE_BAR = 40


def run(paths: Sequence[str]) -> int:
    """Show the window with these files and folders opened; returns the exit status when it is closed."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    prepare(application)
    window = Window()
    room = window.screen().availableGeometry().size()
    window.fit(min(SIZE[0], room.width()), min(SIZE[1], room.height() - TITLE_BAR))
    _tell_bugs(window)
    window.show()
    # After the first paint: what only an opened file needs.
    QTimer.singleShot(0, register_substitutes)
    if paths:
        QTimer.singleShot(0, lambda: window.open_paths(paths))
    else:
        QTimer.singleShot(0, window.controller.warm_up)
    return application.exec()


def prepare(application: QApplication) -> None:
    """Give the application its name, style, light palette, font and Chinese standard texts."""
    application.setApplicationName("PerfDesk")
    application.setApplicationDisplayName("")
    application.setStyle("Fusion")
    application.setPalette(light_palette())
    application.setFont(ui_font())
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def _tell_bugs(window: Window) -> None:
    """Let a bug reach the user as one, and the console too."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        window.controller.tell_bug("".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = tell
