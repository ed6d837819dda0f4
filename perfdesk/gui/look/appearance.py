"""Giving the whole application the look its user wants, before the first window and at every change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from perfdesk.gui.look.font import ui_font
from perfdesk.gui.look.palette import palette_of
from perfdesk.gui.look.theme import CONTRAST, DARK, LIGHT, THEMES, Theme, current, use
from perfdesk.memory.preference import Preference


def theme_of(preference: Preference) -> Theme:
    """The theme that is wanted; the system's where it is left to the system, or is not known."""
    if preference.theme in THEMES:
        return THEMES[preference.theme]
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def show(preference: Preference) -> None:
    """Give the whole application this look; every window and dialog is told by Qt."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    use(theme_of(preference))
    application.setPalette(palette_of(current()))
    font = ui_font(preference.letters / 100)
    if font != application.font():
        application.setFont(font)
