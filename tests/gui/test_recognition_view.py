from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from perfdesk.core.document import Document
from perfdesk.core.form import Reason
from perfdesk.core.grid import Cell, Grid
from perfdesk.gui.navigator import UNCERTAIN
from perfdesk.gui.workbench import Workbench
from perfdesk.session import Checked, judge
from tests.gui.stage import small_grid


def row_named(bench: Workbench, name: str) -> QTreeWidgetItem:
    found = bench.recognition.findItems(name, Qt.MatchFlag.MatchEndsWith | Qt.MatchFlag.MatchRecursive, 0)
    assert found, name
    return found[0]


@pytest.fixture
def filled(open_files: Callable[..., Workbench], sample: Path) -> Workbench:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    bench.tables.setCurrentWidget(bench.recognition)
    return bench


def test_the_parts_of_the_form_in_front_are_listed_with_cell_value_and_reason(filled: Workbench) -> None:
    form = filled.controller.documents[0].document.forms[0]
    row = row_named(filled, "全年执行数")
    value = form.fields["executed"]
    assert (row.text(1), row.text(2)) == (value.cell, value.said)
    assert row.text(3) == form.reasons["fields.executed"].why
    top = filled.recognition.topLevelItem(0)
    assert top is not None
    assert (top.text(0), top.text(2)) == ("项目支出绩效自评表", form.block.range)
    assert top.text(3).startswith("评分规则：")
    assert form.profile_reason in top.text(3)


def test_a_part_leads_to_its_cell_and_a_cell_to_its_part(filled: Workbench, qtbot: QtBot) -> None:
    view = filled.recognition
    row = row_named(filled, "全年执行数")
    view.scrollToItem(row)
    place = view.visualItemRect(row).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert filled.pane.view.current_address == row.text(1)
    score = filled.controller.documents[0].document.forms[0].indicators[2].score
    assert score is not None
    filled.pane.view.go_to(score.cell)
    current = view.currentItem()
    assert current is not None
    assert (current.text(0), current.text(1)) == ("得分", score.cell)
    filled.pane.view.go_to("A1")
    assert filled.pane.view.current_address == "A1"


def test_an_edit_shows_in_the_list_and_open_rows_stay_open(filled: Workbench) -> None:
    row = row_named(filled, "全年执行数")
    group = row_named(filled, "指标表的列")
    group.setExpanded(False)
    filled.pane.view.edit_asked.emit(row.text(1), "12.5")
    assert row_named(filled, "全年执行数").text(2) == "12.5"
    assert not row_named(filled, "指标表的列").isExpanded()


def test_an_uncertain_part_is_marked_and_counted_on_the_tab(filled: Workbench) -> None:
    checked = filled.controller.documents[0]
    first, *others = checked.document.forms
    reasons = {**first.reasons, "fields.executed": Reason("标签右边", "按字面推断")}
    forms = (dataclasses.replace(first, reasons=reasons), *others)
    document = dataclasses.replace(checked.document, forms=forms)
    filled.controller.add([dataclasses.replace(checked, document=document)])
    row = row_named(filled, "全年执行数")
    assert row.text(0).startswith("⚠")
    assert row.text(3) == "存疑：按字面推断　标签右边"
    assert filled.tables.tabText(2).startswith("识别结果 存疑 ")


def test_another_sheet_lists_its_own_forms(filled: Workbench) -> None:
    second = filled.controller.documents[0].document.grids[1].name
    filled.navigator.go_to_sheet(second)
    name = filled.controller.documents[0].document.forms[1].header_text("project")
    assert row_named(filled, "项目名称").text(2) == name


def test_a_sheet_that_is_no_filled_form_says_so_above_it(bench: Workbench) -> None:
    words = Grid("说明", {(1, 1): Cell("采购清单")})
    bench.controller.add([judge(Document("/表格/丁.xlsx", "0", (words,)))])
    remark = bench.controller.documents[0].document.forms[0].remark
    assert remark
    assert bench.pane.notice.isVisible()
    assert bench.pane.notice.text() == remark


def test_a_table_guessed_from_a_pdf_asks_to_be_compared(bench: Workbench) -> None:
    grids = (dataclasses.replace(small_grid(), origin="pdf"), small_grid("附表"))
    bench.controller.add([Checked(Document("/表格/丁.pdf", "0", grids))])
    assert bench.pane.notice.text() == UNCERTAIN
    assert bench.pane.notice.isVisible()
    bench.navigator.go_to_sheet("附表")
    assert not bench.pane.notice.isVisible()


def test_a_hidden_list_waits_and_then_shows_the_state_and_cell_of_now(
    open_files: Callable[..., Workbench], sample: Path
) -> None:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    executed = bench.controller.documents[0].document.forms[0].fields["executed"].cell
    assert bench.recognition.topLevelItemCount() == 0
    bench.pane.view.edit_asked.emit(executed, "12.5")
    bench.pane.view.go_to(executed)
    bench.tables.setCurrentWidget(bench.recognition)
    current = bench.recognition.currentItem()
    assert current is not None
    assert (current.text(0), current.text(2)) == ("全年执行数", "12.5")
