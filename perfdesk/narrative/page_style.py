"""The styles of a Word file resolved: what look and shape a run or paragraph has in the end.

Beside `page_source`. Defaults, the chain of styles and what stands at the run itself are laid over
each other, as Word does; measures come out in points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from xml.etree.ElementTree import Element

from perfdesk.narrative.layout import WORD
from perfdesk.narrative.page_text import Look, Shape

Wanted: TypeAlias = dict[str, str]
"""Properties by a short name, as texts of the file; later ones lie over earlier ones."""

_SWITCHES = ("b", "keepNext", "pageBreakBefore")
_VALUES = ("color", "sz", "vertAlign", "jc", "outlineLvl", "spacing")
_DEEPEST = 20
SIDES = ("left", "top", "right", "bottom")
_SIDE_NAMES = {"start": "left", "end": "right"}
_NO_LINES = {"nil", "none", ""}


def tag(name: str) -> str:
    """A name of WordprocessingML as ElementTree spells it."""
    return f"{{{WORD}}}{name}"


def value(element: Element | None, name: str = "val") -> str:
    """An attribute in Word's namespace; empty where the element or the attribute is missing."""
    return "" if element is None else element.get(tag(name), "")


def points(twips: str) -> float:
    """Twentieths of a point as points; 0 for what is no number."""
    try:
        return float(twips) / 20
    except ValueError:
        return 0.0


def _is_on(element: Element) -> bool:
    return value(element) not in {"0", "false", "off"}


def _properties(element: Element | None) -> Wanted:
    """The properties of one `rPr` or `pPr` that printing needs."""
    wanted: Wanted = {}
    for child in element if element is not None else ():
        name = child.tag.rpartition("}")[2]
        if name in _SWITCHES:
            wanted[name] = "1" if _is_on(child) else ""
        elif name in _VALUES and value(child):
            wanted[name] = value(child)
        if name in {"rFonts", "spacing", "ind"}:
            for key, text in child.attrib.items():
                wanted[f"{name}.{key.rpartition('}')[2]}"] = text
    return wanted


def edges_of(borders: Element | None) -> dict[str, bool]:
    """Whether each edge that a `tblBorders` or `tcBorders` names is drawn."""
    return {
        _SIDE_NAMES.get(name, name): value(edge) not in _NO_LINES
        for edge in (borders if borders is not None else ())
        if (name := edge.tag.rpartition("}")[2])
    }


@dataclass
class Styles:
    """All styles of a document; resolved ones are kept, as thousands of runs share a few."""

    root: Element | None
    _styles: dict[str, Element] = field(default_factory=dict)
    _chains: dict[tuple[str, str], Wanted] = field(default_factory=dict)
    _default: str = ""

    def __post_init__(self) -> None:
        for style in self.root.iter(tag("style")) if self.root is not None else ():
            self._styles[value(style, "styleId")] = style
            if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}:
                self._default = value(style, "styleId")

    def look(self, paragraph: Element | None, run: Element | None) -> Look:
        """The look of a run with these properties, in a paragraph with those."""
        style = value(paragraph.find(tag("pStyle"))) if paragraph is not None else ""
        own = value(run.find(tag("rStyle"))) if run is not None else ""
        wanted = self._defaults("rPr") | self._chain(style or self._default, "rPr") | self._chain(own, "rPr")
        return _look(wanted | _properties(run))

    def shape(self, paragraph: Element | None, look: Look) -> Shape:
        """The shape of a paragraph whose letters look so; indents in letters count by their size."""
        style = value(paragraph.find(tag("pStyle"))) if paragraph is not None else ""
        chain = self._defaults("pPr") | self._chain(style or self._default, "pPr")
        return _shape(_over(chain, _properties(paragraph)), look)

    def table_edges(self, properties: Element | None) -> dict[str, bool]:
        """Which edges of a table are drawn, by name, those between its cells too."""
        style = value(properties.find(tag("tblStyle"))) if properties is not None else ""
        found = [each.find(f"{tag('tblPr')}/{tag('tblBorders')}") for each in self._ancestors(style)]
        own = properties.find(tag("tblBorders")) if properties is not None else None
        edges: dict[str, bool] = {}
        for borders in (*reversed(found), own):
            edges |= edges_of(borders)
        return edges

    def _defaults(self, kind: str) -> Wanted:
        key = ("", kind)
        if key not in self._chains:
            found = (
                self.root.find(f".//{tag(kind + 'Default')}/{tag(kind)}") if self.root is not None else None
            )
            self._chains[key] = _properties(found)
        return self._chains[key]

    def _chain(self, style: str, kind: str) -> Wanted:
        if not style:
            return {}
        key = (style, kind)
        if key not in self._chains:
            wanted: Wanted = {}
            for element in reversed(list(self._ancestors(style))):
                wanted = _over(wanted, _properties(element.find(tag(kind))))
            self._chains[key] = wanted
        return self._chains[key]

    def _ancestors(self, style: str) -> Iterator[Element]:
        for _ in range(_DEEPEST):
            element = self._styles.get(style)
            if element is None:
                return
            yield element
            style = value(element.find(tag("basedOn")))


def _over(below: Wanted, above: Wanted) -> Wanted:
    """A first-line indent hides a hanging one below it, and the other way round."""
    wanted = dict(below)
    if any(key.startswith("ind.firstLine") for key in above):
        wanted = {key: text for key, text in wanted.items() if not key.startswith("ind.hanging")}
    if any(key.startswith("ind.hanging") for key in above):
        wanted = {key: text for key, text in wanted.items() if not key.startswith("ind.firstLine")}
    return wanted | above


def _look(wanted: Wanted) -> Look:
    colour = wanted.get("color", "")
    look = Look(
        east=wanted.get("rFonts.eastAsia", "宋体"),
        latin=wanted.get("rFonts.ascii", "Times New Roman"),
        is_bold=bool(wanted.get("b")),
        is_raised=wanted.get("vertAlign") == "superscript",
        spacing=points(wanted.get("spacing", "0")),
        colour="" if colour.lower() in {"auto", "000000"} else colour,
    )
    size = points(wanted["sz"]) * 10 if wanted.get("sz", "").isdigit() else 10.5
    return replace(look, size=size)


def _shape(wanted: Wanted, look: Look) -> Shape:
    em = look.size + look.spacing

    def indent(*names: str) -> float:
        for name in names:
            letters, length = wanted.get(f"ind.{name}Chars", "0"), wanted.get(f"ind.{name}", "0")
            if letters.lstrip("-").isdigit() and int(letters):
                return int(letters) / 100 * em
            if points(length):
                return points(length)
        return 0.0

    rule = wanted.get("spacing.lineRule", "auto")
    line = points(wanted.get("spacing.line", "240"))
    level = wanted.get("outlineLvl", "")
    return Shape(
        align=wanted.get("jc", "left"),
        first=indent("firstLine") - indent("hanging"),
        left=indent("left", "start"),
        right=indent("right", "end"),
        before=points(wanted.get("spacing.before", "0")),
        after=points(wanted.get("spacing.after", "0")),
        line=line / 12 if rule == "auto" else line,
        rule=rule,
        keeps_next=bool(wanted.get("keepNext")),
        begins_page=bool(wanted.get("pageBreakBefore")),
        outline=int(level) if level.isdigit() and int(level) < 9 else None,
    )
