"""Claims about self-evaluations: how many projects, which money, which scores, which names.

Compares a report's paragraphs on projects and units with the opened self-evaluation forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.form import Form
from perfdesk.core.interval import Interval, round_half_up
from perfdesk.core.prose import Measure
from perfdesk.core.value import plain
from perfdesk.narrative.claim import Claim, ClaimKind, Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import against_fact, against_facts, ratio_decision, stated_parts
from perfdesk.narrative.ledger import Fact, Ledger, form_fact, in_scale
from perfdesk.narrative.name_claim import (
    ALIKE,
    FIELDS,
    QUOTED,
    Entry,
    Named,
    check_names,
    is_evaluation,
    likeness,
    paired,
    project_name,
    project_paragraphs,
)


def check_projects(draft: Draft, ledger: Ledger) -> None:
    """Note what the self-evaluation forms say of the text's projects and of the unit as a whole."""
    told = project_paragraphs(draft)
    pairs = paired(draft, ledger, told)
    for line in draft.lines:
        named = pairs.get(line.number)
        if named is not None:
            _check_paragraph(draft, line, named)
        elif is_evaluation(line):
            _check_scope(draft, ledger, line, [draft.lines[number - 1] for number in told])
    check_names(draft, ledger, pairs)


def _check_paragraph(draft: Draft, line: Line, named: Named) -> None:
    mentions = draft.of_line(line)
    for mention in mentions:
        fact = _paragraph_fact(named.entry, mention) if named.entry is not None else None
        if fact is not None:
            kind: ClaimKind = "amount" if mention.figure.is_money else "score"
            draft.decide(mention, against_fact(kind, mention.figure, fact, named.how))
        if mention.figure.is_percent and re.search(r"完成预算|执行率", mention.subject):
            _check_rate(draft, mention, mentions, named.entry)
    _check_reason(draft, line, mentions)


def _paragraph_fact(entry: Entry | None, mention: Mention) -> Fact | None:
    if entry is None or not (mention.figure.is_money or mention.figure.unit == "分"):
        return None
    path, form = entry
    for pattern, fields in FIELDS:
        if re.search(pattern, mention.subject):
            value = next((v for name in fields if (v := form.named(name)) is not None), None)
            words = f"《{project_name(form)}》自评表{value.cell if value is not None else ''}"
            return form_fact(path, form, value, words, is_money=mention.figure.is_money)
    return None


def _check_rate(draft: Draft, rate: Mention, mentions: Sequence[Mention], entry: Entry | None) -> None:
    before = [m for m in mentions if m.figure.is_money and m.figure.end <= rate.figure.start]
    budget = next((m for m in before if re.search(r"预算?数[为是]?$", m.subject)), None)
    executed = next((m for m in before if re.search(r"执行数?[为是]?$", m.subject)), None)
    if budget is None or executed is None:
        return
    printed = entry[1].named("execution_rate") if entry is not None else None
    sources = (
        (Place(entry[0], entry[1].sheet, printed.cell),) if entry is not None and printed is not None else ()
    )
    draft.decide(
        rate,
        ratio_decision("execution_rate", rate.figure, stated_parts(executed), stated_parts(budget), sources),
    )


def _check_reason(draft: Draft, line: Line, mentions: Sequence[Mention]) -> None:
    score = next(
        (m for m in mentions if m.figure.unit == "分" and m.subject.rstrip("为是").endswith("得分")), None
    )
    none = re.search(r"(?:主要)?问题及原因：\s*无", line.text)
    if score is None or none is None or score.figure.number >= 100:
        return
    start, end = none.span()
    words = f"得分{score.figure.text}，扣了{plain(100 - score.figure.number)}分，问题和原因却写“无”"
    text, note = line.given[start:end], "请补写扣分原因"
    draft.claims.append(
        Claim(line.number, start, end, text, "unexplained_loss", "无", None, "uncheckable", words, (), note)
    )


def _check_scope(draft: Draft, ledger: Ledger, line: Line, told: Sequence[Line]) -> None:
    """A paragraph on all projects, on the unit, or on one evaluated project."""
    mentions = draft.of_line(line)
    count = next((m for m in mentions if m.figure.unit == "个" and _counts_projects(m)), None)
    is_whole = line.under(r"整体(?:支出)?绩效自评|整体绩效")
    single = _single_project(ledger, line) if count is None and not is_whole else None
    for mention in mentions:
        if count is not None:
            _check_projects_figure(draft, ledger, mention, count, told)
        elif is_whole and ledger.units:
            _check_unit_figure(draft, ledger.units[0], mention)
        elif single is not None:
            _check_single_figure(draft, ledger, single, mention)


def _counts_projects(mention: Mention) -> bool:
    return mention.line.text[mention.figure.end :].lstrip().startswith("项目")


def _check_projects_figure(
    draft: Draft, ledger: Ledger, mention: Mention, count: Mention, told: Sequence[Line]
) -> None:
    figure = mention.figure
    if figure.unit == "个" and _counts_projects(mention):
        draft.decide(mention, _count_decision(draft, ledger, mention, told))
    elif figure.is_money and re.search(r"涉及(?:资金|金额)$|资金$", mention.subject):
        decision = _total_decision(draft, ledger, mention, count, told)
        if decision is not None:
            draft.decide(mention, decision)
    elif figure.unit == "分" and "平均" in mention.subject:
        decision = _average_decision(ledger, mention, count)
        if decision is not None:
            draft.decide(mention, decision)


def _count_decision(draft: Draft, ledger: Ledger, mention: Mention, told: Sequence[Line]) -> Decision:
    figure, line = mention.figure, mention.line
    stated = figure.number
    names = _listed_names(line.text, figure.start)
    forms = len(ledger.projects)
    sources = _places(ledger.projects)
    if stated == forms:
        return Decision("count", "exact", str(forms), f"打开的项目自评表{forms}份", sources)
    if names and len(names) == stated:
        return Decision("count", "exact", str(len(names)), f"文中列出{len(names)}个项目名称")
    if not names and told and len(told) == stated:
        return Decision("count", "exact", str(len(told)), f"文中逐个写了{len(told)}个项目")
    if len(names) > stated or (len(names) > 2 and not _is_open_list(line.text, figure.start)):
        return Decision(
            "count", "wrong", str(len(names)), f"文中列出{len(names)}个项目名称，写为{figure.text}"
        )
    if forms > stated:
        return Decision("count", "wrong", str(forms), f"打开的项目自评表有{forms}份", sources)
    note = f"打开的项目自评表只有{forms}份，另外{plain(stated - forms)}个项目的表没有打开" if forms else ""
    return Decision(
        "count", "uncheckable", str(forms) if forms else None, note or "没有打开项目自评表", sources
    )


def _listed_names(text: str, place: int) -> list[str]:
    sentence = text[max(text.rfind("。", 0, place), 0) : place]
    return list(dict.fromkeys(match[1] for match in QUOTED.finditer(sentence)))


def _is_open_list(text: str, place: int) -> bool:
    # “甲”“乙”等17个项目 names examples; with as many names as projects 等 closes the list.
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
    facts = [_budget(entry) for entry in ledger.projects]
    known = [fact for fact in facts if fact is not None]
    opened = sum((fact.amount for fact in known), Decimal(0))
    if len(known) == count.figure.number:
        return _sum_of_facts(figure, known)
    stated = [m for line in told for m in draft.of_line(line) if re.search(r"预算?数[为是]?$", m.subject)]
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


def _budget(entry: Entry) -> Fact | None:
    path, form = entry
    value = form.named("full_year_budget") or form.named("initial_budget")
    return form_fact(path, form, value, f"《{project_name(form)}》预算数")


def _sum_of_facts(figure: Measure, facts: Sequence[Fact]) -> Decision:
    amount = sum((fact.amount for fact in facts), Decimal(0))
    added = " + ".join(plain(in_scale(fact.amount, figure)) for fact in facts)
    decision = against_fact(
        "amount", figure, Fact(amount, facts[0].place, f"{len(facts)}份自评表预算数之和{added}")
    )
    return Decision(
        "amount", decision.verdict, decision.recomputed, decision.formula, tuple(f.place for f in facts)
    )


def _average_decision(ledger: Ledger, mention: Mention, count: Mention) -> Decision | None:
    figure = mention.figure
    scores = [(path, form, value) for path, form in ledger.projects
              if (value := form.named("total_score")) is not None and value.number is not None]  # fmt: skip
    if not scores:
        return None
    numbers = [value.number for _, _, value in scores if value.number is not None]
    mean = sum(numbers, Decimal(0)) / len(numbers)
    shown = round_half_up(mean, max(figure.decimals, 2))
    formula = f"（{' + '.join(map(plain, numbers))}） ÷ {len(numbers)} = {plain(round_half_up(mean, 4))}"
    places = tuple(Place(path, form.sheet, value.cell) for path, form, value in scores)
    agrees = round_half_up(mean, figure.decimals) == figure.number
    if len(numbers) == count.figure.number:
        verdict = "exact" if mean == figure.number else "rounded" if agrees else "wrong"
        return Decision("average_score", verdict, plain(shown), formula, places)  # type: ignore[arg-type]
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


def _check_unit_figure(draft: Draft, entry: Entry, mention: Mention) -> None:
    path, form = entry
    figure = mention.figure
    if figure.unit == "分" and "得分" in mention.subject:
        fact = form_fact(path, form, form.named("total_score"), "整体自评表总得分", is_money=False)
        if fact is not None:
            draft.decide(mention, against_fact("score", figure, fact))
    elif figure.is_money and re.search(r"资金$|金额$", mention.subject):
        facts = list(_unit_money(path, form))
        decision = against_facts("amount", figure, facts)
        if decision is not None:
            note = _other_scope(draft, mention) if decision.verdict == "wrong" else ""
            draft.decide(mention, Decision("amount", decision.verdict, decision.recomputed, decision.formula,
                                           decision.sources, note))  # fmt: skip


def _unit_money(path: str, form: Form) -> Iterator[Fact]:
    """What the unit form holds as its money: its total, its lines, the sum of its key tasks."""
    values = [
        task.amounts.get("full_year_budget") or task.amounts.get("initial_budget") for task in form.tasks
    ]
    facts = [form_fact(path, form, value, "重点工作") for value in values]
    budgets = [fact for fact in facts if fact is not None]
    if budgets:
        amount = sum((fact.amount for fact in budgets), Decimal(0))
        yield Fact(amount, budgets[0].place, f"整体自评表{len(budgets)}项重点工作金额之和")
    for name in ("full_year_budget", "initial_budget", "executed"):
        value = form.named(name)
        fact = form_fact(path, form, value, "整体自评表资金")
        if fact is not None:
            yield fact
    for line in form.lines:
        for value in line.amounts.values():
            fact = form_fact(path, form, value, f"整体自评表“{line.name.said or ''}”")
            if fact is not None:
                yield fact


def _other_scope(draft: Draft, mention: Mention) -> str:
    """Where else the text itself says or implies this amount: executed ÷ completion of the budget."""
    reach = mention.figure.spread(2)
    for rate in draft.mentions:
        match = re.search(r"(?:其中：)?([^，。：]*?支出)完成年初预算的?$", rate.subject)
        if not rate.figure.is_percent or match is None or rate.figure.value == 0:
            continue
        executed = next(
            (m for m in draft.of_line(rate.line) if m.figure.is_money and m.subject.endswith(match[1])), None
        )
        if executed is not None and (executed.figure.spread(2) / rate.figure.spread()).meets(reach):
            implied = plain(
                round_half_up(in_scale(executed.figure.value / rate.figure.value, mention.figure), 2)
            )
            return (
                f"与第{rate.line.number}行推得的{match[1]}年初预算相符"
                f"（{executed.figure.text} ÷ {rate.figure.text} ≈ {implied}），可能引用了全部门的范围"
            )
    return ""


def _single_project(ledger: Ledger, line: Line) -> Entry | None:
    match = re.search(r"(?:本单位|本部门|对|“)([^，。“”]{4,40}?)”?项目(?:开展|进行)", line.text)
    if match is None or not ledger.projects:
        return None
    name = re.sub(r"^.*?(?:本单位|本部门|对)", "", match[1])
    best = max(ledger.projects, key=lambda e: likeness(name, project_name(e[1])))
    return best if likeness(name, project_name(best[1])) >= ALIKE else None


def _check_single_figure(draft: Draft, ledger: Ledger, entry: Entry, mention: Mention) -> None:
    path, form = entry
    words = f"《{project_name(form)}》自评表"
    if mention.figure.is_money and re.search(r"资金$|金额$", mention.subject):
        fact = _budget(entry)
        evaluated = [
            f
            for e in ledger.evaluations
            if (f := form_fact(*e, e[1].named("full_year_budget"), "")) is not None
        ]
        note = "".join(
            f"重点绩效评价表的预算数是{plain(in_scale(f.amount, mention.figure))}万元" for f in evaluated
            if fact is not None and f.amount != fact.amount
        )  # fmt: skip
        if fact is not None:
            draft.decide(mention, against_fact("amount", mention.figure, fact, note))
    elif mention.figure.unit == "分" and "得分" in mention.subject:
        fact = form_fact(path, form, form.named("total_score"), f"{words}总得分", is_money=False)
        if fact is not None:
            draft.decide(mention, against_fact("score", mention.figure, fact))
