"""What the program goes by, to be looked up: its rules, its words, its templates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.features.delivering import Delivering
from perfdesk.gui.features.founding import Founding
from perfdesk.gui.features.governing import Governing
from perfdesk.gui.worker import Work

if TYPE_CHECKING:
    from perfdesk.desks.template_desk import Slip
    from perfdesk.gui.dialogs.rule_dialog import RuleDialog
    from perfdesk.gui.dialogs.template_dialog import TemplateDialog
    from perfdesk.gui.dialogs.word_dialog import WordDialog


class Consulting(Feature):
    """Shows each of the three beside the window, made when it is first wanted."""

    def __init__(
        self,
        desk: Desk,
        governing: Governing,
        founding: Founding,
        delivering: Delivering,
    ) -> None:
        super().__init__(desk)
        self._governing, self._founding, self._delivering = governing, founding, delivering
        self._rules: RuleDialog | None = None
        self._words: WordDialog | None = None
        self._templates: TemplateDialog | None = None

    def acts(self) -> Acts:
        """The three pages."""
        return {"rules": self.show_rules, "words": self.show_words, "templates": self.show_templates}

    def furnish(self) -> None:
        """Follow what is open."""
        controller = self.desk.controller
        for signal in (controller.documents_added, controller.documents_changed, controller.document_closed):
            signal.connect(self._count)

    def _count(self) -> None:
        """Keep the counts of a list of rules that is seen."""
        from perfdesk.desks.rule_desk import counts

        if self._rules is not None and self._rules.isVisible():
            self._rules.show_counts(counts(self.desk.controller.documents))

    def refresh(self) -> None:
        """Follow the form in front with the words, and what can be done with the templates."""
        if self._words is not None and self._words.isVisible():
            self._show_uses(self._words)
        if self._templates is not None:
            self._templates.let_report(self._can_report)

    @property
    def _can_report(self) -> bool:
        controller = self.desk.controller
        return bool(controller.documents) and not controller.is_busy

    def show_rules(self, code: str = "") -> RuleDialog:
        """Show the catalogue, with the rule of that code in front where one is given."""
        from perfdesk.desks.rule_desk import counts
        from perfdesk.gui.dialogs.rule_dialog import RuleDialog

        dialog = self._rules
        if dialog is None:
            dialog = self._rules = RuleDialog(self.desk.window)
            dialog.findings_wanted.connect(self.desk.list_rule)
            dialog.switch.profiles_wanted.connect(self._governing.show_profiles)
            dialog.switch.saved.connect(self._governing.take_saved_profile)
        dialog.switch.refresh()
        dialog.show_counts(counts(self.desk.controller.documents))
        finding = self.desk.detail.finding
        if code or finding is not None:
            dialog.choose(code or (finding.rule if finding is not None else ""))
        _bring(dialog)
        return dialog

    def show_words(self) -> WordDialog:
        """Show the vocabulary, with what the form in front used of it."""
        from perfdesk.gui.dialogs.word_dialog import WordDialog

        dialog = self._words
        if dialog is None:
            dialog = self._words = WordDialog(self.desk.window)
            dialog.corrections_wanted.connect(self._governing.show_corrections)
        self._show_uses(dialog)
        _bring(dialog)
        return dialog

    def _show_uses(self, dialog: WordDialog) -> None:
        from perfdesk.desks.word_desk import uses

        place = self.desk.navigator.place
        if place is None:
            dialog.show_uses({}, "")
            return
        path, sheet = place
        forms = self.desk.controller.session.document(path).document.forms
        dialog.show_uses(uses([form for form in forms if form.sheet == sheet]), f"当前表：{sheet}")

    def show_templates(self) -> TemplateDialog:
        """Show blank forms and report templates."""
        from perfdesk.gui.dialogs.template_dialog import TemplateDialog

        dialog = self._templates
        if dialog is None:
            dialog = self._templates = TemplateDialog(self.desk.dialogs, self.desk.window)
            dialog.form_wanted.connect(self._founding.ask)
            dialog.report_wanted.connect(self._delivering.report)
            dialog.check_wanted.connect(partial(self._check, dialog))
        dialog.refresh(can_report=self._can_report)
        _bring(dialog)
        return dialog

    def _check(self, dialog: TemplateDialog, identifier: str) -> None:
        def show(result: object) -> None:
            assert isinstance(result, tuple)
            dialog.show_slips(identifier, result)

        self.desk.controller.run("正在检查模板", checking_template(identifier), show)


def checking_template(identifier: str) -> Callable[[Work], tuple[Slip, ...]]:
    """A job that carries a template out on the sample; its result is what is wrong with it."""

    def job(work: Work) -> tuple[Slip, ...]:
        from perfdesk.desks.template_desk import check_template

        return check_template(identifier, work.report)

    return job


def _bring(dialog: RuleDialog | WordDialog | TemplateDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
