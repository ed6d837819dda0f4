"""`perfdesk verify`: every claim of a published text recomputed from the forms or from the text itself.

Last step of the room's way from prose to verdicts; `claim` finds, the `…_claim` modules decide,
this module puts together what they say of each figure. The gravest verdict counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfdesk.core.form import Form
from perfdesk.core.prose import LONGEST_TEXT
from perfdesk.core.value import plain
from perfdesk.narrative.account_claim import check_accounts, check_equations
from perfdesk.narrative.budget_claim import check_budget_rates
from perfdesk.narrative.cell_claim import check_cells
from perfdesk.narrative.claim import (
    BORNE_OUT,
    VERDICT_ORDER,
    Claim,
    ClaimKind,
    Decision,
    Draft,
    Mention,
    find_mentions,
    read_lines,
    snippet,
)
from perfdesk.narrative.convention import stated_convention
from perfdesk.narrative.indicator_claim import check_indicators
from perfdesk.narrative.ledger import Ledger
from perfdesk.narrative.project_claim import check_projects
from perfdesk.narrative.report_claim import TIER, check_report
from perfdesk.narrative.table_claim import check_tables
from perfdesk.narrative.wording_claim import check_wording
from perfdesk.narrative.year_claim import check_years


def verify(texts: Sequence[str], forms: Sequence[tuple[str, Form]]) -> tuple[Claim, ...]:
    """The claims of a text, in order of place, each with its verdict.

    Args:
        texts: the lines of the text.
        forms: the opened forms with the path of their document.
    """
    lines = read_lines([text if len(text) <= LONGEST_TEXT else "" for text in texts])
    draft = Draft(lines, find_mentions(lines))
    ledger = Ledger(forms)
    check_accounts(draft, ledger)
    check_budget_rates(draft, ledger)
    check_projects(draft, ledger)
    check_report(draft, ledger)
    check_equations(draft)
    check_tables(draft, ledger)
    check_indicators(draft, ledger)
    check_cells(draft, ledger)
    check_years(draft, ledger)
    check_wording(draft)
    claims = [*draft.claims, *_figure_claims(draft), *_too_long(texts)]
    return tuple(sorted(claims, key=lambda claim: (claim.line, claim.start, claim.end, claim.kind)))


def _too_long(texts: Sequence[str]) -> Iterator[Claim]:
    """Lines nobody wrote by hand: told as not checked, never passed over in silence."""
    for number, text in enumerate(texts, start=1):
        if len(text) > LONGEST_TEXT:
            words = f"这一行超过{LONGEST_TEXT}字，没有核对"
            yield Claim(number, 0, len(text), text[:20] + "……", "figure", "", None, "uncheckable", words)


def _figure_claims(draft: Draft) -> Iterator[Claim]:
    convention = stated_convention(draft.lines)
    for mention in draft.mentions:
        decisions = [
            convention.settled(mention.figure, each) for each in draft.decisions.get(mention.key, [])
        ]
        if decisions:
            yield _decided(mention, decisions)
        elif _is_threshold(mention) or _is_proposal(mention) or _is_covered(draft, mention):
            continue
        elif mention.figure.is_money or mention.figure.is_percent or mention.figure.unit == "分":
            reason = "没有打开能核对它的表，句子本身也算不出来"
            yield _claim(mention, Decision(_guessed_kind(mention), "uncheckable", None, reason))


def _is_threshold(mention: Mention) -> bool:
    """A price class or the bounds of a grade: words that sort things, no claim about them."""
    before = mention.line.text[: mention.figure.start]
    behind = mention.line.text[mention.figure.end :]
    is_tier = TIER.search(mention.line.text) or re.match(r"(?:（含）)?(?:及?以[上下]|至|-)", behind)
    is_bound = mention.figure.unit == "分" and (is_tier or re.search(r"分(?:（含）)?(?:至|-)$", before))
    return bool(is_bound) or re.search(r"单价|每台|每套", before[-4:]) is not None


def _is_proposal(mention: Mention) -> bool:
    """What a rule asks for in a note on a doubt: 核算应为60%～80%（规则SC204）; it states nothing itself."""
    before = mention.line.text[: mention.figure.start]
    return re.search(r"应为[^，。；]{0,12}$", before) is not None and "（规则" in mention.line.text


def _is_covered(draft: Draft, mention: Mention) -> bool:
    """Whether a claim about words already decides the figure, or it is an operand of written arithmetic."""
    place = mention.figure.start
    if any(line == mention.line.number and start <= place < end for line, start, end in draft.operands):
        return True
    return any(c.line == mention.line.number and c.start <= place < c.end for c in draft.claims)


def _guessed_kind(mention: Mention) -> ClaimKind:
    if mention.is_change:
        return "change_rate" if mention.figure.is_percent else "change"
    if mention.figure.is_percent:
        return "budget_rate" if "完成" in mention.subject and "预算" in mention.subject else "share"
    return "score" if mention.figure.unit == "分" else "amount"


def _decided(mention: Mention, decisions: Sequence[Decision]) -> Claim:
    """One claim of what several checks say; the gravest verdict with the arithmetic of all."""
    by_table = [decision for decision in decisions if not decision.formula.startswith(BORNE_OUT)]
    decisions = by_table or decisions
    first = min(decisions, key=lambda decision: VERDICT_ORDER.index(decision.verdict))
    formulas = list(dict.fromkeys(d.formula for d in (first, *decisions)))
    notes = list(dict.fromkeys(d.note for d in (first, *decisions) if d.note))
    sources = tuple(dict.fromkeys(place for d in (first, *decisions) for place in d.sources))
    return _claim(
        mention,
        Decision(first.kind, first.verdict, first.recomputed, "；".join(formulas), sources, "；".join(notes)),
    )


def _claim(mention: Mention, decision: Decision) -> Claim:
    start, end = snippet(mention)
    return Claim(
        mention.line.number,
        start,
        end,
        mention.line.given[start:end],
        decision.kind,
        f"{plain(mention.figure.number)}%" if mention.figure.is_percent else plain(mention.figure.number),
        decision.recomputed,
        decision.verdict,
        decision.formula,
        decision.sources,
        decision.note,
    )
