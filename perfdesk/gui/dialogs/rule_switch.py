"""A rule's switch in the user's own profiles: as usual, a warning or a hint at most, or off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from perfdesk.core.fault import Fault
from perfdesk.gui.controls.combo_box import combo_box
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.palette import set_tone

_USUAL = "照常检查"
_NONE = "随附的评分规则不能改：先复制一套为我的规则，再在其中停用或降级检查规则。"


class RuleSwitch(QWidget):
    """Names the user's profiles and what the current rule counts in the chosen one.

    Signals: `saved(identifier)` once a profile was changed, `profiles_wanted` for the list of profiles.
    """

    saved = Signal(str)
    profiles_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from perfdesk.scoring.profile_table import SWITCHES

        self._code = ""
        self.profile, self.state = combo_box("我的评分规则"), combo_box("这条检查规则在其中")
        self.profile.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.state.addItem(_USUAL, None)
        for switch, words in SWITCHES.items():
            self.state.addItem(words, switch)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAccessibleName("停用或降级的结果")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._caption = QLabel("在我的评分规则里：")
        row.addWidget(self._caption)
        row.addWidget(self.profile)
        row.addWidget(self.state)
        row.addWidget(self.words, 1)
        row.addWidget(push_button("评分规则…", self.profiles_wanted.emit))
        self.profile.currentIndexChanged.connect(lambda number: self._show())
        self.state.activated.connect(lambda number: self._switch())

    def refresh(self) -> None:
        """List the user's profiles as they are now."""
        from perfdesk.desks.profile_desk import choices

        chosen = self.profile.currentData()
        self.profile.blockSignals(True)
        self.profile.clear()
        for choice in choices():
            if choice.is_own and not choice.fault:
                self.profile.addItem(choice.name, choice.identifier)
        self.profile.setCurrentIndex(max(self.profile.findData(chosen), 0))
        self.profile.blockSignals(False)
        self._show()

    def show_rule(self, code: str) -> None:
        """Show the switch of another rule."""
        self._code = code
        self._show()

    def _show(self, words: str = "", tone: str = "faint") -> None:
        from perfdesk.scoring.profile import known_profile

        identifier = self.profile.currentData()
        for widget in (self._caption, self.profile, self.state):
            widget.setVisible(identifier is not None)
        if identifier is None:
            words = _NONE
        else:
            try:
                switch = known_profile(identifier).switches.get(self._code)
            except Fault as fault:
                switch, words, tone = None, fault.message, "fault"
            self.state.setCurrentIndex(max(self.state.findData(switch), 0))
        set_tone(self.words, tone)
        self.words.setText(words)

    def _switch(self) -> None:
        from perfdesk.desks.profile_desk import switch_rule

        identifier = self.profile.currentData()
        try:
            switch_rule(Path(identifier), self._code, self.state.currentData())
        except Fault as fault:
            self._show(fault.message, "fault")
            return
        self._show("已记下，用这套规则的表照此重新核对。", "good")
        self.saved.emit(identifier)
