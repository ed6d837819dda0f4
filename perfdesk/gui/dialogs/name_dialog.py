"""The names a report template can print: search them, go to their cells, copy their tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.look.room import size_in_letters

if TYPE_CHECKING:
    from perfdesk.narrative.context_listing import ContextLine

HEADS = ("名称", "值", "单元格", "存疑", "英文名称")
_LETTERS = (18, 18, 12, 12)
_HOW = "在 Word 模板里写 {{ 名称 }}，生成报告时就换成它的值；项目列表[0] 是第一个项目，逐个取用请用循环。"
_Index = QModelIndex | QPersistentModelIndex


class NameModel(QAbstractTableModel):
    """The names that hold every word searched for."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[tuple[str, ContextLine], ...] = ()
        self.shown: list[ContextLine] = []

    def show_names(self, names: Sequence[ContextLine]) -> None:
        """Take over other names."""
        self._all = tuple((line.words.casefold(), line) for line in names)
        self.search("")

    def search(self, words: str) -> None:
        """List the names in which each of the words occurs."""
        wanted = words.casefold().split()
        self.beginResetModel()
        self.shown = [line for text, line in self._all if all(word in text for word in wanted)]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many are listed."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are headings."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings."""
        is_heading = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADS[section] if is_heading else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell, also as its tip."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line = self.shown[index.row()]
        cell = f"{line.place.sheet}!{line.place.cell}" if line.place is not None else ""
        return (line.chinese, line.value, cell, line.doubt, line.english)[index.column()]


class NameDialog(QDialog):
    """Stands beside the window; `place_chosen(Place)` leads to the cell of a name."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("模板可用的名称")
        self.setAccessibleName("模板可用的名称")
        self.search = QLineEdit()
        self.search.setAccessibleName("查找名称、值或单元格")
        self.search.setPlaceholderText("查找名称、值或单元格，可写几个词")
        self.search.setClearButtonEnabled(True)
        self.model = NameModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("名称的清单")
        self.table.setAccessibleDescription("回车转到单元格")
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self._fit()
        self.copy = push_button("复制标签", self._copy, "复制 {{ 名称 }}，粘贴到 Word 模板里")
        self.go = push_button("转到单元格", self._go)
        self.words = QLabel(_HOW)
        self.words.setAccessibleName("提示")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        set_tone(self.words, "faint")
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.table.activated.connect(lambda index: self._go())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._allow())
        self._allow()

    def _fit(self) -> None:
        em = self.fontMetrics().horizontalAdvance("国")
        header = self.table.horizontalHeader()
        for column, letters in enumerate(_LETTERS):
            header.resizeSection(column, em * letters)
        header.setSectionResizeMode(len(HEADS) - 1, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.go)
        row.addStretch(1)
        row.addWidget(push_button("关闭", self.close))
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self.words)
        column.addLayout(row)
        self.resize(size_in_letters(self, 900, 520))

    def show_names(self, names: Sequence[ContextLine]) -> None:
        """Show the names of what is open now; the search stays."""
        self.model.show_names(names)
        self._search(self.search.text())

    def _search(self, words: str) -> None:
        self.model.search(words)
        if self.model.shown:
            self.table.selectRow(0)
        self._allow()

    @property
    def line(self) -> ContextLine | None:
        """The name that is current."""
        row = self.table.currentIndex().row()
        return self.model.shown[row] if 0 <= row < len(self.model.shown) else None

    def _allow(self) -> None:
        line = self.line
        self.copy.setEnabled(line is not None)
        self.go.setEnabled(line is not None and line.place is not None)

    def _copy(self) -> None:
        if self.line is not None:
            QApplication.clipboard().setText(self.line.tag)
            self.words.setText(f"已复制 {self.line.tag}，可粘贴到 Word 模板里。")

    def _go(self) -> None:
        if self.line is not None and self.line.place is not None:
            self.place_chosen.emit(self.line.place)
