"""Noticing that an open file was changed, moved or deleted by another program."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QFileSystemWatcher, QTimer

from perfdesk.gui.controller import Message
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Feature

_MOST_WATCHED = 2_000
# Excel and WPS write a file in several steps, and replace it at the end.
_SETTLED_MS = 400


class Watching(Feature):
    """Watches the open files; one that is not edited here is read anew, the others are told of."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._watcher = QFileSystemWatcher(self)
        self._stirred: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self.look)

    def furnish(self) -> None:
        """Follow what is opened, saved and closed."""
        controller = self.desk.controller
        controller.documents_added.connect(self._watch)
        controller.document_closed.connect(lambda path: self._watcher.removePath(path))
        self._watcher.fileChanged.connect(self._note)

    def _watch(self, paths: Sequence[str]) -> None:
        room = _MOST_WATCHED - len(self._watcher.files())
        known = set(self._watcher.files())
        wanted = [path for path in paths if path not in known and os.path.isfile(path)][: max(room, 0)]
        if wanted:
            self._watcher.addPaths(wanted)

    def _note(self, path: str) -> None:
        self._stirred.add(path)
        self._timer.start()

    def look(self) -> None:
        """Look at the files that stirred: what has really changed is read anew or told of."""
        stirred, self._stirred = sorted(self._stirred), set()
        controller = self.desk.controller
        open_paths = {checked.path for checked in controller.documents}
        for path in stirred:
            if path in open_paths and controller.differs_on_disk(path):
                self._tell(path)
        # A file that was replaced is watched no more.
        self._watch([path for path in stirred if path in open_paths])

    def _tell(self, path: str) -> None:
        name, controller = PurePath(path).name, self.desk.controller
        if not os.path.exists(path):
            words = f"{name} 已被移动、改名或删除；窗口里仍是打开时的内容，可另存为其他名称。"
            self.desk.tell(Message(words))
        elif controller.is_modified(path):
            words = (
                f"{name} 已被其他程序修改，而窗口里还有未保存的修改：可另存为其他名称，或放弃修改重新打开。"
            )
            self.desk.tell(
                Message(words, "fault", (("放弃修改并重新打开", lambda: controller.reopen(path)),))
            )
        else:
            controller.reopen(path)
            self.desk.tell(Message(f"{name} 已被其他程序修改，已重新读取。", "done"))

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._watcher.fileChanged.disconnect(self._note)
