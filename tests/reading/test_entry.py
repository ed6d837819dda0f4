"""What a clerk types into a cell, and what the edit line shows of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.core.grid import Cell
from perfdesk.core.number_format import render
from perfdesk.reading.entry import typed_cell, typed_digits, typed_text


def number_cell(number: str, code: str = "General") -> Cell:
    return Cell(render(Decimal(number), code), Decimal(number), code, style=3)


@pytest.mark.parametrize(
    ("text", "code", "number", "printed", "new_code"),
    [
        ("0.5071", "General", "0.5071", "0.5071", "General"),
        ("1,250", "General", "1250", "1250", "General"),
        (" 12 ", "General", "12", "12", "General"),
        (".5", "General", "0.5", "0.5", "General"),
        ("-3", "0.00", "-3", "-3.00", "0.00"),
        ("3.5", "0", "3.5", "4", "0"),
        ("51%", "General", "0.51", "51%", "0%"),
        ("50.7%", "General", "0.507", "50.70%", "0.00%"),
        ("50.712%", "General", "0.50712", "50.712%", "0.000%"),
        ("0.5071", "0%", "0.5071", "50.71%", "0.00%"),
        ("50.71%", "0%", "0.5071", "50.71%", "0.00%"),
        ("0.5", "0.00%", "0.5", "50.00%", "0.00%"),
        ("51%", "0.00", "0.51", "0.51", "0.00"),
        ("2023/3/15", "yyyy-mm-dd", "45000", "2023-03-15", "yyyy-mm-dd"),
        ("2023年3月15日", "yyyy/m/d", "45000", "2023/3/15", "yyyy/m/d"),
    ],
)
def test_a_number_typed_becomes_a_number(
    text: str, code: str, number: str, printed: str, new_code: str
) -> None:
    cell = typed_cell(text, Cell("旧", number_format=code, style=3))
    assert cell == Cell(printed, Decimal(number), new_code, style=3)


@pytest.mark.parametrize(
    "text",
    ["≥50个", "=A1+B1", "=1+1", "+A1", "-", "/", ".", "%", "1,25", "12元", "2023/3/15", "1e5", "1 2", "２",
     "nan", "0x10", "--5", "5%%", "1234567890123456", "00123", "1E+999", "0." + "0" * 400 + "1"],
)  # fmt: skip
def test_anything_else_typed_stays_text(text: str) -> None:
    assert typed_cell(text, number_cell("5")) == Cell(text, style=3)


def test_an_apostrophe_or_a_text_format_keeps_a_number_text() -> None:
    assert typed_cell("'12", number_cell("5")) == Cell("12", style=3)
    assert typed_cell("12", Cell(number_format="@")) == Cell("12", number_format="@")


def test_no_text_clears_the_cell_and_keeps_its_style() -> None:
    old = Cell("#REF!", None, "0%", "A1", 7, is_error=True)
    assert typed_cell("", old) == Cell(number_format="0%", style=7)
    assert typed_cell("  ", old) == Cell("  ", number_format="0%", style=7)


def test_a_word_of_the_spreadsheet_is_what_it_says_unless_the_format_is_text() -> None:
    assert typed_cell("true", Cell()) == Cell("TRUE")
    assert typed_cell("#n/a", Cell()) == Cell("#N/A", is_error=True)
    assert typed_cell("true", Cell(number_format="@")) == Cell("true", number_format="@")
    assert typed_cell("'#N/A", Cell()) == Cell("#N/A")


def test_a_number_under_the_text_format_is_typed_over_with_a_number() -> None:
    old = number_cell("107080359", "@")
    assert typed_cell("12", old) == Cell("12", Decimal(12), "@", style=3)


@pytest.mark.parametrize(
    ("text", "number", "digits"),
    [
        ("0.30000000000000004", "0.3", "0.30000000000000004"),
        ("213.23239999999998", "213.2324", "213.23239999999998"),
        ("1,250.50", "1250.5", "1250.5"),
        ("1.5e+20", "1.5E+20", "150000000000000000000"),
        ("4.54545656343434E+15", "4545456563434340", "4545456563434340"),
        ("1.2345678901234567e-07", "1.23456789012346E-7", "1.2345678901234567e-07"),
        ("1E-100", "1E-100", "1E-100"),
        ("51.25%", "0.5125", "0.5125"),
    ],
)
def test_a_figure_is_stored_with_the_digits_of_its_double(text: str, number: str, digits: str) -> None:
    cell = typed_cell(text, Cell())
    assert cell.number == Decimal(number)
    assert typed_digits(text, Decimal(number)) == digits


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell(), ""),
        (Cell("文字"), "文字"),
        (number_cell("8376.38", "#,##0.00"), "8376.38"),
        (number_cell("0.51", "0%"), "51%"),
        (number_cell("0.507120", "0.00%"), "50.712%"),
        (number_cell("1E+20"), "1E+20"),
        (Cell("00123"), "00123"),
        (Cell("#N/A"), "'#N/A"),
        (Cell("#N/A", is_error=True), "#N/A"),
        (number_cell("45000", 'yyyy"年"m"月"'), "2023/3/15"),
        (number_cell("45000.5", "yyyy/m/d"), "45000.5"),
        (Cell("12", number_format="@"), "12"),
        (Cell("12"), "'12"),
        (Cell("51%"), "'51%"),
        (Cell("'x"), "''x"),
        (Cell("3", Decimal(3), formula="1+2"), "=1+2"),
        (Cell("TRUE"), "TRUE"),
    ],
)
def test_the_edit_line_shows_what_typing_would_give(cell: Cell, shown: str) -> None:
    assert typed_text(cell) == shown


@pytest.mark.parametrize(
    "cell",
    [number_cell("8376.38", "#,##0.00"), number_cell("0.507", "0.00%"), number_cell("-0.5"),
     Cell("12", style=1), Cell("'x"), Cell("=A1"), Cell("51%"), number_cell("45000", "yyyy/m/d"),
     number_cell("45000.5", "yyyy/m/d"), Cell("2023/3/15", number_format="yyyy/m/d"),
     Cell("12", number_format="@"), Cell("  "), Cell("TRUE"), Cell("#N/A"), Cell("#N/A", is_error=True),
     number_cell("4545456563434340"), number_cell("107080359", "@"), number_cell("1E-20")],
)  # fmt: skip
def test_typing_what_the_edit_line_shows_changes_nothing(cell: Cell) -> None:
    assert typed_cell(typed_text(cell), cell) == cell


def test_a_day_of_the_1904_calendar_is_shown_as_its_number() -> None:
    cell = Cell(render(Decimal(100), "yyyy/m/d", date1904=True), Decimal(100), "yyyy/m/d")
    assert typed_text(cell) == "100"
