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
from perfdesk.reading.xml_tree import Node, parse_tree

MOST_RUNS = 200
"""Most parts of one text that are told apart."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A part of a text, and a look that has its letters; None where they are those of the cell."""

    text: str
    look: Look | None = None


RichText = tuple[TextRun, ...]


def rich_strings(package: Package, workbook: Workbook, styles: Styles | None) -> dict[int, RichText]:
    """The shared strings with parts of their own looks, by index; empty where there is none."""
    scan = workbook.string_scan
    if scan is None or styles is None or not scan.rich:
        return {}
    items = parse_tree(package, scan.part).all("si")
    found = ((number, read_runs(items[number], styles)) for number in scan.rich if number < len(items))
    return {number: runs for number, runs in found if any(run.look for run in runs)}


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
