"""The preview of what is printed: a window of its own, page by page, with what can be chosen about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfdesk.gui.controls.combo_box import combo_box
from perfdesk.gui.look.room import size_in_letters
from perfdesk.gui.look.theme import current
from perfdesk.gui.paper.leaf import POINTS_PER_INCH, Leaf, Printout
from perfdesk.gui.paper.print_job import FITS, MARKINGS, PAPERS, SCOPES, WAYS, PrintWish

_ZOOMS = {"整页": 0.0, "页宽": -1.0, "75%": 0.75, "100%": 1.0, "150%": 1.5, "200%": 2.0, "300%": 3.0}
_SCREEN_DOTS = 96.0
_MARGIN = 12
_SMALLEST = 0.1
_LARGE = 1.5
Key = TypeVar("Key", bound=str)


class PrintPreview(QWidget):
    """Shows a printout; asks for another when a choice changes.

    Signals: `wish_changed()`, `print_wanted()`, `pdf_wanted()`, `stop_wanted()`.
    """

    wish_changed = Signal()
    print_wanted = Signal()
    pdf_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("打印预览")
        self.setAccessibleName("打印预览")
        self.scope = _choice("打印内容", SCOPES)
        self.marking = _choice("发现的标记", MARKINGS)
        self.fit = _choice("缩放", FITS)
        self.way = _choice("纸张方向", WAYS)
        self.paper = _choice("纸张大小", PAPERS)
        self.numbers = QCheckBox("加页码")
        self.numbers.setAccessibleName("文件没有页码时加上页码")
        self.zoom = combo_box("预览大小")
        self.zoom.addItems(list(_ZOOMS))
        self.place = QLabel()
        self.place.setAccessibleName("当前页")
        self.page = PageView()
        self.area = QScrollArea()
        self.area.setAccessibleName("预览的页面")
        self.area.setWidget(self.page)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.print_button = _button("打印…", self.print_wanted.emit)
        self.pdf_button = _button("导出为 PDF…", self.pdf_wanted.emit)
        self.notice = QLabel()
        self.notice.setAccessibleName("进度和结果")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stop = _button("停止", self.stop_wanted.emit)
        self.stop.hide()
        self.back = _button("上一页", lambda: self.turn(-1))
        self.forth = _button("下一页", lambda: self.turn(1))
        self.printout: Printout | None = None
        self._number = 1
        self._lay_out()
        self._connect()
        self.area.setFocus()
        self.resize(size_in_letters(self, 900, 720))

    def _lay_out(self) -> None:
        choices, pages = QHBoxLayout(), QHBoxLayout()
        for choice in (self.scope, self.marking, self.fit, self.paper, self.way, self.numbers):
            choices.addWidget(choice)
        choices.addStretch(1)
        for control in (self.back, self.place, self.forth, self.zoom):
            pages.addWidget(control)
        pages.addWidget(self.notice, 1)
        pages.addWidget(self.stop)
        pages.addWidget(self.pdf_button)
        pages.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(choices)
        column.addLayout(pages)
        column.addWidget(self.area, 1)

    def _connect(self) -> None:
        for choice in (self.scope, self.marking, self.fit, self.paper, self.way):
            choice.currentIndexChanged.connect(lambda number: self._wish())
        self.numbers.toggled.connect(lambda checked: self._wish())
        self.zoom.currentIndexChanged.connect(lambda number: self._show_page())
        keys: dict[str, Callable[[], object]] = {
            "PgDown": lambda: self.turn(1),
            "PgUp": lambda: self.turn(-1),
            "Ctrl+Home": lambda: self.go_to(1),
            "Ctrl+End": lambda: self.go_to(self.pages),
            "Ctrl+P": self.print_button.click,
            "Esc": self.close,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self, act)

    @property
    def wish(self) -> PrintWish:
        """What is chosen."""
        return PrintWish(
            self.scope.currentData(),
            self.marking.currentData(),
            self.fit.currentData(),
            self.way.currentData(),
            self.numbers.isChecked(),
            self.paper.currentData(),
        )

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return len(self.printout.leaves) if self.printout else 0

    @property
    def number(self) -> int:
        """The page in view, from 1."""
        return self._number

    def _wish(self) -> None:
        is_list = self.wish.scope in ("findings", "all_findings")
        self.marking.setEnabled(not is_list)
        self.numbers.setEnabled(not is_list)
        self.wish_changed.emit()

    def show_printout(self, printout: Printout) -> None:
        """Show other pages; the page in view stays where it still is."""
        self.printout = printout
        self.setWindowTitle(f"打印预览 — {printout.title}")
        self.go_to(self._number)

    def show_waiting(self, words: str) -> None:
        """Say why no page is in view yet."""
        self.place.setText(words)
        for button in (self.back, self.forth, self.print_button, self.pdf_button):
            button.setEnabled(False)

    def tell(self, words: str, *, is_running: bool = False) -> None:
        """Say how far the work is, or how it went; what runs can be stopped."""
        self.notice.setText(words)
        self.notice.setToolTip(words)
        self.stop.setVisible(is_running)

    def turn(self, step: int) -> None:
        """Go on or back by pages."""
        self.go_to(self._number + step)

    def go_to(self, number: int) -> None:
        """Show a page by its number, or the nearest there is."""
        self._number = max(1, min(number, self.pages))
        self.place.setText(f"第 {self._number} 页，共 {self.pages} 页")
        self.back.setEnabled(self._number > 1)
        self.forth.setEnabled(self._number < self.pages)
        self.print_button.setEnabled(self.pages > 0)
        self.pdf_button.setEnabled(self.pages > 0)
        self._show_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole page in view where that was chosen."""
        super().resizeEvent(event)
        if _ZOOMS[self.zoom.currentText()] <= 0:
            self._show_page()

    def _show_page(self) -> None:
        if self.printout is not None and self.printout.leaves:
            leaf = self.printout.leaves[self._number - 1]
            self.page.show_leaf(leaf, self._number, self.pages, self._zoom_of(leaf))

    def _zoom_of(self, leaf: Leaf) -> float:
        zoom = _ZOOMS[self.zoom.currentText()]
        if zoom > 0:
            return zoom
        size = leaf.paper.points * (_SCREEN_DOTS / POINTS_PER_INCH)
        room = self.area.viewport().size() - QSize(2 * _MARGIN, 2 * _MARGIN)
        bar = 0 if zoom == 0 else self.area.verticalScrollBar().sizeHint().width()
        across = (room.width() - bar) / size.width()
        fitting = min(across, room.height() / size.height()) if zoom == 0 else across
        return max(_SMALLEST, fitting)


class PageView(QWidget):
    """One page as a picture on the desk."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("页面")
        self._picture: QImage | None = None

    def show_leaf(self, leaf: Leaf, number: int, total: int, zoom: float) -> None:
        """Show a page at a size; 1 is its true size on a screen of 96 dots an inch."""
        self._picture = picture_of(leaf, number, total, zoom, self.devicePixelRatioF())
        self.setAccessibleDescription(f"第 {number} 页")
        size = self._picture.deviceIndependentSize().toSize()
        self.resize(size + QSize(2 * _MARGIN, 2 * _MARGIN))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper with a thin edge."""
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.drawImage(_MARGIN, _MARGIN, self._picture)
        size = self._picture.deviceIndependentSize().toSize()
        painter.setPen(QColor(current().border))
        painter.drawRect(_MARGIN - 1, _MARGIN - 1, size.width() + 1, size.height() + 1)
        painter.end()


def picture_of(leaf: Leaf, number: int, total: int, zoom: float, dots: float = 1.0) -> QImage:
    """A page as a picture; `dots` is how many the screen has to a pixel.

    Small pages are drawn twice as large first: letters made bold by the machine run together else.
    """
    finer = 2 if zoom * dots < _LARGE else 1
    scale = zoom * _SCREEN_DOTS / POINTS_PER_INCH * dots
    wanted = (leaf.paper.points * scale).toSize().expandedTo(QSize(1, 1))
    picture = QImage(wanted * finer, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale * finer, scale * finer)
    try:
        leaf.paint(painter, number, total)
    finally:
        painter.end()  # Qt aborts where a picture goes while it is painted on.
    if finer > 1:
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = picture.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    picture.setDevicePixelRatio(dots)
    return picture


def _choice(name: str, words: Mapping[Key, str]) -> QComboBox:
    choice = combo_box(name)
    for key, text in words.items():
        choice.addItem(text, key)
    return choice


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda: act())
    return button
