"""By which rules the form in front is scored, and the menu to choose others; stands in the status bar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

RECOMMENDED, CHOSEN = "推荐", "指定"
LONGEST_NAME = 14


class ProfileButton(QToolButton):
    """Shows the profile of the form in front.

    Signals: `profile_chosen(identifier or "", for_all)`, empty for what each form suggests;
    `list_wanted` for the dialog with the rules' values.
    """

    profile_chosen = Signal(str, bool)
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAutoRaise(True)
        self.setProperty("hasMenu", True)
        self._shown: tuple[str, str, str | None] | None = None
        self._identifier: str | None = None
        self.choices = QMenu(self)
        self.choices.setAccessibleName("评分规则")
        self.choices.setToolTipsVisible(True)
        self.choices.aboutToShow.connect(self.fill)
        self.setMenu(self.choices)
        self.for_all = QAction("用于全部文件", self)
        self.for_all.setCheckable(True)
        self.show_profile("", "", None)

    def show_profile(self, name: str, reason: str, chosen: str | None) -> None:
        """Show a profile by name, why it counts, and which the user has chosen, None for none."""
        if self._shown == (name, reason, chosen):
            return
        self._shown, self._identifier = (name, reason, chosen), chosen
        self.setVisible(bool(name))
        how = RECOMMENDED if chosen is None else CHOSEN
        short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        self.setText(f"规则：{short} · {how}")
        self.setToolTip(f"评分规则：{name}（{how}）\n{reason}\n点击可改用其他规则")
        self.setAccessibleName(f"评分规则：{name}，{how}")

    def fill(self) -> None:
        """List the profiles as they are now."""
        from perfdesk.desks.profile_desk import choices

        self.choices.clear()
        group = QActionGroup(self.choices)
        self._add(group, "按表推荐", "", is_checked=self._identifier is None)
        self.choices.addSeparator()
        for choice in choices():
            name = f"{choice.name}（我的规则）" if choice.is_own else choice.name
            action = self._add(group, name, choice.identifier, self._identifier == choice.identifier)
            if choice.fault:
                action.setText(f"{name}：有错，不能使用")
                action.setToolTip(choice.fault)
                action.setEnabled(False)
        self.choices.addSeparator()
        self.choices.addAction(self.for_all)
        self.choices.addAction("查看评分规则…").triggered.connect(self.list_wanted)

    def _add(self, group: QActionGroup, words: str, identifier: str, is_checked: bool) -> QAction:
        action = self.choices.addAction(words)
        action.setObjectName(f"profile {identifier}")
        action.setCheckable(True)
        action.setChecked(is_checked)
        group.addAction(action)
        action.triggered.connect(lambda: self.profile_chosen.emit(identifier, self.for_all.isChecked()))
        return action
