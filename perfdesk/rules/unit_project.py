"""UP7: the unit form against the project forms of the same unit and year.

A key task may name several projects in short words; they are matched by what they have in
common, and every doubtful match is told. Nothing is added up while a project form is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from perfdesk.core.form import FieldName, Form, LineRole, Money
from perfdesk.core.value import Value
from perfdesk.rules.account_view import Table, amounts_of
from perfdesk.rules.form_set import Entry, FormSet
from perfdesk.rules.project_match import Matching, Named, is_same_name, match_projects
from perfdesk.rules.relation import Amount, Relation
from perfdesk.rules.rule import Example
from perfdesk.rules.tie import Tied, TieExample, TieOutcome, Untied, tie

SURE = 70  # a name less alike than this does not prove that a figure is wrong
COLUMNS: dict[FieldName, str] = {
    "initial_budget": "年初预算数",
    "full_year_budget": "全年预算数",
    "executed": "全年执行数",
}
BASIS = "部门（单位）整体绩效自评表“年度主要任务”栏：对应项目的预算数、执行数取自各项目绩效自评表"
"""Where the unit form's figures come from."""


def _pair(says: str, unit: dict[str, str], project: dict[str, str]) -> TieExample:
    return TieExample(
        (Example("tied_unit", "", unit), Example("project", "", project), Example("tied_project", "")), says
    )


@lru_cache(maxsize=2)
def unit_forms(forms: FormSet) -> tuple[tuple[Entry, Matching], ...]:
    """Each unit form with the project forms of its unit and year, matched to its key tasks."""
    by_unit: dict[str, list[Entry]] = {}
    for project in forms.kind("project_self_evaluation", "special_fund_self_evaluation"):
        for name in {project.unit, project.department} - {""}:
            by_unit.setdefault(name, []).append(project)
    return tuple(
        (unit, match_projects(unit, [p for p in by_unit.get(unit.unit, ()) if _is_of_year(p, unit)]))
        for unit in forms.kind("unit_self_evaluation")
    )


def _is_of_year(project: Entry, unit: Entry) -> bool:
    return len({project.form.year, unit.form.year} - {None}) < 2


def in_one_unit(form: Form, other: Form) -> bool:
    """Whether both forms are in 万元, or both in 元: other amounts are not compared."""
    return form.amount_unit == other.amount_unit


def _amount(entry: Entry, value: Value, what: str) -> Amount:
    # Some forms cut the figures of the projects to two decimals instead of rounding them.
    return Amount(entry.place(value.cell), value, what, leaves=2)


def _parts(found: list[Named], column: FieldName) -> tuple[Amount, ...] | None:
    """The projects' amounts of a column; None where one of them has no such figure."""
    amounts = []
    for named in found:
        value = named.entry.form.named(column)
        if value is None or value.number is None:
            return None
        amounts.append(_amount(named.entry, value, f"“{named.entry.form.header_text('project')}”"))
    return tuple(amounts)


@tie(
    "UP701",
    "重点工作的金额与项目自评表之和不符",
    why="整体自评表重点工作的预算数、执行数，应当就是所列各项目自评表相加。",
    needs=("整体绩效自评表", "项目绩效自评表"),
    basis=BASIS,
    bad=_pair("项目自评表执行10万元，整体自评表该项重点工作填9万元", {"F11": "9"}, {}),
    good=_pair("各项重点工作的金额等于所列项目之和", {}, {}),
)
def task_differs_from_projects(forms: FormSet) -> Iterator[TieOutcome]:
    """重点工作 = Σ its projects: initial budget, full-year budget, executed."""
    for unit, matching in unit_forms(forms):
        yield from _not_opened(unit, matching)
        for task, found in matching.tasks:
            if not found or any(not in_one_unit(unit.form, named.entry.form) for named in found):
                continue
            if min(named.likeness for named in found) < SURE:
                cell = (task.project or task.name).cell
                yield Untied(unit.place(cell), "对应项目的名称与项目自评表只有部分相同，金额没有核对")
                continue
            for column, name in COLUMNS.items():
                value, parts = task.amounts.get(column), _parts(found, column)
                if value is not None and parts is not None:
                    what = f"“{_title(task)}”的{name}"
                    yield Relation(_amount(unit, value, what), parts, "重点工作=所列项目之和", is_cross=True)


def _not_opened(unit: Entry, matching: Matching) -> Iterator[Untied]:
    """One line a unit form on what could not be compared for want of a partner."""
    if not unit.form.tasks:
        return
    cell = (unit.form.tasks[0].project or unit.form.tasks[0].name).cell
    if matching.twins:
        name = matching.twins[0].form.header_text("project") or ""
        yield Untied(unit.place(cell), f"有同名的项目自评表（{name}），无法确定对应哪一张，金额没有核对")
    elif matching.missing:
        listed = "、".join(matching.missing[:3]) + ("等" if len(matching.missing) > 3 else "")
        yield Untied(unit.place(cell), f"没有打开对应的项目自评表（{listed}），这部分金额没有核对")
    elif matching.unnamed:
        count = len(matching.unnamed)
        yield Untied(unit.place(cell), f"有{count}张项目自评表没有列入年度主要任务，这些项目的金额没有核对")


def _title(task: Money) -> str:
    return "".join((task.name.text or task.name.raw).split())


@tie(
    "UP702",
    "整体自评表的项目支出与各项目自评表之和不符",
    why="所有项目自评表加起来，就是整体自评表的项目支出；上年结转的部分可以不在年初预算里。",
    needs=("整体绩效自评表", "项目绩效自评表"),
    basis=BASIS,
    bad=_pair("各项目共执行15万元，项目支出填14万元", {"E9": "14"}, {}),
    good=_pair("项目支出等于各项目之和", {}, {}),
)
def project_expenditure_differs(forms: FormSet) -> Iterator[TieOutcome]:
    """项目支出 of the unit form = Σ all its project forms, carry-over left out where that explains it."""
    for unit, matching in unit_forms(forms):
        line = role_line(unit.form, "project")
        if line is None or not matching.is_complete:
            continue
        for column, name in COLUMNS.items():
            value, parts = line.amounts.get(column), _parts(matching.all, column)
            if value is None or value.is_blank or parts is None:
                continue
            whole = _amount(unit, value, f"项目支出的{name}")
            carried = _carried(matching.all, column)
            plain = Relation(whole, parts, "项目支出=各项目自评表之和", is_cross=True)
            less = Relation(whole, parts, "项目支出=各项目自评表之和-上年结转", carried, is_cross=True)
            yield less if carried and plain.outcome() == "wrong" != less.outcome() else plain


def role_line(form: Form, role: LineRole) -> Money | None:
    """The line of that role, such as 项目支出."""
    return next((line for line in form.lines if line.role == role), None)


def _carried(found: list[Named], column: FieldName) -> tuple[Amount, ...]:
    lines = [(named.entry, role_line(named.entry.form, "carry_over")) for named in found]
    return tuple(
        _amount(entry, value, "上年结转")
        for entry, line in lines
        if line is not None and (value := line.amounts.get(column)) is not None and value.number
    )


@tie(
    "UP703",
    "整体自评表的上年结转少于各项目的上年结转",
    why="各项目带过来的上年结转，都应当在整体自评表的收入里。",
    needs=("整体绩效自评表", "项目绩效自评表"),
    basis="部门整体自评表收入栏“上年结转”与项目自评表资金来源“上年结转”相衔接",
    bad=_pair("项目上年结转2万元，整体自评表填1万元", {"C6": "1", "D6": "1"}, {"B7": "上年结转"}),
    good=_pair("上年结转两边都是2万元", {}, {"B7": "上年结转"}),
)
def carry_over_below_projects(forms: FormSet) -> Iterator[TieOutcome]:
    """上年结转 of the unit form ≥ Σ carry-over of its projects; equal where no basic money is carried."""
    for unit, matching in unit_forms(forms):
        line = role_line(unit.form, "carry_over")
        for column, name in COLUMNS.items():
            value = line.amounts.get(column) if line is not None else None
            carried = _carried(matching.all, column) if matching.is_complete else ()
            if value is None or value.is_blank or not carried:
                continue
            whole = _amount(unit, value, f"上年结转的{name}")
            yield Relation(whole, carried, "上年结转不少于各项目之和", is_floor=True, is_cross=True)
            equal = Relation(whole, carried, "上年结转=各项目之和", is_cross=True)
            tells_all = all(role_line(named.entry.form, "carry_over") for named in matching.all)
            if tells_all and equal.outcome() == "wrong" and whole.number > equal.exact:
                yield Tied(
                    whole.place,
                    "doubtful",
                    f"{whole.what}{value.printed}，各项目自评表的上年结转共{equal.exact}，"
                    "请核对差额是否属于基本支出。",
                    value.printed,
                    None,
                    equal.formula(),
                    tuple(part.place for part in carried),
                )


@tie(
    "UP704",
    "对应项目的名称与项目自评表不一致",
    why="两张表写的不是同一个名称，读表的人无法断定说的是同一个项目。",
    severity="warning",
    needs=("整体绩效自评表", "项目绩效自评表"),
    basis=BASIS,
    bad=_pair("整体自评表写“馆藏案卷数字”，项目自评表写“馆藏案卷数字化”", {"C11": "馆藏案卷数字"}, {}),
    good=_pair("两张表的项目名称相同", {}, {}),
)
def project_named_differently(forms: FormSet) -> Iterator[TieOutcome]:
    """The name a key task gives a project is not the name on the project's form."""
    for unit, matching in unit_forms(forms):
        for task, found in matching.tasks:
            for named in found:
                other = named.entry.form.headers["project"]
                if named.is_same:
                    continue
                place = unit.place((task.project or task.name).cell)
                yield Tied(
                    place,
                    "doubtful",
                    f"对应项目写作“{named.written}”，项目自评表写作“{_one_line(other)}”，请统一项目名称。",
                    named.written,
                    _one_line(other),
                    None,
                    (named.entry.place(other.cell),),
                )


def _one_line(value: Value) -> str:
    return "".join((value.text or value.raw).split())


@tie(
    "UP705",
    "整体自评表的支出与决算公开表不一致",
    why="同一单位同一年度的基本支出、项目支出执行数应当与支出决算表相同；口径不同的应当说明。",
    severity="warning",
    needs=("整体绩效自评表", "公开03"),
    basis="部门整体自评表支出栏全年执行数与公开03表同一单位、同一年度的支出相衔接",
    bad=TieExample(
        (
            Example("tied_unit", "", {"B2": "云岭县档案馆", "A1": "2022年部门（单位）整体绩效自评表"}),
            Example("03", ""),
        ),
        "整体自评表基本支出20万元，公开03表75万元",
    ),
    good=TieExample((Example("tied_unit", ""), Example("03", "")), "单位不同，不作比较"),
)
def unit_differs_from_accounts(forms: FormSet) -> Iterator[TieOutcome]:
    """基本支出 and 项目支出 executed = columns of 公开03 for the same unit and year."""
    accounts = forms.kind("final_accounts_03")
    for unit in forms.kind("unit_self_evaluation"):
        year = unit.form.year
        same = [e for e in accounts if e.unit == unit.unit and e.form.year == year and e.form.accounts]
        if len(same) != 1 or year is None or not in_one_unit(unit.form, same[0].form):
            continue
        part = Table(same[0]).whole
        roles: tuple[tuple[LineRole, str], ...] = (("basic", "基本支出"), ("project", "项目支出"))
        for role, name in roles:
            line = role_line(unit.form, role)
            value = line.amounts.get("executed") if line is not None else None
            other = amounts_of(part, part.total, part.column(name))
            if value is None or value.number is None or other is None or other.value.number is None:
                continue
            relation = Relation(_amount(unit, value, name), (other,), f"{name}=公开03表{name}", is_cross=True)
            if relation.outcome() == "wrong":
                yield Tied(
                    relation.whole.place,
                    "doubtful",
                    f"{name}全年执行数{value.printed}，公开03表同一单位为{other.value.printed}，请核对或说明口径。",
                    value.printed,
                    other.value.printed,
                    f"{value.printed} ≠ {other.value.printed}",
                    (other.place,),
                )


@tie(
    "UP706",
    "重点绩效评价表的金额与项目自评表不一致",
    why="同一个项目同一年度，评价的资金和自评的资金应当是同一笔；口径不同的应当说明。",
    severity="warning",
    needs=("重点绩效评价表", "项目绩效自评表"),
    basis="重点绩效评价表资金栏与该项目绩效自评表资金栏相衔接",
    bad=TieExample(
        (Example("tied_evaluation", "", {"C5": "12", "D5": "12", "E5": "12"}), Example("project", "")),
        "重点评价表全年预算12万元，项目自评表10万元",
    ),
    good=TieExample((Example("tied_evaluation", ""), Example("project", "")), "两张表都是10万元"),
)
def evaluation_differs_from_project(forms: FormSet) -> Iterator[TieOutcome]:
    """Key evaluation ↔ the project's own form: the same money; told once, on the first that differs."""
    projects = forms.kind("project_self_evaluation")
    for entry in forms.kind("key_evaluation"):
        same = [
            p for p in projects if p.unit == entry.unit and _is_of_year(p, entry) and is_same_name(entry, p)
        ]
        if len(same) != 1 or not in_one_unit(entry.form, same[0].form):
            continue
        for column in ("full_year_budget", "initial_budget", "executed"):
            mine, other = entry.form.named(column), same[0].form.named(column)
            if mine is None or other is None or mine.number is None or other.number is None:
                continue
            whole = _amount(entry, mine, COLUMNS[column])
            relation = Relation(whole, (_amount(same[0], other, "项目自评表"),), "", is_cross=True)
            if relation.outcome() == "wrong":
                yield Tied(
                    whole.place,
                    "doubtful",
                    f"{COLUMNS[column]}{mine.printed}，同一项目的自评表为{other.printed}，请核对或说明口径。",
                    mine.printed,
                    other.printed,
                    relation.formula(),
                    (same[0].place(other.cell),),
                )
                break
