from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTabWidget,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

import perfdesk.session
from perfdesk.core.fault import FileFault
from perfdesk.core.finding import Place
from perfdesk.gui.panes.workspace_view import COUNTS_ROLE
from perfdesk.gui.sheet.cell_editor import CellEditor
from perfdesk.gui.workbench import Workbench
from perfdesk.reading.document import read_document
from perfdesk.recognition.correction import Corrections
from perfdesk.session import Checked
from tests.gui.stage import OTHER, PATH, answers, finding, small_document, wait_for_work


def test_opened_documents_show_in_tree_table_and_sheet(opened: Workbench) -> None:
    folder = opened.tree.topLevelItem(0)
    assert folder is not None
    assert (folder.text(0), folder.childCount(), folder.data(0, COUNTS_ROLE)) == ("表格", 2, [2, 4, 2])
    assert opened.navigator.place == (PATH, "自评表")
    assert [row.place.cell for row in opened.findings.model.shown] == ["B2", "B3", "B4", "B4"]
    assert opened.pane.tabs.count() == 2
    assert opened.pane.tabs.tabText(0) == "自评表 (3)"
    assert opened.reviewing.counts.text() == "共 2 个文件　错误 2　警告 4　提示 2　未核对 2"
    assert opened.tables.tabText(1) == "未核对 1"


def test_a_finding_leads_to_its_cell_and_a_cell_to_its_finding(opened: Workbench) -> None:
    opened.actions_by_key["next_finding"].trigger()
    assert opened.pane.view.current_address == "B2"
    opened.actions_by_key["next_finding"].trigger()
    assert opened.pane.view.current_address == "B3"
    assert opened.detail.finding is opened.findings.current
    opened.pane.view.go_to("B4")
    assert opened.findings.current is not None
    assert opened.findings.current.rule == "SC204"
    opened.pane.view.go_to("A2")
    assert opened.findings.current is None
    assert "没有审核发现" in opened.detail.text.toPlainText()
    assert opened.pane.name_box.text() == "A2"


def test_stepping_through_the_findings_goes_over_sheets_and_round_the_end(opened: Workbench) -> None:
    for _ in range(4):
        opened.actions_by_key["next_finding"].trigger()
    assert opened.navigator.place == (PATH, "附表")
    assert opened.pane.view.current_address == "B4"
    opened.actions_by_key["next_finding"].trigger()
    assert (opened.navigator.place, opened.pane.view.current_address) == ((PATH, "自评表"), "B2")
    opened.actions_by_key["previous_finding"].trigger()
    assert opened.navigator.place == (PATH, "附表")


def test_in_the_scope_of_all_files_a_finding_leads_to_another_file(opened: Workbench) -> None:
    opened.findings.scope.setCurrentText("全部文件")
    assert len(opened.findings.model.shown) == 8
    row = opened.findings.model.row_of(lambda found: found.place == Place(OTHER, "自评表", "B3"))
    assert row is not None
    opened.findings.table.setCurrentIndex(opened.findings.model.index(row, 0))
    assert opened.navigator.place == (OTHER, "自评表")
    assert opened.window.windowTitle().startswith("乙.xlsx")
    opened.findings.scope.setCurrentText("当前表")
    assert {found.place.sheet for found in opened.findings.model.shown} == {"自评表"}


def test_severity_buttons_and_words_filter_the_findings(opened: Workbench) -> None:
    opened.findings.buttons["warning"].click()
    assert [found.severity for found in opened.findings.model.shown] == ["error", "hint"]
    opened.findings.buttons["warning"].click()
    opened.findings.words.setText("bl701")
    assert [found.rule for found in opened.findings.model.shown] == ["BL701"]


def test_sorting_keeps_the_current_finding(opened: Workbench) -> None:
    opened.findings.table.setCurrentIndex(opened.findings.model.index(1, 0))
    chosen = opened.findings.current
    opened.findings.table.horizontalHeader().setSortIndicator(3, Qt.SortOrder.DescendingOrder)
    assert [found.place.cell for found in opened.findings.model.shown] == ["B4", "B4", "B3", "B2"]
    assert opened.findings.current is chosen
    assert chosen is not None


def test_the_detail_shows_arithmetic_basis_and_fix_and_links_to_related_cells(opened: Workbench) -> None:
    opened.actions_by_key["next_finding"].trigger()
    words = opened.detail.text.toPlainText()
    for part in (
        "填报",
        "51%",
        "应为",
        "50.71%",
        "6.41 ÷ 12.64 = 50.71%",
        "财预〔2020〕10号",
        "51% → 50.71%",
    ):
        assert part in words
    assert opened.detail.take.isVisible()
    opened.detail.text.anchorClicked.emit(QUrl("cell:0"))
    assert (opened.navigator.place, opened.pane.view.current_address) == ((PATH, "附表"), "B4")
    assert not opened.detail.take.isVisible()


def test_an_unchecked_item_leads_to_its_cell(opened: Workbench) -> None:
    opened.unchecked.setCurrentItem(opened.unchecked.topLevelItem(0))
    assert opened.pane.view.current_address == "A4"
    assert "完成值不是数字" in opened.detail.text.toPlainText()


def test_a_file_that_cannot_be_read_shows_its_sentence_and_the_others_open(
    open_files: Callable[..., Workbench], sample: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    good = sorted(sample.glob("*.xlsx"))[0]
    bench = open_files(empty, tmp_path / "没有.xlsx", good)
    with pytest.raises(FileFault) as caught:
        read_document(empty)
    assert bench.messages.isVisible()
    assert bench.messages.words.text().splitlines()[0] == caught.value.message
    assert len(bench.messages.words.text().splitlines()) == 2
    assert bench.navigator.place is not None
    assert bench.navigator.place[0] == str(good)
    bench.navigator.show_document(str(empty))
    assert bench.pages.sentence.isVisible()
    assert bench.pages.sentence.text() == caught.value.message
    assert not bench.actions_by_key["save_as"].isEnabled()


def test_a_folder_without_workbooks_says_so(open_files: Callable[..., Workbench], tmp_path: Path) -> None:
    bench = open_files(tmp_path)
    assert bench.messages.words.text().startswith("没有找到可打开的文件")


def test_dropped_files_are_opened(bench: Workbench, qtbot: QtBot, sample: Path) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(sample))])
    how = (Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter, drop = QDragEnterEvent(QPoint(300, 300), *how), QDropEvent(QPointF(300, 300), *how)
    QApplication.sendEvent(bench.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(bench.window, drop)
    assert drop.isAccepted()
    wait_for_work(qtbot, bench)
    assert len(bench.controller.documents) == len(list(sample.glob("*.xlsx")))


def test_opening_does_not_block_the_window(bench: Workbench, qtbot: QtBot, sample: Path) -> None:
    bench.opening.open_paths([str(sample)])
    assert bench.controller.is_busy
    assert bench.work_bar.isVisible()
    assert not bench.controller.documents
    wait_for_work(qtbot, bench)
    assert not bench.work_bar.isVisible()
    assert bench.controller.documents


@pytest.fixture
def slow_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file take a while, as a large one does."""
    quick = perfdesk.session.load_one

    def slow(path: Path, profile: str | None, corrections: Corrections | None) -> Checked:
        time.sleep(0.15)
        return quick(path, profile, corrections)

    monkeypatch.setattr("perfdesk.session.load_one", slow)


@pytest.mark.usefixtures("slow_reading")
def test_the_window_goes_on_working_while_files_are_read(
    bench: Workbench, qtbot: QtBot, sample: Path
) -> None:
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start(10)
    bench.opening.open_paths([str(sample)])
    wait_for_work(qtbot, bench)
    assert len(ticks) > 20
    assert max(later - sooner for sooner, later in pairwise(ticks)) < 0.5


@pytest.mark.usefixtures("slow_reading")
def test_opening_can_be_cancelled_and_what_was_read_stays(
    bench: Workbench, qtbot: QtBot, sample: Path
) -> None:
    bench.opening.open_paths([str(sample)])
    qtbot.waitUntil(lambda: bool(bench.controller.documents))
    qtbot.mouseClick(bench.work_bar.stop, Qt.MouseButton.LeftButton)
    wait_for_work(qtbot, bench)
    assert 1 <= len(bench.controller.documents) < len(list(sample.glob("*.xlsx")))


def test_an_edit_is_judged_again_undone_and_redone(
    open_files: Callable[..., Workbench], sample: Path
) -> None:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    wrong = next(f for f in bench.findings.model.shown if f.verdict == "wrong" and f.rule == "EX101")
    bench.findings.select(wrong)
    bench.navigator.finding_chosen(wrong)
    cell, before = wrong.place.cell, bench.findings.model.counts()
    scroll = bench.pane.view.verticalScrollBar().value()
    assert wrong.fix is not None
    bench.detail.take.click()
    shown = bench.findings.model.shown
    assert not any((f.rule, f.verdict, f.place) == ("EX101", "wrong", wrong.place) for f in shown)
    assert bench.pane.view.current_address == cell
    assert bench.pane.view.verticalScrollBar().value() == scroll
    assert bench.window.isWindowModified()
    assert "*" in bench.tree.topLevelItem(0).child(0).text(0)  # type: ignore[union-attr]
    bench.actions_by_key["undo"].trigger()
    assert bench.findings.model.counts() == before
    assert not bench.window.isWindowModified()
    bench.actions_by_key["redo"].trigger()
    assert bench.findings.model.counts() != before
    assert not bench.actions_by_key["redo"].isEnabled()


def test_typing_in_a_cell_edits_it_and_escape_gives_up(
    open_files: Callable[..., Workbench], sample: Path, qtbot: QtBot
) -> None:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    view = bench.pane.view
    view.setFocus()
    view.go_to("B3")
    qtbot.keyClick(view, Qt.Key.Key_7)
    editor = view.findChild(CellEditor)
    assert editor is not None
    qtbot.keyClicks(editor, "8.5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert view.sheet is not None
    assert view.sheet.cell_at(3, 2).text == "78.5"
    assert view.current_address == "A4"  # Enter goes on to the cell below
    view.go_to("B3")
    assert bench.pane.line.toPlainText() == "78.5"
    qtbot.waitUntil(lambda: view.findChild(CellEditor) is None)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view.findChild(CellEditor)
    assert editor is not None
    assert editor.toPlainText() == "78.5"
    qtbot.keyClicks(editor, "9")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert view.sheet.cell_at(3, 2).text == "78.5"


def test_the_edit_line_keeps_line_breaks_and_commits_on_enter(
    open_files: Callable[..., Workbench], sample: Path, qtbot: QtBot
) -> None:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    bench.pane.view.go_to("B3")
    line = bench.pane.line
    line.setFocus()
    line.setPlainText("第一行")
    qtbot.keyClick(line, Qt.Key.Key_End)
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(line, "2")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert bench.pane.view.sheet is not None
    assert bench.pane.view.sheet.cell_at(3, 2).text == "第一行\n2"


def test_text_in_the_edit_line_is_not_lost_by_going_to_another_finding(
    open_files: Callable[..., Workbench], sample: Path
) -> None:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    bench.pane.view.go_to("B3")
    bench.pane.line.setFocus()
    bench.pane.line.setPlainText("改过的内容")
    bench.actions_by_key["next_finding"].trigger()
    assert bench.pane.view.sheet is not None
    assert bench.pane.view.sheet.cell_at(3, 2).text == "改过的内容"


def test_saving_under_another_name_leaves_the_original_and_clears_the_mark(
    open_files: Callable[..., Workbench], sample: Path, tmp_path: Path
) -> None:
    source = sorted(sample.glob("*.xlsx"))[0]
    content = source.read_bytes()
    bench = open_files(source)
    sheet = bench.navigator.place[1]  # type: ignore[index]
    bench.controller.edit(Place(str(source), sheet, "B3"), "另一个名称")
    answers(bench).chosen = tmp_path / "改.xlsx"
    bench.actions_by_key["save_as"].trigger()
    assert answers(bench).asked == [f"{source.stem}（修改）.xlsx"]
    assert "已另存为 改.xlsx" in bench.messages.words.text()
    assert not bench.window.isWindowModified()
    assert source.read_bytes() == content
    _, grids = read_document(tmp_path / "改.xlsx")
    assert any(grid.cell_at(3, 2).text == "另一个名称" for grid in grids)


def test_a_save_that_fails_tells_the_sentence_and_keeps_the_mark(
    open_files: Callable[..., Workbench], sample: Path
) -> None:
    source = sorted(sample.glob("*.xlsx"))[0]
    bench = open_files(source)
    bench.controller.edit(Place(str(source), bench.navigator.place[1], "B3"), "甲")  # type: ignore[index]
    answers(bench).chosen = source
    bench.actions_by_key["save_as"].trigger()
    assert bench.messages.isVisible()
    assert bench.window.isWindowModified()


def test_closing_with_unsaved_edits_asks(open_files: Callable[..., Workbench], sample: Path) -> None:
    source = sorted(sample.glob("*.xlsx"))[0]
    bench = open_files(source)
    bench.controller.edit(Place(str(source), bench.navigator.place[1], "B3"), "甲")  # type: ignore[index]
    answers(bench).keep = "cancel"
    assert not bench.window.close()
    assert answers(bench).asked == [source.name]
    answers(bench).keep = "discard"
    assert bench.window.close()


def test_reopening_does_not_throw_away_unsaved_edits(
    open_files: Callable[..., Workbench], sample: Path
) -> None:
    source = sorted(sample.glob("*.xlsx"))[0]
    bench = open_files(source)
    bench.controller.edit(Place(str(source), bench.navigator.place[1], "B3"), "甲")  # type: ignore[index]
    open_files(source)
    assert "有未保存的修改" in bench.messages.words.text()
    assert bench.controller.modified == [str(source)]


def test_closing_a_document_goes_on_with_the_next_and_then_the_invitation(opened: Workbench) -> None:
    opened.actions_by_key["close_document"].trigger()
    assert opened.navigator.place == (OTHER, "自评表")
    opened.actions_by_key["close_document"].trigger()
    assert opened.navigator.place is None
    assert opened.tree.topLevelItemCount() == 0
    assert not opened.findings.model.shown
    assert not opened.actions_by_key["report"].isEnabled()


def test_review_copies_with_unsaved_edits_and_the_report_are_written_off_the_gui_thread(
    open_files: Callable[..., Workbench], sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    bench = open_files(sample)
    bench.controller.edit(Place(*bench.navigator.place, "B3"), "改过的名称")  # type: ignore[misc]
    answers(bench).chosen = tmp_path / "副本"
    bench.actions_by_key["mark"].trigger()
    assert bench.controller.is_busy
    wait_for_work(qtbot, bench)
    copies = sorted((tmp_path / "副本").glob("*.xlsx"))
    assert len(copies) == len(bench.controller.documents)
    assert any(grid.cell_at(3, 2).text == "改过的名称" for grid in read_document(copies[0])[1])
    answers(bench).chosen = tmp_path / "报告.docx"
    bench.actions_by_key["report"].trigger()
    assert not bench.actions_by_key["report"].isEnabled()
    wait_for_work(qtbot, bench)
    assert (tmp_path / "报告.docx").read_bytes()[:2] == b"PK"
    assert bench.messages.buttons[0].text() == "打开"


def test_a_bug_in_a_thread_is_told_as_a_bug_and_not_as_a_fault_of_the_file(
    bench: Workbench, qtbot: QtBot, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, *more: object) -> None:
        raise ZeroDivisionError("除数为零")

    monkeypatch.setattr("perfdesk.session.load_one", broken)
    bench.opening.open_paths([str(sample)])
    wait_for_work(qtbot, bench)
    assert "程序内部出错" in bench.messages.words.text()
    bench.messages.buttons[0].click()
    assert "ZeroDivisionError" in QApplication.clipboard().text()


def test_every_control_has_an_accessible_name(opened: Workbench) -> None:
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTextBrowser, QTabWidget, QDockWidget)
    controls = [control for kind in kinds for control in opened.window.findChildren(kind)]
    named = [
        *controls,
        opened.pane.view,
        opened.tree,
        opened.findings.table,
        opened.unchecked,
        opened.pane.tabs,
    ]
    nameless = [
        f"{type(control).__name__} {control.objectName()}"
        for control in named
        if not control.accessibleName() and not _is_part_of_qt(control)
    ]
    assert len(named) > 25
    assert nameless == []


def _is_part_of_qt(control: QWidget) -> bool:
    """Buttons Qt puts into its own controls: scroll arrows, clear buttons, dock title buttons."""
    return control.objectName().startswith("qt_") or isinstance(
        control.parent(), QTabBar | QLineEdit | QDockWidget
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (853, 533)])
def test_no_control_is_cut_off(opened: Workbench, width: int, height: int) -> None:
    opened.fit(width, height)
    QApplication.processEvents()
    assert opened.window.width() == width, "the window cannot be made that small"
    for control in opened.window.findChildren(QAbstractButton):
        if control.isVisible() and control.text():
            room, needed = control.width(), control.fontMetrics().horizontalAdvance(control.text())
            assert room >= needed, control.text()
            corner = control.mapTo(opened.window, QPoint(control.width(), control.height()))
            assert corner.x() <= width and corner.y() <= height, control.text()


def test_the_tabs_of_many_sheets_keep_their_names_and_the_window_its_width(opened: Workbench) -> None:
    names = [f"很长的工作表名称之{number}" for number in range(30)]
    opened.pane.show_tabs(names, names, names[-1])
    QApplication.processEvents()
    tabs = opened.pane.tabs
    assert opened.window.width() == 1280
    assert tabs.rect().intersects(tabs.tabRect(29))
    for number in range(30):
        assert tabs.tabRect(number).width() > tabs.fontMetrics().horizontalAdvance(names[number])


def test_the_report_button_stands_out_on_the_toolbar(bench: Workbench) -> None:
    button = bench.window.findChild(QAbstractButton, "reportButton")
    assert button is not None
    assert button.text() == "生成报告"


def test_a_very_long_message_wraps_instead_of_widening_the_window(opened: Workbench) -> None:
    opened.messages.tell("很长的一句话。" * 60)
    long = finding("B2", printed="9" * 300, formula="1+" * 300)
    opened.detail.show_finding(long, [], lambda *place: "")
    QApplication.processEvents()
    assert opened.window.width() == 1280
    assert opened.messages.words.height() > 2 * opened.messages.words.fontMetrics().height()
    assert not opened.detail.text.horizontalScrollBar().isVisible()


def test_a_finding_that_only_another_file_brings_shows_in_the_tree_and_on_the_sheet(
    opened: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    tie = finding("A2", rule="TU401")
    add = opened.controller.session.add

    def add_and_tie(documents: list[Checked]) -> None:
        add(documents)
        kept = opened.controller.session._checked[PATH]
        more = dataclasses.replace(kept, findings=(*kept.findings, tie))
        opened.controller.session._checked.put([more])

    monkeypatch.setattr(opened.controller.session, "add", add_and_tie)
    opened.controller.add([small_document("/表格/丙.xlsx")])
    item = opened.tree.topLevelItem(0)
    assert item is not None
    assert item.child(0).data(0, COUNTS_ROLE) == [2, 2, 1]
    assert opened.pane.view.sheet is not None
    assert (2, 1) in opened.pane.view.sheet.marks
