"""Tables from other programs, each as that program writes it; and what a hostile one may cost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from perfdesk.core.fault import CallFault
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.gui.sheet.clip_table import MOST_CELLS, clip_table, from_tsv
from perfdesk.gui.sheet.clipboard import pasted, to_html, to_tsv
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import PATH

EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Excel.Sheet>
<meta name=Generator content="Microsoft Excel 15"><style><!--table
 {mso-displayed-decimal-separator:"\\."; mso-displayed-thousand-separator:"\\,";}
td {padding-top:1px; mso-number-format:General; white-space:nowrap;}
.xl65 {mso-number-format:"\\@";} .xl66 {mso-number-format:Percent;}
--></style></head><body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=192 style='border-collapse:collapse;width:144pt'>
<!--StartFragment--><col width=64 span=3 style='width:48pt'>
<tr height=19 style='height:14.25pt'><td height=19 class=xl65 width=64>00123</td>
<td colspan=2 rowspan=2 class=xl67 width=128>年初<br
  style='mso-data-placement:same-cell'>预算&nbsp;数</td></tr>
<tr height=19><td height=19 class=xl66 align=right x:num="0.507119">50.71%</td></tr>
<tr height=19><td>=1+1</td><td align=right>1,234.50</td><td>&lt;5<img src="file:///c:/x.png"></td></tr>
<!--EndFragment--></table></body></html>"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=ProgId content=Word.Document><style><!-- p.MsoNormal {margin:0cm;} --></style></head>
<body lang=ZH-CN><!--StartFragment--><table class=MsoTableGrid border=1><tr style='mso-yfti-irow:0'>
<td width=200 valign=top><p class=MsoNormal><span lang=EN-US>1.<o:p></o:p></span></p>
<p class=MsoNormal>第二段</p></td><td rowspan=2><p class=MsoNormal><b>0012</b><o:p></o:p></p></td>
<td><p class=MsoNormal><span lang=EN-US>12</span>月<![if !supportEmptyParas]>&nbsp;<![endif]></p></td></tr>
<tr><td><p class=MsoNormal>下</p></td><td><p class=MsoNormal>右</p></td></tr></table><!--EndFragment-->
</body></html>"""
WINDOWS = (
    "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000000300\r\nStartFragment:0000000141\r\n"
    "EndFragment:0000000264\r\n<html><body>\r\n<!--StartFragment--><table><tr><td>甲<td>乙<tr><td>丙<td>丁"
    "</table><p>中间</p><table><tr><th>戊</table><!--EndFragment-->\r\n</body>\r\n</html>"
)


@pytest.mark.parametrize(
    ("page", "table"),
    [
        (EXCEL, [["00123", "年初\n预算 数", ""], ["50.7119%", "", ""], ["=1+1", "1234.5", "<5"]]),
        (WORD, [["1.\n第二段", "0012", "12月"], ["下", "", "右"]]),
        (WINDOWS, [["甲", "乙"], ["丙", "丁"], ["中间", ""], ["戊", ""]]),
        ("<tr><td>甲</td><td>乙</td></tr>", [["甲", "乙"]]),
        ("<html><body><p>甲</p><p>乙 <b>丙</b></p></body></html>", [["甲"], ["乙 丙"]]),
        ("<table><tr><td style=\"mso-number-format:'\\@'\">7<td x:num>8</table>", [["'7", "8"]]),
        ("<img src='x.png'>", []),
    ],
)
def test_a_page_alone_gives_its_table(page: str, table: list[list[str]]) -> None:
    assert clip_table("", page) == table


def test_the_text_of_a_spreadsheet_comes_before_its_page_but_not_that_of_word() -> None:
    assert clip_table("甲\t乙\r\n", EXCEL) == [["甲", "乙"]]
    assert clip_table("1.\n第二段\t0012\t12月\n", WORD)[0][0] == "1.\n第二段"
    assert clip_table("一句话", "<html><body><b>一句</b>话</body></html>") == [["一句话"]]


def test_quotes_hold_lines_and_tabs_and_an_odd_quote_is_itself() -> None:
    assert from_tsv('甲\t"乙\r\n丙"\r\n"丁""戊"\t"未闭\t1\r\n') == [["甲", "乙\n丙"], ['丁"戊', '"未闭', "1"]]
    assert from_tsv("") == []
    assert from_tsv("甲\n\n") == [["甲"], [""]]


@pytest.mark.parametrize(
    "page",
    [
        "<table>" * 60,
        "<table>" + "<tr><td>" * 20_001,
        f"<table><tr><td>{'x' * 2_000_000}",
    ],
)
def test_too_much_is_refused_with_a_sentence(page: str) -> None:
    with pytest.raises(CallFault, match="剪贴板"):
        clip_table("", page)
    with pytest.raises(CallFault, match="剪贴板"):
        from_tsv("1\t" * (MOST_CELLS + 1))


@pytest.mark.parametrize(
    "page",
    [
        "<table" * 50_000,
        "<!--" * 50_000,
        "<style>" * 50_000,
        "<table><tr><td " + "a=" * 100_000 + ">x",
        "<!DOCTYPE [ <table>",
        "<table><tr><td colspan=1000 rowspan=60000>x</table>",
        "&#99999999999;<table><td>&nbsp;&#0;",
        "<![x[<table>",
    ],
)
def test_a_broken_page_costs_little_and_raises_nothing(page: str) -> None:
    assert sum(map(len, clip_table("", page))) <= 1_000


GRID = Grid("表", {(1, 1): Cell("甲")}, (Block(3, 1, 3, 2),))


def test_a_single_content_fills_the_selection_and_a_table_is_repeated_where_it_fits() -> None:
    edits, lost = pasted([["一"]], GRID, Block(2, 1, 3, 2))
    assert (edits, lost) == ([("A2", "一"), ("B2", "一"), ("A3", "一")], 0)
    edits, _ = pasted([["一", "二"]], GRID, Block(5, 1, 6, 4))
    assert [text for _, text in edits] == ["一", "二"] * 4
    edits, _ = pasted([["一", "二"]], GRID, Block(5, 1, 5, 3))
    assert edits == [("A5", "一"), ("B5", "二")]


def test_a_table_beyond_the_sheet_is_refused() -> None:
    with pytest.raises(CallFault, match="放不下"):
        pasted([["一"], ["二"]], GRID, Block(1_048_576, 1, 1_048_576, 1))


def test_what_a_merge_has_no_place_for_is_told(opened: Workbench) -> None:
    opened.navigator.show_document(PATH)
    view = opened.pane.view
    view.go_to("A1")
    QApplication.clipboard().setText("甲\t乙\t\t丁")
    opened.actions_by_key["paste"].trigger()
    assert "有 1 个落在合并单元格里" in opened.messages.words.text()
    session = opened.controller.session
    assert [session.cell_text(PATH, "自评表", cell) for cell in ("A1", "D1")] == ["甲", "丁"]


def test_a_pasted_page_is_one_step_and_its_formula_stays_text(opened: Workbench) -> None:
    opened.navigator.show_document(PATH)
    content = QMimeData()
    content.setHtml(EXCEL)
    QApplication.clipboard().setMimeData(content)
    opened.pane.view.go_to("A5")
    opened.actions_by_key["paste"].trigger()
    cell = opened.controller.session.document(PATH).document.grid("自评表").cell_at(7, 1)
    assert (cell.text, cell.formula) == ("=1+1", None)
    opened.actions_by_key["undo"].trigger()
    assert not opened.controller.is_modified(PATH)


def test_what_is_copied_comes_back_the_same_as_text_and_as_page() -> None:
    grid = Grid(
        "表", {(1, 1): Cell("=1<2"), (2, 1): Cell("001"), (2, 2): Cell("甲\n乙")}, (Block(1, 1, 1, 2),)
    )
    block = Block(1, 1, 2, 2)
    table = [["=1<2", ""], ["001", "甲\n乙"]]
    assert clip_table(to_tsv(grid, block), "") == table
    assert clip_table("", to_html(grid, block)) == table
    assert to_tsv(grid, Block(1, 1, 1, 2)) == "=1<2"
