"""Claims about self-evaluations: how many projects, which money, which scores, which names.

Compares a report's paragraphs on projects and units with the opened self-evaluation forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.form import Form
from perfdesk.core.interval import round_half_up
from perfdesk.core.value import plain
from perfdesk.narrative.claim import Claim, ClaimKind, Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import against_fact, against_facts, ratio_decision, stated_parts
from perfdesk.narrative.ledger import Fact, Ledger, form_fact, in_scale
from perfdesk.narrative.name_claim import (
    ALIKE,
    FIELDS,
    Entry,
    Named,
    bare_name,
    check_names,
    is_evaluation,
    likeness,
    paired,
    project_name,
    project_paragraphs,
)
from perfdesk.narrative.overview_claim import check_overview, counts_projects


def check_projects(draft: Draft, ledger: Ledger) -> None:
    """Note what the self-evaluation forms say of the text's projects and of the unit as a whole."""
    told = project_paragraphs(draft)
    pairs = paired(draft, ledger, told)
    for line in draft.lines:
        named = pairs.get(line.number) or _begun(pairs.values(), line)
        if named is not None:
            _check_paragraph(draft, line, named)
        elif is_evaluation(line):
            _check_scope(draft, ledger, line, [draft.lines[number - 1] for number in told])
    check_names(draft, ledger, pairs)


def _begun(pairs: Iterable[Named], line: Line) -> Named | None:
    """The project whose name, in quotation marks, begins a line of a list."""
    match = re.match(r"\s*(?:\d+[.、]|（\d+）)?\s*“([^”]+)”项目", line.text)
    if match is None:
        return None
    return next((named for named in pairs if named.name == match[1]), None)


def _check_paragraph(draft: Draft, line: Line, named: Named) -> None:
    mentions = draft.of_line(line)
    for mention in mentions:
        fact = _paragraph_fact(named.entry, mention) if named.entry is not None else None
        if fact is not None:
            kind: ClaimKind = "amount" if mention.figure.is_money else "score"
            draft.decide(mention, against_fact(kind, mention.figure, fact, named.how))
        loss = _loss_fact(named.entry, mention) if named.entry is not None else None
        if loss is not None:
            draft.decide(mention, against_fact("score", mention.figure, loss, named.how))
        if mention.figure.is_percent and re.search(r"完成预算|执行率", mention.subject):
            _check_rate(draft, mention, mentions, named.entry)
    _check_reason(draft, line, mentions)


def _loss_fact(entry: Entry | None, mention: Mention) -> Fact | None:
    """“…”指标扣2分: the points an indicator, the execution rate or a deduction lost."""
    if entry is None or mention.figure.unit != "分" or not mention.subject.endswith("扣"):
        return None
    path, form = entry
    if mention.subject.endswith("减分项扣"):
        return form_fact(path, form, form.named("deduction"), "减分项", is_money=False)
    weight, score, words = form.named("execution_weight"), form.named("execution_score"), "执行率"
    match = re.search(r"“([^”]+)”指标扣$", mention.subject)
    if match is not None:
        words = match[1]
        same = (row for row in form.indicators if bare_name(row.level3.text or "") == bare_name(words))
        row = next(same, None)
        weight, score = (row.weight, row.score) if row is not None else (None, None)
    elif not mention.subject.endswith("执行得分扣"):
        return None
    if weight is None or score is None or weight.number is None or score.number is None:
        return None
    lost = f"“{words}”分值{plain(weight.number)}，得分{plain(score.number)}，扣分"
    return Fact(weight.number - score.number, Place(path, form.sheet, score.cell), lost)


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
    count = next((m for m in mentions if counts_projects(m)), None)
    is_whole = line.under(r"整体(?:支出)?绩效自评|整体绩效|整体自评得分")
    single = _single_project(ledger, line) if count is None and not is_whole else None
    for mention in mentions:
        if count is not None:
            check_overview(draft, ledger, mention, count, told)
        elif is_whole and ledger.units:
            _check_unit_figure(draft, ledger.units[0], mention)
        elif single is not None:
            _check_single_figure(draft, ledger, single, mention)


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


def _budget(entry: Entry) -> Fact | None:
    path, form = entry
    value = form.named("full_year_budget") or form.named("initial_budget")
    return form_fact(path, form, value, f"《{project_name(form)}》预算数")


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
