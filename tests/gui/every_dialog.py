"""Every dialog and window beside the main one, for tests that walk them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from perfdesk.desks.fixing import Mended
from perfdesk.gui.dialogs.claims_dialog import ClaimsDialog
from perfdesk.gui.dialogs.fix_dialog import FixDialog
from perfdesk.gui.dialogs.help_window import HelpWindow
from perfdesk.gui.dialogs.name_dialog import NameDialog
from perfdesk.gui.dialogs.new_form_wizard import NewFormWizard
from perfdesk.gui.dialogs.profile_editor import ProfileEditor
from perfdesk.gui.dialogs.return_dialog import ReturnDialog
from perfdesk.gui.dialogs.waiver_dialog import WaiverDialog
from perfdesk.gui.paper.print_preview import PrintPreview
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import PATH, finding


def every_dialog(bench: Workbench) -> Iterator[QWidget]:
    """Each as the user first meets it; those the window keeps are made by it."""
    yield bench.consulting.show_rules()
    yield bench.consulting.show_words()
    yield bench.consulting.show_templates()
    yield bench.governing.show_profiles()
    yield bench.governing.show_corrections()
    yield NameDialog(bench.window)
    yield NewFormWizard(bench.dialogs, Path(), bench.window)
    yield ReturnDialog(bench.dialogs, Path("退回"), bench.window)
    yield WaiverDialog(finding("B2"), "", bench.window)
    yield FixDialog((Mended(PATH, "自评表", "B2", "51%", "50.71%", "EX101", "算式"),), bench.window)
    yield ProfileEditor(Path("规则.toml"), "", bench.window)
    yield ClaimsDialog(bench.window)
    yield HelpWindow(bench.window)
    yield PrintPreview(bench.window)
