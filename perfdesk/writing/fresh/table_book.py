"""A new workbook of plain tables, each with at most one chart: summaries for reviewers.

The charts are the spreadsheet program's own, so that they can be edited and go on following the figures.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from perfdesk.core.fault import CallFault

if TYPE_CHECKING:
    from perfdesk.writing.fresh.new_workbook import Format, Workbook, Worksheet

Entry = str | int | Decimal | None
ColumnKind = Literal["text", "count", "money", "percent", "score", "number"]
_FORMATS: dict[ColumnKind, str] = {
    "text": "@", "count": "0", "money": "#,##0.00####", "percent": "0.00%", "score": "0.00##",
    "number": "General",
}  # fmt: skip
_HEAD_ROW = 2
_MOST_ROWS = 1_000_000
_FACE = "宋体"
_LINE_HEIGHT, _HIGHEST_ROW = 15.0, 409.0
_MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width in characters, and how its entries are written."""

    head: str
    width: float
    kind: ColumnKind = "text"


@dataclass(frozen=True)
class Table:
    """A sheet: a title above a table with a filter, the heading row frozen.

    Attributes:
        bars: the numbers, from 0, of the columns with the names and the values of a bar chart, which
            shows the first twenty rows.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Entry, ...], ...]
    bars: tuple[int, int] | None = None


def table_book(tables: Sequence[Table]) -> bytes:
    """The workbook's bytes; the same tables give the same bytes. Raises CallFault for too many rows."""
    from perfdesk.writing.fresh.new_workbook import open_new

    if any(len(table.rows) > _MOST_ROWS for table in tables):
        raise CallFault(f"汇总超过 {_MOST_ROWS} 行，一张表放不下：请分文件夹汇总。")
    buffer = io.BytesIO()
    workbook = open_new(buffer)
    styles = _Styles(workbook)
    for table in tables:
        _Sheet(workbook, table, styles).write()
    workbook.close()
    return buffer.getvalue()


class _Styles:
    def __init__(self, workbook: Workbook) -> None:
        base = {"font_name": _FACE, "font_size": 11, "valign": "vcenter"}
        self.title = workbook.add_format({"font_name": "黑体", "font_size": 16})
        self.head = workbook.add_format(
            {**base, "bold": True, "border": 1, "bg_color": "#DCE6F1", "align": "center", "text_wrap": True}
        )
        self.kinds: dict[ColumnKind, Format] = {
            kind: workbook.add_format({**base, "border": 1, "num_format": code, "text_wrap": kind == "text"})
            for kind, code in _FORMATS.items()
        }


class _Sheet:
    def __init__(self, workbook: Workbook, table: Table, styles: _Styles) -> None:
        self._workbook, self._table, self._styles = workbook, table, styles
        self._sheet: Worksheet = workbook.add_worksheet(table.name)

    def write(self) -> None:
        sheet, table = self._sheet, self._table
        sheet.write_string(0, 0, table.title, self._styles.title)
        sheet.set_row(0, 26)
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(_HEAD_ROW, number, column.head, self._styles.head)
        for row, entries in enumerate(table.rows, start=_HEAD_ROW + 1):
            for number, entry in enumerate(entries):
                self._put(row, number, entry)
            lines = max(self._lines(number, entry) for number, entry in enumerate(entries))
            if lines > 1:
                sheet.set_row(row, min(lines * _LINE_HEIGHT, _HIGHEST_ROW))
        last = _HEAD_ROW + len(table.rows)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        sheet.autofilter(_HEAD_ROW, 0, max(last, _HEAD_ROW + 1), len(table.columns) - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.set_footer("&C第 &P 页 共 &N 页")
        if table.bars is not None and table.rows:
            self._chart(table.bars, last)

    def _lines(self, column: int, entry: Entry) -> int:
        """How many lines a text takes in its column; not every program fits a row to its text."""
        if not isinstance(entry, str):
            return 1
        room = max(self._table.columns[column].width - 1, 1)
        return sum(
            max(1, math.ceil(sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) / room))
            for line in entry.split("\n")
        )

    def _put(self, row: int, column: int, entry: Entry) -> None:
        style = self._styles.kinds[self._table.columns[column].kind]
        if entry is None:
            self._sheet.write_blank(row, column, None, style)
        elif isinstance(entry, str):
            self._sheet.write_string(row, column, entry[:32_767], style)
        else:
            self._sheet.write_number(row, column, float(entry), style)

    def _chart(self, bars: tuple[int, int], last: int) -> None:
        names, values = bars
        chart = self._workbook.add_chart({"type": "bar"})
        span = _HEAD_ROW + 1, min(last, _HEAD_ROW + _MOST_BARS)
        chart.add_series(
            {
                "name": self._table.columns[values].head,
                "categories": [self._table.name, span[0], names, span[1], names],
                "values": [self._table.name, span[0], values, span[1], values],
                "fill": {"color": "#1F5FA8"},
                "data_labels": {"value": True},
                "gap": 40,
            }
        )
        chart.set_title({"name": self._table.title, "name_font": {"name": "黑体", "size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": {"name": _FACE}})
        chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
        chart.set_size({"width": 520, "height": max(220, 60 + 26 * min(len(self._table.rows), _MOST_BARS))})
        self._sheet.insert_chart(_HEAD_ROW, len(self._table.columns) + 1, chart)
