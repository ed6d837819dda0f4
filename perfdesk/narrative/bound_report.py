"""The Word file of a report with its table of contents in front and its annexes behind.

Splices both into the document part and leaves the rest as the template's author made it. The contents are a
field that Word and WPS bring up to date (F9), filled in with the headings and the pages `contents` found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import count
from xml.parsers import expat

from perfdesk.narrative.annex import Annexes, with_annexes
from perfdesk.narrative.contents import LEVELS, TITLE, Entry, bind, entry_look, entry_shape
from perfdesk.narrative.layout import CLOSE
from perfdesk.narrative.package import pack, unpack
from perfdesk.narrative.page_ruler import Ruler
from perfdesk.narrative.page_source import read_manuscript
from perfdesk.narrative.page_text import Manuscript, Paragraph
from perfdesk.narrative.page_word import (
    BlockWriter,
    look_properties,
    section_properties,
    shape_properties,
    twips,
)
from perfdesk.narrative.report_choice import Wish

_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_WRAPPERS = {"w:sdt", "w:sdtContent"}
_TOC_STYLE = re.compile(
    r'<w:style\b[^>]*w:styleId="([^"]+)"[^>]*>\s*<w:name w:val="toc ([1-9])"/>', re.IGNORECASE
)
_BEGINNING = re.compile(
    rb"(<w:p(?:\s[^>]*?)?)(/?)>(?:(<w:pPr>(?:<w:(?:pStyle|keepNext|keepLines)\b[^>]*/>)*)|<w:pPr/>)?"
)
_NEW_PAGE = "<w:pageBreakBefore/>"
_FIRST_NUMBER = 90_000
"""Bookmarks of the contents are numbered from here, above any the template may have."""


def bound_document(content: bytes, wish: Wish, annexes: Annexes) -> bytes:
    """The Word file with contents, where it is long enough or they are wished for, and with its annexes.

    Args:
        content: a rendered .docx.
        wish: whether a table of contents stands in front.
        annexes: what follows the report.
    """
    if wish == "never" and not annexes.sections:
        return content
    body = read_manuscript(content)
    whole = with_annexes(body, annexes)
    entries = bind(whole, Ruler(), wish).entries
    if not entries and not annexes.sections:
        return content
    parts = unpack(content)
    binder = _Binder(parts[_DOCUMENT], parts[_STYLES].decode("utf-8-sig"))
    headings = [number for number, paragraph in enumerate(_paragraphs(body)) if _is_listed(paragraph)]
    if entries:
        binder.put_contents(entries, headings, body.sections[0].paper.text_width)
    if annexes.sections:
        binder.put_annexes(annexes, len(headings))
    parts[_DOCUMENT] = binder.document()
    parts[_STYLES] = binder.styles().encode("utf-8")
    return pack(parts)


def _paragraphs(manuscript: Manuscript) -> Iterator[Paragraph]:
    """The paragraphs outside tables, in the order of the document part."""
    for section in manuscript.sections:
        yield from (block for block in section.blocks if isinstance(block, Paragraph))


def _is_listed(paragraph: Paragraph) -> bool:
    level = paragraph.shape.outline
    return level is not None and level < LEVELS and bool(paragraph.words)


@dataclass
class _Places:
    """Where the paragraphs of the body stand in the document part, as offsets of bytes.

    Attributes:
        paragraphs: of each paragraph where its first content begins, and its end tag.
        first: name and beginning of the body's first element.
        section: begin and end of the body's own section properties.
    """

    document: bytes
    paragraphs: list[list[int]] = field(default_factory=list)
    first: tuple[str, int] = ("", 0)
    section: tuple[int, int] = (0, 0)
    _path: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = lambda name, _: self._begin(name, parser.CurrentByteIndex)
        parser.EndElementHandler = lambda name: self._end(name, parser.CurrentByteIndex)
        parser.Parse(self.document, True)

    def _begin(self, name: str, at: int) -> None:
        above = self._path[2:]
        if self._path[1:] == ["w:body"] and not self.first[0]:
            self.first = (name, at)
        self._path.append(name)
        if name == "w:p" and _WRAPPERS.issuperset(above):
            self.paragraphs.append([0, at])
        elif above[-1:] == ["w:p"] and name != "w:pPr" and _WRAPPERS.issuperset(above[:-1]):
            self.paragraphs[-1][0] = self.paragraphs[-1][0] or at

    def _end(self, name: str, at: int) -> None:
        self._path.pop()
        above = self._path[2:]
        if name == "w:sectPr" and not above:
            begin = self.document.rindex(b"<w:sectPr", 0, at + 1 + len("w:sectPr"))
            self.section = (begin, self.document.index(b">", at) + 1)
        elif name == "w:p" and _WRAPPERS.issuperset(above):
            self.paragraphs[-1][1] = at


@dataclass
class _Binder:
    """Gathers what is spliced into one document: offset, how many bytes go, what comes."""

    _source: bytes
    _styles: str
    _added: str = ""
    _splices: list[tuple[int, int, bytes]] = field(default_factory=list)
    _writer: BlockWriter = field(default_factory=BlockWriter)

    def __post_init__(self) -> None:
        self._places = _Places(self._source)

    def document(self) -> bytes:
        """The document part with all that was spliced in."""
        pieces, at = [], 0
        for begin, end, text in sorted(self._splices, key=lambda splice: splice[:2]):
            pieces += [self._source[at:begin], text]
            at = end
        return b"".join([*pieces, self._source[at:]])

    def styles(self) -> str:
        """The styles part with those that the new paragraphs have."""
        head, end, tail = self._styles.rpartition("</w:styles>")
        return head + self._added + self._writer.styles() + end + tail

    def _splice(self, begin: int, text: str, end: int | None = None) -> None:
        self._splices.append((begin, begin if end is None else end, text.encode("utf-8")))

    def put_contents(self, entries: Sequence[Entry], headings: Sequence[int], room: float) -> None:
        """The contents in front, and a bookmark in each heading they name.

        Args:
            entries: what the contents list, the headings of annexes last.
            headings: which paragraphs of the body are headings.
            room: between the margins, in points.
        """
        styles = self._toc_styles(room)
        title = self._writer.paragraph(TITLE)
        lines = "".join(
            _line(number, entry, styles[entry.level], is_last=number == len(entries) - 1)
            for number, entry in enumerate(entries)
        )
        self._splice(
            self._places.first[1],
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
            f"</w:docPartObj></w:sdtPr><w:sdtContent>{title}{lines}</w:sdtContent></w:sdt>",
        )
        self._begin_page()
        for number, heading in enumerate(headings):
            for at, text in zip(self._places.paragraphs[heading], _bookmark(number), strict=True):
                self._splice(at, text)

    def _begin_page(self) -> None:
        """Let the report begin on a page of its own, behind the contents."""
        name, at = self._places.first
        match = _BEGINNING.match(self._source, at) if name == "w:p" else None
        if match is None:
            self._splice(at, f"<w:p><w:pPr>{_NEW_PAGE}</w:pPr></w:p>")
        elif not self._source.startswith(b"<w:pageBreakBefore", match.end()):
            opened, closed, properties = (group.decode("utf-8") if group else "" for group in match.groups())
            properties = properties + _NEW_PAGE if properties else f"<w:pPr>{_NEW_PAGE}</w:pPr>"
            self._splice(at, f"{opened}>{properties}{'</w:p>' if closed else ''}", match.end())

    def _toc_styles(self, room: float) -> list[str]:
        """The styles of the contents by level: the template's own, or new ones."""
        known = {int(match[2]): match[1] for match in _TOC_STYLE.finditer(self._styles)}
        for level in range(LEVELS):
            if level + 1 not in known:
                known[level + 1] = f"TOC{level + 1}"
                self._added += _toc_style(level, room)
        return [known[level + 1] for level in range(LEVELS)]

    def put_annexes(self, annexes: Annexes, first: int) -> None:
        """The annexes behind; `first` is the number of the first one's heading."""
        begin, end = self._places.section
        own = self._source[begin:end].decode("utf-8")
        self._writer.marks = (_bookmark(number) for number in count(first))
        text = self._writer.blocks(annexes.listing, own)
        *others, last = annexes.sections
        text += "".join(
            self._writer.blocks(section.blocks, section_properties(section.paper)) for section in others
        )
        text += self._writer.blocks(last.blocks, "") + section_properties(last.paper)
        self._splice(begin, text, end)


def _bookmark(number: int) -> tuple[str, str]:
    """Begin and end of the bookmark to which an entry of the contents leads."""
    identifier = _FIRST_NUMBER + number
    opened = f'<w:bookmarkStart w:id="{identifier}" w:name="{_name(number)}"/>'
    return opened, f'<w:bookmarkEnd w:id="{identifier}"/>'


def _name(number: int) -> str:
    return f"_Toc{100_000_000 + number}"


def _line(number: int, entry: Entry, style: str, *, is_last: bool) -> str:
    """One entry: its words and the number of its page, which is a field within the field of the contents."""
    begin = _field(rf' TOC \o "1-{LEVELS}" \h \z \u ') if not number else ""
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    page = _field(rf" PAGEREF {_name(number)} \h ") + f"<w:r><w:t>{entry.page}</w:t></w:r>{end}"
    words = escape(entry.text, quote=False)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{begin}'
        f'<w:hyperlink w:anchor="{_name(number)}" w:history="1">'
        f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r><w:r><w:tab/></w:r>{page}'
        f"</w:hyperlink>{end if is_last else ''}</w:p>"
    )


def _field(instruction: str) -> str:
    """The beginning of a field up to its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _toc_style(level: int, room: float) -> str:
    """The style of an entry, its page number at the right edge behind dots."""
    shape = replace(entry_shape(level), right=0.0)
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{twips(room)}"/></w:tabs>'
    properties = shape_properties(shape).replace(CLOSE, tabs + CLOSE, 1)
    return (
        f'<w:style w:type="paragraph" w:styleId="TOC{level + 1}"><w:name w:val="toc {level + 1}"/>'
        f'<w:uiPriority w:val="39"/>{properties}'
        f"{look_properties(entry_look(level))}</w:style>"
    )
