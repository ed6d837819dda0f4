"""Claims that points were lost: by one indicator or several, by the execution rate, by a deduction.

Part of the checks on one form; `form_claim` asks here what a figure behind 扣 should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.form import Form, Indicator
from perfdesk.core.prose import even
from perfdesk.core.value import Value, plain
from perfdesk.narrative.claim import Mention
from perfdesk.narrative.ledger import Fact
from perfdesk.narrative.wording import is_nothing, one_line, without_ordinal

_LOST = re.compile(r"(?:扣|失|丢)(?:了|减|除|分)?$")
_NAMES = re.compile(
    r"(?P<names>(?:“[^”]+”(?:指标)?[、和及]?)+)(?:等(?P<count>\d+)[项个])?(?:三级)?(?:指标)?(?:共|合计)?(?:扣|失|丢)(?:了|减|除|分)?$"
)
_FULL_MARK = Decimal(100)


def loss_facts(path: str, form: Form, mention: Mention) -> tuple[Fact, ...]:
    """What the form says of the points that the words before a figure call lost, likeliest first."""
    if mention.figure.unit != "分":
        return ()
    before = mention.line.text[: mention.figure.start]
    if re.search(r"总?得分(?:低于|少于|比)满分(?:低|少)?$", before):
        return _facts(_below_full(path, form))
    if _LOST.search(before) is None:
        return ()
    match = _NAMES.search(before)
    if match is not None:
        return _of_names(path, form, match)
    words = _LOST.sub("", before)
    if words.endswith("减分项"):
        return _facts(_deduction(path, form))
    if re.search(r"执行(?:率)?得分$", words):
        weight, score = form.named("execution_weight"), form.named("execution_score")
        return _facts(_lost(path, form, "预算执行率", [(weight, score)]))
    match = re.search(r"第(\d+)行指标$", words)
    rows = [row for row in form.indicators if match is not None and row.row == int(match[1])]
    return _facts(_lost(path, form, words[-8:], [(row.weight, row.score) for row in rows]))


def _facts(fact: Fact | None) -> tuple[Fact, ...]:
    return () if fact is None else (fact,)


def _below_full(path: str, form: Form) -> Fact | None:
    total, weight = form.named("total_score"), form.named("total_weight")
    if total is None or total.number is None:
        return None
    full = _FULL_MARK if weight is None or weight.number is None else weight.number
    words = f"满分{plain(full)}，总得分{plain(total.number)}，相差"
    return Fact(full - total.number, Place(path, form.sheet, total.cell), words)


def _deduction(path: str, form: Form) -> Fact | None:
    value = form.named("deduction")
    if value is None or value.number is None:
        return None
    return Fact(abs(value.number), Place(path, form.sheet, value.cell), "减分项")


def _lost(
    path: str, form: Form, words: str, pairs: Iterable[tuple[Value | None, Value | None]]
) -> Fact | None:
    """Weight less score, summed; None where a row lacks one of them."""
    known = [
        (weight.number, score.number, score.cell)
        for weight, score in pairs
        if weight is not None and score is not None and weight.number is not None and score.number is not None
    ]
    if not known:
        return None
    lost = sum((weight - score for weight, score, _ in known), Decimal(0))
    shown = " + ".join(f"（{plain(weight)} - {plain(score)}）" for weight, score, _ in known)
    return Fact(lost, Place(path, form.sheet, known[0][2]), f"“{words}”分值减得分{shown}")


def _of_names(path: str, form: Form, match: re.Match[str]) -> tuple[Fact, ...]:
    """The rows called by name; with 等N项 all rows that lost points, or those that lost them unexplained."""
    named = [_bare(name) for name in re.findall(r"“([^”]+)”", match["names"])]
    rows = [row for row in form.indicators if indicator_name(row) in named]
    if not rows:
        return ()
    words = "、".join(dict.fromkeys(named))
    if match["count"]:
        losing = [row for row in form.indicators if _has_lost(row)]
        groups = [losing, [row for row in losing if not _is_explained(row)]]
        fitting = [
            each for each in groups if len({indicator_name(row) for row in each}) == int(match["count"])
        ]
        return _sums(path, form, f"{words}等{match['count']}项", fitting)
    # The same name may stand in several rows: each by itself, and all together.
    groups = [rows] if len(named) > 1 else [[row] for row in rows] + [rows]
    return _sums(path, form, words, groups)


def _sums(path: str, form: Form, words: str, groups: Sequence[Sequence[Indicator]]) -> tuple[Fact, ...]:
    facts = (_lost(path, form, words, [(row.weight, row.score) for row in rows]) for rows in groups)
    return tuple(fact for fact in facts if fact is not None)


def _has_lost(row: Indicator) -> bool:
    weight, score = row.weight, row.score
    if weight is None or score is None or weight.number is None or score.number is None:
        return False
    return weight.number > score.number


def _is_explained(row: Indicator) -> bool:
    if row.reason is not None and not is_nothing(row.reason.said or ""):
        return True
    return any(not tick.is_blank for tick in row.ticks.values())


def indicator_name(row: Indicator) -> str:
    """The name of a row as texts call it: without its number, blanks and quotation marks."""
    return _bare(one_line(row.level3.said or row.level2.said or ""))


def _bare(name: str) -> str:
    return re.sub(r"[\s“”‘’\"'《》。；，、：]", "", even(without_ordinal(name)))
