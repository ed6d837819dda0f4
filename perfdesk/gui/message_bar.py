"""The bar above the sheet that tells what happened, instead of a box that stops the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

Tone = Literal["fault", "done"]
_COLOURS: dict[Tone, tuple[str, str]] = {"fault": ("#FFE9E7", "#C00000"), "done": ("#E6F4EA", "#1A7F37")}
MAX_SENTENCES = 4


class MessageBar(QFrame):
    """One message at a time, with at most one thing to do about it; hidden when there is none."""

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
        self.button = QPushButton()
        self.button.setAccessibleName("处理")
        self.button.clicked.connect(self._act)
        self.dismiss = QToolButton()
        self.dismiss.setText("✕")
        self.dismiss.setAutoRaise(True)
        self.dismiss.setAccessibleName("关闭消息")
        self.dismiss.setToolTip("关闭消息")
        self.dismiss.clicked.connect(self.hide)
        self._action: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 4, 4)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        row.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(
        self, text: str, tone: Tone = "fault", offer: tuple[str, Callable[[], None]] | None = None
    ) -> None:
        """Show a message in place of the last one, with the name and act of one button if there is any."""
        fill, edge = _COLOURS[tone]
        self.setStyleSheet(f"#messageBar{{background:{fill};border-left:4px solid {edge};}}")
        self.words.setText(text)
        self._action = offer[1] if offer else None
        self.button.setVisible(offer is not None)
        if offer:
            self.button.setText(offer[0])
            self.button.setAccessibleName(offer[0])
        self.show()

    def tell_faults(self, sentences: list[str]) -> None:
        """Show the faults of several files, a sentence each; what does not fit is counted."""
        shown = sentences[:MAX_SENTENCES]
        if len(sentences) > MAX_SENTENCES:
            shown.append(
                f"另有 {len(sentences) - MAX_SENTENCES} 个文件无法读取，请点选左侧带 ⚠ 的文件查看原因。"
            )
        self.tell("\n".join(shown))

    def _act(self) -> None:
        if self._action is not None:
            self._action()
