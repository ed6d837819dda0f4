"""The dashboard of the open set, and its ways out: a picture, and the summary workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.gui.controller import Message
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.panes.dashboard import Dashboard
from perfdesk.gui.worker import Work, summing_up

if TYPE_CHECKING:
    from perfdesk.outlets.overview import Overview
    from perfdesk.session import Checked

_PICTURES, _WORKBOOKS = "图片 (*.png)", "工作簿 (*.xlsx)"


class Surveying(Feature):
    """Works the dashboard out only while it is in front."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.dashboard = Dashboard()
        self._is_stale = True
        self._making = False

    def acts(self) -> Acts:
        """The dashboard, and the workbook it stands for."""
        return {"dashboard": self.show, "summary": self.write}

    def usable(self) -> Mapping[str, bool]:
        """Something must be open."""
        controller = self.desk.controller
        has_any = bool(controller.documents)
        return {"dashboard": has_any, "summary": has_any and not controller.is_busy}

    def furnish(self) -> None:
        """Put it among the pages."""
        desk, dashboard = self.desk, self.dashboard
        desk.pages.addWidget(dashboard)
        desk.pages.currentChanged.connect(lambda number: self.refresh())
        dashboard.place_chosen.connect(desk.navigator.go_to)
        dashboard.rule_chosen.connect(desk.list_rule)
        dashboard.picture_wanted.connect(self.save_picture)
        dashboard.table_wanted.connect(self.write)
        for signal in (
            desk.controller.documents_added,
            desk.controller.documents_changed,
            desk.controller.document_closed,
        ):
            signal.connect(self._spoil)

    def _spoil(self) -> None:
        self._is_stale = True

    def show(self) -> None:
        """Bring it to the front."""
        self.desk.pages.setCurrentWidget(self.dashboard)
        self.refresh()

    def refresh(self) -> None:
        """Bring it up to date in a thread where it is seen, once what is under way has ended."""
        is_seen = self.desk.pages.currentWidget() is self.dashboard
        if is_seen and self._is_stale and not self._making:
            self._making, self._is_stale = True, False
            job = surveying(self.desk.controller.documents)
            work = self.desk.controller.run("", job, self._take)
            work.finished.connect(self._ended)

    def _take(self, result: object) -> None:
        from perfdesk.outlets.overview import Overview

        assert isinstance(result, Overview)
        self.dashboard.show_overview(result)

    def _ended(self) -> None:
        self._making = False
        self.refresh()

    def save_picture(self) -> None:
        """Ask for a file and save the dashboard as a picture."""
        suggested = self.desk.folder / "总览.png"
        target = self.desk.dialogs.target("存为图片", suggested, _PICTURES)
        if target is None:
            return
        if self.dashboard.page.grab().save(str(target)):
            self.desk.controller.tell_written(f"已存为 {target.name}。", target)
        else:
            self.desk.tell(Message(f"未能写入 {target.name}：请检查文件夹是否可写。"))

    def write(self) -> None:
        """Ask for a file and write the summary workbook in a thread."""
        target = self.desk.dialogs.target("汇总", self.desk.folder / "绩效自评审核汇总.xlsx", _WORKBOOKS)
        if target is not None:
            job = summing_up(self.desk.controller.documents, target)
            self.desk.controller.run("正在汇总", job, self._written)

    def _written(self, result: object) -> None:
        assert isinstance(result, Path)
        self.desk.controller.tell_written(f"汇总已写入 {result}。", result)


def surveying(documents: Sequence[Checked]) -> Callable[[Work], Overview]:
    """A job that works out what the documents come to."""

    def job(work: Work) -> Overview:
        from perfdesk.outlets.overview import overview

        return overview(documents)

    return job
