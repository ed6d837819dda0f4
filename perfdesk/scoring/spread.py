"""Weights dealt out over a form's indicators as a place does it: evenly in a group, the rest in one row.

Pure arithmetic over a profile's `spread.*`; serves new forms made from approved targets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from perfdesk.core.form import FormKind
from perfdesk.scoring.profile import Profile

Row = tuple[str, str]
"""Level-1 and level-2 words of an indicator."""
_JOINT = "、"


@dataclass(frozen=True, slots=True)
class _Pool:
    """Groups whose indicators share points evenly, and the numbers of their rows."""

    names: str
    points: Decimal
    rows: tuple[int, ...]


def spread_weights(profile: Profile, kind: FormKind, rows: Sequence[Row]) -> tuple[Decimal, ...]:
    """The weight of each row; none where the place does not score.

    Points of a group that has no row go to the group before it, as those of 满意度 go to 效益.
    """
    if not rows or not profile.has_scores:
        return ()
    pools = _scaled(_filled(_pools(profile, kind, rows)), whole_points(profile, kind), profile)
    weights = [Decimal(0)] * len(rows)
    for pool in pools:
        share = _cut(pool.points / len(pool.rows), profile)
        for row in pool.rows:
            weights[row] = share
        weights[_rest_row(profile, pool, rows)] += pool.points - share * len(pool.rows)
    return tuple(weights)


def spread_tasks(profile: Profile, count: int) -> tuple[Decimal, ...]:
    """The weight of each key task of a unit form; none where the place does not score tasks."""
    points = profile.decimal("total.unit_tasks")
    if not points or not count:
        return ()
    share = _cut(points / count, profile)
    weights = [share] * count
    weights[-1] += points - share * count
    return tuple(weights)


def whole_points(profile: Profile, kind: FormKind) -> Decimal:
    """What the indicators of a form add up to: 90 beside an execution rate of 10."""
    if kind == "unit_self_evaluation":
        return profile.decimal("total.unit_indicators") or Decimal(100)
    return (profile.decimal("total.project") or Decimal(100)) - profile.execution_weight


def _pools(profile: Profile, kind: FormKind, rows: Sequence[Row]) -> list[_Pool]:
    declared = profile.unit_spread_groups if kind == "unit_self_evaluation" else profile.spread_groups
    if not declared:
        return [_Pool("", whole_points(profile, kind), tuple(range(len(rows))))]
    members: list[list[int]] = [[] for _ in declared]
    place = 0
    for number, (level1, _) in enumerate(rows):
        # A group nobody has named shares with the one above it.
        place = next((n for n, (names, _) in enumerate(declared) if _is_named(level1, names)), place)
        members[place].append(number)
    return [
        _Pool(names, points, tuple(found)) for (names, points), found in zip(declared, members, strict=True)
    ]


def _is_named(level1: str, names: str) -> bool:
    words = "".join(unicodedata.normalize("NFKC", level1).split())
    return any(name[:2] == words[:2] for name in names.split(_JOINT))


def _filled(pools: Sequence[_Pool]) -> list[_Pool]:
    """The pools that have rows, with the points of those that have none."""
    kept: list[_Pool] = []
    waiting = Decimal(0)
    for pool in pools:
        if pool.rows:
            kept.append(_Pool(pool.names, pool.points + waiting, pool.rows))
            waiting = Decimal(0)
        elif kept:
            kept[-1] = _Pool(kept[-1].names, kept[-1].points + pool.points, kept[-1].rows)
        else:
            waiting += pool.points
    return kept


def _scaled(pools: Sequence[_Pool], whole: Decimal, profile: Profile) -> list[_Pool]:
    """The pools with points that add up to the whole, where the place has declared others."""
    total = sum((pool.points for pool in pools), Decimal(0))
    if total == whole or not total:
        return list(pools)
    scaled = [_Pool(pool.names, _cut(pool.points * whole / total, profile), pool.rows) for pool in pools]
    rest = whole - sum((pool.points for pool in scaled), Decimal(0))
    first, *others = scaled
    return [_Pool(first.names, first.points + rest, first.rows), *others]


def _cut(points: Decimal, profile: Profile) -> Decimal:
    return points.quantize(Decimal(1).scaleb(-profile.decimals("spread.decimals", 1)), ROUND_FLOOR)


def _rest_row(profile: Profile, pool: _Pool, rows: Sequence[Row]) -> int:
    """The row that takes what even shares leave over: as the place has it, else the first."""
    for level1, level2, end in profile.spread_rest:
        if _is_named(level1, pool.names):
            named = [row for row in pool.rows if not level2 or level2 in rows[row][1]] or list(pool.rows)
            return named[-1] if end == "last" else named[0]
    return pool.rows[0]
