"""The texts of a workbook: the shared string table, and what its texts hide in escapes.

Rich text becomes its plain words; phonetic runs are no content and are dropped.
"""

from __future__ import annotations

import re

from perfdesk.reading.xml_part import as_utf8, local_name, make_parser, run_parser

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Resolve `_x000D_` and its like as Excel does; `_x005F_` is an underscore that escapes another."""
    if "_x" not in text:
        return text
    resolved = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    # A lone half of a surrogate pair could not be written out again in any encoding.
    return resolved.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_shared_strings(data: bytes, name: str) -> list[str]:
    """The shared strings by index; raises FileFault where the part is damaged."""
    strings: list[str] = []
    pieces: list[str] = []
    chunks: list[str] = []
    phonetic = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal phonetic
        chunks.clear()
        if tag not in ("t", "si") and local_name(tag) == "rPh":
            phonetic += 1

    def end(tag: str) -> None:
        nonlocal phonetic
        tag = local_name(tag) if ":" in tag else tag
        if tag == "t":
            if not phonetic:
                pieces.append("".join(chunks))
        elif tag == "si":
            strings.append(unescape("".join(pieces)))
            pieces.clear()
        elif tag == "rPh":
            phonetic -= 1
        chunks.clear()

    parser = make_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = chunks.append
    run_parser(parser, as_utf8(data, name), name)
    return strings
