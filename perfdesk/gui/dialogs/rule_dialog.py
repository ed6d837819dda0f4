"""Every rule and tie of the catalogue: what it finds, why, on what basis, and an example to try it on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from perfdesk.core.finding import SEVERITY_NAMES
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.dialogs.example_view import ExampleView
from perfdesk.gui.dialogs.reference_dialog import ENTRY, EntryList, ReferenceDialog
from perfdesk.gui.dialogs.rule_switch import RuleSwitch
from perfdesk.gui.look.colour import SEVERITY_LOOKS, STATE_HUES

if TYPE_CHECKING:
    from perfdesk.desks.rule_desk import RulePage

_NONE_FOUND = "<p class='faint'>没有找到这样的规则：请换一个词，或清空查找。</p>"


class RuleDialog(ReferenceDialog):
    """Shows the catalogue; `findings_wanted(code)` asks to list what a rule found in what is open."""

    findings_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        entries = EntryList("检查规则的清单", ("代码", "级别", "规则", "发现"), (5, 4, 12, 4), 2)
        super().__init__("检查规则", entries, parent)
        self._counts: Mapping[str, int] = Counter()
        self.example = ExampleView()
        self.list_findings = push_button(
            "列出它的发现", self._ask, "在主窗口的审核发现里列出这条规则的全部发现"
        )
        self.switch = RuleSwitch()
        self.lay_out(self.example, (self.list_findings,), 45)
        self.add_row(self.switch)
        self.list_entries()

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.list_entries()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Say how often each rule found something in what is open."""
        if counts == self._counts:
            return
        self._counts = counts
        for item in self.entries.items:
            item.setText(3, str(counts.get(item.text(0), 0) or ""))
        self._show_page()

    def choose(self, code: str) -> None:
        """Bring the page of a rule to the front."""
        self.search.clear()
        page = next((item.data(0, ENTRY) for item in self.entries.items if item.text(0) == code), None)
        self.entries.choose(page)

    def list_entries(self) -> None:
        """List the rules in which each of the words searched for occurs."""
        from perfdesk.desks.rule_desk import found_of, rule_pages

        current = self.page_in_front
        self.entries.blockSignals(True)
        self.entries.clear()
        for page in found_of(rule_pages(), self.search.text()):
            count = str(self._counts.get(page.code, 0) or "")
            item = QTreeWidgetItem([page.code, SEVERITY_NAMES[page.severity], page.title, count])
            item.setData(0, ENTRY, page)
            item.setToolTip(2, page.title)
            item.setTextAlignment(3, Qt.AlignmentFlag.AlignCenter)
            look = SEVERITY_LOOKS[page.severity]
            item.setForeground(1, QBrush(QColor(look.sign)))
            item.setBackground(1, QBrush(QColor(look.fill)))
            self.entries.addTopLevelItem(item)
        self.entries.choose(current)
        self.entries.blockSignals(False)
        self.show_entry()

    @property
    def page_in_front(self) -> RulePage | None:
        """The rule that is current."""
        from perfdesk.desks.rule_desk import RulePage

        entry = self.entries.entry
        return entry if isinstance(entry, RulePage) else None

    def show_entry(self) -> None:
        """Show the page of the current rule with its bad example."""
        page = self.page_in_front
        self.example.setEnabled(page is not None)
        if page is not None:
            self.example.show_example(page.code)
            self.switch.show_rule(page.code)
        self.switch.setEnabled(page is not None)
        self._show_page()

    def _show_page(self) -> None:
        page = self.page_in_front
        count = self._counts.get(page.code, 0) if page is not None else 0
        self.list_findings.setEnabled(count > 0)
        self.page.show_markup(_markup(page, count) if page is not None else _NONE_FOUND)

    def _ask(self) -> None:
        if self.page_in_front is not None:
            self.findings_wanted.emit(self.page_in_front.code)


def _markup(page: RulePage, count: int) -> str:
    said = f"打开的文件中发现 {count} 处" if count else "打开的文件中没有发现"
    hue = STATE_HUES[page.severity]
    lines = [
        f"<h3>{page.code}　{escape(page.title)}</h3>",
        f"<p><span class='{hue}'>&nbsp;{SEVERITY_NAMES[page.severity]}&nbsp;</span>"
        f"　<span class='faint'>{said}</span></p>",
    ]
    told = (
        ("为什么", page.why),
        ("依据", page.basis),
        ("查看的内容", page.needs),
        ("错例", page.bad),
        ("正例", page.good),
    )
    lines += [f"<p><b>{name}</b>　{escape(words)}</p>" for name, words in told]
    return "".join(lines)
