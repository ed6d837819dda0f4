"""What stands in the main window: menus, tree, sheet, findings and detail around one session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMenu,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from perfdesk import __version__
from perfdesk.core.finding import Edit, Finding, Place
from perfdesk.gui.action import CELL_ACTS, EDIT_MENU, VIEW_MENU, make_actions, make_toolbar
from perfdesk.gui.cell_editor import EditLine
from perfdesk.gui.colour import counted, counts_text
from perfdesk.gui.controller import Controller, Message
from perfdesk.gui.correction_dialog import CorrectionDialog
from perfdesk.gui.detail_view import DetailView, can_take
from perfdesk.gui.dialog import Dialogs
from perfdesk.gui.findings_view import FindingsView
from perfdesk.gui.message_bar import MessageBar
from perfdesk.gui.navigator import Navigator, Panels, profile_name
from perfdesk.gui.page import Pages
from perfdesk.gui.palette import ACCENT
from perfdesk.gui.pointing_menu import PointingMenu
from perfdesk.gui.profile_button import ProfileButton
from perfdesk.gui.profile_dialog import ProfileDialog
from perfdesk.gui.recognition_view import RecognitionView
from perfdesk.gui.saving import Saving
from perfdesk.gui.sheet_pane import SheetPane
from perfdesk.gui.sums import sums_text
from perfdesk.gui.teaching import Teaching
from perfdesk.gui.text_search import TextSearch
from perfdesk.gui.unchecked_view import UncheckedView
from perfdesk.gui.window import TITLE, Window
from perfdesk.gui.work_bar import WorkBar
from perfdesk.gui.workspace_view import WorkspaceView

STYLE = f"""
#reportButton {{ background: {ACCENT}; color: white; border-radius: 4px; padding: 4px 14px;
    font-weight: bold; }}
#reportButton:hover {{ background: #2A75C7; }}
#reportButton:disabled {{ background: #B6C7DA; }}
QToolBar {{ spacing: 2px; padding: 2px; }}
"""


class Workbench(QObject):
    """Furnishes the window, shows the session in it and passes on what the user asks for."""

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
        self.work_bar = WorkBar()
        self.profile_button = ProfileButton()
        self.tables = QTabWidget()
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
        self.teaching = Teaching(self.controller, self)
        self.search = TextSearch(self.pane.find_bar, self.controller, self.navigator, self)
        self.saving = Saving(self.controller, lambda: self.dialogs, self)
        self.pointing = PointingMenu(window)
        self.actions_by_key = make_actions(window, self._acts())
        self._lay_out()
        self._connect()
        size = window.size()
        self.fit(size.width(), size.height())
        window.may_close = self.may_close
        window.open_paths = self.open_paths
        self._refresh_state()

    def _acts(self) -> dict[str, Callable[[], object]]:
        view = self.pane.view
        return {
            "open_files": self.open_files,
            "open_folder": self.open_folder,
            "close_document": self.close_document,
            "save": lambda: self._with_current(self.saving.save),
            "save_as": lambda: self._with_current(self.saving.save_as),
            "mark": self.mark,
            "report": self.report,
            "quit": self.window.close,
            "undo": lambda: self._step(forward=False),
            "redo": lambda: self._step(forward=True),
            "cut": view.acts.cut,
            "copy": view.acts.copy,
            "paste": view.acts.paste,
            "clear": view.acts.clear,
            "fill_down": view.acts.fill_down,
            "find": lambda: self.pane.find_bar.ask(replacing=False),
            "replace": lambda: self.pane.find_bar.ask(replacing=True),
            "take_fix": self.detail.take_fix,
            "explain": self.detail.explain,
            "unexplain": self.detail.unexplain,
            "next_finding": lambda: self.findings.step(1),
            "previous_finding": lambda: self.findings.step(-1),
            "zoom_in": lambda: view.set_zoom(view.zoom * 1.25),
            "zoom_out": lambda: view.set_zoom(view.zoom / 1.25),
            "zoom_reset": lambda: view.set_zoom(1.0),
            "profiles": self.show_profiles,
            "corrections": self.show_corrections,
            "about": self._tell_about,
        }

    def _lay_out(self) -> None:
        self.window.setWindowTitle(f"{TITLE}[*]")
        self.window.setStyleSheet(STYLE)
        self.window.addToolBar(make_toolbar(self.window, self.actions_by_key))
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
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        docks = [
            self._dock("文件", self.tree, left),
            self._dock("详情", self.detail, right),
            self._dock("审核结果", self.tables, Qt.DockWidgetArea.BottomDockWidgetArea),
        ]
        self.window.setCorner(Qt.Corner.BottomLeftCorner, left)
        self.window.setCorner(Qt.Corner.BottomRightCorner, right)
        self._docks = docks
        self.counts = QLabel()
        self.counts.setAccessibleName("审核结果合计")
        self.window.statusBar().addWidget(self.counts)
        self.sums = QLabel()
        self.sums.setAccessibleName("所选单元格的平均值、计数和求和")
        self.window.statusBar().addPermanentWidget(self.sums)
        self.window.statusBar().addPermanentWidget(self.work_bar)
        self.window.statusBar().addPermanentWidget(self.profile_button)

    def fit(self, width: int, height: int) -> None:
        """Take a size, and give the panes their shares of it; small windows leave more to the sheet."""
        self.window.resize(width, height)
        side, right = min(240, width * 21 // 100), min(270, width * 24 // 100)
        self.window.resizeDocks(self._docks[:2], [side, right], Qt.Orientation.Horizontal)
        self.window.resizeDocks(self._docks[2:], [min(210, height * 27 // 100)], Qt.Orientation.Vertical)
        self.pane.line.set_resting_lines(2 if height >= 700 else 1)

    def _dock(self, title: str, content: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self.window)
        dock.setObjectName(title)
        dock.setAccessibleName(title)
        dock.setWidget(content)
        self.window.addDockWidget(area, dock)
        self._menu(VIEW_MENU).addAction(dock.toggleViewAction())
        return dock

    def _menu(self, title: str) -> QMenu:
        menus = self.window.menuBar().findChildren(QMenu)
        return next(menu for menu in menus if menu.title() == title)

    def _connect(self) -> None:
        controller, navigator, view = self.controller, self.navigator, self.pane.view
        controller.documents_added.connect(navigator.show_added)
        controller.document_changed.connect(navigator.show_changed)
        controller.looks_read.connect(navigator.show_looks)
        controller.faults_found.connect(self.messages.tell_faults)
        controller.told.connect(self._tell)
        controller.progressed.connect(self.work_bar.show_progress)
        controller.work_changed.connect(self._refresh_state)
        navigator.state_changed.connect(self._refresh_state)
        self.work_bar.cancelled.connect(controller.cancel)
        self.pages.files_wanted.connect(self.open_files)
        self.pages.folder_wanted.connect(self.open_folder)
        self.tree.node_chosen.connect(navigator.go_to_node)
        self.pane.sheet_chosen.connect(navigator.go_to_sheet)
        view.cell_chosen.connect(navigator.cell_chosen)
        view.cell_chosen.connect(lambda: self.window.statusBar().showMessage(view.acts.prompt()))
        view.selection_changed.connect(lambda: self.sums.setText(sums_text(view.selected_cells())))
        view.edit_asked.connect(self._edit)
        view.fill_asked.connect(self._fill)
        self.findings.finding_chosen.connect(navigator.finding_chosen)
        self.findings.scope_chosen.connect(navigator.show_findings)
        self.unchecked.place_chosen.connect(navigator.go_to)
        self.pointing.target_chosen.connect(self._point)
        self.pointing.aboutToShow.connect(
            lambda: self.pointing.prefer_columns(is_heading=navigator.is_heading())
        )
        self._menu(EDIT_MENU).addMenu(self.pointing)
        for key in CELL_ACTS:
            view.addAction(self.actions_by_key[key])
        view.addAction(self.pointing.menuAction())
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.profile_button.profile_chosen.connect(self._choose_profile)
        self.profile_button.list_wanted.connect(self.show_profiles)
        self.recognition.place_chosen.connect(navigator.go_to)
        self.detail.place_chosen.connect(navigator.go_to)
        self.detail.fix_taken.connect(controller.apply_fix)
        self.detail.waiver_asked.connect(self._explain)
        self.detail.unwaiver_asked.connect(controller.unwaive)
        for key in ("explain", "unexplain", "take_fix"):
            self.findings.table.addAction(self.actions_by_key[key])
        self.findings.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # What the user asks for.

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files and folders."""
        self.messages.hide()
        self.controller.open(paths)

    def open_files(self) -> None:
        """Ask for workbooks and open them."""
        if paths := self.dialogs.files():
            self.open_paths(paths)

    def open_folder(self) -> None:
        """Ask for a folder and open the workbooks in it."""
        if folder := self.dialogs.folder("打开文件夹"):
            self.open_paths([folder])

    def close_document(self) -> None:
        """Take the current document out, after asking about its unsaved edits."""
        if self.navigator.place is None or not self.saving.may_lose([self.navigator.place[0]]):
            return
        path = self.navigator.place[0]
        self.controller.close(path)
        self.saving.forget(path)
        self.navigator.leave(path)

    def _with_current(self, act: Callable[[str], object]) -> None:
        if self.navigator.place is not None:
            act(self.navigator.place[0])

    def mark(self) -> None:
        """Ask for a folder and write review copies into it."""
        if folder := self.dialogs.folder("标记副本存放的文件夹"):
            self.controller.mark(Path(folder))

    def report(self) -> None:
        """Ask for a file and write the narrative into it."""
        documents = self.controller.session.documents
        folder = Path(documents[0].path).parent if documents else Path()
        suggested = folder / "项目绩效自评结果.docx"
        target = self.dialogs.target("生成报告", suggested, "Word 文档 (*.docx)")
        if target is not None:
            self.controller.report(target)

    def _step(self, *, forward: bool) -> None:
        place = self.controller.redo() if forward else self.controller.undo()
        if place is not None:
            self.navigator.go_to(place)

    def _edit(self, cell: str, text: str) -> None:
        if self.navigator.place is not None:
            self.controller.edit(Place(*self.navigator.place, cell), text)

    def _fill(self, edits: list[tuple[str, str]], name: str) -> None:
        if self.navigator.place is not None:
            path, sheet = self.navigator.place
            self.controller.fill(path, [Edit(sheet, cell, text) for cell, text in edits], name)

    def _point(self, target: str, is_value: bool) -> None:
        cell = self.pane.view.current_address
        if self.navigator.place is not None and cell is not None:
            self.teaching.point(Place(*self.navigator.place, cell), target, "value" if is_value else None)

    def show_corrections(self) -> CorrectionDialog:
        """Show the list of remembered corrections beside the window."""
        dialog = self.window.findChild(CorrectionDialog)
        if dialog is None:
            dialog = CorrectionDialog(self.teaching, self.dialogs, self.window)
        dialog.refresh()
        dialog.show()
        dialog.raise_()
        return dialog

    def _choose_profile(self, identifier: str, for_all: bool) -> None:
        if self.navigator.place is not None:
            self.controller.choose_profile(identifier or None, None if for_all else self.navigator.place[0])

    def show_profiles(self) -> ProfileDialog:
        """Show the list of scoring profiles beside the window."""
        dialog = self.window.findChild(ProfileDialog)
        if dialog is None:
            dialog = ProfileDialog(self.dialogs, self.window)
            dialog.used.connect(lambda identifier: self._choose_profile(identifier, False))
            dialog.saved.connect(self.controller.profile_saved)
        form = self.navigator.form
        dialog.refresh(form.profile if form is not None else None, can_use=self.navigator.place is not None)
        dialog.show()
        dialog.raise_()
        return dialog

    def _explain(self, finding: Finding) -> None:
        explanation = self.dialogs.explanation(finding, self.controller.author)
        if explanation is not None:
            self.controller.waive(finding, explanation)

    def _tell(self, message: Message) -> None:
        self.messages.tell(message.text, message.tone, message.offers)

    def _tell_about(self) -> None:
        self.messages.tell(f"{TITLE} {__version__}：核对绩效自评表、生成自评结果报告，不联网。", "done")

    def _refresh_state(self) -> None:
        """Make title, status bar and actions say what is open and what can be done."""
        controller, actions, place = self.controller, self.actions_by_key, self.navigator.place
        documents = controller.documents
        self.window.setWindowTitle(f"{PurePath(place[0]).name}[*] — {TITLE}" if place else f"{TITLE}[*]")
        self.window.setWindowModified(place is not None and controller.is_modified(place[0]))
        actions["save"].setEnabled(self.window.isWindowModified())
        has_sheet = place is not None and self.pages.currentWidget() is self.pane
        for key in (
            "save_as",
            "cut",
            "copy",
            "paste",
            "clear",
            "fill_down",
            "zoom_in",
            "zoom_out",
            "zoom_reset",
        ):
            actions[key].setEnabled(has_sheet)
        self.pointing.menuAction().setEnabled(has_sheet and not controller.is_busy)
        actions["close_document"].setEnabled(place is not None)
        for key in ("next_finding", "previous_finding"):
            actions[key].setEnabled(bool(self.findings.model.shown))
        for key in ("mark", "report"):
            actions[key].setEnabled(bool(documents) and not controller.is_busy)
        for key, words, names in zip(("undo", "redo"), ("撤销", "重做"), controller.step_names, strict=True):
            actions[key].setEnabled(names is not None)
            actions[key].setText(words)
            actions[key].setStatusTip(f"{words} {names}" if names else words)
        form = self.navigator.form
        name, reason = profile_name(form) if form is not None else ("", "")
        chosen = controller.session.profile_of(place[0]) if place and name else None
        self.profile_button.show_profile(name, reason, chosen)
        self.profile_button.setEnabled(not controller.is_busy)
        finding = self.detail.finding
        actions["take_fix"].setEnabled(finding is not None and can_take(finding))
        actions["explain"].setEnabled(finding is not None)
        actions["unexplain"].setEnabled(finding is not None and finding.waiver is not None)
        self.work_bar.show_busy(is_busy=controller.is_busy)
        counts = counted(finding for item in documents for finding in item.findings)
        missed = sum(len(item.not_checked) for item in documents)
        words = counts_text(counts, "　")
        self.counts.setText(f"共 {len(documents)} 个文件　{words}　未核对 {missed}" if documents else "")

    # What the system asks for.

    def may_close(self) -> bool:
        """Ask about unsaved edits; True when the window may go, with all threads ended."""
        focused = QApplication.focusWidget()
        if isinstance(focused, EditLine):
            focused.settle()
        if not self.saving.may_lose(self.controller.modified):
            return False
        self.controller.stop()
        self.saving.end()
        return True
