"""Work of printing off the GUI thread: dealing sheets out to pages, writing PDF files, feeding a printer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from perfdesk.core.fault import CallFault
from perfdesk.gui.paper.findings_sheet import PAGE, findings_sheet
from perfdesk.gui.paper.leaf import Leaf, Printout, paint_on, pdf_bytes
from perfdesk.gui.paper.paper_painter import Marking, PaperPainter
from perfdesk.gui.paper.sheet_leaf import PAGE_NUMBERS, sheet_leaves, usual_setting, with_caption
from perfdesk.gui.sheet.sheet import Sheet, marks_of
from perfdesk.gui.worker import Work

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from perfdesk.reading.page_setting import PageSetting
    from perfdesk.reading.sheet_setting import SheetSetting
    from perfdesk.reading.style import Look
    from perfdesk.session import Checked

    Settings = Mapping[str, SheetSetting]

Scope = Literal["sheet", "document", "findings", "all_findings"]
Fit = Literal["file", "width", "page", "full"]
Way = Literal["file", "portrait", "landscape"]
PaperSize = Literal["file", "A4", "A3"]
SCOPES: dict[Scope, str] = {
    "sheet": "当前工作表",
    "document": "当前文件的全部工作表",
    "findings": "当前文件的审核发现",
    "all_findings": "全部文件的审核发现",
}
FITS: dict[Fit, str] = {
    "file": "按文件的页面设置",
    "width": "一页宽",
    "page": "整张表缩到一页",
    "full": "不缩放（100%）",
}
WAYS: dict[Way, str] = {"file": "按文件的方向", "portrait": "纵向", "landscape": "横向"}
PAPERS: dict[PaperSize, str] = {"file": "按文件的纸张", "A4": "A4", "A3": "A3"}
_NUMBERS: dict[PaperSize, int] = {"A4": 9, "A3": 8}
"""What the files call sizes of paper."""
_FOOT_SHARE = 0.4
"""How much of the lower margin stays below page numbers the file has not made room for."""
MARKINGS: dict[Marking, str] = {"none": "不带标记", "colour": "标出发现（彩色）", "sign": "标出发现（黑白）"}


@dataclass(frozen=True, slots=True)
class PrintWish:
    """What the user wants on paper, and how."""

    scope: Scope = "sheet"
    marking: Marking = "none"
    fit: Fit = "file"
    way: Way = "file"
    is_numbered: bool = False
    paper: PaperSize = "file"

    def wanted(self, setting: PageSetting) -> PageSetting:
        """The page setting with the user's wishes laid over it."""
        if self.paper != "file":
            setting = replace(setting, paper=_NUMBERS[self.paper])
        if self.way != "file":
            setting = replace(setting, is_landscape=self.way == "landscape")
        if self.fit == "full":
            setting = replace(setting, fits=False, scale=100)
        elif self.fit != "file":
            setting = replace(setting, fits=True, fit_width=1, fit_height=1 if self.fit == "page" else 0)
        if self.is_numbered and "&P" not in setting.header + setting.footer:
            room = setting.margins[3] * _FOOT_SHARE
            margins = (*setting.margins[:5], min(setting.margins[5], room))
            setting = replace(setting, footer=setting.footer or PAGE_NUMBERS, margins=margins)
        return setting


@dataclass(frozen=True)
class PrintOrder:
    """What is printed: frozen, so that the session may go on.

    Attributes:
        documents: the one in front, or all for the findings of all; outside the window any for `document`.
        sheet: the one in front.
        looks: cell formats by path, where the window has read them already.
        settings: with them what their sheets set and show besides the cells, by path and name.
    """

    documents: Sequence[Checked]
    sheet: str
    wish: PrintWish
    looks: Mapping[str, tuple[Look, ...]] = field(default_factory=dict)
    settings: Mapping[str, Settings] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the PDF is called."""
        words = SCOPES[self.wish.scope].removeprefix("当前文件的")
        if self.wish.scope == "all_findings" or not self.documents:
            return words
        name = PurePath(self.documents[0].path).stem
        return f"{name} 审核发现" if self.wish.scope == "findings" else name


def preparing(order: PrintOrder) -> Callable[[Work], Printout | None]:
    """A job that lays the pages out; its result is None where it was cancelled."""

    def job(work: Work) -> Printout | None:
        printout = prepare(order, work)
        for leaf in printout.leaves if printout else ():
            leaf.hand_over()
        return printout

    return job


def prepare(order: PrintOrder, work: Work) -> Printout | None:
    """Lay the pages out; None where the work was cancelled. Raises Fault."""
    at = datetime.now()
    if order.wish.scope in ("findings", "all_findings"):
        painter = PaperPainter(findings_sheet(order.documents))
        leaves: list[Leaf] = [*sheet_leaves(painter, order.wish.wanted(PAGE), at, _goes_on(work))]
        return None if work.isInterruptionRequested() else Printout(order.title, tuple(leaves))
    leaves = []
    for checked in order.documents:
        dealt = _document_leaves(order, checked, work, at)
        if dealt is None:
            return None
        leaves += dealt
    if work.isInterruptionRequested():
        return None
    if not leaves:
        raise CallFault("没有可打印的内容：表里没有文字。请换一张表。")
    return Printout(order.title, tuple(leaves))


def _document_leaves(order: PrintOrder, checked: Checked, work: Work, at: datetime) -> list[Leaf] | None:
    """The pages of one document; None where the work was cancelled."""
    leaves: list[Leaf] = []
    looks, settings, pages = _read(order, checked)
    wanted = [
        grid for grid in checked.document.grids if _is_wanted(order, grid.name, is_hidden=grid.is_hidden)
    ]
    for done, grid in enumerate(wanted):
        if not work.report(done, len(wanted), grid.name):
            return None
        marks = marks_of(checked.findings, checked.path, grid.name)
        sheet = Sheet(checked.path, grid, looks, marks, settings.get(grid.name))
        setting = pages.get(grid.name)
        plain = PaperPainter(sheet, order.wish.marking, has_grid=setting is not None and setting.has_grid)
        page = with_caption(order.wish.wanted(usual_setting(plain, setting)), grid.caption)
        leaves += sheet_leaves(plain, page, at, _goes_on(work))
    return leaves


def _goes_on(work: Work) -> Callable[[], bool]:
    return lambda: not work.isInterruptionRequested()


def _is_wanted(order: PrintOrder, name: str, *, is_hidden: bool) -> bool:
    return name == order.sheet if order.wish.scope == "sheet" else not is_hidden


def _read(order: PrintOrder, checked: Checked) -> tuple[tuple[Look, ...], Settings, dict[str, PageSetting]]:
    from perfdesk.reading.document import read_appearance, read_pages

    path, content = Path(checked.path), checked.document.unsaved_content
    pages = read_pages(path, content)
    if known := order.looks.get(checked.path):
        return known, order.settings.get(checked.path, {}), pages
    return *read_appearance(path, content), pages


def exporting(order: PrintOrder, target: Path) -> Callable[[Work], Path | None]:
    """A job that writes a PDF, whole or not at all; its result is the file, None where it was cancelled."""

    def job(work: Work) -> Path | None:
        from perfdesk.disk.whole_file import is_same_file, write_whole

        if any(is_same_file(Path(checked.path), target) for checked in order.documents):
            raise CallFault(f"{target.name} 就是正在打印的文件：请换一个文件名或文件夹。")
        printout = prepare(order, work)
        data = None if printout is None else pdf_bytes(printout, work.report)
        if data is None:
            return None
        write_whole(target, data)
        return target

    return job


def printing(order: PrintOrder, printer: QPrinter) -> Callable[[Work], int]:
    """A job that prints; its result is how many pages went out, 0 where it was cancelled."""

    def job(work: Work) -> int:
        printout = prepare(order, work)
        if printout is None:
            return 0
        leaves = printout.leaves
        chosen = slice(printer.fromPage() - 1, printer.toPage()) if printer.fromPage() else slice(None)
        return len(leaves[chosen]) if paint_on(printer, leaves, work.report, chosen) else 0

    return job
