"""The furniture of the window: every pane, the controller and the navigator that binds them.

Features stand on it: each gets the desk and puts its acts, panes and answers there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMenu, QTabWidget, QVBoxLayout, QWidget

from perfdesk.gui.action import VIEW_MENU, number_entry
from perfdesk.gui.controller import Controller, Message
from perfdesk.gui.controls.dock_title import DockTitle
from perfdesk.gui.controls.message_bar import MessageBar
from perfdesk.gui.dialogs.dialog import Dialogs
from perfdesk.gui.navigator import Navigator, Panels
from perfdesk.gui.panes.detail_view import DetailView
from perfdesk.gui.panes.findings_view import FindingsView
from perfdesk.gui.panes.page import Pages
from perfdesk.gui.panes.recognition_view import RecognitionView
from perfdesk.gui.panes.unchecked_view import UncheckedView
from perfdesk.gui.panes.workspace_view import WorkspaceView
from perfdesk.gui.sheet.sheet_pane import SheetPane
from perfdesk.gui.window import Window

_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


class Desk(QObject):
    """What features may use.

    Attributes:
        dialogs: the questions of the window; a test answers in the user's place.
        tables: the tabs below the sheet; a feature may add its own.
        actions_by_key: every command of the menus by its key, once the menus are made.
    """

    def __init__(self, window: Window, controller: Controller | None = None) -> None:
        super().__init__(window)
        self.window = window
        self.controller = controller or Controller(self)
        self.dialogs = Dialogs(window)
        self.tree = WorkspaceView()
        self.pane = SheetPane()
        self.findings = FindingsView()
        self.unchecked = UncheckedView()
        self.recognition = RecognitionView()
        self.detail = DetailView()
        self.messages = MessageBar()
        self.pages = Pages(self.pane)
        self.tables = QTabWidget()
        self.actions_by_key: dict[str, QAction] = {}
        self.docks: list[QDockWidget] = []
        self.panes_menu = QMenu("显示窗格(&W)", window)
        self.panes_menu.setAccessibleName("显示窗格")
        panels = Panels(
            self.tree,
            self.pages,
            self.pane,
            self.tables,
            self.findings,
            self.unchecked,
            self.recognition,
            self.detail,
        )
        self.navigator = Navigator(self.controller, panels, self)
        self.controller.told.connect(self.tell)

    @property
    def path(self) -> str | None:
        """The document in front, or None."""
        return self.navigator.place[0] if self.navigator.place else None

    @property
    def folder(self) -> Path:
        """Where what is written goes unless the user says otherwise: beside the first open document."""
        documents = self.controller.documents
        return Path(documents[0].path).parent if documents else Path()

    @property
    def has_sheet(self) -> bool:
        """Whether a sheet is in front."""
        return self.path is not None and self.pages.currentWidget() is self.pane

    def with_current(self, act: Callable[[str], object]) -> Callable[[], None]:
        """An act on the document in front; it does nothing where there is none."""

        def carry_out() -> None:
            if self.path is not None:
                act(self.path)

        return carry_out

    def tell(self, message: Message) -> None:
        """Show a message above the sheet."""
        self.messages.tell(message.text, message.tone, message.offers)

    def list_rule(self, code: str) -> None:
        """List all that a rule found in what is open."""
        self.findings.scope.setCurrentText("全部文件")
        self.findings.words.setText(code)
        self.tables.setCurrentWidget(self.findings)

    def menu(self, title: str) -> QMenu:
        """The menu of that title."""
        menus = self.window.menuBar().findChildren(QMenu)
        return next(menu for menu in menus if menu.title() == title)

    def lay_out(self) -> None:
        """Put the panes in their places."""
        self.menu(VIEW_MENU).addMenu(self.panes_menu)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.window.setCentralWidget(middle)
        self.tables.setAccessibleName("审核发现、未核对项与识别结果")
        self.tables.setDocumentMode(True)
        self.tables.addTab(self.findings, "审核发现")
        self.tables.addTab(self.unchecked, "未核对")
        self.tables.addTab(self.recognition, "识别结果")
        self.docks = [
            self.dock("文件", self.tree, "left"),
            self.dock("详情", self.detail, "right"),
            self.dock("审核结果", self.tables, "bottom"),
        ]
        self.window.setCorner(Qt.Corner.BottomLeftCorner, _AREAS["left"])
        self.window.setCorner(Qt.Corner.BottomRightCorner, _AREAS["right"])

    def dock(self, title: str, content: QWidget, side: str) -> QDockWidget:
        """Put a pane at a side of the window; the view menu shows and hides it."""
        dock = QDockWidget(title, self.window)
        dock.setObjectName(title)
        dock.setAccessibleName(title)
        dock.setTitleBarWidget(DockTitle(dock))
        dock.setWidget(content)
        self.window.addDockWidget(_AREAS[side], dock)
        self.panes_menu.addAction(dock.toggleViewAction())
        number_entry(dock.toggleViewAction(), len(self.panes_menu.actions()))
        return dock

    def fit(self, width: int, height: int) -> None:
        """Take a size, and give the panes their shares of it; small windows leave more to the sheet."""
        self.window.resize(width, height)
        side, right = min(240, width * 21 // 100), min(270, width * 24 // 100)
        self.window.resizeDocks(self.docks[:2], [side, right], Qt.Orientation.Horizontal)
        self.window.resizeDocks(self.docks[2:], [min(210, height * 27 // 100)], Qt.Orientation.Vertical)
        self.pane.line.set_resting_lines(2 if height >= 700 else 1)
