"""The sheet as in the file, with the findings' colours over it.

Sizes come from the file; rows are never measured by the view. Grid lines and borders are drawn
by the delegate, since the view would paint its own grid over them.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from perfdesk.core.grid import Block, address
from perfdesk.gui.cell_editor import CellEditor
from perfdesk.gui.clipboard import from_tsv, to_tsv
from perfdesk.gui.sheet import Sheet
from perfdesk.gui.sheet_model import SheetModel
from perfdesk.gui.sheet_painter import SheetPainter, draw_current

MIN_ZOOM, MAX_ZOOM = 0.5, 3.0
EDITOR_SIZE = QSize(140, 28)
AnyIndex = QModelIndex | QPersistentModelIndex


class SheetView(QTableView):
    """Shows one sheet and lets its cells be chosen and edited.

    Signals: `cell_chosen(address)` when the user or the program goes to a cell,
    `edit_asked(address, text)`, and `fill_asked(list of (address, text), name)` for a paste or a clearing.
    """

    cell_chosen = Signal(str)
    edit_asked = Signal(str, str)
    fill_asked = Signal(list, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self.sheet_painter: SheetPainter | None = None
        self.typed_over = False
        self._model = SheetModel(self)
        self._model.edit_asked.connect(self.edit_asked)
        self.setModel(self._model)
        self.setItemDelegate(SheetDelegate(self))
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
        has_new_looks = sheet.looks is not self.sheet_painter.sheet.looks
        self.sheet_painter.replace_sheet(sheet)
        self._model.refresh(sheet)
        if has_new_looks:
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
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Show the sheet larger or smaller; 1.0 is its size on paper at 96 dots an inch."""
        self.zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        if self.sheet is not None:
            self.sheet_painter = SheetPainter(self.sheet, self.zoom)
            self._set_sizes()
            self.viewport().update()

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
        font.setPointSizeF(font.pointSizeF() * min(self.zoom, 1.0))
        rows, columns = sheet.extent
        grid, across, down = sheet.grid, self.horizontalHeader(), self.verticalHeader()
        across.setFont(font)
        down.setFont(font)
        digits = "0" * (len(str(rows)) + 1)
        down.setMinimumWidth(down.fontMetrics().horizontalAdvance(digits) + 8)
        # Only rows the file speaks of: a sheet may have a million others.
        spoken = {row for row, _ in grid.cells}.union(grid.row_heights)
        with QSignalBlocker(across), QSignalBlocker(down):
            for header in (across, down):
                self._show_all_sections(header)
            height = max(1, round(sheet.default_row_pixels * self.zoom))
            # This takes back the heights of the last sheet, but for the last row.
            down.setDefaultSectionSize(height)
            down.resizeSection(rows - 1, height)
            for column in range(1, columns + 1):
                across.resizeSection(column - 1, painter.width_of(column))
            for row in sorted(row for row in spoken if row <= rows):
                down.resizeSection(row - 1, painter.height_of(row))
        for header, count, hidden in ((across, columns, grid.hidden_columns), (down, rows, grid.hidden_rows)):
            for section in hidden:
                header.setSectionHidden(section - 1, section <= count)
        self.updateGeometries()

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

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing begins an edit that replaces the content, as typing does."""
        self.typed_over = True
        super().inputMethodEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Begin an edit of the content that is there."""
        self.typed_over = False
        super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste and clear; the rest is the table's."""
        self.typed_over = event.key() != Qt.Key.Key_F2
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.clear_selected()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
        else:
            super().wheelEvent(event)

    def selected_block(self) -> Block | None:
        """The rectangle around the selected cells, or None."""
        indexes = self.selectionModel().selectedIndexes()
        if not indexes:
            return None
        rows, columns = [index.row() for index in indexes], [index.column() for index in indexes]
        return Block(min(rows) + 1, min(columns) + 1, max(rows) + 1, max(columns) + 1)

    def copy(self) -> None:
        """Put the selected cells on the clipboard as a spreadsheet does."""
        block = self.selected_block()
        if block is not None and self.sheet is not None:
            QApplication.clipboard().setText(to_tsv(self.sheet.grid, block))

    def paste(self) -> None:
        """Ask for the clipboard's table to be entered from the current cell on."""
        cell, sheet = self.current_address, self.sheet
        if cell is None or sheet is None:
            return
        edits = from_tsv(QApplication.clipboard().text(), sheet.grid, cell)
        if edits:
            self.fill_asked.emit(edits, "粘贴")

    def clear_selected(self) -> None:
        """Ask for the selected cells to be emptied."""
        block, sheet = self.selected_block(), self.sheet
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
            self.fill_asked.emit([(address(*place), "") for place in places], "清除内容")


class SheetDelegate(QStyledItemDelegate):
    """Paints cells from the sheet and edits them with a `CellEditor`."""

    def __init__(self, view: SheetView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell, or one merge at its anchor."""
        if self._view.sheet_painter is None:
            return
        state = option.state
        rect: QRect = option.rect
        place = (index.row() + 1, index.column() + 1)
        current = self._view.currentIndex()
        is_current = (current.row(), current.column()) == (index.row(), index.column())
        is_selected = bool(state & QStyle.StateFlag.State_Selected) and not is_current
        self._view.sheet_painter.paint(painter, rect, place, selected=is_selected)
        if is_current:
            draw_current(painter, rect)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """A text edit over the cell."""
        editor = CellEditor(parent)
        editor.committed.connect(self._commit)
        editor.abandoned.connect(self._abandon)
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Show what the cell holds, selected when typing began the edit."""
        if isinstance(editor, CellEditor) and not editor.property("filled"):
            editor.setProperty("filled", True)
            text = index.data(Qt.ItemDataRole.EditRole)
            editor.show_text(str(text or ""), select=self._view.typed_over)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Ask for the edit."""
        if isinstance(editor, CellEditor):
            model.setData(QModelIndex(index), editor.toPlainText())  # type: ignore[arg-type]

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """As large as the cell, but never too small to read, and inside the view."""
        rect: QRect = option.rect
        room = self._view.viewport().rect()
        size = rect.size().expandedTo(EDITOR_SIZE).boundedTo(room.size())
        left = max(0, min(rect.left(), room.width() - size.width()))
        top = max(0, min(rect.top(), room.height() - size.height()))
        editor.setGeometry(QRect(QPoint(left, top), size))

    def _commit(self) -> None:
        editor = self.sender()
        if isinstance(editor, CellEditor):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _abandon(self) -> None:
        editor = self.sender()
        if isinstance(editor, CellEditor):
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
