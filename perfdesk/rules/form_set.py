"""The opened forms as one set: what ties look at, with names and units compared by their words.

A rule sees one form; a tie sees them all. Entries stand in an order of their own, so that
no result depends on the order in which files were opened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakValueDictionary

from perfdesk.core.finding import Place
from perfdesk.core.form import Form
from perfdesk.core.grid import parse_address

_CODE = re.compile(r"^\d{3,}|-\d*$")
_DROPPED = re.compile(r"[\s,，。、;；:：.．·“”\"'‘’《》〈〉<>（）()\[\]【】\-—_/]+")
_ACCOUNT_KINDS = ("final_accounts", "budget")


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Entry:
    """One form and the file it stands in."""

    path: str
    form: Form

    def place(self, cell: str) -> Place:
        """The place of a cell of this form."""
        return Place(self.path, self.form.sheet, cell)

    @property
    def unit(self) -> str:
        """The unit's name as compared: without code and punctuation; empty where none is given."""
        return name_key(self.form.header_text("unit") or "")

    @property
    def department(self) -> str:
        """The supervising department's name as compared."""
        return name_key(self.form.header_text("department") or "")

    @property
    def project(self) -> str:
        """The project's name as compared."""
        return name_key(self.form.header_text("project") or "")


@dataclass(frozen=True, eq=False)
class FormSet:
    """Everything that is open, and the forms of the year before where they were given."""

    entries: tuple[Entry, ...]
    previous: tuple[Entry, ...] = ()

    @staticmethod
    def of(
        forms: Iterable[tuple[str, Iterable[Form]]], previous: Iterable[tuple[str, Iterable[Form]]] = ()
    ) -> FormSet:
        """The set of forms by file, in an order that does not depend on the order given."""
        return FormSet(_entries(forms), _entries(previous))

    def kind(self, *kinds: str) -> tuple[Entry, ...]:
        """The entries of these kinds."""
        there = self._kinds.intersection(kinds)
        return tuple(entry for entry in self.entries if entry.form.kind in there) if there else ()

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(entry.form.kind for entry in self.entries)

    @cached_property
    def account_groups(self) -> tuple[tuple[Entry, ...], ...]:
        """Budget and accounts tables that belong together: of one unit, year and money, none of a kind twice.

        A table that does not name its unit or year belongs to the others of its file.
        """
        tables = [entry for entry in self.entries if entry.form.kind.startswith(_ACCOUNT_KINDS)]
        units = _only_one((entry.path, entry.unit) for entry in tables)
        years = _only_one((entry.path, str(entry.form.year or "")) for entry in tables)
        groups: dict[tuple[str, ...], list[Entry]] = {}
        for entry in tables:
            family = entry.form.kind.rpartition("_")[0]
            unit = entry.unit or units.get(entry.path, entry.path)
            year = str(entry.form.year or "") or years.get(entry.path, "")
            groups.setdefault((family, unit, year, entry.form.amount_unit), []).append(entry)
        return tuple(group for entries in groups.values() for group in _parted(entries))


def _only_one(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The one name that is given in each file, where there is just one."""
    found: dict[str, set[str]] = {}
    for path, name in named:
        found.setdefault(path, set()).update({name} - {""})
    return {path: next(iter(names)) for path, names in found.items() if len(names) == 1}


def _entries(forms: Iterable[tuple[str, Iterable[Form]]]) -> tuple[Entry, ...]:
    entries = [_entry(path, form) for path, listed in forms for form in listed]
    return tuple(sorted(entries, key=_order))


def _entry(path: str, form: Form) -> Entry:
    """The entry of a form; the same as long as anybody holds it, so that views of it live on with it."""
    key = path, id(form)
    entry = _held.get(key)
    if entry is None or entry.form is not form:
        entry = _held[key] = Entry(path, form)
    return entry


_held = WeakValueDictionary[tuple[str, int], Entry]()


def _order(entry: Entry) -> tuple[str, str, tuple[int, int]]:
    return entry.path, entry.form.sheet, parse_address(entry.form.block.address)


def _parted(entries: list[Entry]) -> list[tuple[Entry, ...]]:
    """One group, or one a file where a kind of table is there twice."""
    kinds = [entry.form.kind for entry in entries]
    if len(set(kinds)) == len(kinds):
        return [tuple(entries)]
    by_path: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        by_path.setdefault(entry.path, {}).setdefault(entry.form.kind, entry)
    return [tuple(group.values()) for group in by_path.values()]


@lru_cache(maxsize=4096)
def name_key(text: str) -> str:
    """A name as compared: half-width, without the unit's code, spaces and punctuation."""
    key = unicodedata.normalize("NFKC", text).strip()
    return _DROPPED.sub("", _CODE.sub("", _CODE.sub("", key)))


@lru_cache(maxsize=16384)
def likeness(one: str, other: str) -> int:
    """How much of the shorter name stands in the longer one in order, from 0 to 100."""
    shorter, longer = sorted((one, other), key=len)
    if not shorter:
        return 0
    if shorter in longer:
        return 100
    if len(set(shorter) & set(longer)) * 2 < len(set(shorter)):
        return 0
    return _common(shorter, longer) * 100 // len(shorter)


def _common(one: str, other: str) -> int:
    """The length of the longest common subsequence."""
    before = [0] * (len(other) + 1)
    for letter in one:
        row = [0]
        for place, match in enumerate(other, start=1):
            row.append(before[place - 1] + 1 if letter == match else max(before[place], row[-1]))
        before = row
    return before[-1]
