"""The lines of a published text: a plain text file, or the paragraphs of a Word file.

A second door of the reading room, for prose; tables go through `document`.
"""

from __future__ import annotations

from pathlib import Path

from perfdesk.reading import limits
from perfdesk.reading.package import parse_package
from perfdesk.reading.source import naming, read_source
from perfdesk.reading.xml_part import local_name, parse_part

_DOCUMENT = "word/document.xml"
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_text(path: Path) -> tuple[str, ...]:
    """The lines of a .txt file or the paragraphs of a .docx file; raises FileFault."""
    with naming(path):
        data = read_source(path)
        if data.startswith(b"PK\x03\x04"):
            return _paragraphs(data)
        return tuple(_decoded(data).splitlines())


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" not in data:
        for encoding in _ENCODINGS:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise limits.unsupported("内容不是文字", "请选择 .txt 或 .docx 文件")


def _paragraphs(data: bytes) -> tuple[str, ...]:
    package = parse_package(data)
    if not package.has(_DOCUMENT):
        raise limits.unsupported("里面没有 Word 正文", "请选择 .txt 或 .docx 文件")
    lines: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        inside.append(name)
        if name == "tab":
            pieces.append("\t")
        elif name == "br":
            pieces.append("\n")

    def end(tag: str) -> None:
        inside.pop()
        if local_name(tag) == "p":
            lines.extend("".join(pieces).split("\n"))
            pieces.clear()

    def text(words: str) -> None:
        if inside and inside[-1] == "t":
            pieces.append(words)

    parse_part(package.read_xml(_DOCUMENT), _DOCUMENT, start, end, text)
    return tuple(lines)
