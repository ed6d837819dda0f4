"""A small XML part as elements that know their byte offsets, and splices into it.

First tool of the lossless writers: a part is never parsed and printed again, only cut open
where something must go in. Sheets' cells are not read here but by the scanner of `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from perfdesk.core.fault import FileFault
from perfdesk.reading.xml_part import TreeBound, as_utf8, refuse_endless_token

_START_TAG = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_ATTRIBUTE = re.compile(rb"""\s([\w:.\-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NAME = re.compile(rb"<[^\s/>]+")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Element:
    """One element of a part.

    Attributes:
        name: its local name.
        space: the address of its namespace, empty for none.
        prefix: the prefix as written, with its colon, or empty.
        attributes: values by local name, or by `{namespace}name` where qualified.
        start: offset of its `<`.
        inner_start: offset behind its start tag.
        inner_end: offset of its end tag; equal to `end` where it closes itself.
        end: offset behind it.
        children: the elements directly inside.
    """

    name: str
    space: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inner_start: int = 0
    inner_end: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def closes_itself(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.inner_end == self.end

    def child(self, name: str) -> Element | None:
        """The first direct child of that local name, or None."""
        return next((child for child in self.children if child.name == name), None)

    def every(self, name: str) -> Iterator[Element]:
        """All direct children of that local name."""
        return (child for child in self.children if child.name == name)

    def descendants(self) -> Iterator[Element]:
        """All elements below, in document order."""
        for child in self.children:
            yield child
            yield from child.descendants()

    def number(self, name: str, default: int = 0) -> int:
        """An attribute as a whole number, or the default where it is absent or no number."""
        text = self.attributes.get(name, "").strip()
        return int(text) if text.isascii() and text.isdigit() else default


class Markup:
    """One XML part with the changes to be spliced into it.

    Offsets always mean the bytes of `data`; changes are collected and carried out by `result`.
    """

    def __init__(self, data: bytes, part: str) -> None:
        """Read the part; raises FileFault (corrupt, unsafe) naming it."""
        self.part = part
        self.data = as_utf8(data, part)
        self.root = _Reader(self.data, part).root
        self._splices: list[tuple[int, int, bytes]] = []

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be spliced in."""
        return bool(self._splices)

    def replace(self, start: int, end: int, content: bytes) -> None:
        """Put content in place of the bytes from start to end."""
        self._splices.append((start, end, content))

    def insert(self, offset: int, content: bytes) -> None:
        """Put content before the byte at offset, behind what was put there before."""
        self._splices.append((offset, offset, content))

    def append(self, element: Element, content: bytes) -> None:
        """Put content behind the last child; once only for an element that closes itself."""
        if not element.closes_itself:
            self.insert(element.inner_end, content)
            return
        tag = f"{element.prefix}{element.name}".encode()
        slash = self.data.rindex(b"/", element.start, element.end)
        self.replace(slash, element.end, b">" + content + b"</" + tag + b">")

    def place(self, parent: Element, content: bytes, before: frozenset[str]) -> None:
        """Put content before the first child named in `before`, else behind the last child."""
        for child in parent.children:
            if child.name in before:
                self.insert(child.start, content)
                return
        self.append(parent, content)

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Give an element's attribute (as written in the part) a value."""
        tag = self.data[element.start : element.inner_start]
        for start, end, content in attribute_splices(tag, {name: value}):
            self.replace(element.start + start, element.start + end, content)

    def source(self, element: Element) -> bytes:
        """The element's own bytes."""
        return self.data[element.start : element.end]

    def result(self) -> bytes:
        """The part with every change carried out."""
        return splice(self.data, self._splices)


def splice(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """Carry out replacements (start, end, content) that do not overlap; order is kept."""
    pieces, position = [], 0
    for start, end, content in sorted(changes, key=lambda change: change[:2]):
        if start < position:
            raise ValueError(f"overlapping changes at byte {start}")
        pieces += [data[position:start], content]
        position = end
    pieces.append(data[position:])
    return b"".join(pieces)


def attribute_splices(tag: bytes, values: Mapping[str, str | None]) -> list[tuple[int, int, bytes]]:
    """The changes within a start tag that set attributes; None takes an attribute out."""
    changes: list[tuple[int, int, bytes]] = []
    found = {match.group(1).decode(): match for match in _ATTRIBUTE.finditer(tag)}
    name = _NAME.match(tag)
    behind_name = name.end() if name else 1
    for key, value in values.items():
        match = found.get(key)
        if value is None:
            if match:
                changes.append((match.start(), match.end(), b""))
        elif match:
            changes.append((match.start(), match.end(), f" {key}={quoted(value)}".encode()))
        else:
            changes.append((behind_name, behind_name, f" {key}={quoted(value)}".encode()))
    return changes


def start_tag(element: bytes) -> bytes:
    """The start tag of an element's bytes."""
    match = _START_TAG.match(element)
    if match is None:
        raise ValueError("no start tag")
    return match.group()


def with_attributes(element: bytes, values: Mapping[str, str | None]) -> bytes:
    """An element's bytes with attributes of its start tag set, or taken out for None."""
    tag = start_tag(element)
    return splice(tag, attribute_splices(tag, values)) + element[len(tag) :]


def quoted(value: str) -> str:
    """A value as an attribute is written, with its quotes."""
    replaced = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return '"' + escape(_ILLEGAL.sub("", value), replaced) + '"'


def plain_text(value: str) -> str:
    """A text as element content, without characters that XML forbids."""
    return escape(_ILLEGAL.sub("", value))


def _damaged(part: str) -> FileFault:
    return FileFault("corrupt", f"部件 {part} 已损坏，无法写入：请在 Excel 或 WPS 中另存为 .xlsx 后重试。")


class _Reader:
    """One expat pass that builds the elements with their offsets."""

    def __init__(self, data: bytes, part: str) -> None:
        self._data = data
        self._open: list[Element] = []
        self._root: Element | None = None
        self._part = part
        self._bound = TreeBound(part)
        refuse_endless_token(data, part)
        # A parser that resolves namespaces: writers must know which prefix to write.
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            raise _damaged(part) from None

    @property
    def root(self) -> Element:
        """The outermost element."""
        if self._root is None:
            raise _damaged(self._part)
        return self._root

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        self._bound.open()
        space, name, prefix = _parts_of(written)
        start = self._parser.CurrentByteIndex
        tag = _START_TAG.match(self._data, start)
        if tag is None:
            raise _damaged(self._part)
        values = {_key(key): value for key, value in attributes.items()}
        element = Element(name, space, prefix and f"{prefix}:", values, start, tag.end())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._bound.close()
        element = self._open.pop()
        if self._data[element.inner_start - 2 : element.inner_start] == b"/>":
            element.inner_end = element.end = element.inner_start
            return
        element.inner_end = self._parser.CurrentByteIndex
        element.end = self._data.index(b">", element.inner_end) + 1

    def _doctype(self, *_: object) -> None:
        raise FileFault("unsafe", f"文件的部件 {self._part} 含有 DOCTYPE 声明，可能有害，已拒绝写入。")


def _parts_of(written: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix of a name as expat reports it."""
    pieces = written.split(" ")
    if len(pieces) == 1:
        return "", pieces[0], ""
    return pieces[0], pieces[1], pieces[2] if len(pieces) > 2 else ""


def _key(written: str) -> str:
    space, name, _ = _parts_of(written)
    return f"{{{space}}}{name}" if space else name
