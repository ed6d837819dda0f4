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


def test_a_sheet_with_other_contents_keeps_its_merges_and_knows_nothing_of_the_old_contents() -> None:
    grid = Grid("表", {(1, 1): Cell("旧"), (3, 3): Cell("下")}, (Block(1, 1, 2, 2),))
    assert (grid.block_at(2, 2), grid.used, grid.bottom) == (Block(1, 1, 2, 2), Block(1, 1, 3, 3), 3)
    other = grid.with_cells({(1, 1): Cell("新")})
    assert (other.block_at(2, 2), other.used, other.bottom) == (Block(1, 1, 2, 2), Block(1, 1, 2, 2), 1)
    assert other.cell_at(2, 1).text == "新"
    assert grid.cell_at(2, 1).text == "旧"
    assert other == Grid("表", {(1, 1): Cell("新")}, (Block(1, 1, 2, 2),))
