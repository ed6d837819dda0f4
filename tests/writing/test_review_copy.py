"""The review copy shows every finding on its cell and in a list, and changes nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.core.finding import Edit, Finding, NotChecked, Place, Verdict
from perfdesk.core.grid import Grid
from perfdesk.reading.package import open_package
from perfdesk.writing.marking.finding_text import VERDICT_COLORS, comment_text
from perfdesk.writing.marking.review_copy import RESULT_SHEET, write_review_copy
from perfdesk.writing.patching.draft import Draft
from tests.reading import workbook_maker as maker
from tests.writing import workbook

MAY_CHANGE = (".rels", "workbook.xml", "styles.xml", "[Content_Types].xml", ".vml")
VERDICTS: tuple[Verdict, ...] = ("wrong", "rounded", "missing", "doubtful", "unverifiable")
BOOK = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>0.5</v></c></row>'
    '<row r="2"><c r="A2" t="str"><v>甲</v></c><c r="B2"/></row>'
)
MERGES = '<mergeCells><mergeCell ref="A2:C3"/></mergeCells>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A small workbook with a percentage and a merge."""
    return workbook.write_book(tmp_path, BOOK, MERGES, styles=maker.styles("General", "0%"))


def some_findings(grid: Grid) -> list[Finding]:
    """Findings on merged and on plain cells, with short and with long messages."""
    places = [(block.top, block.left) for block in grid.merges[:8:2]] + list(grid.cells)[3:40:7]
    cells = dict.fromkeys(grid.block_at(*place).address for place in places)
    return [
        workbook.finding(grid.name, cell, VERDICTS[number % 5], "请核对后重新填写；" * (1 + number))
        for number, cell in enumerate(cells)
    ]


def marked(book: Path, *findings: Finding, not_checked: tuple[NotChecked, ...] = ()) -> Path:
    target = book.parent / "审核" / book.name
    write_review_copy(book, target, findings, not_checked)
    return target


def result_rows(path: Path, name: str = RESULT_SHEET) -> list[list[object]]:
    sheet: Worksheet = openpyxl.load_workbook(path)[name]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.filterwarnings("ignore")
def test_real_workbooks_get_their_marks_and_lose_nothing(shared: Path, tmp_path: Path) -> None:
    compared = 0
    for path in workbook.real_workbooks(shared):
        original = path.read_bytes()
        before = workbook.grids(path)
        findings = [finding for grid in list(before.values())[:3] for finding in some_findings(grid)]
        target = tmp_path / path.name
        write_review_copy(path, target, findings)
        assert path.read_bytes() == original
        after = workbook.grids(target)
        assert list(after) == [*before, RESULT_SHEET], path.name
        for name, grid in before.items():
            texts = {where: cell.text for where, cell in grid.cells.items() if cell.text}
            now = {where: cell.text for where, cell in after[name].cells.items() if cell.text}
            assert now == texts, path.name
            assert (after[name].merges, after[name].column_widths) == (grid.merges, grid.column_widths)
        compared += _compare_marks(path, target, findings)
    assert compared > 300


def _compare_marks(path: Path, target: Path, findings: list[Finding]) -> int:
    """Untouched members as they were; fills and comments as openpyxl reads them. Returns their number."""
    old, new = workbook.raw_file(path), workbook.raw_file(target)
    sheets = {sheet.part for sheet in Draft(open_package(path)).sheets}
    for name, raw in old.items():
        if name not in sheets and "comment" not in name and not name.endswith(MAY_CHANGE):
            assert new[name] == raw, (path.name, name)
    try:
        openable = openpyxl.load_workbook(path, read_only=True).sheetnames
    except (IndexError, TypeError):
        openable = []
    if not openable:
        return 0
    made = openpyxl.load_workbook(target)
    for finding in findings:
        cell = made[finding.place.sheet][finding.place.cell]
        assert cell.fill.fgColor.rgb == "FF" + VERDICT_COLORS[finding.verdict], (path.name, finding.place)
        assert finding.message in cell.comment.text
    return len(findings)


def test_a_mark_changes_the_fill_and_keeps_the_number_format(book: Path) -> None:
    sheet = openpyxl.load_workbook(marked(book, workbook.finding("表", "B1")))["表"]
    assert sheet["B1"].number_format == "0%"
    assert sheet["B1"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A1"].fill.fill_type is None


def test_every_stored_cell_of_a_merge_is_filled(book: Path) -> None:
    target = marked(book, workbook.finding("表", "C3", "missing"))
    part = workbook.members(target)["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="A2" s="2" t="str">' in part.replace('<c s="2" r="A2"', '<c r="A2" s="2"')
    assert '<c s="2" r="B2"/>' in part
    assert 'r="C2"' not in part
    assert list(openpyxl.load_workbook(target)["表"]["A2"].comment.text)[:1] == ["〔"]


@pytest.mark.parametrize(
    ("verdicts", "color"),
    [
        (("rounded", "wrong"), "FFC7CE"),
        (("doubtful", "rounded"), "FFE699"),
        (("unverifiable", "rounded"), "FFE699"),
        (("rounded",), "BDD7EE"),
    ],
)
def test_the_gravest_verdict_gives_the_colour(book: Path, verdicts: tuple[Verdict, ...], color: str) -> None:
    target = marked(book, *(workbook.finding("表", "A1", verdict) for verdict in verdicts))
    cell = openpyxl.load_workbook(target)["表"]["A1"]
    assert cell.fill.fgColor.rgb == f"FF{color}"
    assert cell.comment.text.count("〔规则 SC101 错误〕") == len(verdicts)
    assert cell.comment.author == "绩效审核"


def test_a_comment_says_all_a_finding_says() -> None:
    finding = workbook.finding("表", "A1")
    assert comment_text([finding]) == (
        "〔规则 SC101 错误〕得分与算式不符，请改正\n填报：51%\n应为：50.71%\n算式：=1+1\n依据：某办法第二十条"
    )
    bare = Finding("EX1", "hint", "missing", Place("甲.xlsx", "表", "A1"), "请填写")
    assert comment_text([bare]) == "〔规则 EX1 提示〕请填写\n填报：（空白）"


def test_related_cells_are_named_by_their_distance() -> None:
    places = (Place("甲.xlsx", "表", "B2"), Place("甲.xlsx", "别表", "C3"), Place("夹/乙.xlsx", "表", "D4"))
    finding = Finding("EX1", "hint", "missing", Place("甲.xlsx", "表", "A1"), "请填写", related=places)
    assert comment_text([finding]).endswith("\n相关：B2、别表 C3、乙.xlsx 表 D4")


def test_the_list_tells_every_finding_with_a_link(book: Path) -> None:
    target = marked(book, workbook.finding("表", "B1"), workbook.finding("别的文件里的表", "C9", "missing"))
    rows = result_rows(target)
    assert rows[0][0] == "绩效自评审核结果"
    assert str(rows[1][0]).startswith(f"文件：{book.name}　　共 2 条：错误 2 条")
    assert rows[3] == [
        "序号",
        "级别",
        "结论",
        "规则",
        "工作表",
        "单元格",
        "填报",
        "应为",
        "算式",
        "说明",
        "依据",
    ]
    assert rows[4] == [
        1, "错误", "错误", "SC101", "表", "B1", "51%", "50.71%", "=1+1", "得分与算式不符，请改正", "某办法第二十条",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(target)[RESULT_SHEET]
    assert sheet["F5"].hyperlink.location == "'表'!B1"
    assert sheet["F6"].hyperlink is None
    assert sheet["I5"].data_type == "s"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_rows_are_high_enough_for_wrapped_text(book: Path) -> None:
    long = workbook.finding("表", "B1", message="字" * 230)
    sheet = openpyxl.load_workbook(marked(book, workbook.finding("表", "A1"), long))[RESULT_SHEET]
    # 说明 holds at most 24 Chinese characters a line, each line is at least 13 points high.
    assert sheet.row_dimensions[6].height >= 10 * 13
    assert sheet.row_dimensions[5].height < 60


def test_what_could_not_be_checked_is_listed_below(book: Path) -> None:
    missed = NotChecked("SC201", Place("甲.xlsx", "表", "A1"), "完成值不是数字")
    rows = result_rows(marked(book, workbook.finding("表", "B1"), not_checked=(missed,)))
    assert "另有 1 项未能核对" in str(rows[1][0])
    assert str(rows[6][0]).startswith("未能核对的项目（1 项）")
    assert [value for value in rows[8] if value is not None] == [1, "SC201", "表", "A1", "完成值不是数字"]


def test_without_findings_the_sheet_says_so_and_the_rest_is_untouched(book: Path) -> None:
    target = marked(book)
    assert result_rows(target)[3][0] == "未发现问题"
    old, new = workbook.raw_file(book), workbook.raw_file(target)
    assert new["xl/worksheets/sheet1.xml"] == old["xl/worksheets/sheet1.xml"]
    assert b"definedName" not in workbook.members(target)["xl/workbook.xml"]


def test_without_findings_what_could_not_be_checked_is_still_told(book: Path) -> None:
    missed = NotChecked("SC201", Place("甲.xlsx", "表", "A1"), "完成值不是数字")
    rows = result_rows(marked(book, not_checked=(missed,)))
    assert rows[3][0] == "已核对的内容未发现问题；未能核对的项目见下"
    assert rows[7][6] == "完成值不是数字"


def test_edits_not_saved_yet_stand_in_the_copy_that_marks_them(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    edits = [Edit("表", "A1", "新的"), Edit("表", "B1", "0.123")]
    write_review_copy(book, tmp_path / "副本.xlsx", [workbook.finding("表", "A1")], edits=edits)
    sheet = openpyxl.load_workbook(tmp_path / "副本.xlsx")["表"]
    assert (sheet["A1"].value, sheet["A1"].fill.fgColor.rgb) == ("新的", "FFFFC7CE")
    assert (sheet["B1"].value, sheet["B1"].number_format) == (0.123, "0.00%")
    assert book.read_bytes() == before


def test_a_taken_sheet_name_gets_a_number(book: Path) -> None:
    first = marked(book, workbook.finding("表", "A1"))
    second = first.with_name("再次.xlsx")
    write_review_copy(first, second, [workbook.finding("表", "A1", message="第二次")])
    made = openpyxl.load_workbook(second)
    assert made.sheetnames == ["表", "审核结果", "审核结果2"]
    assert made["审核结果"].print_title_rows == made["审核结果2"].print_title_rows == "$4:$4"
    text = made["表"]["A1"].comment.text
    assert text.index("得分与算式不符") < text.index("第二次")


def test_a_workbook_without_styles_gets_some(tmp_path: Path) -> None:
    book = workbook.write_book(tmp_path, BOOK)
    cell = openpyxl.load_workbook(marked(book, workbook.finding("表", "A1")))["表"]["A1"]
    assert cell.fill.fgColor.rgb == "FFFFC7CE"


def test_a_blank_cell_that_is_not_stored_is_made_for_its_mark(book: Path) -> None:
    cell = openpyxl.load_workbook(marked(book, workbook.finding("表", "H9", "missing")))["表"]["H9"]
    assert (cell.value, cell.fill.fgColor.rgb) == (None, "FFFFE699")
    assert "SC101" in cell.comment.text


def test_the_drawing_of_comments_stands_in_its_place_of_the_sheet(shared: Path, tmp_path: Path) -> None:
    book = shared / "corpus" / "poi-63934.xlsx"
    sheet = Draft(open_package(book)).sheet("Sheet1")
    write_review_copy(book, tmp_path / "副本.xlsx", [workbook.finding("Sheet1", "A1")])
    part = workbook.members(tmp_path / "副本.xlsx")[sheet.part]
    assert 0 < part.index(b"<pageMargins") < part.index(b"<legacyDrawing ") < part.index(b"<tableParts")


def test_the_same_findings_give_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    book = workbook.real_workbooks(shared)[1]
    findings = some_findings(next(iter(workbook.grids(book).values())))
    for name in ("一.xlsx", "二.xlsx"):
        write_review_copy(book, tmp_path / name, findings)
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_the_original_is_never_written_over(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(CallFault, match="不能覆盖原文件"):
        write_review_copy(book, book, [])
    assert book.read_bytes() == before


def test_a_source_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "旧.xlsx"
    source.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(FileFault):
        write_review_copy(source, tmp_path / "副本.xlsx", [])
    assert not (tmp_path / "副本.xlsx").exists()
