"""One finding in full: printed, expected, the arithmetic, the basis, and the fix to take over."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import PurePath

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from perfdesk.core.finding import (
    SEVERITY_NAMES,
    VERDICT_NAMES,
    Edit,
    Finding,
    Fix,
    NotChecked,
    Place,
    waiver_text,
)
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.colour import STATE_HUES, STATE_NAMES, state_of
from perfdesk.gui.look.palette import html_style
from perfdesk.gui.look.theme import current

CellText = Callable[[str, str, str], str]
"""What a cell holds now, by path, sheet and address."""

_BLANK = "（空白）"
_ALL_RULES = "*"
_ADVICE = {
    "safe": "按算式可直接采用",
    "ask": "需人工确认后采用",
    "show": "仅供参考，请自行核实后修改",
}


class DetailView(QWidget):
    """Shows a finding, or what there is to say about a cell without one.

    Signals: `fix_taken(Finding)`, `waiver_asked(Finding)`, `unwaiver_asked(Finding)`,
    `place_chosen(Place)` for a link to another cell.
    """

    fix_taken = Signal(object)
    waiver_asked = Signal(object)
    unwaiver_asked = Signal(object)
    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding: Finding | None = None
        self._links: list[Place] = []
        self._words = ""
        self.text = QTextBrowser()
        self.text.setAccessibleName("审核发现详情")
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setProperty("frameless", True)
        self.text.anchorClicked.connect(self._follow)
        self.take = push_button("采用修改建议", self.take_fix)
        self.waive = push_button("说明…", self.explain)
        self.unwaive = push_button("取消说明", self.unexplain)
        row = QHBoxLayout()
        row.addWidget(self.waive)
        row.addWidget(self.unwaive)
        self.foot = QWidget()
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(6, 0, 6, 6)
        foot.addWidget(self.take)
        foot.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text, 1)
        column.addWidget(self.foot)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Before anything is chosen."""
        self._show(None, "<p class='faint'>在左侧打开文件，再选中一条审核发现或一个单元格。</p>")

    def show_invitation(self) -> None:
        """A document is open, nothing in it is chosen."""
        self._show(None, "<p class='faint'>选中一条审核发现或一个单元格，这里显示它的详情。</p>")

    def show_cell(self, place: Place, unchecked: Sequence[NotChecked]) -> None:
        """A cell without findings: say so, and what could not be checked there."""
        words = f"<p><b>{_escaped(place.sheet)}!{place.cell}</b></p><p>此单元格没有审核发现。</p>"
        if unchecked:
            words += "<p><b>未核对</b></p>" + "".join(
                f"<p>{_escaped(_unchecked_words(item))}</p>" for item in unchecked
            )
        self._show(None, words)

    def show_finding(self, finding: Finding, others: Sequence[Finding], cell_text: CellText) -> None:
        """A finding in full, and the other findings of its cell."""
        self._links = []
        place = finding.place
        # Severity and verdict may have the same name.
        names = dict.fromkeys((SEVERITY_NAMES[finding.severity], VERDICT_NAMES[finding.verdict]))
        if finding.waiver is not None:
            names[STATE_NAMES["waived"]] = None
        head = (
            f"<p><span class='{STATE_HUES[state_of(finding)]}'>&nbsp;"
            f"{' · '.join(names)}&nbsp;</span> "
            f"<b>{_escaped(finding.rule)}</b>　{_escaped(place.sheet)}!{_escaped(place.cell)}</p>"
            f"<p>{_escaped(finding.message)}</p>"
        )
        rows = [
            ("核实性说明", _escaped(waiver_text(finding.waiver)) if finding.waiver else ""),
            ("填报", _escaped(finding.printed) if finding.printed else _BLANK),
            ("应为", f"<b>{_escaped(finding.expected)}</b>" if finding.expected else ""),
            ("算式", _escaped(finding.formula or "")),
            ("依据", _escaped(finding.basis)),
            ("修改建议", self._fix_words(finding, finding.fix, cell_text) if finding.fix else ""),
            ("相关", "<br>".join(self._link(other, finding) for other in finding.related)),
            ("同格其他", "<br>".join(_escaped(f"{other.rule} {other.message}") for other in others)),
        ]
        body = "".join(
            f"<p class='faint' style='margin-bottom:0'>{name}</p><p style='margin-top:1px'>{words}</p>"
            for name, words in rows
            if words
        )
        self._show(finding, head + body)

    def _show_words(self) -> None:
        self.text.document().setDefaultStyleSheet(html_style(current()))
        self.text.setHtml(self._words)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_words()

    def take_fix(self) -> None:
        """Ask for the shown finding's fix to be carried out, if it can be."""
        if can_take(self.finding):
            self.fix_taken.emit(self.finding)

    def explain(self) -> None:
        """Ask for an explanation of the shown finding to be written."""
        if self.finding is not None:
            self.waiver_asked.emit(self.finding)

    def unexplain(self) -> None:
        """Ask for the explanation of the shown finding to be dropped."""
        if self.finding is not None and self.finding.waiver is not None:
            self.unwaiver_asked.emit(self.finding)

    def _fix_words(self, finding: Finding, fix: Fix, cell_text: CellText) -> str:
        lines = [
            f"{_escaped(edit.sheet)}!{_escaped(edit.cell)}："
            f"{_escaped(cell_text(finding.place.path, edit.sheet, edit.cell)) or _BLANK}"
            f" → <b>{_escaped(_as_printed(edit, finding)) or _BLANK}</b>"
            for edit in fix.edits
        ]
        return "<br>".join([*lines, f"<span class='faint'>{_ADVICE[fix.safety]}</span>"])

    def _link(self, place: Place, finding: Finding) -> str:
        self._links.append(place)
        file = "" if place.path == finding.place.path else f"{PurePath(place.path).name} "
        return f"<a href='cell:{len(self._links) - 1}'>{_escaped(f'{file}{place.sheet}!{place.cell}')}</a>"

    def _follow(self, url: QUrl) -> None:
        self.place_chosen.emit(self._links[int(url.path())])

    def _show(self, finding: Finding | None, words: str) -> None:
        self.finding = finding
        self._words = words
        self._show_words()
        is_waived = finding is not None and finding.waiver is not None
        self.take.setVisible(can_take(finding))
        self.foot.setVisible(finding is not None)
        self.waive.setText("修改说明…" if is_waived else "说明…")
        self.waive.setAccessibleName(self.waive.text())
        self.unwaive.setVisible(is_waived)


def _unchecked_words(item: NotChecked) -> str:
    """What could not be checked; the rule where it is a single one."""
    return item.reason if item.rule == _ALL_RULES else f"{item.rule}：{item.reason}"


def _as_printed(edit: Edit, finding: Finding) -> str:
    """The new content as the cell will show it: a rate as a percentage, not as the stored fraction."""
    is_own = (edit.sheet, edit.cell) == (finding.place.sheet, finding.place.cell)
    return finding.expected if is_own and finding.expected else edit.value


def can_take(finding: Finding | None) -> bool:
    """Whether the finding has a fix that may be carried out by a click."""
    return finding is not None and finding.fix is not None and finding.fix.can_be_taken


def _escaped(text: str | None) -> str:
    return html.escape(text or "").replace("\n", "<br>")
