"""What an order of new forms would give, with the weights dealt out, before any file is written for good.

Stands above `new_form`: the forms are made in a temporary folder and read back by the program's own reader.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from perfdesk.core.form import Form, Indicator
from perfdesk.core.value import OPERATOR_SIGNS, Value, plain
from perfdesk.desks.new_form import NewForm, Order, make_forms
from perfdesk.reading.document import read_document
from perfdesk.recognition.book import recognize_book


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """An indicator with its target and weight, as printed."""

    name: str
    target: str
    weight: str


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """A level-1 group with the sum of its weights; `points` is empty where no row has one."""

    name: str
    points: str
    rows: tuple[ProposedRow, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One form that would be made; `left` is what would find no place in it, in Chinese."""

    name: str
    total: str
    groups: tuple[ProposedGroup, ...]
    left: tuple[str, ...]


def propose(order: Order) -> tuple[Proposal, ...]:
    """What the order would give, wherever its output is; raises Fault as `make_forms` does."""
    with tempfile.TemporaryDirectory(prefix="perfdesk") as folder:
        made = make_forms(replace(order, output=Path(folder)))
        forms = {path: recognize_book(read_document(path)[1]).forms for path in {new.path for new in made}}
    return tuple(_proposal(new, forms[new.path]) for new in made)


def _proposal(new: NewForm, forms: Sequence[Form]) -> Proposal:
    rows = [row for form in forms if form.sheet == new.sheet for row in form.indicators]
    return Proposal(new.name, _sum(rows), tuple(_groups(rows)), new.left)


def _groups(rows: Sequence[Indicator]) -> Iterator[ProposedGroup]:
    for name, found in groupby(rows, lambda row: _words(row.level1)):
        some = list(found)
        proposed = tuple(
            ProposedRow(_words(row.level3) or _words(row.level2), _target(row), _words(row.weight))
            for row in some
        )
        yield ProposedGroup(name, _sum(some), proposed)


def _sum(rows: Sequence[Indicator]) -> str:
    weights = [row.weight.number for row in rows if row.weight is not None and row.weight.number is not None]
    return plain(sum(weights, Decimal(0))) if weights else ""


def _target(row: Indicator) -> str:
    sign = OPERATOR_SIGNS[row.operator] if row.operator is not None else ""
    target = _words(row.target)
    unit = row.unit or ""
    own_sign = "" if target.startswith(sign) else sign
    return f"{own_sign}{target}{'' if target.endswith(unit) else unit}" if target else ""


def _words(value: Value | None) -> str:
    return value.printed.strip() if value is not None else ""
