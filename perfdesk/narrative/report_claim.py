"""Claims of an evaluation report: weights, scores, their sums, counts of indicators, the grade.

The report repeats the weight and score of every indicator, in a heading and in the text below it;
both are compared with each other, with the printed total, and with the key-evaluation form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.form import Indicator
from perfdesk.core.value import plain
from perfdesk.narrative.claim import Claim, ClaimKind, ClaimVerdict, Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import against_fact
from perfdesk.narrative.ledger import Ledger, form_fact
from perfdesk.narrative.name_claim import bare_name


@dataclass(frozen=True, slots=True)
class _Item:
    """One indicator of the report: its heading's weight and score, and those its text repeats."""

    line: Line
    name: str
    weight: Mention
    score: Mention
    said_weight: Mention | None
    said_score: Mention | None


def check_report(draft: Draft, ledger: Ledger) -> None:
    """Note what the report's own figures and the evaluation form say of each weight and score."""
    items = _items(draft)
    if not items:
        return
    total = _total(draft)
    for item in items:
        _check_item(draft, item, _source_of(items, total))
        _check_with_form(draft, ledger, item)
    _check_total(draft, items, total)
    _check_weights(draft, items)
    _check_counts(draft, items)
    _check_grade(draft, total)


def _items(draft: Draft) -> list[_Item]:
    found: list[_Item] = []
    for index, line in enumerate(draft.lines):
        match = re.search(
            r"^\s*(?:（\s*\d+\s*）|\d+[.、])?\s*(.+?)[\s。]*(?:权重分|分值|权重)\s*\d", line.text
        )
        mentions = [m for m in draft.of_line(line) if m.figure.unit == "分"]
        weight = next((m for m in mentions if re.search(r"权重分?$|分值$", m.subject)), None)
        score = next((m for m in mentions if re.search(r"得分[为是]?$", m.subject)), None)
        if match is None or weight is None or score is None or len(match[1]) > 60 or not line.rank:
            continue
        below = [m for each in _body(draft, index) for m in draft.of_line(each) if m.figure.unit == "分"]
        said_weight = next((m for m in below if re.search(r"权重分?为?$|分值为?$", m.subject)), None)
        said_score = next((m for m in below if re.search(r"得分为$", m.subject)), None)
        found.append(_Item(line, match[1].strip(), weight, score, said_weight, said_score))
    return found


def _body(draft: Draft, index: int) -> Sequence[Line]:
    """The lines below a heading up to the next marked line."""
    end = index + 1
    while end < len(draft.lines) and not draft.lines[end].rank:
        end += 1
    return draft.lines[index + 1 : end]


def _source_of(items: Sequence[_Item], total: Mention | None) -> str:
    """Whether the printed total follows the headings or the texts below them; empty where neither."""
    if total is None:
        return ""
    headings = sum((item.score.figure.number for item in items), Decimal(0))
    texts = sum(((item.said_score or item.score).figure.number for item in items), Decimal(0))
    if headings == texts:
        return ""
    return "text" if texts == total.figure.number else "heading" if headings == total.figure.number else ""


def _check_item(draft: Draft, item: _Item, source: str) -> None:
    pairs: tuple[tuple[ClaimKind, Mention, Mention | None], ...] = (
        ("weight", item.weight, item.said_weight),
        ("score", item.score, item.said_score),
    )
    for kind, heading, said in pairs:
        if said is None:
            continue
        same = heading.figure.number == said.figure.number
        words = (
            f"标题行（第{item.line.number}行）写{heading.figure.text}，"
            f"正文（第{said.line.number}行）写{said.figure.text}"
        )
        for mention, other, place in ((heading, said, "heading"), (said, heading, "text")):
            is_right = same or (kind == "score" and source == place)
            note = "" if same else "评价总分与此相符" if is_right else "两处不一致，请核对"
            verdict: ClaimVerdict = "exact" if is_right else "wrong"
            draft.decide(mention, Decision(kind, verdict, plain(other.figure.number), words, (), note))
    if item.score.figure.number > item.weight.figure.number:
        words = f"得分{item.score.figure.text}高于分值{item.weight.figure.text}"
        draft.decide(item.score, Decision("score", "wrong", plain(item.weight.figure.number), words))


def _check_with_form(draft: Draft, ledger: Ledger, item: _Item) -> None:
    for path, form in ledger.evaluations:
        for indicator in form.indicators:
            if not _is_same(indicator, item.name):
                continue
            for kind, mention, value in (
                ("weight", item.weight, indicator.weight),
                ("score", item.score, indicator.score),
            ):
                fact = form_fact(path, form, value, f"重点绩效评价表“{item.name}”", is_money=False)
                if fact is not None:
                    draft.decide(mention, against_fact(kind, mention.figure, fact))  # type: ignore[arg-type]


def _is_same(indicator: Indicator, name: str) -> bool:
    return bare_name(indicator.level3.text or "") == bare_name(name)


def _total(draft: Draft) -> Mention | None:
    """The report's own total score: under a heading 评价得分, or 总得分/综合得分 in a sentence."""
    for mention in draft.mentions:
        if mention.figure.unit != "分":
            continue
        is_headed = bool(mention.line.headings) and re.search(r"评价得分|总得分", mention.line.headings[-1])
        is_called = re.search(r"(?:总得分|综合得分|总分)[为是]?$", mention.subject)
        if (is_headed and not mention.subject) or is_called:
            return mention
    return None


def _check_total(draft: Draft, items: Sequence[_Item], total: Mention | None) -> None:
    if total is None:
        return
    by_text = [(item.said_score or item.score).figure.number for item in items]
    by_heading = [item.score.figure.number for item in items]
    stated = total.figure.number
    added = sum(by_text, Decimal(0))
    formula = f"{' + '.join(map(plain, by_text))} = {plain(added)}"
    if added == stated:
        note = ""
        if sum(by_heading, Decimal(0)) != stated:
            note = f"按正文所写得分相加；按标题行相加是{plain(sum(by_heading, Decimal(0)))}分"
        draft.decide(total, Decision("score", "exact", plain(added), formula, (), note))
    elif sum(by_heading, Decimal(0)) == stated:
        note = f"按标题行所写得分相加；按正文相加是{plain(added)}分"
        formula = f"{' + '.join(map(plain, by_heading))} = {plain(stated)}"
        draft.decide(total, Decision("score", "exact", plain(stated), formula, (), note))
    else:
        draft.decide(total, Decision("score", "wrong", plain(added), formula))


def _check_weights(draft: Draft, items: Sequence[_Item]) -> None:
    weights = [item.weight.figure.number for item in items]
    added = sum(weights, Decimal(0))
    formula = f"{' + '.join(map(plain, weights))} = {plain(added)}"
    for mention in draft.mentions:
        if mention.figure.unit == "分" and re.search(
            r"总分值?(?:设定)?[为是]?$|满分[为是]?$", mention.subject
        ):
            verdict: ClaimVerdict = "exact" if mention.figure.number == added else "wrong"
            draft.decide(mention, Decision("weight", verdict, plain(added), formula))


def _check_counts(draft: Draft, items: Sequence[_Item]) -> None:
    """一级指标3个、二级指标6个、三级指标12个: counted from the report's own headings."""
    level2 = {(item.line.headings[-2:]) for item in items}
    level1 = {item.line.headings[-2] for item in items if len(item.line.headings) >= 2}
    counted = {"一级指标": len(level1), "二级指标": len(level2), "三级指标": len(items)}
    for mention in draft.mentions:
        for words, there in counted.items():
            if mention.subject.endswith(words) and mention.figure.unit in ("个", "项") and there:
                verdict: ClaimVerdict = "exact" if mention.figure.number == there else "wrong"
                formula = f"报告正文列出{words}{there}个"
                draft.decide(mention, Decision("count", verdict, str(there), formula))


TIER = re.compile(
    r"(\d+)\s*(?:分)?\s*(?:（含）)?\s*(?:-|—|~|至|以上)\s*(\d*)\s*分?(?:（含）)?为([一-龥]{1,3})"
)
"""One step of the grades that a report prints: 90（含）-100分为优."""


def _check_grade(draft: Draft, total: Mention | None) -> None:
    """综合绩效级别为优: by the tiers that the report prints."""
    tiers = [(Decimal(m[1]), m[3]) for line in draft.lines for m in TIER.finditer(line.text)]
    if total is None or len(tiers) < 2:
        return
    expected = next((name for low, name in sorted(tiers, reverse=True) if total.figure.number >= low), None)
    for line in draft.lines:
        for match in re.finditer(r"(?:级别|等级|等次)为[“\"]?([一-龥]{1,2})", line.text):
            if expected is not None and match[1][0] in {name[0] for _, name in tiers}:
                is_right = expected.startswith(match[1]) or match[1].startswith(expected)
                _grade_claim(draft, line, match, expected, is_right, total)


def _grade_claim(
    draft: Draft, line: Line, match: re.Match[str], expected: str, is_right: bool, total: Mention
) -> None:
    text = line.given[match.start() : match.end()]
    verdict: ClaimVerdict = "exact" if is_right else "wrong"
    formula = f"总分{total.figure.text}，按文中所列标准为{expected}"
    sources: tuple[Place, ...] = ()
    draft.claims.append(
        Claim(
            line.number,
            match.start(),
            match.end(),
            text,
            "grade",
            match[1],
            expected,
            verdict,
            formula,
            sources,
        )
    )
