"""The values of a binary workbook that xlrd does not open, by calamine; runs in the child process.

calamine aborts the process over some files, and gives neither number formats nor looks: what a
number printed is unknown, so its digits are taken as they are stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.number_format import GENERAL, render
from perfdesk.reading import limits
from perfdesk.reading.book import Book, fit_cells
from perfdesk.reading.xlsx import read_number

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_DATE_CODE = "yyyy/m/d"
_DAY_ZERO = datetime.datetime(1899, 12, 30)


def read_values(data: bytes) -> Book:
    """The sheets with their values and merges; raises FileFault."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [workbook.get_sheet_by_index(place) for place in range(len(workbook.sheet_names))]
    except python_calamine.PasswordError as error:
        remedy = "请在 Excel 或 WPS 中取消打开密码后另存为 .xlsx 再试"
        raise FileFault("encrypted", f"文件设有打开密码，{remedy}。") from error
    except Exception as error:
        raise limits.corrupt("旧版工作簿的内容不完整") from error
    visible = python_calamine.SheetVisibleEnum.Visible
    hidden = {entry.name for entry in workbook.sheets_metadata if entry.visible != visible}
    return Book(tuple(_grid(sheet, sheet.name in hidden) for sheet in sheets))


def _grid(sheet: CalamineSheet, is_hidden: bool) -> Grid:
    merges = [
        Block(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    cells, cut = fit_cells(dict(_cells(sheet)), merges)
    return Grid(name=sheet.name, cells=cells, merges=cut, is_hidden=is_hidden)


def _cells(sheet: CalamineSheet) -> Iterator[tuple[tuple[int, int], Cell]]:
    # Rows come with the empty ones above and left of the content, so they count from the first.
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            cell = _cell(value)
            if cell is not None:
                yield (row, column), cell


def _cell(value: object) -> Cell | None:
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _number(repr(value), GENERAL)
    if isinstance(value, datetime.datetime):
        days = (value - _DAY_ZERO) / datetime.timedelta(days=1)
        return _number(repr(days), _DATE_CODE)
    if isinstance(value, datetime.date):
        return _number(str((value - _DAY_ZERO.date()).days), _DATE_CODE)
    text = "" if value is None else str(value)
    return Cell(text) if text else None


def _number(text: str, code: str) -> Cell:
    number = read_number(text)
    return Cell(text) if number is None else Cell(render(number, code), number, code)
