"""What a reader of another format makes of a file: its grids, and the looks their cells point at.

The common currency of the readers that are not `xlsx`; an index in `Cell.style` means a look here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.reading.merge_list import cut_merges
from perfdesk.reading.sheet_setting import SheetSetting
from perfdesk.reading.style import Border, Look
from perfdesk.reading.xlsx import MERGE_REACH, sensible_area

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31


@dataclass(frozen=True)
class Book:
    """The sheets of a file in their order, the looks by style index, and what sheets set, by name."""

    grids: tuple[Grid, ...]
    looks: tuple[Look, ...] = (Look(),)
    settings: Mapping[str, SheetSetting] = field(default_factory=dict)


@dataclass
class LookTable:
    """The looks met so far, each once; the first is that of a cell nothing is said of."""

    looks: list[Look] = field(default_factory=lambda: [Look()])
    _index: dict[Look, int] = field(default_factory=lambda: {Look(): 0})

    def index_of(self, look: Look) -> int:
        """The style index of the look."""
        number = self._index.setdefault(look, len(self.looks))
        if number == len(self.looks):
            self.looks.append(look)
        return number


def table_look(horizontal: str = "general", *, bold: bool = False, number_format: str = "General") -> Look:
    """The look of a cell in a ruled table of a document."""
    edge = Border("thin", "#000000")
    return Look(
        left=edge,
        right=edge,
        top=edge,
        bottom=edge,
        horizontal=horizontal,
        vertical="center",
        wrap=True,
        bold=bold,
        number_format=number_format,
    )


def fit_cells(
    cells: Mapping[tuple[int, int], Cell], merges: Iterable[Block]
) -> tuple[dict[tuple[int, int], Cell], tuple[Block, ...]]:
    """Cells and merges cut to the real extent of the content, by the measure of the .xlsx reader.

    Raises FileFault where the merges cover too much.
    """
    content = {place: cell for place, cell in cells.items() if cell.text or cell.number is not None}
    bottom = max((row for row, _ in content), default=1)
    right = max((column for _, column in content), default=1)
    cut = cut_merges(merges, bottom + MERGE_REACH, right + MERGE_REACH)
    area = sensible_area(content, cut, bottom, right)
    kept = {place: cell for place, cell in cells.items() if area.contains(*place)}
    return kept, cut


def sheet_name(wanted: str, taken: set[str]) -> str:
    """The name made legal and unique for a workbook; it joins `taken` (case-folded)."""
    printable = "".join(letter if letter.isprintable() else " " for letter in wanted)
    name = (
        " ".join(printable.translate(_FORBIDDEN).split()).strip("' ")[:_LONGEST_NAME].strip("' ") or "Sheet"
    )
    candidate, number = name, 2
    while candidate.casefold() in taken:
        tail = f" ({number})"
        candidate, number = name[: _LONGEST_NAME - len(tail)] + tail, number + 1
    taken.add(candidate.casefold())
    return candidate
