"""Claims about all projects together: how many, which money, executed, the rate, the average, the grades.

Part of the checks on self-evaluations; a text that speaks of more projects than forms are open is
told so, never passed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.form import FieldName
from perfdesk.core.interval import Interval, round_half_up
from perfdesk.core.prose import Measure
from perfdesk.core.value import plain
from perfdesk.narrative.claim import ClaimVerdict, Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import against_fact, fact_parts, ratio_decision
from perfdesk.narrative.ledger import Fact, Ledger, form_fact, in_scale
from perfdesk.narrative.name_claim import QUOTED, Entry, project_name

_MONEY_WORDS = r"涉及(?:预算)?(?:资金|金额)$|(?:资金|金额)$"
_AVERAGE = re.compile(r"平均[^，。；]*$|项目(?:有)?自评得分，?[为是]?$")
_GRADE = re.compile(r"([优良中差])(?:秀|好)?$")


def counts_projects(mention: Mention) -> bool:
    """Whether the figure says how many projects there are."""
    behind = mention.line.text[mention.figure.end :].lstrip()
    return mention.figure.unit == "个" and behind.startswith("项目")


def check_overview(
    draft: Draft, ledger: Ledger, mention: Mention, count: Mention, told: Sequence[Line]
) -> None:
    """Note what the forms and the text's own paragraphs say of a figure about all projects."""
    decision = _decision(draft, ledger, mention, count, told)
    if decision is not None:
        draft.decide(mention, decision)


def _decision(
    draft: Draft, ledger: Ledger, mention: Mention, count: Mention, told: Sequence[Line]
) -> Decision | None:
    figure, subject = mention.figure, mention.subject
    if counts_projects(mention):
        return _count_decision(ledger, mention, told)
    if figure.is_money and re.search(r"执行(?:数|金额|资金)?(?:为|共)?$|支出$", subject):
        return _executed_decision(ledger, figure, count)
    if figure.is_money and re.search(_MONEY_WORDS, subject):
        return _total_decision(draft, ledger, mention, count, told)
    if figure.is_percent and re.search(r"执行率(?:为|达到|达)?$", subject):
        return _rate_decision(ledger, figure, count)
    if figure.unit == "分" and _AVERAGE.search(mention.line.text[: figure.start]):
        return _average_decision(ledger, mention, count)
    if figure.unit == "个" and _GRADE.search(subject):
        return _grade_decision(ledger, mention, count)
    return None


def _facts(ledger: Ledger, fields: Sequence[FieldName]) -> list[Fact]:
    return [fact for entry in ledger.projects if (fact := _field(entry, fields)) is not None]


def _field(entry: Entry, fields: Sequence[FieldName]) -> Fact | None:
    """The first of the fields that the form fills in."""
    path, form = entry
    value = next((v for name in fields if (v := form.named(name)) is not None), None)
    return form_fact(path, form, value, f"《{project_name(form)}》")


_BUDGET: tuple[FieldName, ...] = ("full_year_budget", "initial_budget")


def _executed_decision(ledger: Ledger, figure: Measure, count: Mention) -> Decision | None:
    facts = _facts(ledger, ("executed",))
    return (
        _sum_of_facts(figure, facts, "执行数", _blank(ledger, facts))
        if facts and _is_all(ledger, count)
        else None
    )


def _is_all(ledger: Ledger, count: Mention) -> bool:
    """Whether the text speaks of just the projects whose forms are open."""
    return len(ledger.projects) == count.figure.number


def _blank(ledger: Ledger, facts: Sequence[Fact]) -> str:
    """That some of the forms leave the figure out, or nothing."""
    missing = len(ledger.projects) - len(facts)
    return f"{missing}个项目的表没有填写这一项，没有计入" if missing else ""


def _rate_decision(ledger: Ledger, figure: Measure, count: Mention) -> Decision | None:
    """Executed ÷ budget of all projects; a project that lacks one of them counts in neither."""
    both = [
        (planned, spent)
        for entry in ledger.projects
        if (planned := _field(entry, _BUDGET)) is not None
        and (spent := _field(entry, ("executed",))) is not None
    ]
    if not both or not _is_all(ledger, count):
        return None
    budgets, executed = [planned for planned, _ in both], [spent for _, spent in both]
    places = tuple(fact.place for fact in (*executed, *budgets))
    parts = fact_parts(_added(executed)), fact_parts(_added(budgets))
    return replace(ratio_decision("execution_rate", figure, *parts, places), note=_blank(ledger, budgets))


def _added(facts: Sequence[Fact]) -> Fact:
    return Fact(sum((fact.amount for fact in facts), Decimal(0)), facts[0].place, "合计")


def _grade_decision(ledger: Ledger, mention: Mention, count: Mention) -> Decision | None:
    """优3个: counted from the total scores by 90, 80 and 60."""
    match = _GRADE.search(mention.subject)
    scores = [(place, number) for place, number in _scores(ledger)]
    if match is None or not scores or len(scores) != count.figure.number:
        return None
    low, high = {"优": (90, 1000), "良": (80, 90), "中": (60, 80), "差": (-1000, 60)}[match[1]]
    there = [place for place, number in scores if low <= number < high]
    verdict: ClaimVerdict = "exact" if len(there) == mention.figure.number else "wrong"
    words = f"{len(scores)}份自评表中得分属于“{match[1]}”的有{len(there)}份"
    return Decision("count", verdict, str(len(there)), words, tuple(there))


def _scores(ledger: Ledger) -> list[tuple[Place, Decimal]]:
    found = []
    for path, form in ledger.projects:
        value = form.named("total_score")
        if value is not None and value.number is not None:
            found.append((Place(path, form.sheet, value.cell), value.number))
    return found


_FEW = 2
"""With so few project paragraphs a text may only tell of its main projects."""


_PART = re.compile(r"项目(有自评得分|使用的自评表不设得分|未填写可用的总得分)")
"""Counts of a part of the projects, by what their forms say of the total score."""


def _scored(ledger: Ledger, words: str) -> int:
    """How many projects have a total score, a layout without one, or leave it out."""
    scores = [(form.kind, form.named("total_score")) for _, form in ledger.projects]
    has = sum(score is not None and score.number is not None for _, score in scores)
    without = sum(kind != "project_self_evaluation" and score is None for kind, score in scores)
    if words.startswith("有"):
        return has
    return without if words.startswith("使用") else len(scores) - has - without


def _count_decision(ledger: Ledger, mention: Mention, told: Sequence[Line]) -> Decision:
    figure, line = mention.figure, mention.line
    stated = figure.number
    names = _listed_names(line.text, figure.start)
    forms = len(ledger.projects)
    sources = _places(ledger.projects)
    part = _PART.match(line.text[figure.end :])
    if part is not None and forms:
        there = _scored(ledger, part[1])
        verdict: ClaimVerdict = "exact" if there == stated else "wrong"
        return Decision("count", verdict, str(there), f"打开的自评表中这样的有{there}份", sources)
    if stated == forms:
        return Decision("count", "exact", str(forms), f"打开的项目自评表{forms}份", sources)
    if names and len(names) == stated:
        return Decision("count", "exact", str(len(names)), f"文中列出{len(names)}个项目名称")
    if not names and told and len(told) == stated:
        return Decision("count", "exact", str(len(told)), f"文中逐个写了{len(told)}个项目")
    is_closed = names and (len(names) > _FEW or _ends_with_name(line.text, figure.start))
    if len(names) > stated or (is_closed and not _is_open_list(line.text, figure.start)):
        return Decision(
            "count", "wrong", str(len(names)), f"文中列出{len(names)}个项目名称，写为{figure.text}"
        )
    if not names and len(told) > _FEW:
        return Decision("count", "wrong", str(len(told)), f"文中逐个写了{len(told)}个项目，写为{figure.text}")
    if forms > stated:
        return Decision("count", "wrong", str(forms), f"打开的项目自评表有{forms}份", sources)
    note = f"打开的项目自评表只有{forms}份，另外{plain(stated - forms)}个项目的表没有打开" if forms else ""
    return Decision(
        "count", "uncheckable", str(forms) if forms else None, note or "没有打开项目自评表", sources
    )


def _listed_names(text: str, place: int) -> list[str]:
    sentence = text[max(text.rfind("。", 0, place), 0) : place]
    return list(dict.fromkeys(match[1] for match in QUOTED.finditer(sentence)))


def _ends_with_name(text: str, place: int) -> bool:
    """“甲”“乙”2个项目: the number counts just the names in front of it."""
    return text[:place].rstrip().endswith(("”", "”项目"))


def _is_open_list(text: str, place: int) -> bool:
    # “甲”“乙”等9个项目 names examples; with as many names as projects 等 closes the list.
    return text[:place].rstrip().endswith("等") and len(_listed_names(text, place)) < 4


def _places(entries: Sequence[Entry]) -> tuple[Place, ...]:
    found = []
    for path, form in entries:
        value = form.named("total_score") or form.named("full_year_budget") or form.title
        found.append(Place(path, form.sheet, value.cell))
    return tuple(found)


def _total_decision(
    draft: Draft, ledger: Ledger, mention: Mention, count: Mention, told: Sequence[Line]
) -> Decision | None:
    figure = mention.figure
    known = _facts(ledger, _BUDGET)
    opened = sum((fact.amount for fact in known), Decimal(0))
    if known and _is_all(ledger, count):
        return _sum_of_facts(figure, known, "预算数", _blank(ledger, known))
    stated = [
        m
        for line in told
        for m in draft.of_line(line)
        if m.figure.is_money and re.search(r"预算?数[为是]?$", m.subject)
    ]
    if len(stated) == count.figure.number:
        there = in_scale(sum((m.figure.value for m in stated), Decimal(0)), figure)
        added = " + ".join(plain(m.figure.number) for m in stated)
        verdict: str = "exact" if there == figure.number else "wrong"
        return Decision("amount", verdict, plain(there), f"文中各项目预算数之和 {added} = {plain(there)}")  # type: ignore[arg-type]
    if not known:
        return None
    there = in_scale(opened, figure)
    formula = f"打开的{len(known)}份自评表预算数之和为{plain(there)}，文中说的是{count.figure.text}项目"
    places = tuple(fact.place for fact in known)
    if there > figure.number:
        return Decision("amount", "wrong", plain(there), f"{formula}，已经超过所写金额", places)
    note = f"按打开的{len(known)}份表应为{plain(there)}；其余项目的表没有打开"
    return Decision("amount", "uncheckable", None, formula, places, note)


def _sum_of_facts(figure: Measure, facts: Sequence[Fact], what: str, note: str = "") -> Decision:
    amount = sum((fact.amount for fact in facts), Decimal(0))
    added = " + ".join(plain(in_scale(fact.amount, figure)) for fact in facts)
    decision = against_fact(
        "amount", figure, Fact(amount, facts[0].place, f"{len(facts)}份自评表{what}之和{added}")
    )
    places = tuple(fact.place for fact in facts)
    return Decision("amount", decision.verdict, decision.recomputed, decision.formula, places, note)


def _average_decision(ledger: Ledger, mention: Mention, count: Mention) -> Decision | None:
    figure = mention.figure
    scores = _scores(ledger)
    if not scores:
        return None
    numbers = [number for _, number in scores]
    mean = sum(numbers, Decimal(0)) / len(numbers)
    shown = round_half_up(mean, max(figure.decimals, 2))
    formula = f"（{' + '.join(map(plain, numbers))}） ÷ {len(numbers)} = {plain(round_half_up(mean, 4))}"
    places = tuple(place for place, _ in scores)
    agrees = round_half_up(mean, figure.decimals) == figure.number
    if len(numbers) == count.figure.number:
        verdict = "exact" if mean == figure.number else "rounded" if agrees else "wrong"
        return Decision("average_score", verdict, plain(shown), formula, places, whole=mean)  # type: ignore[arg-type]
    if agrees:
        note = f"这是{len(numbers)}个项目的平均分，文中却说是{count.figure.text}项目的：范围不一致"
        return Decision("average_score", "wrong", plain(shown), formula, places, note)
    possible = _possible_average(numbers, count.figure.number)
    if not possible.contains(figure.number):
        note = f"即使其余项目都得0分或100分，平均分也在{plain(possible.low)}到{plain(possible.high)}之间"
        return Decision("average_score", "wrong", None, formula, places, note)
    note = (
        f"打开的{len(numbers)}份表平均{plain(shown)}分，文中说的是{count.figure.text}项目，其余的表没有打开"
    )
    return Decision("average_score", "uncheckable", None, formula, places, note)


def _possible_average(numbers: Sequence[Decimal], count: Decimal) -> Interval:
    known, others = sum(numbers, Decimal(0)), max(count - len(numbers), Decimal(0))
    return Interval(round_half_up(known / count, 2), round_half_up((known + others * 100) / count, 2))
