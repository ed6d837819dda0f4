"""The formulas of the templates give what the program's own rules ask for; LibreOffice works them out."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from perfdesk.judging import Checked, load
from tests.templates import liaoning_2021, national
from tests.templates.content import Amounts, Line, Story, UnitStory
from tests.templates.office import recalculated
from tests.templates.paper import Book

FORMS = 6
UNIT, DEPARTMENT = "云岭县档案服务中心", "云岭县档案事业发展局"
# Reasons for lost points and for money not spent: the figures here are drawn by lot.
OWED = {"RS801", "RS802"}


def story(seed: int, *, is_parted: bool, has_full: bool = True) -> Story:
    """A filled project form without any derived figure; `is_parted` where operator and unit have own cells."""
    dice = random.Random(seed)
    initial = [round(dice.uniform(3, 90), dice.choice([0, 1, 2, 4])) for _ in range(2)]
    full = [round(amount * dice.uniform(0.9, 1.2), 2) for amount in initial] if has_full else initial
    executed = [round(amount * dice.choice([1, dice.uniform(0.91, 1)]), 2) for amount in full]
    funds = [Amounts("年度资金总额：")]
    names = ("其中：财政拨款", "其他资金")
    funds += [Amounts(*line) for line in zip(names, initial, full, executed, strict=True)]
    return Story(
        year="2024",
        project=f"馆藏档案整理保护{seed}",
        department=DEPARTMENT,
        unit=UNIT,
        period="2024年1月至2024年12月",
        funds=tuple(funds),
        planned=("整理馆藏档案，改善保管条件，方便群众查阅。",),
        achieved=("全年按计划完成馆藏整理，保管条件得到改善。",),
        lines=tuple(lines(dice, is_parted=is_parted)),
    )


def lines(dice: random.Random, *, is_parted: bool) -> list[Line]:
    """Indicators whose weights make 90; quantities met, short or far above, and one judged in words."""
    plan = (
        ("产出指标", "数量指标", "整理案卷数量", "≥", "卷", 20),
        ("产出指标", "质量指标", "抽检合格率", "≥", "%", 15),
        ("产出指标", "时效指标", "平均调卷时间", "≤", "分钟", 15),
        ("效益指标", "社会效益指标", "接待查档人次", "＞", "人次", 17.5),
        ("效益指标", "可持续影响指标", "档案保管条件", None, None, 12.5),
        ("满意度指标", "服务对象满意度指标", "查档群众满意度", "≥", "%", 10),
    )
    found = []
    for group, category, name, operator, unit, weight in plan:
        if operator is None:
            reached = dice.choice([1, 0.95, 0.8])
            words = ("明显改善", "全部或基本达成预期指标")
            found.append(Line(group, category, name, *words, weight, None, completion=reached))
        else:
            target = dice.randint(60, 95) if unit == "%" else dice.randint(11, 900)
            actual = min(round(target * dice.choice([1, 1.02, 0.93, 0.7]), 1), 100 if unit == "%" else 1e9)
            found.append(Line(group, category, name, target, actual, weight, None, operator, unit))
    return found if is_parted else [scored_by_hand(line) for line in found]


def scored_by_hand(line: Line) -> Line:
    """The row of a form in which a clerk writes quantities with their signs, and the score."""
    if line.operator is None:
        return Line(line.group, line.category, line.name, line.target, line.actual, line.weight, line.weight)
    return Line(
        line.group,
        line.category,
        line.name,
        f"{line.operator}{line.target}{line.unit}",
        f"{line.target}{line.unit}",
        line.weight,
        line.weight,
    )


def unit_story(seed: int) -> UnitStory:
    """A filled unit form; its indicators make 100."""
    dice = random.Random(seed)
    names = ("1.财政拨款收入", "2.上年结转", "3.其他收入")
    uses = ("1.工资福利支出", "2.商品和服务支出", "3.对个人和家庭的补助")
    basic = [figures(dice, name) for name in uses]
    tasks = [figures(dice, name, f"项目{name[-1]}") for name in ("重点工作一", "重点工作二")]
    work = [
        Amounts(f"{place}类项目支出", each.initial, each.full, each.executed)
        for place, each in enumerate(tasks, 1)
    ]
    whole = [sum(getattr(each, name) for each in (*basic, *tasks)) for name in ("initial", "full")]
    income = [Amounts(names[0], *(round(amount - 7, 2) for amount in whole), "——", "——")]
    income += [Amounts(names[1], 5, 5, "——", "——"), Amounts(names[2], 2, 2, "——", "——")]
    rows = lines(dice, is_parted=True)
    return UnitStory(
        year="2024",
        unit=UNIT,
        staff=18,
        members=0,
        income=(Amounts("年度部门预算收入小计（1至3项）", None, None, "——", "——"), *income),
        expenditure=(
            Amounts("年度部门预算支出小计（一+二）"),
            Amounts("一、基本支出（第1至3项小计）"),
            *basic,
            Amounts("二、项目支出（第1至2项小计）"),
            *(Amounts(f"{place}.{kind}项目支出", each.initial, each.full, each.executed)
              for place, kind, each in zip((1, 2), ("履职保障类（部门经费类）", "事业发展类（专项资金类）"), work, strict=True)),
        ),
        tasks=(*tasks, Amounts("合计")),
        goals=(("目标1：整理馆藏档案，方便群众查阅。", "全年完成馆藏整理，查阅更加方便。"),),
        lines=(*rows, Line("预算执行", "预算执行效率", "预算编制完整率", 100, 100, 10, None, "＝", "%")),
    )  # fmt: skip


def figures(dice: random.Random, name: str, project: str = "") -> Amounts:
    """An amount of each kind, executed nearly in full."""
    initial = round(dice.uniform(20, 90), 2)
    full = round(initial * dice.uniform(1, 1.1), 2)
    return Amounts(name, initial, full, round(full * dice.uniform(0.95, 1), 2), None, project)


BOOKS: dict[str, Callable[[Book, int], None]] = {
    "national": lambda book, seed: national.national(book, f"表{seed}", story(seed, is_parted=False)),
    "anhui_2021": lambda book, seed: national.anhui_2021(
        book, f"表{seed}", story(seed, is_parted=False, has_full=False)
    ),
    "liaoning_2021": lambda book, seed: liaoning_2021.liaoning_2021(
        book, f"表{seed}", story(seed, is_parted=True)
    ),
    "unit_2021": lambda book, seed: liaoning_2021.unit_2021(book, f"表{seed}", unit_story(seed)),
}


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every layout, filled without derived figures and worked out by LibreOffice."""
    folder = tmp_path_factory.mktemp("live")
    files = [folder / f"{name}.xlsx" for name in BOOKS]
    for path, layout in zip(files, BOOKS.values(), strict=True):
        with Book(path, is_template=True) as book:
            for seed in range(1, FORMS + 1):
                layout(book, seed)
    return dict(zip(BOOKS, recalculated(files, folder), strict=True))


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_what_the_formulas_give_is_what_the_rules_ask_for(name: str, worked_out: dict[str, Path]) -> None:
    checked = load([worked_out[name]])[0]
    assert len(checked.document.forms) == FORMS
    assert arithmetic(checked) == []


def arithmetic(checked: Checked) -> list[tuple[str, str, str, str]]:
    """Findings that blame a derived figure; one that says it is rounded as asked does not.

    A score follows from the completion that stands in the form, so it may be rounded on the way.
    """
    return [
        (found.place.sheet, found.place.cell, found.rule, found.message)
        for found in checked.findings
        if found.verdict == "wrong"
        or (found.verdict == "rounded" and found.rule != "SC201" and "不必修改" not in found.message)
    ]


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_nothing_else_is_missing_than_what_the_clerk_owes(name: str, worked_out: dict[str, Path]) -> None:
    checked = load([worked_out[name]])[0]
    assert {found.rule for found in checked.findings if found.verdict == "missing"} <= OWED
    assert {left.rule for left in checked.not_checked} <= {"UP701"}


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_every_formula_of_a_filled_form_gives_a_figure_or_blank(
    name: str, worked_out: dict[str, Path]
) -> None:
    live = openpyxl.load_workbook(worked_out[name])
    shown = openpyxl.load_workbook(worked_out[name], data_only=True)
    results = [
        shown[sheet.title][cell.coordinate].value
        for sheet in live
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    assert sum(isinstance(result, (int, float)) for result in results) >= 5 * FORMS
    assert {result for result in results if not isinstance(result, (int, float))} <= {None, ""}
