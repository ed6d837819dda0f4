"""Sets single cells of one workbook: `Sheet1!K5=51%` as a clerk would type it; and moves its rows.

Stands above the session; `edit_commands` prints what it did. Everything else in the file stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.document import Document
from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import Cell, address, parse_address
from perfdesk.desks.pointed_cell import place_parts, pointed_block
from perfdesk.desks.text_search import replacements
from perfdesk.row_edit import RowOrder
from perfdesk.session import Session, load
from perfdesk.writing.saving.in_place import Saved

_ASSIGNMENT = re.compile(
    r"((?:'(?:[^']|'')+'!|[^=!]+!|)\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6})=(.*)", re.DOTALL | re.ASCII
)
_ROWS = re.compile(r"([1-9][0-9]{0,6})(?::([1-9][0-9]{0,6}))?", re.ASCII)
_BLANK = "（空）"


@dataclass(frozen=True, slots=True)
class SetCell:
    """One cell that was set: what it showed and what it shows now."""

    sheet: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True)
class CellsSet:
    """What setting cells came to.

    Attributes:
        cells: the cells set, in the order they were named.
        followed: formulas elsewhere that show another result now.
        notes: sentences on what the user may not have meant.
        saved: what the save in place did; None for a copy.
    """

    cells: tuple[SetCell, ...]
    followed: int
    notes: tuple[str, ...]
    saved: Saved | None


def set_cells(
    file: Path, assignments: Sequence[str], output: Path | None = None, *, though_open: bool = False
) -> CellsSet:
    """Set cells of a workbook, in the file itself (its old content is kept as a backup) or in a copy.

    Raises:
        CallFault: an assignment is no `工作表!单元格=值`, or a cell cannot be edited alone.
        FileFault: the file cannot be read or written.
    """
    notes: list[str] = []
    wanted = _Wanted(file, output, though_open)
    return _carry_out(wanted, lambda document: [_edit(document, each, notes) for each in assignments], notes)


def replace_text(
    file: Path, needle: str, text: str, output: Path | None = None, *, though_open: bool = False
) -> CellsSet:
    """Put a text in place of another in every cell of a workbook; cells with a formula are left.

    Raises:
        CallFault: the text occurs nowhere.
        FileFault: the file cannot be read or written.
    """

    def edits(document: Document) -> list[Edit]:
        found = replacements(document.grids, needle, text)
        if not found:
            raise CallFault(f"{file.name} 里没有可替换的“{needle}”：写法要与表里完全相同，公式的结果不替换。")
        return found

    return _carry_out(_Wanted(file, output, though_open), edits, [])


@dataclass(frozen=True, slots=True)
class RowsMoved:
    """What moving rows came to: its name, sentences besides, and the save in place, None for a copy."""

    name: str
    notes: tuple[str, ...]
    saved: Saved | None


def move_rows(
    file: Path, place: str, *, is_deletion: bool, output: Path | None = None, though_open: bool = False
) -> RowsMoved:
    """Insert rows above those of `工作表!12:14`, as many, or delete these; merges and formulas follow.

    Raises:
        CallFault: the rows are none, or moving them would tear something.
        FileFault: the file cannot be read or written.
    """
    session = Session()
    session.add(load([file]))
    path = str(file)
    document = session.document(path).document
    if document.fault is not None:
        raise document.fault
    rows = place_parts(place)[1]
    match = _ROWS.fullmatch(rows)
    if match is None:
        raise CallFault(f"“{place}”不是行：请写成 Sheet1!12 或 Sheet1!12:14 的样子。")
    grid, _ = pointed_block(document.grids, f"{place.removesuffix(rows)}A1")
    first, last = int(match.group(1)), int(match.group(2) or match.group(1))
    order = RowOrder(grid.name, min(first, last), abs(last - first) + 1, is_deletion)
    session.move_rows(path, order)
    if output is not None:
        return RowsMoved(order.name, session.save_as(path, output), None)
    return RowsMoved(order.name, (), session.save(path, though_open=though_open))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which file is edited, and where the result goes."""

    file: Path
    output: Path | None
    though_open: bool


def _carry_out(wanted: _Wanted, choose: Callable[[Document], Sequence[Edit]], notes: list[str]) -> CellsSet:
    """Edit a file as chosen and save it; `notes` grows on the way."""
    session = Session()
    session.add(load([wanted.file]))
    path = str(wanted.file)
    before = session.document(path).document
    if before.fault is not None:
        raise before.fault
    edits = choose(before)
    session.apply(path, edits, "设定单元格")
    saved = None
    if wanted.output is None:
        saved = session.save(path, though_open=wanted.though_open)
    else:
        notes += session.save_as(path, wanted.output)
    after = session.document(path).document
    spots = tuple(dict.fromkeys((edit.sheet, edit.cell) for edit in edits))
    cells = tuple(SetCell(*spot, _shown(_cell(before, *spot)), _shown(_cell(after, *spot))) for spot in spots)
    followed = sum(1 for _ in _changed_formulas(before, after, set(spots)))
    return CellsSet(cells, followed, tuple(notes), saved)


def _edit(document: Document, assignment: str, notes: list[str]) -> Edit:
    match = _ASSIGNMENT.fullmatch(assignment)
    if match is None:
        raise CallFault(
            f"“{assignment}”不是“工作表!单元格=值”：请写成 Sheet1!K5=51% 的样子，工作表名里有空格时加引号。"
        )
    place, value = match.groups()
    grid, block = pointed_block(document.grids, place)
    spot = f"{grid.name}!{block.address}"
    named = place_parts(place)[1].replace("$", "").upper()
    if named != block.address:
        notes.append(f"{named} 在合并单元格 {block.range} 里，写入的是 {spot}。")
    if value.startswith("="):
        notes.append(f"{spot} 的内容以 = 开头，按文字写入，不会成为公式。")
    return Edit(grid.name, block.address, value)


def _cell(document: Document, sheet: str, cell: str) -> Cell:
    return document.grid(sheet).cell_at(*parse_address(cell))


def _shown(cell: Cell) -> str:
    return cell.text or _BLANK


def _changed_formulas(before: Document, after: Document, spots: set[tuple[str, str]]) -> Iterator[Cell]:
    """The formulas that show another result now; those whose result is not known are told as a note."""
    for old in before.grids:
        new = after.grid(old.name)
        for place, cell in new.cells.items():
            is_other = (old.name, address(*place)) not in spots
            is_known = cell.formula is not None and not cell.is_uncalculated
            if is_other and is_known and cell != old.cell_at(*place):
                yield cell
