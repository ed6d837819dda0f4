"""The words at the head and the foot of a page: Excel's codes turned into text in three parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

_CODE = re.compile(
    r"&(?:(?P<part>[LCR])|(?P<value>[PNDTAFZ])(?P<step>(?:[+-][0-9]+)?)|\"(?P<font>[^\"]*)\"|K[0-9A-Fa-f+-]{6}"
    r"|(?P<size>[0-9]{1,3}) ?|(?P<and>&)|.)|(?P<text>[^&]+)"
)
_PARTS = {
    "L": Qt.AlignmentFlag.AlignLeft,
    "C": Qt.AlignmentFlag.AlignHCenter,
    "R": Qt.AlignmentFlag.AlignRight,
}
_USUAL_POINTS = 10
_FLOWING = Qt.TextFlag.TextDontClip | Qt.TextFlag.TextWordWrap
_FINENESS = 2


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the codes stand for on one page."""

    number: int
    total: int
    sheet: str
    path: str
    at: datetime

    def value(self, code: str, step: int) -> str:
        """The words of a code."""
        path = PurePath(self.path)
        values = {
            "P": str(self.number + step),
            "N": str(self.total + step),
            "D": f"{self.at.year}/{self.at.month}/{self.at.day}",
            "T": f"{self.at.hour}:{self.at.minute:02}",
            "A": self.sheet,
            "F": path.name,
            "Z": str(path.parent),
        }
        return values[code]


@dataclass(frozen=True, slots=True)
class Words:
    """One part of a head or foot."""

    part: str
    text: str
    size: int = _USUAL_POINTS


def words_of(codes: str, facts: PageFacts) -> list[Words]:
    """The parts left, centre and right that say something; text before any code stands in the centre."""
    found: dict[str, Words] = {}
    part, size = "C", _USUAL_POINTS
    for match in _CODE.finditer(codes):
        text = match.group("text") or match.group("and") or ""
        if match.group("part"):
            part, size = match.group("part"), _USUAL_POINTS
        elif match.group("size"):
            size = min(72, max(1, int(match.group("size"))))
        elif match.group("value"):
            text = facts.value(match.group("value"), int(match.group("step") or 0))
        if text:
            before = found.get(part)
            found[part] = Words(part, (before.text if before else "") + text, before.size if before else size)
    return list(found.values())


def draw_words(painter: QPainter, area: QRectF, codes: str, facts: PageFacts, *, at_foot: bool) -> None:
    """Draw a head or foot into the area between the margins, in points."""
    for words in words_of(codes, facts):
        font = QFont("SimSun")
        font.setPixelSize(words.size * _FINENESS)
        painter.save()
        painter.translate(area.topLeft())
        painter.scale(1 / _FINENESS, 1 / _FINENESS)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.black)
        side = Qt.AlignmentFlag.AlignBottom if at_foot else Qt.AlignmentFlag.AlignTop
        room = QRectF(0, 0, area.width() * _FINENESS, area.height() * _FINENESS)
        painter.drawText(room, int(_PARTS[words.part] | side | _FLOWING), words.text)
        painter.restore()
