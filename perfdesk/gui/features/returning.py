"""What a reviewer sends back: return notices to the units, and the inspection report over the whole set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.gui.dialogs.return_dialog import REPORT_NAME, ReturnOrder
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.worker import Work

if TYPE_CHECKING:
    from perfdesk.outlets.return_notice import Returned
    from perfdesk.session import Checked

_KINDS = "Word 文档 (*.docx);;PDF 文档 (*.pdf)"


def returning(documents: Sequence[Checked], order: ReturnOrder) -> Callable[[Work], Returned]:
    """A job that writes a return notice for each unit, and an inspection report, as ordered."""

    def job(work: Work) -> Returned:
        from perfdesk.outlets.inspection import write_inspection
        from perfdesk.outlets.return_notice import deadline_words, write_notices

        deadline = deadline_words(order.days, order.until)
        returned = write_notices(documents, order.folder, deadline, order.template)
        if order.has_report:
            write_inspection(documents, order.report, order.report_template)
        return returned

    return job


def inspecting(documents: Sequence[Checked], target: Path) -> Callable[[Work], tuple[str, ...]]:
    """A job that writes the inspection report; its result is what was done otherwise than asked."""

    def job(work: Work) -> tuple[str, ...]:
        from perfdesk.outlets.inspection import write_inspection

        return write_inspection(documents, target)

    return job


class Returning(Feature):
    """Asks where to write, and lets a thread write."""

    def acts(self) -> Acts:
        """The notices and the report."""
        return {"return": self.give_back, "inspection": self.inspect}

    def usable(self) -> Mapping[str, bool]:
        """Something must be open, and no other work be running."""
        controller = self.desk.controller
        return dict.fromkeys(("return", "inspection"), bool(controller.documents) and not controller.is_busy)

    def give_back(self) -> None:
        """Ask for deadline, template and folder, and write the return notices."""
        order = self.desk.dialogs.returns(self.desk.folder / "退回意见书")
        if order is not None:
            job, done = returning(self.desk.controller.documents, order), partial(self._returned, order)
            self.desk.controller.run("正在写退回意见书", job, done)

    def _returned(self, order: ReturnOrder, result: object) -> None:
        from perfdesk.outlets.return_notice import Returned

        assert isinstance(result, Returned)
        clean = f"没有需退回的问题、未发意见书的单位：{'、'.join(result.clean)}。" if result.clean else ""
        report = f"审核报告：{order.report.name}。" if order.has_report else ""
        words = f"已在 {order.folder} 写入 {len(result.written)} 份退回意见书。{report}{clean}"
        self.desk.controller.tell_written(words, order.folder)

    def inspect(self) -> None:
        """Ask for a file and write the inspection report into it."""
        documents = self.desk.controller.documents
        suggested = self.desk.folder / REPORT_NAME
        target = self.desk.dialogs.target("审核报告", suggested, _KINDS)
        if target is not None:
            job = inspecting(documents, target)
            self.desk.controller.run("正在写审核报告", job, lambda result: self._inspected(target, result))

    def _inspected(self, target: Path, result: object) -> None:
        assert isinstance(result, tuple)
        self.desk.controller.tell_written(f"审核报告已写入 {target}。{''.join(result)}", target)
