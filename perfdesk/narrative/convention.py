"""What a text says of its own rounding: 百分比和平均分四舍五入，保留两位小数; 分项之和与合计有尾差.

A figure that is rounded exactly as the text announces is stated exactly; without an announcement it is
right only after rounding, and is told as that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from perfdesk.core.interval import round_half_up
from perfdesk.core.prose import Measure
from perfdesk.narrative.claim import Decision, Line

_NUMERALS = {"零": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_DECIMALS = re.compile(
    r"保留(?:到|至)?(?:小数点后)?([一两二三四1-4])位(?:小数)?|精确到小数点后([一两二三四1-4])位"
)
_TAILS = re.compile(
    r"尾差|分项(?:数?之?和|合计)?与(?:总计|合计|总数)(?:可能)?(?:不等|不一致|略有出入|存在差异|有差异)"
)
_QUOTES = re.compile(r"执行率(?:均?按|以|为)(?:自评)?表(?:中|内)?所?(?:填|列|载)")
_SENTENCE = re.compile(r"[^。；]+")


@dataclass(frozen=True, slots=True)
class Convention:
    """How a text announces that it rounds.

    Attributes:
        decimals: percentages and averages are rounded half up to so many; None where nothing is said.
        has_tails: parts may miss their whole by what rounding leaves.
        quotes_rates: execution rates are those that the forms print.
    """

    decimals: int | None = None
    has_tails: bool = False
    quotes_rates: bool = False

    def settled(self, figure: Measure, decision: Decision) -> Decision:
        """The decision, exact where the figure was rounded just as announced."""
        if decision.verdict != "rounded":
            return decision
        words = self._reason(figure, decision)
        return replace(decision, verdict="exact", note=words) if words else decision

    def _reason(self, figure: Measure, decision: Decision) -> str:
        if decision.kind == "list_sum":
            return "尾差由四舍五入造成，文中已说明" if self.has_tails else ""
        if self.quotes_rates and decision.is_printed:
            return "与自评表所填的执行率一致，文中已说明按表列示"
        if self.decimals is None or decision.whole is None:
            return ""
        is_so_rounded = round_half_up(decision.whole, self.decimals) == figure.number
        return f"按文中所说四舍五入，保留{self.decimals}位小数" if is_so_rounded else ""


def stated_convention(lines: Iterable[Line]) -> Convention:
    """What the sentences of a text announce."""
    found = Convention()
    for line in lines:
        for sentence in _SENTENCE.findall(line.text):
            match = _DECIMALS.search(sentence)
            if match is not None and "四舍五入" in sentence:
                digits = match[1] or match[2]
                found = replace(found, decimals=int(_NUMERALS.get(digits, digits)))
            if _TAILS.search(sentence) and re.search("四舍五入|取整|进位", sentence):
                found = replace(found, has_tails=True)
            if _QUOTES.search(sentence):
                found = replace(found, quotes_rates=True)
    return found
