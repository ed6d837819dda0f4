"""The sheet as in the file, with the findings' colours over it.

Sizes come from the file; rows are never measured by the view. Grid lines and borders are drawn
by the delegate, since the view would paint its own grid over them.
"""

from __future__ import annotations

import math
from operator import itemgetter

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.core.grid import Block, Cell
from perfdesk.gui.sheet.cell_acts import CellActs
from perfdesk.gui.sheet.cell_range import CellRange, Place
from perfdesk.gui.sheet.frozen_table import FrozenHeader
from perfdesk.gui.sheet.sheet import Sheet, has_other_rows
from perfdesk.gui.sheet.sheet_delegate import SheetDelegate
from perfdesk.gui.sheet.sheet_keys import answer_key
from perfdesk.gui.sheet.sheet_model import SheetModel
from perfdesk.gui.sheet.sheet_painter import SheetPainter, chooser_rect
from perfdesk.gui.sheet.travel import Direction
from perfdesk.gui.sheet.typing_table import AnyIndex, TypingTable

MIN_ZOOM, MAX_ZOOM = 0.5, 3.0
_FIT_MARGIN = 4
_SMALLEST_HEAD = 0.7
"""How small letters and numbers at the edges may become beside those of the window."""


class SheetView(TypingTable):
    """Shows one sheet and lets its cells be chosen and edited.

    Signals: `cell_chosen(address)` when the user or the program goes to a cell,
    `selection_changed()`, `edit_asked(address, text)`, `fill_asked(list of (address, text), name)` for
    a paste, a filling or a clearing, `told(sentence)` where one of these could not be done whole, and
    `zoom_changed(zoom)`.
    """

    cell_chosen = Signal(str)
    edit_asked = Signal(str, str)
    fill_asked = Signal(list, str)
    selection_changed = Signal()
    zoom_changed = Signal(float)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self.sheet_painter: SheetPainter | None = None
        self._sized_rows: set[int] = set()
        self._has_chosen_zoom = False
        self.range = CellRange(self)
        self._pressed: Place | None = None
        self._model = SheetModel(self)
        self._model.edit_asked.connect(self.edit_asked)
        self.acts = CellActs(self)
        self.setModel(self._model)
        self.setItemDelegate(SheetDelegate(self, self))
        self.setAccessibleName("表格")
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setMinimumSectionSize(1)
            header.setHighlightSections(True)
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.selectionModel().currentChanged.connect(self._tell_current)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet shown, or None."""
        return self._model.sheet

    @property
    def current_address(self) -> str | None:
        """The anchor of the current cell, or None."""
        index = self.currentIndex()
        if not index.isValid() or self.sheet is None:
            return None
        return self.sheet.grid.block_at(index.row() + 1, index.column() + 1).address

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet from its top."""
        self.settle()
        if sheet is not None:
            self._take_zoom_of(sheet)
        self.sheet_painter = SheetPainter(sheet, self.zoom) if sheet else None
        self.clearSpans()
        self._model.show_sheet(sheet)
        if sheet is not None:
            self._set_spans(sheet)
            self._set_sizes()

    def refresh(self, sheet: Sheet) -> None:
        """Show another state of the same sheet; selection and scroll position stay."""
        if self.sheet_painter is None:
            return
        old = self.sheet_painter.sheet
        has_new_looks = sheet.looks is not old.looks
        changed = self._model.refresh(sheet)
        if has_other_rows(old, sheet):
            self._lay_out_anew(sheet)
            return
        touched = self.sheet_painter.replace_sheet(sheet, changed or ())
        if has_new_looks:
            self._take_zoom_of(sheet)
            if self.zoom != self.sheet_painter.zoom:
                self.sheet_painter = SheetPainter(sheet, self.zoom)
            self._set_sizes()
        indexes = [self._model.index(row - 1, column - 1) for row, column in touched]
        if changed is None or has_new_looks or any(map(self.is_split, indexes)):
            self.viewport().update()
            return
        for index in indexes:
            self.update(index)

    def _lay_out_anew(self, sheet: Sheet) -> None:
        """Show a sheet whose rows came or went."""
        self.sheet_painter = SheetPainter(sheet, self.zoom)
        self.clearSpans()
        self._set_spans(sheet)
        self._set_sizes()
        self.viewport().update()

    def go_to(self, cell: str) -> None:
        """Make a cell the current one and bring it into view; an address outside is ignored."""
        if self.sheet is None:
            return
        try:
            block = self.sheet.block_of(cell)
        except ValueError:
            return
        index = self._model.index(block.top - 1, block.left - 1)
        if index.isValid():
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, select)
            self._bring_into_view(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current cell in view when bars above the sheet come and go."""
        before = self.visualRect(self.currentIndex())
        was_seen = event.oldSize().isValid() and QRect(QPoint(), event.oldSize()).intersects(before)
        super().resizeEvent(event)
        if was_seen:
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def _bring_into_view(self, index: QModelIndex) -> None:
        """Scroll no farther than needed sideways, but to the middle in height: rows around tell more."""
        bar = self.verticalScrollBar()
        before = bar.value()
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        if bar.value() != before:
            bar.setValue(bar.value() + self.visualRect(index).center().y() - self.viewport().height() // 2)

    def set_zoom(self, zoom: float) -> None:
        """Show sheets larger or smaller from now on; 1.0 is their size on paper at 96 dots an inch."""
        self._has_chosen_zoom = True
        self._take_zoom(zoom)
        self.show_anew()

    def fit_width(self) -> None:
        """Show the sheet as wide as there is room for its used columns."""
        if self.sheet is None:
            return
        plain = SheetPainter(self.sheet)
        width = sum(plain.width_of(column) for column in range(1, self.sheet.grid.used.right + 1))
        room = (
            self.viewport().width() + self.verticalScrollBar().width() * self.verticalScrollBar().isHidden()
        )
        self.set_zoom(math.floor(100 * (room - _FIT_MARGIN) / max(width, 1)) / 100)

    def _take_zoom(self, zoom: float) -> None:
        self.zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        self.zoom_changed.emit(self.zoom)

    def _take_zoom_of(self, sheet: Sheet) -> None:
        """Show a sheet at the size it was last looked at, unless the user has chosen one here."""
        if not self._has_chosen_zoom and sheet.face is not None:
            self._take_zoom(sheet.face.zoom / 100)

    def show_anew(self) -> None:
        """Lay the sheet out again, at another zoom or in another theme."""
        if self.sheet is not None:
            self.sheet_painter = SheetPainter(self.sheet, self.zoom)
            self._set_sizes()
            self.viewport().update()

    def paint_place(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """Paint a frozen cell as any other."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = rect
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        self.itemDelegate().paint(painter, option, index)

    def _anchor(self, row: int, column: int) -> tuple[int, int]:
        if self.sheet is None:
            return row, column
        top, left = self.sheet.grid.anchor(row + 1, column + 1)
        return top - 1, left - 1

    def _set_spans(self, sheet: Sheet) -> None:
        rows, columns = sheet.extent
        for block in sheet.grid.merges:
            height = min(block.bottom, rows) - block.top + 1
            width = min(block.right, columns) - block.left + 1
            if height > 0 and width > 0 and (height > 1 or width > 1):
                self.setSpan(block.top - 1, block.left - 1, height, width)

    def _set_sizes(self) -> None:
        painter, sheet = self.sheet_painter, self.sheet
        if painter is None or sheet is None:
            return
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * min(max(self.zoom, _SMALLEST_HEAD), 1.0))
        rows, columns = sheet.extent
        grid, across, down = sheet.grid, self.horizontalHeader(), self.verticalHeader()
        for part in (across, across.viewport(), down, down.viewport()):
            part.setFont(font)  # Under a style sheet what is painted on does not follow by itself.
        digits = "0" * (len(str(rows)) + 1)
        down.setMinimumWidth(down.fontMetrics().horizontalAdvance(digits) + 8)
        # Only rows the file speaks of: a sheet may have a million others.
        spoken = set(map(itemgetter(0), grid.cells)).union(grid.row_heights)
        with QSignalBlocker(across), QSignalBlocker(down):
            for header in (across, down):
                self._show_all_sections(header)
            height = max(1, round(sheet.default_row_pixels * self.zoom))
            down.setDefaultSectionSize(height)
            # The header keeps the heights of the last sheet where rows remain.
            for row in self._sized_rows - spoken | {rows}:
                down.resizeSection(row - 1, height)
            self._sized_rows = spoken
            for column in range(1, columns + 1):
                across.resizeSection(column - 1, painter.width_of(column))
            painter.heights.measure_all()
            for row in sorted(row for row in spoken if row <= rows):
                down.resizeSection(row - 1, painter.height_of(row))
        for header, count, hidden in ((across, columns, grid.hidden_columns), (down, rows, grid.hidden_rows)):
            for section in hidden:
                header.setSectionHidden(section - 1, section <= count)
        self.updateGeometries()
        self.freeze(*sheet.frozen)

    def _show_all_sections(self, header: QHeaderView) -> None:
        """Show what the last sheet hid; a header keeps it hidden when its model changes."""
        section = 0
        while header.hiddenSectionCount() and section < header.count():
            header.setSectionHidden(section, False)
            section += 1

    def _tell_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        cell = self.current_address
        if cell is not None:
            self.cell_chosen.emit(cell)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """A selection grows from the new cell."""
        self.range.forget_end()
        super().currentChanged(current, previous)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the drop-down of the current cell by its arrow; with Shift choose up to the cell clicked."""
        point, shift = event.position().toPoint(), Qt.KeyboardModifier.ShiftModifier
        if chooser_rect(self.visualRect(self.currentIndex())).contains(point) and self.acts.choose():
            return
        index = self.indexAt(point)
        if event.modifiers() == shift and event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.settle()
            if self.sheet is not None:
                self.range.extend_to(self.sheet, (index.row() + 1, index.column() + 1))
            return
        if event.button() == Qt.MouseButton.RightButton and index in self.selectedIndexes():
            return  # The menu is about what is chosen.
        super().mousePressEvent(event)
        self._pressed = (index.row() + 1, index.column() + 1) if index.isValid() else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The cell where a selection was begun stays the current one."""
        super().mouseReleaseEvent(event)
        if self._pressed is not None:
            self.range.begin_at(self._pressed)
            self._pressed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a spreadsheet's keys do; the rest is the table's."""
        self.typed_over = event.key() != Qt.Key.Key_F2
        if self.editor is not None or not answer_key(self, event):
            super().keyPressEvent(event)

    def page_place(self, place: Place, by: int, *, across: bool) -> Place:
        """The cell a screen below (1) or above (-1) another; `across` goes right and left."""
        header: FrozenHeader = self.across if across else self.down
        room = (self.viewport().width() if across else self.viewport().height()) - header.frozen_length
        here = place[1 if across else 0] - 1
        goal = header.sectionPosition(here) + by * max(room, 1)
        section = header.logicalIndexAt(goal - header.offset()) if goal >= 0 else 0
        if section < 0:
            section = header.count() - 1
        if section == here:  # One row may be higher than the screen.
            section = min(max(here + by, 0), header.count() - 1)
        row, column = self._anchor(*((place[0] - 1, section) if across else (section, place[1] - 1)))
        return row + 1, column + 1

    def step(self, direction: Direction) -> None:
        """Go on with Enter or Tab, round inside a selection."""
        if self.sheet is not None:
            self.range.step(self.sheet, direction)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll sideways with Shift, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.angleDelta().y():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - event.angleDelta().y())
        else:
            super().wheelEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell of the selected cells, for the sums in the status bar."""
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def selected_cells(self) -> list[Cell]:
        """The selected cells with content, each merge once."""
        sheet = self.sheet
        if sheet is None:
            return []
        cells, merged = sheet.grid.cells, sheet.grid.anchor
        places = [place for place in self._selected_places(sheet) if merged(*place) == place]
        return [cells[place] for place in places if place in cells and cells[place].text]

    def _selected_places(self, sheet: Sheet) -> list[Place]:
        """The chosen places; of a choice larger than what is filled only the filled ones."""
        selection = self.selectionModel().selection()
        areas = [selection.at(number) for number in range(selection.count())]
        blocks = [Block(a.top() + 1, a.left() + 1, a.bottom() + 1, a.right() + 1) for a in areas]
        if sum(area.width() * area.height() for area in areas) > len(sheet.grid.cells):
            return [place for place in sheet.grid.cells if any(block.contains(*place) for block in blocks)]
        chosen = {
            (row, column): None
            for block in blocks
            for row in range(block.top, block.bottom + 1)
            for column in range(block.left, block.right + 1)
        }
        return list(chosen)

    def selected_block(self) -> Block | None:
        """The rectangle around the selected cells, or None."""
        return self.range.block

    def choose(self, block: Block) -> None:
        """Select a rectangle; the current cell stays."""
        if self.sheet is not None:
            self.range.choose(self.sheet, block)
