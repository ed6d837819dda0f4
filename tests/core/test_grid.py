"""Blocks and cells of a sheet as a person sees them."""

from __future__ import annotations

from perfdesk.core.grid import Block, Cell, Grid


def test_a_grid_remembers_no_more_blocks_than_a_form_asks_for() -> None:
    merge = Block(7, 3, 8, 12_000)
    grid = Grid("表", {(1, 1): Cell("甲"), (7, 3): Cell("乙")}, (merge,))
    for row in range(1, 8):
        assert sum(1 for _ in grid.blocks_in_row(row, 1, 12_000)) == (3 if row == 7 else 12_000)
    assert len(grid._blocks) == 50_000
    assert grid.block_at(8, 11_000) == merge
    assert grid.block_at(6, 9) == Block(6, 9, 6, 9)
    assert grid.cell_at(8, 4).text == "乙"
