"""In the blank project and unit forms every place to fill is found: nothing has to know an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.form import Form
from perfdesk.reading.document import read_document
from perfdesk.recognition.recognizer import recognize
from perfdesk.recognition.slot import Slots, form_slots
from tests.templates import blanks

TEMPLATES = Path(__file__).resolve().parents[2] / "templates_xlsx"
NATIONAL = "项目支出绩效自评表（国家格式）"
ANHUI = "项目支出绩效自评表（安徽2021格式）"
LIAONING = "预算项目绩效目标自评表（辽宁2021格式）"
UNIT = "整体绩效自评表（辽宁2021格式）"
MONEY = {"initial_budget", "full_year_budget", "executed", "execution_rate"}
SCORES = {"execution_weight", "execution_score", "total_score"}
FIELDS = {
    NATIONAL: MONEY | SCORES | {"total_weight"},
    ANHUI: (MONEY | SCORES) - {"full_year_budget"},
    LIAONING: MONEY | SCORES | {"indicator_subtotal", "repeated_execution_score"},
    UNIT: MONEY | {"total_score"},
}
PROJECT = {"project", "department", "unit"}
HEADERS = {
    NATIONAL: PROJECT,
    ANHUI: PROJECT,
    LIAONING: PROJECT | {"period"},
    UNIT: {"unit", "staff", "members"},
}
ROWS = {
    NATIONAL: len(blanks.NATIONAL.lines),
    ANHUI: len(blanks.ANHUI_2021.lines),
    LIAONING: len(blanks.LIAONING_2021.lines),
    UNIT: len(blanks.UNIT_2021.lines),
}
COLUMNS = {"target", "actual", "weight", "score", "reason"}
PARTED = COLUMNS | {"operator", "unit", "completion", "measure"}


def places(template: str) -> tuple[Form, Slots]:
    _, (grid,) = read_document(TEMPLATES / f"{template}.xlsx")
    (form,) = recognize(grid)
    return form, form_slots(grid, form)


@pytest.mark.parametrize("template", sorted(FIELDS))
def test_every_field_and_header_is_blank_and_has_its_cell(template: str) -> None:
    form, _ = places(template)
    printed = {"execution_weight", "total_weight"}
    assert set(form.fields) == FIELDS[template]
    assert all(value.cell for value in form.fields.values())
    assert {name for name, value in form.fields.items() if not value.is_blank} == printed & FIELDS[template]
    assert set(form.headers) == HEADERS[template]
    assert all(value.cell for value in form.headers.values())


@pytest.mark.parametrize("template", sorted(FIELDS))
def test_every_indicator_row_goal_and_line_of_money_can_be_filled(template: str) -> None:
    form, slots = places(template)
    assert len(slots.rows) == ROWS[template]
    wanted = PARTED if template in {LIAONING, UNIT} else COLUMNS
    assert all(wanted <= set(row.cells) for row in slots.rows)
    assert {len(row.ticks) for row in slots.rows} == {5 if wanted == PARTED else 0}
    assert len(slots.goals) == (1 if template in {NATIONAL, ANHUI} else 3)
    amounts = {"initial_budget", "full_year_budget", "executed"} & (FIELDS[template] | {"executed"})
    assert len(form.lines) == {NATIONAL: 4, ANHUI: 3, LIAONING: 8, UNIT: 17}[template]
    assert all(set(line.amounts) == amounts and line.rate is not None for line in form.lines)
    assert len(form.tasks) == (4 if template == UNIT else 0)
