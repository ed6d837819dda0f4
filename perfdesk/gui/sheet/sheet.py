"""What the sheet view draws: one grid with its looks, its sizes in pixels and its findings.

Frozen; an edit makes a new one. Rows and columns count from 1 here, as in the grid.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from perfdesk.core.finding import VERDICT_NAMES, Finding, Verdict, waiver_text
from perfdesk.core.grid import Block, Cell, Grid, parse_address
from perfdesk.gui.look.colour import VERDICT_HUES, gravest
from perfdesk.gui.look.theme import Hue

if TYPE_CHECKING:
    from perfdesk.reading.sheet_face import SheetFace
    from perfdesk.reading.sheet_setting import Choice, SheetSetting
    from perfdesk.reading.style import Look, LookChange

PIXELS_PER_POINT = 96 / 72
MAX_SHOWN_COLUMNS = 400
MAX_DRAWN_ROWS = 500
SPARE_ROWS = 12
SPARE_COLUMNS = 4
MOST_SINGLE_CHANGES = 100
_DISPUTING: frozenset[Verdict] = frozenset({"wrong", "missing", "doubtful"})


@dataclass(frozen=True, slots=True)
class Mark:
    """The findings of one cell: the verdict that colours it and the words of its tooltip.

    Where every one of them was explained the cell is grey. `expected` is what the cell should show,
    empty where that is not said or nothing need be changed.
    """

    verdict: Verdict
    tip: str
    is_waived: bool = False
    expected: str = ""

    @property
    def hue(self) -> Hue:
        """The hue of the cell's fill and sign."""
        return "grey" if self.is_waived else VERDICT_HUES[self.verdict]


@dataclass(frozen=True)
class Sheet:
    """One sheet as shown.

    Attributes:
        path: the document it belongs to.
        looks: cell formats by `Cell.style`; empty while they are being read.
        marks: findings by (row, column) of the anchor.
        setting: frozen panes and drop-downs; None while it is being read, or where there is none.
    """

    path: str
    grid: Grid
    looks: tuple[Look, ...] = ()
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    setting: SheetSetting | None = None

    @cached_property
    def extent(self) -> tuple[int, int]:
        """Rows and columns to show: the used ones, framed, filled and drawn ones, and a little room."""
        used = self.grid.used
        rows = max(used.bottom, max(map(itemgetter(0), self.grid.cells), default=0))
        columns = max(used.right, max(map(itemgetter(1), self.grid.cells), default=0))
        for block in self.drawn:
            rows, columns = max(rows, min(block.bottom, rows + MAX_DRAWN_ROWS)), max(columns, block.right)
        return rows + SPARE_ROWS, min(columns, MAX_SHOWN_COLUMNS) + SPARE_COLUMNS

    @cached_property
    def digit_width(self) -> int:
        """Pixels of a digit in the file's normal font: the unit of its column widths."""
        look = self.look_of(0)
        pixels = round((look.size if look else 11) * PIXELS_PER_POINT)
        if look is None or not look.font.isascii() or look.font in {"SimSun", "FangSong", "KaiTi", "SimHei"}:
            return math.ceil(pixels / 2)
        return max(1, round(pixels * 0.51))

    def look_of(self, style: int) -> Look | None:
        """The format of a style index; None while looks are unknown or the index is."""
        return self.looks[style] if 0 <= style < len(self.looks) else None

    def look_at(self, row: int, column: int) -> Look | None:
        """The format stored at the very cell, also under a merge; None where none is stored.

        A document's merge is one cell with a frame of its own, a workbook's has a frame cell by cell.
        """
        cell = self.grid.cells.get((row, column))
        if cell is None and self.grid.origin != "workbook":
            cell = self.cell_at(row, column)
        if cell is not None:
            return self.look_of(cell.style)
        return self._look_beyond(row, column) if self._has_looks_beyond else None

    @cached_property
    def _has_looks_beyond(self) -> bool:
        return self.face is not None and bool(self.face.row_styles or self.face.column_styles)

    def _look_beyond(self, row: int, column: int) -> Look | None:
        """The format a whole row or column gives to a cell that is not stored."""
        style = self.face.style_at(row, column) if self.face is not None else None
        is_covered = not self.grid.block_at(row, column).is_single
        return None if style is None or is_covered else self.look_of(style)

    @property
    def face(self) -> SheetFace | None:
        """What the sheet shows besides its cells; None while it is being read, or where there is none."""
        return self.setting.face if self.setting else None

    @cached_property
    def drawn(self) -> tuple[Block, ...]:
        """The cells that pictures and other drawings lie over."""
        drawings = self.face.drawings if self.face else ()
        ends = [(each.begin, each.end or each.begin) for each in drawings]
        return tuple(Block(begin.row, begin.column, end.row, end.column) for begin, end in ends)

    @cached_property
    def changes(self) -> Mapping[tuple[int, int], LookChange]:
        """What conditional formats change, by (row, column)."""
        if self.face is None or not self.face.conditions:
            return {}
        from perfdesk.reading.condition import changes_met

        return changes_met(self.face.conditions, self.grid)

    def shown_look(self, row: int, column: int) -> Look | None:
        """The format of a cell with what its contents change of it."""
        look = self.look_at(row, column)
        if not self.changes or (change := self.changes.get((row, column))) is None:
            return look
        from perfdesk.reading.style import Look, changed_look

        return changed_look(look or Look(), change)

    def cell_at(self, row: int, column: int) -> Cell:
        """What a reader sees at the cell."""
        return self.grid.cell_at(row, column)

    def column_pixels(self, column: int) -> int:
        """Width in pixels at 100 %."""
        width = self.grid.column_widths.get(column)
        if width is None and self.grid.default_column_width == Grid.default_column_width:
            return round(Grid.default_column_width * self.digit_width + 5)
        return round((self.grid.default_column_width if width is None else width) * self.digit_width)

    def row_pixels(self, row: int) -> int | None:
        """Height in pixels at 100 %; None where the file sets none."""
        height = self.grid.row_heights.get(row)
        return None if height is None else round(height * PIXELS_PER_POINT)

    @property
    def default_row_pixels(self) -> int:
        """Height of a row the file says nothing about."""
        return round(self.grid.default_row_height * PIXELS_PER_POINT)

    @property
    def frozen(self) -> tuple[int, int]:
        """Rows and columns that stay in view."""
        return (self.setting.frozen_rows, self.setting.frozen_columns) if self.setting else (0, 0)

    def choices_at(self, row: int, column: int) -> list[Choice]:
        """The drop-downs and prompts that hold for a cell, or for the merge that covers it."""
        place = self.grid.anchor(row, column)
        choices = self.setting.choices if self.setting else ()
        return [choice for choice in choices if any(block.contains(*place) for block in choice.blocks)]

    def block_of(self, address: str) -> Block:
        """The block a cell's address lies in; ValueError for a text that is no address."""
        return self.grid.block_at(*parse_address(address))


def changed_cells(old: Sheet, new: Sheet) -> set[tuple[int, int]] | None:
    """The cells whose rows look other than before; None where more than some rows may.

    A text may run into the free cells beside it, a new format changes the borders of its neighbours.
    """
    same = old.looks is new.looks and old.setting is new.setting and old.extent == new.extent
    if not same or old.grid.cells.keys() != new.grid.cells.keys():
        return None
    before = old.grid.cells
    edited = {place for place, cell in new.grid.cells.items() if before[place] is not cell}
    if any(before[place].style != new.grid.cells[place].style for place in edited):
        return None
    places = old.marks.keys() | new.marks.keys()
    changed = edited | {place for place in places if old.marks.get(place) != new.marks.get(place)}
    dressed = old.changes.keys() | new.changes.keys()
    changed |= {place for place in dressed if old.changes.get(place) != new.changes.get(place)}
    return changed if len(changed) <= MOST_SINGLE_CHANGES else None


def has_other_rows(old: Sheet, new: Sheet) -> bool:
    """Whether rows came or went: merges, heights or hidden rows are other ones."""
    before, after = old.grid, new.grid
    return (before.merges, before.row_heights, before.hidden_rows) != (
        after.merges,
        after.row_heights,
        after.hidden_rows,
    )


def marks_of(findings: Sequence[Finding], path: str, sheet: str) -> dict[tuple[int, int], Mark]:
    """The marks of one sheet from the findings of its document."""
    by_place: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        place = finding.place
        if place.path == path and place.sheet == sheet:
            try:
                by_place.setdefault(parse_address(place.cell), []).append(finding)
            except ValueError:  # A finding on a whole table has no cell to colour.
                continue
    return {place: _mark(found) for place, found in by_place.items()}


def _mark(found: Sequence[Finding]) -> Mark:
    standing = [finding for finding in found if finding.waiver is None]
    wanted = {finding.expected for finding in standing if finding.expected and finding.verdict in _DISPUTING}
    expected = wanted.pop() if len(wanted) == 1 else ""
    tip = "\n".join(_tip(finding) for finding in found)
    return Mark(gravest(standing or found), tip, not standing, expected)


def _tip(finding: Finding) -> str:
    if finding.waiver is not None:
        return f"〔已说明〕{finding.message}\n　说明：{waiver_text(finding.waiver)}"
    words = f"〔{VERDICT_NAMES[finding.verdict]}〕{finding.message}"
    return f"{words}\n　算式：{finding.formula}" if finding.formula else words
