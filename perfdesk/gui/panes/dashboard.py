"""The open set at a glance: scores, execution rates, findings by rule and by unit, the forms themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.core.finding import Place
from perfdesk.gui.controls.bar_chart import Bar, BarChart
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.colour import SEVERITY_LOOKS

if TYPE_CHECKING:
    from perfdesk.outlets.overview import FormLine, Overview

_MOST_BARS = 12
_LETTERS = (14, 16, 8, 6, 5, 5, 4, 4)


class Dashboard(QScrollArea):
    """A bar filters the table of forms below; a row leads to its form.

    Signals: `place_chosen(Place)`, `rule_chosen(code)` for the bars of rules,
    `picture_wanted()` and `table_wanted()` for the two buttons.
    """

    place_chosen = Signal(object)
    rule_chosen = Signal(str)
    picture_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("总览")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.figures = QLabel("正在汇总……")
        self.figures.setAccessibleName("总体数字")
        self.figures.setWordWrap(True)
        self.figures.setTextFormat(Qt.TextFormat.PlainText)
        self.grades, self.bands = BarChart("得分等级（表数）"), BarChart("执行率（表数）")
        self.rules, self.units = BarChart("问题最多的规则"), BarChart("问题最多的单位")
        self.filter = QLabel()
        self.filter.setAccessibleName("表格的筛选条件")
        self.table = self._make_table()
        self._lines: tuple[FormLine, ...] = ()
        self._shown: list[FormLine] = []
        self._keep: Callable[[FormLine], bool] | None = None
        self._lay_out()
        self.grades.bar_chosen.connect(self._keep_grade)
        self.bands.bar_chosen.connect(self._keep_band)
        self.units.bar_chosen.connect(self._keep_unit)
        self.rules.bar_chosen.connect(lambda name: self.rule_chosen.emit(name.split()[0]))

    def _make_table(self) -> QTableWidget:
        from perfdesk.outlets.overview_text import LINE_HEADS

        table = QTableWidget(0, len(LINE_HEADS))
        table.setAccessibleName("打开的自评表")
        table.setHorizontalHeaderLabels(list(LINE_HEADS))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.setMinimumHeight(220)
        em = table.fontMetrics().horizontalAdvance("国")
        for column, letters in enumerate(_LETTERS):
            table.horizontalHeader().resizeSection(column, em * letters)
        table.horizontalHeader().setSectionResizeMode(len(LINE_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        table.itemActivated.connect(lambda item: self._go_to(item.row()))
        table.itemClicked.connect(lambda item: self._go_to(item.row()))
        return table

    def _lay_out(self) -> None:
        self.page = QWidget()
        grid = QGridLayout()
        for number, chart in enumerate((self.grades, self.bands, self.rules, self.units)):
            grid.addWidget(chart, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        everything = push_button("显示全部", lambda: self._show_lines(None, ""))
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(everything)
        row.addWidget(push_button("存为图片…", self.picture_wanted.emit))
        row.addWidget(push_button("存为表格…", self.table_wanted.emit))
        column = QVBoxLayout(self.page)
        column.addWidget(self.figures)
        column.addLayout(grid)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.setWidget(self.page)

    def show_overview(self, whole: Overview) -> None:
        """Show what the open forms come to."""
        from perfdesk.outlets.overview_text import figures_text

        self._lines = whole.lines
        self.figures.setText(figures_text(whole))
        self.grades.show_bars([Bar(name, count) for name, count in whole.grades])
        self.bands.show_bars([Bar(name, count) for name, count in whole.bands])
        self.rules.show_bars(
            [
                Bar(f"{rule.rule} {rule.title}", rule.count, SEVERITY_LOOKS[rule.severity].sign)
                for rule in whole.rules[:_MOST_BARS]
            ]
        )
        units = Counter({unit: counts.total() for unit, counts in whole.units if counts.total()})
        self.units.show_bars([Bar(unit, count) for unit, count in units.most_common(_MOST_BARS)])
        self._show_lines(self._keep, self.filter.text())

    def _keep_grade(self, name: str) -> None:
        from perfdesk.outlets.overview import NO_GRADE

        wanted = None if name == NO_GRADE else name
        self._show_lines(lambda line: line.grade == wanted, f"等级：{name}")

    def _keep_band(self, name: str) -> None:
        from perfdesk.outlets.overview import band_of

        self._show_lines(lambda line: band_of(line.rate) == name, f"执行率：{name}")

    def _keep_unit(self, name: str) -> None:
        from perfdesk.outlets.overview import NO_UNIT

        self._show_lines(lambda line: (line.unit or NO_UNIT) == name, f"单位：{name}")

    def _show_lines(self, keep: Callable[[FormLine], bool] | None, words: str) -> None:
        from perfdesk.outlets.overview_text import line_texts

        self._keep = keep
        self._shown = [line for line in self._lines if keep is None or keep(line)]
        self.filter.setText(words if keep is not None else f"全部 {len(self._shown)} 张自评表")
        self.table.setRowCount(len(self._shown))
        for row, line in enumerate(self._shown):
            for column, text in enumerate(line_texts(line)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)

    def _go_to(self, row: int) -> None:
        place: Place = self._shown[row].place
        self.place_chosen.emit(place)
