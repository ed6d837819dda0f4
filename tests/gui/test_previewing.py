"""The preview of the report: pages, links to cells, and back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.core.finding import Place
from perfdesk.gui.dialogs.name_dialog import NameDialog
from perfdesk.gui.features.previewing import Previewing, previewing
from perfdesk.gui.panes.report_preview import ReportPreview
from perfdesk.gui.workbench import Workbench
from perfdesk.narrative.figure import WITHHELD
from perfdesk.narrative.template_builder import build_template
from perfdesk.writing.filling.template_choice import shipped_forms
from tests.gui.stage import answers, wait_for_work
from tests.narrative.paper import FOLDER

Opener = Callable[..., Workbench]
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"


@pytest.fixture
def shown(
    open_files: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> tuple[Workbench, ReportPreview]:
    """The sample with its report beside it, in the same faces on every machine."""
    monkeypatch.setattr("perfdesk.narrative.face.font_folders", lambda: (FOLDER,))
    bench = open_files(*sorted(SAMPLE.glob("*.xlsx"))[:2])
    bench.actions_by_key["report_preview"].trigger()
    feature = next(feature for feature in bench.features if isinstance(feature, Previewing))
    qtbot.waitUntil(lambda: bool(feature.view.page.spots), timeout=60_000)
    wait_for_work(qtbot, bench)
    return bench, feature.view


def test_a_click_on_a_figure_leads_to_its_cell(shown: tuple[Workbench, ReportPreview], qtbot: QtBot) -> None:
    bench, view = shown
    number = next(at for at, spot in enumerate(view.page.spots) if spot.place.cell[0] != "A")
    place = view.page.spots[number].place
    qtbot.mouseClick(view.page, Qt.MouseButton.LeftButton, pos=view.page.box_of(number).center())
    assert bench.navigator.place == (place.path, place.sheet)
    assert bench.pane.view.current_address == place.cell


def test_a_cell_shows_its_figures_on_the_page_that_has_them(shown: tuple[Workbench, ReportPreview]) -> None:
    bench, view = shown
    assert view.preview is not None
    number, place = next(
        (number, spot.place)
        for number, spots in enumerate(view.preview.spots, 1)
        for spot in spots
        if number > 1 and all(spot.place != other.place for page in view.preview.spots[:1] for other in page)
    )
    assert view.number == 1
    bench.navigator.go_to(place)
    assert view.number == number
    assert any(spot.place == place for spot in view.preview.spots[view.number - 1])


def test_arrow_keys_and_enter_follow_a_figure(shown: tuple[Workbench, ReportPreview], qtbot: QtBot) -> None:
    bench, view = shown
    reached: list[Place] = []
    view.page.place_chosen.connect(reached.append)
    qtbot.keyClick(view.page, Qt.Key.Key_Right)
    qtbot.keyClick(view.page, Qt.Key.Key_Right)
    second = view.page.spots[1].place
    qtbot.keyClick(view.page, Qt.Key.Key_Return)
    assert reached == [second]
    assert bench.navigator.cell == second.cell


def test_pages_are_turned_and_zoomed(shown: tuple[Workbench, ReportPreview], qtbot: QtBot) -> None:
    bench, view = shown
    assert view.preview is not None
    count = len(view.preview.sizes)
    assert count > 1
    assert view.place.text() == f"第 1 页，共 {count} 页"
    assert not view.back.isEnabled()
    view.forth.click()
    wait_for_work(qtbot, bench)
    assert view.place.text() == f"第 2 页，共 {count} 页"
    before = view.page.width()
    view.zoom.setCurrentText("200%")
    wait_for_work(qtbot, bench)
    assert view.page.width() > before
    view.turn(-1)
    view.turn(-1)
    assert view.number == 1


def test_an_edit_makes_the_pages_anew(shown: tuple[Workbench, ReportPreview], qtbot: QtBot) -> None:
    bench, view = shown
    before = view.preview
    place = view.page.spots[0].place
    bench.controller.edit(place, "改过的名称")
    qtbot.waitUntil(lambda: view.preview is not before and view.preview is not None, timeout=60_000)
    wait_for_work(qtbot, bench)
    assert view.preview is not None and before is not None
    assert view.preview.content != before.content


def test_another_template_gives_other_pages(
    shown: tuple[Workbench, ReportPreview], qtbot: QtBot, tmp_path: Path
) -> None:
    bench, view = shown
    before = view.preview
    own = tmp_path / "我的.docx"
    own.write_bytes(build_template([("Title", "{{ 单位 }}的报告"), ("", "共{{ 项目数 }}个项目。")]))
    view.bar.template.addItem("我的", str(own))
    view.bar.choose(str(own))
    bench.controller.run("", previewing(bench.previewing.order()), view.show_preview)
    qtbot.waitUntil(lambda: view.preview is not before, timeout=60_000)
    wait_for_work(qtbot, bench)
    assert view.preview is not None
    assert len(view.preview.sizes) == 1


def test_without_a_form_the_preview_says_why(shown: tuple[Workbench, ReportPreview], qtbot: QtBot) -> None:
    bench, view = shown
    for _ in bench.controller.documents:
        bench.actions_by_key["close_document"].trigger()
    view.bar.renewal.click()
    wait_for_work(qtbot, bench)
    assert view.preview is None
    assert "没有可写入报告的自评表" in view.words.text()
    assert view.page.spot_at(QPoint(5, 5)) is None


def test_a_report_is_saved_as_pdf_and_the_faces_that_stand_in_are_told(
    shown: tuple[Workbench, ReportPreview], qtbot: QtBot, tmp_path: Path
) -> None:
    bench, _ = shown
    answers(bench).chosen = tmp_path / "报告.pdf"
    bench.actions_by_key["report"].trigger()
    wait_for_work(qtbot, bench)
    assert (tmp_path / "报告.pdf").read_bytes().startswith(b"%PDF-")
    assert "代替黑体" in bench.messages.words.text()


def test_what_is_chosen_beside_the_preview_counts_for_the_report_that_is_written(
    shown: tuple[Workbench, ReportPreview], qtbot: QtBot, tmp_path: Path
) -> None:
    bench, view = shown
    before = view.preview
    view.bar.choose("self_evaluation")
    view.bar.groups["doubts"].actions()[1].trigger()
    qtbot.waitUntil(lambda: view.preview is not before, timeout=60_000)
    wait_for_work(qtbot, bench)
    assert view.bar.chosen.text() == "有错的数不列示"
    answers(bench).chosen = tmp_path / "报告.txt"
    qtbot.mouseClick(view.bar.write, Qt.MouseButton.LeftButton)
    wait_for_work(qtbot, bench)
    assert answers(bench).asked[-1] == "绩效自评报告.docx"
    assert WITHHELD in (tmp_path / "报告.txt").read_text("utf-8")
    assert "绩效自评报告" in bench.messages.words.text()


def test_a_template_of_the_menu_is_shown_in_the_preview_too(
    shown: tuple[Workbench, ReportPreview], tmp_path: Path, qtbot: QtBot
) -> None:
    bench, view = shown
    answers(bench).chosen = tmp_path / "报告.txt"
    bench.delivering.report("liaoning")
    wait_for_work(qtbot, bench)
    assert view.bar.identifier == "liaoning"


def test_names_are_searched_copied_as_tags_and_lead_to_their_cells(
    shown: tuple[Workbench, ReportPreview], qtbot: QtBot
) -> None:
    bench, view = shown
    view.bar.names.trigger()
    wait_for_work(qtbot, bench)
    dialog = bench.window.findChild(NameDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.search, "projects[0].score")
    assert dialog.line is not None
    assert dialog.line.place is not None
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "{{ 项目列表[0].得分 }}"
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert bench.navigator.cell == dialog.line.place.cell
    qtbot.keyClicks(dialog.search, " nothing")
    assert dialog.line is None
    assert not dialog.copy.isEnabled()


def test_accounts_of_last_year_are_taken_beside_and_dropped_again(
    shown: tuple[Workbench, ReportPreview], qtbot: QtBot, tmp_path: Path
) -> None:
    bench, view = shown
    answers(bench).chosen = tmp_path
    view.bar.beside.trigger()
    wait_for_work(qtbot, bench)
    assert "没有找到预算公开表或决算公开表" in bench.messages.words.text()
    tables = next(path for path in shipped_forms() if "决算" in path.stem)
    shutil.copy(tables, tmp_path)
    view.bar.beside.trigger()
    wait_for_work(qtbot, bench)
    assert view.bar.chosen.text() == "另取 1 个文件的预算、决算表"
    assert len(bench.previewing.order().documents) == len(bench.controller.documents) + 1
    view.bar.drop_beside.trigger()
    wait_for_work(qtbot, bench)
    assert bench.previewing.order().documents == bench.controller.documents
