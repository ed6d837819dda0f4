"""Finding and replacing a text in the cells of a file; for command line and window.

Stands just above reading: grids in, places and edits out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from perfdesk.core.finding import Edit
from perfdesk.core.grid import Grid, address


def find_cells(grids: Sequence[Grid], needle: str) -> list[tuple[str, str]]:
    """Sheet and address of every cell whose shown text holds the needle, row by row.

    Full-width letters, digits and signs count as their half-width ones, capitals as small letters.
    """
    wanted = _evened(needle)
    if not wanted:
        return []
    return [
        (grid.name, address(*place))
        for grid in grids
        for place, cell in sorted(grid.cells.items())
        if wanted in _evened(cell.text) and grid.anchor(*place) == place
    ]


def replacements(grids: Sequence[Grid], needle: str, text: str) -> list[Edit]:
    """The edits that put a text in place of the needle, exactly as it is written, in every cell.

    Cells with a formula are left: their text is a result.
    """
    from perfdesk.reading.entry import typed_text

    edits = []
    for grid in grids:
        for place, cell in sorted(grid.cells.items()):
            typed = "" if cell.formula is not None else typed_text(cell)
            if needle and needle in typed and grid.anchor(*place) == place:
                edits.append(Edit(grid.name, address(*place), typed.replace(needle, text)))
    return edits


def _evened(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
