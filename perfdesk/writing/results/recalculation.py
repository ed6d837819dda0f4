"""What formulas show once cells have changed: worked out where that is certain, else unknown.

Stands beside the lossless save, which writes these results into the file, so that programs
that trust a stored result show the right one; a screen may show the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.number_format import render
from perfdesk.writing.results.dependence import Area, FormulaCell, dependent_formulas
from perfdesk.writing.results.formula import work_out
from perfdesk.writing.results.formula_value import Content, ErrorResult, ErrorValue, NotWorkedOut, Result

CellKey = tuple[str, int, int]
"""A sheet's name, a row and a column."""

_MOST_CELLS = 20_000
_MOST_LOOKED_AT = 400_000
"""Most cells that one recalculation looks at in all; formulas that would need more are not worked out."""
_DEEPEST = 40


def recalculate(
    grids: Sequence[Grid], formulas: Sequence[FormulaCell], changed: Collection[CellKey]
) -> dict[FormulaCell, Result | None]:
    """The formulas that depend on the changed cells, with their results.

    Args:
        grids: the sheets after the change.
        formulas: every formula of the workbook; one that fills several cells is never worked out.
        changed: the cells that were edited.

    Returns:
        the new result by formula; None where it cannot be told, so that the old one must go.
    """
    areas = [Area(sheet, Block(row, column, row, column)) for sheet, row, column in changed]
    stale = dependent_formulas(formulas, areas)
    by_name = {grid.name.casefold(): grid for grid in grids}
    work = _Work(by_name, {_key(formula): formula for formula in stale})
    return {formula: work.result(formula) for formula in stale}


def recalculated_cells(grids: Sequence[Grid], changed: Collection[CellKey]) -> dict[CellKey, Cell]:
    """The formula cells that no longer show what they did, as they are after the change.

    For a screen and for rules: a result that cannot be told leaves the cell uncalculated, so
    that an old figure is never taken for a new one.
    """
    formulas = {
        FormulaCell(grid.name, Block(row, column, row, column), cell.formula): (grid.name, row, column)
        for grid in grids
        for (row, column), cell in grid.cells.items()
        if cell.formula is not None and (grid.name, row, column) not in changed
    }
    by_name = {grid.name: grid for grid in grids}
    renewed = {}
    for formula, result in recalculate(grids, list(formulas), changed).items():
        sheet, row, column = formulas[formula]
        renewed[sheet, row, column] = _renewed(by_name[sheet].cells[row, column], result)
    return renewed


def _renewed(cell: Cell, result: Result | None) -> Cell:
    if result is None:
        return replace(cell, text="", number=None, is_error=False, is_uncalculated=True)
    if isinstance(result, str):
        return replace(cell, text=result, number=None, is_error=False, is_uncalculated=False)
    text = render(result, cell.number_format)
    return replace(cell, text=text, number=result, is_error=False, is_uncalculated=False)


def _key(formula: FormulaCell) -> CellKey:
    return formula.sheet.casefold(), formula.block.top, formula.block.left


@dataclass
class _Work:
    """Results as far as they are known; one stale formula may need another."""

    grids: Mapping[str, Grid]
    stale: Mapping[CellKey, FormulaCell]
    known: dict[CellKey, Result | ErrorValue | None] = field(default_factory=dict)
    waiting: set[CellKey] = field(default_factory=set)
    left: int = _MOST_LOOKED_AT

    def result(self, formula: FormulaCell) -> Result | None:
        """The formula's result, or None where it cannot be told or is an error."""
        found = self._outcome(formula)
        return None if isinstance(found, ErrorValue) else found

    def _outcome(self, formula: FormulaCell) -> Result | ErrorValue | None:
        key = _key(formula)
        if key in self.known:
            return self.known[key]
        if key in self.waiting or len(self.waiting) > _DEEPEST or not formula.block.is_single:
            return None
        self.waiting.add(key)
        try:
            self.known[key] = work_out(formula.text, formula.sheet, self.read)
        except ErrorResult:
            self.known[key] = ErrorValue()
        except NotWorkedOut:
            self.known[key] = None
        self.waiting.discard(key)
        return self.known[key]

    def read(self, area: Area) -> Sequence[Content]:
        """The contents of an area's stored cells."""
        grid = self.grids.get(area.sheet.casefold())
        if grid is None:
            raise NotWorkedOut(area.sheet)
        block = area.block
        size = (block.bottom - block.top + 1) * (block.right - block.left + 1)
        self.left -= min(size, len(grid.cells))
        if self.left < 0:
            raise NotWorkedOut(block.range)
        if size <= len(grid.cells):
            rows, columns = range(block.top, block.bottom + 1), range(block.left, block.right + 1)
            places = [(row, column) for row in rows for column in columns if (row, column) in grid.cells]
        else:
            places = [place for place in grid.cells if block.contains(*place)]
        if len(places) > _MOST_CELLS:
            raise NotWorkedOut(block.range)
        return [self._content(grid, row, column) for row, column in places]

    def _content(self, grid: Grid, row: int, column: int) -> Content:
        cell = grid.cells[row, column]
        formula = self.stale.get((grid.name.casefold(), row, column))
        if formula is not None and cell.formula is not None:
            result = self._outcome(formula)
            if result is None:
                raise NotWorkedOut(formula.text)
            return result
        if cell.is_uncalculated:
            raise NotWorkedOut(cell.text)
        if cell.is_error:
            return ErrorValue()
        if cell.number is None and cell.text in ("TRUE", "FALSE"):
            # The grid does not tell a truth value from a text that spells one.
            raise NotWorkedOut(cell.text)
        if cell.number is not None:
            return cell.number
        # A formula that gives "" leaves a text without letters, not a blank cell.
        return cell.text if cell.text or cell.formula is not None else None
