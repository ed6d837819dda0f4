"""What an indicator means and how its points are given stand in two columns; one column alone tells both."""

from __future__ import annotations

from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import sheet

EVALUATION = """
重点绩效评价表
项目名称 | 档案库房维护 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 权重 | 指标解释 | 评分标准 | 指标得分
决策指标 | 项目立项 | 立项依据充分性 | 依据充分 | 100 | 立项是否合规 | 依据齐全得满分 | 100
"""


def test_the_method_is_the_standard_of_scoring_where_an_explanation_stands_beside_it() -> None:
    (form,) = recognize(sheet(EVALUATION))
    (row,) = form.indicators
    assert row.explanation is not None and row.explanation.text == "立项是否合规"
    assert row.method is not None and row.method.text == "依据齐全得满分"


def test_an_explanation_without_a_standard_beside_it_is_the_method() -> None:
    (form,) = recognize(sheet(EVALUATION.replace("评分标准", "备注")))
    (row,) = form.indicators
    assert row.explanation is None
    assert row.method is not None and row.method.text == "立项是否合规"
