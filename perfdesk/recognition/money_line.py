"""What is known of the money of a form, and what a line of it is called.

Shared by `money_table` (figures under headings) and `money_pair` (figures beside their labels).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from perfdesk.core.form import FieldName, LineRole, Money, SumGroup
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.literal import clean
from perfdesk.recognition.vocabulary import meaning

AMOUNTS = ("initial_budget", "full_year_budget", "executed")
_NUMBERED = re.compile(r"^(\d+)[.、]")
_LETTERED = re.compile(r"^([一二三四五六七八九十])、")
_OF_WHICH = re.compile(r"^其中[:：]?")


@dataclass(frozen=True)
class MoneyTable:
    """What was recognized of all money tables and lines of a form."""

    fields: Mapping[FieldName, Value] = field(default_factory=dict)
    fund_groups: tuple[SumGroup, ...] = ()
    lines: tuple[Money, ...] = ()
    tasks: tuple[Money, ...] = ()
    task_total: Money | None = None
    column_cells: Mapping[str, str] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    methods: tuple[Value, ...] = ()
    remarks: Mapping[str, Value] = field(default_factory=dict)


def filled_first(known: Mapping[FieldName, Value], more: Mapping[FieldName, Value]) -> dict[FieldName, Value]:
    """What is known with what is new; the new counts where the known is absent or blank."""
    result = dict(known)
    for name, value in more.items():
        if name not in result or result[name].is_blank:
            result[name] = value
    return result


def main_amounts(amounts: Mapping[str, Block]) -> set[str]:
    """The meanings among them that a table or line of money cannot do without."""
    return set(amounts) & {*AMOUNTS, "execution_rate"}


def _line_name(text: str) -> str:
    """The line's name as compared: without 其中, numbering and brackets."""
    key = _OF_WHICH.sub("", clean(text))
    return _LETTERED.sub("", _NUMBERED.sub("", key, count=1), count=1)


def role_of(text: str) -> LineRole | None:
    """What a line of that name sums up or carries over, None for an ordinary one."""
    role = cast("LineRole | None", meaning("total_line", _line_name(text)))
    is_part = _OF_WHICH.match(clean(text)) is not None
    return None if role == "total" and is_part else role
