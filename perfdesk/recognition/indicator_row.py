"""One row of the indicator table after the other: what stands under each column.

Second part of reading the table, between `indicator_header` and `indicator_table`.
"""

from __future__ import annotations

import re

from perfdesk.core.form import Direction, Indicator
from perfdesk.core.grid import Cell, parse_address
from perfdesk.core.value import Operator, Value
from perfdesk.recognition.indicator_header import Column
from perfdesk.recognition.literal import (
    aim_in,
    clean,
    in_percent,
    in_points,
    is_filler,
    listed,
    operator_of,
    understand,
)
from perfdesk.recognition.region import Region
from perfdesk.recognition.stated_points import level_words, stated_weight

_TWO_IN_ONE = re.compile("(?:指标|目标|计划|预期)值?/(?:实际|完成)")
_CHILD = re.compile(r"(?:其中|1?[、.]?其中)[:：]?")


class RowReader:
    """Reads one row after the other, carrying level names down where they are not repeated."""

    def __init__(self, region: Region, columns: tuple[Column, ...]) -> None:
        self.region = region
        self.columns: dict[str, Column] = {}
        self.causes: list[Column] = []
        for column in columns:
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
        weight, score = cells["weight"], cells["score"]
        if weight is not None and weight.is_percent:
            weight, score = in_points(weight), in_points(score) if score is not None else None
        operator = operator_of(operator_cell.raw) if operator_cell is not None else None
        if "target" not in self.columns:
            target = aim_in(name)
        if cells["actual"] is None and target is not None:
            target, cells["actual"] = self._both(target)
        adjusted = cells["adjusted_target"]
        if adjusted is not None and not adjusted.is_blank:
            target = adjusted
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
            weight=weight or stated_weight("weight" in self.columns, name),
            score=score,
            ticks={column.label: self._block_value(column, row) for column in self.causes},
            reason=cells["reason"],
            measure=cells["measure"],
            method=cells["method"],
            explanation=cells["explanation"],
            coefficient=self._share("coefficient", cells["coefficient"]),
            reviewer_score=cells["reviewer_score"],
            score_rate=self._share("score_rate", cells["score_rate"]),
            lost=cells["lost"],
            is_child=any(_CHILD.match(clean(value.raw)) for value in (name, level2)),
        )

    def _both(self, value: Value) -> tuple[Value, Value | None]:
        """Target and actual from the one cell that holds both: 60个/58个 under 目标值/完成值."""
        column = self.columns.get("target")
        parts = re.split("[/／]", value.raw)
        if column is None or len(parts) != 2 or not _TWO_IN_ONE.search(clean(column.label)):
            return value, None
        target, actual = (understand(Cell(part.strip()), value.cell) for part in parts)
        return target, actual

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
    "adjusted_target",
    "reviewer_score",
    "score_rate",
    "lost",
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
