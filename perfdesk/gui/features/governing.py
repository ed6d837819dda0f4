"""What the user lays down: by which rules a form is scored, and what a cell is."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Place
from perfdesk.gui.action import EDIT_MENU
from perfdesk.gui.controller import Message
from perfdesk.gui.desk import Desk
from perfdesk.gui.dialogs.profile_dialog import ProfileDialog
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.features.correction_dialog import CorrectionDialog
from perfdesk.gui.features.pointing_menu import PointingMenu
from perfdesk.gui.features.profile_button import ProfileButton
from perfdesk.gui.features.teaching import Teaching
from perfdesk.gui.navigator import profile_name


class Governing(Feature):
    """Profiles, and corrections by pointing at a cell."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.teaching = Teaching(desk.controller, self)
        self.pointing = PointingMenu(desk.window)
        self.profile_button = ProfileButton()

    def acts(self) -> Acts:
        """The two lists."""
        return {"profiles": self.show_profiles, "corrections": self.show_corrections}

    def furnish(self) -> None:
        """Put the menu of meanings at the sheet, and the profile into the status bar."""
        desk, pointing = self.desk, self.pointing
        pointing.target_chosen.connect(self._point)
        pointing.aboutToShow.connect(lambda: pointing.prefer_columns(is_heading=desk.navigator.is_heading()))
        desk.menu(EDIT_MENU).addMenu(pointing)
        desk.pane.view.addAction(pointing.menuAction())
        self.profile_button.profile_chosen.connect(self._choose_profile)
        self.profile_button.list_wanted.connect(self.show_profiles)
        desk.window.statusBar().addPermanentWidget(self.profile_button)

    def refresh(self) -> None:
        """Name the profile of the form in front."""
        desk, form = self.desk, self.desk.navigator.form
        is_busy = desk.controller.is_busy
        name, reason = profile_name(form) if form is not None else ("", "")
        chosen = desk.controller.session.profile_of(desk.path) if desk.path and name else None
        self.profile_button.show_profile(name, reason, chosen)
        self.profile_button.setEnabled(not is_busy)
        self.pointing.menuAction().setEnabled(desk.has_sheet and not is_busy)

    def _point(self, target: str, is_value: bool) -> None:
        cell = self.desk.pane.view.current_address
        if self.desk.navigator.place is not None and cell is not None:
            place = Place(*self.desk.navigator.place, cell)
            self.teaching.point(place, target, "value" if is_value else None)

    def show_corrections(self) -> CorrectionDialog:
        """Show the list of remembered corrections beside the window."""
        window = self.desk.window
        dialog = window.findChild(CorrectionDialog)
        if dialog is None:
            dialog = CorrectionDialog(self.teaching, self.desk.dialogs, window)
        dialog.refresh()
        dialog.show()
        dialog.raise_()
        return dialog

    def _choose_profile(self, identifier: str, for_all: bool) -> None:
        if self.desk.path is not None:
            self.choose_profile(identifier or None, None if for_all else self.desk.path)

    def choose_profile(self, profile: str | None, path: str | None = None) -> None:
        """Judge one document, or all, by a profile, in a thread; None lets each form tell."""
        try:
            self.desk.controller.session.plan_profile(profile, path)
        except Fault as fault:
            self.desk.tell(Message(fault.message))
            return
        self.desk.controller.judge_again(None if path is None else [path])

    def take_saved_profile(self, identifier: str) -> None:
        """Judge the documents again that are scored by a profile that was changed or deleted."""
        controller = self.desk.controller
        session = controller.session
        paths = [item.path for item in controller.documents if session.profile_of(item.path) == identifier]
        if paths:
            self._choose_or_leave(identifier, paths)

    def _choose_or_leave(self, identifier: str, paths: Sequence[str]) -> None:
        """Go on with a profile, or with what the forms suggest where it can no longer be read."""
        from perfdesk.scoring.profile import known_profile

        session = self.desk.controller.session
        try:
            known_profile(identifier)
        except Fault as fault:
            self.desk.tell(Message(fault.message))
            if session.profile == identifier:
                session.plan_profile(None)
            for path in paths:
                session.plan_profile(None, path)
        self.desk.controller.judge_again(paths)

    def show_profiles(self) -> ProfileDialog:
        """Show the list of scoring profiles beside the window."""
        desk = self.desk
        dialog = desk.window.findChild(ProfileDialog)
        if dialog is None:
            dialog = ProfileDialog(desk.dialogs, desk.window)
            dialog.used.connect(lambda identifier: self._choose_profile(identifier, False))
            dialog.saved.connect(self.take_saved_profile)
        form = desk.navigator.form
        dialog.refresh(form.profile if form is not None else None, can_use=desk.path is not None)
        dialog.show()
        dialog.raise_()
        return dialog
