"""What a sheet says of its cells outside of them, after rows came in or went.

Part of moving rows: merges, rules for entry and for looks, filters, views, page breaks, links and
their like, in the worksheet part without its rows. Elements that name only deleted cells go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfdesk.core.grid import Block, address, column_name
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.writing.moving.moved_formula import Stand
from perfdesk.writing.moving.moved_text import inner_text, move_attributes, move_formula_text, move_text
from perfdesk.writing.moving.row_anchor import move_anchor
from perfdesk.writing.moving.row_move import RowMove, moved_list, moved_range, ranges_of
from perfdesk.writing.patching.markup import Element, Markup

# Attributes that hold one range or cell of the sheet, by element.
_RANGES = {
    "autoFilter": "ref", "cellSmartTags": "r", "cellWatch": "r", "hyperlink": "ref", "inputCells": "r",
    "mergeCell": "ref", "sortCondition": "ref", "sortState": "ref", "webPublishItem": "sourceRef",
}  # fmt: skip
# Elements that are nothing without their children.
_CONTAINERS = frozenset(
    {
        "cellSmartTags", "cellWatches", "conditionalFormattings", "dataRefs", "dataValidations", "ext",
        "extLst", "hyperlinks", "ignoredErrors", "mergeCells", "protectedRanges", "rowBreaks", "smartTags",
        "sparklineGroups", "sparklines",
    }
)  # fmt: skip
_FORMULAS = frozenset({"formula", "formula1", "formula2", "f"})
_FORMULA_ATTRIBUTES = ("linkedCell", "listFillRange")
_TITLES = {"conditionalFormatting": "条件格式", "dataValidation": "数据验证"}


class FrameMove:
    """The worksheet part without its rows, while rows of that or another sheet move.

    Attributes:
        lost: in Chinese, what names deleted cells and would be broken.
    """

    def __init__(self, frame: Markup, sheet: str, move: RowMove) -> None:
        self._frame = frame
        self._sheet = sheet
        self._move = move
        self._is_moving = move.is_for(sheet)
        self._column_breaks = {
            id(child)
            for element in frame.root.descendants()
            if element.name == "colBreaks"
            for child in element.children
        }
        self.lost: list[str] = []

    def move_all(self, has_new_cells: bool) -> None:
        """Move everything; new cells, where there are any, widen the stated extent of the sheet."""
        for child in self._frame.root.children:
            if child.name == "sheetData":
                continue
            if child.name == "dimension" and self._is_moving:
                self._move_dimension(child, has_new_cells)
            else:
                self._visit(child, Stand(self._sheet))

    def _visit(self, element: Element, stand: Stand) -> None:
        if self._is_gone(element):
            self._frame.replace(element.start, element.end, b"")
            return
        if self._is_moving:
            self._move_places(element)
            self._count_again(element)
        stand = self._stand_of(element, stand)
        self._move_formulas(element, stand)
        for child in element.children:
            self._visit(child, stand)

    def _is_gone(self, element: Element) -> bool:
        """Whether all cells an element speaks of are deleted."""
        if not self._is_moving:
            return False
        if element.name == "sparklineGroup":
            return any(self._is_gone(child) for child in element.every("sparklines"))
        if element.name in _CONTAINERS and element.children:
            return all(self._is_gone(child) for child in element.children)
        if element.name == "brk":
            return id(element) not in self._column_breaks and self._move.row(element.number("id") + 1) is None
        if element.name == "mergeCell":
            return self._is_merge_gone(element.attributes.get("ref", ""))
        if element.name in _RANGES:
            return moved_range(element.attributes.get(_RANGES[element.name], ""), self._move) is None
        listed = self._list_of(element)
        is_rule = element.name not in {"selection", "scenarios"}
        return is_rule and bool(listed) and moved_list(listed, self._move) is None

    def _is_merge_gone(self, text: str) -> bool:
        moved = moved_range(text, self._move)
        area = None if moved is None else parse_range(moved)
        return moved is None or (moved != text and area is not None and Block(*area).is_single)

    def _list_of(self, element: Element) -> str:
        """The cells an element is for, given as an attribute or, in an extension, as a child."""
        if "sqref" in element.attributes:
            return element.attributes["sqref"]
        child = element.child("sqref")
        return "" if child is None else inner_text(self._frame, child)

    def _move_places(self, element: Element) -> None:
        """Move the ranges an element of the sheet's own names."""
        frame, move = self._frame, self._move
        if element.name == "selection":
            self._move_selection(element)
        elif element.name in {"sheetView", "customSheetView"}:
            self._move_view(element)
        elif element.name == "mergeCells":
            self._add_merges(element)
        elif element.name == "brk" and id(element) not in self._column_breaks:
            self._set(element, "id", str(move.next_row(element.number("id") + 1) - 1))
        elif element.name == "anchor":
            if move_anchor(frame, element, move):
                self.lost.append(f"{self._sheet} 的控件或嵌入对象")
        elif element.name in _RANGES:
            name = _RANGES[element.name]
            moved = moved_range(element.attributes.get(name, ""), move)
            if name in element.attributes and moved is not None:
                self._set(element, name, moved)
        elif "sqref" in element.attributes:
            self._set(element, "sqref", moved_list(element.attributes["sqref"], move) or "A1")
        elif element.name == "sqref" and not element.children:
            move_text(frame, element, moved_list(inner_text(frame, element), move) or "A1")

    def _set(self, element: Element, name: str, value: str) -> None:
        if element.attributes.get(name) != value:
            self._frame.set_attribute(element, name, value)

    def _count_again(self, element: Element) -> None:
        """Put the number of children right where some of them go."""
        gone = [child for child in element.children if self._is_gone(child)]
        if not gone or element.name == "mergeCells":
            return
        if "count" in element.attributes:
            self._set(element, "count", str(element.number("count") - len(gone)))
        if "manualBreakCount" in element.attributes:
            manual = sum(1 for child in gone if child.attributes.get("man") in {"1", "true"})
            self._set(element, "manualBreakCount", str(element.number("manualBreakCount") - manual))

    def _stand_of(self, element: Element, stand: Stand) -> Stand:
        """Where the formulas of a rule stand: they are written for the first of its cells."""
        listed = self._list_of(element) if self._is_moving and element.name in _TITLES else ""
        old = ranges_of(listed)
        new = ranges_of(moved_list(listed, self._move) or "")
        if not old or not new:
            return stand
        top, new_top = min(block.top for block in old), min(block.top for block in new)
        is_single = all(
            len({edge for b in blocks for edge in (b.top, b.bottom)}) == 1 for blocks in (old, new)
        )
        return replace(stand, row=top, ride=None if is_single else new_top - top)

    def _move_formulas(self, element: Element, stand: Stand) -> None:
        lost = move_attributes(self._frame, element, _FORMULA_ATTRIBUTES, self._move, stand)
        if element.name == "cfvo":
            lost |= move_attributes(self._frame, element, ("val",), self._move, stand)
        elif element.name == "dataRef" and self._move.is_for(element.attributes.get("sheet")):
            moved = moved_range(element.attributes.get("ref", ""), self._move)
            self._set(element, "ref", moved or element.attributes.get("ref", ""))
        elif element.name in _FORMULAS and not element.children:
            lost |= move_formula_text(self._frame, element, self._move, stand)
        if lost:
            self.lost.append(f"{self._sheet} 的数据验证、条件格式或控件")

    def _move_dimension(self, element: Element, has_new_cells: bool) -> None:
        moved = moved_range(element.attributes.get("ref", ""), replace(self._move, grows=False)) or "A1"
        area = parse_range(moved)
        if has_new_cells and area is not None:
            top, left, bottom, right = area
            moved = Block(min(top, self._move.first), left, max(bottom, self._move.last), right).range
        self._set(element, "ref", moved)

    def _add_merges(self, element: Element) -> None:
        """Merge cells of the new rows as those of the row they are modelled on."""
        merges = [Block(*area) for area in self._merge_areas(element)]
        moved = [
            block for block in map(self._move.block, merges) if block is not None and not block.is_single
        ]
        rows = range(self._move.first, self._move.last + 1)
        like = [block for block in merges if block.top == block.bottom == self._move.like]
        added = [
            Block(row, block.left, row, block.right)
            for row in rows
            for block in like
            if not any(other.top <= row <= other.bottom and other.overlaps_columns(block) for other in moved)
        ]
        cells = "".join(f'<{element.prefix}mergeCell ref="{block.range}"/>' for block in added)
        if cells:
            self._frame.append(element, cells.encode())
        gone = sum(1 for child in element.children if self._is_gone(child))
        if "count" in element.attributes and (added or gone):
            self._set(element, "count", str(len(element.children) - gone + len(added)))

    @staticmethod
    def _merge_areas(element: Element) -> Iterator[tuple[int, int, int, int]]:
        for child in element.every("mergeCell"):
            area = parse_range(child.attributes.get("ref", ""))
            if area is not None:
                yield area

    def _move_selection(self, element: Element) -> None:
        """The selected cells move on; the active one must stay among them."""
        move = replace(self._move, like=None, grows=False)
        active = parse_range(element.attributes.get("activeCell", "A1"))
        if active is None or "sqref" not in element.attributes:
            return
        cell = address(move.next_row(active[0]), active[1])
        listed = moved_list(element.attributes["sqref"], move) or cell
        row, column = move.next_row(active[0]), active[1]
        if not any(block.contains(row, column) for block in ranges_of(listed)):
            listed = cell
        if "activeCell" in element.attributes:
            self._set(element, "activeCell", cell)
        self._set(element, "sqref", listed)

    def _move_view(self, view: Element) -> None:
        """Rows that are frozen stay frozen, and new ones among them are too."""
        first_shown = parse_range(view.attributes.get("topLeftCell", "A1")) or (1, 1, 1, 1)
        top = self._scrolled(first_shown[0])
        if "topLeftCell" in view.attributes:
            self._set(view, "topLeftCell", address(top, first_shown[1]))
        pane = view.child("pane")
        if pane is None or not pane.attributes.get("state", "").startswith("frozen"):
            return
        frozen = pane.number("ySplit")
        if frozen:
            old = range(first_shown[0], first_shown[0] + frozen)
            frozen = max(1, frozen + self._rows_between(old))
            self._set(pane, "ySplit", str(frozen))
        shown = parse_range(pane.attributes.get("topLeftCell", ""))
        if shown is not None:
            row = max(self._scrolled(shown[0]), top + frozen) if frozen else self._scrolled(shown[0])
            self._set(pane, "topLeftCell", f"{column_name(shown[1])}{row}")

    def _scrolled(self, row: int) -> int:
        return self._move.next_row(row) if row > self._move.first else row

    def _rows_between(self, rows: range) -> int:
        """How many rows come in among these, or, below zero, how many of them go."""
        if not self._move.is_deletion:
            return self._move.count if self._move.first in rows else 0
        return -sum(1 for row in rows if self._move.first <= row <= self._move.last)
