"""A table that goes on on the next sheet is one form, and every finding keeps its own sheet and cell."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from perfdesk.core.document import Document
from perfdesk.core.form import Form
from perfdesk.core.grid import Cell, Grid
from perfdesk.reading.document import read_document
from perfdesk.recognition import book as book_room
from perfdesk.recognition.book import recognize_book
from perfdesk.recognition.correction import Corrections
from perfdesk.recognition.recognizer import recognize
from perfdesk.recognition.state import OUTSIZED
from perfdesk.rules.example import sheet
from perfdesk.session import judge
from tests.recognition.layout_file import load

GRIDS = load("island_next_sheet").grids


def without_header(grid: Grid) -> Grid:
    cells = {(row - 1, column): cell for (row, column), cell in grid.cells.items() if row > 1}
    merges = tuple(dataclasses.replace(b, top=b.top - 1, bottom=b.bottom - 1) for b in grid.merges)
    return dataclasses.replace(grid, cells=cells, merges=merges)


@pytest.mark.parametrize(
    "second", [GRIDS[1], without_header(GRIDS[1])], ids=["header repeated", "rows alone"]
)
def test_rows_and_total_on_the_next_sheet_belong_to_the_form(second: Grid) -> None:
    book = recognize_book([GRIDS[0], second])
    (whole,) = book.judged
    assert [indicator.level3.text for indicator in whole.indicators] == [
        "巡查航次",
        "问题移交率",
        "优良水质比例",
        "渔民满意度",
    ]
    first, part = book.forms
    bottom = max(row for row, _ in second.cells)
    assert (first.continues, part.continues, part.kind) == ("", "自评表", whole.kind)
    assert part.fields["total_score"].cell == f"G{bottom}"
    assert [indicator.row for indicator in part.indicators] == [bottom - 2, bottom - 1]


def test_a_finding_on_the_next_sheet_names_that_sheet_and_its_cell() -> None:
    wrong = dataclasses.replace(GRIDS[1], cells={**GRIDS[1].cells, (4, 7): Cell("90")})
    checked = judge(Document("x.xlsx", grids=(GRIDS[0], wrong)))
    told = [(f.place.sheet, f.place.cell) for f in checked.findings if f.rule == "TO402"]
    assert told == [("续", "G4")]


def test_another_table_on_the_next_sheet_is_not_taken_in() -> None:
    other = Grid(
        "花名册", {(1, 1): Cell("姓名"), (1, 2): Cell("得分"), (2, 1): Cell("王某"), (2, 2): Cell("90")}
    )
    book = recognize_book([GRIDS[0], other])
    assert [form.kind for form in book.forms] == ["project_self_evaluation", "unknown"]
    assert book.seams == {}


def test_sheets_with_more_in_them_than_any_form_are_told_and_not_looked_through() -> None:
    flood = {(row, column): Cell("一级指标") for row in range(1, 2_001) for column in range(1, 31)}
    grids = (GRIDS[0], Grid("大", flood), Grid("空", {}), GRIDS[1])
    checked = judge(Document("大.xlsx", grids=grids))
    assert [form.sheet for form in checked.document.forms] == [GRIDS[0].name, "大", GRIDS[1].name]
    assert [form.remark for form in checked.document.forms[1:]] == [OUTSIZED] * 2
    told = [(item.place.sheet, item.reason) for item in checked.not_checked if item.rule == "*"]
    assert told == [("大", OUTSIZED), (GRIDS[1].name, OUTSIZED)]


def test_a_sheet_is_looked_through_once_as_long_as_it_and_the_corrections_stay(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grids = read_document(sorted(sample.glob("*.xlsx"))[0])[1]
    first = recognize_book(grids)
    seen: list[str] = []

    def counted(grid: Grid, corrections: Corrections | None = None) -> tuple[Form, ...]:
        seen.append(grid.name)
        return recognize(grid, corrections)

    monkeypatch.setattr(book_room, "recognize", counted)
    changed = dataclasses.replace(grids[0], cells=dict(grids[0].cells))
    assert recognize_book((changed, *grids[1:])).forms == first.forms
    assert seen == [grids[0].name]
    recognize_book(grids, Corrections())
    assert len(seen) == 1 + len(grids)


BEGINNING = """
2023年度项目支出绩效自评表（一） | < | < | < | < | <
项目名称 | 渔业增殖放流 | < | < | < | <
主管部门 | 沧屿县海洋与渔业局 | < | 实施单位 | 沧屿县水产技术推广站 | <
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分
年度资金总额 | 66 | 66 | 59.4 | 90% | 9
其中：省级补助 | 40 | 40 | 33.4 | 83.5% |
县级配套 | 26 | 26 | 26 | 100% |
"""
END = """
2023年度项目支出绩效自评表（二） | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 放流鱼苗数量 | 600万尾 | 612万尾 | 30 | 30
^ | 质量指标 | 苗种检疫合格率 | 100% | 100% | 20 | 20
效益指标 | 生态效益 | 放流品种资源量增长 | ≥5% | 4% | 30 | 24
满意度指标 | 满意度 | 渔民满意度 | ≥90% | 92% | 10 | 10
总分 | < | < | < | < | 100 | {}
偏差原因 | 海水温度异常，资源量增长不足；省级补助年底到位 | < | < | < | < | <
"""


def two_sheets(total: int) -> tuple[Grid, Grid]:
    lower = dataclasses.replace(sheet(END.format(total)), name="自评表（二）")
    return dataclasses.replace(sheet(BEGINNING), name="自评表（一）"), lower


def test_a_sheet_of_money_and_a_sheet_of_indicators_are_one_form() -> None:
    book = recognize_book(two_sheets(93))
    (whole,) = book.judged
    assert (whole.kind, whole.header_text("project"), len(whole.indicators)) == (
        "project_self_evaluation",
        "渔业增殖放流",
        4,
    )
    first, second = book.forms
    assert (first.kind, first.indicators, first.fields["executed"].cell) == (whole.kind, (), "D5")
    assert (second.continues, second.fields["total_score"].cell) == ("自评表（一）", "G7")
    assert judge(Document("x.xlsx", grids=two_sheets(93))).findings == ()


def test_a_wrong_total_on_the_second_of_such_sheets_is_told_there() -> None:
    findings = judge(Document("x.xlsx", grids=two_sheets(95))).findings
    assert [(f.rule, f.place.sheet, f.place.cell) for f in findings] == [("TO402", "自评表（二）", "G7")]


def test_a_sheet_of_money_before_another_project_stays_by_itself() -> None:
    first, _ = two_sheets(93)
    book = recognize_book([first, GRIDS[0]])
    assert [form.kind for form in book.forms] == ["unknown", "project_self_evaluation"]
