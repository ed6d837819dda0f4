"""What a set of forms comes to: scores, execution rates, money, and findings by rule and unit.

Stands above the session; the dashboard of the window and the summary workbook show it. Figures are
those printed in the forms; nothing is corrected on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Finding, Place, Severity
from perfdesk.core.form import FORM_NAMES, FieldName, Form
from perfdesk.core.interval import round_half_up
from perfdesk.scoring.profile import known_profile
from perfdesk.session import Checked

_YUAN_PER_WAN = 10_000
NO_GRADE, NO_RATE, NO_UNIT = "未评等级", "没有执行率", "（未写单位）"
RATE_BANDS: tuple[tuple[str, Decimal | None], ...] = (
    ("0", Decimal(0)),
    ("不足60%", Decimal("0.6")),
    ("60%—80%", Decimal("0.8")),
    ("80%—90%", Decimal("0.9")),
    ("90%—100%", Decimal(1)),
    ("100%", Decimal(1)),
    ("超过100%", None),
)
"""Bands of execution rates with the bound they end below; the first, and 100%, hold one value."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One evaluation form of the set.

    Attributes:
        place: its total score's cell, else its first cell.
        full_year_budget: in 万元, as is `executed`.
        rate: executed over budget as a fraction; None where there is no budget.
        grade: of the printed total score by the form's profile; None where it has none.
    """

    place: Place
    title: str
    kind: str
    unit: str
    project: str
    full_year_budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    grade: str | None
    errors: int
    warnings: int
    hints: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule found something."""

    rule: str
    title: str
    severity: Severity
    count: int


@dataclass(frozen=True)
class Overview:
    """The whole set.

    Attributes:
        average: mean of the printed total scores, to two decimals; None without a score.
        weighted_average: the same weighted by budgets; None without budgets.
        grades: forms by grade, best first; `NO_GRADE` last.
        bands: forms by band of execution rate, in the order of `RATE_BANDS`; `NO_RATE` last.
        rules: by severity, then the most frequent first.
        units: findings by unit and severity, the most errors first.
    """

    documents: int
    unread: int
    lines: tuple[FormLine, ...]
    budget: Decimal
    executed: Decimal
    average: Decimal | None
    weighted_average: Decimal | None
    grades: tuple[tuple[str, int], ...]
    bands: tuple[tuple[str, int], ...]
    rules: tuple[RuleCount, ...]
    units: tuple[tuple[str, Counter[Severity]], ...]


def overview(documents: Sequence[Checked]) -> Overview:
    """What the documents come to; explained findings do not count."""
    lines = tuple(line for checked in documents for line in _lines(checked))
    findings = [finding for checked in documents for finding in _standing(checked)]
    projects = [line for line in lines if line.kind != FORM_NAMES["unit_self_evaluation"]]
    scores = [line.score for line in lines if line.score is not None]
    weighted = [
        (line.score, line.full_year_budget)
        for line in projects
        if line.score is not None and line.full_year_budget is not None and line.full_year_budget > 0
    ]
    money = sum((budget for _, budget in weighted), Decimal(0))
    return Overview(
        documents=len(documents),
        unread=sum(checked.document.fault is not None for checked in documents),
        lines=lines,
        budget=_total(line.full_year_budget for line in projects),
        executed=_total(line.executed for line in projects),
        average=_rounded(sum(scores, Decimal(0)) / len(scores)) if scores else None,
        weighted_average=(
            _rounded(sum((score * budget for score, budget in weighted), Decimal(0)) / money)
            if money
            else None
        ),
        grades=_grades(lines),
        bands=_bands(lines),
        rules=_rules(findings),
        units=_units(documents),
    )


def band_of(rate: Decimal | None) -> str:
    """The band of an execution rate."""
    if rate is None:
        return NO_RATE
    if rate <= 0:
        return RATE_BANDS[0][0]
    if rate == 1:
        return "100%"
    below = (name for name, bound in RATE_BANDS[1:5] if bound is not None and rate < bound)
    return next(below, RATE_BANDS[-1][0])


def _lines(checked: Checked) -> Iterator[FormLine]:
    for form in checked.document.forms:
        if form.kind.endswith("evaluation") and not form.continues and not form.is_unfilled:
            yield _line(checked, form)


def _line(checked: Checked, form: Form) -> FormLine:
    budget = _money(form, "full_year_budget")
    budget = _money(form, "initial_budget") if budget is None else budget
    executed, total = _money(form, "executed"), form.named("total_score")
    score = total.number if total is not None else None
    counts = Counter(finding.severity for finding in _standing(checked) if _is_on(finding, form))
    return FormLine(
        place=Place(checked.path, form.sheet, total.cell if total is not None else form.block.address),
        title=form.title.printed,
        kind=FORM_NAMES[form.kind],
        unit=form.header_text("unit") or "",
        project=form.header_text("project") or "",
        full_year_budget=budget,
        executed=executed,
        rate=executed / budget if budget and executed is not None else None,
        score=score,
        grade=_grade(form, score),
        errors=counts["error"],
        warnings=counts["warning"],
        hints=counts["hint"],
    )


def _money(form: Form, name: FieldName) -> Decimal | None:
    """An amount in 万元."""
    value = form.fields.get(name)
    if value is None or value.number is None:
        return None
    is_in_yuan = (value.unit or form.amount_unit) == "元"
    return value.number / _YUAN_PER_WAN if is_in_yuan else value.number


def _grade(form: Form, score: Decimal | None) -> str | None:
    if score is None or not form.profile:
        return None
    try:
        return known_profile(form.profile).grade_of(score)
    except Fault:  # The file of a profile may go while forms judged by it stay open.
        return None


def _standing(checked: Checked) -> list[Finding]:
    return [finding for finding in checked.findings if finding.waiver is None]


def _is_on(finding: Finding, form: Form) -> bool:
    from perfdesk.core.grid import parse_address

    if finding.place.sheet != form.sheet:
        return False
    try:
        return form.block.contains(*parse_address(finding.place.cell))
    except ValueError:
        return False


def _grades(lines: Sequence[FormLine]) -> tuple[tuple[str, int], ...]:
    """Labels differ from place to place; they stand in the order of their best scores."""
    counts = Counter(line.grade or NO_GRADE for line in lines)
    best: dict[str, Decimal] = {}
    for line in lines:
        if line.grade is not None and line.score is not None:
            best[line.grade] = max(best.get(line.grade, line.score), line.score)
    order = sorted(counts, key=lambda label: -best[label] if label in best else Decimal("Infinity"))
    return tuple((label, counts[label]) for label in order)


def _bands(lines: Sequence[FormLine]) -> tuple[tuple[str, int], ...]:
    counts = Counter(band_of(line.rate) for line in lines)
    names = [name for name, _ in RATE_BANDS] + ([NO_RATE] if counts[NO_RATE] else [])
    return tuple((name, counts[name]) for name in names)


def _rules(findings: Sequence[Finding]) -> tuple[RuleCount, ...]:
    from perfdesk.rules.tie import full_catalogue

    titles = {rule.code: rule.title for rule in full_catalogue()}
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    gravity = {"error": 0, "warning": 1, "hint": 2}
    order = sorted(counts, key=lambda key: (gravity[key[1]], -counts[key], key[0]))
    return tuple(
        RuleCount(rule, titles.get(rule, ""), severity, counts[rule, severity]) for rule, severity in order
    )


def _units(documents: Sequence[Checked]) -> tuple[tuple[str, Counter[Severity]], ...]:
    counts: dict[str, Counter[Severity]] = {}
    for checked in documents:
        for form in checked.document.forms:
            if form.continues or form.kind == "unknown":
                continue
            found = Counter(finding.severity for finding in _standing(checked) if _is_on(finding, form))
            counts.setdefault(form.header_text("unit") or NO_UNIT, Counter()).update(found)
    order = sorted(counts, key=lambda unit: (-counts[unit]["error"], -counts[unit]["warning"], unit))
    return tuple((unit, counts[unit]) for unit in order)


def _total(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((number for number in numbers if number is not None), Decimal(0))


def _rounded(number: Decimal) -> Decimal:
    return round_half_up(number, 2)
