from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Place
from perfdesk.core.grid import Cell
from perfdesk.gui.dialogs.dialog import READABLE
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.sheet_painter import SheetPainter
from perfdesk.gui.workbench import Workbench
from perfdesk.reading.document import FILE_ENDINGS, read_document
from tests.gui.stage import LOOKS, PATH, answers, small_grid, wait_for_work
from tests.reading.document_maker import web_page, word_file

OLD_WORKBOOK = Path(__file__).parents[1] / "reading" / "data" / "old_workbook.xls"


@pytest.fixture
def word(sample: Path, tmp_path: Path) -> Path:
    """The first form of the sample as a Word file, its first two lines above the table."""
    grid = read_document(sorted(sample.glob("*.xlsx"))[0])[1][0]
    return word_file(grid, tmp_path / "自评表.docx", 2)


def test_a_word_file_opens_like_a_workbook_and_tells_what_stands_above_its_table(
    open_files: Callable[..., Workbench], word: Path, sample: Path
) -> None:
    bench = open_files(word)
    assert bench.navigator.place == (str(word), "table 1")
    assert "项目支出绩效自评表" in bench.pane.notice.text()
    assert bench.pane.notice.isVisible()
    form = bench.controller.documents[0].document.forms[0]
    assert form.kind == "project_self_evaluation"
    bench.actions_by_key["next_finding"].trigger()
    assert bench.detail.finding is not None
    assert bench.pane.view.current_address == bench.detail.finding.place.cell


def test_an_old_workbook_and_a_web_page_are_opened_and_marked(
    open_files: Callable[..., Workbench], sample: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = tmp_path / "自评表.html"
    page.write_bytes(web_page(read_document(sorted(sample.glob("*.xlsx"))[0])[1][0]))
    bench = open_files(OLD_WORKBOOK, page)
    assert [checked.document.fault for checked in bench.controller.documents] == [None, None]
    answers(bench).chosen = tmp_path / "副本"
    bench.actions_by_key["mark"].trigger()
    wait_for_work(qtbot, bench)
    assert {path.suffix for path in (tmp_path / "副本").iterdir()} == {".xlsx"}


def test_a_word_file_is_saved_as_a_workbook_and_the_question_says_so(
    open_files: Callable[..., Workbench], word: Path, tmp_path: Path
) -> None:
    bench = open_files(word)
    bench.controller.edit(Place(str(word), "table 1", "D4"), "91.5")
    answers(bench).chosen = tmp_path / "改.xlsx"
    bench.actions_by_key["save_as"].trigger()
    assert answers(bench).asked == ["自评表（修改）.xlsx"]
    assert answers(bench).titles == ["另存为 .xlsx（.docx 文件不能直接改写）"]
    assert (
        bench.messages.words.text() == "已另存为 改.xlsx（由 自评表.docx 导入的新工作簿），原文件没有改动。"
    )
    assert not bench.window.isWindowModified()
    (grid,) = read_document(tmp_path / "改.xlsx")[1]
    assert Decimal("91.5") in {cell.number for cell in grid.cells.values()}


def test_the_file_dialog_offers_every_kind_that_is_read() -> None:
    shown = READABLE.split(";;")[0]
    assert all(f"*{ending}" in shown for ending in FILE_ENDINGS)


def test_the_frame_of_a_documents_merge_goes_all_round_it() -> None:
    grid = dataclasses.replace(small_grid(), origin="word")
    framed = dataclasses.replace(grid, cells={**grid.cells, (1, 1): Cell("题目", style=2)})
    assert Sheet(PATH, framed, LOOKS).look_at(1, 3) == LOOKS[2]
    assert Sheet(PATH, dataclasses.replace(framed, origin="workbook"), LOOKS).look_at(1, 3) is None


def test_a_cell_stays_in_view_when_a_message_comes_above_the_sheet(
    open_files: Callable[..., Workbench], sample: Path
) -> None:
    bench = open_files(sorted(sample.glob("*.xlsx"))[0])
    view = bench.pane.view
    lowest = next(row for row in range(40) if view.rowViewportPosition(row + 1) > view.viewport().height())
    view.go_to(f"C{lowest}")
    bench.messages.tell("很长的一句话。" * 60)
    QApplication.processEvents()
    rect = view.visualRect(view.currentIndex())
    assert view.viewport().rect().contains(rect.center())


def test_rows_of_a_pdf_are_high_enough_for_their_text() -> None:
    low = dataclasses.replace(small_grid(), row_heights={4: 6.0})
    as_in_file = SheetPainter(Sheet(PATH, low, LOOKS)).height_of(4)
    readable = SheetPainter(Sheet(PATH, dataclasses.replace(low, origin="pdf"), LOOKS)).height_of(4)
    assert (as_in_file, readable > 30) == (8, True)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (853, 533)])
def test_no_control_is_cut_off_with_a_form_and_its_profile_open(
    open_files: Callable[..., Workbench], sample: Path, width: int, height: int
) -> None:
    bench = open_files(sample)
    bench.actions_by_key["next_finding"].trigger()
    bench.fit(width, height)
    QApplication.processEvents()
    assert bench.window.width() == width
    seen = [button for button in bench.window.findChildren(QAbstractButton) if button.isVisible()]
    assert bench.governing.profile_button in seen
    for button in seen:
        if button.text():
            assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()), button.text()
            corner = button.mapTo(bench.window, QPoint(button.width(), button.height()))
            assert corner.x() <= width and corner.y() <= height, button.text()
    assert bench.reviewing.counts.width() >= bench.reviewing.counts.sizeHint().width()
