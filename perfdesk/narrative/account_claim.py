"""Claims of the 决算情况说明: amounts, shares, completion of the budget, change against last year, lists.

Each check looks at the mentions of a draft and notes its decisions; nothing here knows a unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.interval import Interval
from perfdesk.core.value import percent, plain
from perfdesk.narrative.claim import BORNE_OUT, ClaimKind, Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import (
    PERCENT_DIGITS,
    against_facts,
    fact_parts,
    ratio_decision,
    share_verdict,
    stated_parts,
    sum_decision,
)
from perfdesk.narrative.ledger import Fact, Ledger

_OTHER_SCOPE = r"机关运行经费|政府采购|国有资产|绩效"
"""Paragraphs whose amounts are parts of something else than the final-accounts tables."""
_RISE = re.compile(r"增加|增长|上升|提高|上调")
_FALL = re.compile(r"减少|降低|下降|节约|压减|下调")


def check_accounts(draft: Draft, ledger: Ledger) -> None:
    """Note what the final accounts and the sentences themselves say of every figure."""
    for line in draft.lines:
        mentions = draft.of_line(line)
        for index, mention in enumerate(mentions):
            for decision in _decisions(draft, ledger, mentions, index):
                draft.decide(mention, decision)
        for whole, decision in (*_inline_lists(draft, line), *_listed_below(draft, line)):
            draft.decide(whole, decision)


def _decisions(draft: Draft, ledger: Ledger, mentions: Sequence[Mention], index: int) -> Iterator[Decision]:
    mention = mentions[index]
    before = mentions[:index]
    figure = mention.figure
    if figure.is_percent:
        yield from _share(draft, ledger, mention, before)
        yield from _budget_rate(ledger, mention, before)
        yield from _change_rate(ledger, mention, before)
    elif mention.is_change and figure.is_money:
        yield from _change(ledger, mention, before)
    elif figure.is_money and not mention.line.under(_OTHER_SCOPE):
        decision = against_facts("amount", figure, ledger.accounts(mention.subject))
        if decision is not None:
            yield decision


def _share(draft: Draft, ledger: Ledger, mention: Mention, before: Sequence[Mention]) -> Iterator[Decision]:
    """占收入总计的80.00%: the amount right before, divided by the amount so called."""
    match = re.match(r"(?P<part>.*?)占(?P<whole>.+?)的?(?:比例?为?|比重为?)?$", mention.subject)
    if match is None:
        return
    part = _part_of(draft, mention, match["part"], before)
    whole = _amount_called(draft, ledger, match["whole"], mention)
    if part is not None and whole is not None:
        yield ratio_decision("share", mention.figure, stated_parts(part), whole[0], whole[1])


def _part_of(draft: Draft, mention: Mention, name: str, before: Sequence[Mention]) -> Mention | None:
    """The amount a share is of: the one right before, or the one the clause calls by name."""
    amounts = [each for each in before if each.figure.is_money]
    if not name:
        gap = (
            mention.line.text[amounts[-1].figure.end : mention.figure.start - len(mention.subject)]
            if amounts
            else ""
        )
        return amounts[-1] if gap.strip() in ("，", ",") else None
    called = [each for each in amounts if each.subject and name.endswith(each.subject)]
    # 货物采购授予…合同金额 is a part of 授予…合同金额: known only where that is nothing.
    return next((each for each in called if each.subject == name or each.figure.value == 0), None)


def _amount_called(
    draft: Draft, ledger: Ledger, name: str, mention: Mention
) -> tuple[tuple[Interval, Decimal], tuple[Place, ...]] | None:
    facts = () if mention.line.under(_OTHER_SCOPE) else ledger.accounts(name)
    if facts:
        return fact_parts(facts[0]), (facts[0].place,)
    name = re.sub(r"(?:金额|总额)$", "", name)
    for earlier in reversed(draft.mentions):
        if (
            earlier.key < mention.key
            and earlier.figure.is_money
            and re.sub(r"(?:金额|总额)$", "", earlier.subject).endswith(name)
        ):
            return stated_parts(earlier), ()
    return None


def _budget_rate(ledger: Ledger, mention: Mention, before: Sequence[Mention]) -> Iterator[Decision]:
    """完成预算的60.00%: executed ÷ budget, where a table holds it or the sentence says they are equal."""
    if re.search(r"完成(?:全年|年初|调整)?预算(?:数)?的?$", mention.subject) is None:
        return
    behind = mention.line.text[mention.figure.end :]
    clause = re.split(r"[。；]", behind)[0]
    executed = next((each for each in reversed(before) if each.figure.is_money and not each.is_change), None)
    named = re.match(r"(.+?)完成(?:全年|年初|调整)?预算", mention.subject)
    subject = named[1] if named else executed.subject if executed is not None else ""
    budget = ledger.budget(subject) if executed is not None else None
    if executed is not None and budget is not None:
        places = (budget.place, *(fact.place for fact in ledger.accounts(subject)[:1]))
        yield ratio_decision(
            "budget_rate", mention.figure, stated_parts(executed), fact_parts(budget), places
        )
    elif re.search(r"(?:年初)?预算(?:数)?为?零", re.split("。", behind)[0]):
        yield Decision("budget_rate", "wrong", None, "文中说预算为零，不能写完成比例")
    elif re.search(r"决算数?与(?:年初)?预算数?(?:相等|持平|一致)", clause):
        verdict = "exact" if mention.figure.value == 1 else "wrong"
        formula = f"文中说决算数与预算数相等，即100%，写为{mention.figure.text}"
        yield Decision("budget_rate", verdict, "100%", formula)  # type: ignore[arg-type]
    sign = re.search(r"决算数?(大于|超过|高于|小于|低于)(?:年初)?预算", clause)
    if sign is not None and mention.figure.value != 0:
        is_above = sign[1] in ("大于", "超过", "高于")
        if is_above != (mention.figure.value > 1):
            yield Decision(
                "budget_rate", "wrong", None, f"写为{mention.figure.text}，却说决算数{sign[1]}预算数"
            )


def _change_rate(ledger: Ledger, mention: Mention, before: Sequence[Mention]) -> Iterator[Decision]:
    """减少5.00万元，降低20.00%: the change divided by last year's amount, which the sentence implies."""
    if not mention.is_change or not before or not before[-1].is_change or not before[-1].figure.is_money:
        return
    change = before[-1]
    falls = _FALL.search(change.subject[-4:]) is not None
    if falls == (_RISE.search(mention.subject[-4:]) is not None):
        amount_words = f"{change.subject[-2:]}{change.figure.text}"
        words = f"“{amount_words}”与“{mention.subject[-2:]}{mention.figure.text}”方向相反"
        yield Decision("change_rate", "wrong", None, words)
        return
    current = _current(ledger, change, before[:-1])
    if current is None:
        return
    last = current[1] + change.figure.value if falls else current[1] - change.figure.value
    exact = change.figure.value / last if last else None
    if exact is None:
        return
    spread = _change_spread(change.figure.spread(2), current[0], falls=falls)
    verdict = share_verdict(mention.figure, exact, spread)
    scale = -change.figure.power
    sign = "+" if falls else "-"
    gap = plain(change.figure.number)
    written = f"{gap} ÷ （{plain(current[1].scaleb(scale))} {sign} {gap}）"
    formula = f"{written} = {percent(exact, PERCENT_DIGITS)}"
    yield Decision("change_rate", verdict, percent(exact), formula, current[2], whole=exact * 100)


def _change_spread(change: Interval, current: Interval, *, falls: bool) -> Interval | None:
    """What change ÷ last year's amount can be; both ends move together, so each end is computed whole."""
    sign = 1 if falls else -1
    low, high = current.high + sign * change.low, current.low + sign * change.high
    if low <= 0 or high <= 0:
        return None
    return Interval(change.low / low, change.high / high)


def _current(
    ledger: Ledger, change: Mention, before: Sequence[Mention]
) -> tuple[Interval, Decimal, tuple[Place, ...]] | None:
    name = re.sub(r"(?:减少|增加|下降|上升|降低|增长|提高)了?$", "", change.subject)
    name = re.sub(r"^.*?(?:与|较|比)(?:上年|去年|\d{4}年度?)(?:度|相比)?", "", name)
    name = re.sub(r"^(?:今年|本年)(?=.*(?:总计|结余))", "", name)
    name = {"结转结余": "年末结转和结余"}.get(name, name)
    if name and not change.line.under(_OTHER_SCOPE):
        facts = ledger.accounts(name)
        if facts:
            return (*fact_parts(facts[0]), (facts[0].place,))
    amounts = [each for each in before if each.figure.is_money and not each.is_change]
    return (*stated_parts(amounts[0]), ()) if amounts else None


def _change(ledger: Ledger, mention: Mention, before: Sequence[Mention]) -> Iterator[Decision]:
    """减少5.00万元: against last year's final accounts where they are open."""
    name = re.sub(r"(?:减少|增加|下降|上升|降低|增长|提高)了?$", "", mention.subject)
    name = re.sub(r"^.*?(?:与|较|比)(?:上年|去年)(?:度|相比)?", "", name)
    amounts = [each for each in before if each.figure.is_money and not each.is_change]
    subject = name or (amounts[0].subject if amounts else "")
    now, last = ledger.accounts(subject), ledger.accounts(subject, is_last_year=True)
    if not now or not last or mention.line.under(_OTHER_SCOPE):
        return
    falls = _FALL.search(mention.subject[-4:]) is not None
    gap = last[0].amount - now[0].amount if falls else now[0].amount - last[0].amount
    words = f"{now[0].words}本年与上年之差"
    fact = Fact(gap, now[0].place, words)
    decision = against_facts("change", mention.figure, [fact])
    if decision is not None:
        sources = (now[0].place, last[0].place)
        yield Decision("change", decision.verdict, decision.recomputed, decision.formula, sources)


_OPENING = re.compile(r"其中：|具体包括：?|包括：?(?=[^\s。])|其中(?=[^，。：]{1,12}\d)")
_COMPLETE_SETS = (
    ("基本支出", "项目支出"),
    ("人员经费", "公用经费"),
    ("货物", "工程", "服务"),
    ("一般公共预算", "政府性基金", "国有资本"),
    ("出国", "接待", "用车"),
)
_NO_PART = re.compile(r"每|单价|以上|占|完成|不超过|标准")


def _inline_lists(draft: Draft, line: Line) -> Iterator[tuple[Mention, Decision]]:
    """X万元，其中：甲…，乙…: the parts of each unit against the last figure of that unit before."""
    mentions = draft.of_line(line)
    openings = [
        match
        for match in _OPENING.finditer(line.text)
        if "要包括" not in line.text[match.start() - 1 : match.end()]
    ]
    for number, opening in enumerate(openings):
        stop = line.text.find("。", opening.end())
        ends = [place for place in (stop, len(line.text)) if place >= 0]
        ends += [later.start() for later in openings[number + 1 : number + 2]]
        inside = [m for m in mentions if opening.end() <= m.figure.start < min(ends) and _is_part(m)]
        for unit in dict.fromkeys(mention.figure.unit for mention in inside):
            parts = [mention for mention in inside if mention.figure.unit == unit]
            whole = _whole(draft, line, opening.start(), unit)
            is_complete = "包括" in opening[0] or _is_complete(parts) or _is_complete(inside)
            if whole is not None and len(parts) >= 2:
                yield from _list_decisions(whole, parts, is_complete)


def _list_decisions(
    whole: Mention, parts: Sequence[Mention], is_complete: bool
) -> Iterator[tuple[Mention, Decision]]:
    """The verdict on the whole; a part that fits the whole and the other parts is borne out by them."""
    decision = sum_decision(
        "list_sum", whole.figure, [part.figure for part in parts], is_complete=is_complete
    )
    if decision is None:
        return
    yield whole, decision
    if decision.verdict != "wrong":
        for part in parts:
            yield (
                part,
                Decision(
                    "list_sum", decision.verdict, plain(part.figure.number), f"{BORNE_OUT}{decision.formula}"
                ),
            )


def _is_part(mention: Mention) -> bool:
    return not (
        mention.is_change
        or mention.figure.is_percent
        or mention.figure.per
        or _NO_PART.search(mention.subject)
    )


def _is_complete(parts: Sequence[Mention]) -> bool:
    """Whether the parts leave nothing out: a known set, or one that names what is left as 其他."""
    subjects = [part.subject for part in parts]
    if any("其他" in subject for subject in subjects[-2:]):
        return True
    return any(
        len(parts) == len(words) and all(any(word in s for s in subjects) for word in words)
        for words in _COMPLETE_SETS
    )


def _whole(draft: Draft, line: Line, place: int, unit: str) -> Mention | None:
    def fits(mention: Mention) -> bool:
        return mention.figure.unit == unit and _is_part(mention)

    before = [m for m in draft.of_line(line) if m.figure.end <= place and fits(m)]
    if before:
        return before[-1]
    if line.text.strip().startswith("其中"):
        above = [
            m
            for each in draft.lines[: line.number - 1]
            if each.text.strip()
            for m in (*draft.of_line(each), None)
        ]
        last = max((m.line.number for m in above if m is not None), default=0)
        firsts = [m for m in above if m is not None and m.line.number == last and fits(m)]
        return firsts[0] if firsts else None
    return None


def _listed_below(draft: Draft, line: Line) -> Iterator[tuple[Mention, Decision]]:
    """…150.00万元，包括： and numbered lines below: their first amounts must sum to the line's."""
    if not re.search(r"包括：?\s*$", line.text):
        return
    wholes = [m for m in draft.of_line(line) if m.figure.is_money and _is_part(m)]
    parts: list[Mention] = []
    rank = 0
    for below in draft.lines[line.number :]:
        if below.rank and rank and below.rank < rank:
            break
        if below.rank and not rank:
            rank = below.rank
        if below.rank == rank and rank:
            amounts = [m for m in draft.of_line(below) if m.figure.is_money and _is_part(m)]
            if below.ordinal != len(parts) + 1 or not amounts:
                return
            parts.append(amounts[0])
    if wholes and parts:
        yield from _list_decisions(wholes[-1], parts, True)


def check_equations(draft: Draft) -> None:
    """Note what equations and lists within brackets say of their figures."""
    from perfdesk.scoring.statement import statements

    by_place = {mention.key: mention for mention in draft.mentions}
    for line in draft.lines:
        for statement in statements(line.given):
            draft.operands.append((line.number, statement.start, statement.end))
            mention = by_place.get((line.number, statement.figure.start))
            if mention is not None:
                expectation = statement.expectation
                kind: ClaimKind = statement.kind
                draft.decide(
                    mention, Decision(kind, statement.agreement, expectation.written(), expectation.formula)
                )
