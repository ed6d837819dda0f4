"""What the scenes of the screenshots play in: a furnished window, and the files opened in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.core.resource import resource
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import Answers

PATIENCE = 60.0


@dataclass
class Studio:
    """A furnished window and what the scenes need to move it."""

    bench: Workbench
    answers: Answers

    def work(self, seconds: float = 0.1) -> None:
        """Let threads end and the window be painted."""
        began = time.monotonic()
        self.until(lambda: time.monotonic() - began > seconds and not self.bench.controller.is_working)

    def until(self, is_done: Callable[[], object]) -> None:
        """Let the window go on until something has happened."""
        began = time.monotonic()
        while not is_done() and time.monotonic() - began < PATIENCE:
            QApplication.processEvents()
            time.sleep(0.01)

    def open(self, *paths: str) -> None:
        """Open files, the sample where none are named."""
        self.bench.opening.open_paths(list(paths or samples()))
        self.work(0.5)

    def act(self, key: str) -> None:
        """Carry out a command of the menus."""
        self.until(lambda: self.bench.actions_by_key[key].isEnabled())
        self.bench.actions_by_key[key].trigger()
        self.work()


Scene = Callable[[Studio], Iterator[QWidget]]


def own_copy(folder: str) -> str:
    """A file of the sample in a folder of its own, which may be changed."""
    path = Path(folder) / "自评.xlsx"
    path.write_bytes(Path(samples()[0]).read_bytes())
    return str(path)


def samples() -> Sequence[str]:
    """The files of the sample."""
    return [str(path) for path in sorted(resource("sample").glob("*.xlsx"))]
