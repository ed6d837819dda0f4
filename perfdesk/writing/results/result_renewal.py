"""The cached results of formulas after an edit: written anew where they can be worked out, else taken away.

Serves the lossless save. A reader that trusts a cached result must never be shown one that is no
longer true; a result that stays the same is left as it lies in the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from perfdesk.core.grid import Block, Grid
from perfdesk.core.value import plain
from perfdesk.reading.sheet_scan import RawCell, parse_range
from perfdesk.reading.xlsx import formula_text
from perfdesk.writing.patching.sheet_patch import Content, SheetPatch
from perfdesk.writing.results.defined_name import with_cells_of_names
from perfdesk.writing.results.dependence import Area, FormulaCell, dependent_formulas
from perfdesk.writing.results.formula_value import Result
from perfdesk.writing.results.recalculation import CellKey, recalculate

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")


def has_formulas(sheet: bytes) -> bool:
    """Whether a worksheet part may hold a formula."""
    return _FORMULA.search(sheet) is not None


def stale_formulas(
    patches: Mapping[str, SheetPatch], edited: Collection[CellKey], names: Mapping[str, Mapping[str, str]]
) -> list[FormulaCell]:
    """The formulas, of sheets by name, whose results the edited cells may change.

    Args:
        patches: the sheets that hold formulas, by name.
        edited: the cells that were edited; what stood there before no longer counts.
        names: what defined names mean, by sheet.
    """
    formulas = [
        formula
        for name, patch in patches.items()
        for formula in formulas_of(name, patch, names.get(name, {}))
        if (name, formula.block.top, formula.block.left) not in edited
    ]
    return dependent_formulas(
        formulas, [Area(sheet, Block(row, col, row, col)) for sheet, row, col in edited]
    )


def renew_results(
    patches: Mapping[str, SheetPatch],
    grids: Sequence[Grid],
    stale: Sequence[FormulaCell],
    edited: Collection[CellKey],
) -> None:
    """Give formulas the results they have in the edited sheets, or none where that cannot be told."""
    by_name = {grid.name: grid for grid in grids}
    for formula, result in recalculate(grids, stale, edited).items():
        patch, block = patches[formula.sheet], formula.block
        if result is None:
            patch.forget_results(block)
        elif not _shows(by_name[formula.sheet], block, result):
            patch.renew_result(block.top, block.left, _content(result))


def _shows(grid: Grid, block: Block, result: Result) -> bool:
    """Whether the file already holds this result."""
    cell = grid.cells.get((block.top, block.left))
    if cell is None or cell.is_error or cell.is_uncalculated:
        return False
    return (
        cell.number == result if isinstance(result, Decimal) else (cell.number, cell.text) == (None, result)
    )


def _content(result: Result) -> Content:
    return Content("str", result) if isinstance(result, str) else Content(None, plain(result))


def formulas_of(
    sheet: str, patch: SheetPatch, names: Mapping[str, str] = MappingProxyType({})
) -> Iterator[FormulaCell]:
    """The formulas of a sheet, given by its name, with their full texts.

    Names that are given have their cells in their place.
    """
    for cell in patch.formula_cells:
        # An empty formula, as LibreOffice writes beside some errors, is none: the cell says what it stores.
        if cell.formula is not None and (cell.formula.text.strip() or cell.formula.kind != "normal"):
            yield _formula_cell(sheet, cell, patch, names)


def _formula_cell(sheet: str, cell: RawCell, patch: SheetPatch, names: Mapping[str, str]) -> FormulaCell:
    """A formula with its full text; one whose text is not known gets a name, which tells nothing."""
    formula = cell.formula
    block = Block(cell.row, cell.column, cell.row, cell.column)
    if formula is None:
        return FormulaCell(sheet, block, "")
    area = parse_range(formula.range or "") if formula.kind in {"array", "dataTable"} else None
    whole = block if area is None else Block(*area)
    if formula.kind == "dataTable":
        # It is worked out from the row above and the column before it, which hold inputs and formulas.
        with_heads = Block(max(1, whole.top - 1), max(1, whole.left - 1), whole.bottom, whole.right)
        return FormulaCell(sheet, whole, with_heads.range)
    text = formula_text(cell, formula, patch.masters)
    return FormulaCell(sheet, whole, "?" if text is None else with_cells_of_names(text, names))
