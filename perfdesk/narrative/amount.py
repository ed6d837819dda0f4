"""Amounts, rates and scores of a form as figures of the report: 万元, percent, points.

Stands between `core.form` and `project`/`overview`: every figure keeps its cell, is marked
where the cell carries an error finding, and says so where the form is blank.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.form import FieldName, Form
from perfdesk.core.interval import Interval, round_half_up, rounds_to
from perfdesk.core.value import Value, percent, plain
from perfdesk.narrative.figure import Figure, Mark, Notebook, where
from perfdesk.narrative.wording import one_line

BLANK = "（表中未填写）"
UNKNOWN = "（无法计算）"
_PRINTED_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_PRINTED_RATE = re.compile(r"-?\d+(?:\.\d{1,2})?%")
_IN_WAN: dict[str, Decimal] = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "百万元": Decimal(100),
    "亿元": Decimal(10000),
}


@dataclass(frozen=True)
class Source:
    """One form, the file it lies in and the notebook of the report being made.

    `is_lenient`: what the layout does not have is no doubt, as on unit forms and key evaluations.
    """

    path: str
    form: Form
    notebook: Notebook
    subject: str
    is_lenient: bool = False

    def place(self, value: Value) -> Place:
        """The value's cell in its file."""
        return Place(self.path, self.form.sheet, value.cell)

    def title_place(self) -> Place:
        """The form's own place, for what has no cell."""
        return Place(self.path, self.form.sheet, self.form.title.cell)

    def mark(self, label: str, note: str, place: Place | None) -> Mark:
        """A mark on something of this form; the note ends with where to look."""
        return self.notebook.mark(self.subject + label, note + (where(place) if place else ""), place)

    def missing(self, label: str, value: Value | None) -> Figure:
        """A figure that says the form is blank, or that its layout has no such cell."""
        place = self.title_place() if value is None else self.place(value)
        if value is None and self.is_lenient:
            return Figure(BLANK, is_missing=True)
        reason = "自评表中没有这一项。" if value is None else "自评表未填写。"
        return Figure(BLANK, place, mark=self.mark(label, reason, place), is_missing=True)

    def unread(self, label: str, value: Value) -> Figure:
        """The words of a cell that should hold a number, marked."""
        place = self.place(value)
        note = "自评表填写的不是数字，未参与计算。"
        text = one_line(value.text or value.printed) or BLANK
        return Figure(text, place, mark=self.mark(label, note, place))


def printed_number(value: Value) -> str:
    """The number as the form prints it, without unit; plain digits where it prints otherwise."""
    if value.number is None:
        return ""
    printed = unicodedata.normalize("NFKC", value.printed).strip()
    if _PRINTED_NUMBER.fullmatch(printed) and Decimal(printed.replace(",", "")) == value.number:
        return printed
    return plain(value.number)


def in_wan(value: Value, amount_unit: str) -> Decimal:
    """The amount in 万元; ValueError without a number. A unit inside the cell goes before the form's."""
    if value.number is None:
        raise ValueError(value.cell)
    return value.number * _IN_WAN.get(amount_unit_of(value, amount_unit), Decimal(1))


def amount_unit_of(value: Value, amount_unit: str) -> str:
    """The unit an amount is in: the cell's own where it is one of money, else the form's."""
    return value.unit if value.unit in _IN_WAN else amount_unit


def amount(source: Source, name: FieldName, label: str) -> Figure:
    """An amount field in 万元."""
    value = source.form.fields.get(name)
    if value is None or value.is_blank:
        return source.missing(label, value)
    if value.number is None:
        return source.unread(label, value)
    number = in_wan(value, source.form.amount_unit)
    text = source.notebook.amount(printed_number(value) if number == value.number else plain(number))
    place = source.place(value)
    return Figure(text, place, number, source.notebook.error_mark(source.subject + label, place))


def score(source: Source, label: str) -> Figure:
    """The total score of a scored form."""
    value = source.form.fields.get("total_score")
    if value is None or value.is_blank:
        return source.missing(label, value)
    if value.number is None:
        return source.unread(label, value)
    place = source.place(value)
    mark = source.notebook.error_mark(source.subject + label, place)
    return Figure(printed_number(value), place, value.number, mark)


def rate(source: Source, budget: Figure, executed: Figure) -> Figure:
    """The execution rate as a percentage with at most two decimals.

    The printed rate goes first. Where the form leaves its rate blank the computed one is
    marked; where the layout has no rate it is computed without a mark.
    """
    label = "执行率"
    value = source.form.fields.get("execution_rate")
    computed = ratio(executed.number, budget.number)
    if value is not None and not value.is_blank:
        if value.number is None:
            return source.unread(label, value)
        fraction = as_fraction(value.number, value.is_percent, computed)
        printed = Figure(_printed_rate(value, fraction), source.place(value), fraction)
        return replace(printed, mark=_rate_mark(source, printed, budget, executed))
    if computed is None:
        note = f"{executed_over(budget)}，无法计算。"
        if value is None and source.is_lenient:
            return Figure(UNKNOWN, is_missing=True)
        place = source.title_place() if value is None else source.place(value)
        return Figure(UNKNOWN, place, mark=source.mark(label, note, place), is_missing=True)
    return _computed_rate(source, value, budget, executed, computed)


def _rate_mark(source: Source, rate: Figure, budget: Figure, executed: Figure) -> Mark | None:
    """The mark of a printed rate: its cell's error, or that the amounts of the report give another rate."""
    place = rate.place
    found = source.notebook.error_mark(source.subject + "执行率", place) if place is not None else None
    computed = ratio(executed.number, budget.number)
    if found is not None or computed is None or rate.number is None or place is None:
        return found
    decimals = len(rate.text.rstrip("%").partition(".")[2]) + 2
    try:
        reach = _reach(executed) / _reach(budget)
    except ZeroDivisionError:
        reach = Interval.exactly(computed)
    if rounds_to(reach, rate.number, decimals):
        return None
    expected = rate_text(computed)
    arithmetic = f"算式：{executed.text} ÷ {budget.text} = {expected}"
    note = f"自评表填写为{rate.text}，核算应为{expected}，{arithmetic}。"
    return source.mark("执行率", note, place)


def _reach(figure: Figure) -> Interval:
    """What a printed amount can stand for, taken to two decimals at least."""
    decimals = max(len(figure.text.partition(".")[2]), 2)
    return Interval.around(figure.number or Decimal(0), decimals)


def _computed_rate(
    source: Source, value: Value | None, budget: Figure, executed: Figure, computed: Decimal
) -> Figure:
    text = rate_text(computed)
    if value is not None:
        place = source.place(value)
        note = f"自评表未填写，按{executed.text}÷{budget.text}计算为{text}。"
        return Figure(text, place, computed, source.mark("执行率", note, place))
    inherited = executed.mark or budget.mark
    return Figure(text, None, computed, inherited)


def executed_over(budget: Figure) -> str:
    """Why a rate cannot be had."""
    return "预算数为0" if budget.number == 0 else "预算数或执行数未填写"


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """The quotient, or None where either is unknown or the whole is zero."""
    return None if part is None or not whole else part / whole


def rate_text(fraction: Decimal) -> str:
    """A fraction as a percentage, rounded half up to at most two decimals."""
    return percent(round_half_up(fraction, 4))


def as_fraction(number: Decimal, is_percent: bool, computed: Decimal | None) -> Decimal:
    """A rate as a fraction: a bare 100 is one hundred percent where that fits the amounts."""
    points = number / 100
    if is_percent or abs(number) <= 1:
        return number
    if computed is None:
        return points if number > 2 else number
    return points if abs(points - computed) < abs(number - computed) else number


def _printed_rate(value: Value, fraction: Decimal) -> str:
    printed = unicodedata.normalize("NFKC", value.printed).replace(" ", "")
    if fraction and value.is_percent and _PRINTED_RATE.fullmatch(printed):
        return printed
    return rate_text(fraction)
