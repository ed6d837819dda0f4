"""Which formulas may give another result once some cells have changed.

Serves the lossless save: their cached results are taken away, since LibreOffice and other
readers trust a cached result even where Excel is asked to calculate anew. Whatever cannot be
told from a formula's text (names, INDIRECT, tables) counts as dependent. Other books never change
here, nor does an edit make the date of a TODAY() any older than it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, Block, column_number

_MOST_FORMULAS = 20_000
_MOST_STEPS = 500_000
_MOST_LISTED = 64
LONGEST_FORMULA = 8_192
"""Most letters Excel allows in a formula; what is longer is not looked into."""
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKEN = re.compile(
    rf"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#(?:REF|DIV/0|VALUE|NAME|NUM|NULL|N/A)[!?]?)
  | (?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>(?:\[[0-9]+\])?[^\W\d][\w.]*))!)?
    (?: (?P<first>{_CELL}) (?: : (?P<last>{_CELL}) )? (?![\w.(!])
      | (?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}) (?![\w.(!$])
      | (?P<rows>\$?[1-9][0-9]{{0,6}}:\$?[1-9][0-9]{{0,6}}) (?![\w.(!$]) )
  | (?P<function>[^\W\d][\w.]*)\(
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?)
  | (?P<truth>(?:TRUE|FALSE)\b)
  | (?P<sign>[-+*/^&=<>(),;%{{}}\s])
  """,
    re.VERBOSE | re.IGNORECASE,
)
# Their result depends on more than the cells they name.
_UNPREDICTABLE = frozenset({"INDIRECT", "OFFSET", "CELL", "INFO", "GETPIVOTDATA"})


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula with the cells it fills: one, or the range of an array formula."""

    sheet: str
    block: Block
    text: str


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells of a sheet."""

    sheet: str
    block: Block

    def meets(self, other: Area) -> bool:
        """Whether the two share a cell; sheets are compared as Excel does, without case."""
        return (
            self.sheet.casefold() == other.sheet.casefold()
            and self.block.overlaps_rows(other.block)
            and self.block.overlaps_columns(other.block)
        )


def dependent_formulas(formulas: Sequence[FormulaCell], changed: Iterable[Area]) -> list[FormulaCell]:
    """The formulas whose result may depend on the changed cells, directly or through others.

    All of them where they are too many, or too much interwoven, to be followed.
    """
    if len(formulas) > _MOST_FORMULAS:
        return list(formulas)
    readers = _Readers(formulas)
    reached = set(readers.doubtful)
    waiting = [*changed, *(Area(formulas[one].sheet, formulas[one].block) for one in readers.doubtful)]
    steps = readers.listed
    while waiting and steps <= _MOST_STEPS:
        found, cost = readers.of(waiting.pop())
        steps += cost
        fresh = found - reached
        reached |= fresh
        waiting += [Area(formulas[one].sheet, formulas[one].block) for one in fresh]
    if steps > _MOST_STEPS:
        return list(formulas)
    return [formula for place, formula in enumerate(formulas) if place in reached]


class _Readers:
    """Who reads which cells: small areas listed cell by cell, wide ones as they are."""

    def __init__(self, formulas: Sequence[FormulaCell]) -> None:
        self.doubtful: list[int] = []
        self.listed = 0
        self._by_cell: dict[tuple[str, int, int], set[int]] = {}
        self._wide: dict[str, list[tuple[Block, int]]] = {}
        self._small: dict[str, list[tuple[Block, int]]] = {}
        for place, formula in enumerate(formulas):
            areas = named_areas(formula.text, formula.sheet)
            if areas is None:
                self.doubtful.append(place)
            for area in areas or ():
                self._add(area, place)
            if self.listed > _MOST_STEPS:
                return

    def of(self, area: Area) -> tuple[set[int], int]:
        """The formulas that name a cell of the area, and what finding them has cost."""
        sheet, block = area.sheet.casefold(), area.block
        listed = self._wide.get(sheet, [])
        if block.is_single:
            found = set(self._by_cell.get((sheet, block.top, block.left), ()))
        else:
            found = set()
            listed = [*listed, *self._small.get(sheet, ())]
        found.update(
            place for other, place in listed if other.overlaps_rows(block) and other.overlaps_columns(block)
        )
        return found, len(listed) + 1

    def _add(self, area: Area, place: int) -> None:
        sheet, block = area.sheet.casefold(), area.block
        self.listed += 1
        height, width = block.bottom - block.top + 1, block.right - block.left + 1
        if height * width > _MOST_LISTED:
            self._wide.setdefault(sheet, []).append((block, place))
            return
        self.listed += height * width
        self._small.setdefault(sheet, []).append((block, place))
        for row in range(block.top, block.bottom + 1):
            for column in range(block.left, block.right + 1):
                self._by_cell.setdefault((sheet, row, column), set()).add(place)


@lru_cache(maxsize=8192)
def named_areas(formula: str, sheet: str) -> tuple[Area, ...] | None:
    """The cells a formula names, or None where its text does not tell."""
    if len(formula) > LONGEST_FORMULA:
        return None
    areas: list[Area] = []
    for match in tokens(formula):
        if match is None:
            return None
        function = match.group("function")
        if function is not None and function.upper().removeprefix("_XLFN.") in _UNPREDICTABLE:
            return None
        area = named_area(match, sheet)
        if area is not None:
            areas.append(area)
    return tuple(areas)


def tokens(formula: str) -> Iterator[re.Match[str] | None]:
    """The formula word by word; None, and no more, where it holds something unknown."""
    place = 0
    while place < len(formula):
        match = _TOKEN.match(formula, place)
        yield match
        if match is None:
            return
        place = match.end()


def named_area(match: re.Match[str], sheet: str) -> Area | None:
    """The area that a word of a formula names, or None where it names none."""
    quoted = match.group("quoted")
    named = quoted.replace("''", "'") if quoted is not None else match.group("sheet")
    block = _block(match)
    return None if block is None else Area(named or sheet, block)


def _block(match: re.Match[str]) -> Block | None:
    first, last = match.group("first"), match.group("last")
    if first is not None:
        (top, left), (bottom, right) = _corner(first), _corner(last or first)
    elif match.group("columns") is not None:
        left, right = (column_number(end.strip("$")) for end in match.group("columns").split(":"))
        top, bottom = 1, MAX_ROW
    elif match.group("rows") is not None:
        top, bottom = (int(end.strip("$")) for end in match.group("rows").split(":"))
        left, right = 1, MAX_COLUMN
    else:
        return None
    return Block(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _corner(reference: str) -> tuple[int, int]:
    plain = reference.replace("$", "")
    letters = plain.rstrip("0123456789")
    return int(plain[len(letters) :]), column_number(letters)
