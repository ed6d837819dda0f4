"""Several windows: each is a process of its own, so that none waits for another or falls with it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess

from perfdesk.gui.controller import Message
from perfdesk.gui.feature import Acts, Feature


class Windowing(Feature):
    """Starts the program once more."""

    def acts(self) -> Acts:
        """One command."""
        return {"new_window": self.open_window}

    def open_window(self) -> None:
        """Open a window of its own, and say so where the system does not let us."""
        program, *arguments = new_window_call()
        started, _ = QProcess.startDetached(program, arguments)
        if not started:
            self.desk.tell(Message("未能打开新窗口：请从系统菜单再启动一次本程序。"))


def new_window_call() -> tuple[str, ...]:
    """The program and its arguments that start another window of this very installation."""
    if getattr(sys, "frozen", False):
        return sys.executable, "gui"
    return sys.executable, "-m", "perfdesk.cli", "gui"
