"""Places left blank for the clerk are found too: rows for tasks, columns for the causes of a deviation."""

from __future__ import annotations

from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import sheet

UNIT_FORM = """
部门（单位）整体绩效自评表 | < | < | < | < | < | <
年度主要任务 | 对应项目 | 项目下达金额 | 项目执行金额 | 项目执行率 | 分值 | 得分
^ | 馆舍修缮 | 20 | 18 | 90% | 40 | 36
^ | | | | | |
一级指标 | 二级指标 | 三级指标 | 指标值 | 全年完成值 | 分值 | 得分 | 经费保障原因分析 | 其他原因分析
履职效能 | 基础管理 | 巡检次数 | 12 | 10 | 60 | 50 | 拨款晚到 |
总评价得分 | | | | | | 86
"""


def test_a_row_left_for_one_more_task_is_a_task_without_a_name() -> None:
    (form,) = recognize(sheet(UNIT_FORM))
    assert [task.name.text for task in form.tasks] == ["馆舍修缮", None]
    blank = form.tasks[1]
    assert blank.name.cell == "B4"
    assert {name: value.cell for name, value in blank.amounts.items()} == {
        "full_year_budget": "C4",
        "executed": "D4",
    }
    assert [value and value.cell for value in (blank.rate, blank.weight, blank.score)] == ["E4", "F4", "G4"]


def test_blank_totals_stand_under_the_columns_of_points_and_scores() -> None:
    (form,) = recognize(sheet(UNIT_FORM.replace("| 86", "|")))
    assert (form.fields["total_weight"].cell, form.fields["total_score"].cell) == ("F7", "G7")


def test_a_cause_that_calls_itself_an_analysis_of_reasons_is_a_cause_and_no_reason_column() -> None:
    (form,) = recognize(sheet(UNIT_FORM))
    (indicator,) = form.indicators
    assert indicator.reason is None
    assert {name: value.text for name, value in indicator.ticks.items()} == {
        "经费保障原因分析": "拨款晚到",
        "其他原因分析": None,
    }


def test_the_numbers_of_staff_and_of_units_under_a_department_are_headers_with_cells() -> None:
    head = "部门（单位）财政供养人员数量 | < | 18 | 所属单位数量（仅部门填列） | < | | \n"
    (form,) = recognize(sheet(UNIT_FORM.replace("年度主要任务", head + "年度主要任务")))
    assert (form.headers["staff"].cell, form.header_text("staff")) == ("C2", "18")
    assert (form.headers["members"].cell, form.header_text("members")) == ("F2", None)
