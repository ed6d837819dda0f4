"""The grade is read from words, from boxes marked behind or before them, and from the row of the total."""

from __future__ import annotations

import pytest

from perfdesk.recognition.grade import rank_of
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import sheet


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("优", 0),
        ("优秀", 0),
        ("等级：良", 1),
        ("合格", 2),
        ("不合格", 3),
        ("较差", 3),
        ("优☑ 良□ 中□ 差□", 0),
        ("优□ 良√ 中□ 差□", 1),
        ("□优 ☑良 □中 □差", 1),
        ("优□ 良□ 中□ 差□", None),
        ("优☑ 良☑ 中□", None),
        ("优化流程", None),
        ("", None),
    ],
)
def test_words_and_marked_boxes_give_a_grade(text: str, rank: int | None) -> None:
    assert rank_of(text) == rank


FORM = """
项目支出绩效自评表
（2023年度）
项目名称 | 档案目录编制 | 主管部门 | 云岭县档案馆 | 实施单位 | 云岭县档案服务中心
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 备注
产出指标 | 数量指标 | 编制目录条数 | ≥5000条 | 5200条 | 90 | 90 |
总分 | < | < | < | < | 100 | 100 | {}
{}
"""


@pytest.mark.parametrize(
    ("beside", "below", "cell"),
    [
        ("优☑ 良□", "备注 | 无", "H6"),
        ("", "自评等级 | 优", "B7"),
        ("", "评价等次：优", "A7"),
    ],
)
def test_the_grade_stands_beside_the_total_or_below_it(beside: str, below: str, cell: str) -> None:
    (form,) = recognize(sheet(FORM.format(beside, below)))
    assert form.headers["grade"].cell == cell


def test_a_remark_beside_the_total_is_no_grade() -> None:
    (form,) = recognize(sheet(FORM.format("优化后得分", "备注 | 无")))
    assert "grade" not in form.headers
