"""Budget and accounts tables: coded or numbered lines with columns of amounts.

Several tables may stand side by side on one sheet (income left, expenditure right): each
begins at a column of codes, names or 行次 that follows a column of amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.core.form import AccountColumn, AccountLine
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.literal import clean
from perfdesk.recognition.region import Region
from perfdesk.recognition.vocabulary import meaning

# The line above the header: 单位：万元, 2023年度, a year that is still to be filled in.
_CAPTION = re.compile(r":|20\d\d年|^\(?年度\)?$")
_CODE = re.compile(r"\d{3,9}$")


@dataclass(frozen=True)
class _Part:
    """One table of those that stand side by side."""

    places: dict[str, Block]
    columns: tuple[AccountColumn, ...]
    lefts: tuple[int, ...]


def read_accounts(region: Region) -> tuple[AccountLine, ...]:
    """Every line of the region's budget or accounts table; none where it has no such header."""
    top = next((row for row in region.rows if _heads(region, row)), None)
    if top is None:
        return _nameless(region)
    bottom = _header_bottom(region, top)
    parts = list(_parts(region, top, bottom))
    lines: list[AccountLine] = []
    for row in region.rows:
        if row > bottom:
            lines += [line for part in parts if (line := _line(region, part, row)) is not None]
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class AccountSlot:
    """A blank line of a table whose lines are not printed: a place for one more.

    Attributes:
        name_cell: where its name belongs.
        code_cell: where its code belongs; empty where lines have no code.
        is_sum: every amount is worked out from the lines below, which belong to what is named here.
    """

    row: int
    name_cell: str
    code_cell: str
    columns: tuple[AccountColumn, ...]
    amounts: tuple[Value, ...]
    is_sum: bool = False


def read_account_slots(region: Region) -> tuple[AccountSlot, ...]:
    """The blank lines of the region's table, row by row; none in a part whose codes are printed."""
    top = next((row for row in region.rows if _heads(region, row)), None)
    if top is None:
        return ()
    bottom = _header_bottom(region, top)
    rows = range(bottom + 1, region.block.bottom + 1)
    slots: list[AccountSlot] = []
    named = [part for part in _parts(region, top, bottom) if "name" in part.places]
    for part in named:
        lines = [line for row in rows if (line := _line(region, part, row)) is not None]
        worked_out = _worked_out(region, part, lines[0].row) if lines else frozenset()
        if not any(line.code for line in lines):
            # Words at the left end are another line's name, or a note, unless a table stands there too.
            free = [row for row in rows if part is not named[0] or not _left_end(region, row)]
            found = (_slot(region, part, row, worked_out) for row in free)
            slots += [slot for slot in found if slot is not None]
    return tuple(sorted(slots, key=lambda slot: slot.row))


def _left_end(region: Region, row: int) -> str:
    return region.text(region.grid.block_at(row, region.block.left))


def _worked_out(region: Region, part: _Part, row: int) -> frozenset[int]:
    """The columns of amounts that hold a formula in a row."""
    return frozenset(left for left in part.lefts if region.grid.cell_at(row, left).formula is not None)


def _slot(region: Region, part: _Part, row: int, worked_out: frozenset[int]) -> AccountSlot | None:
    blocks = {role: region.grid.block_at(row, place.left) for role, place in part.places.items()}
    name = blocks.get("name")
    if name is None or name.top != row or name.right >= part.lefts[0]:
        return None
    amounts = tuple(region.value(region.grid.block_at(row, left)) for left in part.lefts)
    is_taken = _line(region, part, row) is not None or not all(value.is_blank for value in amounts)
    if is_taken or any(region.text(block) for block in blocks.values()):
        return None
    # 合计 has a formula in every column of money; a line that has them all too adds up the lines below.
    is_sum = bool(worked_out) and _worked_out(region, part, row) >= worked_out
    named = region.grid.block_at(row, region.block.left) if is_sum else name
    code = blocks.get("code")
    code_cell = code.address if code is not None else ""
    return AccountSlot(row, named.address, code_cell, part.columns, amounts, is_sum)


def read_account_notes(region: Region, lines: tuple[AccountLine, ...]) -> tuple[Value, ...]:
    """The words printed under the lines: what the table shows, why it is empty."""
    last = max((line.row for line in lines if line.name.raw.strip()), default=region.block.bottom)
    return tuple(
        region.value(label.block)
        for row in region.rows
        if row > last
        for label in region.labels(row)
        if region.value(label.block).text
    )


def _nameless(region: Region) -> tuple[AccountLine, ...]:
    """The figures of a table that has headings alone, such as the three public expenses in one line."""
    top = next((row for row in region.rows if _is_headings(region, row)), None)
    if top is None:
        return ()
    bottom = _header_bottom(region, top)
    parts = list(_parts(region, top, bottom))
    lines: list[AccountLine] = []
    blank: list[AccountLine] = []
    for row in range(bottom + 1, region.block.bottom + 1):
        for part in parts:
            amounts = tuple(region.value(region.grid.block_at(row, left)) for left in part.lefts)
            line = AccountLine(row, Value(amounts[0].cell, "", ""), part.columns, amounts)
            if any(value.number is not None for value in amounts) and not _counts_columns(amounts):
                lines.append(line)
            elif all(value.is_blank for value in amounts):
                blank.append(line)
    return tuple(lines) or tuple(blank[:1])  # a table without figures still has its place for them


def _counts_columns(amounts: tuple[Value, ...]) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3 …"""
    numbers = [value.number for value in amounts]
    first = numbers[0]
    return (
        first is not None and len(numbers) > 2 and numbers == [first + step for step in range(len(numbers))]
    )


def _is_headings(region: Region, row: int) -> bool:
    labels = region.labels(row)
    return len(labels) >= 3 and not any(_CAPTION.search(clean(label.text)) for label in labels)


def _heads(region: Region, row: int) -> bool:
    found = {meaning("account", label.text) for label in region.labels(row)}
    return bool(found & {"code", "number"}) or ("name" in found and len(region.labels(row)) >= 3)


def _header_bottom(region: Region, top: int) -> int:
    bottom = max(label.block.bottom for label in region.labels(top))
    for row in region.rows:
        if row > bottom and any(
            meaning("account", label.text) == "column_number" for label in region.labels(row)
        ):
            return row
        if row > bottom and any(region.value(label.block).number is not None for label in region.labels(row)):
            break
    return bottom


def _parts(region: Region, top: int, bottom: int) -> Iterator[_Part]:
    places: dict[str, Block] = {}
    columns: list[AccountColumn] = []
    lefts: list[int] = []
    column = region.block.left
    while column <= region.block.right:
        labels = _header_labels(region, top, bottom, column)
        role = next((r for _, text in reversed(labels) if (r := meaning("account", text)) is not None), None)
        block = labels[-1][0] if labels else region.grid.block_at(bottom, column)
        if role in ("code", "name", "number"):
            if lefts:
                yield _Part(places, tuple(columns), tuple(lefts))
                places, columns, lefts = {}, [], []
            places[role] = block
        elif labels:
            columns.append(_account_column(region, labels, bottom, column))
            lefts.append(column)
        column = max(block.right, column) + 1
    if lefts:
        yield _Part(places, tuple(columns), tuple(lefts))


def _header_labels(region: Region, top: int, bottom: int, column: int) -> list[tuple[Block, str]]:
    """The headings over a column, from top to bottom, without the row of 栏次."""
    found: dict[str, tuple[Block, str]] = {}
    for row in range(max(top - 1, region.block.top), bottom + 1):
        block = region.grid.block_at(row, column)
        text = region.text(block)
        if _CAPTION.search(clean(text)):
            continue
        is_words = text and block.top >= top - 1 and region.value(block).number is None
        if is_words and meaning("account", text) != "column_number":
            found.setdefault(block.address, (block, text))
    return list(found.values())


def _account_column(
    region: Region, labels: list[tuple[Block, str]], bottom: int, column: int
) -> AccountColumn:
    number = region.value(region.grid.block_at(bottom, column)).number
    return AccountColumn(
        tuple(clean(text) for _, text in labels),
        labels[-1][0].address,
        int(number) if number is not None and number == int(number) else None,
    )


def _line(region: Region, part: _Part, row: int) -> AccountLine | None:
    def block(role: str) -> Block | None:
        place = part.places.get(role)
        return None if place is None else region.grid.block_at(row, place.left)

    name, code, number = block("name"), block("code"), block("number")
    if name is None or name.top != row or name.right >= part.lefts[0]:
        return None
    code_text = clean(region.text(code)) if code is not None else ""
    counted = region.value(number).number if number is not None else None
    value = region.value(name)
    if not value.raw.strip() and code is not None and not _CODE.match(code_text):
        value = region.value(code)  # 合计 often stands in the code column
    if not value.raw.strip() and code is None:
        value = _left_of(region, name) or value
    if not value.raw.strip() and counted is None:
        return None
    amounts = tuple(region.value(region.grid.block_at(row, left)) for left in part.lefts)
    is_total = meaning("total_line", value.raw) == "total"
    if value.cell != name.address and not is_total and all(amount.is_blank for amount in amounts):
        return None  # a note under the table
    return AccountLine(
        row=row,
        name=value,
        columns=part.columns,
        amounts=amounts,
        code=code_text if _CODE.match(code_text) else None,
        number=int(counted) if counted is not None else None,
    )


def _left_of(region: Region, name: Block) -> Value | None:
    """The words left of a blank name: 合计, or the unit whose projects follow."""
    block = region.grid.block_at(name.top, region.block.left)
    return region.value(block) if block.top == name.top and block.right < name.left else None
