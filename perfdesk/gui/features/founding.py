"""New self-evaluations: the wizard, its preview, and opening what was made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from perfdesk.core.fault import Fault
from perfdesk.gui.controller import Message
from perfdesk.gui.desk import Desk
from perfdesk.gui.dialogs.new_form_wizard import NewFormWizard
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.worker import making_forms, proposing_forms


class Founding(Feature):
    """Lets threads work out what the wizard would make, and make it."""

    def __init__(self, desk: Desk, open_paths: Callable[[Sequence[str]], None]) -> None:
        super().__init__(desk)
        self._open_paths = open_paths
        self._wizards: list[NewFormWizard] = []

    def acts(self) -> Acts:
        """One command."""
        return {"new_form": self.ask}

    def ask(self, form: str = "") -> NewFormWizard:
        """Show the wizard beside the window, fresh each time, with that form chosen where one is named."""
        wizard = NewFormWizard(self.desk.dialogs, self.desk.folder, self.desk.window)
        self._wizards.append(wizard)
        wizard.finished.connect(lambda: self._wizards.remove(wizard))
        wizard.finished.connect(wizard.deleteLater)
        wizard.preview_wanted.connect(lambda order: self._propose(wizard, order))
        wizard.order_placed.connect(lambda order: self._make(wizard, order))
        wizard.show()
        wizard.form_page.choose(form)
        return wizard

    def _propose(self, wizard: NewFormWizard, order: object) -> None:
        from perfdesk.desks.new_form import Order

        assert isinstance(order, Order)
        self.desk.controller.run("正在预览", proposing_forms(order), partial(self._show, wizard))

    def _make(self, wizard: NewFormWizard, order: object) -> None:
        from perfdesk.desks.new_form import Order

        assert isinstance(order, Order)
        self.desk.controller.run("正在新建", making_forms(order), partial(self._made, wizard))

    def _made(self, wizard: NewFormWizard, result: object) -> None:
        fault = result.message if isinstance(result, Fault) else ""
        if wizard in self._wizards:
            wizard.end(fault)
        elif fault:
            self.desk.tell(Message(fault))
        if fault:
            return
        assert isinstance(result, tuple)
        paths = sorted({str(form.path) for form in result})
        self._open_paths(paths)
        self.desk.tell(Message(f"已新建 {len(paths)} 个文件，{len(result)} 张表。", "done"))

    def _show(self, wizard: NewFormWizard, result: object) -> None:
        if wizard not in self._wizards:
            return  # The user did not wait for it.
        if isinstance(result, Fault):
            wizard.weight_page.show_fault(result.message)
        elif isinstance(result, tuple):
            wizard.weight_page.show_proposals(result)
