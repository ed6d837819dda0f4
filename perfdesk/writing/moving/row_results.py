"""The stored results of formulas after rows moved: worked out where that is certain, else taken away.

Last step of moving rows. Formulas that were only moved keep the results they have; those whose
ranges have other rows than before, new ones, and all that follow from them are renewed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from perfdesk.core.grid import Grid
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.sheet_handler import scan_sheet
from perfdesk.reading.xlsx import SheetEntry, make_grid, open_workbook
from perfdesk.writing.patching.draft import Draft
from perfdesk.writing.patching.sheet_patch import SheetPatch
from perfdesk.writing.results.calculation import has_full_precision, set_full_calculation
from perfdesk.writing.results.defined_name import fixed_names
from perfdesk.writing.results.dependence import Area, FormulaCell, dependent_formulas, named_areas
from perfdesk.writing.results.recalculation import CellKey
from perfdesk.writing.results.result_renewal import formulas_of, has_formulas, renew_results

# Their result may change by a move of rows although every cell they name keeps its value.
_POSITIONAL = re.compile(r"\b(?:ROW|ROWS|CELL|ADDRESS|INDIRECT|OFFSET)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a move of rows has done to formulas.

    Attributes:
        formulas: cells whose formula is new, or names a range with other rows than before.
        has_resized_names: whether a name or a table stands for other rows than before.
    """

    formulas: Collection[CellKey]
    has_resized_names: bool = False


def renewed_after_move(package: Package, touched: Touched) -> Package:
    """The package after a move of rows with its stored results made true."""
    draft = Draft(package)
    sources = {sheet.name: (package.read_xml(sheet.part), sheet.part) for sheet in draft.sheets}
    patches = {name: SheetPatch(data, part) for name, (data, part) in sources.items() if has_formulas(data)}
    stale = _stale(draft, patches, touched)
    if not stale:
        return package
    if has_full_precision(draft):
        renew_results(patches, _grids(draft, patches), stale, _inputs(stale))
    else:
        for formula in stale:
            patches[formula.sheet].forget_results(formula.block)
    for patch in patches.values():
        if patch.is_changed:
            draft.put(patch.part, patch.result())
    set_full_calculation(draft)
    return parse_package(draft.archive())


def _grids(draft: Draft, patches: Mapping[str, SheetPatch]) -> list[Grid]:
    """All sheets; those without formulas are scanned here."""
    workbook = open_workbook(draft.package)
    grids = []
    for sheet in draft.sheets:
        patch = patches.get(sheet.name)
        scan = patch.scan if patch else scan_sheet(draft.package.read_xml(sheet.part), sheet.part)
        grids.append(make_grid(scan, workbook, SheetEntry(sheet.name, sheet.part, False)))
    return grids


def _stale(draft: Draft, patches: Mapping[str, SheetPatch], touched: Touched) -> list[FormulaCell]:
    """The formulas whose stored result is missing or may be wrong, and all that depend on them."""
    names = fixed_names(draft)
    pairs = [
        pair
        for sheet, patch in patches.items()
        for pair in zip(
            formulas_of(sheet, patch), formulas_of(sheet, patch, names.get(sheet, {})), strict=True
        )
    ]
    cells = set(touched.formulas)
    stale = [
        formula
        for written, formula in pairs
        if (formula.sheet, formula.block.top, formula.block.left) in cells
        or _POSITIONAL.search(formula.text)
        or (touched.has_resized_names and named_areas(written.text, written.sheet) is None)
    ]
    if not stale:
        return []
    areas = [Area(formula.sheet, formula.block) for formula in stale]
    reached = dependent_formulas([formula for _, formula in pairs], areas)
    return [_to_be_worked_out(formula) for formula in dict.fromkeys([*stale, *reached])]


def _to_be_worked_out(formula: FormulaCell) -> FormulaCell:
    """One that names no cell would be passed over, so it gets a name, which tells nothing."""
    return replace(formula, text="?") if named_areas(formula.text, formula.sheet) == () else formula


def _inputs(stale: list[FormulaCell]) -> list[CellKey]:
    """A cell that each formula names, which is what makes all of them be worked out."""
    places: dict[CellKey, None] = {}
    for formula in stale:
        for area in (named_areas(formula.text, formula.sheet) or ())[:1]:
            places[area.sheet, area.block.top, area.block.left] = None
    return list(places)
