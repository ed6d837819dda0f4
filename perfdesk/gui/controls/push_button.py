"""A button of a dialog: it says what it does to eyes and ears alike, and takes no Enter by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


def push_button(words: str, act: Callable[[], object], tip: str = "") -> QPushButton:
    """A button with its words as accessible name too; `tip` says more."""
    button = QPushButton(words)
    button.setAccessibleName(words)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(lambda checked=False: act())
    return button
