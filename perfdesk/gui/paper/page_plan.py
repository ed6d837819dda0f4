"""Dealing out rows and columns to pages, as the file's page settings say; plain arithmetic on sizes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from perfdesk.reading.page_setting import PageSetting

LEAST_PERCENT = 10
_NEARLY = 1.05
"""What is wider than the page by less is made to fit: substitute faces differ in width."""

Sizes = Mapping[int, float]
"""Points of each row or column that is seen, by its number in their order."""


@dataclass(frozen=True, slots=True)
class Run:
    """Rows or columns of one page, first to last; of one too long for a page, the part from `skip` on."""

    first: int
    last: int
    skip: float = 0.0


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of the sheet: what is to be dealt out, what every page repeats, and wanted breaks."""

    sizes: Sizes
    repeated: tuple[int, int] | None = None
    breaks: Collection[int] = ()

    def repeated_before(self, first: int) -> tuple[int, int] | None:
        """What a page that begins there repeats: only what does not stand below or beside it anyway."""
        if self.repeated is None or first <= self.repeated[0]:
            return None
        return self.repeated[0], min(self.repeated[1], first - 1)

    def size_of(self, span: tuple[int, int] | None) -> float:
        """Points from first to last."""
        return 0.0 if span is None else sum(self.sizes.get(at, 0.0) for at in range(span[0], span[1] + 1))


def dealt(axis: Axis, room: float) -> list[Run]:
    """The runs that fill pages of that room, in points at the sheet's own scale."""
    runs: list[Run] = []
    first, last, taken = 0, 0, 0.0
    free = room
    for at, size in axis.sizes.items():
        if first and (taken + size > free + 0.01 or last in axis.breaks):
            runs.append(Run(first, last))
            first = 0
        if not first:
            first, taken = at, 0.0
            free = max(room - axis.size_of(axis.repeated_before(at)), room / 4)
            while size > free:
                runs.append(Run(at, at, taken))
                size, taken = size - free, taken + free
            if taken:
                runs.append(Run(at, at, taken))
                first = 0
                continue
        last = at
        taken += size
    if first:
        runs.append(Run(first, last))
    return runs


def scale_of(setting: PageSetting, across: Axis, down: Axis, room: tuple[float, float]) -> float:
    """How large the sheet is printed, 1 being 100 %; `room` is width and height of the page in points."""
    if not setting.fits:
        scale = setting.scale / 100
        width = sum(across.sizes.values()) * scale
        return scale * room[0] / width if room[0] < width <= room[0] * _NEARLY else scale
    low, high = LEAST_PERCENT, 100
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(setting, across, down, (room[0] * 100 / middle, room[1] * 100 / middle)):
            low = middle
        else:
            high = middle - 1
    return low / 100 if setting.fit_height else _without_rest(low, down, room[1])


def _without_rest(percent: int, down: Axis, room: float) -> float:
    """A scale a little smaller where that saves a last page with a few lines alone on it."""
    pages = len(dealt(down, room * 100 / percent))
    for smaller in range(percent - 1, round(percent / _NEARLY) - 1, -1):
        if len(dealt(down, room * 100 / smaller)) < pages:
            return smaller / 100
    return percent / 100


def _fits(setting: PageSetting, across: Axis, down: Axis, room: tuple[float, float]) -> bool:
    wide, high = setting.fit_width, setting.fit_height
    return (not wide or len(dealt(across, room[0])) <= wide) and (
        not high or len(dealt(down, room[1])) <= high
    )


def in_order(setting: PageSetting, rows: Sequence[Run], columns: Sequence[Run]) -> list[tuple[Run, Run]]:
    """Rows and columns of every page, in the order of pages."""
    if setting.across_first:
        return [(row, column) for row in rows for column in columns]
    return [(row, column) for column in columns for row in rows]
