"""KE: what an evaluation prints besides its scores: 得分率, 扣分, 小计, points of groups, a review's scores.

The same columns stand in many self-evaluations: the rules look at what is printed, not at the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfdesk.core.form import Form, Indicator, Subtotal
from perfdesk.core.interval import Interval
from perfdesk.core.value import Value, percent, plain
from perfdesk.rules.execution import as_rate, rate_of, total_line
from perfdesk.rules.figure import added, judged, missing, number
from perfdesk.rules.mending import is_right_once_mended
from perfdesk.rules.phrase import half
from perfdesk.rules.reason import words_of
from perfdesk.rules.rule import FORM_ITSELF, Example, Found, Outcome, Unchecked, rule
from perfdesk.rules.score import graded, title_of
from perfdesk.rules.weight import distinct
from perfdesk.scoring.expectation import Expectation, exactly
from perfdesk.scoring.profile import Profile

_BY_RATE = re.compile(r"执行率[*×xX]|[*×xX](?:预算)?执行率|按(?:预算)?执行率(?:计|得|记|给)分")


@rule(
    "KE101",
    "得分率与得分÷分值不符",
    why="得分率是从得分算出来的，两个数对不上，读表的人不知道信哪一个。",
    basis=f"{FORM_ITSELF}：得分率=得分÷分值",
    needs=("score_rate", "weight", "score"),
    bad=Example("evaluation_table", "15分得13.5分，得分率填80%", {"H6": "80%"}),
    good=Example("evaluation_table", "15分得13.5分，得分率90%"),
)
def score_rate_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """得分率 = 得分 ÷ 分值, of every row and of every 小计 line."""
    rows = [(title_of(i), i.weight, i.score, i.score_rate) for i in form.indicators]
    rows += [
        (s.name.raw.strip(), s.weight, s.score, s.score_rate) for s in form.subtotals if _adds_up(form, s)
    ]
    for title, weight, score, rate in rows:
        if (
            rate is None
            or rate.number is None
            or weight is None
            or score is None
            or _is_beyond(weight, score)
        ):
            continue
        if not weight.number or score.number is None:
            yield Unchecked(rate.cell, f"“{title}”缺少分值或得分，得分率无从核对")
            continue
        exact = number(score) / number(weight)
        formula = f"{plain(number(score))} ÷ {plain(number(weight))} = {percent(exact, 4)}"
        expectation = Expectation(exact, Interval.exactly(exact), formula, (), 4, is_percent=True)
        yield from judged(form, f"“{title}”的得分率", as_rate(rate), expectation, "ask", (weight, score))


@rule(
    "KE102",
    "扣分不等于分值减得分",
    why="扣分一栏就是分值与得分之差，对不上说明得分或扣分有一处写错。",
    basis=f"{FORM_ITSELF}：扣分=分值-得分",
    needs=("lost", "weight", "score", "reviewer_score"),
    bad=Example("evaluation_table", "15分得13.5分，扣分填3分", {"I6": "3"}),
    good=Example("evaluation_table", "15分得13.5分，扣1.5分"),
)
def lost_points_disagree(form: Form, profile: Profile) -> Iterator[Outcome]:
    """扣分 = 分值 − 得分; beside a reviewer's score it is the reviewer's."""
    for indicator in form.indicators:
        lost, weight = indicator.lost, indicator.weight
        score = _given(form, indicator)
        if lost is None or lost.number is None or weight is None or score is None:
            continue
        if weight.number is None or score.number is None:
            yield Unchecked(lost.cell, f"“{title_of(indicator)}”缺少分值或得分，扣分无从核对")
            continue
        exact = number(weight) - number(score)
        if abs(number(lost)) != exact and not _is_beyond(weight, score):
            formula = f"{plain(number(weight))} - {plain(number(score))} = {plain(exact)}"
            yield from judged(
                form, f"“{title_of(indicator)}”的扣分", lost, exactly(exact, formula), "ask", (weight, score)
            )


def _given(form: Form, indicator: Indicator) -> Value | None:
    """The score that points are taken down to: the evaluators', or the reviewer's."""
    if form.kind == "key_evaluation":
        return indicator.score
    return indicator.reviewer_score or indicator.score


@rule(
    "KE103",
    "指标之间的小计与各行之和不符",
    why="每一类指标的小计进入合计，必须等于这一类各行相加。",
    basis=f"{FORM_ITSELF}：小计=本类各行之和",
    needs=("weight", "score", "subtotals"),
    bad=Example("evaluation_table", "两行得分23.5分，小计填24分", {"G7": "24", "H7": "96%"}),
    good=Example("evaluation_table", "两行得分23.5分，小计23.5分"),
)
def subtotal_between_rows_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """小计 = Σ of the rows above it, for the points and for the scores."""
    for subtotal in form.subtotals:
        for what, printed, values in _sums_of(subtotal, _rows_of(form, subtotal)):
            parts = distinct(values)
            exact = sum(map(number, parts), Decimal(0))
            if exact == printed.number or not is_right_once_mended(form, profile, printed, exact, parts):
                yield from _summed(form, what, printed, values)


def _rows_of(form: Form, subtotal: Subtotal) -> list[Indicator]:
    return [row for index in subtotal.indicators if not (row := form.indicators[index]).is_child]


def _sums_of(
    subtotal: Subtotal, rows: Sequence[Indicator]
) -> Iterator[tuple[str, Value, list[Value | None]]]:
    """The printed sums of a 小计 line with what they add up."""
    if subtotal.weight is not None and subtotal.weight.number is not None:
        yield "分值小计", subtotal.weight, [row.weight for row in rows]
    if subtotal.score is not None and subtotal.score.number is not None:
        yield "得分小计", subtotal.score, [row.score for row in rows]


def _adds_up(form: Form, subtotal: Subtotal) -> bool:
    sums = _sums_of(subtotal, _rows_of(form, subtotal))
    return all(
        sum(map(number, distinct(values)), Decimal(0)) == printed.number for _, printed, values in sums
    )


def _is_beyond(weight: Value | None, score: Value | None) -> bool:
    """Whether a score lies outside its points, which SC203 tells: what rests on it may be right."""
    if weight is None or score is None or weight.number is None or score.number is None:
        return False
    return not 0 <= score.number <= weight.number


def _summed(form: Form, what: str, printed: Value, values: Sequence[Value | None]) -> Iterator[Outcome]:
    parts = distinct(values)
    if not parts:
        yield Unchecked(printed.cell, f"各行没有数字，{what}无从核对")
        return
    exact = sum(map(number, parts), Decimal(0))
    expectation = exactly(exact, f"{added(map(number, parts))} = {plain(exact)}")
    yield from judged(form, what, printed, expectation, "ask", parts)


@rule(
    "KE104",
    "一、二级指标的分值与各行之和不符",
    why="分值逐级分解，上一级的分值必须等于下面各行相加，否则权重体系不成立。",
    basis="财预〔2020〕10号：绩效评价指标的权重逐级分解，合计100分",
    needs=("level1", "level2", "weight"),
    bad=Example("evaluation_table", "决策两行合计25分，一级分值填35", {"B5": "35"}),
    good=Example("evaluation_table", "决策两行合计25分，一级分值25"),
)
def group_column_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The points of a group in a column beside its level = Σ 分值 of its rows."""
    for group in form.group_columns:
        members = [form.indicators[index] for index in group.indicators]
        weights = distinct(member.weight for member in members if not member.is_child)
        if not weights:
            yield Unchecked(group.points.cell, f"“{_name(group.name)}”各行没有分值，这一级的分值无从核对")
        elif all(weight.is_percent == group.points.is_percent for weight in weights):
            yield from _summed(form, f"“{_name(group.name)}”的分值", group.points, weights)


def _name(level: Value) -> str:
    return "".join((level.text or level.raw).split())


@rule(
    "KE105",
    "另一列评分高于分值或为负数",
    why="复核（或自评）一列的得分同样不能超过分值，也不能是负数。",
    needs=("weight", "reviewer_score"),
    bad=Example("reviewed", "20分，复核得22分", {"H8": "22", "H12": "100"}),
    good=Example("reviewed", "20分，复核得20分"),
)
def reviewer_score_above_weight(form: Form, profile: Profile) -> Iterator[Outcome]:
    """0 ≤ 复核得分 ≤ 分值."""
    for indicator in form.indicators:
        score, weight = indicator.reviewer_score, indicator.weight
        if score is None or weight is None or score.number is None or weight.number is None:
            continue
        if not 0 <= score.number <= weight.number:
            yield Found(
                score.cell,
                "wrong",
                f"“{title_of(indicator)}”的{_other(form)}得分{score.printed}不在0与分值{plain(weight.number)}之间，请更正。",
                score.printed,
                f"0～{plain(weight.number)}",
                f"{plain(score.number)} {'＜ 0' if score.number < 0 else f'＞ {plain(weight.number)}'}",
                related=(weight.cell,),
            )


@rule(
    "KE106",
    "另一列评分的总分与各项之和不符",
    why="复核（或自评）一列的总分，必须等于这一列各项得分相加。",
    basis=f"{FORM_ITSELF}：复核总得分=各项复核得分之和（执行率没有单独复核的，取自评的得分）",
    needs=("reviewer_score", "reviewer_total_score"),
    bad=Example("reviewed", "各项复核得分加执行率得分98分，总分填99分", {"H12": "99"}),
    good=Example("reviewed", "各项复核得分加执行率得分98分，总分98分"),
)
def reviewer_total_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """复核总得分 = Σ 复核得分, with the execution score of the fund table where that has none of its own."""
    whole = form.named("reviewer_total_score")
    parts = distinct(row.reviewer_score for row in form.indicators if not row.is_child)
    if whole is None or whole.number is None or not parts:
        return
    execution = form.named("execution_score")
    is_row = any(row.score is not None and execution == row.score for row in form.indicators)
    exact = sum(map(number, parts), Decimal(0))
    if execution is None or execution.number is None or is_row:
        yield from _summed(form, f"{_other(form)}总得分", whole, parts)
    elif exactly(exact, "").agreement(whole) == "wrong":
        yield from _summed(form, f"{_other(form)}总得分", whole, [*parts, execution])


def _other(form: Form) -> str:
    """Whose scores the second column holds."""
    return "自评" if form.kind == "key_evaluation" else "复核"


@rule(
    "KE107",
    "评价扣了分而没有写明扣分原因",
    why="扣分要有依据，被评价的单位才知道改什么；表上设了这一栏就应当写明。",
    severity="warning",
    basis=f"{FORM_ITSELF}：设有扣分原因（扣分说明）栏",
    needs=("score", "weight", "reason"),
    bad=Example("evaluation_table", "扣了1.5分，扣分原因空白", {"J6": ""}),
    good=Example("evaluation_table", "扣了1.5分，写明没有成本指标"),
)
def loss_unexplained_in_evaluation(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A key evaluation with a column of reasons takes points and gives none in the row."""
    if form.kind != "key_evaluation":
        return
    seen: set[str] = set()
    for indicator, weight, score in graded(form, profile):
        reason = indicator.reason
        if reason is None or words_of(indicator) or reason.cell in seen:
            continue
        if number(score) < number(weight):
            seen.add(reason.cell)
            lost = plain(number(weight) - number(score))
            yield missing(
                reason.cell,
                f"“{title_of(indicator)}”扣了{lost}分，没有写明扣分原因，请补充。",
                None,
                f"{plain(number(weight))} - {plain(number(score))} = {lost}",
            )


@rule(
    "KE108",
    "执行率指标的得分与所印评分标准不符",
    why="评分标准写明按执行率计分，得分就应当等于分值乘以执行率。",
    basis=f"{FORM_ITSELF}：评分标准“得分=执行率×分值”",
    needs=("method", "weight", "score", "executed"),
    bad=Example(
        "evaluation_table",
        "执行率95%，20分得满分",
        {"G8": "20", "H8": "100%", "I8": "0", "J8": "", "G10": "40", "H10": "100%", "G13": "98.5"},
    ),
    good=Example("evaluation_table", "执行率95%，20分得19分"),
)
def score_not_by_printed_rate(form: Form, profile: Profile) -> Iterator[Outcome]:
    """得分 = 分值 × 执行率 where an evaluation's own standard says just that."""
    rate, line = form.named("execution_rate"), total_line(form)
    if form.kind != "key_evaluation" or rate is None or rate.number is None:
        return
    by_amounts = rate_of(line, profile) if line is not None else None
    share = by_amounts.exact if by_amounts is not None else number(as_rate(rate))
    for indicator, weight, score in graded(form, profile):
        if not _is_by_rate(indicator):
            continue
        exact = min(number(weight) * share, number(weight))
        formula = f"{plain(number(weight))} × {percent(share, 4)} = {plain(round(exact, 6))}"
        expectation = exactly(exact, formula)
        yield from judged(form, f"“{title_of(indicator)}”得分", score, expectation, "ask", (rate, weight))


def _is_by_rate(indicator: Indicator) -> bool:
    """Whether the row scores the execution rate in plain proportion, with no steps or bounds."""
    method = half((indicator.method.text if indicator.method is not None else None) or "")
    is_plain = _BY_RATE.search(method) is not None and re.search("每|低于|以上|不得分|[≥>]", method) is None
    return is_plain and "执行率" in (indicator.level3.text or "")
