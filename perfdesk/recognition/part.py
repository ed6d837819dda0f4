"""What recognition made of a form, part by part, for people: name, value, cell, why, doubt.

Stands behind the recognizer and reads a finished form only; the window lists what is told here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from perfdesk.core.form import FIELD_NAMES, FieldName, Form, Indicator, Money, Reason
from perfdesk.core.value import OPERATOR_SIGNS, Value, percent
from perfdesk.recognition.correction import targets

MOST_LINES = 500
"""Lines of a long table that are listed; the rest is counted."""
_AMOUNTS: dict[str, str] = dict(FIELD_NAMES.items())
_INDICATOR = (
    ("target", "指标值"),
    ("actual", "全年完成值"),
    ("completion", "完成程度"),
    ("weight", "分值"),
    ("score", "得分"),
    ("reason", "原因说明"),
    ("measure", "改进措施"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing recognized.

    Attributes:
        name: what it is, in Chinese.
        said: what was understood, empty where the cell is blank.
        cell: the address of its cell, empty where it has none of its own.
        why: why it was taken for that.
        doubt: what is uncertain about it, empty where nothing is.
        parts: what belongs to it.
    """

    name: str
    said: str = ""
    cell: str = ""
    why: str = ""
    doubt: str = ""
    parts: tuple[Part, ...] = ()


def form_parts(form: Form) -> tuple[Part, ...]:
    """The groups of a form's parts, in the order of the form; groups without any are left out."""
    groups = (
        Part("表", parts=tuple(_whole(form))),
        Part("基本信息", parts=tuple(_headers(form))),
        Part("资金与得分", parts=tuple(_fields(form))),
        Part("资金各行", parts=tuple(_money(line) for line in (*form.lines, *form.tasks))),
        Part("指标表的列", parts=tuple(_columns(form))),
        Part(
            f"指标 {len(form.indicators)} 条", parts=tuple(_indicator(row, form) for row in form.indicators)
        ),
        Part(f"表内各行 {len(form.accounts)} 行", parts=tuple(_accounts(form))),
    )
    return tuple(group for group in groups if group.parts)


def doubts(form: Form) -> int:
    """How many parts of the form are uncertain."""
    return sum(bool(part.doubt) for group in form_parts(form) for part in _all(group))


def _all(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from _all(inner)


def _whole(form: Form) -> Iterator[Part]:
    if form.title.said:
        yield _part("标题", form.title, form.reasons.get("kind"))
    if form.year is not None:
        yield _told("年度", str(form.year), form.reasons.get("year"))
    unit = form.reasons.get("amount_unit")
    if form.kind != "unknown":
        yield _told("金额单位", form.amount_unit, unit)
    hidden = form.reasons.get("hidden")
    if hidden is not None:
        yield _told("隐藏的行列", "", hidden)


def _told(name: str, said: str, reason: Reason | None) -> Part:
    return Part(name, said, "", reason.why if reason else "", (reason.doubt if reason else None) or "")


def _headers(form: Form) -> Iterator[Part]:
    for name, value in form.headers.items():
        yield _part(_name("header", name), value, form.reasons.get(f"headers.{name}"))


def _fields(form: Form) -> Iterator[Part]:
    order: tuple[FieldName, ...] = tuple(FIELD_NAMES)
    for name in order:
        if name in form.fields:
            yield _part(FIELD_NAMES[name], form.fields[name], form.reasons.get(f"fields.{name}"))


def _money(line: Money) -> Part:
    amounts = [_part(_AMOUNTS.get(name, name), value) for name, value in line.amounts.items()]
    others = (("执行率", line.rate), ("分值", line.weight), ("得分", line.score))
    amounts += [_part(name, value) for name, value in others if value is not None]
    said = "，".join(f"{part.name} {part.said}" for part in amounts if part.said)
    return Part(_one_line(line.name.said or "（无名）"), said, line.name.cell, parts=tuple(amounts))


def _columns(form: Form) -> Iterator[Part]:
    for name, cell in form.column_cells.items():
        reason = form.reasons.get(f"indicators.{name}")
        if reason is not None:
            yield Part(_name("indicator", name), "", cell, reason.why, reason.doubt or "")
    target = form.reasons.get("indicators.target")
    if target is not None and "target" not in form.column_cells:
        yield _told("指标值", "", target)


def _indicator(row: Indicator, form: Form) -> Part:
    parts = []
    for name, chinese in _INDICATOR:
        value: Value | None = getattr(row, name)
        if value is not None:
            sign = OPERATOR_SIGNS[row.operator] if name == "target" and row.operator else ""
            has_unit = name in {"target", "actual"} and value.number is not None and not value.is_percent
            unit = row.unit or "" if has_unit else ""
            told = _part(chinese, value)
            parts.append(Part(chinese, f"{sign}{told.said}{unit}", value.cell, told.why, told.doubt))
    if row.unit_cell is not None:
        parts.append(_part("度量单位", row.unit_cell))
    levels = [level.said for level in (row.level1, row.level2) if level.said]
    name = _one_line(row.level3.said or row.level3.printed or "（无名称）")
    return Part(name, _one_line(" / ".join(levels)), row.level3.cell, parts=tuple(parts))


def _accounts(form: Form) -> Iterator[Part]:
    for line in form.accounts[:MOST_LINES]:
        amounts = tuple(
            _part(" / ".join(column.labels) or column.cell, value)
            for column, value in zip(line.columns, line.amounts, strict=False)
        )
        said = "，".join(part.said for part in amounts if part.said)
        label = " ".join(part for part in (line.code, _one_line(line.name.said or "")) if part)
        yield Part(label or "（无名）", said, line.name.cell, parts=amounts)
    if len(form.accounts) > MOST_LINES:
        yield Part(f"……另有 {len(form.accounts) - MOST_LINES} 行")


def _part(name: str, value: Value, reason: Reason | None = None) -> Part:
    said = _one_line(value.said or "")
    if value.is_percent and value.number is not None:
        said = percent(value.number, max(0, (value.decimals or 0) - 2))
    doubt = (reason.doubt if reason else None) or value.doubt or ""
    return Part(name, said, value.cell, reason.why if reason else "", doubt)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _names() -> dict[tuple[str, str], str]:
    return {(section, target.name): target.chinese for target in targets() for section in target.sections}


def _name(section: str, name: str) -> str:
    if (section, name) == ("indicator", "unit"):
        name = "indicator_unit"
    return _names().get((section, name)) or {
        "income": "收入",
        "expenditure": "支出",
        "cause": "原因分类",
    }.get(name, name)
