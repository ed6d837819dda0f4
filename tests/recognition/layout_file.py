"""Layouts with what must be found on them, as plain text: see `layouts/`.

Sheets come first, in the notation of `perfdesk.rules.example`, parted by `---- name`; after `====`
stands what a reader finds there: one line a fact, one `row` line an indicator with
`level1/level2/level3 ; operator target unit ; actual ; weight ; score` (`-` for nothing), one `plant`
line an error: what is typed over which cells of the first sheet, and the cell and rule that tell of it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from perfdesk.core.grid import Cell, Grid, address, column_number, parse_address
from perfdesk.core.value import OPERATOR_SIGNS
from perfdesk.reading.entry import typed_cell
from perfdesk.rules.example import sheet

FOLDER = Path(__file__).parent / "layouts"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


@dataclass(frozen=True)
class Row:
    """An indicator as a reader finds it."""

    row: int
    level1: str | None
    level2: str | None
    level3: str | None
    operator: str | None
    target: str | None
    unit: str | None
    actual: str | None
    weight: str | None
    score: str | None


@dataclass(frozen=True)
class Plant:
    """An error typed into a layout, and where it must be told by which rule."""

    edits: tuple[tuple[str, str], ...]
    cell: str
    rule: str

    def typed_over(self, grid: Grid) -> Grid:
        """The sheet with the error."""
        wrong = {parse_address(cell): typed_cell(text, Cell()) for cell, text in self.edits}
        return dataclasses.replace(grid, cells={**grid.cells, **wrong})


@dataclass(frozen=True)
class Layout:
    """The sheets of a layout and what stands on the first."""

    grids: tuple[Grid, ...]
    facts: dict[str, str]
    rows: tuple[Row, ...]
    plants: tuple[Plant, ...] = ()

    def pairs(self, name: str) -> dict[str, str]:
        """A fact of the form `key=value key=value`."""
        return dict(part.split("=", 1) for part in self.facts.get(name, "").split())

    def cell(self, grid: Grid, row: int, letters: str) -> str:
        """The cell in which the content of that place lives."""
        return grid.block_at(row, column_number(letters)).address


def load(name: str) -> Layout:
    """The layout of that name."""
    body, _, footer = (FOLDER / f"{name}.txt").read_text("utf-8").partition("\n====\n")
    facts: dict[str, str] = {}
    rows: list[Row] = []
    plants: list[Plant] = []
    for line in footer.splitlines():
        key, _, rest = line.partition(" ")
        if key == "row":
            rows.append(_row(rest))
        elif key == "plant":
            plants.append(_plant(rest))
        elif key:
            facts[key] = rest
    return Layout(tuple(_grids(body)), facts, tuple(rows), tuple(plants))


def _grids(body: str) -> list[Grid]:
    texts, names = [""], ["自评表"]
    for line in body.replace("\\n", "\u2028").splitlines(keepends=True):
        if line.startswith("---- "):
            names.append(line[5:].strip())
            texts.append("")
        else:
            texts[-1] += line
    grids = [sheet(text.rstrip("\n").replace("\u2028", "⏎")) for text in texts]
    return [
        dataclasses.replace(
            grid,
            name=name,
            cells={
                place: dataclasses.replace(cell, text=cell.text.replace("⏎", "\n"))
                for place, cell in grid.cells.items()
            },
        )
        for grid, name in zip(grids, names, strict=True)
    ]


def _plant(text: str) -> Plant:
    typed, _, told = text.partition(" ; ")
    edits = tuple((edit.split("=", 1)[0], edit.split("=", 1)[1]) for edit in typed.split(" "))
    cell, rule = told.split(" ")
    return Plant(edits, cell, rule)


def _row(text: str) -> Row:
    number, _, rest = text.partition(" ")
    parts = [part.strip() for part in rest.split(" ; ")]
    names, aim, actual, weight, score = parts + ["-"] * (5 - len(parts))
    level1, level2, level3 = names.split("/", 2)
    words = aim.split(" ")
    operator = words.pop(0) if words[0] in OPERATOR_SIGNS else None
    unit = words.pop() if len(words) == 2 else None
    target, given = _said(words[0]), [_said(text) for text in (level1, level2, level3)]
    return Row(int(number), *given, operator, target, unit, _said(actual), _said(weight), _said(score))


def _said(text: str) -> str | None:
    return None if text == "-" else text


def same(said: str | None, wanted: str | None) -> bool:
    """Whether both say the same number or the same words, blanks apart."""
    if said is None or wanted is None:
        return said is wanted
    try:
        return Decimal(said) == Decimal(wanted)
    except InvalidOperation:
        return "".join(said.split()) == "".join(wanted.split())


def address_of(row: int, letters: str) -> str:
    """The address of a place."""
    return address(row, column_number(letters))
