"""What a new form takes over: from last year's form, or from the target table approved with the budget.

Fillings in, fillings out; knows no file. Results, scores and reasons never come along.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from perfdesk.core.form import FieldName, Form, FormKind
from perfdesk.core.value import plain
from perfdesk.writing.filling.filling import Filling, IndicatorFilling, MoneyFilling, filling_of
from perfdesk.writing.filling.template_match import line_key

SOURCES: dict[FormKind, tuple[FormKind, ...]] = {
    "project_self_evaluation": ("project_targets", "project_self_evaluation"),
    "unit_self_evaluation": ("unit_targets", "unit_self_evaluation"),
    "special_fund_self_evaluation": ("special_fund_self_evaluation", "project_targets"),
    "key_evaluation": ("key_evaluation",),
    "project_targets": ("project_targets", "project_self_evaluation"),
    "unit_targets": ("unit_targets", "unit_self_evaluation"),
}
"""What a form of a kind can be made from, best first."""

_TARGETS = ("project_targets", "unit_targets")
_YEAR = re.compile(r"(20\d\d)")
_CODES = re.compile(r"^\d{3,}(?=\D)|-\d{6,}$")
_YUAN = Decimal(10_000)
_KEPT_HEADERS = ("project", "unit", "department", "contact")


@dataclass(frozen=True)
class Budget:
    """An approved amount and its parts by the headings of their sources, as typed."""

    total: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Carried:
    """A filling for a new form.

    Attributes:
        filling: what to write; its kind is that of the source.
        name: the project's or the unit's name.
        is_approved: whether it comes from a target table, not from last year's form.
        amount_unit: the unit of its amounts.
        budget: its approved amount.
    """

    filling: Filling
    name: str
    is_approved: bool
    amount_unit: str
    budget: Budget = Budget()


def carried(form: Form, budgets: Mapping[str, Budget]) -> Carried:
    """What a new form takes over from a source form.

    Args:
        form: a target table, or last year's form.
        budgets: approved amounts by project (`line_key`), in the form's unit; they go before the
            target table's own.
    """
    said = filling_of(form)
    is_approved = form.kind in _TARGETS
    project = said.headers.get("project", "")
    headers = {name: _without_codes(text) for name, text in said.headers.items() if name in _KEPT_HEADERS}
    fields: dict[FieldName, str] = {}
    budget = Budget(said.fields.get("initial_budget", "")) if is_approved else Budget()
    budget = budgets.get(line_key(project), budget) if is_approved else budget
    if budget.total:
        fields["initial_budget"] = budget.total
    filling = Filling(
        kind=form.kind,
        year=_year(form, said, is_approved=is_approved),
        headers=headers,
        fields=fields,
        tasks=tuple(_task(task, is_approved=is_approved) for task in said.tasks if task.name or task.project),
        goals=tuple((planned, "") for planned, _ in said.goals),
        indicators=tuple(map(_aim, said.indicators)),
    )
    name = project if form.kind not in ("unit_targets", "unit_self_evaluation") else headers.get("unit", "")
    return Carried(filling, name, is_approved, form.amount_unit, budget)


def _without_codes(text: str) -> str:
    """A name without the codes some systems print around it: 071002…-210400000."""
    return _CODES.sub("", text).strip("-－ ") or text


def _year(form: Form, said: Filling, *, is_approved: bool) -> int | None:
    """The year of the new form: of the approved targets, or the one after last year's form."""
    if form.year is not None:
        return form.year if is_approved else form.year + 1
    years = Counter(match[1] for row in said.indicators if (match := _YEAR.search(row.deadline)))
    return int(years.most_common(1)[0][0]) if is_approved and years else None


def _aim(row: IndicatorFilling) -> IndicatorFilling:
    """The indicator with what was aimed at alone."""
    return IndicatorFilling(
        level1=row.level1,
        level2=row.level2,
        level3=row.level3,
        operator=row.operator,
        target=row.target,
        unit=row.unit,
        is_parted=row.is_parted,
        weight=row.weight,
    )


def _task(task: MoneyFilling, *, is_approved: bool) -> MoneyFilling:
    amounts = {name: text for name, text in task.amounts.items() if is_approved and name == "initial_budget"}
    return MoneyFilling(name=task.name, project=task.project, weight=task.weight, amounts=amounts)


def fitted(source: Carried, form: Form) -> Filling:
    """The filling with its budget in the column and the unit that a template's form has."""
    wanted: FieldName = "initial_budget" if "initial_budget" in form.fields else "full_year_budget"
    fields: dict[FieldName, str] = {
        wanted if name == "initial_budget" else name: _scaled(text, source.amount_unit, form.amount_unit)
        for name, text in source.filling.fields.items()
    }
    has_initial = any("initial_budget" in task.amounts for task in form.tasks)
    column = "initial_budget" if has_initial else "full_year_budget"
    units = source.amount_unit, form.amount_unit
    tasks = tuple(
        replace(task, amounts={column if name == "initial_budget" else name: _scaled(text, *units)
                               for name, text in task.amounts.items()})
        for task in source.filling.tasks
    )  # fmt: skip
    lines = _source_lines(source, form, wanted)
    return replace(source.filling, fields=fields, lines=lines, tasks=tasks)


def _scaled(text: str, unit: str, wanted: str) -> str:
    if unit == wanted:
        return text
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return text
    return plain(number / _YUAN if wanted == "万元" else number * _YUAN)


def approved_budgets(forms: Sequence[Form]) -> dict[str, Budget]:
    """The amounts of the budget's table of projects (表9) by project, as its lines say them."""
    found: dict[str, Budget] = {}
    for form in forms:
        for line in form.accounts if form.kind == "budget_09" else ():
            amounts = [
                ("".join(column.labels), value.number)
                for column, value in zip(line.columns, line.amounts, strict=False)
                if value.number is not None
            ]
            if amounts and line.name.text:
                parts = [
                    (label, plain(number)) for label, number in amounts[1:] if not label.endswith("合计")
                ]
                found.setdefault(line_key(line.name.text), Budget(plain(amounts[0][1]), tuple(parts)))
    return found


def _source_lines(source: Carried, form: Form, column: FieldName) -> tuple[MoneyFilling, ...]:
    """The budget by source for the template's lines; none unless every source finds its line."""
    found: dict[str, Decimal] = {}
    names = [line.name.text or "" for line in form.lines if column in line.amounts and line.role != "total"]
    for label, text in source.budget.parts:
        words = next((words for heading, words in _SOURCE_WORDS if heading in label), ())
        name = next((name for word in words for name in names if word in name), None)
        if name is None:
            return ()
        found[name] = found.get(name, Decimal(0)) + Decimal(text)
    if sum(found.values()) != Decimal(source.budget.total or 0):
        return ()
    return tuple(
        MoneyFilling(name, {column: _scaled(plain(amount), source.amount_unit, form.amount_unit)})
        for name, amount in found.items()
    )


_SOURCE_WORDS = (
    ("结转", ("结转",)),
    ("一般公共预算", ("财政拨款",)),
    ("政府性基金", ("政府性基金", "财政拨款")),
    ("国有资本", ("国有资本", "财政拨款")),
    ("专户", ("专户", "其他")),
    ("单位资金", ("单位资金", "其他")),
)
"""Headings of sources in the budget tables, and words of the lines that self-evaluations have for them."""
