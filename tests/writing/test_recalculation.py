"""Every formula of a shipped template is worked out, so that no figure of a filled form waits for Excel."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.grid import Block
from perfdesk.core.resource import template_folder
from perfdesk.reading.document import read_document
from perfdesk.writing.results.dependence import FormulaCell
from perfdesk.writing.results.recalculation import recalculate


@pytest.mark.parametrize("template", sorted(template_folder().glob("*.xlsx")), ids=lambda path: path.stem)
def test_all_formulas_of_a_template_are_worked_out_to_what_is_stored(template: Path) -> None:
    _, grids = read_document(template)
    places = [(grid.name, row, column, cell) for grid in grids for (row, column), cell in grid.cells.items()]
    stored = {
        FormulaCell(sheet, Block(row, column, row, column), cell.formula): cell
        for sheet, row, column, cell in places
        if cell.formula is not None
    }
    inputs = [(sheet, row, column) for sheet, row, column, cell in places if cell.formula is None]
    results = recalculate(grids, list(stored), inputs)
    wrong = {
        (formula.sheet, formula.block.range): result
        for formula, result in results.items()
        if result != (stored[formula].text if stored[formula].number is None else stored[formula].number)
    }
    assert wrong == {}
    assert len(results) == len(stored)
