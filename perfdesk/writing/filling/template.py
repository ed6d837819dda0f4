"""Filling a template by recognition: what a form says goes where the program's own reader finds its place.

Stands on the lossless patch and on rows; knows no template. Formulas stay and are worked out anew; a
formula that says nothing gives way to the figure. What finds no place is told, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.form import Form
from perfdesk.core.grid import Cell, Grid, parse_address
from perfdesk.reading.entry import typed_text
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.recognition.book import recognize_book
from perfdesk.recognition.slot import Slots, form_slots
from perfdesk.writing.filling.filling import Filling
from perfdesk.writing.filling.row_height import fit_heights
from perfdesk.writing.filling.template_blank import blank_edits
from perfdesk.writing.filling.template_edit import plan_edits, title_contents
from perfdesk.writing.filling.template_rows import fit_account_rows, fit_rows, grouped, lay_groups
from perfdesk.writing.patching.patch import patch_cells
from perfdesk.writing.results.dependence import named_areas

_WRITTEN_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Filled:
    """A template that was filled.

    Attributes:
        package: the workbook.
        left: what found no place in it, one Chinese phrase each.
    """

    package: Package
    left: tuple[str, ...] = ()


def fill(package: Package, filling: Filling, sheet: str | None = None, *, overrules: bool = False) -> Filled:
    """Fill one form of a template.

    Args:
        package: the template's workbook.
        filling: what to write.
        sheet: the sheet of the form; without it the first form of the filling's kind, else the first.
        overrules: whether given figures take the place of formulas that work out something else.

    Raises:
        CallFault: the workbook holds no form that could be filled, or its rows cannot be moved.
    """
    grid, form, slots = _found(package, filling, sheet)
    groups = grouped(slots.rows, filling.indicators) if slots.rows else []
    package = fit_rows(package, form, slots, filling, groups)
    package = fit_account_rows(package, form, slots.accounts, filling)
    if any(group.count for group in groups):
        grid, form, slots = _found(package, filling, form.sheet)
        if len(slots.rows) != sum(group.count for group in groups):
            raise CallFault(f"模板“{form.sheet}”的指标行不能按需要增减：请改用其他模板。")
        package = lay_groups(package, grid, slots.rows, groups)
    grid, form, slots = _found(package, filling, form.sheet)
    plan = plan_edits(grid, form, slots, filling, [row for group in groups for row in group.indicators])
    package = _patched(package, plan.edits)
    package = _with_derived(package, form.sheet, plan.derived, overrules=overrules)
    return Filled(fit_heights(package, form.sheet, [edit.cell for edit in plan.edits]), plan.left)


def fill_cover(package: Package, filling: Filling) -> Package:
    """The workbook with year and unit in the gaps of sheets that hold no form, such as a cover.

    A year that is written there already stays.
    """
    grids = {grid.name: grid for grid in read_workbook(package)}
    edits = []
    for form in recognize_book(tuple(grids.values())).forms:
        if form.kind == "unknown":
            grid = grids[form.sheet]
            for _, cell, text in title_contents(grid, form, filling):
                if not _WRITTEN_YEAR.search(grid.cell_at(*parse_address(cell)).text):
                    edits.append(Edit(grid.name, cell, text))
    return _patched(package, edits)


def emptied(package: Package, form: Form) -> Package:
    """The workbook with one of its forms made blank again."""
    grid = next(grid for grid in read_workbook(package) if grid.name == form.sheet)
    return _patched(package, blank_edits(grid, form, form_slots(grid, form)))


def _found(package: Package, filling: Filling, sheet: str | None) -> tuple[Grid, Form, Slots]:
    """The form to be filled with its sheet and places."""
    grids = read_workbook(package)
    forms = [form for form in recognize_book(grids).forms if form.kind != "unknown" and not form.continues]
    forms = [form for form in forms if sheet is None or form.sheet == sheet]
    form = next((form for form in forms if form.kind == filling.kind), forms[0] if forms else None)
    if form is None:
        raise CallFault("模板里没有能识别的表：请换一个模板，或先用 perfdesk show 查看识别结果。")
    grid = next(grid for grid in grids if grid.name == form.sheet)
    return grid, form, form_slots(grid, form)


def _patched(package: Package, edits: Sequence[Edit]) -> Package:
    return parse_package(patch_cells(package, edits).archive()) if edits else package


def _with_derived(package: Package, sheet: str, derived: Sequence[Edit], *, overrules: bool) -> Package:
    """The figures for formulas that say nothing, or something else where figures overrule.

    Inputs come first: a total follows once the scores it adds up are there.
    """
    while True:
        grid = next(grid for grid in read_workbook(package) if grid.name == sheet)
        wanted = [edit for edit in derived if _is_wanted(grid, edit, overrules=overrules)]
        ready = [edit for edit in wanted if not _waits(grid, edit, wanted)] or wanted
        if not ready:
            return package
        package = _patched(package, ready)
        derived = [edit for edit in derived if edit not in ready]


def _is_wanted(grid: Grid, edit: Edit, *, overrules: bool) -> bool:
    cell = grid.cell_at(*parse_address(edit.cell))
    says_otherwise = typed_text(replace(cell, formula=None)) != edit.value
    return bool(edit.value) and (_says_nothing(cell, edit.value) or (overrules and says_otherwise))


def _says_nothing(cell: Cell, wanted: str) -> bool:
    """Whether a formula shows nothing yet, or a label alone that the wanted words complete: 部门：, 年度."""
    shown = cell.text.strip()
    is_label = shown != wanted and (wanted.startswith(shown) or wanted.endswith(shown))
    return cell.number is None and (not shown or is_label)


def _waits(grid: Grid, edit: Edit, others: Sequence[Edit]) -> bool:
    """Whether the formula takes in a cell that is still to be given its figure."""
    areas = named_areas(grid.cell_at(*parse_address(edit.cell)).formula or "", grid.name) or ()
    places = [parse_address(other.cell) for other in others if other != edit]
    return any(area.sheet == grid.name and area.block.contains(*place) for area in areas for place in places)
