from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from perfdesk.core.grid import Block
from perfdesk.reading.document import read_settings
from perfdesk.reading.sheet_setting import without_cells


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = Workbook()
    sheet, other = book.active, book.create_sheet("选 项")
    sheet.title = "表"
    sheet.freeze_panes = "C4"
    for row, word in enumerate(("优", "良"), 1):
        other.cell(row, 2, word)
    typed = DataValidation(type="list", formula1='"≥,≤,＝"', showInputMessage=True, prompt="选一个\n运算符号")
    typed.add("B2")
    typed.add("D4:E6")
    named = DataValidation(type="list", formula1="'选 项'!$B$1:$B$5")
    named.add("F2")
    whole = DataValidation(type="whole", operator="greaterThan", formula1="0")
    whole.add("G2")
    for validation in (typed, named, whole):
        sheet.add_data_validation(validation)
    book.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


def test_frozen_panes_lists_and_prompts_are_read(file: Path) -> None:
    setting = read_settings(file)["表"]
    assert (setting.frozen_rows, setting.frozen_columns) == (3, 2)
    first, second = setting.choices
    assert first.blocks == (Block(2, 2, 2, 2), Block(4, 4, 6, 5))
    assert first.words == ("≥", "≤", "＝")
    assert first.prompt == "选一个\n运算符号"
    assert second.words == ("优", "良")


def test_a_sheet_without_settings_has_none(file: Path) -> None:
    setting = read_settings(file)["选 项"]
    assert (setting.frozen_rows, setting.frozen_columns, setting.choices) == (0, 0, ())


def test_what_is_no_workbook_has_no_settings(tmp_path: Path) -> None:
    table = tmp_path / "表.csv"
    table.write_text("项目名称,甲\n", encoding="utf-8")
    assert read_settings(table) == {}


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        (b"<worksheet><a/><sheetData><row/></sheetData><b/></worksheet>",
         b"<worksheet><a/><sheetData></sheetData><b/></worksheet>"),
        (b'<x:w><x:sheetData n="1"><x:row/></x:sheetData ></x:w>', b'<x:w><x:sheetData n="1"></x:sheetData ></x:w>'),
        (b"<worksheet><sheetData/><b/></worksheet>", b"<worksheet><sheetData/><b/></worksheet>"),
        (b"<worksheet><b/></worksheet>", b"<worksheet><b/></worksheet>"),
    ],
)  # fmt: skip
def test_the_cells_are_left_out_of_what_is_parsed_for_settings(part: bytes, kept: bytes) -> None:
    assert without_cells(part) == kept


def test_a_part_that_only_looks_as_if_it_had_cells_is_parsed_whole(file: Path, tmp_path: Path) -> None:
    odd = tmp_path / "怪.xlsx"
    with ZipFile(file) as whole, ZipFile(odd, "w") as changed:
        for name in whole.namelist():
            data = whole.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<sheetData>", b"<!-- <sheetData> --><sheetData>", 1)
            changed.writestr(name, data)
    assert read_settings(odd)["表"].frozen_rows == 3
