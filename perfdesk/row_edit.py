"""Rows of an open sheet inserted and deleted: where everything stands afterwards, as a new content.

Stands above the lossless moving of rows and the forms, and below the session, which keeps what comes
before and after for undo. Edits that were typed before go into the content first, at their places.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.document import Content, Document
from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.form import Form
from perfdesk.core.history import Stand
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.writing.fresh.imported import as_workbook
from perfdesk.writing.moving.rows import delete_rows, insert_rows
from perfdesk.writing.patching.patch import patch_cells

MOST_ROWS = 1_000
"""Rows inserted at once; a form has some dozens."""


@dataclass(frozen=True, slots=True)
class RowOrder:
    """Rows to insert above row `first`, or to delete from it on."""

    sheet: str
    first: int
    count: int = 1
    is_deletion: bool = False

    @property
    def name(self) -> str:
        """What undo calls it."""
        rows = f"第 {self.first} 行" if self.count == 1 else f"第 {self.first} 行起 {self.count} 行"
        return f"删除{rows}" if self.is_deletion else f"在第 {self.first} 行上方插入 {self.count} 行"


def moved(stand: Stand, forms: Sequence[Form], order: RowOrder) -> Stand:
    """The document after the rows came or went.

    Raises:
        CallFault: the document is no .xlsx, or the rows cannot come or go without tearing something.
        FileFault: the workbook is damaged.
    """
    path = Path(stand.document.path)
    if not order.is_deletion and order.count > MOST_ROWS:
        raise CallFault(f"一次最多插入 {MOST_ROWS} 行：请选少一些的行。")
    assert stand.document.content is not None
    imported = as_workbook(stand.document.content.data, path)
    if imported.is_new:
        raise CallFault(f"{path.name} 不是 .xlsx 工作簿，不能插入或删除行：请先另存为 .xlsx，再打开它。")
    package = _with_edits(imported.package, stand.edits)
    if order.is_deletion:
        package = delete_rows(package, order.sheet, order.first, order.count)
    else:
        like, grows = _model(forms, order)
        package = insert_rows(package, order.sheet, order.first, order.count, like, grows)
    return read_stand(stand.document, package.data)


def read_stand(document: Document, data: bytes, edits: Sequence[Edit] = ()) -> Stand:
    """A document as read from another content than its file's; its digest stays that of the file."""
    grids = read_workbook(parse_package(data))
    content = Content.of(data)
    return Stand(dataclasses.replace(document, grids=grids, forms=(), content=content), tuple(edits))


def _with_edits(package: Package, edits: Sequence[Edit]) -> Package:
    package.check_all_prologs()
    return parse_package(patch_cells(package, edits).archive()) if edits else package


def _model(forms: Sequence[Form], order: RowOrder) -> tuple[int | None, bool]:
    """The row that new ones are modelled on, and whether they belong to what ends above them.

    As in a spreadsheet the row above; but the first indicator row is like itself, not like the heading.
    """
    rows = {indicator.row for form in forms if form.sheet == order.sheet for indicator in form.indicators}
    above = order.first - 1
    if above in rows:
        return above, True
    return (order.first if order.first in rows else above or None), False
