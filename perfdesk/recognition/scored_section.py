"""Scored lines above the indicator table: 资金管理情况 with 分值 and 得分 of its own.

Part of the recognizer. Some provinces score how the money was managed in a small table between the
money and the indicators; its lines add up with the indicators and are read as such.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import Indicator
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.region import Region
from perfdesk.recognition.vocabulary import meaning


def read_scored_lines(region: Region, top: int, taken: frozenset[int]) -> tuple[Indicator, ...]:
    """The scored lines above row `top`; `taken` are rows of money tables."""
    found: list[Indicator] = []
    for row in region.rows:
        if row >= top:
            break
        columns = _columns(region, row) if row not in taken else {}
        section = region.section_of(row)
        if {"weight", "score"} <= columns.keys() and section is not None and section.top == row:
            found += _lines(region, section, columns)
    return tuple(found)


def _columns(region: Region, row: int) -> dict[str, Block]:
    """The columns of points that the row heads; none where it also heads amounts."""
    columns: dict[str, Block] = {}
    for label in region.labels(row):
        if meaning("amount", label.text) in (
            "initial_budget",
            "full_year_budget",
            "executed",
            "execution_rate",
        ):
            return {}
        name = meaning("indicator", label.text)
        if name is not None:
            columns.setdefault(name, label.block)
    return columns


def _lines(region: Region, section: Block, columns: dict[str, Block]) -> Iterator[Indicator]:
    group = _words(region, section)
    for row in range(section.top + 1, section.bottom + 1):
        weight, score = (region.at(row, columns[name].left) for name in ("weight", "score"))
        name = region.grid.block_at(row, section.right + 1)
        if weight.number is None or not region.text(name) or region.value(name).number is not None:
            continue
        reason = columns.get("reason")
        yield Indicator(
            row=row,
            level1=group,
            level2=group,
            level3=_words(region, name),
            weight=weight,
            score=score,
            reason=region.at(row, reason.left) if reason is not None else None,
        )


def _words(region: Region, block: Block) -> Value:
    value = region.value(block)
    return Value(value.cell, value.raw, value.printed, text="".join(value.raw.split()) or None)
