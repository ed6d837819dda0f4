"""Findings as table rows: which of them are shown, and in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from perfdesk.core.finding import SEVERITIES, SEVERITY_NAMES, VERDICT_NAMES, Finding, Place, waiver_text
from perfdesk.core.grid import parse_address
from perfdesk.gui.look.colour import (
    STATE_LOOKS,
    STATE_NAMES,
    STATES,
    VERDICT_LOOKS,
    State,
    counted,
    state_of,
)

AnyIndex = QModelIndex | QPersistentModelIndex
HEADERS = ("级别", "结论", "规则", "单元格", "表", "说明", "文件")
FINDING_ROLE = Qt.ItemDataRole.UserRole
CENTRED_COLUMNS = frozenset({0, 1, 2, 3})


class FindingsModel(QAbstractTableModel):
    """The findings in scope, filtered by state (severity, or explained) and words, sorted by one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Finding, ...] = ()
        self._shown: list[Finding] = []
        self._words_by_row: dict[int, tuple[str, ...]] = {}
        self._states: frozenset[State] = frozenset(STATES)
        self._words = ""
        self._column = -1
        self._order = Qt.SortOrder.AscendingOrder

    @property
    def shown(self) -> Sequence[Finding]:
        """The rows in their order."""
        return self._shown

    def counts(self) -> Counter[State]:
        """How many findings of each state are in scope, shown or not."""
        return counted(self._all)

    def row_at(self, place: Place) -> int | None:
        """The first row of a cell, or None."""
        return self.row_of(lambda other: other.place.cell == place.cell and other.place == place)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Take other findings into scope."""
        self._all = tuple(findings)
        self._rebuild()

    def set_filter(self, states: frozenset[State], words: str) -> None:
        """Show only these states, and only rows that contain the words."""
        self._states, self._words = states, words.strip().casefold()
        self._rebuild()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 is the order of files, sheets and cells."""
        self._column, self._order = column, order
        self._rebuild()

    def row_of(self, wanted: Callable[[Finding], bool]) -> int | None:
        """The first row whose finding is wanted, or None."""
        return next((row for row, finding in enumerate(self._shown) if wanted(finding)), None)

    def _rebuild(self) -> None:
        is_narrowed = self._words or len(self._states) < len(STATES)
        rows = [finding for finding in self._all if not is_narrowed or self._passes(finding)]
        if self._column >= 0:
            backwards = self._order == Qt.SortOrder.DescendingOrder
            rows.sort(key=lambda finding: sort_key(finding, self._column), reverse=backwards)
        self._replace(rows)

    def _replace(self, rows: list[Finding]) -> None:
        """Show other rows; what stays the same above and below them stays on screen as it is."""
        old = self._shown
        top = _count_alike(zip(old, rows, strict=False))
        bottom = _count_alike(zip(reversed(old[top:]), reversed(rows[top:]), strict=False))
        was, now = len(old) - bottom, len(rows) - bottom
        end = min(was, now)
        if was > end:
            self.beginRemoveRows(QModelIndex(), end, was - 1)
            self._shown = old[:end] + old[was:]
            self.endRemoveRows()
        elif now > end:
            self.beginInsertRows(QModelIndex(), end, now - 1)
            self._shown = old[:end] + rows[end:]
            self.endInsertRows()
        self._shown = rows
        self._words_by_row.clear()
        if end > top:
            self.dataChanged.emit(self.index(top, 0), self.index(end - 1, len(HEADERS) - 1))

    def _passes(self, finding: Finding) -> bool:
        if state_of(finding) not in self._states:
            return False
        return not self._words or any(self._words in text.casefold() for text in texts(finding))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Columns shown."""
        return 0 if parent.isValid() else len(HEADERS)

    def words(self, row: int) -> tuple[str, ...]:
        """What the row prints, column by column."""
        if row not in self._words_by_row:
            self._words_by_row[row] = texts(self._shown[row])
        return self._words_by_row[row]

    def colours(self, row: int, column: int) -> tuple[str | None, str | None]:
        """Fill and letters of a cell that is not selected; None for the table's own."""
        finding = self._shown[row]
        state = state_of(finding)
        if column == 0:
            return STATE_LOOKS[state].fill, STATE_LOOKS[state].sign
        if state == "waived":
            return None, STATE_LOOKS[state].sign
        return None, VERDICT_LOOKS[finding.verdict].sign if column == 1 else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, colours and the finding itself."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row)[column]
        if role == FINDING_ROLE:
            return self._shown[row]
        if role == Qt.ItemDataRole.ToolTipRole and column in {5, 6}:
            finding = self._shown[row]
            return _tip(finding) if column == 5 else finding.place.path
        if role == Qt.ItemDataRole.BackgroundRole or role == Qt.ItemDataRole.ForegroundRole:
            colour = self.colours(row, column)[0 if role == Qt.ItemDataRole.BackgroundRole else 1]
            return QBrush(QColor(colour)) if colour else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in CENTRED_COLUMNS:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The column's name, or the row's number."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return HEADERS[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)


def _count_alike(pairs: Iterable[tuple[Finding, Finding]]) -> int:
    """How many pairs are alike before the first that is not."""
    count = 0
    for one, other in pairs:
        if one is not other and one != other:
            break
        count += 1
    return count


def texts(finding: Finding) -> tuple[str, ...]:
    """What the table prints for a finding, column by column."""
    place = finding.place
    return (
        SEVERITY_NAMES[finding.severity],
        VERDICT_NAMES[finding.verdict] if finding.waiver is None else STATE_NAMES["waived"],
        finding.rule,
        place.cell,
        place.sheet,
        finding.message.replace("\n", " "),
        PurePath(place.path).name,
    )


def _tip(finding: Finding) -> str:
    if finding.waiver is None:
        return finding.message
    return f"{finding.message}\n说明：{waiver_text(finding.waiver)}"


def sort_key(finding: Finding, column: int) -> tuple[object, ...]:
    """Severities by weight, cells by row and column, the rest by their words."""
    if column == 0:
        return (SEVERITIES.index(finding.severity),)
    if column == 3:
        return cell_key(finding.place.cell)
    return (texts(finding)[column],)


def cell_key(cell: str) -> tuple[int, int]:
    """Row and column of a cell's address, (0, 0) for a text that is none."""
    try:
        return parse_address(cell)
    except ValueError:
        return (0, 0)
