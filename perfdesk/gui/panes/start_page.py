"""The first page: what can be done, as large buttons, and what was opened lately."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePath

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from perfdesk.gui.controls.command_button import CommandButton
from perfdesk.gui.look.theme import current

INVITATION = "把绩效自评表（.xlsx、.xls、.docx、.pdf 文件或文件夹）拖到这里，或者："
_WIDEST = 760
_LARGER = 1.2
_ARROW = 16


class StartPage(QScrollArea):
    """`path_chosen(path)` when something opened lately is wanted again."""

    path_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("开始")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        self._commands = QGridLayout()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.heading = _words("最近打开")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(1)
        column.addWidget(_words(INVITATION))
        column.addLayout(self._commands)
        column.addSpacing(12)
        column.addWidget(self.heading)
        column.addLayout(self._recent)
        column.addStretch(2)
        self.setWidget(page)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.show_recent(())
        self._fit_letters()

    def show_commands(self, actions: Sequence[QAction]) -> None:
        """A button for each command, two in a row, with what it does below its name."""
        for number, action in enumerate(actions):
            button = CommandButton(action.iconText().rstrip("…"), action.statusTip())
            button.setAccessibleName(action.iconText())
            button.clicked.connect(action.trigger)
            button.setIcon(_arrow())
            self._commands.addWidget(button, number // 2, number % 2)

    def show_recent(self, paths: Sequence[str]) -> None:
        """What was opened lately and is still there, the latest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for path in paths:
            button = CommandButton(PurePath(path).name or path, str(Path(path).parent))
            button.setAccessibleName(f"打开 {path}")
            button.setToolTip(path)
            button.clicked.connect(partial(self.path_chosen.emit, path))
            button.setIcon(_arrow())
            self._recent.addWidget(button)
        self.heading.setVisible(bool(paths))

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme, and other letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for button in self.findChildren(CommandButton):
                button.setIcon(_arrow())
        elif event.type() == QEvent.Type.FontChange:
            self._fit_letters()

    def _fit_letters(self) -> None:
        """Give headings letters beside those of the window."""
        heading = self.font()
        heading.setPointSizeF(heading.pointSizeF() * _LARGER)
        for label in self.findChildren(QLabel):
            label.setFont(heading)


def _arrow() -> QIcon:
    """An arrow in the colour of the theme; the style's own is lost on a dark ground."""
    picture = QPixmap(_ARROW * 4, _ARROW * 4)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.scale(4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(current().link), 1.8))
    points = (QPointF(4, 8), QPointF(12, 8), QPointF(8.5, 4.5), QPointF(12, 8), QPointF(8.5, 11.5))
    painter.drawPolyline(points)
    painter.end()
    return QIcon(picture)


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
