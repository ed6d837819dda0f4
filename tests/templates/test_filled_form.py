"""The Liaoning 2023, key evaluation and special fund templates, filled: what their formulas give is right.

Invented figures are tried everywhere, those of published forms where the folder `shared` is there.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.form import Form
from perfdesk.judging import Checked, load
from perfdesk.reading.package import open_package
from perfdesk.writing.filling.filling import Filling, IndicatorFilling, MoneyFilling, Quantity, filling_of
from perfdesk.writing.filling.template import fill
from tests.templates.office import recalculated

FOLDER = Path(__file__).resolve().parents[2] / "templates_xlsx"
PROJECT = "预算项目绩效自评表（辽宁2023格式）"
UNIT = "整体绩效自评表（辽宁2023格式）"
KEY = "重点绩效评价表"
SPECIAL = "专项资金绩效目标自评表"
HEADERS = {"project": "馆藏档案整理", "department": "云岭县档案事业发展局", "unit": "云岭县档案服务中心"}
GOALS = (("整理馆藏案卷，方便群众查阅。", "馆藏案卷已经整理，查阅更加方便。"),)
BEST_TIER = "全部或基本达成预期指标100%-80%（含）"
WHY = "人手不足，进度落后。"

# level 1, level 2, name, operator, target, unit, actual, weight; completion and score that must come out.
ROWS = (
    ("产出指标", "数量指标", "整理案卷数量", ">=", "120", "卷", "112", "12", "0.93", "11.16"),
    ("产出指标", "数量指标", "编目条目数量", ">=", "200", "条", "230", "10", "1", "10"),
    ("产出指标", "数量指标", "修复案卷数量", ">", "30", "卷", "96", "10", "1", "6"),
    ("产出指标", "质量指标", "抽检合格率", "=", "100", "%", "98.6", "9", "0.99", "8.91"),
    ("产出指标", "质量指标", "出库差错件数", "=", "0", "件", "0", "8", "1", "8"),
    ("产出指标", "时效指标", "平均调卷时间", "<=", "20", "分钟", "25", "7.5", "0.8", "6"),
    ("产出指标", "成本指标", "单卷整理费用", "<", "45", "元", "38", "3.5", "1", "3.5"),
    ("效益指标", "社会效益指标", "群众投诉件数", "<=", "0", "件", "2", "5", "0", "0"),
    ("效益指标", "可持续影响指标", "档案保管条件", None, "明显改善", "", BEST_TIER, "15", "0.9", "13.5"),
    ("满意度指标", "服务对象满意度指标", "查档群众满意度", ">=", "95", "%", "95.2", "10", "1", "10"),
)


def indicators() -> tuple[IndicatorFilling, ...]:
    """The rows as a clerk fills them, derived figures left to the formulas."""
    return tuple(
        IndicatorFilling(
            level1=level1,
            level2=level2,
            level3=name,
            operator=operator,  # type: ignore[arg-type]
            target=Quantity(target, target if unit else "", unit),
            unit=unit,
            actual=Quantity(actual, actual if unit else "", unit),
            is_parted=True,
            completion="" if unit else completion,
            weight=weight,
            reason="" if score == weight else WHY,
        )
        for level1, level2, name, operator, target, unit, actual, weight, completion, score in ROWS
    )


def money(name: str, full: str, executed: str, initial: str = "", weight: str = "") -> MoneyFilling:
    """A line of amounts."""
    given = {"initial_budget": initial, "full_year_budget": full, "executed": executed}
    return MoneyFilling(name, {key: amount for key, amount in given.items() if amount}, weight=weight)


def project() -> Filling:
    """A project form without any derived figure."""
    fields = {"full_year_budget": "25.6", "executed": "24.3", "deduction": "1.5"}
    return Filling("project_self_evaluation", 2024, HEADERS, fields, goals=GOALS, indicators=indicators())  # type: ignore[arg-type]


def unit() -> Filling:
    """A unit form: three tasks worth 40 points, indicators worth 60."""
    plan = (("人员经费", "64.6558", "64.65", "13.3"), ("公用经费", "13.7", "12.1", "13.3"))
    tasks = [money(name, full, executed, weight=weight) for name, full, executed, weight in plan]
    tasks.append(money("馆藏整理", "25.6", "25.6", weight="13.4"))
    rows = (
        ("履职效能", "基础管理", "安全巡检次数", ">=", "12", "次", "12", "20"),
        ("管理效率", "业务管理", "采购违规次数", "=", "0", "次", "0", "10"),
        ("运行成本", "成本控制成效", "公用经费变动率", "<=", "4", "%", "5", "20"),
        ("可持续性", "体制机制改革", "制度修订项数", ">=", "4", "项", "3", "10"),
    )
    lines = tuple(
        IndicatorFilling(
            level1, level2, name, operator, Quantity(target, target, measure), measure,  # type: ignore[arg-type]
            Quantity(actual, actual, measure), is_parted=True, weight=weight, measure="加强管理，按季度核对。",
        )
        for level1, level2, name, operator, target, measure, actual, weight in rows
    )  # fmt: skip
    heads = {"unit": HEADERS["unit"], "income": "103.96", "expenditure": "103.96"}
    return Filling("unit_self_evaluation", 2024, heads, goals=GOALS, tasks=tuple(tasks), indicators=lines)


def key() -> Filling:
    """A key evaluation: two sources of funds, scores given by the evaluators."""
    funds = (
        money("其中：财政拨款收入", "30.3", "30.3", "28.1"),
        money("上年结转", "2.2", "2.2", "2.2"),
    )
    rows = (
        ("决策指标", "项目立项", "立项依据充分性", "10", "10"),
        ("管理指标", "预算管理", "预算执行率", "20", "20"),
    )
    made = ("产出指标", "数量指标", "整理案卷数量", "35", "31.62")
    done = ("效益指标", "社会效益指标", "群众知晓情况", "35", "33")
    lines = tuple(
        IndicatorFilling(
            level1, level2, name, target=Quantity("按规定执行"), actual=Quantity("已按规定执行"),
            weight=weight, score=score,
        )
        for level1, level2, name, weight, score in (*rows, made, done)
    )  # fmt: skip
    return Filling("key_evaluation", 2024, HEADERS, lines=funds, goals=GOALS, indicators=lines)


def special() -> Filling:
    """A special fund form: two sources, the total left to its formula."""
    funds = (money("其中：中央补助", "10.1", "10.1"), money("市级资金", "0.2", "0.1"))
    lines = tuple(
        IndicatorFilling(
            level1, level2, name, operator, Quantity(target, target, measure), measure,  # type: ignore[arg-type]
            Quantity(actual, actual, measure), reason="" if measure == "%" else WHY,
        )
        for level1, level2, name, operator, target, measure, actual, *_ in (ROWS[0], ROWS[-1])
    )  # fmt: skip
    return Filling("special_fund_self_evaluation", 2024, HEADERS, lines=funds, goals=GOALS, indicators=lines)


FILLINGS = {PROJECT: project(), UNIT: unit(), KEY: key(), SPECIAL: special()}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every template with invented figures."""
    folder = tmp_path_factory.mktemp("filled")
    return {name: written(name, filling, folder / f"{name}.xlsx") for name, filling in FILLINGS.items()}


def written(template: str, filling: Filling, target: Path) -> Path:
    """The template filled and kept; nothing may be left over."""
    result = fill(open_package(FOLDER / f"{template}.xlsx"), filling)
    assert result.left == ()
    target.write_bytes(result.package.data)
    return target


def the_form(path: Path) -> tuple[Checked, Form]:
    """The judged document with its only form."""
    checked = load([path])[0]
    (form,) = checked.document.forms
    return checked, form


def figures(form: Form) -> dict[str, Decimal | None]:
    """The money and score fields as numbers."""
    return {str(name): value.number for name, value in form.fields.items()}


def test_completion_and_score_of_the_project_form_follow_the_rules_of_2023(filled: dict[str, Path]) -> None:
    _, form = the_form(filled[PROJECT])
    given = {
        row.level3.text: (row.completion and row.completion.number, row.score and row.score.number)
        for row in form.indicators
    }
    assert given == {row[2]: (Decimal(row[-2]), Decimal(row[-1])) for row in ROWS}
    assert figures(form) == {
        "full_year_budget": Decimal("25.6"),
        "executed": Decimal("24.3"),
        "execution_rate": Decimal("0.9492"),
        "execution_score": Decimal("9.49"),
        "indicator_subtotal": Decimal("77.07"),
        "deduction": Decimal("1.5"),
        "total_score": Decimal("85.06"),
    }


def test_tasks_and_indicators_of_the_unit_form_make_its_total(filled: dict[str, Path]) -> None:
    _, form = the_form(filled[UNIT])
    tasks = [(task.rate and task.rate.number, task.score and task.score.number) for task in form.tasks]
    assert tasks == [
        (Decimal("0.9999"), Decimal("13.299")),
        (Decimal("0.8832"), Decimal("11.747")),
        (Decimal(1), Decimal("13.4")),
    ]
    assert [row.score and row.score.number for row in form.indicators] == [20, 10, 16, Decimal("7.5")]
    assert figures(form)["total_score"] == Decimal("91.95")


def test_points_of_a_key_evaluation_are_numbers_that_print_as_points(filled: dict[str, Path]) -> None:
    _, form = the_form(filled[KEY])
    assert [row.weight and row.weight.printed for row in form.indicators] == ["10分", "20分", "35分", "35分"]
    found = figures(form)
    assert (found["total_weight"], found["total_score"]) == (100, Decimal("94.62"))
    assert (found["full_year_budget"], found["executed"]) == (Decimal("32.5"), Decimal("32.5"))
    assert (found["initial_budget"], found["execution_rate"]) == (Decimal("30.3"), 1)


def test_sources_of_a_special_fund_add_up_by_themselves(filled: dict[str, Path]) -> None:
    _, form = the_form(filled[SPECIAL])
    assert figures(form) == {
        "full_year_budget": Decimal("10.3"),
        "executed": Decimal("10.2"),
        "execution_rate": Decimal("0.9903"),
    }


@pytest.mark.parametrize("name", FILLINGS)
def test_no_rule_disputes_what_a_formula_gives(name: str, filled: dict[str, Path]) -> None:
    checked, form = the_form(filled[name])
    assert form.kind == FILLINGS[name].kind
    disputed = [found for found in checked.findings if found.verdict in ("wrong", "missing")]
    assert disputed == []
    # A score follows from the completion as printed, so it may differ from the one by the bare quotient.
    rounded = [found for found in checked.findings if found.verdict == "rounded" and found.rule != "SC201"]
    assert [found.message for found in rounded if "不必修改" not in found.message] == []


def test_a_form_grows_with_its_indicators_and_its_totals_and_pages_go_along(tmp_path: Path) -> None:
    few = project()
    rows = [
        replace(row, level3=f"{row.level3}（{part}）", weight=str(Decimal(row.weight) / 4))
        for row in few.indicators
        for part in "甲乙丙丁"
    ]
    path = written(PROJECT, replace(few, indicators=tuple(rows)), tmp_path / "长表.xlsx")
    _, form = the_form(path)
    assert len(form.indicators) == 40
    assert figures(form)["indicator_subtotal"] == Decimal("77.07")
    (sheet,) = openpyxl.load_workbook(path)
    assert sheet["D51"].value == '=IF(COUNT(K11:K50)=0,"",ROUND(SUM(K11:K50),2))'
    assert [page.id for page in sheet.row_breaks.brk] == [51]
    assert "K11:K50" in {str(rule.sqref) for rule in sheet.data_validations.dataValidation}


def results(path: Path) -> dict[str, object]:
    """What every formula of the first sheet is stored to give; blank and nothing are the same."""
    (live,) = openpyxl.load_workbook(path)
    (shown,) = openpyxl.load_workbook(path, data_only=True)
    return {
        cell.coordinate: shown[cell.coordinate].value or None
        for row in live.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


def test_libreoffice_works_the_same_figures_out(filled: dict[str, Path], tmp_path: Path) -> None:
    ours = {name: results(path) for name, path in filled.items()}
    assert all(sum(result is not None for result in found.values()) >= 4 for found in ours.values())
    theirs = recalculated(list(filled.values()), tmp_path)
    assert {path.stem: results(path) for path in theirs} == ours


PUBLISHED = {
    "panjin2023/项目自评-*.xlsx": PROJECT,
    "panjin2023/整体自评-*.xlsx": UNIT,
    "panjin2023/重点绩效评价表.xlsx": KEY,
    "chenxi2022/*.xlsx": SPECIAL,
}


@pytest.mark.parametrize("pattern", PUBLISHED)
def test_published_figures_get_no_finding_in_the_template_that_they_do_not_get_as_published(
    pattern: str, shared: Path, tmp_path: Path
) -> None:
    files = sorted((shared / "cases").glob(pattern))
    assert files
    for file in files:
        published, form = the_form(file)
        ours, copy = the_form(written(PUBLISHED[pattern], filling_of(form), tmp_path / file.name))
        assert len(copy.indicators) == len(form.indicators)
        known = {(found.rule, found.message) for found in published.findings}
        new = [
            (found.rule, found.place.cell, found.message)
            for found in ours.findings
            if (found.rule, found.message) not in known and "不必修改" not in found.message
        ]
        # A form that never said its year still does not say it.
        assert [found for found in new if form.year is not None or found[0] != "LO101"] == []
