"""One capability of the window: its acts for the menus, when they can be used, and what it adds.

A new capability is a module with a `Feature`, a line for each act in `action.COMMANDS`, and a line in
`workbench.FEATURES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from perfdesk.gui.desk import Desk

Acts = Mapping[str, Callable[[], object]]


class Feature(QObject):
    """Made before the menus, furnished after them, refreshed after each change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk

    def acts(self) -> Acts:
        """What the commands of the menus do, by the command's key."""
        return {}

    def usable(self) -> Mapping[str, bool]:
        """Which of its commands can be used now; one that is not named always can."""
        return {}

    def furnish(self) -> None:
        """Add panes and connections, once menus and panes are in place."""

    def refresh(self) -> None:
        """Show the state of the session; called after every move and change."""

    def may_close(self) -> bool:
        """Whether the window may go, as far as this capability is concerned."""
        return True

    def end(self) -> None:
        """The window goes."""
