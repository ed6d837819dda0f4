"""The grade a form gives itself: beside its label, or after the total in the last row.

Part of the recognizer. What the words mean (优, 良 …, a tick among boxes) rules ask of `stated_grade`.
"""

from __future__ import annotations

import re

from perfdesk.core.grid import parse_address
from perfdesk.core.value import Value
from perfdesk.recognition.indicator_table import IndicatorTable
from perfdesk.recognition.literal import clean
from perfdesk.recognition.region import Region
from perfdesk.recognition.vocabulary import meaning

GRADES = (
    ("优秀", "优", "一等"),
    ("良好", "良", "二等"),
    ("合格", "一般", "中", "三等"),
    ("不合格", "较差", "差", "四等"),
)
"""The four grades from best to worst, each by the names that places give it."""
_WORDS = sorted((word for rank in GRADES for word in rank), key=len, reverse=True)
_MARK = "[☑√✓✔■●]"
_EMPTY = "[□○☐]"
_GRADE = re.compile(rf"(?:等级|等次|级别)?[:：]?({'|'.join(_WORDS)})")
_INLINE = re.compile(r"([^:：]{2,8})[:：]\s*(\S+)")


def read_grade(region: Region, table: IndicatorTable, total: Value | None) -> Value | None:
    """The grade below the table or in the row of the total; None where there is none."""
    for row in region.rows:
        for label in region.labels(row) if row > table.bottom else ():
            match = _INLINE.fullmatch(label.text)
            if match is not None and meaning("header", match.group(1)) == "grade":
                return Value(label.block.address, label.text, match.group(2), text=match.group(2))
            beside = region.right_of(label.block)
            if meaning("header", label.text) == "grade" and beside is not None:
                return _worded(region.value(beside))
    if total is None:
        return None
    for label in region.labels(parse_address(total.cell)[0]):
        if rank_of(label.text) is not None:
            return _worded(region.value(label.block))
    return None


def _worded(value: Value) -> Value:
    return Value(value.cell, value.raw, value.printed, text=value.raw.strip() or None)


def rank_of(text: str) -> int | None:
    """Which of the four grades the words give, 0 for the best; None where they give none or several."""
    key = clean(text)
    plain = _GRADE.fullmatch(key)
    if plain is not None:
        return _rank(plain.group(1))
    words = "|".join(_WORDS)
    behind = re.findall(rf"({words}){_MARK}", key)
    before = re.findall(rf"{_MARK}({words})", key)
    # 优☑ 良□ marks behind the word, □优 ☑良 before it: the first letter tells which.
    marked = before if re.match(f"{_MARK}|{_EMPTY}", key) else behind
    is_list = re.search(_EMPTY, key) is not None
    return _rank(marked[0]) if len(marked) == 1 and is_list else None


def _rank(word: str) -> int:
    return next(rank for rank, names in enumerate(GRADES) if word in names)
