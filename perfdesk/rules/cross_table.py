"""How relations between tables are made: equal figures, bounds, and rows of the same code or name.

Shared by the final accounts and the budget tables. A figure that two tables repeat was
rounded in each by itself; the tables testify for each other when one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import AccountLine
from perfdesk.rules.account_view import Part, amounts_of, is_filled, line_key
from perfdesk.rules.relation import Amount, Relation


def equal(whole: Amount | None, parts: list[Amount | None], words: str) -> Iterator[Relation]:
    """Equality across tables, both ways where it is one to one; nothing where all is blank."""
    found = [part for part in parts if part is not None]
    if whole is None or not found or not is_filled([whole.value, *(part.value for part in found)]):
        return
    yield Relation(whole, tuple(found), words, is_cross=True)
    if len(found) == 1:
        yield Relation(found[0], (whole,), words, is_cross=True, is_soft=True)


def bounded(whole: Amount | None, bound: Amount | None, words: str) -> Iterator[Relation]:
    """Bound: whole ≤ bound across tables."""
    if whole is not None and bound is not None and whole.value.number is not None:
        yield Relation(whole, (bound,), words, is_bound=True, is_cross=True)


def rows_agree(
    one: Part, other: Part, columns: list[tuple[int | None, int | None]], words: str
) -> Iterator[Relation]:
    """Line by line of the same code: equal where the totals of the column agree, else one ≥ other.

    The other table holds a part of the money of the first: when even the totals are equal,
    every line must be.
    """
    first, second = one.by_code(), other.by_code()
    for left, right in columns:
        if left is None or right is None or one.total is None or other.total is None:
            continue
        is_all = do_agree(one, other, left, right)
        for code, line in second.items():
            mine = first.get(code)
            part = other.amount(line, right)
            if mine is None:
                if part.number:
                    yield Relation(part, (), f"{words}（该表没有科目{code}）", is_bound=True, is_cross=True)
            elif is_all:
                leaves = max(one.leaves(mine), other.leaves(line))
                yield from equal(one.amount(mine, left), [other.amount(line, right, leaves)], words)
            else:
                yield from bounded(part, one.amount(mine, left, one.leaves(mine)), f"{words}（不超过）")


def do_agree(one: Part, other: Part, left: int, right: int) -> bool:
    """Whether the totals of a column of both tables are there and equal, rounding aside."""
    whole, part = amounts_of(one, one.total, left), amounts_of(other, other.total, right)
    if whole is None or part is None or whole.value.number is None or part.value.number is None:
        return False
    return Relation(whole, (part,), "", is_cross=True).outcome() in ("exact", "rounded")


def by_name(part: Part, name: str) -> AccountLine | None:
    """The line of that name, whatever its numbering."""
    return part.line(line_key(name))


def classes_agree(sums: Part, column: int, part: Part, index: int | None, words: str) -> Iterator[Relation]:
    """Each line of a table of sums = the 类 of the same name in the detailed table."""
    for line in part.lines:
        mine = by_name(sums, line.name.raw) if line.code is not None and len(line.code) == 3 else None
        if mine is not None and index is not None:
            whole = sums.amount(mine, column)
            yield from equal(whole, [part.amount(line, index, part.leaves(line))], words)
