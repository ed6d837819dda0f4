"""Tables and lines of money: funds by source, income and expenditure, key tasks.

Two shapes are read: a table under a header row of amount names, and a row where each
label is followed by its figure. A line's name may state what it adds up
(`基本支出（第1至4项小计）`, `支出小计（一+二）`): that becomes a sum to hold.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from perfdesk.core.form import FieldName, Money, SumGroup
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.fund_pair import is_pair_row, pair_sums
from perfdesk.recognition.fund_sum import COLUMNS, stated_sums, sum_groups
from perfdesk.recognition.literal import clean, in_percent
from perfdesk.recognition.money_line import AMOUNTS, MoneyTable, filled_first, main_amounts, role_of
from perfdesk.recognition.money_pair import add_inline, add_pairs, is_pairs
from perfdesk.recognition.region import Label, Region, is_title
from perfdesk.recognition.vocabulary import meaning

REMARK = "remark"
IGNORED = ("adjustment", "other_year")
_MOST_TASKS = 200
_POINTS = re.compile(r"(\d+)分")


@dataclass(frozen=True)
class _Header:
    row: int
    bottom: int
    section: Block | None
    names: Mapping[str, Block]
    columns: Mapping[str, Block]

    @property
    def first(self) -> int:
        return min(block.left for block in self.columns.values())


def read_money(region: Region) -> MoneyTable:
    """Every money table and line of the region, merged into one answer."""
    result = MoneyTable()
    has_indicators = False
    for row in region.rows:
        labels = region.labels(row)
        has_indicators = has_indicators or region.heads_indicators(row)
        if row in result.rows or has_indicators:
            continue
        result = add_inline(result, labels)
        amounts = _amount_labels(region, labels)
        if not amounts:
            continue
        if is_pairs(region, amounts) and not _lists_tasks(labels):
            result = add_pairs(region, result, row, amounts)
        elif len(main_amounts(amounts)) >= 2 or _lists_tasks(labels):
            result = _add_table(region, result, _header(region, row, amounts))
    return result


def _lists_tasks(labels: list[Label]) -> bool:
    """Whether the row heads a table of key tasks; in a target table it has one column of amounts."""
    return any(meaning("line_name", label.text) == "task_project" for label in labels)


def _amount_labels(region: Region, labels: list[Label]) -> dict[str, Block]:
    named = [
        (name, label)
        for label in labels
        if (name := meaning("amount", label.text)) is not None and not is_title(label.text)
    ]
    if len(named) > 2:
        # A section's own label (年度预算申请) stands tall at the left; figures have theirs to the right.
        named = [
            (name, label)
            for name, label in named
            if label.block.left > region.block.left or label.block.bottom == label.block.top
        ]
    found: dict[str, Block] = {}
    vague: dict[str, Label] = {}
    for name, label in named:
        weak = meaning("amount_weak", label.text)
        if name in found and name in vague and weak is None and vague[name].block == found[name]:
            # 预算金额 | 调整后预算金额: the vague label says the initial budget
            found.setdefault(cast(str, meaning("amount_weak", vague[name].text)), found[name])
            found[name] = label.block
        if weak is not None:
            vague.setdefault(name, label)
        if name in found and found[name].left == region.block.left and name not in vague:
            found[name] = label.block  # the section's own label (预算批复及执行) sounded like a column
        found.setdefault(name, label.block)
    if {"initial_budget", "full_year_budget"} & set(found) and "executed" not in found:
        spent = next((x.block for x in labels if meaning("amount_vague", x.text) == "executed"), None)
        found.update({} if spent is None else {"executed": spent})
    return {name: found[name] for name in found if name not in IGNORED} if main_amounts(found) else {}


def _header(region: Region, row: int, amounts: Mapping[str, Block]) -> _Header:
    names: dict[str, Block] = {}
    for label in region.labels(row):
        name = meaning("line_name", label.text)
        if name is not None and label.block.address not in {b.address for b in amounts.values()}:
            names.setdefault(name, label.block)
    bottom = max(block.bottom for block in amounts.values())
    if bottom == row and len(_sub_headings(region, row + 1, amounts)) >= 2:
        bottom += 1
    columns = dict(amounts)
    for below in range(row + 1, bottom + 1):
        columns = _parted(columns, _sub_headings(region, below, amounts), below)
    return _Header(row, bottom, _section(region, row, bottom, columns), names, columns)


def _sub_headings(region: Region, row: int, amounts: Mapping[str, Block]) -> dict[str, Block]:
    """Names of amounts in a row below the heading: 年初数 | 调整后数 under 预算数."""
    found: dict[str, Block] = {}
    for label in region.labels(row):
        name = meaning("amount", label.text)
        is_under = any(label.block.overlaps_columns(block) for block in amounts.values())
        if name is not None and name not in IGNORED and is_under:
            found.setdefault(name, label.block)
    return found


def _parted(columns: dict[str, Block], below: Mapping[str, Block], row: int) -> dict[str, Block]:
    """The columns with those named in the lower row in place of the wide headings over them."""
    kept = {
        name: block
        for name, block in columns.items()
        if block.bottom >= row or not any(block.overlaps_columns(lower) for lower in below.values())
    }
    return {**kept, **below}


def _section(region: Region, row: int, bottom: int, amounts: Mapping[str, Block]) -> Block | None:
    """The tall block left of the amounts that names the section, if any."""
    first = min(block.left for block in amounts.values())
    for block in region.grid.blocks_in_row(row, region.block.left, first - 1):
        if block.bottom > bottom and region.text(block):
            return block
    return None


def _add_table(region: Region, result: MoneyTable, header: _Header) -> MoneyTable:
    lines = _lines(region, header)
    remarks = {**result.remarks, **_remarks(region, header, lines)}
    result = dataclasses.replace(result, remarks=remarks)
    rows = result.rows | set(range(header.row, header.bottom + 1)) | {row for row, _ in lines}
    money = tuple(line for _, line in lines)
    methods = _methods(region, header, lines)
    cells = dict(result.column_cells)
    if {"task", "task_project"} & set(header.names):
        tasks = tuple(line for line in money if line.role != "total")
        whole = next((line for line in money if line.role == "total"), None)
        if "execution_weight" in header.columns:
            cells["task_weight"] = header.columns["execution_weight"].address
        further = _further_lines(region, header)
        rows |= {row for row, _ in further}
        return dataclasses.replace(
            result,
            lines=(*result.lines, *(line for _, line in further)),
            tasks=(*result.tasks, *tasks),
            task_total=whole or result.task_total,
            column_cells=cells,
            rows=rows,
            methods=result.methods + methods,
        )
    fields = _stated_weight(region, header) | dict(result.fields)
    groups = result.fund_groups
    whole = _whole(region, header, money)
    if whole is not None:
        fields = filled_first(fields, _fields(whole))
        place = money.index(whole)
        parts = money[place + 1 :] or money[:place]
        parts = tuple(line for line in parts if line.role != "total")
        groups = (*groups, *(sum_groups(whole, parts) if whole.role == "total" else ()))
        if whole.role == "total" and header.section is not None:
            groups = (*groups, *_pair_sums(region, header, header.section, whole))
    else:
        spent = next((line for line in money if line.role == "expenditure"), None)
        fields = fields if spent is None else _fields(spent) | fields
        groups = (*groups, *stated_sums(money))
    return dataclasses.replace(
        result,
        fields=fields,
        fund_groups=groups,
        lines=(*result.lines, *money),
        column_cells=cells,
        rows=rows,
        methods=result.methods + methods,
    )


def _pair_sums(region: Region, header: _Header, section: Block, whole: Money) -> tuple[SumGroup, ...]:
    columns = tuple(header.columns.values())
    rows = range(header.bottom + 1, section.bottom + 1)
    first = next((row for row in rows if is_pair_row(region, row, columns)), section.bottom + 1)
    return pair_sums(region, range(first, section.bottom + 1), section.right + 1, whole)


def _whole(region: Region, header: _Header, money: tuple[Money, ...]) -> Money | None:
    """The line that stands for all: a total by name, a single line, else the first that is the largest."""
    named = [line for line in money if line.role == "total"]
    if named or not money:
        return max(named, key=_largest, default=None)
    if len(money) == 1 or _has_no_names(region, header):
        return money[0]
    if any(line.role in ("income", "expenditure") for line in money):
        return None
    for column in COLUMNS:
        figures = [
            value.number
            for line in money
            if (value := line.amounts.get(column)) is not None and value.number is not None
        ]
        first = money[0].amounts.get(column)
        if first is not None and first.number is not None:
            return money[0] if first.number >= max(figures) else None
    return None


def _largest(line: Money) -> Decimal:
    """The line's largest figure: a 小计 of some sources is no total of all."""
    return max((v.number for v in line.amounts.values() if v.number is not None), default=Decimal(0))


def _has_no_names(region: Region, header: _Header) -> bool:
    """Whether the figures begin at once, with no room for the lines' names."""
    floor = header.section.right if header.section is not None else region.block.left - 1
    return header.first == floor + 1


def _lines(region: Region, header: _Header) -> list[tuple[int, Money]]:
    lines: list[tuple[int, Money]] = []
    last = header.section.bottom if header.section is not None else region.block.bottom
    rows: Iterable[int] = [row for row in region.rows if header.bottom < row <= last]
    if header.section is not None and {"task", "task_project"} & set(header.names):
        rows = range(header.bottom + 1, min(last, header.bottom + _MOST_TASKS) + 1)  # blank ones too
    for row in rows:
        if region.heads_indicators(row):
            break
        if is_pair_row(region, row, tuple(header.columns.values())):
            if header.section is not None:
                break  # the rest of the section is lists of labels with their figures
            continue
        name = _name(region, header, row)
        if name is None and _has_no_names(region, header):
            name = region.grid.block_at(row, header.first)  # figures alone, without a name
        if name is None and header.section is not None:
            name = _blank_task(region, header, row)
        if header.section is None and not _is_line(region, header, row, name):
            break
        if name is None:
            continue
        lines.append((row, _line(region, header, row, name)))
    return lines


def _further_lines(region: Region, header: _Header) -> list[tuple[int, Money]]:
    """The lines of the section below that goes on under the same headings: 部门整体支出 below 主要任务."""
    if header.section is None or header.section.bottom >= region.block.bottom:
        return []
    below = region.grid.block_at(header.section.bottom + 1, region.block.left)
    heads = [_amount_labels(region, region.labels(row)) for row in range(below.top, below.bottom + 1)]
    if below.bottom == below.top or not region.text(below) or any(heads):
        return []
    further = dataclasses.replace(header, bottom=below.top - 1, section=below, names={})
    return [(row, line) for row, line in _lines(region, further) if line.role is not None]


def _blank_task(region: Region, header: _Header, row: int) -> Block | None:
    """The place of a task's name in a row of the section left for one more task."""
    named = header.names.get("task") or header.names.get("task_project")
    block = region.grid.block_at(row, named.left) if named is not None else None
    return block if block is not None and block.top == row else None


def _is_line(region: Region, header: _Header, row: int, name: Block | None) -> bool:
    if name is None:
        return False
    values = [region.value(region.grid.block_at(row, block.left)) for block in header.columns.values()]
    words = [value for value in values if value.text is not None]
    return not words and (
        any(not value.is_blank for value in values) or role_of(region.text(name)) is not None
    )


def _name(region: Region, header: _Header, row: int) -> Block | None:
    """The block that names the line: the nearest words left of the figures."""
    column = header.first - 1
    floor = header.section.right if header.section is not None else region.block.left - 1
    while column > floor:
        block = region.grid.block_at(row, column)
        if region.text(block) and region.value(block).number is None:
            return block  # figures of columns nobody knows stand in between
        column = block.left - 1
    return None


def _line(region: Region, header: _Header, row: int, name: Block) -> Money:
    def at(column: str) -> Value | None:
        block = header.columns.get(column)
        return None if block is None else region.value(region.grid.block_at(row, block.left))

    amounts = {key: value for key in AMOUNTS if (value := at(key)) is not None}
    rate_block = header.columns.get("execution_rate")
    rate_header = region.text(rate_block) if rate_block is not None else ""
    task = header.names.get("task")
    project = header.names.get("task_project")
    named = region.grid.block_at(row, task.left) if task is not None else name
    return Money(
        name=region.value(named if region.text(named) else name),
        amounts=amounts,
        rate=in_percent(at("execution_rate"), rate_header),
        weight=at("execution_weight"),
        score=at("execution_score"),
        project=region.value(region.grid.block_at(row, project.left)) if project is not None else None,
        role=role_of(region.text(name)),
    )


def _methods(region: Region, header: _Header, lines: list[tuple[int, Money]]) -> tuple[Value, ...]:
    column = header.columns.get("method")
    if column is None:
        return ()
    found: dict[str, Value] = {}
    for row, _ in lines:
        value = region.value(region.grid.block_at(row, column.left))
        if value.text is not None:
            found[value.cell] = value
    return tuple(found.values())


def _remarks(region: Region, header: _Header, lines: list[tuple[int, Money]]) -> dict[str, Value]:
    """The first words of a column of remarks, such as why money was not spent."""
    column = header.columns.get(REMARK)
    if column is None:
        return {}
    for row, _ in lines:
        value = region.value(region.grid.block_at(row, column.left))
        if value.text is not None:
            return {"reason": value}
    return {}


def _stated_weight(region: Region, header: _Header) -> dict[FieldName, Value]:
    """The points of the execution rate where a heading states them: 得分（20分×执行率）."""
    places = [header.columns.get("execution_score"), header.section]
    for block in [place for place in places if place is not None]:
        match = _POINTS.search(clean(region.text(block)))
        if match is not None and "execution_weight" not in header.columns:
            points = Decimal(match.group(1))
            return {"execution_weight": Value(block.address, region.text(block), match.group(1), points, 0)}
    return {}


def _fields(line: Money) -> dict[FieldName, Value]:
    pairs: dict[str, Value | None] = {
        **line.amounts,
        "execution_rate": line.rate,
        "execution_weight": line.weight,
        "execution_score": line.score,
    }
    return {cast(FieldName, name): value for name, value in pairs.items() if value is not None}
