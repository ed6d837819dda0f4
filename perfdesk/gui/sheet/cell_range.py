"""Which cells of the sheet are chosen: one that is current, and the rectangle that grew from it.

As in a spreadsheet the current cell stays where the selection began while Shift moves its other end,
Enter and Tab go round inside it, and Enter after Tab leads back below the cell where one began.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QTableView

from perfdesk.core.grid import Block
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.travel import Direction, next_inside, next_place, widened

Place = tuple[int, int]
_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class CellRange:
    """The chosen cells of one view; rows and columns count from 1."""

    def __init__(self, view: QTableView) -> None:
        self._view = view
        self._end: Place | None = None
        self._tabbed: tuple[Place, int] | None = None

    @property
    def place(self) -> Place | None:
        """The current cell."""
        index = self._view.currentIndex()
        return (index.row() + 1, index.column() + 1) if index.isValid() else None

    @property
    def end(self) -> Place | None:
        """The corner that Shift moves."""
        return self._end or self.place

    @property
    def block(self) -> Block | None:
        """The rectangle around the chosen cells, or None."""
        chosen = self._view.selectionModel().selection()
        areas = [chosen.at(number) for number in range(chosen.count())]
        if not areas:
            return None
        return Block(
            min(area.top() for area in areas) + 1,
            min(area.left() for area in areas) + 1,
            max(area.bottom() for area in areas) + 1,
            max(area.right() for area in areas) + 1,
        )

    def forget_end(self) -> None:
        """Another cell is current: a selection grows from there."""
        self._end = None

    def move_to(self, place: Place) -> None:
        """Make a cell the only chosen one."""
        self._make_current(place, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def extend_to(self, sheet: Sheet, end: Place) -> None:
        """Choose all cells from the current one to another, with every merge they meet."""
        start = self.place
        if start is None:
            return
        top, bottom = sorted((start[0], end[0]))
        left, right = sorted((start[1], end[1]))
        self.choose(sheet, Block(top, left, bottom, right))
        self._end = end
        self._view.scrollTo(self._view.model().index(end[0] - 1, end[1] - 1), _VISIBLE)

    def choose(self, sheet: Sheet, block: Block) -> None:
        """Choose a rectangle, with every merge it meets; the current cell stays."""
        rows, columns = sheet.extent
        shown = Block(block.top, block.left, min(block.bottom, rows), min(block.right, columns))
        area, model = widened(sheet, shown), self._view.model()
        first = model.index(area.top - 1, area.left - 1)
        last = model.index(min(area.bottom, rows) - 1, min(area.right, columns) - 1)
        if first.isValid() and last.isValid():
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self._view.selectionModel().select(QItemSelection(first, last), select)

    def begin_at(self, place: Place) -> None:
        """Let the current cell be the one where a selection was begun with the mouse."""
        end, block = self.place, self.block
        if end is None or block is None or place == end or not block.contains(*place):
            return
        self._make_current(place, QItemSelectionModel.SelectionFlag.NoUpdate, is_seen=False)
        self._end = end

    def step(self, sheet: Sheet, direction: Direction) -> None:
        """Go on with Enter or Tab: round inside a selection, else to the next cell."""
        place, block = self.place, self.block
        if place is None:
            return
        if block is not None and widened(sheet, block) != widened(sheet, Block(*place, *place)):
            inside = next_inside(sheet, block, place, direction)
            self._make_current(inside, QItemSelectionModel.SelectionFlag.NoUpdate)
            return
        began = self._tabbed[1] if self._tabbed is not None and self._tabbed[0] == place else place[1]
        if direction[0]:
            self.move_to(next_place(sheet, (place[0], began), direction))
            return
        self.move_to(next_place(sheet, place, direction))
        if self.place is not None:
            self._tabbed = self.place, began

    def _make_current(
        self, place: Place, how: QItemSelectionModel.SelectionFlag, *, is_seen: bool = True
    ) -> None:
        index = self._view.model().index(place[0] - 1, place[1] - 1)
        self._view.selectionModel().setCurrentIndex(index, how)
        if is_seen:
            self._view.scrollTo(index, _VISIBLE)
