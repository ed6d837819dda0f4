"""The fixes that would be carried out at once, each with its old and new value, before anything changes."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.gui.look.room import size_in_letters

if TYPE_CHECKING:
    from perfdesk.desks.fixing import Mended

_HEADS = ("文件", "工作表", "单元格", "原值", "新值", "规则", "理由")


class FixDialog(QDialog):
    """A row for each cell, ticked; the user takes ticks away and agrees, or gives up."""

    def __init__(self, mended: tuple[Mended, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("自动改正：预览")
        self._mended = mended
        self._ticks: list[QTableWidgetItem] = []
        self.table = QTableWidget(len(mended), len(_HEADS))
        self.table.setAccessibleName("将要改正的单元格")
        self.table.setHorizontalHeaderLabels(list(_HEADS))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        for row, each in enumerate(mended):
            words = (PurePath(each.path).name, each.sheet, each.cell, each.before, each.after, each.rule)
            items = [QTableWidgetItem(text) for text in (*words, each.reason)]
            for column, item in enumerate(items):
                item.setToolTip(item.text())
                self.table.setItem(row, column, item)
            items[0].setFlags(items[0].flags() | Qt.ItemFlag.ItemIsUserCheckable)
            items[0].setCheckState(Qt.CheckState.Checked)
            self._ticks.append(items[0])
        self.table.selectRow(0)
        self._set_widths()
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton("改正所选", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        count = QLabel(
            f"以下 {len(mended)} 处可以按算式改正。去掉勾选的不改；改正后可以撤销，保存前文件不变。"
        )
        count.setWordWrap(True)
        column_box = QVBoxLayout(self)
        column_box.addWidget(count)
        column_box.addWidget(self.table, 1)
        column_box.addWidget(self.buttons)
        self.resize(size_in_letters(self, 900, 460))

    def _set_widths(self) -> None:
        em = self.table.fontMetrics().horizontalAdvance("国")
        header = self.table.horizontalHeader()
        for column, letters in enumerate((14, 7, 5, 7, 7, 5)):
            header.resizeSection(column, em * letters)
        header.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)

    @property
    def kept(self) -> tuple[Mended, ...]:
        """What is still ticked."""
        ticked = zip(self._ticks, self._mended, strict=True)
        return tuple(each for tick, each in ticked if tick.checkState() == Qt.CheckState.Checked)
