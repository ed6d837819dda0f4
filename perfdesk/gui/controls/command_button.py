"""A button for a way to begin: its name, and below it what it does, in the letters of the window.

Qt's own command link keeps letters of nine points, whatever the window's are.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

_EDGE, _ICON = 10, 16
_LEFT = _ICON + 8
_TALLEST = 1_000
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class CommandButton(QPushButton):
    """Says its name in bold and its `description` below."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name)
        self.description = description
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setAutoDefault(False)
        self.setProperty("isCommand", True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _bold(self) -> QFont:
        font = self.font()
        font.setBold(True)
        return font

    def sizeHint(self) -> QSize:
        """Room for both lines."""
        name, words = QFontMetrics(self._bold()), self.fontMetrics()
        width = max(name.horizontalAdvance(self.text()), words.horizontalAdvance(self.description))
        width += 2 * _EDGE + _LEFT
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrower than its words: what it does goes on below."""
        return QSize(_ICON * 8, QFontMetrics(self._bold()).lineSpacing() * 2 + 2 * _EDGE)

    def hasHeightForWidth(self) -> bool:
        """It is higher where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for the name, and for as many lines as the description takes."""
        room = QRect(0, 0, width - 2 * _EDGE - _LEFT, _TALLEST)
        words = self.fontMetrics().boundingRect(room, int(_WRAPPED), self.description)
        return QFontMetrics(self._bold()).lineSpacing() + words.height() + 2 * _EDGE

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame of the style, then icon and words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, icon, option.icon = "", self.icon(), QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        line = QFontMetrics(self._bold()).lineSpacing()
        icon.paint(painter, QRect(QPoint(_EDGE, _EDGE + (line - _ICON) // 2), QSize(_ICON, _ICON)))
        area = self.rect().adjusted(_EDGE + _LEFT, _EDGE, -_EDGE, -_EDGE)
        painter.setFont(self._bold())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.text())
        painter.setFont(self.font())
        painter.drawText(area.adjusted(0, line, 0, 0), int(_WRAPPED), self.description)
