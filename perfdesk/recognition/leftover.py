"""What a filled form still holds of its template: hints to the writer and placeholders.

Which words are a hint is vocabulary; whether they matter is for the rules to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from perfdesk.core.value import Value
from perfdesk.recognition.literal import clean, listed
from perfdesk.recognition.region import Region

_PLACEHOLDER = re.compile(r"(?<![A-Za-z0-9.*×])(?:[XxＸ]{2,}|×{2,}|[*＊]{2,})(?![A-Za-z0-9.*×])")
_OPEN_YEAR = re.compile(r"20[XxＸ×*＊_]{2}年")
_MASKED = re.compile(r"(?:^|[:：及、 ])[一-鿿](?:[*＊]{1,3}|[XxＸ×]{1,3})(?=$|[\s\d、，,])")
"""A person's name with the given name hidden, as published forms print it: no placeholder."""
_BRACKETED = re.compile(r"^\(.*(?:字以内|概括表述|简要说明|请填写|请说明).*\)$")
_PRINTED = ("注:", "注1", "备注:", "填表说明", "说明:", "填报说明")
_BLANK_YEAR = re.compile(r"^\((?:20)?_*年度?\)$")
_ENUMERATED = re.compile(r"^目标(?:\d+(?:完成情况)?[::]?|(?:完成情况)?[::])$")
"""A goal without words; a line 目标 alone is the end of a label broken over lines."""


def read_leftovers(region: Region) -> tuple[Value, ...]:
    """Cells with a hint, a placeholder, a blank year or an empty numbered goal; printed notes are none."""
    return tuple(
        Value(label.block.address, label.text, label.text, text=label.text)
        for label in region.worded
        if is_leftover(label.text)
    )


@lru_cache(maxsize=8192)
def is_leftover(text: str) -> bool:
    """Whether the text is, or still contains, what the template printed for the writer to replace."""
    key = clean(text)
    if key.startswith(_PRINTED):
        return False
    if _PLACEHOLDER.search(_MASKED.sub("", text)) or _OPEN_YEAR.search(key):
        return True
    if _BRACKETED.match(key) or _BLANK_YEAR.match(key):
        return True
    return any(hint in key for hint in listed("hint", "instruction")) or _has_empty_goal(text)


def _has_empty_goal(text: str) -> bool:
    lines = [clean(line) for line in text.splitlines()]
    return len(lines) > 1 and any(_ENUMERATED.match(line) for line in lines if line)
