"""What a number looks like under a format code: a table of what Excel prints."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.core.number_format import (
    builtin_format,
    color_of,
    decimals,
    general,
    is_date,
    is_percent,
    render,
)

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("number", "code", "printed"),
    [
        ("0.5071", "0%", "51%"),
        ("0.5071", "0.00%", "50.71%"),
        ("1", "0.##%", "100.%"),
        ("0.005", "0%", "1%"),
        ("2.5", "0", "3"),
        ("-2.5", "0", "-3"),
        ("1.005", "0.00", "1.01"),
        ("-0.001", "0.00", "-0.00"),
        ("8376.38", "General", "8376.38"),
        ("8376.38", "", "8376.38"),
        ("640", 'G/通用格式"人"', "640人"),
        ("5", 'General"分"', "5分"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("999999.995", "#,##0.00", "1,000,000.00"),
        ("12", "#,##0", "12"),
        ("0", "#,##0", "0"),
        ("0", "#", ""),
        ("0.05", "#.##", ".05"),
        ("5", "#.##", "5."),
        ("5", "00000", "00005"),
        ("12.5", "0.0?", "12.5"),
        ("-3.5", "#,##0.00_);(#,##0.00)", "(3.50)"),
        ("3.5", "#,##0.00_);(#,##0.00)", "3.50"),
        ("0", ACCOUNTING, "-"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("1234.5", "0.00_ ", "1234.50"),
        ("-5", "0;[Red]0", "5"),
        ("-5", "0.0;;", ""),
        ("0", '0;-0;"无"', "无"),
        ("0", ";;;", ""),
        ("75", '[>=60]"合格";"不合格"', "合格"),
        ("50", '[>=60]"合格";"不合格"', "不合格"),
        ("5", "[<0]0.0;[=5]0.00;0", "5.00"),
        ("7", "[<0]0.0;[=5]0.00;0", "7"),
        ("50", '0"分"', "50分"),
        ("50", "0\\分", "50分"),
        ("50", "0分", "50分"),
        ("3", '"a;b"0', "a;b3"),
        ("12", "[$¥-804]#,##0.00", "¥12.00"),
        ("12", "[$-804]0", "12"),
        ("12", "[DBNum1][$-804]0", "12"),
        ("12345678", "000-0000", "1234-5678"),
        ("1234500", "0.0,", "1234.5"),
        ("1234500000", "0.00,,", "1234.50"),
        ("12345", '0!.0,"万"', "1.2万"),
        ("1234567", "0.00E+00", "1.23E+06"),
        ("0.00012", "0.0E+0", "1.2E-4"),
        ("9.999", "0.0E+00", "1.0E+01"),
        ("12345", "##0.0E+0", "12.3E+3"),
        ("0", "0.00E+00", "0.00E+00"),
        ("0.75", "# ?/?", "3/4"),
        ("1.333", "# ?/?", "1 1/3"),
        ("2.96875", "# ??/??", "2 31/32"),
        ("0.5", "# ?/8", "4/8"),
        ("3", "# ?/?", "3"),
        ("1.5", "?/?", "3/2"),
        ("1.5", "@", "1.5"),
        ("1E+300", "0.00", "1" + "0" * 300 + ".00"),
    ],
)  # fmt: skip
def test_a_number_prints_as_in_excel(number: str, code: str, printed: str) -> None:
    assert render(Decimal(number), code) == printed


@pytest.mark.parametrize(
    ("serial", "code", "printed"),
    [
        ("45000", 'yyyy"年"m"月"d"日"', "2023年3月15日"),
        ("45000", "yyyy-mm-dd", "2023-03-15"),
        ("45000", "yyyy/m/d;@", "2023/3/15"),
        ("45000", "[$-804]yyyy年mm月", "2023年03月"),
        ("45000", "yy.m", "23.3"),
        ("45000", "d-mmm-yy", "15-Mar-23"),
        ("45000", "mmmm dddd", "March Wednesday"),
        ("45000", "aaaa", "星期三"),
        ("45000", "aaa", "三"),
        ("45000.75", "yyyy/m/d h:mm", "2023/3/15 18:00"),
        ("45000.999999", "yyyy/m/d h:mm", "2023/3/16 0:00"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("0.25", '上午/下午h"时"mm"分"', "上午6时00分"),
        ("0.000127", "mm:ss.0", "00:11.0"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("0.0625", "[mm]", "90"),
        ("60", "yyyy-m-d", "1900-2-29"),
        ("59", "yyyy-m-d", "1900-2-28"),
        ("61", "yyyy-m-d", "1900-3-1"),
        ("0", "yyyy-m-d", "1900-1-0"),
        ("2958465", "yyyy-m-d", "9999-12-31"),
        ("2958466", "yyyy-m-d", "2958466"),
        ("-1", "yyyy-m-d", "-1"),
    ],
)
def test_a_day_prints_as_in_excel(serial: str, code: str, printed: str) -> None:
    assert is_date(code)
    assert render(Decimal(serial), code) == printed


def test_the_1904_calendar_begins_later() -> None:
    assert render(Decimal(0), "yyyy-m-d", date1904=True) == "1904-1-1"


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("0", "0"),
        ("640", "640"),
        ("-12.50", "-12.5"),
        ("0.1", "0.1"),
        ("1.66666666666667", "1.666666667"),
        ("1234567.12345", "1234567.123"),
        ("1234567890.123", "1234567890"),
        ("12345678901", "12345678901"),
        ("123456789012", "1.23457E+11"),
        ("0.0001234567", "0.000123457"),
        ("0.00001", "0.00001"),
        ("0.0000123456789", "1.23457E-05"),
        ("999999999999", "1E+12"),
        ("-100000000000", "-1E+11"),
    ],
)
def test_general_prints_up_to_eleven_characters(number: str, printed: str) -> None:
    assert general(Decimal(number)) == printed


@pytest.mark.parametrize(
    ("code", "places", "percentage"),
    [
        ("General", None, False),
        ("0", 0, False),
        ("0.00", 2, False),
        ("#,##0.0_ ", 1, False),
        ("0%", 0, True),
        ("0.00%", 2, True),
        ('0.0"%"', 1, False),
        ("0.0#;-0", 2, False),
        ("yyyy/m/d", None, False),
        ("@", None, False),
        ("# ?/?", None, False),
        ("0.00E+00", None, False),
    ],
)
def test_decimals_and_percentages_are_told_from_the_code(
    code: str, places: int | None, percentage: bool
) -> None:
    assert (decimals(code), is_percent(code)) == (places, percentage)


def test_builtin_formats_are_those_of_a_chinese_excel() -> None:
    assert [builtin_format(number) for number in ("0", "9", "10", 14, 31, 49, 57)] == [
        "General", "0%", "0.00%", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "@", 'yyyy"年"m"月"',
    ]  # fmt: skip
    assert {builtin_format(odd) for odd in ("", "x", "４", 999, 23)} == {"General"}


@pytest.mark.parametrize(
    "code",
    ["[", '"', "\\", "_", "*", ";;;;;;", "[>x]0", "E+", "0E+", "/", "?/", "[h", "0..0", ",,", "%", "[>1"],
)
def test_a_broken_code_still_prints_something_and_never_fails(code: str) -> None:
    for number in ("0", "1.5", "-2", "45000"):
        assert isinstance(render(Decimal(number), code), str)
    assert isinstance(is_percent(code), bool)
    assert decimals(code) in (None, 0, 1)


@pytest.mark.parametrize(
    ("number", "code", "color"),
    [
        ("-3", "0.00;[Red]-0.00", "#FF0000"),
        ("3", "0.00;[Red]-0.00", None),
        ("-3", "0.00;[红色]-0.00", "#FF0000"),
        ("5", "[Blue][<10]0;[Green]0", "#0000FF"),
        ("15", "[Blue][<10]0;[Green]0", "#00FF00"),
        ("-3", "General", None),
        ("-3", '0;"[Red]"0', None),
    ],
)
def test_a_format_may_give_a_number_a_colour(number: str, code: str, color: str | None) -> None:
    assert color_of(Decimal(number), code) == color
