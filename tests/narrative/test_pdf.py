"""The report as a PDF: what it says when copied out, and where it stands on the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.form import Form
from perfdesk.narrative.face import FaceBook
from perfdesk.narrative.package import pack, unpack
from perfdesk.narrative.page_flow import lay_out
from perfdesk.narrative.page_line import NO_END, NO_START, Breaker
from perfdesk.narrative.page_source import read_manuscript
from perfdesk.narrative.preview import preview
from perfdesk.narrative.printed_report import PrintedReport, print_report
from perfdesk.narrative.prose import report_text
from perfdesk.narrative.report import render_report, report_document
from tests.narrative.build_form import error, project_form
from tests.narrative.paper import FOLDER, faces, letters, lines, outline_font, texts

MM = 72 / 25.4
LONG = "围绕年度目标组织开展各项工作，全年完成调查、登记、整理（含复核）与上报共12,345.67项；完成率98.5%，群众满意。"


def forms(count: int, achieved: str = LONG) -> list[tuple[str, Form]]:
    return [(f"{n}.xlsx", project_form(f"第{n}号", achieved=[achieved])) for n in range(1, count + 1)]


def printed(told: Sequence[tuple[str, Form]]) -> PrintedReport:
    return print_report(report_document(told, [], "national"), faces())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("count", [1, 7, 60])
def test_text_copied_out_is_the_text_of_the_report(count: int) -> None:
    document = report_document(forms(count), [], "national")
    pages = texts(print_report(document, faces()).content)
    bare = [page.removesuffix(f"—{number}—") for number, page in enumerate(pages, 1)]
    assert bare != pages
    assert "".join(bare) == squeezed(report_text(document, is_markdown=False))


def test_radicals_are_copied_out_as_ordinary_letters() -> None:
    text = "".join(texts(printed(forms(1, "⼀⽅⾯⼯作，一方面工作，部门长龙")).content))
    assert "一方面工作，一方面工作，部门长龙" in text
    assert not [letter for letter in text if "\u2e80" <= letter <= "\u2fdf"]


def test_a_full_page_has_22_lines_between_the_margins() -> None:
    pages = list(letters(printed(forms(30)).content))
    counts = []
    for page in pages[1:-1]:
        body = [row for row in lines(page) if "—" not in {letter.text for letter in row}]
        counts.append(len(body))
        assert min(letter.left for row in body for letter in row) == pytest.approx(28 * MM, abs=1.0)
        assert max(letter.right for row in body for letter in row) <= 595.3 - 26 * MM + 8.5
        assert min(letter.foot for letter in body[0]) > 37 * MM
        assert max(letter.foot for letter in body[-1]) < 841.9 - 35 * MM + 2
    # A heading goes over to the next page with its text, so that some pages have a line less.
    assert max(counts) == 22
    assert min(counts) >= 21


def test_no_line_begins_or_ends_with_what_may_not_stand_there() -> None:
    for page in letters(printed(forms(30)).content):
        *body, _number = lines(page)
        for row in body:
            if len(row) > 5:
                assert row[0].text not in NO_START
                assert row[-1].text not in NO_END


def test_a_number_is_never_divided_from_its_digits_or_per_cent() -> None:
    for page in letters(printed(forms(30)).content):
        for above, below in zip(rows := lines(page), rows[1:], strict=False):
            pair = above[-1].text, below[0].text
            assert not (pair[0] in "0123456789.," and pair[1] in "0123456789.,%"), pair


def test_odd_pages_have_their_number_at_the_right_and_even_ones_at_the_left() -> None:
    for number, page in enumerate(letters(printed(forms(9)).content), 1):
        last = lines(page)[-1]
        assert squeezed("".join(letter.text for letter in last)) == f"—{number}—"
        if number % 2:
            assert last[-1].right == pytest.approx(595.3 - 26 * MM - 14, abs=3)
        else:
            assert last[0].left == pytest.approx(28 * MM + 14, abs=3)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert printed(forms(3)).content == printed(forms(3)).content


def test_the_headings_are_bookmarks() -> None:
    document = pypdfium2.PdfDocument(printed(forms(3)).content)
    titles = [(item.level, item.get_title()) for item in document.get_toc()]
    assert titles[:3] == [(0, "一、项目综述"), (0, "二、项目绩效自评结果"), (1, "（一）“第1号”项目")]


def test_faces_that_stand_in_are_told() -> None:
    (remark,) = printed(forms(1)).remarks
    assert "仿宋_GB2312、" in remark and "用“Noto Serif SC" in remark
    assert remark.endswith("代替黑体。") and "用“Noto Sans SC" in remark


def test_pictures_left_out_are_told() -> None:
    parts = unpack(report_document(forms(1), [], "national"))
    drawing = b"<w:p><w:r><w:drawing/></w:r></w:p><w:sectPr>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr>", drawing, 1)
    assert "有 1 处图片或图形没有写入 PDF" in print_report(pack(parts), faces()).remarks[-1]


def test_a_machine_without_a_chinese_face_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CallFault, match="没有找到中文字体"):
        print_report(report_document(forms(1), [], "national"), FaceBook((tmp_path,), with_system=False))


def test_a_damaged_font_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "坏.ttf").write_bytes(b"\0\1\0\0" + b"\xff" * 200)
    (tmp_path / "空.ttc").write_bytes(b"ttcf")
    book = FaceBook((tmp_path, FOLDER), with_system=False)
    assert print_report(report_document(forms(1), [], "national"), book).sizes


def test_footnotes_stand_on_the_page_that_calls_them() -> None:
    told = forms(6)
    findings = [error(path, cell, "51%", "50.71%") for path, _ in told for cell in ("H6", "H22")]
    document = report_document(told, findings, "national")
    pages = texts(print_report(document, faces()).content)
    for number in range(1, 13):
        (page,) = [page for page in pages if f"〔注{number}〕" in page]
        called = [other for other in range(1, 13) if f"〔注{other}〕" in page]
        assert page.count("核算应为50.71%") + page.count("存在疑点") >= len(called)


def test_a_figure_on_screen_knows_where_it_stands_and_its_cell() -> None:
    shown = preview(forms(2), [], "national", faces())
    document = pypdfium2.PdfDocument(shown.content)
    found = []
    for page, spots in zip(document, shown.spots, strict=True):
        for spot in spots:
            box, height = spot.box, page.get_height()
            text = page.get_textpage().get_text_bounded(
                box.left - 0.5, height - box.top - box.height, box.left + box.width + 0.5, height - box.top
            )
            found.append((spot.place.path, spot.place.cell, text.strip()))
    assert ("1.xlsx", "E6", "24") in found
    assert ("2.xlsx", "H6", "100%") in found


def test_the_written_report_carries_no_link(tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    render_report(forms(1), [], "national", target)
    assert "\ufdd4".encode() not in target.read_bytes()


def table_report(rows: int, tall: str = "") -> bytes:
    """A Word file with one table whose first row heads its columns, and a cell merged downward."""
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    table = document.add_table(rows + 1, 3)
    for column, words in enumerate(("序号", "项目", "金额")):
        table.cell(0, column).text = words
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in range(1, rows + 1):
        for column in range(3):
            table.cell(row, column).text = f"{row}行{column}列"
    if tall:
        table.cell(2, 1).text = tall
    table.cell(1, 0).merge(table.cell(rows // 2, 0))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_a_table_repeats_its_header_on_every_page_and_loses_no_cell() -> None:
    pages = texts(print_report(table_report(200), faces()).content)
    assert len(pages) > 3
    assert all(page.startswith("序号项目金额") for page in pages)
    whole = "".join(pages)
    for row in range(1, 201):
        assert whole.count(f"{row}行2列") >= 1
        assert f"{row}行0列" in whole


def test_a_table_header_never_stands_alone_at_the_foot_of_a_page() -> None:
    import docx

    feet = set()
    book = faces()
    for before in range(14, 44):
        document = docx.Document(io.BytesIO(table_report(4)))
        table = document.element.body.find(".//{*}tbl")
        for number in range(before):
            line = document.add_paragraph(f"第{number}行")
            table.addprevious(line._p)
        target = io.BytesIO()
        document.save(target)
        first, *_ = lay_out(read_manuscript(target.getvalue()), Breaker(book))
        foot = "".join(placed.piece.text for placed in first.letters)[-6:]
        feet.add(foot[-1])
        assert foot != "序号项目金额"
    assert {"行", "列"} <= feet


def test_a_row_taller_than_the_page_goes_on_with_all_its_text() -> None:
    tall = "".join(f"第{number}句，" for number in range(1, 1200))
    pages = texts(print_report(table_report(4, tall), faces()).content)
    whole = "".join(page.removeprefix("序号项目金额") for page in pages)
    assert len(pages) > 2
    assert squeezed(tall) in whole.replace("2行2列", "")


def test_a_face_of_windows_is_taken_by_its_name_and_lends_only_the_letters_it_has(tmp_path: Path) -> None:
    outline_font(tmp_path / "任意文件名.ttf", "仿宋", "绩效自评项目年度预算执行数万元完成")
    book = FaceBook((tmp_path, FOLDER), with_system=False)
    document = report_document(forms(2), [], "national")
    report = print_report(document, book)
    assert ("仿宋_GB2312", "仿宋") in report.faces
    assert b"/CIDFontType2" in report.content and b"/CIDFontType0C" in report.content
    bare = [page.removesuffix(f"—{number}—") for number, page in enumerate(texts(report.content), 1)]
    assert "".join(bare) == squeezed(report_text(document, is_markdown=False))
