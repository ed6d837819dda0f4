"""What can be chosen about the report: its template, and how it is written; preview and writing share it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from perfdesk.gui.controls.combo_box import combo_box
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.palette import set_tone

if TYPE_CHECKING:
    from perfdesk.narrative.report_choice import ReportChoice

USUAL = "national"
_DOUBTS = {"mark": "标红并加注", "withhold": "不列示，只在数据疑点中说明"}
_CONTENTS = {"auto": "篇幅长时有", "always": "要", "never": "不要"}
_THOUSANDS = {"auto": "随模板和表格", "always": "要", "never": "不要"}


class ReportBar(QWidget):
    """Shows the choices and tells what is wanted.

    Signals: `changed()` after each choice, `renewal_wanted()`, `write_wanted()`, `names_wanted()`,
    `beside_wanted()` for tables to compare with, `beside_dropped()`.
    """

    changed = Signal()
    renewal_wanted = Signal()
    write_wanted = Signal()
    names_wanted = Signal()
    beside_wanted = Signal()
    beside_dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.template = combo_box("报告模板")
        self.template.addItem("", USUAL)
        self.renewal = push_button("刷新", self.renewal_wanted.emit, "按表格现在的内容重新生成预览")
        self.write = push_button("生成报告…", self.write_wanted.emit, "按这里的模板和选项写成文件")
        self.menu = QMenu(self)
        self.menu.setAccessibleName("报告选项")
        self.options = QToolButton()
        self.options.setText("选项")
        self.options.setAccessibleName("报告选项")
        self.options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.options.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.options.setProperty("hasMenu", True)
        self.options.setMenu(self.menu)
        self.chosen = QLabel()
        self.chosen.setAccessibleName("已选的选项")
        self.chosen.setTextFormat(Qt.TextFormat.PlainText)
        self.chosen.setWordWrap(True)
        set_tone(self.chosen, "faint")
        self._beside = ""
        self.groups = {
            "doubts": self._offer("有错的数(&D)", "doubts", _DOUBTS),
            "contents": self._offer("目录(&C)", "contents", _CONTENTS),
            "thousands": self._offer("金额千分位(&T)", "thousands", _THOUSANDS),
        }
        self.annex = self._act("附上自评表(&A)", "annex", self._change)
        self.annex.setCheckable(True)
        self.menu.addSeparator()
        self.beside = self._act("另取上年决算、本年预算的表…(&L)", "beside", self.beside_wanted.emit)
        self.drop_beside = self._act("不再另取(&N)", "drop_beside", self.beside_dropped.emit)
        self.menu.addSeparator()
        self.names = self._act("模板可用的名称…(&V)", "names", self.names_wanted.emit)
        self._lay_out()
        self.template.activated.connect(lambda number: self.changed.emit())
        self.show_beside("")

    def _offer(self, words: str, kind: str, choices: Mapping[str, str]) -> QActionGroup:
        menu = self.menu.addMenu(words)
        group = QActionGroup(menu)
        for key, name in choices.items():
            action = menu.addAction(name)
            action.setObjectName(f"{kind} {key}")
            action.setData(key)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(self._change)
        group.actions()[0].setChecked(True)
        return group

    def _act(self, words: str, name: str, act: object) -> QAction:
        action = self.menu.addAction(words)
        action.setObjectName(name)
        action.triggered.connect(act)
        return action

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.template, 1)
        for control in (self.options, self.renewal, self.write):
            row.addWidget(control)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.chosen)

    def _change(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        """Say which choices differ from the usual ones."""
        choice = self.choice
        words = [
            "有错的数不列示" if choice.withholds else "",
            {"always": "有目录", "never": "没有目录"}.get(choice.contents, ""),
            {"always": "金额带千分位", "never": "金额不带千分位"}.get(choice.thousands, ""),
            "附自评表" if choice.has_annex else "",
            self._beside,
        ]
        self.chosen.setText("；".join(each for each in words if each))
        self.chosen.setVisible(bool(self.chosen.text()))

    def show_beside(self, words: str) -> None:
        """Say which tables are compared with; empty for none."""
        self._beside = words
        self.drop_beside.setEnabled(bool(words))
        self._tell()

    def show_templates(self, templates: Mapping[str, str]) -> None:
        """Offer templates, their titles by what orders them; the one chosen stays where it is still there."""
        chosen = self.identifier
        self.template.clear()
        for identifier, title in templates.items():
            self.template.addItem(title, identifier)
        self.choose(chosen)

    def choose(self, identifier: str) -> None:
        """Choose a template; the usual one where it is not offered."""
        at = self.template.findData(identifier)
        self.template.setCurrentIndex(at if at >= 0 else max(self.template.findData(USUAL), 0))

    @property
    def identifier(self) -> str:
        """What orders the chosen template."""
        identifier: str = self.template.currentData() or USUAL
        return identifier

    @property
    def choice(self) -> ReportChoice:
        """How the report is to be written."""
        from perfdesk.narrative.report_choice import ReportChoice, Wish

        wishes: dict[str, Wish] = {wish: wish for wish in get_args(Wish)}
        return ReportChoice(
            self._picked("doubts") == "withhold",
            wishes[self._picked("contents")],
            self.annex.isChecked(),
            wishes[self._picked("thousands")],
        )

    def _picked(self, kind: str) -> str:
        action = self.groups[kind].checkedAction()
        return str(action.data()) if action is not None else ""
