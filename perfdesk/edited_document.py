"""A document with typed edits: what the session shows and judges while nothing is saved yet.

Stands above the readers and the recalculation, and below the session, which keeps the edits.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

from perfdesk.core.document import Document
from perfdesk.core.grid import Cell, Grid, parse_address
from perfdesk.core.history import CellChange
from perfdesk.reading.entry import typed_cell, typed_text, types_alike

if TYPE_CHECKING:
    from perfdesk.writing.results.recalculation import CellKey

Edits = Mapping[tuple[str, str], str]
"""Typed text by sheet and cell."""


def idle_edits(opened: Document, edits: Edits) -> list[tuple[str, str]]:
    """The cells whose edit gives them the text they have.

    Such an edit leaves the file's cell, formula and all: typed text never becomes a formula.
    """
    return [spot for spot, text in edits.items() if text == typed_text(_cell(opened, *spot))]


def edited_document(opened: Document, edits: Edits) -> Document:
    """The document as opened with every edit typed in and the formulas that follow renewed."""
    from perfdesk.writing.results.recalculation import recalculated_cells

    typed: dict[CellKey, Cell] = {}
    for (sheet, cell), text in edits.items():
        typed[sheet, *parse_address(cell)] = typed_cell(text, _cell(opened, sheet, cell))
    grids = _with_cells(opened.grids, typed)
    grids = _with_cells(grids, recalculated_cells(grids, typed.keys()))
    return dataclasses.replace(opened, grids=grids)


def is_repeatable(change: CellChange, before: Document, after: Document) -> bool:
    """Whether typing a change's texts into the saved file makes the cells it made in the one before."""
    old, new = _cell(before, change.sheet, change.cell), _cell(after, change.sheet, change.cell)
    return types_alike(change.before, old, new) and types_alike(change.after, old, new)


def _cell(document: Document, sheet: str, cell: str) -> Cell:
    return document.grid(sheet).cell_at(*parse_address(cell))


def _with_cells(grids: tuple[Grid, ...], cells: Mapping[CellKey, Cell]) -> tuple[Grid, ...]:
    by_sheet: dict[str, dict[tuple[int, int], Cell]] = {}
    for (sheet, row, column), cell in cells.items():
        by_sheet.setdefault(sheet, {})[row, column] = cell
    return tuple(
        grid.with_cells({**grid.cells, **by_sheet[grid.name]}) if grid.name in by_sheet else grid
        for grid in grids
    )
