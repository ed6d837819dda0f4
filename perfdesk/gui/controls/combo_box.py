"""A box to choose from: it says to eyes and ears alike what it chooses, not only what is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox


def combo_box(name: str, tip: str = "") -> QComboBox:
    """An empty box with its name; where nothing stands before it, the tip says what it chooses."""
    box = QComboBox()
    box.setAccessibleName(name)
    # On Linux Qt lets a box be called by its chosen entry; the description is read there.
    box.setAccessibleDescription(name)
    box.setToolTip(tip or name)
    return box
