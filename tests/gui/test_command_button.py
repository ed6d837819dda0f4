from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.gui.controls.command_button import CommandButton
from perfdesk.gui.dialogs.claims_dialog import ClaimsDialog
from perfdesk.gui.look.appearance import show
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.preference import Preference


@pytest.fixture
def button(qtbot: QtBot) -> CommandButton:
    made = CommandButton("新建自评", "从空白表、上年的表或批复的绩效目标表新建自评表")
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_says_what_it_does_to_eyes_and_ears(button: CommandButton, qtbot: QtBot) -> None:
    assert (button.accessibleName(), button.accessibleDescription()) == ("新建自评", button.description)
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_narrow_one_is_higher_so_that_no_word_is_cut(button: CommandButton) -> None:
    wide = button.sizeHint()
    assert button.heightForWidth(wide.width()) == wide.height()
    assert button.heightForWidth(wide.width() // 2) > wide.height()


def test_start_page_and_published_text_take_larger_letters_at_once(bench: Workbench) -> None:
    first = bench.pages.start.findChildren(CommandButton)[0]
    dialog = ClaimsDialog(bench.window)
    before = first.sizeHint().height(), dialog.text.font().pointSizeF()
    show(Preference("light", 150))
    QApplication.processEvents()
    after = first.sizeHint().height(), dialog.text.font().pointSizeF()
    show(Preference())
    QApplication.processEvents()
    assert after[0] > before[0] and after[1] == before[1] * 1.5
