"""Searching the document in front: what the find bar asks for, carried out."""

from __future__ import annotations

from PySide6.QtCore import QObject

from perfdesk.core.finding import Edit, Place
from perfdesk.core.grid import Grid
from perfdesk.desks.text_search import find_cells, replacements
from perfdesk.gui.controller import Controller
from perfdesk.gui.navigator import Navigator
from perfdesk.gui.sheet.find_bar import FindBar


class TextSearch(QObject):
    """Leads the navigator from cell to cell, and asks the controller for replacements."""

    def __init__(self, bar: FindBar, controller: Controller, navigator: Navigator, parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._controller, self._navigator = bar, controller, navigator
        bar.step_asked.connect(self._step)
        bar.replace_asked.connect(self._replace)

    def _grids(self) -> tuple[Grid, ...]:
        place = self._navigator.place
        return self._controller.session.document(place[0]).document.grids if place else ()

    def _step(self, needle: str, forward: bool) -> None:
        found = find_cells(self._grids(), needle)
        if not found:
            self._bar.tell("没有找到" if needle else "")
            return
        here = self._here()
        at = found.index(here) if here in found else None
        if at is None:
            at = self._nearest(found, forward=forward)
        else:
            at = (at + (1 if forward else -1)) % len(found)
        self._go_to(found[at])
        self._bar.tell(f"第 {at + 1} 处，共 {len(found)} 处")

    def _nearest(self, found: list[tuple[str, str]], *, forward: bool) -> int:
        """The first found cell on the sheet in front, else the first or last of all."""
        place = self._navigator.place
        on_sheet = [number for number, (sheet, _) in enumerate(found) if place and sheet == place[1]]
        candidates = on_sheet or range(len(found))
        return candidates[0] if forward else candidates[-1]

    def _here(self) -> tuple[str, str] | None:
        place, cell = self._navigator.place, self._navigator.cell
        return (place[1], cell) if place and cell else None

    def _go_to(self, target: tuple[str, str]) -> None:
        if self._navigator.place is not None:
            self._navigator.go_to(Place(self._navigator.place[0], *target))

    def _replace(self, needle: str, text: str, is_all: bool) -> None:
        place = self._navigator.place
        if place is None:
            return
        edits = replacements(self._grids(), needle, text)
        if not is_all:
            here = self._here()
            edits = [edit for edit in edits if (edit.sheet, edit.cell) == here]
        self._carry_out(place[0], edits, is_all=is_all)
        if not is_all:
            self._step(needle, True)

    def _carry_out(self, path: str, edits: list[Edit], *, is_all: bool) -> None:
        if edits:
            self._controller.fill(path, edits, "全部替换" if is_all else "替换")
        if is_all:
            self._bar.tell(f"已替换 {len(edits)} 处" if edits else "没有可替换的内容")
