"""The forms a report is made of as its annexes: each sheet as a table that looks as in its file.

Makes the typed blocks of `page_text`, so that the PDF and the Word file show the same table. Widths and
letters are brought down together to the page; a form far wider than it lies across. Text wraps, rows grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from perfdesk.core.fault import FileFault
from perfdesk.core.form import FORM_NAMES, Form
from perfdesk.core.grid import Block, Grid, parse_address
from perfdesk.narrative.annex_table import SheetPainter
from perfdesk.narrative.layout import BODY_FONT
from perfdesk.narrative.name_claim import form_name
from perfdesk.narrative.page_flow import set_pages
from perfdesk.narrative.page_ruler import Ruler
from perfdesk.narrative.page_text import Look, Manuscript, Paper, Paragraph, Run, Section, Shape
from perfdesk.narrative.page_word import GAP
from perfdesk.narrative.wording import one_line
from perfdesk.reading.document import read_looks
from perfdesk.reading.style import Look as CellLook

Grids: TypeAlias = Mapping[tuple[str, str], Grid]
"""Sheets by the path of their file and their name."""
UPRIGHT = Paper()
ACROSS = Paper(841.9, 595.3, top=79.4, bottom=73.7, left=104.9, right=99.2, header=42.5, footer=42.5)
WIDEST_UPRIGHT = 1.35
"""How much wider than the text a form may be in its file and still stand upright."""
TIGHT = 0.8
"""How far rows and letters are brought together where a form would else run over the page by a little."""
_LONGEST_HEAD = 8
_LINE = 28.95
_BODY = Look(BODY_FONT, size=16.0, spacing=-0.25)
_HEADING = Look("黑体", size=16.0)
_CAPTION = Look("宋体", size=10.5)
_NEXT_SHEET = replace(GAP, shape=replace(GAP.shape, begins_page=True))


@dataclass(frozen=True, slots=True)
class Annexes:
    """What follows a report: the list of annexes below its text, and the annexes on pages of their own."""

    listing: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()


NONE = Annexes()
NO_GRIDS: Grids = MappingProxyType({})


def with_annexes(manuscript: Manuscript, annexes: Annexes) -> Manuscript:
    """The report with its annexes, which have the headers and footers of its last section."""
    *first, last = manuscript.sections
    added = (replace(each, headers=last.headers, footers=last.footers) for each in annexes.sections)
    ended = replace(last, blocks=(*last.blocks, *annexes.listing))
    return replace(manuscript, sections=(*first, ended, *added), annexes=len(annexes.sections))


def make_annexes(forms: Sequence[tuple[str, Form]], grids: Grids) -> Annexes:
    """The sheets of the forms in the order of the forms; those whose sheet is not given are left out.

    A sheet on which a form goes on belongs to the annex of the sheet on which it begins.
    """
    piles: dict[tuple[str, str], dict[tuple[str, str], list[Form]]] = {}
    for path, form in forms:
        if (path, form.sheet) in grids:
            pile = piles.setdefault((path, form.continues or form.sheet), {})
            pile.setdefault((path, form.sheet), []).append(form)
    library, ruler = _Looks(), Ruler()
    names = [_name(next(iter(pile.values()))) for pile in piles.values()]
    numbers = [f"{number}" if len(names) > 1 else "" for number in range(1, len(names) + 1)]
    sections: list[Section] = []
    for number, name, pile in zip(numbers, names, piles.values(), strict=True):
        above = _heading(f"附件{number}　{name}")
        for place, there in pile.items():
            painter = SheetPainter(grids[place], library.of(place[0]), _shown(grids[place], there))
            section = _section(above, painter, _heads(grids[place], there), ruler)
            if sections and sections[-1].paper == section.paper:
                section = replace(section, blocks=(*sections.pop().blocks, *section.blocks))
            sections.append(section)
            above = _NEXT_SHEET
    return Annexes(tuple(_listing(numbers, names)), tuple(sections))


@dataclass
class _Looks:
    """The looks of each file, read once; a file that can no longer be read shows its cells plain."""

    known: dict[str, tuple[CellLook, ...]] = field(default_factory=dict)

    def of(self, path: str) -> tuple[CellLook, ...]:
        """The looks of a file's cells by style index."""
        if path not in self.known:
            try:
                self.known[path] = read_looks(Path(path))
            except FileFault:
                self.known[path] = ()
        return self.known[path]


def _name(forms: Sequence[Form]) -> str:
    """What an annex is called: the title of its form and whose it is."""
    form = forms[0]
    title = one_line(form.title.text or "") or FORM_NAMES[form.kind]
    whose = form_name(form) if not form.accounts else ""
    return f"{title}（{whose}）" if whose and whose not in title else title


def _heading(words: str) -> Paragraph:
    shape = Shape(after=6.0, line=_LINE, rule="exact", keeps_next=True, begins_page=True, outline=0)
    return Paragraph((Run(words, _HEADING),), shape, _HEADING)


def _listing(numbers: Sequence[str], names: Sequence[str]) -> Iterator[Paragraph]:
    """附件：1. … below the text, a line between, the names under each other."""
    em = _BODY.size + _BODY.spacing
    for at, (number, name) in enumerate(zip(numbers, names, strict=True)):
        ordinal = f"{number}. " if number else ""
        words = f"{'附件：' if not at else ''}{ordinal}{name}"
        hang = em if ordinal else 0.0
        shape = Shape(
            left=5 * em + hang, first=-hang - (3 * em if not at else 0.0), before=0.0 if at else _LINE,
            line=_LINE, rule="exact",
        )  # fmt: skip
        yield Paragraph((Run(words, _BODY),), shape, _BODY)


def _section(
    above: Paragraph, painter: SheetPainter, heads: Sequence[tuple[int, int]], ruler: Ruler
) -> Section:
    """The annex in the way that takes the fewest pages, first of all as it is in the file."""
    head = (above, *(_caption(line) for line in painter.grid.caption))
    is_wide = painter.width > WIDEST_UPRIGHT * UPRIGHT.text_width
    usual, other = (ACROSS, UPRIGHT) if is_wide else (UPRIGHT, ACROSS)
    fewest, best = 0, None
    for paper, tightness in ((usual, 1.0), (usual, TIGHT), (other, TIGHT)):
        tables = painter.tables(paper.text_width, tightness, heads)
        section = Section(paper, (*head, *tables))
        count = len(set_pages(Manuscript((section,), {}), ruler))
        if best is None or count < fewest:
            fewest, best = count, section
        if fewest == 1:
            break
    return best or Section(usual, head)


def _caption(words: str) -> Paragraph:
    return Paragraph((Run(words, _CAPTION),), Shape("center", after=3.0), _CAPTION)


def _shown(grid: Grid, forms: Sequence[Form]) -> Block:
    """The cells with content, and all that the forms take in."""
    blocks = [grid.used, *(form.block for form in forms)]
    return Block(
        min(block.top for block in blocks),
        min(block.left for block in blocks),
        max(block.bottom for block in blocks),
        max(block.right for block in blocks),
    )


def _heads(grid: Grid, forms: Sequence[Form]) -> list[tuple[int, int]]:
    """The rows on which a table of its own begins, each with the last row of its column headings."""
    found: list[tuple[int, int]] = []
    for form in forms:
        if form.accounts:
            found.append((form.block.top, min(line.row for line in form.accounts) - 1))
        elif form.indicators:
            found += _indicator_heads(grid, form)
    return [(first, last) for first, last in found if last < first + _LONGEST_HEAD]


def _indicator_heads(grid: Grid, form: Form) -> Iterator[tuple[int, int]]:
    """The headings above the indicators, and the row below their total, which has none."""
    first = min(row.row for row in form.indicators)
    cells = [parse_address(cell) for cell in form.column_cells.values()]
    near = [cell for cell in cells if first - _LONGEST_HEAD // 2 <= cell[0] < first]
    if near:
        last = max(grid.block_at(*cell).bottom for cell in near)
        yield min(row for row, _ in near), min(last, first - 1)
    fields = (parse_address(value.cell)[0] for value in form.fields.values())
    below = max(*fields, *(row.row for row in form.indicators)) + 1
    if below < form.block.bottom:
        yield below, below - 1
