"""Headers and footers: paragraphs, pictures and tables set at the edges of a page.

Beside `page_flow`, which knows the pages. What stands in a header higher than its margin pushes the text
down; `text_paper` tells by how much before the first line is set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from perfdesk.narrative.page import Page
from perfdesk.narrative.page_line import Breaker, Line
from perfdesk.narrative.page_table import TableLayout
from perfdesk.narrative.page_text import Block, Paper, Paragraph, Row, Section, Table

_ENDLESS = 1_000_000.0


def put_edges(page: Page, section: Section, kind: str, breaker: Breaker, count: int) -> None:
    """Set the header and footer of a page.

    Args:
        page: with its number.
        section: where they are told.
        kind: default, even or first.
        breaker: breaks their lines.
        count: of all pages.
    """
    paper = page.paper
    header, footer = (
        [_numbered(block, page.number, count) for block in _edge(edges, kind)]
        for edges in (section.headers, section.footers)
    )
    _set(header, page, paper.header, breaker)
    height = _set(footer, Page(paper), 0.0, breaker)
    _set(footer, page, paper.height - paper.footer - height, breaker)


def text_paper(section: Section, breaker: Breaker) -> Paper:
    """The section's paper with the text below its tallest header."""
    paper = section.paper
    heights = [_set(blocks, Page(paper), 0.0, breaker) for blocks in section.headers.values()]
    return replace(paper, top=max([paper.top, *(paper.header + height for height in heights if height)]))


def _edge(edges: Mapping[str, tuple[Block, ...]], kind: str) -> tuple[Block, ...]:
    """A first page without a header of its own has none; an even one has that of the others."""
    return edges.get(kind, ()) if kind == "first" else edges.get(kind, edges.get("default", ()))


def _set(blocks: Sequence[Block], page: Page, top: float, breaker: Breaker) -> float:
    """Set blocks from `top` of the paper downward; the height they take."""
    flow = _Edge(page.paper, [page], top - page.paper.top)
    begin = flow.y
    for block in blocks:
        if isinstance(block, Table):
            TableLayout(block, breaker, flow).set()
            continue
        for line in breaker.lines(block, page.paper.text_width):
            page.put(line, page.paper.left, page.paper.top + flow.y)
            flow.y += line.height
    return flow.y - begin


def _numbered(block: Block, number: int, count: int) -> Block:
    """The block with the page's number, and that of all pages, in place of the fields."""
    said = {"PAGE": str(number), "NUMPAGES": str(count)}

    def told(paragraph: Paragraph) -> Paragraph:
        runs = (replace(run, text=said.get(run.counter, run.text)) for run in paragraph.runs)
        return replace(paragraph, runs=tuple(runs))

    def told_row(row: Row) -> Row:
        cells = (replace(cell, paragraphs=tuple(map(told, cell.paragraphs))) for cell in row.cells)
        return replace(row, cells=tuple(cells))

    return (
        told(block) if isinstance(block, Paragraph) else replace(block, rows=tuple(map(told_row, block.rows)))
    )


@dataclass
class _Edge:
    """The flow of an edge: it has room without end, and knows no other page. `y` as in `page_flow`."""

    paper: Paper
    pages: list[Page]
    y: float

    @property
    def room(self) -> float:
        """Enough."""
        return _ENDLESS

    def turn(self) -> None:
        """There is no next page."""

    def note_lines(self, notes: Sequence[str]) -> list[Line]:
        """Word allows no footnotes here."""
        return []

    def add_notes(self, lines: Sequence[Line]) -> None:
        """There are none."""
