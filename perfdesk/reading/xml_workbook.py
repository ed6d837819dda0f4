"""A workbook in the XML of Excel 2003 (SpreadsheetML), which Chinese web systems save as .xls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, Block, Cell, Grid
from perfdesk.core.number_format import GENERAL, render
from perfdesk.reading import limits
from perfdesk.reading.book import Book, LookTable, fit_cells, sheet_name
from perfdesk.reading.palette import plain_color
from perfdesk.reading.sheet_handler import size
from perfdesk.reading.style import Border, Look
from perfdesk.reading.xlsx import MERGE_REACH, read_number
from perfdesk.reading.xml_part import local_name, parse_part

_NAMED = {
    "general": GENERAL, "general number": GENERAL, "general date": "yyyy/m/d h:mm", "short date": "yyyy/m/d",
    "medium date": "d-mmm-yy", "long date": 'yyyy"年"m"月"d"日"', "short time": "h:mm", "fixed": "0.00",
    "standard": "#,##0.00", "percent": "0.00%", "scientific": "0.00E+00", "currency": '"¥"#,##0.00',
}  # fmt: skip
_DAY_ZERO = datetime(1899, 12, 30)
_CENTERED = {"Center": "center", "Left": "left", "Right": "right", "Justify": "justify",
             "CenterAcrossSelection": "centerContinuous", "Distributed": "distributed"}  # fmt: skip
_WEIGHTS = {"0": "hair", "1": "thin", "2": "medium", "3": "thick"}


@dataclass
class _Style:
    """One style while it is read; `parent` names the style it continues."""

    parent: str = ""
    code: str | None = None
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class _Sheet:
    """One worksheet while it is read."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Block] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    stored_rows: int = 0


def read_xml_workbook(data: bytes) -> Book:
    """The worksheets of a SpreadsheetML 2003 file; raises FileFault."""
    reader = _Reader()
    parse_part(data, "Workbook", reader.start, reader.end, reader.text)
    if not reader.sheets:
        raise limits.corrupt("工作簿里没有工作表")
    return Book(tuple(_grid(sheet) for sheet in reader.sheets), tuple(reader.looks.looks))


def _grid(sheet: _Sheet) -> Grid:
    cells, merges = fit_cells(sheet.cells, sheet.merges)
    # Rows may be hidden or sized down to the end of the sheet; far below the content it serves none.
    bottom = max((row for row, _ in cells), default=0) + MERGE_REACH
    return Grid(
        name=sheet.name,
        cells=cells,
        merges=merges,
        column_widths=sheet.widths,
        row_heights={row: height for row, height in sheet.heights.items() if row <= bottom},
        hidden_rows=frozenset(_rows_within(sheet.hidden_rows, bottom)),
        hidden_columns=frozenset(sheet.hidden_columns),
        is_hidden=sheet.is_hidden,
    )


def _rows_within(spans: list[tuple[int, int]], bottom: int) -> Iterator[int]:
    """The rows of the spans down to the bottom, each once: thousands of spans may cover the same rows."""
    reached = 0
    for first, last in sorted(spans):
        yield from range(max(first, reached + 1), min(last, bottom) + 1)
        reached = max(reached, last)


class _Reader:
    """Handlers of the parser; one cell at a time."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.looks = LookTable()
        self._styles: dict[str, _Style] = {}
        self._style: _Style | None = None
        self._taken: set[str] = set()
        self._row = self._column = 0
        self._cell: dict[str, str] | None = None
        self._kind = "String"
        self._chunks: list[str] = []
        self._pieces: list[str] = []
        self._open: list[str] = []
        self._letters = self._cells = self._sized = 0
        self._indexes: dict[str, tuple[int, str]] = {}
        self._merged: dict[str, _Style] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        name = local_name(tag)
        self._open.append(name)
        values = {local_name(key): value for key, value in attributes.items()}
        if self._style is not None:
            _add_to_style(self._style, name, values)
        elif name == "Style":
            if len(self._styles) >= limits.MAX_STYLES:
                raise limits.too_large(f"单元格样式超过 {limits.MAX_STYLES} 种")
            self._style = self._styles[values.get("ID", "")] = _Style(values.get("Parent", "Default"))
        elif name == "Worksheet":
            self._start_sheet(values)
        elif self.sheets:
            self._start_in_sheet(name, values)

    def _start_in_sheet(self, name: str, values: dict[str, str]) -> None:
        if name == "Row":
            self._start_row(values)
        elif name == "Cell":
            self._cell, self._kind, self._pieces = values, "String", []
        elif name == "Data" and "Comment" not in self._open:
            self._kind = values.get("Type", "String")
        elif name == "Column":
            self._add_columns(values)
        self._chunks = []

    def end(self, tag: str) -> None:
        """Close an element."""
        name = self._open.pop()
        if name == "Style":
            self._style = None
        elif name == "Cell" and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "Visible" and self.sheets and "".join(self._chunks).strip() != "SheetVisible":
            self.sheets[-1].is_hidden = True

    def text(self, data: str) -> None:
        """Take text in; in a cell only what lies within its data counts, not its comment."""
        if self._cell is not None:
            if "Data" in self._open and "Comment" not in self._open:
                self._pieces.append(data)
        else:
            self._chunks.append(data)

    def _start_sheet(self, values: dict[str, str]) -> None:
        if len(self.sheets) >= limits.MAX_SHEETS:
            raise limits.too_large(f"工作表超过 {limits.MAX_SHEETS} 张")
        self.sheets.append(_Sheet(sheet_name(values.get("Name", ""), self._taken)))
        self._row = self._column = 0

    def _start_row(self, values: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        sheet.stored_rows += 1
        self._row = max(1, _number(values.get("Index"), self._row + 1, MAX_ROW))
        if sheet.stored_rows > limits.MAX_ROWS or self._row > MAX_ROW:
            raise limits.too_large(f"一张工作表超过 {limits.MAX_ROWS} 行")
        self._column = 0
        height = size(values.get("Height"))
        span = _number(values.get("Span"), 0, MAX_ROW)
        if height is not None:
            sheet.heights[self._row] = height
        if values.get("Hidden") == "1":
            sheet.hidden_rows.append((self._row, min(self._row + span, MAX_ROW)))
        self._row = min(self._row + span, MAX_ROW)

    def _add_columns(self, values: dict[str, str]) -> None:
        first = max(1, _number(values.get("Index"), self._column + 1, MAX_COLUMN))
        last = min(first + _number(values.get("Span"), 0, MAX_COLUMN), MAX_COLUMN)
        width = size(values.get("Width"))
        sized = range(first, min(last, first + 1_000) + 1)
        self._sized += len(sized)
        if self._sized > limits.MAX_SIZED_COLUMNS:
            raise limits.too_large(f"列的设置超过 {limits.MAX_SIZED_COLUMNS} 处")
        for column in sized:
            if width is not None:
                self.sheets[-1].widths[column] = max(0.0, (width * 4 / 3 - 5) / 7)
            if values.get("Hidden") == "1":
                self.sheets[-1].hidden_columns.add(column)
        self._column = last

    def _end_cell(self, values: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        column = max(1, _number(values.get("Index"), self._column + 1, MAX_COLUMN))
        across = _number(values.get("MergeAcross"), 0, MAX_COLUMN)
        down = _number(values.get("MergeDown"), 0, MAX_ROW)
        right, bottom = min(column + across, MAX_COLUMN), min(self._row + down, MAX_ROW)
        row = max(self._row, 1)
        text = "".join(self._pieces)
        self._letters += len(text)
        index, code = self._resolved(values.get("StyleID", "Default"))
        sheet.cells[row, column] = _cell(self._kind, text, code, index)
        if (right, bottom) != (column, row):
            sheet.merges.append(Block(row, column, bottom, right))
        self._column = right
        self._cells += 1
        if self._cells > limits.MAX_FILLED_CELLS or self._letters > limits.MAX_TEXT_BYTES:
            raise limits.too_large(f"工作簿超过 {limits.MAX_FILLED_CELLS} 个单元格")
        if len(sheet.merges) > limits.MAX_MERGES:
            raise limits.too_large(f"一张工作表超过 {limits.MAX_MERGES} 处合并单元格")

    def _resolved(self, identifier: str) -> tuple[int, str]:
        """Style index and number format of a style, its parents counted."""
        known = self._indexes.get(identifier)
        if known is None:
            known = self._indexes[identifier] = self._resolve(identifier)
        return known

    def _resolve(self, identifier: str) -> tuple[int, str]:
        style = self._merged_style(identifier)
        code = style.code or GENERAL
        return self.looks.index_of(Look(**style.values, number_format=code)), code  # type: ignore[arg-type]

    def _merged_style(self, identifier: str) -> _Style:
        """The style with what its parents set; each style of a chain is merged once, and a ring is cut."""
        chain: dict[str, _Style] = {}
        while identifier in self._styles and identifier not in chain and identifier not in self._merged:
            chain[identifier] = self._styles[identifier]
            identifier = chain[identifier].parent
        merged = self._merged.get(identifier, _Style())
        for name, style in reversed(chain.items()):
            code = merged.code if style.code is None else style.code
            merged = self._merged[name] = _Style(code=code, values={**merged.values, **style.values})
        return merged


def _add_to_style(style: _Style, name: str, values: dict[str, str]) -> None:
    if name == "NumberFormat":
        code = values.get("Format", "")
        style.code = _NAMED.get(code.lower(), code) or GENERAL
    elif name == "Font":
        _add_font(style, values)
    elif name == "Alignment":
        style.values["horizontal"] = _CENTERED.get(values.get("Horizontal", ""), "general")
        style.values["vertical"] = values.get("Vertical", "Bottom").lower()
        style.values["wrap"] = values.get("WrapText") == "1"
    elif name == "Interior" and values.get("Pattern", "None") != "None":
        style.values["fill"] = plain_color(values.get("Color", "").lstrip("#"))
    elif name == "Border":
        edge = values.get("Position", "").lower()
        if edge in ("left", "right", "top", "bottom") and values.get("LineStyle", "None") != "None":
            line = (
                "double"
                if values["LineStyle"] == "Double"
                else _WEIGHTS.get(values.get("Weight", "1"), "thin")
            )
            style.values[edge] = Border(line, plain_color(values.get("Color", "").lstrip("#")) or "#000000")


def _add_font(style: _Style, values: dict[str, str]) -> None:
    if values.get("FontName"):
        style.values["font"] = values["FontName"]
    points = size(values.get("Size"))
    if points is not None and 1 <= points <= 409:
        style.values["size"] = points
    style.values["bold"] = values.get("Bold") == "1"
    style.values["italic"] = values.get("Italic") == "1"
    color = plain_color(values.get("Color", "").lstrip("#"))
    if color is not None:
        style.values["color"] = color


def _cell(kind: str, text: str, code: str, style: int) -> Cell:
    if kind == "Number":
        number = read_number(text.strip())
        if number is not None:
            return Cell(render(number, code), number, code, style=style)
    if kind == "DateTime":
        serial = _serial(text.strip())
        if serial is not None:
            return Cell(render(serial, code), serial, code, style=style)
    if kind == "Boolean":
        return Cell("TRUE" if text.strip() == "1" else "FALSE", None, code, style=style)
    return Cell(text, None, code, style=style, is_error=kind == "Error")


def _serial(text: str) -> Decimal | None:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    gap = moment - _DAY_ZERO
    return read_number(repr(gap.days + gap.seconds / 86_400))


def _number(text: str | None, missing: int, most: int) -> int:
    if text is None:
        return missing
    if not (text.isascii() and text.isdigit() and len(text) < 11) or int(text) > most:
        raise limits.corrupt(f"应为序号之处写着“{text[:20]}”")
    return int(text)
