"""Layouts of other places, described in plain text: every field found, every right figure left alone."""

from __future__ import annotations

import dataclasses

import pytest

from perfdesk.core.form import Form
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import sheet
from perfdesk.scoring.profile import choose_profile

POINTS_IN_NAMES = """
2022年度项目支出绩效自评表
单位名称：云岭县档案馆 | < | < | 填报日期：2023年1月
项目名称 | 民国档案修复 | < | 项目主管部门 | 云岭县档案馆 | < | 项目实施单位 | 云岭县档案馆
项目类别 | 1、部门预算项目 √ | < | < | < | < | < | <
预算执行情况（万元）（20分） | < | | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分（20分*执行率） | <
^ | < | 年度财政资金总额 | 100 | 95 | 95% | 19 | <
一级指标 | 二级指标 | 三级指标 | < | 年初目标值（A） | 实际完成值（B） | 得分 | <
产出指标（40分） | 数量指标 | 修复卷数（20分） | < | ≥500卷 | 520卷 | 20 | <
^ | 质量指标 | 修复合格率（20分） | < | 100% | 100% | 20 | <
效益指标（40分） | 社会效益指标 | 利用人次（40分） | < | 300人次 | 310人次 | 40 | <
总分 | < | < | < | < | < | 99 | <
偏差大或目标未完成原因分析 | 尾款待验收后支付 | < | < | < | < | < | <
"""

LABEL_AND_VALUE = """
项目支出绩效自评表
项目名称：档案库房维护 | < | < | <
主管部门：云岭县档案馆 | < | 实施单位：云岭县档案服务中心 | <
全年预算数（万元） | 20 | 全年执行数（万元） | 18
预算执行率 | 90% | 执行率得分 | 9
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 权重 | 自评得分 | 复核得分
产出指标 | 数量指标 | 巡检次数 | 12次 | 12次 | 50 | 50 | 48
效益指标 | 社会效益 | 安全事故数 | 0次 | 0次 | 30 | 30 | 30
满意度指标 | 服务对象满意度 | 满意度 | ≥90% | 95% | 10 | 10 | 10
自评总分：99分 | < | < | < | < | < | < | <
未完成原因分析 | 尾款下年支付
"""

RATE_AS_INDICATOR = """
项目绩效自评表
2023年度
项目名称 | 档案库房维护 | 主管单位 | 云岭县档案馆 | 实施单位 | 云岭县档案服务中心
资金情况（元） | | 年初预算 | 调整后预算 | 全年执行 | 执行率（%）
^ | 资金总额 | 200000 | 180000 | 90000 | 50
^ | 财政资金 | 200000 | 180000 | 90000 | 50
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 实际完成值 | 完成率（%） | 分值 | 得分 | 未完成原因分析
预算执行率 | 预算执行率 | 预算执行率 | = | 100 | % | 50 | 50 | 10 | 5 | 合同未到付款期
产出指标 | 数量指标 | 巡检次数 | ≥ | 12 | 次 | 12 | 100 | 50 | 50 |
 | 其中：夜间巡检 | 夜间巡检次数 | ≥ | 4 | 次 | 4 | 100 | 10 | 10 |
效益指标 | 社会效益 | 安全事故数 | = | 0 | 次 | 0 | 100 | 30 | 30 |
满意度指标 | 服务对象满意度 | 满意度 | ≥ | 90 | % | 95 | 100 | 10 | 10 |
合计 | | | | | | | | 100 | 95 |
"""

UNMERGED = """
（2022）年度项目支出绩效自评表
项目名称 | 档案库房维护 | < | < | < | < | <
主管部门 | 云岭县档案馆 | < | < | 实施单位 | 云岭县档案服务中心 | <
项目资金（万元） | | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 合计 | 20 | 18 | 10 | 90% | 9
^ | 中央 | 5 | 5 | | 100% |
^ | 省级 | 5 | 5 | | 100% |
^ | 市县 | 10 | 8 | | 80% |
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
 | 产出指标 | 数量指标 | 巡检次数 | 大于等于12次 | 12 | 50 | 50 | 尾款未付
 | 效益指标 | 社会效益 | 安全事故数 | 不超过0次 | 0次 | 30 | 30 |
 | 满意度指标 | 服务对象满意度 | 满意度 | 90％以上 | 95％ | 10 | 10 |
总  分 | | | | | | 100 | 99 |
"""

LAYOUTS = {
    "points in the indicators' names, execution worth 20": (
        POINTS_IN_NAMES,
        {"full_year_budget": "D6", "executed": "E6", "execution_rate": "F6", "execution_score": "G6"},
        {"execution_weight": "G5", "total_score": "G11"},
        3,
    ),
    "label beside value, value in the label's cell, a reviewer's score": (
        LABEL_AND_VALUE,
        {"full_year_budget": "B4", "executed": "D4", "execution_rate": "B5", "execution_score": "D5"},
        {"total_score": "A10"},
        3,
    ),
    "the execution rate as a row, amounts in 元, headings in percent, a 其中 row": (
        RATE_AS_INDICATOR,
        {"initial_budget": "C5", "full_year_budget": "D5", "executed": "E5", "execution_rate": "F5"},
        {"execution_weight": "I8", "execution_score": "J8", "total_weight": "I13", "total_score": "J13"},
        5,
    ),
    "nothing merged, fund sources by level of government": (
        UNMERGED,
        {"full_year_budget": "C5", "executed": "D5", "execution_rate": "F5", "execution_score": "G5"},
        {"execution_weight": "E5", "total_weight": "G13", "total_score": "H13"},
        3,
    ),
}


def form_of(text: str) -> Form:
    (form,) = recognize(sheet(text))
    return dataclasses.replace(form, profile=choose_profile(form)[0])


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_field_is_found_in_its_cell(name: str) -> None:
    text, money, scores, indicators = LAYOUTS[name]
    form = form_of(text)
    assert {field: value.cell for field, value in form.fields.items()} == {**money, **scores}
    assert len(form.indicators) == indicators
    assert {"project", "department", "unit"} <= set(form.headers)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_right_form_is_left_alone(name: str) -> None:
    form = form_of(LAYOUTS[name][0])
    assert [(f.place.cell, f.rule, f.message) for f in check_forms("x.xlsx", [form])[0]] == []


def test_amounts_in_yuan_and_a_bracketed_year_are_read() -> None:
    assert form_of(RATE_AS_INDICATOR).amount_unit == "元"
    assert form_of(UNMERGED).year == 2022


def test_a_child_row_is_not_added_up() -> None:
    children = [i for i in form_of(RATE_AS_INDICATOR).indicators if i.is_child]
    assert [child.level3.text for child in children] == ["夜间巡检次数"]
