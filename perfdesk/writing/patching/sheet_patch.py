"""One worksheet part with cells restyled or given new content by splicing.

Uses the scanner of `reading` for the offsets; everything between the touched cells stays,
byte for byte. Knows cells and rows, nothing of strings, styles or other parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Block, address
from perfdesk.reading.shared_formula import shift_formula
from perfdesk.reading.sheet_handler import scan_sheet
from perfdesk.reading.sheet_scan import Element, Formula, RawCell, RawRow, SheetScan, parse_range
from perfdesk.reading.xlsx import shared_masters
from perfdesk.writing.patching.markup import attribute_splices, plain_text, splice, start_tag, with_attributes
from perfdesk.writing.patching.string_table import stored_text, text_element

# What may stand behind the place of <legacyDrawing> in a worksheet.
BEHIND_LEGACY_DRAWING = frozenset(
    {
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
        "tableParts", "extLst", "AlternateContent",
    }
)  # fmt: skip
_CHARACTERS = rb"(?:[^<]|<!\[CDATA\[.*?\]\]>|<!--.*?-->)*"
_FORMULA = rb"(?s)<%sf(?:\s[^>]*?)?(?:/>|>" + _CHARACTERS + rb"</%sf\s*>)"
_KIND = re.compile(rb"\st\s*=")
_SPANS = re.compile(r"([0-9]+):([0-9]+)\Z")


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell is to hold; blank by default.

    Attributes:
        kind: the cell's `t`: None for a number, `s` for a shared, `inlineStr` for an inline string,
            `str` for a text that a formula gives.
        value: the number's digits, the index of the shared string, or the text itself.
    """

    kind: str | None = None
    value: str = ""


@dataclass(slots=True)
class _Change:
    """What becomes of one cell; `formula` is its own text in place of a shared one, `result` its result."""

    style: int | None = None
    content: Content | None = None
    formula: str | None = None
    forgets_result: bool = False
    result: Content | None = None


class SheetPatch:
    """The changes to be spliced into one worksheet part."""

    def __init__(self, data: bytes, part: str) -> None:
        """Scan the part, given in UTF-8; raises FileFault where it is damaged."""
        self.part = part
        self.scan: SheetScan = scan_sheet(data, part)
        self.cells = self.scan.by_place()
        self._rows = {row.number: row for row in self.scan.rows}
        self._changes: dict[tuple[int, int], _Change] = {}
        self._splices: list[tuple[int, int, bytes]] = []

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be spliced in."""
        return bool(self._changes or self._splices)

    @cached_property
    def merges(self) -> tuple[Block, ...]:
        """The merged blocks, as the part lists them."""
        ranges = (parse_range(text) for text in self.scan.merges)
        return tuple(Block(*found) for found in ranges if found is not None)

    @cached_property
    def formula_cells(self) -> tuple[RawCell, ...]:
        """The stored cells that hold a formula."""
        return tuple(cell for cell in self.scan.cells if cell.formula is not None)

    @cached_property
    def masters(self) -> dict[str, RawCell]:
        """The masters of shared formulas by index."""
        return shared_masters(self.scan)

    @property
    def changed_places(self) -> frozenset[tuple[int, int]]:
        """The cells, by row and column, that are no longer as they lie in the file."""
        return frozenset(self._changes)

    @property
    def forgotten(self) -> int:
        """How many stored results were taken away without a new one."""
        return sum(change.forgets_result and change.result is None for change in self._changes.values())

    def block_at(self, row: int, column: int) -> Block:
        """The merge that covers the cell, or the cell itself."""
        for block in self.merges:
            if block.contains(row, column):
                return block
        return Block(row, column, row, column)

    def style_at(self, row: int, column: int) -> int:
        """The format a cell has, or would get from its row or column."""
        cell = self.cells.get((row, column))
        if cell is not None:
            return cell.style
        found = self._rows.get(row)
        if found is not None and found.style is not None:
            return found.style
        for run in self.scan.columns:
            if run.first <= column <= run.last:
                return run.style
        return 0

    def restyle(self, row: int, column: int, style: int) -> None:
        """Give a cell another format; one that is not stored is created."""
        self._change(row, column).style = style

    def fill_in(self, row: int, column: int, content: Content) -> None:
        """Give a cell a new content in place of its value and formula."""
        self._change(row, column).content = content
        cell = self.cells.get((row, column))
        if cell is not None and cell.formula is not None:
            self._unshare(cell, cell.formula)

    def forget_results(self, block: Block) -> None:
        """Take the results of a formula away, for they may no longer be true."""
        for place in self._stored(block):
            self._change(*place).forgets_result = True

    def renew_result(self, row: int, column: int, result: Content) -> None:
        """Give a formula the result it now has."""
        change = self._change(row, column)
        change.forgets_result, change.result = True, result

    def insert(self, source: bytes, before: frozenset[str]) -> None:
        """Put a child behind the data of the worksheet, before the first of those named, else at its end."""
        data = self.scan.element("sheetData")
        for element in self.scan.elements:
            if element.name in before and (data is None or element.start > data.start):
                self._splices.append((element.start, element.start, source))
                return
        self._splices.append((self.scan.root_end, self.scan.root_end, source))

    def replace(self, element: Element, source: bytes) -> None:
        """Put other bytes in place of a child of the worksheet."""
        self._splices.append((element.start, element.end, source))

    def places_to_fill(self, block: Block) -> list[tuple[int, int]]:
        """The cells to be restyled so that a block shows a fill: the first, and all that are stored."""
        first = (block.top, block.left)
        return [first, *(place for place in self._stored(block) if place != first)]

    def result(self) -> bytes:
        """The part with every change spliced in."""
        splices = list(self._splices)
        absent: dict[int, dict[int, _Change]] = {}
        for (row, column), change in self._changes.items():
            cell = self.cells.get((row, column))
            if cell is None:
                absent.setdefault(row, {})[column] = change
            else:
                start, end = self.scan.cell_span(cell)
                splices.append((start, end, self._rewritten(cell, change)))
        splices += self._created(absent)
        splices += self._widened_dimension(absent)
        try:
            return splice(self.scan.data, splices)
        except ValueError:
            raise FileFault(
                "corrupt",
                f"文件中的部件 {self.part} 里行或单元格相互套叠，无法保存：请用 Excel 或 WPS 另存后再改。",
            ) from None

    def _stored(self, block: Block) -> list[tuple[int, int]]:
        """The places of a block's stored cells."""
        if block.is_single:
            place = (block.top, block.left)
            return [place] if place in self.cells else []
        return [place for place in self.cells if block.contains(*place)]

    def _change(self, row: int, column: int) -> _Change:
        return self._changes.setdefault((row, column), _Change())

    def _rewritten(self, cell: RawCell, change: _Change) -> bytes:
        start, end = self.scan.cell_span(cell)
        source = self.scan.data[start:end]
        values: dict[str, str | None] = {} if change.style is None else {"s": str(change.style)}
        if change.content is not None:
            # `cm` and `vm` speak of the old value (dynamic array, picture in a cell).
            kind = change.content.kind
            is_kind_stated = _KIND.search(start_tag(source)) is not None
            values |= {"t": kind if is_kind_stated else None, "cm": None, "vm": None}
            opening = (
                with_attributes(start_tag(source), values).removesuffix(b">").removesuffix(b"/").rstrip()
            )
            if kind and not is_kind_stated:
                # Behind the others, where writers put it: a text set back is then the same to the byte.
                opening += f' t="{kind}"'.encode()
            return self._closed(opening, change.content)
        if change.formula is not None:
            source = self._with_own_formula(source, change.formula)
        if change.forgets_result:
            source = self._without_result(source)
        if change.result is not None:
            source = self._with_result(source, change.result)
        return with_attributes(source, values) if values else source

    def _closed(self, opening: bytes, content: Content) -> bytes:
        if not content.value:
            return opening + b"/>"
        prefix = self.scan.prefix
        if content.kind == "inlineStr":
            inner = f"<{prefix}is>{text_element(content.value, prefix)}</{prefix}is>"
        else:
            inner = f"<{prefix}v>{content.value}</{prefix}v>"
        return opening + f">{inner}</{prefix}c>".encode()

    def _without_result(self, source: bytes) -> bytes:
        prefix = re.escape(self.scan.prefix.encode())
        value = (rb"(?s)<%sv(?:\s[^>]*)?(?:/>|>" + _CHARACTERS + rb"</%sv\s*>)") % (prefix, prefix)
        return with_attributes(re.sub(value, b"", source), {"t": None})

    def _with_result(self, source: bytes, result: Content) -> bytes:
        """A formula cell without a result, given one behind its formula."""
        prefix = self.scan.prefix.encode()
        formula = re.search(_FORMULA % (re.escape(prefix), re.escape(prefix)), source)
        end = len(start_tag(source)) if formula is None else formula.end()
        value = b"<%sv>%s</%sv>" % (prefix, stored_text(result.value).encode(), prefix)
        return with_attributes(source[:end] + value + source[end:], {"t": result.kind})

    def _created(self, absent: dict[int, dict[int, _Change]]) -> list[tuple[int, int, bytes]]:
        """Splices for cells that are not stored, by row."""
        splices: list[tuple[int, int, bytes]] = []
        for number in sorted(absent):
            row = self._rows.get(number)
            if row is None:
                splices.append(self._new_row(number, absent[number]))
            else:
                splices += self._cells_in_row(row, absent[number])
        return _merged_at_end(splices)

    def _new_cell(self, row: int, column: int, change: _Change) -> bytes:
        style = self.style_at(row, column) if change.style is None else change.style
        content = change.content or Content()
        opening = f'<{self.scan.prefix}c r="{address(row, column)}"'
        opening += f' s="{style}"' if style else ""
        opening += f' t="{content.kind}"' if content.kind else ""
        return self._closed(opening.encode(), content)

    def _new_row(self, number: int, changes: dict[int, _Change]) -> tuple[int, int, bytes]:
        cells = b"".join(self._new_cell(number, column, changes[column]) for column in sorted(changes))
        tag = f"{self.scan.prefix}row"
        source = f'<{tag} r="{number}">'.encode() + cells + f"</{tag}>".encode()
        for row in self.scan.rows:
            if row.number > number:
                return row.start, row.start, source
        return self._end_of_sheet_data(source)

    def _end_of_sheet_data(self, source: bytes) -> tuple[int, int, bytes]:
        sheet_data = self.scan.element("sheetData")
        if sheet_data is None:
            raise FileFault("corrupt", f"文件中的部件 {self.part} 缺少数据区：请在 Excel 或 WPS 中另存。")
        opening = start_tag(self.scan.data[sheet_data.start : sheet_data.end])
        if opening.endswith(b"/>"):
            close = f"</{self.scan.prefix}sheetData>".encode()
            start = sheet_data.start + opening.rindex(b"/")
            return start, sheet_data.end, b">" + source + close
        end = self.scan.data.rindex(b"</", sheet_data.start, sheet_data.end)
        return end, end, source

    def _cells_in_row(self, row: RawRow, changes: dict[int, _Change]) -> list[tuple[int, int, bytes]]:
        stored = [cell for cell in self.scan.cells if cell.row == row.number]
        columns = sorted(changes)
        opening = start_tag(self.scan.data[row.start : self.scan.row_span(row)[1]])
        splices = _widened_spans(row.start, opening, columns)
        if self.scan.row_is_empty_tag(row):
            cells = b"".join(self._new_cell(row.number, column, changes[column]) for column in columns)
            end = row.start + len(opening)
            slash = row.start + opening.rindex(b"/")
            return [*splices, (slash, end, b">" + cells + f"</{self.scan.prefix}row>".encode())]
        for column in columns:
            following = (cell.start for cell in stored if cell.column > column)
            place = next(following, self.scan.row_content_end(row))
            splices.append((place, place, self._new_cell(row.number, column, changes[column])))
        return splices

    def _widened_dimension(self, absent: dict[int, dict[int, _Change]]) -> list[tuple[int, int, bytes]]:
        """The sheet's stated extent, widened where new cells lie outside of it."""
        element = self.scan.element("dimension")
        stated = None if element is None else parse_range(element.attributes.get("ref", ""))
        if element is None or stated is None or not absent:
            return []
        top, left, bottom, right = stated
        columns = [column for cells in absent.values() for column in cells]
        wide = Block(min(top, *absent), min(left, *columns), max(bottom, *absent), max(right, *columns))
        if wide == Block(*stated):
            return []
        tag = start_tag(self.scan.data[element.start : element.end])
        return _shifted(element.start, attribute_splices(tag, {"ref": wide.range}))

    def _unshare(self, master: RawCell, formula: Formula) -> None:
        """Give the dependants of a shared formula their own text before its master goes."""
        if formula.kind != "shared" or not formula.text:
            return
        area = parse_range(formula.range or "")
        for cell in self.formula_cells:
            own = cell.formula
            if own is None or own.text or own.kind != "shared" or own.shared_index != formula.shared_index:
                continue
            if area is not None and not Block(*area).contains(cell.row, cell.column):
                continue
            text = shift_formula(formula.text, cell.row - master.row, cell.column - master.column)
            self._change(cell.row, cell.column).formula = text

    def _with_own_formula(self, source: bytes, text: str) -> bytes:
        prefix = self.scan.prefix.encode()
        pattern = _FORMULA % (re.escape(prefix), re.escape(prefix))
        own = b"<%sf>" % prefix + plain_text(text).encode() + b"</%sf>" % prefix
        return re.sub(pattern, lambda _: own, source, count=1)


def _shifted(by: int, splices: Iterable[tuple[int, int, bytes]]) -> list[tuple[int, int, bytes]]:
    return [(start + by, end + by, content) for start, end, content in splices]


def _widened_spans(offset: int, opening: bytes, columns: list[int]) -> list[tuple[int, int, bytes]]:
    """The change that makes a row's `spans`, where it states them, include new columns."""
    match = re.search(rb"""\sspans\s*=\s*["']([0-9: ]*)["']""", opening)
    spans = None if match is None else _SPANS.match(match.group(1).decode())
    if match is None or spans is None:
        return []
    first, last = int(spans.group(1)), int(spans.group(2))
    wide = f"{min(first, *columns)}:{max(last, *columns)}"
    if wide == spans.group():
        return []
    start, end = match.span(1)
    return [(offset + start, offset + end, wide.encode())]


def _merged_at_end(splices: list[tuple[int, int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Splices as they are, those that open one `<sheetData/>` made into one."""
    opening = [change for change in splices if change[1] > change[0] and b"sheetData>" in change[2][-20:]]
    if len(opening) < 2:
        return splices
    start, end, first = opening[0]
    close = first[first.rindex(b"</") :]
    rows = b"".join(change[2][1 : -len(close)] for change in opening)
    rest = [change for change in splices if change not in opening]
    return [*rest, (start, end, b">" + rows + close)]
