"""Several projects in one table: 项目名称 is a column left of the levels, and each project a form of its own.

Part of the recognizer. Budgets are often published so: one sheet lists the targets of all projects.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import cast

from perfdesk.core.form import FieldName, Form, Goal
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.indicator_table import IndicatorTable
from perfdesk.recognition.literal import in_percent
from perfdesk.recognition.money_line import AMOUNTS
from perfdesk.recognition.region import Region
from perfdesk.recognition.stated_points import stated_groups
from perfdesk.recognition.vocabulary import meaning

_HEADERS = ("project", "unit", "department")
_FIELDS = (*AMOUNTS, "execution_rate")


def by_project(region: Region, table: IndicatorTable, form: Form) -> tuple[Form, ...]:
    """The form, or one for each project where the table lists several."""
    columns = _columns(region, table)
    if "project" not in columns:
        return (form,)
    starts = list(_starts(region, table, columns["project"]))
    if len(starts) < 2:
        return (form,)
    ends = [*(row - 1 for row in starts[1:]), table.bottom]
    return tuple(
        _part(region, form, columns, Block(top, form.block.left, bottom, form.block.right))
        for top, bottom in zip(starts, ends, strict=True)
    )


def _columns(region: Region, table: IndicatorTable) -> dict[str, Block]:
    """The headings left of the levels by what they mean: the project, its unit, its money."""
    first = min((column.left for column in table.columns), default=0)
    found: dict[str, Block] = {}
    for label in region.labels(table.top):
        name = meaning("header", label.text) or meaning("amount", label.text)
        if label.block.left < first and name in (*_HEADERS, *_FIELDS):
            found.setdefault(name, label.block)
        elif label.block.left < first and meaning("total_line", label.text) == "total":
            found.setdefault("full_year_budget", label.block)  # 资金总额
        elif label.block.left < first and meaning("goal", label.text) is not None:
            found.setdefault("goal", label.block)
    return found


def _starts(region: Region, table: IndicatorTable, heading: Block) -> Iterator[int]:
    """The rows in which a project begins; its name may be repeated in each of its rows."""
    last = ""
    for row in sorted({indicator.row for indicator in table.indicators}):
        name = "".join(region.at(row, heading.left).raw.split())
        if name and name != last:
            last = name
            yield row


def _part(region: Region, form: Form, columns: Mapping[str, Block], block: Block) -> Form:
    """One project's rows as a form, with the words and amounts that stand beside them."""

    def at(name: str) -> Value:
        value = region.at(block.top, columns[name].left)
        return in_percent(value, region.text(columns[name])) or value

    headers = {name: _words(at(name)) for name in _HEADERS if name in columns}
    fields = {cast(FieldName, name): at(name) for name in _FIELDS if name in columns}
    rows = tuple(row for row in form.indicators if block.top <= row.row <= block.bottom)
    return dataclasses.replace(
        form,
        block=block,
        headers={**form.headers, **headers},
        fields=fields,
        indicators=rows,
        group_weights=stated_groups(list(rows)),
        group_columns=(),
        subtotals=(),
        goals=(Goal(_words(at("goal"))),) if "goal" in columns else (),
    )


def _words(value: Value) -> Value:
    return Value(value.cell, value.raw, value.printed, text=value.raw.strip() or None)
