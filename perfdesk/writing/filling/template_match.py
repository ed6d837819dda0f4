"""Which place of a template a group, a line or an option of another form belongs in.

Words are compared as people read them: without spaces, points in brackets, list numbers, 指标 at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from perfdesk.recognition.literal import clean

_POINTS = re.compile(r"\(\d+(?:\.\d+)?分\)")
_NUMBERING = re.compile(
    r"^(?:其中:?|[一二三四五六七八九十]{1,2}、|\(?[一二三四五六七八九十\d]{1,2}[\).、])+(?:其中:?)?"
)
_REMARK = re.compile(r"\([^()]*\)$")
_FUND_DRESS = re.compile(r"^(?:本年度?|当年)|(?:收入|资金)$")
_SHORTEST_PREFIX = 3
T = TypeVar("T")
S = TypeVar("S")


def group_key(words: str) -> str:
    """The words of a level-1 or level-2 group as they are compared."""
    key = _POINTS.sub("", clean(words))
    return key.removesuffix("指标") or key


def line_key(words: str) -> str:
    """The name of a line of figures as it is compared: without numbering, 其中, remark, colon."""
    key = _NUMBERING.sub("", clean(words)).rstrip(":")
    return _REMARK.sub("", key) or key


def fund_key(words: str) -> str:
    """The source of money a line names, however it is dressed: 本年财政拨款 and 财政拨款收入 are one."""
    key = line_key(words)
    return _FUND_DRESS.sub("", key) or key


def is_same_category(first: str, second: str) -> bool:
    """Whether two level-1 groups are one: 产出指标（50分） and 产出."""
    left, right = group_key(first), group_key(second)
    return left == right or (len(left) > 1 and left[:2] == right[:2])


def nearest_group(words: str, groups: Sequence[str]) -> int | None:
    """The place of the level-2 group that the words name: itself, part of it, or its beginning."""
    key = group_key(words)
    keys = [group_key(group) for group in groups]
    if not key:
        return 0 if groups else None
    tests: tuple[Callable[[str], bool], ...] = (
        lambda other: other == key,
        lambda other: bool(other) and (other in key or key in other),
        lambda other: len(other) >= _SHORTEST_PREFIX and other[:_SHORTEST_PREFIX] == key[:_SHORTEST_PREFIX],
    )
    for test in tests:
        found = next((place for place, other in enumerate(keys) if test(other)), None)
        if found is not None:
            return found
    return None


def paired(
    wanted: Iterable[S], places: Iterable[T], keys: tuple[Callable[[S], str], Callable[[T], str]]
) -> tuple[list[tuple[S, T]], list[S]]:
    """Each thing with the first free place of the same key, and those that found none.

    Names that come several times (经费保障 in two opinions) are paired in their order.
    """
    of_wanted, of_place = keys
    free = list(places)
    pairs: list[tuple[S, T]] = []
    left: list[S] = []
    for each in wanted:
        key = of_wanted(each)
        place = next((place for place in free if of_place(place) == key), None)
        if place is None:
            left.append(each)
        else:
            free.remove(place)
            pairs.append((each, place))
    return pairs, left
