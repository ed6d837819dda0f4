"""Claims about one form: a project, a unit or a key evaluation that a line of the text tells of.

Part of the checks on self-evaluations: `project_claim` finds the form, this module compares its amounts,
score, rate and the points it lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from perfdesk.core.finding import Place
from perfdesk.core.value import percent, plain
from perfdesk.narrative import amount
from perfdesk.narrative.claim import Claim, ClaimKind, Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import (
    against_fact,
    against_facts,
    fact_parts,
    ratio_decision,
    share_verdict,
    stated_parts,
)
from perfdesk.narrative.ledger import Fact, form_fact
from perfdesk.narrative.loss_claim import loss_facts
from perfdesk.narrative.name_claim import FIELDS, Entry, project_name

_OF_WHOLE = re.compile(
    r"(?:“[^”]+”|该|其|本|项目|部门|单位|整体|支出|绩效|自我|自评|评价|综合|最终|全年|年初|年度|调整后?|总|资金|实际|累计|的|，|：)*"
)
"""Words in front of 预算数, 执行数 or 得分 that speak of the whole form, not of a part such as 人员经费."""
_RATE = re.compile(r"(?:完成(?:全年|年初|调整)?预算|执行率)[^。；：]{0,6}$")


def check_form(draft: Draft, line: Line, entry: Entry, how: str = "") -> None:
    """Note what the form says of every figure of the line."""
    mentions = draft.of_line(line)
    for mention in mentions:
        fact = field_fact(entry, mention)
        if fact is not None:
            kind: ClaimKind = "amount" if mention.figure.is_money else "score"
            draft.decide(mention, against_fact(kind, mention.figure, fact, how))
        lost = against_facts("score", mention.figure, loss_facts(*entry, mention), how)
        if lost is not None:
            draft.decide(mention, lost)
        if is_rate(mention):
            check_rate(draft, mention, mentions, entry)
    check_reason(draft, line)


def agreement(draft: Draft, line: Line, entry: Entry) -> int:
    """How well the figures of the line fit the form: those that agree less those that contradict it."""
    trial = Draft(draft.lines, draft.of_line(line))
    check_form(trial, line, entry)
    verdicts = [decision.verdict for decisions in trial.decisions.values() for decision in decisions]
    return len(verdicts) - 2 * verdicts.count("wrong")


def is_rate(mention: Mention) -> bool:
    """Whether the figure is an execution rate: 完成预算的80%, 预算执行率偏低，为80%."""
    before = mention.line.text[: mention.figure.start]
    return mention.figure.is_percent and _RATE.search(before) is not None


def field_fact(entry: Entry, mention: Mention) -> Fact | None:
    """The field of the form that the clause before an amount or a score names."""
    if not (mention.figure.is_money or mention.figure.unit == "分") or "指标" in mention.subject:
        return None
    path, form = entry
    for pattern, fields in FIELDS:
        match = re.search(pattern, mention.subject)
        if match is not None:
            if not _OF_WHOLE.fullmatch(mention.subject[: match.start()]):
                return None
            value = next((v for name in fields if (v := form.named(name)) is not None), None)
            words = f"《{project_name(form)}》自评表{value.cell if value is not None else ''}"
            return form_fact(path, form, value, words, is_money=mention.figure.is_money)
    return None


def check_rate(draft: Draft, rate: Mention, mentions: Sequence[Mention], entry: Entry | None) -> None:
    """A rate against the amounts that the line states, else against the form's own rate and amounts."""
    before = [m for m in mentions if m.figure.is_money and m.figure.end <= rate.figure.start]
    budget = next((m for m in before if re.search(r"预算?数[为是]?$", m.subject)), None)
    executed = next((m for m in before if re.search(r"执行数?[为是]?$", m.subject)), None)
    sources = _rate_places(entry)
    if budget is not None and executed is not None:
        parts = stated_parts(executed), stated_parts(budget)
        decision = ratio_decision("execution_rate", rate.figure, *parts, sources)
        own = _form_rate(entry, rate, sources) if entry is not None and sources else None
        draft.decide(rate, replace(decision, is_printed=own is not None and own.verdict == "exact"))
    elif entry is not None:
        stated = _form_rate(entry, rate, sources)
        if stated is not None:
            draft.decide(rate, stated)


def _rate_places(entry: Entry | None) -> tuple[Place, ...]:
    printed = entry[1].named("execution_rate") if entry is not None else None
    return (Place(entry[0], entry[1].sheet, printed.cell),) if entry is not None and printed else ()


def _form_rate(entry: Entry, rate: Mention, sources: tuple[Place, ...]) -> Decision | None:
    """The form's own printed rate, or, where it has none, its amounts."""
    path, form = entry
    executed = form_fact(path, form, form.named("executed"), "执行数")
    value = form.named("full_year_budget") or form.named("initial_budget")
    budget = form_fact(path, form, value, "预算数")
    both = executed is not None and budget is not None and budget.amount
    computed = executed.amount / budget.amount if executed and budget and both else None
    printed = form.named("execution_rate")
    if printed is not None and printed.number is not None:
        there = amount.as_fraction(printed.number, printed.is_percent, computed)
        words = f"《{project_name(form)}》自评表执行率为{printed.printed.strip()}"
        verdict = share_verdict(rate.figure, there, None)
        return Decision("execution_rate", verdict, percent(there), words, sources)
    if executed is None or budget is None or not both:
        return None
    places = (executed.place, budget.place)
    return ratio_decision("execution_rate", rate.figure, fact_parts(executed), fact_parts(budget), places)


def check_reason(draft: Draft, line: Line) -> None:
    """Points lost although the text says that there were neither problems nor reasons."""
    score = next(
        (
            m
            for m in draft.of_line(line)
            if m.figure.unit == "分" and m.subject.rstrip("为是").endswith("得分")
        ),
        None,
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
