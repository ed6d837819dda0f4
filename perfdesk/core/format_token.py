"""The words of a number format code: quotes, colours, digit places, date letters.

First half of `number_format`, which puts the tokens to use.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

TokenKind = Literal[
    "literal", "digit", "point", "comma", "percent", "exponent", "slash", "text", "general",
    "date", "elapsed", "noon", "subsecond",
]  # fmt: skip


class Token(NamedTuple):
    """A token: of a literal the text it prints, of a date part its letters."""

    kind: TokenKind
    text: str


_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?
  | [\\!](?P<escaped>.?)                              # Chinese Excel escapes with ! too
  | _(?P<space>.?)
  | \*(?P<fill>.?)
  | \[(?P<bracket>[^\]]*)\]
  | (?P<general>G/通用格式|General)
  | (?P<noon>AM/PM|A/P|上午/下午)
  | (?P<subsecond>(?<=[sS\]])\.0+)
  | (?P<exponent>[Ee][+-])
  | (?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,}|[bB]{1,4}|[eE]+|[gG]+)
  | (?P<digit>[0#?])
  | (?P<point>\.)
  | (?P<comma>,)
  | (?P<percent>%)
  | (?P<slash>/)
  | (?P<text>@)
  | (?P<literal>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SECTION = re.compile(r'(?:"[^"]*"?|[\\!].|\[[^\]]*\]|[^;"\\\[!]|\[|[\\!])*', re.DOTALL)
_ELAPSED = re.compile(r"[hH]+|[mM]+|[sS]+")


def split_sections(code: str) -> list[str]:
    """The sections of a code; a semicolon in quotes separates nothing."""
    sections: list[str] = []
    place = 0
    while place <= len(code):
        match = _SECTION.match(code, place)
        end = match.end() if match else place
        sections.append(code[place:end])
        place = end + 1
    return sections


def tokenize(section: str) -> tuple[Token, ...]:
    """The tokens of one section; a code with date letters in it has its slashes as literals."""
    tokens = [token for match in _TOKEN.finditer(section[:255]) if (token := _token(match)) is not None]
    if any(token.kind in ("date", "elapsed") for token in tokens):
        return tuple(Token("literal", "/") if token.kind == "slash" else token for token in tokens)
    return tuple(tokens)


def _token(match: re.Match[str]) -> Token | None:
    kind = match.lastgroup or "literal"
    text = match.group(kind) or ""
    if kind == "bracket":
        return _bracket(text)
    if kind == "fill":
        return None
    if kind == "space":
        return Token("literal", " ")
    if kind in ("quoted", "escaped", "literal"):
        return Token("literal", text)
    return Token(kind, text.lower() if kind == "date" else text)  # type: ignore[arg-type]


def _bracket(text: str) -> Token | None:
    """`[$¥-804]` prints its sign, `[h]` counts hours; colours, locales and conditions print nothing."""
    if text.startswith("$"):
        sign = text[1:].partition("-")[0]
        return Token("literal", sign) if sign else None
    return Token("elapsed", text.lower()) if _ELAPSED.fullmatch(text) else None
