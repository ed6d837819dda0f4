"""From a grid to its forms.

Second step of the way of the data. Each form gets its parts from the recognizer of that
part; what they mean together (which kind of form) is decided here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from perfdesk.core.form import FieldName, Form, FormKind, Indicator, Reason
from perfdesk.core.grid import Grid, parse_address
from perfdesk.core.value import Value, plain
from perfdesk.recognition.account_table import read_account_notes, read_accounts
from perfdesk.recognition.correction import Corrections, overlay, with_places
from perfdesk.recognition.grade import read_grade
from perfdesk.recognition.indicator_table import IndicatorTable, read_indicator_table, with_rows_above
from perfdesk.recognition.leftover import read_leftovers
from perfdesk.recognition.money_line import MoneyTable
from perfdesk.recognition.money_table import read_money
from perfdesk.recognition.project_list import by_project
from perfdesk.recognition.reason import with_reasons
from perfdesk.recognition.region import Region, kind_in, split
from perfdesk.recognition.scored_section import read_scored_lines
from perfdesk.recognition.state import GUESSED, NO_FORM, OUTSIZED, is_unfilled, remark_on
from perfdesk.recognition.summary_line import read_summary
from perfdesk.recognition.text_section import (
    read_advice,
    read_amount_unit,
    read_explanations,
    read_goals,
    read_headers,
    read_notes,
    read_opinions,
    read_title,
    read_year,
)
from perfdesk.recognition.vocabulary import meaning, overlaid

IN_YUAN_FROM = Decimal(1_000_000)
"""An unlabelled amount from here on is taken for 元: a hundred 亿 in 万元 is no county's project."""


MOST_CELLS = 40_000
"""Most cells with content that are looked through in a workbook; the longest tables have some thousands."""
_ADJUSTED = ("调整后预算", "调整预算数", "预算调整数")


def recognize(grid: Grid, corrections: Corrections | None = None) -> tuple[Form, ...]:
    """The forms of a sheet; a sheet with content that holds none gives one of kind `unknown`.

    A table of a document that has nothing of a form gives none: a report is full of such tables.
    `corrections` are what the user said about layouts; those made on this one hold.
    """
    content = content_count(grid)
    if not content:
        return ()
    if content > MOST_CELLS:
        return (outsized(grid),)
    entries = corrections.of(grid) if corrections is not None else ()
    with overlaid(overlay(entries, grid)):
        forms = tuple(with_places(form, grid, entries) for region in split(grid) for form in _forms(region))
    if grid.origin != "workbook" and all(form.remark == NO_FORM for form in forms):
        return ()
    if grid.is_uncertain:
        return tuple(dataclasses.replace(form, remark=form.remark + GUESSED) for form in forms)
    return forms


def content_count(grid: Grid) -> int:
    """How many cells hold anything."""
    return sum(1 for cell in grid.cells.values() if cell.text or cell.formula)


def outsized(grid: Grid) -> Form:
    """A sheet with more in it than any form, told as one that was not looked through."""
    block = grid.used
    return Form("unknown", grid.name, block, Value(block.address), remark=OUTSIZED)


def _forms(region: Region) -> tuple[Form, ...]:
    title, kind = read_title(region)
    table = read_indicator_table(region)
    reasons: dict[str, Reason] = {}
    if kind is None and table is not None:
        kind = _untitled_kind(region, table)
        reasons["kind"] = Reason("没有标题，按指标表的列和表头认定", "没有找到标题，表的种类是推断的")
    if kind is None or (table is None and not _is_account_kind(kind)):
        form = Form("unknown", region.grid.name, region.block, title)
    elif table is None:
        form = _account_form(region, cast(FormKind, kind), title)
    else:
        form = _as_evaluated(_scored_form(region, cast(FormKind, kind), title, table))
        form = with_reasons(region, table, dataclasses.replace(form, reasons=reasons | dict(form.reasons)))
    form = dataclasses.replace(form, remark=remark_on(region, form), is_unfilled=is_unfilled(region, form))
    return (form,) if table is None else by_project(region, table, form)


def _untitled_kind(region: Region, table: IndicatorTable) -> str | None:
    """The kind of a form without a title, from its sheet's name or its columns, or None."""
    named = kind_in(region.grid.name)
    if named is not None and not _is_account_kind(named):
        return named
    if table.column("actual") is None and table.column("score") is None:
        return None
    headers = read_headers(region)
    if "project" in headers:
        return "project_self_evaluation"
    return "unit_self_evaluation" if "unit" in headers and table.column("score") is not None else None


def _account_form(region: Region, kind: FormKind, title: Value) -> Form:
    lines = read_accounts(region)
    return Form(
        kind=kind,
        sheet=region.grid.name,
        block=region.block,
        title=title,
        year=read_year(region, read_headers(region)),
        amount_unit=read_amount_unit(region) or "万元",
        headers=read_headers(region, inline_only=True),
        accounts=lines,
        notes=read_account_notes(region, lines),
    )


def _scored_form(region: Region, kind: FormKind, title: Value, table: IndicatorTable) -> Form:
    money = read_money(region)
    headers = read_headers(region)
    fields: dict[FieldName, Value] = dict(money.fields)
    fields.update(read_summary(region, table, money.fields, money.rows))
    if kind not in ("unit_self_evaluation", "key_evaluation"):
        fields = _with_execution_row(fields, _execution_row(table))
    grade = read_grade(region, table, fields.get("total_score"))
    if grade is not None and "grade" not in headers:
        headers["grade"] = grade
    table = with_rows_above(table, read_scored_lines(region, table.top, money.rows))
    methods = [row.method for row in table.indicators if row.method is not None and row.method.text]
    unit, unit_reason = _amount_unit(region, money)
    return Form(
        kind=kind,
        sheet=region.grid.name,
        block=region.block,
        title=title,
        year=read_year(region, headers),
        amount_unit=unit,
        is_unit_stated=read_amount_unit(region) is not None,
        headers=headers,
        fields=fields,
        indicators=table.indicators,
        fund_groups=money.fund_groups,
        lines=money.lines,
        tasks=money.tasks,
        task_total=money.task_total,
        goals=read_goals(region, range(table.top + 1, table.bottom + 1)),
        advice=read_advice(region),
        column_cells={**table.column_cells, **money.column_cells, **_adjusted(region, table)},
        group_weights=table.groups,
        group_columns=table.group_columns,
        subtotals=table.subtotals,
        explanations=_explanations(region, table, money, fields),
        opinions=read_opinions(region, table.bottom),
        notes=(*read_notes(region), *money.methods, *methods),
        leftovers=read_leftovers(region),
        reasons={"amount_unit": unit_reason},
    )


def _as_evaluated(form: Form) -> Form:
    """A key evaluation is what its evaluators gave; the unit's own scores then stand beside theirs."""
    whole, other = form.fields.get("total_score"), form.fields.get("reviewer_total_score")
    if form.kind != "key_evaluation" or all(row.reviewer_score is None for row in form.indicators):
        return form
    fields = dict(form.fields)
    if whole is not None and other is not None:
        fields |= {"total_score": other, "reviewer_total_score": whole}
    rows = (
        dataclasses.replace(row, score=row.reviewer_score, reviewer_score=row.score)
        for row in form.indicators
    )
    return dataclasses.replace(form, fields=fields, indicators=tuple(rows))


def _adjusted(region: Region, table: IndicatorTable) -> dict[str, str]:
    """The heading of an adjusted budget (调整后预算数) above the indicator table: a mark of some layouts."""
    for label in region.all_labels():
        if label.block.top >= table.top:
            break
        if label.key.startswith(_ADJUSTED):
            return {"adjusted_budget": label.block.address}
    return {}


def _explanations(
    region: Region, table: IndicatorTable, money: MoneyTable, fields: Mapping[FieldName, Value]
) -> dict[str, Value]:
    """Words on deviations outside the rows of the indicators: beside the money, below, in the total's row."""
    found = {**money.remarks, **read_explanations(region, table.top, table.bottom)}
    if "note" in found and any(value.cell == found["note"].cell for value in read_leftovers(region)):
        del found["note"]  # 请在此处简要说明…
    total, column = fields.get("total_score"), table.column("reason")
    if total is not None and column is not None and "reason" not in found:
        row = parse_address(total.cell)[0]
        value = region.value(region.grid.block_at(row, column.left))
        if row > table.bottom and value.text is not None:
            found["reason"] = value
    return found


def _amount_unit(region: Region, money: MoneyTable) -> tuple[str, Reason]:
    """The unit of the amounts, from the form's words, else the figures' own, else by plausibility."""
    said = read_amount_unit(region)
    if said is not None:
        return said, Reason(f"表上写明单位：{said}")
    amounts = [value for line in money.lines for value in line.amounts.values() if value.number is not None]
    for value in amounts:
        if value.unit in ("元", "万元"):
            return value.unit, Reason(f"{value.cell}的数字带有单位：{value.unit}")
    largest = max((abs(value.number) for value in amounts if value.number is not None), default=Decimal(0))
    unit = "元" if largest >= IN_YUAN_FROM else "万元"
    if not amounts:
        return unit, Reason("表上没有金额，按通行的万元")
    return unit, Reason(
        f"表上没有写明单位，最大的金额为{plain(largest)}，按大小推断为{unit}", "金额单位没有写明，是推断的"
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


def _with_execution_row(
    fields: dict[FieldName, Value], row: dict[FieldName, Value]
) -> dict[FieldName, Value]:
    """The fields with the row of the execution rate; a score beside the money then repeats the row's."""
    stated = fields.get("execution_score")
    if not row or stated is None or stated.is_blank:
        return row | fields
    return {**fields, **row, "repeated_execution_score": stated}


def _is_rate_row(indicator: Indicator) -> bool:
    """Whether the row scores the execution rate itself, not an outcome of the unit's work."""
    if meaning("amount", indicator.level1.text or "") == "execution_rate":
        return True
    levels = (indicator.level1.text or "", indicator.level2.text or "")
    is_group = any(meaning("execution_group", level) is not None for level in levels)
    return is_group and meaning("amount", indicator.level3.text or "") == "execution_rate"
