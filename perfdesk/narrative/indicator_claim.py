"""Claims that name an indicator: its actual in the text against the forms' indicator tables.

An indicator is named in the clause itself or in the heading above; a rate of execution is the form's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfdesk.core.finding import Place
from perfdesk.core.form import Form
from perfdesk.core.value import Value, plain
from perfdesk.narrative.claim import ClaimVerdict, Decision, Draft, Mention
from perfdesk.narrative.ledger import Ledger
from perfdesk.narrative.name_claim import bare_name
from perfdesk.narrative.quotation_claim import FormTexts, check_dates

_LEAST_NAME = 4


def check_indicators(draft: Draft, ledger: Ledger) -> None:
    """Note where a text gives the actual of an indicator that the forms hold."""
    forms = (*ledger.evaluations, *ledger.projects, *ledger.units)
    texts = FormTexts(forms)
    check_dates(draft, texts)
    for mention in draft.mentions:
        figure = mention.figure
        if mention.key in draft.decisions or figure.unit == "分":
            continue
        if re.search(r"预算执行率(?:达到|达|为|是)?$", mention.subject):
            _check_execution_rate(draft, ledger, mention)
            continue
        quoted = texts.quotation(mention)
        if quoted is not None:
            draft.decide(mention, quoted)
            continue
        decision = None if figure.is_money or mention.is_change else _actual(mention, forms)
        if decision is not None:
            draft.decide(mention, decision)


def _actual(mention: Mention, forms: Sequence[tuple[str, Form]]) -> Decision | None:
    """The figure against the actuals so called; indicators of one name may stand in several forms."""
    wrong: Decision | None = None
    heading = _heading(mention)
    clause = bare_name(re.sub(r"(?:达到|达|完成|为|是|约)$", "", mention.subject))
    for path, form in forms if max(len(heading), len(clause)) >= _LEAST_NAME else ():
        for value, is_named in _actuals(form, mention, clause, heading):
            words = f"自评表中这项指标的完成值是{value.printed.strip()}"
            place = (Place(path, form.sheet, value.cell),)
            if value.number in (mention.figure.value, mention.figure.number):
                return Decision("figure", "exact", value.said, words, place)
            if is_named and wrong is None:
                wrong = Decision("figure", "wrong", value.said, words, place)
    return wrong


def _actuals(form: Form, mention: Mention, clause: str, heading: str) -> Iterator[tuple[Value, bool]]:
    """Actuals of the indicators that the clause ends with (named), or that the heading is called."""
    for indicator in form.indicators:
        name, actual = bare_name(indicator.level3.text or ""), indicator.actual
        if actual is None or actual.number is None or len(name) < _LEAST_NAME:
            continue
        if clause.endswith(name):
            yield actual, True
        elif heading == name and indicator.unit and mention.figure.unit.endswith(indicator.unit[-1]):
            yield actual, False


def _heading(mention: Mention) -> str:
    if not mention.line.headings or mention.line.rank:
        return ""
    words = re.sub(r"^[（(]?[\d一二三四五六七八九十]+[）)、.．]?", "", mention.line.headings[-1])
    return bare_name(re.split(r"\s*权重|\s*分值|。", words)[0])


def _check_execution_rate(draft: Draft, ledger: Ledger, mention: Mention) -> None:
    for path, form in ledger.evaluations:
        rate = form.named("execution_rate")
        if rate is None or rate.number is None:
            continue
        shown = rate.number if rate.number <= 2 else rate.number / 100
        verdict: ClaimVerdict = "exact" if shown == mention.figure.value else "wrong"
        words = f"重点绩效评价表的执行率是{rate.printed.strip()}"
        place = (Place(path, form.sheet, rate.cell),)
        draft.decide(mention, Decision("execution_rate", verdict, f"{plain(shown * 100)}%", words, place))
