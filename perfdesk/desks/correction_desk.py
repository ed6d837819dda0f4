"""From a cell the user points at to one line of what was remembered; for command line and window.

Stands above the settings. A correction is kept only when the sheet, read again with it, shows the
field at the cell pointed at or beside it; otherwise the user is told, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.core.form import FIELD_NAMES, Form
from perfdesk.core.grid import Block, Grid, parse_address
from perfdesk.core.value import Value
from perfdesk.desks.pointed_cell import pointed_block
from perfdesk.memory.settings import correction_file, read_corrections, user_corrections, write_corrections
from perfdesk.reading.document import read_document
from perfdesk.recognition.correction import Correction, Corrections, Target, layout_id, target_named, targets
from perfdesk.recognition.pointing import Pointing, correction_at
from perfdesk.recognition.recognizer import recognize


@dataclass(frozen=True, slots=True)
class Remembered:
    """A correction that was kept, what the sheet now says with it, and all that is kept now."""

    correction: Correction
    target: Target
    values: tuple[Value, ...]
    corrections: Corrections


def correct(file: Path, place: str, field: str, how: Pointing | None = None) -> Remembered:
    """Remember what a cell of a file is; raises CallFault and FileFault as `learn` does."""
    target = target_named(field)
    if target is None:
        names = "、".join(known.chinese for known in targets())
        raise CallFault(f"没有名为“{field}”的内容：可以更正的有 {names}。")
    _, grids = read_document(file)
    return learn(*pointed_block(grids, place), target, how)


def learn(grid: Grid, block: Block, target: Target, how: Pointing | None = None) -> Remembered:
    """Remember what a block of a sheet is, in the user's settings.

    Raises CallFault where it could not be told again on another form, and FileFault where the
    settings cannot be read or written.
    """
    correction = correction_at(grid, (block.top, block.left), target, how)
    corrections = user_corrections().added(correction)
    values = _values(recognize(grid, corrections), target)
    if not any(target.is_column or _is_near(value, block) for value in values):
        raise CallFault(
            f"照 {block.address} 仍然认不出“{target.chinese}”，没有记住："
            "请指向它的标签、列标题，或指明这是数值（命令行用 --as value）。"
        )
    write_corrections(correction_file(), corrections)
    return Remembered(correction, target, values, corrections)


def _is_near(value: Value, block: Block) -> bool:
    """Whether a value stands at the block pointed at, right of it or under it."""
    row, column = parse_address(value.cell)
    in_row = block.top <= row <= block.bottom and column >= block.left
    return in_row or (block.left <= column <= block.right and row >= block.top)


def _values(forms: Sequence[Form], target: Target) -> tuple[Value, ...]:
    """What the forms now hold of the target, form by form and row by row."""
    found: list[Value | None] = []
    for form in forms:
        if target.is_column:
            name = "unit_cell" if target.name == "indicator_unit" else target.name
            name = "operator_cell" if name == "operator" else name
            found += [getattr(indicator, name) for indicator in form.indicators]
        elif target.name in FIELD_NAMES:
            found.append(form.fields.get(target.name))
        else:
            found.append(form.headers.get(target.name))
    return tuple(value for value in found if value is not None and value.cell)


def remembered_text(kept: Remembered) -> str:
    """One or two Chinese lines: what was remembered and what is read now."""
    shown = "、".join(
        f"{' '.join(value.printed.split()) or '（空）'}（{value.cell}）" for value in kept.values[:5]
    )
    more = f" 等 {len(kept.values)} 处" if len(kept.values) > 5 else ""
    return (
        f"已记住更正 {kept.correction.identifier}：{correction_text(kept.correction)}。\n"
        f"“{kept.target.chinese}”现在读作：{shown}{more}。\n"
    )


def correction_text(correction: Correction) -> str:
    """What a correction says, in Chinese."""
    name = next(target.chinese for target in targets() if target.name == correction.target)
    if correction.names_target:
        return f"标签“{correction.label}”就是“{name}”"
    if correction.heading:
        return f"“{name}”在“{correction.label}”一行、“{correction.heading}”一列"
    steps = f"右边第 {correction.right} 格" if correction.right else f"下面第 {correction.down} 格"
    return f"“{name}”在标签“{correction.label}”{steps}"


def correction_list() -> str:
    """Every correction of the user by layout, as Chinese text."""
    entries = user_corrections().entries
    if not entries:
        return "没有更正记录。\n"
    lines = [f"更正记录 {correction_file()}："]
    for labels in sorted({entry.layout for entry in entries}):
        shown = "、".join(labels[:6]) + (f" 等 {len(labels)} 个标签" if len(labels) > 6 else "")
        lines.append(f"  版式 {layout_id(labels)}（{shown}）")
        own = sorted((entry for entry in entries if entry.layout == labels), key=lambda item: item.target)
        lines += [f"    {entry.identifier}　{correction_text(entry)}" for entry in own]
    return "\n".join(lines) + "\n"


def forget(identifier: str) -> None:
    """Drop one correction; raises CallFault for an unknown id."""
    known = user_corrections()
    kept = known.without(identifier.strip().lower())
    if kept == known:
        raise CallFault(f"没有编号为“{identifier}”的更正：用 perfdesk correct --list 查看编号。")
    write_corrections(correction_file(), kept)


def export(target: Path) -> int:
    """Write all corrections to a file; returns how many. Raises CallFault where there is none."""
    known = user_corrections()
    if not known.entries:
        raise CallFault("没有更正记录可导出。")
    write_corrections(target, known)
    return len(known.entries)


def take_over(source: Path) -> int:
    """Add the corrections of a colleague's file to the user's own; returns how many it holds."""
    theirs = read_corrections(source)
    write_corrections(correction_file(), user_corrections().merged(Corrections(theirs.entries)))
    return len(theirs.entries)
