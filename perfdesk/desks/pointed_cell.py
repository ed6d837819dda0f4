"""A cell as the user points at it on the command line: `Sheet1!K5`, `'Sheet 1'!K5`, or `K5` alone.

Stands just above core.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.core.fault import CallFault
from perfdesk.core.grid import Block, Grid, parse_address


def place_parts(place: str) -> tuple[str, str]:
    """Sheet, empty where none is named, and cell."""
    sheet, _, cell = place.rpartition("!")
    is_quoted = len(sheet) > 1 and sheet.startswith("'") and sheet.endswith("'")
    return (sheet[1:-1].replace("''", "'") if is_quoted else sheet), cell


def pointed_block(grids: Sequence[Grid], place: str) -> tuple[Grid, Block]:
    """The sheet and the block pointed at; the sheet may be left out where there is but one.

    Raises CallFault naming the sheets there are, or the cell that is none.
    """
    sheet, cell = place_parts(place)
    names = [grid.name for grid in grids]
    if not sheet and len(grids) == 1:
        sheet = names[0]
    if sheet not in names:
        raise CallFault(f"没有工作表“{sheet}”：位置应写成 工作表!单元格，工作表有 {'、'.join(names)}。")
    grid = grids[names.index(sheet)]
    try:
        return grid, grid.block_at(*parse_address(cell))
    except ValueError:
        raise CallFault(f"“{cell}”不是单元格地址：位置应写成 {sheet}!K5 的样子。") from None
