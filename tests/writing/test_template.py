"""Any form goes into any template: its rows fit, its groups stand over their rows, its formulas live."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.form import Form
from perfdesk.core.resource import template_folder
from perfdesk.judging import load
from perfdesk.reading.document import read_document
from perfdesk.reading.package import parse_package
from perfdesk.recognition.book import recognize_book
from perfdesk.writing.filling.filling import (
    AdviceFilling,
    Filling,
    IndicatorFilling,
    MoneyFilling,
    Quantity,
    filling_of,
)
from perfdesk.writing.filling.template import Filled, fill

NATIONAL = "项目支出绩效自评表（国家格式）.xlsx"
LIAONING_2021 = "预算项目绩效目标自评表（辽宁2021格式）.xlsx"
LIAONING_2023 = "预算项目绩效自评表（辽宁2023格式）.xlsx"
UNIT_2021 = "整体绩效自评表（辽宁2021格式）.xlsx"


def indicator(level1: str, level2: str, name: str, **more: object) -> IndicatorFilling:
    return IndicatorFilling(level1, level2, name, **more)  # type: ignore[arg-type]


HALL = Filling(
    kind="project_self_evaluation",
    year=2031,
    headers={"project": "阅览大厅改造", "department": "某县文化局", "unit": "某县图书馆"},
    fields={"initial_budget": "80", "full_year_budget": "80", "executed": "60"},
    goals=(("改造大厅一处，增加座位120个。", "大厅已改造，增加座位120个。"),),
    indicators=(
        indicator("产出指标", "数量指标", "新增座位", operator=">=", target=Quantity("120", "120", "个"), unit="个",
                  actual=Quantity("120", "120", "个"), is_parted=True, weight="20", score="20"),
        indicator("产出指标", "数量指标", "改造面积", operator=">=", target=Quantity("300", "300", "平方米"),
                  unit="平方米", actual=Quantity("240", "240", "平方米"), is_parted=True, weight="10", score="8",
                  reason="施工推迟", measure="春节后完成", ticks={"其他": "√"}),
        indicator("产出指标", "数量指标", "新增插座", operator="=", target=Quantity("60", "60", "个"), unit="个",
                  actual=Quantity("60", "60", "个"), is_parted=True, weight="20", score="20"),
        indicator("效益指标", "可持续影响", "月均到馆", operator=">=", target=Quantity("9000", "9000", "人次"),
                  unit="人次", actual=Quantity("9500", "9500", "人次"), is_parted=True, weight="15", score="15"),
        indicator("效益指标", "社会效益指标", "阅读氛围", target=Quantity("明显改善"), actual=Quantity("明显改善"),
                  is_parted=True, weight="15", score="15"),
        indicator("满意度指标", "服务对象满意度", "读者满意度", operator=">=", target=Quantity("90", "90", "%"), unit="%",
                  actual=Quantity("95", "95", "%"), is_parted=True, weight="10", score="10"),
    ),
    lines=(MoneyFilling("年度资金总额：", {"initial_budget": "80", "full_year_budget": "80", "executed": "60"}, role="total"),),
)  # fmt: skip


def filled(template: str, filling: Filling, target: Path, *, overrules: bool = False) -> tuple[Filled, Form]:
    """The template filled and written, and the form that is recognized in it."""
    source = parse_package((template_folder() / template).read_bytes())
    result = fill(source, filling, overrules=overrules)
    target.write_bytes(result.package.data)
    _, grids = read_document(target)
    return result, recognize_book(grids).forms[0]


def said(form: Form) -> list[tuple[str | None, ...]]:
    """Each row as its words, operator, target, unit, weight and score."""
    return [
        (
            row.level1.text,
            row.level2.text,
            row.level3.text,
            row.operator,
            row.target.said if row.target else None,
            row.unit,
            row.weight.said if row.weight else None,
            row.score.said if row.score else None,
        )
        for row in form.indicators
    ]


@pytest.mark.parametrize("template", [LIAONING_2023, LIAONING_2021])
def test_rows_are_added_and_taken_away_group_by_group(template: str, tmp_path: Path) -> None:
    result, form = filled(template, HALL, tmp_path / "表.xlsx")
    assert said(form) == [
        ("产出指标", "数量指标", "新增座位", ">=", "120", "个", "20", "20"),
        ("产出指标", "数量指标", "改造面积", ">=", "300", "平方米", "10", "8"),
        ("产出指标", "数量指标", "新增插座", "=", "60", "个", "20", "20"),
        ("效益指标", "社会效益指标", "阅读氛围", None, "明显改善", None, "15", "15"),
        ("效益指标", "可持续影响指标", "月均到馆", ">=", "9000", "人次", "15", "15"),
        ("满意度指标", "服务对象满意度指标", "读者满意度", ">=", "90", "%", "10", "10"),
    ]
    assert form.year == 2031
    assert form.header_text("unit") == "某县图书馆"
    assert form.goals[0].planned.text == HALL.goals[0][0]
    assert form.fields["execution_rate"].number == Decimal("0.75")
    assert form.fields["total_score"].number == Decimal("95.5")
    assert not form.leftovers
    lacks = {LIAONING_2021: (), LIAONING_2023: ("“年度资金总额：”的年初预算数：80",)}
    assert result.left == lacks[template]


def test_target_operator_and_unit_go_into_one_cell_where_the_layout_has_one(tmp_path: Path) -> None:
    result, form = filled(NATIONAL, HALL, tmp_path / "表.xlsx")
    assert [row.target.printed for row in form.indicators if row.target] == [
        "≥120个", "≥300平方米", "60个", "明显改善", "≥9000人次", "≥90%",
    ]  # fmt: skip
    assert next(row.actual.printed for row in form.indicators if row.actual) == "120个"
    assert form.indicators[1].reason is not None
    assert form.indicators[1].reason.text == "施工推迟；春节后完成"
    assert form.fields["total_score"].number == Decimal("95.5")
    assert result.left == ()


def test_a_group_the_template_lacks_comes_behind_its_like(tmp_path: Path) -> None:
    rows = (
        *HALL.indicators,
        indicator("效益指标", "读者受益指标", "办证人数"),
        indicator("创新指标", "机制", "预约借阅"),
    )
    result, form = filled(
        LIAONING_2023, Filling("project_self_evaluation", indicators=rows), tmp_path / "表.xlsx"
    )
    assert [(row.level1.text, row.level2.text) for row in form.indicators][5:] == [
        ("效益指标", "读者受益指标"), ("满意度指标", "服务对象满意度指标"), ("创新指标", "机制"),
    ]  # fmt: skip
    assert result.left == ()


def test_the_groups_are_merged_over_their_rows_and_nothing_lies_hidden_below(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    filled(LIAONING_2023, HALL, target)
    _, (grid, *_) = read_document(target)
    merged = {block.range for block in grid.merges if block.left in (2, 3) and block.top >= 11}
    assert merged >= {"B11:B13", "C11:C13", "B14:B15"}
    hidden = [
        (row, column)
        for block in grid.merges
        for row in range(block.top, block.bottom + 1)
        for column in range(block.left, block.right + 1)
        if (row, column) != (block.top, block.left) and grid.cells.get((row, column)) is not None
        and grid.cells[row, column].text
    ]  # fmt: skip
    assert hidden == []


def test_a_filled_form_is_checked_without_a_finding_its_figures_do_not_deserve(tmp_path: Path) -> None:
    filled(LIAONING_2023, HALL, tmp_path / "表.xlsx")
    (checked,) = load([tmp_path / "表.xlsx"])
    assert checked.findings == ()


def test_a_formula_that_says_something_stays_unless_figures_overrule(tmp_path: Path) -> None:
    published = Filling(
        "project_self_evaluation", fields={"full_year_budget": "3", "executed": "2", "execution_rate": "60%"}
    )
    _, form = filled(LIAONING_2023, published, tmp_path / "甲.xlsx")
    assert form.fields["execution_rate"].number == Decimal("0.6667")
    _, form = filled(LIAONING_2023, published, tmp_path / "乙.xlsx", overrules=True)
    assert form.fields["execution_rate"].number == Decimal("0.6")


def test_what_finds_no_place_is_told(tmp_path: Path) -> None:
    filling = Filling(
        "project_self_evaluation",
        headers={"project": "阅览大厅改造", "contact": "张某"},
        lines=(MoneyFilling("彩票公益金", {"executed": "3"}),),
        advice=(AdviceFilling("不再继续安排", "√", "已完成"),),
    )
    result, _ = filled(NATIONAL, filling, tmp_path / "表.xlsx")
    assert result.left == ("负责人及电话：张某", "“彩票公益金”的全年执行数：3", "不再继续安排：已完成")


def test_a_template_that_gets_no_indicators_stays_whole(tmp_path: Path) -> None:
    result, form = filled(NATIONAL, Filling("project_self_evaluation", 2031), tmp_path / "表.xlsx")
    assert form.year == 2031
    assert form.is_unfilled
    blank = parse_package((template_folder() / NATIONAL).read_bytes())
    assert len(result.package.members) == len(blank.members)
    assert [f.rule for f in load([tmp_path / "表.xlsx"])[0].findings] == []


REAL = [
    ("panjin2023", "项目自评-*.xlsx", LIAONING_2023),
    ("mingguang2021", "项目自评-行政*.xlsx", NATIONAL),
    ("mingguang2021", "项目自评-三医*.xlsx", NATIONAL),
    ("mingguang2021", "项目自评-定向*.xlsx", "项目支出绩效自评表（安徽2021格式）.xlsx"),
    ("fushun2021", "项目自评-*.xlsx", LIAONING_2021),
    ("fushun2021", "整体*.xlsx", UNIT_2021),
    ("chenxi2022", "*.xlsx", "专项资金绩效目标自评表.xlsx"),
]


@pytest.mark.parametrize(("folder", "pattern", "template"), REAL)
def test_a_published_form_says_the_same_in_the_official_template(
    folder: str, pattern: str, template: str, shared: Path, tmp_path: Path
) -> None:
    sources = sorted((shared / "cases" / folder).glob(pattern))
    assert sources
    for source in sources[::3]:
        published = recognize_book(read_document(source)[1]).forms[0]
        result, form = filled(template, filling_of(published), tmp_path / "表.xlsx", overrules=True)
        assert [row.level3.text for row in form.indicators] == [
            row.level3.text for row in published.indicators
        ]
        assert [row.score and row.score.number for row in form.indicators] == [
            row.score and row.score.number for row in published.indicators
        ]
        for name, value in published.fields.items():
            if not value.is_blank:
                assert form.fields[name].said == value.said, (source.name, name)
        assert form.header_text("project") == published.header_text("project")
        assert form.header_text("unit") == published.header_text("unit")
        assert [goal.planned.text for goal in form.goals] == [goal.planned.text for goal in published.goals]
        assert result.left == ()
