"""The pages of one sheet: what the file's page settings make of it, painted by the painter of sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from math import ceil

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from perfdesk.core.grid import Block
from perfdesk.gui.paper.leaf import POINTS_PER_INCH, Paper
from perfdesk.gui.paper.page_plan import Axis, Run, dealt, in_order, scale_of
from perfdesk.gui.paper.page_words import PageFacts, draw_words
from perfdesk.gui.paper.paper_painter import POINTS_PER_DOT, PaperPainter
from perfdesk.gui.sheet.cell_text import LINE_HEIGHT
from perfdesk.reading.page_setting import PageSetting

PAGE_NUMBERS = "&C第 &P 页，共 &N 页"
_WIDE = 1.15
_ASK_EVERY = 200
_CAPTION_POINTS = 10
GoesOn = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Span:
    """Rows and columns from first to last; `skip` dots at the left and the top are left out."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    skip: tuple[float, float] = (0.0, 0.0)


class Laid:
    """A sheet with its sizes: where each row and column begins, in dots."""

    def __init__(self, painter: PaperPainter, area: Block, goes_on: GoesOn) -> None:
        self.painter = painter
        self.area = area
        heights = []
        for row in range(1, area.bottom + 1):
            if row % _ASK_EVERY == 0 and not goes_on():
                break
            heights.append(painter.height_of(row))
        heights += [0] * (area.bottom - len(heights))
        painter.grow_merges()
        self.heights = [
            painter.height_of(row) if height else 0 for row, height in enumerate(heights, start=1)
        ]
        self.widths = [painter.width_of(column) for column in range(1, area.right + 1)]
        self.tops = [0, *accumulate(self.heights)]
        self.lefts = [0, *accumulate(self.widths)]

    def axes(self, setting: PageSetting) -> tuple[Axis, Axis]:
        """Columns and rows to deal out."""
        area = self.area
        columns = {at: self.widths[at - 1] * POINTS_PER_DOT for at in range(area.left, area.right + 1)}
        rows = {at: self.heights[at - 1] * POINTS_PER_DOT for at in range(area.top, area.bottom + 1)}
        breaks: tuple[tuple[int, ...], tuple[int, ...]] = (setting.column_breaks, setting.row_breaks)
        if setting.fits:
            breaks = ((), ())  # Excel, too, gives up breaks where it is to fit.
        across = Axis({at: size for at, size in columns.items() if size}, setting.repeated_columns, breaks[0])
        down = Axis({at: size for at, size in rows.items() if size}, setting.repeated_rows, breaks[1])
        return across, down

    def rect(self, block: Block) -> QRect:
        """Where a block lies on the whole sheet; cut at the end of what is printed."""
        bottom, right = min(block.bottom, self.area.bottom), min(block.right, self.area.right)
        left, top = self.lefts[block.left - 1], self.tops[block.top - 1]
        return QRect(left, top, self.lefts[right] - left, self.tops[bottom] - top)

    def has_words(self, rows: Run, columns: Run) -> bool:
        """Whether any text stands, or anything is drawn, on a page of these."""
        grid = self.painter.sheet.grid
        page = Block(rows.first, columns.first, rows.last, columns.last)
        if any(each.overlaps_rows(page) and each.overlaps_columns(page) for each in self.painter.sheet.drawn):
            return True
        return any(
            grid.cell_at(row, block.left).text
            for row in range(rows.first, rows.last + 1)
            for block in grid.blocks_in_row(row, columns.first, columns.last)
        )


@dataclass(frozen=True)
class SheetLeaf:
    """One page of a sheet.

    Attributes:
        rows, columns: its own part; `repeated_rows` and `repeated_columns` stand above and left of it.
        scale: 1 is 100 %.
    """

    laid: Laid
    setting: PageSetting
    rows: Run
    columns: Run
    repeated_rows: tuple[int, int] | None
    repeated_columns: tuple[int, int] | None
    scale: float
    at: datetime

    @property
    def paper(self) -> Paper:
        """What it is printed on."""
        return Paper(self.setting.paper, self.setting.is_landscape)

    def paint(self, painter: QPainter, number: int, total: int) -> None:
        """Draw head, foot and the page's parts of the sheet."""
        sheet = self.laid.painter.sheet
        shown = number + self.setting.first_number - 1
        facts = PageFacts(shown, total, sheet.grid.name, sheet.path, self.at)
        body = body_of(self.setting)
        paper = self.paper.points
        head, foot = (inches * POINTS_PER_INCH for inches in self.setting.margins[4:])
        area = QRectF(body.left(), head, body.width(), paper.height() - head - foot)
        draw_words(painter, area, self.setting.header, facts, at_foot=False)
        draw_words(painter, area, self.setting.footer, facts, at_foot=True)
        self._paint_sheet(painter, body)

    def hand_over(self) -> None:
        """Let another thread paint it from now on."""
        self.laid.painter.forget_letters()

    def _paint_sheet(self, painter: QPainter, body: QRectF) -> None:
        points = self.scale * POINTS_PER_DOT
        self.laid.painter.use_scale(self.scale)
        room = (body.width() / points, body.height() / points)
        head = self._size(self.repeated_columns, self.repeated_rows)
        own = self._size((self.columns.first, self.columns.last), (self.rows.first, self.rows.last))
        painter.save()
        painter.translate(body.topLeft())
        painter.scale(points, points)
        if self.setting.is_centered_across:
            painter.translate(max(0.0, (room[0] - head[0] - own[0]) / 2), 0)
        if self.setting.is_centered_down:
            painter.translate(0, max(0.0, (room[1] - head[1] - own[1]) / 2))
        for span, left, top in self._spans(head):
            self._paint_span(painter, span, (left, top), (room[0] - left, room[1] - top))
        painter.restore()

    def _size(self, columns: tuple[int, int] | None, rows: tuple[int, int] | None) -> tuple[int, int]:
        lefts, tops = self.laid.lefts, self.laid.tops
        width = lefts[columns[1]] - lefts[columns[0] - 1] if columns else 0
        return width, tops[rows[1]] - tops[rows[0] - 1] if rows else 0

    def _spans(self, head: tuple[int, int]) -> Iterator[tuple[Span, int, int]]:
        """The parts of the sheet on this page, each with its left and top."""
        rows, columns = (self.rows.first, self.rows.last), (self.columns.first, self.columns.last)
        if self.repeated_rows and self.repeated_columns:
            yield Span(self.repeated_rows, self.repeated_columns), 0, 0
        if self.repeated_rows:
            yield Span(self.repeated_rows, columns), head[0], 0
        if self.repeated_columns:
            yield Span(rows, self.repeated_columns), 0, head[1]
        dots = POINTS_PER_DOT
        yield Span(rows, columns, (self.columns.skip / dots, self.rows.skip / dots)), head[0], head[1]

    def _paint_span(
        self, painter: QPainter, span: Span, origin: tuple[int, int], room: tuple[float, float]
    ) -> None:
        laid, grid = self.laid, self.laid.painter.sheet.grid
        width, height = self._size(span.columns, span.rows)
        painter.save()
        painter.translate(*origin)
        # What is longer than the page goes on on the next one.
        seen = (min(width - span.skip[0], room[0]), min(height - span.skip[1], room[1]))
        painter.setClipRect(QRectF(0, 0, *seen))
        painter.translate(-span.skip[0], -span.skip[1])
        painter.translate(-laid.lefts[span.columns[0] - 1], -laid.tops[span.rows[0] - 1])
        done: set[tuple[int, int]] = set()
        for row in range(span.rows[0], span.rows[1] + 1):
            if not laid.heights[row - 1]:
                continue
            for block in grid.blocks_in_row(row, *span.columns):
                place = (block.top, block.left)
                rect = laid.rect(block)
                if place not in done and not rect.isEmpty():
                    done.add(place)
                    laid.painter.paint(painter, rect, place, selected=False)
        area = laid.rect(Block(span.rows[0], span.columns[0], span.rows[1], span.columns[1]))
        laid.painter.draw_edges(painter, area, span.rows, span.columns)
        painter.restore()


def body_of(setting: PageSetting) -> QRectF:
    """Where the sheet may stand on the paper, in points; never less than an inch."""
    paper = Paper(setting.paper, setting.is_landscape).points
    left, top, right, bottom = (inches * POINTS_PER_INCH for inches in setting.margins[:4])
    return QRectF(
        left,
        top,
        max(POINTS_PER_INCH, paper.width() - left - right),
        max(POINTS_PER_INCH, paper.height() - top - bottom),
    )


def sheet_leaves(
    painter: PaperPainter, setting: PageSetting, at: datetime, goes_on: GoesOn = lambda: True
) -> list[SheetLeaf]:
    """The pages of a sheet; pages on which no text stands are left out.

    Heads and feet may tell the moment `at`; `goes_on` is asked now and then, and False ends the work.
    """
    whole = printed_block(painter)
    leaves: list[SheetLeaf] = []
    for area in setting.areas or (whole,):
        cut = Block(
            area.top,
            area.left,
            max(area.top, min(area.bottom, whole.bottom)),
            max(area.left, min(area.right, whole.right)),
        )
        leaves += _area_leaves(Laid(painter, cut, goes_on), setting, at)
    return leaves


def _area_leaves(laid: Laid, setting: PageSetting, at: datetime) -> Iterator[SheetLeaf]:
    across, down = laid.axes(setting)
    body = body_of(setting)
    room = (body.width(), body.height())
    scale = scale_of(setting, across, down, room)
    columns, rows = dealt(across, room[0] / scale), dealt(down, room[1] / scale)
    for row, column in in_order(setting, rows, columns):
        if laid.has_words(row, column):
            repeated = down.repeated_before(row.first), across.repeated_before(column.first)
            yield SheetLeaf(laid, setting, row, column, *repeated, scale, at)


def printed_block(painter: PaperPainter) -> Block:
    """From A1 to the last cell with text, frame or fill, and the room into which a text runs over."""
    sheet = painter.sheet
    bottom, right = sheet.grid.used.bottom, sheet.grid.used.right
    for (row, column), cell in sheet.grid.cells.items():
        look = sheet.look_of(cell.style)
        if look and (look.fill or look.left or look.right or look.top or look.bottom):
            bottom, right = max(bottom, row), max(right, column)
    right = min(right, sheet.extent[1])
    for row in range(1, bottom + 1):
        right = max([right, *painter.spills(row)])
    for block in sheet.drawn:
        bottom, right = max(bottom, min(block.bottom, sheet.extent[0])), max(right, block.right)
    return Block(1, 1, bottom, min(right, sheet.extent[1]))


def with_caption(setting: PageSetting, caption: Sequence[str]) -> PageSetting:
    """The setting with the lines that stand above a document's table at the head of its pages."""
    if not caption:
        return setting
    body = body_of(setting)
    lines = sum(ceil(max(1, len(line)) * _CAPTION_POINTS / body.width()) for line in caption)
    inches = lines * _CAPTION_POINTS * LINE_HEIGHT * 1.2 / POINTS_PER_INCH
    left, top, right, bottom, head, foot = setting.margins
    words = "\n".join(caption).replace("&", "&&")
    margins = (left, max(top, head + inches), right, bottom, head, foot)
    return replace(setting, header=f"&C{words}", margins=margins)


def usual_setting(painter: PaperPainter, setting: PageSetting | None) -> PageSetting:
    """The file's page setting; where it has none, A4 as wide as the sheet, lying where that suits it."""
    if setting is not None and setting.is_set:
        return setting
    setting = setting or PageSetting()
    right = printed_block(painter).right
    width = sum(painter.width_of(column) for column in range(1, right + 1)) * POINTS_PER_DOT
    is_wide = width > body_of(setting).width() * _WIDE
    return replace(setting, is_landscape=is_wide, fits=True, fit_width=1, fit_height=0)
