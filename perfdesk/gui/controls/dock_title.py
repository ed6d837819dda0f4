"""The title of a pane: its name, a button that takes it out of the window, and one that closes it.

Qt's own title keeps the letters and the dark buttons of the system, whatever the window looks like.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from perfdesk.gui.look.glyph import Glyph, glyph_file
from perfdesk.gui.look.theme import current

ICON_SIZE = QSize(10, 10)


class DockTitle(QWidget):
    """Stands at the head of a dock; dragging it drags the dock."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._icons: dict[QToolButton, Glyph] = {}
        self.words = QLabel(dock.windowTitle())
        self.words.setObjectName("dockTitle")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 4, 3)
        row.setSpacing(2)
        row.addWidget(self.words, 1)
        row.addWidget(self._button("float", f"{dock.windowTitle()}：移出窗口或放回"))
        row.addWidget(self._button("close", f"关闭{dock.windowTitle()}（“查看”菜单可再打开）"))
        take_out, close = self._icons
        take_out.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        close.clicked.connect(dock.close)
        self._show_icons()

    def _button(self, glyph: Glyph, words: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(ICON_SIZE)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # The menu does the same for the keys.
        self._icons[button] = glyph
        return button

    def _show_icons(self) -> None:
        for button, glyph in self._icons.items():
            button.setIcon(QIcon(glyph_file(current(), glyph)))

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()
