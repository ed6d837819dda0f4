"""Painting the cells of a sheet view and editing one of them in its place."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.gui.sheet.cell_acts import CellActs
from perfdesk.gui.sheet.cell_editor import CellEditor
from perfdesk.gui.sheet.expected import draw_expected
from perfdesk.gui.sheet.sheet_painter import SheetPainter, chooser_rect, draw_chooser, draw_current
from perfdesk.gui.sheet.travel import Direction

EDITOR_SIZE = QSize(140, 28)
_MOVING_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab})
AnyIndex = QModelIndex | QPersistentModelIndex


class CellHost(Protocol):
    """What the delegate needs of the view it serves."""

    sheet_painter: SheetPainter | None
    typed_over: bool
    acts: CellActs

    def currentIndex(self) -> QModelIndex:
        """The current cell."""

    def viewport(self) -> QWidget:
        """What is painted on."""

    def step(self, direction: Direction) -> None:
        """Go to the cell beside the current one."""

    def editor_opened(self, editor: CellEditor) -> None:
        """Know of an editor."""

    def editor_closed(self, editor: CellEditor) -> None:
        """Know that an editor goes."""


class SheetDelegate(QStyledItemDelegate):
    """Paints cells from the sheet and edits them with a `CellEditor`."""

    def __init__(self, view: CellHost, parent: QObject) -> None:
        super().__init__(parent)
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
        mark = self._view.sheet_painter.sheet.marks.get(place)
        if mark is not None and mark.expected:
            draw_expected(painter, rect, place, self._view.sheet_painter)
        if is_current:
            draw_current(painter, rect)
            if self._view.acts.words_to_choose():
                draw_chooser(painter, chooser_rect(rect))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """A text edit over the cell."""
        editor = CellEditor(parent)
        if (painter := self._view.sheet_painter) is not None:
            # As it will look in the cell, so that a line breaks where it will break there.
            look = painter.sheet.shown_look(*painter.sheet.grid.anchor(index.row() + 1, index.column() + 1))
            editor.setFont(painter.text.font(look))
        editor.committed.connect(self._commit)
        editor.abandoned.connect(self._abandon)
        editor.filled.connect(self._fill)
        self._view.editor_opened(editor)
        return editor

    def destroyEditor(self, editor: QWidget, index: AnyIndex) -> None:
        """The edit is over."""
        if isinstance(editor, CellEditor):
            self._view.editor_closed(editor)
        super().destroyEditor(editor, index)

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

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leave Enter and Tab to the editor: it tells by `committed` where the user goes next."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _MOVING_KEYS
        ):
            return False
        return super().eventFilter(editor, event)

    def _commit(self, row_step: int, column_step: int) -> None:
        editor = self.sender()
        if isinstance(editor, CellEditor):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self._view.step((row_step, column_step))

    def _fill(self) -> None:
        """Enter the text in every chosen cell."""
        editor = self.sender()
        if isinstance(editor, CellEditor):
            text = editor.toPlainText()
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self._view.acts.fill_with(text)

    def _abandon(self) -> None:
        editor = self.sender()
        if isinstance(editor, CellEditor):
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
