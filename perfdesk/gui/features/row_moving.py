"""Rows of the sheet inserted and deleted, as a spreadsheet does it; what refers to them follows."""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.gui.controller import Message, is_workbook
from perfdesk.gui.feature import Acts, Feature
from perfdesk.row_edit import RowOrder


class RowMoving(Feature):
    """Passes the chosen rows on to the session, and tells what came of it."""

    def acts(self) -> Acts:
        """The two ways rows move."""
        return {
            "insert_rows": lambda: self._move(is_deletion=False),
            "delete_rows": lambda: self._move(is_deletion=True),
        }

    def usable(self) -> Mapping[str, bool]:
        """Only a workbook can be written back with other rows."""
        path = self.desk.path
        can_move = self.desk.has_sheet and path is not None and is_workbook(path)
        return {"insert_rows": can_move, "delete_rows": can_move}

    def _move(self, *, is_deletion: bool) -> None:
        place, block = self.desk.navigator.place, self.desk.pane.view.selected_block()
        if place is None or block is None:
            return
        path, sheet = place
        order = RowOrder(sheet, block.top, block.bottom - block.top + 1, is_deletion)
        explained = self._explained(path)
        if not self.desk.controller.move_rows(path, order):
            return
        lost = explained - self._explained(path)
        note = f"有 {lost} 条核实性说明是按单元格登记的，行移动后请重新说明。" if lost > 0 else ""
        undo = self.desk.actions_by_key["undo"].trigger
        self.desk.tell(
            Message(f"已{order.name}，合并单元格和公式已跟着调整。{note}", "done", (("撤销", undo),))
        )

    def _explained(self, path: str) -> int:
        """How many findings of a document are explained."""
        findings = self.desk.controller.session.document(path).findings
        return sum(finding.waiver is not None for finding in findings)
