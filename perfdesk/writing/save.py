"""The lossless save: edits into a copy of the user's workbook, checked before it is put in place.

Law 6 of the design: nothing the user did not touch changes, the original stays as it is, and
the save refuses when the file has changed since it was opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from perfdesk.core.fault import CallFault, ChangedFault, FileFault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import Cell, Grid, parse_address
from perfdesk.reading.archive import Member
from perfdesk.reading.entry import typed_cell, typed_text
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.source import read_source
from perfdesk.reading.xlsx import read_workbook
from perfdesk.whole_file import put_in_place, refuse_same_file, write_temporary, write_whole
from perfdesk.writing.draft import Draft
from perfdesk.writing.imported import as_workbook, require_workbook_ending
from perfdesk.writing.patch import patch_cells

_MACRO_ENDINGS = frozenset({".xlsm", ".xltm"})
_PLAIN_ENDINGS = frozenset({".xlsx", ".xltx"})


def save_edits(source: Path, digest: str, edits: Sequence[Edit], target: Path) -> None:
    """Write the source with its edits as `target`; without edits it is a plain copy.

    What is no .xlsx becomes one in the same layout first.

    Args:
        source: the workbook as it was opened; it is never written to.
        digest: SHA-256 of the bytes that were opened, in hexadecimal.
        edits: contents as a clerk would type them.
        target: the file to write; an existing one is replaced at one stroke.

    Raises:
        CallFault: the target is the source, the source has changed meanwhile, or a cell cannot
            be edited alone.
        FileFault: the source cannot be read or the target cannot be written.
    """
    refuse_same_file(source, target)
    data = read_source(source)
    refuse_changed(source, data, digest)
    if not edits and source.suffix.lower() == target.suffix.lower():
        write_whole(target, data)
        return
    imported = as_workbook(data, source)
    package, edits = imported.package, imported.moved_edits(edits)
    if imported.is_new:
        require_workbook_ending(source, target)
    else:
        refuse_other_kind(package, source, target)
    if not edits:
        write_whole(target, package.data)
        return
    package.check_all_prologs()
    draft = patch_cells(package, edits)
    temporary = write_temporary(target, draft.archive())
    try:
        verify(package, draft, edits, temporary.path)
    except BaseException:
        temporary.discard()
        raise
    put_in_place(temporary, target)


def refuse_changed(source: Path, data: bytes, digest: str) -> None:
    """Raise ChangedFault where these bytes of the source are not the ones that were opened."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise ChangedFault(
            f"{source.name} 在打开之后已被其他程序修改，未保存：可另存为其他名称，或重新打开后再改。"
        )


def refuse_other_kind(package: Package, source: Path, target: Path) -> None:
    """Raise CallFault where a changed ending would keep Excel from opening the workbook."""
    ending = target.suffix.lower()
    if ending == source.suffix.lower():
        return
    content_type = package.content_types().get(package.workbook_part().casefold(), "")
    has_macros = "macroenabled" in content_type.lower()
    if has_macros and ending not in _MACRO_ENDINGS:
        raise CallFault(f"含宏的工作簿不能存为 {target.name}：请使用 .xlsm 扩展名。")
    if not has_macros and ending not in _PLAIN_ENDINGS:
        raise CallFault(f"该工作簿不能存为 {target.name}：请使用 .xlsx 扩展名。")


def verify(before: Package, draft: Draft, edits: Sequence[Edit], written: Path) -> None:
    """Reopen what was written: parts not touched must be the same, edited cells as wanted.

    Raises FileFault where they are not.
    """
    after = parse_package(read_source(written))
    touched = {name.casefold() for name in draft.changed} | {name.casefold() for name in draft.removed}
    for member in before.members:
        if member.name.casefold() in touched:
            continue
        if not after.has(member.name) or not _is_same(before, member, after, after.member(member.name)):
            raise _failed(f"部件 {member.name} 与原文件不同")
    old_grids = {grid.name: grid for grid in read_workbook(before)}
    new_grids = {grid.name: grid for grid in read_workbook(after)}
    last = {(edit.sheet, _anchor(old_grids[edit.sheet], edit.cell)): edit for edit in edits}
    for (sheet, place), edit in last.items():
        old, new = old_grids[sheet].cell_at(*place), new_grids[sheet].cell_at(*place)
        wanted = old if edit.value == typed_text(old) else typed_cell(edit.value, old)
        if not _holds(new, wanted, old):
            raise _failed(f"{sheet} 的 {edit.cell} 读回的内容与输入不同")


def _anchor(grid: Grid, cell: str) -> tuple[int, int]:
    block = grid.block_at(*parse_address(cell))
    return block.top, block.left


def _is_same(before: Package, old: Member, after: Package, new: Member) -> bool:
    old_bytes = before.data[old.data_offset : old.data_offset + old.compressed_size]
    new_bytes = after.data[new.data_offset : new.data_offset + new.compressed_size]
    same_kind = (old.name, old.crc, old.size, old.date_time) == (new.name, new.crc, new.size, new.date_time)
    return same_kind and old_bytes == new_bytes


def _holds(cell: Cell, wanted: Cell, old: Cell) -> bool:
    """Whether a cell reads as wanted; a formula whose result was forgotten still holds."""
    if wanted.formula is not None:
        return cell.formula == wanted.formula
    if cell.number != wanted.number or cell.formula is not None:
        return False
    if wanted.number is None:
        return cell.text == wanted.text
    # A cell that was not stored takes the format of its row or column, which the old grid does not show.
    return wanted.number_format in {old.number_format, cell.number_format}


def _failed(what: str) -> FileFault:
    return FileFault(
        "corrupt", f"保存后的核对没有通过（{what}），目标文件未被改动：请改用 Excel 或 WPS 编辑该文件。"
    )
