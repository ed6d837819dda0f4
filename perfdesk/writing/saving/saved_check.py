"""The last look at a saved workbook before it takes its place: nothing but the edits may have changed.

Reads what was written anew and compares it with the original; a fault of the writer becomes a refusal
instead of a spoiled file. Parts that were not touched are compared as compressed bytes, which costs
next to nothing; only the sheets that were touched are scanned again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Cell, address
from perfdesk.reading.archive import Member
from perfdesk.reading.cell_format import read_number_formats
from perfdesk.reading.package import Package, parse_package, relations_part
from perfdesk.reading.shared_string import read_shared_strings
from perfdesk.reading.sheet_handler import scan_sheet
from perfdesk.reading.sheet_scan import RawCell
from perfdesk.reading.xlsx import Workbook, formula_text, make_cell, shared_masters
from perfdesk.writing.patching.patch import PatchedDraft, Wish
from perfdesk.writing.patching.sheet_patch import SheetPatch

Place = tuple[int, int]


def check_saved(draft: PatchedDraft, written: bytes) -> None:
    """Raise FileFault where the written file is not the original with the draft's edits alone."""
    after = parse_package(written)
    _compare_members(draft, after)
    workbook = _workbook_after(draft, after)
    for part, patch in draft.patches.items():
        if part in draft.changed:
            wishes = {
                (row, column): wish for (sheet, row, column), wish in draft.wishes.items() if sheet == part
            }
            _compare_cells(patch, after.read_xml(part), workbook, wishes)


def _compare_members(draft: PatchedDraft, after: Package) -> None:
    before = draft.package
    changed = {name.casefold(): content for name, content in draft.changed.items()}
    removed = {name.casefold() for name in draft.removed}
    for member in before.members:
        key = member.name.casefold()
        if key in changed or key in removed:
            continue
        if not after.has(member.name) or not _is_same(before, member, after, after.member(member.name)):
            raise _failed(f"部件 {member.name} 与原文件不同")
    for name, content in draft.changed.items():
        if not after.has(name) or after.read(name) != content:
            raise _failed(f"部件 {name} 没有写全")
    added = changed.keys() - {member.name.casefold() for member in before.members}
    if len(after.members) != len(before.members) - len(removed) + len(added):
        raise _failed("部件的数目不对")


def _is_same(before: Package, old: Member, after: Package, new: Member) -> bool:
    old_bytes = before.data[old.data_offset : old.data_offset + old.compressed_size]
    new_bytes = after.data[new.data_offset : new.data_offset + new.compressed_size]
    same_kind = (old.name, old.crc, old.size, old.date_time) == (new.name, new.crc, new.size, new.date_time)
    return same_kind and old_bytes == new_bytes


def _workbook_after(draft: PatchedDraft, after: Package) -> Workbook:
    """The strings and formats as a reader of the new file finds them."""
    strings, formats = draft.workbook.strings, draft.workbook.formats
    is_rewired = draft.canonical(relations_part(draft.workbook_part)) in draft.changed
    relations = (after if is_rewired else draft.package).relations(draft.workbook_part)
    for relation in relations.values():
        if relation.mode == "External" or draft.canonical(relation.target) not in draft.changed:
            continue
        if relation.type == "sharedStrings":
            found = read_shared_strings(after.read(relation.target), relation.target)
            known = strings or []
            if found[: len(known)] != known:
                raise _failed("原有的文字变了")
            strings = found
        elif relation.type == "styles":
            found_formats = read_number_formats(after.read(relation.target), relation.target)
            if found_formats[: len(formats)] != formats:
                raise _failed("原有的数字格式变了")
            formats = found_formats
    return replace(draft.workbook, strings=strings, formats=formats, texts={}, blanks={})


def _compare_cells(patch: SheetPatch, data: bytes, workbook: Workbook, wishes: Mapping[Place, Wish]) -> None:
    scan = scan_sheet(data, patch.part)
    if scan.merges != patch.scan.merges or scan.columns != patch.scan.columns:
        raise _failed(f"部件 {patch.part} 的合并单元格或列变了")
    new_cells, changed = scan.by_place(), patch.changed_places
    masters = shared_masters(scan)
    if new_cells.keys() - patch.cells.keys() - changed:
        raise _failed(f"部件 {patch.part} 多出了单元格")
    for place, old in patch.cells.items():
        new = new_cells.get(place)
        if new is None or (place not in changed and new[:6] != old[:6]):
            raise _failed(f"{address(*place)} 未经修改却变了")
        if place in changed and place not in wishes and not _has_same_formula(old, new, patch, masters):
            raise _failed(f"{address(*place)} 的公式变了")
    for place, wish in wishes.items():
        raw = new_cells.get(place)
        formula = None if raw is None or raw.formula is None else formula_text(raw, raw.formula, masters)
        if raw is None or not _holds(make_cell(raw, workbook, formula), wish):
            raise _failed(f"{address(*place)} 读回的内容与输入不同")


def _has_same_formula(old: RawCell, new: RawCell, patch: SheetPatch, masters: Mapping[str, RawCell]) -> bool:
    if old.style != new.style:
        return False
    if old.formula is None or new.formula is None:
        # A cell that an array formula or a data table fills has lost its result alone.
        return old.formula is new.formula and not new.value
    return formula_text(old, old.formula, patch.masters) == formula_text(new, new.formula, masters)


def _holds(cell: Cell, wish: Wish) -> bool:
    """Whether a cell reads as wished."""
    wanted, old = wish.wanted, wish.old
    if cell.number != wanted.number or cell.formula is not None or cell.is_error != wanted.is_error:
        return False
    if wanted.number is None:
        return cell.text == wanted.text
    # A cell that was not stored takes the format of its row or column, which the old one does not show.
    return wanted.number_format in {old.number_format, cell.number_format}


def _failed(what: str) -> FileFault:
    return FileFault(
        "corrupt", f"保存后的核对没有通过（{what}），目标文件未被改动：请改用 Excel 或 WPS 编辑该文件。"
    )
