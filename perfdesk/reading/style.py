"""The looks of cells for the form on screen: fonts, fills, borders, alignment, by style index.

Read only when a sheet is shown; checking never comes here. Theme colours with tint and indexed
colours are resolved to `#RRGGBB`. Odd or missing styles give plain looks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from perfdesk.core.number_format import GENERAL, builtin_format
from perfdesk.reading.package import Package
from perfdesk.reading.palette import DEFAULT_INDEXED, DEFAULT_THEME, THEME_SLOTS, Palette, plain_color
from perfdesk.reading.xml_tree import FALSE, Node, parse_tree, whole

Item = TypeVar("Item")
DEFAULT_FONT = "宋体"
DEFAULT_SIZE = 11.0


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
        raised: `superscript`, `subscript` or empty.
        pattern: of the fill as Excel names it (`lightGray`, `darkUp` …), drawn in `pattern_color`; empty
            for a solid one.
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
    diagonal_down: Border | None = None
    diagonal_up: Border | None = None
    horizontal: str = "general"
    vertical: str = "bottom"
    wrap: bool = False
    shrink: bool = False
    indent: int = 0
    rotation: int = 0
    number_format: str = GENERAL
    raised: str = ""
    pattern: str = ""
    pattern_color: str = "#000000"


@dataclass(frozen=True, slots=True)
class LookChange:
    """What a conditional format changes of a look; None where it leaves a thing as it is.

    Attributes:
        bar: the share of the cell's width that a bar in `bar_color` takes, for formats that draw one.
    """

    fill: str | None = None
    color: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    bar: float | None = None
    bar_color: str = ""


@lru_cache(maxsize=1024)
def changed_look(look: Look, change: LookChange) -> Look:
    """The look with what a conditional format changes of it; the same object for the same two."""
    return replace(
        look,
        fill=look.fill if change.fill is None else change.fill,
        pattern=look.pattern if change.fill is None else "",
        color=look.color if change.color is None else change.color,
        bold=look.bold if change.bold is None else change.bold,
        italic=look.italic if change.italic is None else change.italic,
        underline=look.underline if change.underline is None else change.underline,
        strike=look.strike if change.strike is None else change.strike,
    )


def read_styles(package: Package) -> Styles | None:
    """The styles of a workbook, None where it has none; raises FileFault for broken XML."""
    parts = {
        relation.type: relation.target
        for relation in package.relations(package.workbook_part()).values()
        if relation.mode == "Internal" and package.has(relation.target)
    }
    if "styles" not in parts:
        return None
    styles = parse_tree(package, parts["styles"])
    theme = _read_theme(parse_tree(package, parts["theme"])) if "theme" in parts else DEFAULT_THEME
    return Styles(styles, Palette(theme, _read_indexed(styles)))


def _read_theme(theme: Node) -> tuple[str, ...]:
    scheme = theme.child("themeElements", "clrScheme")
    colors = []
    for slot, default in zip(THEME_SLOTS, DEFAULT_THEME, strict=True):
        named = scheme.child(slot)
        plain, system = named.child("srgbClr").attributes, named.child("sysClr").attributes
        colors.append(plain_color(plain.get("val") or system.get("lastClr", "")) or default)
    return tuple(colors)


def _read_indexed(styles: Node) -> tuple[str, ...]:
    own = [node.attributes.get("rgb", "") for node in styles.all("colors", "indexedColors", "rgbColor")]
    colors = list(DEFAULT_INDEXED)
    for place, text in enumerate(own[: len(colors)]):
        colors[place] = plain_color(text) or colors[place]
    return tuple(colors)


class Styles:
    """The styles of a workbook: puts the parts of a cell format together."""

    def __init__(self, styles: Node, palette: Palette) -> None:
        self.palette = palette
        self._formats = {
            node.attributes.get("numFmtId", ""): node.attributes.get("formatCode", "")
            for node in styles.all("numFmts", "numFmt")
        }
        self._fonts = [self.font(node) for node in styles.all("fonts", "font")]
        self._fills = styles.all("fills", "fill")
        self._borders = styles.all("borders", "border")
        self._cell_formats = styles.all("cellXfs", "xf")
        self._changes = styles.all("dxfs", "dxf")

    def looks(self) -> tuple[Look, ...]:
        """One look for each cell format."""
        return tuple(self._look(node) for node in self._cell_formats)

    def font(self, node: Node) -> Look:
        """A look that has the letters of a `font`, or of the properties of a text run."""
        name = node.child("name").attributes.get("val") or node.child("rFont").attributes.get("val")
        raised = node.child("vertAlign").attributes.get("val", "baseline")
        return Look(
            font=name or DEFAULT_FONT,
            size=_size(node.child("sz").attributes.get("val")),
            bold=node.has("b"),
            italic=node.has("i"),
            underline=node.has("u"),
            strike=node.has("strike"),
            color=self.palette.resolve(node.child("color").attributes) or "#000000",
            raised="" if raised == "baseline" else raised,
        )

    def change(self, index: str | None) -> LookChange:
        """What the differential format of that index changes."""
        return self.change_of(_at(self._changes, index) or Node("dxf"))

    def change_of(self, node: Node) -> LookChange:
        """What a `dxf` changes; its solid fill names the ground in the place of the pattern's back."""
        font, pattern = node.child("font"), node.child("fill", "patternFill")
        named = {child.name for child in font.children}
        back, front = (
            self.palette.resolve(pattern.child(name).attributes) for name in ("bgColor", "fgColor")
        )
        bold, italic, underline, strike = (
            font.has(name) if name in named else None for name in ("b", "i", "u", "strike")
        )
        color = self.palette.resolve(font.child("color").attributes)
        return LookChange(back or front, color, bold, italic, underline, strike)

    def _look(self, node: Node) -> Look:
        font = _at(self._fonts, node.attributes.get("fontId")) or Look()
        fill = _at(self._fills, node.attributes.get("fillId")) or Node("fill")
        border = _at(self._borders, node.attributes.get("borderId")) or Node("border")
        align = node.child("alignment").attributes
        identifier = node.attributes.get("numFmtId", "0")
        ground, pattern, pattern_color = self._fill(fill)
        diagonal = self._edge(border, "diagonal")
        return replace(
            font,
            fill=ground,
            pattern=pattern,
            pattern_color=pattern_color,
            left=self._edge(border, "left", "start"),
            right=self._edge(border, "right", "end"),
            top=self._edge(border, "top"),
            bottom=self._edge(border, "bottom"),
            diagonal_down=diagonal if border.attributes.get("diagonalDown", "0") not in FALSE else None,
            diagonal_up=diagonal if border.attributes.get("diagonalUp", "0") not in FALSE else None,
            horizontal=align.get("horizontal", "general"),
            vertical=align.get("vertical", "bottom"),
            wrap=align.get("wrapText", "0") not in FALSE,
            shrink=align.get("shrinkToFit", "0") not in FALSE,
            indent=min(whole(align.get("indent")), 250),
            rotation=whole(align.get("textRotation")),
            number_format=self._formats.get(identifier) or builtin_format(identifier),
        )

    def _fill(self, node: Node) -> tuple[str | None, str, str]:
        """The ground, the pattern upon it, empty for a plain one, and the pattern's colour."""
        pattern = node.child("patternFill")
        kind = pattern.attributes.get("patternType", "none")
        if kind == "none":
            stop = node.child("gradientFill", "stop", "color")
            return self.palette.resolve(stop.attributes), "", "#000000"
        front = self.palette.resolve(pattern.child("fgColor").attributes)
        if kind == "solid":
            return front, "", "#000000"
        return self.palette.resolve(pattern.child("bgColor").attributes), kind, front or "#000000"

    def _edge(self, border: Node, *names: str) -> Border | None:
        for name in names:
            edge = border.child(name)
            style = edge.attributes.get("style", "none")
            if style != "none":
                return Border(style, self.palette.resolve(edge.child("color").attributes) or "#000000")
        return None


def _at(items: list[Item], index: str | None) -> Item | None:
    number = whole(index)
    return items[number] if number < len(items) else None


def _size(text: str | None) -> float:
    try:
        size = float(text or DEFAULT_SIZE)
    except ValueError:
        return DEFAULT_SIZE
    return size if 1 <= size <= 409 else DEFAULT_SIZE
