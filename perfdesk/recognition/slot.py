"""Where a form can be filled in: rows for indicators, lines for goals, headers, the gaps of its title.

Stands beside the recognizer, for those who write: recognition leaves a template's blank and filler
rows (指标1, 目标2：, ……) out of the form, and these are the very places that are to be filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perfdesk.core.form import Form, Goal
from perfdesk.core.grid import Block, Grid
from perfdesk.core.value import Value
from perfdesk.recognition.account_table import AccountSlot, read_account_slots
from perfdesk.recognition.indicator_table import IndicatorTable, read_indicator_table
from perfdesk.recognition.literal import is_filler
from perfdesk.recognition.region import Region, split
from perfdesk.recognition.text_section import every_goal
from perfdesk.recognition.vocabulary import meaning

_EMPTY_LABEL = re.compile(r"([^:：]{2,12})[:：][\s_]*")
_TITLE_ROWS = 8
_YEAR_GAP = re.compile(r"(?<![0-9])(?:20)?(?:[\s_＿]|[×xX*○]{2,}|20)*(?=年度?)")
_WRITTEN_YEAR = re.compile(r"20\d\d\s*(?=[)）]?\s*年)")


@dataclass(frozen=True, slots=True)
class IndicatorSlot:
    """One row for an indicator: the words of its group as printed, the cells by the column's meaning.

    `level1_cell` and `level2_cell` are where the words of the groups stand or would stand;
    `name_cell` is the third level's; `tag_cell` stands before it with a number (指标1), where the layout
    has one; `ticks` are the cells of the cause columns by their heading.
    """

    row: int
    level1: str
    level2: str
    level1_cell: str
    level2_cell: str
    name_cell: str
    tag_cell: str
    cells: Mapping[str, str]
    ticks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Slots:
    """All places of one form that recognition does not report as values.

    `headers` are cells that hold a label with nothing behind its colon (`单位名称：`), `accounts` the
    blank lines of a table of accounts.
    """

    rows: tuple[IndicatorSlot, ...] = ()
    goals: tuple[Goal, ...] = ()
    headers: Mapping[str, Value] = field(default_factory=dict)
    accounts: tuple[AccountSlot, ...] = ()


def form_slots(grid: Grid, form: Form) -> Slots:
    """The places of a form on its sheet; none where the sheet no longer holds it."""
    region = next((region for region in split(grid) if region.block == form.block), None)
    if region is None:
        return Slots()
    table = read_indicator_table(region)
    rows = tuple(_rows(region, table)) if table is not None and table.column("level3") is not None else ()
    accounts = read_account_slots(region) if form.accounts or not form.column_cells else ()
    return Slots(rows, every_goal(region), _headers(region, form), accounts)


def _rows(region: Region, table: IndicatorTable) -> Iterator[IndicatorSlot]:
    name = table.column("level3")
    if name is None:
        return
    groups: dict[str, tuple[str, str]] = {}
    first = max(column.header.bottom for column in table.columns) + 1
    for row in range(first, table.bottom + 1):
        *tags, block = region.grid.blocks_in_row(row, name.left, name.right)
        if block.top != row or region.heads_indicators(row):
            continue
        for level in ("level1", "level2"):
            groups[level] = _group(region, table, level, row, groups)
        cells = {
            column.meaning: _cell(region, row, column.left, column.right)
            for column in reversed(table.columns)
            if column.meaning not in ("level1", "level2", "level3", "cause")
        }
        ticks = {
            column.label: _cell(region, row, column.left, column.right)
            for column in table.columns
            if column.meaning == "cause"
        }
        (level1, level1_cell), (level2, level2_cell) = groups["level1"], groups["level2"]
        tag = (
            tags[0].address if tags and (not region.text(tags[0]) or is_filler(region.text(tags[0]))) else ""
        )
        yield IndicatorSlot(row, level1, level2, level1_cell, level2_cell, block.address, tag, cells, ticks)


def _group(
    region: Region, table: IndicatorTable, level: str, row: int, groups: Mapping[str, tuple[str, str]]
) -> tuple[str, str]:
    """The words and the cell of a row's group; words that are not repeated hold on below."""
    column = table.column(level)
    if column is None:
        return "", ""
    blocks = list(region.grid.blocks_in_row(row, column.left, column.right))
    block = next((block for block in blocks if region.text(block)), blocks[0])
    words = region.text(block)
    if words or level not in groups:
        return words, block.address
    return groups[level][0], block.address


def _cell(region: Region, row: int, left: int, right: int) -> str:
    blocks = list(region.grid.blocks_in_row(row, left, right))
    return next((block for block in blocks if region.text(block)), blocks[0]).address


def _headers(region: Region, form: Form) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for row in region.rows:
        if region.heads_indicators(row):
            break
        for label in region.labels(row):
            match = _EMPTY_LABEL.fullmatch(label.text)
            words = match.group(1) if match is not None else ""
            name = meaning("header", words) or meaning("header_weak", words)
            if name is not None and name not in form.headers:
                found.setdefault(name, Value(label.block.address, label.text, label.text))
    return found


def year_gaps(grid: Grid, block: Block) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Cells above a form's labels whose words leave a gap for the year, or name one.

    Yields the address, the words, and the span the year belongs in: `（    年度）`, `    年…`, `XX年`.
    """
    region = Region(grid, block)
    for row in region.rows:
        if row > block.top + _TITLE_ROWS or region.heads_indicators(row):
            return
        labels = region.labels(row)
        words = [label.text for label in labels]
        names = [text for text in words if meaning("header", text) or meaning("header_weak", text)]
        if any(_EMPTY_LABEL.fullmatch(name) is None for name in names):
            return
        for label in labels:
            text = grid.cell_at(label.block.top, label.block.left).text
            match = _WRITTEN_YEAR.search(text) or _YEAR_GAP.search(text)
            if match is not None and (match.group() or match.start() == 0):
                yield label.block.address, text, match.span()
        if names:
            return
