"""Starting the window: the application, its look, and the event loop.

First the bare window is painted, then the workbench is read and put into it, then files are opened.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from perfdesk.gui.look.appearance import show
from perfdesk.gui.look.font import register_substitutes
from perfdesk.gui.window import Window
from perfdesk.memory.preference import Preference, read_preference

if TYPE_CHECKING:
    from perfdesk.gui.workbench import Workbench


def run(paths: Sequence[str]) -> int:
    """Show the window with these files and folders opened; returns the exit status when it is closed."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    prepare(application, read_preference())
    window = Window()
    window.first_painted.connect(lambda: furnish(window, paths))
    window.show()
    return application.exec()


def prepare(application: QApplication, preference: Preference | None = None) -> None:
    """Give the application its name, style, and the look its user wants, or the plain one."""
    application.setApplicationName("PerfDesk")
    application.setStyle("Fusion")
    show(preference or Preference())


def translate(application: QCoreApplication) -> None:
    """Let Qt's own menus and dialogs speak Chinese."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def furnish(window: Window, paths: Sequence[str]) -> Workbench:
    """Put the workbench into the painted window and open what was asked for."""
    from perfdesk.gui.workbench import Workbench

    register_substitutes()
    if (application := QCoreApplication.instance()) is not None:
        translate(application)
    workbench = Workbench(window)
    _tell_bugs(workbench)
    if paths:
        workbench.opening.open_paths(paths)
    else:
        workbench.controller.warm_up()
    workbench.saving.offer_lost()
    return workbench


def _tell_bugs(workbench: Workbench) -> None:
    """Let a bug reach the user as one, and the console too."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        workbench.controller.tell_bug("".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = tell
