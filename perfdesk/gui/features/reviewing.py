"""Going through the findings: from one to the next, their fixes and their explanations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from perfdesk.core.finding import Finding
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.look.colour import State, counted, counts_text
from perfdesk.gui.panes.detail_view import can_take

if TYPE_CHECKING:
    from perfdesk.session import Checked


class Reviewing(Feature):
    """Binds findings, detail and sheet, and counts what was found."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.counts = QLabel()
        self.counts.setAccessibleName("审核结果合计")
        self._documents: tuple[Checked, ...] | None = None
        self._counts: dict[str, tuple[Checked, Counter[State]]] = {}
        self._total: Counter[State] = Counter()

    def acts(self) -> Acts:
        """What is done about the finding in front."""
        return {
            "take_fix": self.desk.detail.take_fix,
            "explain": self.desk.detail.explain,
            "unexplain": self.desk.detail.unexplain,
            "next_finding": lambda: self._step(1),
            "previous_finding": lambda: self._step(-1),
        }

    def _step(self, by: int) -> None:
        """Go to another finding, and give the keys to its cell: what is typed next mends it."""
        self.desk.findings.step(by)
        if self.desk.has_sheet:
            self.desk.pane.view.setFocus()

    def usable(self) -> Mapping[str, bool]:
        """There must be a finding, and a fix or an explanation of it."""
        finding, has_any = self.desk.detail.finding, bool(self.desk.findings.model.shown)
        return {
            "next_finding": has_any,
            "previous_finding": has_any,
            "take_fix": can_take(finding),
            "explain": finding is not None,
            "unexplain": finding is not None and finding.waiver is not None,
        }

    def furnish(self) -> None:
        """Connect the panes that show findings."""
        desk, navigator = self.desk, self.desk.navigator
        desk.pane.view.cell_chosen.connect(navigator.cell_chosen)
        desk.findings.finding_chosen.connect(navigator.finding_chosen)
        desk.findings.scope_chosen.connect(navigator.show_findings)
        desk.unchecked.place_chosen.connect(navigator.go_to)
        desk.recognition.place_chosen.connect(navigator.go_to)
        desk.detail.place_chosen.connect(navigator.go_to)
        desk.detail.fix_taken.connect(desk.controller.apply_fix)
        desk.detail.waiver_asked.connect(self._explain)
        desk.detail.unwaiver_asked.connect(desk.controller.unwaive)
        for key in ("explain", "unexplain", "take_fix"):
            desk.findings.table.addAction(desk.actions_by_key[key])
        desk.findings.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        desk.window.statusBar().addWidget(self.counts)

    def refresh(self) -> None:
        """Count what was found in all that is open; only what changed is counted again."""
        documents = self.desk.controller.documents
        if documents is self._documents:
            return
        self._documents = documents
        known, self._counts = self._counts, {}
        for item in documents:
            before = known.pop(item.path, None)
            if before is None or before[0] is not item:
                self._total.subtract(before[1] if before is not None else ())
                before = item, counted(item.findings)
                self._total.update(before[1])
            self._counts[item.path] = before
        for _, gone in known.values():
            self._total.subtract(gone)
        missed = sum(len(item.not_checked) for item in documents)
        words = counts_text(self._total, "　")
        self.counts.setText(f"共 {len(documents)} 个文件　{words}　未核对 {missed}" if documents else "")

    def _explain(self, finding: Finding) -> None:
        explanation = self.desk.dialogs.explanation(finding, self.desk.controller.author)
        if explanation is not None:
            self.desk.controller.waive(finding, explanation)
