"""The words of the forms, read from `resources/vocabulary.toml`.

Recognition asks here what a label means. A new way to write a label is a new word
in that file; nothing in the code names one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache

from perfdesk.core.resource import resource

_BRACKETS = re.compile(r"\([^()]*\)")
_DROPPED = re.compile(r"[\s:'\"“”‘’★☆*]+")
_UNBALANCED = re.compile(r"\([^()]*$")


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """The label as compared: half-width, without spaces, colons and bracketed words."""
    key = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).translate(_simplified())
    shorter = _BRACKETS.sub("", _BRACKETS.sub("", key))
    return _UNBALANCED.sub("", shorter) or key


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, as the file pairs them."""
    with resource("vocabulary.toml").open("rb") as file:
        pairs = tomllib.load(file)["traditional"]
    return {ord(old): new for olds, news in pairs.items() for old, new in zip(olds, news, strict=True)}


@cache
def words(section: str) -> dict[str, tuple[str, ...]]:
    """Meanings of a section with the words for each, as written in the file."""
    with resource("vocabulary.toml").open("rb") as file:
        table = tomllib.load(file)
    return {meaning: tuple(listed) for meaning, listed in table[section].items()}


@cache
def _tables() -> dict[str, dict[str, str]]:
    with resource("vocabulary.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        section: {label_key(word): meaning for meaning, listed in meanings.items() for word in listed}
        for section, meanings in table.items()
        if section != "traditional"
    }


def meaning(section: str, text: str) -> str | None:
    """What the label means in that region of a form, or None."""
    if not text or len(text) > 60:
        return None
    return _tables()[section].get(label_key(text))
