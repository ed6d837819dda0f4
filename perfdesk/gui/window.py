"""The main window, bare: on screen before the rest of the program is read.

Light on purpose: it names few parts of Qt, since each costs time at the first use. The
`Workbench` furnishes it right after its first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QMainWindow

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent

TITLE = "PerfDesk 绩效自评工作台"
SIZE = (1280, 800)
TITLE_BAR = 40


class Window(QMainWindow):
    """Takes dropped files and asks before it closes; `first_painted` once it is on screen."""

    first_painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_painted = False
        self.may_close: Callable[[], bool] = lambda: True
        self.open_paths: Callable[[Sequence[str]], None] = lambda paths: None
        self.setWindowTitle(f"{TITLE}[*]")
        self.setAcceptDrops(True)
        self.setCentralWidget(QLabel("　正在启动……"))
        room = self.screen().availableGeometry()
        self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height() - TITLE_BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint when it has reached the screen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_paths(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when nothing is lost that the user wants to keep."""
        if self.may_close():
            event.accept()
        else:
            event.ignore()
