"""Boxes of comments and old form controls (VML) after rows of their sheet moved.

Part of moving rows. Works on the bytes without parsing them: VML written by older programs is
often no well-formed XML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from perfdesk.writing.moving.moved_formula import Stand, moved_formula
from perfdesk.writing.moving.row_anchor import moved_rows
from perfdesk.writing.moving.row_move import RowMove
from perfdesk.writing.patching.markup import plain_text, splice

_SHAPE = re.compile(rb"<v:shape(?=[\s>]).*?</v:shape\s*>", re.DOTALL)
_CLIENT = re.compile(rb"<(?:\w+:)?ClientData\b.*?</(?:\w+:)?ClientData\s*>", re.DOTALL)
_ANCHOR = re.compile(rb"<(?:\w+:)?Anchor\s*>([^<]*)<")
_ROW = re.compile(rb"<(?:\w+:)?Row\s*>\s*([0-9]+)\s*<")
_FORMULA = re.compile(rb"<(?:\w+:)?Fmla(?:Link|Range|Txbx|Group|Pict)\s*>([^<]+)<")
_NOTE = re.compile(rb"""<[^>]*ObjectType\s*=\s*["']Note["']""")
_STAYS = rb"<(?:\w+:)?%s\s*(?:/>|>\s*(?!f|0)[^<]*<)"
_MOVE_STOP = re.compile(_STAYS % b"MoveWithCells", re.IGNORECASE)
_SIZE_STOP = re.compile(_STAYS % b"SizeWithCells", re.IGNORECASE)
_Moved = Callable[[int, int, int], tuple[int, int]]


def move_boxes(data: bytes, sheet: str, move: RowMove) -> bytes:
    """A VML drawing of a sheet after the move; boxes of comments on deleted rows go."""

    def client(match: re.Match[bytes]) -> bytes:
        source = match.group()
        if move.is_for(sheet):
            source = _moved_note(source, move) if _NOTE.match(source) else _moved_control(source, move)
        return _FORMULA.sub(lambda found: _moved_link(found, sheet, move), source)

    if move.is_deletion and move.is_for(sheet):
        data = _SHAPE.sub(lambda match: b"" if _is_gone(match.group(), move) else match.group(), data)
    return _CLIENT.sub(client, data)


def _is_gone(shape: bytes, move: RowMove) -> bool:
    client = _CLIENT.search(shape)
    row = None if client is None or not _NOTE.match(client.group()) else _ROW.search(client.group())
    return row is not None and move.row(int(row.group(1)) + 1) is None


def _moved_note(source: bytes, move: RowMove) -> bytes:
    """A comment goes with its cell and keeps its size."""
    row = _ROW.search(source)
    if row is None:
        return source
    old = int(row.group(1))
    by = move.next_row(old + 1) - 1 - old
    if not by:
        return source
    start, end = row.span(1)
    source = source[:start] + str(old + by).encode() + source[end:]
    return _with_anchor(source, lambda top, bottom, _: (max(top + by, 0), max(bottom + by, 0)))


def _moved_control(source: bytes, move: RowMove) -> bytes:
    if _MOVE_STOP.search(source):
        return source

    def moved(top: int, bottom: int, offset: int) -> tuple[int, int]:
        new_top, new_bottom = moved_rows(top, bottom, offset, move)
        return (new_top, bottom + new_top - top) if _SIZE_STOP.search(source) else (new_top, new_bottom)

    return _with_anchor(source, moved)


def _with_anchor(source: bytes, moved: _Moved) -> bytes:
    """The box with the rows of its anchor, the third and the seventh of eight numbers, replaced."""
    match = _ANCHOR.search(source)
    if match is None:
        return source
    start, end = match.span(1)
    numbers = list(re.finditer(rb"[0-9]+", match.group(1)))
    if len(numbers) != 8:
        return source
    old = int(numbers[2].group()), int(numbers[6].group())
    new = moved(*old, int(numbers[7].group()))
    changes = [
        (*number.span(), str(after).encode())
        for number, before, after in zip((numbers[2], numbers[6]), old, new, strict=True)
        if before != after
    ]
    return source[:start] + splice(match.group(1), changes) + source[end:]


def _moved_link(match: re.Match[bytes], sheet: str, move: RowMove) -> bytes:
    old = html.unescape(match.group(1).decode("utf-8", "surrogateescape"))
    text = moved_formula(old, move, Stand(sheet)).text
    if text == old:
        return match.group()
    tag = match.group()[: match.start(1) - match.start()]
    return tag + plain_text(text).encode("utf-8", "surrogateescape") + b"<"
