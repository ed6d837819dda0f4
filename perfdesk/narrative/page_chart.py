"""A bar chart drawn on a page with the page's own lines, fills and letters, so that it stays sharp.

Between `page_flow` and `pdf`. Bars of a stack differ in shade, stripes and outline and not by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.narrative.chart import Bars
from perfdesk.narrative.page import Box, Page
from perfdesk.narrative.page_line import Breaker, Line
from perfdesk.narrative.page_text import Look, Paragraph, Run, Shape

_LOOK = Look("宋体", "Times New Roman", 9.0)
_LINE, _GAP, _EDGE = 11.0, 4.0, 4.0
_NAMES_SHARE, _BAR_SHARE, _VALUE_ROOM, _LEGEND = 0.42, 0.6, 26.0, 20.0
_LONE, _DARK, _STRIPED, _WHITE = "44546A", "A52A2A", "B26B00", "FFFFFF"
_STRIPE, _EVERY = 1.0, 3.0
_SWATCH = 8.0


def draw_chart(page: Page, box: Box, bars: Bars, breaker: Breaker) -> None:
    """Draw the chart within its box."""
    _Chart(page, box, bars, breaker).draw()


@dataclass
class _Chart:
    page: Page
    box: Box
    bars: Bars
    breaker: Breaker

    def draw(self) -> None:
        """Bars with their names and counts, and what each kind of bar means."""
        has_legend = len(self.bars.series) > 1
        room = self.box.height - (_LEGEND if has_legend else 0.0)
        if self.bars.is_lying:
            self._lying(room)
        else:
            self._standing(room)
        if has_legend:
            self._legend(self.box.top + room)

    def _lying(self, room: float) -> None:
        names = self.box.width * _NAMES_SHARE
        wide = max((self._words(name, names, "left")[1] for name in self.bars.categories), default=names)
        left = self.box.left + min(wide, names) + _GAP
        length = self.box.left + self.box.width - left - _VALUE_ROOM
        step = (room - 2 * _EDGE) / len(self.bars.categories)
        self._rule(left, self.box.top + _EDGE, left, self.box.top + room - _EDGE)
        for at, name in enumerate(self.bars.categories):
            middle = self.box.top + _EDGE + (at + 0.5) * step
            lines, _ = self._words(name, left - _GAP - self.box.left, "right")
            self._put(lines, self.box.left, middle - len(lines) * _LINE / 2)
            thick = step * _BAR_SHARE
            x = left
            for number, series in enumerate(self.bars.series):
                wide = length * series.counts[at] / self.bars.most
                if wide:
                    self._bar(number, Box(x, middle - thick / 2, wide, thick))
                    self._within(series.counts[at], x, wide, middle)
                x += wide
            if len(self.bars.series) == 1:
                count = self._words(str(self.bars.series[0].counts[at]), _VALUE_ROOM, "left")
                self._put(count[0], x + _GAP, middle - _LINE / 2)

    def _standing(self, room: float) -> None:
        step = self.box.width / len(self.bars.categories)
        names = [self._words(name, step - 2, "center")[0] for name in self.bars.categories]
        foot = self.box.top + room - max(len(lines) for lines in names) * _LINE - _GAP
        high = foot - self.box.top - _LINE - _GAP
        for at, lines in enumerate(names):
            left = self.box.left + at * step
            self._put(lines, left + 1, foot + _GAP)
            y, thick = foot, step * _BAR_SHARE
            for number, series in enumerate(self.bars.series):
                tall = high * series.counts[at] / self.bars.most
                y -= tall
                if tall:
                    self._bar(number, Box(left + (step - thick) / 2, y, thick, tall))
            total = sum(series.counts[at] for series in self.bars.series)
            self._put(self._words(str(total), step, "center")[0], left, y - _LINE - 1)
        self._rule(self.box.left, foot, self.box.left + self.box.width, foot)

    def _within(self, count: int, left: float, wide: float, middle: float) -> None:
        """A count inside its part of a stack, where there is room; a lone bar has it at its end."""
        lines, needed = self._words(str(count), wide, "left")
        if len(self.bars.series) > 1 and self.bars.is_counted(count):
            x = left + (wide - needed) / 2
            self.page.fills.append((Box(x - 1.5, middle - _LINE / 2, needed + 3, _LINE), _WHITE))
            self._put(lines, x, middle - _LINE / 2)

    def _legend(self, top: float) -> None:
        worded = [self._words(series.name, self.box.width, "left") for series in self.bars.series]
        needed = sum(wide + _SWATCH + 4 * _GAP for _, wide in worded)
        x = self.box.left + max(self.box.width - needed, 0.0) / 2
        y = top + (_LEGEND - _LINE) / 2
        for number, (lines, wide) in enumerate(worded):
            self._bar(number, Box(x, y + (_LINE - _SWATCH) / 2, _SWATCH, _SWATCH))
            self._put(lines, x + _SWATCH + _GAP, y)
            x += wide + _SWATCH + 4 * _GAP

    def _bar(self, number: int, box: Box) -> None:
        """A bar of the series: dark, striped or empty, within an outline."""
        kind = number % 3
        fills = self.page.fills
        if len(self.bars.series) == 1:
            fills.append((box, _LONE))
        elif kind == 0:
            fills.append((box, _DARK))
        else:
            fills.append((box, _WHITE))
            stripes = int((box.height - _STRIPE) / _EVERY) + 1 if kind == 1 else 0
            fills += [
                (Box(box.left, box.top + at * _EVERY, box.width, _STRIPE), _STRIPED) for at in range(stripes)
            ]
        right, foot = box.left + box.width, box.top + box.height
        self._rule(box.left, box.top, right, box.top)
        self._rule(box.left, foot, right, foot)
        self._rule(box.left, box.top, box.left, foot)
        self._rule(right, box.top, right, foot)

    def _rule(self, left: float, top: float, right: float, foot: float) -> None:
        self.page.rules.append((left, top, right, foot))

    def _words(self, text: str, width: float, align: str) -> tuple[list[Line], float]:
        """Lines of a label, and how wide the widest of them is."""
        shape = Shape(align, line=_LINE, rule="exact")
        lines = self.breaker.lines(Paragraph((Run(text, _LOOK),), shape, _LOOK), max(width, _LOOK.size))
        return lines, max((sum(piece.width for piece in line.pieces) for line in lines), default=0.0)

    def _put(self, lines: Sequence[Line], left: float, top: float) -> None:
        for at, line in enumerate(lines):
            self.page.put(line, left, top + at * _LINE)
