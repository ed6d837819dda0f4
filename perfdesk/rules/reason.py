"""RS: points lost and money unspent must be explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.form import Form, Indicator
from perfdesk.core.value import Value, percent, plain
from perfdesk.rules.execution import execution_score, execution_weight, total_line
from perfdesk.rules.figure import missing, number
from perfdesk.rules.rule import Example, Found, Outcome, rule
from perfdesk.rules.score import scored, title_of
from perfdesk.scoring.completion import measure
from perfdesk.scoring.profile import Profile

_SHORT = re.compile(
    r"未(?:完成|达到|达标|能|按|及时|支付|实现|开展|执行)|不足|滞后|延迟|推迟|没有(?:完成|达到|开展)"
)
_NOT_SHORT = re.compile(r"无未|没有未|不存在|未出现|未发生|未发现")


def words_of(indicator: Indicator) -> tuple[Value, ...]:
    """The texts of a row that can explain a loss: reason, measure, cause columns with words."""
    causes = [value for value in indicator.ticks.values() if value.text and len(value.text) > 2]
    found = [value for value in (indicator.reason, indicator.measure) if value is not None]
    return tuple(value for value in (*found, *causes) if not value.is_blank)


def reason_cell(indicator: Indicator) -> str | None:
    """Where the reason belongs: 原因说明, else the last cause column, else the score."""
    if indicator.reason is not None:
        return indicator.reason.cell
    if indicator.ticks:
        return list(indicator.ticks.values())[-1].cell
    return indicator.score.cell if indicator.score is not None else None


@rule(
    "RS801",
    "扣了分而没有说明原因",
    why="未完成的指标要说明偏差原因，这是改进的依据，也是公开时最先被问的问题。",
    severity="warning",
    basis="财预〔2020〕10号附件“偏差原因分析及改进措施”栏",
    needs=("score", "weight", "reason"),
    bad=Example("project", "20分只得16分，没有说明原因", {"F11": "1600卷", "H11": "16", "H16": "96"}),
    good=Example("liaoning_project", "只完成80%、得24分，写明了原因"),
)
def loss_without_reason(form: Form, profile: Profile) -> Iterator[Outcome]:
    """得分 below 分值 and no reason in the row."""
    seen: set[str] = set()
    for indicator, weight, score in scored(form, profile):
        if number(score) >= number(weight) or words_of(indicator):
            continue
        if indicator.reason is None and _has_reason(form):
            continue  # a layout that explains all rows in one place
        cell = reason_cell(indicator)
        if cell is None or cell in seen:
            continue
        seen.add(cell)
        lost = plain(number(weight) - number(score))
        yield missing(
            cell,
            f"“{title_of(indicator)}”扣了{lost}分，没有说明原因，请填写偏差原因和改进措施。",
            None,
            f"{plain(number(weight))} - {plain(number(score))} = {lost}",
        )


@rule(
    "RS802",
    "执行率扣了分而全表没有说明原因",
    why="钱没有花完，应当在表中说明原因。",
    severity="warning",
    basis="财预〔2020〕10号附件“偏差原因分析及改进措施”栏",
    needs=("execution_score", "reason"),
    bad=Example(
        "liaoning_project",
        "执行率80%，全表没有一处说明原因",
        {"L8": "", "M8": "", "N8": "", "H8": "200", "I8": "100%", "K8": "30", "D13": "90", "D14": "98"},
    ),
    good=Example("liaoning_project", "执行率80%，表中写明了原因"),
)
def unspent_without_reason(form: Form, profile: Profile) -> Iterator[Outcome]:
    """执行率得分 below its weight and no reason anywhere in the form."""
    score = form.named("execution_score")
    line = total_line(form)
    if score is None or score.number is None or line is None or _has_reason(form):
        return
    expectation = execution_score(form, line, profile)
    weight = execution_weight(form, profile)
    if expectation is None or expectation.exact >= weight or score.number >= weight:
        return
    bound = profile.decimal("rate.explain_below")
    if bound is not None and weight and expectation.exact / weight >= bound:
        return
    yield missing(
        score.cell,
        f"执行率得分{score.printed}低于{plain(weight)}分，全表没有说明资金未执行完的原因，请补充说明。",
        None,
        expectation.formula,
    )


@rule(
    "RS806",
    "预算作了较大调整而没有说明",
    why="全年预算与年初预算差得多，说明年初安排不准或年中追加，应当说明原因。",
    severity="warning",
    basis="评分规则“adjustment.explain_from”一项",
    needs=("initial_budget", "full_year_budget", "reason"),
    bad=Example(
        "project",
        "年初预算20万元，全年预算10万元，没有说明",
        {"C5": "20", "C6": "18"},
    ),
    good=Example("project", "年初预算与全年预算相同"),
)
def adjustment_without_reason(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The full-year budget differs from the initial one by more than the profile's share, unexplained."""
    bound = profile.decimal("adjustment.explain_from")
    initial, adjusted = form.named("initial_budget"), form.named("full_year_budget")
    if bound is None or initial is None or adjusted is None or form.kind == "unit_self_evaluation":
        return
    if not initial.number or adjusted.number is None or _has_reason(form):
        return
    change = (adjusted.number - initial.number) / initial.number
    if abs(change) > bound:
        word = "追加" if change > 0 else "调减"
        yield missing(
            adjusted.cell,
            f"全年预算数比年初预算数{word}{percent(abs(change))}，表中没有说明原因，请补充说明。",
            None,
            f"{plain(adjusted.number)} ÷ {plain(initial.number)} - 1 = {percent(change)}",
        )


@rule(
    "RS807",
    "没有扣分而写了未完成的原因",
    why="写着没有完成的原因却得了满分，得分和文字必有一处不实。",
    severity="warning",
    basis="财预〔2020〕10号附件“偏差原因分析及改进措施”栏",
    needs=("reason", "score", "weight"),
    bad=Example("project", "满分，却写着因设备故障未完成", {"I13": "因设备故障，部分案卷未完成验收"}),
    good=Example("project", "满分，没有写原因"),
)
def reason_without_loss(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A reason for falling short stands beside full marks and a target that is met, not exceeded."""
    seen: set[str] = set()
    for indicator, weight, score in scored(form, profile):
        reason, done = indicator.reason, measure(indicator)
        if reason is None or reason.text is None or number(score) < number(weight) or reason.cell in seen:
            continue
        if not isinstance(done, str) and (not done.is_met or done.ratio > 1):
            continue
        if not _SHORT.search(reason.text) or _NOT_SHORT.search(reason.text):
            continue
        seen.add(reason.cell)
        yield Found(
            reason.cell,
            "doubtful",
            f"“{title_of(indicator)}”得满分{score.printed.strip()}，却写了未完成的原因，请核对得分或删去说明。",
            reason.printed[:60],
            related=(score.cell,),
        )


def _has_reason(form: Form) -> bool:
    told = any(not value.is_blank for name, value in form.explanations.items() if name != "conclusion")
    return told or any(words_of(indicator) for indicator in form.indicators)


@rule(
    "RS803",
    "有减分而没有说明原因",
    why="减分项直接减少总分，应当写明为什么减、减多少。",
    severity="warning",
    basis="自评表“减分项”栏",
    needs=("deduction",),
    bad=Example("liaoning_2023", "减分项填5分，没有任何说明", {"I11": "5", "M11": "95"}),
    good=Example("liaoning_2023", "减分项为0"),
)
def deduction_without_reason(form: Form, profile: Profile) -> Iterator[Outcome]:
    """减分项 above zero and no reason anywhere in the form."""
    deduction = form.named("deduction")
    if deduction is None or deduction.number is None or _has_reason(form):
        return
    if abs(deduction.number) > Decimal(0):
        yield missing(deduction.cell, f"减分项减了{deduction.printed}分，表中没有说明原因，请补充说明。")


@rule(
    "RS805",
    "不评分的表里指标未完成而没有说明原因",
    why="专项资金自评表不打分，没有完成的指标更要靠文字说明原因和措施。",
    severity="warning",
    basis="专项资金绩效目标自评表“未完成原因和改进措施”栏",
    needs=("target", "actual", "reason"),
    bad=Example("special_fund", "指标值6个，只完成4个，没有说明原因", {"F9": "4个"}),
    good=Example("special_fund", "指标值6个，完成6个"),
)
def shortfall_without_reason(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A target that is plainly missed in a form without scores, and no reason in the row."""
    if profile.has_scores:
        return
    for indicator in form.indicators:
        done = measure(indicator)
        cell = reason_cell(indicator)
        if isinstance(done, str) or done.is_met or not done.is_certain or words_of(indicator) or cell is None:
            continue
        yield missing(
            cell, f"“{title_of(indicator)}”没有完成指标值，没有说明原因，请补充说明。", None, done.formula
        )


@rule(
    "RS804",
    "远超指标值而没有说明原因",
    why="超额太多往往说明指标值定低了，要分析原因，必要时调减得分。",
    severity="warning",
    needs=("target", "actual", "reason"),
    bad=Example("project", "指标值≥2000卷，完成6000卷，没有说明", {"F11": "6000卷"}),
    good=Example("project", "指标值≥2000卷，完成2100卷"),
)
def overshoot_without_reason(form: Form, profile: Profile) -> Iterator[Outcome]:
    """完成值 far above 指标值 and no reason in the row."""
    bound = profile.decimal("overshoot.explain_from")
    for indicator in form.indicators:
        done = measure(indicator)
        if bound is None or isinstance(done, str) or done.ratio <= bound or words_of(indicator):
            continue
        if indicator.direction != "higher" or indicator.actual is None:
            continue
        yield Found(
            indicator.actual.cell,
            "doubtful",
            f"“{title_of(indicator)}”的完成值超过指标值{percent(done.ratio - 1)}，"
            "请说明原因，并核对指标值是否定得过低。",
            indicator.actual.printed,
            None,
            done.formula,
            basis=profile.source("overshoot.explain_from"),
        )
