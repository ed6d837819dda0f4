"""The bar above the sheet that tells what happened, instead of a box that stops the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.look.theme import Hue

Tone = Literal["fault", "done"]
Offer = tuple[str, Callable[[], object]]
"""Something the user may do about a message: the words of the button, and the act."""
_HUES: dict[Tone, Hue] = {"fault": "red", "done": "green"}
MAX_SENTENCES = 4
MAX_OFFERS = 3


class MessageBar(QFrame):
    """One message at a time, with the few things to do about it; hidden when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAccessibleName("消息")
        self.words = QLabel()
        self.words.setAccessibleName("消息内容")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.buttons = [QPushButton() for _ in range(MAX_OFFERS)]
        for place, button in enumerate(self.buttons):
            button.setAccessibleName("处理")
            button.clicked.connect(partial(self._act, place))
        self.dismiss = QToolButton()
        self.dismiss.setText("✕")
        self.dismiss.setAutoRaise(True)
        self.dismiss.setAccessibleName("关闭消息")
        self.dismiss.setToolTip("关闭消息")
        self.dismiss.clicked.connect(self.hide)
        self._offers: tuple[Offer, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.addWidget(self.words, 1)
        for button in self.buttons:
            row.addWidget(button)
        row.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, text: str, tone: Tone = "fault", offers: Sequence[Offer] = ()) -> None:
        """Show a message in place of the last one, with a button for each offer (at most three)."""
        set_tone(self, _HUES[tone])
        self.words.setText(text)
        self._offers = tuple(offers)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(self._offers))
            if place < len(self._offers):
                button.setText(self._offers[place][0])
                button.setAccessibleName(self._offers[place][0])
        self.show()
        # A screen reader says it without being led there; the keys stay where they are.
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def tell_faults(self, sentences: list[str]) -> None:
        """Show the faults of several files, a sentence each; what does not fit is counted."""
        shown = sentences[:MAX_SENTENCES]
        if len(sentences) > MAX_SENTENCES:
            shown.append(
                f"另有 {len(sentences) - MAX_SENTENCES} 个文件无法读取，请点选左侧带 ⚠ 的文件查看原因。"
            )
        self.tell("\n".join(shown))

    def _act(self, place: int) -> None:
        self._offers[place][1]()
