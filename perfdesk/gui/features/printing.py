"""Printing: the forms as they look, and the findings as a list; on paper or as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePath

from PySide6.QtCore import QTimer

from perfdesk.gui.controller import Message
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.paper.leaf import Printout
from perfdesk.gui.paper.print_job import PrintOrder, PrintWish, exporting, preparing, printing
from perfdesk.gui.paper.print_preview import PrintPreview
from perfdesk.gui.worker import Work

_PDF = "PDF 文件 (*.pdf)"
_SETTLES = 400


class Printing(Feature):
    """Lets threads lay out and write; the preview follows the form in front and its edits."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._preview: PrintPreview | None = None
        self._work: Work | None = None
        self._shown: PrintOrder | None = None
        self._place: tuple[str, str] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLES)
        self._later.timeout.connect(self.prepare)

    def acts(self) -> Acts:
        """Two commands."""
        return {"print_preview": self.show, "export_pdf": self.export_document}

    def usable(self) -> Mapping[str, bool]:
        """A sheet must be in front."""
        has_sheet = self.desk.has_sheet
        return {"print_preview": has_sheet, "export_pdf": has_sheet and not self.desk.controller.is_busy}

    def furnish(self) -> None:
        """Follow the edits."""
        controller = self.desk.controller
        for signal in (controller.documents_changed, controller.document_closed, controller.documents_added):
            signal.connect(self._follow)
        controller.told.connect(lambda message: self._tell(message.text))
        controller.progressed.connect(lambda done, total, words: self._tell(words, is_running=True))
        controller.work_changed.connect(self._rest)

    def refresh(self) -> None:
        """Follow the sheet in front."""
        if self._place != self.desk.navigator.place:
            self._follow()

    def end(self) -> None:
        """The preview goes with the window."""
        self._later.stop()
        if self._preview is not None:
            self._preview.close()

    def _tell(self, words: str, *, is_running: bool = False) -> None:
        """The preview may hide the window's own messages."""
        if self._preview is not None and self._preview.isVisible():
            self._preview.tell(words, is_running=is_running)

    def _rest(self) -> None:
        preview = self._preview
        if preview is not None and not preview.stop.isHidden() and not self.desk.controller.is_busy:
            preview.tell("")

    def _follow(self) -> None:
        if self._preview is not None and self._preview.isVisible():
            self._later.start()

    def show(self) -> None:
        """Show the preview of the sheet in front."""
        self.preview().show()
        self.preview().raise_()
        self.preview().activateWindow()
        self.prepare()

    def preview(self) -> PrintPreview:
        """The window of the preview, made once."""
        if self._preview is None:
            self._preview = PrintPreview(self.desk.window)
            self._preview.wish_changed.connect(self.prepare)
            self._preview.print_wanted.connect(self.print)
            self._preview.pdf_wanted.connect(self.export_shown)
            self._preview.stop_wanted.connect(self.desk.controller.cancel)
        return self._preview

    def order(self, wish: PrintWish) -> PrintOrder | None:
        """What is to be printed; None where its document is no longer open."""
        controller, place = self.desk.controller, self.desk.navigator.place
        documents = controller.documents
        if wish.scope != "all_findings":
            documents = tuple(checked for checked in documents if place and checked.path == place[0])
        if not documents or place is None:
            return None
        path, sheet = place
        looks, settings = {path: controller.looks(path)}, {path: controller.settings(path)}
        return PrintOrder(documents, sheet, wish, looks, settings)

    def prepare(self) -> None:
        """Lay the pages out anew; what is still being laid out is given up."""
        self._later.stop()
        if self._work is not None:
            self._work.cancel()
        self._place = self.desk.navigator.place
        order = self.order(self.preview().wish)
        if order is None:
            self.preview().show_waiting("没有打开的表。")
            return
        self.preview().show_waiting("正在排版……")
        work = self.desk.controller.run("正在排版", preparing(order))
        self._work = work
        work.succeeded.connect(partial(self._show, work, order))
        work.failed.connect(lambda sentence: self.preview().show_waiting(sentence))
        work.finished.connect(partial(self._forget, work))

    def _show(self, work: Work, order: PrintOrder, printout: object) -> None:
        if work is self._work:
            if isinstance(printout, Printout):
                self._shown = order
                self.preview().show_printout(printout)
            else:
                self.preview().show_waiting("排版已取消。")

    def _forget(self, work: Work) -> None:
        if work is self._work:
            self._work = None

    def export_document(self) -> None:
        """Ask for a file and write all sheets of the document in front as PDF."""
        self._export(PrintWish("document"))

    def export_shown(self) -> None:
        """Ask for a file and write what the preview shows as PDF."""
        self._export(self.preview().wish)

    def _export(self, wish: PrintWish) -> None:
        order = self.order(wish)
        if order is None:
            return
        suggested = Path(order.documents[0].path).parent / f"{order.title}.pdf"
        target = self.desk.dialogs.target("导出为 PDF", suggested, _PDF)
        if target is not None:
            self.desk.controller.run("正在导出 PDF", exporting(order, target), self._exported)

    def _exported(self, result: object) -> None:
        if isinstance(result, Path):
            self.desk.controller.tell_written(f"已导出 {PurePath(result).name}。", result)
        else:
            self.desk.controller.told.emit(Message("已停止，没有写出 PDF。", "done"))

    def print(self) -> None:
        """Ask for a printer and print what the preview shows."""
        printout = self.preview().printout
        if printout is None or self._shown is None:
            return
        printer = self.desk.dialogs.printer(printout.leaves[0].paper.layout, len(printout.leaves))
        if printer is not None:
            printer.setDocName(printout.title)
            self.desk.controller.run("正在打印", printing(self._shown, printer), self._printed)

    def _printed(self, result: object) -> None:
        words = f"已送出 {result} 页。" if result else "打印已取消。"
        self.desk.controller.told.emit(Message(words, "done"))
