"""Laying out the text of a cell as a spreadsheet does: wrapping, alignment, rotation, shrinking.

Keeps fonts and layouts it has made, since a sheet is painted many times between two edits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from perfdesk.core.grid import Cell
from perfdesk.core.number_format import color_of
from perfdesk.gui.look.theme import LIGHT
from perfdesk.gui.sheet.sheet import PIXELS_PER_POINT

if TYPE_CHECKING:
    from perfdesk.reading.rich_text import RichText
    from perfdesk.reading.style import Look

LINE_HEIGHT = 1.22
PADDING = 3
CACHED_LAYOUTS = 4000
BODY = "SimSun"
STACKED = 255
SPREAD = frozenset({"distributed", "justify"})
_RAISED = {
    "superscript": QTextCharFormat.VerticalAlignment.AlignSuperScript,
    "subscript": QTextCharFormat.VerticalAlignment.AlignSubScript,
}
_UNIT = re.compile(r"[\u2E80-\uFFFF]|[^\s\u2E80-\uFFFF]+")
"""What a spread line is cut into: Chinese letter by letter, all else word by word."""
_UNBROKEN = 1e6


@dataclass(frozen=True)
class TextLayout:
    """A text broken into lines: `height` and the widest line's `width` in pixels."""

    layout: QTextLayout
    width: float
    height: float


class TextSetter:
    """Breaks and draws cell texts at one zoom; with an `ink` all in that colour, not in the file's."""

    def __init__(self, zoom: float = 1.0, ink: str | None = None) -> None:
        self.zoom = zoom
        self.padding: float = PADDING
        self._ink = ink
        # By the id of a look, for hashing its many parts costs more than drawing; held, an id stays its own.
        self._held: list[Look | RichText | None] = []
        self._fonts: dict[tuple[int, float], QFont] = {}
        self._lines: dict[int, tuple[int, int]] = {}
        self._layouts: dict[tuple[str, int, float, int, float], TextLayout] = {}

    def font(self, look: Look | None, scale: float = 1.0) -> QFont:
        """The font of a look at this zoom; a plain 宋体 where the look is unknown."""
        key = (id(look), scale)
        font = self._fonts.get(key)
        if font is None:
            font = QFont()
            # Chinese in a cell of a Latin face is set in 宋体, as Excel does, not in what the system picks.
            font.setFamilies(list(dict.fromkeys([look.font, BODY] if look and look.font else [BODY])))
            size = (look.size if look and look.size else 11) * PIXELS_PER_POINT * self.zoom * scale
            font.setPixelSize(max(1, round(size)))
            if look is not None:
                font.setBold(look.bold)
                font.setItalic(look.italic)
                font.setUnderline(look.underline)
                font.setStrikeOut(look.strike)
            self._held.append(look)
            self._fonts[key] = font
        return font

    def broken(
        self, text: str, look: Look | None, width: float, scale: float = 1.0, runs: RichText = ()
    ) -> TextLayout:
        """The text in lines no wider than `width` where the look wraps, else one line a paragraph.

        `runs` are its parts where they have looks of their own.
        """
        wraps = look is not None and (look.wrap or look.horizontal in SPREAD)
        limit = max(width, 1.0) if wraps else _UNBROKEN
        keeps_lines = wraps or look is None or look.rotation == STACKED
        key = (text, id(look), limit if wraps else width, id(runs) if runs else 0, scale)
        found = self._layouts.get(key)
        if found is None:
            if len(self._layouts) > CACHED_LAYOUTS:
                self._layouts.clear()
            self._held.append(runs)
            parts = [(_shown(run.text, keeps_lines=keeps_lines), run.look) for run in runs]
            shown = _shown(text, keeps_lines=keeps_lines)
            if look is not None and look.raised and not parts:
                parts = [(shown, look)]
            formats, tallest = self._formats(parts, look, scale)
            found = self._layouts[key] = self._break(shown, self.font(look, scale), limit, formats, tallest)
        return found

    def _formats(
        self, parts: Sequence[tuple[str, Look | None]], look: Look | None, scale: float
    ) -> tuple[list[QTextLayout.FormatRange], int]:
        """The formats of a text's parts, and the pixels of the largest letters in them."""
        ranges: list[QTextLayout.FormatRange] = []
        at, tallest = 0, self.font(look, scale).pixelSize()
        for text, own in parts:
            part = QTextLayout.FormatRange()
            part.start, part.length = at, len(text.encode("utf-16-le")) // 2
            at += part.length
            if own is not None:
                form = QTextCharFormat()
                form.setFont(self.font(own, scale))
                if self._ink is None:
                    form.setForeground(QColor(own.color))
                if own.raised in _RAISED:
                    form.setVerticalAlignment(_RAISED[own.raised])
                part.format = form
                tallest = max(tallest, self.font(own, scale).pixelSize())
                ranges.append(part)
        return ranges, tallest

    def _break(
        self, text: str, font: QFont, limit: float, formats: list[QTextLayout.FormatRange], tallest: int
    ) -> TextLayout:
        layout = QTextLayout(text, font)
        if formats:
            layout.setFormats(formats)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        pitch = round(tallest * LINE_HEIGHT)
        top, widest = 0.0, 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(limit)
            line.setPosition(QPointF(0, top + (pitch - line.height()) / 2))
            widest = max(widest, line.naturalTextWidth())
            top += pitch
        layout.endLayout()
        return TextLayout(layout, widest, top)

    def one_line(self, look: Look | None) -> tuple[int, int]:
        """Pixels of a row with one line, and how broad a letter is at most where a text may wrap, else 0."""
        pixels, pitch = self._line(look)
        return pitch + 2, pixels if look is not None and look.wrap else 0

    def _line(self, look: Look | None) -> tuple[int, int]:
        """How many pixels the letters of a look are high, and how far its lines are apart."""
        size = self._lines.get(id(look))
        if size is None:
            pixels = self.font(look).pixelSize()
            size = self._lines[id(look)] = pixels, round(pixels * LINE_HEIGHT)
        return size

    def needed_height(self, text: str, look: Look | None, width: float) -> float:
        """Pixels a row must have to show the text in a column of that width."""
        return self.broken(text, look, width - 2 * self.padding).height + 2

    def guessed_height(self, text: str, look: Look | None, width: float) -> float:
        """About what `needed_height` gives, by counting letters; for rows far down a long sheet."""
        pixels, pitch = self._line(look)
        room = max(width - 2 * self.padding, pixels)
        lines = 0
        for line in text.split("\n"):
            # A Chinese letter has two bytes more than a Latin one, which is about half as wide.
            broad = (len(line.encode()) - len(line)) / 2
            lines += max(1, math.ceil((broad + 0.55 * (len(line) - broad)) * pixels / room))
        return lines * pitch + 2

    def draw(
        self, painter: QPainter, rect: QRectF, cell: Cell, look: Look | None, runs: RichText = ()
    ) -> None:
        """Draw the cell's text into its rectangle; the caller has set the clip."""
        painter.setPen(QColor(self._ink or number_ink(cell) or (look.color if look else LIGHT.ink)))
        if look is not None and look.rotation == STACKED:
            self._draw_stacked(painter, rect, cell, look)
        elif look is not None and look.rotation:
            self._draw_rotated(painter, rect, cell, look)
        else:
            self._draw_upright(painter, rect, cell, look, runs)

    def _draw_upright(
        self, painter: QPainter, rect: QRectF, cell: Cell, look: Look | None, runs: RichText
    ) -> None:
        indent = (look.indent if look else 0) * 9 * self.zoom
        room = max(1.0, rect.width() - 2 * self.padding - indent)
        text, align = cell.text, horizontal_of(look, cell)
        if look is not None and look.horizontal in SPREAD:
            align = look.horizontal
        elif look is not None and look.horizontal == "fill":
            width = self.broken(text, look, room).width
            text *= max(1, int(room // width)) if width else 1
        broken = self.broken(text, look, room, 1.0, runs)
        # A figure cut in two misleads; substitute faces are often wider than the file's own.
        if broken.width > room and ((look and look.shrink) or cell.number is not None):
            broken = self.broken(text, look, room, max(0.5, room / broken.width), runs)
        top = rect.top() + vertical_offset(look, rect.height(), broken.height)
        self._draw_lines(painter, broken, QPointF(rect.left() + self.padding, top), (room, align, indent))

    def _draw_lines(
        self, painter: QPainter, broken: TextLayout, origin: QPointF, room: tuple[float, str, float]
    ) -> None:
        width, align, indent = room
        last = broken.layout.lineCount() - 1
        for number in range(last + 1):
            line = broken.layout.lineAt(number)
            if align == "distributed" or (align == "justify" and number < last):
                if _draw_spread(painter, broken.layout, number, origin + QPointF(indent, 0), width):
                    continue
                align = "center" if align == "distributed" else "left"
            slack = width - line.naturalTextWidth()
            shift = {"center": (slack + indent) / 2, "right": slack}.get(align, indent)
            line.draw(painter, origin + QPointF(shift, 0))

    def _draw_stacked(self, painter: QPainter, rect: QRectF, cell: Cell, look: Look) -> None:
        letters = "\n".join(letter for letter in cell.text if not letter.isspace())
        broken = self.broken(letters, look, rect.width())
        top = rect.top() + vertical_offset(look, rect.height(), broken.height)
        self._draw_lines(painter, broken, QPointF(rect.left(), top), (rect.width(), "center", 0.0))

    def _draw_rotated(self, painter: QPainter, rect: QRectF, cell: Cell, look: Look) -> None:
        angle = look.rotation if look.rotation <= 90 else 90 - look.rotation
        upright = abs(angle) == 90
        broken = self.broken(cell.text, look, rect.height() - 2 * self.padding if upright else _UNBROKEN)
        painter.save()
        painter.translate(rect.center() + (self._shift(rect, broken, look) if upright else QPointF()))
        painter.rotate(-angle)
        origin = QPointF(-broken.width / 2, -broken.height / 2)
        self._draw_lines(painter, broken, origin, (broken.width, "center", 0.0))
        painter.restore()

    def _shift(self, rect: QRectF, broken: TextLayout, look: Look) -> QPointF:
        """How far a text turned by 90 degrees lies from the middle of its cell."""
        across = max(0.0, (rect.width() - broken.height) / 2 - self.padding)
        down = max(0.0, (rect.height() - broken.width) / 2 - self.padding)
        return QPointF(
            {"left": -across, "right": across}.get(look.horizontal, 0.0),
            {"top": -down, "bottom": down}.get(look.vertical, 0.0),
        )


def number_ink(cell: Cell) -> str | None:
    """The colour that the format gives to a number, as red to what is below nought; None for none."""
    if cell.number is None or "[" not in cell.number_format:
        return None
    return color_of(cell.number, cell.number_format)


def _shown(text: str, *, keeps_lines: bool) -> str:
    """The text as it is laid out: without wrapping its lines are one, as in Excel."""
    if not keeps_lines:
        return text.replace("\r", "").replace("\n", "")
    return text.replace("\r\n", "\n").replace("\n", "\u2028")


def _draw_spread(painter: QPainter, layout: QTextLayout, number: int, origin: QPointF, width: float) -> bool:
    """Draw a line spread over the whole width; False where it has one unit alone, or no room."""
    line = layout.lineAt(number)
    text = layout.text().encode("utf-16-le")
    begin = line.textStart() * 2
    units = _UNIT.findall(text[begin : begin + line.textLength() * 2].decode("utf-16-le", "replace"))
    metrics = QFontMetricsF(layout.font())
    widths = [metrics.horizontalAdvance(unit) for unit in units]
    gap = (width - sum(widths)) / (len(units) - 1) if len(units) > 1 else -1.0
    if gap < 0:
        return False
    painter.setFont(layout.font())
    at = origin + QPointF(0, line.y() + line.ascent())
    for unit, own in zip(units, widths, strict=True):
        painter.drawText(at, unit)
        at += QPointF(own + gap, 0)
    return True


def horizontal_of(look: Look | None, cell: Cell | None) -> str:
    """`left`, `center` or `right`: the look's alignment, or Excel's by kind of content."""
    chosen = look.horizontal if look is not None else ""
    if chosen in {"center", "centerContinuous", "distributed"}:
        return "center"
    if chosen in {"left", "right"}:
        return chosen
    if chosen in {"", "general"} and cell is not None:
        if cell.is_error:
            return "center"
        return "right" if cell.number is not None else "left"
    return "left"


def vertical_offset(look: Look | None, room: float, height: float) -> float:
    """Pixels from the top of the cell to the text; a text too tall begins at the top."""
    vertical = look.vertical if look is not None else "bottom"
    if vertical in {"center", "distributed", "justify"}:
        offset = (room - height) / 2
    elif vertical == "top":
        offset = 1.0
    else:
        offset = room - height - 1
    return max(min(offset, 1.0), offset) if offset < 0 and height < room * 1.3 else max(0.0, offset)
