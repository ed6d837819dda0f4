"""A rendered report as typed blocks: paragraphs, runs and tables with the measures they are printed by.

First step of the PDF: `page_source` reads the Word file of `render` into these values, `page_line` breaks
them into lines and `page_break` into pages. Lengths are points (1/72 inch).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from perfdesk.narrative.chart import Bars


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are printed.

    Attributes:
        east: the face named for Chinese letters.
        latin: the face named for Latin letters and digits.
        size: in points; a raised letter is printed smaller.
        spacing: added after each letter, may be negative.
        colour: six hexadecimal digits, or empty for black.
    """

    east: str = "宋体"
    latin: str = "Times New Roman"
    size: float = 10.5
    is_bold: bool = False
    is_raised: bool = False
    spacing: float = 0.0
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as its file holds it, PNG or JPEG, and the size it is printed in.

    Attributes:
        cut: which parts of it are cut off at the left, top, right and bottom, as fractions.
    """

    content: bytes
    width: float
    height: float
    cut: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart and the size it is printed in."""

    bars: Bars
    width: float
    height: float


Graphic: TypeAlias = Picture | Drawing


@dataclass(frozen=True, slots=True)
class Floating:
    """A graphic that takes no room in the text, such as a seal over a signature.

    Attributes:
        across: what its left edge counts from (page or margin), and by how much or to which side.
        down: the same for its upper edge (page, margin or paragraph).
    """

    graphic: Graphic
    across: tuple[str, float | str]
    down: tuple[str, float | str]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of letters with one look.

    Attributes:
        text: the letters; a line feed breaks the line, a form feed the page.
        link: number of the figure the letters belong to, or None.
        note: id of the footnote the run refers to, or empty.
        counter: what it stands for in a header or footer: the number of its page (PAGE) or of all pages.
        graphic: what stands on the line in place of letters.
        floating: what lies over the text near the run.
        leads_to: number of the heading a click leads to, or None.
    """

    text: str
    look: Look
    link: int | None = None
    note: str = ""
    counter: str = ""
    graphic: Graphic | None = None
    floating: Floating | None = None
    leads_to: int | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands on the page; `rule` is exact, atLeast or auto (then `line` counts lines).

    `has_leader`: what follows the tab stands at the right edge, and dots lead there.
    """

    align: str = "left"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    rule: str = "auto"
    keeps_next: bool = False
    begins_page: bool = False
    outline: int | None = None
    has_leader: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs and their shape; `look` is that of an empty paragraph."""

    runs: tuple[Run, ...]
    shape: Shape
    look: Look

    @property
    def text(self) -> str:
        """The letters without their looks."""
        return "".join(run.text for run in self.runs)

    @property
    def words(self) -> str:
        """The letters as a contents list repeats them: on one line, without marks of notes."""
        return "".join(run.text for run in self.runs if not run.look.is_raised).replace("\n", "").strip()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `merge` is restart, continue or empty.

    `edges` names the sides that are drawn (left, top, right, bottom); None for those of the table.
    """

    paragraphs: tuple[Paragraph, ...]
    span: int = 1
    merge: str = ""
    align: str = "top"
    fill: str = ""
    edges: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; a header row is repeated on each page the table goes on to."""

    cells: tuple[Cell, ...]
    is_header: bool = False
    height: float = 0.0
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows over columns of given widths."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    align: str = "left"
    has_lines: bool = True
    padding: float = 5.4

    @property
    def keeps_next(self) -> bool:
        """Whether it stays on one page with the block after it: every paragraph of it does."""
        return bool(self.rows) and all(
            each.shape.keeps_next for row in self.rows for cell in row.cells for each in cell.paragraphs
        )


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """Size, margins and the places of header and footer of a page."""

    width: float = 595.3
    height: float = 841.9
    top: float = 104.9
    bottom: float = 99.2
    left: float = 79.4
    right: float = 73.7
    header: float = 42.5
    footer: float = 70.0

    @property
    def text_width(self) -> float:
        """Between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Between the margins."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks on one kind of paper; headers and footers by kind (default, even, first).

    `has_first`: the first page has a header and footer of its own, or none.
    """

    paper: Paper
    blocks: tuple[Block, ...]
    headers: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    footers: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    has_first: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The whole report before it is laid out.

    Attributes:
        notes: the paragraphs of each footnote by its id.
        is_two_sided: even pages have headers and footers of their own.
        left_out: how many pictures and drawings are not among the blocks.
        annexes: how many of the sections, the last ones, are annexes.
    """

    sections: tuple[Section, ...]
    notes: Mapping[str, tuple[Paragraph, ...]]
    title: str = ""
    is_two_sided: bool = False
    left_out: int = 0
    annexes: int = 0
