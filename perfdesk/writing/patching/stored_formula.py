"""The formulas of a sheet with their full texts, and a formula's element rewritten in place.

Part of moving rows: a shared formula is stored once and means something else in each of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Block
from perfdesk.reading.package import Package
from perfdesk.reading.shared_formula import shift_formula
from perfdesk.reading.sheet_handler import scan_sheet
from perfdesk.reading.sheet_scan import Formula, RawCell, SheetScan, parse_range
from perfdesk.writing.patching.draft import SheetPart
from perfdesk.writing.patching.markup import plain_text, start_tag, with_attributes


@dataclass(frozen=True, slots=True)
class StoredFormula:
    """A formula with the cell that holds it.

    `text` is the full text, empty where the file does not hold it.
    """

    cell: RawCell
    formula: Formula
    text: str

    @property
    def area(self) -> Block | None:
        """The cells of an array formula or a data table; None for any other formula."""
        if self.formula.kind not in {"array", "dataTable"}:
            return None
        return area_of(self.formula) or Block(
            self.cell.row, self.cell.column, self.cell.row, self.cell.column
        )


@dataclass(slots=True)
class SharedGroup:
    """A shared formula: the cell that holds the text, and those that only refer to it."""

    master: StoredFormula
    dependants: list[StoredFormula] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SheetFormulas:
    """The formulas of a sheet: those that stand alone, and the groups of shared ones."""

    single: tuple[StoredFormula, ...]
    groups: tuple[SharedGroup, ...]

    def every(self) -> Iterable[StoredFormula]:
        """All formulas, in no certain order."""
        yield from self.single
        for group in self.groups:
            yield group.master
            yield from group.dependants


@dataclass(frozen=True, slots=True)
class SheetContent:
    """A worksheet part as scanned, with its formulas."""

    scan: SheetScan
    formulas: SheetFormulas

    @classmethod
    def read(cls, package: Package, sheet: SheetPart) -> SheetContent:
        """Scan a sheet; raises FileFault where its part is damaged."""
        scan = scan_sheet(package.read_xml(sheet.part), sheet.part)
        return cls(scan, read_formulas(scan))


def read_formulas(scan: SheetScan) -> SheetFormulas:
    """The formulas of a scanned sheet; a dependant whose master is missing stands alone, without text."""
    holders = [(cell, cell.formula) for cell in scan.cells if cell.formula is not None]
    groups: dict[str, list[SharedGroup]] = {}
    for cell, formula in holders:
        if _is_master(formula):
            group = SharedGroup(StoredFormula(cell, formula, formula.text))
            groups.setdefault(formula.shared_index or "", []).append(group)
    single = []
    for cell, formula in holders:
        if formula.kind != "shared":
            single.append(StoredFormula(cell, formula, formula.text))
        elif not formula.text:
            found = _group_of(cell, groups.get(formula.shared_index or "", []))
            if found is None:
                single.append(StoredFormula(cell, formula, ""))
            else:
                found.dependants.append(StoredFormula(cell, formula, _shifted(found.master, cell)))
    return SheetFormulas(tuple(single), tuple(group for found in groups.values() for group in found))


def _is_master(formula: Formula) -> bool:
    return formula.kind == "shared" and bool(formula.text)


def _group_of(cell: RawCell, groups: list[SharedGroup]) -> SharedGroup | None:
    """The group whose range holds the cell; an index is sometimes given twice."""
    for group in groups:
        area = area_of(group.master.formula)
        if area is not None and area.contains(cell.row, cell.column):
            return group
    return groups[-1] if groups else None


def _shifted(master: StoredFormula, cell: RawCell) -> str:
    return shift_formula(master.text, cell.row - master.cell.row, cell.column - master.cell.column)


def area_of(formula: Formula) -> Block | None:
    """The range a formula states, or None."""
    area = parse_range(formula.range or "")
    return None if area is None else Block(*area)


def formula_splice(
    scan: SheetScan, cell: RawCell, text: str | None, attributes: Mapping[str, str | None]
) -> tuple[int, int, bytes]:
    """The change that gives a cell's formula another text (None keeps it) and other attributes."""
    start, end = scan.cell_span(cell)
    match = _pattern(scan.prefix).search(scan.data, start, end)
    if match is None:
        raise FileFault("corrupt", "工作表中的公式无法改写：请在 Excel 或 WPS 中另存为 .xlsx 后重试。")
    source = match.group()
    if text is not None:
        opening = start_tag(source).removesuffix(b">").removesuffix(b"/")
        source = opening + b">" + plain_text(text).encode() + f"</{scan.prefix}f>".encode()
    return match.start(), match.end(), with_attributes(source, attributes)


@lru_cache(maxsize=16)
def _pattern(prefix: str) -> re.Pattern[bytes]:
    name = re.escape(f"{prefix}f".encode())
    return re.compile(rb"<%s(?=[\s/>])[^>]*?(?:/>|>.*?</%s\s*>)" % (name, name), re.DOTALL)
