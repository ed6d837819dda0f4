"""The heading of an indicator table: rows of labels, and the columns they name.

First part of reading the table; `indicator_row` reads what stands under the columns.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from perfdesk.core.grid import Block
from perfdesk.recognition.literal import clean
from perfdesk.recognition.region import Region
from perfdesk.recognition.vocabulary import is_inferred, meaning

LEVELS = ("level1", "level2", "level3", "level4")
GROUP_WEIGHT = "group_weight"
_NAMED = {"level2": "level3"}
_LONG_TERM = re.compile("中期|实施期|长期|中长期")
_ABOVE = 4  # rows in which the goals of both halves stand above the heading
_TALLEST = 3  # rows of a header below its first


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: what it means and the block of its header."""

    meaning: str
    left: int
    right: int
    header: Block
    label: str


def read_header(region: Region, top: int) -> tuple[int, tuple[Column, ...]]:
    """The last row of the heading that begins in row `top`, and its columns from left to right."""
    named = [label for label in region.labels(top) if meaning("indicator", label.text) in LEVELS]
    named += [x for x in region.labels(top) if meaning("indicator_weak", x.text) == "level1"]
    named = named or [x for x in region.labels(top) if meaning("indicator_weak", x.text) == "level3"]
    first = min(label.block.left for label in named)
    heads = [label for label in region.labels(top) if _is_heading(label.text) and label.block.left >= first]
    bottom = min(max(label.block.bottom for label in heads), top + _TALLEST)
    while _heads_again(region, bottom + 1, first):
        bottom += 1
    above = region.labels(top - 1)
    has_figures = any(region.value(label.block).number is not None for label in above)
    named_above = sum(meaning("indicator", label.text) is not None for label in above)
    start = top - 1 if named_above >= 2 and not has_figures else top
    columns: list[Column] = []
    unknown: list[Column] = []
    column = first
    while column <= region.block.right:
        found = _column(region, start, bottom, column)
        if found is not None:
            (columns if found.meaning else unknown).append(found)
        column = found.right + 1 if found is not None else column + 1
    # A wide heading parted below: what its parts leave over counts only where nothing else says the same.
    columns = _with_method(_with_group_weights(_with_finest_level(_of_the_year(region, top, columns))))
    rest = [c for c in columns if c.left > c.header.left and _is_said_elsewhere(c, columns)]
    return bottom, _with_weak([c for c in columns if c not in rest], unknown)


def _of_the_year(region: Region, top: int, columns: list[Column]) -> list[Column]:
    """The columns without the half for several years where one for the year stands beside it."""
    names = [column for column in columns if column.meaning == "level3"]
    if len(names) < 2 or sum(column.meaning == "target" for column in columns) < 2:
        return columns
    middle = names[-1].left
    above = [label for row in range(top - _ABOVE, top) for label in region.labels(row)]
    is_long = any(label.block.left < middle and _LONG_TERM.search(label.key) for label in above)
    is_annual = any(label.block.right >= middle and "年度" in label.key for label in above)
    if not (is_long and is_annual):
        return columns
    return [c for c in columns if c.left >= middle or c.meaning in ("level1", "level2")]


def _with_finest_level(columns: list[Column]) -> list[Column]:
    """一级 … 四级指标: the finest level names the row; the third is then a group of rows."""
    if not any(column.meaning == "level4" for column in columns):
        return columns
    finer = {"level3": "level3_group", "level4": "level3"}
    return [dataclasses.replace(c, meaning=finer.get(c.meaning, c.meaning)) for c in columns]


def _with_group_weights(columns: list[Column]) -> list[Column]:
    """一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值: only the last is the indicator's own."""
    name = next((column for column in columns if column.meaning == "level3"), None)
    weights = [column for column in columns if column.meaning == "weight"]
    if name is None or not any(column.left > name.left for column in weights):
        return columns
    return [
        dataclasses.replace(column, meaning=GROUP_WEIGHT)
        if column.meaning == "weight" and column.left < name.left
        else column
        for column in columns
    ]


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
        if "score" in known and "百分制" in clean(column.label):
            name = "coefficient"  # 评分（百分制） beside 加权得分: the share of the points
        if name is not None and name not in known:
            known.add(name)
            columns.append(Column(name, column.left, column.right, column.header, column.label))
    if "level3" not in known:  # 一级指标 | 二级指标 | 满分: the second level names the row
        columns = [dataclasses.replace(c, meaning=_NAMED.get(c.meaning, c.meaning)) for c in columns]
    return tuple(sorted(columns, key=lambda column: column.left))


def _is_of_method(region: Region, heading: Block, top: int) -> bool:
    """内容 | 分值 under 评价标准 part the method; they are no aim and no weight of the indicator."""
    above = [region.grid.block_at(row, heading.left) for row in range(top, heading.top)]
    return any(b.right > b.left and meaning("indicator", region.text(b)) == "method" for b in above)


def _column(region: Region, top: int, bottom: int, column: int) -> Column | None:
    """The column as its lowest heading names it; 名称 means what stands above it."""
    lowest: Block | None = None
    named: str | None = None
    is_generic = False  # 值 under 全年完成值: what stands above tells
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
            is_generic = meaning("indicator_generic", text) is not None
            if name is not None and name not in ("name", "weight") and not is_generic:
                break
        elif named == "weight":
            # 权重 under 一级指标 is the group's, not the indicator's.
            named = GROUP_WEIGHT if name in ("level1", "level2") and block.right > block.left else named
            break
        elif name is not None:
            named = name if not is_generic or name == "actual" else named
            break
        elif named == "name" and meaning("indicator_weak", text) == "level3":
            named = "level3"  # 类型 | 名称 under 指标
            break
    if lowest is None:
        return None
    if named is not None and _is_of_method(region, lowest, top):
        named = "method"
    right = lowest.right if lowest.left == column else column
    return Column(named or "", column, right, lowest, region.text(lowest))
