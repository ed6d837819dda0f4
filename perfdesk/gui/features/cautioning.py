"""Telling at once when an edit has put fixed contents in place of a formula: a save tells it too late."""

from __future__ import annotations

from perfdesk.core.history import Step
from perfdesk.gui.controller import Message
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Feature

_MOST_NAMED = 3


class Cautioning(Feature):
    """Looks at each new step of the session, and offers to take it back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._steps = 0

    def furnish(self) -> None:
        """Follow the edits."""
        self.desk.controller.documents_changed.connect(lambda paths: self._look())

    def _look(self) -> None:
        done = self.desk.controller.session.history.done
        is_new, self._steps = len(done) > self._steps, len(done)
        cells = replaced_formulas(done[-1]) if is_new else ()
        if cells:
            named = "、".join(cells[:_MOST_NAMED]) + (f" 等 {len(cells)} 格" if cells[_MOST_NAMED:] else "")
            words = f"{named} 原为公式，现为固定内容，不再自动计算。"
            self.desk.tell(Message(words, "done", (("撤销", self.desk.actions_by_key["undo"].trigger),)))


def replaced_formulas(step: Step) -> tuple[str, ...]:
    """The cells of a step that held a formula before it; whatever is typed is no formula."""
    return tuple(change.cell for change in step.changes if change.before.startswith("="))
