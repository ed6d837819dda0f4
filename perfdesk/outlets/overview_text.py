"""What a set of forms comes to, in words for a person and as JSON; for the dashboard and `perfdesk overview`.

Stands above `overview`, whose figures it writes out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePath

from perfdesk.core.finding import SEVERITIES, SEVERITY_NAMES
from perfdesk.core.value import percent, plain
from perfdesk.outlets.overview import FormLine, Overview

SCHEMA = 1
LINE_HEADS = ("单位", "项目", "预算（万元）", "执行率", "总得分", "等级", "错误", "警告", "文件")


def figures_text(whole: Overview) -> str:
    """The figures of the whole set in a few sentences."""
    rate = percent(whole.executed / whole.budget) if whole.budget else "—"
    parts = [
        f"{whole.documents} 个文件，{len(whole.lines)} 张自评表",
        f"项目预算 {_money(whole.budget)} 万元，执行 {_money(whole.executed)} 万元，执行率 {rate}",
    ]
    if whole.average is not None:
        parts.append(f"平均得分 {plain(whole.average)}")
    if whole.weighted_average is not None:
        parts.append(f"按预算加权 {plain(whole.weighted_average)}")
    if whole.unread:
        parts.append(f"{whole.unread} 个文件无法读取")
    return "；".join(parts) + "。"


def line_texts(line: FormLine) -> tuple[str, ...]:
    """What is told of one form, below `LINE_HEADS`."""
    return (
        line.unit,
        line.project,
        "" if line.full_year_budget is None else _money(line.full_year_budget),
        "" if line.rate is None else percent(line.rate),
        "" if line.score is None else plain(line.score),
        line.grade or "",
        str(line.errors),
        str(line.warnings),
        PurePath(line.place.path).name,
    )


def overview_text(whole: Overview) -> str:
    """Everything the dashboard shows, line by line."""
    return "\n".join(_lines(whole)) + "\n"


def _lines(whole: Overview) -> Iterator[str]:
    yield figures_text(whole)
    for title, counts in (("得分等级", whole.grades), ("执行率", whole.bands)):
        yield ""
        yield f"{title}："
        yield from (f"  {name}  {count} 张" for name, count in counts)
    yield ""
    yield "各规则的问题："
    yield from (
        f"  {rule.rule}  {SEVERITY_NAMES[rule.severity]}  {rule.title}  {rule.count} 处"
        for rule in whole.rules
    )
    yield ""
    yield "各单位的问题："
    for unit, found in whole.units:
        counts_of = "，".join(f"{SEVERITY_NAMES[severity]} {found[severity]}" for severity in SEVERITIES)
        yield f"  {unit}  {counts_of}"
    yield ""
    yield "各表："
    yield f"  {'  '.join(LINE_HEADS)}"
    yield from (f"  {'  '.join(text or '—' for text in line_texts(line))}" for line in whole.lines)


def overview_json(whole: Overview) -> str:
    """The same as JSON text with a final line end; amounts in 万元, rates as fractions."""
    content = {
        "schema": SCHEMA,
        "documents": whole.documents,
        "unread": whole.unread,
        "budget": plain(whole.budget),
        "executed": plain(whole.executed),
        "average": _number(whole.average),
        "weighted_average": _number(whole.weighted_average),
        "grades": [{"grade": name, "forms": count} for name, count in whole.grades],
        "rates": [{"band": name, "forms": count} for name, count in whole.bands],
        "rules": [
            {"rule": rule.rule, "title": rule.title, "severity": rule.severity, "count": rule.count}
            for rule in whole.rules
        ],
        "units": [
            {"unit": unit, **{f"{severity}s": found[severity] for severity in SEVERITIES}}
            for unit, found in whole.units
        ],
        "forms": [_form(line) for line in whole.lines],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _form(line: FormLine) -> dict[str, object]:
    return {
        "path": line.place.path,
        "sheet": line.place.sheet,
        "cell": line.place.cell,
        "title": line.title,
        "kind": line.kind,
        "unit": line.unit,
        "project": line.project,
        "full_year_budget": _number(line.full_year_budget),
        "executed": _number(line.executed),
        "execution_rate": _number(line.rate),
        "total_score": _number(line.score),
        "grade": line.grade,
        "errors": line.errors,
        "warnings": line.warnings,
        "hints": line.hints,
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"
