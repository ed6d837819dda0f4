"""The lines under the indicator table: subtotal, execution score, deduction, total."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import cast

from perfdesk.core.form import FieldName
from perfdesk.core.grid import Block, Cell
from perfdesk.core.value import Value
from perfdesk.recognition.indicator_header import Column
from perfdesk.recognition.indicator_table import IndicatorTable
from perfdesk.recognition.literal import clean, in_points, understand
from perfdesk.recognition.region import Label, Region
from perfdesk.recognition.vocabulary import meaning

_INLINE = re.compile(r"([^:：]{2,12})[:：]\s*(\S+)\s*$")

_SUMMED = ("weight", "score", "reviewer_score")
_OTHER_YEAR = re.compile("上年|去年|往年|历年")
_NOTHING = Value("")
WHOLE = Decimal(100)
"""Points of a whole form."""
_TITLE_SCORE = re.compile(r"\((?:自评)?(?:总)?(?:得分|分):?(\d+(?:\.\d+)?)分?\)")


def read_summary(
    region: Region, table: IndicatorTable, known: Mapping[FieldName, Value], taken: frozenset[int]
) -> dict[FieldName, Value]:
    """The score fields found around the indicator table; `taken` are rows of money tables.

    Above the table only labels that speak of this year's scores count: 合计 there belongs to the money.
    A total that stands above the table repeats the one in its last row.
    """
    above = _around(region, table, [row for row in region.rows if row < table.top and row not in taken])
    below = _around(region, table, [row for row in region.rows if row > table.bottom and row not in taken])
    found = above | below
    if "total_weight" in found:
        found["total_weight"] = in_points(found["total_weight"])
    if "total_score" in above and below.get("total_score", _NOTHING).number is not None:
        found["repeated_total_score"] = above["total_score"]
    if "total_score" not in found:
        found.update(_in_title(region, table))
    score = found.pop("execution_score", None)
    if score is not None and score != known.get("execution_score"):
        found["repeated_execution_score" if "execution_score" in known else "execution_score"] = score
    return found


def _around(region: Region, table: IndicatorTable, rows: Iterable[int]) -> dict[FieldName, Value]:
    found: dict[FieldName, Value] = {}
    for row in rows:
        for label in region.labels(row):
            name, inline = _named(label)
            is_of_money = row < table.top and ("分" not in label.text or _OTHER_YEAR.search(label.key))
            if name is None or is_of_money:
                continue
            own: dict[FieldName, Value] = {}
            if inline is not None:
                own[name] = inline
            else:
                _take(region, table, label, name, own)
            _add(found, own)
    return found


def _add(found: dict[FieldName, Value], own: dict[FieldName, Value]) -> None:
    """Take in what one label says; the first of a kind counts.

    合计 | 90 | 87 above 自评总分 | 96.5 was the indicators' alone: points short of 100 tell.
    """
    earlier, points = found.get("total_score"), found.get("total_weight")
    later = own.get("total_score")
    if earlier is not None and later is not None and later.number is not None and points is not None:
        is_part = points.number is not None and points.number < WHOLE
        if is_part and "indicator_subtotal" not in found:
            found["indicator_subtotal"] = earlier
            del found["total_score"], found["total_weight"]
    for name, value in own.items():
        found.setdefault(name, value)


def _in_title(region: Region, table: IndicatorTable) -> dict[FieldName, Value]:
    """The total where a title line gives it: 自评表（自评得分：97.5分）."""
    for row in region.rows:
        for label in region.labels(row) if row < table.top else ():
            match = _TITLE_SCORE.search(clean(label.text))
            if match is not None:
                value = understand(Cell(match.group(1)), label.block.address)
                return {"total_score": dataclasses.replace(value, raw=label.text)}
    return {}


def _named(label: Label) -> tuple[FieldName | None, Value | None]:
    """The field a label names; with its value where the same cell holds it (自评总分：95分)."""
    name = meaning("summary", label.text)
    match = _INLINE.match(label.text)
    if name is None and match is not None:
        name = meaning("summary", match.group(1))
        inline = understand(Cell(match.group(2)), label.block.address)
        return cast("FieldName | None", name), inline
    return cast("FieldName | None", name), None


def _take(
    region: Region,
    table: IndicatorTable,
    label: Label,
    name: FieldName,
    found: dict[FieldName, Value],
) -> None:
    blocks = _beside(region, label.block)
    if not blocks or name in found:
        return
    filled = [block for block in blocks if region.value(block).number is not None]
    if label.block.top < table.top:
        found[name] = region.value(filled[0] if filled else blocks[0])
        return
    under = {each: _under(blocks, column) for each in _SUMMED if (column := table.column(each)) is not None}
    points, given, reviewed = (under.get(each) for each in _SUMMED)
    score = region.value(given) if given is not None else None
    if name == "total_score":
        # 总分 | 100 | 98: the points of the whole form under 分值, its score under 得分.
        if points is not None and score is not None and points != given:
            whole = region.value(points)
            if whole.number is not None or not filled:
                found["total_weight"], found[name] = whole, score
        if reviewed is not None and region.value(reviewed).number is not None:
            found["reviewer_total_score"] = region.value(reviewed)
    if score is not None and score.number is not None:
        found[name] = score
    elif name not in found:
        found[name] = region.value(filled[0] if filled else blocks[0])


def _beside(region: Region, block: Block) -> list[Block]:
    """The blocks right of a label up to the next label of this kind."""
    blocks: list[Block] = []
    beside = region.right_of(block)
    while beside is not None and meaning("summary", region.text(beside)) is None:
        blocks.append(beside)
        beside = region.right_of(beside)
    return blocks


def _under(blocks: list[Block], column: Column) -> Block | None:
    return next((b for b in blocks if b.left <= column.left <= b.right), None)
