"""Cells to and from the clipboard, and along a selection.

As text: tabs between columns, quotes where a text needs them; as HTML a table with its merges, which
Excel, WPS and Word take as one. What comes from others is read by `clip_table`.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfdesk.core.fault import CallFault
from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, Block, Grid, address
from perfdesk.core.number_format import GENERAL
from perfdesk.gui.sheet.clip_table import MOST_CELLS, Table

if TYPE_CHECKING:
    from perfdesk.reading.style import Look

Edits = list[tuple[str, str]]
_STYLE_LETTER = re.compile(r"[^\w%; ]", re.ASCII)


def to_tsv(grid: Grid, block: Block) -> str:
    """The printed texts of a block; covered cells of a merge are blank, as in a spreadsheet."""
    if grid.block_at(block.top, block.left).contains(block.bottom, block.right):
        return grid.cell_at(block.top, block.left).text
    target = io.StringIO()
    writer = csv.writer(target, delimiter="\t", lineterminator="\n")
    for row in range(block.top, block.bottom + 1):
        writer.writerow(
            grid.cell_at(row, column).text if _is_anchor(grid, row, column) else ""
            for column in range(block.left, block.right + 1)
        )
    return target.getvalue()


def to_html(grid: Grid, block: Block, looks: Sequence[Look] = ()) -> str:
    """The block as a table; texts are kept as texts, so that `001` or `=1` does not change on pasting."""
    rows = []
    for row in range(block.top, block.bottom + 1):
        cells = [
            _html_cell(grid, row, column, block, looks)
            for column in range(block.left, block.right + 1)
            if _is_anchor(grid, row, column)
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    body = f'<table style="border-collapse:collapse">{"".join(rows)}</table>'
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def _html_cell(grid: Grid, row: int, column: int, block: Block, looks: Sequence[Look]) -> str:
    cell, merge = grid.cell_at(row, column), grid.block_at(row, column)
    height, width = min(merge.bottom, block.bottom) - row + 1, min(merge.right, block.right) - column + 1
    spans = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
    code = cell.number_format if cell.number is not None else "@"
    styles = [f"mso-number-format:'{_escaped(code)}'"] if code != GENERAL and _is_simple(code) else []
    if 0 <= cell.style < len(looks):
        styles += _styles(looks[cell.style])
    style = f' style="{";".join(styles)}"' if styles else ""
    text = html.escape(cell.text, quote=False).replace("\n", '<br style="mso-data-placement:same-cell">')
    return f"<td{spans}{style}>{text}</td>"


def _styles(look: Look) -> list[str]:
    """What of a look other programs should show: weight, alignment, a frame."""
    styles = ["font-weight:bold"] if look.bold else []
    if look.horizontal in {"left", "center", "right"}:
        styles.append(f"text-align:{look.horizontal}")
    if any((look.left, look.right, look.top, look.bottom)):
        styles.append("border:1px solid #000000")
    return styles


def _is_simple(code: str) -> bool:
    """Whether a number format has no quotes, which a style could not hold."""
    return not set(code) & set("\"'\\<>&")


def _escaped(code: str) -> str:
    return _STYLE_LETTER.sub(lambda letter: f"\\{letter.group()}", code)


def pasted(table: Table, grid: Grid, block: Block) -> tuple[Edits, int]:
    """The edits that enter a table into a selection, and how many contents merges leave no place for.

    The table goes from the first cell on; a larger selection is filled with it as often as it fits.
    Raises CallFault where the table does not fit on the sheet.
    """
    height, width = len(table), max(map(len, table))
    rows = _times(height, block.bottom - block.top + 1)
    columns = _times(width, block.right - block.left + 1)
    if rows * columns > MOST_CELLS:
        raise CallFault(f"选区太大（超过 {MOST_CELLS} 个单元格），没有粘贴：请选小一些的区域。")
    if block.top + rows - 1 > MAX_ROW or block.left + columns - 1 > MAX_COLUMN:
        raise CallFault(f"从 {block.address} 起放不下剪贴板里的表格，没有粘贴：请选靠左上的单元格。")
    edits: Edits = []
    lost = 0
    for down in range(rows):
        line = table[down % height]
        for across in range(columns):
            if across % width >= len(line):
                continue
            text, place = line[across % width], (block.top + down, block.left + across)
            if _is_anchor(grid, *place):
                edits.append((address(*place), text))
            elif height * width > 1 and text:
                lost += 1
    return edits, lost


def _times(size: int, room: int) -> int:
    """How many rows or columns are filled: as many as chosen where the table goes in them evenly."""
    return room if room % size == 0 else size


def filled_with(grid: Grid, block: Block, text: str) -> Edits:
    """The edits that give every cell of a block a text."""
    return [
        (address(row, column), text)
        for row in range(block.top, block.bottom + 1)
        for column in range(block.left, block.right + 1)
        if _is_anchor(grid, row, column)
    ]


def filled_down(grid: Grid, block: Block, source: int) -> Edits:
    """The edits that repeat the contents of a row in the rows of a block below it, column by column."""
    from perfdesk.reading.entry import typed_text

    edits = []
    for column in range(block.left, block.right + 1):
        if grid.anchor(source, column)[1] != column:
            continue
        text = typed_text(grid.cell_at(source, column))
        edits += [
            (address(row, column), text)
            for row in range(max(block.top, source + 1), block.bottom + 1)
            if _is_anchor(grid, row, column) and typed_text(grid.cell_at(row, column)) != text
        ]
    return edits


def _is_anchor(grid: Grid, row: int, column: int) -> bool:
    block = grid.block_at(row, column)
    return (block.top, block.left) == (row, column)
