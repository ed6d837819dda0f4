"""What printing, PDF and preview have in common: sheets of paper that know how to paint themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from perfdesk.core.fault import CallFault
from perfdesk.gui.paper.pdf_letter import with_ordinary_letters

POINTS_PER_INCH = 72.0
_DOTS_PER_INCH = 1200
_SIZES = {
    1: QPageSize.PageSizeId.Letter,
    3: QPageSize.PageSizeId.Tabloid,
    5: QPageSize.PageSizeId.Legal,
    7: QPageSize.PageSizeId.Executive,
    8: QPageSize.PageSizeId.A3,
    11: QPageSize.PageSizeId.A5,
    12: QPageSize.PageSizeId.JisB4,
    13: QPageSize.PageSizeId.JisB5,
    70: QPageSize.PageSizeId.A6,
    93: QPageSize.PageSizeId.Prc16K,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper, by Excel's number, and which way it lies; a size that is not known is A4."""

    number: int
    is_landscape: bool

    @property
    def layout(self) -> QPageLayout:
        """The page for Qt, without margins: leaves keep their own."""
        ways = QPageLayout.Orientation
        way = ways.Landscape if self.is_landscape else ways.Portrait
        size = QPageSize(_SIZES.get(self.number, QPageSize.PageSizeId.A4))
        return QPageLayout(size, way, QMarginsF(), QPageLayout.Unit.Point)

    @property
    def points(self) -> QSizeF:
        """Width and height as the paper lies."""
        return self.layout.fullRect(QPageLayout.Unit.Point).size()


class Leaf(Protocol):
    """One printed page."""

    @property
    def paper(self) -> Paper:
        """What it is printed on."""

    def paint(self, painter: QPainter, number: int, total: int) -> None:
        """Draw it in points from the paper's top left corner, as the page of that number."""

    def hand_over(self) -> None:
        """Let another thread paint it from now on."""


@dataclass(frozen=True)
class Printout:
    """Everything that is printed at once; `remark` says what the user must know of it."""

    title: str
    leaves: tuple[Leaf, ...]
    remark: str = ""


Report = Callable[[int, int, str], bool]
"""Gets what is done, of how much, and what it is at; False to stop."""


def paint_on(
    device: QPagedPaintDevice, leaves: Sequence[Leaf], report: Report, chosen: slice = slice(None)
) -> bool:
    """Paint pages, all or those chosen, on a printer or into a PDF; False where it was stopped on the way."""
    painter = QPainter()
    pages = list(enumerate(leaves, start=1))[chosen]
    try:
        for done, (number, leaf) in enumerate(pages):
            if not report(done, len(pages), f"第 {done + 1} 页，共 {len(pages)} 页"):
                return False
            _begin_page(painter, device, leaf)
            leaf.paint(painter, number, len(leaves))
            painter.restore()
        return True
    finally:
        if painter.isActive():
            painter.end()  # Qt aborts where a device goes while it is painted on.


def _begin_page(painter: QPainter, device: QPagedPaintDevice, leaf: Leaf) -> None:
    """A page of the leaf's paper, in points; the caller restores the painter at its end."""
    device.setPageLayout(leaf.paper.layout)
    if painter.isActive():
        device.newPage()
    elif not painter.begin(device):
        raise CallFault("打印机没有响应：请检查打印机是否可用，或改为导出 PDF。")
    dots = device.logicalDpiX() / POINTS_PER_INCH
    painter.save()
    painter.scale(dots, dots)


def pdf_bytes(printout: Printout, report: Report) -> bytes | None:
    """The printout as a PDF whose text can be copied and searched; None where it was stopped."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(printout.title)
    writer.setCreator("PerfDesk")
    is_whole = paint_on(writer, printout.leaves, report)
    buffer.close()
    return with_ordinary_letters(bytes(store.data())) if is_whole else None
