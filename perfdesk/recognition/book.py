"""The forms of a whole workbook: a table that goes on on the next sheet is judged as one.

Stands between the recognizer, which knows one sheet, and the session. Such a sheet has no title
and no project; it begins with the indicators' header repeated, or with their rows. For judging, the
sheets are laid one under the other; what is found then gets its own sheet and cell back.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfdesk.core.finding import Edit, Finding, NotChecked, Place
from perfdesk.core.form import Form, Indicator
from perfdesk.core.grid import Block, Grid, address, parse_address
from perfdesk.core.remembered import Remembered
from perfdesk.core.value import Value
from perfdesk.recognition.correction import Corrections
from perfdesk.recognition.literal import clean
from perfdesk.recognition.money_table import read_money
from perfdesk.recognition.recognizer import MOST_CELLS, content_count, outsized, recognize
from perfdesk.recognition.region import Region, is_indicator_header, is_title, kind_in
from perfdesk.recognition.text_section import read_headers, read_title
from perfdesk.recognition.vocabulary import meaning

_SHEETS = re.compile(r"\((?:[一二三四五六1-6]|续\d?|续表\d?|第.页)\)|续表\d?$|\d?续$")


@dataclass(frozen=True)
class Seam:
    """Where a sheet begins in the stack: its name and the rows above it."""

    sheet: str
    above: int


@dataclass(frozen=True)
class Book:
    """What was recognized of a workbook.

    Attributes:
        forms: the forms of each sheet; one that goes on another's names that in `continues`.
        judged: the forms as they are to be judged, those over several sheets as one.
        seams: the sheets that were laid under another, by the sheet their form begins on.
    """

    forms: tuple[Form, ...]
    judged: tuple[Form, ...]
    seams: Mapping[str, tuple[Seam, ...]] = field(default_factory=dict)

    def settled(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with each cell on its own sheet."""
        return tuple(self._settled(finding) for finding in findings) if self.seams else tuple(findings)

    def _settled(self, finding: Finding) -> Finding:
        fix = finding.fix
        if fix is not None:
            edits = tuple(Edit(*self._own(edit.sheet, edit.cell), edit.value) for edit in fix.edits)
            fix = dataclasses.replace(fix, edits=edits)
        related = tuple(self.place(place) for place in finding.related)
        return dataclasses.replace(finding, place=self.place(finding.place), related=related, fix=fix)

    def left(self, items: Iterable[NotChecked]) -> tuple[NotChecked, ...]:
        """What was not checked, with each cell on its own sheet."""
        return tuple(dataclasses.replace(item, place=self.place(item.place)) for item in items)

    def place(self, place: Place) -> Place:
        """A place in the stack as its own sheet and cell."""
        sheet, cell = self._own(place.sheet, place.cell)
        return Place(place.path, sheet, cell)

    def _own(self, sheet: str, cell: str) -> tuple[str, str]:
        for seam in reversed(self.seams.get(sheet, ())):
            row, column = parse_address(cell)
            if row > seam.above:
                return seam.sheet, address(row - seam.above, column)
        return sheet, cell


def recognize_book(grids: Sequence[Grid], corrections: Corrections | None = None) -> Book:
    """The forms of all sheets in order, and what is to be judged."""
    forms: list[Form] = []
    judged: list[Form] = []
    seams: dict[str, tuple[Seam, ...]] = {}
    stack: Grid | None = None
    count = 0
    for grid in grids:
        own = content_count(grid)
        count += own
        found = _recognized(grid, corrections) if count <= MOST_CELLS or not own else (outsized(grid),)
        joined = _joined(stack, grid, found, corrections) if stack is not None and judged else None
        if stack is None or joined is None:
            forms += found
            judged += found
            stack = (
                grid if len(found) == 1 and (_is_open(found[0]) or _is_beginning(grid, found[0])) else None
            )
            continue
        above, whole = stack.bottom, joined
        if judged[-1].kind == "unknown":
            forms[-1] = _beginning(whole, judged[-1], above)
        seams[whole.sheet] = (*seams.get(whole.sheet, ()), Seam(grid.name, above))
        forms.append(_part(whole, grid, above))
        judged[-1] = whole
        stack = laid_under(stack, grid) if _is_open(whole) else None
    return Book(tuple(forms), tuple(judged), seams)


def _recognized(grid: Grid, corrections: Corrections | None) -> tuple[Form, ...]:
    """What `recognize` says, remembered while the grid lives: an edit leaves other sheets as they are."""
    return _known.of(grid, (corrections,), lambda: recognize(grid, corrections))


_known = Remembered[Grid, tuple[Form, ...]]()


def _is_open(form: Form) -> bool:
    """Whether the form's indicator table may go on: nothing closed it with a total."""
    total = form.fields.get("total_score")
    is_below = total is not None and bool(form.indicators) and _row(total.cell) > form.indicators[-1].row
    return form.kind.endswith("self_evaluation") and bool(form.column_cells) and not is_below


def _is_beginning(grid: Grid, form: Form) -> bool:
    """Whether the sheet holds all of a self-evaluation but the indicators: its title, labels and money."""
    if form.kind != "unknown" or not (kind_in(form.title.raw) or "").endswith("self_evaluation"):
        return False
    region = Region(grid, grid.used)
    return bool(read_money(region).fields) and "project" in read_headers(region)


def _beginning(whole: Form, alone: Form, above: int) -> Form:
    """What of the whole form stands on its first sheet, where that sheet by itself was none."""
    return dataclasses.replace(
        whole,
        block=alone.block,
        fields={name: value for name, value in whole.fields.items() if _row(value.cell) <= above},
        indicators=(),
        group_weights=(),
        column_cells={},
    )


def _row(cell: str) -> int:
    return parse_address(cell)[0]


def _joined(stack: Grid, grid: Grid, found: tuple[Form, ...], corrections: Corrections | None) -> Form | None:
    """The form of the stack with the sheet laid under it; None where the sheet is no continuation."""
    if len(found) != 1 or found[0].headers.keys() - {"grade"} or not _goes_on(grid):
        return None
    if found[0].title.text and _untold(found[0].title.text) != _untold(_title(stack)):
        return None
    whole = recognize(laid_under(stack, grid), corrections)
    if len(whole) != 1 or not any(indicator.row > stack.bottom for indicator in whole[0].indicators):
        return None
    return whole[0]


def _title(grid: Grid) -> str:
    return read_title(Region(grid, grid.used))[0].text or ""


def _untold(title: str) -> str:
    """The title without what tells the sheets of one form apart: （一）, （续）, 续表."""
    return _SHEETS.sub("", clean(title))


def _goes_on(grid: Grid) -> bool:
    """Whether the sheet begins like the middle of an indicator table, below its title if it has one."""
    region = Region(grid, grid.used)
    rows = [row for row in region.rows if not (len(region.labels(row)) == 1 and _is_title(region, row))]
    if not rows:
        return False
    first = rows[0]
    if is_indicator_header(region.labels(first)):
        return True
    return any(meaning("level_name", label.text) for label in region.labels(first)[:3])


def _is_title(region: Region, row: int) -> bool:
    return is_title(region.labels(row)[0].text)


def laid_under(upper: Grid, lower: Grid) -> Grid:
    """Both sheets as one, the lower one's rows counted on below the upper one's."""
    above = upper.bottom
    cells = {(row + above, column): cell for (row, column), cell in lower.cells.items()}
    merges = tuple(Block(b.top + above, b.left, b.bottom + above, b.right) for b in lower.merges)
    return dataclasses.replace(
        upper,
        cells={**upper.cells, **cells},
        merges=(*upper.merges, *merges),
        hidden_rows=upper.hidden_rows | {row + above for row in lower.hidden_rows},
    )


def _part(whole: Form, grid: Grid, above: int) -> Form:
    """What of the whole form stands on its last sheet, with that sheet's own addresses."""
    return Form(
        kind=whole.kind,
        sheet=grid.name,
        block=grid.used,
        title=Value(grid.used.address, whole.title.raw, whole.title.printed, text=whole.title.text),
        year=whole.year,
        amount_unit=whole.amount_unit,
        headers={name: dataclasses.replace(v, cell=grid.used.address) for name, v in whole.headers.items()},
        fields={name: _up(v, above) for name, v in whole.fields.items() if _row(v.cell) > above},
        indicators=tuple(_indicator(i, above) for i in whole.indicators if i.row > above),
        column_cells=_columns(grid),
        continues=whole.sheet,
        remark=f"这张表接着工作表“{whole.sheet}”，两张合起来核对。",
    )


def _columns(grid: Grid) -> dict[str, str]:
    found: dict[str, str] = {}
    region = Region(grid, grid.used)
    for label in region.labels(region.rows[0]):
        name = meaning("indicator", label.text)
        if name is not None:
            found.setdefault(name, label.block.address)
    return found


def _up(value: Value, above: int) -> Value:
    row, column = parse_address(value.cell)
    return dataclasses.replace(value, cell=address(row - above, column)) if row > above else value


def _indicator(indicator: Indicator, above: int) -> Indicator:
    moved = {name: _up(value, above) for name, value in _values(indicator)}
    ticks = {name: _up(value, above) for name, value in indicator.ticks.items()}
    return dataclasses.replace(indicator, row=indicator.row - above, ticks=ticks, **moved)  # type: ignore[arg-type]


def _values(indicator: Indicator) -> Iterator[tuple[str, Value]]:
    for part in dataclasses.fields(indicator):
        value = getattr(indicator, part.name)
        if isinstance(value, Value) and value.cell:
            yield part.name, value
