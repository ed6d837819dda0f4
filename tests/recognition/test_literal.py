"""Values as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.core.grid import Cell
from perfdesk.recognition.literal import is_filler, operator_of, understand


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit"),
    [
        ("≥95%", ">=", "0.95", "%"),
        ("17人", None, "17", "人"),
        ("102万元", None, "102", "万元"),
        ("1,250.00", None, "1250.00", None),
        ("１００％", None, "1", "%"),
        ("99 %", None, "0.99", "%"),
        ("95％以上", ">=", "0.95", "%"),
        ("不低于90%", ">=", "0.9", "%"),
        ("60分钟以内", "<=", "60", "分钟"),
        ("≤60分钟", "<=", "60", "分钟"),
        ("＞＝20个", ">=", "20", "个"),
        ("≧3次", ">=", "3", "次"),
        ("﹦12", "=", "12", None),
        ("640元/人/年", None, "640", "元/人/年"),
        ("-5", None, "-5", None),
        ("−5", None, "-5", None),
        ("102 万元", None, "102", "万元"),
        ("95%（含）以上", ">=", "0.95", "%"),
        ("95%含以上", ">=", "0.95", "%"),
        ("≥95分", ">=", "95", "分"),
        ("'95%", None, "0.95", "%"),
        ("￥1,250.00元", None, "1250.00", "元"),
        ("约300人次", None, "300", "人次"),
        ("90％左右", None, "0.9", "%"),
        ("100 ", None, "100", None),
        ("大于或等于12次", ">=", "12", "次"),
        ("控制在5%以内", "<=", "0.05", "%"),
        ("2.5万人", None, "2.5", "万人"),
        ("3年", None, "3", "年"),
    ],
)
def test_a_number_is_split_from_its_operator_and_unit(
    text: str, operator: str | None, number: str, unit: str | None
) -> None:
    value = understand(Cell(text), "A1")
    assert (value.operator, value.number, value.unit) == (operator, Decimal(number), unit)
    assert value.raw == text


@pytest.mark.parametrize(
    "text",
    [
        "2022年",
        "2022年底",
        "12月底前",
        "11月1日起正式运行",
        "每人每月100元",
        "达成预期指标95%",
        "全覆盖",
        "100%-80%",
        "2022年12月底前",
        "2022-12-31",
        "2022/12/31",
        "2022.12.31",
        "90%-95%",
        "10~20个",
        "5-10个",
        "100%；98%",
        "1：1",
        "0/0",
        "1/3",
        "提高5%",
        "第3季度",
        "50人，60人",
        "#DIV/0!",
    ],
)
def test_words_and_dates_stay_words(text: str) -> None:
    value = understand(Cell(text), "A1")
    assert value.number is None and value.text == text


@pytest.mark.parametrize("text", ["/", "-", "——", "—", "不适用", " ", ""])
def test_a_mark_for_not_applicable_is_blank(text: str) -> None:
    assert understand(Cell(text), "A1").is_blank


@pytest.mark.parametrize("text", ["指标1", "指标2：", "……", "...", "…", "指标"])
def test_filler_of_the_template_is_known(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", ["指标1：档案数字化", "按时完成", "目标完成率"])
def test_a_real_name_is_no_filler(text: str) -> None:
    assert not is_filler(text)


def test_a_stored_percentage_keeps_its_printed_precision() -> None:
    value = understand(Cell("51%", Decimal("0.51"), "0%"), "A1")
    assert (value.number, value.decimals, value.is_percent) == (Decimal("0.51"), 2, True)
    assert value.interval.low == Decimal("0.505") and value.interval.high == Decimal("0.515")


def test_a_stored_date_is_words_and_not_its_serial_number() -> None:
    value = understand(Cell("2022年12月31日", Decimal(44926), 'yyyy"年"m"月"d"日"'), "A1")
    assert (value.number, value.text) == (None, "2022年12月31日")
    dashed = understand(Cell("2022-12-31", Decimal(44926), "yyyy-mm-dd"), "A1")
    assert (dashed.number, dashed.text) == (None, "2022-12-31")


def test_a_unit_in_the_cells_format_is_read() -> None:
    value = understand(Cell("12个", Decimal(12), '0"个"'), "A1")
    assert (value.number, value.unit) == (Decimal(12), "个")


def test_an_approximate_number_is_doubtful() -> None:
    assert understand(Cell("约300人次"), "A1").doubt and not understand(Cell("300人次"), "A1").doubt


def test_a_list_of_choices_is_no_operator() -> None:
    assert operator_of("“=”“≤”“≥”“＜”“＞”") is None
    assert operator_of(" ＞＝ ") == ">="
