"""PA: arithmetic written in the texts of a form: equations, sums of listed parts, the amount beside.

What cannot be parsed with certainty is not judged; see `core.equation` and `scoring.statement`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.core.equation import Equation, equations
from perfdesk.core.form import AccountLine, Form
from perfdesk.core.interval import Interval, rounds_to
from perfdesk.core.prose import LONGEST_TEXT, Measure, even, listing, measures
from perfdesk.core.value import Value, plain
from perfdesk.rules.rule import Example, Found, Outcome, Unchecked, rule
from perfdesk.scoring.profile import Profile
from perfdesk.scoring.statement import (
    AMOUNT_DECIMALS,
    Statement,
    amounts,
    head_amount,
    scale_name,
    statements,
)

_TEXTS = "项目内容、绩效目标、原因说明等文字中写出的算式"
_BUDGET_POWERS = {"元": 0, "万元": 4, "亿元": 8}


@dataclass(frozen=True, slots=True)
class _Beside:
    """A text of a budget table with the line's amount beside it."""

    text: Value
    amount: Value


def texts_of(form: Form) -> Iterator[Value]:
    """Every text of the form that may hold arithmetic, each cell once."""
    seen: set[str] = set()
    for value in _all_texts(form):
        if value is not None and value.text and value.cell not in seen and len(value.text) <= LONGEST_TEXT:
            seen.add(value.cell)
            yield value


def _all_texts(form: Form) -> Iterator[Value | None]:
    for goal in form.goals:
        yield goal.planned
        yield goal.achieved
    for indicator in form.indicators:
        yield from (indicator.target, indicator.actual, indicator.reason, indicator.measure)
    yield from form.explanations.values()
    for line in form.accounts:
        yield from line.amounts


@rule(
    "PA101",
    "文字中的算式与所写结果不符",
    why="测算依据写出了算式，审核的人会照着再算一遍；结果不对，后面的合计和预算数都站不住。",
    basis=_TEXTS,
    needs=("accounts", "goals"),
    bad=Example(
        "budget_lines", "5人*4天*160元写成0.36万元", {"B5": "讲师费5人*4天*160元/天=0.36万元", "C5": "0.36"}
    ),
    good=Example("budget_lines", "20人*300元*10天=6万元"),
)
def written_equation_disagrees(form: Form, profile: Profile) -> Iterator[Outcome]:
    """An equation in prose must give the figure written behind its equal sign, units included."""
    for value in _all_texts(form):
        if value is not None and len(value.text or "") > LONGEST_TEXT:
            yield Unchecked(value.cell, f"文字超过{LONGEST_TEXT}字，其中的算式没有核对")
    for value, statement in _judged_statements(form, "equation"):
        yield _found(value, statement, "算式", "请核对算式和结果")


@rule(
    "PA102",
    "文字中所列各项之和与合计不符",
    why="文字里分项列出的金额加起来应当等于它自己写的合计。",
    basis=_TEXTS,
    needs=("accounts", "goals"),
    bad=Example(
        "budget_lines",
        "物业费1万元、电费0.8万元，合计写2万元",
        {"B4": "物业运行费2万元（物业费1万元，电费0.8万元）"},
    ),
    good=Example("budget_lines", "物业费1.2万元、电费0.8万元，合计2万元"),
)
def listed_parts_disagree(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A stated sum must equal the parts that the same text lists for it."""
    for value, statement in _judged_statements(form, "list_sum"):
        yield _found(value, statement, "所列各项之和", "请核对各分项和合计")


def _judged_statements(form: Form, kind: str) -> Iterator[tuple[Value, Statement]]:
    for value in texts_of(form):
        for statement in statements(value.text or ""):
            if statement.kind == kind and statement.agreement != "exact":
                yield value, statement


def _found(value: Value, statement: Statement, what: str, advice: str) -> Found:
    figure, expectation = statement.figure, statement.expectation
    unit = "" if figure.is_percent else scale_name(figure)
    expected = expectation.written() + unit
    if statement.agreement == "wrong":
        message = f"文字写“{figure.text}”，按{what}应为{expected}，{advice}。"
        return Found(value.cell, "wrong", message, figure.text, expected, expectation.formula)
    exact = expectation.unrounded() + unit
    message = f"文字写“{figure.text}”，{what}为{exact}，四舍五入后相符，不必修改。"
    return Found(value.cell, "rounded", message, figure.text, exact, expectation.chain(statement.value))


@rule(
    "PA103",
    "金额与旁边文字的测算不符",
    why="项目内容写明了怎样算出这笔钱，金额栏却是另一个数，批复时无从判断按哪个执行。",
    basis="项目支出预算表：金额由项目内容所列的测算得出",
    needs=("accounts",),
    bad=Example("budget_lines", "文字合计6万元，金额栏填5万元", {"C5": "5"}),
    good=Example("budget_lines", "文字和金额栏都是6万元"),
)
def amount_differs_from_text(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The amount beside a calculation in a budget table must be what the text ends at."""
    for beside in _texts_beside_amounts(form):
        text = even(beside.text.text or "")
        power = _BUDGET_POWERS.get(form.amount_unit)
        concluded = _concluded(text)
        if power is None or concluded is None or _is_supported(text, beside.amount, power):
            continue
        result, words = concluded
        in_unit = result.scaleb(-power)
        yield Found(
            beside.amount.cell,
            "wrong",
            f"金额填{beside.amount.printed.strip()}{form.amount_unit}，旁边文字{words}"
            f"{plain(in_unit)}{form.amount_unit}，请查明按哪个数，并写明差额的原因。",
            beside.amount.printed,
            plain(in_unit),
            f"{plain(in_unit)} - {plain(_number(beside.amount))} = {plain(in_unit - _number(beside.amount))}",
            related=(beside.text.cell,),
        )


def _number(value: Value) -> Decimal:
    return value.number if value.number is not None else Decimal(0)


def _texts_beside_amounts(form: Form) -> Iterator[_Beside]:
    for line in form.accounts:
        texts = [value for value in line.amounts if value.text and re.search(r"\d", value.text)]
        amount = _first_amount(line)
        if len(texts) == 1 and amount is not None:
            yield _Beside(texts[0], amount)


def _first_amount(line: AccountLine) -> Value | None:
    return next((value for value in line.amounts if value.number is not None), None)


def _concluded(text: str) -> tuple[Decimal, str] | None:
    """What the text ends at, in 元, and the words for it; None where it comes to no clear end."""
    parts = _parts(text)
    stated = amounts(text)
    if not stated:
        return None
    last = stated[-1].figure
    before = re.split(r"[，。；：]", text[: last.start])[-1]
    if len(parts) < 2 and re.search(r"合计|共计|总计|共需|需要?|预计|申请|安排|预算数|补助为", before):
        return last.value, "写明"
    if parts:
        return sum((part.value for part in parts), Decimal(0)), "算得"
    return None


def _parts(text: str) -> list[Measure]:
    """The amounts of the items of a list, or the outcomes of equations that stand side by side."""
    found = listing(text)
    if found is not None:
        heads = [head_amount(text, start, end) for start, end in found.items]
        return [head for head in heads if head is not None] if all(heads) else []
    outcomes = [s.figure for s in statements(text) if s.kind == "equation"]
    others = [a.figure.start for a in amounts(text) if a.depth == 0]
    return outcomes if set(others) <= {figure.start for figure in outcomes} else []


def _is_supported(text: str, amount: Value, power: int) -> bool:
    """Whether any amount of the text, any result or any sum of its parts is the amount."""
    parts = _parts(text)
    every = [stated.figure for stated in amounts(text)]
    every += [statement.figure for statement in statements(text)]
    reaches = [_reach(figure, power) for figure in every]
    if parts:
        total = sum((part.value for part in parts), Decimal(0)).scaleb(-power)
        half = Decimal(5).scaleb(-AMOUNT_DECIMALS - 1) * len(parts)
        reaches.append(Interval(total - half, total + half))
    number, decimals = _number(amount), max(amount.decimals or 0, AMOUNT_DECIMALS)
    return any(rounds_to(reach, number, decimals) for reach in reaches)


def _reach(figure: Measure, power: int) -> Interval:
    spread = figure.spread(AMOUNT_DECIMALS)
    return Interval(spread.low.scaleb(-power), spread.high.scaleb(-power))


@rule(
    "PA104",
    "目标文字写的资金与预算数不符",
    why="绩效目标说需要多少钱，预算数却是另一个数，应当说明差额。",
    severity="warning",
    basis="自评表年度总体目标与项目资金栏相衔接",
    needs=("goals", "full_year_budget"),
    bad=Example(
        "project",
        "目标写需安排资金12万元，预算10万元",
        {"B9": "完成两千卷案卷的扫描和著录，需安排资金12万元"},
    ),
    good=Example("project", "目标写需安排资金10万元", {"B9": "完成两千卷案卷的扫描和著录，需安排资金10万元"}),
)
def goal_amount_differs_from_budget(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The money a goal says it needs is among the amounts of the form."""
    power = _BUDGET_POWERS.get(form.amount_unit)
    budget = form.named("full_year_budget") or form.named("initial_budget")
    if power is None or budget is None or budget.number is None:
        return
    known = [value for line in form.lines for value in line.amounts.values() if value.number is not None]
    for goal in form.goals:
        text = even(goal.planned.text or "")
        for amount in amounts(text):
            needed = re.search(
                r"需(?:要|求|安排|提供|投入|支出)?[^，。；\d]{0,12}$", text[: amount.figure.start]
            )
            if amount.depth or needed is None:
                continue
            figure, decimals = amount.figure, AMOUNT_DECIMALS
            if any(rounds_to(_reach(figure, power), _number(v), decimals) for v in (budget, *known)):
                continue
            yield Found(
                goal.planned.cell,
                "doubtful",
                f"目标写需要资金{figure.text}，预算数是{plain(_number(budget))}{form.amount_unit}，请核对或说明差额。",
                figure.text,
                None,
                f"{plain(figure.value.scaleb(-power))} - {plain(_number(budget))} = "
                f"{plain(figure.value.scaleb(-power) - _number(budget))}",
                related=(budget.cell,),
            )


_PERSONS = frozenset({"人", "名", "位"})
_DAYS = frozenset({"天", "日"})
_ENGAGED = re.compile(r"(?:聘请?|邀请?|请|派出?|抽调|抽|配备|安排|雇|组织)[^，。；\d]{0,6}$")
_LASTED = re.compile(r"(?:天数|历时|为期|时间|工期)[^，。；\d]{0,4}$")


@rule(
    "PA105",
    "同一段文字里同一数量前后不一",
    why="前面说请了几个人、用了几天，算式却用另一个数，测算就没有依据。",
    severity="warning",
    basis=_TEXTS,
    needs=("accounts", "goals"),
    bad=Example(
        "budget_lines", "写聘请3名讲师，算式用2人", {"B5": "聘请3名讲师授课，2人*10天*3000元/天=6万元"}
    ),
    good=Example(
        "budget_lines", "写聘请2名讲师，算式用2人", {"B5": "聘请2名讲师授课，2人*10天*3000元/天=6万元"}
    ),
)
def count_differs_within_text(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A count that a sentence announces must be the one its equation uses."""
    for value in texts_of(form):
        text = even(value.text or "")
        for equation in equations(text):
            for stated, used in _other_counts(text, equation):
                yield Found(
                    value.cell,
                    "doubtful",
                    f"文字写“{stated.text}”，后面的算式却用“{used.text}”，请核对是哪个数。",
                    stated.text,
                    None,
                    "+".join(term.written for term in equation.computed.terms),
                )


def _other_counts(text: str, equation: Equation) -> Iterator[tuple[Measure, Measure]]:
    """Counts announced in the same item before the equation that none of its factors repeats."""
    found = listing(text)
    spans = found.items if found is not None else ((0, len(text)),)
    start = next((begin for begin, end in spans if begin <= equation.computed.start < end), 0)
    announced = measures(text[start : equation.computed.start])
    used = measures(text[equation.computed.start : equation.computed.end])
    for kind, cue in ((_PERSONS, _ENGAGED), (_DAYS, _LASTED)):
        factors = [figure for figure in used if figure.unit in kind and not figure.per]
        counts = [figure for figure in announced if figure.unit in kind and not figure.per]
        if len(factors) != 1 or len(counts) != 1 or counts[0].value == factors[0].value:
            continue
        if cue.search(text[start : start + counts[0].start]):
            yield counts[0], factors[0]


@rule(
    "PA106",
    "文字没有写完",
    why="测算或说明断在半句，读的人不知道后面还有什么。",
    severity="warning",
    basis=_TEXTS,
    needs=("accounts", "goals"),
    bad=Example(
        "budget_lines", "写到“分三期举办，”为止", {"B5": "培训费20人*300元*10天=6万元，分三期举办，"}
    ),
    good=Example("budget_lines", "句子完整"),
)
def text_breaks_off(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A text that ends in the middle of a sentence, a bracket or an equation."""
    for value in texts_of(form):
        text = (value.text or "").strip()
        reason = _breaking(even(text))
        if reason is not None:
            yield Found(value.cell, "doubtful", f"文字{reason}，请补写完整。", text[-12:])


def _breaking(text: str) -> str | None:
    if re.search(r"[，、,+*×÷=＝（《“]$", text) and len(text) > 1:
        return f"断在“{text[-1]}”处"
    if text.count("（") > text.count("）"):
        return "有括号没有写完"
    if text.count("《") + text.count("〈") > text.count("》") + text.count("〉"):
        return "有书名号没有写完"
    found = equations(text)
    if found and found[-1].stated.end == len(text) and found[-1].computed.money == 1:
        stated = found[-1].stated
        if not stated.unit and not stated.power:
            return f"末尾的“{stated.text}”没有写单位"
    return None


@rule(
    "PA107",
    "文字中有一个金额的单位可疑",
    why="别的金额都以万元计，只有它写成元；合计只有把它当作万元才对得上。",
    severity="warning",
    basis=_TEXTS,
    needs=("accounts", "goals"),
    bad=Example("budget_lines", "讲师费2元应为2万元", {"B5": "讲师费2元，教材费4万元。共计6万元。"}),
    good=Example("budget_lines", "讲师费2万元", {"B5": "讲师费2万元，教材费4万元。共计6万元。"}),
)
def unit_of_amount_is_doubtful(form: Form, profile: Profile) -> Iterator[Outcome]:
    """One amount in 元 among 万元, and the stated total holds only when it is 万元 too."""
    for value in texts_of(form):
        text = even(value.text or "")
        stated = [amount.figure for amount in amounts(text)]
        if len(stated) < 3 or not re.search(r"(?:合计|共计|总计)[^\d，。；]*$", text[: stated[-1].start]):
            continue
        whole, parts = stated[-1], stated[:-1]
        odd = [part for part in parts if part.unit == "元" and part.power == 0]
        if len(odd) != 1 or whole.power == 0:
            continue
        for first in range(parts.index(odd[0]) + 1):
            numbers = [
                part.number if part is odd[0] else part.value.scaleb(-whole.power) for part in parts[first:]
            ]
            if sum(numbers, Decimal(0)) == whole.number and len(numbers) >= 2:
                added = " + ".join(map(plain, numbers))
                yield Found(
                    value.cell,
                    "doubtful",
                    f"文字写“{odd[0].text}”，只有按{plain(odd[0].number)}{scale_name(whole)}计，"
                    f"各项才合计为{whole.text}，请核对单位。",
                    odd[0].text,
                    f"{plain(odd[0].number)}{scale_name(whole)}",
                    f"{added} = {plain(whole.number)}",
                )
                break
