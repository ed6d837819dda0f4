"""How the window looks: light, dark or high contrast, as the system or as the user chose, and its letters.

The menu 查看 has both; the choice is kept, and every open window follows.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu

from perfdesk.gui.action import VIEW_MENU, number_entry
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Feature
from perfdesk.gui.look.appearance import show
from perfdesk.gui.look.palette import style_of
from perfdesk.gui.look.theme import THEMES, current
from perfdesk.memory.preference import LETTER_SIZES, SYSTEM, keep_preference, read_preference

SYSTEM_NAME = "跟随系统"
_CHANGES = {QEvent.Type.ApplicationPaletteChange, QEvent.Type.ApplicationFontChange}
_LETTER_NAMES = {100: "标准", 125: "较大", 150: "最大"}


class Appearing(Feature):
    """Offers the themes and the sizes of letters, and repaints this window when they change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.menus: list[QMenu] = []

    def furnish(self) -> None:
        """Put the choices into the menu, and follow the system and other windows."""
        wanted = read_preference()
        menu = self.desk.menu(VIEW_MENU)
        menu.addSeparator()
        themes = {SYSTEM: SYSTEM_NAME, **{key: theme.name for key, theme in THEMES.items()}}
        self._offer(menu.addMenu("外观(&A)"), "theme", themes, wanted.theme)
        sizes = {str(size): _LETTER_NAMES[size] for size in LETTER_SIZES}
        self._offer(menu.addMenu("界面字号(&L)"), "letters", sizes, str(wanted.letters))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self.desk.window.installEventFilter(self)

    def _offer(self, menu: QMenu, kind: str, choices: dict[str, str], wanted: str) -> None:
        group = QActionGroup(menu)
        for number, (key, words) in enumerate(choices.items(), 1):
            action = menu.addAction(words)
            number_entry(action, number)
            action.setObjectName(f"{kind}_{key}")
            action.setCheckable(True)
            action.setChecked(key == wanted)
            group.addAction(action)
            action.triggered.connect(lambda checked=False, key=key: self._choose(kind, key))
        self.menus.append(menu)

    def _choose(self, kind: str, key: str) -> None:
        wanted = read_preference()
        wanted = wanted._replace(theme=key) if kind == "theme" else wanted._replace(letters=int(key))
        keep_preference(wanted)
        show(wanted)

    def _follow(self) -> None:
        show(read_preference())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint this window once the application has other colours or letters."""
        if event.type() in _CHANGES:
            self._repaint()
        return False

    def _repaint(self) -> None:
        # Under a style sheet widgets take on palette and font of the application only when it is set anew.
        self.desk.window.setStyleSheet(style_of(current()))
        self.desk.pane.view.show_anew()
        wanted = read_preference()
        for menu in self.menus:
            for action in menu.actions():
                kind, key = action.objectName().split("_")
                action.setChecked(key == (wanted.theme if kind == "theme" else str(wanted.letters)))
