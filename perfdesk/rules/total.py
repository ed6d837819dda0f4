"""TO: subtotal, deduction, total score."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.finding import Safety
from perfdesk.core.form import Form
from perfdesk.core.value import Value, plain
from perfdesk.rules.execution import execution_score, total_line
from perfdesk.rules.figure import added, judged, number
from perfdesk.rules.mending import is_right_once_mended
from perfdesk.rules.rule import Example, Found, Outcome, Unchecked, rule
from perfdesk.rules.weight import distinct, has_implicit_execution, has_own_execution, indicator_scores
from perfdesk.scoring.expectation import Expectation, exactly
from perfdesk.scoring.profile import Profile


@rule(
    "TO401",
    "指标得分小计不等于各项得分之和",
    why="小计进入总分，必须等于各行得分相加。",
    basis="自评表：指标自评得分小计=各指标得分之和",
    needs=("score", "indicator_subtotal"),
    bad=Example("liaoning_2023", "各项得分合计90分，小计填80分", {"D11": "80", "M11": "90"}),
    good=Example("liaoning_2023", "各项得分合计90分，小计90分"),
)
def subtotal_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """指标自评得分小计 = Σ 得分."""
    subtotal = form.fields.get("indicator_subtotal")
    if subtotal is None or subtotal.is_blank:
        return
    scores = indicator_scores(form)
    if subtotal.number is None or not scores:
        yield Unchecked(subtotal.cell, "小计或各项得分不是数字，小计无从核对")
        return
    exact = sum(map(number, scores), Decimal(0))
    expectation = exactly(
        exact, f"{added(map(number, scores))} = {plain(exact)}", profile.decimals("subtotal.decimals")
    )
    is_wrong = expectation.agreement(subtotal) == "wrong"
    if is_wrong and is_right_once_mended(form, profile, subtotal, exact, scores):
        yield Unchecked(subtotal.cell, _AFTER_CORRECTION.format("小计"))
        return
    yield from judged(
        form, "指标得分小计", subtotal, expectation, _safety(form, profile, subtotal, expectation), scores
    )


def _safety(form: Form, profile: Profile, part: Value, expectation: Expectation) -> Safety:
    """A subtotal is safe to mend only where the total is right with the mended one, or is not there."""
    whole, parts = form.named("total_score"), _parts(form, profile)
    if whole is None or whole.number is None or parts is None:
        return "safe"
    mended = sum((number(each) for each in parts if each.cell != part.cell), expectation.exact)
    deduction = form.named("deduction")
    mended -= abs(deduction.number) if deduction is not None and deduction.number is not None else Decimal(0)
    return "safe" if exactly(mended, "").agreement(whole) != "wrong" else "ask"


_AFTER_CORRECTION = "有得分不对，按应得的分计入时{}相符；请先更正那一项得分"


@rule(
    "TO402",
    "总得分与各部分得分不符",
    why="总得分是自评的结论，必须由表上各部分得分相加减得到。",
    basis="自评表：总得分=指标得分+执行率得分（-减分项）",
    needs=("score", "execution_score", "indicator_subtotal", "deduction", "total_score"),
    bad=Example("project", "各项得分合计100分，总分填95分", {"H16": "95"}),
    good=Example("project", "各项得分合计100分，总分100分"),
)
def total_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """总得分 = 小计 (or Σ 得分) + 执行率得分 + 任务得分 − 减分项, from the printed parts."""
    whole = form.fields.get("total_score")
    if whole is None or whole.is_blank or not profile.has_scores:
        return
    if whole.number is None:
        yield Unchecked(whole.cell, "总得分不是数字，无从核对")
        return
    parts, expectation = _parts(form, profile), expected_total(form, profile)
    if parts is None:
        yield Unchecked(whole.cell, "各部分得分不全，总得分无从核对")
        return
    if expectation is None:
        yield Unchecked(whole.cell, "表中没有执行率得分，也没有可以算出它的预算数和执行数，总得分无从核对")
        return
    gap = _subtotal_gap(form)
    if expectation.agreement(whole) == "wrong":
        if is_right_once_mended(form, profile, whole, expectation.exact, parts):
            yield Unchecked(whole.cell, _AFTER_CORRECTION.format("总得分"))
            return
        if gap and exactly(expectation.exact - gap, "").agreement(whole) != "wrong":
            yield Unchecked(whole.cell, "指标得分小计有误，按各项得分相加时总得分相符；请先更正小计")
            return
    safety: Safety = "ask" if gap or _is_told_again(form) else "safe"
    yield from judged(form, "总得分", whole, expectation, safety, parts)


def _is_told_again(form: Form) -> bool:
    """Whether the form repeats its total: mended in one place, it would contradict the other."""
    return (
        bool({"grade"} & form.headers.keys())
        or "repeated_total_score" in form.fields
        or ("conclusion" in form.explanations)
    )


def expected_total(form: Form, profile: Profile) -> Expectation | None:
    """What the total should be by the printed parts; None where a part is missing."""
    parts = _parts(form, profile)
    if parts is None:
        return None
    expectation = _expected(form, parts)
    if form.kind == "unit_self_evaluation" or not has_implicit_execution(form, profile):
        return expectation
    line = total_line(form)
    execution = execution_score(form, line, profile) if line is not None else None
    return None if execution is None else _with_execution(expectation, execution)


def _subtotal_gap(form: Form) -> Decimal:
    """How far a printed subtotal is off the sum of its scores; zero where it is right or not there.

    A wrong subtotal is the one fault: the total may be right by the rows and is not to be mended by it.
    """
    subtotal, scores = form.named("indicator_subtotal"), indicator_scores(form)
    if subtotal is None or subtotal.number is None or not scores:
        return Decimal(0)
    exact = sum(map(number, scores), Decimal(0))
    return subtotal.number - exact if exactly(exact, "").agreement(subtotal) == "wrong" else Decimal(0)


def _parts(form: Form, profile: Profile) -> list[Value] | None:
    """The printed parts that make the total; None where one is missing."""
    subtotal = form.fields.get("indicator_subtotal")
    if subtotal is not None and not subtotal.is_blank:
        scores = distinct([subtotal])
    else:
        scores = indicator_scores(form)
    if not scores:
        return None
    parts = [*distinct(task.score for task in form.tasks), *scores]
    if form.kind == "unit_self_evaluation" and not has_own_execution(form, profile):
        return parts
    if "execution_score" not in form.fields:
        return parts  # a layout that gives the execution rate no points of its own
    execution = form.fields.get("repeated_execution_score") or form.fields.get("execution_score")
    if execution is not None and execution.is_blank:
        execution = form.fields.get("execution_score")
    if execution is None or execution.number is None:
        return None
    return [*parts, execution]


def _with_execution(indicators: Expectation, execution: Expectation) -> Expectation:
    exact = indicators.exact + execution.exact
    added_up = f"{plain(indicators.exact)} + {plain(round(execution.exact, 6))} = {plain(round(exact, 6))}"
    formula = f"{execution.formula}；{added_up}"
    return Expectation(exact, indicators.spread + execution.spread, formula)


def _expected(form: Form, parts: list[Value]) -> Expectation:
    exact = sum(map(number, parts), Decimal(0))
    formula = added(map(number, parts))
    deduction = form.fields.get("deduction")
    if deduction is not None and deduction.number is not None:
        exact -= abs(deduction.number)
        formula += f" - {plain(abs(deduction.number))}"
    bonus = form.named("bonus")
    if bonus is not None and bonus.number is not None:
        exact += bonus.number
        formula += f" + {plain(bonus.number)}"
    return exactly(exact, f"{formula} = {plain(exact)}")


@rule(
    "TO403",
    "执行率为零而总分未受限",
    why="一分钱没有花出去的项目，不应评为及格以上。",
    severity="warning",
    basis="辽宁2023年度公开自评表：执行率为0的项目减分后总分59分（推定）",
    needs=("executed", "total_score", "deduction"),
    bad=Example(
        "liaoning_2023",
        "全年执行数为0，总分仍有84分",
        {
            "D4": "0",
            "F4": "0%",
            "G11": "0",
            "I9": "80%",
            "K9": "24",
            "D11": "84",
            "M11": "84",
            "L9": "√",
            "M9": "年底才下达预算，未及支付",
        },
    ),
    good=Example("liaoning_2023", "预算全部执行，总分100分"),
)
def zero_execution_not_capped(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Nothing spent: the profile's ceiling for the total score (Liaoning 2023: 59, inferred)."""
    ceiling = profile.decimal("ceiling.zero_execution")
    executed, whole = form.named("executed"), form.named("total_score")
    if ceiling is None or executed is None or whole is None or whole.number is None:
        return
    if executed.number == 0 and whole.number > ceiling:
        yield Found(
            whole.cell,
            "doubtful",
            f"全年执行数为0，总得分{whole.printed}高于{plain(ceiling)}分，请核对减分项。",
            whole.printed,
            f"不高于{plain(ceiling)}",
            f"{whole.printed} ＞ {plain(ceiling)}",
            basis=profile.source("ceiling.zero_execution"),
        )
