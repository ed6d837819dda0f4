"""Rows of a sheet inserted or deleted without loss: what must follow moves as Excel moves it.

A room of the lossless save, beside the patch of single cells. Merges, formulas of all sheets,
names, rules, filters, comments, drawings, charts, tables and views follow; every part in which
nothing moves stays byte for byte. Each function takes a package and answers with a new one, so
that calls may follow one another and `patch_cells` may come last.
"""

from __future__ import annotations

from perfdesk.core.grid import address
from perfdesk.reading.package import Package, parse_package
from perfdesk.writing.moving.row_cells import CellsMove, data_span
from perfdesk.writing.moving.row_frame import FrameMove
from perfdesk.writing.moving.row_move import RowMove
from perfdesk.writing.moving.row_neighbours import NeighbourMove, move_chain
from perfdesk.writing.moving.row_refusal import refuse_lost, refuse_unsafe
from perfdesk.writing.moving.row_results import Touched, renewed_after_move
from perfdesk.writing.patching.draft import Draft, SheetPart
from perfdesk.writing.patching.markup import Markup
from perfdesk.writing.patching.stored_formula import SheetContent
from perfdesk.writing.results.calculation import forget_chain_entries
from perfdesk.writing.results.recalculation import CellKey


def insert_rows(
    package: Package, sheet: str, before: int, count: int = 1, like: int | None = None, grows: bool = False
) -> Package:
    """Insert rows into a sheet as Excel does when it inserts copied rows.

    Args:
        package: the workbook; it is not changed.
        sheet: the name of the sheet.
        before: the row that comes to stand below the new ones.
        count: how many rows.
        like: the row, counted before the insertion, whose height, formats, merges within the row,
            rules and formulas the new rows take; its constants are not copied. None makes blank rows.
        grows: ranges and merges of several rows that end with row `before - 1` take the new rows in,
            which Excel does not do: a subtotal then counts a row added at the end of its group, and a
            level-1 label spans it. Ranges that are parted by the new rows grow in any case.

    Returns:
        The new workbook. Stored results are renewed where formulas changed, taken away where they
        cannot be told.

    Raises:
        CallFault: no such sheet, or the move would tear an array formula, a table's header, a pivot
            table, or push content off the sheet.
        FileFault: the workbook is damaged.
    """
    return _moved(package, RowMove(sheet, before, count, grows=grows, like=like), accept_lost=False)


def delete_rows(
    package: Package, sheet: str, first: int, count: int = 1, accept_lost: bool = False
) -> Package:
    """Delete rows of a sheet as Excel does; merges and ranges shrink.

    Unlike in Excel, the content of a merge that loses its first row but not all rows stays.

    Args:
        package: the workbook; it is not changed.
        sheet: the name of the sheet.
        first: the first row that goes.
        count: how many rows go.
        accept_lost: let formulas, names and rules that name deleted cells alone become `#REF!`, and
            pictures on them collapse, as Excel does. Without it such a deletion is refused.

    Raises:
        CallFault: as for `insert_rows`, and where something would become `#REF!`.
        FileFault: the workbook is damaged.
    """
    return _moved(package, RowMove(sheet, first, count, is_deletion=True), accept_lost)


def _moved(package: Package, move: RowMove, accept_lost: bool) -> Package:
    draft = Draft(package)
    target = draft.sheet(move.sheet)
    moving = SheetContent.read(package, target)
    refuse_unsafe(draft, target, moving, move)
    lost: list[str] = []
    resized: list[CellKey] = []
    fresh: list[tuple[int, int]] = []
    for sheet in draft.sheets:
        source = moving if sheet == target else SheetContent.read(package, sheet)
        part = _SheetMove(source, sheet, move)
        content = part.result()
        # A part in another encoding is read in UTF-8, so only what differs from that has changed.
        if content != source.scan.data:
            draft.put(sheet.part, content)
        lost += part.lost
        resized += [(sheet.name, row, column) for row, column in (*part.cells.resized, *part.cells.fresh)]
        fresh += part.cells.fresh
    neighbours = NeighbourMove(draft, target, move)
    neighbours.move_all()
    if not accept_lost:
        refuse_lost(target, move, lost + neighbours.lost)
    cells = [stored.cell for stored in moving.formulas.every()]
    gone = {(target.number, address(cell.row, cell.column)) for cell in cells if move.row(cell.row) is None}
    forget_chain_entries(draft, gone)
    move_chain(draft, target, move, fresh)
    touched = Touched(resized, neighbours.has_resized_names)
    return renewed_after_move(parse_package(draft.archive()), touched)


class _SheetMove:
    """One worksheet part after the move: its frame and its rows joined again."""

    def __init__(self, source: SheetContent, sheet: SheetPart, move: RowMove) -> None:
        scan = self._scan = source.scan
        start, end = data_span(scan)
        self._markup = Markup(scan.data[:start] + scan.data[end:], sheet.part)
        self._frame = FrameMove(self._markup, sheet.name, move)
        self.cells = CellsMove(source, sheet.name, move)
        self._adds_cells = move.is_for(sheet.name) and any(cell.row == move.like for cell in scan.cells)

    def result(self) -> bytes:
        """The whole part."""
        content = self.cells.content()
        self._frame.move_all(self._adds_cells)
        start, _ = data_span(self._scan)
        if content:
            self._markup.insert(start, content)
        return self._markup.result()

    @property
    def lost(self) -> list[str]:
        """In Chinese, what on this sheet names deleted cells."""
        return [*self.cells.lost, *self._frame.lost]
