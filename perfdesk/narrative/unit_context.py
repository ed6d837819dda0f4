"""Unit self-evaluations and key evaluations as a report tells them.

Both are told as a project is, by `project`; a unit adds its key tasks, a key evaluation its table of
weights and scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from perfdesk.core.finding import Place
from perfdesk.core.form import FORM_NAMES, Form, Indicator, Money
from perfdesk.core.value import Value, plain
from perfdesk.narrative import amount
from perfdesk.narrative.amount import Source
from perfdesk.narrative.figure import Figure, Named, Notebook
from perfdesk.narrative.project import Project, make_project, told_of
from perfdesk.narrative.wording import one_line, unit_name

_NONE = "—"


@dataclass(frozen=True, slots=True)
class Row(Named):
    """One row of the table of weights and scores."""

    category: str
    group: str
    indicator: str
    weight: Figure
    score: Figure
    reason: str

    chinese: ClassVar[Mapping[str, str]] = {
        "一级指标": "category", "二级指标": "group", "三级指标": "indicator",
        "分值": "weight", "得分": "score", "原因": "reason",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task(Named):
    """A key task of a unit form with its money in 万元."""

    name: str
    budget: Figure
    executed: Figure

    chinese: ClassVar[Mapping[str, str]] = {"名称": "name", "预算数": "budget", "执行数": "executed"}


@dataclass(frozen=True, slots=True)
class Evaluation(Named):
    """A key evaluation, or a unit's self-evaluation: what is told of a project, its rows, its tasks.

    Attributes:
        told: score, amounts, achievements, problems and measures, as a project has them.
        rows: the table of weights and scores; `tasks` the key tasks of a unit form.
    """

    name: Figure
    told: Project
    rows: tuple[Row, ...]
    tasks: tuple[Task, ...]

    chinese: ClassVar[Mapping[str, str]] = {
        "名称": "name",
        "综述": "told",
        "指标": "rows",
        "重点工作": "tasks",
    }


def make_evaluation(number: int, path: str, form: Form, notebook: Notebook) -> Evaluation:
    """The evaluation of one form; `number` counts from 1 in the order of the report."""
    name = _called(path, form)
    told = make_project(number, path, form, notebook, name)
    source = Source(path, form, notebook, told_of(form, name), is_lenient=True)
    rows = tuple(_row(source, row) for row in form.indicators)
    return Evaluation(name, told, rows, tuple(_task(source, task) for task in form.tasks))


def _called(path: str, form: Form) -> Figure:
    """The unit that a unit form tells of, or the project of a key evaluation."""
    labels = ("unit", "department") if form.kind == "unit_self_evaluation" else ("project", "unit")
    for label in labels:
        value = form.headers.get(label)
        text = unit_name(value.said or "") if value is not None else ""
        if value is not None and text:
            return Figure(text, Place(path, form.sheet, value.cell))
    return Figure(FORM_NAMES[form.kind], is_missing=True)


def _row(source: Source, row: Indicator) -> Row:
    words = one_line(row.level3.said or row.level2.said or "")
    return Row(
        category=one_line(row.level1.said or ""),
        group=one_line(row.level2.said or ""),
        indicator=words,
        weight=_points(source, row.weight, f"“{words}”分值"),
        score=_points(source, row.score, f"“{words}”得分"),
        reason=one_line((row.reason.said or "") if row.reason is not None else ""),
    )


def _points(source: Source, value: Value | None, label: str) -> Figure:
    if value is None or value.number is None:
        return Figure(_NONE, is_missing=True)
    place = source.place(value)
    mark = source.notebook.error_mark(source.subject + label, place)
    return Figure(amount.printed_number(value), place, value.number, mark)


def _task(source: Source, task: Money) -> Task:
    name = one_line(task.name.said or "")
    budget = task.amounts.get("full_year_budget") or task.amounts.get("initial_budget")
    return Task(name, _money(source, budget, name), _money(source, task.amounts.get("executed"), name))


def _money(source: Source, value: Value | None, label: str) -> Figure:
    if value is None or value.number is None:
        return Figure(_NONE, is_missing=True)
    number = amount.in_wan(value, source.form.amount_unit)
    place = source.place(value)
    text = source.notebook.amount(amount.printed_number(value) if number == value.number else plain(number))
    return Figure(text, place, number, source.notebook.error_mark(source.subject + label, place))
