"""The help: sections at the left, found by words; the one that was chosen at the right. Offline."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.gui.dialogs.handbook import Section, help_folder, read_sections
from perfdesk.gui.look.palette import html_style
from perfdesk.gui.look.room import size_in_letters
from perfdesk.gui.look.theme import current

_SECTION = Qt.ItemDataRole.UserRole
_MARGIN = 40


class HelpText(QTextBrowser):
    """Shows one section; pictures come from the folder of the help alone, no wider than the text."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of the help, made smaller where it does not fit."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        file = help_folder() / (name.fileName() if isinstance(name, QUrl) else name)
        picture = QImage(str(file))
        room = max(200, self.viewport().width() - _MARGIN)
        if picture.width() > room:
            return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return picture


class HelpWindow(QDialog):
    """Stays open beside the window; goes back and forward over what was read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("帮助")
        self.setAccessibleName("帮助")
        self._sections = read_sections()
        self._read: list[Section] = []
        self._at = -1
        self.words = QLineEdit()
        self.words.setPlaceholderText("查找帮助：词之间用空格隔开")
        self.words.setAccessibleName("查找帮助")
        self.words.setClearButtonEnabled(True)
        self.contents = QTreeWidget()
        self.contents.setAccessibleName("帮助目录")
        self.contents.setHeaderHidden(True)
        self.text = HelpText()
        self.text.setAccessibleName("帮助内容")
        self.text.setOpenLinks(False)
        self.back = _button("后退", "Alt+Left", lambda: self._go(-1))
        self.forward = _button("前进", "Alt+Right", lambda: self._go(1))
        self._lay_out()
        self.words.textChanged.connect(self._list)
        self.words.returnPressed.connect(self._take_first)
        self.contents.currentItemChanged.connect(self._take)
        self.resize(size_in_letters(self, 900, 620))
        self._list()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for part in (self.back, self.forward):
            bar.addWidget(part)
        bar.addWidget(self.words, 1)
        split = QSplitter()
        split.addWidget(self.contents)
        split.addWidget(self.text)
        split.setSizes([270, 630])
        column = QVBoxLayout(self)
        column.addLayout(bar)
        column.addWidget(split, 1)

    @property
    def section(self) -> Section | None:
        """The section that is shown."""
        return self._read[self._at] if self._read else None

    def show_section(self, page: str, title: str) -> None:
        """Show the section of a page whose title begins so; the first section where there is none."""
        found = [each for each in self._sections if each.page == page and each.title.startswith(title)]
        self.words.clear()
        self._open((found or self._sections)[0])

    def _list(self) -> None:
        """List the sections that hold all words."""
        words = self.words.text().casefold().split()
        with QSignalBlocker(self.contents):
            self.contents.clear()
            chapters: dict[str, QTreeWidgetItem] = {}
            for section in self._sections:
                if not section.holds(words):
                    continue
                if section.page not in chapters:
                    chapter = chapters[section.page] = QTreeWidgetItem([section.chapter])
                    self.contents.addTopLevelItem(chapter)
                    chapter.setExpanded(bool(words) or not self.contents.indexOfTopLevelItem(chapter))
                item = QTreeWidgetItem(chapters[section.page], [section.title])
                item.setToolTip(0, section.title)
                item.setData(0, _SECTION, section)
        self._mark()

    def _mark(self) -> None:
        """Make the row of the shown section current without opening it once more."""
        with QSignalBlocker(self.contents):
            for item in self._items():
                if item.data(0, _SECTION) == self.section:
                    self.contents.setCurrentItem(item)
                    self.contents.scrollToItem(item)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.contents.topLevelItem(number) for number in range(self.contents.topLevelItemCount())]
        items = [top.child(number) for top in tops if top for number in range(top.childCount())]
        return [item for item in items if item is not None]

    def _take_first(self) -> None:
        if items := self._items():
            self._open(items[0].data(0, _SECTION))

    def _take(self, item: QTreeWidgetItem | None) -> None:
        section = item.data(0, _SECTION) if item else None
        if isinstance(section, Section):
            self._open(section)

    def _open(self, section: Section) -> None:
        if section != self.section:
            del self._read[self._at + 1 :]
            self._read.append(section)
            self._at = len(self._read) - 1
        self._show()

    def _go(self, by: int) -> None:
        self._at = min(max(self._at + by, 0), len(self._read) - 1)
        self._show()

    def _show(self) -> None:
        section = self.section
        if section is None:
            return
        self.text.document().setDefaultStyleSheet(html_style(current()))
        self.text.setMarkdown(f"## {section.title}\n\n{section.text}")
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._read) - 1)
        if words := self.words.text().split():
            self.text.find(words[0])
        self._mark()

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()


def _button(words: str, shortcut: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setAccessibleName(words)
    button.setToolTip(f"{words}（{shortcut}）")
    button.setShortcut(shortcut)
    button.setEnabled(False)
    button.clicked.connect(act)
    return button
