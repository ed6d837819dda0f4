"""The table of checks that could not be made: nothing passes by omission."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from perfdesk.core.finding import NotChecked, Place

HEADERS = ("规则", "单元格", "表", "未核对的原因", "文件")
PLACE_ROLE = Qt.ItemDataRole.UserRole


class UncheckedView(QTreeWidget):
    """Lists what was not checked and why; `place_chosen(Place)` when a row is taken."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("未核对项")
        self.setHeaderLabels(HEADERS)
        self.setRootIsDecorated(False)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        em = self.fontMetrics().horizontalAdvance("国")
        for column, letters in enumerate((6, 5, 8, 30, 12)):
            self.header().resizeSection(column, em * letters)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(self._tell_current)
        self._items: tuple[NotChecked, ...] = ()

    def show_items(self, items: Sequence[NotChecked]) -> None:
        """List other checks; the same ones stay as they are."""
        if self._items == tuple(items):
            return
        self._items = tuple(items)
        self.blockSignals(True)
        self.clear()
        for item in items:
            place = item.place
            texts = [item.rule, place.cell, place.sheet, item.reason, PurePath(place.path).name]
            row = QTreeWidgetItem(texts)
            row.setData(0, PLACE_ROLE, place)
            row.setToolTip(3, item.reason)
            self.addTopLevelItem(row)
        self.blockSignals(False)

    def _tell_current(self, current: QTreeWidgetItem | None, previous: QTreeWidgetItem | None) -> None:
        place = current.data(0, PLACE_ROLE) if current else None
        if isinstance(place, Place):
            self.place_chosen.emit(place)
