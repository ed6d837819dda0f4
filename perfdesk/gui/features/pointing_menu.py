"""The menu “这个单元格是…”: everything a cell can be said to be, in groups."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

GROUPS = ("资金与得分", "基本信息", "指标表的列")


class PointingMenu(QMenu):
    """Emits `target_chosen(name, is_value)`; filled when it is first opened, to keep the start light."""

    target_chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("这个单元格是(&W)…", parent)
        self.setAccessibleName("这个单元格是…")
        self.as_value = self.addAction("指的是数值本身，不是标签")
        self.as_value.setCheckable(True)
        self._groups = {name: QMenu(name, self) for name in GROUPS}
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Put the groups in, once."""
        if len(self.actions()) > 1:
            return
        from perfdesk.recognition.correction import targets

        groups = self._groups
        for target in targets():
            is_header = target.sections == ("header",)
            group = GROUPS[2] if target.is_column else GROUPS[1] if is_header else GROUPS[0]
            action = groups[group].addAction(target.chinese)
            action.setObjectName(target.name)
            action.triggered.connect(lambda checked=False, name=target.name: self._tell(name))
        for menu in groups.values():
            self.insertMenu(self.as_value, menu)
        self._separator = self.insertSeparator(self.as_value)

    def prefer_columns(self, *, is_heading: bool) -> None:
        """Put the columns first where the cell is a heading of the indicator table, else last."""
        self.fill()
        columns = self._groups[GROUPS[2]].menuAction()
        following = self._groups[GROUPS[0]].menuAction() if is_heading else self._separator
        self.removeAction(columns)
        self.insertAction(following, columns)

    def _tell(self, name: str) -> None:
        is_value = self.as_value.isChecked()
        self.as_value.setChecked(False)
        self.target_chosen.emit(name, is_value)
