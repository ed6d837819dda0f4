"""Moves of rows that are refused, each with a sentence: what Excel refuses too, and what would break.

Part of moving rows; looks before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfdesk.core.fault import CallFault
from perfdesk.core.grid import MAX_ROW, Block
from perfdesk.reading.limits import MAX_CELLS
from perfdesk.reading.sheet_scan import SheetScan, parse_range
from perfdesk.writing.moving.row_move import RowMove
from perfdesk.writing.patching.draft import Draft, SheetPart
from perfdesk.writing.patching.markup import Element
from perfdesk.writing.patching.stored_formula import SheetContent


def refuse_unsafe(draft: Draft, sheet: SheetPart, content: SheetContent, move: RowMove) -> None:
    """Raise CallFault where the move would tear something that only works whole."""
    if move.first < 1 or move.count < 1 or move.last > MAX_ROW:
        raise CallFault(
            f"第 {move.first} 行起的 {move.count} 行超出工作表的范围：行号应在 1 到 {MAX_ROW} 之间。"
        )
    _refuse_overflow(sheet, content.scan, move)
    _refuse_flood(sheet, content.scan, move)
    for stored in content.formulas.every():
        if stored.area is not None and move.cuts(stored.area.top, stored.area.bottom):
            what = "数组公式" if stored.formula.kind == "array" else "模拟运算表"
            raise _refusal(
                sheet, move, f"会拆开{what}（{stored.area.range}）", "请在 Excel 或 WPS 中先修改该公式"
            )
    for root in _related_roots(draft, sheet, "table"):
        _refuse_table(sheet, move, root)
    for root in _related_roots(draft, sheet, "pivotTable"):
        _refuse_pivot_table(sheet, move, root)


def refuse_lost(sheet: SheetPart, move: RowMove, lost: list[str]) -> None:
    """Raise CallFault where something elsewhere names the deleted rows."""
    if not lost:
        return
    named = list(dict.fromkeys(lost))
    listed = "、".join(named[:5]) + (f"等 {len(named)} 处" if len(named) > 5 else "")
    raise _refusal(sheet, move, f"{listed} 依赖这些行，会失效（#REF!）", "请先修改这些地方，再删除")


def _refuse_overflow(sheet: SheetPart, scan: SheetScan, move: RowMove) -> None:
    if move.is_deletion:
        return
    for cell in scan.cells:
        is_filled = cell.value is not None or cell.formula is not None
        if cell.row + move.count > MAX_ROW and cell.row >= move.first and is_filled:
            raise _refusal(
                sheet,
                move,
                f"会把第 {cell.row} 行的内容挤出工作表（最多 {MAX_ROW} 行）",
                "请先删除底部多余的行",
            )


def _refuse_flood(sheet: SheetPart, scan: SheetScan, move: RowMove) -> None:
    copied = sum(1 for cell in scan.cells if cell.row == move.like)
    if not move.is_deletion and len(scan.cells) + copied * move.count > MAX_CELLS:
        raise _refusal(sheet, move, f"工作表会超过 {MAX_CELLS} 个单元格", "请减少行数")


def _refuse_table(sheet: SheetPart, move: RowMove, table: Element) -> None:
    """Refuse to part the header or totals of a table, or to take them or all its data away."""
    area = parse_range(table.attributes.get("ref", ""))
    if area is None:
        return
    block = Block(*area)
    first = block.top + table.number("headerRowCount", 1)
    last = block.bottom - table.number("totalsRowCount")
    if not move.is_deletion:
        is_cut = move.cuts(block.top, first - 1)
    elif not _meets(move, block):
        is_cut = False
    else:
        is_cut = _meets(move, Block(block.top, 1, first - 1, 1)) or _meets(
            move, Block(last + 1, 1, block.bottom, 1)
        )
        is_cut |= move.first <= first and move.last >= last
    if is_cut:
        raise _refusal(
            sheet,
            move,
            f"会改动表格（超级表 {block.range}）的标题、汇总或全部数据",
            "请在 Excel 或 WPS 中修改该表格",
        )


def _refuse_pivot_table(sheet: SheetPart, move: RowMove, pivot: Element) -> None:
    """Refuse to part a pivot table, its filters above it included, or to take rows of it away."""
    location = pivot.child("location")
    area = None if location is None else parse_range(location.attributes.get("ref", ""))
    if location is None or area is None:
        return
    filters = location.number("rowPageCount")
    block = replace(Block(*area), top=max(1, area[0] - (filters + 1 if filters else 0)))
    if move.cuts(block.top, block.bottom) or (move.is_deletion and _meets(move, block)):
        raise _refusal(
            sheet, move, f"会改动数据透视表（{Block(*area).range}）", "请在 Excel 或 WPS 中先移动数据透视表"
        )


def _meets(move: RowMove, block: Block) -> bool:
    """Whether some of the block's rows, if it has any, are among those of the move."""
    return block.top <= block.bottom and move.first <= block.bottom and block.top <= move.last


def _related_roots(draft: Draft, sheet: SheetPart, kind: str) -> Iterator[Element]:
    """The parts of a kind that belong to a sheet, as elements."""
    for relation in draft.package.relations(sheet.part).values():
        if relation.type == kind and relation.mode == "Internal" and draft.has(relation.target):
            yield draft.markup(relation.target).root


def _refusal(sheet: SheetPart, move: RowMove, why: str, advice: str) -> CallFault:
    where = f"“{sheet.name}”的第 {move.first} 行"
    action = f"在{where}前插入 {move.count} 行"
    if move.is_deletion:
        action = f"删除{where}" if move.count == 1 else f"删除{where}到第 {move.last} 行"
    return CallFault(f"不能{action}：{why}。{advice}。")
