"""The indicator table: its columns, its rows, the sums between them, its level-1 points."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from perfdesk.core.form import Indicator, LevelOne, Subtotal
from perfdesk.core.value import Value
from perfdesk.recognition.indicator_header import GROUP_WEIGHT, Column, read_header
from perfdesk.recognition.indicator_row import RowReader
from perfdesk.recognition.literal import clean, in_percent
from perfdesk.recognition.region import Label, Region
from perfdesk.recognition.stated_points import stated_groups
from perfdesk.recognition.vocabulary import meaning

_CHAPTER = re.compile(r"^(?:\([一二三四五六七八九十]\)|[一二三四五六七八九十]、)")


@dataclass(frozen=True)
class IndicatorTable:
    """What was recognized of an indicator table."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    indicators: tuple[Indicator, ...] = ()
    groups: tuple[LevelOne, ...] = ()
    group_columns: tuple[LevelOne, ...] = ()
    subtotals: tuple[Subtotal, ...] = ()
    column_cells: dict[str, str] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[Column, ...]:
        """The columns of the levels."""
        return tuple(column for column in self.columns if column.meaning.startswith("level"))

    @cached_property
    def values(self) -> tuple[Column, ...]:
        """The columns that only an indicator's own row fills."""
        return tuple(column for column in self.columns if column.meaning in ("target", "actual", "score"))

    def column(self, name: str) -> Column | None:
        """The column of that meaning, or None."""
        return next((column for column in self.columns if column.meaning == name), None)


def read_indicator_table(region: Region) -> IndicatorTable | None:
    """The region's indicator table, continued after repeated headers; None where there is none."""
    top = next((row for row in region.rows if region.heads_indicators(row)), None)
    if top is None:
        return None
    header_bottom, columns = read_header(region, top)
    table = IndicatorTable(top, header_bottom, columns)
    rows = _read_rows(region, table)
    indicators = tuple(rows.indicators)
    cells = {column.meaning: column.header.address for column in reversed(columns)}
    return IndicatorTable(
        top,
        rows.last,
        columns,
        indicators,
        stated_groups(rows.indicators),
        tuple(_group_columns(region, table, indicators)),
        (*rows.subtotals, *rows.parts()),
        cells,
    )


def with_rows_above(table: IndicatorTable, rows: tuple[Indicator, ...]) -> IndicatorTable:
    """The table with scored lines that stand above it; what counts its rows counts on behind them."""
    if not rows:
        return table

    def moved(members: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(index + len(rows) for index in members)

    def each(groups: tuple[LevelOne, ...]) -> tuple[LevelOne, ...]:
        return tuple(dataclasses.replace(group, indicators=moved(group.indicators)) for group in groups)

    return dataclasses.replace(
        table,
        indicators=(*rows, *table.indicators),
        groups=(*stated_groups(list(rows)), *each(table.groups)),
        group_columns=each(table.group_columns),
        subtotals=tuple(
            dataclasses.replace(each_sum, indicators=moved(each_sum.indicators))
            for each_sum in table.subtotals
        ),
    )


@dataclass
class _Rows:
    """What was read so far, and the last row of it."""

    last: int
    indicators: list[Indicator] = field(default_factory=list)
    subtotals: list[Subtotal] = field(default_factory=list)
    heads: list[tuple[Indicator, int]] = field(default_factory=list)

    def parts(self) -> Iterator[Subtotal]:
        """The groups headed by rows of their own: 产出指标 | 50 | 49 above its indicators."""
        starts = [*(start for _, start in self.heads), len(self.indicators)]
        for (head, start), end in zip(self.heads, starts[1:], strict=True):
            if end > start:
                yield Subtotal(head.level3, tuple(range(start, end)), head.weight, head.score)


def _heads_group(table: IndicatorTable, row: Indicator) -> bool:
    """Whether the row names a group in a table without columns for groups: （二）产出指标 | 50 | 49."""
    if table.column("level1") is not None or table.column("level2") is not None:
        return False
    is_named = meaning("level_name", _CHAPTER.sub("", clean(row.level3.raw))) is not None
    values = (row.target, row.actual)
    return is_named and row.weight is not None and all(value is None or value.is_blank for value in values)


def _in_group(found: _Rows, row: Indicator) -> Indicator:
    return dataclasses.replace(row, level1=found.heads[-1][0].level3) if found.heads else row


def _read_rows(region: Region, table: IndicatorTable) -> _Rows:
    found = _Rows(table.bottom)
    reader = RowReader(region, table.columns)
    row = table.bottom + 1
    while row <= region.block.bottom:
        labels = region.labels(row)
        if region.heads_indicators(row):
            bottom, columns = read_header(region, row)
            reader = RowReader(region, columns)
            row = bottom + 1
            continue
        if _is_subtotal_between(region, table, row, found):
            found.subtotals.append(_subtotal(region, table, labels[0], found))
        elif _ends_table(table, labels):
            later = [r for r in region.rows if r > row and region.heads_indicators(r)]
            if not later:
                break
            row = later[0]  # 续表: the table goes on under its header repeated
            continue
        else:
            indicator = reader.read(row)
            if indicator is not None and _heads_group(table, indicator):
                found.heads.append((indicator, len(found.indicators)))
            elif indicator is not None:
                found.indicators.append(_in_group(found, indicator))
        found.last = row
        row += 1
    return found


def _is_subtotal_between(region: Region, table: IndicatorTable, row: int, found: _Rows) -> bool:
    """Whether the row sums up the rows above it while the table goes on, or went on after such a row."""
    labels = region.labels(row)
    if not labels or not found.indicators or meaning("summary", labels[0].text) != "indicator_subtotal":
        return False
    if found.subtotals:
        return True
    below = next((r for r in region.rows if r > row), None)
    if below is None or region.heads_indicators(below) or _ends_table(table, region.labels(below)):
        return False
    points = [column for column in table.columns if column.meaning in ("weight", "score")]
    return any(region.at(below, column.left).number is not None for column in points)


def _subtotal(region: Region, table: IndicatorTable, label: Label, found: _Rows) -> Subtotal:
    """The sums of a 小计 line over the indicators since the last one."""
    done = {index for subtotal in found.subtotals for index in subtotal.indicators}
    since = tuple(index for index in range(len(found.indicators)) if index not in done)

    def at(name: str) -> Value | None:
        column = table.column(name)
        return None if column is None else region.at(label.block.top, column.left)

    rate, column = at("score_rate"), table.column("score_rate")
    if column is not None:
        rate = in_percent(rate, column.label)
    return Subtotal(region.value(label.block), since, at("weight"), at("score"), rate)


def _group_columns(
    region: Region, table: IndicatorTable, indicators: tuple[Indicator, ...]
) -> Iterator[LevelOne]:
    """Points of a group in a column beside its level: one cell of points, and the rows it stands for."""
    for column in table.columns:
        level = max((c for c in table.names if c.left < column.left), key=lambda c: c.left, default=None)
        if column.meaning != GROUP_WEIGHT or level is None or level.meaning not in ("level1", "level2"):
            continue
        groups: dict[str, list[int]] = {}
        points: dict[str, Value] = {}
        for index, indicator in enumerate(indicators):
            value = region.at(indicator.row, column.left)
            name = indicator.level1 if level.meaning == "level1" else indicator.level2
            groups.setdefault(name.cell, []).append(index)
            if value.number is not None:
                points.setdefault(name.cell, value)
        for cell, members in groups.items():
            if cell in points:
                first = indicators[members[0]]
                name = first.level1 if level.meaning == "level1" else first.level2
                yield LevelOne(name, points[cell], tuple(members))


def _ends_table(table: IndicatorTable, labels: list[Label]) -> bool:
    names, values = table.names, table.values
    if labels and _is_end(labels[0].text):
        return True
    last_name = max((column.right for column in names), default=0)
    for label in labels:
        block = label.block
        if block.left > last_name:
            continue
        if meaning("summary", label.text) is not None:
            return True
        on_names = any(block.left <= column.right and column.left <= block.right for column in names)
        if on_names and any(block.left <= column.right and column.left <= block.right for column in values):
            return True
    return False


def _is_end(text: str) -> bool:
    return meaning("end", text) is not None or clean(text).startswith(("注:", "注1", "说明:"))
