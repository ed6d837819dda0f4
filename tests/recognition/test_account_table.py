"""Tables of accounts that are not filled in yet: headings, and places for codes, names and amounts."""

from __future__ import annotations

from perfdesk.core.grid import Cell, Grid
from perfdesk.recognition.account_table import read_account_slots
from perfdesk.recognition.recognizer import recognize
from perfdesk.recognition.region import Region, split
from perfdesk.rules.example import sheet

INCOME = """
收入决算表
部门： | | 年度 | | 金额单位：万元
科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入
| 合计 | | |
| | | |
| | | |
注：本表反映本年度取得的各项收入。
"""
SIDES = """
收支预算总表
单位名称： | | | 单位：万元
收入 | | 支出 |
项目 | 预算数 | 项目 | 预算数
一、财政拨款收入 | | |
二、其他收入 | | |
收入总计 | | 支出总计 |
"""
NAMELESS = """
财政拨款预算“三公”经费支出表
单位名称：某县图书馆 | | 单位：万元
“三公”经费合计 | 因公出国（境）费 | 公务接待费
| |
备注：没有安排的不填。
"""


def region(text: str) -> Region:
    (found,) = split(sheet(text))
    return found


def test_a_year_still_to_be_filled_in_heads_no_column() -> None:
    (form,) = recognize(sheet(INCOME))
    assert [column.labels for column in form.accounts[0].columns] == [
        ("本年收入合计",),
        ("财政拨款收入",),
        ("其他收入",),
    ]


def test_blank_lines_under_the_total_are_places_for_codes_names_and_amounts() -> None:
    slots = read_account_slots(region(INCOME))
    assert [(slot.code_cell, slot.name_cell, [v.cell for v in slot.amounts]) for slot in slots] == [
        ("A5", "B5", ["C5", "D5", "E5"]),
        ("A6", "B6", ["C6", "D6", "E6"]),
    ]


def test_a_line_filled_in_is_no_place_and_printed_codes_leave_none() -> None:
    filled = INCOME.replace("| 合计 | | |\n| | | |", "| 合计 | | |\n201 | 一般公共服务支出 | 3 | 3 |")
    assert read_account_slots(region(filled)) == ()
    half = INCOME.replace("| 合计 | | |\n| | | |", "| 合计 | | |\n| 文化支出 | 3 | 3 |")
    assert [slot.row for slot in read_account_slots(region(half))] == [6]


def test_only_the_side_without_printed_names_has_places() -> None:
    slots = read_account_slots(region(SIDES))
    assert [(slot.name_cell, slot.amounts[0].cell) for slot in slots] == [("C5", "D5"), ("C6", "D6")]


def test_a_line_that_adds_up_like_the_total_is_for_the_unit_whose_lines_follow() -> None:
    text = """
项目支出预算表
单位名称： | | | 单位：万元
单位名称 | 项目名称 | 项目内容 | 总计
合计 | | |
| | |
| | |
注：本表反映各项目的支出预算。
"""
    grid = sheet(text)
    cells = dict(grid.cells)
    for row, formula in ((4, "D5"), (5, "SUM(D6:D6)")):
        cells[row, 4] = Cell("", formula=formula)
    (found,) = split(Grid(grid.name, cells, grid.merges))
    slots = read_account_slots(found)
    assert [(slot.name_cell, slot.is_sum) for slot in slots] == [("A5", True), ("B6", False)]


def test_a_table_of_headings_alone_has_its_line_before_it_has_figures() -> None:
    (form,) = recognize(sheet(NAMELESS))
    (line,) = form.accounts
    assert [value.cell for value in line.amounts] == ["A4", "B4", "C4"]
