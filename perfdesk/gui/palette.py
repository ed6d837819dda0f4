"""The window's own colours, light whatever the system's theme is."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

ACCENT = "#1F5FA8"


def light_palette() -> QPalette:
    """A light palette whatever the system's theme, so that sheets keep black on white."""
    palette = QPalette()
    colours = {
        QPalette.ColorRole.Window: "#F5F6F8",
        QPalette.ColorRole.WindowText: "#1F2328",
        QPalette.ColorRole.Base: "#FFFFFF",
        QPalette.ColorRole.AlternateBase: "#F7F9FB",
        QPalette.ColorRole.Text: "#1F2328",
        QPalette.ColorRole.Button: "#F5F6F8",
        QPalette.ColorRole.ButtonText: "#1F2328",
        QPalette.ColorRole.BrightText: "#FFFFFF",
        QPalette.ColorRole.ToolTipBase: "#FFFFF0",
        QPalette.ColorRole.ToolTipText: "#1F2328",
        QPalette.ColorRole.Highlight: "#CFE3F7",
        QPalette.ColorRole.HighlightedText: "#10263D",
        QPalette.ColorRole.Link: ACCENT,
        QPalette.ColorRole.PlaceholderText: "#6E7781",
    }
    for role, name in colours.items():
        palette.setColor(role, QColor(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#8C959F"))
    return palette
