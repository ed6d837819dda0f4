"""How large the sheet is shown: the acts of the menu, and a button at the foot that says and changes it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QMenu, QToolButton

from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature

_STEP = 1.25
_CHOICES = (50, 75, 100, 125, 150, 200, 300)


class Zooming(Feature):
    """Zooms the sheet in front and every one after it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setProperty("hasMenu", True)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setToolTip("表格的显示比例；也可按住 Ctrl 滚动鼠标滚轮")
        self._view = desk.pane.view

    def acts(self) -> Acts:
        """Larger, smaller, as on paper, as wide as there is room."""
        view = self._view
        return {
            "zoom_in": lambda: view.set_zoom(view.zoom * _STEP),
            "zoom_out": lambda: view.set_zoom(view.zoom / _STEP),
            "zoom_reset": lambda: view.set_zoom(1.0),
            "zoom_fit": view.fit_width,
        }

    def usable(self) -> Mapping[str, bool]:
        """A sheet must be in front."""
        return dict.fromkeys(self.acts(), self.desk.has_sheet)

    def furnish(self) -> None:
        """Put the button into the status bar."""
        menu = QMenu(self.button)
        menu.setAccessibleName("显示比例")
        for percent in _CHOICES:
            action = menu.addAction(f"{percent}%")
            action.triggered.connect(lambda checked=False, zoom=percent / 100: self._view.set_zoom(zoom))
        menu.addSeparator()
        menu.addAction(self.desk.actions_by_key["zoom_fit"])
        self.button.setMenu(menu)
        self._view.zoom_changed.connect(self._show)
        self._show(self._view.zoom)
        self.desk.window.statusBar().addPermanentWidget(self.button)

    def refresh(self) -> None:
        """Show the button where there is a sheet."""
        self.button.setVisible(self.desk.has_sheet)

    def _show(self, zoom: float) -> None:
        self.button.setText(f"{round(zoom * 100)}%")
        self.button.setAccessibleName(f"显示比例 {round(zoom * 100)}%")
