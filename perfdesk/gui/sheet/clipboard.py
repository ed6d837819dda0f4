"""Cells to and from the clipboard, and down a column.

As text: tabs between columns, quotes where a text needs them; as HTML a table with its merges, which
Excel, WPS and Word take as one.
"""

from __future__ import annotations

import csv
import html
import io

from perfdesk.core.grid import Block, Grid, address, parse_address


def to_tsv(grid: Grid, block: Block) -> str:
    """The printed texts of a block; covered cells of a merge are blank, as in a spreadsheet."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter="\t", lineterminator="\n")
    for row in range(block.top, block.bottom + 1):
        writer.writerow(
            grid.cell_at(row, column).text if _is_anchor(grid, row, column) else ""
            for column in range(block.left, block.right + 1)
        )
    if block.is_single:
        return grid.cell_at(block.top, block.left).text
    return target.getvalue()


def from_tsv(text: str, grid: Grid, cell: str) -> list[tuple[str, str]]:
    """The edits that enter a clipboard table from a cell on; covered cells of merges are skipped."""
    top, left = parse_address(cell)
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t"))
    return [
        (address(top + down, left + across), content)
        for down, row in enumerate(rows)
        for across, content in enumerate(row)
        if _is_anchor(grid, top + down, left + across)
    ]


def to_html(grid: Grid, block: Block) -> str:
    """The block as a table; texts are kept as texts, so that `001` or `=1` does not change on pasting."""
    rows = []
    for row in range(block.top, block.bottom + 1):
        cells = [
            _html_cell(grid, row, column, block)
            for column in range(block.left, block.right + 1)
            if _is_anchor(grid, row, column)
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<html><head><meta charset="utf-8"></head><body><table>{"".join(rows)}</table></body></html>'


def _html_cell(grid: Grid, row: int, column: int, block: Block) -> str:
    cell, merge = grid.cell_at(row, column), grid.block_at(row, column)
    height, width = min(merge.bottom, block.bottom) - row + 1, min(merge.right, block.right) - column + 1
    spans = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
    kind = "" if cell.number is not None else " style=\"mso-number-format:'\\@'\""
    text = html.escape(cell.text, quote=False).replace("\n", "<br>")
    return f"<td{spans}{kind}>{text}</td>"


def filled_down(grid: Grid, block: Block, source: int) -> list[tuple[str, str]]:
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
