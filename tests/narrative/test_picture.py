"""Pictures and charts in the PDF: all of them there, at their size and place, in their colours."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from perfdesk.narrative.chart import Bars, Series
from perfdesk.narrative.chart_part import with_charts
from perfdesk.narrative.package import pack, unpack
from perfdesk.narrative.page_graphic import read_bars
from perfdesk.narrative.page_picture import is_printable, layer
from perfdesk.narrative.printed_report import print_report
from perfdesk.narrative.report import report_document
from perfdesk.narrative.template_builder import build_template
from tests.narrative.build_form import project_form
from tests.narrative.paper import faces, texts
from tests.narrative.pictured import JPEG, SEAL, TWO_COLOURS, pictured, png

MM = 72 / 25.4
BARS = Bars(
    "各单位的问题", "处", ("第一档案馆", "名称很长很长的云岭县综合行政事业服务保障中心", "第三档案馆"),
    (Series("错误", (12, 3, 0)), Series("警告", (4, 0, 1)), Series("提示", (0, 7, 1))), is_lying=True,
)  # fmt: skip


def images(content: bytes) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of each picture in millimetres from the upper left corner."""
    (page,) = pypdfium2.PdfDocument(content)
    boxes = [each.get_bounds() for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
    return sorted(
        (left / MM, (page.get_height() - top) / MM, (right - left) / MM, (top - bottom) / MM)
        for left, bottom, right, top in boxes
    )


def shows(content: bytes, colour: tuple[int, int, int]) -> bool:
    """Whether some point of the page has the colour, given as blue, green and red."""
    (page,) = pypdfium2.PdfDocument(content)
    picture = page.render(scale=1)
    data, step = bytes(picture.buffer), picture.n_channels
    return any(
        max(abs(one - other) for one, other in zip(data[at : at + 3], colour, strict=True)) < 4
        for row in range(0, len(data), picture.stride)
        for at in range(row, row + picture.width * step, step)
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    template = tmp_path_factory.mktemp("模板") / "带图.docx"
    template.write_bytes(pictured())
    return report_document([("一.xlsx", project_form("甲"))], [], str(template))


def test_every_picture_of_a_template_stands_in_the_pdf_at_its_size(report: bytes) -> None:
    printed = print_report(report, faces())
    assert printed.left_out == 0
    sizes = sorted((round(width), round(height)) for _, _, width, height in images(printed.content))
    # The one of 400 mm is made as wide as the text.
    assert sizes == [(10, 10), (20, 10), (40, 40), (60, 40), (154, 154)]


def test_a_floating_seal_lies_where_word_puts_it(report: bytes) -> None:
    content = print_report(report, faces()).content
    (seal,) = [box for box in images(content) if round(box[2]) == 40]
    assert seal[0] == pytest.approx(28 + 100, abs=0.5)
    (page,) = pypdfium2.PdfDocument(content)
    text = page.get_textpage()
    finder = text.search("审核单位")
    index, _ = finder.get_next()
    _, bottom, _, _ = text.get_charbox(index, loose=True)
    foot = (page.get_height() - bottom) / MM
    assert foot - 15 < seal[1] < foot - 5


def test_headers_and_footers_of_a_template_are_printed_with_their_tables(report: bytes) -> None:
    (page,) = texts(print_report(report, faces()).content)
    for words in ("云岭县财政局", "内部资料", "地址：云岭路一号第1页，共1页", "模板正文1个项目", "签字"):
        assert page.count(words) == 1


def test_a_template_saved_again_by_libreoffice_prints_alike(tmp_path: Path, report: bytes) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "带图.docx").write_bytes(pictured())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [
        office,
        "--headless",
        profile,
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        "neu",
        "带图.docx",
    ]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    again = report_document([("一.xlsx", project_form("甲"))], [], str(tmp_path / "neu" / "带图.docx"))
    printed = print_report(again, faces())
    assert printed.left_out == 0
    for mine, theirs in zip(
        images(print_report(report, faces()).content), images(printed.content), strict=True
    ):
        assert mine[2:] == pytest.approx(theirs[2:], abs=0.5)
    (page,) = texts(printed.content)
    assert all(words in page for words in ("云岭县财政局", "内部资料", "地址：云岭路一号", "签字"))


def test_half_transparent_red_on_white_is_seen_as_pink() -> None:
    for picture in (SEAL, png(40, 40, 3, b"\x01", b"\x00\x00\x00\xc8\x00\x00", b"\xff\x80")):
        found = layer(picture)
        assert found is not None and found.mask is not None
    assert shows(print_report(with_picture(SEAL), faces()).content, (127, 127, 227))


def with_picture(content: bytes) -> bytes:
    import docx
    from docx.shared import Mm

    document = docx.Document()
    document.add_paragraph("印").add_run().add_picture(io.BytesIO(content), width=Mm(30))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_what_is_cut_off_a_picture_is_not_printed() -> None:
    whole = unpack(with_picture(TWO_COLOURS))
    red, blue = (0, 0, 255), (255, 0, 0)
    assert shows(print_report(pack(whole), faces()).content, blue)
    text = whole["word/document.xml"]
    assert text.count(b"<a:stretch>") == 1
    cut = text.replace(b"<a:stretch>", b'<a:srcRect b="60000"/><a:stretch>')
    content = print_report(pack({**whole, "word/document.xml": cut}), faces()).content
    assert shows(content, red) and not shows(content, blue)


@pytest.mark.parametrize("picture", [b"GIF89a", SEAL[:20], JPEG[:30], b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 30])
def test_what_is_no_picture_is_not_printed(picture: bytes) -> None:
    assert not is_printable(picture)


@pytest.mark.parametrize("cut", [60, 80])
def test_a_damaged_picture_is_left_blank_and_the_report_is_written(cut: int) -> None:
    parts = unpack(with_picture(SEAL))
    (name,) = [name for name in parts if name.endswith(".png")]
    parts[name] = SEAL[:cut]
    assert images(print_report(pack(parts), faces()).content) == []


def charted() -> bytes:
    plain = build_template([("Figure", "\ufdd70\ufdd8"), ("Caption", "图\ufdd90\ufdd8　分布")])
    return with_charts(plain, [BARS])


def test_a_chart_is_read_back_as_it_was_written() -> None:
    found = read_bars(unpack(charted())["word/charts/perfdesk1.xml"])
    assert found is not None
    assert (found.categories, found.series, found.is_lying) == (BARS.categories, BARS.series, True)


def test_a_chart_carries_the_workbook_it_can_be_edited_with() -> None:
    import openpyxl

    book = unpack(charted())["word/embeddings/perfdesk1.xlsx"]
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert rows == [
        ("（处）", "错误", "警告", "提示"),
        *((name, *(each.counts[at] for each in BARS.series)) for at, name in enumerate(BARS.categories)),
    ]


def test_a_chart_says_in_words_what_it_shows() -> None:
    drawing = unpack(charted())["word/document.xml"].decode()
    assert 'descr="各单位的问题：第一档案馆错误12处、警告4处；' in drawing
    assert "图1" in drawing and "\ufdd9" not in drawing


def test_the_pdf_has_every_name_and_count_of_a_chart_and_no_picture_of_it() -> None:
    content = print_report(charted(), faces()).content
    (page,) = texts(content)
    assert images(content) == []
    for words in (*BARS.categories, "错误", "警告", "提示", "12", "7", "图1"):
        assert words in page
    assert shows(content, (0x2A, 0x2A, 0xA5))


def test_a_chart_of_another_kind_is_counted_as_left_out() -> None:
    parts = unpack(charted())
    parts["word/charts/perfdesk1.xml"] = parts["word/charts/perfdesk1.xml"].replace(b"barChart", b"pieChart")
    assert print_report(pack(parts), faces()).left_out == 1


def test_libreoffice_draws_the_chart_of_the_word_file(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "图表.docx").write_bytes(charted())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [office, "--headless", profile, "--convert-to", "pdf", "图表.docx"]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    (page,) = texts((tmp_path / "图表.pdf").read_bytes())
    for said in (*BARS.categories, "错误", "警告", "提示", "12", "图1"):
        assert said in page
