"""The list of remembered corrections: drop one, hand all to a colleague, take a colleague's over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.features.teaching import Teaching
from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.look.room import size_in_letters

if TYPE_CHECKING:
    from perfdesk.gui.dialogs.dialog import Dialogs

FILES = "更正记录 (*.toml)"
HOW = "在表格的单元格上点右键，选“这个单元格是…”，即可更正识别结果；同样版式的表以后都照此识别。"
NONE = "还没有更正记录。"


class CorrectionDialog(QDialog):
    """Shows what `Teaching` keeps; stays open beside the window."""

    def __init__(self, teaching: Teaching, dialogs: Dialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._teaching, self._dialogs = teaching, dialogs
        self.setWindowTitle("更正记录")
        self.setAccessibleName("更正记录")
        self.entries = QListWidget()
        self.entries.setAccessibleName("更正记录")
        self.entries.setWordWrap(True)
        self.entries.setAlternatingRowColors(True)
        how = QLabel(HOW)
        how.setWordWrap(True)
        set_tone(how, "faint")
        self.remove = push_button("删除", self._remove)
        self.export = push_button("导出…", self._export)
        self.take_over = push_button("导入…", self._take_over)
        close = push_button("关闭", self.close)
        row = QHBoxLayout()
        for button in (self.remove, self.export, self.take_over):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.entries, 1)
        column.addWidget(how)
        column.addLayout(row)
        self.resize(size_in_letters(self, 520, 340))
        teaching.changed.connect(self.refresh)
        self.entries.currentRowChanged.connect(
            lambda row: self.remove.setEnabled(self._current() is not None)
        )

    def refresh(self) -> None:
        """Show what is remembered now."""
        self.entries.clear()
        for correction, words in self._teaching.entries():
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, correction)
            item.setToolTip(f"编号 {correction.identifier}")
            self.entries.addItem(item)
        has_entries = self.entries.count() > 0
        self.export.setEnabled(has_entries)
        self.remove.setEnabled(has_entries)
        if has_entries:
            self.entries.setCurrentRow(0)
        else:
            item = QListWidgetItem(NONE)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.entries.addItem(item)

    def _current(self) -> object:
        item = self.entries.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _remove(self) -> None:
        from perfdesk.recognition.correction import Correction

        correction = self._current()
        if isinstance(correction, Correction):
            self._teaching.forget(correction)

    def _export(self) -> None:
        target = self._dialogs.target("导出更正记录", Path.home() / "更正记录.toml", FILES)
        if target is not None:
            self._teaching.export(target)

    def _take_over(self) -> None:
        if source := self._dialogs.file("导入更正记录", FILES):
            self._teaching.take_over(Path(source))
