"""The middle of the window: sheet tabs, name box, edit line and the sheet below them."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.sheet.cell_editor import EditLine
from perfdesk.gui.sheet.find_bar import FindBar
from perfdesk.gui.sheet.sheet_view import SheetView

_SWATCH = 10


class SheetPane(QWidget):
    """Shows the sheets of one document, one at a time.

    `sheet_chosen(name)` is emitted when the user takes another tab, `typing_changed()` when an edit is begun
    that is not entered yet, or is over.
    """

    sheet_chosen = Signal(str)
    typing_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("工作表")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.currentChanged.connect(self._tell_sheet)
        self.name_box = QLineEdit()
        self.name_box.setAccessibleName("名称框：当前单元格的地址")
        self.name_box.setToolTip("当前单元格；输入地址（如 K5）后回车可跳转")
        self.name_box.setFixedWidth(72)
        self.name_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line = EditLine()
        self.view = SheetView()
        self.name_box.returnPressed.connect(self._jump)
        self.line.entered.connect(self._enter)
        self.line.committed.connect(self._go_on)
        self.line.filled.connect(self._fill)
        self.line.textChanged.connect(self._tell_typing)
        self.view.typing_changed.connect(self._tell_typing)
        self.view.cell_chosen.connect(self.show_current)
        self.notice = _notice()
        self.find_bar = FindBar()
        self.find_bar.left.connect(self.view.setFocus)
        self._names: tuple[str, ...] = ()
        self._tab_colors: tuple[tuple[str, ...], tuple[str | None, ...]] = ((), ())
        self._line_cell: str | None = None
        self._line_sheet: tuple[str, str] | None = None
        self._was_typing = False
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 4, 4, 4)
        bar.setSpacing(4)
        bar.addWidget(self.name_box, 0, Qt.AlignmentFlag.AlignTop)
        bar.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.notice)
        column.addLayout(bar)
        column.addWidget(self.find_bar)
        column.addWidget(self.view, 1)

    def show_tabs(
        self, names: Sequence[str], labels: Sequence[str], current: str, colors: Sequence[str | None] = ()
    ) -> None:
        """Show the document's sheets: names, what the tabs say, the one in front, the colours in the file."""
        with QSignalBlocker(self.tabs):
            if tuple(names) != self._names:
                self._names = tuple(names)
                while self.tabs.count():
                    self.tabs.removeTab(0)
                for label in labels:
                    self.tabs.addTab(label)
            for number, (name, label) in enumerate(zip(names, labels, strict=True)):
                # A new text, be it the same, lays the whole window out again.
                if self.tabs.tabText(number) != label.replace("&", "&&"):
                    self.tabs.setTabText(number, label.replace("&", "&&"))
                self.tabs.setTabToolTip(number, name)
            if (tuple(names), tuple(colors)) != self._tab_colors:
                self._tab_colors = tuple(names), tuple(colors)
                for number, color in enumerate(colors):
                    self.tabs.setTabIcon(number, QIcon(_swatch(color)) if color else QIcon())
            if current in self._names:
                self.tabs.setCurrentIndex(self._names.index(current))

    def show_notice(self, sentences: Sequence[str], *, is_warning: bool) -> None:
        """Say above the sheet what the user must know of it; nothing hides the bar."""
        self.notice.setText("\n".join(sentences))
        set_tone(self.notice, "amber" if is_warning else "quiet")
        self.notice.setVisible(bool(sentences))

    @property
    def is_typing(self) -> bool:
        """Whether something is being typed that is not entered yet."""
        return self.view.editor is not None or self.line.is_changed

    def settle(self) -> None:
        """Enter what is being typed, in the sheet or above it."""
        self.view.settle()
        self.line.settle()

    def _tell_typing(self) -> None:
        if self.is_typing != self._was_typing:
            self._was_typing = self.is_typing
            self.typing_changed.emit()

    def show_current(self) -> None:
        """Show the current cell's address and content above the sheet."""
        cell, sheet = self.view.current_address, self.view.sheet
        shown = (sheet.path, sheet.grid.name) if sheet is not None else None
        if (cell, shown) == (self._line_cell, self._line_sheet) and self.line.is_changed:
            return  # Somebody is typing there; what changed elsewhere is no reason to break in.
        self.line.settle()
        self._line_cell, self._line_sheet = cell, shown
        self.name_box.setText(cell or "")
        text = self.view.currentIndex().data(Qt.ItemDataRole.EditRole) if cell else ""
        self.line.setEnabled(cell is not None)
        self.line.show_cell(str(text or ""))

    def _tell_sheet(self, number: int) -> None:
        if 0 <= number < len(self._names):
            self.sheet_chosen.emit(self._names[number])

    def ask_place(self) -> None:
        """Let the user type where to go."""
        self.name_box.setFocus()
        self.name_box.selectAll()

    def _jump(self) -> None:
        """Go to the cell that was typed; of a range choose all."""
        first, _, last = self.name_box.text().strip().upper().replace("：", ":").partition(":")
        self.view.go_to(first)
        if last and self.view.sheet is not None:
            with contextlib.suppress(ValueError):
                end = self.view.sheet.block_of(last)
                self.view.range.extend_to(self.view.sheet, (end.bottom, end.right))
        self.show_current()
        self.view.setFocus()

    def _enter(self, text: str) -> None:
        # The cell the line was showing, not the current one: leaving the line by a click
        # on another cell commits before that cell becomes current, but not on every platform.
        if self._line_cell is not None:
            self.view.edit_asked.emit(self._line_cell, text)

    def _fill(self) -> None:
        """Ctrl+Enter in the line: the text goes into every chosen cell."""
        text = self.line.toPlainText()
        self.line.show_cell(text)
        self.view.setFocus()
        self.view.acts.fill_with(text)

    def _go_on(self, rows: int, columns: int) -> None:
        """From the line back into the sheet, as a spreadsheet does."""
        self.view.setFocus()
        self.view.step((rows, columns))


def _swatch(color: str) -> QPixmap:
    """A small square in the colour that the file gives to a tab."""
    square = QPixmap(_SWATCH, _SWATCH)
    square.fill(QColor(color))
    return square


def _notice() -> QLabel:
    notice = QLabel()
    notice.setObjectName("notice")
    notice.setAccessibleName("关于这张表")
    notice.setTextFormat(Qt.TextFormat.PlainText)
    notice.setWordWrap(True)
    notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    notice.hide()
    return notice
