"""Mending all that may be mended at once, after showing every old and new value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from perfdesk.gui.controller import Message
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.worker import mending

if TYPE_CHECKING:
    from perfdesk.desks.fixing import Fixed, Mended


class Mending(Feature):
    """Works the fixes out on a copy of the session, shows them, and carries out those the user keeps."""

    def acts(self) -> Acts:
        """One command."""
        return {"mend": self.mend}

    def usable(self) -> Mapping[str, bool]:
        """Something must be open, and no other work be running."""
        controller = self.desk.controller
        return {"mend": bool(controller.documents) and not controller.is_busy}

    def mend(self) -> None:
        """Work out in a thread what would be mended in all that is open; then show it."""
        session = self.desk.controller.session
        job = mending(session.documents, session.profile, session.corrections)
        self.desk.controller.run("正在试改", job, self._show)

    def _show(self, result: object) -> None:
        from perfdesk.desks.fixing import Fixed

        assert isinstance(result, Fixed)
        if not result.mended:
            waiting = f"；有 {len(result.left)} 处建议需人工确认，请逐条查看" if result.left else ""
            self.desk.tell(Message(f"没有可以自动改正的问题{waiting}。", "done"))
            return
        kept = self.desk.dialogs.fixes(result.mended)
        if kept:
            self._carry_out(kept, result)

    def _carry_out(self, kept: tuple[Mended, ...], fixed: Fixed) -> None:
        self.desk.controller.fill_all(fixed.edits_of(kept), f"自动改正 {len(kept)} 处")
        self.desk.tell(Message(f"已改正 {len(kept)} 处，尚未保存；撤销可一次退回。", "done"))
