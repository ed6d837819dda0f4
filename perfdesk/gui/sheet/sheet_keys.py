"""What the keys of a spreadsheet do in the sheet: where they lead, and what they choose or begin.

Keys that change cells or the clipboard are the view's acts; keys in an open editor are the editor's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, Block
from perfdesk.gui.sheet.cell_acts import CellActs
from perfdesk.gui.sheet.cell_editor import today_text
from perfdesk.gui.sheet.cell_range import CellRange, Place
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.gui.sheet.travel import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Direction,
    edge_place,
    first_place,
    last_place,
    next_place,
    used_block,
)

Key = Qt.Key
_ARROWS: dict[int, Direction] = {
    Key.Key_Up: UP, Key.Key_Down: DOWN, Key.Key_Left: LEFT, Key.Key_Right: RIGHT,
}  # fmt: skip
_PAGES: dict[int, int] = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}
_STEPS: dict[int, Direction] = {
    Key.Key_Return: DOWN, Key.Key_Enter: DOWN, Key.Key_Tab: RIGHT, Key.Key_Backtab: LEFT,
}  # fmt: skip
_CLIPBOARD = (
    (QKeySequence.StandardKey.Copy, "copy"),
    (QKeySequence.StandardKey.Cut, "cut"),
    (QKeySequence.StandardKey.Paste, "paste"),
)


class Keyed(Protocol):
    """What the keys need of the view they are pressed in."""

    acts: CellActs
    range: CellRange

    @property
    def sheet(self) -> Sheet | None:
        """The sheet shown."""

    def step(self, direction: Direction) -> None:
        """Go on with Enter or Tab."""

    def page_place(self, place: Place, by: int, *, across: bool) -> Place:
        """The cell a screen away."""

    def type_over(self, text: str) -> None:
        """Begin an edit with a text."""


def answer_key(view: Keyed, event: QKeyEvent) -> bool:
    """Do what a key asks for; False for one that the table itself answers."""
    sheet, place = view.sheet, view.range.place
    if sheet is None or place is None:
        return False
    for standard, name in _CLIPBOARD:
        if event.matches(standard):
            getattr(view.acts, name)()
            return True
    act = _own_acts(view, sheet, place).get((event.key(), _pressed(event)))
    if act is not None:
        act()
        return True
    return _step(view, event) or _travel(view, sheet, place, event)


def _pressed(event: QKeyEvent) -> str:
    """The modifiers that are held, as the first letters of Ctrl, Shift and Alt."""
    held = event.modifiers()
    names = Qt.KeyboardModifier
    letters = (("C", names.ControlModifier), ("S", names.ShiftModifier), ("A", names.AltModifier))
    return "".join(letter for letter, modifier in letters if held & modifier)


def _own_acts(view: Keyed, sheet: Sheet, place: Place) -> dict[tuple[int, str], Callable[[], object]]:
    block = view.range.block or Block(*place, *place)
    return {
        (Key.Key_Delete, ""): view.acts.clear,
        (Key.Key_Backspace, ""): lambda: view.type_over(""),
        (Key.Key_Down, "A"): view.acts.choose,
        (Key.Key_Semicolon, "C"): lambda: view.type_over(today_text()),
        (Key.Key_A, "C"): lambda: _choose_all(view, sheet, block),
        (Key.Key_Space, "C"): lambda: view.range.choose(sheet, Block(1, block.left, MAX_ROW, block.right)),
        (Key.Key_Space, "S"): lambda: view.range.choose(sheet, Block(block.top, 1, block.bottom, MAX_COLUMN)),
    }


def _choose_all(view: Keyed, sheet: Sheet, block: Block) -> None:
    """All that is filled; pressed once more, all that is shown."""
    filled, (rows, columns) = used_block(sheet), sheet.extent
    view.range.choose(sheet, Block(1, 1, rows, columns) if block == filled else filled)


def _step(view: Keyed, event: QKeyEvent) -> bool:
    """Enter and Tab; Shift turns them round."""
    direction, held = _STEPS.get(event.key()), _pressed(event)
    if direction is None or held not in {"", "S"}:
        return False
    is_back = held == "S" and event.key() != Key.Key_Backtab
    view.step((-direction[0], -direction[1]) if is_back else direction)
    return True


def _travel(view: Keyed, sheet: Sheet, place: Place, event: QKeyEvent) -> bool:
    """Arrows, Home, End and the page keys, alone, with Ctrl, and with Shift to choose what lies between."""
    held = _pressed(event)
    extends = "S" in held
    start = (view.range.end or place) if extends else place
    target = _target(view, sheet, start, event.key(), held.replace("S", ""))
    if target is None:
        return False
    if extends:
        view.range.extend_to(sheet, target)
    else:
        view.range.move_to(target)
    return True


def _target(view: Keyed, sheet: Sheet, start: Place, key: int, held: str) -> Place | None:
    if key in _PAGES and held in {"", "A"}:
        return view.page_place(start, _PAGES[key], across=held == "A")
    if held not in {"", "C"}:
        return None
    if key in _ARROWS:
        return (edge_place if held else next_place)(sheet, start, _ARROWS[key])
    if key == Key.Key_Home:
        return first_place(sheet, 1 if held else start[0])
    return last_place(sheet, None if held else start[0]) if key == Key.Key_End else None
