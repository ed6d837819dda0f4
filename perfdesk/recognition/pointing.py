"""From a cell the user points at to a correction that holds for the whole layout.

Stands beside `correction`, which keeps and applies what is made here. A cell may be the label (or
column heading) or the value itself; which of the two is guessed from what it holds unless told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from perfdesk.core.fault import CallFault
from perfdesk.core.grid import Block, Grid
from perfdesk.recognition.correction import (
    INLINE,
    Correction,
    Corrections,
    Target,
    is_label,
    layout_labels,
    place_of,
)
from perfdesk.recognition.recognizer import recognize
from perfdesk.recognition.region import Region, is_indicator_header
from perfdesk.recognition.vocabulary import is_inferred, label_key, meaning

Pointing = Literal["label", "value"]


def correction_at(
    grid: Grid, cell: tuple[int, int], target: Target, how: Pointing | None = None
) -> Correction:
    """The correction that says: this cell, in a layout like this one, is the target.

    Args:
        grid: the sheet.
        cell: row and column of the cell pointed at.
        target: what the cell is.
        how: whether the cell is a label or a value; None to tell from what it holds.

    Raises:
        CallFault: nothing near the cell could be recognized again on another form.
    """
    region = Region(grid, grid.used)
    block = grid.block_at(*cell)
    layout = layout_labels(grid)
    if target.is_column:
        return Correction(layout, target.name, _column_label(region, block, target))
    inline = INLINE.match(region.text(block))
    if inline is not None and target.sections:
        return Correction(layout, target.name, label_key(inline.group(1)))
    if how is None:
        how = "label" if _looks_like_label(region, block, target) else "value"
    if how == "value":
        named = _naming_correction(region, block, target, layout)
        return named if named is not None else _place_correction(region, block, target, layout)
    if not is_label(grid, block):
        raise CallFault(
            f"{block.address} 里没有可作标签的文字：请指向标签或列标题，或用 --as value 指明这是数值。"
        )
    label = label_key(region.text(block))
    if target.sections:
        return Correction(layout, target.name, label)
    return Correction(layout, target.name, label, right=1)


def _column_label(region: Region, block: Block, target: Target) -> str:
    """The key of the heading over the cell, or of the cell itself where it is one."""
    for row in range(block.bottom, region.block.top - 1, -1):
        if not _heads_columns(region, row):
            continue
        for upper in (row, row - 1):
            heading = region.grid.block_at(upper, block.left)
            if is_label(region.grid, heading):
                return label_key(region.text(heading))
        break
    if is_label(region.grid, block):
        return label_key(region.text(block))
    raise CallFault(f"{block.address} 上方没有列标题，无法记住“{target.chinese}”是哪一列：请指向列标题本身。")


def _heads_columns(region: Region, row: int) -> bool:
    labels = [label for label in region.labels(row) if is_label(region.grid, label.block)]
    known = [label.text for label in labels if not is_inferred("indicator", label.text)]
    found = {meaning("indicator", text) for text in known} - {None}
    return len(found) >= 2 or is_indicator_header(labels)


def _looks_like_label(region: Region, block: Block, target: Target) -> bool:
    """Whether the words are a label: known as one, or, of a header field, at the label's place of a pair."""
    text = region.text(block)
    if not is_label(region.grid, block):
        return False
    if text.endswith((":", "：")) or any(
        meaning(section, text) for section in ("header", "amount", "summary")
    ):
        return True
    if target.sections != ("header",):
        return True
    before = [label for label in region.labels(block.top) if label.block.right < block.left]
    if not before:
        return True
    # 标签 | 内容 | 标签 | 内容: what follows a known label, or an odd number of blocks, is a content.
    return not (meaning("header", before[-1].text) or len(before) % 2)


def _naming_correction(
    region: Region, block: Block, target: Target, layout: tuple[str, ...]
) -> Correction | None:
    """The correction that names a label nobody knows yet, where the value is then found by itself.

    It says more than a place: every line under a heading, not one figure, is read by it.
    """
    for label in _naming_labels(region, block, target, layout):
        correction = Correction(layout, target.name, label)
        if not _has_meaning(label) and _is_read_there(region, block, correction):
            return correction
    return None


def _naming_labels(region: Region, block: Block, target: Target, layout: tuple[str, ...]) -> list[str]:
    """Keys of the heading above and of the label before; a line of a table is not named by its figures."""
    heading = _heading_above(region, block, layout) if "amount" in target.sections else ""
    if heading or not target.sections:
        return [heading] if heading else []
    before = _label_before(region, block)
    return [] if before is None else [label_key(region.text(before))]


def _has_meaning(label: str) -> bool:
    return any(meaning(section, label) for section in ("header", "amount", "total_line", "summary"))


def _is_read_there(region: Region, block: Block, correction: Correction) -> bool:
    for form in recognize(region.grid, Corrections((correction,))):
        read = {value.cell for name, value in form.fields.items() if name == correction.target}
        read |= {value.cell for name, value in form.headers.items() if name == correction.target}
        if block.address in read:
            return True
    return False


def _place_correction(region: Region, block: Block, target: Target, layout: tuple[str, ...]) -> Correction:
    """The correction that counts the place from labels, in the first way that leads back to the block."""
    for candidate in _places(region, block, target, layout):
        if place_of(region, candidate) == block:
            return candidate
    raise CallFault(
        f"{block.address} 左边和上方都没有可作标签的文字，换一张表就找不到了：请指向带标签的单元格。"
    )


def _places(region: Region, block: Block, target: Target, layout: tuple[str, ...]) -> Iterator[Correction]:
    heading = "" if target.sections == ("header",) else _heading_above(region, block, layout)
    label = _label_before(region, block)
    if label is not None:
        key = label_key(region.text(label))
        if heading:
            yield Correction(layout, target.name, key, heading=heading)
        yield Correction(layout, target.name, key, right=_steps_right(region, label, block))
    if heading:
        yield _below_heading(region, block, target, layout)


def _heading_above(region: Region, block: Block, layout: tuple[str, ...]) -> str:
    """The key of the nearest label of the layout over the cell, empty where there is none."""
    for row in range(block.top - 1, region.block.top - 1, -1):
        above = region.grid.block_at(row, block.left)
        if is_label(region.grid, above) and label_key(region.text(above)) in layout:
            return label_key(region.text(above))
    return ""


def _label_before(region: Region, block: Block) -> Block | None:
    """The nearest words left of the cell; figures and blanks between them do not count."""
    column = block.left - 1
    while column >= region.block.left:
        before = region.grid.block_at(block.top, column)
        if before.top == block.top and is_label(region.grid, before):
            return before
        column = before.left - 1
    return None


def _steps_right(region: Region, label: Block, block: Block) -> int:
    steps, here = 0, label
    while here.left < block.left:
        beside = region.right_of(here)
        if beside is None:
            break
        here, steps = beside, steps + 1
    return steps


def _below_heading(region: Region, block: Block, target: Target, layout: tuple[str, ...]) -> Correction:
    steps, here = 0, block
    while here.top > region.block.top:
        here, steps = region.grid.block_at(here.top - 1, block.left), steps + 1
        if is_label(region.grid, here) and label_key(region.text(here)) in layout:
            break
    return Correction(layout, target.name, label_key(region.text(here)), down=steps)
