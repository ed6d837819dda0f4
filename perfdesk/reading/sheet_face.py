"""What a worksheet shows besides its cells: grid lines, zoom, tab colour, pictures, notes, coloured words.

For a sheet on screen and on paper alone; damage in any of it costs that part of the looks and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from perfdesk.core.fault import FileFault
from perfdesk.reading.condition import MOST_CONDITIONS, Condition, read_conditions
from perfdesk.reading.drawing import Drawing, read_drawings
from perfdesk.reading.package import Package
from perfdesk.reading.rich_text import RichText, rich_cells
from perfdesk.reading.shared_string import unescape
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.reading.style import Styles
from perfdesk.reading.xml_tree import FALSE, Node, TreeMaker, parse_tree, whole

Read = TypeVar("Read")
_MOST_NOTES = 2_000
# Bounded, so that a hostile part costs no more than an honest one.
_FORMATTED_ROW = re.compile(
    rb"<(?:[A-Za-z_][\w.-]{0,60}:)?row\s(?=[^<>]{0,600}customFormat=[\"'](?:1|true))[^<>]{0,1000}>"
)
_NUMBER = re.compile(rb"\s([rs])=[\"'](\d+)[\"']")
_LOWEST_ZOOM, _HIGHEST_ZOOM = 50, 300


@dataclass(frozen=True)
class SheetFace:
    """What one worksheet shows besides its cells.

    Attributes:
        zoom: in percent, as it was last looked at.
        row_styles: cell formats of whole rows, for cells that are not stored.
        column_styles: the same of columns, from the first to the last.
        rich: texts with parts of their own looks, by (row, column).
        notes: what somebody has written about a cell, by (row, column).
    """

    has_grid_lines: bool = True
    zoom: int = 100
    tab_color: str | None = None
    row_styles: Mapping[int, int] = field(default_factory=dict)
    column_styles: tuple[tuple[int, int, int], ...] = ()
    conditions: tuple[Condition, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    rich: Mapping[tuple[int, int], RichText] = field(default_factory=dict)
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def style_at(self, row: int, column: int) -> int | None:
        """The cell format of a cell that is not stored: its row's, else its column's; None for none."""
        if row in self.row_styles:
            return self.row_styles[row]
        return next((style for first, last, style in self.column_styles if first <= column <= last), None)


PLAIN = SheetFace()


class FaceReader:
    """Gathers the face of a worksheet while it is parsed, and what lies in parts of its own."""

    def __init__(self, styles: Styles | None) -> None:
        self._styles = styles
        self._view: Mapping[str, str] | None = None
        self._tab: Mapping[str, str] = {}
        self._columns: list[tuple[int, int, int]] = []
        self._conditions: list[Condition] = []
        self._maker: TreeMaker | None = None

    def start(self, name: str, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; `name` is its local name."""
        if self._maker is not None:
            self._maker.start(tag, attributes)
        elif name == "col":
            if style := whole(attributes.get("style")):
                ends = whole(attributes.get("min")), whole(attributes.get("max"))
                self._columns.append((*ends, style))
        elif name == "conditionalFormatting" and len(self._conditions) < MOST_CONDITIONS:
            self._maker = TreeMaker(name)
            self._maker.start(tag, attributes)
        elif name == "sheetView" and self._view is None:
            self._view = attributes
        elif name == "tabColor":
            self._tab = attributes

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._maker is None:
            return
        self._maker.end(tag)
        if not self._maker.is_open:
            self._conditions += read_conditions(self._maker.trees()[0], self._styles)
            self._maker = None

    def text(self, content: str) -> None:
        """Text within an element."""
        if self._maker is not None:
            self._maker.text(content)

    def face(
        self, package: Package, part: str, rows: Mapping[int, int], strings: Mapping[int, RichText]
    ) -> SheetFace:
        """The face of the worksheet that was parsed, whose rows have these formats of their own."""
        view = self._view or {}
        zoom = whole(view.get("zoomScale")) or 100
        return SheetFace(
            has_grid_lines=view.get("showGridLines", "1") not in FALSE,
            zoom=min(max(zoom, _LOWEST_ZOOM), _HIGHEST_ZOOM),
            tab_color=self._styles.palette.resolve(self._tab) if self._styles else None,
            row_styles=rows,
            column_styles=tuple(self._columns),
            conditions=tuple(self._conditions[:MOST_CONDITIONS]),
            drawings=whole_or(lambda: read_drawings(package, part, self._styles), ()),
            rich=whole_or(lambda: rich_cells(package, part, strings), {}),
            notes=whole_or(lambda: _notes(package, part), {}),
        )


def row_styles(data: bytes) -> dict[int, int]:
    """The formats of whole rows in a worksheet part, by the row's number."""
    found: dict[int, int] = {}
    for row in _FORMATTED_ROW.finditer(data):
        named = {name: whole(value.decode()) for name, value in _NUMBER.findall(row.group())}
        if named.get(b"r") and named.get(b"s"):
            found[named[b"r"]] = named[b"s"]
    return found


def whole_or(read: Callable[[], Read], nothing: Read) -> Read:
    """What is read, or nothing where it is damaged: the sheet itself must be shown all the same."""
    try:
        return read()
    except FileFault:
        return nothing


def _notes(package: Package, part: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for relation in package.relations(part).values():
        if relation.type == "comments" and relation.mode == "Internal" and package.has(relation.target):
            for note in parse_tree(package, relation.target).all("commentList", "comment")[:_MOST_NOTES]:
                area = parse_range(note.attributes.get("ref", ""))
                if area is not None and (words := _words(note.child("text"))):
                    found[area[0], area[1]] = words
    return found


def _words(text: Node) -> str:
    parts = [node.text for run in [text, *text.all("r")] for node in run.all("t")]
    return unescape("".join(parts)).strip()
