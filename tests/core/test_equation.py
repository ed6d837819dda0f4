"""Arithmetic in prose is parsed with its units, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.core.equation import equations
from perfdesk.core.prose import even, listing, measures, ordinal

WRITTEN = [
    ("5人*4天*160元/天=0.32万元", "3200", "0.32万元"),
    ("５人＊４天＊１６０元／天＝０．３２万元", "3200", "0.32万元"),
    ("讲师5人×4天×160元", None, None),
    ("120万元/10个月*12个月=144万元", "1440000", "144万元"),
    ("120万元÷10个月×12个月+30万元=174万元", "1740000", "174万元"),
    ("窗口100元*2人*12月+保安50元*1人*12月=0.3万元", "3000", "0.3万元"),
    ("课时费(3+2)人*400元*（1+5%）=2100元", "2100", "2100元"),
    ("2.5万人*730元*10%≈183万元", "1825000", "183万元"),
    ("需要10万元（2000人*50元）", "100000", "10万元"),
    ("余40万元（90万元-30万元-20万元）", "400000", "40万元"),
    ("3人（含司机）x5天X20元=300元", "300", "300元"),
]


@pytest.mark.parametrize(("text", "computed", "stated"), WRITTEN)
def test_an_equation_is_read_with_its_units(text: str, computed: str | None, stated: str | None) -> None:
    found = equations(even(text))
    if computed is None:
        assert found == ()
        return
    (equation,) = found
    assert equation.computed.value == Decimal(computed)
    assert equation.stated.text == even(stated or "")


@pytest.mark.parametrize(
    "text",
    [
        "2019-2021年=3年",
        "2-3天*400元=1200元",
        "1-10月支出40万元",
        "每人400元，2人",
        "辽财〔2023〕84号",
        "a*12月*400元=1万元",
        "10万元/0人=5万元",
        "（（（（（（（（（（1+1）",
        "=5万元",
        "3*",
    ],
)
def test_what_is_no_arithmetic_is_left_alone(text: str) -> None:
    assert equations(even(text)) == ()


def test_each_figure_of_a_chain_is_stated() -> None:
    found = equations("3人*2000元=6000元=0.6万元")
    assert [equation.stated.text for equation in found] == ["6000元", "0.6万元"]


def test_a_character_keeps_its_offset_when_made_half_width() -> None:
    text = "１２％（约㎡）"
    assert len(even(text)) == len(text)
    assert even(text).startswith("12%（")


def test_figures_know_scale_and_unit() -> None:
    found = measures(even("4.88万元，1,200元/天，2.5万人次，98.5%，6.73万"))
    assert [(m.value, m.unit, m.is_money) for m in found] == [
        (Decimal("48800"), "元", True),
        (Decimal(1200), "元", False),
        (Decimal(25000), "人次", False),
        (Decimal("0.985"), "%", False),
        (Decimal(67300), "", True),
    ]


def test_a_list_is_found_only_where_its_marks_run_on() -> None:
    found = listing("合计：一、甲；二、乙；三、丙")
    assert found is not None and len(found.items) == 3
    assert listing("一、甲；三、丙") is None
    assert [ordinal(mark) for mark in ("三", "十", "十二", "二十", "④", "7", "甲")] == [
        3,
        10,
        12,
        20,
        4,
        7,
        0,
    ]
