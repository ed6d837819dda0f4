"""The expat handlers behind `scan_sheet`: one for the frame of a worksheet, one for its cells.

The pair for cells is the hottest code of the program: it is entered several times for every cell.
"""

from __future__ import annotations

from xml.parsers import expat

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, column_number
from perfdesk.reading import limits
from perfdesk.reading.sheet_scan import (
    ColumnRun,
    Element,
    Formula,
    RawCell,
    RawRow,
    SheetScan,
    element_end,
)
from perfdesk.reading.xml_part import local_name, make_parser, run_parser

_DIGITS = "0123456789"
_TRUE = ("1", "true", "on")
_make_cell = tuple.__new__


class SheetHandler:
    """Collects a `SheetScan` while expat runs over the part."""

    def __init__(self, data: bytes, parser: expat.XMLParserType) -> None:
        self.scan = SheetScan(data)
        self._parser = parser
        self._depth = 0
        self._open: tuple[str, dict[str, str], int] | None = None
        self._chunks: list[str] = []
        self._pieces: list[str] = []
        self._phonetic = 0
        self._columns: dict[str, int] = {}
        self._styles: dict[str | None, int] = {None: 0}
        self._row, self._column, self._row_text = 0, 0, "0"
        self._row_attributes: dict[str, str] = {}
        self._row_start = 0
        self._inline: str | None = None
        self._formula: Formula | None = None
        self._formula_attributes: dict[str, str] = {}
        self._enter_frame()

    def _enter_frame(self) -> None:
        self._parser.StartElementHandler = self._start_frame
        self._parser.EndElementHandler = self._end_frame
        self._parser.CharacterDataHandler = None

    def _enter_cells(self) -> None:
        """Hand the elements of `sheetData` to closures over locals, as they are entered for every cell."""
        parser, chunks, cell_tag, value_tag = self._parser, self._chunks, self._c, self._v
        add_cell, start_other, end_other = self._add_cell, self._start_in_cells, self._end_in_cells
        cell: dict[str, str] = {}
        begin = 0
        value: str | None = None

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal cell, begin, value
            if tag == cell_tag:
                cell, value, begin = attributes, None, parser.CurrentByteIndex
            elif tag == value_tag:
                chunks.clear()
            else:
                start_other(tag, attributes)

        def end(tag: str) -> None:
            nonlocal value
            if tag == cell_tag:
                add_cell(cell, value, begin, parser.CurrentByteIndex)
            elif tag == value_tag:
                value = "".join(chunks)
                chunks.clear()  # What is nested ends again and again, and must not be gathered anew.
            else:
                end_other(tag)

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = chunks.append

    def _start_frame(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._set_prefix(tag)
        elif self._depth == 2:
            self._open = tag, attributes, self._parser.CurrentByteIndex
            if tag == self._sheet_data:
                self._enter_cells()
            elif local_name(tag) == "sheetFormatPr":
                self._read_defaults(attributes)
        elif self._depth == 3:
            name = local_name(tag)
            if name == "mergeCell":
                self._add_merge(attributes)
            elif name == "col":
                self._add_columns(attributes)

    def _end_frame(self, tag: str) -> None:
        self._depth -= 1
        if self._depth == 1 and self._open is not None:
            name, attributes, start = self._open
            end = element_end(self.scan.data, self._parser.CurrentByteIndex, name)
            self.scan.elements.append(Element(local_name(name), attributes, start, end))
        elif self._depth == 0:
            self.scan.root_end = self._parser.CurrentByteIndex

    def _set_prefix(self, tag: str) -> None:
        if local_name(tag) != "worksheet":
            raise limits.corrupt("工作表部件的内容不是工作表")
        prefix = self.scan.prefix = tag[: -len("worksheet")]
        self._sheet_data, self._row_tag, self._c = prefix + "sheetData", prefix + "row", prefix + "c"
        self._v, self._f, self._t, self._r_ph = prefix + "v", prefix + "f", prefix + "t", prefix + "rPh"
        self._is = prefix + "is"

    def _read_defaults(self, attributes: dict[str, str]) -> None:
        self.scan.default_column_width = size(attributes.get("defaultColWidth"))
        self.scan.base_column_width = size(attributes.get("baseColWidth"))
        self.scan.default_row_height = size(attributes.get("defaultRowHeight"))

    def _add_merge(self, attributes: dict[str, str]) -> None:
        if len(self.scan.merges) >= limits.MAX_MERGES:
            raise limits.too_large(f"一张工作表超过 {limits.MAX_MERGES} 处合并单元格")
        self.scan.merges.append(attributes.get("ref", ""))

    def _add_columns(self, attributes: dict[str, str]) -> None:
        first, last = natural(attributes.get("min"), 0), natural(attributes.get("max"), 0)
        before = self.scan.columns[-1].last if self.scan.columns else 0
        # Runs out of order contradict each other; Excel repairs such a file by dropping them.
        if not before < first <= last <= MAX_COLUMN:
            return
        hidden, style = attributes.get("hidden") in _TRUE, natural(attributes.get("style"), 0)
        self.scan.columns.append(ColumnRun(first, last, size(attributes.get("width")), hidden, style))

    def _start_in_cells(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self._t:
            self._chunks.clear()
        elif tag == self._f:
            self._chunks.clear()
            self._formula_attributes = attributes
        elif tag == self._row_tag:
            self._start_row(attributes)
        elif tag == self._is:
            self._pieces.clear()
        elif tag == self._r_ph:
            self._phonetic += 1

    def _end_in_cells(self, tag: str) -> None:
        if tag == self._f:
            self._end_formula()
        elif tag == self._row_tag:
            self._end_row()
        elif tag == self._t:
            if not self._phonetic:
                self._pieces.append("".join(self._chunks))
            self._chunks.clear()
        elif tag == self._is and self._inline is None:
            self._inline = "".join(self._pieces)
        elif tag == self._r_ph:
            self._phonetic -= 1
        elif tag == self._sheet_data:
            self._enter_frame()
            self._end_frame(tag)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row_start = self._parser.CurrentByteIndex
        self._row_attributes = attributes
        self._set_row(natural(attributes.get("r"), self._row + 1))
        self._column = 0

    def _set_row(self, row: int) -> None:
        if not 1 <= row <= MAX_ROW:
            raise limits.too_large(f"出现了第 {row} 行，Excel 最多 {MAX_ROW} 行")
        self._row, self._row_text = row, str(row)

    def _end_row(self) -> None:
        attributes = self._row_attributes
        rows = self.scan.rows
        if len(rows) >= limits.MAX_ROWS:
            raise limits.too_large(f"一张工作表存有超过 {limits.MAX_ROWS} 行，多是表格下方的空行")
        style = natural(attributes.get("s"), 0) if attributes.get("customFormat") in _TRUE else None
        hidden = attributes.get("hidden") in _TRUE
        height = size(attributes.get("ht"))
        rows.append(RawRow(self._row, style, height, hidden, self._row_start, self._parser.CurrentByteIndex))

    def _end_formula(self) -> None:
        attributes = self._formula_attributes
        text = "".join(self._chunks)
        self._chunks.clear()
        if attributes:
            kind, shared = attributes.get("t", "normal"), attributes.get("si")
            self._formula = Formula(text, kind, shared, attributes.get("ref"))
        else:
            self._formula = Formula(text)

    def _add_cell(self, attributes: dict[str, str], value: str | None, start: int, close: int) -> None:
        get = attributes.get
        reference = get("r")
        if reference is None:
            if not self._row:
                raise limits.corrupt("有单元格不在任何一行之内")
            self._column += 1
            if self._column > MAX_COLUMN:
                raise limits.too_large(f"第 {self._row} 行超过 {MAX_COLUMN} 列")
        else:
            letters = reference.rstrip(_DIGITS)
            if reference[len(letters) :] != self._row_text:
                self._set_row(natural(reference[len(letters) :], 0))
            self._column = self._columns.get(letters) or self._learn_column(letters)
        style = self._styles.get(get("s"))
        if style is None:
            style = self._styles[get("s")] = natural(get("s"), 0)
        if value is None:
            value = self._inline
        cell = self._row, self._column, style, get("t", "n"), value, self._formula, start, close
        self._inline = self._formula = None
        cells = self.scan.cells
        # Past the keyword checks of the named tuple's own constructor.
        cells.append(_make_cell(RawCell, cell))
        if len(cells) > limits.MAX_CELLS:
            raise limits.too_large(f"一张工作表超过 {limits.MAX_CELLS} 个单元格")

    def _learn_column(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha()):
            raise limits.corrupt(f"第 {self._row} 行有单元格地址写错")
        column = column_number(letters[:4])
        if column > MAX_COLUMN:
            raise limits.too_large(f"出现了第 {letters[:8]} 列，Excel 最多到 XFD 列")
        self._columns[letters] = column
        return column


def natural(text: str | None, missing: int) -> int:
    """A whole number of the markup; `missing` where there is none. Raises FileFault for other text."""
    if text is None:
        return missing
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        raise limits.corrupt(f"应为整数之处写着“{text[:20]}”")
    return int(text)


def size(text: str | None) -> float | None:
    """A width or height of the markup; None where there is none that makes sense."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < 2_000 else None


def scan_sheet(data: bytes, name: str) -> SheetScan:
    """Scan a worksheet part given in UTF-8; raises FileFault for damage and beyond the limits."""
    parser = make_parser()
    handler = SheetHandler(data, parser)
    run_parser(parser, data, name)
    return handler.scan
