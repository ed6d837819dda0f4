"""Cell edits as changed parts of a package; everything the user did not touch stays.

The heart of the lossless save (law 6 of the design). What a typed text becomes is decided by
`reading.entry`, so that the file says what the screen says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import Block, Cell, Grid, address, parse_address
from perfdesk.core.value import plain
from perfdesk.reading.entry import typed_cell, typed_text
from perfdesk.reading.package import Package
from perfdesk.reading.shared_formula import shift_formula
from perfdesk.reading.sheet_scan import RawCell, parse_range
from perfdesk.reading.xlsx import SheetEntry, make_grid, open_workbook
from perfdesk.writing.calculation import forget_chain_entries, has_full_precision, set_full_calculation
from perfdesk.writing.dependence import FormulaCell
from perfdesk.writing.draft import Draft, SheetPart
from perfdesk.writing.formula_value import Result
from perfdesk.writing.recalculation import recalculate
from perfdesk.writing.sheet_patch import Content, SheetPatch
from perfdesk.writing.string_table import StringTable
from perfdesk.writing.style_table import StyleTable, style_part

_LONGEST_TEXT = 32_767


def patch_cells(package: Package, edits: Sequence[Edit]) -> Draft:
    """The package with cells edited: a draft of changed, new and removed parts.

    Edits below a merge go to its top left cell; of several edits of one cell the last holds.
    An edit that types what the cell already holds changes nothing. Raises CallFault for a cell
    that cannot be edited alone, FileFault where the package is damaged.
    """
    patch = _WorkbookPatch(package)
    for edit in edits:
        patch.edit(edit)
    return patch.finish()


class _WorkbookPatch:
    """The sheets, strings and styles of one workbook while edits are carried out."""

    def __init__(self, package: Package) -> None:
        self._draft = Draft(package)
        self._workbook = open_workbook(package)
        parts = [sheet.part for sheet in self._draft.sheets]
        self._sheets = {part: SheetPatch(package.read_xml(part), part) for part in parts}
        self._grids: dict[str, Grid] = {}
        self._wanted: dict[tuple[str, int, int], tuple[Cell, Cell]] = {}

    def edit(self, edit: Edit) -> None:
        """Note one edit; refused where Excel itself would refuse it."""
        sheet = self._draft.sheet(edit.sheet)
        try:
            row, column = parse_address(edit.cell)
        except ValueError:
            raise CallFault(f"“{edit.cell}”不是单元格地址：请写成 K5 这样的形式。") from None
        grid = self._grid(sheet)
        block = grid.block_at(row, column)
        place = sheet.part, block.top, block.left
        old = grid.cell_at(row, column)
        self._wanted.pop(place, None)
        if edit.value == typed_text(old):
            return
        self._refuse(sheet, block)
        wanted = typed_cell(edit.value, old)
        if len(wanted.text) > _LONGEST_TEXT and wanted.number is None:
            raise CallFault(f"{edit.sheet} {edit.cell} 的文字超过 {_LONGEST_TEXT} 个字：请缩短后再保存。")
        self._wanted[place] = old, wanted

    def finish(self) -> Draft:
        """Carry the edits out and hand over the draft."""
        if not self._wanted:
            return self._draft
        self._write_contents()
        self._write_formats()
        self._renew_results()
        self._shorten_chain()
        for part, patch in self._sheets.items():
            if patch.is_changed:
                self._draft.put(part, patch.result())
        return self._draft

    def _grid(self, sheet: SheetPart) -> Grid:
        if sheet.part not in self._grids:
            entry = SheetEntry(sheet.name, sheet.part, False)
            self._grids[sheet.part] = make_grid(self._sheets[sheet.part].scan, self._workbook, entry)
        return self._grids[sheet.part]

    def _refuse(self, sheet: SheetPart, block: Block) -> None:
        """Refuse cells whose content belongs to something larger."""
        for cell in self._sheets[sheet.part].formula_cells():
            formula = cell.formula
            area = None if formula is None or formula.kind == "normal" else parse_range(formula.range or "")
            if formula is None or area is None or formula.kind == "shared" or Block(*area).is_single:
                continue
            if Block(*area).contains(block.top, block.left):
                what = "数组公式" if formula.kind == "array" else "模拟运算表"
                raise CallFault(
                    f"{sheet.name} 的 {block.address} 属于{what}（{Block(*area).range}），不能单独修改："
                    "请在 Excel 或 WPS 中修改该公式。"
                )
        for header in self._table_headers(sheet):
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
        every_cell = (cell for patch in self._sheets.values() for cell in patch.scan.cells)
        strings = StringTable(self._draft, every_cell)
        for (part, row, column), (_, wanted) in self._wanted.items():
            self._sheets[part].fill_in(row, column, _content(wanted, strings))
        strings.store()

    def _write_formats(self) -> None:
        """Give cells whose number format has changed a format that differs in it alone."""
        changed = {
            place: wanted.number_format
            for place, (old, wanted) in self._wanted.items()
            if wanted.number is not None and wanted.number_format != old.number_format
        }
        if not changed:
            return
        part = style_part(self._draft)
        styles = StyleTable(self._draft.read(part), part)
        for (sheet, row, column), code in changed.items():
            patch = self._sheets[sheet]
            patch.restyle(row, column, styles.with_number_format(patch.style_at(row, column), code))
        self._draft.put(part, styles.result())

    def _renew_results(self) -> None:
        """Write the results that follow from the edits, forget those that cannot be told."""
        names = {sheet.part: sheet.name for sheet in self._draft.sheets}
        parts: dict[FormulaCell, str] = {}
        for part, patch in self._sheets.items():
            masters = _masters(patch)
            for cell in patch.formula_cells():
                if (part, cell.row, cell.column) not in self._wanted:
                    parts[_formula_cell(names[part], cell, masters)] = part
        if not parts:
            return
        changed = [(names[part], row, column) for part, row, column in self._wanted]
        results = recalculate(self._edited_grids(), list(parts), changed)
        exact = has_full_precision(self._draft)
        for formula, result in results.items():
            patch, block = self._sheets[parts[formula]], formula.block
            if result is None or not exact:
                patch.forget_results(block)
            else:
                patch.renew_result(block.top, block.left, _result_content(result))
        if results:
            set_full_calculation(self._draft)

    def _edited_grids(self) -> list[Grid]:
        """All sheets as they are after the edits, results of formulas aside."""
        grids = []
        for sheet in self._draft.sheets:
            grid = self._grid(sheet)
            cells = dict(grid.cells)
            for (part, row, column), (_, wanted) in self._wanted.items():
                if part == sheet.part:
                    cells[row, column] = wanted
            grids.append(replace(grid, cells=cells))
        return grids

    def _shorten_chain(self) -> None:
        replaced = {
            (sheet.number, address(row, column))
            for sheet in self._draft.sheets
            for (part, row, column), (old, _) in self._wanted.items()
            if part == sheet.part and old.formula is not None
        }
        forget_chain_entries(self._draft, replaced)


def _result_content(result: Result) -> Content:
    return Content("str", result) if isinstance(result, str) else Content(None, plain(result))


def _content(wanted: Cell, strings: StringTable) -> Content:
    if wanted.number is not None:
        return Content(None, plain(wanted.number))
    if not wanted.text:
        return Content()
    if strings.is_sound:
        return Content("s", str(strings.index(wanted.text)))
    return Content("inlineStr", wanted.text)


def _masters(patch: SheetPatch) -> dict[str | None, RawCell]:
    return {
        cell.formula.shared_index: cell
        for cell in patch.formula_cells()
        if cell.formula is not None and cell.formula.kind == "shared" and cell.formula.text
    }


def _formula_cell(sheet: str, cell: RawCell, masters: dict[str | None, RawCell]) -> FormulaCell:
    """A formula with its full text; one whose text is not known gets a name, which tells nothing."""
    formula = cell.formula
    block = Block(cell.row, cell.column, cell.row, cell.column)
    if formula is None:
        return FormulaCell(sheet, block, "")
    area = parse_range(formula.range or "") if formula.kind in {"array", "dataTable"} else None
    text = formula.text
    if not text:
        master = masters.get(formula.shared_index)
        text = "?"
        if formula.kind == "shared" and master is not None and master.formula is not None:
            text = shift_formula(master.formula.text, cell.row - master.row, cell.column - master.column)
    return FormulaCell(sheet, block if area is None else Block(*area), text)
