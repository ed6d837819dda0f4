"""Opening files and folders, and closing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature


class Opening(Feature):
    """Asks what to open, and about unsaved edits before a document is closed."""

    def __init__(self, desk: Desk, may_lose: Callable[[Sequence[str]], bool]) -> None:
        super().__init__(desk)
        self._may_lose = may_lose

    def acts(self) -> Acts:
        """Opening and closing."""
        return {
            "open_files": self.open_files,
            "open_folder": self.open_folder,
            "close_document": self.desk.with_current(self.close),
            "quit": self.desk.window.close,
        }

    def usable(self) -> Mapping[str, bool]:
        """Only what is open can be closed."""
        return {"close_document": self.desk.path is not None}

    def furnish(self) -> None:
        """Files dropped on the window lead here too."""
        self.desk.window.open_paths = self.open_paths

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files and folders."""
        self.desk.messages.hide()
        self.desk.controller.open(paths)

    def open_files(self) -> None:
        """Ask for workbooks and open them."""
        if paths := self.desk.dialogs.files():
            self.open_paths(paths)

    def open_folder(self) -> None:
        """Ask for a folder and open the workbooks in it."""
        if folder := self.desk.dialogs.folder("打开文件夹"):
            self.open_paths([folder])

    def close(self, path: str) -> None:
        """Take a document out, after asking about its unsaved edits."""
        if self._may_lose([path]):
            self.desk.controller.close(path)
            self.desk.navigator.leave(path)
