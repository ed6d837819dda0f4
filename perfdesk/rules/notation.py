"""UN: units, operators and types: how a figure of an indicator is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.core.finding import Edit, Fix
from perfdesk.core.form import Form, Indicator
from perfdesk.core.value import OPERATOR_SIGNS, Value
from perfdesk.recognition.literal import UNCALCULATED
from perfdesk.rules.figure import missing
from perfdesk.rules.phrase import half
from perfdesk.rules.rule import Example, Found, Outcome, Unchecked, rule
from perfdesk.rules.score import title_of
from perfdesk.scoring.completion import measure
from perfdesk.scoring.profile import Profile

COLUMNS = "绩效目标表、自评表“运算符号、内容、度量单位”各列"
NAMES_OF_THINGS = {
    "人数": "人",
    "人次数": "人次",
    "次数": "次",
    "户数": "户",
    "个数": "个",
    "天数": "天",
    "家数": "家",
    "件数": "件",
    "数量": None,
    "金额": None,
    "比例": "%",
    "比率": "%",
}
"""Words that name what is counted, each with the unit that is meant."""

_COUNTS = frozenset(
    ("人", "人次", "次", "个", "户", "家", "件", "天", "场", "台", "套", "篇", "批", "月", "万人")
)
_MONEY = frozenset(("元", "万元", "亿元", "千元"))
_NAMED_UNIT = re.compile(r"[(（]([^()（）]{1,4})[)）]$")
_NO_SHARE = re.compile(r"(?:频率|功率|汇率|效率|税率|利率|费率|倍率|速率)$")
_DATE = re.compile(r"\d\s*[年月./-]\s*(?:\d|底|末|前|初|$)|\d\s*[日号点时]|[::]\d")


def unit_cells(form: Form) -> Iterator[tuple[Indicator, Value]]:
    """Indicators with their unit's own cell, where the layout has one; each cell once."""
    seen: set[str] = set()
    for indicator in form.indicators:
        cell = indicator.unit_cell
        if cell is not None and cell.cell not in seen:
            seen.add(cell.cell)
            yield indicator, cell


def named_unit(indicator: Indicator) -> str | None:
    """The unit that the indicator's name gives in brackets at its end: 参保人数（人）."""
    match = _NAMED_UNIT.search(half(indicator.level3.text or ""))
    unit = match.group(1) if match else None
    return unit if unit in _COUNTS or unit in _MONEY or unit == "%" else None


@rule(
    "UN101",
    "度量单位填成了名词",
    why="“人数”“次数”说的是数什么，不是单位；单位应填人、次、个等，汇总时才能相加。",
    severity="warning",
    basis=COLUMNS,
    needs=("unit",),
    bad=Example("liaoning_2023", "度量单位填“次数”", {"G7": "次数"}),
    good=Example("liaoning_2023", "度量单位填“次”"),
)
def unit_is_no_unit(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The unit cell names what is counted instead of a unit."""
    for indicator, cell in unit_cells(form):
        word = half(cell.raw)
        if word not in NAMES_OF_THINGS:
            continue
        unit = NAMES_OF_THINGS[word]
        fix = Fix("ask", (Edit(form.sheet, cell.cell, unit),)) if unit else None
        advice = f"应填“{unit}”" if unit else "请填具体的单位"
        yield Found(
            cell.cell,
            "doubtful",
            f"“{title_of(indicator)}”的度量单位填为“{word}”，不是单位，{advice}。",
            cell.printed,
            unit,
            fix=fix,
        )


@rule(
    "UN102",
    "数值指标没有度量单位",
    why="只有数字没有单位，看不出是98%还是98人，也无法与完成值比较。",
    severity="warning",
    basis=COLUMNS,
    needs=("target", "unit"),
    bad=Example("liaoning_2023", "目标值12，度量单位空白", {"G7": ""}),
    good=Example("liaoning_2023", "目标值12，度量单位“次”"),
)
def unit_missing(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A numeric target has neither a unit of its own nor one in the unit column."""
    for indicator, cell in unit_cells(form):
        target = indicator.target
        if target is None or target.number is None or target.unit or not cell.is_blank or cell.is_placeholder:
            continue
        unit = named_unit(indicator)
        fix = Fix("ask", (Edit(form.sheet, cell.cell, unit),)) if unit else None
        advice = f"名称里的单位是“{unit}”，请填入本栏" if unit else "请填写"
        yield missing(
            cell.cell,
            f"“{title_of(indicator)}”的指标值是数字{target.printed.strip()}，度量单位空白，{advice}。",
            unit,
            fix=fix,
        )


@rule(
    "UN103",
    "度量单位与指标名称矛盾",
    why="名称说的是人数，单位却是%，读表的人不知道以哪个为准。",
    severity="warning",
    basis=COLUMNS,
    needs=("level3", "unit"),
    bad=Example("liaoning_2023", "指标是演练参加人次，度量单位填%", {"G8": "%"}),
    good=Example("liaoning_2023", "指标是演练参加人次，度量单位填人次"),
)
def unit_contradicts_name(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The unit is not the one the indicator's name asks for."""
    for indicator, cell in unit_cells(form):
        if cell.is_blank or half(cell.raw) in NAMES_OF_THINGS:
            continue
        unit, wanted = indicator.unit or "", _unit_by_name(indicator)
        if wanted is None or unit == wanted or (unit not in _COUNTS and unit not in _MONEY and unit != "%"):
            continue
        yield Found(
            cell.cell,
            "doubtful",
            f"“{title_of(indicator)}”按名称应以“{wanted}”计量，度量单位填为“{unit}”，请核对。",
            cell.printed,
            wanted,
            fix=Fix("ask", (Edit(form.sheet, cell.cell, wanted),)),
        )


def _unit_by_name(indicator: Indicator) -> str | None:
    named = named_unit(indicator)
    name = half(indicator.level3.text or "")
    if named is not None:
        return named
    unit = indicator.unit or ""
    if name.endswith("率") and not _NO_SHARE.search(name):
        return "%" if unit in _COUNTS else None
    if name.endswith("人次"):
        return "人次" if unit in ("人", "%") else None
    if name.endswith(("人数", "次数", "户数")):
        return (
            NAMES_OF_THINGS[name[-2:]] if unit == "%" or (name.endswith("人数") and unit == "人次") else None
        )
    return None


@rule(
    "UN104",
    "完成值的单位与指标值不同",
    why="单位不同的两个数不能比较，完成程度和得分都失去依据。",
    severity="warning",
    basis=COLUMNS,
    needs=("target", "actual", "unit"),
    bad=Example("project", "指标值按卷计，完成值按册计", {"F11": "2100册"}),
    good=Example("project", "指标值和完成值都按卷计"),
)
def units_differ(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Actual and target are in different units, or an amount of money stands under a percentage."""
    for indicator in form.indicators:
        target, actual = indicator.target, indicator.actual
        if target is None or actual is None or target.number is None or actual.number is None:
            continue
        is_share = target.is_percent or indicator.unit == "%"
        is_money_for_share = is_share and actual.unit in _MONEY
        told = measure(indicator)
        if not is_money_for_share and not (isinstance(told, str) and "单位不同" in told):
            continue
        own, wanted = actual.unit or "无", "%" if is_share else indicator.unit
        yield Found(
            actual.cell,
            "doubtful",
            f"“{title_of(indicator)}”的指标值以“{wanted}”计量，完成值的单位是“{own}”，请统一单位后再评分。",
            actual.printed,
        )


@rule(
    "UN105",
    "单位写了两次",
    why="内容栏写“12次”，度量单位栏又写“次”，导出和汇总时会变成“12次次”。",
    severity="warning",
    basis=COLUMNS,
    needs=("target", "unit"),
    bad=Example("liaoning_2023", "内容填“12次”，度量单位又填“次”", {"F7": "12次"}),
    good=Example("liaoning_2023", "内容填12，度量单位填“次”"),
)
def unit_written_twice(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The target carries its unit and the unit column repeats it."""
    for indicator, cell in unit_cells(form):
        target = indicator.target
        if target is None or target.number is None or target.unit is None or cell.is_blank:
            continue
        if target.unit != indicator.unit:
            continue
        yield Found(
            target.cell,
            "doubtful",
            f"“{title_of(indicator)}”的内容“{target.printed.strip()}”已带单位，度量单位栏又填“{cell.printed.strip()}”，"
            "请只留一处。",
            target.printed,
        )


@rule(
    "UN106",
    "数值指标没有运算符号",
    why="没有≥或≤，不知道是越多越好还是不能超过，得分无法判断。",
    severity="warning",
    basis=COLUMNS,
    needs=("operator", "target"),
    bad=Example("liaoning_2023", "目标值12次，运算符号空白", {"E7": ""}),
    good=Example("liaoning_2023", "目标值＝12次"),
)
def operator_missing(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A numeric target has no operator though the layout has a column for it."""
    seen: set[str] = set()
    for indicator in form.indicators:
        cell, target = indicator.operator_cell, indicator.target
        if cell is None or target is None or target.number is None or target.operator is not None:
            continue
        if not cell.is_blank or cell.is_placeholder or cell.cell in seen:
            continue
        seen.add(cell.cell)
        yield missing(
            cell.cell,
            f"“{title_of(indicator)}”的指标值是数字{target.printed.strip()}，运算符号空白，请填≥、≤或=。",
        )


@rule(
    "UN107",
    "运算符号后面不是数字",
    why="“≥逐步推开”无法比较；大小符号后面必须是数字。",
    severity="warning",
    basis=COLUMNS,
    needs=("operator", "target"),
    bad=Example("liaoning_2023", "定性指标前填了≥", {"E9": "≥"}),
    good=Example("liaoning_2023", "定性指标不填运算符号"),
)
def operator_before_text(form: Form, profile: Profile) -> Iterator[Outcome]:
    """≥, ≤, ＞ or ＜ stands in front of words; dates and ratios can be compared and are left alone."""
    for indicator in form.indicators:
        cell, target = indicator.operator_cell, indicator.target
        if cell is None or target is None or indicator.operator in (None, "="):
            continue
        words = half(_words_of(target))
        digits = re.sub(r"\d{2,4}年", "", words)
        if not words or _DATE.search(words) or any(letter.isdigit() for letter in digits):
            continue
        sign = OPERATOR_SIGNS[indicator.operator] if indicator.operator else ""
        yield Found(
            cell.cell,
            "doubtful",
            f"“{title_of(indicator)}”的运算符号是{sign}，后面的“{words}”不是数字，请改填数字或去掉符号。",
            cell.printed,
        )


def _words_of(target: Value) -> str:
    """The words of a target that is none of a number; 23年的目标 only begins with one."""
    if target.unit is not None and target.unit.startswith("年") and len(target.unit) > 1:
        return target.raw
    return target.text or ""


@rule(
    "UN108",
    "百分数缺少百分号",
    why="指标值是100%，完成值写成100，按字面是一百倍。",
    severity="warning",
    basis="自评表指标值、完成值栏：百分数应带百分号",
    needs=("target", "actual"),
    bad=Example("project", "指标值＝100%，完成值写100", {"F13": "100"}),
    good=Example("project", "指标值＝100%，完成值100%"),
)
def percent_sign_missing(form: Form, profile: Profile) -> Iterator[Outcome]:
    """One of target and actual is a percentage, the other a bare number of percents."""
    for indicator in form.indicators:
        target, actual = indicator.target, indicator.actual
        if target is None or actual is None or indicator.unit_cell is not None:
            continue
        for value, other in ((actual, target), (target, actual)):
            if value.number is None or not other.is_percent or value.is_percent or value.unit is not None:
                continue
            if abs(value.number) <= 2:
                continue
            yield Found(
                value.cell,
                "doubtful",
                f"“{title_of(indicator)}”填为{value.printed.strip()}，应带百分号写作{value.said}%。",
                value.printed,
                f"{value.said}%",
                fix=Fix("ask", (Edit(form.sheet, value.cell, f"{_sign(value)}{value.said}%"),)),
            )


def _sign(value: Value) -> str:
    return OPERATOR_SIGNS[value.operator] if value.operator is not None else ""


@rule(
    "UN109",
    "应填数字的格子里是文字",
    why="分值、得分和金额是文字，表格不能相加，总分和执行率也无从核对。",
    severity="warning",
    basis="自评表分值、得分和资金栏：只填数字",
    needs=("weight", "score", "lines"),
    bad=Example("project", "得分填“满分”", {"H13": "满分", "H16": "85"}),
    good=Example("project", "得分填15"),
)
def text_for_a_number(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A weight, a score, a rate's amount or a total holds words."""
    if not profile.has_scores:
        return
    places = [(f"“{title_of(i)}”的分值", i.weight) for i in form.indicators]
    places += [(f"“{title_of(i)}”的得分", i.score) for i in form.indicators]
    places += [("得分或金额", value) for value in form.fields.values()]
    places += [("金额", value) for line in (*form.lines, *form.tasks) for value in line.amounts.values()]
    seen: set[str] = set()
    for what, value in places:
        if value is None or value.text is None or value.cell in seen:
            continue
        seen.add(value.cell)
        if value.text == UNCALCULATED:
            yield Unchecked(
                value.cell, f"{what}是公式，文件里没有存它的结果；请在表格软件里打开，保存后再核对"
            )
            continue
        yield Found(
            value.cell,
            "doubtful",
            f"{what}填为“{value.text.strip()[:20]}”，应填数字，请改正。",
            value.printed,
        )
