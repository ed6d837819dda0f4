"""Claims of tables in a text: amounts of tasks and projects, weights and scores of indicators, row by row.

A row is a line whose cells are parted by tabs, as `reading.text` gives them, or by bars, as Markdown writes
them. What a column holds is read from the heading row above; what a row is about from the names in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.form import Form
from perfdesk.core.value import Value, percent
from perfdesk.narrative.amount import as_fraction
from perfdesk.narrative.claim import ClaimKind, Decision, Draft, Line, Mention
from perfdesk.narrative.comparison import against_facts, share_verdict
from perfdesk.narrative.ledger import Fact, Ledger, form_fact
from perfdesk.narrative.loss_claim import indicator_name
from perfdesk.narrative.name_claim import Entry, bare_name, form_name, owners
from perfdesk.narrative.wording import one_line

_COLUMNS: tuple[tuple[str, ClaimKind, str], ...] = (
    ("执行率|完成率|预算完成", "execution_rate", "rate"),
    ("预算|安排", "amount", "budget"),
    ("执行|支出|决算", "amount", "executed"),
    ("分值|权重", "weight", "weight"),
    ("得分|评分", "score", "score"),
)
_SCALES = {"亿元": 8, "万元": 4, "千元": 3, "元": 0}
_DASH = re.compile(r"[—–/-]+")
Column = tuple[ClaimKind, str, int]
"""What a column holds: the kind of claim, the name of the value, the power of ten of its amounts."""


def check_tables(draft: Draft, ledger: Ledger) -> None:
    """Note what the forms hold for every figure of a table whose row and column are known."""
    columns: Mapping[int, Column] = {}
    for line in draft.lines:
        cells = _cells(line)
        if len(cells) < 2:
            columns = {}
            continue
        heading = _heading(cells, line)
        if heading:
            columns = heading
        elif columns:
            _check_row(draft, ledger, line, cells, columns)


def _cells(line: Line) -> list[tuple[int, int]]:
    """Where the cells of a row begin and end; fewer than two for an ordinary line."""
    if "\t" not in line.text and not line.text.lstrip().startswith("|"):
        return []
    text = line.text.strip("|")
    offset = line.text.index(text) if text else 0
    parts = re.split(r"[\t|]", text)
    found = []
    for part in parts:
        found.append((offset, offset + len(part)))
        offset += len(part) + 1
    return found


def _heading(cells: Sequence[tuple[int, int]], line: Line) -> dict[int, Column]:
    """The columns that hold figures, by their place; empty for a row that is no heading."""
    found: dict[int, Column] = {}
    for place, (start, end) in enumerate(cells):
        words = line.text[start:end].strip()
        if re.fullmatch(r"[\d.,%\s]+", words) or _DASH.fullmatch(words):
            return {}
        for pattern, kind, name in _COLUMNS:
            if re.search(pattern, words) and len(words) <= 16:
                power = next((_SCALES[unit] for unit in _SCALES if unit in words), 4)
                found[place] = (kind, name, power)
                break
    return found


def _check_row(
    draft: Draft, ledger: Ledger, line: Line, cells: Sequence[tuple[int, int]], columns: Mapping[int, Column]
) -> None:
    names = [line.text[start:end].strip() for place, (start, end) in enumerate(cells) if place not in columns]
    sources = list(_sources(ledger, line, names))
    for place, (start, end) in enumerate(cells):
        mention = next((m for m in draft.of_line(line) if start <= m.figure.start < end), None)
        if place in columns and mention is not None:
            decision = _decision(mention, columns[place], sources)
            if decision is not None:
                draft.decide(mention, decision)


def _sources(
    ledger: Ledger, line: Line, names: Sequence[str]
) -> Iterator[tuple[Entry, Mapping[str, Value | None]]]:
    """The rows of the forms that bear a name of this row; a form that the heading names goes first alone."""
    entries = owners(ledger, line) or (*ledger.evaluations, *ledger.units, *ledger.projects)
    wanted = {bare_name(one_line(name)) for name in names if name} - {""}
    for entry in entries:
        yield from ((entry, values) for name, values in _rows(entry[1]) if bare_name(name) in wanted)


def _rows(form: Form) -> Iterator[tuple[str, Mapping[str, Value | None]]]:
    budget = form.named("full_year_budget") or form.named("initial_budget")
    whole = {"budget": budget, "executed": form.named("executed"), "rate": form.named("execution_rate")}
    yield form_name(form), {**whole, "score": form.named("total_score"), "weight": form.named("total_weight")}
    for task in form.tasks:
        planned = task.amounts.get("full_year_budget") or task.amounts.get("initial_budget")
        money = {"budget": planned, "executed": task.amounts.get("executed"), "rate": task.rate}
        yield one_line(task.name.said or ""), {**money, "weight": task.weight, "score": task.score}
    for row in form.indicators:
        yield indicator_name(row), {"weight": row.weight, "score": row.score}


def _decision(
    mention: Mention, column: Column, sources: Sequence[tuple[Entry, Mapping[str, Value | None]]]
) -> Decision | None:
    """The figure against the cells that may be meant: the best of them counts."""
    kind, name, power = column
    meant = [(entry, value) for entry, values in sources if (value := values.get(name)) is not None]
    if kind == "execution_rate":
        decisions = [_rate(mention, entry, value) for entry, value in meant if value.number is not None]
        return next((each for each in decisions if each.verdict != "wrong"), next(iter(decisions), None))
    is_money = kind == "amount"
    facts: list[Fact] = []
    for (path, form), value in meant:
        fact = form_fact(path, form, value, f"{form.title.said or ''}{value.cell}", is_money=is_money)
        facts += [fact] if fact is not None else []
    figure = mention.figure
    if is_money and not figure.unit:
        figure = replace(figure, power=power, unit="元")
    return against_facts(kind, figure, facts)


def _rate(mention: Mention, entry: Entry, value: Value) -> Decision:
    """A rate against the one that the form prints; a bare 95.8 in a column of rates is 95.8 %."""
    path, form = entry
    there = as_fraction(value.number or Decimal(0), value.is_percent, None)
    figure = mention.figure
    if not figure.is_percent and figure.number > 1:
        figure = replace(figure, power=-2, unit="%")
    place = (Place(path, form.sheet, value.cell),)
    words = f"{form.title.said or ''}{value.cell}为{value.printed.strip()}"
    return Decision("execution_rate", share_verdict(figure, there, None), percent(there), words, place)
