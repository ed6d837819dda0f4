"""Paragraphs measured without any font: how many lines they take with the faces the layout names.

Beside `page_line`. Page numbers in the Word file may not depend on the fonts of the machine that writes it,
so they are found by the widths of Times New Roman and by Chinese letters as wide as they are high.
"""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.narrative.face import Face, FaceBook
from perfdesk.narrative.page_line import Breaker, is_western
from perfdesk.narrative.page_text import Look

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

    def measure(self, look: Look, letter: str) -> tuple[Face | None, float]:
        """No face, and the width by the layout's own faces."""
        return None, _WIDTHS.get(letter, _HALF) if is_western(letter) else _WIDE
