"""The faces of a PDF: which letter has which glyph and width, and the glyphs used as a font to embed.

The room's one door to fontTools. A `FaceBook` answers for the whole report: it finds the face for each
name the layout asks for, falls back letter by letter, and tells which face was really used.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from perfdesk.core.fault import CallFault
from perfdesk.narrative.face_search import ANY_CHINESE, FontFile, find_faces, font_folders, substitutes

_TEST = "绩效"
_NO_FACE = (
    "这台电脑上没有找到中文字体，不能直接生成 PDF：请安装一种中文字体（如仿宋、宋体），"
    "或先生成 .docx，再用 Word 或 WPS 另存为 PDF。"
)
_KEPT = frozenset({"CFF ", "glyf", "head", "hhea", "hmtx", "loca", "maxp"})
_RESTRICTED = 0x0002


class Face:
    """One face of one report."""

    def __init__(self, source: FontFile) -> None:
        from fontTools.ttLib import TTFont

        self.source = source
        self.font: Any = TTFont(io.BytesIO(source.path.read_bytes()), fontNumber=source.index, lazy=True)
        self.glyphs: Mapping[int, str] = self.font.getBestCmap() or {}
        self.scale = 1000 / self.font["head"].unitsPerEm
        self._widths = self.font["hmtx"].metrics
        self.name = str(self.font["name"].getDebugName(4) or source.path.stem)
        self.used: set[str] = set()

    @property
    def may_embed(self) -> bool:
        """Whether its licence bits allow it in a document."""
        return "OS/2" not in self.font or self.font["OS/2"].fsType & 0xF != _RESTRICTED

    def width(self, letter: str) -> float | None:
        """The letter's width in thousandths of its size; None where the face lacks it."""
        glyph = self.glyphs.get(ord(letter))
        return None if glyph is None else float(self._widths[glyph][0] * self.scale)

    def embedded(self) -> Embedded:
        """The glyphs used so far as a font program of their own; the face is spent with it."""
        from fontTools import subset

        glyphs = {letter: self.glyphs[ord(letter)] for letter in sorted(self.used)}
        bounds = self.font["head"]
        box = tuple(round(each * self.scale) for each in (bounds.xMin, bounds.yMin, bounds.xMax, bounds.yMax))
        across = self.font["hhea"]
        ascent, descent = round(across.ascent * self.scale), round(across.descent * self.scale)
        widths = {letter: round(self._widths[glyph][0] * self.scale) for letter, glyph in glyphs.items()}
        name = str(self.font["name"].getDebugName(6) or "Face").replace(" ", "")
        options = subset.Options(
            hinting=False, layout_features=[], name_IDs=[], recalc_timestamp=False, notdef_outline=True
        )
        tables = self.font.keys()
        options.drop_tables += [tag for tag in tables if tag not in _KEPT]
        cutter = subset.Subsetter(options)
        cutter.populate(glyphs=list(glyphs.values()))
        cutter.subset(self.font)
        is_cff = "CFF " in self.font
        program, codes = self._compact() if is_cff else self._outlines()
        return Embedded(
            name, program, is_cff, {letter: codes(glyph) for letter, glyph in glyphs.items()}, widths,
            (box[0], box[1], box[2], box[3]), ascent, descent,
        )  # fmt: skip

    def _compact(self) -> tuple[bytes, Any]:
        """The bare CFF table; a glyph of a font keyed by CID is called by that number."""
        table = self.font["CFF "]
        is_keyed = hasattr(table.cff.topDictIndex[0], "ROS")
        order = {glyph: number for number, glyph in enumerate(self.font.getGlyphOrder())}
        program = bytes(table.compile(self.font))
        return program, (lambda glyph: int(glyph[3:])) if is_keyed else order.__getitem__

    def _outlines(self) -> tuple[bytes, Any]:
        order = {glyph: number for number, glyph in enumerate(self.font.getGlyphOrder())}
        target = io.BytesIO()
        self.font.save(target, reorderTables=None)
        return target.getvalue(), order.__getitem__


@dataclass(frozen=True, slots=True)
class Embedded:
    """A font program with only the glyphs a report uses.

    Attributes:
        program: CFF where `is_cff`, else TrueType.
        codes: the number of each letter's glyph in the program.
        widths: in thousandths of the size.
        box: the bounds of all glyphs, in thousandths.
    """

    name: str
    program: bytes
    is_cff: bool
    codes: Mapping[str, int]
    widths: Mapping[str, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


@dataclass
class FaceBook:
    """The faces of one report. `folders` are searched first; the system's follow unless told otherwise.

    Attributes:
        chosen: the face that stands for each face asked for.
    """

    folders: Sequence[Path] = ()
    with_system: bool = True
    chosen: dict[str, Face] = field(default_factory=dict)
    _known: dict[str, FontFile] | None = None
    _open: dict[FontFile, Face | None] = field(default_factory=dict)
    _letters: dict[tuple[str, str], tuple[Face, float]] = field(default_factory=dict)

    def letter(self, name: str, letter: str) -> tuple[Face, float]:
        """The face that has the letter, `name` or the nearest to it, and the width in thousandths.

        Raises:
            CallFault: the machine has no Chinese face at all.
        """
        key = (name, letter)
        if key not in self._letters:
            self._letters[key] = self._find(name, letter)
        return self._letters[key]

    def _find(self, name: str, letter: str) -> tuple[Face, float]:
        first = self._face(name)
        for face in [first, *(self._face(other) for other in ("宋体", "黑体"))]:
            width = face.width(letter)
            if width is not None:
                face.used.add(letter)
                return face, width
        for substitute in ANY_CHINESE:
            other = self._opened(substitute)
            width = other.width(letter) if other is not None else None
            if other is not None and width is not None:
                other.used.add(letter)
                return other, width
        return self._find(name, "□") if letter != "□" else (first, 1000.0)

    def _face(self, name: str) -> Face:
        if name not in self.chosen:
            self.chosen[name] = self._choose(name)
        return self.chosen[name]

    def _choose(self, name: str) -> Face:
        is_latin = "Times New Roman" in substitutes(name)
        for substitute in substitutes(name):
            face = self._opened(substitute)
            if face is not None and (is_latin or ord(_TEST[0]) in face.glyphs):
                return face
        if is_latin:
            return self._face("宋体")
        raise CallFault(_NO_FACE)

    def _opened(self, name: str) -> Face | None:
        if self._known is None:
            folders = [*self.folders, *(font_folders() if self.with_system else ())]
            self._known = find_faces(folders)
        source = self._known.get(name.casefold())
        if source is None:
            return None
        if source not in self._open:
            self._open[source] = _open(source)
        return self._open[source]


def _open(source: FontFile) -> Face | None:
    """The face, or None where its file is damaged or may not be embedded."""
    from fontTools.ttLib import TTLibError

    try:
        face = Face(source)
        is_outlined = "glyf" in face.font or "CFF " in face.font
        return face if is_outlined and face.may_embed else None
    except (TTLibError, OSError, KeyError, AttributeError, AssertionError):
        return None
