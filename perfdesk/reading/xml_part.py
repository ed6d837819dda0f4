"""One XML part: made UTF-8, parsed by expat, DOCTYPE refused.

Every parser of the reading room is made here, so no part can smuggle in entities.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from perfdesk.reading import limits

_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]*?\sencoding\s*=\s*(['\"])([A-Za-z0-9._-]+)\1")
_PLAIN = {"utf-8", "utf8", "us-ascii", "ascii"}
# Only true text encodings; Python's registry also holds some that are none, or slow.
_KNOWN = re.compile(r"gb[a-z0-9_-]+|big5|shift_jis|euc-(jp|kr)|windows-\d+|iso-8859-\d+|utf-(16|32)([lb]e)?")
# What Chinese exporters call GBK; the widest of the family reads them all.
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}

StartHandler = Callable[[str, dict[str, str]], object]
EndHandler = Callable[[str], object]
TextHandler = Callable[[str], object]


class _FirstElement(Exception):
    """The prolog is over; nothing further is of interest."""


def as_utf8(data: bytes, name: str) -> bytes:
    """The part in UTF-8, unchanged where it is that already; offsets always refer to this."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif data[:2] == b"<\0":
        encoding = "utf-16-le"
    elif data[:2] == b"\0<":
        encoding = "utf-16-be"
    else:
        match = _DECLARATION.match(data[:200])
        if match is None or match.group(2).decode().lower() in _PLAIN:
            return data
        declared = match.group(2).decode().lower()
        if not _KNOWN.fullmatch(declared):
            raise limits.corrupt(f"部件 {name} 的文字编码无法识别")
        encoding = _ENCODINGS.get(declared, declared)
    try:
        content = data.decode(encoding).encode("utf-8")
    except (LookupError, UnicodeError) as error:
        raise limits.corrupt(f"部件 {name} 的文字编码无法识别") from error
    return _DECLARATION.sub(lambda match: match.group().replace(match.group(2), b"UTF-8"), content, count=1)


def make_parser() -> expat.XMLParserType:
    """A parser that refuses DOCTYPE and hands text over in whole pieces."""
    # Every part is made UTF-8 first; naming it keeps expat from looking up what the part declares.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


class TreeBound:
    """Counts the elements of a part that is kept as a tree, and how deep they nest; refuses too many."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = self._depth = 0

    def open(self) -> None:
        """Note the start of an element; raises FileFault beyond the limits."""
        self._count += 1
        self._depth += 1
        if self._count > limits.MAX_TREE_ELEMENTS:
            raise limits.too_large(f"部件 {self._name} 超过 {limits.MAX_TREE_ELEMENTS} 个元素")
        if self._depth > limits.MAX_TREE_DEPTH:
            raise limits.unsafe(f"部件 {self._name} 嵌套超过 {limits.MAX_TREE_DEPTH} 层")

    def close(self) -> None:
        """Note the end of an element."""
        self._depth -= 1


def refuse_endless_token(data: bytes, name: str) -> None:
    """Raise FileFault where the part goes on for long without a tag ending.

    The parser keeps a whole tag, comment or text several times over until its end; Excel's longest text has
    32,767 letters.
    """
    step = limits.MAX_TOKEN_BYTES
    for start in range(0, len(data) - step, step):
        if data.find(b">", start, start + step) < 0:
            raise limits.too_large(f"部件 {name} 里有一段超过 {step // 2**20} MB 的内容")


def run_parser(parser: expat.XMLParserType, data: bytes, name: str) -> None:
    """Parse the whole part; raises FileFault where it is not well-formed."""
    refuse_endless_token(data, name)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise limits.corrupt(f"部件 {name} 第 {error.lineno} 行的 XML 不完整") from error


def parse_part(
    data: bytes,
    name: str,
    start: StartHandler,
    end: EndHandler | None = None,
    text: TextHandler | None = None,
) -> None:
    """Parse a small part with the given handlers; raises FileFault."""
    parser = make_parser()
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    run_parser(parser, as_utf8(data, name), name)


def check_prolog(data: bytes, name: str) -> None:
    """Raise FileFault where the part has a DOCTYPE; stops at the root element, so it is cheap."""
    try:
        parse_part(data, name, _stop)
    except _FirstElement:
        return


def local_name(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


def _stop(name: str, attributes: dict[str, str]) -> None:
    raise _FirstElement


def _refuse_doctype(name: str, system: str | None, public: str | None, internal: bool) -> None:
    raise limits.unsafe("内含 DOCTYPE 声明，可能夹带外部实体")
