"""The sheet as a table model: what the view needs for headers, editing and screen readers.

Cells are painted by `sheet_painter`, not through this model's roles.
"""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from perfdesk.core.grid import address, column_name
from perfdesk.gui.sheet.sheet import Sheet, changed_cells

AnyIndex = QModelIndex | QPersistentModelIndex


class SheetModel(QAbstractTableModel):
    """One sheet; an edit is asked for by `edit_asked(address, text)`, never made here."""

    edit_asked = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._extent = (0, 0)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet shown, or None."""
        return self._sheet

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self._sheet = sheet
        self._extent = sheet.extent if sheet else (0, 0)
        self.endResetModel()

    def refresh(self, sheet: Sheet) -> set[tuple[int, int]] | None:
        """Show another state of the same sheet; selection and scroll position stay.

        Returns the cells that changed, or None where many did.
        """
        changed = changed_cells(self._sheet, sheet) if self._sheet is not None else None
        self._sheet = sheet
        rows, columns = self._extent
        new_rows, new_columns = max(rows, sheet.extent[0]), max(columns, sheet.extent[1])
        if new_rows > rows:
            self.beginInsertRows(QModelIndex(), rows, new_rows - 1)
            self._extent = (new_rows, columns)
            self.endInsertRows()
        if new_columns > columns:
            self.beginInsertColumns(QModelIndex(), columns, new_columns - 1)
            self._extent = (new_rows, new_columns)
            self.endInsertColumns()
        if changed is None:
            self.dataChanged.emit(self.index(0, 0), self.index(new_rows - 1, new_columns - 1))
        else:
            for row, column in changed:
                index = self.index(row - 1, column - 1)
                self.dataChanged.emit(index, index)
        return changed

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Rows shown."""
        return 0 if parent.isValid() else self._extent[0]

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Columns shown."""
        return 0 if parent.isValid() else self._extent[1]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, edit text, tooltip and accessible text of a cell."""
        if self._sheet is None or not index.isValid():
            return None
        row, column = index.row() + 1, index.column() + 1
        if role == Qt.ItemDataRole.DisplayRole:
            return self._sheet.cell_at(row, column).text
        if role == Qt.ItemDataRole.EditRole:
            return self._edit_text(row, column)
        mark = self._sheet.marks.get((row, column))
        note = self._sheet.face.notes.get((row, column)) if self._sheet.face else None
        if role == Qt.ItemDataRole.ToolTipRole and (mark or note):
            tip = "\n".join([*([mark.tip] if mark else []), *([f"〔批注〕{note}"] if note else [])])
            # As rich text it wraps; the words come from the file and are escaped.
            return f"<p>{html.escape(tip).replace(chr(10), '</p><p>')}</p>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = f"{address(row, column)} {self._sheet.cell_at(row, column).text}"
            return f"{text} {mark.tip}" if mark else text
        return None

    def _edit_text(self, row: int, column: int) -> str:
        from perfdesk.reading.entry import typed_text

        return typed_text(self._sheet.cell_at(row, column)) if self._sheet else ""

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for an edit; the answer comes as a refresh."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self._sheet is None:
            return False
        block = self._sheet.grid.block_at(index.row() + 1, index.column() + 1)
        self.edit_asked.emit(block.address, str(value))
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every cell can be chosen and edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Column letters and row numbers."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_name(section + 1) if orientation == Qt.Orientation.Horizontal else str(section + 1)
