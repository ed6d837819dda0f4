"""The styles part, with cell formats appended; no format of the file is ever changed.

Second tool of the lossless writers: a marked cell gets a copy of its own format that
differs in the fill alone, an edited cell one that differs in the number format alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.writing.patching.draft import Draft
from perfdesk.writing.patching.markup import Element, Markup, quoted, with_attributes

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs",
    "cellStyles", "dxfs", "tableStyles", "colors", "extLst",
)  # fmt: skip
_DEFAULTS = {
    "fonts": '<{p}font><{p}sz val="11"/><{p}name val="宋体"/></{p}font>',
    "fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>'
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>'
    ),
    "borders": "<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",
    "cellStyleXfs": '<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": '<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    "cellStyles": '<{p}cellStyle name="Normal" xfId="0" builtinId="0"/>',
}
_DEFAULT_COUNT = {"fonts": 1, "fills": 2, "borders": 1, "cellStyleXfs": 1, "cellXfs": 1, "cellStyles": 1}
_THIN_EDGE = '<{p}%s style="thin"><{p}color rgb="FF808080"/></{p}%s>'
_BUILT_IN = {
    "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "0.00E+00": 11,
    "@": 49,
}  # fmt: skip
_FIRST_CUSTOM_FORMAT = 164


@dataclass(frozen=True, slots=True)
class NewFormat:
    """A cell format of our own sheets; colours are RRGGBB."""

    size: int = 10
    bold: bool = False
    underline: bool = False
    color: str = "000000"
    fill: str | None = None
    border: bool = True
    horizontal: str = "left"
    vertical: str = "center"
    wrap: bool = True


class StyleTable:
    """The styles part of a workbook while formats are appended to it."""

    def __init__(self, data: bytes, part: str) -> None:
        """Read the part; raises FileFault where it is no XML."""
        self._markup = Markup(data, part)
        self._prefix = self._markup.root.prefix
        self._formats = self._children("cellXfs")
        self._added: dict[str, list[str]] = {name: [] for name in _ORDER}
        self._known: dict[object, int] = {}

    def with_fill(self, style: int, color: str) -> int:
        """The index of a format like `style`, filled with a colour (RRGGBB)."""
        key = ("fill", style, color)
        if key not in self._known:
            changes = {"fillId": str(self._fill(color)), "applyFill": "1"}
            self._known[key] = self._clone(style, changes)
        return self._known[key]

    def with_number_format(self, style: int, code: str) -> int:
        """The index of a format like `style`, with another number format code."""
        key = ("number", style, code)
        if key not in self._known:
            changes = {"numFmtId": str(self._number_format(code)), "applyNumberFormat": "1"}
            self._known[key] = self._clone(style, changes)
        return self._known[key]

    def add(self, wanted: NewFormat) -> int:
        """The index of a format for a sheet of our own."""
        if wanted not in self._known:
            border = self._border() if wanted.border else 0
            fill = self._fill(wanted.fill) if wanted.fill else 0
            source = (
                f'<{{p}}xf numFmtId="0" fontId="{self._font(wanted)}" fillId="{fill}" borderId="{border}" '
                'xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
                f'<{{p}}alignment horizontal="{wanted.horizontal}" vertical="{wanted.vertical}"'
                f"{' wrapText=' + quoted('1') if wanted.wrap else ''}/></{{p}}xf>"
            )
            self._known[wanted] = self._append("cellXfs", self._spelled(source))
        return self._known[wanted]

    def result(self) -> bytes:
        """The part with every added format; the same bytes where none was added."""
        if not any(self._added.values()):
            return self._markup.result()
        missing: dict[str, str] = {}
        root = self._markup.root
        for name in _ORDER:
            if not self._added[name] and (name not in _DEFAULTS or self._children(name)):
                continue
            element = root.child(name)
            if element is None:
                missing[name] = self._collection(name)
            else:
                self._extend(element, name)
        if root.closes_itself:
            self._markup.append(root, "".join(missing.values()).encode())
            return self._markup.result()
        for name, source in missing.items():
            behind = frozenset(_ORDER[_ORDER.index(name) + 1 :])
            self._markup.place(root, source.encode(), behind)
        return self._markup.result()

    def _children(self, collection: str) -> list[Element]:
        element = self._markup.root.child(collection)
        return [] if element is None else [_fallback(child) for child in element.children]

    def _spelled(self, source: str) -> str:
        return source.replace("{p}", self._prefix)

    def _append(self, collection: str, source: str) -> int:
        known = len(self._children(collection)) or _DEFAULT_COUNT.get(collection, 0)
        added = self._added[collection]
        added.append(source)
        return known + len(added) - 1

    def _content(self, name: str) -> tuple[str, int]:
        """What goes into a collection, and how many elements it then holds."""
        present = len(self._children(name))
        default = "" if present else self._spelled(_DEFAULTS.get(name, ""))
        count = (present or _DEFAULT_COUNT.get(name, 0)) + len(self._added[name])
        return default + "".join(self._added[name]), count

    def _collection(self, name: str) -> str:
        content, count = self._content(name)
        return f'<{self._prefix}{name} count="{count}">{content}</{self._prefix}{name}>'

    def _extend(self, element: Element, name: str) -> None:
        content, count = self._content(name)
        if element.closes_itself:
            self._markup.replace(element.start, element.end, self._collection(name).encode())
            return
        self._markup.append(element, content.encode())
        self._markup.set_attribute(element, "count", str(count))

    def _clone(self, style: int, changes: dict[str, str]) -> int:
        if 0 <= style < len(self._formats):
            source = self._markup.source(self._formats[style])
        else:
            # A cell may name a format the file lacks; Excel shows such a cell in the plain format.
            source = self._spelled(_DEFAULTS["cellXfs"]).encode()
        values: dict[str, str | None] = dict(changes)
        return self._append("cellXfs", with_attributes(source, values).decode())

    def _fill(self, color: str) -> int:
        key = ("own fill", color)
        if key not in self._known:
            source = (
                f'<{{p}}fill><{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="FF{color}"/>'
                '<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
            )
            self._known[key] = self._append("fills", self._spelled(source))
        return self._known[key]

    def _font(self, wanted: NewFormat) -> int:
        key = ("own font", wanted.size, wanted.bold, wanted.underline, wanted.color)
        if key not in self._known:
            source = (
                f"<{{p}}font>{'<{p}b/>' if wanted.bold else ''}{'<{p}u/>' if wanted.underline else ''}"
                f'<{{p}}sz val="{wanted.size}"/><{{p}}color rgb="FF{wanted.color}"/>'
                '<{p}name val="宋体"/><{p}charset val="134"/></{p}font>'
            )
            self._known[key] = self._append("fonts", self._spelled(source))
        return self._known[key]

    def _border(self) -> int:
        if "own border" not in self._known:
            edges = "".join(_THIN_EDGE % (side, side) for side in ("left", "right", "top", "bottom"))
            source = f"<{{p}}border>{edges}<{{p}}diagonal/></{{p}}border>"
            self._known["own border"] = self._append("borders", self._spelled(source))
        return self._known["own border"]

    def _number_format(self, code: str) -> int:
        formats = self._children("numFmts")
        own = {element.number("numFmtId") for element in formats}
        # A file may give a built-in number another code, and its own word holds.
        if code in _BUILT_IN and _BUILT_IN[code] not in own:
            return _BUILT_IN[code]
        for element in formats:
            if element.attributes.get("formatCode") == code:
                return element.number("numFmtId")
        key = ("own number format", code)
        if key not in self._known:
            highest = max((element.number("numFmtId") for element in formats), default=0)
            number = max(highest + 1, _FIRST_CUSTOM_FORMAT) + len(self._added["numFmts"])
            tag = f"{self._prefix}numFmt"
            self._append("numFmts", f'<{tag} numFmtId="{number}" formatCode={quoted(code)}/>')
            self._known[key] = number
        return self._known[key]


def _fallback(element: Element) -> Element:
    """The element, or of an AlternateContent what it falls back to, which is what readers count."""
    fallback = element.child("Fallback") if element.name == "AlternateContent" else None
    return fallback.children[0] if fallback is not None and fallback.children else element


def style_part(draft: Draft) -> str:
    """The name of the styles part, newly made where the workbook has none."""
    part = draft.related_part(draft.workbook_part, "styles")
    if part is None:
        part, _ = draft.new_part("styles", "styles{}.xml", _CONTENT_TYPE)
        root = f"<styleSheet xmlns={quoted(draft.space)}/>"
        draft.put(part, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}'.encode())
    return part
