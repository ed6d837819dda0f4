"""The report as pages beside the forms: a figure leads to its cell, a cell shows its figures.

Shows what `previewing` hands in; makes nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from perfdesk.gui.controls.combo_box import combo_box
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.palette import set_tone
from perfdesk.gui.panes.report_bar import ReportBar
from perfdesk.gui.panes.report_page import ReportPage

if TYPE_CHECKING:
    from perfdesk.core.finding import Place
    from perfdesk.narrative.preview import Preview

ZOOMS = {"适合宽度": 0.0, "50%": 0.5, "75%": 0.75, "100%": 1.0, "150%": 1.5, "200%": 2.0}
_DOTS = 96 / 72
_EDGE = 28
_SMALLEST = 0.2


class ReportPreview(QWidget):
    """Signals: `place_chosen(Place)`, `picture_wanted()` for the page in view; those of its bar."""

    place_chosen = Signal(object)
    picture_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("报告预览")
        self.page = ReportPage()
        self.area = QScrollArea()
        self.area.setAccessibleName("报告的页面")
        self.area.setWidget(self.page)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.zoom = combo_box("预览大小")
        self.zoom.addItems(list(ZOOMS))
        self.bar = ReportBar()
        self.place = QLabel()
        self.place.setAccessibleName("当前页")
        self.words = QLabel()
        self.words.setAccessibleName("预览说明")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        set_tone(self.words, "faint")
        self.back = push_button("上一页", lambda: self.turn(-1))
        self.forth = push_button("下一页", lambda: self.turn(1))
        self.preview: Preview | None = None
        self.number = 1
        self._place: Place | None = None
        self._lay_out()
        self.zoom.currentIndexChanged.connect(lambda number: self.picture_wanted.emit())
        self.page.place_chosen.connect(self.place_chosen)
        self.show_sentence("打开自评表后，这里显示报告的页面。")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for control in (self.back, self.place, self.forth, self.zoom):
            row.addWidget(control)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.bar)
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self.area, 1)

    @property
    def scale(self) -> float:
        """Pixels of the screen a point of the page takes."""
        chosen = ZOOMS[self.zoom.currentText()]
        if chosen or self.preview is None:
            return max(chosen, _SMALLEST) * _DOTS
        width = self.preview.sizes[self.number - 1][0]
        return max((self.area.viewport().width() - _EDGE) / width, _SMALLEST * _DOTS)

    def show_preview(self, preview: Preview) -> None:
        """Show a report; the page in view stays where there is still one of its number."""
        self.preview = preview
        self.words.setText("".join(preview.remarks))
        self.words.setVisible(bool(preview.remarks))
        self.go_to(min(self.number, len(preview.sizes)))

    def show_sentence(self, sentence: str) -> None:
        """Say why there is no report to see."""
        self.preview, self.number = None, 1
        self.page.clear()
        self.words.setText(sentence)
        self.words.show()
        self._show_number()

    def go_to(self, number: int) -> None:
        """Show a page by its number."""
        if self.preview is None:
            return
        self.number = max(1, min(number, len(self.preview.sizes)))
        self._show_number()
        self.picture_wanted.emit()

    def turn(self, step: int) -> None:
        """Show a page further on or back."""
        if self.preview is not None and 1 <= self.number + step <= len(self.preview.sizes):
            self.area.verticalScrollBar().setValue(0)
            self.go_to(self.number + step)

    def _show_number(self) -> None:
        count = len(self.preview.sizes) if self.preview is not None else 0
        self.place.setText(f"第 {self.number} 页，共 {count} 页" if count else "")
        self.back.setEnabled(self.number > 1)
        self.forth.setEnabled(self.number < count)

    def show_picture(self, picture: QImage, number: int, scale: float) -> None:
        """Show a page's picture, unless the user has gone on to another page meanwhile."""
        if self.preview is not None and number == self.number:
            self.page.show_page(picture, self.preview.spots[number - 1], scale)
            self.page.setAccessibleDescription(f"第 {number} 页，有 {len(self.page.spots)} 处可转到单元格")
            self.page.show_place(self._place)

    def show_place(self, place: Place | None) -> None:
        """Mark the figures of a cell, and go to the first of them where the page in view has none."""
        if place == self._place:
            return
        self._place = place
        if self.preview is None or place is None:
            return
        pages = [
            number
            for number, spots in enumerate(self.preview.spots, 1)
            if any(spot.place == place for spot in spots)
        ]
        if pages and self.number not in pages:
            self.go_to(pages[0])
        self.page.show_place(place)
        if box := self.page.first_marked():
            self.area.ensureVisible(box.center().x(), box.center().y(), 40, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page that fits the width follows it."""
        super().resizeEvent(event)
        if self.preview is not None and not ZOOMS[self.zoom.currentText()]:
            self.picture_wanted.emit()
