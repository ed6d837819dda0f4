"""The report by a template of the user's choice: a menu of all there are, filled when it opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

WORDS = "按模板生成报告"


class ReportMenu(QMenu):
    """`template_chosen(identifier)` orders a report, `list_wanted` the list of templates."""

    template_chosen = Signal(str)
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(f"{WORDS}(&T)", parent)
        self.setAccessibleName(WORDS)
        self.aboutToShow.connect(self.fill)
        # An empty menu would not open at all.
        self.addAction("管理模板…", self.list_wanted.emit)

    def fill(self) -> None:
        """List the templates as they are now."""
        from perfdesk.desks.template_desk import report_templates

        self.clear()
        for template in report_templates():
            words = f"{template.title}（我的模板）" if template.is_own else template.title
            action = self.addAction(words.replace("&", "&&"))
            action.setObjectName(f"template {template.identifier}")
            action.triggered.connect(partial(self._choose, template.identifier))
        self.addSeparator()
        self.addAction("管理模板…", self.list_wanted.emit)

    def _choose(self, identifier: str, is_checked: bool = False) -> None:
        self.template_chosen.emit(identifier)
