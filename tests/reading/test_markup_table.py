"""Web pages, XML of Excel 2003 and text that are named .xls: read as what they are."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Block, Grid
from perfdesk.reading.document import read_document, read_looks
from perfdesk.reading.text_table import read_text_table
from perfdesk.reading.web_page import read_web_archive, read_web_page
from perfdesk.reading.xml_workbook import read_xml_workbook
from perfdesk.session import load_one
from tests.hang import broken_off
from tests.reading import document_maker
from tests.reading import workbook_maker as maker


def page(folder: Path, body: str, encoding: str = "utf-8", name: str = "导出.xls") -> Grid:
    grids = read_document(maker.write(folder, f"<html>{body}</html>".encode(encoding), name))[1]
    assert len(grids) == 1
    return grids[0]


def texts(grid: Grid) -> dict[str, str]:
    return {Block(*place, *place).address: cell.text for place, cell in grid.cells.items() if cell.text}


@pytest.fixture(scope="module", params=["sample", "cases"])
def forms(request: pytest.FixtureRequest, sample: Path) -> list[Path]:
    if request.param == "sample":
        return sorted(sample.glob("*.xlsx"))
    shared = request.getfixturevalue("shared")
    return sorted((shared / "cases").rglob("*自评*.xlsx"))[::5]


@pytest.mark.parametrize("written", ["web_page", "xml_workbook"])
def test_the_same_form_is_judged_the_same_in_another_coat(
    forms: list[Path], tmp_path: Path, written: str
) -> None:
    for path in forms:
        wanted = load_one(path)
        for grid in wanted.document.grids:
            data = getattr(document_maker, written)(grid)
            found = load_one(maker.write(tmp_path, data, "改名.xls"))
            own = [item for item in wanted.findings if item.place.sheet == grid.name]
            assert [(item.rule, item.verdict, item.place.cell) for item in found.findings] == [
                (item.rule, item.verdict, item.place.cell) for item in own
            ]
            assert [form.fields for form in found.document.forms] == [
                form.fields for form in wanted.document.forms if form.sheet == grid.name
            ]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16", "utf-8-sig"])
def test_a_page_in_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    grid = page(tmp_path, "<table><tr><td>绩效</td><td>98.50</td></tr></table>", encoding)
    assert texts(grid) == {"A1": "绩效", "B1": "98.50"}
    assert grid.cells[1, 2].number_format == "0.00"


def test_a_page_that_declares_the_wrong_encoding_is_read(tmp_path: Path) -> None:
    meta = '<meta charset="utf-8">'
    assert texts(page(tmp_path, f"{meta}<table><tr><td>得分</table>", "gb18030")) == {"A1": "得分"}


def test_spans_become_merges_and_rows_below_make_way(tmp_path: Path) -> None:
    body = (
        "<table><tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>丙<td>丁</tr>"
        "<tr><td rowspan=99 colspan=0>戊</table><p>说明</p><table><tr><td>己</table>"
    )
    grid = page(tmp_path, body)
    assert texts(grid) == {
        "A1": "甲",
        "B1": "乙",
        "B2": "丙",
        "C2": "丁",
        "A3": "戊",
        "A4": "说明",
        "A5": "己",
    }
    assert [block.range for block in grid.merges] == ["A1:A2", "B1:C1"]


def test_numbers_of_a_page_keep_what_they_print(tmp_path: Path) -> None:
    body = (
        '<style>.xl66 {mso-number-format:"0%";} .xl67 {mso-number-format:"\\@";}</style><table><tr>'
        '<td class=xl66 x:num="0.5071">51%</td><td class=xl67>012</td><td>8,376.38</td>'
        "<td style='vnd.ms-excel.numberformat:@'>90</td><td x:num>7</td></tr></table>"
    )
    cells = page(tmp_path, body).cells
    assert [(cell.text, cell.number, cell.number_format) for cell in cells.values()] == [
        ("51%", Decimal("0.5071"), "0%"),
        ("012", None, "@"),
        ("8,376.38", Decimal("8376.38"), "#,##0.00"),
        ("90", None, "@"),
        ("7", Decimal(7), "0"),
    ]


def test_lines_blanks_and_hidden_text_of_a_page_are_told_apart(tmp_path: Path) -> None:
    body = (
        "<title>t</title><script>x<table></script><table><caption>表题</caption>"
        "<tr style='display:none'><td>一<br>二<p>三</p>&nbsp;</td>"
        "<td>  多\n  空 <table><tr><td>内</td></tr></table></td></tr></table>"
    )
    grid = page(tmp_path, body)
    assert texts(grid)["A1"] == "一\n二\n三"
    assert texts(grid)["B1"].startswith("多 空")
    assert grid.hidden_rows == {1}


def test_a_web_archive_gives_a_sheet_for_each_page(tmp_path: Path) -> None:
    part = '------=_Next\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: {}\n\n{}\n'
    data = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="----=_Next"\n\n'
        + part.format("8bit", "<x:Name>收入</x:Name><x:Name>支出</x:Name>")
        + part.format("quoted-printable", "<table><tr><td class=3D1>=E7=94=B2</table>")
        + part.format("base64", "PHRhYmxlPjx0cj48dGQ+MTwvdGFibGU+")
        + "------=_Next--"
    )
    grids = read_document(maker.write(tmp_path, data.encode(), "单页.xls"))[1]
    assert [(grid.name, texts(grid)) for grid in grids] == [("收入", {"A1": "甲"}), ("支出", {"A1": "1"})]


def test_text_of_any_separator_is_read_with_its_quotes(tmp_path: Path) -> None:
    comma = maker.write(tmp_path, '单位,得分\n"甲,乙","98.50"\n,012\n'.encode("gbk"), "表.xlsx")
    grid = read_document(comma)[1][0]
    assert (grid.name, texts(grid)) == (
        "表",
        {"A1": "单位", "B1": "得分", "A2": "甲,乙", "B2": "98.50", "B3": "012"},
    )
    tabbed = maker.write(tmp_path, "单位\t得分\n甲\t90%\n".encode("utf-16"), "表.xls")
    assert read_document(tabbed)[1][0].cells[2, 2].number == Decimal("0.9")


def test_an_xml_workbook_keeps_sizes_looks_dates_and_hidden_parts(tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    data = (
        f'<?xml version="1.0" encoding="gb2312"?><ss:Workbook xmlns:ss="{space}"><ss:Styles>'
        '<ss:Style ss:ID="Default"><ss:Font ss:FontName="宋体" ss:Size="12"/></ss:Style>'
        '<ss:Style ss:ID="a"><ss:NumberFormat ss:Format="Percent"/><ss:Font ss:Bold="1"/></ss:Style>'
        '<ss:Style ss:ID="b"><ss:NumberFormat ss:Format="Short Date"/></ss:Style></ss:Styles>'
        '<ss:Worksheet ss:Name="一/二"><ss:Table><ss:Column ss:Index="2" ss:Width="100" ss:Hidden="1"/>'
        '<ss:Row ss:Index="3" ss:Height="30" ss:Hidden="1"><ss:Cell ss:StyleID="a"><ss:Data ss:Type="Number">'
        '0.9583</ss:Data><ss:Comment><ss:Data>批注</ss:Data></ss:Comment></ss:Cell><ss:Cell ss:StyleID="b">'
        '<ss:Data ss:Type="DateTime">2023-03-15T00:00:00.000</ss:Data></ss:Cell></ss:Row></ss:Table>'
        "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></ss:Worksheet></ss:Workbook>"
    ).encode("gb2312")
    path = maker.write(tmp_path, data, "导出.xls")
    grid, looks = read_document(path)[1][0], read_looks(path)
    assert (grid.name, grid.is_hidden, grid.hidden_rows, grid.hidden_columns) == ("一 二", True, {3}, {2})
    assert texts(grid) == {"A3": "95.83%", "B3": "2023/3/15"}
    assert grid.row_heights == {3: 30.0}
    look = looks[grid.cells[3, 1].style]
    assert (look.font, look.size, look.bold) == ("宋体", 12.0, True)


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr>" + "<td colspan=100000 rowspan=100000>x" * 20 + "</table>",
        "<table>" + ("<tr>" + "<td colspan=1000>" * 16) * 400 + "</table>",
        "<table><tr><td>" * 200,
        "<table><tr><td colspan=1 rowspan=99999999999>x" + "<tr><td>y" * 10 + "</table>",
    ],
    ids=["wide", "many", "deep", "tall"],
)
def test_a_page_built_to_harm_is_read_or_refused_at_once(tmp_path: Path, body: str) -> None:
    try:
        bottom, kind = page(tmp_path, body).used.bottom, None
    except FileFault as fault:
        bottom, kind = 0, fault.kind
    assert bottom < 1000
    assert kind in (None, "too_large", "unsafe")


def test_a_doctype_in_an_xml_workbook_is_refused() -> None:
    with pytest.raises(FileFault) as caught:
        read_xml_workbook(b'<!DOCTYPE x [<!ENTITY a "b">]><Workbook/>')
    assert caught.value.kind == "unsafe"


@pytest.mark.parametrize("written", ["web_page", "xml_workbook"])
def test_nothing_but_a_file_fault_leaves_for_damaged_markup(sample: Path, written: str) -> None:
    grid = read_document(sorted(sample.glob("*.xlsx"))[0])[1][0]
    whole = getattr(document_maker, written)(grid)
    chance = random.Random(11)
    outcomes = Counter[str]()
    for number in range(150):
        data = bytearray(whole)
        if number % 5 == 0:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((1, 5, 40))):
            data[chance.randrange(len(data))] = chance.choice(b"<>/\"'= 0129&;!-abc\xff")
        try:
            read_web_page(bytes(data), "x") if written == "web_page" else read_xml_workbook(bytes(data))
            outcomes["open"] += 1
        except FileFault:
            outcomes["refused"] += 1
    assert outcomes["open"] > 5


def xml_2003(body: str, styles: str = "") -> bytes:
    space = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    space += ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    sheet = f'<Worksheet ss:Name="表"><Table>{body}</Table></Worksheet>'
    return f"<Workbook {space}><Styles>{styles}</Styles>{sheet}</Workbook>".encode()


ONE_2003 = '<Row><Cell><Data ss:Type="Number">1</Data></Cell></Row>'


def test_rows_hidden_far_below_the_content_are_not_kept() -> None:
    hidden = '<Row ss:Index="2" ss:Span="1000000" ss:Hidden="1" ss:Height="9"/>' * 20_000
    with broken_off():
        grid = read_xml_workbook(xml_2003(ONE_2003 + hidden)).grids[0]
    assert {2, 3, 99} <= grid.hidden_rows
    assert len(grid.hidden_rows) < 1_000


def test_more_rows_or_styles_than_an_xml_workbook_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfdesk.reading.limits.MAX_ROWS", 300)
    monkeypatch.setattr("perfdesk.reading.limits.MAX_STYLES", 70)
    styles = [f'<Style ss:ID="s{n}"/>' for n in range(71)]
    assert read_xml_workbook(xml_2003(ONE_2003 + "<Row/>" * 299, "".join(styles[1:]))).grids
    too_many = {
        "超过 300 行": xml_2003("<Row/>" * 301),
        "样式超过 70 种": xml_2003(ONE_2003, "".join(styles)),
        "工作表超过": xml_2003('<Row ss:Index="1048576"/><Row/>'),
    }
    for words, data in too_many.items():
        with broken_off(), pytest.raises(FileFault, match=words) as caught:
            read_xml_workbook(data)
        assert caught.value.kind == "too_large"


def test_styles_that_continue_each_other_are_merged_once_and_a_ring_is_cut() -> None:
    chain = "".join(f'<Style ss:ID="s{n}" ss:Parent="s{n + 1}"/>' for n in range(20_000))
    chain += '<Style ss:ID="s20000" ss:Parent="a"><Font ss:Bold="1"/><NumberFormat ss:Format="0.0"/></Style>'
    ring = '<Style ss:ID="a" ss:Parent="b"/><Style ss:ID="b" ss:Parent="a"/>'
    cells = "".join(
        f'<Row><Cell ss:StyleID="s{n}"><Data ss:Type="Number">1</Data></Cell></Row>' for n in range(4_000)
    )
    with broken_off():
        book = read_xml_workbook(xml_2003(cells, chain + ring))
    assert {cell.text for cell in book.grids[0].cells.values()} == {"1.0"}
    assert {book.looks[cell.style].bold for cell in book.grids[0].cells.values()} == {True}


def test_a_style_sheet_of_opening_braces_is_read_once(tmp_path: Path) -> None:
    braces = ".a{" * 150_000
    with broken_off():
        grid = page(
            tmp_path, f'<style>{braces}.b{{mso-number-format:"0.0"}}</style><table><tr><td>甲</table>'
        )
    assert texts(grid) == {"A1": "甲"}
    styled = '<style>.b{mso-number-format:"0\\.00"}</style><table><tr><td class=b x:num=1.5>1.50</table>'
    assert page(tmp_path, styled).cells[1, 1].number_format == "0.00"


def test_an_archive_of_more_pages_than_a_workbook_has_sheets_is_refused() -> None:
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    data = head + b"--b\nContent-Type: text/html\n\n<table><tr><td>1</table>\n" * 20_000
    with broken_off(), pytest.raises(FileFault, match="1000 页") as caught:
        read_web_archive(data, "x")
    assert caught.value.kind == "too_large"


@pytest.mark.parametrize("line", ["," * 5_000_000, '"\n",' * 20_000], ids=["one line", "quoted lines"])
def test_a_row_of_text_with_more_fields_than_a_sheet_has_columns_is_refused(line: str) -> None:
    with broken_off(), pytest.raises(FileFault, match="16384 列") as caught:
        read_text_table(line.encode(), "x")
    assert caught.value.kind == "too_large"


def test_empty_fields_of_a_text_keep_the_others_in_their_columns() -> None:
    grid = read_text_table("甲,,乙, ,,丙\n,,,\n,丁\n".encode(), "x").grids[0]
    assert texts(grid) == {"A1": "甲", "C1": "乙", "F1": "丙", "B3": "丁"}


def test_columns_that_span_a_thousand_each_cost_nothing(tmp_path: Path) -> None:
    many = '<Column ss:Index="1" ss:Span="16000" ss:Width="9" ss:Hidden="1"/>' * 100_000
    with broken_off(), pytest.raises(FileFault, match="列的设置超过") as caught:
        read_xml_workbook(xml_2003(many + ONE_2003))
    assert caught.value.kind == "too_large"
    with broken_off():
        grid = page(tmp_path, "<table>" + "<col span=1000 width=84>" * 50_000 + "<tr><td>甲</table>")
    assert len(grid.column_widths) == 1_000
    assert page(tmp_path, "<table><col><col span=2 width=84><tr><td>甲</table>").column_widths.keys() == {
        2,
        3,
    }
