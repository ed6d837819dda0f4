"""What is written for others: review copies and the report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from perfdesk.gui.feature import Acts, Feature


class Delivering(Feature):
    """Asks where to write, and lets the controller write."""

    def acts(self) -> Acts:
        """Marked copies and the report."""
        return {"mark": self.mark, "report": self.report}

    def usable(self) -> Mapping[str, bool]:
        """Something must be open, and no other work be running."""
        controller = self.desk.controller
        return dict.fromkeys(("mark", "report"), bool(controller.documents) and not controller.is_busy)

    def mark(self) -> None:
        """Ask for a folder and write review copies into it."""
        if folder := self.desk.dialogs.folder("标记副本存放的文件夹"):
            self.desk.controller.mark(Path(folder))

    def report(self) -> None:
        """Ask for a file and write the narrative into it."""
        documents = self.desk.controller.documents
        folder = Path(documents[0].path).parent if documents else Path()
        suggested = folder / "项目绩效自评结果.docx"
        target = self.desk.dialogs.target("生成报告", suggested, "Word 文档 (*.docx)")
        if target is not None:
            self.desk.controller.report(target)
