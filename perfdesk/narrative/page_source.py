"""The Word file of a report read into typed blocks, with the links of its figures taken out of the text.

Reads what `render` made, so that the PDF says what the Word file says. A figure that was printed with a
link stands between private noncharacters (`figure.LINK`); they are taken out here and become `Run.link`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from perfdesk.narrative.figure import LINK_CLOSE, LINK_MIDDLE, LINK_OPEN
from perfdesk.narrative.layout import RELATION
from perfdesk.narrative.package import unpack
from perfdesk.narrative.page_graphic import graphic_run
from perfdesk.narrative.page_style import SIDES, Styles, edges_of, points, tag, value
from perfdesk.narrative.page_text import (
    Block,
    Cell,
    Look,
    Manuscript,
    Paper,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)

_LINKED = re.compile(f"{LINK_OPEN}(\\d+){LINK_MIDDLE}|{LINK_CLOSE}")
_COUNTERS = frozenset({"PAGE", "NUMPAGES"})
_SKIPPED = {tag("del"), tag("moveFrom"), tag("txbxContent")}


def read_manuscript(content: bytes) -> Manuscript:
    """The blocks of a rendered .docx."""
    parts = unpack(content)
    reader = _Reader(parts, Styles(_part(parts, "word/styles.xml")))
    notes = _part(parts, "word/footnotes.xml")
    settings = _part(parts, "word/settings.xml")
    return Manuscript(
        tuple(reader.sections()),
        {value(note, "id"): reader.paragraphs(note) for note in (notes if notes is not None else ())},
        reader.title,
        settings is not None and settings.find(tag("evenAndOddHeaders")) is not None,
        reader.left_out,
    )


def _part(parts: Mapping[str, bytes], name: str) -> Element | None:
    return ElementTree.fromstring(parts[name]) if name in parts else None


@dataclass
class _Reader:
    """Reads one document; `links` remembers an open link from run to run of a paragraph."""

    parts: Mapping[str, bytes]
    styles: Styles
    title: str = ""
    left_out: int = 0
    _link: int | None = None
    _field: str = ""
    _relations: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._relations = self._relations_of("word/document.xml")

    def _relations_of(self, name: str) -> dict[str, str]:
        """The parts that a part leads to, by the relation's id."""
        folder, _, file = name.rpartition("/")
        relations = _part(self.parts, f"{folder}/_rels/{file}.rels")
        return {
            relation.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, relation.get("Target", ""))
            ).lstrip("/")
            for relation in (relations if relations is not None else ())
        }

    def _related(self, identifier: str) -> bytes | None:
        """The part that a relation of the part being read leads to."""
        return self.parts.get(self._relations.get(identifier, ""))

    def sections(self) -> Iterator[Section]:
        """The sections in their order; the last one's paper is the body's own."""
        document = ElementTree.fromstring(self.parts["word/document.xml"])
        body = document.find(tag("body"))
        blocks: list[Block] = []
        kept: Section | None = None
        for element in body if body is not None else ():
            if element.tag == tag("sectPr"):
                kept = self._section(element, tuple(blocks), kept)
                yield kept
                return
            blocks.extend(self._blocks(element))
            inner = element.find(f"{tag('pPr')}/{tag('sectPr')}")
            if inner is not None:
                kept = self._section(inner, tuple(blocks), kept)
                yield kept
                blocks = []
        yield Section(Paper(), tuple(blocks))

    def _section(self, element: Element, blocks: tuple[Block, ...], kept: Section | None) -> Section:
        """A section; headers and footers it does not name are those of the one before."""
        edges: dict[str, dict[str, tuple[Block, ...]]] = {
            "header": dict(kept.headers) if kept else {},
            "footer": dict(kept.footers) if kept else {},
        }
        for kind, found in edges.items():
            for reference in element.findall(tag(f"{kind}Reference")):
                target = self._relations.get(reference.get(f"{{{RELATION}}}id", ""), "")
                root = _part(self.parts, target)
                if root is not None:
                    found[value(reference, "type") or "default"] = self._edge(root, target)
        has_first = element.find(tag("titlePg")) is not None
        return Section(_paper(element), blocks, edges["header"], edges["footer"], has_first)

    def _edge(self, root: Element, name: str) -> tuple[Block, ...]:
        """A header or footer, whose pictures are found by relations of its own."""
        kept, self._relations = self._relations, self._relations_of(name)
        blocks = tuple(block for element in root for block in self._blocks(element))
        self._relations = kept
        return blocks

    def _blocks(self, element: Element) -> Iterator[Block]:
        if element.tag == tag("p"):
            yield self._paragraph(element)
        elif element.tag == tag("tbl"):
            yield self._table(element)
        elif element.tag == tag("sdt"):
            for child in element.find(tag("sdtContent")) or ():
                yield from self._blocks(child)

    def paragraphs(self, root: Element) -> tuple[Paragraph, ...]:
        """All paragraphs below an element, those of tables within it too."""
        return tuple(self._paragraph(each) for each in root.iter(tag("p")))

    def _paragraph(self, element: Element) -> Paragraph:
        properties = element.find(tag("pPr"))
        own = properties.find(tag("rPr")) if properties is not None else None
        self._link, self._field = None, ""
        runs = tuple(self._runs(element, properties))
        look = runs[0].look if runs else self.styles.look(properties, own)
        plain = self.styles.look(properties, None)
        shape = self.styles.shape(properties, plain)
        if not self.title and properties is not None and value(properties.find(tag("pStyle"))) == "Title":
            self.title = "".join(run.text for run in runs).replace("\n", "")
        return Paragraph(runs, shape, look)

    def _runs(self, element: Element, properties: Element | None) -> Iterator[Run]:
        for child in element:
            if child.tag == tag("r"):
                look = self.styles.look(properties, child.find(tag("rPr")))
                for run in self._pieces(child, look):
                    yield from self._linked(run)
            elif child.tag == tag("fldSimple"):
                counter = _counter(value(child, "instr"))
                for run in self._runs(child, properties):
                    yield replace(run, counter=counter)
            elif child.tag not in _SKIPPED and child.tag != tag("pPr"):
                yield from self._runs(child, properties)

    def _pieces(self, run: Element, look: Look) -> Iterator[Run]:
        for child in run:
            name = child.tag.rpartition("}")[2]
            if name == "t":
                yield Run(child.text or "", look, counter=self._field)
            elif name == "fldChar":
                kind = value(child, "fldCharType")
                self._field = "" if kind in {"begin", "end"} else self._field
            elif name == "instrText":
                self._field = _counter(child.text or "")
            elif name in {"br", "cr"}:
                yield Run("\f" if value(child, "type") == "page" else "\n", look)
            elif name in {"drawing", "pict", "object"}:
                printed = graphic_run(child, look, self._related)
                self.left_out += printed is None
                if printed is not None:
                    yield printed
            elif name == "AlternateContent":
                choice = next(iter(child), None)
                yield from self._pieces(choice, look) if choice is not None else ()
            elif name == "tab":
                yield Run("\t", look)
            elif name == "noBreakHyphen":
                yield Run("-", look)
            elif name in {"footnoteReference", "footnoteRef"}:
                yield Run("", look, note=value(child, "id") or "self")

    def _linked(self, run: Run) -> Iterator[Run]:
        begin = 0
        for match in _LINKED.finditer(run.text):
            if match.start() > begin:
                yield replace(run, text=run.text[begin : match.start()], link=self._link)
            self._link = int(match.group(1)) if match.group(1) else None
            begin = match.end()
        if begin < len(run.text) or run.note or run.graphic or run.floating:
            yield replace(run, text=run.text[begin:], link=self._link)

    def _table(self, element: Element) -> Table:
        properties = element.find(tag("tblPr"))
        grid = element.find(tag("tblGrid"))
        widths = tuple(points(value(column, "w")) for column in (grid if grid is not None else ()))
        drawn = self.styles.table_edges(properties)
        align = value(properties.find(tag("jc"))) if properties is not None else ""
        return Table(
            widths,
            tuple(self._row(row, drawn) for row in element.findall(tag("tr"))),
            align or "left",
            any(drawn.values()),
        )

    def _row(self, element: Element, drawn: Mapping[str, bool]) -> Row:
        properties = element.find(tag("trPr"))
        height = properties.find(tag("trHeight")) if properties is not None else None
        return Row(
            tuple(self._cell(cell, drawn) for cell in element.findall(tag("tc"))),
            properties is not None and properties.find(tag("tblHeader")) is not None,
            points(value(height)),
            value(height, "hRule") == "exact",
        )

    def _cell(self, element: Element, drawn: Mapping[str, bool]) -> Cell:
        properties = element.find(tag("tcPr"))
        if properties is None:
            return Cell(self.paragraphs(element))
        span = value(properties.find(tag("gridSpan")))
        merge = properties.find(tag("vMerge"))
        fill = value(properties.find(tag("shd")), "fill")
        return Cell(
            self.paragraphs(element),
            int(span) if span.isdigit() else 1,
            "" if merge is None else value(merge) or "continue",
            value(properties.find(tag("vAlign"))) or "top",
            "" if fill in {"auto", ""} else fill,
            _own_edges(properties.find(tag("tcBorders")), drawn),
        )


def _own_edges(borders: Element | None, drawn: Mapping[str, bool]) -> frozenset[str] | None:
    """The sides a cell draws where it says so itself; what it does not name is as in the table."""
    if borders is None:
        return None
    own = edges_of(borders)
    return frozenset(side for side in SIDES if own.get(side, any(drawn.values())))


def _counter(code: str) -> str:
    """What a field's code counts: PAGE or NUMPAGES, else nothing."""
    return next((word for word in code.split() if word in _COUNTERS), "")


def _paper(section: Element) -> Paper:
    size, margin = section.find(tag("pgSz")), section.find(tag("pgMar"))
    if size is None or margin is None:
        return Paper()
    names = ("top", "bottom", "left", "right", "header", "footer")
    return Paper(
        points(value(size, "w")),
        points(value(size, "h")),
        *(abs(points(value(margin, each))) for each in names),
    )
