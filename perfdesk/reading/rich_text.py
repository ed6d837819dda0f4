"""Texts whose parts look different, such as a red word in a remark; for a sheet on screen alone.

A text is known by the cell it stands in and by its words: once these are edited they look plain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfdesk.reading.package import Package
from perfdesk.reading.shared_string import unescape
from perfdesk.reading.sheet_handler import scan_sheet
from perfdesk.reading.style import Look, Styles
from perfdesk.reading.xlsx import Workbook
from perfdesk.reading.xml_part import local_name, parse_part
from perfdesk.reading.xml_tree import Node, TreeMaker

MOST_RUNS, MOST_TEXTS = 200, 5_000
"""Most parts of one text that are told apart, and most such texts of a workbook."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A part of a text, and a look that has its letters; None where they are those of the cell."""

    text: str
    look: Look | None = None


RichText = tuple[TextRun, ...]


def rich_strings(workbook: Workbook, styles: Styles | None) -> dict[int, RichText]:
    """The shared strings with parts of their own looks, by index; empty where there is none."""
    scan = workbook.string_scan
    if scan is None or styles is None or not scan.rich:
        return {}
    reader = _ItemReader(scan.part, frozenset(sorted(scan.rich)[:MOST_TEXTS]), styles)
    parse_part(scan.data, scan.part, reader.start, reader.end, reader.text)
    return reader.found


class _ItemReader:
    """Makes trees of the rich texts alone; a workbook may have many thousand others."""

    def __init__(self, part: str, wanted: frozenset[int], styles: Styles) -> None:
        self.found: dict[int, RichText] = {}
        self._part, self._wanted, self._styles = part, wanted, styles
        self._number = -1
        self._maker: TreeMaker | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._maker is None and local_name(tag) == "si":
            self._number += 1
            self._maker = TreeMaker(self._part) if self._number in self._wanted else None
        if self._maker is not None:
            self._maker.start(tag, attributes)

    def end(self, tag: str) -> None:
        if self._maker is None:
            return
        self._maker.end(tag)
        if not self._maker.is_open:
            runs = read_runs(self._maker.trees()[0], self._styles)
            self._maker = None
            if any(run.look for run in runs):
                self.found[self._number] = runs

    def text(self, content: str) -> None:
        if self._maker is not None:
            self._maker.text(content)


def read_runs(node: Node, styles: Styles) -> RichText:
    """The parts of a text."""
    return tuple(_runs(node, styles))[:MOST_RUNS]


def _runs(node: Node, styles: Styles) -> Iterator[TextRun]:
    for run in node.all("r"):
        properties = run.child("rPr")
        look = styles.font(properties) if properties.children else None
        if text := unescape("".join(each.text for each in run.all("t"))):
            yield TextRun(text, look)


def rich_cells(
    package: Package, part: str, strings: Mapping[int, RichText]
) -> dict[tuple[int, int], RichText]:
    """The cells of a worksheet that hold one of those strings."""
    if not strings:
        return {}
    found: dict[tuple[int, int], RichText] = {}
    for raw in scan_sheet(package.read_xml(part), part).cells:
        index = (raw.value or "").strip()
        if raw.kind == "s" and index.isascii() and index.isdigit() and int(index) in strings:
            found[raw.row, raw.column] = strings[int(index)]
    return found
