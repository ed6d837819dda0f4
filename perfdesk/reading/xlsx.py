"""An .xlsx or .xlsm to grids: the workbook's sheets with their cells as a reader sees them.

Stands on the package and the scanner; every number becomes a Decimal here and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.number_format import GENERAL, render
from perfdesk.reading import limits
from perfdesk.reading.cell_format import read_number_formats
from perfdesk.reading.merge_list import read_merges
from perfdesk.reading.package import Package, Relation
from perfdesk.reading.shared_formula import shift_formula
from perfdesk.reading.shared_string import StringScan, scan_shared_strings, unescape
from perfdesk.reading.sheet_handler import scan_sheet
from perfdesk.reading.sheet_scan import Formula, RawCell, SheetScan
from perfdesk.reading.xml_part import local_name, parse_part

_MARGIN_ROWS, _MARGIN_COLUMNS = 20, 10
MERGE_REACH = 200
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A worksheet as the workbook lists it."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class Workbook:
    """What the sheets of one workbook share.

    Attributes:
        part: the name of the workbook part.
        sheets: the worksheets in the order of their tabs; chart and macro sheets are left out.
        strings: the shared strings, None where the package has no such part.
        string_scan: where the part of the shared strings may be extended.
        formats: number format code by style index.
    """

    part: str
    sheets: tuple[SheetEntry, ...]
    is_date1904: bool = False
    strings: list[str] | None = None
    string_scan: StringScan | None = None
    formats: tuple[str, ...] = ()
    texts: dict[tuple[str, int], Cell] = field(default_factory=dict)
    blanks: dict[int, Cell] = field(default_factory=dict)

    def format_of(self, style: int) -> str:
        """The number format code of a style index; General for one the workbook does not have."""
        return self.formats[style] if style < len(self.formats) else GENERAL

    def blank(self, style: int) -> Cell:
        """The cell that has this style and nothing else."""
        return self.blanks.get(style) or self.blanks.setdefault(
            style, Cell(number_format=self.format_of(style), style=style)
        )


def read_workbook(package: Package) -> tuple[Grid, ...]:
    """The grids of all worksheets, hidden ones included; raises FileFault."""
    workbook = open_workbook(package)
    grids = []
    count = filled = 0
    for entry in workbook.sheets:
        scan = scan_sheet(package.read_xml(entry.part), entry.part)
        count += len(scan.cells)
        filled += sum(1 for cell in scan.cells if cell.value or cell.formula is not None)
        if count > limits.MAX_CELLS:
            raise limits.too_large(f"工作簿超过 {limits.MAX_CELLS} 个单元格")
        if filled > limits.MAX_FILLED_CELLS:
            raise limits.too_large(f"工作簿超过 {limits.MAX_FILLED_CELLS} 个有内容的单元格")
        grids.append(make_grid(scan, workbook, entry))
    return tuple(grids)


def open_workbook(package: Package) -> Workbook:
    """The workbook without its sheets' cells; raises FileFault where it has no worksheet."""
    part = package.workbook_part()
    relations = package.relations(part)
    workbook = _read_workbook_part(package, part, relations)
    if not workbook.sheets:
        raise limits.corrupt("工作簿里没有工作表")
    for relation in relations.values():
        if relation.mode == "Internal" and package.has(relation.target):
            if relation.type == "sharedStrings":
                scan = scan_shared_strings(package.read(relation.target), relation.target)
                workbook.strings, workbook.string_scan = scan.strings, scan
            elif relation.type == "styles":
                workbook.formats = read_number_formats(package.read(relation.target), relation.target)
    return workbook


def _read_workbook_part(package: Package, part: str, relations: Mapping[str, Relation]) -> Workbook:
    listed: list[dict[str, str]] = []
    flags: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "sheet":
            listed.append(attributes)
        elif name == "workbookPr":
            flags.update(attributes)

    parse_part(package.read(part), part, start)
    if len(listed) > limits.MAX_SHEETS:
        raise limits.too_large(f"工作表超过 {limits.MAX_SHEETS} 张")
    sheets = tuple(
        entry for attributes in listed if (entry := _sheet_entry(package, attributes, relations)) is not None
    )
    if len({entry.part for entry in sheets}) != len(sheets):
        raise limits.unsafe("几张工作表指向同一个部件")
    return Workbook(part, sheets, flags.get("date1904") in ("1", "true"))


def _sheet_entry(
    package: Package, attributes: dict[str, str], relations: Mapping[str, Relation]
) -> SheetEntry | None:
    """The listed sheet, or None where it is no worksheet; raises FileFault where its part is missing."""
    name = unescape(attributes.get("name", ""))
    identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
    relation = relations.get(identifier)
    if relation is None and any(key.endswith(":id") and not value for key, value in attributes.items()):
        return None  # A module sheet of Excel 5: listed, but its content lies with the macros.
    if relation is None or (relation.type == "worksheet" and not package.has(relation.target)):
        raise limits.corrupt(f"工作表“{name}”的内容缺失")
    if relation.type != "worksheet" or relation.mode == "External":
        return None
    hidden = attributes.get("state", "visible") != "visible"
    return SheetEntry(name, package.member(relation.target).name, hidden)


def make_grid(scan: SheetScan, workbook: Workbook, entry: SheetEntry) -> Grid:
    """The grid of a scanned sheet."""
    content, blanks = _make_cells(scan, workbook)
    bottom = max((row for row, _ in content), default=1)
    right = max((column for _, column in content), default=1)
    merges = read_merges(scan.merges, bottom + MERGE_REACH, right + MERGE_REACH)
    area = sensible_area(content, merges, bottom, right)
    for raw in blanks:
        if raw.row <= area.bottom and raw.column <= area.right:
            content.setdefault((raw.row, raw.column), workbook.blank(raw.style))
    widths, hidden_columns = _column_sizes(scan, area.right)
    rows = [row for row in scan.rows if row.number <= area.bottom]
    return Grid(
        name=entry.name,
        cells=content,
        merges=merges,
        column_widths=widths,
        row_heights={row.number: row.height for row in rows if row.height is not None},
        hidden_rows=frozenset(row.number for row in rows if row.is_hidden),
        hidden_columns=hidden_columns,
        default_column_width=scan.default_column_width or (scan.base_column_width or 8) + 0.43,
        default_row_height=scan.default_row_height or 15.0,
        is_hidden=entry.is_hidden,
    )


def sensible_area(
    content: Mapping[tuple[int, int], Cell], merges: tuple[Block, ...], bottom: int, right: int
) -> Block:
    """The block of the content and its merges with a margin; styled cells beyond are of no use."""
    for block in merges:
        if (block.top, block.left) in content:
            bottom, right = max(bottom, block.bottom), max(right, block.right)
    return Block(1, 1, bottom + _MARGIN_ROWS, right + _MARGIN_COLUMNS)


def _column_sizes(scan: SheetScan, right: int) -> tuple[dict[int, float], frozenset[int]]:
    widths: dict[int, float] = {}
    hidden: set[int] = set()
    for run in scan.columns:
        columns = range(run.first, min(run.last, right) + 1)
        if run.width is not None:
            widths.update(dict.fromkeys(columns, run.width))
        if run.is_hidden:
            hidden.update(columns)
    return widths, frozenset(hidden)


def _make_cells(scan: SheetScan, workbook: Workbook) -> tuple[dict[tuple[int, int], Cell], list[RawCell]]:
    """The cells with content by place, and the raw cells that have a style alone."""
    content: dict[tuple[int, int], Cell] = {}
    blanks: list[RawCell] = []
    masters: dict[str, RawCell] | None = None
    budget, shared = limits.MAX_TEXT_BYTES, limits.MAX_SHARED_FORMULA_BYTES
    for raw in scan.cells:
        if raw.formula is None:
            if not raw.value:
                if raw.style:
                    blanks.append(raw)
                continue
            cell = make_cell(raw, workbook, None)
        else:
            if masters is None:
                masters = shared_masters(scan)
            text = formula_text(raw, raw.formula, masters)
            shared -= 0 if raw.formula.text else len(text or "")
            if shared < 0:
                raise limits.too_large("一张工作表的共享公式过长")
            cell = make_cell(raw, workbook, text)
        budget -= len(cell.text)
        if budget < 0:
            raise limits.too_large("一张工作表的文字过多")
        if cell.text or cell.formula or cell.number is not None:
            content[raw.row, raw.column] = cell
        elif cell.style:
            blanks.append(raw)
    return content, blanks


def shared_masters(scan: SheetScan) -> dict[str, RawCell]:
    """The masters of shared formulas by index, wherever they stand among their dependants."""
    return {
        cell.formula.shared_index: cell
        for cell in scan.cells
        if cell.formula is not None and cell.formula.shared_index is not None and cell.formula.text
    }


def formula_text(raw: RawCell, formula: Formula, masters: Mapping[str, RawCell]) -> str | None:
    """A stored formula's whole text, None where it has none; one that is shared is moved to its place."""
    if formula.text:
        return formula.text.strip() or None
    if formula.kind == "dataTable":
        return "TABLE()"
    master = masters.get(formula.shared_index or "")
    if master is None or master.formula is None:
        return None
    return shift_formula(master.formula.text, raw.row - master.row, raw.column - master.column)


def make_cell(raw: RawCell, workbook: Workbook, formula: str | None) -> Cell:
    """The cell a reader sees in place of a raw one."""
    code = workbook.format_of(raw.style)
    if raw.value is None or (not raw.value and raw.kind != "str"):
        return Cell(number_format=code, formula=formula, style=raw.style, is_uncalculated=formula is not None)
    if raw.kind == "s":
        return _shared_text(raw, workbook, code, formula)
    if raw.kind == "n":
        number = read_number(raw.value)
        if number is not None:
            text = render(number, code, workbook.is_date1904)
            return Cell(text, number, code, formula, raw.style)
        return Cell(raw.value.strip(), None, code, formula, raw.style)
    if raw.kind == "b":
        text = "TRUE" if raw.value.strip() in ("1", "true") else "FALSE"
        return Cell(text, None, code, formula, raw.style)
    if raw.kind == "e":
        return Cell(raw.value, None, code, formula, raw.style, is_error=True)
    return Cell(unescape(raw.value), None, code, formula, raw.style)


def _shared_text(raw: RawCell, workbook: Workbook, code: str, formula: str | None) -> Cell:
    key = raw.value or "", raw.style
    cached = workbook.texts.get(key)
    if cached is not None and formula is None:
        return cached
    if workbook.strings is None:
        raise limits.corrupt("缺少共享字符串部件，文字无从读取")
    index = (raw.value or "").strip()
    if index.isascii() and index.isdigit() and len(index) < 10 and int(index) < len(workbook.strings):
        cell = Cell(workbook.strings[int(index)], None, code, formula, raw.style)
    else:
        # A dangling index: the text is lost, and a lost text must not pass for a blank.
        cell = Cell("#REF!", None, code, formula, raw.style, is_error=True)
    if formula is None:
        workbook.texts[key] = cell
    return cell


@lru_cache(maxsize=8192)
def read_number(text: str) -> Decimal | None:
    """The stored double as Excel shows it, with 15 significant digits; None where it is none.

    The one place where a float exists: the file's digits are those of a double.
    """
    try:
        double = float(text)
    except ValueError:
        return None
    if not math.isfinite(double) or "_" in text:
        return None
    return Decimal(format(double, ".15g")) if double else _ZERO
