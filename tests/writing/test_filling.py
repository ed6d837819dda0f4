"""What a form says, apart from its layout."""

from __future__ import annotations

from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import KEY_EVALUATION, sheet
from perfdesk.writing.filling.filling import filling_of

CAUSES = """
部门（单位）整体绩效自评表 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 全年完成值 | 分值 | 得分 | 经费保障原因分析 | 人员保障原因分析 | 其他原因分析
履职效能 | 基础管理 | 巡检次数 | 12 | 10 | 100 | 83.33 | 拨款晚到 | | √
"""


def test_points_written_with_their_word_are_numbers_for_any_other_form() -> None:
    (form,) = recognize(sheet(KEY_EVALUATION, {"F7": "20分", "G7": "19.5分"}))
    filling = filling_of(form)
    assert [(row.weight, row.score) for row in filling.indicators][:2] == [("20", "19.5"), ("30", "30")]


def test_words_written_under_a_cause_are_kept_and_a_tick_stays_a_tick() -> None:
    (form,) = recognize(sheet(CAUSES))
    (row,) = filling_of(form).indicators
    assert row.ticks == {"经费保障原因分析": "拨款晚到", "其他原因分析": "√"}
