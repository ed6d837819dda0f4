from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from perfdesk.gui.dialogs.new_form_wizard import BLANK, LAST_YEAR, TARGETS, NewFormWizard
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import answers, wait_for_work

Opener = Callable[..., Workbench]


@pytest.fixture
def wizard(bench: Workbench) -> NewFormWizard:
    bench.actions_by_key["new_form"].trigger()
    found = bench.window.findChild(NewFormWizard)
    assert found is not None
    return found


def choose_form(wizard: NewFormWizard, words: str) -> None:
    forms = wizard.form_page.forms
    row = next(row for row in range(forms.count()) if words in forms.item(row).text())
    forms.setCurrentRow(row)


def go_to_weights(wizard: NewFormWizard, bench: Workbench, qtbot: QtBot) -> None:
    while wizard.currentPage() is not wizard.weight_page:
        wizard.next()
    wait_for_work(qtbot, bench)


def test_last_years_forms_become_new_ones_with_their_weights_shown(
    wizard: NewFormWizard, bench: Workbench, qtbot: QtBot, sample: Path, tmp_path: Path
) -> None:
    choose_form(wizard, "国家格式")
    wizard.next()
    assert wizard.source_page.choice.checkedId() == BLANK
    wizard.source_page.choice.button(LAST_YEAR).click()
    assert not wizard.source_page.isComplete()
    wizard.source_page.path.setText(str(sorted(sample.glob("*.xlsx"))[0]))
    go_to_weights(wizard, bench, qtbot)
    tree = wizard.weight_page.tree
    assert tree.topLevelItemCount() == 2
    assert tree.topLevelItem(0).text(2) == "90"
    assert wizard.weight_page.isComplete()
    wizard.next()
    suggested = Path(wizard.target_page.path.text())
    assert suggested.parent == sample
    assert not suggested.exists()
    target = tmp_path / "新表.xlsx"
    wizard.target_page.path.setText(str(target))
    wizard.accept()
    wait_for_work(qtbot, bench)
    assert target.exists()
    assert "已新建 1 个文件，2 张表" in bench.messages.words.text()
    assert [Path(item.path).name for item in bench.controller.documents] == ["新表.xlsx"]


def test_a_source_that_holds_nothing_is_told_on_the_page(
    wizard: NewFormWizard, bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    choose_form(wizard, "国家格式")
    wizard.next()
    wizard.source_page.choice.button(TARGETS).click()
    answers(bench).chosen = tmp_path
    wizard.source_page._choose_folder()
    assert wizard.source_page.source == tmp_path
    go_to_weights(wizard, bench, qtbot)
    assert "没有找到可用的文件" in wizard.weight_page.words.text()
    assert not wizard.weight_page.isComplete()


def test_a_blank_form_gets_its_year_and_unit(
    wizard: NewFormWizard, bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    choose_form(wizard, "国家格式")
    wizard.next()
    wizard.next()
    wizard.header_page.year.setValue(2031)
    wizard.header_page.unit.setText("某市气象台")
    go_to_weights(wizard, bench, qtbot)
    wizard.next()
    wizard.target_page.path.setText(str(tmp_path / "空白.xlsx"))
    wizard.accept()
    wait_for_work(qtbot, bench)
    (checked,) = bench.controller.documents
    assert checked.document.forms[0].year == 2031
    assert checked.document.forms[0].header_text("unit") == "某市气象台"


def test_an_existing_file_is_never_written_over(
    wizard: NewFormWizard, bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "已有.xlsx"
    target.write_bytes(b"mine")
    choose_form(wizard, "国家格式")
    go_to_weights(wizard, bench, qtbot)
    wizard.next()
    wizard.target_page.path.setText(str(target))
    wizard.accept()
    wait_for_work(qtbot, bench)
    assert target.read_bytes() == b"mine"
    assert "已存在" in wizard.target_page.words.text()
    assert wizard.isVisible()
    other = tmp_path / "另一个.xlsx"
    wizard.target_page.path.setText(str(other))
    wizard.accept()
    wait_for_work(qtbot, bench)
    assert other.exists()
    assert bench.window.findChild(NewFormWizard) is None
