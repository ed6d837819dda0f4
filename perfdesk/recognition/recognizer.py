"""From a grid to its forms.

Second step of the way of the data. Each form gets its parts from the recognizer of that
part; what they mean together (which kind of form) is decided here.
"""

from __future__ import annotations

from typing import cast

from perfdesk.core.form import FieldName, Form, FormKind, Indicator
from perfdesk.core.grid import Grid
from perfdesk.core.value import Value
from perfdesk.recognition.account_table import read_accounts
from perfdesk.recognition.indicator_table import IndicatorTable, read_indicator_table
from perfdesk.recognition.leftover import read_leftovers
from perfdesk.recognition.money_table import read_money
from perfdesk.recognition.region import Region, split
from perfdesk.recognition.summary_line import read_summary
from perfdesk.recognition.text_section import (
    read_advice,
    read_amount_unit,
    read_explanations,
    read_goals,
    read_headers,
    read_notes,
    read_title,
    read_year,
)
from perfdesk.recognition.vocabulary import meaning


def recognize(grid: Grid) -> tuple[Form, ...]:
    """The forms of a sheet; a sheet with content that holds none gives one of kind `unknown`."""
    if not any(cell.text or cell.formula for cell in grid.cells.values()):
        return ()
    return tuple(_form(region) for region in split(grid))


def _form(region: Region) -> Form:
    title, titled_kind = read_title(region)
    table = read_indicator_table(region)
    money = read_money(region)
    headers = read_headers(region)
    if titled_kind is None or (table is None and not _is_account_kind(titled_kind)):
        return Form("unknown", region.grid.name, region.block, title)
    if table is None:
        return Form(
            kind=cast(FormKind, titled_kind),
            sheet=region.grid.name,
            block=region.block,
            title=title,
            year=read_year(region, headers),
            amount_unit=read_amount_unit(region),
            headers=read_headers(region, inline_only=True),
            accounts=read_accounts(region),
        )
    fields: dict[FieldName, Value] = dict(money.fields)
    fields.update(read_summary(region, table, money.fields, money.rows))
    if "execution_score" not in fields and titled_kind != "unit_self_evaluation":
        fields = _execution_row(table) | fields
    methods = [row.method for row in table.indicators if row.method is not None and row.method.text]
    return Form(
        kind=cast(FormKind, titled_kind),
        sheet=region.grid.name,
        block=region.block,
        title=title,
        year=read_year(region, headers),
        amount_unit=read_amount_unit(region),
        headers=headers,
        fields=fields,
        indicators=table.indicators,
        fund_groups=money.fund_groups,
        lines=money.lines,
        tasks=money.tasks,
        task_total=money.task_total,
        goals=read_goals(region),
        advice=read_advice(region),
        column_cells={**table.column_cells, **money.column_cells},
        group_weights=table.groups,
        explanations={**money.remarks, **read_explanations(region, table.top, table.bottom)},
        notes=(*read_notes(region), *money.methods, *methods),
        leftovers=read_leftovers(region),
    )


def _is_account_kind(kind: str) -> bool:
    return kind.startswith(("final_accounts", "budget"))


def _execution_row(table: IndicatorTable) -> dict[FieldName, Value]:
    """Weight and score of the execution rate where it stands as a row of the indicator table."""
    for indicator in table.indicators:
        if indicator.weight is None or indicator.score is None or not _is_rate_row(indicator):
            continue
        return {"execution_weight": indicator.weight, "execution_score": indicator.score}
    return {}


def _is_rate_row(indicator: Indicator) -> bool:
    """Whether the row scores the execution rate itself, not an outcome of the unit's work."""
    if meaning("amount", indicator.level1.text or "") == "execution_rate":
        return True
    is_group = meaning("execution_group", indicator.level1.text or "") is not None
    return is_group and meaning("amount", indicator.level3.text or "") == "execution_rate"
