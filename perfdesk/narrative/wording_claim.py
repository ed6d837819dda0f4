"""Claims that are about words: numbering gaps, template prompts, comparisons, shares that must be whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from perfdesk.core.value import plain
from perfdesk.narrative.claim import Claim, ClaimKind, ClaimVerdict, Decision, Draft, Line, Mention

_PROMPTS = re.compile(
    r"（[^（）]*(?:概括表述|对照绩效目标|简要说明|请填写|请在此|此处填|逐项说明|根据实际|字以内|字左右)[^（）]*）"
    r"|[【\[][^】\]]*(?:填写|说明|单位名称|项目名称)[^】\]]*[】\]]|[X×x]{2,}(?:万元|%|项目|单位|个|年)?|\*{2,}|_{3,}"
)
_MARK = re.compile(
    r"\s*(?P<mark>第[一二三四五六七八九十]+部分|（\s*[\d一二三四五六七八九十]+\s*）|[\d一二三四五六七八九十]+[.．、]?)"
)
_TIER = re.compile(r"(优秀|良好|合格|不合格|较差|优|良|中|差)（([^（）]*\d[^（）]*)）")
_COMPLETE_SHARES = re.compile(r"各(?:自)?(?:负担|承担|分担)$")


def check_wording(draft: Draft) -> None:
    """Note leftover prompts, gaps in numbering, and comparisons a sentence makes."""
    for line in draft.lines:
        for match in _PROMPTS.finditer(line.text):
            text = line.given[match.start() : match.end()]
            formula = "模板的填写提示没有删除"
            draft.claims.append(
                Claim(
                    line.number,
                    match.start(),
                    match.end(),
                    text,
                    "template_prompt",
                    text,
                    None,
                    "wrong",
                    formula,
                )
            )
        draft.claims.extend(_rate_of_nothing(line))
        draft.claims.extend(_tiers(line))
        _check_comparison(draft, line)
        _check_shares(draft, line)
    draft.claims.extend(_numbering(draft))


def _rate_of_nothing(line: Line) -> Iterator[Claim]:
    """增加-5万元: an increase with a minus sign says the opposite of what it means."""
    for match in re.finditer(r"(?:增加|增长|减少|下降|降低)了?\s*-\d[\d.,]*\s*(?:万元|元|%)?", line.text):
        text = line.given[match.start() : match.end()]
        formula = "增减已由文字表示，数字不应再带负号"
        yield Claim(line.number, match.start(), match.end(), text, "direction", text, None, "wrong", formula)


def _tiers(line: Line) -> Iterator[Claim]:
    """优（90分及以上）、良（80分至90分）: each grade must begin where the one above it ends."""
    steps = list(_TIER.finditer(line.text))
    for above, below in pairwise(steps):
        if "，" in line.text[above.end() : below.start()]:
            continue
        low = min(_bounds(above))
        high = max(_bounds(below))
        if low != high:
            start, end = below.span()
            words = f"“{above[1]}”到{plain(low)}分为止，“{below[1]}”却从{plain(high)}分起，档次不衔接"
            yield Claim(
                line.number,
                start,
                end,
                line.given[start:end],
                "grade",
                plain(high),
                plain(low),
                "wrong",
                words,
            )


def _bounds(step: re.Match[str]) -> list[Decimal]:
    return [Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", step[2])]


def _numbering(draft: Draft) -> Iterator[Claim]:
    """（1） then （3）: the marks of one level must run on under the same heading."""
    last: dict[int, tuple[int, Line]] = {}
    for line in draft.lines:
        if not line.rank:
            continue
        last = {rank: seen for rank, seen in last.items() if rank <= line.rank}
        before = last.get(line.rank)
        upper = last.get(line.rank - 2)
        if before is None and upper is not None and 1 < line.ordinal == upper[0] + 1:
            # （3） between （二） and （四）: the mark of another level took the place.
            last[line.rank - 2] = (line.ordinal, line)
            yield _misnumbered(line, f"前一个编号是{_mark(upper[1])}，这里的编号样式与同级不一致")
            continue
        last[line.rank] = (line.ordinal, line)
        if (before is None and not line.headings) or line.ordinal == 1 or not line.ordinal:
            continue
        expected = before[0] + 1 if before is not None else 1
        if line.ordinal != expected:
            words = f"前一个编号是{_mark(before[1])}" if before is not None else "同级编号应从1开始"
            yield _misnumbered(line, f"{words}，这里应为第{expected}项")


def _mark(line: Line) -> str:
    match = _MARK.match(line.text)
    return match[0].strip() if match is not None else ""


def _misnumbered(line: Line, formula: str) -> Claim:
    match = _MARK.match(line.text)
    start, end = (match.start("mark"), match.end()) if match is not None else (0, 0)
    return Claim(
        line.number,
        start,
        end,
        line.given[start:end],
        "numbering",
        line.given[start:end],
        None,
        "wrong",
        formula,
    )


def _check_comparison(draft: Draft, line: Line) -> None:
    """达到90%的要求, 未达到目标人数: the two figures of the sentence must bear the words out."""
    for match in re.finditer(r"(未)?(?:达到|完成|实现)了?(?:目标|指标|预期|(?=\d))", line.text):
        start = max(line.text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
        stop = re.search(r"[。；]", line.text[match.end() :])
        end = match.end() + stop.start() if stop else len(line.text)
        inside = [m for m in draft.of_line(line) if start <= m.figure.start < end]
        target = _target(inside, match.end())
        actual = next((m for m in reversed(inside) if target is not None and m is not target
                       and m.figure.end <= match.start() and m.figure.unit == target.figure.unit
                       and not _is_target(m)), None)  # fmt: skip
        if target is None or actual is None:
            continue
        met = actual.figure.value >= target.figure.value
        is_right = met != bool(match[1])
        sign = "≥" if met else "＜"
        formula = f"{actual.figure.text} {sign} {target.figure.text}"
        verdict: ClaimVerdict = "exact" if is_right else "wrong"
        draft.claims.append(
            Claim(line.number, match.start(), end, line.given[match.start() : end], "comparison", match[0],
                  "达到" if met else "未达到", verdict, formula)
        )  # fmt: skip


def _target(mentions: list[Mention], place: int) -> Mention | None:
    behind = next((m for m in mentions if m.figure.start == place), None)
    return behind or next((m for m in reversed(mentions) if _is_target(m) and m.figure.end <= place), None)


def _is_target(mention: Mention) -> bool:
    return re.search(r"目标|指标值|计划|要求", mention.subject[-12:]) is not None


def _check_shares(draft: Draft, line: Line) -> None:
    """省负担50%，市、县各负担25%: the shares of those who carry one thing make the whole."""
    shares = [
        m for m in draft.of_line(line) if m.figure.is_percent and re.search(r"(?:负担|承担|分担)$", m.subject)
    ]
    if len(shares) < 2 or not any(_COMPLETE_SHARES.search(m.subject) for m in shares):
        return
    terms: list[str] = []
    added = Decimal(0)
    for mention in shares:
        bearers = _bearers(line, mention)
        added += mention.figure.number * bearers
        terms.append(
            f"{plain(mention.figure.number)}% × {bearers}"
            if bearers > 1
            else f"{plain(mention.figure.number)}%"
        )
    kind: ClaimKind = "share"
    verdict: ClaimVerdict = "exact" if added == 100 else "wrong"
    for mention in shares:
        draft.decide(mention, Decision(kind, verdict, None, f"{' + '.join(terms)} = {plain(added)}%"))


def _bearers(line: Line, mention: Mention) -> int:
    if not _COMPLETE_SHARES.search(mention.subject):
        return 1
    clause = re.split(r"[，。；：]", line.text[: mention.figure.start])[-1]
    outside = re.sub(r"（[^（）]*）", "", clause)
    return (
        outside.count("、")
        + len(re.findall(r"[和与及]", outside))
        + 1
        + (1 if "两级" in outside and "、" not in outside else 0)
    )
