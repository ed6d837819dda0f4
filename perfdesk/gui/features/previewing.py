"""The preview of the report beside the forms: made in a thread, made again after edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDockWidget

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Place
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.panes.report_preview import ReportPreview
from perfdesk.gui.worker import Work

if TYPE_CHECKING:
    from perfdesk.gui.dialogs.name_dialog import NameDialog
    from perfdesk.narrative.context_listing import ContextLine
    from perfdesk.narrative.preview import Preview
    from perfdesk.narrative.report_choice import ReportChoice
    from perfdesk.recognition.correction import Corrections
    from perfdesk.session import Checked

_DELAY = 900
_WIDTH = 480


@dataclass(frozen=True)
class ReportOrder:
    """A report as the user wants it: of which documents, by which template, and how it is written."""

    documents: tuple[Checked, ...]
    template: str
    choice: ReportChoice


class Previewing(Feature):
    """Keeps the pages true to the forms while they are seen; a page's picture is made when it is.

    What is chosen here counts for the report that is written, too.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view = ReportPreview()
        self.bar = self.view.bar
        self._beside: tuple[Checked, ...] = ()
        self._names: NameDialog | None = None
        self.dock: QDockWidget | None = None
        self._is_stale = True
        self._making = False
        self._picturing = False
        self._wants_more = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_DELAY)
        self._pause.timeout.connect(self._make)

    def acts(self) -> Acts:
        """One command."""
        return {"report_preview": self.show}

    def usable(self) -> Mapping[str, bool]:
        """Something must be open."""
        return {"report_preview": bool(self.desk.controller.documents)}

    def furnish(self) -> None:
        """Put it beside the details, unseen at first."""
        desk, view = self.desk, self.view
        self.dock = desk.dock("报告预览", view, "right")
        desk.window.tabifyDockWidget(desk.docks[1], self.dock)
        self.dock.hide()
        self.dock.visibilityChanged.connect(lambda is_seen: self._renew())
        view.place_chosen.connect(desk.navigator.go_to)
        self.bar.renewal_wanted.connect(self._renew_now)
        self.bar.changed.connect(self._renew_now)
        self.bar.write_wanted.connect(desk.actions_by_key["report"].trigger)
        self.bar.names_wanted.connect(self.list_names)
        self.bar.beside_wanted.connect(self.take_beside)
        self.bar.beside_dropped.connect(lambda: self._keep_beside(()))
        view.picture_wanted.connect(self._picture)
        for signal in (
            desk.controller.documents_added,
            desk.controller.documents_changed,
            desk.controller.document_closed,
        ):
            signal.connect(self._spoil)

    def show(self) -> None:
        """Bring it to the front."""
        assert self.dock is not None
        self.dock.show()
        self.dock.raise_()
        if not self.dock.isFloating() and self.dock.width() < _WIDTH:
            width = min(_WIDTH, self.desk.window.width() * 2 // 5)
            self.desk.window.resizeDocks([self.dock], [width], Qt.Orientation.Horizontal)
        self._offer_templates()
        self._renew()

    def refresh(self) -> None:
        """Mark the figures of the cell in front."""
        navigator = self.desk.navigator
        if self._is_seen() and navigator.place is not None and navigator.cell is not None:
            self.view.show_place(Place(*navigator.place, navigator.cell))

    def end(self) -> None:
        """Make nothing more."""
        self._pause.stop()

    def _offer_templates(self) -> None:
        """The templates as they are now: the user may have added one."""
        from perfdesk.desks.template_desk import report_templates

        self.bar.show_templates({each.identifier: each.title for each in report_templates()})

    def order(self, template: str = "") -> ReportOrder:
        """The report as it is chosen now; another template counts from now on."""
        if template:
            self._offer_templates()
            self.bar.choose(template)
            self._spoil()
        documents = (*self.desk.controller.documents, *self._beside)
        return ReportOrder(documents, self.bar.identifier, self.bar.choice)

    def take_beside(self) -> None:
        """Ask for a folder with tables to compare with, and read them in a thread."""
        if folder := self.desk.dialogs.folder("上年决算、本年预算的表所在的文件夹"):
            corrections = self.desk.controller.session.corrections
            job = reading_beside(Path(folder), corrections)
            self.desk.controller.run("正在读取", job, self._keep_beside)

    def _keep_beside(self, documents: object) -> None:
        assert isinstance(documents, tuple)
        self._beside = documents
        self.bar.show_beside(f"另取 {len(documents)} 个文件的预算、决算表" if documents else "")
        self._renew_now()

    def list_names(self) -> None:
        """Show every name a template can print now, beside the window."""
        job = listing_names(self.order().documents)
        self.desk.controller.run("正在列出名称", job, self._show_names)

    def _show_names(self, names: object) -> None:
        from perfdesk.gui.dialogs.name_dialog import NameDialog

        assert isinstance(names, tuple)
        dialog = self._names
        if dialog is None:
            dialog = self._names = NameDialog(self.desk.window)
            dialog.place_chosen.connect(self.desk.navigator.go_to)
        dialog.show_names(names)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _spoil(self) -> None:
        self._is_stale = True
        if self._is_seen():
            self._pause.start()

    def _is_seen(self) -> bool:
        return self.dock is not None and self.dock.isVisible()

    def _renew_now(self) -> None:
        self._is_stale = True
        self._offer_templates()
        self._make()

    def _renew(self) -> None:
        if self._is_seen() and self._is_stale:
            self._make()

    def _make(self) -> None:
        """Make the pages anew in a thread, once the making under way has ended."""
        if self._making or not self._is_stale or not self._is_seen():
            return
        self._making, self._is_stale = True, False
        work = self.desk.controller.run("", previewing(self.order()), self._made)
        work.finished.connect(self._ended)

    def _made(self, result: object) -> None:
        if isinstance(result, str):
            self.view.show_sentence(result)
            return
        from perfdesk.narrative.preview import Preview

        assert isinstance(result, Preview)
        self.view.show_preview(result)
        self.refresh()

    def _ended(self) -> None:
        self._making = False
        self._make()

    def _picture(self) -> None:
        """Make the picture of the page in view; only the last wish counts while one is being made."""
        preview = self.view.preview
        if preview is None:
            return
        if self._picturing:
            self._wants_more = True
            return
        self._picturing = True
        wish = self.view.number, self.view.scale
        dots = self.view.devicePixelRatioF()
        job = picturing(preview, wish[0] - 1, wish[1] * dots, dots)
        work = self.desk.controller.run("", job, lambda result: self._pictured(preview, wish, result))
        work.finished.connect(self._picture_next)

    def _pictured(self, preview: Preview, wish: tuple[int, float], result: object) -> None:
        assert isinstance(result, QImage)
        if preview is self.view.preview:
            self.view.show_picture(result, *wish)

    def _picture_next(self) -> None:
        wants_more = self._wants_more
        self._picturing = self._wants_more = False
        if wants_more:
            self._picture()


def previewing(order: ReportOrder) -> Callable[[Work], Preview | str]:
    """A job that lays the report out; its result may be the sentence that says why there is none."""

    def job(work: Work) -> Preview | str:
        from perfdesk.session import preview_report

        try:
            return preview_report(order.documents, order.template, order.choice)
        except Fault as fault:
            return fault.message

    return job


def picturing(preview: Preview, page: int, scale: float, dots: float) -> Callable[[Work], QImage]:
    """A job that makes the picture of a page, `scale` dots a point and `dots` to a pixel of the screen."""

    def job(work: Work) -> QImage:
        from perfdesk.reading.pdf import page_picture

        picture = page_picture(preview.content, page, scale)
        image = QImage(
            picture.dots, picture.width, picture.height, picture.stride, QImage.Format.Format_BGR888
        ).copy()
        image.setDevicePixelRatio(dots)
        return image

    return job


def reading_beside(folder: Path, corrections: Corrections | None) -> Callable[[Work], tuple[Checked, ...]]:
    """A job that reads the tables a report compares with."""

    def job(work: Work) -> tuple[Checked, ...]:
        from perfdesk.desks.beside import tables_beside

        return tables_beside([folder], corrections, work.report)

    return job


def listing_names(documents: Sequence[Checked]) -> Callable[[Work], tuple[ContextLine, ...]]:
    """A job that lists every name a template can print."""

    def job(work: Work) -> tuple[ContextLine, ...]:
        from perfdesk.session import report_context

        return report_context(documents)

    return job
