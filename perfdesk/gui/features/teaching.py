"""Corrections by pointing: what the user says a cell is, kept in the settings and followed at once.

Between the menu, the list of corrections and the desk that the command line uses too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Place
from perfdesk.core.grid import parse_address
from perfdesk.gui.controller import Controller, Message

if TYPE_CHECKING:
    from perfdesk.recognition.correction import Correction
    from perfdesk.recognition.pointing import Pointing


class Teaching(QObject):
    """Keeps, lists, drops, exports and imports corrections; `changed` after each change."""

    changed = Signal()

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller

    def point(self, place: Place, name: str, how: Pointing | None = None) -> None:
        """Remember what a cell is, by the English name of a target, and read everything anew."""
        self._try(lambda: self._learn(place, name, how))

    def _learn(self, place: Place, name: str, how: Pointing | None) -> Message:
        from perfdesk.desks.correction_desk import correction_text, learn
        from perfdesk.recognition.correction import targets

        grid = self._controller.session.document(place.path).document.grid(place.sheet)
        block = grid.block_at(*parse_address(place.cell))
        target = next(target for target in targets() if target.name == name)
        kept = learn(grid, block, target, how)
        words = f"已记住：{correction_text(kept.correction)}。同样版式的表都照此识别。"
        return Message(words, "done", (("取消这条更正", lambda: self.forget(kept.correction)),))

    def forget(self, correction: Correction) -> None:
        """Drop a correction."""

        def drop() -> Message:
            from perfdesk.desks.correction_desk import correction_text, forget

            forget(correction.identifier)
            return Message(f"已取消更正：{correction_text(correction)}。", "done")

        self._try(drop)

    def export(self, target: Path) -> None:
        """Write every correction to a file for a colleague."""

        def write() -> Message:
            from perfdesk.desks.correction_desk import export

            return Message(f"已导出 {export(target)} 条更正：{target}", "done")

        self._try(write, changes=False)

    def take_over(self, source: Path) -> None:
        """Add the corrections of a colleague's file."""

        def read() -> Message:
            from perfdesk.desks.correction_desk import take_over

            return Message(f"已导入 {take_over(source)} 条更正，已打开的表照此重新识别。", "done")

        self._try(read)

    def entries(self) -> tuple[tuple[Correction, str], ...]:
        """What is remembered, each with its words."""
        from perfdesk.desks.correction_desk import correction_text

        corrections = self._controller.session.corrections
        entries = corrections.entries if corrections is not None else ()
        return tuple((entry, correction_text(entry)) for entry in entries)

    def _try(self, act: Callable[[], Message], *, changes: bool = True) -> None:
        from perfdesk.memory.settings import user_corrections

        try:
            message = act()
            if changes:
                self._controller.session.corrections = user_corrections()
        except Fault as fault:
            self._controller.told.emit(Message(fault.message))
            return
        self._controller.told.emit(message)
        if changes:
            self._controller.judge_again()
            self.changed.emit()
