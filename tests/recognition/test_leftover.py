"""What a filled form still holds of its template, and what only looks so."""

from __future__ import annotations

import pytest

from perfdesk.recognition.leftover import is_leftover


@pytest.mark.parametrize(
    "text",
    [
        "请在此处简要说明问题，如没有请填无",
        "（100字以内）",
        "（概括表述项目产出）",
        "XX",
        "完成××项改造",
        "≥**",
        "扫描案卷**卷",
        "20XX年度",
        "（      年度）",
        "目标1：完成扫描\n目标2：\n目标3：",
    ],
)
def test_a_hint_or_placeholder_is_left_over(text: str) -> None:
    assert is_leftover(text)


@pytest.mark.parametrize(
    "text",
    [
        "注：1.定性指标填写XX",
        "张**",
        "李××",
        "联系人：王XX 0413-5******",
        "138****1234",
        "改进措施（100字以内）",
        "5××8面积",
        "（2023年度）",
        "目标1：完成扫描\n目标2：完成验收",
        "XXL号档案盒",
        "6*8*4",
        "年度",
        "年度\n总体\n目标",
    ],
)
def test_names_numbers_labels_and_notes_are_none(text: str) -> None:
    assert not is_leftover(text)
