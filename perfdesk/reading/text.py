"""The lines of a published text: a plain text file, or the paragraphs of a Word file.

A second door of the reading room, for prose; tables go through `document`.
"""

from __future__ import annotations

import re
from pathlib import Path

from perfdesk.reading import limits
from perfdesk.reading.package import parse_package
from perfdesk.reading.source import naming, read_source
from perfdesk.reading.xml_part import local_name, parse_part

_DOCUMENT = "word/document.xml"
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_text(path: Path) -> tuple[str, ...]:
    """The lines of a .txt file, or the paragraphs and table rows of a .docx file; raises FileFault."""
    with naming(path):
        data = read_source(path)
        if data.startswith(b"PK\x03\x04"):
            return _paragraphs(data)
        lines = _decoded(data).splitlines()
        return tuple(map(_unmarked, lines) if path.suffix.lower() == ".md" else lines)


def _unmarked(line: str) -> str:
    """A line of Markdown without the signs of headings and the strokes in front of other signs."""
    return re.sub(r"\\([\\`*_{}\[\]<>#|])", r"\1", re.sub(r"^#{1,6} ", "", line))


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" not in data:
        for encoding in _ENCODINGS:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise limits.unsupported("内容不是文字", "请选择 .txt、.md 或 .docx 文件")


def _paragraphs(data: bytes) -> tuple[str, ...]:
    package = parse_package(data)
    if not package.has(_DOCUMENT):
        raise limits.unsupported("里面没有 Word 正文", "请选择 .txt、.md 或 .docx 文件")
    walker = _Walker()
    parse_part(package.read_xml(_DOCUMENT), _DOCUMENT, walker.start, walker.end, walker.text)
    return tuple(walker.lines)


class _Walker:
    """Takes the paragraphs of a document down; a table's row becomes one line, its cells parted by tabs."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._pieces: list[str] = []
        self._inside: list[str] = []
        self._rows: list[list[list[str]]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = local_name(tag)
        self._inside.append(name)
        if name == "tab":
            self._pieces.append("\t")
        elif name == "br":
            self._pieces.append("\n")
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append([])

    def end(self, tag: str) -> None:
        """An element ends."""
        name = self._inside.pop()
        if name == "p":
            self._put("".join(self._pieces).split("\n"))
            self._pieces.clear()
        elif name == "tr" and self._rows:
            self._put(_row_lines(self._rows.pop()))

    def text(self, words: str) -> None:
        """Characters of a run."""
        if self._inside and self._inside[-1] == "t":
            self._pieces.append(words)

    def _put(self, lines: list[str]) -> None:
        """Lines of the cell that is open, else of the document."""
        target = self._rows[-1][-1] if self._rows and self._rows[-1] else self.lines
        target.extend(lines)


def _row_lines(cells: list[list[str]]) -> list[str]:
    """A row of short cells as one line; a cell with several paragraphs makes it ordinary text."""
    told = [[line for line in cell if line.strip()] for cell in cells]
    if len(cells) < 2 or any(len(cell) > 1 for cell in told):
        return [line for cell in cells for line in cell]
    return ["\t".join(cell[0].replace("\t", " ") if cell else "" for cell in told)]
