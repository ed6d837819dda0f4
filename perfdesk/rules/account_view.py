"""A budget or accounts table as its relations see it: lines by name and code, columns by heading.

Stands between recognition's `AccountLine` and the ties. No line or column is found by its
address: names and headings decide, and the order in which lines stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from perfdesk.core.form import AccountColumn, AccountLine
from perfdesk.core.value import Value
from perfdesk.rules.form_set import Entry
from perfdesk.rules.relation import Amount, Relation

_NUMERALS = (
    re.compile(r"^[一二三四五六七八九十]+[、.]"),
    re.compile(r"^\([一二三四五六七八九十]+\)"),
    re.compile(r"^\d+[、.]"),
    re.compile(r"^\(\d+\)"),
)
_OF_WHICH = re.compile(r"^其中[:：]?")
_TOTALS = ("合计", "小计", "总计")
_NO_ADDEND = re.compile(r"%|占比|比重|比例|增减|增长|比上年|完成率|执行率")
PLAIN = 0
Side = Literal["income", "expenditure"]
Compared = Callable[["Table", "Table"], Iterable[Relation]]
"""What two tables say of each other."""


@lru_cache(maxsize=4096)
def line_key(text: str) -> str:
    """A line's or column's name as compared: half-width, without blanks and numbering."""
    key = _OF_WHICH.sub("", _squeezed(text))
    for numeral in _NUMERALS:
        key = numeral.sub("", key, count=1)
    return key


@lru_cache(maxsize=4096)
def depth(text: str) -> int:
    """How deep the numbering puts a line: 1 for 一、, 2 for （一）, 3 for 1. and so on; 0 without."""
    key = _OF_WHICH.sub("", _squeezed(text))
    return next((level for level, numeral in enumerate(_NUMERALS, start=1) if numeral.match(key)), PLAIN)


def is_of_which(text: str) -> bool:
    """Whether the line or column is only a part singled out: 其中：…"""
    return _OF_WHICH.match(_squeezed(text)) is not None


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, eq=False)
class Part:
    """One of the tables that stand side by side: its columns and its lines from top to bottom."""

    table: Table
    columns: tuple[AccountColumn, ...]
    lines: tuple[AccountLine, ...]
    _amounts: dict[tuple[int, int, int], tuple[AccountLine, Amount]] = field(default_factory=dict, repr=False)
    _said: dict[tuple[object, ...], tuple[Relation, ...]] = field(default_factory=dict, repr=False)

    def said(self, work: Callable[..., Iterable[Relation]], *words: str) -> tuple[Relation, ...]:
        """What this part alone says; worked out once, for a table outlives the edits of others."""
        key = (work, *words)
        if key not in self._said:
            self._said[key] = tuple(work(self, *words))
        return self._said[key]

    @cached_property
    def numeric(self) -> tuple[int, ...]:
        """The columns that hold amounts, not words such as 项目内容."""
        return tuple(index for index in range(len(self.columns)) if not self._is_words(index))

    def _is_words(self, index: int) -> bool:
        values = [line.amounts[index] for line in self.lines]
        return all(value.number is None for value in values) and any(value.text for value in values)

    def spent(self, *names: str) -> int | None:
        """The column of one of the names under 本年支出, where the table has income and carry-over too."""
        listed = [
            index for index, column in enumerate(self.columns) if "本年支出" in map(line_key, column.labels)
        ]
        for index in listed:
            if line_key(self.columns[index].labels[-1]) in names:
                return index
        return self.column(*names)

    def basic(self) -> int | None:
        """The column 基本支出, or its 小计 where it is split."""
        for index, column in enumerate(self.columns):
            labels = [line_key(label) for label in column.labels]
            if "基本支出" in labels and labels[-1] in ("小计", "合计", "基本支出"):
                return index
        return None

    def column(self, *names: str) -> int | None:
        """The first column whose lowest heading, or any heading, is one of the names."""
        for index, column in enumerate(self.columns):
            if column.labels and line_key(column.labels[-1]) in names:
                return index
        for index, column in enumerate(self.columns):
            if {line_key(label) for label in column.labels} & set(names):
                return index
        return None

    def line(self, *names: str) -> AccountLine | None:
        """The first line of one of the names."""
        return next((line for line in self.lines if line_key(line.name.raw) in names), None)

    def amount(self, line: AccountLine, index: int, leaves: int = 1) -> Amount:
        """One amount of a line, with its name for messages."""
        key = id(line), index, leaves
        if key not in self._amounts:
            self._amounts[key] = line, self._named(line, index, leaves)
        return self._amounts[key][1]

    def _named(self, line: AccountLine, index: int, leaves: int) -> Amount:
        name = "".join(line.name.raw.split()) or f"第{line.number or line.row}行"
        heading = self.columns[index].labels
        column = f"的{heading[-1]}" if len(self.numeric) > 1 and heading else ""
        what = f"{self.table.name}“{line.code or ''}{name}”{column}"
        return Amount(
            self.table.entry.place(line.amounts[index].cell), line.amounts[index], what, leaves=leaves
        )

    @cached_property
    def total(self) -> AccountLine | None:
        """The line 合计 of a table of codes or projects."""
        names = ("合计", "总计")
        return next(
            (line for line in self.lines if line.code is None and line_key(line.name.raw) in names), None
        )

    def column_sums(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Columns that add up by their headings: 合计 or 小计 and the columns or groups beside it."""
        paths = {
            index: tuple(map(line_key, self.columns[index].labels))
            for index in self.numeric
            if not any(is_of_which(label) or _NO_ADDEND.search(label) for label in self.columns[index].labels)
        }
        for whole, path in sorted(paths.items()):
            if not path or not path[-1].endswith(_TOTALS):
                continue
            level = len(path) - 1
            groups: dict[str, list[int]] = {}
            for index, other in paths.items():
                if index != whole and other[:level] == path[:level] and len(other) > level:
                    groups.setdefault(other[level], []).append(index)
            parts = tuple(part for group in groups.values() for part in _group_parts(group, paths, level))
            if len(parts) >= 2:
                yield whole, parts

    def sums_down(self) -> Iterator[tuple[AccountLine, tuple[AccountLine, ...]]]:
        """Lines that add up by their codes: 合计 = Σ类, 类 = Σ款, 款 = Σ项."""
        children: dict[int, list[AccountLine]] = {}
        above: list[AccountLine] = []
        heads: list[AccountLine] = []
        plain = [
            line
            for line in self.lines
            if line.code is None and line is not self.total and is_filled(line.amounts)
        ]
        for line in self.lines:
            if line.code is None:
                above = []
                continue
            while above and not (line.code != above[-1].code and line.code.startswith(above[-1].code or "-")):
                above.pop()
            if above:
                children.setdefault(id(above[-1]), []).append(line)
            else:
                heads.append(line)
            above.append(line)
        if self.total is not None and heads and not plain:
            yield self.total, tuple(heads)
        for line in self.lines:
            if id(line) in children:
                yield line, tuple(children[id(line)])

    def leaves(self, line: AccountLine) -> int:
        """How many lowest codes stand under a line; of the total line, all of them."""
        return max(1, sum(code.startswith(line.code or "") for code in self._lowest))

    @cached_property
    def _lowest(self) -> tuple[str, ...]:
        """The codes without codes under them; in sorted order those follow at once."""
        codes = sorted({line.code for line in self.lines if line.code is not None})
        after = [*codes[1:], "-"]
        return tuple(code for code, other in zip(codes, after, strict=False) if not other.startswith(code))

    def by_code(self) -> dict[str, AccountLine]:
        """The coded lines; empty where a code is there twice."""
        coded = [line for line in self.lines if line.code is not None]
        table = {line.code or "": line for line in coded}
        return table if len(table) == len(coded) else {}


def _group_parts(group: list[int], paths: dict[int, tuple[str, ...]], level: int) -> list[int]:
    """What a group of columns adds: its own total where it has one, else each of its columns."""
    totals = [i for i in group if len(paths[i]) == level + 2 and paths[i][-1].endswith(_TOTALS)]
    return totals[:1] or group


@dataclass(frozen=True, eq=False)
class Table:
    """One budget or accounts table."""

    entry: Entry
    _beside: dict[Compared, tuple[Table, tuple[Relation, ...]]] = field(default_factory=dict, repr=False)

    def beside(self, other: Table, work: Compared) -> tuple[Relation, ...]:
        """What this table and another say of each other; worked out once while neither is edited."""
        known = self._beside.get(work)
        if known is None or known[0] is not other:
            known = self._beside[work] = other, tuple(work(self, other))
        return known[1]

    @property
    def name(self) -> str:
        """The table's number as people call it: 公开01表, 表3."""
        family, _, number = self.entry.form.kind.rpartition("_")
        return f"公开{number}表" if family == "final_accounts" else f"表{int(number)}"

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The tables that stand side by side, from left to right."""
        found: dict[str, list[AccountLine]] = {}
        for line in self.entry.form.accounts:
            found.setdefault(line.columns[0].cell, []).append(line)
        return tuple(Part(self, lines[0].columns, tuple(lines)) for lines in found.values())

    @cached_property
    def whole(self) -> Part:
        """All lines as one list, one side after the other; for tables of a single amount a line."""
        lines = [line for part in self.parts for line in part.lines]
        # A side with an odd column more has it to itself: a line only has the amounts that all sides have.
        shared = min(len(part.columns) for part in self.parts)
        return Part(self, self.parts[0].columns[:shared], tuple(lines))

    @property
    def is_empty(self) -> bool:
        """Whether no amount but nothing is printed."""
        return not any(value.number for line in self.entry.form.accounts for value in line.amounts)

    def side(self, side: Side) -> Part | None:
        """The income or the expenditure side of a table that has both."""
        names = {"income": ("本年收入合计", "本年收入"), "expenditure": ("本年支出合计", "本年支出")}[side]
        return next((part for part in self.parts if part.line(*names) is not None), None)


@dataclass(frozen=True, eq=False)
class Book:
    """The tables of one unit and year, by kind."""

    tables: dict[str, Table]

    def get(self, kind: str) -> Table | None:
        """The table of that kind where it was opened and read."""
        return self.tables.get(kind)

    def compared(self, one: str, other: str, work: Compared) -> tuple[Relation, ...]:
        """What two tables say of each other where both are there."""
        first, second = self.get(one), self.get(other)
        return () if first is None or second is None else first.beside(second, work)


@lru_cache(maxsize=256)
def table_of(entry: Entry) -> Table:
    """The view of an entry; every tie of one check looks at the same."""
    return Table(entry)


def books(groups: Iterable[Iterable[Entry]], family: str) -> Iterator[Book]:
    """The groups of opened tables of a family (final_accounts or budget)."""
    for group in groups:
        tables: dict[str, Table] = {
            e.form.kind: table_of(e) for e in group if e.form.kind.startswith(family) and e.form.accounts
        }
        if tables:
            yield Book(tables)


def amounts_of(part: Part, line: AccountLine | None, index: int | None, leaves: int = 1) -> Amount | None:
    """The amount where line and column are there."""
    return None if line is None or index is None else part.amount(line, index, leaves)


def is_filled(values: Iterable[Value]) -> bool:
    """Whether any of the values holds a number."""
    return any(value.number is not None for value in values)
