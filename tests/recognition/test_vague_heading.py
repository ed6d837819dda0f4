"""Headings as vague as 计划 and 实际 count where plain ones for the points stand beside them."""

from __future__ import annotations

import dataclasses

from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import sheet
from perfdesk.scoring.profile import choose_profile

FORM = """
专项资金项目绩效自评表 | < | < | < | < | < | <
(2021年度) | < | < | < | < | < | <
专项资金名称 | 文艺精品创作扶持 | < | 资金使用单位 | 丹霞市歌舞剧院 | < | <
资金安排（万元） | 年初安排 | 150 | 实际下达 | 150 | 实际使用 | 127.5
资金使用率 | 85% | < | 分值 | 20 | 得分 | 17
评价内容 | 指标 | < | 计划 | 实际 | 分值 | 得分
产出（40分） | 创作剧目 | < | 大于或等于3部 | 3部 | 20 | 20
^ | 演出场次 | < | 不少于50场 | 45场 | 20 | 18
效果（30分） | 获省级以上奖项 | < | 不低于2项 | 2项 | 15 | 15
^ | 单场演出成本 | < | 不高于2.5万元 | 2.5万元 | 15 | 15
满意度（10分） | 观众满意度 | < | 90%及以上 | 95% | 10 | 10
合计（100分） | < | < | < | < | 100 | 95
未完成原因 | 五场演出因场地检修取消，余款结转 | < | < | < | < | <
"""


def test_planned_and_actual_are_read_under_vague_headings() -> None:
    (form,) = recognize(sheet(FORM))
    assert (form.kind, form.year, form.header_text("project")) == (
        "special_fund_self_evaluation",
        2021,
        "文艺精品创作扶持",
    )
    assert [(row.level3.text, row.operator, row.actual and row.actual.said) for row in form.indicators] == [
        ("创作剧目", ">=", "3"),
        ("演出场次", ">=", "45"),
        ("获省级以上奖项", ">=", "2"),
        ("单场演出成本", "<=", "2.5"),
        ("观众满意度", ">=", "0.95"),
    ]
    assert form.fields["total_score"].said == "95"


def test_a_special_fund_that_is_scored_is_judged_as_projects_are() -> None:
    (form,) = recognize(sheet(FORM, {"G8": "20"}))
    findings, _ = check_forms("x.xlsx", [dataclasses.replace(form, profile=choose_profile(form)[0])])
    assert [(f.rule, f.place.cell) for f in findings if f.severity == "error"] == [("SC201", "G8")]
