"""In every real workbook two rows come in amid each sheet and go again; nothing else changes."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.grid import Cell, Grid
from perfdesk.reading.package import Package, open_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.writing.moving.rows import delete_rows, insert_rows
from tests.writing.workbook import raw_members, real_workbooks

# Parts that tell of cells, and so may follow a move; all others are copied as they lie in the file.
FOLLOWING = (
    "worksheets/sheet", "drawings/", "comments", "threadedcomments/", "tables/", "charts/", "calcchain",
    "workbook.xml", "pivot", "ctrlprops/",
)  # fmt: skip


def middle(grid: Grid) -> int:
    rows = sorted({row for row, _ in grid.cells})
    return rows[len(rows) // 2]


def sheets_of(package: Package) -> list[Grid]:
    return [grid for grid in read_workbook(package) if grid.cells]


def named(package: Package, name: str) -> Grid:
    return next(grid for grid in read_workbook(package) if grid.name == name)


def is_same(old: Cell, new: Cell | None) -> bool:
    """The same content and look; a result that may follow from the move can have been taken away."""
    if new is None or (old.style, old.is_error) != (new.style, new.is_error):
        return False
    if new.is_uncalculated:
        return new.formula is not None
    return (old.text, old.number) == (new.text, new.number)


def test_rows_come_in_and_go_in_every_real_workbook(shared: Path) -> None:
    moves = 0
    for path in real_workbooks(shared):
        package = open_package(path)
        for grid in sheets_of(package):
            row = middle(grid)
            try:
                moved = insert_rows(package, grid.name, row, 2, like=row)
            except CallFault:
                continue
            moves += 1
            new = named(moved, grid.name)
            for (at, column), cell in grid.cells.items():
                place = (at + 2 if at >= row else at, column)
                assert is_same(cell, new.cells.get(place)), (path.name, grid.name, at, column)
            back = named(delete_rows(moved, grid.name, row, 2), grid.name)
            assert back.cells.keys() == grid.cells.keys()
            assert all(is_same(cell, back.cells[place]) for place, cell in grid.cells.items()), path.name
            assert {place: cell.formula for place, cell in back.cells.items()} == {
                place: cell.formula for place, cell in grid.cells.items()
            }, path.name
            assert set(back.merges) == set(grid.merges), path.name
    assert moves > 80


def test_parts_that_name_no_row_stay_byte_for_byte(shared: Path) -> None:
    for path in real_workbooks(shared):
        package = open_package(path)
        for grid in sheets_of(package)[:1]:
            try:
                moved = raw_members(insert_rows(package, grid.name, middle(grid), 2))
            except CallFault:
                continue
            for name, member in raw_members(package).items():
                may_follow = any(word in name.casefold() for word in FOLLOWING)
                assert may_follow or moved[name] == member, (path.name, name)


def test_another_reader_sees_the_moved_rows(shared: Path) -> None:
    for path in real_workbooks(shared):
        package = open_package(path)
        for grid in sheets_of(package)[:1]:
            row = middle(grid)
            try:
                moved = insert_rows(package, grid.name, row, 2, like=row)
            except CallFault:
                continue
            old, new = opened(package, grid.name), opened(moved, grid.name)
            if old is None:
                continue
            assert new is not None, path.name
            for at, line in old.items():
                assert new[at + 2 if at >= row else at] == line, (path.name, at)


def opened(package: Package, sheet: str) -> dict[int, list[object]] | None:
    """The constants of a sheet by row, as openpyxl reads them; None where it cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = openpyxl.load_workbook(io.BytesIO(package.data))[sheet]
        except Exception:
            return None
    lines = {row[0].row: [cell.value for cell in row if is_constant(cell.value)] for row in found.iter_rows()}
    return {number: line for number, line in lines.items() if line}


def is_constant(value: object) -> bool:
    return isinstance(value, str | int | float) and not str(value).startswith("=")


@pytest.mark.parametrize("count", [1, 3])
def test_a_group_grows_with_its_label_and_its_total(checkout: Path, count: int) -> None:
    (path,) = (checkout / "templates_xlsx").glob("*国家格式*.xlsx")
    package = open_package(path)
    (grid,) = [grid for grid in sheets_of(package) if grid.merges]
    label = max(
        (block for block in grid.merges if block.left == 1), key=lambda block: block.bottom - block.top
    )
    moved = insert_rows(package, grid.name, label.bottom + 1, count, like=label.bottom, grows=True)
    new = named(moved, grid.name)
    assert new.block_at(label.top, 1).bottom == label.bottom + count
    for row in range(label.bottom + 1, label.bottom + 1 + count):
        assert new.row_heights.get(row) == grid.row_heights.get(label.bottom)
