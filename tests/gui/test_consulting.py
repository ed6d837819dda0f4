from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QProcess, Qt
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Place
from perfdesk.desks.profile_desk import copied_text, keep, new_path
from perfdesk.desks.template_desk import letter_templates
from perfdesk.gui.dialogs.example_view import ExampleView
from perfdesk.gui.dialogs.new_form_wizard import NewFormWizard
from perfdesk.gui.dialogs.rule_dialog import RuleDialog
from perfdesk.gui.dialogs.template_dialog import TemplateDialog
from perfdesk.gui.dialogs.word_dialog import WordDialog
from perfdesk.gui.features.windowing import new_window_call
from perfdesk.gui.look.appearance import show
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.preference import Preference
from perfdesk.narrative.report import shipped_templates
from perfdesk.rules.tie import full_catalogue
from perfdesk.scoring.profile import known_profile
from tests.gui.stage import answers, wait_for_work


@pytest.fixture
def two_open(open_files: Callable[..., Workbench], sample: Path) -> Workbench:
    return open_files(*sorted(sample.glob("*.xlsx"))[:2])


def shown(bench: Workbench, key: str, kind: type[QDialog]) -> QDialog:
    bench.actions_by_key[key].trigger()
    dialog = bench.window.findChild(kind)
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    return dialog


@pytest.fixture
def rules(two_open: Workbench) -> RuleDialog:
    dialog = shown(two_open, "rules", RuleDialog)
    assert isinstance(dialog, RuleDialog)
    return dialog


@pytest.fixture
def word_list(two_open: Workbench) -> WordDialog:
    dialog = shown(two_open, "words", WordDialog)
    assert isinstance(dialog, WordDialog)
    return dialog


@pytest.fixture
def templates(two_open: Workbench) -> TemplateDialog:
    dialog = shown(two_open, "templates", TemplateDialog)
    assert isinstance(dialog, TemplateDialog)
    return dialog


def codes(dialog: RuleDialog) -> list[str]:
    return [item.text(0) for item in dialog.entries.items]


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_rule_is_listed_with_how_often_it_found_something(
    two_open: Workbench, rules: RuleDialog
) -> None:
    assert counts_found(two_open)
    assert counts_shown(rules) == counts_found(two_open)
    assert len(codes(rules)) == len(full_catalogue())


def test_the_findings_of_a_rule_are_listed_in_the_window(
    two_open: Workbench, rules: RuleDialog, qtbot: QtBot
) -> None:
    found = [finding.rule for checked in two_open.controller.documents for finding in checked.findings]
    rules.choose(found[0])
    click(qtbot, rules.list_findings)
    assert two_open.tables.currentWidget() is two_open.findings
    assert {finding.rule for finding in two_open.findings.model.shown} == {found[0]}
    assert len(two_open.findings.model.shown) == found.count(found[0])


def test_a_rule_that_found_nothing_has_nothing_to_list(two_open: Workbench, rules: RuleDialog) -> None:
    silent = next(item.text(0) for item in rules.entries.items if not item.text(3))
    rules.choose(silent)
    assert not rules.list_findings.isEnabled()
    assert "没有发现" in rules.page.toPlainText()


def test_the_search_line_narrows_the_list_as_it_is_typed(rules: RuleDialog, qtbot: QtBot) -> None:
    everything = codes(rules)
    qtbot.keyClicks(rules.search, "ex1")
    assert codes(rules)
    assert len(codes(rules)) < len(everything)
    assert rules.page_in_front is not None
    rules.search.setText("没有这样的规则")
    assert codes(rules) == []
    assert "没有找到" in rules.page.toPlainText()
    assert not rules.example.isEnabled()
    rules.search.clear()
    assert codes(rules) == everything


def cell_with_finding(example: ExampleView) -> tuple[int, int]:
    table = example.table
    marked = [
        (row, column)
        for row in range(table.rowCount())
        for column in range(table.columnCount())
        if (item := table.item(row, column)) is not None and item.toolTip()
    ]
    assert len(marked) == 1
    return marked[0]


def test_the_bad_example_can_be_mended_and_spoilt_again(rules: RuleDialog, qtbot: QtBot) -> None:
    rules.choose("EX101")
    example = rules.example
    assert example.verdict.text().startswith("EX101 错误")
    row, column = cell_with_finding(example)
    item = example.table.item(row, column)
    assert item is not None
    wrong = item.text()
    item.setText("100%")
    assert example.verdict.text() == "照这样填，没有发现问题。"
    assert item.toolTip() == ""
    item.setText(wrong)
    assert example.verdict.text().startswith("EX101 错误")
    item.setText("=1")
    example.which.setCurrentIndex(1)
    assert example.verdict.text() == "照这样填，没有发现问题。"


def test_an_example_of_a_tie_shows_each_of_its_forms(rules: RuleDialog) -> None:
    rules.choose("UP701")
    example = rules.example
    assert example.sheet.isVisible()
    assert example.sheet.count() > 1
    assert "UP701" in example.verdict.text()
    for number in range(example.sheet.count()):
        example.sheet.setCurrentIndex(number)
        assert example.table.rowCount() > 3


def counts_shown(dialog: RuleDialog) -> dict[str, str]:
    return {item.text(0): item.text(3) for item in dialog.entries.items if item.text(3)}


def counts_found(bench: Workbench) -> dict[str, str]:
    found = [finding.rule for checked in bench.controller.documents for finding in checked.findings]
    return {code: str(found.count(code)) for code in found}


def test_the_counts_follow_an_edit(two_open: Workbench, rules: RuleDialog, qtbot: QtBot) -> None:
    checked = two_open.controller.documents[0]
    form = checked.document.forms[0]
    before = counts_shown(rules)
    weight = form.indicators[0].weight
    assert weight is not None
    two_open.controller.edit(Place(checked.path, form.sheet, weight.cell), "")
    wait_for_work(qtbot, two_open)
    assert counts_shown(rules) == counts_found(two_open) != before


def test_a_rule_is_switched_off_in_ones_own_profile_and_its_findings_go(
    two_open: Workbench, rules: RuleDialog, qtbot: QtBot
) -> None:
    rules.choose("EX101")
    assert not rules.switch.state.isVisible()
    assert "先复制一套" in rules.switch.words.text()
    path = new_path("本县")
    keep(copied_text("national", "本县"), path)
    two_open.governing.choose_profile(str(path))
    wait_for_work(qtbot, two_open)
    assert "EX101" in counts_found(two_open)
    two_open.consulting.show_rules("EX101")
    rules.switch.state.setFocus()
    qtbot.keyClick(rules.switch.state, Qt.Key.Key_Down)
    wait_for_work(qtbot, two_open)
    assert rules.switch.state.currentText() == "停用"
    assert known_profile(str(path)).is_off("EX101")
    assert "EX101" not in counts_found(two_open)
    assert counts_shown(rules) == counts_found(two_open)
    rules.choose("SC201")
    assert rules.switch.state.currentText() == "照常检查"


def test_the_rule_of_the_finding_in_front_comes_first(two_open: Workbench) -> None:
    two_open.findings.step(1)
    finding = two_open.detail.finding
    assert finding is not None
    dialog = two_open.consulting.show_rules()
    assert dialog.page_in_front is not None
    assert dialog.page_in_front.code == finding.rule


def test_the_words_tell_what_the_form_in_front_used(two_open: Workbench, word_list: WordDialog) -> None:
    used = [item for item in word_list.entries.items if item.text(2)]
    assert used
    every = len(word_list.entries.items)
    word_list.used_only.setChecked(True)
    assert len(word_list.entries.items) == len(used) < every
    word_list.entries.setCurrentItem(word_list.entries.items[0])
    assert "当前表：" in word_list.page.toPlainText()
    for _ in range(2):
        two_open.actions_by_key["close_document"].trigger()
    assert not word_list.used_only.isEnabled()
    assert len(word_list.entries.items) == every


def test_a_label_is_tried_as_it_is_typed(word_list: WordDialog) -> None:
    word_list.label.setText("全年财政预算安排")
    assert "全年预算数（按字面推断）" in word_list.sense.text()
    word_list.label.setText("天气晴朗")
    assert word_list.sense.text() == "词汇表里没有，也推断不出。"


def test_the_list_of_words_leads_to_the_corrections(
    two_open: Workbench, word_list: WordDialog, qtbot: QtBot
) -> None:
    from perfdesk.gui.features.correction_dialog import CorrectionDialog

    button = next(each for each in word_list.findChildren(QAbstractButton) if each.text() == "更正记录…")
    click(qtbot, button)
    dialog = two_open.window.findChild(CorrectionDialog)
    assert dialog is not None
    assert dialog.isVisible()


def test_a_blank_form_leads_to_the_wizard_with_itself_chosen(
    two_open: Workbench, templates: TemplateDialog, qtbot: QtBot
) -> None:
    templates.forms.setCurrentRow(templates.forms.count() - 1)
    assert templates.form is not None
    assert templates.form.follows in templates.form_page.toPlainText()
    click(qtbot, templates.new)
    wizard = two_open.window.findChild(NewFormWizard)
    assert wizard is not None
    assert wizard.form_page.form == templates.form.name


def own_copy(bench: Workbench, templates: TemplateDialog, qtbot: QtBot) -> Path:
    """Copy the shipped template to one's own by the dialog, and wait for its check."""
    templates.tabs.setCurrentIndex(1)
    answers(bench).name = "本县"
    click(qtbot, templates.copy)
    wait_for_work(qtbot, bench)
    assert templates.report is not None
    assert templates.report.is_own
    return templates.report.path


def test_a_copy_is_checked_at_once_and_a_slip_is_told_with_its_cure(
    two_open: Workbench, templates: TemplateDialog, qtbot: QtBot
) -> None:
    path = own_copy(two_open, templates, qtbot)
    assert "没有发现问题" in templates.report_page.toPlainText()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode().replace("平均分", "平均粉", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"word/document.xml": body.encode()}).items():
            archive.writestr(name, content)
    click(qtbot, templates.check)
    assert not templates.check.isEnabled()
    wait_for_work(qtbot, two_open)
    assert templates.check.isEnabled()
    words = templates.report_page.toPlainText()
    assert "有 1 处要改" in words
    assert "正文第" in words
    assert "平均分" in words


def test_a_template_of_ones_own_is_opened_in_word_and_a_shipped_one_is_not(
    two_open: Workbench, templates: TemplateDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    templates.tabs.setCurrentIndex(1)
    assert not templates.open_file.isEnabled()
    assert not templates.remove.isEnabled()
    path = own_copy(two_open, templates, qtbot)
    click(qtbot, templates.open_file)
    assert [Path(each) for each in opened] == [path]


def test_templates_go_out_come_in_and_are_deleted(
    two_open: Workbench, templates: TemplateDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    templates.tabs.setCurrentIndex(1)
    answers(two_open).chosen = tmp_path / "给同事.docx"
    click(qtbot, templates.export)
    assert (tmp_path / "给同事.docx").exists()
    assert "已导出" in templates.report_page.toPlainText()
    click(qtbot, templates.take_over)
    wait_for_work(qtbot, two_open)
    assert templates.report is not None
    assert templates.report.title == "给同事"
    click(qtbot, templates.take_over)
    assert "已有名为“给同事”的模板" in templates.report_page.toPlainText()
    path = templates.report.path
    click(qtbot, templates.remove)
    assert answers(two_open).asked[-1] == "删除模板“给同事”？"
    assert not path.exists()
    assert templates.reports.count() == len(shipped_templates()) + len(letter_templates())
    click(qtbot, templates.tags)
    assert "怎样写标签" in templates.report_page.toPlainText()


def test_a_letter_s_template_is_only_handed_out(
    two_open: Workbench, templates: TemplateDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    templates.tabs.setCurrentIndex(1)
    templates.reports.setCurrentRow(templates.reports.count() - 1)
    assert templates.report is not None
    assert templates.report.is_letter
    enabled = (templates.use, templates.copy, templates.check, templates.remove, templates.open_file)
    assert not any(button.isEnabled() for button in enabled)
    answers(two_open).chosen = tmp_path / "意见书.docx"
    click(qtbot, templates.export)
    assert (tmp_path / "意见书.docx").read_bytes() == templates.report.path.read_bytes()
    templates.reports.setCurrentRow(0)
    assert templates.check.isEnabled()


def test_a_report_is_written_by_the_template_chosen_in_the_menu(
    two_open: Workbench, templates: TemplateDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    path = own_copy(two_open, templates, qtbot)
    menu = two_open.delivering.by_template
    menu.fill()
    ordered: list[str] = []
    menu.template_chosen.connect(ordered.append)
    action = menu.findChild(QAction, f"template {path}")
    assert isinstance(action, QAction)
    answers(two_open).chosen = tmp_path / "报告.docx"
    action.trigger()
    wait_for_work(qtbot, two_open)
    assert ordered == [str(path)]
    assert answers(two_open).asked[-1] == "本县.docx"
    assert (tmp_path / "报告.docx").exists()


def test_a_report_needs_something_open(bench: Workbench) -> None:
    assert not bench.delivering.by_template.menuAction().isEnabled()
    dialog = bench.consulting.show_templates()
    assert not dialog.use.isEnabled()


def test_another_window_is_another_process_of_the_same_program(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, list[str]]] = []

    def start(program: str, arguments: list[str]) -> tuple[bool, int]:
        started.append((program, arguments))
        return len(started) == 1, 1

    monkeypatch.setattr(QProcess, "startDetached", start)
    bench.actions_by_key["new_window"].trigger()
    assert started == [(sys.executable, ["-m", "perfdesk.cli", "gui"])]
    assert not bench.messages.isVisible()
    bench.actions_by_key["new_window"].trigger()
    assert "未能打开新窗口" in bench.messages.words.text()


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert new_window_call() == (sys.executable, "gui")


def test_the_pages_take_on_another_theme_while_they_are_open(
    two_open: Workbench, rules: RuleDialog, word_list: WordDialog, templates: TemplateDialog
) -> None:
    rules.choose("EX101")
    ground = rules.example.table.palette().base().color()
    row, column = cell_with_finding(rules.example)
    item = rules.example.table.item(row, column)
    assert item is not None
    fill = item.background().color()
    show(Preference("dark"))
    try:
        QApplication.processEvents()
        assert rules.page_in_front is not None
        assert rules.page_in_front.code == "EX101"
        assert rules.example.table.palette().base().color() != ground
        item = rules.example.table.item(row, column)
        assert item is not None
        assert item.background().color() != fill
    finally:
        show(Preference())


def test_every_control_has_a_name_and_nothing_is_cut_off(
    two_open: Workbench, rules: RuleDialog, word_list: WordDialog, templates: TemplateDialog
) -> None:
    templates.tabs.setCurrentIndex(1)
    QApplication.processEvents()
    for dialog in (rules, word_list, templates):
        for button in dialog.findChildren(QAbstractButton):
            if button.isVisible() and button.text():
                assert button.accessibleName() or button.text()
                corner = button.mapTo(dialog, QPoint(button.width(), button.height()))
                assert corner.x() <= dialog.width() and corner.y() <= dialog.height(), button.text()
                assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
