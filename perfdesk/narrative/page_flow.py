"""Lines and tables set on pages one after another, with footnotes, headers and page numbers.

Fourth step of the PDF: what does not fit goes on to the next page, a heading never stands alone at the
foot of one, and a footnote stands on the page that calls it as far as there is room.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from perfdesk.narrative.page import Heading, Page
from perfdesk.narrative.page_chart import draw_chart
from perfdesk.narrative.page_edge import put_edges, text_paper
from perfdesk.narrative.page_line import Breaker, Line
from perfdesk.narrative.page_table import TableLayout
from perfdesk.narrative.page_text import Block, Drawing, Manuscript, Paper, Paragraph, Section, Table

_SEPARATOR, _SEPARATOR_WIDTH = 9.0, 144.0
_SLIP = 0.05
_MOST_KEPT = 12


def lay_out(manuscript: Manuscript, breaker: Breaker) -> list[Page]:
    """The pages of a report; at least one."""
    return number_pages(set_pages(manuscript, breaker), manuscript, breaker)


def set_pages(manuscript: Manuscript, breaker: Breaker) -> list[tuple[Section, Page]]:
    """The pages with the sections they belong to, before they are numbered."""
    pages: list[tuple[Section, Page]] = []
    for section in manuscript.sections:
        flow = _Flow(manuscript, breaker, text_paper(section, breaker))
        flow.fill(section.blocks)
        pages += [(section, page) for page in flow.pages]
    return pages


def number_pages(
    pages: Sequence[tuple[Section, Page]], manuscript: Manuscript, breaker: Breaker
) -> list[Page]:
    """The pages numbered from 1, with their headers and footers."""
    before: Section | None = None
    for number, (section, page) in enumerate(pages, 1):
        page.number = number
        kind = "even" if manuscript.is_two_sided and number % 2 == 0 else "default"
        kind = "first" if section.has_first and section is not before else kind
        put_edges(page, section, kind, breaker, len(pages))
        for box, graphic in page.graphics:
            if isinstance(graphic, Drawing):
                draw_chart(page, box, graphic.bars, breaker)
        before = section
    return [page for _, page in pages]


@dataclass
class _Flow:
    """One section while its pages fill. `y` counts from the upper margin."""

    manuscript: Manuscript
    breaker: Breaker
    paper: Paper
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0
    _notes: list[Line] = field(default_factory=list)
    _carried: list[Line] = field(default_factory=list)

    def fill(self, blocks: Sequence[Block]) -> None:
        """Set all blocks, then what is left of the footnotes."""
        self._begin_page()
        ahead: deque[tuple[Block, list[Line]]] = deque()
        coming = self._broken(blocks)
        for block, lines in coming:
            ahead.append((block, lines))
            # Only what must stay with the next block waits for it.
            while _keeps_next(ahead[-1][0]) and len(ahead) < _MOST_KEPT:
                following = next(coming, None)
                if following is None:
                    break
                ahead.append(following)
            self._set_kept(ahead)
        self._end_page()
        while self._carried:
            self._begin_page()
            self._end_page()

    def _broken(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, list[Line]]]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield block, self.breaker.lines(block, self.paper.text_width)
            else:
                yield block, []

    def _set_kept(self, kept: deque[tuple[Block, list[Line]]]) -> None:
        """Set blocks of which each but the last keeps to the next: on one page, if a page holds them."""
        needed = sum(self._least(block, lines) for block, lines in kept)
        if len(kept) > 1 and self.y and self.room + _SLIP < needed <= self.paper.text_height:
            self.turn()
        while kept:
            block, lines = kept.popleft()
            if isinstance(block, Table):
                self._set_table(block)
            else:
                self._set_paragraph(block, lines)

    def _least(self, block: Block, lines: Sequence[Line]) -> float:
        """What of a block stands with the one before: all that keeps on, else its first line or row."""
        if isinstance(block, Table):
            layout = TableLayout(block, self.breaker, self)
            return layout.height_of(len(block.rows)) if block.keeps_next else layout.first_height
        counted = lines if block.shape.keeps_next else lines[:1]
        return block.shape.before + sum(line.height for line in counted)

    @property
    def room(self) -> float:
        """What is left of the page above its footnotes."""
        return self.paper.text_height - self.y - self._note_height(self._notes)

    def _note_height(self, lines: Sequence[Line]) -> float:
        return sum(line.height for line in lines) + _SEPARATOR if lines else 0.0

    def _begin_page(self) -> None:
        self.pages.append(Page(self.paper))
        self.y = 0.0
        self._notes = []
        limit = self.paper.text_height - _SEPARATOR - 2 * self.paper.text_height / 22
        while self._carried and sum(line.height for line in self._notes) + self._carried[0].height < limit:
            self._notes.append(self._carried.pop(0))

    def _end_page(self) -> None:
        """Set the footnotes at the foot of the page."""
        if not self._notes:
            return
        page, paper = self.pages[-1], self.paper
        top = paper.top + paper.text_height - self._note_height(self._notes)
        page.rules.append((paper.left, top + 3, paper.left + _SEPARATOR_WIDTH, top + 3))
        top += _SEPARATOR
        for line in self._notes:
            page.put(line, paper.left, top)
            top += line.height
        self._notes = []

    def turn(self) -> None:
        """Go on to the next page."""
        self._end_page()
        self._begin_page()

    def _set_paragraph(self, paragraph: Paragraph, lines: Sequence[Line]) -> None:
        shape = paragraph.shape
        if shape.begins_page and self.y:
            self.turn()
        if self.y:
            self.y += shape.before
        for number, line in enumerate(lines):
            self.set_line(line, self.paper.left)
            if not number and shape.outline is not None and paragraph.words:
                top = self.paper.top + self.y - line.height
                self.pages[-1].headings.append(Heading(shape.outline, paragraph.words, top))
        self.y += shape.after

    def set_line(self, line: Line, left: float) -> None:
        """Set a line with its footnotes; it goes to the next page where both find no room."""
        notes = self.note_lines(line.notes)
        if not self._fits(line, notes):
            if self.y:
                self.turn()
            notes = self._split(line, notes)
        self.pages[-1].put(line, left, self.paper.top + self.y)
        self.y += line.height
        self._notes += notes
        if line.ends_page:
            self.turn()

    def _fits(self, line: Line, notes: Sequence[Line]) -> bool:
        needed = line.height + self._note_height([*self._notes, *notes])
        return self.y + needed <= self.paper.text_height + _SLIP

    def _split(self, line: Line, notes: list[Line]) -> list[Line]:
        """The footnote lines for which a fresh page has room; the others are carried on."""
        kept = list(notes)
        while kept and not self._fits(line, kept):
            self._carried.insert(0, kept.pop())
        return kept

    def note_lines(self, notes: Sequence[str]) -> list[Line]:
        """The lines of the footnotes called."""
        return [
            line
            for note in notes
            for paragraph in self.manuscript.notes.get(note, ())
            for line in self.breaker.lines(
                paragraph, self.paper.text_width, str(self.breaker.numbers.get(note, ""))
            )
        ]

    def _set_table(self, table: Table) -> None:
        TableLayout(table, self.breaker, self).set()

    def add_notes(self, lines: Sequence[Line]) -> None:
        """Take in the footnotes of table rows that were set on this page."""
        for line in lines:
            height = self._note_height([*self._notes, line])
            if not self._carried and self.y + height <= self.paper.text_height + _SLIP:
                self._notes.append(line)
            else:
                self._carried.append(line)


def _keeps_next(block: Block) -> bool:
    return block.keeps_next if isinstance(block, Table) else block.shape.keeps_next
