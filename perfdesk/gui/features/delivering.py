"""What is written for others: review copies and the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from perfdesk.gui.action import FILE_MENU
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.features.previewing import Previewing, ReportOrder
from perfdesk.gui.features.report_menu import ReportMenu
from perfdesk.gui.worker import Work, marking

_KINDS = "Word 文档 (*.docx);;PDF 文档 (*.pdf);;纯文本 (*.txt);;Markdown (*.md)"


class Delivering(Feature):
    """Asks where to write, and lets the controller write."""

    def __init__(self, desk: Desk, previewing: Previewing) -> None:
        super().__init__(desk)
        self._previewing = previewing
        self.by_template = ReportMenu(desk.window)

    def acts(self) -> Acts:
        """Marked copies and the report."""
        return {"mark": self.mark, "report": self.report}

    def furnish(self) -> None:
        """Put the templates below the report in the menu."""
        actions = self.desk.actions_by_key
        self.by_template.template_chosen.connect(self.report)
        self.by_template.list_wanted.connect(actions["templates"].trigger)
        menu = self.desk.menu(FILE_MENU)
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
        if name := self.desk.dialogs.folder("标记副本存放的文件夹"):
            folder, session = Path(name), self.desk.controller.session
            job = marking(session.documents, folder, session.all_unsaved())
            self.desk.controller.run("正在生成标记副本", job, partial(self._marked, folder))

    def _marked(self, folder: Path, written: object) -> None:
        assert isinstance(written, tuple)
        self.desk.controller.tell_written(f"已在 {folder} 生成 {len(written)} 份标记副本。", folder)

    def report(self, template: str = "") -> None:
        """Ask for a file and write the report into it, as chosen in the preview or by another template."""
        from perfdesk.desks.template_desk import title_of

        order = self._previewing.order(template)
        title = title_of(order.template)
        target = self.desk.dialogs.target("生成报告", self.desk.folder / f"{title}.docx", _KINDS)
        if target is not None:
            done = partial(self._reported, target, title)
            self.desk.controller.run("正在生成报告", reporting(order, target), done)

    def _reported(self, target: Path, title: str, remarks: object) -> None:
        assert isinstance(remarks, tuple)
        words = f"报告已按“{title}”生成：{target}"
        self.desk.controller.tell_written("。".join([words, *remarks]), target)


def reporting(order: ReportOrder, target: Path) -> Callable[[Work], tuple[str, ...]]:
    """A job that writes the report; its result says what was done otherwise than the layout asks."""

    def job(work: Work) -> tuple[str, ...]:
        from perfdesk.session import write_report

        return write_report(order.documents, order.template, target, order.choice)

    return job
