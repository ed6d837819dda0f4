"""One page of the report on screen: its picture, and its figures as links to their cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from perfdesk.gui.look.theme import current

if TYPE_CHECKING:
    from perfdesk.core.finding import Place
    from perfdesk.narrative.preview import FigureSpot

_MARGIN = 6
_VEIL = 70


class ReportPage(QWidget):
    """`place_chosen(Place)` when a figure is clicked, or chosen with arrow keys and Enter."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("报告页面")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.spots: tuple[FigureSpot, ...] = ()
        self._picture: QImage | None = None
        self._scale = 1.0
        self._place: Place | None = None
        self._at = -1

    def clear(self) -> None:
        """Show nothing."""
        self._picture, self.spots, self._at = None, (), -1
        self.resize(0, 0)
        self.update()

    def show_page(self, picture: QImage, spots: Sequence[FigureSpot], scale: float) -> None:
        """Show a page; `scale` pixels are a point."""
        is_other = tuple(spots) != self.spots
        self._picture, self.spots, self._scale = picture, tuple(spots), scale
        self._at = -1 if is_other else self._at
        size = picture.deviceIndependentSize().toSize()
        self.resize(size + QSize(2 * _MARGIN, 2 * _MARGIN))
        self.update()

    def show_place(self, place: Place | None) -> None:
        """Mark the figures of a cell."""
        self._place = place
        self.update()

    def first_marked(self) -> QRect | None:
        """Where the first marked figure stands."""
        return next((self._box(spot) for spot in self.spots if spot.place == self._place), None)

    def spot_at(self, point: QPoint) -> FigureSpot | None:
        """The figure at a point."""
        return next((spot for spot in self.spots if self._box(spot).contains(point)), None)

    def box_of(self, number: int) -> QRect:
        """Where a figure of the page stands."""
        return self._box(self.spots[number])

    def _box(self, spot: FigureSpot) -> QRect:
        box, scale = spot.box, self._scale
        corner = QRectF(box.left * scale, box.top * scale, box.width * scale, box.height * scale)
        return corner.translated(_MARGIN, _MARGIN).toAlignedRect()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand and the cell's name over a figure."""
        spot = self.spot_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)
        self.setToolTip(f"{spot.place.sheet}!{spot.place.cell}：点击转到单元格" if spot else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A figure leads to its cell."""
        spot = self.spot_at(event.position().toPoint())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = self.spots.index(spot)
            self.place_chosen.emit(spot.place)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from figure to figure, Enter follows."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        key = Qt.Key(event.key())
        if key in steps and self.spots:
            self._at = (self._at + steps[key]) % len(self.spots) if self._at >= 0 else 0
            spot = self.spots[self._at]
            self.setAccessibleDescription(f"{spot.place.sheet}!{spot.place.cell}")
            self.update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and 0 <= self._at < len(self.spots):
            self.place_chosen.emit(self.spots[self._at].place)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper with its edge, a line below each figure, a veil over those of the cell in front."""
        if self._picture is None:
            return
        theme = current()
        painter = QPainter(self)
        painter.drawImage(_MARGIN, _MARGIN, self._picture)
        size = self._picture.deviceIndependentSize().toSize()
        painter.setPen(QColor(theme.border))
        painter.drawRect(_MARGIN - 1, _MARGIN - 1, size.width() + 1, size.height() + 1)
        veil = QColor(theme.accent)
        veil.setAlpha(_VEIL)
        painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
        for number, spot in enumerate(self.spots):
            box = self._box(spot)
            if spot.place == self._place:
                painter.fillRect(box, veil)
            painter.drawLine(box.bottomLeft(), box.bottomRight())
            if number == self._at and self.hasFocus():
                painter.drawRect(box)
        painter.end()
