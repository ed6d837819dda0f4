"""The texts of a workbook: the shared string table, and what its texts hide in escapes.

Rich text becomes its plain words; phonetic runs are no content and are dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from perfdesk.reading import limits
from perfdesk.reading.xml_part import as_utf8, local_name, make_parser, run_parser

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Resolve `_x000D_` and its like as Excel does; `_x005F_` is an underscore that escapes another."""
    if "_x" not in text:
        return text
    resolved = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    # A lone half of a surrogate pair could not be written out again in any encoding.
    return resolved.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass
class StringScan:
    """What one pass over the shared strings found.

    Attributes:
        part: the part's name.
        data: its content in UTF-8; all offsets are into it.
        strings: the texts by index.
        rich: the indices of those with runs of their own looks, or with phonetic guides.
        prefix: the namespace prefix of the part's elements with its colon, or empty.
        root_start: the offset of the root element.
        items_end: where another item may be put, behind the last one.
        is_closed: the root has a closing tag; otherwise it closes itself and `items_end` lies behind it.
    """

    part: str
    data: bytes
    strings: list[str] = field(default_factory=list)
    rich: set[int] = field(default_factory=set)
    prefix: str = ""
    root_start: int = -1
    items_end: int = -1
    is_closed: bool = True


def scan_shared_strings(data: bytes, name: str) -> StringScan:
    """One pass over the shared strings part; raises FileFault where it is damaged."""
    scan = StringScan(name, as_utf8(data, name))
    strings, rich = scan.strings, scan.rich
    pieces: list[str] = []
    chunks: list[str] = []
    phonetic = 0
    parser = make_parser()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal phonetic
        chunks.clear()
        if tag in ("t", "si"):
            return
        tag = local_name(tag)
        if tag == "rPh":
            phonetic += 1
        if tag in ("r", "rPh"):
            rich.add(len(strings))
        elif tag == "extLst" and scan.items_end < 0:
            scan.items_end = parser.CurrentByteIndex

    def end(tag: str) -> None:
        nonlocal phonetic
        tag = local_name(tag) if ":" in tag else tag
        if tag == "t":
            if not phonetic:
                pieces.append("".join(chunks))
        elif tag == "si":
            _add(strings, unescape("".join(pieces)))
            pieces.clear()
        elif tag == "rPh":
            phonetic -= 1
        elif tag == "sst":
            scan.is_closed = scan.data.startswith(b"</", parser.CurrentByteIndex)
            scan.items_end = scan.items_end if scan.items_end >= 0 else parser.CurrentByteIndex
        chunks.clear()

    def start_root(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) != "sst":
            raise limits.corrupt("共享字符串部件的内容不是文字表")
        scan.prefix = tag.removesuffix(local_name(tag))
        scan.root_start = parser.CurrentByteIndex
        parser.StartElementHandler = start

    parser.StartElementHandler = start_root
    parser.EndElementHandler = end
    parser.CharacterDataHandler = chunks.append
    run_parser(parser, scan.data, name)
    return scan


def _add(strings: list[str], text: str) -> None:
    if len(strings) >= limits.MAX_STRINGS:
        raise limits.too_large(f"工作簿的文字超过 {limits.MAX_STRINGS} 条")
    strings.append(text)


def read_shared_strings(data: bytes, name: str) -> list[str]:
    """The shared strings by index; raises FileFault where the part is damaged."""
    return scan_shared_strings(data, name).strings
