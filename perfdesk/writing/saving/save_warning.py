"""What a save cannot keep in force, though it changes nothing but the edited cells: told, never refused.

Beside the lossless save; command line and window show the sentences. A signature covers the whole file,
a lock is respected by Excel and WPS alone, a pivot table writes over its cells at the next refresh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfdesk.core.grid import Block, address
from perfdesk.reading.package import Package
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.writing.patching.draft import SheetPart
from perfdesk.writing.patching.markup import Element
from perfdesk.writing.patching.patch import PatchedDraft

_TRUE = frozenset({"1", "true", "on"})
_MOST_NAMED = 3
Place = tuple[int, int]


def save_warnings(draft: PatchedDraft) -> tuple[str, ...]:
    """Sentences on what saving these edits costs; empty where it costs nothing."""
    if not draft.changed and not draft.removed:
        return ()
    sentences = []
    if is_signed(draft.package):
        sentences.append("文件带有数字签名，保存后签名失效：如仍需签名，请在 Excel 或 WPS 中重新签署。")
    for sheet in draft.sheets:
        places = [(row, column) for part, row, column in draft.wishes if part == sheet.part]
        if places:
            sentences += _sheet_warnings(draft, sheet, places)
    unknown = sum(patch.forgotten for patch in draft.patches.values())
    if unknown:
        sentences.append(f"有 {unknown} 个公式的结果未能算出，已留空：用 Excel 或 WPS 打开并保存后即有结果。")
    return tuple(sentences)


def is_signed(package: Package) -> bool:
    """Whether the package carries a digital signature, which any change makes void."""
    kinds = (relation.full_type for relation in package.relations("").values())
    return any("digital-signature" in kind for kind in kinds)


def _sheet_warnings(draft: PatchedDraft, sheet: SheetPart, places: list[Place]) -> Iterator[str]:
    replaced = [place for place in places if draft.wishes[sheet.part, *place].old.formula is not None]
    if replaced:
        yield f"{sheet.name} 的 {_named(replaced)}原为公式，现为固定内容，不再自动计算。"
    locked = list(_locked(draft, sheet, places))
    if locked:
        yield (
            f"{sheet.name} 设有工作表保护，{_named(locked)}在 Excel 和 WPS 中是锁定的："
            "已按要求写入，保护仍在；请确认报送单位允许修改这些内容。"
        )
    pivots = list(_pivot_tables(draft, sheet))
    inside = [place for place in places if any(block.contains(*place) for block in pivots)]
    if inside:
        yield f"{sheet.name} 的 {_named(inside)}在数据透视表内，刷新后会被覆盖：请改其来源数据。"


def _named(places: Iterable[Place]) -> str:
    listed = [address(*place) for place in sorted(places)]
    some = "、".join(listed[:_MOST_NAMED])
    return f"{some} " if len(listed) <= _MOST_NAMED else f"{some} 等 {len(listed)} 个单元格"


def _locked(draft: PatchedDraft, sheet: SheetPart, places: list[Place]) -> Iterator[Place]:
    """The edited cells that a protected sheet locks; a cell is locked unless its format says otherwise."""
    patch = draft.patch_of(sheet.part)
    protection = patch.scan.element("sheetProtection")
    if protection is None or protection.attributes.get("sheet") not in _TRUE:
        return
    formats = _cell_formats(draft)
    for place in places:
        style = patch.style_at(*place)
        own = formats[style].child("protection") if style < len(formats) else None
        if own is None or own.attributes.get("locked", "1") in _TRUE:
            yield place


def _cell_formats(draft: PatchedDraft) -> list[Element]:
    part = draft.related_part(draft.workbook_part, "styles")
    collection = None if part is None else draft.markup(part).root.child("cellXfs")
    return [] if collection is None else collection.children


def _pivot_tables(draft: PatchedDraft, sheet: SheetPart) -> Iterator[Block]:
    for relation in draft.package.relations(sheet.part).values():
        if relation.type == "pivotTable" and draft.package.has(relation.target):
            location = draft.markup(relation.target).root.child("location")
            area = None if location is None else parse_range(location.attributes.get("ref", ""))
            if area is not None:
                yield Block(*area)
