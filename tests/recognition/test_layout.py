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

SOURCES_AS_COLUMNS = """
2022年度项目支出绩效自评表
项目名称 | 乡镇档案室建设 | < | < | < | < | <
主管部门 | 云岭县档案馆 | < | 实施单位 | 云岭县档案服务中心 | < | <
资金来源 | 中央 | 省级 | 市级 | 县级 | 其他 | 合计
预算数（万元） | 10 | 20 | 30 | 40 | 0 | 100
执行数（万元） | 10 | 18 | 30 | 40 | 0 | 98
执行率 | 100% | 90% | 100% | 100% | | 98%
一级指标 | 二级指标 | 三级指标 | 预期指标值 | 实际完成指标值 | 分值 | 得分
产出指标 | 数量指标 | 建设档案室数 | ≥10个 | 10个 | 50 | 50
效益指标 | 社会效益指标 | 覆盖乡镇数 | ≥10个 | 10个 | 30 | 30
满意度指标 | 满意度 | 群众满意度 | ≥90% | 91% | 10 | 10
预算执行率得分 | 9.8 | < | < | < | < | <
总分 | < | < | < | < | 100 | 99.8
存在问题 | 县级资金年底到位
"""

COEFFICIENT = """
项目支出绩效自评表
（2022年度）
项目名称 | 民生档案整理 | 预算单位 | 云岭县档案馆
年度预算数（万元） | 50 | 实际支出数（万元） | 45
预算执行率 | 90% | 预算执行率得分 | 9
一级指标 | 二级指标 | 三级指标 | 指标值 | 实际值 | 权重 | 得分系数 | 得分 | 备注
产出指标（50） | 数量 | 整理件数 | 5000件 | 4500件 | 50 | 0.9 | 45 | 因人手不足
效益指标（30） | 社会效益 | 查档便利度 | 提高 | 提高 | 30 | 1 | 30 |
满意度（10） | 满意度 | 满意度 | 95% | 95% | 10 | 1 | 10 |
总得分 | | | | | 100 | | 94 |
"""

SIGN_AND_NUMBER = """
附件2-1
项目支出绩效自评表
（2022年度）
项目名称 | 民生档案整理 | < | < | 项目负责人及电话 | 张某 | < | < | <
主管部门 | 云岭县档案馆 | < | < | 实施单位 | 云岭县档案馆 | < | < | <
项目预算执行情况（10分） | 年初预算数： | 50 | < | 全年预算数： | 45 | 全年执行数： | 45 |
^ | 其中：财政拨款 | 50 | < | 其中：财政拨款 | 45 | 其中：财政拨款 | 45 |
^ | 其他资金 | 0 | < | 其他资金 | 0 | 其他资金 | 0 |
年度总体目标 | 预期目标 | < | < | < | 目标实际完成情况 | < | < | <
^ | 整理民生档案 | < | < | < | 完成 | < | < | <
年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | 全年实际值 | 分值 | 得分
^ | ^ | ^ | ^ | 符号 | 值 | ^ | ^ | ^
^ | 产出指标 | 数量指标 | 整理件数 | ≥ | 5000 | 5200 | 50 | 50
^ | 效益指标 | 社会效益指标 | 查档便利度 | 定性 | 提高 | 提高 | 30 | 30
^ | 满意度指标 | 满意度指标 | 满意度 | ≥ | 95 | 96 | 10 | 10
总分 | < | < | < | < | < | < | 100 | 100
"""

SHARED_SCORE = """
项目支出绩效自评表
项目名称 | 民生档案整理 | < | 主管部门 | 云岭县档案馆 | < | <
资金（万元） | 年初预算 | 全年预算 | 全年执行 | 分值 | 执行率 | 得分
年度资金总额 | 50 | 45 | 45 | 10 | 100.00% | 10.00
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 整理件数 | 5000件 | 5000件 | 50 | 48
^ | ^ | 著录条数 | 9000条 | 8000条 | ^ | ^
效益指标 | 社会效益指标 | 指标1：查档便利度 | 提高 | 提高 | 30 | 30
^ | ^ | 指标2： | | | |
^ | ^ | …… | | | |
满意度指标 | 满意度指标 | 满意度 | ≥95% | 96% | 10 | 10
总分 | | | | | 100 | 98
存在问题 | 著录人手不足
填报人：李某 | | 联系电话：000 | | | |
"""

TOTAL_IN_TITLE = """
项目支出绩效自评表（自评得分：97.5分）
（2022年度） | < | < | < | 金额单位：万元
项目名称 | 民生档案整理 | < | < | <
预算部门 | 云岭县档案馆 | 预算单位 | 云岭县档案服务中心 | <
全年预算（调整后） | 全年支出 | 预算执行率（%） | 权重 | 自评得分
200 | 150 | 75 | 10 | 7.5
一级指标 | 二级指标 | 三级指标 | 目标值（含单位） | 完成值 | 分值 | 得分 | 备注
产出指标 | 数量指标 | 件数 | ≥10件 | 10件 | 90 | 90 | 尾款未付
"""

TRADITIONAL = """
項目支出績效自評表
（2022 年 度）
項 目 名 稱： | 民生檔案整理 | 主 管 部 門： | 雲嶺縣檔案館 | 實 施 單 位： | 雲嶺縣檔案館
項目資金（萬元） | | 年初預算數 | 全年預算數（A） | 全年執行數（B） | 分值 | 執行率（B/A） | 得分
^ | 年度資金總額 | 10 | 10 | 10 | 10 | 100% | 10
一級指標 | 二級指標 | 三級指標 | 年度指標值 | 實際完成值 | 分值 | 得分 | 偏差原因分析及改進措施
產出指標 | 數量指標 | 件數 | ≥10件 | 10件 | 50 | 50 |
效益指標 | 社會效益指標 | 便利 | 提高 | 提高 | 30 | 30 |
滿意度指標 | 滿意度 | 滿意度 | ≥95% | 96% | 10 | 10 |
總分 | < | < | < | < | 100 | 100 |
"""

WITHOUT_SCORES = """
项目绩效目标自评表
（2022年度）
项目名称 | 民生档案整理 | 省级主管部门 | 云岭省档案局
项目资金（万元） | 全年预算数（A） | 全年执行数（B） | 执行率（B/A）
年度资金总额： | 10 | 9 | 90%
其中：中央补助 | 10 | 9 | 90%
地方资金 | | |
一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施
产出指标 | 数量指标 | 件数 | 10件 | 9件 | 设备故障
"""

CONTINUED = """
项目支出绩效自评表
项目名称 | 民生档案整理 | < | 主管部门 | 云岭县档案馆 | < | <
资金（万元） | 年初预算 | 全年预算 | 全年执行 | 分值 | 执行率 | 得分
年度资金总额 | 50 | 45 | 45 | 10 | 100.00% | 10.00
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 整理件数 | 5000件 | 5000件 | 50 | 50
续表 | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
效益指标 | 社会效益指标 | 查档便利度 | 提高 | 提高 | 30 | 30
满意度指标 | 满意度指标 | 满意度 | ≥95% | 96% | 10 | 10
合计 | | | | | 100 | 100
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
    "funds by source in columns": (
        SOURCES_AS_COLUMNS,
        {"full_year_budget": "G5", "executed": "G6", "execution_rate": "G7", "execution_score": "B12"},
        {"total_weight": "F13", "total_score": "G13"},
        3,
    ),
    "a coefficient beside the weight": (
        COEFFICIENT,
        {"full_year_budget": "B4", "executed": "D4", "execution_rate": "B5", "execution_score": "D5"},
        {"total_weight": "F10", "total_score": "H10"},
        3,
    ),
    "sign and number under one heading, no execution score": (
        SIGN_AND_NUMBER,
        {"initial_budget": "C6", "full_year_budget": "F6", "executed": "H6"},
        {"total_weight": "H16", "total_score": "I16"},
        3,
    ),
    "one score for two rows": (
        SHARED_SCORE,
        {"initial_budget": "B4", "full_year_budget": "C4", "executed": "D4", "execution_rate": "F4"},
        {"execution_weight": "E4", "execution_score": "G4", "total_weight": "F12", "total_score": "G12"},
        4,
    ),
    "the total in the title, figures without a name": (
        TOTAL_IN_TITLE,
        {"full_year_budget": "A6", "executed": "B6", "execution_rate": "C6", "execution_score": "E6"},
        {"execution_weight": "D6", "total_score": "A1"},
        1,
    ),
    "traditional characters, spaces inside labels": (
        TRADITIONAL,
        {"initial_budget": "C5", "full_year_budget": "D5", "executed": "E5", "execution_rate": "G5"},
        {"execution_weight": "F5", "execution_score": "H5", "total_weight": "F10", "total_score": "G10"},
        3,
    ),
    "no scores at all": (
        WITHOUT_SCORES,
        {"full_year_budget": "B5", "executed": "C5", "execution_rate": "D5"},
        {},
        1,
    ),
    "continued under a repeated header": (
        CONTINUED,
        {"initial_budget": "B4", "full_year_budget": "C4", "executed": "D4", "execution_rate": "F4"},
        {"execution_weight": "E4", "execution_score": "G4", "total_weight": "F11", "total_score": "G11"},
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
    assert "project" in form.headers


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_right_form_is_left_alone(name: str) -> None:
    form = form_of(LAYOUTS[name][0])
    # WT303 asks for more indicators, and WT305 for other points, than a layout sketched in a few rows has.
    told = [f for f in check_forms("x.xlsx", [form])[0] if f.rule not in ("WT303", "WT305")]
    assert [(f.place.cell, f.rule, f.message) for f in told] == []


def test_amounts_in_yuan_and_a_bracketed_year_are_read() -> None:
    assert form_of(RATE_AS_INDICATOR).amount_unit == "元"
    assert form_of(UNMERGED).year == 2022


def test_a_child_row_is_not_added_up() -> None:
    children = [i for i in form_of(RATE_AS_INDICATOR).indicators if i.is_child]
    assert [child.level3.text for child in children] == ["夜间巡检次数"]
