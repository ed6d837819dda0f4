"""Which lines of money add up to which: by source, by use, with sub-lines under a line.

Stands beside `money_table`, which reads the lines. A form lists its total once and may part
it twice (来源, 结构); what belongs together shows in the names, else in the figures.
"""

from __future__ import annotations

from decimal import Decimal

from perfdesk.core.form import Money, SumGroup

COLUMNS = ("full_year_budget", "initial_budget", "executed")


def sum_groups(whole: Money, parts: tuple[Money, ...]) -> tuple[SumGroup, ...]:
    """The sums to hold under a total line; one plain sum where names and figures tell no other."""
    uses = tuple(part for part in parts if part.role in ("basic", "project"))
    sources = tuple(part for part in parts if part not in uses)
    if len(uses) >= 2 and sources:
        return (*sum_groups(whole, sources), SumGroup(whole, uses))
    column = next((c for c in COLUMNS if c in whole.amounts and whole.amounts[c].number is not None), None)
    if column is None:
        return (SumGroup(whole, parts),)
    return tuple(SumGroup(whole, group) for group in _parted(_figure(whole, column), parts, column))


def _parted(total: Decimal, parts: tuple[Money, ...], column: str) -> tuple[tuple[Money, ...], ...]:
    if sum((_figure(part, column) for part in parts), Decimal(0)) == total:
        return (parts,)
    upper = _without_children(parts, column)
    if sum((_figure(part, column) for part in upper), Decimal(0)) == total:
        return (upper,)
    groups: list[tuple[Money, ...]] = []
    current: list[Money] = []
    for part in upper:
        current.append(part)
        if sum((_figure(line, column) for line in current), Decimal(0)) == total != 0:
            groups.append(tuple(current))
            current = []
    if len(groups) < 2:
        return (parts,)
    if any(_figure(part, column) for part in current):
        return (parts,)
    return (*groups[:-1], (*groups[-1], *current))


def _without_children(parts: tuple[Money, ...], column: str) -> tuple[Money, ...]:
    """The lines without those that part the line above them."""
    upper: list[Money] = []
    index = 0
    while index < len(parts):
        upper.append(parts[index])
        index += 1 + _children(parts[index:], column)
    return tuple(upper)


def _children(parts: tuple[Money, ...], column: str) -> int:
    """How many lines after the first add up to it; 0 where none do."""
    whole, running = _figure(parts[0], column), Decimal(0)
    for count, part in enumerate(parts[1:], start=1):
        running += _figure(part, column)
        if running == whole != 0 and count >= 2:
            return count
    return 0


def _figure(line: Money, column: str) -> Decimal:
    value = line.amounts.get(column)
    return Decimal(0) if value is None or value.number is None else value.number
