"""A dialog to look things up in: a search line, the list of entries, and the page of the one in front.

Rules, words and templates are three of them; each says what its entries and pages are.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.palette import html_style
from perfdesk.gui.look.room import size_in_letters
from perfdesk.gui.look.theme import current

ENTRY = Qt.ItemDataRole.UserRole


class Page(QTextBrowser):
    """A text with markup that follows the theme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self._markup = ""

    def show_markdown(self, text: str) -> None:
        """Show a text in Markdown from its beginning."""
        document = QTextDocument()
        document.setMarkdown(text)
        self.show_markup(document.toHtml())

    @property
    def markup(self) -> str:
        """What is shown."""
        return self._markup

    def show_markup(self, markup: str) -> None:
        """Show a page from its beginning."""
        self._markup = markup
        self.document().setDefaultStyleSheet(html_style(current()))
        self.setHtml(markup)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_markup(self._markup)


class EntryList(QTreeWidget):
    """Entries in columns sized in letters; the last but stretching column is named by its number."""

    def __init__(self, name: str, headers: tuple[str, ...], letters: tuple[int, ...], stretched: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHeaderLabels(headers)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._letters = letters
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("国") * 3)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def _fit(self) -> None:
        em = self.fontMetrics().horizontalAdvance("国")
        for column, letters in enumerate(self._letters):
            self.header().resizeSection(column, em * letters)

    def changeEvent(self, event: QEvent) -> None:
        """Grow and shrink with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @property
    def items(self) -> list[QTreeWidgetItem]:
        """Every entry, those below a heading too, in order."""
        found: list[QTreeWidgetItem] = []
        for number in range(self.topLevelItemCount()):
            top = self.topLevelItem(number)
            if top is not None:
                found += [top, *(child for at in range(top.childCount()) if (child := top.child(at)))]
        return [item for item in found if item.data(0, ENTRY) is not None]

    @property
    def entry(self) -> object:
        """What the current row stands for, or None."""
        item = self.currentItem()
        return item.data(0, ENTRY) if item is not None else None

    def choose(self, entry: object) -> None:
        """Make the row of an entry current, or the first one where it is not listed."""
        items = self.items
        item = next((each for each in items if each.data(0, ENTRY) == entry), None)
        if item is None and items:
            item = items[0]
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)


class ReferenceDialog(QDialog):
    """Stands beside the window; nothing in it is modal."""

    def __init__(self, title: str, entries: EntryList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(f"查找{title}")
        self.search.setPlaceholderText("查找，可写几个词")
        self.entries = entries
        self.page = Page(f"{title}的说明")
        self.entries.currentItemChanged.connect(lambda *_: self.show_entry())
        self.search.textChanged.connect(lambda text: self.list_entries())

    def lay_out(self, below: QWidget, buttons: tuple[QPushButton, ...], page_share: int) -> None:
        """Put the list left, the page right with something below it, and the buttons at the foot.

        `page_share` is the page's part of the height in percent.
        """
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.entries, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.page)
        right.addWidget(below)
        right.setSizes([page_share * 10, (100 - page_share) * 10])
        right.setChildrenCollapsible(False)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([400, 520])
        splitter.setChildrenCollapsible(False)
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        closing = push_button("关闭", self.close)
        row.addWidget(closing)
        self._foot = (*buttons, closing)
        whole = QVBoxLayout(self)
        whole.addWidget(splitter, 1)
        whole.addLayout(row)
        self.resize(size_in_letters(self, 940, 600))

    def add_row(self, widget: QWidget) -> None:
        """Put something more above the buttons, for the Tab key too."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, widget)
        controls = [
            each for each in widget.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        for before, after in pairwise((*controls[-1:], *self._foot)):
            self.setTabOrder(before, after)

    def list_entries(self) -> None:
        """List what the search line finds; the current entry stays current where it is found."""

    def show_entry(self) -> None:
        """Show the page of the current entry."""
