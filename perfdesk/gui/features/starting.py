"""The first page, the sample, and what the last window had open."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from perfdesk.core.fault import Fault
from perfdesk.disk.sample_copy import copy_sample
from perfdesk.disk.user_folder import settings_folder
from perfdesk.gui.controller import Message
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.memory.recent import Recent, read_recent, remember

_ON_PAGE = ("open_folder", "open_files", "new_form", "verify", "sample", "open_last")


class Starting(Feature):
    """Fills the start page, and remembers what is opened."""

    def __init__(self, desk: Desk, open_paths: Callable[[Sequence[str]], None]) -> None:
        super().__init__(desk)
        self._open_paths = open_paths
        self._recent = Recent()

    def acts(self) -> Acts:
        """What needs no file of the user."""
        return {"sample": self.open_sample, "open_last": self.open_last}

    def usable(self) -> dict[str, bool]:
        """There must have been a last time."""
        return {"open_last": bool(self._recent.last)}

    def furnish(self) -> None:
        """Offer commands and what was opened lately."""
        page, actions = self.desk.pages.start, self.desk.actions_by_key
        self._recent = read_recent()
        page.show_commands([actions[key] for key in _ON_PAGE if key in actions])
        page.path_chosen.connect(lambda path: self._open_paths([path]))
        self.desk.controller.open_asked.connect(self._remember)
        self._show()

    def _show(self) -> None:
        self.desk.pages.start.show_recent([path for path in self._recent.opened if os.path.exists(path)])

    def _remember(self, paths: Sequence[str]) -> None:
        self._recent = read_recent().with_opened(paths)
        remember(self._recent)
        self._show()

    def open_sample(self) -> None:
        """Open a copy of the embedded sample, fresh each time."""
        try:
            copies = copy_sample(settings_folder() / "样例")
        except Fault as fault:
            self.desk.tell(Message(fault.message))
            return
        self._open_paths([str(copies[0].parent)])

    def open_last(self) -> None:
        """Open what was open when the last window was closed."""
        self._open_paths([path for path in self._recent.last if os.path.exists(path)])

    def end(self) -> None:
        """Remember what is open now."""
        paths = [checked.path for checked in self.desk.controller.documents]
        if paths:
            remember(read_recent().with_last(paths))
