"""SC: indicator scores and completions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.finding import Edit, Fix
from perfdesk.core.form import Form, Indicator
from perfdesk.core.interval import Interval, round_half_up
from perfdesk.core.value import OPERATOR_SIGNS, Value, percent, plain
from perfdesk.rules.execution import as_rate
from perfdesk.rules.figure import judged, number
from perfdesk.rules.rule import Example, Found, Outcome, Unchecked, rule
from perfdesk.scoring.completion import Completion, measure
from perfdesk.scoring.expectation import Expectation, Route, exactly, route_by_share
from perfdesk.scoring.profile import Profile, Tier

ONE, ZERO = Decimal(1), Decimal(0)
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]?\s*[-—–~～至到]+\s*(\d+(?:\.\d+)?)\s*[%％]")


def scored(form: Form, profile: Profile) -> Iterator[tuple[Indicator, Value, Value]]:
    """Indicators of a self-evaluation that have a number for weight and for score, each with both."""
    if form.kind != "key_evaluation":
        yield from graded(form, profile)


def graded(form: Form, profile: Profile) -> Iterator[tuple[Indicator, Value, Value]]:
    """The same for every form, evaluations by others included, whose scores follow no proportion."""
    if not profile.has_scores:
        return
    for indicator in form.indicators:
        weight, score = indicator.weight, indicator.score
        if weight is None or score is None or weight.number is None or score.number is None:
            continue
        yield indicator, weight, score


def shared_scores(form: Form) -> frozenset[str]:
    """Score cells that stand for several indicators at once."""
    cells = [i.score.cell for i in form.indicators if i.score is not None and not i.score.is_blank]
    return frozenset(cell for cell in cells if cells.count(cell) > 1)


def is_quantitative(indicator: Indicator) -> bool:
    """Whether target and actual are both numbers."""
    return (
        indicator.target is not None
        and indicator.target.number is not None
        and indicator.actual is not None
        and indicator.actual.number is not None
    )


def title_of(indicator: Indicator) -> str:
    """The indicator's name for a message, shortened."""
    name = "".join((indicator.level3.text or "未命名指标").split())
    return name if len(name) <= 24 else name[:23] + "…"


def judged_completion(indicator: Indicator, profile: Profile) -> Expectation | None:
    """What 完成程度 should be from target and actual; None where they cannot be compared."""
    done = measure(indicator)
    if isinstance(done, str):
        return None
    decimals = profile.decimals("completion.decimals", 4)
    exact = min(done.ratio, ONE)
    routes = [Route(Interval.exactly(done.ratio), "按未封顶的比例")]
    rounded = round_half_up(exact, decimals)
    routes.append(Route(Interval.exactly(rounded), f"四舍五入为{percent(rounded, 4)}"))
    return Expectation(exact, Interval.exactly(exact), done.formula, tuple(routes), decimals, is_percent=True)


@rule(
    "SC201",
    "定量指标得分与完成情况不符",
    why="达到指标值应得满分，未达到按完成比例得分；多记少记都会改变总分。",
    needs=("target", "actual", "weight", "score"),
    bad=Example("project", "指标值≥2000卷，只完成1000卷，20分却得满分", {"F11": "1000卷"}),
    good=Example("project", "指标值≥2000卷，完成2100卷，得满分20分"),
)
def indicator_score_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """达到指标值记满分；未达到的按 B/A（≥、>、=）或 A/B（≤、<）× 分值记分。"""
    shared = set(shared_scores(form))
    told: set[str] = set()
    for indicator, weight, score in scored(form, profile):
        if number(score) > number(weight) or number(score) < 0:
            continue
        if score.cell in shared:
            if score.cell not in told:
                yield Unchecked(score.cell, f"“{title_of(indicator)}”与其他指标合用一个得分，不能逐项核对")
            told.add(score.cell)
            continue
        yield from _judged_score(form, profile, indicator, weight, score)


def _judged_score(
    form: Form, profile: Profile, indicator: Indicator, weight: Value, score: Value
) -> Iterator[Outcome]:
    done = measure(indicator)
    if isinstance(done, str):
        by_completion = _from_completion(profile, indicator, weight)
        if by_completion is not None:
            yield from judged(form, f"“{title_of(indicator)}”得分", score, by_completion, "ask")
        elif is_quantitative(indicator) or indicator.actual is None or indicator.actual.is_blank:
            yield Unchecked(score.cell, f"“{title_of(indicator)}”{done}，得分无从核对")
        return
    if _is_overshoot(profile, done):
        yield from _overshot(form, profile, indicator, done)
        return
    expectation = _expected(profile, indicator, weight, done)
    if not done.is_certain and not done.is_met:
        yield from _either_way(form, indicator, score, number(weight), expectation)
        return
    related = (indicator.target, indicator.actual, weight)
    yield from judged(form, f"“{title_of(indicator)}”得分", score, expectation, "ask", related)


def _from_completion(profile: Profile, indicator: Indicator, weight: Value) -> Expectation | None:
    """Score = weight × printed completion, where the layout computes it so."""
    completion = indicator.completion
    if completion is None or completion.number is None or not profile.scores_from_completion:
        return None
    share = number(as_rate(completion))
    exact = min(number(weight) * share, number(weight))
    formula = f"{plain(number(weight))} × {percent(share, 4)} = {plain(round(exact, 6))}"
    return exactly(exact, formula, profile.decimals("score.decimals"))


def _is_overshoot(profile: Profile, done: Completion) -> bool:
    bound = profile.decimal("overshoot.full_to") or profile.decimal("overshoot.explain_from")
    return bound is not None and done.ratio > bound


def _overshot(form: Form, profile: Profile, indicator: Indicator, done: Completion) -> Iterator[Outcome]:
    """Far above the target a reduced score is legitimate; no number is set nationally."""
    weight, score = indicator.weight, indicator.score
    if weight is None or score is None:
        return
    full, given = number(weight), number(score)
    factor, start = profile.decimal("overshoot.factor"), profile.decimal("overshoot.reduced_from")
    if factor is not None and start is not None and done.ratio >= start:
        reduced = full * factor
        if given != reduced:
            yield Found(
                score.cell,
                "doubtful",
                f"“{title_of(indicator)}”完成值远超指标值，按推定的规则应得{plain(reduced)}分，"
                f"现为{score.printed}，请核对并说明原因。",
                score.printed,
                plain(reduced),
                f"{done.formula}；{plain(full)} × {percent(factor)} = {plain(reduced)}",
                basis=profile.source("overshoot.reduced_from"),
            )
    elif given != full:
        yield Unchecked(
            score.cell,
            f"“{title_of(indicator)}”完成值超过指标值（{done.formula}），可酌情减分，减多少没有规定",
        )


def _expected(profile: Profile, indicator: Indicator, weight: Value, done: Completion) -> Expectation:
    points = number(weight)
    decimals = profile.decimals("score.decimals")
    if done.is_met:
        return exactly(points, f"{done.formula}，达到指标值，得满分{plain(points)}", decimals)
    exact = points * done.ratio
    formula = f"{done.formula}；{plain(points)} × {percent(done.ratio, 4)} = {plain(round(exact, 6))}"
    routes = []
    rounded = round_half_up(done.ratio, profile.decimals("completion.decimals", 4))
    routes.append(route_by_share(points, rounded, "完成程度取"))
    printed = indicator.completion
    if printed is not None and printed.number is not None:
        share = as_rate(printed)
        completion = judged_completion(indicator, profile)
        if completion is not None and completion.agreement(share, 2) != "wrong":
            routes.append(route_by_share(points, number(share), "完成程度填"))
    return Expectation(exact, Interval.exactly(exact), formula, tuple(routes), decimals)


def _either_way(
    form: Form, indicator: Indicator, score: Value, full: Decimal, expectation: Expectation
) -> Iterator[Outcome]:
    """Neither operator nor name says which way is better: full or in proportion may be right."""
    if expectation.agreement(score) != "wrong":
        return
    if number(score) == full:
        yield Found(
            score.cell,
            "doubtful",
            f"“{title_of(indicator)}”没有写运算符号，完成值小于指标值却得满分，请补上≥或≤并核对得分。",
            score.printed,
            None,
            expectation.formula,
        )
        return
    yield from judged(form, f"“{title_of(indicator)}”得分", score, expectation, "ask")


def tier_of(actual: Value, profile: Profile) -> Tier | None:
    """The tier of a qualitative actual: as it states itself, else by the profile's words."""
    text = actual.text or ""
    match = _RANGE.search(text)
    if match:
        ends = sorted((Decimal(match.group(1)) / 100, Decimal(match.group(2)) / 100))
        return Tier(text, ends[1], ends[0])
    squeezed = "".join(text.split())
    return next((tier for tier in profile.tiers if squeezed.startswith(tier.words)), None)


@rule(
    "SC202",
    "定性指标得分超出所填档次",
    why="定性指标按档次记分，得分必须落在所填档次的范围内。",
    needs=("actual", "weight", "score"),
    bad=Example(
        "project",
        "完成情况填“全部或基本达成预期指标100%-80%（含）”，30分只得15分",
        {
            "E14": "等候明显缩短",
            "F14": "全部或基本达成预期指标100%-80%（含）",
            "H14": "15",
            "H16": "85",
            "I14": "高峰时段仍需排队",
        },
    ),
    good=Example(
        "project",
        "完成情况填第一档，30分得30分",
        {"E14": "等候明显缩短", "F14": "全部或基本达成预期指标100%-80%（含）"},
    ),
)
def qualitative_score_out_of_range(form: Form, profile: Profile) -> Iterator[Outcome]:
    """定性指标分三档，得分在分值 × 档次范围之内。"""
    for indicator, weight, score in scored(form, profile):
        if indicator.actual is None or is_quantitative(indicator) or number(score) > number(weight):
            continue
        tier = tier_of(indicator.actual, profile)
        if tier is None:
            continue
        low, high = tier.low * number(weight), tier.high * number(weight)
        if low <= number(score) <= high:
            continue
        span = f"{plain(low)}～{plain(high)}"
        yield Found(
            score.cell,
            "wrong",
            f"“{title_of(indicator)}”填的档次是{percent(tier.high)}～{percent(tier.low)}，"
            f"得分应在{span}之间，现为{score.printed}，请核对档次或得分。",
            score.printed,
            span,
            f"{plain(number(weight))} × {percent(tier.low)} = {plain(low)}，"
            f"{plain(number(weight))} × {percent(tier.high)} = {plain(high)}",
            basis=profile.source("tiers"),
        )


@rule(
    "SC203",
    "得分高于分值或为负数",
    why="任何一项得分都不能超过它的分值，也不能是负数。",
    needs=("weight", "score"),
    bad=Example("project", "分值15分，得分18分", {"H12": "18", "H16": "103"}),
    good=Example("project", "分值15分，得分15分"),
)
def score_above_weight(form: Form, profile: Profile) -> Iterator[Outcome]:
    """0 ≤ 得分 ≤ 分值."""
    seen: set[str] = set()
    for indicator, weight, score in graded(form, profile):
        if score.cell in seen or ZERO <= number(score) <= number(weight):
            continue
        seen.add(score.cell)
        done = measure(indicator)
        fix = None
        expected = f"0～{plain(number(weight))}"
        if not isinstance(done, str) and done.is_met:
            expected = plain(number(weight))
            fix = Fix("ask", (Edit(form.sheet, score.cell, expected),))
        word = "高于分值" if number(score) > number(weight) else "是负数，不在0与分值"
        yield Found(
            score.cell,
            "wrong",
            f"“{title_of(indicator)}”得分{score.printed}{word}{plain(number(weight))}之间，请更正。"
            if number(score) < 0
            else f"“{title_of(indicator)}”得分{score.printed}高于分值{plain(number(weight))}，请更正。",
            score.printed,
            expected,
            f"{score.printed} {'＞' if number(score) > 0 else '＜'} "
            f"{plain(number(weight)) if number(score) > 0 else 0}",
            fix,
            (weight.cell,),
        )


@rule(
    "SC204",
    "完成程度与完成值÷指标值不符",
    why="完成程度是得分的依据，必须能由完成值和指标值算出。",
    basis="自评表“完成程度”列：完成程度=全年完成值÷指标值（反向指标为指标值÷完成值），最高100%",
    needs=("target", "actual", "completion"),
    bad=Example("liaoning_2023", "目标200人次，完成200人次，完成程度填90%", {"I8": "90%"}),
    good=Example("liaoning_2023", "目标200人次，完成200人次，完成程度填100%"),
)
def completion_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """完成程度 = 全年完成值 ÷ 指标值, capped at 100 %; inside its tier where qualitative."""
    for indicator in form.indicators:
        completion = indicator.completion
        if completion is None or completion.number is None:
            continue
        share = as_rate(completion)
        expectation = judged_completion(indicator, profile)
        if expectation is not None:
            yield from judged(form, f"“{title_of(indicator)}”完成程度", share, expectation)
            continue
        tier = tier_of(indicator.actual, profile) if indicator.actual is not None else None
        if tier is not None and not tier.low <= number(share) <= tier.high:
            yield Found(
                completion.cell,
                "wrong",
                f"“{title_of(indicator)}”完成程度{completion.printed}不在所填档次"
                f"{percent(tier.high)}～{percent(tier.low)}之内，请核对。",
                completion.printed,
                f"{percent(tier.low)}～{percent(tier.high)}",
                None,
                basis=profile.source("tiers"),
            )


@rule(
    "SC205",
    "运算符号要求超过，实际只是等于",
    why="“＞500”要求多于500，正好500按字面没有完成；多半是运算符号应为≥。",
    severity="warning",
    needs=("operator", "target", "actual"),
    bad=Example("liaoning_2023", "目标＞200人次，完成200人次", {"E8": ">"}),
    good=Example("liaoning_2023", "目标≥200人次，完成200人次"),
)
def strict_target_only_equalled(form: Form, profile: Profile) -> Iterator[Outcome]:
    """＞ and ＜ are met by more and less; equality is counted as met but doubtful."""
    for indicator in form.indicators:
        done = measure(indicator)
        if isinstance(done, str) or not done.is_only_equal or indicator.operator is None:
            continue
        anchor = indicator.completion or indicator.score or indicator.actual
        if anchor is None or anchor.is_blank:
            continue
        sign = OPERATOR_SIGNS[indicator.operator]
        yield Found(
            anchor.cell,
            "doubtful",
            f"“{title_of(indicator)}”的运算符号是{sign}，完成值正好等于指标值，"
            f"按字面未达到；如意思是“不低于/不高于”，请把符号改为{'≥' if sign == '＞' else '≤'}。",
            anchor.printed,
            None,
            done.formula,
        )
