"""Editing cells: typing, the clipboard, filling, searching, undo; and how large the sheet is shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from perfdesk.core.finding import Edit, Place
from perfdesk.gui.action import CELL_ACTS
from perfdesk.gui.controller import Message
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.features.text_search import TextSearch
from perfdesk.gui.sheet.sums import sums_text

_ON_SHEET = ("cut", "copy", "paste", "clear", "fill_down", "find", "replace", "go_to")


class Editing(Feature):
    """Passes what is typed on to the session, and shows sums and prompts of the chosen cells."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.search = TextSearch(desk.pane.find_bar, desk.controller, desk.navigator, self)
        self.sums = QLabel()
        self.sums.setAccessibleName("所选单元格的平均值、计数和求和")

    def acts(self) -> Acts:
        """Undo, the acts on selected cells, and search."""
        view, bar = self.desk.pane.view, self.desk.pane.find_bar
        return {
            "undo": lambda: self._step(forward=False),
            "redo": lambda: self._step(forward=True),
            "cut": view.acts.cut,
            "copy": view.acts.copy,
            "paste": view.acts.paste,
            "clear": view.acts.clear,
            "fill_down": view.acts.fill_down,
            "find": lambda: bar.ask(replacing=False),
            "replace": lambda: bar.ask(replacing=True),
            "go_to": self.desk.pane.ask_place,
        }

    def usable(self) -> Mapping[str, bool]:
        """A sheet must be in front, and something done to be undone."""
        undo, redo = self.desk.controller.step_names
        on_sheet = dict.fromkeys(_ON_SHEET, self.desk.has_sheet)
        return {**on_sheet, "undo": undo is not None, "redo": redo is not None}

    def furnish(self) -> None:
        """Connect the sheet."""
        desk, view = self.desk, self.desk.pane.view
        view.edit_asked.connect(self._edit)
        view.fill_asked.connect(self._fill)
        view.told.connect(lambda sentence: desk.tell(Message(sentence)))
        desk.pane.typing_changed.connect(desk.navigator.state_changed)
        view.cell_chosen.connect(lambda: desk.window.statusBar().showMessage(view.acts.prompt()))
        view.selection_changed.connect(lambda: self.sums.setText(sums_text(view.selected_cells())))
        for key in CELL_ACTS:
            view.addAction(desk.actions_by_key[key])
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        desk.window.statusBar().addPermanentWidget(self.sums)

    def refresh(self) -> None:
        """Say in the status bar what undo and redo would do."""
        for key, words, name in zip(
            ("undo", "redo"), ("撤销", "重做"), self.desk.controller.step_names, strict=True
        ):
            action = self.desk.actions_by_key[key]
            action.setStatusTip(f"{words} {name}" if name else words)

    def may_close(self) -> bool:
        """Take over what is being typed, so that it is asked about and not lost."""
        self.desk.pane.settle()
        return True

    def _step(self, *, forward: bool) -> None:
        place = self.desk.controller.redo() if forward else self.desk.controller.undo()
        if place is not None:
            self.desk.navigator.go_to(place)

    def _edit(self, cell: str, text: str) -> None:
        if self.desk.navigator.place is not None:
            self.desk.controller.edit(Place(*self.desk.navigator.place, cell), text)

    def _fill(self, edits: list[tuple[str, str]], name: str) -> None:
        if self.desk.navigator.place is not None:
            path, sheet = self.desk.navigator.place
            self.desk.controller.fill(path, [Edit(sheet, cell, text) for cell, text in edits], name)
