"""What rules share when they compare words: copies, names, numbers promised in a text."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache

from perfdesk.recognition.vocabulary import words

_NOISE = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"^(?:指标|目标)\d+")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(%|‰|[一-鿿]{1,2})?")
_NO_COUNTS = frozenset("年月日号点条项章款季期届")


@cache
def _simplified() -> dict[int, str]:
    pairs = words("traditional").items()
    return {ord(old): new for olds, news in pairs for old, new in zip(olds, news, strict=True)}


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The text without blanks and punctuation, in half width, without the number in front of it."""
    return _NUMBERED.sub("", _NOISE.sub("", half(text)))


@lru_cache(maxsize=4096)
def half(text: str) -> str:
    """The text in half width and simplified characters, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_simplified())


@lru_cache(maxsize=2048)
def counted(text: str) -> tuple[tuple[Decimal, str], ...]:
    """Numbers with the word after them, such as (10, `%`) and (200, `人`), without dates and numerals."""
    plain_text = re.sub(r"《[^》]*》|[〔\[【][^〕\]】]*[〕\]】]", "", unicodedata.normalize("NFKC", text))
    plain_text = re.sub(r"(?:目标|指标)\s*\d+|^\s*\d+\s*[、.]|\n\s*\d+\s*[、.]", "", plain_text)
    found = []
    for match in _NUMBER.finditer(plain_text):
        unit = match.group(2) or ""
        if unit and unit[0] not in _NO_COUNTS:
            found.append((Decimal(match.group(1)), unit))
    return tuple(found)
