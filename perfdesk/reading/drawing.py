"""What lies over the cells of a sheet: pictures, lines, shapes with words, charts; for the screen alone.

Places are cells and points from their corner, as the file has them. What cannot be drawn keeps its place
and its name, so that nobody takes the sheet for empty there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from perfdesk.reading.package import Package
from perfdesk.reading.palette import THEME_SLOTS, plain_color, tinted
from perfdesk.reading.style import Styles
from perfdesk.reading.xml_tree import Node, parse_tree, whole

Kind = Literal["picture", "line", "shape", "chart", "other"]
MOST_DRAWINGS = 200
MOST_PICTURE_BYTES = 16 * 2**20
"""Most bytes of all pictures of one sheet together."""
EMU_PER_POINT = 12_700
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")
_OWN_NAME = re.compile(r"\A\D*\d+\Z")
"""A name that the program gave, such as `Picture 3`: it says nothing to a reader."""
_ANCHORS = {"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"}
_SLOTS = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}


@dataclass(frozen=True, slots=True)
class Corner:
    """A point of a sheet: a cell, counted from 1, and points down and right from its top left corner."""

    row: int
    column: int
    down: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """One thing that lies over the cells.

    Attributes:
        begin: its top left corner.
        end: its bottom right corner; None where `size` says how large it is.
        size: width and height in points.
        name: what the file calls it, or the words that stand for it.
        text: the words in a shape.
        image: the bytes of a picture; empty for one that cannot be shown.
        line, fill: colours as `#RRGGBB`, None for none.
        weight: of its line, in points.
        is_flipped: across, down.
    """

    kind: Kind
    begin: Corner
    end: Corner | None = None
    size: tuple[float, float] = (0.0, 0.0)
    name: str = ""
    text: str = ""
    image: bytes = b""
    line: str | None = None
    fill: str | None = None
    weight: float = 0.75
    is_flipped: tuple[bool, bool] = (False, False)


def read_drawings(package: Package, sheet_part: str, styles: Styles | None) -> tuple[Drawing, ...]:
    """What lies over a worksheet, the lowest first; empty where nothing does. Raises FileFault."""
    for relation in package.relations(sheet_part).values():
        if relation.type == "drawing" and relation.mode == "Internal" and package.has(relation.target):
            reader = _DrawingReader(package, relation.target, styles)
            return tuple(drawing for _, drawing in zip(range(MOST_DRAWINGS), reader.drawings(), strict=False))
    return ()


class _DrawingReader:
    """Reads one drawing part."""

    def __init__(self, package: Package, part: str, styles: Styles | None) -> None:
        self._package = package
        self._part = part
        self._palette = styles.palette if styles else None
        self._room = MOST_PICTURE_BYTES

    def drawings(self) -> Iterator[Drawing]:
        """Each in its anchor."""
        for anchor in parse_tree(self._package, self._part).children:
            for content in anchor.children if anchor.name in _ANCHORS else ():
                if _properties(content).get("hidden") in ("1", "true"):
                    continue
                if content.name == "pic":
                    yield _made("picture", anchor, content, image=self._image(content))
                elif content.name in {"sp", "cxnSp"}:
                    yield self._shape(anchor, content)
                elif content.name in {"graphicFrame", "grpSp"}:
                    is_chart = any(node.name == "chart" for node in content.below())
                    yield _made("chart" if is_chart else "other", anchor, content)

    def _image(self, content: Node) -> bytes:
        attributes = content.child("blipFill", "blip").attributes
        identifier = next((value for key, value in attributes.items() if key.endswith(":embed")), "")
        relation = self._package.relations(self._part).get(identifier)
        if relation is None or relation.mode != "Internal" or not self._package.has(relation.target):
            return b""
        if self._package.member(relation.target).size > self._room:
            return b""
        data = self._package.read(relation.target)
        self._room -= len(data)
        return data if data.startswith(_PICTURES) else b""

    def _shape(self, anchor: Node, content: Node) -> Drawing:
        properties = content.child("spPr")
        form = properties.child("prstGeom").attributes.get("prst", "")
        kind: Kind = "line" if content.name == "cxnSp" or form == "line" else "shape"
        outline = properties.child("ln")
        flip = properties.child("xfrm").attributes
        words = "\n".join(
            "".join(node.text for node in paragraph.below() if node.name == "t")
            for paragraph in content.all("txBody", "p")
        )
        line = self._color(outline.child("solidFill"))
        if line is None and not outline.all("noFill"):
            named = self._color(content.child("style", "lnRef"))
            line = named or ("#000000" if kind == "line" else None)
        return _made(
            kind,
            anchor,
            content,
            text=words.strip(),
            line=line,
            fill=None if kind == "line" else self._color(properties.child("solidFill")),
            weight=_points(outline.attributes.get("w")) or 0.75,
            is_flipped=(flip.get("flipH") in ("1", "true"), flip.get("flipV") in ("1", "true")),
        )

    def _color(self, named: Node) -> str | None:
        """The colour that a fill, or a reference to the theme's lines, names; None for none."""
        plain = named.child("srgbClr").attributes.get("val") or named.child("sysClr").attributes.get(
            "lastClr"
        )
        if plain:
            return plain_color(plain)
        scheme = named.child("schemeClr")
        slot = scheme.attributes.get("val", "")
        slot = _SLOTS.get(slot, slot)
        if self._palette is None or slot not in THEME_SLOTS:
            return None
        color = self._palette.theme[THEME_SLOTS.index(slot)]
        for node in scheme.children:
            share = whole(node.attributes.get("val", "")) / 100_000
            if node.name in {"shade", "lumMod"}:
                color = tinted(color, min(share, 1.0) - 1)
            elif node.name in {"tint", "lumOff"}:
                color = tinted(color, 1 - min(share, 1.0) if node.name == "tint" else min(share, 1.0))
        return color


def _made(kind: Kind, anchor: Node, content: Node, **more: object) -> Drawing:
    """A drawing at its anchor, with its name."""
    properties = _properties(content)
    begin = anchor.child("from")
    end = anchor.child("to")
    extent = anchor.child("ext").attributes
    at = anchor.child("pos").attributes
    corner = _corner(begin) if begin.children else Corner(1, 1, _points(at.get("y")), _points(at.get("x")))
    return Drawing(
        kind,
        corner,
        _corner(end) if end.children else None,
        (_points(extent.get("cx")), _points(extent.get("cy"))),
        properties.get("descr") or _OWN_NAME.sub("", properties.get("name", "")),
        **more,  # type: ignore[arg-type]
    )


def _properties(content: Node) -> Mapping[str, str]:
    """What names a drawing."""
    return next((node.attributes for node in content.below() if node.name == "cNvPr"), {})


def _corner(node: Node) -> Corner:
    row, column = (whole(node.child(name).text) + 1 for name in ("row", "col"))
    return Corner(row, column, _points(node.child("rowOff").text), _points(node.child("colOff").text))


def _points(text: str | None) -> float:
    """A length of the markup in points; 0 for none."""
    digits = (text or "").strip().removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        return 0.0
    return int(text or 0) / EMU_PER_POINT
