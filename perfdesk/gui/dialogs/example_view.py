"""An example of a rule as a small sheet to try it on: what is typed over is judged at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.core.finding import VERDICT_NAMES, Finding
from perfdesk.core.grid import Grid, address, parse_address
from perfdesk.gui.controls.combo_box import combo_box
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.colour import VERDICT_LOOKS, gravest
from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.look.theme import current

if TYPE_CHECKING:
    from perfdesk.desks.rule_desk import ExampleSheet, Which

_WHICH: tuple[tuple[str, Which], ...] = (("错例", "bad"), ("正例", "good"))
_MOST = 3
_NOTHING = "照这样填，没有发现问题。"
_WIDEST = 14


class ExampleView(QWidget):
    """Shows the sheets of one example; what is typed is judged and forgotten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._sheets: list[ExampleSheet] = []
        self._findings: tuple[Finding, ...] = ()
        self.which = _choice("错例或正例")
        for words, which in _WHICH:
            self.which.addItem(words, which)
        self.sheet = _choice("示例的表")
        self.table = QTableWidget()
        self.table.setAccessibleName("示例表，可以改动")
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verdict = QLabel()
        self.verdict.setAccessibleName("示例的审核结果")
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rule_lines()
        self._lay_out()
        self.which.currentIndexChanged.connect(lambda number: self._load())
        self.sheet.currentIndexChanged.connect(lambda number: self._show_sheet())
        self.table.cellChanged.connect(self._take)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(QLabel("试一试："))
        bar.addWidget(self.which)
        bar.addWidget(self.sheet)
        bar.addStretch(1)
        bar.addWidget(push_button("恢复示例", self._load))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.verdict)

    def _rule_lines(self) -> None:
        """Draw the lines of the sheet so that they are seen on a dark ground too."""
        style = f"QTableView {{ gridline-color: {current().border}; }}"
        if self.table.styleSheet() != style:
            self.table.setStyleSheet(style)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._rule_lines()
            self._show_sheet()

    def show_example(self, code: str) -> None:
        """Show the bad example of a rule."""
        self._code = code
        self.which.blockSignals(True)
        self.which.setCurrentIndex(0)
        self.which.blockSignals(False)
        self._load()

    def _load(self) -> None:
        """Take the example as it is declared."""
        from perfdesk.desks.rule_desk import example_sheets

        if not self._code:
            return
        self._sheets = list(example_sheets(self._code, self.which.currentData()))
        self.sheet.blockSignals(True)
        self.sheet.clear()
        for sheet in self._sheets:
            first = next(iter(sorted(sheet.grid.cells.items())), None)
            title = first[1].text if first else sheet.grid.name
            self.sheet.addItem(f"上年：{title}" if sheet.is_last_year else title)
        changed = [number for number, sheet in enumerate(self._sheets) if sheet.changed]
        self.sheet.setCurrentIndex(changed[0] if changed else 0)
        self.sheet.blockSignals(False)
        self.sheet.setVisible(len(self._sheets) > 1)
        self._judge()
        self._show_sheet()

    def _judge(self) -> None:
        from perfdesk.desks.rule_desk import try_sheets

        self._findings = try_sheets(self._sheets)
        names = {sheet.path: self.sheet.itemText(number) for number, sheet in enumerate(self._sheets)}
        own = [finding for finding in self._findings if finding.rule == self._code][:_MOST]
        lines = [self._line(finding, names) for finding in own]
        others = [finding.rule for finding in self._findings if finding not in own]
        if others:
            lines.append(f"另有 {len(others)} 条：{'、'.join(dict.fromkeys(others))}。")
        set_tone(self.verdict, "fault" if lines else "good")
        self.verdict.setText("\n".join(lines) or _NOTHING)

    def _line(self, finding: Finding, names: dict[str, str]) -> str:
        where = f"{names[finding.place.path]} " if len(names) > 1 else ""
        verdict = VERDICT_NAMES[finding.verdict]
        return f"{finding.rule} {verdict}　{where}{finding.place.cell}：{finding.message}"

    def _show_sheet(self) -> None:
        number = self.sheet.currentIndex()
        if not 0 <= number < len(self._sheets):
            return
        sheet = self._sheets[number]
        self.table.blockSignals(True)
        _fill(self.table, sheet.grid)
        self._mark(sheet)
        self.table.blockSignals(False)
        first = next(iter(sorted(self._by_cell(sheet))), None)
        item = self.table.item(*first) if first is not None else None
        if item is not None:
            self.table.scrollToItem(item, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _by_cell(self, sheet: ExampleSheet) -> dict[tuple[int, int], list[Finding]]:
        found: dict[tuple[int, int], list[Finding]] = {}
        for finding in self._findings:
            if finding.place.path == sheet.path:
                row, column = parse_address(finding.place.cell)
                found.setdefault((row - 1, column - 1), []).append(finding)
        return found

    def _mark(self, sheet: ExampleSheet) -> None:
        """Colour the cells with findings, and print bold what differs from the plain form."""
        found = self._by_cell(sheet)
        for row in range(self.table.rowCount()):
            for column in range(self.table.columnCount()):
                item = self.table.item(row, column)
                if item is None:
                    continue
                own = found.get((row, column), [])
                look = VERDICT_LOOKS[gravest(own)] if own else None
                item.setBackground(QBrush(QColor(look.fill)) if look else QBrush())
                item.setForeground(QBrush(QColor(look.sign)) if look else QBrush())
                item.setToolTip("\n".join(f"{each.rule} {each.message}" for each in own))
                font = item.font()
                font.setBold(address(row + 1, column + 1) in sheet.changed)
                item.setFont(font)

    def _take(self, row: int, column: int) -> None:
        """A cell was typed over: judge the example as it stands now."""
        from perfdesk.desks.rule_desk import typed_over

        number = self.sheet.currentIndex()
        item = self.table.item(row, column)
        sheet = typed_over(self._sheets[number], address(row + 1, column + 1), item.text() if item else "")
        self._sheets[number] = sheet
        self._judge()
        self.table.blockSignals(True)
        self._mark(sheet)
        self.table.blockSignals(False)


def _choice(name: str) -> QComboBox:
    box = combo_box(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box


def _fill(table: QTableWidget, grid: Grid) -> None:
    """Lay the grid's cells and merges out in the table, columns as wide as their words ask for."""
    rows = max([row for row, _ in grid.cells] + [merge.bottom for merge in grid.merges])
    columns = max([column for _, column in grid.cells] + [merge.right for merge in grid.merges])
    table.clear()
    table.clearSpans()
    table.setRowCount(rows)
    table.setColumnCount(columns)
    table.setHorizontalHeaderLabels(
        [address(1, column).removesuffix("1") for column in range(1, columns + 1)]
    )
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            cell = grid.cells.get((row, column))
            table.setItem(row - 1, column - 1, QTableWidgetItem(cell.text if cell else ""))
    for merge in grid.merges:
        table.setSpan(
            merge.top - 1, merge.left - 1, merge.bottom - merge.top + 1, merge.right - merge.left + 1
        )
    metrics = table.fontMetrics()
    em = metrics.horizontalAdvance("国")
    wide = {(merge.top, merge.left) for merge in grid.merges if merge.right > merge.left}
    for column in range(1, columns + 1):
        texts = [
            cell.text
            for (row, at), cell in grid.cells.items()
            if at == column and (row, at) not in wide and row > 2
        ]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=em * 2)
        table.setColumnWidth(column - 1, min(max(widest + em, em * 3), em * _WIDEST))
    table.verticalHeader().setDefaultSectionSize(metrics.height() + 8)
