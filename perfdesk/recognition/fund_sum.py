"""Which lines of money add up to which: by source, by use, with sub-lines under a line.

Stands beside `money_table`, which reads the lines. A form lists its total once and may part
it twice (来源, 结构); what belongs together shows in the names, else in the figures.
"""

from __future__ import annotations

import re
from decimal import Decimal

from perfdesk.core.form import Money, SumGroup
from perfdesk.recognition.literal import clean

_RANGE = re.compile(r"第?(\d+)至(\d+)项")
_LISTED = re.compile(r"[一二三四五六七八九十](?:\+[一二三四五六七八九十])+")
_NUMBERED = re.compile(r"^(\d+)[.、]")
_LETTERED = re.compile(r"^([一二三四五六七八九十])、")
COLUMNS = ("full_year_budget", "initial_budget", "executed")


def sum_groups(whole: Money, parts: tuple[Money, ...]) -> tuple[SumGroup, ...]:
    """The sums to hold under a total line; one plain sum where names and figures tell no other."""
    uses = tuple(part for part in parts if part.role in ("basic", "project"))
    if len(uses) >= 2:
        # What is listed behind a use parts it: 基本支出, 其中：人员经费, 公用经费, 项目支出.
        first = parts.index(uses[0])
        sources = tuple(part for part in parts[:first])
        inner = tuple(group for use in uses for group in _of_use(use, parts))
        return (*(sum_groups(whole, sources) if sources else ()), SumGroup(whole, uses), *inner)
    column = next((c for c in COLUMNS if c in whole.amounts and whole.amounts[c].number is not None), None)
    if column is None:
        return (SumGroup(whole, parts),)
    return tuple(SumGroup(whole, group) for group in _parted(_figure(whole, column), parts, column))


def _of_use(use: Money, parts: tuple[Money, ...]) -> tuple[SumGroup, ...]:
    """The sum of personnel and operating funds listed behind basic expenditure, where both are."""
    behind = parts[parts.index(use) + 1 :]
    ends = next((index for index, part in enumerate(behind) if part.role is not None), len(behind))
    names = [clean(part.name.raw) for part in behind[:ends]]
    is_whole = ends == 2 and any("人员" in name for name in names) and any("公用" in name for name in names)
    return (SumGroup(use, behind[:ends]),) if is_whole else ()


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


def stated_sums(lines: tuple[Money, ...]) -> tuple[SumGroup, ...]:
    """Sums that the lines' own names state."""
    groups: list[SumGroup] = []
    for index, line in enumerate(lines):
        text = clean(line.name.raw)
        by_number = _RANGE.search(text)
        by_letter = _LISTED.search(text)
        parts: tuple[Money, ...] = ()
        if by_number is not None:
            first, last = int(by_number.group(1)), int(by_number.group(2))
            parts = _numbered(lines[index + 1 :], first, last)
        elif by_letter is not None:
            letters = by_letter.group().split("+")
            parts = tuple(
                other
                for other in lines
                if (match := _LETTERED.match(clean(other.name.raw))) and match.group(1) in letters
            )
        if parts:
            groups.append(SumGroup(line, parts))
    return tuple(groups)


def _numbered(lines: tuple[Money, ...], first: int, last: int) -> tuple[Money, ...]:
    parts: list[Money] = []
    for line in lines:
        match = _NUMBERED.match(clean(line.name.raw))
        if match is None or int(match.group(1)) > last or (parts and int(match.group(1)) <= first):
            break
        parts.append(line)
    return tuple(parts)
