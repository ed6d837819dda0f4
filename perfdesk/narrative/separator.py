"""Thousands separators: whether the amounts of a report have them, decided once for the whole text.

The user's choice goes first, then what the template says, then how the forms themselves print their amounts.
`figure.Notebook` carries the decision, so that every amount is printed by one hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from perfdesk.core.form import FieldName, Form
from perfdesk.core.grid import Grid, parse_address
from perfdesk.core.value import Value
from perfdesk.narrative.report_choice import Wish

_AMOUNTS: tuple[FieldName, ...] = ("initial_budget", "full_year_budget", "executed")
_THOUSAND = 1000
_MOST_LOOKED_AT = 12
"""Sheets whose number formats are asked for: a unit makes its forms from one template."""
_GROUPED = re.compile(r"[#0?],[#0?]")
_DIGITS = re.compile(r"[#0?]")
_MARKUP = re.compile(r"<[^>]*>")
_SAID = re.compile(r"\{%[a-z]*\s*set\s+(?:千分位|thousands)\s*=\s*(true|false)\s*%\}", re.IGNORECASE)


def has_separators(
    choice: Wish, template: Wish, forms: Sequence[tuple[str, Form]], grids: Mapping[tuple[str, str], Grid]
) -> bool:
    """Whether amounts are printed as 8,376.38.

    Args:
        choice: what the user wants.
        template: what the template says, see `stated_wish`.
        forms: the forms the report is made of, by whose amounts of a thousand and more it is decided.
        grids: their sheets, whose number formats tell where no single amount is that large.
    """
    wish = template if choice == "auto" else choice
    if wish != "auto":
        return wish == "always"
    printed = list(_printed(forms))
    return _is_most(printed or list(_formatted(forms, grids)))


def stated_wish(parts: Mapping[str, bytes]) -> Wish:
    """What a template says of separators by `{%p set 千分位 = true %}` or `false`; auto where nothing."""
    text = _MARKUP.sub("", parts["word/document.xml"].decode("utf-8", "replace"))
    match = _SAID.search(text)
    return "auto" if match is None else "always" if match[1].lower() == "true" else "never"


def separated(digits: str, *, is_grouped: bool) -> str:
    """The digits of an amount with separators between thousands, or without any."""
    whole, point, decimals = digits.replace(",", "").partition(".")
    return (f"{int(whole):,}" if is_grouped and _is_long(whole) else whole) + point + decimals


def _is_long(whole: str) -> bool:
    bare = whole.removeprefix("-")
    return bare.isdecimal() and len(bare) > 3


def _is_most(votes: Sequence[bool]) -> bool:
    return sum(votes) * 2 > len(votes)


def _printed(forms: Iterable[tuple[str, Form]]) -> Iterator[bool]:
    """For each amount of a thousand and more whether its cell shows a separator."""
    for _, form in forms:
        for value in _amounts(form):
            if value.number is not None and abs(value.number) >= _THOUSAND:
                yield "," in unicodedata.normalize("NFKC", value.printed)


def _formatted(forms: Iterable[tuple[str, Form]], grids: Mapping[tuple[str, str], Grid]) -> Iterator[bool]:
    """For each amount whose cell has a number format with digits whether it asks for separators."""
    for path, form in islice(forms, _MOST_LOOKED_AT):
        grid = grids.get((path, form.sheet))
        if grid is None:
            continue
        for value in _amounts(form):
            code = grid.cell_at(*parse_address(value.cell)).number_format
            if _DIGITS.search(code) and "%" not in code:
                yield _GROUPED.search(code) is not None


def _amounts(form: Form) -> Iterator[Value]:
    yield from (form.fields[name] for name in _AMOUNTS if name in form.fields)
    for line in (*form.lines, *form.tasks):
        yield from line.amounts.values()
    for account in form.accounts:
        yield from account.amounts
