"""What the tests of the PDF share: faces that are the same on every machine, and a look at the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2
from pypdfium2 import raw

from perfdesk.narrative.face import FaceBook

FOLDER = Path(pylopdf_fonts_zh_cn.__file__).parent


def faces() -> FaceBook:
    """The faces of the test package alone."""
    return FaceBook((FOLDER,), with_system=False)


@dataclass(frozen=True)
class Seen:
    """A letter on a page: points from the top left corner, `foot` where it stands."""

    text: str
    left: float
    right: float
    foot: float


def texts(content: bytes) -> list[str]:
    """The text of each page as it is copied out, without line ends."""
    document = pypdfium2.PdfDocument(content)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def letters(content: bytes) -> Iterator[list[Seen]]:
    """The letters of each page."""
    for page in pypdfium2.PdfDocument(content):
        text, height = page.get_textpage(), page.get_height()
        seen = []
        for index in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text, index) == 1:
                continue
            left, bottom, right, _ = text.get_charbox(index, loose=True)
            seen.append(Seen(chr(raw.FPDFText_GetUnicode(text, index)), left, right, height - bottom))
        yield seen


def lines(seen: list[Seen]) -> list[list[Seen]]:
    """The letters by the line they stand on, raised ones aside."""
    rows: dict[int, list[Seen]] = {}
    for letter in seen:
        rows.setdefault(round(letter.foot), []).append(letter)
    return [rows[foot] for foot in sorted(rows)]


def outline_font(path: Path, family: str, letters: str) -> None:
    """A TrueType face with outlines of quadratic curves, as Windows has them, for a few letters."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    (source,) = FOLDER.glob("NotoSerifSC*.otf")
    with TTFont(source, lazy=True) as font:
        names, glyphs = font.getBestCmap(), font.getGlyphSet()
        drawn = {}
        for letter in letters:
            pen = TTGlyphPen(None)
            glyphs[names[ord(letter)]].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
            drawn[f"g{ord(letter)}"] = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *drawn])
    builder.setupCharacterMap({ord(letter): f"g{ord(letter)}" for letter in letters})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **drawn})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *drawn], (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable(
        {"familyName": family, "styleName": "Regular", "fullName": family, "psName": "Made"}
    )
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
