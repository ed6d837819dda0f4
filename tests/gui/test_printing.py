"""Printing: pages as the file wants them, text that can be copied out of the PDF, and the preview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from openpyxl.worksheet.pagebreak import Break
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.gui.features.printing import Printing
from perfdesk.gui.paper.findings_sheet import PAGE, findings_sheet
from perfdesk.gui.paper.leaf import Printout, pdf_bytes
from perfdesk.gui.paper.page_plan import Axis, Run, dealt, scale_of
from perfdesk.gui.paper.page_words import PageFacts, words_of
from perfdesk.gui.paper.paper_painter import PaperPainter
from perfdesk.gui.paper.pdf_letter import with_ordinary_letters
from perfdesk.gui.paper.print_job import PrintWish
from perfdesk.gui.paper.print_preview import PrintPreview, picture_of
from perfdesk.gui.paper.sheet_leaf import SheetLeaf, sheet_leaves, usual_setting, with_caption
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.workbench import Workbench
from perfdesk.gui.worker import Work
from perfdesk.reading.page_setting import PageSetting
from perfdesk.reading.style import Border, Look
from tests.gui.stage import PATH, answers, small_document, wait_for_work

LEFT = Qt.MouseButton.LeftButton
AT = datetime(2026, 3, 2, 9, 5)
A4 = (595, 842)
SHARED = Path(__file__).resolve().parents[3] / "shared"
LINE = Border("thin", "#000000")
LOOKS = (Look(), Look(left=LINE, right=LINE, top=LINE, bottom=LINE, wrap=True))


def sheet_of(rows: int, columns: int, **more: object) -> Sheet:
    """A framed sheet whose cells name their own place."""
    cells = {
        (row, column): Cell(f"行{row}列{column}", style=1)
        for row in range(1, rows + 1)
        for column in range(1, columns + 1)
    }
    return Sheet(PATH, Grid("自评表", cells, **more), LOOKS)  # type: ignore[arg-type]


def leaves_of(sheet: Sheet, setting: PageSetting | None = None) -> list[SheetLeaf]:
    painter = PaperPainter(sheet)
    return sheet_leaves(painter, usual_setting(painter, setting), AT)


def pdf_of(leaves: Sequence[SheetLeaf]) -> pypdfium2.PdfDocument:
    data = pdf_bytes(Printout("试印", tuple(leaves)), lambda done, total, words: True)
    assert data is not None
    return pypdfium2.PdfDocument(data)


def texts_of(document: pypdfium2.PdfDocument) -> list[str]:
    """The letters of each page; pdfium guesses blanks and lines, so that they are left out."""
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def sizes_of(document: pypdfium2.PdfDocument) -> list[tuple[int, int]]:
    return [(round(page.get_width()), round(page.get_height())) for page in document]


def places_in(text: str) -> list[str]:
    """The cells whose own place stands in a page's text."""
    return re.findall("行[0-9]+列[0-9]+", text)


def printing_of(bench: Workbench) -> Printing:
    return next(feature for feature in bench.features if isinstance(feature, Printing))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A file of two sheets, with settings of every kind on the first."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "自评'表"
    for row in range(1, 121):
        for column in range(1, 6):
            sheet.cell(row, column, f"行{row}列{column}")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    sheet.page_margins.left, sheet.page_margins.footer = 0.25, 0.1
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows, sheet.print_title_cols = "1:2", "A:A"
    sheet.print_area = "A1:D120"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.row_breaks.append(Break(id=40))
    book.create_sheet("说明")["A1"] = "填表说明"
    path = tmp_path / "打印.xlsx"
    book.save(path)
    return path


def test_the_page_settings_of_a_sheet_are_read_with_area_titles_breaks_and_footer(workbook: Path) -> None:
    from perfdesk.reading.document import read_pages

    pages = read_pages(workbook)
    found = pages["自评'表"]
    assert (found.paper, found.is_landscape, found.fits, found.fit_width, found.fit_height) == (
        8,
        True,
        True,
        1,
        0,
    )
    assert (found.margins[0], found.margins[5], found.is_centered_across) == (0.25, 0.1, True)
    assert found.areas == (Block(1, 1, 120, 4),)
    assert (found.repeated_rows, found.repeated_columns, found.row_breaks) == ((1, 2), (1, 1), (40,))
    assert found.footer == "&C第 &P 页，共 &N 页"
    assert not pages["说明"].is_set


def test_odd_page_settings_give_the_usual_ones(tmp_path: Path, workbook: Path) -> None:
    import zipfile

    from perfdesk.reading.document import read_pages

    broken = tmp_path / "怪.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = (
                old.read(name)
                .replace(b'left="0.25"', b'left="nan"')
                .replace(b'paperSize="8"', b'paperSize="-1"')
            )
            new.writestr(
                name, data.replace(b"$1:$2", b"$2:$1").replace(b'fitToHeight="0"', b'fitToHeight="x"')
            )
    found = read_pages(broken)["自评'表"]
    assert (found.margins[0], found.paper, found.repeated_rows, found.fit_height) == (0.7, 9, (1, 2), 1)


def test_a_sheet_without_settings_is_as_wide_as_its_paper_and_lies_where_it_is_wide() -> None:
    narrow = pdf_of(leaves_of(sheet_of(5, 4)))
    wide = pdf_of(leaves_of(sheet_of(5, 20)))
    assert sizes_of(narrow) == [A4]
    assert sizes_of(wide) == [A4[::-1]]
    assert "行5列20" in texts_of(wide)[0]


def test_rows_that_find_no_room_go_on_on_the_next_page_and_none_is_lost() -> None:
    texts = texts_of(pdf_of(leaves_of(sheet_of(120, 3))))
    assert len(texts) == 3
    wanted = sorted(f"行{row}列{column}" for row in range(1, 121) for column in range(1, 4))
    assert sorted(place for text in texts for place in places_in(text)) == wanted


def test_repeated_rows_stand_on_every_page() -> None:
    setting = PageSetting(is_set=True, repeated_rows=(2, 3))
    texts = texts_of(pdf_of(leaves_of(sheet_of(120, 3), setting)))
    assert len(texts) == 3
    for number, text in enumerate(texts):
        places = places_in(text)
        assert ("行2列1" in places, "行3列3" in places) == (True, True)
        assert ("行1列1" in places) == (number == 0)


def test_columns_that_find_no_room_go_on_beside_with_the_repeated_column() -> None:
    setting = PageSetting(is_set=True, repeated_columns=(1, 1), across_first=True)
    texts = texts_of(pdf_of(leaves_of(sheet_of(3, 20), setting)))
    assert len(texts) > 1
    assert all("行2列1" in places_in(text) for text in texts)
    first = {place for text in texts for place in places_in(text) if place.startswith("行1列")}
    assert first == {f"行1列{column}" for column in range(1, 21)}


def test_a_page_begins_where_the_user_broke_it_unless_the_sheet_is_to_fit() -> None:
    broken = PageSetting(is_set=True, row_breaks=(2,), column_breaks=(1,))
    fitted = PageSetting(is_set=True, fits=True, row_breaks=(2,))
    assert len(leaves_of(sheet_of(5, 2), broken)) == 4
    assert len(leaves_of(sheet_of(5, 2), fitted)) == 1


def test_only_the_print_areas_are_printed_each_on_its_own_page() -> None:
    setting = PageSetting(is_set=True, areas=(Block(2, 2, 3, 3), Block(5, 1, 5, 1)))
    texts = texts_of(pdf_of(leaves_of(sheet_of(6, 4), setting)))
    assert [places_in(text) for text in texts] == [["行2列2", "行2列3", "行3列2", "行3列3"], ["行5列1"]]


def test_a_sheet_fits_on_one_page_where_that_is_wanted() -> None:
    setting = PageSetting(is_set=True, fits=True)
    (leaf,) = leaves_of(sheet_of(120, 9), setting)
    assert leaf.scale < 0.5
    assert "行120列9" in texts_of(pdf_of([leaf]))[0]


def test_hidden_rows_and_columns_are_not_printed() -> None:
    sheet = sheet_of(4, 3, hidden_rows=frozenset({2}), hidden_columns=frozenset({3}))
    (text,) = texts_of(pdf_of(leaves_of(sheet)))
    assert "行2" not in text
    assert "列3" not in text
    assert "行3列2" in text


def test_a_text_taller_than_its_row_or_merge_is_printed_whole() -> None:
    words = "为了核对全文都印了出来，这一段话写得比它的格子长很多。" * 6
    cells = {
        (1, 1): Cell(words + "完一", style=1),
        (2, 1): Cell(words + "完二", style=1),
        (4, 1): Cell("尾", style=1),
    }
    grid = Grid("自评表", cells, (Block(2, 1, 3, 1),), {1: 30.0}, {1: 15.0, 2: 15.0, 3: 15.0})
    painter = PaperPainter(Sheet(PATH, grid, LOOKS))
    (leaf,) = sheet_leaves(painter, PageSetting(is_set=True), AT)
    assert painter.height_of(1) > 8 * painter.height_of(2)
    assert painter.height_of(2) + painter.height_of(3) >= painter.height_of(1)
    (text,) = texts_of(pdf_of([leaf]))
    assert text.count("完一") == text.count("完二") == 1
    image = picture_of(leaf, 1, 1, 2.0)
    assert not image.isNull()


def test_a_row_longer_than_a_page_goes_on_and_keeps_all_its_lines() -> None:
    runs = dealt(Axis({1: 10.0, 2: 250.0, 3: 10.0}), 100.0)
    assert runs == [Run(1, 1), Run(2, 2), Run(2, 2, 100.0), Run(2, 2, 200.0), Run(3, 3)]


def test_a_sheet_a_little_too_wide_for_its_page_is_made_to_fit_but_not_one_much_too_wide() -> None:
    setting = PageSetting(is_set=True)
    rows = Axis({1: 10.0})
    assert scale_of(setting, Axis({1: 60.0, 2: 43.0}), rows, (100.0, 100.0)) == pytest.approx(100 / 103)
    assert scale_of(setting, Axis({1: 60.0, 2: 60.0}), rows, (100.0, 100.0)) == 1


def test_every_wanted_number_of_pages_is_kept_by_the_largest_scale_that_does() -> None:
    setting = PageSetting(is_set=True, fits=True, fit_width=2, fit_height=0)
    across = Axis(dict.fromkeys(range(1, 31), 10.0))
    scale = scale_of(setting, across, Axis({1: 10.0}), (100.0, 100.0))
    assert len(dealt(across, 100 / scale)) == 2
    assert len(dealt(across, 100 / (scale + 0.01))) == 3


def test_a_few_lines_do_not_stand_alone_on_a_last_page_where_a_little_less_size_saves_it() -> None:
    setting = PageSetting(is_set=True, fits=True, fit_height=0)
    room = (100.0, 100.0)
    few, many = (Axis(dict.fromkeys(range(1, rows), 5.0)) for rows in (42, 47))
    saved, kept = (scale_of(setting, Axis({1: 50.0}), down, room) for down in (few, many))
    assert (len(dealt(few, 100 / saved)), len(dealt(many, 100 / kept))) == (2, 3)
    assert (0.95 <= saved < 1.0, kept) == (True, 1.0)


def test_lines_above_a_table_of_a_document_are_printed_at_the_head_of_its_pages() -> None:
    caption = ("一张表的题目 A&B", "（二〇二五年度）", "单位：万元。" * 30)
    sheet = sheet_of(3, 3, caption=caption, origin="word")
    painter = PaperPainter(sheet)
    setting = with_caption(usual_setting(painter, None), caption)
    (text,) = texts_of(pdf_of(sheet_leaves(painter, setting, AT)))
    assert "".join("".join(caption).split()) in text
    assert setting.margins[1] > setting.margins[4] + 5 * 10 / 72


def test_heads_and_feet_say_page_total_sheet_file_and_day() -> None:
    facts = PageFacts(2, 7, "自评表", PATH, AT)
    words = words_of('&L&"宋体,加粗"&12&A&C第 &P 页，共 &N 页&R&F &D &T&&', facts)
    assert [(part.part, part.text, part.size) for part in words] == [
        ("L", "自评表", 12),
        ("C", "第 2 页，共 7 页", 10),
        ("R", "甲.xlsx 2026/3/2 9:05&", 10),
    ]
    assert [part.text for part in words_of("&P+1", facts)] == ["3"]


def test_the_foot_is_printed_on_every_page_with_its_number() -> None:
    setting = PrintWish(is_numbered=True).wanted(PageSetting(is_set=True))
    texts = texts_of(pdf_of(leaves_of(sheet_of(120, 3), setting)))
    assert ["第2页，共3页" in text for text in texts] == [False, True, False]


def test_wishes_of_the_user_come_before_the_file() -> None:
    file = PageSetting(is_set=True, is_landscape=True, fits=True, fit_height=0, footer="&C- &P -")
    wished = PrintWish(way="portrait", fit="page", is_numbered=True).wanted(file)
    assert (wished.is_landscape, wished.fit_width, wished.fit_height) == (False, 1, 1)
    assert wished.footer == file.footer
    assert not PrintWish(fit="full").wanted(file).fits
    assert PrintWish().wanted(file) == file


def test_text_copied_out_of_a_pdf_is_ordinary_chinese() -> None:
    words = "一人大小工用说明见车马龙门青长高黑鼻比金食非面革韦页风飞首香骨 3/4 ～"
    grid = Grid("自评表", {(1, 1): Cell(words)})
    for font in ("SimSun", "SimHei", "FangSong", "KaiTi"):
        (text,) = texts_of(pdf_of(leaves_of(Sheet(PATH, grid, (Look(font=font),)))))
        assert text == "".join(words.split()), font


def test_letters_are_put_right_in_the_tables_of_a_pdf_alone() -> None:
    table = b"begincmap <2F08> <2F08> [<2F08> <2EC5> <0009> <4E2D>] endcmap <2F08>"
    right = b"begincmap <2F08> <2F08> [<4EBA> <89C1> <0020> <4E2D>] endcmap <2F08>"
    assert with_ordinary_letters(table) == right


def test_findings_are_printed_by_sheet_with_arithmetic_basis_and_what_was_not_checked() -> None:
    checked = small_document()
    leaves = sheet_leaves(PaperPainter(findings_sheet([checked])), PAGE, AT)
    (text,) = texts_of(pdf_of(leaves))
    for words in (
        "审核发现",
        "甲.xlsx自评表（错误1，警告1，提示1）",
        "6.41÷12.64=50.71%",
        "财预〔2020〕10号",
        "完成值不是数字",
    ):
        assert words in text, words
    assert "第1页，共1页" in text


def test_headings_of_many_findings_are_repeated() -> None:
    documents = [small_document(f"/表格/{number}.xlsx") for number in range(30)]
    texts = texts_of(pdf_of(sheet_leaves(PaperPainter(findings_sheet(documents)), PAGE, AT)))
    assert len(texts) > 2
    assert all("单元格" in text and "依据" in text for text in texts)
    assert all(f"{number}.xlsx" in "".join(texts) for number in range(30))


def test_no_findings_say_so_on_paper() -> None:
    (text,) = texts_of(pdf_of(sheet_leaves(PaperPainter(findings_sheet([])), PAGE, AT)))
    assert "没有审核发现" in text


def colours_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }


def test_marks_are_printed_in_colour_or_as_signs_in_black_or_not_at_all() -> None:
    from perfdesk.gui.sheet.sheet import marks_of

    checked = small_document()
    sheet = Sheet(PATH, checked.document.grids[0], LOOKS, marks_of(checked.findings, PATH, "自评表"))
    pictures = {}
    for marking in ("none", "colour", "sign"):
        painter = PaperPainter(sheet, marking)  # type: ignore[arg-type]
        (leaf,) = sheet_leaves(painter, PageSetting(is_set=True), AT)
        pictures[marking] = picture_of(leaf, 1, 1, 2.0)
    assert "#ffc7ce" in colours_of(pictures["colour"])
    assert "#ffc7ce" not in colours_of(pictures["sign"]) | colours_of(pictures["none"])
    assert pictures["sign"] != pictures["none"]


def test_every_line_of_the_sheet_is_seen_at_every_size_of_the_preview() -> None:
    (leaf,) = leaves_of(sheet_of(8, 4), PageSetting(is_set=True))
    for zoom in (0.3, 0.5, 1.0, 1.5):
        image = picture_of(leaf, 1, 1, zoom)
        left = round(0.7 * 96 * zoom + 30 * zoom)
        dark = [
            image.pixelColor(left, y).lightness() < 200
            for y in range(round(0.75 * 96 * zoom) - 3, image.height())
        ]
        lines = sum(1 for above, here in pairwise(dark) if here and not above)
        assert lines >= 9, zoom


def test_the_whole_document_is_exported_as_pdf_from_the_menu(
    open_files: Callable[..., Workbench], workbook: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    bench = open_files(workbook)
    answers(bench).chosen = tmp_path / "出.pdf"
    bench.actions_by_key["export_pdf"].trigger()
    wait_for_work(qtbot, bench)
    document = pypdfium2.PdfDocument(str(tmp_path / "出.pdf"))
    texts = texts_of(document)
    assert answers(bench).asked == ["打印.pdf"]
    assert sizes_of(document)[0] == (1191, 842)
    assert "填表说明" in texts[-1]
    assert all("行1列1" in places_in(text) for text in texts[:-1])
    assert "列5" not in "".join(texts[:-1])
    assert document.get_metadata_value("Title") == "打印"


def test_the_file_being_printed_is_never_written_over(
    open_files: Callable[..., Workbench], workbook: Path, qtbot: QtBot
) -> None:
    bench = open_files(workbook)
    before = workbook.read_bytes()
    answers(bench).chosen = workbook
    bench.actions_by_key["export_pdf"].trigger()
    wait_for_work(qtbot, bench)
    assert workbook.read_bytes() == before
    assert "换一个文件名" in bench.messages.words.text()


def shown(bench: Workbench, qtbot: QtBot) -> PrintPreview:
    """The preview with pages in it."""
    preview = printing_of(bench).preview()
    qtbot.waitUntil(
        lambda: preview.print_button.isEnabled() and not bench.controller.is_working, timeout=60_000
    )
    return preview


def test_the_preview_turns_pages_and_follows_what_is_chosen(
    open_files: Callable[..., Workbench], workbook: Path, qtbot: QtBot
) -> None:
    bench = open_files(workbook)
    bench.actions_by_key["print_preview"].trigger()
    preview = shown(bench, qtbot)
    assert not preview.isModal()
    pages = preview.pages
    assert pages > 1
    qtbot.mouseClick(preview.forth, LEFT)
    assert (preview.number, preview.place.text()) == (2, f"第 2 页，共 {pages} 页")
    preview.fit.setCurrentIndex(preview.fit.findData("page"))
    shown(bench, qtbot)
    assert (preview.pages, preview.number, preview.forth.isEnabled()) == (1, 1, False)
    preview.scope.setCurrentIndex(preview.scope.findData("document"))
    shown(bench, qtbot)
    assert preview.pages == 2
    preview.scope.setCurrentIndex(preview.scope.findData("findings"))
    shown(bench, qtbot)
    assert not preview.marking.isEnabled()
    preview.close()


def test_the_keyboard_turns_pages_prints_and_closes_the_preview(
    open_files: Callable[..., Workbench], workbook: Path, qtbot: QtBot
) -> None:
    bench = open_files(workbook)
    qtbot.keyClick(bench.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = shown(bench, qtbot)
    if not preview.isActiveWindow():
        pytest.skip("no window manager brings the second window to the front, and shortcuts need that")
    qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.number == 2
    qtbot.keyClick(preview, Qt.Key.Key_PageUp)
    assert preview.number == 1
    qtbot.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert answers(bench).asked == [f"{preview.pages} pages"]
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert not preview.isVisible()


def test_every_control_of_the_preview_has_a_name(qtbot: QtBot) -> None:
    preview = PrintPreview()
    qtbot.addWidget(preview)
    kinds = (QComboBox, QCheckBox, QPushButton, QLabel, QScrollArea)
    controls = [widget for kind in kinds for widget in preview.findChildren(kind)]
    assert len(controls) > 10
    assert [control for control in controls if not control.accessibleName()] == []


def test_the_preview_shows_an_edit_not_yet_saved(
    open_files: Callable[..., Workbench], workbook: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    from perfdesk.core.finding import Place

    bench = open_files(workbook)
    bench.actions_by_key["print_preview"].trigger()
    preview = shown(bench, qtbot)
    first = preview.printout
    bench.controller.edit(Place(str(workbook), "自评'表", "B1"), "改过的标题")
    qtbot.waitUntil(lambda: preview.printout is not first, timeout=60_000)
    shown(bench, qtbot)
    answers(bench).chosen = tmp_path / "改.pdf"
    preview.pdf_button.click()
    wait_for_work(qtbot, bench)
    assert "改过的标题" in texts_of(pypdfium2.PdfDocument(str(tmp_path / "改.pdf")))[0]
    preview.close()


def test_the_chosen_printer_gets_every_page(
    open_files: Callable[..., Workbench], workbook: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    bench = open_files(workbook)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "纸.pdf"))
    printer.setFullPage(True)
    answers(bench).paper = printer
    bench.actions_by_key["print_preview"].trigger()
    preview = shown(bench, qtbot)
    preview.print_button.click()
    wait_for_work(qtbot, bench)
    assert len(pypdfium2.PdfDocument(str(tmp_path / "纸.pdf"))) == preview.pages
    assert preview.notice.text() == bench.messages.words.text() == f"已送出 {preview.pages} 页。"
    assert preview.stop.isHidden()
    preview.close()


def test_work_shown_in_the_preview_can_be_stopped_there(
    open_files: Callable[..., Workbench], workbook: Path, qtbot: QtBot
) -> None:
    bench = open_files(workbook)
    bench.actions_by_key["print_preview"].trigger()
    preview = shown(bench, qtbot)

    def endless(work: Work) -> None:
        while work.report(0, 9, "第 1 页，共 9 页"):
            work.msleep(5)

    bench.controller.run("正在导出 PDF", endless)
    qtbot.waitUntil(lambda: not preview.stop.isHidden(), timeout=60_000)
    assert preview.notice.text() == "正在导出 PDF 第 1 页，共 9 页"
    qtbot.mouseClick(preview.stop, LEFT)
    wait_for_work(qtbot, bench)
    assert (preview.stop.isHidden(), preview.notice.text()) == (True, "")
    preview.close()


def test_what_is_stopped_on_the_way_leaves_no_file() -> None:
    leaves = leaves_of(sheet_of(120, 3))
    seen: list[int] = []

    def report(done: int, total: int, words: str) -> bool:
        seen.append(done)
        return done < 1

    assert pdf_bytes(Printout("试印", tuple(leaves)), report) is None
    assert seen == [0, 1]


def test_real_forms_are_printed_with_every_word_on_the_pages_their_files_want() -> None:
    cases = SHARED / "cases"
    files = sorted(cases.glob("panjin2023/*自评*.xlsx"))[:4] + sorted(cases.glob("chenxi2022/*.xlsx"))[:1]
    if not files:
        pytest.skip("the shared cases are not there")
    from perfdesk.reading.document import read_document, read_looks, read_pages

    for file in files:
        _, grids = read_document(file)
        pages, looks = read_pages(file), read_looks(file)
        painter = PaperPainter(Sheet(str(file), grids[0], looks))
        document = pdf_of(sheet_leaves(painter, usual_setting(painter, pages[grids[0].name]), AT))
        assert set(sizes_of(document)) == {A4[::-1]}, file
        printed = Counter("".join(texts_of(document)))
        wanted = Counter("".join("".join(cell.text for cell in grids[0].cells.values()).split()))
        assert wanted <= printed, file


def test_a_printer_layout_has_no_margins_of_its_own() -> None:
    layout = leaves_of(sheet_of(1, 1))[0].paper.layout
    assert layout.margins() == QMarginsF()
    assert layout.pageSize().id() == QPageSize.PageSizeId.A4
    assert layout.orientation() == QPageLayout.Orientation.Portrait
