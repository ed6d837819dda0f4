"""A filled form made a blank one again: labels, printed marks and formulas stay, figures and words go.

So a form of last year serves as a template of one's own. Knows the form by recognition alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfdesk.core.finding import Edit
from perfdesk.core.form import Form
from perfdesk.core.grid import Grid, parse_address
from perfdesk.core.value import Value
from perfdesk.recognition.slot import Slots

_PRINTED = ("execution_weight", "total_weight")


def blank_edits(grid: Grid, form: Form, slots: Slots) -> list[Edit]:
    """The edits that take out what was filled into a form; cells with formulas are left to work."""
    cells = {cell: None for cell in _filled(form, slots) if cell}
    found = []
    for cell in cells:
        content = grid.cell_at(*parse_address(cell))
        if content.formula is None and (content.text or content.number is not None):
            found.append(Edit(grid.name, cell, ""))
    return found


def _filled(form: Form, slots: Slots) -> Iterator[str]:
    lines = [*form.lines, *form.tasks, *([form.task_total] if form.task_total else [])]
    for line in lines:
        yield from _cells([*line.amounts.values(), line.rate, line.score])
    for task in form.tasks:
        yield from _cells([task.name, task.project, task.weight])
    yield from _cells(value for name, value in form.fields.items() if name not in _PRINTED)
    for slot in slots.rows:
        yield slot.name_cell
        yield from (cell for name, cell in slot.cells.items() if name != "method")
        yield from slot.ticks.values()
    for goal in slots.goals:
        yield from _cells([goal.planned, goal.achieved])
    for advice in form.advice:
        yield from _cells([advice.tick, advice.text])
    yield from _cells([*form.opinions.values(), *form.explanations.values()])
    headers = (value for value in form.headers.values() if value.raw == (value.text or value.raw))
    yield from _cells(headers)


def _cells(values: Iterable[Value | None]) -> Iterator[str]:
    """The cells of values; a printed mark such as —— is no content."""
    return (value.cell for value in values if value is not None and not value.is_placeholder)
