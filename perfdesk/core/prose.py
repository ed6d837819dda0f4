"""Figures in running text: where each stands, its number, its scale and its unit.

Lowest floor of everything that judges prose: rules look at texts inside forms, the narrative
room at published reports. Places are offsets into the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfdesk.core.interval import Interval

_SCALES = {"亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2, "": 0}
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE = r"(?P<scale>亿|万)?"
_UNITS = (
    "平方米|个百分点|人次|人天|人年|批次|场次|车次|个月|课时|学时|小时|分钟|季度|公里|乡镇|"
    "元|人|名|位|个|月|天|日|年|次|箱|家|户|台|套|辆|件|批|场|期|份|本|册|张|支|盒|只|吨|分|倍|项|处|所|间|栋|村|亩|组|%|‰"
)
_MEASURE = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<number>{NUMBER})(?![\d])\s*"
    rf"(?P<scale>亿|千万(?=元)|百万(?=元)|万|千(?=元))?\s*(?P<unit>{_UNITS})?(?P<per>/[^\d\s，,。;；、:()（）=*×+]{{1,4}})?"
)
LONGEST_TEXT = 6000
"""A longer text in one cell or line is no calculation anybody wrote; it is told as not checked."""
_KEPT = frozenset("，；：（）")
"""Punctuation that stays full-width: a full-width comma never parts thousands."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure with its unit as the text writes it.

    Attributes:
        start: offset of its first digit.
        end: offset behind its unit.
        text: the words between, as given.
        number: the digits as a number.
        decimals: how many decimals are written.
        power: the power of ten of 万 (4), 亿 (8), % (-2) and so on.
        unit: the unit without its scale (`元`, `人`, `%`), empty where none is written.
        per: what a rate is per, such as `/天`, or empty.
    """

    start: int
    end: int
    text: str
    number: Decimal
    decimals: int
    power: int = 0
    unit: str = ""
    per: str = ""

    @property
    def value(self) -> Decimal:
        """The figure in its plain unit: 0.32万元 is 3200, 10% is 0.1."""
        return self.number.scaleb(self.power)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount: 元, or 万 and 亿 without any other unit."""
        return not self.per and (self.unit == "元" or (not self.unit and self.power >= 4))

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit == "%"

    def spread(self, least_decimals: int = 0) -> Interval:
        """What the figure can stand for in its plain unit, taken to at least so many decimals."""
        reach = Interval.around(self.number, max(self.decimals, least_decimals))
        return Interval(reach.low.scaleb(self.power), reach.high.scaleb(self.power))


@lru_cache(maxsize=4096)
def even(text: str) -> str:
    """The text with half-width digits, letters and signs; every character keeps its offset."""
    return "".join(_even_character(character) for character in text)


def _even_character(character: str) -> str:
    if character in _KEPT or character < "\x80":
        return {"(": "（", ")": "）", ":": "：", ";": "；"}.get(character, character)
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) != 1:
        return character
    return {"(": "（", ")": "）", "−": "-", "–": "-", "﹣": "-"}.get(plain, plain)


@lru_cache(maxsize=4096)
def measures(text: str) -> tuple[Measure, ...]:
    """Every figure of the text (already `even`), in order."""
    return tuple(_measures(text))


def _measures(text: str) -> Iterator[Measure]:
    for match in _MEASURE.finditer(text):
        yield measure(match, text)


def measure(match: re.Match[str], text: str) -> Measure:
    """The figure a match with the groups number, scale, unit and per stands for."""
    digits, unit, scale = match["number"], match["unit"] or "", match["scale"] or ""
    power = -2 if unit == "%" else -3 if unit == "‰" else _SCALES[scale]
    end = match.end()
    while end > match.start() and text[end - 1].isspace():
        end -= 1
    return Measure(
        match.start("number"),
        end,
        text[match.start("number") : end],
        Decimal(digits.replace(",", "")),
        len(digits.partition(".")[2]),
        power,
        unit,
        match["per"] or "",
    )


_MARKS = (
    re.compile(r"(?P<mark>[一二三四五六七八九十]{1,3})、"),
    re.compile(r"（(?P<mark>[一二三四五六七八九十]{1,3})）"),
    re.compile(r"(?<![\d.])(?P<mark>\d{1,2})(?:、|[.．](?!\d))"),
    re.compile(r"（(?P<mark>\d{1,2})）"),
    re.compile(r"(?P<mark>[①②③④⑤⑥⑦⑧⑨⑩])"),
)
_DIGITS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


def ordinal(mark: str) -> int:
    """The number a list mark stands for: 三 is 3, 十二 is 12, ④ is 4; 0 for none."""
    if mark.isascii() and mark.isdigit():
        return int(mark)
    if mark in _CIRCLED:
        return _CIRCLED.index(mark) + 1
    tens, ten, ones = mark.rpartition("十")
    if ten:
        return (_DIGITS.find(tens) + 1 if tens else 1) * 10 + (_DIGITS.find(ones) + 1 if ones else 0)
    return _DIGITS.find(mark) + 1 if len(mark) == 1 else 0


@dataclass(frozen=True, slots=True)
class Listing:
    """A list inside a text: what stands before it, and the span of each item."""

    head: tuple[int, int]
    items: tuple[tuple[int, int], ...]


def listing(text: str) -> Listing | None:
    """The outermost list 一、… 二、… or 1. … 2. … of the text, or None."""
    for pattern in _MARKS:
        places: list[tuple[int, int]] = []
        for match in pattern.finditer(text):
            begins = match.start() == 0 or text[match.start() - 1] in "：；。，、\n\t 　:;,.）"
            if begins and ordinal(match["mark"]) == len(places) + 1:
                places.append((match.start(), match.end()))
        if len(places) >= 2:
            ends = [start for start, _ in places[1:]] + [len(text)]
            items = tuple((begin, end) for (_, begin), end in zip(places, ends, strict=True))
            return Listing((0, places[0][0]), items)
    return None
