"""TO: the total score where the form says it again: at its head, in its grade, in its conclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.form import Form
from perfdesk.core.value import plain
from perfdesk.recognition.grade import rank_of
from perfdesk.rules.figure import judged, number
from perfdesk.rules.phrase import half
from perfdesk.rules.rule import FORM_ITSELF, Example, Found, Outcome, rule
from perfdesk.rules.total import expected_total
from perfdesk.scoring.expectation import exactly
from perfdesk.scoring.profile import Profile

_STATED = re.compile(
    r"(?:自评|评价|绩效|综合|最终|项目)[^,，。;；、\d]{0,6}(?:总分|得分|评分)[为是:：]?(\d{1,3}(?:\.\d+)?)分"
)
_PARTIAL = re.compile(r"执行率|指标|产出|效益|满意度|上年|去年|平均")


@rule(
    "TO404",
    "表头的总得分与合计行不一致",
    why="同一个总分写了两处，读表的人只看表头，两处必须相同。",
    basis=f"{FORM_ITSELF}：表头“自评总分”即合计行的得分",
    needs=("total_score", "repeated_total_score"),
    bad=Example("reviewed", "合计行100分，表头写96分", {"B6": "96"}),
    good=Example("reviewed", "表头和合计行都是100分"),
)
def repeated_total_differs(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The total at the head of the form repeats the total row, or what a reviewer made of it."""
    repeated, whole = form.named("repeated_total_score"), form.named("total_score")
    if repeated is None or whole is None or repeated.number is None or whole.number is None:
        return
    reviewed = form.named("reviewer_total_score")
    if reviewed is not None and reviewed.number is not None and reviewed.number == repeated.number:
        return
    by_parts = expected_total(form, profile)
    if by_parts is not None and by_parts.agreement(whole) == "wrong" != by_parts.agreement(repeated):
        return  # the total row is the one at fault
    expectation = exactly(number(whole), f"合计行 {whole.cell} 的得分 {whole.printed}")
    yield from judged(form, "表头的总得分", repeated, expectation, "ask", (whole,))


@rule(
    "TO405",
    "评价等级与总得分不符",
    why="等级由总得分决定，等级高于得分应得的一档，公开后就是虚报。",
    severity="warning",
    basis="评分规则“grades”一项",
    needs=("total_score", "headers"),
    bad=Example("reviewed", "总得分100分，等级写“良”", {"D6": "良"}),
    good=Example("reviewed", "总得分100分，等级写“优”"),
)
def grade_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The grade is not that of the total score by the profile's bounds."""
    grade = form.headers.get("grade")
    totals = [form.named("total_score"), form.named("reviewer_total_score")]
    scores = [total.number for total in totals if total is not None and total.number is not None]
    by_parts = expected_total(form, profile)
    scores += [by_parts.exact] if by_parts is not None else []
    rank = rank_of(grade.text or "") if grade is not None else None
    if grade is None or rank is None or not scores or max(scores) <= Decimal("1.5"):
        return
    ranks = [_rank(score, profile) for score in scores]
    if rank in ranks or None in ranks:
        return
    label = profile.grade_of(scores[0])
    least = next((least for name, least in profile.grades if name == label), Decimal(0))
    yield Found(
        grade.cell,
        "doubtful",
        f"总得分{plain(scores[0])}分，等级应为“{label}”，现写作“{(grade.text or '').strip()}”，请核对。",
        grade.printed,
        label,
        f"{plain(scores[0])} ≥ {plain(least)}，为“{label}”",
        related=tuple(total.cell for total in totals if total is not None),
        basis=profile.source("grades"),
    )


def _rank(score: Decimal, profile: Profile) -> int | None:
    return next((rank for rank, (_, least) in enumerate(profile.grades) if score >= least), None)


@rule(
    "TO406",
    "结论里写的总得分与表上不符",
    why="评价结论、说明里写的得分会被直接引用，必须与表上的总得分相同。",
    basis=f"{FORM_ITSELF}：结论中的得分即总得分",
    needs=("total_score", "explanations"),
    bad=Example("reviewed", "总得分100分，结论写96分", {"B13": "自评总分96分，目录编制任务全部完成"}),
    good=Example("reviewed", "结论和合计行都是100分"),
)
def stated_total_differs(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A conclusion states a total score that is neither the form's nor a reviewer's."""
    totals = [form.named("total_score"), form.named("reviewer_total_score")]
    known = [total for total in totals if total is not None and total.number is not None]
    by_parts = expected_total(form, profile)
    right = {total.number for total in known} | ({by_parts.exact} if by_parts is not None else set())
    for text in form.explanations.values() if known else ():
        for match in _STATED.finditer(half(text.text or "")):
            stated = Decimal(match.group(1))
            if stated in right or _PARTIAL.search(match.group()):
                continue
            yield Found(
                text.cell,
                "wrong",
                f"文中写“{match.group()}”，表上的总得分是{known[0].printed.strip()}，请核对后改为一致。",
                match.group(),
                plain(number(known[0])),
                f"{plain(stated)} ≠ {plain(number(known[0]))}",
                related=tuple(total.cell for total in known),
            )
