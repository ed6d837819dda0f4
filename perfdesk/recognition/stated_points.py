"""Points that names state: 产出指标（50分） for a group, 修复卷数（20分） for an indicator.

Part of reading the indicator table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from perfdesk.core.form import Indicator, LevelOne
from perfdesk.core.value import Value

_POINTS = re.compile(r"\(?(\d+(?:\.\d+)?)分\)?")


def stated_weight(has_weight: bool, name: Value) -> Value | None:
    """The points in an indicator's own name, 修复卷数（20分）, where no column gives them."""
    match = _POINTS.search(_half(name.raw))
    if has_weight or match is None:
        return None
    decimals = len(match.group(1).partition(".")[2])
    return Value(name.cell, name.raw, match.group(1), Decimal(match.group(1)), decimals)


def level_words(value: Value) -> Value:
    """A level-1 or level-2 name without the points that its header may state."""
    text = _without_points(value.raw)
    return Value(value.cell, value.raw, value.printed, text=text or None)


@lru_cache(maxsize=4096)
def _without_points(raw: str) -> str:
    # Points have few digits; without a bound a text of digits alone would be tried at each of them.
    return re.sub(r"\s+|\(\d{1,5}(?:\.\d{1,5})?分?\)|\d{1,5}(?:\.\d{1,5})?分", "", _half(raw))


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def stated_groups(indicators: list[Indicator]) -> tuple[LevelOne, ...]:
    """The level-1 names that state points, each with the indicators under it."""
    groups: dict[str, list[int]] = {}
    for index, indicator in enumerate(indicators):
        groups.setdefault(indicator.level1.cell, []).append(index)
    return tuple(_stated_points(indicators, groups))


def _stated_points(indicators: list[Indicator], groups: dict[str, list[int]]) -> Iterator[LevelOne]:
    for members in groups.values():
        level1 = indicators[members[0]].level1
        match = _POINTS.search(_half(level1.raw))
        if match is None:
            continue
        number = Decimal(match.group(1))
        decimals = len(match.group(1).partition(".")[2])
        points = Value(level1.cell, level1.raw, match.group(1), number, decimals)
        yield LevelOne(level1, points, tuple(members))
