"""What is done to the selected cells of a sheet: the clipboard, clearing, filling, choosing from a list.

Every act that changes something asks for it by the view's signals; the answer comes as a refresh.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QMimeData, QModelIndex, QRect
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.core.fault import CallFault
from perfdesk.core.grid import Block, address, parse_address
from perfdesk.gui.sheet.choice_list import ChoiceList
from perfdesk.gui.sheet.clip_table import clip_table
from perfdesk.gui.sheet.clipboard import filled_down, filled_with, pasted, to_html, to_tsv
from perfdesk.gui.sheet.sheet import Sheet


class Selecting(Protocol):
    """What the acts need of the view they serve."""

    edit_asked: Any
    fill_asked: Any
    told: Any

    @property
    def sheet(self) -> Sheet | None:
        """The sheet shown."""

    @property
    def current_address(self) -> str | None:
        """The anchor of the current cell."""

    def selected_block(self) -> Block | None:
        """The rectangle around the selected cells."""

    def choose(self, block: Block) -> None:
        """Select a rectangle."""

    def currentIndex(self) -> QModelIndex:
        """The current cell."""

    def visualRect(self, index: QModelIndex) -> QRect:
        """Where a cell is on screen."""

    def viewport(self) -> QWidget:
        """What is painted on."""


class CellActs:
    """The acts of one view."""

    def __init__(self, view: Selecting) -> None:
        self._view = view

    def copy(self) -> None:
        """Put the selected cells on the clipboard as a spreadsheet does."""
        block, sheet = self._view.selected_block(), self._view.sheet
        if block is not None and sheet is not None:
            content = QMimeData()
            content.setText(to_tsv(sheet.grid, block))
            content.setHtml(to_html(sheet.grid, block, sheet.looks))
            QApplication.clipboard().setMimeData(content)

    def cut(self) -> None:
        """Put the selected cells on the clipboard and ask for them to be emptied."""
        self.copy()
        self.clear()

    def fill_down(self) -> None:
        """Ask for the cells below the first row of the selection to be filled with what it holds.

        With one row selected the row above is taken, as a spreadsheet does.
        """
        block, sheet = self._view.selected_block(), self._view.sheet
        if block is None or sheet is None:
            return
        source = (
            block.top if block.bottom > sheet.grid.block_at(block.top, block.left).bottom else block.top - 1
        )
        edits = filled_down(sheet.grid, block, source) if source >= 1 else []
        if edits:
            self._view.fill_asked.emit(edits, "向下填充")

    def paste(self) -> None:
        """Ask for the clipboard's table to be entered from the current cell on."""
        block, sheet = self._view.selected_block(), self._view.sheet
        content = QApplication.clipboard().mimeData()
        if block is None or sheet is None or content is None:
            return
        text = content.text() if content.hasFormat("text/plain") else ""
        try:
            table = clip_table(text, content.html() if content.hasHtml() else "")
            edits, lost = pasted(table, sheet.grid, block) if table else ([], 0)
        except CallFault as fault:
            self._view.told.emit(fault.message)
            return
        if not edits:
            return
        self._view.fill_asked.emit(edits, "粘贴")
        places = [parse_address(cell) for cell, _ in edits]
        self._view.choose(Block(block.top, block.left, *map(max, zip(*places, strict=True))))
        if lost:
            self._view.told.emit(
                f"粘贴的内容有 {lost} 个落在合并单元格里，没有填入：合并单元格只有一个内容。可撤销后重粘。"
            )

    def fill_with(self, text: str) -> None:
        """Ask for a text in every selected cell."""
        block, sheet = self._view.selected_block(), self._view.sheet
        if block is not None and sheet is not None:
            self._view.fill_asked.emit(filled_with(sheet.grid, block, text), "填充选区")

    def clear(self) -> None:
        """Ask for the selected cells to be emptied."""
        block, sheet = self._view.selected_block(), self._view.sheet
        if block is None or sheet is None:
            return
        places = [
            (row, column)
            for row in range(block.top, block.bottom + 1)
            for column in range(block.left, block.right + 1)
            if sheet.grid.block_at(row, column).address == address(row, column)
            and sheet.cell_at(row, column).text
        ]
        if places:
            self._view.fill_asked.emit([(address(*place), "") for place in places], "清除内容")

    def words_to_choose(self) -> tuple[str, ...]:
        """The words that the current cell's drop-down offers; none where it has no drop-down."""
        cell, sheet = self._view.current_address, self._view.sheet
        if cell is None or sheet is None:
            return ()
        return next(
            (words for choice in sheet.choices_at(*parse_address(cell)) if (words := choice.words)), ()
        )

    def prompt(self) -> str:
        """What the sheet tells whoever fills in the current cell; empty where it tells nothing."""
        cell, sheet = self._view.current_address, self._view.sheet
        if cell is None or sheet is None:
            return ""
        prompts = [choice.prompt for choice in sheet.choices_at(*parse_address(cell)) if choice.prompt]
        return "　".join(prompts).replace("\n", " ")

    def choose(self) -> bool:
        """Offer the current cell's drop-down below it; False where it has none."""
        words, cell, sheet = self.words_to_choose(), self._view.current_address, self._view.sheet
        if not words or cell is None or sheet is None:
            return False
        shown = ChoiceList(words, sheet.cell_at(*parse_address(cell)).text, self._view.viewport())
        shown.chosen.connect(partial(self._view.edit_asked.emit, cell))
        shown.show_below(self._view.visualRect(self._view.currentIndex()))
        return True
