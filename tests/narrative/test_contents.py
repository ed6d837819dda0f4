"""The table of contents: when a report has one, what it says, and that its entries lead to their headings."""

from __future__ import annotations

import ctypes
import re

import pypdfium2
import pytest
from pypdfium2 import raw

from perfdesk.core.form import Form
from perfdesk.narrative.annex import NONE
from perfdesk.narrative.bound_report import bound_document
from perfdesk.narrative.contents import LONG_PAGES, bind
from perfdesk.narrative.package import pack, unpack
from perfdesk.narrative.page_ruler import Ruler
from perfdesk.narrative.page_source import read_manuscript
from perfdesk.narrative.printed_report import print_report
from perfdesk.narrative.report import report_document
from perfdesk.narrative.report_choice import Wish
from perfdesk.narrative.template_builder import build_template
from tests.narrative.build_form import error, project_form
from tests.narrative.paper import faces, letters, lines, texts

MM = 72 / 25.4
GOAL = "围绕年度目标组织开展各项工作，全年完成调查、登记、整理与上报共12,345.67项。"
ENTRY = re.compile(r"([^.—]+?)\.{3,}(\d+)")


def forms(count: int) -> list[tuple[str, Form]]:
    return [(f"{n}.xlsx", project_form(f"第{n}号", achieved=[GOAL * 6])) for n in range(1, count + 1)]


def report(count: int) -> bytes:
    return report_document(forms(count), [error("2.xlsx", "H6")] if count > 1 else [], "national")


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("count", "wish", "has_contents"), [
    (1, "auto", False), (2, "auto", False), (40, "auto", True), (1, "always", True), (40, "never", False),
])  # fmt: skip
def test_a_long_report_has_contents_of_itself_and_a_short_one_where_asked(
    count: int, wish: Wish, has_contents: bool
) -> None:
    bound = bind(read_manuscript(report(count)), Ruler(), wish)
    assert bool(bound.entries) == (bound.front > 0) == has_contents
    assert (len(bound.pages) - bound.front > LONG_PAGES) == (count == 40)


def test_a_report_without_headings_has_no_contents() -> None:
    content = build_template([("Title", "标题"), ("", "正文")])
    assert bound_document(content, "always", NONE) == content
    assert bind(read_manuscript(content), Ruler(), "always").front == 0


def test_every_entry_names_the_page_on_which_its_heading_stands() -> None:
    content = print_report(report(40), faces(), contents="auto").content
    pages = texts(content)
    front = [page for page in pages if "....." in page]
    entries = [entry for page in front for entry in ENTRY.findall(page.replace("目录", ""))]
    assert len(entries) == 40 + 3  # the projects, two chapters and the doubts
    for words, page in entries:
        assert words in pages[int(page) - 1], words
        assert pages[int(page) - 1].endswith(f"—{page}—")
    assert pages[len(front)].startswith("2030年度某市档案馆项目绩效自评结果")


def test_the_contents_stand_between_the_margins_with_their_numbers_at_the_edge() -> None:
    content = print_report(report(40), faces(), contents="auto").content
    first, second, *_ = list(letters(content))
    for page in (first, second):
        *body, _number = lines(page)
        assert len(body) <= 22
        assert min(letter.left for row in body for letter in row) >= 28 * MM - 1
        assert min(letter.foot for letter in body[0]) > 37 * MM
        assert max(letter.foot for letter in body[-1]) < 841.9 - 35 * MM + 2
        ends = [row[-1].right for row in body if row[-1].text.isdigit()]
        assert len(ends) >= 18
        assert ends == pytest.approx([595.3 - 26 * MM] * len(ends), abs=1.0)


def _destinations(content: bytes) -> list[tuple[int, str]]:
    """Of each link the page it leads to and the words below it."""
    found = []
    document = pypdfium2.PdfDocument(content)
    for page in document:
        place, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, place, link):
            box = raw.FS_RECTF()
            raw.FPDFLink_GetAnnotRect(link, box)
            words = page.get_textpage().get_text_bounded(box.left, box.bottom, box.right, box.top)
            target = raw.FPDFLink_GetDest(document, link)
            found.append((raw.FPDFDest_GetDestPageIndex(document, target), squeezed(words)))
    return found


def test_a_click_on_an_entry_leads_to_its_heading() -> None:
    content = print_report(report(12), faces(), contents="always").content
    pages = texts(content)
    links = [(page, words.partition(".")[0]) for page, words in _destinations(content)]
    assert len(links) == 15
    assert [words for _, words in links[:3]] == ["一、项目综述", "二、项目绩效自评结果", "（一）“第1号”项目"]
    assert all(words in pages[page] for page, words in links)


def test_headings_are_bookmarks_with_contents_too() -> None:
    document = pypdfium2.PdfDocument(print_report(report(3), faces(), contents="always").content)
    marks = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    assert marks[0] == ("一、项目综述", 1)
    assert "数据疑点" in marks[-1][0]


def test_the_word_file_has_a_field_that_word_can_bring_up_to_date() -> None:
    content = bound_document(report(12), "always", NONE)
    parts = {name: part.decode("utf-8") for name, part in unpack(content).items()}
    document = parts["word/document.xml"]
    assert r' TOC \o "1-3" \h \z \u ' in document
    named = re.findall(r" PAGEREF (_Toc\d+) ", document)
    assert len(named) == 15
    assert re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(_Toc\d+)"/>', document) == named
    assert document.count('"begin"') == document.count('"end"') == document.count('"separate"') == 16
    for style in re.findall(r'<w:pStyle w:val="(TOC\d)"/>', document):
        assert f'w:styleId="{style}"' in parts["word/styles.xml"]
    assert 'w:leader="dot"' in parts["word/styles.xml"]


def test_the_word_file_is_read_as_it_is_printed() -> None:
    plain = report(12)
    bound = bound_document(plain, "always", NONE)
    entries = bind(read_manuscript(plain), Ruler(), "always").entries
    read = read_manuscript(bound)
    lines = [block.text for block in read.sections[0].blocks[1 : 1 + len(entries)]]  # type: ignore[union-attr]
    assert lines == [f"{entry.text}\t{entry.page}" for entry in entries]
    again = bind(read, Ruler(), "never")
    pages = {
        heading.text: number for number, (_, page) in enumerate(again.pages, 1) for heading in page.headings
    }
    assert pages == {entry.text: entry.page for entry in entries}


def test_the_same_report_has_the_same_contents_byte_for_byte() -> None:
    assert bound_document(report(12), "always", NONE) == bound_document(report(12), "always", NONE)


def test_marks_of_doubt_in_a_heading_stay_out_of_the_contents() -> None:
    told = [("1.xlsx", project_form("第1号"))]
    content = report_document(told, [error("1.xlsx", "C3")], "national")
    assert "〔注" in "".join(texts(print_report(content, faces()).content))
    entries = bind(read_manuscript(content), Ruler(), "always").entries
    assert "（一）“第1号”项目" in [entry.text for entry in entries]


@pytest.mark.parametrize("beginning", [
    b"<w:p/>", b"<w:p><w:pPr/></w:p>", b'<w:p w:rsidR="00A1"><w:r><w:t>A</w:t></w:r></w:p>',
    b'<w:p><w:pPr><w:pStyle w:val="Title"/><w:keepNext/><w:jc w:val="center"/></w:pPr></w:p>',
    b"<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>",
    b"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
])  # fmt: skip
def test_whatever_a_template_begins_with_begins_a_page_behind_the_contents(beginning: bytes) -> None:
    parts = unpack(build_template([("Heading1", "一、甲"), ("", "正文")]))
    document = parts["word/document.xml"]
    parts["word/document.xml"] = document.replace(b"<w:body>", b"<w:body>" + beginning, 1)
    bound = bound_document(pack(parts), "always", NONE)
    assert unpack(bound)["word/document.xml"].count(b"<w:pageBreakBefore/>") == 1
    pages = [page for _, page in bind(read_manuscript(bound), Ruler(), "never").pages]
    assert [[heading.text for heading in page.headings] for page in pages] == [[], ["一、甲"]]
