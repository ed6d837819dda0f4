"""What is written for others: review copies and the report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.features.report_menu import ReportMenu

_FILE_MENU = "文件(&F)"
_USUAL = "national"
_KINDS = "Word 文档 (*.docx);;PDF 文档 (*.pdf);;纯文本 (*.txt);;Markdown (*.md)"


class Delivering(Feature):
    """Asks where to write, and lets the controller write."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.by_template = ReportMenu(desk.window)

    def acts(self) -> Acts:
        """Marked copies and the report."""
        return {"mark": self.mark, "report": self.report}

    def furnish(self) -> None:
        """Put the templates below the report in the menu."""
        actions = self.desk.actions_by_key
        self.by_template.template_chosen.connect(self.report)
        self.by_template.list_wanted.connect(actions["templates"].trigger)
        menu = self.desk.menu(_FILE_MENU)
        listed = menu.actions()
        menu.insertMenu(listed[listed.index(actions["report"]) + 1], self.by_template)

    def refresh(self) -> None:
        """A report needs something open."""
        self.by_template.menuAction().setEnabled(self.usable()["report"])

    def usable(self) -> Mapping[str, bool]:
        """Something must be open, and no other work be running."""
        controller = self.desk.controller
        return dict.fromkeys(("mark", "report"), bool(controller.documents) and not controller.is_busy)

    def mark(self) -> None:
        """Ask for a folder and write review copies into it."""
        if folder := self.desk.dialogs.folder("标记副本存放的文件夹"):
            self.desk.controller.mark(Path(folder))

    def report(self, template: str = _USUAL) -> None:
        """Ask for a file and write the narrative into it, by the usual template or another."""
        from perfdesk.template_desk import title_of

        suggested = self.desk.folder / f"{title_of(template)}.docx"
        target = self.desk.dialogs.target("生成报告", suggested, _KINDS)
        if target is not None:
            self.desk.controller.report(target, template)
