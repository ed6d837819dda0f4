"""Paragraphs measured without any font: how many lines they take with the faces the layout names.

Beside `page_line`. Page numbers in the Word file may not depend on the fonts of the machine that writes it,
so they are found by the widths of Times New Roman and by Chinese letters as wide as they are high.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from perfdesk.narrative.face import Face, FaceBook
from perfdesk.narrative.page_line import Breaker, Line, is_western
from perfdesk.narrative.page_text import Look, Paragraph, Run

_WIDE, _HALF = 1000.0, 500.0
_LETTERS: Mapping[float, str] = {
    180: "'", 200: "|", 250: " ,.", 278: "/:;\\ijlt", 333: "!()-I[]`fr", 389: "Js", 408: '"',
    444: "?acez", 469: "^", 480: "{}", 541: "~", 556: "PS", 564: "+<=>", 611: "ELTZ", 667: "BCR",
    722: "ADGHKNOQUVXYw", 778: "&m", 833: "%", 889: "M", 921: "@", 944: "W",
}  # fmt: skip
_WIDTHS = {letter: float(width) for width, letters in _LETTERS.items() for letter in letters}
"""Widths of Times New Roman in thousandths of the size; its digits and other letters take a half."""


class Ruler(Breaker):
    """Breaks paragraphs as `Breaker` does, into lines that have a height and no letters."""

    def __init__(self) -> None:
        super().__init__(FaceBook())
        self._text_widths: dict[tuple[str, Look], float] = {}

    def lines(self, paragraph: Paragraph, width: float, own_number: str = "") -> list[Line]:
        """The lines as `Breaker.lines` gives them; a text that fits on one line is not taken apart."""
        shape = paragraph.shape
        room = width - shape.left - shape.right - max(shape.first, 0.0)
        if len(paragraph.runs) < 2 and all(self._fits(run, room) for run in paragraph.runs):
            height, base = self._height(paragraph, (), ())
            return [Line((), height, base)]
        return super().lines(paragraph, width, own_number)

    def _fits(self, run: Run, room: float) -> bool:
        """Whether a run is a plain text that takes no more than the room."""
        if run.note or run.graphic is not None or len(run.text) * (run.look.size / 4) > room:
            return False
        return self._text_width(run) <= room

    def _text_width(self, run: Run) -> float:
        """The width of a text on one line, as a form repeats its words; endless where a line ends in it."""
        key = run.text, run.look
        known = self._text_widths.get(key)
        if known is None:
            is_one_line = not any(letter in "\n\f\t" for letter in run.text)
            widths = (self._width(run.look, letter)[1] for letter in run.text)
            known = self._text_widths[key] = sum(widths) if is_one_line else inf
        return known

    def measure(self, look: Look, letter: str) -> tuple[Face | None, float]:
        """No face, and the width by the layout's own faces."""
        return None, _WIDTHS.get(letter, _HALF) if is_western(letter) else _WIDE
