"""The words of the forms, read from `resources/vocabulary.toml`.

Recognition asks here what a label means. A new way to write a label is a new word
in that file; nothing in the code names one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from types import MappingProxyType

from perfdesk.core.resource import resource

PART = "+"
LONGEST = 60
LONGEST_IN_PARTS = 18
"""A key longer than this is a sentence in which parts of words mean nothing."""

_BRACKETS = re.compile(r"\([^()]*\)")
_DROPPED = re.compile(r"[\s:'\"“”‘’★☆*]+")
_CHAPTER = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_SENTENCE = re.compile(r"[:：]\s*\S|[。，；;]")  # a label with its value, or prose
_UNBALANCED = re.compile(r"\([^()]*$")


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """The label as compared: half-width, without spaces, colons and bracketed words."""
    key = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_simplified())
    shorter = _BRACKETS.sub("", _BRACKETS.sub("", key))
    return _UNBALANCED.sub("", shorter) or key


@cache
def _file() -> Mapping[str, Mapping[str, list[str]]]:
    """The vocabulary as its file says it, read once."""
    with resource("vocabulary.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, as the file pairs them."""
    pairs = _file()["traditional"]
    return {ord(old): new for olds, news in pairs.items() for old, new in zip(olds, news, strict=True)}


@cache
def words(section: str) -> dict[str, tuple[str, ...]]:
    """Meanings of a section with the words for each, as written in the file."""
    return {meaning: tuple(listed) for meaning, listed in _file()[section].items()}


@cache
def _tables() -> dict[str, dict[str, str]]:
    return {
        section: {
            label_key(word): meaning
            for meaning, listed in meanings.items()
            for word in listed
            if PART not in word
        }
        for section, meanings in _file().items()
        if section != "traditional"
    }


@cache
def _patterns(section: str) -> tuple[tuple[re.Pattern[str], int, str], ...]:
    """The words of a section that are told in parts, with their weight and meaning, the longest first."""
    found: list[tuple[re.Pattern[str], int, str]] = []
    for name, listed in words(section).items():
        for word in listed:
            if PART in word:
                parts = [label_key(part) for part in word.split(PART) if part]
                gaps = ".*".join(re.escape(part) for part in parts)
                found.append((re.compile(gaps), sum(map(len, parts)), name))
    return tuple(sorted(found, key=lambda item: -item[1]))


@cache
def _beginnings(section: str) -> re.Pattern[str]:
    """Finds the first part of any such word: most texts have none, and are done with at once."""
    listed = [word for listed in words(section).values() for word in listed if PART in word]
    firsts = {next(label_key(part) for part in word.split(PART) if part) for word in listed}
    # Where no word is told in parts nothing is found: `(?!)` matches nowhere.
    return re.compile("|".join(re.escape(first) for first in sorted(firsts)) or "(?!)")


Overlay = Mapping[tuple[str, str], str | None]
"""What labels mean in one layout, by section and key; None takes a meaning away."""

_OVERLAY: ContextVar[Overlay] = ContextVar("overlay", default=MappingProxyType({}))


@contextmanager
def overlaid(overlay: Overlay) -> Iterator[None]:
    """Within the block `meaning` asks the overlay first: the user's corrections for one layout.

    Nothing that rests on `meaning` may be cached beyond one call of `recognize`.
    """
    token = _OVERLAY.set(overlay)
    try:
        yield
    finally:
        _OVERLAY.reset(token)


def meaning(section: str, text: str) -> str | None:
    """What the label means in that region of a form, or None; every reader of labels asks here."""
    if not text or len(text) > LONGEST:
        return None
    overlay = _OVERLAY.get()
    if overlay and (section, label_key(text)) in overlay:
        return overlay[section, label_key(text)]
    return _meaning(section, text)[0]


def is_inferred(section: str, text: str) -> bool:
    """Whether the label's meaning was put together from parts of words, not found as a word."""
    return len(text) <= LONGEST and _meaning(section, text)[1]


@lru_cache(maxsize=32768)
def _meaning(section: str, text: str) -> tuple[str | None, bool]:
    key = label_key(text)
    key = _CHAPTER.sub("", key)
    exact = _tables()[section].get(key)
    if exact is not None or len(key) > LONGEST_IN_PARTS or _SENTENCE.search(text):
        return exact, False
    part = meaning_in_parts(section, key)[1]
    return part, part is not None


def meaning_in_parts(section: str, key: str) -> tuple[int, str | None]:
    """The meaning whose parts fill most of the key, with how much; the first in the file of equal ones."""
    if _beginnings(section).search(key) is None:
        return 0, None
    for pattern, weight, name in _patterns(section):
        if pattern.search(key):
            return weight, name
    return 0, None
