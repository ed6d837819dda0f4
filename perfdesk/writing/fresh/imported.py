"""Any readable file as a workbook package: an .xlsx as it is, everything else imported into a new one.

What the save and the review copy stand on, so that an old .xls, a Word or a PDF file can be marked
and edited; the result is always an .xlsx.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit, Finding, NotChecked, Place
from perfdesk.core.grid import address, parse_address
from perfdesk.disk.whole_file import refuse_same_file, write_whole
from perfdesk.reading.document import open_bytes
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.source import naming, read_source
from perfdesk.writing.fresh.new_workbook import workbook_bytes

ENDING = ".xlsx"


@dataclass(frozen=True)
class Imported:
    """A workbook package made of a file.

    Attributes:
        package: the workbook.
        is_new: the file was no .xlsx, and the package was made of its grids.
        rows_down: how many rows further down a sheet's cells stand than in the file's grid, because the
            lines above a document's table got rows of their own.
    """

    package: Package
    is_new: bool = False
    rows_down: Mapping[str, int] = field(default_factory=dict)

    def moved(self, sheet: str, cell: str) -> str:
        """The address in the new workbook of a cell of the file's grid."""
        down = self.rows_down.get(sheet, 0)
        if not down:
            return cell
        row, column = parse_address(cell)
        return address(row + down, column)

    def moved_edits(self, edits: Sequence[Edit]) -> list[Edit]:
        """The edits at their places in the new workbook."""
        return [dataclasses.replace(edit, cell=self.moved(edit.sheet, edit.cell)) for edit in edits]

    def moved_findings(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings at their places in the new workbook."""
        return [dataclasses.replace(finding, place=self._place(finding.place)) for finding in findings]

    def moved_items(self, items: Sequence[NotChecked]) -> list[NotChecked]:
        """What was not checked, at its place in the new workbook."""
        return [dataclasses.replace(item, place=self._place(item.place)) for item in items]

    def _place(self, place: Place) -> Place:
        return dataclasses.replace(place, cell=self.moved(place.sheet, place.cell))


def as_workbook(data: bytes, source: Path) -> Imported:
    """The workbook in these bytes, or one made of what they hold; raises FileFault or CallFault.

    Args:
        data: the bytes of the file.
        source: where they come from.
    """
    with naming(source):
        opened = open_bytes(data, source)
    if isinstance(opened, Package):
        return Imported(opened)
    if not opened.grids:
        raise CallFault(f"{source.name} 里没有表格，没有可导入的内容：请选择含有表格的文件。")
    made = workbook_bytes(opened.grids, opened.looks)
    down = {grid.name: len(grid.caption) for grid in opened.grids if grid.caption}
    return Imported(parse_package(made), True, down)


def import_file(source: Path, target: Path) -> int:
    """Write the tables of a document as a new workbook; returns the number of its sheets.

    Raises:
        CallFault: the target is the source or no .xlsx, or the file is an .xlsx or holds no table.
        FileFault: the source cannot be read or the target cannot be written.
    """
    refuse_same_file(source, target)
    require_workbook_ending(source, target)
    imported = as_workbook(read_source(source), source)
    if not imported.is_new:
        raise CallFault(f"{source.name} 本来就是 .xlsx 工作簿，不需要导入：可直接检查或打开。")
    write_whole(target, imported.package.data)
    return sum(member.name.startswith("xl/worksheets/sheet") for member in imported.package.members)


def require_workbook_ending(source: Path, target: Path) -> None:
    """Raise CallFault where what is made of another kind of file would not be named .xlsx."""
    if target.suffix.lower() != ENDING:
        wanted = target.with_suffix(ENDING).name
        raise CallFault(
            f"由 {source.name} 写成的是 .xlsx 工作簿，不能存为 {target.name}：请改名为 {wanted}。"
        )
