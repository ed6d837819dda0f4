"""Claims about self-evaluations: how many projects, which money, which scores, which names.

Compares a report's paragraphs on projects and units with the opened self-evaluation forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from perfdesk.core.form import Form
from perfdesk.core.interval import round_half_up
from perfdesk.core.value import plain
from perfdesk.narrative.claim import Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import against_fact, against_facts
from perfdesk.narrative.form_claim import agreement, check_form, check_rate, check_reason, is_rate
from perfdesk.narrative.ledger import Fact, Ledger, form_fact, in_scale
from perfdesk.narrative.name_claim import (
    ALIKE,
    Entry,
    Named,
    called,
    check_names,
    form_name,
    is_evaluation,
    likeness,
    owners,
    paired,
    project_name,
    project_paragraphs,
)
from perfdesk.narrative.overview_claim import check_overview, counts_projects

_MONEY = re.compile(r"(?:资金|金额)[为是共]?$")
_SINGLE = re.compile(
    r"对“([^”]{2,60})”(?:项目)?(?:开展|进行)|(?:本单位|本部门|对|“)([^，。“”]{4,40}?)”?项目(?:开展|进行)"
)


def check_projects(draft: Draft, ledger: Ledger) -> None:
    """Note what the self-evaluation forms say of the text's projects and of the unit as a whole."""
    told = project_paragraphs(draft)
    pairs = paired(draft, ledger, told, lambda line, entry: agreement(draft, line, entry))
    firsts = _first_paragraphs(pairs)
    for line in draft.lines:
        named = pairs.get(line.number)
        entry = named.entry if named is not None else _owner(draft, ledger, line)
        if entry is not None:
            check_form(draft, line, entry, named.how if named is not None else "")
        elif named is not None:
            _check_alone(draft, line)
        elif is_evaluation(line):
            _check_scope(draft, ledger, line, firsts)
    check_names(draft, ledger, pairs)


def _first_paragraphs(pairs: Mapping[int, Named]) -> list[Line]:
    """The first paragraph on each project; a report may tell of one in several sections."""
    first: dict[object, Line] = {}
    for named in pairs.values():
        first.setdefault(named.name if named.entry is None else id(named.entry[1]), named.line)
    return list(first.values())


def _owner(draft: Draft, ledger: Ledger, line: Line) -> Entry | None:
    """The form that a line tells of; among several of one name that with whose figures it agrees best."""
    found = owners(ledger, line)
    if len(found) < 2:
        return next(iter(found), None)
    return max(found, key=lambda entry: agreement(draft, line, entry))


def _check_alone(draft: Draft, line: Line) -> None:
    """A paragraph on a project whose form is not open: its rate and its reasons by itself."""
    mentions = draft.of_line(line)
    for mention in mentions:
        if is_rate(mention):
            check_rate(draft, mention, mentions, None)
    check_reason(draft, line)


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
            _check_unit_figure(draft, _unit_of(ledger, line), mention)
        elif single is not None:
            _check_single_figure(draft, ledger, single, mention)


def _unit_of(ledger: Ledger, line: Line) -> Entry:
    """The unit form whose unit the line names; the first where it names none."""
    named = (entry for entry in ledger.units if (name := form_name(entry[1])) and name in line.text)
    return max(named, key=lambda entry: len(form_name(entry[1])), default=ledger.units[0])


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
    """The one project that a sentence on a key evaluation names; its own form goes before the project's."""
    match = _SINGLE.search(line.text)
    if match is None:
        return None
    words = match[1] or match[2]
    same = next(iter(called(ledger, words)), None)
    if same is not None or not ledger.projects or not match[2]:
        return same
    name = re.sub(r"^.*?(?:本单位|本部门|对)", "", words)
    best = max(ledger.projects, key=lambda e: likeness(name, project_name(e[1])))
    return best if likeness(name, project_name(best[1])) >= ALIKE else None


def _check_single_figure(draft: Draft, ledger: Ledger, entry: Entry, mention: Mention) -> None:
    words = f"《{project_name(entry[1])}》"
    if mention.figure.is_money and _MONEY.search(mention.subject):
        fact = _budget(entry)
        evaluated = [_budget(each) for each in ledger.evaluations if each is not entry]
        note = "".join(
            f"重点绩效评价表的预算数是{plain(in_scale(f.amount, mention.figure))}万元" for f in evaluated
            if f is not None and fact is not None and f.amount != fact.amount
        )  # fmt: skip
        if fact is not None:
            draft.decide(mention, against_fact("amount", mention.figure, fact, note))
    elif mention.figure.is_money and re.search(r"执行数?[为是共]?$|支出[为是]?$", mention.subject):
        fact = form_fact(*entry, entry[1].named("executed"), f"{words}执行数")
        if fact is not None:
            draft.decide(mention, against_fact("amount", mention.figure, fact))
    elif mention.figure.unit == "分" and "得分" in mention.subject:
        value = entry[1].named("total_score")
        fact = form_fact(*entry, value, f"{words}自评表总得分", is_money=False)
        if fact is not None:
            draft.decide(mention, against_fact("score", mention.figure, fact))
