"""Forms annexed to a text are no prose of it; annexes of another kind are."""

from __future__ import annotations

import pytest

from perfdesk.narrative.annexed_form import without_annexes


@pytest.mark.parametrize(("lines", "told"), [
    (["正文。", "附件：1. 项目支出绩效自评表（甲）", "2. 整体绩效自评表", "附件1　项目支出绩效自评表（甲）", "24\t24",
      "附件2　整体绩效自评表", "100分"], ["正文。"]),
    (["正文。", "附件：项目支出绩效自评表", "附件　项目支出绩效自评表", "预算24万元"], ["正文。"]),
    (["正文。", "附件1", "", "收入支出决算总表", "24"], ["正文。"]),
    (["正文。", "附件1　自评表", "24", "附件2　自评报告", "共24万元。"], ["正文。", "附件2　自评报告", "共24万元。"]),
    (["正文。", "附件1　自评表", "附件3", "专项资金自评表", "24"], ["正文。"]),
    (["附件1所列项目共24万元。", "见附件：自评表。", "2. 其他"], ["附件1所列项目共24万元。", "见附件：自评表。", "2. 其他"]),
    (["# 报告", "## 附件1　自评表", "| 24 |"], ["# 报告"]),
])  # fmt: skip
def test_what_is_left_is_the_text(lines: list[str], told: list[str]) -> None:
    left = without_annexes(lines)
    assert len(left) == len(lines)
    assert [line for line in left if line] == told
