"""What a form says, apart from its layout: the same filling can go into any template.

A filling holds contents as a clerk would type them; blank means that nothing is said. It is made
from a recognized form, and `template` writes it into another one by recognition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfdesk.core.form import (
    AccountLine,
    Advice,
    FieldName,
    Form,
    FormKind,
    Goal,
    Indicator,
    LineRole,
    Money,
)
from perfdesk.core.value import OPERATOR_SIGNS, Operator, Value, plain


@dataclass(frozen=True, slots=True)
class Quantity:
    """A target or an actual: what its cell says, and the number and unit understood, where it is one.

    `number` is as people write it: 95 with unit `%` for 0.95 printed as a percentage.
    """

    text: str = ""
    number: str = ""
    unit: str = ""

    def with_unit(self) -> str:
        """The quantity for a cell of its own: `50个`, `95%`; words as they stand."""
        return f"{self.number}{self.unit}" if self.number else self.text

    def alone(self) -> str:
        """The quantity for a cell that has its unit beside it; words as they stand."""
        return self.number or self.text


@dataclass(frozen=True, slots=True)
class IndicatorFilling:
    """One indicator.

    `is_parted` tells that operator and unit stood in cells of their own, `ticks` gives what the cause
    columns hold by their names: a tick, or words.
    """

    level1: str = ""
    level2: str = ""
    level3: str = ""
    operator: Operator | None = None
    target: Quantity = Quantity()
    unit: str = ""
    actual: Quantity = Quantity()
    is_parted: bool = False
    deadline: str = ""
    completion: str = ""
    weight: str = ""
    score: str = ""
    coefficient: str = ""
    reason: str = ""
    measure: str = ""
    ticks: Mapping[str, str] = field(default_factory=dict)
    method: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class MoneyFilling:
    """One line of figures, by its name or by what it sums up."""

    name: str = ""
    amounts: Mapping[str, str] = field(default_factory=dict)
    rate: str = ""
    weight: str = ""
    score: str = ""
    project: str = ""
    role: LineRole | None = None


@dataclass(frozen=True, slots=True)
class AdviceFilling:
    """One line of advice or of an opinion: its option, its tick, its words."""

    option: str
    tick: str = ""
    text: str = ""
    is_opinion: bool = False


@dataclass(frozen=True, slots=True)
class AccountFilling:
    """One line of a budget or accounts table; `amounts` by the headings of their columns."""

    name: str
    code: str | None = None
    number: int | None = None
    amounts: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclass(frozen=True, slots=True)
class Filling:
    """All that one form says.

    Attributes:
        kind: the kind of form it was taken from or is made for.
        headers: labelled texts by their name in forms (`project`, `unit`, `department` …).
        fields: money and score fields by name.
        goals: pairs of what was planned and what became of it.
        explanations: words on deviations outside the indicator table, by kind.
    """

    kind: FormKind
    year: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[FieldName, str] = field(default_factory=dict)
    lines: tuple[MoneyFilling, ...] = ()
    tasks: tuple[MoneyFilling, ...] = ()
    task_total: MoneyFilling | None = None
    goals: tuple[tuple[str, str], ...] = ()
    indicators: tuple[IndicatorFilling, ...] = ()
    advice: tuple[AdviceFilling, ...] = ()
    opinions: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    accounts: tuple[AccountFilling, ...] = ()


def filling_of(form: Form) -> Filling:
    """What a recognized form says; leftovers of its template are not said."""
    return Filling(
        kind=form.kind,
        year=form.year,
        headers={name: _words(value) for name, value in form.headers.items() if _words(value)},
        fields={name: typed(value) for name, value in form.fields.items() if typed(value)},
        lines=tuple(_money(line) for line in form.lines),
        tasks=tuple(_money(task) for task in form.tasks),
        task_total=None if form.task_total is None else _money(form.task_total),
        goals=tuple(_goal(goal) for goal in form.goals),
        indicators=tuple(_indicator(row) for row in form.indicators),
        advice=tuple(map(_advice, form.advice)),
        opinions={name: _words(value) for name, value in form.opinions.items() if _words(value)},
        explanations={name: _words(value) for name, value in form.explanations.items() if _words(value)},
        accounts=tuple(map(_account, form.accounts)),
    )


def typed(value: Value | None) -> str:
    """What a clerk would type to say the same: `51%`, `1234.5`, `≥95%`, words; blank for a placeholder."""
    if value is None or value.is_placeholder:
        return ""
    if value.number is None:
        return value.text or ""
    if value.is_text:
        return value.raw.strip()
    return f"{plain(value.number * 100)}%" if value.is_percent else plain(value.number)


def _words(value: Value | None) -> str:
    """The words of a labelled text; a number stands as it is printed."""
    if value is None or value.is_placeholder:
        return ""
    return value.text or (value.printed.strip() if value.number is not None else "")


def _goal(goal: Goal) -> tuple[str, str]:
    return _words(goal.planned), _words(goal.achieved)


def _money(line: Money) -> MoneyFilling:
    return MoneyFilling(
        _words(line.name),
        {name: typed(value) for name, value in line.amounts.items() if typed(value)},
        typed(line.rate),
        typed(line.weight),
        typed(line.score),
        _words(line.project),
        line.role,
    )


def _advice(line: Advice) -> AdviceFilling:
    return AdviceFilling(_words(line.option), _words(line.tick), _words(line.text), line.is_opinion)


def _account(line: AccountLine) -> AccountFilling:
    amounts = (
        (column.labels, typed(value))
        for column, value in zip(line.columns, line.amounts, strict=False)
        if typed(value)
    )
    return AccountFilling(_words(line.name), line.code, line.number, tuple(amounts))


def _indicator(row: Indicator) -> IndicatorFilling:
    return IndicatorFilling(
        level1=_words(row.level1),
        level2=_words(row.level2),
        level3=_words(row.level3) or row.level3.raw.strip(),
        operator=row.operator,
        target=_quantity(row.target, row.unit),
        unit=row.unit or "",
        actual=_result(row.actual, row.unit),
        is_parted=row.unit_cell is not None,
        deadline=_words(row.deadline),
        completion=typed(row.completion),
        weight=_points(row.weight),
        score=_points(row.score),
        coefficient=typed(row.coefficient),
        reason=_words(row.reason),
        measure=_words(row.measure),
        ticks={name: _words(value) for name, value in row.ticks.items() if _words(value)},
        method=_words(row.method),
        explanation=_words(row.explanation),
    )


def _points(value: Value | None) -> str:
    """Points as a number, though the form writes them `5分`: a total adds up numbers alone."""
    if value is None or value.number is None or value.is_percent:
        return typed(value)
    return plain(value.number)


def _quantity(value: Value | None, unit: str | None) -> Quantity:
    text = typed(value)
    if value is None or value.number is None:
        return Quantity(text)
    if value.unit and unit and value.unit != unit:
        return Quantity(text)  # 23年目标参保人 beside the unit % is no quantity of 23
    number = value.number * 100 if value.is_percent else value.number
    return Quantity(text, plain(number), value.unit or ("%" if value.is_percent else "") or (unit or ""))


def _result(value: Value | None, unit: str | None) -> Quantity:
    """An actual; one that carries an operator is no measured value and stays as it stands."""
    return Quantity(typed(value)) if value is not None and value.operator else _quantity(value, unit)


def sign_of(operator: Operator | None, signs: Sequence[str] = ()) -> str:
    """The operator as a form prints it; of the signs a drop-down offers the one that means it."""
    if operator is None:
        return ""
    sign = OPERATOR_SIGNS[operator]
    wide = {"=": "＝"}.get(sign, sign)
    return next((offered for offered in signs if offered in (sign, wide, operator)), sign)
