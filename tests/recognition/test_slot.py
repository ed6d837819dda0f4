"""Blank and filler places of a template are found where a clerk would write."""

from __future__ import annotations

import pytest

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.resource import template_folder
from perfdesk.reading.document import read_document
from perfdesk.recognition.book import recognize_book
from perfdesk.recognition.slot import Slots, form_slots, year_gaps


def slots_of(template: str) -> Slots:
    (path,) = template_folder().glob(f"*{template}*.xlsx")
    _, grids = read_document(path)
    form = next(form for form in recognize_book(grids).forms if form.kind != "unknown")
    return form_slots(next(grid for grid in grids if grid.name == form.sheet), form)


@pytest.mark.parametrize(
    "template", ["国家格式", "安徽2021", "预算项目绩效目标自评表", "预算项目绩效自评表", "专项资金"]
)
def test_every_group_of_a_template_has_rows_with_cells_of_their_own(template: str) -> None:
    slots = slots_of(template)
    groups = [(slot.level1[:2], slot.level2[:2]) for slot in slots.rows]
    assert {level1 for level1, _ in groups} == {"产出", "效益", "满意"}
    assert {"数量", "质量", "时效"} <= {level2 for _, level2 in groups}
    places = [
        cell for slot in slots.rows for cell in (slot.name_cell, slot.cells["target"], slot.cells["actual"])
    ]
    assert len(places) == len(set(places)) == 3 * len(slots.rows)


def test_goals_that_hold_filler_are_places_too() -> None:
    goals = slots_of("预算项目绩效目标自评表").goals
    assert len(goals) >= 2
    assert all(goal.achieved is not None for goal in goals)


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("（    年度）", (1, 5)),
        ("(      )年度", None),
        ("    年某表", (0, 4)),
        ("2021年某市预算项目绩效自评表", (0, 4)),
        ("XX年度自评表", (0, 2)),
        ("20  年自评表", (0, 4)),
        ("____年自评表", (0, 4)),
        ("某局自评表", None),
    ],
)
def test_the_gap_for_the_year_is_found_in_a_title(title: str, span: tuple[int, int] | None) -> None:
    grid = Grid("表", {(1, 1): Cell(title), (2, 1): Cell("项目名称"), (2, 2): Cell("某项目")})
    found = [place for _, _, place in year_gaps(grid, Block(1, 1, 2, 2))]
    assert found == ([] if span is None else [span])
