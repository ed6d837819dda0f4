"""The table of findings: filter by severity, explanation and words, sort, go to the cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.core.finding import Finding, Place
from perfdesk.gui.controls.combo_box import combo_box
from perfdesk.gui.look.colour import STATE_HUES, STATE_NAMES, STATES, State
from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.panes.findings_delegate import FindingsDelegate
from perfdesk.gui.panes.findings_model import FindingsModel

_LETTERS = (4, 5, 5, 5, 8, 30, 12)
_NONE_LEFT = "没有符合筛选条件的审核发现：请清空筛选文字，或点亮上面的级别按钮。"
SCOPES = ("当前表", "当前文件", "全部文件")


class FindingsTable(QTableView):
    """A table whose rows and columns fit its letters; says why it is empty."""

    empty_words = ""

    def fit(self) -> None:
        """Give rows and columns the sizes the letters need."""
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        em = metrics.horizontalAdvance("国")
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 8)
        header.setMinimumSectionSize(em * 3)
        for column, letters in enumerate(_LETTERS[: header.count()]):
            header.resizeSection(column, em * letters)

    def changeEvent(self, event: QEvent) -> None:
        """Grow and shrink with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.model() is not None:
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where there is no row, say why."""
        super().paintEvent(event)
        if self.model() is not None and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            area = self.viewport().rect().adjusted(12, 8, -12, -8)
            centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(area, centred | Qt.TextFlag.TextWordWrap, self.empty_words)


class FindingsView(QWidget):
    """Shows findings; the window says which are in scope.

    Signals: `finding_chosen(Finding or None)` when the current row changes,
    `scope_chosen(name)` with one of SCOPES.
    """

    finding_chosen = Signal(object)
    scope_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_quiet = False
        self.none_found = "还没有打开文件。"
        self._kept: Finding | None = None
        self.model = FindingsModel(self)
        self.table = FindingsTable()
        self.table.setModel(self.model)
        self.table.setItemDelegate(FindingsDelegate(self.table))
        self.buttons: dict[State, QToolButton] = {state: self._filter_button(state) for state in STATES}
        self.scope = combo_box("显示范围")
        self.scope.addItems(SCOPES)
        self.scope.setCurrentText("当前文件")
        self.words = QLineEdit()
        self.words.setPlaceholderText("按文字筛选")
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName("按文字筛选审核发现")
        self.left = QLabel()
        self.left.setAccessibleName("筛选结果")
        self._set_up_table()
        self._lay_out()
        self.scope.currentTextChanged.connect(self.scope_chosen)
        self.words.textChanged.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(self._tell_current)
        # Connected after the table's own sorting, which forgets the current row.
        self.table.horizontalHeader().sortIndicatorChanged.connect(lambda: self.select(self._kept))

    def _filter_button(self, state: State) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(True)
        set_tone(button, STATE_HUES[state])
        button.setToolTip(f"显示或隐藏{STATE_NAMES[state]}")
        button.toggled.connect(self._filter)
        return button

    def _set_up_table(self) -> None:
        table = self.table
        table.setAccessibleName("审核发现")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        table.fit()
        header.setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 4, 4, 4)
        bar.setSpacing(6)
        for button in self.buttons.values():
            bar.addWidget(button)
        bar.addWidget(self.scope)
        bar.addWidget(self.words, 1)
        bar.addWidget(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self._show_counts()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Take other findings into scope; the current one stays current if it is still there.

        Columns that would say the same in every row make room for the words.
        """
        places = [finding.place for finding in findings]
        self.table.setColumnHidden(4, all(place.sheet == places[0].sheet for place in places))
        self.table.setColumnHidden(6, all(place.path == places[0].path for place in places))
        current = self.current
        self._is_quiet = True
        self.model.set_findings(findings)
        self._is_quiet = False
        self._show_counts()
        self.select(current)

    @property
    def current(self) -> Finding | None:
        """The finding of the current row, or None."""
        row = self.table.currentIndex().row()
        return self.model.shown[row] if 0 <= row < len(self.model.shown) else None

    def select(self, finding: Finding | None) -> None:
        """Make a finding's row the current one without telling anybody; none when it is not shown."""
        row = None
        if finding is not None:
            cell, rule = finding.place.cell, finding.rule
            row = self.model.row_of(lambda other: other.place.cell == cell and other == finding)
            if row is None:
                row = self.model.row_of(lambda other: other.rule == rule and other.place == finding.place)
        self._select_row(row)

    def select_place(self, place: Place) -> Finding | None:
        """Make the first finding of a cell current without telling anybody; returns it."""
        if self.current is not None and self.current.place == place:
            return self.current
        self._select_row(self.model.row_at(place))
        return self.current

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) finding, round the end."""
        count = len(self.model.shown)
        if count:
            row = self.table.currentIndex().row()
            target = (row + by) % count if row >= 0 else (0 if by > 0 else count - 1)
            self.table.setCurrentIndex(self.model.index(target, 0))

    def _select_row(self, row: int | None) -> None:
        self._is_quiet = True
        if row is None:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        else:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))
        self._is_quiet = False
        self._kept = self.current

    def _filter(self) -> None:
        chosen = frozenset(state for state, button in self.buttons.items() if button.isChecked())
        current = self.current
        self._is_quiet = True
        self.model.set_filter(chosen, self.words.text())
        self._is_quiet = False
        self._show_left()
        self.select(current)

    def _show_left(self) -> None:
        """Say how many the filters leave, where they leave some out."""
        left, total = len(self.model.shown), self.model.counts().total()
        self.left.setText(f"符合 {left} 条")
        self.left.setVisible(left < total)

    def _show_counts(self) -> None:
        counts = self.model.counts()
        for state, button in self.buttons.items():
            text = f"{STATE_NAMES[state]} {counts[state]}"
            button.setText(text)
            button.setAccessibleName(f"显示{text} 条")
        self.table.empty_words = _NONE_LEFT if counts.total() else self.none_found
        self._show_left()

    def _tell_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._is_quiet:
            self._kept = self.current
            self.finding_chosen.emit(self.current)
