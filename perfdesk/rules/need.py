"""What rules look at, as a clerk calls it; for the pages of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from perfdesk.recognition.correction import targets

_NEED_NAMES = {
    "accounts": "决算公开表",
    "advice": "建议",
    "coefficient": "得分系数",
    "explanations": "结论和说明",
    "fund_groups": "资金各行",
    "goals": "年度目标",
    "headers": "表头",
    "indicators": "各项指标",
    "lost": "扣分",
    "reviewer_score": "复核得分",
    "score_rate": "得分率",
    "subtotals": "小计各行",
    "leftovers": "提示语和占位符",
    "lines": "资金各行",
    "opinions": "审核意见",
    "task_total": "重点工作合计",
    "tasks": "重点工作",
    "ticks": "原因类别的勾选",
    "unit": "度量单位",
}
"""What rules name among their needs besides the fields a user can point at."""


def needs_in_words(names: Iterable[str]) -> str:
    """The needs of a rule in Chinese, one after the other."""
    chinese = {**{target.name: target.chinese for target in targets()}, **_NEED_NAMES}
    return "、".join(chinese.get(name, name) for name in names)
