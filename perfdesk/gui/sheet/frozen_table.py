"""A table view whose first rows and columns stay in place while the rest scrolls.

One view, not four laid over each other: the frozen cells are painted over the scrolled ones, and what
asks for the cell at a point or the place of a cell is answered accordingly. So selection, editing and
merges that cross the line need nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from perfdesk.gui.look.theme import current

AnyIndex = QModelIndex | QPersistentModelIndex


class FrozenHeader(QHeaderView):
    """A header whose first sections do not scroll."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.frozen = 0
        self.setSectionsClickable(True)

    @property
    def frozen_length(self) -> int:
        """Pixels of the frozen sections."""
        count = min(self.frozen, self.count())
        return self.sectionPosition(count - 1) + self.sectionSize(count - 1) if count else 0

    def place(self, section: int) -> int:
        """Where a section begins on screen."""
        start = self.sectionPosition(section)
        return start if section < self.frozen else start - self.offset()

    def section_at(self, pixel: int) -> int:
        """The section at a pixel of the screen, or -1."""
        return self.logicalIndexAt(pixel - self.offset() if pixel < self.frozen_length else pixel)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frozen sections over the scrolled ones."""
        super().paintEvent(event)
        if not self.frozen or not self.offset():
            return
        painter = QPainter(self.viewport())
        for section in range(min(self.frozen, self.count())):
            start, size = self.sectionPosition(section), self.sectionSize(section)
            across = self.orientation() == Qt.Orientation.Horizontal
            rect = QRect(start, 0, size, self.height()) if across else QRect(0, start, self.width(), size)
            if size:
                painter.save()
                self.paintSection(painter, rect, section)
                painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a frozen section is one on that section."""
        super().mousePressEvent(self._moved(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """As for the press."""
        super().mouseMoveEvent(self._moved(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As for the press."""
        super().mouseReleaseEvent(self._moved(event))

    def _moved(self, event: QMouseEvent) -> QMouseEvent:
        at = event.position()
        across = self.orientation() == Qt.Orientation.Horizontal
        if (at.x() if across else at.y()) >= self.frozen_length:
            return event
        at -= QPointF(self.offset(), 0) if across else QPointF(0, self.offset())
        return QMouseEvent(
            event.type(), at, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )


class FrozenTable(QTableView):
    """Keeps its first rows and columns in view; a subclass paints the cells."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.across = FrozenHeader(Qt.Orientation.Horizontal, self)
        self.down = FrozenHeader(Qt.Orientation.Vertical, self)
        self.setHorizontalHeader(self.across)
        self.setVerticalHeader(self.down)

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in view; 0 for none."""
        self.down.frozen, self.across.frozen = rows, columns
        self.viewport().update()

    def paint_place(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        """Paint one cell, or one merge at its anchor; for the subclass."""
        raise NotImplementedError

    def _is_frozen(self) -> bool:
        return bool(self.down.frozen or self.across.frozen)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus: no cell looks other for it, and the table would paint them all."""
        with self._unpainted():
            super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """As for the focus taken."""
        with self._unpainted():
            super().focusOutEvent(event)

    @contextmanager
    def _unpainted(self) -> Iterator[None]:
        """Paint nothing for it but the frame; `setUpdatesEnabled` would ask for everything afterwards."""
        attribute = Qt.WidgetAttribute.WA_UpdatesDisabled
        before = [(widget, widget.testAttribute(attribute)) for widget in (self, self.viewport())]
        for widget, _ in before:
            widget.setAttribute(attribute)
        yield
        for widget, is_disabled in before:
            widget.setAttribute(attribute, is_disabled)
        inside = self.rect().adjusted(1, 1, -1, -1)
        self.update(QRegion(self.rect()).subtracted(QRegion(inside)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frozen cells over the scrolled ones, and the line between them."""
        super().paintEvent(event)
        if not self._is_frozen() or self.model() is None:
            return
        width, height = self.viewport().width(), self.viewport().height()
        right, bottom = self.across.frozen_length, self.down.frozen_length
        painter = QPainter(self.viewport())
        asked = event.region()
        if self.down.offset() and bottom:
            self._paint_zone(painter, QRect(right, 0, width - right, bottom), asked)
        if self.across.offset() and right:
            self._paint_zone(painter, QRect(0, bottom, right, height - bottom), asked)
        if (self.across.offset() or self.down.offset()) and right and bottom:
            self._paint_zone(painter, QRect(0, 0, right, bottom), asked)
        painter.setClipping(False)
        line = QColor(current().freeze)
        if bottom:
            painter.fillRect(0, bottom - 1, width, 1, line)
        if right:
            painter.fillRect(right - 1, 0, 1, height, line)

    def is_split(self, index: AnyIndex) -> bool:
        """Whether a cell is a merge over the frozen line, which may be seen in two parts."""
        row, column = index.row(), index.column()
        bottom, right = row + self.rowSpan(row, column), column + self.columnSpan(row, column)
        return row < self.down.frozen < bottom or column < self.across.frozen < right

    def _paint_zone(self, painter: QPainter, zone: QRect, asked: QRegion) -> None:
        """Paint the cells of a part of the screen, each merge once, as far as they are asked for."""
        painter.setClipRect(zone)
        area = zone.intersected(asked.boundingRect())
        painted: set[tuple[int, int]] = set()
        for row in self._sections(self.down, area.top(), area.bottom()):
            for column in self._sections(self.across, area.left(), area.right()):
                anchor = self._anchor(row, column)
                rect = self._rect_of(anchor, row, column)
                if anchor not in painted and asked.intersects(rect):
                    painted.add(anchor)
                    painter.save()
                    painter.setClipRect(zone)
                    self.paint_place(painter, rect, self.model().index(*anchor))
                    painter.restore()

    def _sections(self, header: FrozenHeader, first: int, last: int) -> list[int]:
        """The visible sections between two pixels of the screen."""
        if last < first:
            return []
        start, end = header.section_at(first), header.section_at(last)
        end = header.count() - 1 if end < 0 else end
        return [section for section in range(max(start, 0), end + 1) if not header.isSectionHidden(section)]

    def _anchor(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the span that covers a cell; subclasses know their merges."""
        return row, column

    def _rect_of(self, anchor: tuple[int, int], row: int, column: int) -> QRect:
        """Where a span lies, seen from one of its cells: a merge over the line belongs to both sides."""
        top = self.down.place(row) - (self.down.sectionPosition(row) - self.down.sectionPosition(anchor[0]))
        left = self.across.place(column)
        left -= self.across.sectionPosition(column) - self.across.sectionPosition(anchor[1])
        height = sum(
            self.down.sectionSize(section)
            for section in range(anchor[0], anchor[0] + max(1, self.rowSpan(*anchor)))
        )
        width = sum(
            self.across.sectionSize(section)
            for section in range(anchor[1], anchor[1] + max(1, self.columnSpan(*anchor)))
        )
        return QRect(left, top, width, height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The cell at a point, frozen ones before those scrolled under them."""
        if not self._is_frozen():
            return super().indexAt(point)
        row, column = self.down.section_at(point.y()), self.across.section_at(point.x())
        if row < 0 or column < 0:
            return QModelIndex()
        return self.model().index(*self._anchor(row, column))

    def visualRect(self, index: AnyIndex) -> QRect:
        """Where a cell is on screen."""
        if not self._is_frozen() or not index.isValid():
            return super().visualRect(index)
        anchor = self._anchor(index.row(), index.column())
        return self._rect_of(anchor, *anchor)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What is frozen must not move with the rest."""
        super().scrollContentsBy(dx, dy)
        if self._is_frozen():
            self.viewport().update()
            self.across.viewport().update()
            self.down.viewport().update()

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view, out from under the frozen ones."""
        if not self._is_frozen():
            super().scrollTo(index, hint)
            return
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        before = bars[0].value(), bars[1].value()
        super().scrollTo(index, hint)
        for header, section, bar, start in (
            (self.across, index.column(), bars[0], before[0]),
            (self.down, index.row(), bars[1], before[1]),
        ):
            if section < header.frozen:
                bar.setValue(start)
            elif (covered := header.frozen_length - header.place(section)) > 0:
                bar.setValue(bar.value() - covered)
