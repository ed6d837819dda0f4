"""LY5: this year's self-evaluation against last year's, project by project, indicator by indicator.

Looked at only where the forms of the year before were given (`check … --last-year`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.core.finding import Place
from perfdesk.core.form import Form, Indicator
from perfdesk.core.value import Value
from perfdesk.rules.form_set import Entry, FormSet, name_key
from perfdesk.rules.rule import Example
from perfdesk.rules.target_tie import comparable, in_points, indicators_by_name, target_text, unit_of
from perfdesk.rules.tie import Tied, TieExample, TieOutcome, tie

KINDS = ("project_self_evaluation", "unit_self_evaluation", "special_fund_self_evaluation", "key_evaluation")
LEAST_TEXT = 12  # shorter texts such as 已完成 are alike every year
_YEAR = re.compile(r"20\d\d")
BASIS = "财预〔2020〕10号：绩效评价结果应当作为以后年度完善绩效目标、安排预算的依据"
"""Why last year matters."""


NOT_FULL = {"A2": "（2022年度）", "H12": "12", "I12": "返工一次", "H16": "97"}
FULL = {"A2": "（2022年度）"}
OTHER = {"E9": "扫描并著录2150卷，质检一次合格", "F11": "2150卷"}


def _years(says: str, this: dict[str, str], last: dict[str, str]) -> TieExample:
    return TieExample((Example("project", "", this),), says, (Example("project", "", last),))


def couples(forms: FormSet) -> Iterator[tuple[Entry, Entry]]:
    """Each form with the one of last year: same kind, project and unit."""
    last: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in forms.previous:
        last.setdefault(_identity(entry), []).append(entry)
    for entry in forms.kind(*KINDS):
        found = last.get(_identity(entry), [])
        if len(found) == 1 and (entry.project or entry.unit) and found[0].path != entry.path:
            yield entry, found[0]


def _identity(entry: Entry) -> tuple[str, str, str]:
    return entry.form.kind, _YEAR.sub("", entry.project), entry.unit


def indicator_couples(forms: FormSet) -> Iterator[tuple[Entry, Indicator, Entry, Indicator]]:
    """Each indicator with the one of the same name last year."""
    for entry, before in couples(forms):
        earlier = indicators_by_name(before.form)
        for name, indicator in indicators_by_name(entry.form).items():
            if name in earlier:
                yield entry, indicator, before, earlier[name]


@tie(
    "LY501",
    "目标值低于上年已达到的水平",
    why="上年已经做到的，今年的目标反而降低，目标就失去了约束；确有原因的应当说明。",
    severity="warning",
    needs=("target", "actual", "上年自评表"),
    basis=BASIS,
    bad=_years("上年目标≥2000卷、完成2100卷，今年目标降为≥1500卷", {"E11": "≥1500卷", **OTHER}, NOT_FULL),
    good=_years("今年的目标不低于上年", OTHER, NOT_FULL),
)
def target_below_last_year(forms: FormSet) -> Iterator[TieOutcome]:
    """The target is easier than last year's and than what was achieved last year."""
    for entry, mine, before, earlier in indicator_couples(forms):
        numbers = comparable(earlier, mine)
        if numbers is None or mine.target is None or earlier.actual is None or earlier.actual.number is None:
            continue
        direction = mine.direction or earlier.direction
        old, new = numbers
        done = in_points(earlier.actual, earlier)
        is_lowered = new < old and new < done if direction == "higher" else new > old and new > done
        if direction is None or not is_lowered or _actual_unit(earlier) not in ("", unit_of(earlier)):
            continue
        yield Tied(
            entry.place(mine.target.cell),
            "doubtful",
            f"“{_title(mine)}”的目标值{target_text(mine)}低于上年的目标（{target_text(earlier)}），"
            f"也低于上年已完成的{earlier.actual.printed}，请说明原因或提高目标。",
            mine.target.printed,
            None,
            f"上年目标{target_text(earlier)}，完成{earlier.actual.printed}；今年目标{target_text(mine)}",
            (before.place(earlier.actual.cell),),
        )


def _actual_unit(indicator: Indicator) -> str:
    actual = indicator.actual
    if actual is None:
        return ""
    return "%" if actual.is_percent else name_key(actual.unit or "")


def _title(indicator: Indicator) -> str:
    return "".join((indicator.level3.text or "").split())


@tie(
    "LY502",
    "文字照抄上年",
    why="完成情况、原因和措施与上年一字不差，说明没有重新自评。",
    severity="warning",
    needs=("goals", "reason", "measure", "上年自评表"),
    basis=BASIS,
    bad=_years("今年的完成情况与上年一字不差", {"F11": "2150卷"}, NOT_FULL),
    good=_years("完成情况是今年的", OTHER, NOT_FULL),
)
def text_copied(forms: FormSet) -> Iterator[TieOutcome]:
    """A text on what was achieved, or why not, is last year's word for word, years aside."""
    for entry, before in couples(forms):
        earlier = {_bare(value): before.place(value.cell) for value in _texts(before.form)}
        told: set[str] = set()
        for value in _texts(entry.form):
            place = earlier.get(_bare(value))
            if place is None or value.cell in told:
                continue
            told.add(value.cell)
            yield _copied(entry, value, place)


def _copied(entry: Entry, value: Value, place: Place) -> Tied:
    return Tied(
        entry.place(value.cell),
        "doubtful",
        "这段文字与上年的自评表一字不差，请按本年的情况重写。",
        (value.text or "")[:60],
        None,
        None,
        (place,),
    )


def _texts(form: Form) -> list[Value]:
    values = [goal.achieved for goal in form.goals]
    values += [text for indicator in form.indicators for text in (indicator.reason, indicator.measure)]
    values += list(form.explanations.values())
    return [value for value in values if value is not None and len(_bare(value)) >= LEAST_TEXT]


def _bare(value: Value) -> str:
    return name_key(_YEAR.sub("", value.text or ""))


@tie(
    "LY503",
    "连续两年所有指标都得满分",
    why="年年满分，多半是目标定得过低；请结合上年完成情况提高目标，或说明理由。",
    severity="hint",
    needs=("score", "weight", "上年自评表"),
    basis=BASIS,
    bad=_years("今年和上年各项指标都得满分", OTHER, FULL),
    good=_years("上年有指标没有得满分", OTHER, NOT_FULL),
)
def full_marks_again(forms: FormSet) -> Iterator[TieOutcome]:
    """Every indicator earned its full weight this year and last year."""
    for entry, before in couples(forms):
        total = entry.form.named("total_score") or entry.form.named("indicator_subtotal")
        if total is None or not (_is_all_full(entry.form) and _is_all_full(before.form)):
            continue
        earlier = before.form.named("total_score") or before.form.named("indicator_subtotal")
        yield Tied(
            entry.place(total.cell),
            "doubtful",
            "今年和上年各项指标都得满分，请核对目标是否定得过低。",
            total.printed,
            None,
            None,
            () if earlier is None else (before.place(earlier.cell),),
        )


def _is_all_full(form: Form) -> bool:
    scored = [(i.score, i.weight) for i in form.indicators if i.score is not None and i.weight is not None]
    numbers = [(score.number, weight.number) for score, weight in scored]
    return len(numbers) >= 3 and all(score is not None and score == weight for score, weight in numbers)
