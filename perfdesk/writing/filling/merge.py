"""Merges of a sheet laid anew over some of its cells; all other merges stay as they are written.

Serves the filling of templates, where the words of a group span as many rows as the group has.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.core.finding import Edit
from perfdesk.core.grid import EMPTY_CELL, Block, Grid, address
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.writing.patching.draft import Draft
from perfdesk.writing.patching.markup import Markup, quoted

# What may stand behind the merges in a worksheet.
_BEHIND_MERGES = frozenset(
    {
        "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
        "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches",
        "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture",
        "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent",
    }
)  # fmt: skip


def remerge(package: Package, sheet: str, blocks: Sequence[Block]) -> Package:
    """The package with these blocks merged and no other merge reaching into them; single cells stay single.

    Contents stay where they are: the caller writes them into the top left cells. Raises CallFault for
    an unknown sheet.
    """
    draft = Draft(package)
    part = draft.sheet(sheet).part
    markup = draft.markup(part)
    merges = markup.root.child("mergeCells")
    prefix = markup.root.prefix
    kept: list[str] = []
    for element in merges.every("mergeCell") if merges is not None else ():
        area = parse_range(element.attributes.get("ref", ""))
        if area is None or not any(_meets(Block(*area), block) for block in blocks):
            kept.append(element.attributes.get("ref", ""))
    kept += [block.range for block in blocks if not block.is_single]
    cells = "".join(f"<{prefix}mergeCell ref={quoted(ref)}/>" for ref in kept)
    written = (
        f"<{prefix}mergeCells count={quoted(str(len(kept)))}>{cells}</{prefix}mergeCells>" if kept else ""
    )
    _put(markup, written.encode())
    draft.put(part, markup.result())
    return parse_package(draft.archive())


def orphaned_words(grid: Grid, first: int, count: int) -> list[Edit]:
    """The words of merges that lose their top rows, for the cells that come to be their top.

    To be written once the rows are deleted: the rest of a merge has no words of its own.
    """
    last = first + count - 1
    tops = [block for block in grid.merges if first <= block.top <= last < block.bottom]
    cells = [(block.left, grid.cells.get((block.top, block.left), EMPTY_CELL)) for block in tops]
    return [
        Edit(grid.name, address(first, column), cell.text)
        for column, cell in cells
        if cell.text and cell.number is None and cell.formula is None
    ]


def _put(markup: Markup, written: bytes) -> None:
    merges = markup.root.child("mergeCells")
    if merges is not None:
        markup.replace(merges.start, merges.end, written)
    elif written:
        markup.place(markup.root, written, _BEHIND_MERGES)


def _meets(first: Block, second: Block) -> bool:
    return first.overlaps_rows(second) and first.overlaps_columns(second)
