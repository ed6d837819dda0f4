"""The vocabulary: each meaning with its words, where the form in front used it, and a label to try."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.dialogs.reference_dialog import ENTRY, EntryList, ReferenceDialog
from perfdesk.gui.look.colour import VERDICT_LOOKS
from perfdesk.gui.look.palette import set_tone

if TYPE_CHECKING:
    from perfdesk.desks.word_desk import Concept, Use

Uses = Mapping[tuple[str, str], "tuple[Use, ...]"]
_NONE_FOUND = "<p class='faint'>没有找到这样的写法：请换一个词，或清空查找。</p>"
_OWN = (
    "程序按这些写法认表。自己单位的表另有写法时，在表格的单元格上点右键，选“这个单元格是…”："
    "记为更正后，同样版式的表都照此识别，也可以导出给同事。"
)
_TRY = "例如：全年财政预算安排"


class WordDialog(ReferenceDialog):
    """Shows the concepts; `corrections_wanted` asks for the list of the user's own."""

    corrections_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        entries = EntryList("词汇的清单", ("含义", "写法", "当前表"), (14, 10, 5), 1)
        entries.setRootIsDecorated(True)
        super().__init__("词汇", entries, parent)
        self._uses: Uses = {}
        self._file = ""
        self.used_only = QCheckBox("只列当前表用到的")
        self.used_only.setAccessibleName("只列当前表用到的")
        self.used_only.toggled.connect(lambda checked: self.list_entries())
        self.label = QLineEdit()
        self.label.setAccessibleName("试一个标签")
        self.label.setPlaceholderText(_TRY)
        self.label.textChanged.connect(lambda text: self._try())
        self.sense = QLabel()
        self.sense.setAccessibleName("标签的含义")
        self.sense.setWordWrap(True)
        self.sense.setTextFormat(Qt.TextFormat.PlainText)
        self.lay_out(self._below(), (push_button("更正记录…", self.corrections_wanted.emit),), 62)
        self.list_entries()
        self._try()

    def _below(self) -> QWidget:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.used_only)
        column.addWidget(QLabel("试一试：表上这样写，会认作什么？"))
        column.addWidget(self.label)
        column.addWidget(self.sense)
        own = QLabel(_OWN)
        own.setWordWrap(True)
        set_tone(own, "faint")
        column.addStretch(1)
        column.addWidget(own)
        return below

    def show_uses(self, uses: Uses, file: str) -> None:
        """Say what the forms in front used; `file` names where they stand, empty where nothing is open."""
        if (uses, file) == (self._uses, self._file):
            return
        self._uses, self._file = uses, file
        self.list_entries()

    def list_entries(self) -> None:
        """List the concepts in which each of the words searched for occurs, part by part of a form."""
        from perfdesk.desks.word_desk import SECTION_NAMES, concepts, found_of

        current = self.entries.entry
        is_used_only = self.used_only.isChecked() and bool(self._uses)
        self.used_only.setEnabled(bool(self._uses))
        tops: dict[str, QTreeWidgetItem] = {}
        self.entries.blockSignals(True)
        self.entries.clear()
        for concept in found_of(concepts(), self.search.text()):
            used = self._uses.get((concept.section, concept.key), ())
            if is_used_only and not used:
                continue
            top = tops.get(concept.section)
            if top is None:
                top = tops[concept.section] = QTreeWidgetItem([SECTION_NAMES[concept.section]])
                self.entries.addTopLevelItem(top)
                top.setFirstColumnSpanned(True)
                top.setExpanded(True)
                font = top.font(0)
                font.setBold(True)
                top.setFont(0, font)
            _add(top, concept, used)
        self.entries.choose(current)
        self.entries.blockSignals(False)
        self.show_entry()

    def show_entry(self) -> None:
        """Show the current concept: all its words, and where the form in front used it."""
        from perfdesk.desks.word_desk import Concept

        concept = self.entries.entry
        if isinstance(concept, Concept):
            used = self._uses.get((concept.section, concept.key), ())
            self.page.show_markup(_markup(concept, used, self._file))
        elif not self.entries.items:
            self.page.show_markup(_NONE_FOUND)

    def _try(self) -> None:
        from perfdesk.desks.word_desk import SECTION_NAMES, senses

        label = self.label.text().strip()
        found = senses(label) if label else ()
        inferred = {True: "（按字面推断）", False: ""}
        lines = [
            f"在“{SECTION_NAMES[sense.section]}”里：{sense.name}{inferred[sense.is_inferred]}"
            for sense in found
        ]
        set_tone(self.sense, "fault" if label and not lines else "good" if lines else "faint")
        empty = "词汇表里没有，也推断不出。" if label else "写一个标签，这里说它会被认作什么。"
        self.sense.setText("\n".join(lines) or empty)


def _add(top: QTreeWidgetItem, concept: Concept, used: tuple[Use, ...]) -> None:
    is_doubtful = any(use.doubt for use in used)
    mark = "⚠ 用到" if is_doubtful else "✓ 用到" if used else ""
    item = QTreeWidgetItem(top, [concept.name, "、".join(concept.words), mark])
    item.setData(0, ENTRY, concept)
    item.setToolTip(1, "、".join(concept.words))
    if is_doubtful:
        item.setBackground(2, QBrush(QColor(VERDICT_LOOKS["doubtful"].fill)))


def _markup(concept: Concept, used: tuple[Use, ...], file: str) -> str:
    from perfdesk.desks.word_desk import SECTION_NAMES

    words = "　｜　".join(escape(word) for word in concept.words)
    lines = [
        f"<h3>{escape(concept.name)}</h3>",
        f"<p class='faint'>{SECTION_NAMES[concept.section]}</p>",
        f"<p><b>写法</b>　{words}</p>",
    ]
    if any("…" in word and len(word) > 1 for word in concept.words):
        lines.append("<p class='faint'>带“…”的：前后几段依次出现在短标签里就算，认出后注明是推断。</p>")
    if file:
        lines.append(f"<p><b>{escape(file)}</b></p>")
        told = [f"<li>{escape(use.why)}{_doubt(use.doubt)}</li>" for use in used]
        lines.append(f"<ul>{''.join(told)}</ul>" if told else "<p class='faint'>这张表没有用到。</p>")
    return "".join(lines)


def _doubt(words: str) -> str:
    return f"<br/><span class='amber'>&nbsp;存疑&nbsp;</span> {escape(words)}" if words else ""
