"""CP: the same thing said twice: duplicate indicators, copied goals, numbers dropped on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.core.form import Form, Indicator
from perfdesk.core.value import plain
from perfdesk.rules.phrase import bare, counted
from perfdesk.rules.rule import Example, Found, Outcome, rule
from perfdesk.rules.score import title_of
from perfdesk.scoring.profile import Profile

_SUFFIX = re.compile(r"(?:率|情况|程度)$")
_HEADING = re.compile(r"目标\s*\d*\s*(?:完成情况)?\s*[:：]")
_DONE = re.compile(r"^(?:已经|已|均已|全部)|(?:了|已完成)$")


@rule(
    "CP101",
    "同一个指标列了两次",
    why="同一件事评两次，等于把它的分值加倍，其他工作就没有考核。",
    severity="warning",
    basis="财预〔2020〕10号：绩效指标应当突出重点、相互独立、不重复设置",
    needs=("level3",),
    bad=Example("project", "“扫描合格率”之后又列“扫描合格”", {"D13": "扫描合格"}),
    good=Example("project", "各指标互不重复"),
)
def indicator_twice(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Two rows carry the same name, or names that differ by 率, 情况 or 程度 alone."""
    seen: dict[str, Indicator] = {}
    for indicator in form.indicators:
        name = bare(indicator.level3.text or "")
        core = _SUFFIX.sub("", name)
        if indicator.is_child or len(core) < 3:
            continue
        earlier = seen.setdefault(core, indicator)
        if earlier is indicator or earlier.level3.cell == indicator.level3.cell:
            continue
        other = bare(earlier.level3.text or "")
        if core not in (name, other) and name != other:
            continue
        if indicator.unit != earlier.unit and indicator.unit and earlier.unit:
            continue  # 人数 and 比例 of the same thing are two measures
        yield Found(
            indicator.level3.cell,
            "doubtful",
            f"“{title_of(indicator)}”与{earlier.level3.cell}的“{title_of(earlier)}”是同一个指标，请合并或换成别的指标。",
            indicator.level3.printed,
            related=(earlier.level3.cell,),
        )


@rule(
    "CP102",
    "完成情况照抄年度目标",
    why="完成情况要写做成了什么、做到什么程度；照抄目标等于没有自评。",
    severity="warning",
    basis="自评表“年度总体目标”栏：预期目标与实际完成情况分别填写",
    needs=("goals",),
    bad=Example("project", "实际完成情况与预期目标一字不差", {"E9": "完成两千卷案卷的扫描和著录"}),
    good=Example("project", "完成情况写明扫描2100卷、全部通过验收"),
)
def completion_copies_goal(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The completion text is the goal text, word for word."""
    for goal in form.goals:
        planned, achieved = goal.planned.text, goal.achieved
        if planned is None or achieved is None or achieved.text is None:
            continue
        said = _told(achieved.text)
        if len(said) >= 8 and said == _told(planned):
            yield Found(
                achieved.cell,
                "doubtful",
                "实际完成情况与预期目标文字相同，请写明实际完成的数量、质量和效果。",
                achieved.printed[:60],
                related=(goal.planned.cell,),
            )


def _told(text: str) -> str:
    """What a goal or completion text says beyond its numbering and 已…完成."""
    return _DONE.sub("", bare(_HEADING.sub("", text)))


@rule(
    "CP103",
    "目标里的数字在完成情况里没有交代",
    why="目标写了抽查15%，完成情况只说完成抽查，读表的人不知道达到没有。",
    severity="warning",
    basis="自评表“年度总体目标”栏：完成情况应逐项回应预期目标",
    needs=("goals",),
    bad=Example(
        "project",
        "目标写抽查20%，完成情况不写抽查多少",
        {"B9": "完成扫描，抽查20%的案卷", "E9": "完成扫描，并对案卷作了抽查"},
    ),
    good=Example("project", "目标不带数字，或完成情况写明数字"),
)
def promised_number_dropped(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A share or a count of the goal text comes back in no form in the completion text."""
    for goal in form.goals:
        planned, achieved = goal.planned.text, goal.achieved
        if planned is None or achieved is None or achieved.text is None or len(bare(achieved.text)) < 6:
            continue
        promised = [(number, unit) for number, unit in counted(planned) if _is_promise(unit)]
        if not promised or any(letter.isdigit() for letter in bare(achieved.text)):
            continue
        figures = "、".join(f"{plain(number)}{unit}" for number, unit in promised[:3])
        yield Found(
            achieved.cell,
            "doubtful",
            f"预期目标写明{figures}，实际完成情况没有一个数字，请写明实际完成多少。",
            achieved.printed[:60],
            related=(goal.planned.cell,),
        )


def _is_promise(unit: str) -> bool:
    return unit == "%" or unit[0] in "人次户个家件天场台套篇批卷册亩公吨米所条项名例"


@rule(
    "CP104",
    "改进措施照抄原因说明",
    why="原因说的是为什么没有完成，措施说的是下一步怎么办；照抄等于没有措施。",
    severity="warning",
    basis="自评表“原因说明”“改进措施”两栏",
    needs=("reason", "measure"),
    bad=Example("liaoning_project", "改进措施与原因说明文字相同", {"N8": "末期培训因场地维修停办一次"}),
    good=Example("liaoning_project", "原因和措施分别填写"),
)
def measure_copies_reason(form: Form, profile: Profile) -> Iterator[Outcome]:
    """改进措施 repeats 原因说明 word for word."""
    seen: set[str] = set()
    for indicator in form.indicators:
        reason, measure = indicator.reason, indicator.measure
        if reason is None or measure is None or not reason.text or not measure.text:
            continue
        same = bare(reason.text) == bare(measure.text)
        if not same or len(bare(measure.text)) < 4 or measure.cell in seen or measure.cell == reason.cell:
            continue
        seen.add(measure.cell)
        yield Found(
            measure.cell,
            "doubtful",
            f"“{title_of(indicator)}”的改进措施与原因说明文字相同，请写明下一步怎样改进。",
            measure.printed[:60],
            related=(reason.cell,),
        )
