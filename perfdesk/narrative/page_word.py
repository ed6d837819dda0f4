"""Typed blocks as WordprocessingML: the way back from what `page_source` reads.

Writes annexes into the Word file. Every pair of look and shape becomes one paragraph style, as a form has
hundreds of cells and few looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import repeat

from perfdesk.narrative.layout import CLOSE
from perfdesk.narrative.page_text import Block, Cell, Look, Paper, Paragraph, Row, Shape, Table

GAP = Paragraph((), Shape(line=1.0, rule="exact"), Look(size=1.0))
"""A paragraph of a point, where one is needed and none should be seen."""
_PREFIX = "PerfDeskAnnex"
_SIDES = ("top", "left", "bottom", "right")
_ABOVE = 1.75
"""What is left above and below the text of a cell: what `page_table` leaves, less half a ruled line."""
_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def twips(points: float) -> int:
    """Points as twentieths of a point, in which Word measures."""
    return round(points * 20)


@dataclass
class BlockWriter:
    """Writes blocks and gathers the styles they need.

    `marks` gives what stands before and behind the words of each heading: its bookmark.
    """

    marks: Iterator[tuple[str, str]] = field(default_factory=lambda: repeat(("", "")))
    _styles: dict[tuple[Look, Shape], str] = field(default_factory=dict)

    def blocks(self, blocks: Iterable[Block], end: str) -> str:
        """The blocks of a section; `end` goes into the properties of its last paragraph.

        Word wants a paragraph behind a table: one of a point, so that it begins no new page.
        """
        listed = list(blocks)
        if isinstance(listed[-1], Table):
            listed.append(GAP)
        written = [
            self._table(block)
            if isinstance(block, Table)
            else self.paragraph(block, end if number == len(listed) else "")
            for number, block in enumerate(listed, 1)
        ]
        return "".join(written)

    def paragraph(self, paragraph: Paragraph, end: str = "") -> str:
        """A paragraph of one look: that of its first run."""
        opened, closed = next(self.marks) if paragraph.shape.outline is not None else ("", "")
        look = paragraph.runs[0].look if paragraph.runs else paragraph.look
        style = self._styles.setdefault((look, paragraph.shape), f"{_PREFIX}{len(self._styles) + 1}")
        words = _run(paragraph.text)
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{end}</w:pPr>{opened}{words}{closed}</w:p>'

    def styles(self) -> str:
        """The styles of what was written so far."""
        return "".join(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
            '<w:uiPriority w:val="99"/><w:semiHidden/>'
            f"{shape_properties(shape)}{look_properties(look)}</w:style>"
            for (look, shape), name in self._styles.items()
        )

    def _table(self, table: Table) -> str:
        widths = [twips(width) for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        edge = "single" if table.has_lines else "nil"
        borders = "".join(
            f'<w:{side} w:val="{edge}" w:sz="4" w:space="0" w:color="auto"/>'
            for side in (*_SIDES, "insideH", "insideV")
        )
        margins = "".join(
            f'<w:{side} w:w="{twips(_ABOVE if side in {"top", "bottom"} else table.padding)}" w:type="dxa"/>'
            for side in _SIDES
        )
        rows = "".join(self._row(row, widths) for row in table.rows)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="{table.align}"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(self, row: Row, widths: list[int]) -> str:
        header = "<w:tblHeader/>" if row.is_header else ""
        height = (
            f'<w:trHeight w:val="{twips(row.height)}" w:hRule="{"exact" if row.is_exact else "atLeast"}"/>'
        )
        cells, at = [], 0
        for cell in row.cells:
            cells.append(self._cell(cell, sum(widths[at : at + cell.span])))
            at += cell.span
        return f"<w:tr><w:trPr><w:cantSplit/>{height}{header}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, cell: Cell, width: int) -> str:
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        paragraphs = "".join(self.paragraph(each) for each in cell.paragraphs)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{_edges(cell)}{fill}'
            f'<w:vAlign w:val="{cell.align}"/></w:tcPr>{paragraphs}</w:tc>'
        )


def _edges(cell: Cell) -> str:
    """The sides of a cell that are not ruled; those that are have the table's lines."""
    bare = [] if cell.edges is None else [side for side in _SIDES if side not in cell.edges]
    listed = "".join(f'<w:{side} w:val="nil"/>' for side in bare)
    return f"<w:tcBorders>{listed}</w:tcBorders>" if listed else ""


def _run(text: str) -> str:
    pieces, words = [], ""
    for letter in text:
        if letter in _BREAKS:
            pieces += [_words(words), _BREAKS[letter]]
            words = ""
        else:
            words += letter
    content = "".join((*pieces, _words(words)))
    return f"<w:r>{content}</w:r>" if content else ""


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>' if text else ""


def shape_properties(shape: Shape) -> str:
    """How a paragraph stands, as the properties of a style in the order of the schema."""
    switches = "<w:keepNext/>" * shape.keeps_next + "<w:pageBreakBefore/>" * shape.begins_page
    line = twips(shape.line) if shape.rule != "auto" else round(shape.line * 240)
    kind, first = ("hanging", -shape.first) if shape.first < 0 else ("firstLine", shape.first)
    level = f'<w:outlineLvl w:val="{shape.outline}"/>' if shape.outline is not None else ""
    return (
        f'<w:pPr>{switches}<w:widowControl w:val="0"/>{CLOSE}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{twips(shape.before)}" w:after="{twips(shape.after)}" w:line="{line}" '
        f'w:lineRule="{shape.rule}"/><w:ind w:left="{twips(shape.left)}" w:right="{twips(shape.right)}" '
        f'w:{kind}="{twips(first)}"/><w:jc w:val="{shape.align}"/>{level}</w:pPr>'
    )


def look_properties(look: Look) -> str:
    """How letters look, as the properties of a style in the order of the schema."""
    latin, east = escape(look.latin), escape(look.east)
    bold = "" if look.is_bold else ' w:val="0"'
    size = round(look.size * 2)
    return (
        f'<w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'
        f'<w:b{bold}/><w:bCs{bold}/><w:color w:val="{look.colour or "auto"}"/>'
        f'<w:spacing w:val="{twips(look.spacing)}"/><w:kern w:val="0"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/></w:rPr>'
    )


def section_properties(paper: Paper) -> str:
    """A section on that paper, with the headers and footers of the one before it."""
    across = ' w:orient="landscape"' if paper.width > paper.height else ""
    margins = " ".join(
        f'w:{name}="{twips(length)}"'
        for name, length in (
            ("top", paper.top), ("right", paper.right), ("bottom", paper.bottom), ("left", paper.left),
            ("header", paper.header), ("footer", paper.footer),
        )
    )  # fmt: skip
    return (
        f'<w:sectPr><w:pgSz w:w="{twips(paper.width)}" w:h="{twips(paper.height)}"{across}/>'
        f'<w:pgMar {margins} w:gutter="0"/></w:sectPr>'
    )
