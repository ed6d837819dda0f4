"""The list of scoring profiles with their values and sources, and the way to rules of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.core.fault import Fault
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.dialogs.profile_editor import ProfileEditor
from perfdesk.gui.look.colour import VERDICT_LOOKS
from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.look.room import size_in_letters

if TYPE_CHECKING:
    from perfdesk.desks.profile_desk import Choice
    from perfdesk.gui.dialogs.dialog import Dialogs

INFERRED = "推定"
_FILES = "评分规则 (*.toml)"
_LOSS = "规则文件从本机删去，不能撤销；正用它的表改为按表样自动选用。"
REMARK = f"标“{INFERRED}”的取值没有公布的出处，由已公开的表推算。随附的规则不能改，可复制为自己的规则再改。"


class ProfileDialog(QDialog):
    """Shows what each profile says.

    Signals: `used(identifier)` asks for one, `saved(identifier)` tells of a change or deletion.
    """

    used = Signal(str)
    saved = Signal(str)

    def __init__(self, dialogs: Dialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dialogs = dialogs
        self.setWindowTitle("评分规则")
        self.setAccessibleName("评分规则")
        self.profiles = QListWidget()
        self.profiles.setAccessibleName("评分规则的清单")
        self.profiles.setWordWrap(True)
        self.values = _value_table()
        self.fault = QLabel()
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setAccessibleName("规则文件的问题")
        set_tone(self.fault, "fault")
        self.use = push_button("用于当前文件", self._use)
        self.copy = push_button("复制为我的规则…", self._copy)
        self.edit = push_button("编辑…", self._edit)
        self.remove = push_button("删除", self._remove)
        self.import_own = push_button("导入…", self._import)
        self.export = push_button("导出…", self._export)
        self._lay_out()
        self.profiles.currentItemChanged.connect(lambda *_: self._show_current())

    def _lay_out(self) -> None:
        remark = QLabel(REMARK)
        remark.setWordWrap(True)
        set_tone(remark, "faint")
        splitter = QSplitter()
        splitter.addWidget(self.profiles)
        splitter.addWidget(self.values)
        splitter.setSizes([190, 570])
        row = QHBoxLayout()
        for button in (self.use, self.copy, self.edit, self.remove, self.import_own, self.export):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(push_button("关闭", self.close))
        column = QVBoxLayout(self)
        column.addWidget(splitter, 1)
        column.addWidget(self.fault)
        column.addWidget(remark)
        column.addLayout(row)
        self.resize(size_in_letters(self, 780, 460))

    def refresh(self, identifier: str | None = None, *, can_use: bool = True) -> None:
        """List the profiles as they are now, with this one or the last one current."""
        from perfdesk.desks.profile_desk import choices

        wanted = identifier if identifier is not None else getattr(self.current, "identifier", "")
        self._can_use = can_use
        self.profiles.clear()
        for choice in choices():
            mark = " ⚠" if choice.fault else ""
            item = QListWidgetItem(f"{choice.name}（我的规则）{mark}" if choice.is_own else choice.name)
            item.setData(Qt.ItemDataRole.UserRole, choice)
            item.setToolTip(choice.identifier)
            self.profiles.addItem(item)
            if choice.identifier == wanted:
                self.profiles.setCurrentItem(item)
        if self.profiles.currentItem() is None:
            self.profiles.setCurrentRow(0)

    @property
    def current(self) -> Choice | None:
        """The profile in the list that is current."""
        item = self.profiles.currentItem()
        choice: Choice | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return choice

    def _show_current(self) -> None:
        from perfdesk.desks.profile_desk import setting_lines
        from perfdesk.scoring.profile import known_profile

        self.values.clear()
        choice = self.current
        if choice is None:
            return
        fault = choice.fault
        if not fault:
            try:
                for line in setting_lines(known_profile(choice.identifier)):
                    mark = INFERRED if line.is_inferred else ""
                    item = QTreeWidgetItem([line.name, line.value, mark, line.source])
                    for column, text in enumerate((line.key, line.value, "", line.source)):
                        item.setToolTip(column, text)
                    if mark:
                        item.setBackground(2, QBrush(QColor(VERDICT_LOOKS["doubtful"].fill)))
                    self.values.addTopLevelItem(item)
            except Fault as error:
                fault = error.message
        set_tone(self.fault, "fault")
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.use.setEnabled(not fault and self._can_use)
        self.copy.setEnabled(not fault)
        self.export.setEnabled(not fault)
        self.edit.setEnabled(choice.is_own)
        self.remove.setEnabled(choice.is_own)

    def _use(self) -> None:
        if self.current is not None:
            self.used.emit(self.current.identifier)

    def _copy(self) -> None:
        from perfdesk.desks.profile_desk import copied_text, new_path

        choice = self.current
        name = self._dialogs.words("复制为我的规则", "规则名称：", "我的规则") if choice else ""
        if choice is None or not name.strip():
            return
        try:
            path = new_path(name)
            text = copied_text(choice.identifier, name.strip())
        except Fault as fault:
            self._tell(fault)
            return
        self._open_editor(path, text)

    def _edit(self) -> None:
        from perfdesk.desks.profile_desk import own_text

        if self.current is None or not self.current.is_own:
            return
        path = Path(self.current.identifier)
        try:
            text = own_text(path)
        except Fault as fault:
            self._tell(fault)
            return
        self._open_editor(path, text)

    def _open_editor(self, path: Path, text: str) -> None:
        editor = ProfileEditor(path, text, self)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.saved.connect(lambda: self._take_saved(path))
        editor.open()

    def _take_saved(self, path: Path) -> None:
        self.refresh(str(path), can_use=self._can_use)
        self.saved.emit(str(path))

    def _remove(self) -> None:
        from perfdesk.desks.profile_desk import drop

        choice = self.current
        if (
            choice is None
            or not choice.is_own
            or not self._dialogs.confirm(f"删除规则“{choice.name}”？{_LOSS}", "删除")
        ):
            return
        try:
            drop(Path(choice.identifier))
        except Fault as fault:
            self._tell(fault)
            return
        self.refresh("", can_use=self._can_use)
        self.saved.emit(choice.identifier)

    def _import(self) -> None:
        from perfdesk.desks.profile_desk import take_over

        if source := self._dialogs.file("导入评分规则", _FILES):
            try:
                path = take_over(Path(source))
            except Fault as fault:
                self._tell(fault)
                return
            self._take_saved(path)

    def _export(self) -> None:
        from perfdesk.desks.profile_desk import export

        choice = self.current
        if choice is None:
            return
        target = self._dialogs.target("导出评分规则", Path.home() / f"{choice.name}.toml", _FILES)
        if target is not None:
            try:
                export(choice.identifier, target)
            except Fault as fault:
                self._tell(fault)
                return
            self._say(f"已导出为 {target.name}。", "good")

    def _tell(self, fault: Fault) -> None:
        self._say(fault.message, "fault")

    def _say(self, words: str, tone: str) -> None:
        set_tone(self.fault, tone)
        self.fault.setText(words)
        self.fault.show()


def _value_table() -> QTreeWidget:
    values = QTreeWidget()
    values.setAccessibleName("规则的取值和依据")
    values.setHeaderLabels(["项目", "取值", INFERRED, "依据"])
    values.setRootIsDecorated(False)
    values.setAlternatingRowColors(True)
    values.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    em = values.fontMetrics().horizontalAdvance("国")
    for column, letters in enumerate((15, 11, 4)):
        values.header().resizeSection(column, em * letters)
    return values
