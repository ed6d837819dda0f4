"""TG6: the approved targets against the self-evaluation, and against the budget they came with.

The target table is the yardstick: an indicator may not vanish, its target may not sink and
its unit may not change on the way to the self-evaluation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.form import Form, Indicator
from perfdesk.core.interval import ZERO
from perfdesk.core.value import OPERATOR_SIGNS, Value, plain
from perfdesk.rules.account_view import Table, amounts_of, table_of
from perfdesk.rules.budget_table import is_unit_line
from perfdesk.rules.form_set import Entry, FormSet, likeness, name_key
from perfdesk.rules.relation import Amount, Relation
from perfdesk.rules.rule import Example
from perfdesk.rules.tie import Tied, TieExample, TieOutcome, Untied, tie

EVALUATIONS = ("project_self_evaluation", "special_fund_self_evaluation")
MUCH_ALIKE = 80  # an indicator reworded is no indicator dropped
_NUMBERED = re.compile(r"^指标\d+")
BASIS = "《中共中央 国务院关于全面实施预算绩效管理的意见》：绩效自评以批复的绩效目标为依据"
"""Why the target table binds the self-evaluation."""
TABLE_BASIS = "预算批复表：表16、表17的预算资金与表3、表9相衔接"


def _judged(says: str, edits: dict[str, str]) -> TieExample:
    return TieExample((Example("targets", ""), Example("project", "", edits)), says)


def _budget(says: str, form: str, edits: dict[str, str], table: str) -> TieExample:
    return TieExample((Example(form, "", edits), Example(table, "")), says)


def evaluated(forms: FormSet) -> Iterator[tuple[Entry, Entry]]:
    """Each target table with the self-evaluation of the same project, unit and year."""
    targets: dict[str, list[Entry]] = {}
    for target in forms.kind("project_targets"):
        targets.setdefault(target.project, []).append(target)
    for entry in forms.kind(*EVALUATIONS):
        same = [target for target in targets.get(entry.project, ()) if _is_same(target, entry)]
        if entry.project and len(same) == 1:
            yield same[0], entry


def _is_same(target: Entry, entry: Entry) -> bool:
    years = {target.form.year, entry.form.year} - {None}
    units = {target.unit, entry.unit} - {""}
    return len(years) < 2 and len(units) < 2


def indicator_key(indicator: Indicator) -> str:
    """The indicator's name as compared, without a leading 指标1."""
    return _NUMBERED.sub("", name_key(indicator.level3.text or ""))


def indicators_by_name(form: Form) -> dict[str, Indicator]:
    """The indicators by the words of their name; names that are there twice are left out."""
    found: dict[str, list[Indicator]] = {}
    for indicator in form.indicators:
        found.setdefault(indicator_key(indicator), []).append(indicator)
    return {name: listed[0] for name, listed in found.items() if name and len(listed) == 1}


def pairs(forms: FormSet) -> Iterator[tuple[Entry, Indicator, Entry, Indicator]]:
    """Each approved indicator with the evaluated one of the same name."""
    for target, entry in evaluated(forms):
        mine = indicators_by_name(entry.form)
        for name, planned in indicators_by_name(target.form).items():
            if name in mine:
                yield target, planned, entry, mine[name]


@tie(
    "TG601",
    "批复的指标没有评价",
    why="绩效目标表批复的每一个指标都要自评；少一个，就少了一项考核。",
    severity="warning",
    needs=("项目绩效目标表", "项目绩效自评表"),
    basis=BASIS,
    bad=_judged("目标表有“查档群众满意度”，自评表改成了别的指标", {"D15": "窗口等候满意率"}),
    good=_judged("目标表的指标都作了自评", {}),
)
def indicator_dropped(forms: FormSet) -> Iterator[TieOutcome]:
    """An indicator of the target table is not in the self-evaluation."""
    for target, entry in evaluated(forms):
        mine = [indicator_key(indicator) for indicator in entry.form.indicators]
        cell = _heading(entry)
        for indicator in target.form.indicators:
            name = indicator_key(indicator)
            if name and not any(likeness(name, other) >= MUCH_ALIKE for other in mine):
                yield Tied(
                    entry.place(cell),
                    "missing",
                    f"绩效目标表批复的指标“{_words(indicator)}”没有在自评表中评价，请补上或说明调整的批复。",
                    None,
                    _words(indicator),
                    None,
                    (target.place(indicator.level3.cell),),
                )


def _heading(entry: Entry) -> str:
    """Where a missing indicator is told: the column of names, else the project's name."""
    cells = entry.form.column_cells
    return cells.get("level3") or entry.form.headers["project"].cell


def _words(indicator: Indicator) -> str:
    return "".join((indicator.level3.text or "").split())


@tie(
    "TG602",
    "自评的目标值比批复的低",
    why="自评要拿批复的目标值来比；目标降低了，分数就虚高。",
    severity="warning",
    needs=("项目绩效目标表", "项目绩效自评表"),
    basis=BASIS,
    bad=_judged("目标表≥2000卷，自评表≥1800卷", {"E11": "≥1800卷"}),
    good=_judged("目标值与批复的相同", {}),
)
def target_lowered(forms: FormSet) -> Iterator[TieOutcome]:
    """The target is easier than the approved one, or simply another where no direction is known."""
    for target, planned, entry, mine in pairs(forms):
        if planned.target is None or mine.target is None:
            continue
        one, other = comparable(planned, mine) or (None, None)
        if one is None or other is None or one == other:
            continue
        lower = is_easier(mine, planned, other < one)
        words = "比批复的低" if lower else "与批复的不同"
        if lower is False:
            continue
        yield Tied(
            entry.place(mine.target.cell),
            "doubtful",
            f"“{_words(mine)}”的目标值{target_text(mine)}{words}（批复{target_text(planned)}），请改回或说明调整的批复。",
            mine.target.printed,
            planned.target.printed,
            f"批复 {target_text(planned)}，自评 {target_text(mine)}",
            (target.place(planned.target.cell),),
        )


def comparable(one: Indicator, other: Indicator) -> tuple[Decimal, Decimal] | None:
    """Both targets as numbers of one unit; None where they cannot be compared."""
    first, second = one.target, other.target
    if first is None or second is None or first.number is None or second.number is None:
        return None
    if unit_of(one) != unit_of(other):
        return None
    return in_points(first, one), in_points(second, other)


def in_points(value: Value, indicator: Indicator) -> Decimal:
    """The number, a percentage in points: 98% and a bare 98 beside the unit % are the same."""
    number = value.number or ZERO
    return number * 100 if unit_of(indicator) == "%" and value.is_percent else number


def unit_of(indicator: Indicator) -> str:
    """The unit of measure as compared; empty where none is printed."""
    if indicator.target is not None and indicator.target.is_percent:
        return "%"
    return name_key(indicator.unit or "") or (indicator.unit or "").strip()


def is_easier(mine: Indicator, planned: Indicator, is_less: bool) -> bool | None:
    """Whether the target became easier; None where nobody knows which way is better."""
    direction = planned.direction or mine.direction
    if planned.operator == "=" or direction is None:
        return None
    return is_less if direction == "higher" else not is_less


def target_text(indicator: Indicator) -> str:
    """The target as people write it: ≥98%."""
    target = indicator.target
    if target is None:
        return ""
    sign = OPERATOR_SIGNS[indicator.operator] if indicator.operator else ""
    number = target.number
    if number is None:
        return target.printed
    shown = plain(number * 100 if target.is_percent else number)
    return f"{sign}{shown}{'%' if target.is_percent else indicator.unit or ''}"


@tie(
    "TG603",
    "自评的度量单位与批复的不同",
    why="单位换了，目标值和完成值就不是批复时说的那件事。",
    severity="warning",
    needs=("项目绩效目标表", "项目绩效自评表"),
    basis=BASIS,
    bad=_judged("目标表以“卷”计，自评表以“件”计", {"E11": "≥2000件", "F11": "2100件"}),
    good=_judged("度量单位与批复的相同", {}),
)
def unit_changed(forms: FormSet) -> Iterator[TieOutcome]:
    """The unit of measure is not that of the target table."""
    for target, planned, entry, mine in pairs(forms):
        one, other = unit_of(planned), unit_of(mine)
        if not one or not other or one == other or mine.target is None or planned.target is None:
            continue
        value = mine.unit_cell if mine.unit_cell is not None and mine.unit_cell.raw else mine.target
        yield Tied(
            entry.place(value.cell),
            "doubtful",
            f"“{_words(mine)}”以“{mine.unit or other}”计，批复的绩效目标以“{planned.unit or one}”计，"
            "请核对度量单位。",
            value.printed,
            planned.unit,
            f"批复 {target_text(planned)}，自评 {target_text(mine)}",
            (target.place(planned.target.cell),),
        )


@tie(
    "TG604",
    "自评表的年初预算数与批复的不同",
    why="年初预算数就是绩效目标表上批复的预算，年中的增减应写在全年预算数里。",
    needs=("项目绩效目标表", "项目绩效自评表"),
    basis=BASIS,
    bad=_judged("目标表预算10万元，自评表年初预算数12万元", {"C5": "12"}),
    good=_judged("年初预算数与批复的都是10万元", {}),
)
def initial_budget_differs(forms: FormSet) -> Iterator[TieOutcome]:
    """年初预算数 of the self-evaluation = 预算资金 of the target table, for the same year."""
    for target, entry in evaluated(forms):
        planned, mine = target.form.named("initial_budget"), entry.form.named("initial_budget")
        same = target.form.year == entry.form.year and target.form.amount_unit == entry.form.amount_unit
        if planned is None or mine is None or target.form.year is None or not same:
            continue
        whole = Amount(entry.place(mine.cell), mine, "年初预算数")
        part = Amount(target.place(planned.cell), planned, "批复的预算")
        yield Relation(whole, (part,), "年初预算数=绩效目标表批复的预算", is_cross=True)


@tie(
    "TG605",
    "项目绩效目标表的金额与项目支出预算表不一致",
    why="绩效目标是为那一笔预算定的，表17的金额必须就是表9该项目的金额。",
    needs=("表9", "表17"),
    basis=TABLE_BASIS,
    bad=_budget("表17填20万元，表9该项目25万元", "budget_targets", {"B4": "20.00"}, "budget_09"),
    good=_budget("表17与表9都是25万元", "budget_targets", {}, "budget_09"),
)
def target_amount_differs(forms: FormSet) -> Iterator[TieOutcome]:
    """表17 预算资金 = 表9 总计 of the project of the same name."""
    for target in forms.kind("project_targets"):
        value = target.form.named("initial_budget") or target.form.named("full_year_budget")
        table = _budget_table(forms, target, "budget_09")
        if value is None or table is None:
            continue
        part = table.whole
        lines = [line for line in part.lines if not is_unit_line(part, line.row)]
        same = [line for line in lines if name_key(line.name.raw) == target.project]
        other = amounts_of(part, same[0], part.column("总计", "合计")) if len(same) == 1 else None
        if other is None:
            yield Untied(target.place(value.cell), "表9中没有同名的项目，预算资金没有核对")
            continue
        whole = Amount(target.place(value.cell), value, "绩效目标表的预算资金")
        yield Relation(whole, (other,), "表17预算资金=表9该项目总计", is_cross=True)
        yield Relation(other, (whole,), "表9该项目总计=表17预算资金", is_cross=True, is_soft=True)


def _budget_table(forms: FormSet, entry: Entry, kind: str) -> Table | None:
    """The one budget table of that kind for the entry's unit and year, or in its file."""
    tables = [e for e in forms.kind(kind) if e.form.accounts and e.form.amount_unit == entry.form.amount_unit]
    near = [e for e in tables if e.path == entry.path]
    same = near or [e for e in tables if e.unit == entry.unit and e.form.year == entry.form.year]
    return table_of(same[0]) if len(same) == 1 else None


@tie(
    "TG606",
    "整体绩效目标表的人员、公用经费与支出预算总表不一致",
    why="表16列示的基本支出，就是表3的人员经费和公用经费。",
    needs=("表3", "表16"),
    basis=TABLE_BASIS,
    bad=_budget("表16公用经费填12万元，表3为10万元", "unit_targets", {"C7": "12.00"}, "budget_03"),
    good=_budget("表16人员经费50万元、公用经费10万元，与表3相同", "unit_targets", {}, "budget_03"),
)
def basic_targets_differ(forms: FormSet) -> Iterator[TieOutcome]:
    """Σ 人员经费 and Σ 公用经费 among the tasks of 表16 = the columns of 表3."""
    for target in forms.kind("unit_targets"):
        table = _budget_table(forms, target, "budget_03")
        if table is None:
            continue
        part = table.whole
        for name in ("人员经费", "公用经费"):
            tasks = [t for t in target.form.tasks if name in (t.project or t.name).raw]
            values = [v for t in tasks for v in t.amounts.values() if v.number is not None]
            leaves = part.leaves(part.total) if part.total is not None else 1
            other = amounts_of(part, part.total, part.column(name), leaves)
            if not values or other is None:
                continue
            amounts = [Amount(target.place(v.cell), v, f"表16的{name}") for v in values]
            words = f"表16{name}合计=表3{name}"
            yield Relation(amounts[0], (other,), words, tuple(amounts[1:]), is_cross=True)
