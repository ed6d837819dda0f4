"""The rows and cells of a sheet after rows came in or went: numbers, addresses, formulas, new rows.

Part of moving rows; answers with the bytes between `<sheetData>` and `</sheetData>`. A row or cell
that stays where it is keeps its bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from perfdesk.core.grid import Block, address
from perfdesk.reading.shared_formula import shift_formula
from perfdesk.reading.sheet_scan import RawCell, RawRow, SheetScan, parse_range
from perfdesk.writing.moving.moved_formula import Stand, moved_formula
from perfdesk.writing.moving.row_move import RowMove, moved_range
from perfdesk.writing.patching.markup import attribute_splices, plain_text, splice, start_tag, with_attributes
from perfdesk.writing.patching.stored_formula import (
    SharedGroup,
    SheetContent,
    StoredFormula,
    area_of,
    formula_splice,
)

# The `r` of a row or cell, whatever stands before it in the tag.
_PLACE = re.compile(
    rb"""<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+r\s*=\s*["']\s*[A-Za-z]*([0-9]+)"""
)
Splice = tuple[int, int, bytes]


class CellsMove:
    """The cells of one sheet while rows of that or another sheet move.

    Attributes:
        resized: cells, as they now stand, with a formula that names a range which has grown or shrunk.
        fresh: new cells with a formula.
        lost: in Chinese, formulas that name deleted cells and words that would go with them.
    """

    def __init__(self, source: SheetContent, sheet: str, move: RowMove) -> None:
        self._scan = source.scan
        self._sheet = sheet
        self._move = move
        self._is_moving = move.is_for(sheet)
        self._formulas = source.formulas
        self.resized: list[tuple[int, int]] = []
        self.fresh: list[tuple[int, int]] = []
        self.lost: list[str] = []

    def content(self) -> bytes:
        """The new bytes between the tags of `sheetData`."""
        start, end = data_span(self._scan)
        splices = self._formula_splices()
        if self._is_moving:
            splices += self._number_splices()
            replaced = sorted([*self._gone_rows(), *self._carried_labels()])
            splices = [*_outside(splices, replaced), *replaced, *self._new_rows(end)]
        shifted = [(first - start, last - start, content) for first, last, content in splices]
        return splice(self._scan.data[start:end], shifted)

    def new_row(self, row: int) -> int | None:
        """Where a row of this sheet now stands; None where it has gone."""
        return self._move.row(row) if self._is_moving else row

    def _number_splices(self) -> Iterable[Splice]:
        """The new numbers of the rows that move and of their cells."""
        data, splices = self._scan.data, []
        for row in self._scan.rows:
            number = self._move.row(row.number)
            if number is not None and number != row.number:
                splices.append(self._renumbered_row(row, number))
        for cell in self._scan.cells:
            number = self._move.row(cell.row)
            match = _PLACE.match(data, cell.start) if number not in (None, cell.row) else None
            if match is not None:
                splices.append((*match.span(1), str(number).encode()))
        return splices

    def _renumbered_row(self, row: RawRow, number: int) -> Splice:
        match = _PLACE.match(self._scan.data, row.start)
        if match is not None:
            return (*match.span(1), str(number).encode())
        tag = start_tag(self._scan.data[row.start : self._scan.row_span(row)[1]])
        ((start, end, content),) = attribute_splices(tag, {"r": str(number)})
        return row.start + start, row.start + end, content

    def _gone_rows(self) -> Iterator[Splice]:
        for row in self._scan.rows:
            if self._move.row(row.number) is None:
                yield (*self._scan.row_span(row), b"")

    def _carried_labels(self) -> Iterator[Splice]:
        """The content of merges whose first row goes but not all of them, carried to the row that is left.

        Excel forgets it; a label of a group must outlive the group's first line.
        """
        cells = self._scan.by_place() if self._move.is_deletion else {}
        for text in self._scan.merges:
            area = parse_range(text) if cells else None
            if area is None or not self._move.first <= area[0] <= self._move.last < area[2]:
                continue
            label, heir = cells.get(area[:2]), cells.get((self._move.last + 1, area[1]))
            if label is None or label.value is None or label.formula is not None:
                continue
            if heir is None:
                self.lost.append(f"合并单元格 {text} 的文字")
                continue
            start, end = self._scan.cell_span(label)
            values = {"r": address(self._move.first, area[1])}
            yield (*self._scan.cell_span(heir), with_attributes(self._scan.data[start:end], values))

    def _formula_splices(self) -> list[Splice]:
        splices = []
        for stored in self._formulas.single:
            splices += self._moved_single(stored)
        for group in self._formulas.groups:
            splices += self._moved_group(group)
        return splices

    def _moved_text(self, stored: StoredFormula) -> str | None:
        """The new text of a formula, noted where it matters; None where its cell has gone."""
        row = self.new_row(stored.cell.row)
        if row is None:
            return None
        moved = moved_formula(stored.text, self._move, Stand(self._sheet, stored.cell.row))
        if moved.is_resized or moved.is_lost:
            self.resized.append((row, stored.cell.column))
        if moved.is_lost:
            self.lost.append(f"{self._sheet}!{address(stored.cell.row, stored.cell.column)}")
        return moved.text

    def _moved_single(self, stored: StoredFormula) -> list[Splice]:
        text = self._moved_text(stored)
        if text is None:
            return []
        attributes: dict[str, str | None] = {}
        if stored.area is not None and self._is_moving:
            attributes = self._moved_attributes(stored)
        if text == stored.text and not attributes:
            return []
        return [formula_splice(self._scan, stored.cell, text or None, attributes)]

    def _moved_attributes(self, stored: StoredFormula) -> dict[str, str | None]:
        """The range of an array formula or data table, and the cells a data table puts its values in."""
        start, end = self._scan.cell_span(stored.cell)
        found = re.findall(rb"""\s(ref|r1|r2)\s*=\s*["']([^"']*)["']""", self._scan.data[start:end])
        old = {name.decode(): value.decode() for name, value in found}
        new = {name: moved_range(value, self._move) for name, value in old.items()}
        return {name: value for name, value in new.items() if value is not None and value != old[name]}

    def _moved_group(self, group: SharedGroup) -> list[Splice]:
        """A shared formula stays shared where it still says the same in each of its cells."""
        members = [group.master, *group.dependants]
        texts = [self._moved_text(stored) for stored in members]
        if not self._is_moving and texts == [stored.text for stored in members]:
            return []
        if self._is_still_shared(group, texts):
            return self._moved_master(group, texts[0])
        bare = {"t": None, "ref": None, "si": None}
        return [
            formula_splice(self._scan, stored.cell, text, bare)
            for text, stored in zip(texts, members, strict=True)
            if text is not None
        ]

    def _is_still_shared(self, group: SharedGroup, texts: list[str | None]) -> bool:
        master, text = group.master.cell, texts[0]
        row = self.new_row(master.row)
        if text is None or row is None or "#REF!" in text:
            return False
        for stored, own in zip(group.dependants, texts[1:], strict=True):
            new = self.new_row(stored.cell.row)
            if new is None or own is None:
                continue
            if shift_formula(text, new - row, stored.cell.column - master.column) != own:
                return False
        return True

    def _moved_master(self, group: SharedGroup, text: str | None) -> list[Splice]:
        area = area_of(group.master.formula)
        span = None if area is None else self._move.span(area.top, area.bottom, can_grow=False)
        attributes: dict[str, str | None] = {}
        if area is not None and span is not None and self._is_moving and span != (area.top, area.bottom):
            attributes["ref"] = Block(span[0], area.left, span[1], area.right).range
        if not attributes and text in (None, group.master.text):
            return []
        return [formula_splice(self._scan, group.master.cell, text, attributes)]

    def _new_rows(self, end: int) -> list[Splice]:
        """The new rows, modelled on one that is there; without a model none needs to be stored."""
        move = self._move
        model = next((row for row in self._scan.rows if row.number == move.like), None)
        if move.is_deletion or model is None:
            return []
        texts = {stored.cell.start: stored for stored in self._formulas.every()}
        cells = [(cell, texts.get(cell.start)) for cell in self._scan.cells if cell.row == model.number]
        opening = start_tag(self._scan.data[model.start : self._scan.row_span(model)[1]])
        opening = with_attributes(opening, {"hidden": None, "collapsed": None})
        opening = opening.removesuffix(b">").removesuffix(b"/") + b">"
        close = f"</{self._scan.prefix}row>".encode()
        rows = b""
        for number in range(move.first, move.last + 1):
            made = b"".join(self._copy(cell, stored, number) for cell, stored in cells)
            rows += with_attributes(opening, {"r": str(number)}) + made + close
        place = next((row.start for row in self._scan.rows if row.number >= move.first), end)
        return [(place, place, rows)]

    def _copy(self, cell: RawCell, stored: StoredFormula | None, row: int) -> bytes:
        """A new cell with the format and the formula of another, without its value."""
        start, end = self._scan.cell_span(cell)
        text, area = (None, None) if self._is_covered(row, cell.column) else self._copied_text(stored, row)
        values = {"r": address(row, cell.column), "t": None, "vm": None}
        if area is None:
            values["cm"] = None
        opening = with_attributes(start_tag(self._scan.data[start:end]), values)
        opening = opening.removesuffix(b">").removesuffix(b"/")
        if text is None:
            return opening + b"/>"
        self.fresh.append((row, cell.column))
        prefix = self._scan.prefix
        array = "" if area is None else f' t="array" ref="{area.range}"'
        return opening + f"><{prefix}f{array}>{plain_text(text)}</{prefix}f></{prefix}c>".encode()

    def _is_covered(self, row: int, column: int) -> bool:
        """Whether a new cell lies below a merge that grows over it, where no content is seen."""
        return any(block.contains(row, column) for block in self._grown_merges)

    @cached_property
    def _grown_merges(self) -> list[Block]:
        areas = (parse_range(text) for text in self._scan.merges)
        moved = (self._move.block(Block(*area)) for area in areas if area is not None and area[0] < area[2])
        return [block for block in moved if block is not None]

    def _copied_text(self, stored: StoredFormula | None, row: int) -> tuple[str | None, Block | None]:
        """A formula's text in a new row, and its range where it is an array formula of that row."""
        if stored is None or not stored.text or stored.formula.kind == "dataTable":
            return None, None
        area = stored.area
        if area is not None and area.top != area.bottom:
            return None, None
        now = self._move.next_row(stored.cell.row)
        moved = moved_formula(stored.text, self._move, Stand(self._sheet, stored.cell.row))
        text = shift_formula(moved.text, row - now, 0)
        return text, None if area is None else Block(row, area.left, row, area.right)


def data_span(scan: SheetScan) -> tuple[int, int]:
    """Where the rows of a sheet begin and end; both behind the tag where it is written `<sheetData/>`."""
    element = scan.element("sheetData")
    if element is None:
        return 0, 0
    opening = start_tag(scan.data[element.start : element.end])
    start = element.start + len(opening)
    if opening.endswith(b"/>"):
        return start, start
    return start, scan.data.rindex(b"</", start, element.end)


def _outside(splices: Iterable[Splice], replaced: list[Splice]) -> list[Splice]:
    """The splices that lie in nothing that is replaced as a whole, given in its order."""
    starts = [start for start, _, _ in replaced]
    kept: list[Splice] = []
    for change in splices:
        place = bisect_right(starts, change[0]) - 1
        if place < 0 or change[0] >= replaced[place][1]:
            kept.append(change)
    return kept
