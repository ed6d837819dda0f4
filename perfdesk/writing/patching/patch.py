"""Cell edits as changed parts of a package; everything the user did not touch stays.

The heart of the lossless save (law 6 of the design). What a typed text becomes is decided by
`reading.entry`, so that the file says what the screen says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import EMPTY_CELL, Block, Cell, Grid, address, parse_address
from perfdesk.reading.entry import typed_cell, typed_digits, typed_text
from perfdesk.reading.package import Package
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.reading.xlsx import SheetEntry, Workbook, formula_text, make_cell, make_grid, open_workbook
from perfdesk.writing.patching.draft import Draft, SheetPart
from perfdesk.writing.patching.sheet_patch import Content, SheetPatch
from perfdesk.writing.patching.string_table import (
    StringTable,
    names_known_strings,
    surely_names_known_strings,
)
from perfdesk.writing.patching.style_table import StyleTable, style_part
from perfdesk.writing.results.calculation import (
    forget_chain_entries,
    has_full_precision,
    set_full_calculation,
)
from perfdesk.writing.results.defined_name import fixed_names
from perfdesk.writing.results.result_renewal import has_formulas, renew_results, stale_formulas

_LONGEST_TEXT = 32_767
Target = tuple[str, int, int]
"""A sheet's part, a row and a column."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One cell to be edited: what it holds, what it is to hold, and what was typed."""

    old: Cell
    wanted: Cell
    typed: str


class PatchedDraft(Draft):
    """A draft of edited cells that knows them, so that what was written can be checked.

    Attributes:
        patches: the worksheets that were looked at, by part; their scans are those before the edits.
        wishes: the edited cells by place.
        strings: the shared strings after the edits; None where they were not needed.
        workbook: what the sheets shared before the edits.
    """

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.workbook: Workbook = open_workbook(package)
        self.patches: dict[str, SheetPatch] = {}
        self.wishes: dict[Target, Wish] = {}

    def patch_of(self, part: str, data: bytes | None = None) -> SheetPatch:
        """A worksheet's part, scanned when it is first asked for."""
        if part not in self.patches:
            self.patches[part] = SheetPatch(self.package.read_xml(part) if data is None else data, part)
        return self.patches[part]


def patch_cells(package: Package, edits: Sequence[Edit]) -> PatchedDraft:
    """The package with cells edited: a draft of changed, new and removed parts.

    Edits below a merge go to its top left cell; of several edits of one cell the last holds.
    An edit that types what the cell already holds changes nothing. Raises CallFault for a cell
    that cannot be edited alone, FileFault where the package is damaged.
    """
    draft = PatchedDraft(package)
    work = _WorkbookPatch(draft)
    for edit in edits:
        work.edit(edit)
    work.finish()
    return draft


class _WorkbookPatch:
    """Carries edits out in a draft; sheets that no edit and no formula concerns are never scanned."""

    def __init__(self, draft: PatchedDraft) -> None:
        self._draft = draft
        self._wishes = draft.wishes
        self._workbook = draft.workbook
        self._headers: dict[str, tuple[Block, ...]] = {}

    def edit(self, edit: Edit) -> None:
        """Note one edit; refused where Excel itself would refuse it."""
        sheet = self._draft.sheet(edit.sheet)
        try:
            row, column = parse_address(edit.cell)
        except ValueError:
            raise CallFault(f"“{edit.cell}”不是单元格地址：请写成 K5 这样的形式。") from None
        block = self._block(sheet, row, column)
        place = sheet.part, block.top, block.left
        old = self._cell(sheet, block)
        self._wishes.pop(place, None)
        if edit.value == typed_text(old):
            return
        self._refuse(sheet, block)
        wanted = typed_cell(edit.value, old)
        if len(wanted.text) > _LONGEST_TEXT and wanted.number is None:
            raise CallFault(f"{edit.sheet} {edit.cell} 的文字超过 {_LONGEST_TEXT} 个字：请缩短后再保存。")
        self._wishes[place] = Wish(old, wanted, edit.value)

    def finish(self) -> None:
        """Carry the edits out."""
        if not self._wishes:
            return
        self._write_contents()
        self._write_formats()
        self._renew_results()
        self._shorten_chain()
        for part, patch in self._draft.patches.items():
            if patch.is_changed:
                self._draft.put(part, patch.result())

    def _block(self, sheet: SheetPart, row: int, column: int) -> Block:
        """The merge that covers a cell, or the cell; where merges overlap, the one that reading takes."""
        patch = self._draft.patch_of(sheet.part)
        blocks = [block for block in patch.merges if block.contains(row, column)]
        if not blocks:
            return Block(row, column, row, column)
        return blocks[0] if len(blocks) == 1 else self._grid(sheet).block_at(row, column)

    def _cell(self, sheet: SheetPart, block: Block) -> Cell:
        patch = self._draft.patch_of(sheet.part)
        raw = patch.cells.get((block.top, block.left))
        if raw is None:
            return EMPTY_CELL
        formula = None if raw.formula is None else formula_text(raw, raw.formula, patch.masters)
        return make_cell(raw, self._workbook, formula)

    def _grid(self, sheet: SheetPart) -> Grid:
        entry = SheetEntry(sheet.name, sheet.part, False)
        return make_grid(self._draft.patch_of(sheet.part).scan, self._workbook, entry)

    def _refuse(self, sheet: SheetPart, block: Block) -> None:
        """Refuse cells whose content belongs to something larger."""
        for cell in self._draft.patch_of(sheet.part).formula_cells:
            formula = cell.formula
            if formula is None or formula.kind in ("normal", "shared"):
                continue
            area = parse_range(formula.range or "")
            if area is None or Block(*area).is_single or not Block(*area).contains(block.top, block.left):
                continue
            what = "数组公式" if formula.kind == "array" else "模拟运算表"
            raise CallFault(
                f"{sheet.name} 的 {block.address} 属于{what}（{Block(*area).range}），不能单独修改："
                "请在 Excel 或 WPS 中修改该公式。"
            )
        if sheet.part not in self._headers:
            self._headers[sheet.part] = tuple(self._table_headers(sheet))
        for header in self._headers[sheet.part]:
            if header.contains(block.top, block.left):
                raise CallFault(
                    f"{sheet.name} 的 {block.address} 是表格（超级表）的标题或汇总行，不能在此修改："
                    "请在 Excel 或 WPS 中修改。"
                )

    def _table_headers(self, sheet: SheetPart) -> Iterator[Block]:
        """The header and totals rows of the sheet's tables: their texts stand in the table part too."""
        for relation in self._draft.package.relations(sheet.part).values():
            if relation.type != "table" or not self._draft.package.has(relation.target):
                continue
            table = self._draft.markup(relation.target).root
            area = parse_range(table.attributes.get("ref", ""))
            if area is None:
                continue
            top, left, bottom, right = area
            header, totals = table.number("headerRowCount", 1), table.number("totalsRowCount")
            if header:
                yield Block(top, left, top + header - 1, right)
            if totals:
                yield Block(bottom - totals + 1, left, bottom, right)

    def _write_contents(self) -> None:
        has_texts = any(wish.wanted.text and wish.wanted.number is None for wish in self._wishes.values())
        strings = StringTable(self._draft, self._workbook.string_scan, has_texts and self._is_sound())
        for (part, row, column), wish in self._wishes.items():
            self._draft.patch_of(part).fill_in(row, column, _content(wish, strings))
        strings.store()

    def _is_sound(self) -> bool:
        """Whether every cell that names a shared string names one there is."""
        known = len(self._workbook.strings or ())
        for sheet in self._draft.sheets:
            scanned = self._draft.patches.get(sheet.part)
            if scanned is None:
                data = self._draft.package.read_xml(sheet.part)
                if surely_names_known_strings(data, known):
                    continue
                scanned = self._draft.patch_of(sheet.part, data)
            if not names_known_strings(scanned.scan.cells, known):
                return False
        return True

    def _write_formats(self) -> None:
        """Give cells whose number format has changed a format that differs in it alone."""
        changed = {
            place: wish.wanted.number_format
            for place, wish in self._wishes.items()
            if wish.wanted.number is not None and wish.wanted.number_format != wish.old.number_format
        }
        if not changed:
            return
        part = style_part(self._draft)
        styles = StyleTable(self._draft.read(part), part)
        for (sheet, row, column), code in changed.items():
            patch = self._draft.patch_of(sheet)
            patch.restyle(row, column, styles.with_number_format(patch.style_at(row, column), code))
        self._draft.put(part, styles.result())

    def _renew_results(self) -> None:
        """Write the results that follow from the edits, forget those that cannot be told."""
        by_name: dict[str, SheetPatch] = {}
        for sheet in self._draft.sheets:
            patch = self._draft.patches.get(sheet.part)
            data = None if patch else self._draft.package.read_xml(sheet.part)
            if data is None or has_formulas(data):
                by_name[sheet.name] = self._draft.patch_of(sheet.part, data)
        names = {sheet.part: sheet.name for sheet in self._draft.sheets}
        edited = {(names[part], row, column) for part, row, column in self._wishes}
        if not any(patch.formula_cells for patch in by_name.values()):
            return
        stale = stale_formulas(by_name, edited, fixed_names(self._draft))
        if not stale:
            return
        if has_full_precision(self._draft):
            renew_results(by_name, self._edited_grids(), stale, edited)
        else:
            for formula in stale:
                by_name[formula.sheet].forget_results(formula.block)
        set_full_calculation(self._draft)

    def _edited_grids(self) -> list[Grid]:
        """All sheets as they are after the edits, results of formulas aside."""
        grids = []
        for sheet in self._draft.sheets:
            grid = self._grid(sheet)
            typed = {
                (row, column): wish.wanted
                for (part, row, column), wish in self._wishes.items()
                if part == sheet.part
            }
            grids.append(replace(grid, cells={**grid.cells, **typed}))
        return grids

    def _shorten_chain(self) -> None:
        replaced = {
            (sheet.number, address(row, column))
            for sheet in self._draft.sheets
            for (part, row, column), wish in self._wishes.items()
            if part == sheet.part and wish.old.formula is not None
        }
        forget_chain_entries(self._draft, replaced)


def _content(wish: Wish, strings: StringTable) -> Content:
    wanted = wish.wanted
    if wanted.number is not None:
        return Content(None, typed_digits(wish.typed, wanted.number))
    if not wanted.text:
        return Content()
    if wanted.is_error:
        return Content("e", wanted.text)
    if is_truth(wish):
        return Content("b", "1" if wanted.text == "TRUE" else "0")
    if strings.is_sound:
        return Content("s", str(strings.index(wanted.text)))
    return Content("inlineStr", wanted.text)


def is_truth(wish: Wish) -> bool:
    """Whether a truth value was typed, and no text that spells one."""
    is_text = wish.typed.startswith("'") or wish.old.number_format == "@"
    return wish.wanted.text in ("TRUE", "FALSE") and not is_text
