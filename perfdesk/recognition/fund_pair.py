"""Parts of the money as label and figure side by side under the total's columns.

Beside `money_table`: 湖南 lists 按收入性质分 at the left and 按支出性质分 at the right, each with label and
figure, so that the figures stand under headings that are not theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from perfdesk.core.form import Money, SumGroup
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.fund_sum import COLUMNS
from perfdesk.recognition.literal import clean
from perfdesk.recognition.money_line import role_of
from perfdesk.recognition.region import Region


def is_pair_row(region: Region, row: int, columns: Sequence[Block]) -> bool:
    """Whether a label stands where the headings promise a figure."""
    values = [region.value(region.grid.block_at(row, block.left)) for block in columns]
    return any(value.text is not None and _is_label(value.text) for value in values)


def _is_label(text: str) -> bool:
    return ":" in clean(text) or role_of(text) is not None


def pair_sums(region: Region, rows: Sequence[int], left: int, whole: Money) -> tuple[SumGroup, ...]:
    """The lists of parts that such rows hold, one for each column of labels, as sums of the whole."""
    lists: dict[int, list[tuple[Value, Value]]] = {}
    for row in rows:
        blocks = [b for b in region.grid.blocks_in_row(row, left, region.block.right) if b.top == row]
        for label, figure in pairwise(blocks):
            value = region.value(figure)
            if region.value(label).text is not None and value.number is not None:
                lists.setdefault(label.left, []).append((region.value(label), value))
    return tuple(_sum(whole, parts) for parts in lists.values() if len(parts) > 1)


def _sum(whole: Money, parts: list[tuple[Value, Value]]) -> SumGroup:
    """The sum of the column it agrees with, else of the budget: the list does not say which it parts."""
    total = sum((value.number for _, value in parts if value.number is not None), Decimal(0))
    known = [name for name in COLUMNS if name in whole.amounts and whole.amounts[name].number is not None]
    column = (
        next((name for name in known if whole.amounts[name].number == total), None) or (known or COLUMNS)[0]
    )
    return SumGroup(whole, tuple(Money(name, {column: value}) for name, value in parts))
