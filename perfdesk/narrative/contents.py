"""The table of contents of a long report: its entries, and the pages they stand on.

Between `page_flow`, which knows where each heading came to stand, and the two kinds of file: `printed_report`
prints the entries, `bound_report` writes them into the Word file. The list stands in front, and the pages are
counted through from its first one, so that the number printed is that which a reader's window shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from perfdesk.narrative.layout import BODY_FONT
from perfdesk.narrative.page import Page
from perfdesk.narrative.page_flow import number_pages, set_pages
from perfdesk.narrative.page_line import Breaker
from perfdesk.narrative.page_text import Look, Manuscript, Paragraph, Run, Section, Shape
from perfdesk.narrative.report_choice import Wish

LEVELS = 3
LONG_PAGES, LONG_ENTRIES = 10, 5
"""A report has a table of contents of itself where it fills more pages and has at least so many headings,
those of its text on more than one page; the annexes of a single page are listed below it."""
_LINE, _SIZE, _TIGHT = 28.95, 16.0, -0.25
_INDENT, _KEPT_FREE = 16.0, 40.0
TITLE = Paragraph(
    (Run("目　录", Look("方正小标宋简体", size=22.0)),),
    Shape("center", after=_LINE, line=33.0, rule="exact"),
    Look("方正小标宋简体", size=22.0),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading in the table of contents: level from 0, words, the number of its page."""

    level: int
    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Bound:
    """The pages of a report with its contents in front, before they are numbered.

    Attributes:
        entries: the lines of the contents; empty where the report has none.
        pages: those of the contents first, each with the section it belongs to.
        front: how many of them are contents.
    """

    entries: tuple[Entry, ...]
    pages: list[tuple[Section, Page]]
    front: int = 0


def bind(manuscript: Manuscript, breaker: Breaker, wish: Wish) -> Bound:
    """The report laid out, with a table of contents where it is wished for."""
    pages = set_pages(manuscript, breaker)
    headings = [(heading, number) for number, (_, page) in enumerate(pages, 1) for heading in page.headings]
    entries = [Entry(heading.level, heading.text, number) for heading, number in headings]
    listed = [entry for entry in entries if entry.level < LEVELS]
    is_long = len(pages) > LONG_PAGES and len(listed) >= LONG_ENTRIES and _told_pages(manuscript, pages) > 1
    if not listed or wish == "never" or (wish == "auto" and not is_long):
        return Bound((), pages)
    front = len(set_pages(_front(manuscript, entries), breaker))
    entries = [replace(entry, page=entry.page + front) for entry in entries]
    return Bound(
        tuple(entry for entry in entries if entry.level < LEVELS),
        [*set_pages(_front(manuscript, entries), breaker), *pages],
        front,
    )


def _told_pages(manuscript: Manuscript, pages: Iterable[tuple[Section, Page]]) -> int:
    """On how many pages of the text there are headings; annexes do not count."""
    texts = {id(section) for section in manuscript.sections[: len(manuscript.sections) - manuscript.annexes]}
    return sum(id(section) in texts and bool(page.headings) for section, page in pages)


def numbered(bound: Bound, manuscript: Manuscript, breaker: Breaker) -> list[Page]:
    """The pages of a bound report with their numbers, headers and footers."""
    return number_pages(bound.pages, manuscript, breaker)


def _front(manuscript: Manuscript, entries: Iterable[Entry]) -> Manuscript:
    """The contents on the paper of the first section; an entry leads to the heading of its number."""
    lines = [_line(entry, number) for number, entry in enumerate(entries) if entry.level < LEVELS]
    return replace(manuscript, sections=(replace(manuscript.sections[0], blocks=(TITLE, *lines)),))


def _line(entry: Entry, number: int) -> Paragraph:
    look = entry_look(entry.level)
    runs = (Run(entry.text, look, leads_to=number), Run(f"\t{entry.page}", look, leads_to=number))
    return Paragraph(runs, entry_shape(entry.level), look)


def entry_look(level: int) -> Look:
    """How an entry of that level is printed: chapters as headings are, the others as running text."""
    return Look(BODY_FONT if level else "黑体", size=_SIZE, spacing=_TIGHT)


def entry_shape(level: int) -> Shape:
    """How an entry stands: a character further in for each level, the page number at the edge."""
    return Shape(left=level * _INDENT, right=_KEPT_FREE, line=_LINE, rule="exact", has_leader=True)
