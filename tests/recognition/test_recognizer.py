"""Forms are found by meaning: real forms field by field, and the same forms moved about."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from perfdesk.core.form import Form
from perfdesk.core.grid import Block, Cell, Grid, address, parse_address
from perfdesk.core.value import Value
from perfdesk.reading.document import read_document
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import FORMS, grid_of
from perfdesk.rules.rule import Example

SETS = ("panjin2023", "fushun2021", "mingguang2021", "chenxi2022", "fushun2026")
FIELDS = {
    "budget": ("full_year_budget", "initial_budget"),
    "executed": ("executed",),
    "execution_rate": ("execution_rate",),
    "execution_score": ("execution_score",),
    "indicator_subtotal": ("indicator_subtotal",),
    "deduction": ("deduction",),
    "total_score": ("total_score",),
}


@pytest.mark.parametrize("name", SETS)
def test_every_field_of_the_published_forms_is_found_in_its_cell(name: str, shared: Path) -> None:
    folder = shared / "cases" / name
    for document in json.loads((folder / "fields.json").read_text("utf-8")):
        _, grids = read_document(folder / document["file"])
        by_sheet = {grid.name: grid for grid in grids}
        for wanted in document["forms"]:
            (form,) = recognize(by_sheet[wanted["sheet"]])
            assert form.kind == wanted["kind"]
            assert form.block.range in (wanted["range"], wanted["range"].partition(":")[0])
            assert_fields(form, wanted)
            assert_indicators(form, wanted)


def assert_fields(form: Form, wanted: Mapping[str, object]) -> None:
    for key, names in FIELDS.items():
        entry = wanted.get(key)
        if isinstance(entry, dict):
            cells = {form.fields[name].cell for name in names if name in form.fields}  # type: ignore[index]
            assert entry["cell"] in cells, (form.title.text, key)


def assert_indicators(form: Form, wanted: Mapping[str, object]) -> None:
    listed = wanted["indicators"]
    assert isinstance(listed, list)
    assert len(form.indicators) == len(listed)
    for indicator, entry in zip(form.indicators, listed, strict=True):
        cells = {name: getattr(indicator, name) for name in entry["cells"]}
        assert {name: value.cell for name, value in cells.items()} == entry["cells"]
        assert squeezed(indicator.level1.text) == squeezed(entry["level1"])
        assert squeezed(indicator.level3.text) == squeezed(entry["level3"])
        assert indicator.operator == entry["operator"]


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("down", "right"), [(1, 0), (0, 1), (7, 3), (40, 25)])
def test_a_form_moved_elsewhere_on_the_sheet_says_the_same(name: str, down: int, right: int) -> None:
    grid = grid_of(Example(name, ""))
    (here,), (there,) = recognize(grid), recognize(moved(grid, down, right))
    assert {k: place(v, down, right) for k, v in here.fields.items()} == {
        k: v.cell for k, v in there.fields.items()
    }
    assert [i.level3.text for i in here.indicators] == [i.level3.text for i in there.indicators]
    assert [i.operator for i in here.indicators] == [i.operator for i in there.indicators]


def place(value: Value, down: int, right: int) -> str:
    row, column = parse_address(value.cell)
    return address(row + down, column + right)


def moved(grid: Grid, down: int, right: int) -> Grid:
    cells = {(row + down, column + right): cell for (row, column), cell in grid.cells.items()}
    merges = tuple(Block(b.top + down, b.left + right, b.bottom + down, b.right + right) for b in grid.merges)
    return dataclasses.replace(grid, cells=cells, merges=merges)


def test_two_forms_stacked_on_one_sheet_are_two_forms() -> None:
    first = grid_of(Example("project", ""))
    second = moved(grid_of(Example("project", "", {"B3": "档案征集"})), first.used.bottom + 1, 0)
    both = dataclasses.replace(
        first, cells={**first.cells, **second.cells}, merges=(*first.merges, *second.merges)
    )
    forms = recognize(both)
    assert [form.header_text("project") for form in forms] == ["馆藏案卷数字化", "档案征集"]
    assert [len(form.indicators) for form in forms] == [5, 5]


def test_a_sheet_with_something_else_is_unknown_and_an_empty_one_is_nothing() -> None:
    from perfdesk.core.grid import Cell

    (form,) = recognize(Grid("花名册", {(1, 1): Cell("姓名"), (1, 2): Cell("电话")}))
    assert form.kind == "unknown"
    assert recognize(Grid("空", {})) == ()


def test_a_column_heading_of_an_accounts_table_names_no_project() -> None:
    texts = {
        (1, 1): "收入支出决算总表",
        (2, 1): "部门：某局",
        (2, 4): "公开01表",
        (3, 1): "收入",
        (3, 3): "支出",
        (4, 1): "项目",
        (4, 2): "行次",
        (4, 3): "项目",
        (4, 4): "金额",
        (5, 1): "一般公共预算财政拨款收入",
        (5, 2): "1",
    }
    cells = {place: Cell(text) for place, text in texts.items()}
    (form,) = recognize(Grid("公开01表", cells))
    assert form.kind == "final_accounts_01"
    assert {name: value.said for name, value in form.headers.items()} == {"unit": "某局"}
