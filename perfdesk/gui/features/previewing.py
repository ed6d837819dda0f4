"""The preview of the report beside the forms: made in a thread, made again after edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDockWidget

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Place
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.panes.report_preview import USUAL, ReportPreview
from perfdesk.gui.worker import Work

if TYPE_CHECKING:
    from perfdesk.narrative.preview import Preview
    from perfdesk.session import Checked

_DELAY = 900
_WIDTH = 480


class Previewing(Feature):
    """Keeps the pages true to the forms while they are seen; a page's picture is made when it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view = ReportPreview()
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
        view.renewal_wanted.connect(self._renew_now)
        view.picture_wanted.connect(self._picture)
        for signal in (
            desk.controller.documents_added,
            desk.controller.document_changed,
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
        from perfdesk.template_desk import report_templates

        self.view.show_templates({each.identifier: each.title for each in report_templates()})

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
        template = self.view.template.currentData() or USUAL
        job = previewing(self.desk.controller.documents, template)
        work = self.desk.controller.run("", job, self._made)
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


def previewing(documents: Sequence[Checked], template: str) -> Callable[[Work], Preview | str]:
    """A job that lays the report out; its result may be the sentence that says why there is none."""

    def job(work: Work) -> Preview | str:
        from perfdesk.session import preview_report

        try:
            return preview_report(documents, template)
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
