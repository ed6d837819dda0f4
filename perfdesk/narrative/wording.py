"""Texts from forms made fit for a sentence: cleaned, taken apart into items, joined again.

Foreign text comes in, plain Chinese prose goes out; nothing here knows a form or Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
# Control characters XML forbids, noncharacters (the private tokens of `figure` among them),
# and invisible marks that could turn the direction of a line.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_BREAKS = re.compile(r"[ \t\u3000\xa0]*(?:\r\n|[\r\n\x85\u2028\u2029])\s*")
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
_STOPS = re.compile(r"[。；;，,、\s]*([。；;])[。；;\s]*")
# A comma typed narrow between Chinese words; one between digits or Latin words is none of these.
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff”）》%％])[ ]*([,;:])[ ]*(?=[\u4e00-\u9fff“（《])")
_WIDE = {",": "，", ";": "；", ":": "："}
_EDGES = "。；;，,、：: "
_ORDINAL = re.compile(
    rf"目标\s*(\d{{1,2}})\s*(?:的?(?:实际)?完成情况)?\s*[：:、.．]|[（(]\s*(\d{{1,2}}|{_NUMERAL})\s*[)）]|(?<![\d.])(\d{{1,2}})"
    rf"\s*(?:[、．)）]|\.(?!\d))|(?<![\u4e00-\u9fff])({_NUMERAL})是|(?<![\u4e00-\u9fff])({_NUMERAL})、|([①-⑳])"
)
_PREFIX = re.compile(rf"(?:{_ORDINAL.pattern}|指标\s*\d{{1,2}}\s*[：:、.．])\s*")
# A sentence that begins so leans on the one before it and is no item of its own.
_LEANING = re.compile(
    "其中|此外|另外|另一方面|同时|并|且|但|因此|所以|从而|以及|由于|也|还|通过|确保|有效|进一步|不仅|虽|这|该|其|对此"
)
_UNIT_CODE = re.compile(r"^\d{3,}[-—－_ ]*|[-—－_ ]+\d*$")
NOTHING = frozenset({"无", "没有", "暂无", "无偏差", "无问题", "不存在偏差", "不适用", "无。"})


def clean(text: str) -> str:
    """The text without unprintable characters, its line breaks kept as single newlines."""
    text = _UNPRINTABLE.sub("", text)
    text = _BREAKS.sub("\n", text)
    return _BLANKS.sub(" ", text).strip()


def one_line(text: str) -> str:
    """The text on one line: a break between Chinese characters goes, another becomes a blank."""
    lines = [line for line in clean(text).split("\n") if line]
    joined = ""
    for line in lines:
        is_latin = bool(joined) and joined[-1].isascii() and line[0].isascii()
        joined += f" {line}" if is_latin else line
    return joined


def sentence(text: str) -> str:
    """One line without doubled or trailing stops, to stand before a full stop."""
    lines = [line.strip(_EDGES) for line in _NARROW.sub(_widened, clean(text)).split("\n")]
    return _STOPS.sub(r"\1", "；".join(line for line in lines if line)).strip(_EDGES)


def _widened(match: re.Match[str]) -> str:
    return _WIDE[match[1]]


def is_nothing(text: str) -> bool:
    """Whether the words say there is nothing to say, such as 无."""
    return sentence(text) in NOTHING or not sentence(text)


def without_ordinal(text: str) -> str:
    """The text without a leading 目标1：, 指标1：, 1、, （一） or 一是."""
    match = _PREFIX.match(text)
    return text[match.end() :] if match else text


def split_items(text: str, *, by_sentence: bool = False) -> list[str]:
    """The items of a text: at its own numbering, else its lines, else, if asked, its sentences."""
    text = clean(text)
    pieces = _numbered(text)
    if pieces is None:
        pieces = [without_ordinal(line) for line in text.split("\n")]
        if by_sentence and len(pieces) == 1:
            pieces = _sentences(pieces[0])
    return [item for item in (sentence(piece) for piece in pieces) if item]


def _numbered(text: str) -> list[str] | None:
    """Pieces between the ordinals 1, 2, 3 … in this order; None where fewer than two are found."""
    cuts: list[tuple[int, int]] = []
    for match in _ORDINAL.finditer(text):
        if _value(next(group for group in match.groups() if group)) == len(cuts) + 1:
            cuts.append(match.span())
    if len(cuts) < 2:
        return None
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    items = [text[begin:end] for (_, begin), end in zip(cuts, ends, strict=True)]
    lead = text[: cuts[0][0]].strip(_EDGES + "\n")
    return ([lead] if lead else []) + items


def _sentences(text: str) -> list[str]:
    """The sentences of a text, or all of it where one of them leans on another."""
    stop = "。" if "。" in text.rstrip("。 ") else "[；;]"
    pieces = [piece.strip() for piece in re.split(stop, text)]
    return [text] if any(_LEANING.match(piece) for piece in pieces[1:]) else pieces


def _value(ordinal: str) -> int:
    if ordinal.isdecimal():
        return int(ordinal)
    if "①" <= ordinal <= "⑳":
        return ord(ordinal) - ord("①") + 1
    tens, ten, ones = ordinal.rpartition("十")
    if not ten:
        return _DIGITS.find(ordinal)
    return (max(_DIGITS.find(tens), 0) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)


def join_items(items: Sequence[str]) -> str:
    """一是…；二是…；三是…, a single item without number, nothing for none.

    Items that hold sentences of their own are parted by full stops: 一是……。……。二是…….
    """
    if len(items) == 1:
        return items[0]
    return ("。" if any("。" in item for item in items) else "；").join(
        f"{chinese_numeral(number)}是{item}" for number, item in enumerate(items, 1)
    )


def distinct(items: Iterable[str]) -> list[str]:
    """The items without repetition, in their first order."""
    return list(dict.fromkeys(items))


def chinese_numeral(number: int) -> str:
    """A number from 1 to 9999 as a heading counts it: 十, 二十一, 一百零三."""
    text, is_gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if is_gap and text else "") + _DIGITS[digit] + unit
        is_gap = not digit
    return text[1:] if text.startswith("一十") else text


def unit_name(text: str) -> str:
    """The name of a unit without the codes that budget systems put around it."""
    return _UNIT_CODE.sub("", one_line(text)).strip()


def quoted(name: str) -> str:
    """The name in Chinese quotation marks; marks inside become single ones."""
    return "“" + name.replace("“", "‘").replace("”", "’").replace('"', "'") + "”"
