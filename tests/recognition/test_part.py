from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.form import Form, Indicator, Reason
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.part import Part, doubts, form_parts
from perfdesk.session import load

BLOCK = Block(1, 1, 9, 9)


def small_form(**more: object) -> Form:
    share = Value("F3", "≥95%", "≥95%", Decimal("0.95"), 2, operator=">=", unit="%", is_percent=True)
    row = Indicator(
        3,
        Value("A3", text="产出指标"),
        Value("B3", text="质量指标"),
        Value("C3", text="验收\n合格率"),
        target=share,
        operator=">=",
        unit="%",
        actual=Value("G3", "640", "640", Decimal(640), 0),
        weight=Value("H3"),
    )
    title = Value("A1", text="项目支出绩效自评表")
    return Form("project_self_evaluation", "表", BLOCK, title, indicators=(row,), **more)  # type: ignore[arg-type]


def group(form: Form, name: str) -> dict[str, Part]:
    return {part.name: part for part in next(g for g in form_parts(form) if g.name.startswith(name)).parts}


def test_a_figure_is_told_with_its_operator_and_unit_once() -> None:
    row = group(small_form(), "指标 1 条")["验收 合格率"]
    assert (row.said, row.cell) == ("产出指标 / 质量指标", "C3")
    assert {part.name: part.said for part in row.parts} == {
        "指标值": "≥95%",
        "全年完成值": "640%",
        "分值": "",
    }


def test_a_part_says_why_it_was_taken_and_what_is_uncertain() -> None:
    form = small_form(
        fields={"executed": Value("B2", "3", "3", Decimal(3), 0, doubt="文件里没有存这个公式的结果")},
        headers={"unit": Value("B1", text="某局")},
        column_cells={"unit": "G2"},
        reasons={
            "headers.unit": Reason("标签“单位”右边", "按字面推断"),
            "indicators.unit": Reason("表头“单位”（G2）下的一列"),
        },
    )
    unit = group(form, "基本信息")["实施单位"]
    assert (unit.said, unit.cell, unit.why, unit.doubt) == ("某局", "B1", "标签“单位”右边", "按字面推断")
    assert group(form, "资金与得分")["全年执行数"].doubt == "文件里没有存这个公式的结果"
    assert group(form, "指标表的列")["度量单位"].cell == "G2"
    assert doubts(form) == 2


@pytest.mark.parametrize("number", range(5))
def test_every_field_and_indicator_of_the_sample_is_listed_in_chinese(sample: Path, number: int) -> None:
    for form in load([sorted(sample.glob("*.xlsx"))[number]])[0].document.forms:
        groups = form_parts(form)
        cells = {part.cell for part in groups for part in part.parts}
        assert {value.cell for value in form.fields.values()} <= cells
        assert {row.level3.cell for row in form.indicators} <= cells
        names = [part.name for part in groups for part in part.parts]
        assert all(any(not letter.isascii() for letter in name) for name in names), names
