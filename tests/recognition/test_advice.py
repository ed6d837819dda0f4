"""Advice lines beside a tall label."""

from __future__ import annotations

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.recognition.region import Region
from perfdesk.recognition.text_section import read_advice


def test_advice_on_a_very_wide_sheet_asks_for_no_more_blocks_than_it_reads() -> None:
    cells = {(1, 1): "结果应用建议", (1, 2): "继续支持", (1, 3): "√", (1, 4): "理由", (100, 12_000): "远"}
    grid = Grid("表", {place: Cell(text) for place, text in cells.items()}, (Block(1, 1, 100, 1),))
    first, *others = read_advice(Region(grid, Block(1, 1, 100, 12_000)))
    assert (first.option.text, first.tick.text, first.text and first.text.text) == ("继续支持", "√", "理由")
    assert not any(line.option.text for line in others)
    assert len(grid._blocks) < 1_000
