"""Whole units by chance: forms filled into the official templates, read back and checked like any folder.

A unit has no, one or many projects, in one of the layouts; figures of every size, zero budgets, blanks, long and
repeated names, points lost with and without a reason, and wrong scores and rates among them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from perfdesk.core.document import Document
from perfdesk.core.form import FieldName
from perfdesk.core.resource import template_folder
from perfdesk.judging import Checked, judge, tie_up
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.writing.filling.filling import Filling, IndicatorFilling, MoneyFilling, Quantity
from perfdesk.writing.filling.template import fill
from tests.narrative.generated_accounts import accounts_book, budget_book, money, moved

UNIT = "云岭县档案服务中心"
YEAR = 2024
PROJECTS = (
    "项目支出绩效自评表（国家格式）",
    "项目支出绩效自评表（安徽2021格式）",
    "预算项目绩效目标自评表（辽宁2021格式）",
    "预算项目绩效自评表（辽宁2023格式）",
)
UNITS = ("整体绩效自评表（辽宁2021格式）", "整体绩效自评表（辽宁2023格式）")
_WORK = (
    "馆藏案卷整理",
    "库房维护",
    "数字化扫描",
    "档案展览",
    "年鉴编印",
    "“一站式”查档服务",
    "档案征集",
    "安防改造",
)
_LONG = "关于提前下达%d年省级档案事业发展（含乡镇档案室规范化建设、濒危档案抢救保护和数字化成果移交）专项补助"
_ROWS = (
    ("产出指标", "数量指标", "整理案卷数量", "卷", 20),
    ("产出指标", "质量指标", "抽检合格率", "%", 15),
    ("产出指标", "时效指标", "按期完成率", "%", 15),
    ("效益指标", "社会效益指标", "服务群众人次", "人次", 30),
    ("满意度指标", "服务对象满意度指标", "查档群众满意度", "%", 10),
)


def generated_set(seed: int) -> tuple[Checked, ...]:
    """The checked documents of one unit; the same for the same seed."""
    chance = random.Random(seed)
    count = chance.choice([0, 1, 1, 2, 2, 3, 5, 8])
    if seed % 50 == 7:
        count = 30
    layouts = chance.sample(PROJECTS, chance.choice([1, 1, 2]))
    documents = [_project(chance, number, chance.choice(layouts)) for number in range(1, count + 1)]
    if chance.random() < 0.3:
        documents.append(_special(chance, len(documents) + 1))
    if chance.random() < 0.6 or not documents:
        documents.append(_unit(chance))
    documents += [_evaluation(chance, number) for number in range(chance.choice([0, 0, 1, 2]))]
    if chance.random() < 0.5:
        documents += _accounts(chance)
    return tie_up([judge(document) for document in documents])


def _document(name: str, package: Package) -> Document:
    return Document(f"{name}.xlsx", "", tuple(read_workbook(package)))


@lru_cache
def _template(name: str) -> Package:
    return parse_package((template_folder() / f"{name}.xlsx").read_bytes())


def _filled(name: str, template: str, filling: Filling) -> Document:
    return _document(name, fill(_template(template), filling, overrules=True).package)


def _project(chance: random.Random, number: int, layout: str) -> Document:
    budget, executed = _amounts(chance)
    rows = _rows(chance)
    lost = sum((Decimal(row.weight) - Decimal(row.score or row.weight) for row in rows), Decimal(0))
    fields: dict[FieldName, str] = {
        "initial_budget": budget,
        "full_year_budget": budget,
        "executed": executed,
    }
    fields |= _planted(chance, budget, executed, lost)
    name = _name(chance, number)
    filling = Filling(
        "project_self_evaluation", YEAR, {"project": name, "department": "云岭县档案馆", "unit": UNIT}, fields,
        goals=_goals(chance, executed), indicators=rows,
        lines=(MoneyFilling("年度资金总额：", dict(fields), role="total"),),
    )  # fmt: skip
    return _filled(f"项目{number}", layout, filling)


def _name(chance: random.Random, number: int) -> str:
    """An ordinary name, a long one, one that ends in 项目 or 资金, or one that another project may bear."""
    work = chance.choice(_WORK)
    return chance.choice(
        [f"{work}{number}期", f"{work}{number}项目", f"{work}专项资金", work, _LONG % (2000 + number)]
    )


def _amounts(chance: random.Random) -> tuple[str, str]:
    """Budget and executed amount: whole, with decimals, nothing, or not said."""
    decimals = chance.choice([0, 0, 2, 2, 4, 6])
    budget = Decimal(chance.randint(1, 10 ** chance.randint(2, 7))) / 10**decimals
    share = chance.choice([Decimal(1), Decimal(1), Decimal(chance.randint(0, 100)) / 100])
    executed = (budget * share).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    kind = chance.random()
    if kind < 0.05:
        return "0", "0"
    if kind < 0.1:
        return f"{budget:f}", ""
    return f"{budget:f}", f"{executed:f}"


def _planted(chance: random.Random, budget: str, executed: str, lost: Decimal) -> dict[FieldName, str]:
    """Now and then a rate or a total score that contradicts the figures beside it."""
    if chance.random() > 0.25 or not Decimal(budget or 0) or not executed:
        return {}
    rate = (Decimal(executed) / Decimal(budget) * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    wrong = chance.choice([rate, min(rate + 3, Decimal(100))])
    score = 100 - lost + chance.choice([0, -1, Decimal("0.5")])
    return {"execution_rate": f"{wrong}%", "total_score": f"{min(score, Decimal(100))}"}


def _rows(chance: random.Random) -> tuple[IndicatorFilling, ...]:
    return tuple(_row(chance, *row) for row in _ROWS)


def _row(
    chance: random.Random, level1: str, level2: str, name: str, unit: str, weight: int
) -> IndicatorFilling:
    target = Decimal(90 if unit == "%" else chance.randint(10, 900) * 10)
    is_met = chance.random() < 0.7
    actual = target if is_met else (target * chance.randint(50, 99) / 100).quantize(Decimal("0.1"))
    score = weight if is_met else (weight * actual / target).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    is_told = not is_met and chance.random() < 0.6
    return IndicatorFilling(
        level1, level2, name, ">=", Quantity(f"{target}", f"{target:f}", unit), unit,
        Quantity(f"{actual}", f"{actual:f}", unit), is_parted=True, weight=f"{weight}", score=f"{score:f}",
        reason=chance.choice(["人手不足，进度落后", "设备于10月到货，晚于计划3个月"]) if is_told else "",
        measure="提前2个月采购" if is_told and chance.random() < 0.5 else "",
    )  # fmt: skip


def _goals(chance: random.Random, executed: str) -> tuple[tuple[str, str], ...]:
    count, rate, saved = chance.randint(1, 9000), chance.randint(1, 999), chance.randint(1, 500)
    pieces = [
        f"整理案卷{count}卷，抽检合格率{Decimal(rate) / 10}%",
        f"接待查档{count + 7}人次，节约经费{Decimal(saved) / 100}万元",
        f"支付经费{executed or '12.5'}万元，覆盖{chance.randint(2, 30)}个乡镇",
        "档案保管条件明显改善",
    ]
    told = chance.sample(pieces, chance.randint(0, len(pieces)))
    done = chance.choice(["；", "\n", "。"]).join(told) if chance.random() < 0.6 else _numbered(told)
    return (("按计划整理馆藏案卷，方便群众查阅。", f"{done}。" if done else ""),)


def _numbered(pieces: list[str]) -> str:
    return "；".join(f"{number}.{piece}" for number, piece in enumerate(pieces, 1))


def _unit(chance: random.Random) -> Document:
    layout = chance.choice(UNITS)
    tasks = []
    for number in range(1, chance.randint(2, 4)):
        budget, executed = _amounts(chance)
        amounts = {"initial_budget": budget, "full_year_budget": budget, "executed": executed}
        tasks.append(
            MoneyFilling(f"重点工作{number}：{chance.choice(_WORK)}", amounts, project=chance.choice(_WORK))
        )
    filling = Filling(
        "unit_self_evaluation", YEAR, {"unit": UNIT, "department": UNIT}, {}, tasks=tuple(tasks),
        goals=_goals(chance, ""), indicators=_rows(chance),
    )  # fmt: skip
    return _filled("整体自评", layout, filling)


def _special(chance: random.Random, number: int) -> Document:
    budget, executed = _amounts(chance)
    fields: Mapping[FieldName, str] = {
        "full_year_budget": budget,
        "initial_budget": budget,
        "executed": executed,
    }
    rows = tuple(replace(row, weight="", score="") for row in _rows(chance))
    line = MoneyFilling("其中：中央补助", dict(fields))
    filling = Filling(
        "special_fund_self_evaluation", YEAR, {"project": _name(chance, number), "department": UNIT, "unit": UNIT},
        dict(fields), lines=(line,), goals=_goals(chance, executed), indicators=rows,
    )  # fmt: skip
    return _filled("专项资金", "专项资金绩效目标自评表", filling)


def _evaluation(chance: random.Random, number: int) -> Document:
    budget, executed = _amounts(chance)
    amounts = {"initial_budget": budget, "full_year_budget": budget, "executed": executed or budget}
    filling = Filling(
        "key_evaluation", YEAR, {"project": f"{chance.choice(_WORK)}{number + 1}", "department": UNIT, "unit": UNIT},
        lines=(MoneyFilling("其中：财政拨款收入", amounts),), goals=_goals(chance, executed),
        indicators=_rows(chance),
    )  # fmt: skip
    return _filled(f"重点评价{number}", "重点绩效评价表", filling)


def _accounts(chance: random.Random) -> list[Document]:
    known = money(chance)
    blank = chance.choice(["", "0.00"])
    found = [Document("决算.xlsx", "", accounts_book(known, UNIT, YEAR, blank))]
    if chance.random() < 0.6:
        found.append(Document("上年决算.xlsx", "", accounts_book(moved(chance, known), UNIT, YEAR - 1)))
    if chance.random() < 0.6:
        found.append(Document("预算.xlsx", "", budget_book(moved(chance, known), UNIT, YEAR)))
    return found
