"""What was recognized on the sheet in front: each form's parts with cell, value, reason and doubt.

The list and the sheet lead to each other; nothing here decides what a cell is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from perfdesk.core.finding import Place
from perfdesk.core.form import FORM_NAMES, Form
from perfdesk.gui.look.colour import VERDICT_LOOKS
from perfdesk.recognition.part import Part, doubts, form_parts

HEADERS = ("项目", "单元格", "读作", "依据")
DOUBT = "存疑"
CELL_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class FormHead:
    """What stands above the parts of a form: the form, and the words on the rules it is scored by."""

    form: Form
    profile: str


class RecognitionView(QTreeWidget):
    """Lists the parts of the current sheet's forms; `place_chosen(Place)` when a row is taken."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("识别结果")
        self.setHeaderLabels(HEADERS)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setIndentation(12)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        em = self.fontMetrics().horizontalAdvance("国")
        for column, letters in enumerate((12, 4, 11)):
            self.header().resizeSection(column, em * letters)
        self.header().setMinimumSectionSize(em * 3)
        self.header().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._place: tuple[str, str] | None = None
        self._heads: tuple[FormHead, ...] = ()
        self._is_stale, self._is_same, self._cell = False, False, ""
        self._by_cell: dict[str, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._tell_current)

    def show_forms(self, place: tuple[str, str] | None, heads: Sequence[FormHead]) -> None:
        """List the forms of a sheet; rows stay open or closed. A hidden list waits until it is seen."""
        if (place, tuple(heads)) == (self._place, self._heads):
            return
        self._is_same = self._is_same and place == self._place
        self._place, self._heads = place, tuple(heads)
        self._is_stale = True
        if self.isVisible():
            self._list()

    def showEvent(self, event: QShowEvent) -> None:
        """List what has changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self._list()
        self.select_cell(self._cell)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._is_stale = True
            if self.isVisible():
                self._list()

    def _list(self) -> None:
        is_same, self._is_same, self._is_stale = self._is_same, True, False
        known = self._expansion() if is_same else {}
        scroll = self.verticalScrollBar().value() if is_same else 0
        self.blockSignals(True)
        self.clear()
        self._by_cell = {}
        for head in self._heads:
            self._add_form(head)
        for item in self._items():
            item.setExpanded(known.get(_path(item), item.isExpanded()))
        self.blockSignals(False)
        self.verticalScrollBar().setValue(scroll)

    @property
    def doubt_count(self) -> int:
        """Uncertain parts on the sheet."""
        return sum(doubts(head.form) for head in self._heads)

    def select_cell(self, cell: str) -> None:
        """Make the row of a cell current without telling anybody; none where the cell is no part."""
        self._cell = cell
        item = self._by_cell.get(cell)
        self.blockSignals(True)
        if item is None:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        else:
            self.setCurrentItem(item)
            self.scrollToItem(item)
        self.blockSignals(False)
        self.viewport().update()

    def _add_form(self, head: FormHead) -> None:
        form = head.form
        words = " ".join(part for part in (head.profile, form.remark) if part)
        top = QTreeWidgetItem([FORM_NAMES[form.kind], form.block.address, form.block.range, words])
        top.setToolTip(3, words)
        top.setData(0, CELL_ROLE, form.block.address)
        font = top.font(0)
        font.setBold(True)
        top.setFont(0, font)
        self.addTopLevelItem(top)
        if form.remark:
            _paint_doubt(top)
        for group in form_parts(form):
            item = self._add(top, group)
            item.setExpanded(not group.name.startswith(("资金各行", "表内各行")))
        top.setExpanded(True)

    def _add(self, above: QTreeWidgetItem, part: Part) -> QTreeWidgetItem:
        why = "　".join([f"{DOUBT}：{part.doubt}" if part.doubt else "", part.why]).strip()
        item = QTreeWidgetItem(above, [part.name, part.cell, part.said, why])
        for column, text in ((0, part.name), (2, part.said), (3, why)):
            item.setToolTip(column, text)
        if part.doubt:
            _paint_doubt(item)
        if part.cell:
            item.setData(0, CELL_ROLE, part.cell)
            # A figure stands among the fields first and in its line once more.
            self._by_cell.setdefault(part.cell, item)
        for inner in part.parts:
            self._add(item, inner)
        return item

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = [item for number in range(self.topLevelItemCount()) if (item := self.topLevelItem(number))]
        while waiting:
            item = waiting.pop()
            found.append(item)
            waiting += [child for number in range(item.childCount()) if (child := item.child(number))]
        return found

    def _expansion(self) -> dict[tuple[str, ...], bool]:
        return {_path(item): item.isExpanded() for item in self._items()}

    def _tell_current(self, current: QTreeWidgetItem | None, previous: QTreeWidgetItem | None) -> None:
        cell = current.data(0, CELL_ROLE) if current else None
        if isinstance(cell, str) and self._place is not None:
            self.place_chosen.emit(Place(*self._place, cell))


def _path(item: QTreeWidgetItem) -> tuple[str, ...]:
    """The names and cells from the top down to the item."""
    names: list[str] = []
    at: QTreeWidgetItem | None = item
    while at is not None:
        names.append(f"{at.text(0)} {at.text(1)}")
        at = at.parent()
    return tuple(reversed(names))


def _paint_doubt(item: QTreeWidgetItem) -> None:
    look = VERDICT_LOOKS["doubtful"]
    for column in range(item.columnCount()):
        item.setBackground(column, QBrush(QColor(look.fill)))
    item.setText(0, f"⚠ {item.text(0)}")
