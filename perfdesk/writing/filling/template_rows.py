"""Rows of a template made to fit: as many for each group of indicators and for the tasks as are needed.

Surplus blank rows go, for they would stay blank on the deliverable; a template that gets no
indicators stays whole. The words of the groups and their merges are laid anew over the rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from perfdesk.core.finding import Edit
from perfdesk.core.form import Form
from perfdesk.core.grid import Block, Grid, address, parse_address
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.recognition.account_table import AccountSlot
from perfdesk.recognition.slot import IndicatorSlot, Slots
from perfdesk.writing.filling.account_edit import missing_rows
from perfdesk.writing.filling.filling import Filling, IndicatorFilling
from perfdesk.writing.filling.merge import orphaned_words, remerge
from perfdesk.writing.filling.row_height import fit_heights
from perfdesk.writing.filling.template_match import group_key, is_same_category, nearest_group
from perfdesk.writing.moving.rows import delete_rows, insert_rows
from perfdesk.writing.patching.patch import patch_cells


@dataclass(frozen=True)
class Group:
    """A level-2 group: its words, the template's rows for it, the indicators it is to hold.

    `above` is the row below which rows of a group without any are put.
    """

    level1: str
    level2: str
    rows: tuple[int, ...]
    above: int
    indicators: tuple[IndicatorFilling, ...] = ()

    @property
    def count(self) -> int:
        """How many rows it needs; one that holds nothing has none."""
        return len(self.indicators)


def grouped(slots: Sequence[IndicatorSlot], indicators: Sequence[IndicatorFilling]) -> list[Group]:
    """The template's groups in order with the indicators of each; groups it lacks come behind their like."""
    groups: list[Group] = []
    for _, found in groupby(slots, key=lambda slot: (slot.level1, slot.level2)):
        rows = list(found)
        groups.append(Group(rows[0].level1, rows[0].level2, tuple(r.row for r in rows), rows[-1].row))
    for indicator in indicators:
        place = _place(groups, indicator)
        if place is None:
            place = _new_group(groups, indicator)
        group = groups[place]
        groups[place] = dataclasses.replace(group, indicators=(*group.indicators, indicator))
    return groups


def _place(groups: Sequence[Group], indicator: IndicatorFilling) -> int | None:
    same = [n for n, group in enumerate(groups) if is_same_category(group.level1, indicator.level1)]
    words = [indicator.level2] if same else [indicator.level2, indicator.level1]
    among = same or list(range(len(groups)))
    for word in words:
        if not same and not group_key(word):
            continue
        found = nearest_group(word, [groups[n].level2 for n in among])
        if found is not None:
            return among[found]
    return None


def _new_group(groups: list[Group], indicator: IndicatorFilling) -> int:
    """A group the template lacks, behind the last of its category or at the end."""
    same = [n for n, group in enumerate(groups) if is_same_category(group.level1, indicator.level1)]
    place = (same[-1] if same else len(groups) - 1) + 1
    before = groups[place - 1]
    level1 = before.level1 if same else indicator.level1
    groups.insert(place, Group(level1, _whole_word(indicator.level2), (), before.above))
    return place


def _whole_word(words: str) -> str:
    """The words of a group; approved tables often print them cut off before the last letter."""
    return f"{words}标" if words.endswith("指") else words


@dataclass(frozen=True, slots=True)
class _Step:
    """Rows to insert below a row (positive count) or to delete from it on upwards (negative)."""

    row: int
    count: int


def fit_rows(
    package: Package, form: Form, slots: Slots, filling: Filling, groups: Sequence[Group]
) -> Package:
    """The package with as many rows as the groups, the tasks and the goals need.

    Raises CallFault where the sheet's rows cannot be moved.
    """
    steps = _line_steps([task.name.cell for task in form.tasks], len(filling.tasks))
    if len(slots.goals) > 1:  # a single place holds any number of goals
        steps += _line_steps([goal.planned.cell for goal in slots.goals], len(filling.goals))
    if any(group.count for group in groups):
        steps += _group_steps(groups)
    for step in _joined(sorted(steps, key=lambda step: -step.row)):
        package = _carried_out(package, form.sheet, step)
    return package


def fit_account_rows(package: Package, form: Form, slots: Sequence[AccountSlot], filling: Filling) -> Package:
    """The package with as many blank lines of accounts as the filling needs."""
    missing = missing_rows(form, slots, filling)
    return package if missing is None else _carried_out(package, form.sheet, _Step(*missing))


def _joined(steps: Iterable[_Step]) -> list[_Step]:
    """Steps from the bottom up, deletions of neighbouring rows in one."""
    found: list[_Step] = []
    for step in steps:
        above = found[-1] if found else None
        if above is not None and step.count < 0 and above.count < 0 and step.row == above.row + above.count:
            found[-1] = _Step(above.row, above.count + step.count)
        else:
            found.append(step)
    return found


def _group_steps(groups: Sequence[Group]) -> list[_Step]:
    """New rows of several groups below one row are put there in one go."""
    steps: dict[int, int] = {}
    for group in groups:
        change = group.count - len(group.rows)
        steps[group.above] = steps.get(group.above, 0) + change
    return [_Step(row, count) for row, count in steps.items() if count]


def _line_steps(cells: Sequence[str], count: int) -> list[_Step]:
    """Lines that stand one below the other, made as many as are wanted; where none is, they are left."""
    rows = sorted({parse_address(cell)[0] for cell in cells if cell})
    return [_Step(rows[-1], count - len(rows))] if rows and count and count != len(rows) else []


def _carried_out(package: Package, sheet: str, step: _Step) -> Package:
    if step.count > 0:
        return insert_rows(package, sheet, step.row + 1, step.count, like=step.row, grows=True)
    first, count = step.row + step.count + 1, -step.count
    grid = next(grid for grid in read_workbook(package) if grid.name == sheet)
    words = orphaned_words(grid, first, count)
    package = delete_rows(package, sheet, first, count)
    return parse_package(patch_cells(package, words).archive()) if words else package


def lay_groups(
    package: Package, grid: Grid, slots: Sequence[IndicatorSlot], groups: Sequence[Group]
) -> Package:
    """The package with the groups' words and merges over the rows they now have.

    `slots` are the rows after they were fitted, in the order of the groups.
    """
    words = dict(zip((slot.row for slot in slots), _words(groups), strict=True))
    merges: list[Block] = []
    blanks: list[Edit] = []
    edits: list[Edit] = []
    for level in (1, 2):
        cells = {slot.row: slot.level1_cell if level == 1 else slot.level2_cell for slot in slots}
        if not all(cells.values()):
            continue
        for _, found in groupby(words, key=lambda row: words[row][:level]):
            rows = list(found)
            span = grid.block_at(*parse_address(cells[rows[0]]))
            merges.append(Block(rows[0], span.left, rows[-1], span.right))
            # A cell that comes to lie under a merge must not keep words nobody sees.
            blanks += [Edit(grid.name, address(row, span.left), "") for row in rows]
            edits.append(Edit(grid.name, address(rows[0], span.left), words[rows[0]][level - 1]))
    package = parse_package(patch_cells(package, blanks).archive())
    package = remerge(package, grid.name, merges)
    package = parse_package(patch_cells(package, [*edits, *_tags(grid, slots, words)]).archive())
    return fit_heights(package, grid.name, [edit.cell for edit in edits])


def _tags(grid: Grid, slots: Sequence[IndicatorSlot], words: Mapping[int, tuple[str, str]]) -> list[Edit]:
    """指标1, 指标2 … anew in each group, where the layout numbers its rows."""
    edits = []
    for _, found in groupby(slots, key=lambda slot: words[slot.row]):
        for number, slot in enumerate(found, start=1):
            if slot.tag_cell:
                edits.append(Edit(grid.name, slot.tag_cell, f"指标{number}"))
    return edits


def _words(groups: Sequence[Group]) -> list[tuple[str, str]]:
    return [(group.level1, group.level2) for group in groups for _ in range(group.count)]
