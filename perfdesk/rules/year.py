"""YR: years and deadlines against the budget year of the form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from perfdesk.core.form import Form
from perfdesk.core.value import Value
from perfdesk.rules.phrase import half
from perfdesk.rules.rule import Example, Found, Outcome, rule
from perfdesk.rules.score import title_of
from perfdesk.scoring.profile import Profile

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|[-./]\d)")
_QUOTED = re.compile(r"《[^》]*》|[(〔\[【][^)〕\]】]*[)〕\]】]")
_BUDGET = re.compile(
    r"(?<!\d)(20\d\d)年(?:度)?(?:的)?(?:财政|部门|项目|单位)?(?:预算|绩效目标|绩效自评|自评|支出预算)"
)
_SHORT = re.compile(r"(?<!\d)([12]\d)年(?:度)?(?:目标|预算|计划)")
_FEWEST = 3
"""So many deadlines show which year is meant where the form does not say."""


def years_in(text: str) -> list[int]:
    """Years named in a text, without those in titles of documents and in brackets."""
    return [int(year) for year in _YEAR.findall(_QUOTED.sub("", half(text)))]


def budget_year(form: Form) -> int | None:
    """The form's year; where it does not say, the one that nearly all deadlines or completions name."""
    if form.year is not None:
        return form.year
    deadlines = [year for i in form.indicators if i.deadline is not None for year in years_in(i.deadline.raw)]
    if len(deadlines) >= _FEWEST:
        return Counter(deadlines).most_common(1)[0][0]
    texts = [i.actual for i in form.indicators] + [goal.achieved for goal in form.goals]
    years = {year for value in texts if value is not None for year in years_in(value.raw)}
    return years.pop() if len(years) == 1 else None


@rule(
    "YR101",
    "完成时限不在预算年度",
    why="绩效目标按预算年度考核；时限写成别的年度，年底无法自评。",
    severity="warning",
    basis="绩效目标表“完成时限”栏：应在预算年度之内",
    needs=("deadline",),
    bad=Example("targets", "2024年度的目标，完成时限写2023-12", {"H8": "2023-12"}),
    good=Example("targets", "完成时限都在2024年"),
)
def deadline_outside_year(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A deadline lies outside the budget year."""
    year = budget_year(form)
    for indicator in form.indicators:
        deadline = indicator.deadline
        if deadline is None or deadline.is_blank or year is None:
            continue
        named = years_in(deadline.raw) or years_in(deadline.printed)
        if named and year not in named:
            yield Found(
                deadline.cell,
                "doubtful",
                f"“{title_of(indicator)}”的完成时限是{deadline.printed.strip()}，不在{year}年度之内，请核对。",
                deadline.printed,
                f"{year}年",
            )


@rule(
    "YR102",
    "文字里的年度不是本表的年度",
    why="沿用上年的表格常常忘了改年份；目标里写着上一年的预算，读的人会以为填错了表。",
    severity="warning",
    basis="自评表按预算年度填报，文字与表头年度应当一致",
    needs=("goals", "indicators"),
    bad=Example("project", "2023年度的表，目标写“2022年预算”", {"B9": "按2022年预算完成两千卷案卷的扫描"}),
    good=Example("project", "目标不提别的年度"),
)
def text_names_another_year(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A goal, an indicator's name or its target speaks of an earlier year's budget or end."""
    year = budget_year(form)
    if year is None:
        return
    for what, value, is_target in _texts(form):
        words = _QUOTED.sub("", half(value.raw))
        named = [int(found) for found in _BUDGET.findall(words)]
        named += [2000 + int(found) for found in _SHORT.findall(words)]
        if is_target and value.text:
            named += years_in(value.raw)
        other = next((found for found in named if found < year or found > year + 1), None)
        if other is not None and (year not in named or not is_target):
            yield Found(
                value.cell,
                "doubtful",
                f"{what}写的是{other}年，本表是{year}年度，请核对是否沿用了别的年度的文字。",
                value.printed[:60],
                f"{year}年",
            )


def _texts(form: Form) -> Iterator[tuple[str, Value, bool]]:
    for goal in form.goals:
        if goal.planned.text:
            yield "年度目标里", goal.planned, False
    for indicator in form.indicators:
        if indicator.level3.text:
            yield "指标名称里", indicator.level3, False
        target = indicator.target
        if target is not None and target.raw and target.cell != indicator.level3.cell:
            yield f"“{title_of(indicator)}”的指标值", target, True


@rule(
    "YR103",
    "实施期不包括本表的年度",
    why="实施期和年度对不上，不是年度填错，就是用错了表。",
    severity="warning",
    basis="自评表表头“实施期”与年度应当一致",
    needs=("headers",),
    bad=Example("project", "2023年度的表，实施期写2022年", {"G3": "实施期", "H3": "2022年1月至2022年12月"}),
    good=Example("project", "实施期包括2023年", {"G3": "实施期", "H3": "2023年1月至2023年12月"}),
)
def period_misses_year(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The period in the header lies wholly before or after the budget year."""
    period = form.headers.get("period")
    if period is None or form.year is None:
        return
    years = years_in(period.raw)
    if years and not min(years) <= form.year <= max(years):
        yield Found(
            period.cell,
            "doubtful",
            f"实施期“{' '.join(period.printed.split())}”不包括{form.year}年，请核对年度或实施期。",
            period.printed,
            f"{form.year}年",
        )
