"""Why each part of a form was taken for what it is, in Chinese, and what is uncertain about it.

Last step of recognition: the labels left of a value and above it are looked up once more and
named. A label that is no word of the vocabulary but was understood by its parts is a doubt.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from perfdesk.core.form import FieldName, Form, Indicator, Reason
from perfdesk.core.grid import Block, parse_address
from perfdesk.core.value import Value
from perfdesk.recognition.indicator_table import IndicatorTable
from perfdesk.recognition.region import Region
from perfdesk.recognition.vocabulary import is_inferred, meaning

SECTIONS = ("amount", "summary", "indicator")
_SAME: Mapping[str, str] = {
    "repeated_execution_score": "execution_score",
    "total_weight": "total_score",
    "repeated_total_score": "total_score",
    "reviewer_total_score": "total_score",
    "weight": "execution_weight",
    "score": "execution_score",
}
COLUMN_NAMES = (
    *("level1", "level2", "level3", "operator", "target", "unit", "actual"),
    *("completion", "weight", "score", "reason", "measure"),
)


def with_reasons(region: Region, table: IndicatorTable | None, form: Form) -> Form:
    """The form with a reason for each header, field and column, and doubts on its fields."""
    reasons: dict[str, Reason] = {}
    fields: dict[FieldName, Value] = {}
    for name, value in form.fields.items():
        reason = _field_reason(region, name, value)
        reasons[f"fields.{name}"] = reason
        fields[name] = dataclasses.replace(value, doubt=reason.doubt) if reason.doubt else value
    for header, value in form.headers.items():
        reasons[f"headers.{header}"] = _beside(region, "header", header, value)
    reasons.update(_columns(table, form.indicators) if table is not None else ())
    reasons.update(_hidden(region))
    return dataclasses.replace(form, fields=fields, reasons={**reasons, **form.reasons})


def _field_reason(region: Region, name: str, value: Value) -> Reason:
    row, column = parse_address(value.cell)
    own = region.text(region.grid.block_at(row, column))
    if value.raw and value.raw == own and value.printed != own:
        return Reason(f"取自本格文字“{_short(own)}”")
    beside = next(_labels_left(region, row, column, name), None)
    if beside is not None:
        return _reason(f"标签“{_short(beside[1])}”（{beside[0].address}）右边", beside[2], beside[1])
    above = next(_labels_above(region, row, column, name), None)
    line = next(_words_left(region, row, column), None)
    if above is None:
        return Reason(f"按所在行“{_short(line)}”认定" if line else "按所在位置认定", "没有找到它的标签")
    crossing = f"与行“{_short(line)}”相交" if line else "之下"
    return _reason(f"表头“{_short(above[1])}”（{above[0].address}）{crossing}", above[2], above[1])


def _reason(why: str, section: str, label: str) -> Reason:
    if not is_inferred(section, label):
        return Reason(why)
    return Reason(why, f"词汇表中没有“{_short(label)}”，按字面推断")


def _says(text: str, name: str) -> str | None:
    """The section in which the text names the field, or None."""
    wanted = {name, _SAME.get(name, name)}
    return next((s for s in SECTIONS if (m := meaning(s, text)) and {m, _SAME.get(m, m)} & wanted), None)


def _labels_left(region: Region, row: int, column: int, name: str) -> Iterator[tuple[Block, str, str]]:
    while column > region.block.left:
        block = region.grid.block_at(row, column - 1)
        text = region.text(block)
        section = _says(text, name) if text else None
        if section is not None:
            yield block, text, section
        if text and region.value(block).number is None and not region.value(block).is_placeholder:
            return
        column = block.left


def _words_left(region: Region, row: int, column: int) -> Iterator[str]:
    while column > region.block.left:
        block = region.grid.block_at(row, column - 1)
        value = region.value(block)
        if value.text:
            yield value.text
        column = block.left


def _labels_above(region: Region, row: int, column: int, name: str) -> Iterator[tuple[Block, str, str]]:
    for above in reversed([r for r in region.rows if r < row]):
        block = region.grid.block_at(above, column)
        text = region.text(block)
        section = _says(text, name) if text else None
        if section is not None:
            yield block, text, section


def _beside(region: Region, section: str, name: str, value: Value) -> Reason:
    row, column = parse_address(value.cell)
    if value.raw == region.text(region.grid.block_at(row, column)) and value.text != value.raw:
        return Reason("取自本格冒号之后")
    label = next(_words_left(region, row, column), "")
    return _reason(f"标签“{_short(label)}”右边", section, label)


def _columns(table: IndicatorTable, indicators: tuple[Indicator, ...]) -> Iterator[tuple[str, Reason]]:
    for name in COLUMN_NAMES:
        column = table.column(name)
        if column is not None:
            why = f"表头“{_short(column.label)}”（{column.header.address}）下的一列"
            is_plain = meaning("indicator", column.label) in (name, "name", "weight")
            doubt = None if is_plain else f"表头“{_short(column.label)}”含义不专一，按其余各列推断"
            yield (
                f"indicators.{name}",
                Reason(why, doubt) if doubt else _reason(why, "indicator", column.label),
            )
    targets = [i.target for i in indicators if i.target is not None]
    if table.column("target") is None and targets:
        yield (
            "indicators.target",
            Reason("没有指标值一列，取自指标名称中的文字", "指标值取自指标名称，请核对"),
        )


def _hidden(region: Region) -> Iterator[tuple[str, Reason]]:
    rows = sorted(row for row in region.grid.hidden_rows if row in region.rows)
    columns = sorted(region.grid.hidden_columns & {label.block.left for label in region.all_labels()})
    if rows or columns:
        shown = "、".join([f"第{row}行" for row in rows[:5]] + [f"第{column}列" for column in columns[:5]])
        yield "hidden", Reason("隐藏的行、列照常读取", f"{shown}是隐藏的，其中的内容也已读入，请核对")


def _short(text: str) -> str:
    words = "".join(text.split())
    return words if len(words) <= 16 else words[:15] + "…"
