"""Formulas that stand as an element's text or as an attribute, moved in place.

Part of moving rows, for every part that is no cell: rules, names, charts, controls.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from perfdesk.writing.moving.moved_formula import Stand, moved_formula
from perfdesk.writing.moving.row_move import RowMove
from perfdesk.writing.patching.markup import Element, Markup, plain_text


def inner_text(markup: Markup, element: Element) -> str:
    """The text of an element that holds nothing else."""
    source = markup.data[element.inner_start : element.inner_end].decode()
    if source.lstrip().startswith("<![CDATA["):
        return source.strip().removeprefix("<![CDATA[").removesuffix("]]>")
    return html.unescape(source)


def move_text(markup: Markup, element: Element, text: str) -> None:
    """Give an element another text; the one it has leaves it as it is."""
    if text != inner_text(markup, element):
        markup.replace(element.inner_start, element.inner_end, plain_text(text).encode())


def move_formula_text(markup: Markup, element: Element, move: RowMove, stand: Stand) -> bool:
    """Move the formula that is an element's text; returns whether it names deleted cells."""
    moved = moved_formula(inner_text(markup, element), move, stand)
    move_text(markup, element, moved.text)
    return moved.is_lost


def move_attributes(
    markup: Markup, element: Element, names: Iterable[str], move: RowMove, stand: Stand
) -> bool:
    """Move the formulas in some attributes of an element; returns whether one names deleted cells."""
    is_lost = False
    for name in names:
        formula = element.attributes.get(name)
        if not formula:
            continue
        moved = moved_formula(formula, move, stand)
        is_lost |= moved.is_lost
        if moved.text != formula:
            markup.set_attribute(element, name, moved.text)
    return is_lost
