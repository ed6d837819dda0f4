"""Any label of any layout made unreadable: pointing at the value once brings the field back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from perfdesk.core.form import Form
from perfdesk.core.grid import Block, Cell, Grid, parse_address
from perfdesk.core.value import Value
from perfdesk.recognition.correction import Corrections, is_label, layout_labels, target_named, targets
from perfdesk.recognition.pointing import correction_at
from perfdesk.recognition.recognizer import recognize
from perfdesk.recognition.region import Region
from tests.recognition.layout_file import NAMES, load

NONSENSE = "某某甲"
# Every layout of the first trial and a part of the later ones, whose labels are much the same.
LAYOUTS = tuple(name for number, name in enumerate(NAMES) if not load(name).plants or number % 5 == 0)


def values_of(form: Form) -> dict[str, Value]:
    """Fields and headers that can be corrected, with their cells."""
    known = {target.name for target in targets()}
    named: list[tuple[str, Value]] = [*form.fields.items(), *form.headers.items()]
    return {name: value for name, value in named if name in known and value.cell and not value.is_blank}


def labels_near(grid: Grid, block: Block) -> Iterator[Block]:
    """The label left of a block and the label of the layout nearest above it."""
    region, layout = Region(grid, grid.used), layout_labels(grid)
    before = [label.block for label in region.labels(block.top) if label.block.right < block.left]
    yield from [label for label in before if is_label(grid, label)][-1:]
    above = [
        label.block
        for label in region.all_labels()
        if label.block.bottom < block.top and label.block.overlaps_columns(block) and label.key in layout
    ]
    yield from above[-1:]


def hidden(grid: Grid, label: Block) -> Grid:
    return dataclasses.replace(grid, cells={**grid.cells, (label.top, label.left): Cell(NONSENSE)})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pointing_at_what_is_read_rightly_changes_nothing(layout: str) -> None:
    grid = load(layout).grids[0]
    (form, *others) = recognize(grid)
    if others:
        pytest.skip("several forms on one sheet share their labels")
    for name, value in values_of(form).items():
        target = target_named(name)
        assert target is not None
        correction = correction_at(grid, parse_address(value.cell), target, "value")
        again = recognize(grid, Corrections((correction,)))[0]
        assert {key: (v.cell, v.said) for key, v in values_of(again).items()} == {
            key: (v.cell, v.said) for key, v in values_of(form).items()
        }, (name, correction)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_value_whose_label_is_unreadable_is_found_once_pointed_at(layout: str) -> None:
    grid = load(layout).grids[0]
    (form, *others) = recognize(grid)
    if others:
        pytest.skip("several forms on one sheet share their labels")
    for name, value in values_of(form).items():
        block = grid.block_at(*parse_address(value.cell))
        target = target_named(name)
        assert target is not None
        for label in labels_near(grid, block):
            odd = hidden(grid, label)
            found = recognize(odd)
            if len(found) != 1 or found[0].kind != form.kind or values_of(found[0]).get(name) == value:
                continue
            correction = correction_at(odd, (block.top, block.left), target, "value")
            again = values_of(recognize(odd, Corrections((correction,)))[0]).get(name)
            assert again is not None, (name, label.address, correction)
            assert again.cell == value.cell, (name, label.address, correction)
            if name != "execution_rate":  # whether 98 means 98 % only the hidden heading told
                assert again.said == value.said, (name, label.address, correction)


COLUMNS = ("level1", "level2", "level3", "target", "actual", "completion", "weight", "score", "reason")


def column_of(form: Form, name: str) -> list[tuple[str, str | None]]:
    values: list[Value | None] = [getattr(indicator, name) for indicator in form.indicators]
    return [(value.cell, value.said) for value in values if value is not None and value.cell]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_column_whose_heading_is_unreadable_is_found_once_pointed_at(layout: str) -> None:
    grid = load(layout).grids[0]
    (form, *others) = recognize(grid)
    if others or not form.indicators:
        pytest.skip("no single table of indicators")
    for name in COLUMNS:
        heading, wanted = form.column_cells.get(name), column_of(form, name)
        if heading is None or not wanted:
            continue
        odd = hidden(grid, grid.block_at(*parse_address(heading)))
        found = recognize(odd)
        if len(found) != 1 or column_of(found[0], name) == wanted:
            continue
        target = target_named(name)
        assert target is not None
        top = parse_address(heading)[0]  # scored lines above the table have no heading of this kind
        for cell in (heading, next(place for place, _ in wanted if parse_address(place)[0] > top)):
            correction = correction_at(odd, parse_address(cell), target)
            again = recognize(odd, Corrections((correction,)))[0]
            assert [place for place, _ in column_of(again, name)] == [place for place, _ in wanted], (
                name,
                cell,
                correction,
            )
