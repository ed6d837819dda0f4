"""A filling as edits of one recognized form: each content with the cell that is made for it.

Knows forms and slots, no files. A cell that holds a printed mark or points is left as it is; one that
holds a formula is told apart, for `template` to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import zip_longest

from perfdesk.core.finding import Edit
from perfdesk.core.form import FIELD_NAMES, Advice, FieldName, Form, Money
from perfdesk.core.grid import Grid, parse_address
from perfdesk.core.value import Value
from perfdesk.recognition.literal import clean, is_tick
from perfdesk.recognition.slot import IndicatorSlot, Slots, year_gaps
from perfdesk.writing.filling.account_edit import account_contents
from perfdesk.writing.filling.filling import AdviceFilling, Filling, IndicatorFilling, MoneyFilling, sign_of
from perfdesk.writing.filling.template_match import fund_key, line_key, paired

Content = tuple[str, str, str]
"""What it is in Chinese, the address of its cell (empty where it has none), the content."""
_NAMES = {
    "project": "项目名称",
    "unit": "实施单位",
    "department": "主管部门",
    "contact": "负责人及电话",
    "period": "实施期",
    "staff": "财政供养人员数量",
    "members": "所属单位数量",
    "income": "年初预算收入金额",
    "expenditure": "年初预算支出金额",
    "department_opinion": "主管部门意见",
    "finance_opinion": "财政部门意见",
    "reason": "偏差原因",
    "measure": "改进措施",
}
"""What the texts of a form are called when one finds no place."""
_PRINTED: frozenset[FieldName] = frozenset({"execution_weight", "total_weight"})
_TICK = "√"


@dataclass
class Plan:
    """The edits of a filling.

    Attributes:
        edits: contents for cells that may be written.
        derived: contents for cells that hold a formula.
        left: what found no place, in Chinese.
    """

    edits: list[Edit] = field(default_factory=list)
    derived: list[Edit] = field(default_factory=list)
    left: tuple[str, ...] = ()


def plan_edits(
    grid: Grid, form: Form, slots: Slots, filling: Filling, indicators: Sequence[IndicatorFilling]
) -> Plan:
    """The edits that put a filling into a form whose rows already fit.

    `indicators` stand in the order of the form's rows.
    """
    money = list(_money(form, filling))
    contents = [
        *title_contents(grid, form, filling),
        *_headers(form, slots, filling),
        *money,
        *_fields(form, filling, frozenset(cell for _, cell, _ in money)),
        *_goals(slots, filling),
        *_indicators(slots, indicators),
        *_advice(form, filling),
        *_texts(form.opinions, filling.opinions),
        *_texts(form.explanations, filling.explanations),
        *account_contents(form, slots.accounts, filling),
    ]
    plan = Plan()
    left: dict[str, None] = {}
    for what, cell, text in contents:
        if not cell:
            if text:
                left[f"{what}：{_short(text)}"] = None
            continue
        content = grid.cell_at(*parse_address(cell))
        (plan.edits if content.formula is None else plan.derived).append(Edit(grid.name, cell, text))
    plan.left = tuple(left)
    return plan


def _short(text: str) -> str:
    words = clean(text)
    return words if len(words) <= 30 else f"{words[:30]}…"


def _cell(value: Value | None) -> str:
    return "" if value is None else value.cell


def title_contents(grid: Grid, form: Form, filling: Filling) -> Iterator[Content]:
    """The year into the gap a title leaves for it, and the unit into a gap behind the year."""
    if filling.year is None:
        return
    for cell, words, (start, end) in year_gaps(grid, form.block):
        text = f"{words[:start]}{filling.year}{words[end:]}"
        head, mark, tail = text.partition(f"{filling.year}年")
        gap = len(tail) - len(tail.lstrip(" \u3000_"))
        unit = filling.headers.get("unit", "")
        if unit and mark and gap > 1 and not tail.startswith("度"):
            text = f"{head}{mark}{unit}{tail[gap:]}"
        yield "年度", cell, text


def _texts(places: Mapping[str, Value], texts: Mapping[str, str]) -> Iterator[Content]:
    return ((_NAMES.get(name, name), _cell(places.get(name)), text) for name, text in texts.items())


def _headers(form: Form, slots: Slots, filling: Filling) -> Iterator[Content]:
    for name, text in filling.headers.items():
        what = _NAMES.get(name, name)
        label = slots.headers.get(name)
        if label is not None and name not in form.headers:
            yield what, label.cell, f"{label.raw.rstrip(' _')}{text}"
            continue
        value = form.headers.get(name)
        if value is None:
            yield what, "", text
        elif value.text and value.raw != value.text and value.raw.rstrip().endswith(value.text):
            yield what, value.cell, value.raw.rstrip().removesuffix(value.text) + text
        else:
            yield what, value.cell, text


def _fields(form: Form, filling: Filling, written: frozenset[str]) -> Iterator[Content]:
    """The money and score fields, but those a line says or has written."""
    said = {name for line in filling.lines for name in line.amounts} | {"repeated_execution_score"}
    for name, text in filling.fields.items():
        cell = _cell(form.fields.get(name))
        if name not in _PRINTED and cell not in written and (cell or name not in said):
            yield FIELD_NAMES[name], cell, text


def _money(form: Form, filling: Filling) -> Iterator[Content]:
    pairs, more = _matched(_with_whole(filling), form.lines)
    for line, place in pairs:
        yield from _line(line, place)
    for line in more:
        # A layout without lines has fields for the whole alone.
        fields = form.fields if line.role == "total" else {}
        for amount, text in line.amounts.items():
            cell = _cell(next((value for name, value in fields.items() if name == amount), None))
            yield f"“{line.name}”的{_amount_name(amount)}", cell, text
    for task, spot in zip_longest(filling.tasks, form.tasks if filling.tasks else ()):
        if spot is not None and task is not None:
            yield "年度主要任务", _cell(spot.name), task.name
            yield from _line(task, spot)
        elif task is not None:
            yield "年度主要任务", "", task.name or task.project
    if filling.task_total is not None and form.task_total is not None:
        yield from _line(filling.task_total, form.task_total)


def _with_whole(filling: Filling) -> tuple[MoneyFilling, ...]:
    """The lines; the only one of a layout without sources is the whole, as the fields say."""
    if len(filling.lines) != 1:
        return filling.lines
    (line,) = filling.lines
    fields = {str(name): text for name, text in filling.fields.items()}
    is_whole = all(fields.get(name) == text for name, text in line.amounts.items())
    return (replace(line, role="total") if is_whole else line,)


def _matched(
    wanted: Sequence[MoneyFilling], places: Sequence[Money]
) -> tuple[list[tuple[MoneyFilling, Money]], list[MoneyFilling]]:
    """Lines of one name, then of nearly one, then those that sum up or carry over the same."""
    free, left = list(places), list(wanted)
    found: list[tuple[MoneyFilling, Money]] = []
    for key in (line_key, fund_key):
        pairs, left = paired(left, free, (partial(_wanted_key, key), partial(_printed_key, key)))
        found += pairs
        free = [place for place in free if all(place is not taken for _, taken in pairs)]
    pairs, _ = paired(
        [line for line in left if line.role or not line.name],
        [place for place in free if place.role or not place.name.text],
        (lambda line: line.role or "total", lambda place: place.role or "total"),
    )
    return found + pairs, [line for line in left if all(line is not taken for taken, _ in pairs)]


def _wanted_key(key: Callable[[str], str], line: MoneyFilling) -> str:
    return key(line.name)


def _printed_key(key: Callable[[str], str], line: Money) -> str:
    return key(line.name.text or "")


def _amount_name(name: str) -> str:
    return next((chinese for known, chinese in FIELD_NAMES.items() if known == name), name)


def _line(line: MoneyFilling, place: Money) -> Iterator[Content]:
    name = line.name or "资金总额"
    for amount, text in line.amounts.items():
        found = place.amounts.get(amount)
        if found is None or not found.is_placeholder:
            yield f"“{name}”的{_amount_name(amount)}", _cell(found), text
    for what, text, value in (
        ("执行率", line.rate, place.rate),
        ("得分", line.score, place.score),
        ("对应项目", line.project, place.project),
    ):
        if text and value is not None and not value.is_placeholder:
            yield f"“{name}”的{what}", value.cell, text
    if line.weight and place.weight is not None and place.weight.is_blank and not place.weight.is_placeholder:
        yield f"“{name}”的分值", place.weight.cell, line.weight


def _goals(slots: Slots, filling: Filling) -> Iterator[Content]:
    """Goals one below the other, the last place taking all that is left; unused places lose their filler."""
    places, goals = slots.goals, list(filling.goals)
    if not goals:
        return
    if places and len(goals) > len(places):
        rest = goals[len(places) - 1 :]
        joined = tuple("\n".join(part for part in parts if part) for parts in zip(*rest, strict=True))
        goals[len(places) - 1 :] = [(joined[0], joined[1])]
    for goal, place in zip_longest(goals, places):
        planned, achieved = goal or ("", "")
        yield "年度目标", _cell(place.planned) if place else "", planned
        if place is None or place.achieved is not None or achieved:
            yield "目标完成情况", _cell(place.achieved) if place else "", achieved


def _indicators(slots: Slots, indicators: Sequence[IndicatorFilling]) -> Iterator[Content]:
    for row, slot in zip_longest(indicators, slots.rows if indicators else ()):
        if row is None or slot is None:
            yield from ((("三级指标", "", row.level3),) if row is not None else ())
            continue
        yield "三级指标", slot.name_cell, row.level3
        for what, column, text in _columns(row, slot):
            if text and (column in slot.cells or column not in _NOT_MISSED):
                yield f"“{_short(row.level3)}”的{what}", slot.cells.get(column, ""), text
        for name, said in row.ticks.items():
            if name in slot.ticks or not is_tick(said):
                yield name, slot.ticks.get(name, ""), _TICK if is_tick(said) else said


_NOT_MISSED = frozenset({"deadline", "completion", "coefficient", "weight", "score"})
"""Columns that many layouts do without; elsewhere missing them would lose what somebody wrote."""


def _columns(row: IndicatorFilling, slot: IndicatorSlot) -> Iterator[Content]:
    has_operator, has_unit = "operator" in slot.cells, "unit" in slot.cells
    if has_operator:
        yield "运算符号", "operator", sign_of(row.operator, _SIGNS)
    if has_unit:
        unit = row.unit or row.target.unit
        yield "度量单位", "unit", unit
        yield "指标值", "target", row.target.alone()
        # A percentage beside a blank unit keeps its sign, or 59% would become 59.
        yield "完成值", "actual", row.actual.alone() if row.actual.unit in ("", unit) else row.actual.text
    else:
        sign = "" if has_operator or row.operator in (None, "=") else sign_of(row.operator)
        whole = f"{sign}{row.target.with_unit()}" if row.is_parted or has_operator else row.target.text
        yield "指标值", "target", whole
        yield "完成值", "actual", row.actual.with_unit() if row.is_parted else row.actual.text
    yield "完成时限", "deadline", row.deadline
    yield "完成程度", "completion", row.completion
    yield "得分系数", "coefficient", row.coefficient
    yield "分值", "weight", row.weight
    yield "得分", "score", row.score
    if "explanation" in slot.cells:  # elsewhere the form itself prints how points are given
        yield "指标解释", "explanation", row.explanation
        yield "评分标准", "method", row.method
    if "measure" in slot.cells:
        yield "原因", "reason", row.reason
        yield "改进措施", "measure", row.measure
    else:
        yield (
            "原因和措施",
            "reason",
            "；".join(part.rstrip("。；") for part in (row.reason, row.measure) if part),
        )


_SIGNS = ("≥", "≤", "＝", "＞", "＜")
"""The signs as official forms offer them."""


def _advice(form: Form, filling: Filling) -> Iterator[Content]:
    pairs, left = paired(filling.advice, form.advice, (_wanted_option, _printed_option))
    for line, place in pairs:
        yield line.option, place.tick.cell, line.tick
        yield line.option, _cell(place.text), line.text
    for line in left:
        yield line.option, "", line.text or line.tick


def _wanted_option(line: AdviceFilling) -> str:
    return f"{line.is_opinion}{clean(line.option)}"


def _printed_option(line: Advice) -> str:
    return f"{line.is_opinion}{clean(line.option.text or '')}"
