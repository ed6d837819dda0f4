"""Where drawn things are pinned to a sheet after its rows moved: pictures, charts, shapes, controls.

Part of moving rows. Anchors count rows from 0 and say how the thing behaves: moves and sizes with
the cells, only moves, or stays where it is.
"""

from __future__ import annotations

from perfdesk.core.grid import MAX_ROW
from perfdesk.writing.moving.row_move import RowMove
from perfdesk.writing.patching.markup import Element, Markup

_TRUE = frozenset({"1", "true", "on"})


def move_anchor(markup: Markup, anchor: Element, move: RowMove) -> bool:
    """Move an anchor of a drawing or of a control; returns whether its thing stood on deleted rows alone."""
    moves, sizes = _behaviour(anchor)
    start, end = anchor.child("from"), anchor.child("to")
    if start is None or not moves:
        return False
    top = _number(markup, start, "row")
    if end is None:
        _write(markup, start, *_moved_edge(markup, start, move))
        return False
    bottom = _number(markup, end, "row")
    new_top, top_offset = _moved_edge(markup, start, move)
    _write(markup, start, new_top, top_offset)
    if sizes:
        _write(markup, end, *_moved_edge(markup, end, move, is_end=True))
    else:
        _write(markup, end, min(bottom + new_top - top, MAX_ROW - 1), None)
    return move.is_deletion and move.row(top + 1) is None and move.row(bottom + 1) is None


def moved_rows(top: int, bottom: int, bottom_offset: int, move: RowMove) -> tuple[int, int]:
    """The rows, counted from 0, of something that moves and sizes with the cells."""
    return _edge(top, move), _edge(bottom, move, ends_at_edge=bottom_offset == 0)


def _behaviour(anchor: Element) -> tuple[bool, bool]:
    """Whether the thing moves, and sizes, with the cells."""
    if anchor.name == "twoCellAnchor":
        mode = anchor.attributes.get("editAs", "twoCell")
        return mode != "absolute", mode == "twoCell"
    if anchor.name == "oneCellAnchor":
        return True, False
    moves = anchor.attributes.get("moveWithCells", "") in _TRUE
    return moves, moves and anchor.attributes.get("sizeWithCells", "") in _TRUE


def _moved_edge(markup: Markup, edge: Element, move: RowMove, is_end: bool = False) -> tuple[int, int | None]:
    """The new row of an edge and, where its row has gone, the offset 0 in the next."""
    row, offset = _number(markup, edge, "row"), _number(markup, edge, "rowOff")
    new = _edge(row, move, ends_at_edge=is_end and offset == 0)
    return new, 0 if move.row(row + 1) is None and offset else None


def _edge(row: int, move: RowMove, ends_at_edge: bool = False) -> int:
    if ends_at_edge and row + 1 == move.first and not move.is_deletion:
        # It ends where the row above does, so the new rows lie below it.
        return row
    return move.next_row(row + 1) - 1


def _number(markup: Markup, edge: Element, name: str) -> int:
    child = edge.child(name)
    text = b"" if child is None else markup.data[child.inner_start : child.inner_end].strip()
    return int(text) if text.isdigit() else 0


def _write(markup: Markup, edge: Element, row: int, offset: int | None) -> None:
    for name, value in (("row", row), ("rowOff", offset)):
        child = edge.child(name)
        if child is None or value is None or value == _number(markup, edge, name):
            continue
        markup.replace(child.inner_start, child.inner_end, str(value).encode())
