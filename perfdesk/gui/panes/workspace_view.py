"""The tree on the left: folders, their files, the forms in them, each with its counts of findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from perfdesk.core.finding import SEVERITIES, Finding, Severity
from perfdesk.core.form import FORM_NAMES, Form
from perfdesk.core.grid import parse_address
from perfdesk.gui.look.colour import STATE_LOOKS, State, counted, counts_text
from perfdesk.gui.look.sign import draw_shape
from perfdesk.gui.look.theme import current

if TYPE_CHECKING:
    from perfdesk.session import Checked

AnyIndex = QModelIndex | QPersistentModelIndex
NODE_ROLE = Qt.ItemDataRole.UserRole
COUNTS_ROLE = Qt.ItemDataRole.UserRole + 1
FAULT_ROLE = Qt.ItemDataRole.UserRole + 2
BADGE_HEIGHT, BADGE_GAP, BADGE_SIGN = 16, 2, 7


@dataclass(frozen=True, slots=True)
class Node:
    """What a tree item stands for: a form (`sheet`, `cell` set) or a file; a folder has none."""

    path: str
    sheet: str | None = None
    cell: str | None = None


class WorkspaceView(QTreeWidget):
    """The open documents; `node_chosen(Node)` when the user goes to a file or form."""

    node_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("已打开的文件和表")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(11)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegate(BadgeDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._folders: dict[str, QTreeWidgetItem] = {}
        self._files: dict[str, QTreeWidgetItem] = {}
        self.currentItemChanged.connect(self._tell_current)

    def show_document(self, checked: Checked, *, is_modified: bool) -> None:
        """Add a document, or show its new state."""
        item = self._files.get(checked.path)
        if item is None:
            item = self._files[checked.path] = QTreeWidgetItem(self._folder(checked.path))
            item.setExpanded(True)
        name = PurePath(checked.path).name
        fault = checked.document.fault
        counts = counted(checked.findings)
        item.setText(0, f"⚠ {name}" if fault else f"* {name}" if is_modified else name)
        item.setData(0, FAULT_ROLE, fault is not None)
        _label(item, counts, fault.message if fault else checked.path)
        item.setData(0, NODE_ROLE, Node(checked.path))
        self._show_forms(item, checked)
        self._count_folder(self._folder(checked.path))

    def forget(self, path: str) -> None:
        """Take a closed document out, and its folder when it was the last."""
        item = self._files.pop(path, None)
        if item is None:
            return
        folder = self._folder(path)
        folder.removeChild(item)
        if folder.childCount():
            self._count_folder(folder)
        else:
            self.takeTopLevelItem(self.indexOfTopLevelItem(folder))
            self._folders = {key: kept for key, kept in self._folders.items() if kept is not folder}

    def choose(self, path: str, sheet: str | None = None) -> None:
        """Make a file, or its first form on a sheet, the current item without telling anybody."""
        item = self._files.get(path)
        if item is None:
            return
        current = self.currentItem()
        node = current.data(0, NODE_ROLE) if current else None
        if isinstance(node, Node) and node.path == path and node.sheet in {sheet, None}:
            return
        on_sheet = [form for form in _children(item) if sheet and form.data(0, NODE_ROLE).sheet == sheet]
        self.blockSignals(True)
        self.setCurrentItem(on_sheet[0] if on_sheet else item)
        self.blockSignals(False)

    def _folder(self, path: str) -> QTreeWidgetItem:
        parent = PurePath(path).parent
        key = str(parent)
        if key not in self._folders:
            item = QTreeWidgetItem([parent.name or key])
            item.setToolTip(0, key)
            self._folders[key] = item
            self.addTopLevelItem(item)
            item.setExpanded(True)
        return self._folders[key]

    def _count_folder(self, folder: QTreeWidgetItem) -> None:
        total: Counter[State] = Counter()
        for item in _children(folder):
            counts = item.data(0, COUNTS_ROLE)
            total.update(dict(zip(SEVERITIES, counts or (0, 0, 0), strict=True)))
        _label(folder, total, folder.toolTip(0).split("\n")[0])

    def _show_forms(self, item: QTreeWidgetItem, checked: Checked) -> None:
        forms = checked.document.forms
        for surplus in _children(item)[len(forms) :]:
            item.removeChild(surplus)
        for _ in forms[item.childCount() :]:
            QTreeWidgetItem(item)
        for child, form in zip(_children(item), forms, strict=True):
            child.setText(0, form_label(form, is_only=len(forms) == 1))
            child.setData(0, NODE_ROLE, Node(checked.path, form.sheet, form.block.address))
            counts = counted(findings_of(form, checked.findings))
            _label(child, counts, f"{FORM_NAMES[form.kind]}（{form.sheet}!{form.block.range}）")

    def _tell_current(self, current: QTreeWidgetItem | None, previous: QTreeWidgetItem | None) -> None:
        node = current.data(0, NODE_ROLE) if current else None
        if isinstance(node, Node):
            self.node_chosen.emit(node)


class BadgeDelegate(QStyledItemDelegate):
    """Draws an item with its counts of errors, warnings and hints as badges at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """A row with room for a badge."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), badge_height(option.fontMetrics) + 6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Badges first from the right, the name in what is left."""
        whole: QRect = option.rect
        badges = self._badges(painter, whole, index.data(COUNTS_ROLE) or (0, 0, 0))
        right = badges[-1][0].left() - BADGE_GAP if badges else whole.right() - BADGE_GAP
        ground = QStyle.PrimitiveElement.PE_PanelItemViewItem
        option.widget.style().drawPrimitive(ground, option, painter, option.widget)
        narrowed = QStyleOptionViewItem(option)
        narrowed.rect = QRect(whole.left(), whole.top(), right - whole.left(), whole.height())
        if index.data(FAULT_ROLE):
            narrowed.palette.setColor(QPalette.ColorRole.Text, QColor(current().fault))
        super().paint(painter, narrowed, index)
        for rect, text, severity in badges:
            _draw_badge(painter, rect, text, severity)

    def _badges(
        self, painter: QPainter, whole: QRect, counts: Sequence[int]
    ) -> list[tuple[QRect, str, Severity]]:
        """Where the badges lie, from right to left; the graver ones alone where the name needs the room."""
        shown = [(str(count), severity) for severity, count in zip(SEVERITIES, counts, strict=True) if count]
        metrics = painter.fontMetrics()
        widths = [metrics.horizontalAdvance(text) + BADGE_SIGN + 13 for text, _ in shown]
        while len(shown) > 1 and sum(widths) + BADGE_GAP * len(shown) > whole.width() // 2:
            shown.pop()
            widths.pop()
        height = badge_height(metrics)
        right, top = whole.right() - 2, whole.center().y() - height // 2
        badges = []
        for (text, severity), width in zip(reversed(shown), reversed(widths), strict=True):
            badges.append((QRect(right - width, top, width, height), text, severity))
            right -= width + BADGE_GAP
        return badges


def badge_height(metrics: QFontMetrics) -> int:
    """Pixels of a badge, which grows with the letters."""
    return max(BADGE_HEIGHT, metrics.height())


def _draw_badge(painter: QPainter, rect: QRect, text: str, severity: Severity) -> None:
    look = STATE_LOOKS[severity]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(look.sign))
    painter.setBrush(QColor(look.fill))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    sign = QRectF(rect.left() + 5, rect.center().y() - BADGE_SIGN / 2 + 0.5, BADGE_SIGN, BADGE_SIGN)
    draw_shape(painter, sign, look)
    painter.drawText(rect.adjusted(BADGE_SIGN + 5, 0, -3, 0), Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    children = (item.child(number) for number in range(item.childCount()))
    return [child for child in children if child is not None]


def _label(item: QTreeWidgetItem, counts: Counter[State], tip: str) -> None:
    numbers = [counts[severity] for severity in SEVERITIES]
    words = counts_text(counts, "，")
    item.setData(0, COUNTS_ROLE, numbers)
    item.setToolTip(0, f"{tip}\n{words}")
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.text(0)}，{words}")


def form_label(form: Form, *, is_only: bool) -> str:
    """The name of a form in the tree: its project, unit or title; among others its sheet comes first."""
    named = form.header_text("project") or form.header_text("unit")
    words = " ".join((named or form.title.said or FORM_NAMES[form.kind]).split())
    return f"{words} · {form.sheet}" if is_only else f"{form.sheet} · {words}"


def findings_of(form: Form, findings: Iterable[Finding]) -> list[Finding]:
    """The findings on the cells of a form."""
    return [
        finding
        for finding in findings
        if finding.place.sheet == form.sheet and _lies_in(finding.place.cell, form)
    ]


def _lies_in(cell: str, form: Form) -> bool:
    try:
        return form.block.contains(*parse_address(cell))
    except ValueError:
        return False
