"""WT: points that must add up: the whole form, level-1 and level-2 headers; points dealt out oddly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from perfdesk.core.form import Form, Indicator
from perfdesk.core.grid import parse_address
from perfdesk.core.interval import Interval, total
from perfdesk.core.value import Value, plain
from perfdesk.rules.execution import execution_weight
from perfdesk.rules.figure import added, number
from perfdesk.rules.rule import Example, Found, Outcome, Unchecked, rule
from perfdesk.scoring.profile import Profile

_STATED_POINTS = re.compile(r"\((\d+(?:\.\d+)?)分\)")
LARGE = Decimal(40)
"""Points from which one indicator decides the whole form."""


def distinct(values: Iterable[Value | None]) -> list[Value]:
    """The values that hold numbers, each cell once: a merge that spans rows counts once."""
    found: dict[str, Value] = {}
    for value in values:
        if value is not None and value.number is not None:
            found.setdefault(value.cell, value)
    return list(found.values())


def indicator_weights(form: Form) -> list[Value]:
    """The weights of all rows but 其中 rows and the execution rate's own, each cell once."""
    return distinct(i.weight for i in added_rows(form))


def indicator_scores(form: Form) -> list[Value]:
    """The scores of all rows but 其中 rows and the execution rate's own, each cell once."""
    return distinct(i.score for i in added_rows(form))


def added_rows(form: Form) -> Iterator[Indicator]:
    """The rows that add up to the indicators' part of the total."""
    execution = form.fields.get("execution_score")
    for indicator in form.indicators:
        is_execution = (
            execution is not None and indicator.score is not None and indicator.score.cell == execution.cell
        )
        if not indicator.is_child and not is_execution:
            yield indicator


def assigned(value: Value) -> Interval:
    """What a weight can stand for: whole points are exact, decimals may have been rounded."""
    return value.interval if value.decimals else Interval.exactly(number(value))


def _disagreement(
    cell: str, what: str, weights: list[Value], wanted: Decimal, extra: Decimal = Decimal(0)
) -> Found | None:
    found = sum(map(number, weights), extra)
    if found == wanted:
        return None
    addends = [*([extra] if extra else []), *map(number, weights)]
    formula = f"{added(addends)} = {plain(found)}"
    is_rounded = (total(map(assigned, weights)) + Interval.exactly(extra)).contains(wanted)
    return Found(
        cell,
        "rounded" if is_rounded else "wrong",
        f"{what}合计{plain(found)}分，应为{plain(wanted)}分，请调整各项分值。",
        plain(found),
        plain(wanted),
        formula,
        related=tuple(weight.cell for weight in weights),
    )


@rule(
    "WT301",
    "分值合计不等于规定总分",
    why="各指标分值加执行率分值必须等于100分（指标部分90分），否则得分没有可比性。",
    needs=("weight", "execution_weight", "total_weight"),
    bad=Example(
        "project",
        "把15分的指标改成10分，合计只有95分",
        {"G12": "10", "H12": "10", "G16": "95", "H16": "95", "B11": "产出指标(45分)"},
    ),
    good=Example("project", "指标90分加执行率10分，合计100分"),
)
def weights_do_not_add_up(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Σ分值 = 100 with the execution rate's points, 90 without; unit forms by their profile."""
    weights = indicator_weights(form)
    if not weights or not profile.has_scores:
        return
    if form.kind == "key_evaluation":  # that its points fall short of 100 is WT304's to say
        printed = form.named("total_weight")
        if printed is not None and printed.number is not None:
            yield from _printed_total(form, printed, weights, Decimal(0))
        return
    header = form.column_cells.get("weight", weights[0].cell)
    if form.kind == "unit_self_evaluation":
        yield from _unit_weights(form, profile, weights, header)
        return
    whole = profile.decimal("total.project") or Decimal(100)
    has_execution = "execution_score" in form.fields or "execution_weight" in form.fields
    execution = execution_weight(form, profile) if has_execution else Decimal(0)
    printed = form.named("total_weight")
    if not has_execution and has_implicit_execution(form, profile):
        execution = profile.execution_weight
    if printed is None or printed.number is None:
        found = _disagreement(header, "指标分值", weights, whole - execution)
    else:
        found = _disagreement(printed.cell, "分值", weights, whole, execution)
    if found is not None:
        yield found
    if printed is not None and printed.number is not None:
        yield from _printed_total(form, printed, weights, execution)


def has_implicit_execution(form: Form, profile: Profile) -> bool:
    """Whether a layout without an execution score leaves just its points open: indicators add up to 90."""
    whole = profile.decimal("total.project") or Decimal(100)
    weights = sum(map(number, indicator_weights(form)), Decimal(0))
    return "execution_score" not in form.fields and weights == whole - profile.execution_weight


def has_own_execution(form: Form, profile: Profile) -> bool:
    """Whether a unit form gives its execution rate points beside the indicators, printed or left open."""
    if form.named("execution_weight") is not None:
        return True
    score = form.named("execution_score")
    weights = sum(map(number, indicator_weights(form)), Decimal(0))
    return score is not None and weights == Decimal(100) - profile.execution_weight


def _printed_total(form: Form, printed: Value, weights: list[Value], execution: Decimal) -> Iterator[Outcome]:
    found = sum(map(number, weights), execution)
    if found == Decimal(100) and number(printed) != found:
        yield Found(
            printed.cell,
            "wrong",
            f"分值合计填为{printed.printed}，各项分值相加为{plain(found)}，请更正。",
            printed.printed,
            plain(found),
            f"{added([execution, *map(number, weights)])} = {plain(found)}",
        )


def _unit_weights(form: Form, profile: Profile, weights: list[Value], header: str) -> Iterator[Outcome]:
    task_weights = distinct(task.weight for task in form.tasks)
    if task_weights:
        wanted = profile.decimal("total.unit_tasks") or Decimal(0)
        if wanted:
            cell = form.column_cells.get("task_weight", task_weights[0].cell)
            found = _disagreement(cell, "任务分值", task_weights, wanted)
            if found is not None:
                yield found
        else:
            yield Unchecked(header, "所用评分规则没有规定任务的分值，任务分值合计未核对")
            return
        indicator_total = profile.decimal("total.unit_indicators") or Decimal(100)
    else:
        own = execution_weight(form, profile) if has_own_execution(form, profile) else Decimal(0)
        indicator_total = Decimal(100) - own
    found = _disagreement(header, "指标分值", weights, indicator_total)
    if found is not None:
        yield found


@rule(
    "WT302",
    "一级指标标明的分值与各行之和不符",
    why="一级指标标题上写明了分值（如产出指标50分），各行分值之和必须与它相同。",
    basis="自评表一级指标标明的分值；财预〔2020〕10号：产出50分、效益30分、满意度10分",
    needs=("level1", "weight"),
    bad=Example("project", "产出指标（50分）各行合计50分，标题写成60分", {"B11": "产出指标(60分)"}),
    good=Example("project", "产出指标（50分）各行合计50分"),
)
def level_one_points_disagree(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The points in a level-1 header = Σ 分值 of its rows."""
    for group in form.group_weights:
        members = [form.indicators[index] for index in group.indicators]
        weights = distinct(member.weight for member in members if not member.is_child)
        if not weights:
            yield Unchecked(group.points.cell, f"“{group.name.text}”各行没有分值，标明的分值无从核对")
            continue
        found = _disagreement(
            group.points.cell, f"“{group.name.text}”各行分值", weights, number(group.points)
        )
        if found is not None:
            yield found


@rule(
    "WT306",
    "二级指标标明的分值与各行之和不符",
    why="二级指标标题上写明了分值（如数量指标20分），各行分值之和必须与它相同。",
    basis="自评表二级指标标明的分值",
    needs=("level2", "weight"),
    bad=Example("project", "数量指标一行20分，标题写成25分", {"C11": "数量指标（25分）"}),
    good=Example("project", "数量指标（20分）一行20分", {"C11": "数量指标（20分）"}),
)
def level_two_points_disagree(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The points in a level-2 header = Σ 分值 of its rows."""
    groups: dict[str, list[Indicator]] = {}
    for row in form.indicators:
        if row.level2.cell and not row.is_child:
            groups.setdefault(row.level2.cell, []).append(row)
    for cell, rows in groups.items():
        match = _STATED_POINTS.search(unicodedata.normalize("NFKC", rows[0].level2.raw))
        weights = distinct(row.weight for row in rows)
        if (
            match is None
            or not weights
            or len(weights) < len({row.weight.cell for row in rows if row.weight})
        ):
            continue
        found = _disagreement(cell, f"“{rows[0].level2.text}”各行分值", weights, Decimal(match.group(1)))
        if found is not None:
            yield found


@rule(
    "WT303",
    "单项指标分值过大",
    why="一个指标占40分以上，自评就只看这一件事，其他工作得不到考核。",
    severity="warning",
    basis="财预〔2020〕10号：指标应全面反映产出和效果，分值应合理分配（40分为推定的界限）",
    needs=("weight",),
    bad=Example(
        "project",
        "数量指标一项占50分",
        {"G11": "50", "H11": "50", "G12": "0", "G13": "0", "H12": "0", "H13": "0"},
    ),
    good=Example("project", "产出50分由三个指标分担"),
)
def weight_too_large(form: Form, profile: Profile) -> Iterator[Outcome]:
    """One indicator carries 40 points or more."""
    if not profile.has_scores:
        return
    seen: set[str] = set()
    for indicator in added_rows(form):
        weight = indicator.weight
        if weight is None or weight.number is None or weight.cell in seen or weight.number < LARGE:
            continue
        seen.add(weight.cell)
        name = "".join((indicator.level3.text or "").split())[:24]
        yield Found(
            weight.cell,
            "doubtful",
            f"“{name}”一项占{plain(number(weight))}分，请拆成几个指标分担。",
            weight.printed,
            f"小于{plain(LARGE)}",
        )


@rule(
    "WT305",
    "一级指标分值与规定的权重不同",
    why="产出、效益、满意度的分值有规定的分配；另行分配要有财政部门的规定。",
    severity="hint",
    basis="评分规则“weights”一项",
    needs=("level1", "weight"),
    bad=Example(
        "project",
        "效益20分、满意度20分",
        {"B14": "效益指标", "B15": "满意度指标", "G14": "20", "H14": "20", "G15": "20", "H15": "20"},
    ),
    good=Example("project", "产出50分、效益30分、满意度10分"),
)
def group_weight_not_as_ruled(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Points are dealt to the level-1 groups otherwise than ruled; outcome has those of no satisfaction."""
    groups = _ruled_groups(form, profile)
    wanted = dict(profile.group_weights)
    if "满意度指标" not in groups:
        wanted["效益指标"] = wanted.get("效益指标", Decimal(0)) + wanted.get("满意度指标", Decimal(0))
    for title, rows in groups.items():
        weights = distinct(row.weight for row in rows)
        found = sum(map(number, weights), Decimal(0))
        if weights and found != wanted[title]:
            yield Found(
                rows[0].level1.cell,
                "doubtful",
                f"{title}合计{plain(found)}分，规定的分值是{plain(wanted[title])}分，请核对或说明依据。",
                plain(found),
                plain(wanted[title]),
                f"{added(map(number, weights))} = {plain(found)}",
                basis=profile.source("weights"),
            )


def _ruled_groups(form: Form, profile: Profile) -> dict[str, list[Indicator]]:
    """The rows by level-1 group where every group is one that the profile gives points; else none."""
    groups: dict[str, list[Indicator]] = {}
    if form.kind != "project_self_evaluation" or not profile.group_weights:
        return {}
    for row in added_rows(form):
        words = "".join((row.level1.text or "").split())
        title = next((title for title, _ in profile.group_weights if title[:2] in words), None)
        if title is None or row.weight is None:
            return {}
        groups.setdefault(title, []).append(row)
    weights = distinct(row.weight for rows in groups.values() for row in rows)
    is_whole = sum(map(number, weights), Decimal(0)) == sum(points for _, points in profile.group_weights)
    return groups if is_whole and len(groups) >= len(profile.group_weights) - 1 else {}


@rule(
    "WT304",
    "重点评价表权重合计不足",
    why="重点评价的指标权重合计应为100；不足说明指标没有列全，得分没有意义。",
    severity="warning",
    basis="财预〔2020〕10号：绩效评价总分100分",
    needs=("weight",),
    bad=Example("key_evaluation", "只列出90分的指标", {"F8": "20", "G8": "20"}),
    good=Example("key_evaluation", "权重合计100分"),
)
def evaluation_weights_incomplete(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Σ 权重 of a key evaluation, the execution rate's row included, is not 100."""
    weights = distinct(row.weight for row in form.indicators if not row.is_child)
    if form.kind != "key_evaluation" or not weights:
        return
    found = sum(map(number, weights), Decimal(0))
    if found != 100:
        header = form.column_cells.get("weight", weights[0].cell)
        yield Found(
            header,
            "missing",
            f"权重合计{plain(found)}，应为100，请核对指标是否列全。",
            plain(found),
            "100",
            f"{added(map(number, weights))} = {plain(found)}",
        )
        last = max(indicator.row for indicator in form.indicators)
        column = form.column_cells.get("level1", "").rstrip("0123456789")
        total = form.fields.get("total_score")
        end = parse_address(total.cell)[0] if total is not None else form.block.bottom + 1
        if found < 100 and column and end > last + 1:
            yield Found(f"{column}{last + 1}", "missing", "指标没有列全，下面的指标行空白，请补填。")
