"""The lines under the indicator table: subtotal, execution score, deduction, total."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from perfdesk.core.form import FieldName
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.indicator_table import Column, IndicatorTable
from perfdesk.recognition.region import Label, Region
from perfdesk.recognition.vocabulary import meaning


def read_summary(
    region: Region, table: IndicatorTable | None, known: Mapping[FieldName, Value], taken: frozenset[int]
) -> dict[FieldName, Value]:
    """The score fields found below the indicator table; `taken` are rows of money tables."""
    found: dict[FieldName, Value] = {}
    start = table.bottom + 1 if table is not None else region.block.top
    for row in range(start, region.block.bottom + 1):
        if row in taken:
            continue
        for label in region.labels(row):
            name = meaning("summary", label.text)
            if name is not None:
                _take(region, table, label, cast(FieldName, name), found)
    score = found.pop("execution_score", None)
    if score is not None:
        found["repeated_execution_score" if "execution_score" in known else "execution_score"] = score
    return found


def _take(
    region: Region,
    table: IndicatorTable | None,
    label: Label,
    name: FieldName,
    found: dict[FieldName, Value],
) -> None:
    blocks = _beside(region, label.block)
    if not blocks or name in found:
        return
    weight = table.column("weight") if table is not None else None
    score = table.column("score") if table is not None else None
    if name == "total_score" and weight is not None and score is not None:
        under_score = _under(blocks, score)
        # 总分 | 100 | 98: the points of the whole form stand first, its score beside them.
        if blocks[0] == _under(blocks, weight) and under_score not in (None, blocks[0]):
            found["total_weight"] = region.value(blocks[0])
            found[name] = region.value(under_score)
            return
    filled = [block for block in blocks if region.value(block).number is not None]
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
