"""What a cell says: a number with its operator and unit, words, or nothing.

The contract's reading of values: `≥95%` is operator `>=`, number 0.95, unit `%`;
`17人` is 17 with unit 人; `2022年` and `每人每月100元` stay words; `/` and `——` are blank.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import cast

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.number_format import is_date
from perfdesk.core.value import Operator, Value, plain
from perfdesk.recognition.vocabulary import words

UNCALCULATED = "（公式没有计算结果）"
"""What a cell says whose formula has no stored result."""
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+"
_SPACE = re.compile(r"\s+")
_CALENDAR = re.compile(r"(?:19|20)\d\d年?$")
_UNIT = re.compile(r"[^\d\s,.，。、;；:：()<>=≥≤+*×]{1,8}$")
_FILLER = re.compile(
    r"(?:(?:指标|目标|指标内容|三级指标)?[\d一二三四五六七八九十]{0,2}[:.、]*(?:指标|目标)?[\d一二三四五六七八九十]{0,2}[:.、]*"
    r"|[.。…·]+|x{2,}|\*{2,})$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"-?\d+(?:\.\d+)?\Z")
_ABOUT = re.compile(r"^(?:约|大约|近)(?=[\d.])|左右$")
_ADORNED = re.compile(r"^['`’](?=[\d.≥≤<>+-])|\(含\)|含(?=以[上下内])|[¥￥](?=\d)")
_OF_HUNDRED = re.compile(r"[*×xX]100(?![\d%])|百分制")
_DATE_WORDS = frozenset("月日号点时季")


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """The text in half-width letters without spaces and line breaks."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).replace("\u2212", "-"))


@cache
def listed(section: str, name: str) -> frozenset[str]:
    """The words of one line of the vocabulary, in half-width without spaces."""
    return frozenset(clean(word) for word in words(section)[name])


@cache
def _operator_words(section: str) -> tuple[tuple[str, Operator], ...]:
    pairs = [
        (clean(word), cast(Operator, sign))
        for sign, listed_words in words(section).items()
        for word in listed_words
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _literal_pattern() -> re.Pattern[str]:
    before = "|".join(re.escape(word) for word, _ in _operator_words("operator"))
    after = "|".join(re.escape(word) for word, _ in _operator_words("operator_after"))
    return re.compile(rf"(?P<operator>{before})?(?P<number>{_NUMBER})(?P<unit>.*?)(?P<after>{after})?$")


def is_placeholder(text: str) -> bool:
    """Whether the text is a mark for not applicable, such as `/` or `——`."""
    return clean(text) in listed("word", "placeholder")


def is_filler(text: str) -> bool:
    """Whether the text is a row's filler left from the template, such as `指标2` or `……`."""
    key = clean(text)
    return bool(key) and (_FILLER.match(key) is not None or key in listed("word", "filler"))


def is_tick(text: str) -> bool:
    """Whether the text ticks a box."""
    return clean(text) in listed("word", "tick")


def operator_of(text: str) -> Operator | None:
    """The operator a cell names: `≥`, `不低于`; None for a list of choices or anything else."""
    key = clean(text).strip("“”\"'")
    for word, sign in _operator_words("operator"):
        if key == word:
            return sign
    return None


def value_at(grid: Grid, block: Block) -> Value:
    """What the block says, with its place."""
    return understand(grid.cell_at(block.top, block.left), block.address)


def understand(cell: Cell, place: str) -> Value:
    """What the cell says; `place` is its address."""
    if cell.is_uncalculated:
        words = UNCALCULATED
        return Value(place, f"={cell.formula}", words, text=words, doubt="文件里没有存这个公式的结果")
    if cell.number is not None:
        return _stored_number(cell, place)
    raw = cell.text
    if not raw:
        return Value(place)
    key = clean(raw)
    if not key:
        return Value(place, raw=raw, printed=raw)
    if key in listed("word", "placeholder"):
        return Value(place, raw=raw, printed=raw, is_placeholder=True)
    return _literal(raw, key, place) or Value(place, raw=raw, printed=raw, text=raw.strip())


def _stored_number(cell: Cell, place: str) -> Value:
    number = cast(Decimal, cell.number)
    printed = cell.text or plain(number)
    if cell.number_format != "General" and is_date(cell.number_format):
        return Value(place, printed, printed, text=printed.strip() or None)
    if _DIGITS.match(printed):
        return Value(place, plain(number), printed, number, _decimals(printed))
    key = clean(printed)
    match = _literal_pattern().match(key)
    if match is None or any(mark in key for mark in "年月日:"):
        return Value(place, plain(number), printed, number, _decimals(plain(number)))
    is_percent = match["unit"] in listed("unit", "percent")
    decimals = _decimals(match["number"]) + (2 if is_percent else 0)
    unit = "%" if is_percent else match["unit"] or None  # a format such as 0"个" prints the unit
    if unit is not None and not _is_unit(unit, match["number"]):
        unit = None
    return Value(place, plain(number), printed, number, decimals, unit=unit, is_percent=is_percent)


def in_percent(value: Value | None, header: str) -> Value | None:
    """The value of a column headed in percent (`执行率（%）`, `B/A*100`): a bare 95.8 there is 95.8 %."""
    if value is None or value.number is None or value.is_percent or value.decimals is None:
        return value
    if not listed("unit", "percent") & set(clean(header)) and not _OF_HUNDRED.search(clean(header)):
        return value
    return dataclasses.replace(
        value, number=value.number / 100, decimals=value.decimals + 2, is_percent=True, unit="%"
    )


def in_points(value: Value) -> Value:
    """A weight or score printed as a percentage in points: 20% of the whole form are 20 points."""
    if value.number is None or not value.is_percent or value.decimals is None:
        return value
    decimals = max(value.decimals - 2, 0)
    return dataclasses.replace(
        value, number=value.number * 100, decimals=decimals, is_percent=False, unit=None
    )


def _literal(raw: str, key: str, place: str) -> Value | None:
    if _DIGIT.search(key) is None:
        return None
    about = _ABOUT.sub("", key)
    key = _ADORNED.sub("", about)
    match = _literal_pattern().match(key)
    if match is None:
        return None
    unit = match["unit"]
    if not _is_unit(unit, match["number"]):
        return None
    try:
        number = Decimal(match["number"].replace(",", ""))
    except InvalidOperation:
        return None
    is_percent = unit in listed("unit", "percent")
    decimals = _decimals(match["number"]) + (2 if is_percent else 0)
    return Value(
        place,
        raw,
        raw,
        number / 100 if is_percent else number,
        decimals,
        operator=_operator(match["operator"], match["after"]),
        unit="%" if is_percent else unit or None,
        is_percent=is_percent,
        is_text=True,
        doubt=None if about == clean(raw) else "写的是约数，按这个数理解",
    )


@cache
def _aim_pattern() -> re.Pattern[str]:
    before = "|".join(re.escape(word) for word, _ in _operator_words("operator"))
    after = "|".join(re.escape(word) for word, _ in _operator_words("operator_after"))
    return re.compile(
        rf"(?:{before})(?:{_NUMBER})[^\d,，;；。]{{0,10}}$|(?:{_NUMBER})[^\d,，;；。]{{0,6}}?(?:{after})$"
    )


def aim_in(name: Value) -> Value | None:
    """The target that an indicator's own words end in: 培训人次≥200人; None where they state none."""
    key = clean(name.raw)
    match = _aim_pattern().search(key)
    value = _literal(name.raw, match.group(), name.cell) if match is not None else None
    return dataclasses.replace(value, printed=match.group()) if value is not None and match else None


def _operator(before: str | None, after: str | None) -> Operator | None:
    for word, sign in _operator_words("operator"):
        if before == word:
            return sign
    for word, sign in _operator_words("operator_after"):
        if after == word:
            return sign
    return None


def _is_unit(unit: str, number: str) -> bool:
    if not unit or unit in listed("unit", "percent"):
        return True
    if unit[0] in _DATE_WORDS or (_CALENDAR.match(number + unit[:1]) and unit[0] == "年"):
        return False
    return _UNIT.match(unit) is not None


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])
