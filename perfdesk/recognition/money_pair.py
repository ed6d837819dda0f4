"""Money as label and figure side by side, or in one cell; sources may stand as columns.

Part of reading the money of a form, beside `money_table`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import cast

from perfdesk.core.form import FieldName, Money
from perfdesk.core.grid import Block, Cell
from perfdesk.core.value import Value
from perfdesk.recognition.literal import clean, in_percent, understand
from perfdesk.recognition.money_line import AMOUNTS, MoneyTable, filled_first, main_amounts, role_of
from perfdesk.recognition.region import Label, Region
from perfdesk.recognition.vocabulary import meaning

_INLINE = re.compile(r"([^:：]{2,16})[:：]\s*([\d(（].*)$")
_BRACKETED_RATE = re.compile(r"\((\d+(?:\.\d+)?%)\)")


def is_pairs(region: Region, amounts: Mapping[str, Block]) -> bool:
    """Whether figures stand beside their labels rather than under them."""
    labels = {block.address for block in amounts.values()}
    beside = [b for block in amounts.values() if (b := region.right_of(block)) is not None]
    if any(region.value(block).number is not None for block in beside):
        return True
    if any(block.address in labels for block in beside):
        return False
    return bool(beside) and all(region.value(block).text is None for block in beside)


def add_pairs(region: Region, result: MoneyTable, row: int, amounts: Mapping[str, Block]) -> MoneyTable:
    """The money with the figures that stand beside the row's labels."""
    fields = dict(result.fields)
    labels = {block.address for block in amounts.values()}
    for name, block in amounts.items():
        beside = _figure_of(region, block, len(amounts))
        value = region.value(beside) if beside is not None and beside.address not in labels else None
        if name == "execution_rate":
            value = _rate(region, block, value)
        if value is not None:
            fields = filled_first(fields, {cast(FieldName, name): value})
    if "execution_rate" not in amounts and "execution_rate" not in fields:
        fields.update(_rate_under_heading(region, row))
    return _with_pairs(result, fields)


def _rate(region: Region, label: Block, value: Value | None) -> Value | None:
    """The rate beside its label, or in the label's own brackets: 预算执行率（95%）."""
    text = region.text(label)
    match = _BRACKETED_RATE.search(clean(text))
    if match is not None and (value is None or value.number is None):
        return dataclasses.replace(understand(Cell(match.group(1)), label.address), raw=text)
    return in_percent(value, text)


def _rate_under_heading(region: Region, row: int) -> dict[FieldName, Value]:
    """The rate where it alone stands under a heading while the amounts stand beside their labels."""
    for label in region.labels(row):
        value = region.value(label.block)
        above = region.text(region.grid.block_at(row - 1, label.block.left)) if row > region.block.top else ""
        if value.number is not None and meaning("amount", above) == "execution_rate":
            return {"execution_rate": in_percent(value, above) or value}
    return {}


def _with_pairs(result: MoneyTable, fields: dict[FieldName, Value]) -> MoneyTable:
    """The money with fields that stand beside their labels; a score may stand on the same row."""
    lines = (*(line for line in result.lines if line.name.cell), _paired_line(fields))
    return dataclasses.replace(result, fields=fields, lines=lines)


def add_inline(result: MoneyTable, labels: list[Label]) -> MoneyTable:
    """Figures in the same cell as their label: 全年预算数：100万元."""
    fields = dict(result.fields)
    for label in labels:
        match = _INLINE.match(label.text)
        name = meaning("amount", match.group(1)) if match is not None else None
        if match is None or name is None or not main_amounts({name: label.block}):
            continue
        value = understand(Cell(match.group(2)), label.block.address)
        if value.number is not None:
            fields.setdefault(cast(FieldName, name), dataclasses.replace(value, raw=label.text))
    return result if fields == dict(result.fields) else _with_pairs(result, fields)


def _figure_of(region: Region, label: Block, labels: int) -> Block | None:
    """The figure that belongs to a label: beside it, or under 合计 where sources stand as columns."""
    beside = region.right_of(label)
    if beside is None or labels > 1:
        return beside
    for row in reversed([r for r in region.rows if r < label.top and r >= label.top - 4]):
        for heading in region.labels(row):
            if role_of(heading.text) == "total" and heading.block.left > label.right:
                return region.grid.block_at(label.top, heading.block.left)
    return beside


def _paired_line(fields: Mapping[FieldName, Value]) -> Money:
    """The project's money as one line, made of the figures that stand beside their labels."""
    amounts = {str(name): value for name, value in fields.items() if name in AMOUNTS}
    return Money(Value("", text="项目资金"), amounts, rate=fields.get("execution_rate"))
