"""The lines of a budget or accounts table as contents for the lines of another of its kind.

Lines meet by code, else by name, in their order; amounts by the headings of their columns. A line that
is not printed takes the next blank line whose columns it fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perfdesk.core.form import AccountColumn, AccountLine, Form
from perfdesk.core.value import Value
from perfdesk.recognition.account_table import AccountSlot
from perfdesk.recognition.literal import clean
from perfdesk.writing.filling.filling import AccountFilling, Filling
from perfdesk.writing.filling.template_match import line_key, paired

Content = tuple[str, str, str]
"""What it is in Chinese, the address of its cell (empty where it has none), the content."""


def account_contents(form: Form, slots: Sequence[AccountSlot], filling: Filling) -> Iterator[Content]:
    """Every code, name and amount of a filling with the cell it belongs in."""
    pairs, unprinted = paired(filling.accounts, form.accounts, (_wanted, _printed))
    for line, place in pairs:
        yield from _amounts(line, place.columns, place.amounts)
    free = list(slots)
    for line in unprinted:
        is_unit = _is_unit(line, filling)
        slot = next((slot for slot in free if slot.is_sum == is_unit and _has_columns(slot, line)), None)
        if slot is None:
            yield from ((f"“{line.code or ''}{line.name}”", "", text) for _, text in line.amounts)
            continue
        free.remove(slot)
        what = f"“{line.name}”"
        if line.code is not None:
            yield what, slot.code_cell, line.code
        if line.name:
            yield what, slot.name_cell, line.name
        yield from _amounts(line, slot.columns, slot.amounts)


def missing_rows(form: Form, slots: Sequence[AccountSlot], filling: Filling) -> tuple[int, int] | None:
    """The last blank line and how many more are needed (fewer when negative); None where they must stay.

    Lines that stand beside printed ones stay, and so does the last blank line of an empty table.
    """
    _, unprinted = paired(filling.accounts, form.accounts, (_wanted, _printed))
    rows = [slot.row for slot in slots if not slot.is_sum]
    printed = {line.row for line in form.accounts}
    if not filling.accounts or not rows or printed & set(rows) or len(rows) != len(set(rows)):
        return None
    wanted = sum(not _is_unit(line, filling) for line in unprinted)
    count = max(wanted, 1) - len(rows)
    return (rows[-1], count) if count and rows == list(range(rows[0], rows[-1] + 1)) else None


def _is_unit(line: AccountFilling, filling: Filling) -> bool:
    """Whether the line adds up what the unit itself has, with its projects below."""
    return line.code is None and bool(line.name) and line.name == filling.headers.get("unit")


def _amounts(
    line: AccountFilling, columns: Iterable[AccountColumn], values: Iterable[Value]
) -> Iterator[Content]:
    cells = {_key(column.labels): value for column, value in zip(columns, values, strict=False)}
    for labels, text in line.amounts:
        found = cells.get(_key(labels))
        if found is None or not found.is_placeholder:
            yield f"“{line.name}”的{labels[-1] if labels else ''}", found.cell if found else "", text


def _has_columns(slot: AccountSlot, line: AccountFilling) -> bool:
    known = {_key(column.labels) for column in slot.columns}
    return all(_key(labels) in known for labels, _ in line.amounts)


def _wanted(line: AccountFilling) -> str:
    return line.code or line_key(line.name)


def _printed(line: AccountLine) -> str:
    return line.code or line_key(line.name.text or "")


def _key(labels: tuple[str, ...]) -> str:
    return clean("/".join(labels))
