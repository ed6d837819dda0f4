"""The stored results of formulas after rows moved: worked out where that is certain, else taken away.

Last step of moving rows. Formulas that were only moved keep the results they have; those whose
ranges have other rows than before, new ones, and all that follow from them are renewed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from perfdesk.core.grid import Block
from perfdesk.core.value import plain
from perfdesk.reading.package import Package
from perfdesk.reading.xlsx import SheetEntry, make_grid, open_workbook
from perfdesk.writing.calculation import has_full_precision, set_full_calculation
from perfdesk.writing.dependence import Area, FormulaCell, dependent_formulas, named_areas
from perfdesk.writing.draft import Draft
from perfdesk.writing.formula import Result
from perfdesk.writing.recalculation import CellKey, recalculate
from perfdesk.writing.sheet_patch import Content, SheetPatch
from perfdesk.writing.stored_formula import StoredFormula, read_formulas

# Their result may change by a move of rows although every cell they name keeps its value.
_POSITIONAL = re.compile(r"\b(?:ROW|ROWS|CELL|ADDRESS|INDIRECT|OFFSET)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a move of rows has done to formulas.

    Attributes:
        formulas: cells whose formula is new, or names a range with other rows than before.
        cells: cells that are new.
        has_resized_names: whether a name stands for other rows than before.
    """

    formulas: Collection[CellKey]
    cells: Collection[CellKey]
    has_resized_names: bool = False


def renew_results(package: Package, touched: Touched) -> Draft:
    """The package after a move of rows with its stored results made true."""
    draft = Draft(package)
    patches = {sheet.name: SheetPatch(package.read_xml(sheet.part), sheet.part) for sheet in draft.sheets}
    formulas = {
        _formula_cell(name, stored): stored
        for name, patch in patches.items()
        for stored in read_formulas(patch.scan).every()
    }
    stale = _stale(list(formulas), touched)
    if not stale:
        return draft
    workbook = open_workbook(package)
    grids = [
        make_grid(patches[sheet.name].scan, workbook, SheetEntry(sheet.name, sheet.part, False))
        for sheet in draft.sheets
    ]
    results = recalculate(grids, list(formulas), _inputs(stale))
    exact = has_full_precision(draft)
    for formula in stale:
        patch, result = patches[formula.sheet], results.get(formula)
        if result is None or not exact:
            patch.forget_results(formula.block)
        else:
            patch.renew_result(formula.block.top, formula.block.left, _content(result))
    for patch in patches.values():
        if patch.is_changed:
            draft.put(patch.part, patch.result())
    set_full_calculation(draft)
    return draft


def _stale(formulas: list[FormulaCell], touched: Touched) -> list[FormulaCell]:
    """The formulas whose stored result is missing or may be wrong, and all that depend on them."""
    cells = set(touched.formulas)
    stale = [
        formula
        for formula in formulas
        if (formula.sheet, formula.block.top, formula.block.left) in cells
        or _POSITIONAL.search(formula.text)
        or (touched.has_resized_names and named_areas(formula.text, formula.sheet) is None)
    ]
    if not stale:
        return []
    areas = [Area(formula.sheet, formula.block) for formula in stale]
    areas += [Area(sheet, Block(row, column, row, column)) for sheet, row, column in touched.cells]
    return list(dict.fromkeys([*stale, *dependent_formulas(formulas, areas)]))


def _inputs(stale: list[FormulaCell]) -> list[CellKey]:
    """A cell of each area the formulas name, which is what makes all of them be worked out."""
    places: dict[CellKey, None] = {}
    for formula in stale:
        for area in named_areas(formula.text, formula.sheet) or ():
            places[area.sheet, area.block.top, area.block.left] = None
        places[formula.sheet, formula.block.top, formula.block.left] = None
    return list(places)


def _formula_cell(sheet: str, stored: StoredFormula) -> FormulaCell:
    """A formula as the calculation takes it; one whose text is not known gets a name, which tells nothing."""
    cell = stored.cell
    block = stored.area or Block(cell.row, cell.column, cell.row, cell.column)
    return FormulaCell(sheet, block, stored.text or "?")


def _content(result: Result) -> Content:
    return Content("str", result) if isinstance(result, str) else Content(None, plain(result))
