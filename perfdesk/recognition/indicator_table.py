"""The indicator table: its header of one to three rows, its rows, its level-1 points."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from functools import cached_property

from perfdesk.core.form import Direction, Indicator, LevelOne
from perfdesk.core.grid import Block, parse_address
from perfdesk.core.value import Operator, Value
from perfdesk.recognition.literal import aim_in, clean, in_percent, is_filler, listed, operator_of
from perfdesk.recognition.region import Label, Region
from perfdesk.recognition.stated_points import level_words, stated_groups, stated_weight
from perfdesk.recognition.vocabulary import is_inferred, meaning

LEVELS = ("level1", "level2", "level3")
_TALLEST = 3  # rows of a header below its first
_CHILD = re.compile(r"(?:其中|1?[、.]?其中)[:：]?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: what it means and the block of its header."""

    meaning: str
    left: int
    right: int
    header: Block
    label: str


@dataclass(frozen=True)
class IndicatorTable:
    """What was recognized of an indicator table."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    indicators: tuple[Indicator, ...] = ()
    groups: tuple[LevelOne, ...] = ()
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
    header_bottom, columns = _header(region, top)
    table = IndicatorTable(top, header_bottom, columns)
    indicators, bottom = _rows(region, table)
    cells = {column.meaning: column.header.address for column in reversed(columns)}
    return IndicatorTable(top, bottom, columns, tuple(indicators), stated_groups(indicators), cells)


def _header(region: Region, top: int) -> tuple[int, tuple[Column, ...]]:
    named = [label for label in region.labels(top) if meaning("indicator", label.text) in LEVELS]
    named += [x for x in region.labels(top) if meaning("indicator_weak", x.text) == "level1"]
    named = named or [x for x in region.labels(top) if meaning("indicator_weak", x.text) == "level3"]
    first = min(label.block.left for label in named)
    heads = [label for label in region.labels(top) if _is_heading(label.text) and label.block.left >= first]
    bottom = min(max(label.block.bottom for label in heads), top + _TALLEST)
    while _heads_again(region, bottom + 1, first):
        bottom += 1
    above = region.labels(top - 1)
    start = top - 1 if sum(meaning("indicator", label.text) is not None for label in above) >= 2 else top
    columns: list[Column] = []
    unknown: list[Column] = []
    column = first
    while column <= region.block.right:
        found = _column(region, start, bottom, column)
        if found is not None:
            (columns if found.meaning else unknown).append(found)
        column = found.right + 1 if found is not None else column + 1
    # A wide heading parted below: what its parts leave over counts only where nothing else says the same.
    columns = _with_method(_without_group_weights(columns))
    rest = [c for c in columns if c.left > c.header.left and _is_said_elsewhere(c, columns)]
    return bottom, _with_weak([c for c in columns if c not in rest], unknown)


def _without_group_weights(columns: list[Column]) -> list[Column]:
    """一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值: only the last is the indicator's own."""
    name = next((column for column in columns if column.meaning == "level3"), None)
    weights = [column for column in columns if column.meaning == "weight"]
    if name is None or not any(column.left > name.left for column in weights):
        return columns
    return [column for column in columns if column.meaning != "weight" or column.left > name.left]


def _with_method(columns: list[Column]) -> list[Column]:
    """An explanation that no method of scoring stands beside tells the method too."""
    if any(column.meaning == "method" for column in columns):
        return columns
    return [
        dataclasses.replace(column, meaning="method") if column.meaning == "explanation" else column
        for column in columns
    ]


def _is_said_elsewhere(column: Column, columns: list[Column]) -> bool:
    return any(
        other.meaning == column.meaning and other.header.address != column.header.address for other in columns
    )


def _is_heading(text: str) -> bool:
    return meaning("indicator", text) is not None or meaning("cause", text) is not None


def _heads_again(region: Region, row: int, first: int) -> bool:
    """Whether the row below a header parts its columns further: 名称 | 权重 under 一级指标."""
    labels = [label for label in region.labels(row) if label.block.left >= first]
    return len(labels) >= 2 and all(
        _is_heading(label.text) and region.value(label.block).number is None for label in labels
    )


def _with_weak(columns: list[Column], unknown: list[Column]) -> tuple[Column, ...]:
    """The columns in order; a vague heading counts where no plain one says the same."""
    known = {column.meaning for column in columns}
    names = [column for column in unknown if meaning("indicator_weak", column.label) == "level3"]
    for column in unknown:
        name = meaning("indicator_weak", column.label)
        if column in names[:-1] and "level3" not in known:
            name = "level1"  # 绩效指标 | 指标内容: the last of several vague names is the indicator's
        if name is None or name in known:
            name = meaning("indicator_weaker", column.label)
        if name is not None and name not in known:
            known.add(name)
            columns.append(Column(name, column.left, column.right, column.header, column.label))
    return tuple(sorted(columns, key=lambda column: column.left))


def _column(region: Region, top: int, bottom: int, column: int) -> Column | None:
    """The column as its lowest heading names it; 名称 means what stands above it."""
    lowest: Block | None = None
    named: str | None = None
    for row in range(bottom, top - 1, -1):
        block = region.grid.block_at(row, column)
        text = region.text(block)
        if not text or block.bottom < top or block == lowest:
            continue
        name = meaning("indicator", text)
        if meaning("cause", text) is not None and (name is None or is_inferred("indicator", text)):
            name = "cause"  # 经费保障原因分析 is a word of its own, 原因+分析 only a guess
        if lowest is None:
            lowest, named = block, name
            if name is not None and name not in ("name", "weight"):
                break
        elif named == "weight":
            # 权重 under 一级指标 is the group's, not the indicator's.
            named = "group_weight" if name in ("level1", "level2") and block.right > block.left else named
            break
        elif name is not None:
            named = name
            break
    if lowest is None:
        return None
    right = lowest.right if lowest.left == column else column
    return Column(named or "", column, right, lowest, region.text(lowest))


def _rows(region: Region, table: IndicatorTable) -> tuple[list[Indicator], int]:
    indicators: list[Indicator] = []
    reader = _RowReader(region, table)
    row, last = table.bottom + 1, table.bottom
    while row <= region.block.bottom:
        labels = region.labels(row)
        if region.heads_indicators(row):
            bottom, columns = _header(region, row)
            reader = _RowReader(region, IndicatorTable(row, bottom, columns))
            row = bottom + 1
            continue
        if _ends_table(table, labels):
            later = [r for r in region.rows if r > row and region.heads_indicators(r)]
            if not later:
                break
            row = later[0]  # 续表: the table goes on under its header repeated
            continue
        indicator = reader.read(row)
        if indicator is not None:
            indicators.append(indicator)
        last = row
        row += 1
    return indicators, last


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


class _RowReader:
    """Reads one row after the other, carrying level names down where they are not repeated."""

    def __init__(self, region: Region, table: IndicatorTable) -> None:
        self.region = region
        self.columns: dict[str, Column] = {}
        self.causes: list[Column] = []
        for column in table.columns:
            if column.meaning == "cause":
                self.causes.append(column)
            else:
                self.columns.setdefault(column.meaning, column)
        self.carried: dict[str, Value] = {}

    def read(self, row: int) -> Indicator | None:
        """The indicator of the row, or None for filler and continued rows."""
        level1, level2 = self._level("level1", row), self._level("level2", row)
        name = self._name(row)
        if not name.raw.strip() and not self._has_own_values(row):
            return None
        cells = {meaning: self._value(meaning, row) for meaning in _VALUE_COLUMNS}
        if not self._begins(row, name, cells) or not _is_indicator(name, cells):
            return None
        operator_cell, target, unit = cells["operator"], cells["target"], cells["unit"]
        operator = operator_of(operator_cell.raw) if operator_cell is not None else None
        if "target" not in self.columns:
            target = aim_in(name)
        if operator is None and target is not None:
            operator = target.operator
        return Indicator(
            row=row,
            level1=level_words(level1),
            level2=level_words(level2),
            level3=_words(name),
            target=target,
            operator=operator,
            direction=_direction(operator, level2.raw + name.raw),
            operator_cell=operator_cell,
            unit=_unit(unit, target),
            unit_cell=unit,
            actual=cells["actual"],
            deadline=cells["deadline"],
            completion=self._share("completion", cells["completion"]),
            weight=cells["weight"] or stated_weight("weight" in self.columns, name),
            score=cells["score"],
            ticks={column.label: self._block_value(column, row) for column in self.causes},
            reason=cells["reason"],
            measure=cells["measure"],
            method=cells["method"],
            explanation=cells["explanation"],
            coefficient=self._share("coefficient", cells["coefficient"]),
            is_child=any(_CHILD.match(clean(value.raw)) for value in (name, level2)),
        )

    def _has_own_values(self, row: int) -> bool:
        """Whether anything begins in the row right of the names; a tall cell above does not count."""
        column = self.columns.get("level3")
        edge = column.right if column is not None else 0
        return any(label.block.left > edge for label in self.region.labels(row))

    def _share(self, name: str, value: Value | None) -> Value | None:
        """The value of a column of shares, whose heading may say that its bare figures are percents."""
        column = self.columns.get(name)
        return value if column is None else in_percent(value, column.label)

    def _level(self, name: str, row: int) -> Value:
        column = self.columns.get(name)
        if column is None:
            return Value("")
        value = self._block_value(column, row)
        if value.raw.strip():
            if name == "level1" and value.raw != self.carried.get("level1", value).raw:
                self.carried.pop("level2", None)
            self.carried[name] = value
            return value
        return self.carried.get(name, value)

    def _name(self, row: int) -> Value:
        column = self.columns.get("level3")
        if column is None:
            return Value("")
        blocks = list(self.region.grid.blocks_in_row(row, column.left, column.right))
        values = [self.region.value(block) for block in blocks]
        named = [value for value in values if value.raw.strip() and not is_filler(value.raw)]
        if named:
            return named[-1]
        return Value(values[-1].cell)

    def _value(self, name: str, row: int) -> Value | None:
        column = self.columns.get(name)
        if column is None:
            return None
        if column.left == column.right:
            return self.region.at(row, column.left)
        return self._block_value(column, row)

    def _block_value(self, column: Column, row: int) -> Value:
        if column.left == column.right:
            return self.region.at(row, column.left)
        blocks = list(self.region.grid.blocks_in_row(row, column.left, column.right))
        for block in blocks:
            value = self.region.value(block)
            if value.raw.strip():
                return value
        return self.region.value(blocks[0])

    def _begins(self, row: int, name: Value, cells: dict[str, Value | None]) -> bool:
        """Whether an indicator begins here, rather than a tall one going on."""
        places = [name.cell] + [
            value.cell for key, value in cells.items() if value is not None and key in ("target", "actual")
        ]
        return any(place and parse_address(place)[0] == row for place in places)


_VALUE_COLUMNS = (
    "operator",
    "target",
    "unit",
    "actual",
    "deadline",
    "completion",
    "weight",
    "score",
    "reason",
    "measure",
    "method",
    "explanation",
    "coefficient",
)


def _is_indicator(name: Value, cells: dict[str, Value | None]) -> bool:
    filled = [
        key
        for key in ("target", "actual", "weight", "score")
        if (value := cells[key]) is not None and not value.is_blank
    ]
    text = clean(name.raw)
    if not text:
        return bool(filled)
    return bool(filled) or text not in listed("word", "not_applicable")


def _direction(operator: Operator | None, words: str) -> Direction | None:
    if operator is not None:
        return "lower" if operator in ("<=", "<") else "higher"
    text = clean(words)
    return None if any(word in text for word in listed("word", "lower_is_better")) else "higher"


def _words(value: Value) -> Value:
    """The value as words, whatever it holds."""
    text = value.raw.strip()
    return Value(value.cell, value.raw, value.printed, text=text or None)


def _unit(cell: Value | None, target: Value | None) -> str | None:
    if cell is not None and cell.raw.strip() and not cell.is_placeholder:
        return "%" if clean(cell.raw) in listed("unit", "percent") else cell.raw.strip()
    return target.unit if target is not None else None
