"""The other parts of a workbook after rows of a sheet moved: names, drawings, charts, tables, comments.

Part of moving rows. A part in which nothing moves is not written.
"""

from __future__ import annotations

from collections.abc import Callable

from perfdesk.core.grid import Block, address, parse_address
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.writing.moving.moved_formula import NAME, Stand, moved_formula
from perfdesk.writing.moving.moved_text import inner_text, move_attributes, move_formula_text, move_text
from perfdesk.writing.moving.row_anchor import move_anchor
from perfdesk.writing.moving.row_boxes import move_boxes
from perfdesk.writing.moving.row_move import RowMove, moved_range
from perfdesk.writing.patching.draft import Draft, SheetPart
from perfdesk.writing.patching.markup import Element, Markup

_CONTROL_FORMULAS = ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup")
_DRAWING_FORMULAS = ("textlink", "cellRange")
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor"})


class NeighbourMove:
    """The parts beside the worksheets while rows of one sheet move.

    Attributes:
        lost: in Chinese, what names deleted cells and would be broken.
        has_resized_names: whether a name's range, or a table, has other rows than before.
    """

    def __init__(self, draft: Draft, sheet: SheetPart, move: RowMove) -> None:
        self._draft = draft
        self._sheet = sheet
        self._move = move
        self.lost: list[str] = []
        self.has_resized_names = False

    def move_all(self) -> None:
        """Move everything, part by part."""
        self._edit(self._draft.workbook_part, self._move_names)
        for kind, edit in (
            ("drawing", self._move_anchors),
            ("table", self._move_table),
            ("comments", self._move_comments),
            ("threadedComment", self._move_comments),
            ("tableSingleCells", self._move_comments),
            ("pivotTable", self._move_pivot_table),
        ):
            for part in self._related(self._sheet.part, kind):
                self._edit(part, edit)
        for sheet in self._draft.sheets:
            for part in self._related(sheet.part, "vmlDrawing"):
                self._draft.put(part, move_boxes(self._draft.read(part), sheet.name, self._move))
        self._move_by_type()

    def _move_by_type(self) -> None:
        """Move what may name cells of any sheet."""
        for name, content in self._draft.package.content_types().items():
            part = self._draft.canonical(name)
            if not self._draft.has(part):
                continue
            if content.endswith(("drawingml.chart+xml", "chartex+xml")):
                self._edit(part, self._move_chart)
            elif content.endswith("drawing+xml"):
                self._edit(part, self._move_shape_texts)
            elif content.endswith("pivotCacheDefinition+xml"):
                self._edit(part, self._move_pivot_source)
            elif content.endswith("controlproperties+xml"):
                self._edit(part, self._move_control)

    def _related(self, part: str, kind: str) -> list[str]:
        return [
            self._draft.canonical(relation.target)
            for relation in self._draft.package.relations(part).values()
            if relation.type == kind and relation.mode == "Internal" and self._draft.has(relation.target)
        ]

    def _edit(self, part: str, edit: Callable[[Markup], None]) -> None:
        markup = self._draft.markup(part)
        edit(markup)
        if markup.is_changed:
            self._draft.put(part, markup.result())

    def _move_names(self, workbook: Markup) -> None:
        names = workbook.root.child("definedNames")
        for element in () if names is None else names.every("definedName"):
            name = element.attributes.get("name", "")
            # Built-in names speak of the sheet itself, though some programs leave their `$` out.
            stand = Stand() if name.startswith("_xlnm.") else NAME
            moved = moved_formula(inner_text(workbook, element), self._move, stand)
            move_text(workbook, element, moved.text)
            self.has_resized_names |= moved.is_resized or moved.is_lost
            if moved.is_lost:
                self.lost.append(f"名称“{name}”")

    def _move_anchors(self, drawing: Markup) -> None:
        for element in drawing.root.descendants():
            if element.name in _ANCHORS and move_anchor(drawing, element, self._move):
                self.lost.append(f"{self._sheet.name} 的图片或图形")

    def _move_shape_texts(self, drawing: Markup) -> None:
        self._move_attributes(drawing, _DRAWING_FORMULAS, "图形")

    def _move_control(self, control: Markup) -> None:
        self._move_attributes(control, _CONTROL_FORMULAS, "控件")

    def _move_attributes(self, markup: Markup, names: tuple[str, ...], what: str) -> None:
        stand = Stand(self._sheet.name if self._is_own(markup.part) else "")
        for element in (markup.root, *markup.root.descendants()):
            if move_attributes(markup, element, names, self._move, stand):
                self.lost.append(what)

    def _is_own(self, part: str) -> bool:
        return any(part in self._related(self._sheet.part, kind) for kind in ("drawing", "ctrlProp"))

    def _move_chart(self, chart: Markup) -> None:
        for element in chart.root.descendants():
            if element.name != "f" or element.children:
                continue
            if move_formula_text(chart, element, self._move, Stand()):
                self.lost.append("图表的数据区域")

    def _move_table(self, table: Markup) -> None:
        root = table.root
        area = parse_range(root.attributes.get("ref", ""))
        if area is None:
            return
        old, totals = Block(*area), root.number("totalsRowCount")
        span = self._move.span(old.top, old.bottom, can_grow=not totals)
        if span is None:
            return
        new = Block(span[0], old.left, span[1], old.right)
        self.has_resized_names |= new.bottom - new.top != old.bottom - old.top
        self._set(table, root, "ref", new.range)
        for element in root.descendants():
            if element.name == "autoFilter" and "ref" in element.attributes:
                filtered = Block(new.top, new.left, new.bottom - totals, new.right)
                self._set(table, element, "ref", filtered.range)
            elif element.name in {"sortState", "sortCondition"}:
                ref = element.attributes.get("ref", "")
                self._set(table, element, "ref", moved_range(ref, self._move) or ref)
            elif element.name in {"calculatedColumnFormula", "totalsRowFormula"} and not element.children:
                stand = Stand(self._sheet.name, ride=0, rides_everywhere=True)
                if move_formula_text(table, element, self._move, stand):
                    self.lost.append(f"表格“{root.attributes.get('displayName', '')}”的公式")

    def _move_comments(self, part: Markup) -> None:
        """Move what names one cell each; what stands on deleted rows goes."""
        for element in part.root.descendants():
            name = "r" if element.name == "singleXmlCell" else "ref"
            if element.name not in {"comment", "threadedComment", "singleXmlCell"}:
                continue
            try:
                row, column = parse_address(element.attributes.get(name, ""))
            except ValueError:
                continue
            new = self._move.row(row)
            if new is None:
                part.replace(element.start, element.end, b"")
            else:
                self._set(part, element, name, address(new, column))

    def _move_pivot_table(self, pivot: Markup) -> None:
        for element in pivot.root.every("location"):
            ref = element.attributes.get("ref", "")
            self._set(pivot, element, "ref", moved_range(ref, self._move) or ref)

    def _move_pivot_source(self, cache: Markup) -> None:
        for element in cache.root.descendants():
            if element.name != "worksheetSource" or not self._move.is_for(element.attributes.get("sheet")):
                continue
            ref = element.attributes.get("ref", "")
            moved = moved_range(ref, self._move)
            self._set(cache, element, "ref", moved or ref)
            if moved is None:
                self.lost.append("数据透视表的数据源")

    @staticmethod
    def _set(markup: Markup, element: Element, name: str, value: str) -> None:
        if name in element.attributes and element.attributes[name] != value:
            markup.set_attribute(element, name, value)


def move_chain(draft: Draft, sheet: SheetPart, move: RowMove, fresh: list[tuple[int, int]]) -> None:
    """Move the entries of the sheet in the calculation chain, and add those of new formulas."""
    part = draft.related_part(draft.workbook_part, "calcChain")
    if part is None:
        return
    chain = draft.markup(part)
    root = chain.root
    number = ""
    for entry in root.every("c"):
        number = entry.attributes.get("i", number)
        if number != str(sheet.number):
            continue
        try:
            row, column = parse_address(entry.attributes.get("r", ""))
        except ValueError:
            continue
        new = move.row(row)
        if new is not None and new != row:
            chain.set_attribute(entry, "r", address(new, column))
    added = "".join(
        f'<{root.prefix}c r="{address(row, column)}" i="{sheet.number}"/>' for row, column in fresh
    )
    if added:
        chain.append(root, added.encode())
    if chain.is_changed:
        draft.put(part, chain.result())
