"""The looks of cells for the form on screen: fonts, fills, borders, alignment, by style index.

Read only when a sheet is shown; checking never comes here. Theme colours with tint and indexed
colours are resolved to `#RRGGBB`. Odd or missing styles give plain looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from perfdesk.core.number_format import GENERAL, builtin_format
from perfdesk.reading.package import Package
from perfdesk.reading.palette import DEFAULT_INDEXED, DEFAULT_THEME, THEME_SLOTS, Palette, plain_color
from perfdesk.reading.xml_part import TreeBound, local_name, parse_part

Item = TypeVar("Item")
DEFAULT_FONT = "宋体"
DEFAULT_SIZE = 11.0
_ALTERNATIVES = frozenset({"AlternateContent", "Choice", "Fallback"})
_FALSE = ("0", "false", "none")


@dataclass(frozen=True, slots=True)
class Border:
    """One edge: its style as Excel names it (`thin`, `medium`, `double` …) and its colour."""

    style: str
    color: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks.

    Attributes:
        size: in points.
        color: of the text, `#RRGGBB`.
        fill: of the ground, `#RRGGBB`, or None where it has none.
        horizontal: `general`, `left`, `center`, `right`, `fill`, `justify`, `centerContinuous`
            or `distributed`.
        vertical: `top`, `center`, `bottom`, `justify`, `distributed`.
        rotation: 0 to 90 upwards, 91 to 180 downwards, 255 for letters below each other.
    """

    font: str = DEFAULT_FONT
    size: float = DEFAULT_SIZE
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    color: str = "#000000"
    fill: str | None = None
    left: Border | None = None
    right: Border | None = None
    top: Border | None = None
    bottom: Border | None = None
    horizontal: str = "general"
    vertical: str = "bottom"
    wrap: bool = False
    shrink: bool = False
    indent: int = 0
    rotation: int = 0
    number_format: str = GENERAL


@dataclass
class _Node:
    """An element of the style part, by its local name."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[_Node] = field(default_factory=list)

    def child(self, *names: str) -> _Node:
        """The first child of that name, of its first such child for a longer path; else an empty node."""
        node = self
        for name in names:
            node = next((child for child in node.children if child.name == name), _Node(name))
        return node

    def all(self, *names: str) -> list[_Node]:
        """Every element of the last name below the path of the others."""
        return [child for child in self.child(*names[:-1]).children if child.name == names[-1]]

    def has(self, name: str) -> bool:
        """Whether a switch such as `<b/>` is on."""
        node = next((child for child in self.children if child.name == name), None)
        return node is not None and node.attributes.get("val", "1") not in _FALSE


def package_looks(package: Package) -> tuple[Look, ...]:
    """The looks of a workbook's cell formats by style index; raises FileFault for broken XML."""
    parts = {
        relation.type: relation.target
        for relation in package.relations(package.workbook_part()).values()
        if relation.mode == "Internal" and package.has(relation.target)
    }
    if "styles" not in parts:
        return ()
    styles = _parse(package, parts["styles"])
    theme = _read_theme(_parse(package, parts["theme"])) if "theme" in parts else DEFAULT_THEME
    return _Resolver(styles, Palette(theme, _read_indexed(styles))).looks()


def _parse(package: Package, name: str) -> _Node:
    root = _Node("")
    path = [root]
    bound = TreeBound(name)

    def start(tag: str, attributes: dict[str, str]) -> None:
        bound.open()
        node = _Node(local_name(tag), attributes)
        path[-1].children.append(node)
        path.append(node)

    def end(tag: str) -> None:
        bound.close()
        path.pop()

    parse_part(package.read(name), name, start, end)
    return root.children[0]


def _read_theme(theme: _Node) -> tuple[str, ...]:
    scheme = theme.child("themeElements", "clrScheme")
    colors = []
    for slot, default in zip(THEME_SLOTS, DEFAULT_THEME, strict=True):
        named = scheme.child(slot)
        plain, system = named.child("srgbClr").attributes, named.child("sysClr").attributes
        colors.append(plain_color(plain.get("val") or system.get("lastClr", "")) or default)
    return tuple(colors)


def _read_indexed(styles: _Node) -> tuple[str, ...]:
    own = [node.attributes.get("rgb", "") for node in styles.all("colors", "indexedColors", "rgbColor")]
    colors = list(DEFAULT_INDEXED)
    for place, text in enumerate(own[: len(colors)]):
        colors[place] = plain_color(text) or colors[place]
    return tuple(colors)


class _Resolver:
    """Puts the parts of a cell format together."""

    def __init__(self, styles: _Node, palette: Palette) -> None:
        self._palette = palette
        self._formats = {
            node.attributes.get("numFmtId", ""): node.attributes.get("formatCode", "")
            for node in styles.all("numFmts", "numFmt")
        }
        self._fonts = styles.all("fonts", "font")
        self._fills = [self._fill(node) for node in styles.all("fills", "fill")]
        self._borders = styles.all("borders", "border")
        self._cell_formats = styles.all("cellXfs", "xf")

    def looks(self) -> tuple[Look, ...]:
        """One look for each cell format."""
        return tuple(self._look(node) for node in self._cell_formats)

    def _look(self, node: _Node) -> Look:
        font = _at(self._fonts, node.attributes.get("fontId")) or _Node("font")
        border = _at(self._borders, node.attributes.get("borderId")) or _Node("border")
        align = node.child("alignment").attributes
        identifier = node.attributes.get("numFmtId", "0")
        return Look(
            font=(font.child("name").attributes.get("val") or DEFAULT_FONT),
            size=_size(font.child("sz").attributes.get("val")),
            bold=font.has("b"),
            italic=font.has("i"),
            underline=font.has("u"),
            strike=font.has("strike"),
            color=self._palette.resolve(font.child("color").attributes) or "#000000",
            fill=_at(self._fills, node.attributes.get("fillId")),
            left=self._edge(border, "left", "start"),
            right=self._edge(border, "right", "end"),
            top=self._edge(border, "top"),
            bottom=self._edge(border, "bottom"),
            horizontal=align.get("horizontal", "general"),
            vertical=align.get("vertical", "bottom"),
            wrap=align.get("wrapText", "0") not in _FALSE,
            shrink=align.get("shrinkToFit", "0") not in _FALSE,
            indent=min(_natural(align.get("indent")), 250),
            rotation=_natural(align.get("textRotation")),
            number_format=self._formats.get(identifier) or builtin_format(identifier),
        )

    def _fill(self, node: _Node) -> str | None:
        pattern = node.child("patternFill")
        kind = pattern.attributes.get("patternType", "none")
        if kind == "none":
            stop = node.child("gradientFill", "stop", "color")
            return self._palette.resolve(stop.attributes)
        front = self._palette.resolve(pattern.child("fgColor").attributes)
        if kind == "solid":
            return front
        return self._palette.resolve(pattern.child("bgColor").attributes) or front or "#C0C0C0"

    def _edge(self, border: _Node, *names: str) -> Border | None:
        for name in names:
            edge = border.child(name)
            style = edge.attributes.get("style", "none")
            if style != "none":
                return Border(style, self._palette.resolve(edge.child("color").attributes) or "#000000")
        return None


def _at(items: list[Item], index: str | None) -> Item | None:
    number = _natural(index)
    return items[number] if number < len(items) else None


def _natural(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _size(text: str | None) -> float:
    try:
        size = float(text or DEFAULT_SIZE)
    except ValueError:
        return DEFAULT_SIZE
    return size if 1 <= size <= 409 else DEFAULT_SIZE
