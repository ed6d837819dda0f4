"""The same grid written as a web page, as XML of Excel 2003, as text and as a Word file, for comparing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import docx

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.value import plain


def rows_of(grid: Grid) -> Iterator[tuple[int, list[tuple[Block, Cell]]]]:
    """Each row from the first with the blocks that begin in it."""
    used = grid.used
    for row in range(1, used.bottom + 1):
        blocks = grid.blocks_in_row(row, 1, used.right)
        yield row, [(block, grid.cell_at(block.top, block.left)) for block in blocks if block.top == row]


def web_page(grid: Grid, encoding: str = "utf-8") -> bytes:
    """An HTML page as a web system writes it, numbers stored beside their print."""
    lines = [f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">',
             "<style>td { border: 1px } .xl65 {mso-number-format:\"0\\.00%\";}</style></head><body><table>"]  # fmt: skip
    for _, blocks in rows_of(grid):
        lines.append("<tr>")
        for block, cell in blocks:
            spans = f' colspan="{block.right - block.left + 1}" rowspan="{block.bottom - block.top + 1}"'
            stored = f' x:num="{plain(cell.number)}"' if cell.number is not None else ""
            code = escape(cell.number_format if cell.number is not None else "@").replace(".", "\\.")
            text = escape(cell.text).replace("\n", "<br>")
            lines.append(f"<td{spans}{stored} style='mso-number-format:\"{code}\"'>{text}</td>")
        lines.append("</tr>")
    lines.append("</table></body></html>")
    return "\n".join(lines).encode(encoding)


def xml_workbook(grid: Grid) -> bytes:
    """The grid in SpreadsheetML 2003."""
    codes = list(dict.fromkeys(cell.number_format for cell in grid.cells.values()))
    styles = "".join(
        f'<Style ss:ID="s{place}"><NumberFormat ss:Format="{escape(code)}"/></Style>'
        for place, code in enumerate(codes)
    )
    rows = []
    for row, blocks in rows_of(grid):
        cells = []
        for block, cell in blocks:
            kind = "String" if cell.number is None else "Number"
            data = escape(cell.text if cell.number is None else plain(cell.number))
            cells.append(
                f'<Cell ss:Index="{block.left}" ss:MergeAcross="{block.right - block.left}" '
                f'ss:MergeDown="{block.bottom - block.top}" ss:StyleID="s{codes.index(cell.number_format)}">'
                + (f'<Data ss:Type="{kind}">{data}</Data>' if data else "")
                + "</Cell>"
            )
        rows.append(f'<Row ss:Index="{row}">{"".join(cells)}</Row>')
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Styles>{styles}</Styles>"
        f'<Worksheet ss:Name="{escape(grid.name)}"><Table>{"".join(rows)}</Table></Worksheet></Workbook>'
    ).encode()


def word_file(grid: Grid, path: Path, lines_above: int = 0) -> Path:
    """A Word file: the first rows of the grid as paragraphs, the others as a table with merges."""
    document = docx.Document()
    for row in range(1, lines_above + 1):
        text = "　".join(
            cell.text for _, blocks in rows_of(grid) if _ == row for _, cell in blocks if cell.text
        )
        document.add_paragraph(text)
    used = grid.used
    # Taken once: every look at `Table.cell` lists the whole table anew.
    cells = document.add_table(used.bottom - lines_above, used.right)._cells
    for row, blocks in rows_of(grid):
        if row > lines_above:
            for block, cell in blocks:
                ends = (block.top, block.left), (block.bottom, block.right)
                first, last = (cells[(r - 1 - lines_above) * used.right + c - 1] for r, c in ends)
                (first if block.is_single else first.merge(last)).text = cell.text
    document.save(str(path))
    return path
