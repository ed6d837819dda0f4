"""Horizontal bars with names and counts, drawn by hand; each bar can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from perfdesk.gui.look.theme import current

_GAP = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A named count; `colour` as `#RRGGBB`, the window's own where empty."""

    name: str
    count: int
    colour: str = ""


class BarChart(QWidget):
    """`bar_chosen(name)` by a click, or by Enter on the bar that the arrow keys lead to."""

    bar_chosen = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._bars: tuple[Bar, ...] = ()
        self._current = 0
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other counts."""
        self._bars = tuple(bars)
        self._current = 0
        words = "；".join(f"{bar.name} {bar.count}" for bar in self._bars)
        self.setAccessibleDescription(words or "没有可显示的内容")
        self.updateGeometry()
        self.update()

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    def _line(self) -> int:
        return self.fontMetrics().height() + _GAP

    def sizeHint(self) -> QSize:
        """A line for the title and one for each bar."""
        return QSize(280, self._line() * (max(len(self._bars), 1) + 1) + _GAP)

    def minimumSizeHint(self) -> QSize:
        """As high as it is, narrower."""
        return QSize(180, self.sizeHint().height())

    def rect_of(self, number: int) -> QRect:
        """The line of a bar."""
        return QRect(0, self._line() * (number + 1), self.width(), self._line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title, names, bars and counts."""
        painter = QPainter(self)
        text, metrics = self.palette().color(self.foregroundRole()), self.fontMetrics()
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(text)
        painter.drawText(QRect(0, 0, self.width(), self._line()), Qt.AlignmentFlag.AlignVCenter, self.title)
        painter.setFont(self.font())
        if not self._bars:
            painter.drawText(self.rect_of(0), Qt.AlignmentFlag.AlignVCenter, "没有可显示的内容")
            return
        widest = max(metrics.horizontalAdvance(bar.name) for bar in self._bars)
        names = min(widest + 2, self.width() // 2) + _GAP
        counts = metrics.horizontalAdvance("0000") + _GAP
        most = max(max(bar.count for bar in self._bars), 1)
        for number, bar in enumerate(self._bars):
            line = self.rect_of(number)
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names - _GAP)
            painter.setPen(text)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
            room = max(self.width() - names - counts, 10)
            length = max(round(room * bar.count / most), 2 if bar.count else 0)
            shape = QRect(names, line.top() + _GAP // 2, length, line.height() - _GAP)
            painter.fillRect(shape, QColor(bar.colour or current().marks.blue.sign))
            place = line.adjusted(names + length + _GAP // 2, 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(bar.count))
            if self.hasFocus() and number == self._current:
                painter.setPen(QColor(current().link))
                painter.drawRect(line.adjusted(0, 0, -1, -1))

    def _at(self, y: float) -> int | None:
        number = int(y) // self._line() - 1
        return number if 0 <= number < len(self._bars) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the bar under the pointer."""
        number = self._at(event.position().y())
        if number is not None:
            self._current = number
            self.update()
            self.bar_chosen.emit(self._bars[number].name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from bar to bar, Enter chooses."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and self._bars:
            self._current = (self._current + steps[Qt.Key(event.key())]) % len(self._bars)
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._bars:
            self.bar_chosen.emit(self._bars[self._current].name)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()
