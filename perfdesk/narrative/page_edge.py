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
from perfdesk.narrative.page_text import Block, Paper, Paragraph, Section, Table

_ENDLESS = 1_000_000.0


def put_edges(page: Page, section: Section, kind: str, breaker: Breaker) -> None:
    """Set the header and footer of a page; `kind` is default, even or first."""
    paper = page.paper
    header, footer = _edge(section.headers, kind), _edge(section.footers, kind)
    _set(header, page, paper.header, breaker)
    if footer:
        scratch = Page(paper, page.number)
        _set(footer, page, paper.height - paper.footer - _set(footer, scratch, 0.0, breaker), breaker)


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
            TableLayout(_numbered(block, page.number), breaker, flow).set()
            continue
        for line in breaker.lines(block, page.paper.text_width, page=page.number):
            page.put(line, page.paper.left, page.paper.top + flow.y)
            flow.y += line.height
    return flow.y - begin


def _numbered(table: Table, number: int) -> Table:
    """The table with the number of its page in place of the field."""

    def told(paragraph: Paragraph) -> Paragraph:
        runs = [replace(run, text=str(number)) if run.is_page_number else run for run in paragraph.runs]
        return replace(paragraph, runs=tuple(replace(run, is_page_number=False) for run in runs))

    return replace(
        table,
        rows=tuple(
            replace(
                row,
                cells=tuple(
                    replace(cell, paragraphs=tuple(map(told, cell.paragraphs))) for cell in row.cells
                ),
            )
            for row in table.rows
        ),
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
