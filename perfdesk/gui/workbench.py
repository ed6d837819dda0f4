"""What stands in the main window: the desk, the features on it, and the menus that reach them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from perfdesk import __version__
from perfdesk.gui.action import make_actions, make_toolbar
from perfdesk.gui.controller import Controller, Message
from perfdesk.gui.controls.work_bar import WorkBar
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Feature
from perfdesk.gui.features.appearing import Appearing
from perfdesk.gui.features.cautioning import Cautioning
from perfdesk.gui.features.consulting import Consulting
from perfdesk.gui.features.delivering import Delivering
from perfdesk.gui.features.editing import Editing
from perfdesk.gui.features.founding import Founding
from perfdesk.gui.features.governing import Governing
from perfdesk.gui.features.helping import Helping
from perfdesk.gui.features.mending import Mending
from perfdesk.gui.features.opening import Opening
from perfdesk.gui.features.previewing import Previewing
from perfdesk.gui.features.printing import Printing
from perfdesk.gui.features.returning import Returning
from perfdesk.gui.features.reviewing import Reviewing
from perfdesk.gui.features.roving import Roving
from perfdesk.gui.features.row_moving import RowMoving
from perfdesk.gui.features.saving import Saving
from perfdesk.gui.features.starting import Starting
from perfdesk.gui.features.surveying import Surveying
from perfdesk.gui.features.verifying import Verifying
from perfdesk.gui.features.watching import Watching
from perfdesk.gui.features.windowing import Windowing
from perfdesk.gui.features.zooming import Zooming
from perfdesk.gui.look.palette import style_of
from perfdesk.gui.look.theme import current
from perfdesk.gui.window import TITLE, Window


class Workbench(Desk):
    """Furnishes the window with every feature, and keeps the menus true to what can be done."""

    def __init__(self, window: Window, controller: Controller | None = None) -> None:
        super().__init__(window, controller)
        self.work_bar = WorkBar()
        self._usable: dict[str, bool] = {}
        self.editing = Editing(self)
        self.saving = Saving(self)
        self.opening = Opening(self, self.saving.may_lose)
        self.reviewing = Reviewing(self)
        self.governing = Governing(self)
        self.previewing = Previewing(self)
        self.delivering = Delivering(self, self.previewing)
        self.founding = Founding(self, self.opening.open_paths)
        self.consulting = Consulting(self, self.governing, self.founding, self.delivering)
        self.features: tuple[Feature, ...] = (
            self.editing,
            Cautioning(self),
            self.saving,
            self.opening,
            self.reviewing,
            self.governing,
            Mending(self),
            RowMoving(self),
            Verifying(self),
            Surveying(self),
            Returning(self),
            self.delivering,
            self.previewing,
            Printing(self),
            self.founding,
            self.consulting,
            Windowing(self),
            Starting(self, self.opening.open_paths),
            Watching(self),
            Roving(self),
            Helping(self),
            Appearing(self),
            Zooming(self),
        )
        acts: dict[str, Callable[[], object]] = {"about": self._tell_about}
        for feature in self.features:
            acts.update(feature.acts())
        self.actions_by_key = make_actions(window, {key: self._settled(act) for key, act in acts.items()})
        self._furnish()
        self._refresh()

    def _furnish(self) -> None:
        window, controller, navigator = self.window, self.controller, self.navigator
        window.setWindowTitle(f"{TITLE}[*]")
        window.setStyleSheet(style_of(current()))
        window.addToolBar(make_toolbar(window, self.actions_by_key))
        self.lay_out()
        controller.documents_added.connect(navigator.show_added)
        controller.documents_changed.connect(navigator.show_changed)
        controller.looks_read.connect(navigator.show_looks)
        controller.faults_found.connect(self.messages.tell_faults)
        controller.progressed.connect(self.work_bar.show_progress)
        controller.work_changed.connect(self._refresh)
        navigator.state_changed.connect(self._refresh)
        self.work_bar.cancelled.connect(controller.cancel)
        self.tree.node_chosen.connect(navigator.go_to_node)
        self.pane.sheet_chosen.connect(navigator.go_to_sheet)
        for feature in self.features:
            feature.furnish()
        window.statusBar().setContentsMargins(6, 0, 0, 0)
        window.statusBar().addPermanentWidget(self.work_bar)
        window.may_close = self.may_close
        self.fit(window.width(), window.height())

    def _refresh(self) -> None:
        """Make title, status bar and actions say what is open and what can be done."""
        path = self.path
        self.window.setWindowTitle(f"{PurePath(path).name}[*] — {TITLE}" if path else f"{TITLE}[*]")
        self.window.setWindowModified(path is not None and self.controller.is_modified(path))
        self.work_bar.show_busy(is_busy=self.controller.is_busy)
        for feature in self.features:
            feature.refresh()
            for key, can_be_used in feature.usable().items():
                if self._usable.get(key) is not can_be_used:
                    self._usable[key] = can_be_used
                    self.actions_by_key[key].setEnabled(can_be_used)

    def _settled(self, act: Callable[[], object]) -> Callable[[], object]:
        """A command does its work on what is being typed too."""

        def carry_out() -> None:
            self.pane.settle()
            act()

        return carry_out

    def _tell_about(self) -> None:
        self.tell(Message(f"{TITLE} {__version__}：核对绩效自评表、生成自评结果报告，不联网。", "done"))

    def may_close(self) -> bool:
        """Ask about unsaved edits; True when the window may go, with all threads ended."""
        if not all(feature.may_close() for feature in self.features):
            return False
        self.controller.stop()
        for feature in self.features:
            feature.end()
        return True
