"""One table with the projects of a unit in a column gives a form for each project."""

from __future__ import annotations

from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import sheet

TARGETS = """
2024年部门预算项目支出绩效目标表 | < | < | < | < | < | < | < | <
单位名称：苗岭县教育局 | < | < | < | < | < | < | 单位：万元 | <
项目名称 | 资金总额 | 年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位
营养改善计划 | 460 | 保障8000名学生营养餐 | 产出指标 | 数量指标 | 受益学生人数 | ≥ | 8000 | 人
^ | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 家长满意度 | ≥ | 90 | %
校舍维修 | 230 | 维修校舍12所 | 产出指标 | 数量指标 | 维修校舍数量 | ＝ | 12 | 所
^ | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 师生满意度 | ≥ | 90 | %
"""

REPEATED = """
2023年部门预算项目绩效自评表（县本级） | < | < | < | < | < | < | <
项目名称 | 主管部门 | 预算数（万元） | 执行数（万元） | 一级指标 | 三级指标 | 指标值 | 完成值
河长制巡查 | 泾湾县水利局 | 36 | 36 | 产出指标 | 巡河次数 | ≥240次 | 240次
河长制巡查 | 泾湾县水利局 | 36 | 36 | 效益指标 | 河道清洁率 | ≥95% | 96%
水库管护 | 泾湾县水利局 | 48 | 45 | 产出指标 | 管护水库 | 16座 | 16座
"""


def test_each_project_has_its_own_rows_words_and_money() -> None:
    first, second = recognize(sheet(TARGETS))
    assert (first.kind, first.year, first.amount_unit) == ("project_targets", 2024, "万元")
    assert [form.header_text("project") for form in (first, second)] == ["营养改善计划", "校舍维修"]
    assert [form.header_text("unit") for form in (first, second)] == ["苗岭县教育局"] * 2
    assert [form.fields["full_year_budget"].said for form in (first, second)] == ["460", "230"]
    assert [form.goals[0].planned.cell for form in (first, second)] == ["C4", "C6"]
    assert [[row.row for row in form.indicators] for form in (first, second)] == [[4, 5], [6, 7]]
    assert [(form.block.top, form.block.bottom) for form in (first, second)] == [(4, 5), (6, 7)]


def test_a_name_repeated_in_every_row_is_one_project() -> None:
    first, second = recognize(sheet(REPEATED))
    assert [[row.row for row in form.indicators] for form in (first, second)] == [[3, 4], [5]]
    assert [
        (form.fields["full_year_budget"].cell, form.fields["executed"].cell) for form in (first, second)
    ] == [
        ("C3", "D3"),
        ("C5", "D5"),
    ]


def test_a_single_project_stays_one_form() -> None:
    (form,) = recognize(sheet("\n".join(TARGETS.strip().splitlines()[:5])))
    assert len(form.indicators) == 2
