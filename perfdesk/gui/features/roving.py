"""Going about with the keyboard alone: from pane to pane, from sheet to sheet, and back to the sheet."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDockWidget, QPlainTextEdit, QTextEdit, QWidget

from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature


class Roving(Feature):
    """F6 goes round the panes, Ctrl+PgDn through the sheets; Escape leads back to the sheet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shortcuts: list[QShortcut] = []

    def acts(self) -> Acts:
        """Both ways round."""
        return {
            "next_pane": lambda: self.go(1),
            "previous_pane": lambda: self.go(-1),
            "next_sheet": lambda: self.turn(1),
            "previous_sheet": lambda: self.turn(-1),
        }

    def usable(self) -> dict[str, bool]:
        """There must be another sheet to turn to."""
        has_sheets = self.desk.has_sheet and self.desk.pane.tabs.count() > 1
        return {"next_sheet": has_sheets, "previous_sheet": has_sheets}

    def furnish(self) -> None:
        """Let Escape lead back from every pane that does not need it for itself."""
        for pane in (self.desk.tree, self.desk.tables, self.desk.detail, self.desk.messages):
            shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), pane)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.go_back)
            self._shortcuts.append(shortcut)
        self.desk.controller.documents_added.connect(self._enter)
        self._describe()

    def _enter(self) -> None:
        """Give the keys to the sheet once there is one, where they were in the middle of the window."""
        focus = QApplication.focusWidget()
        if self.desk.has_sheet and (focus is None or self.desk.pages.isAncestorOf(focus)):
            self.go_back()

    def _describe(self) -> None:
        """Tell a screen reader what can be done in each pane."""
        desk = self.desk
        for widget, words in (
            (desk.pane.view, "方向键到别的单元格，直接打字替换内容，F2 修改内容，F8 到下一条审核发现"),
            (desk.pane.line, "修改当前单元格的内容，回车生效，Esc 放弃"),
            (desk.tree, "选中文件或表，中间就显示它；各项后面是错误、警告、提示的条数"),
            (desk.findings.table, "选中一行，表格就转到那个单元格；详情窗格有算式、依据和修改建议"),
            (desk.detail.text, "Tab 到相关单元格的链接，回车转到那里"),
            (desk.messages, "程序刚做了什么，或什么没有做成；后面的按钮是可以采取的办法"),
        ):
            widget.setAccessibleDescription(words)

    def panes(self) -> list[tuple[QWidget, QWidget]]:
        """The panes that are seen, in their order round the window: each with what takes the keys in it."""
        desk = self.desk
        table = desk.tables.currentWidget() or desk.tables
        middle: list[tuple[QWidget, QWidget]] = [(desk.pages, desk.pages.currentWidget() or desk.pages)]
        if desk.has_sheet:
            middle = [(desk.pane.line, desk.pane.line), (desk.pane.view, desk.pane.view)]
        places: list[tuple[QWidget, QWidget]] = [
            (desk.messages, desk.messages),
            (desk.tree, desk.tree),
            *middle,
            (desk.tables, table),
            (desk.detail, desk.detail.text),
        ]
        known = {desk.tree, desk.tables, desk.detail}
        docked = [dock.widget() for dock in desk.window.findChildren(QDockWidget)]
        places += [(pane, pane) for pane in docked if pane is not None and pane not in known]
        return [(pane, _taker(target)) for pane, target in places if _is_seen(pane) and pane.isEnabled()]

    def go(self, by: int) -> None:
        """Give the keys to the next (1) or previous (-1) pane, round the end."""
        panes = self.panes()
        focus = QApplication.focusWidget()
        here = [
            number
            for number, (pane, _) in enumerate(panes)
            if focus is not None and (pane is focus or pane.isAncestorOf(focus))
        ]
        at = here[0] if here else (-1 if by > 0 else 0)
        panes[(at + by) % len(panes)][1].setFocus(Qt.FocusReason.TabFocusReason)

    def go_back(self) -> None:
        """Give the keys to the sheet, or to the page in its place."""
        desk = self.desk
        target = desk.pane.view if desk.has_sheet else desk.pages.currentWidget() or desk.pages
        _taker(target).setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, by: int) -> None:
        """Show the next (1) or previous (-1) sheet of the document, round the end."""
        tabs = self.desk.pane.tabs
        tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())


def _is_seen(pane: QWidget) -> bool:
    """Whether a pane is open, and not behind another tab."""
    # Qt keeps what is behind a tab visible, but moves it out of the window.
    place = QRect(pane.mapTo(pane.window(), QPoint()), pane.size())
    return pane.isVisible() and pane.window().rect().intersects(place)


def _taker(widget: QWidget) -> QWidget:
    """What takes the keys in a pane: a list or text, else the first control in it that does, else itself."""
    if isinstance(widget, QAbstractItemView | QTextEdit | QPlainTextEdit):
        return widget
    takers = [
        child
        for child in widget.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(widget) and child.isEnabled()
    ]
    lists = [child for child in takers if isinstance(child, QAbstractItemView)]
    return next(iter([*lists, *takers]), widget)
