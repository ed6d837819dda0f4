"""Layouts of provinces the project never saw: every field and indicator in its cell, with its value."""

from __future__ import annotations

import dataclasses

import pytest

from perfdesk.core.form import Form, Indicator
from perfdesk.core.grid import Grid
from perfdesk.core.value import Value
from perfdesk.recognition.book import recognize_book
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.scoring.profile import choose_profile
from tests.recognition.layout_file import NAMES, Layout, Plant, Row, load, same


def first_form(layout: Layout) -> Form:
    form = recognize(layout.grids[0])[0]
    return dataclasses.replace(form, profile=choose_profile(form)[0])


@pytest.mark.parametrize("name", NAMES)
def test_kind_year_unit_and_headers_are_found(name: str) -> None:
    layout = load(name)
    form = first_form(layout)
    assert form.kind == layout.facts["kind"]
    assert str(form.year or "-") == layout.facts["year"]
    assert form.amount_unit == layout.facts["amount"]
    found = {key: form.headers[key].cell for key in layout.pairs("headers") if key in form.headers}
    assert found == layout.pairs("headers")


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_found_with_its_value(name: str) -> None:
    layout = load(name)
    form = first_form(layout)
    wanted = {key: place.split(":") for key, place in layout.pairs("fields").items()}
    found = {key: [value.cell, value.said] for key, value in form.fields.items() if not value.is_blank}
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_indicator_is_found_with_its_cells_and_values(name: str) -> None:
    layout = load(name)
    form = first_form(layout)
    assert [indicator.row for indicator in form.indicators] == [row.row for row in layout.rows]
    for indicator, row in zip(form.indicators, layout.rows, strict=True):
        assert told(layout.grids[0], indicator, row, layout) == []


def told(grid: Grid, indicator: Indicator, row: Row, layout: Layout) -> list[str]:
    """What differs between an indicator and what a reader finds."""
    differences = []
    for name, letters in layout.pairs("columns").items():
        value: Value | None = getattr(indicator, f"{name}_cell" if name in ("unit", "operator") else name)
        if value is not None and value.cell != layout.cell(grid, row.row, letters):
            differences.append(f"{row.row} {name} at {value.cell}")
        elif value is None:
            differences.append(f"{row.row} no {name}")
    for name in ("level1", "level2", "level3", "target", "actual", "weight", "score"):
        value = getattr(indicator, name)
        said = None if value is None else value.said
        if not same(said, getattr(row, name)):
            differences.append(f"{row.row} {name} says {said}, not {getattr(row, name)}")
    for name in ("operator", "unit"):
        if getattr(indicator, name) != getattr(row, name):
            differences.append(f"{row.row} {name} {getattr(indicator, name)}, not {getattr(row, name)}")
    return differences


@pytest.mark.parametrize("name", NAMES)
def test_a_right_form_of_another_province_is_left_alone(name: str) -> None:
    layout = load(name)
    findings, _ = check_forms("x.xlsx", recognize_all(layout))
    told = [f for f in findings if f.severity != "hint" and f.rule != "WT303"]
    assert [(f.place.cell, f.rule, f.message) for f in told] == []


PLANTS = [(name, plant) for name in NAMES for plant in load(name).plants]


@pytest.mark.parametrize(("name", "plant"), PLANTS, ids=lambda part: getattr(part, "edits", part))
def test_an_error_planted_in_it_is_told_on_its_cell(name: str, plant: Plant) -> None:
    layout = load(name)
    wrong = dataclasses.replace(layout, grids=(plant.typed_over(layout.grids[0]), *layout.grids[1:]))
    findings, _ = check_forms("x.xlsx", recognize_all(wrong))
    assert (plant.cell, plant.rule) in {(f.place.cell, f.rule) for f in findings if f.severity != "hint"}


def recognize_all(layout: Layout) -> list[Form]:
    forms = recognize_book(layout.grids).judged
    return [dataclasses.replace(form, profile=choose_profile(form)[0]) for form in forms]
