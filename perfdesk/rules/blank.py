"""BL: cells that must be filled and are not."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import FieldName, Form, Indicator
from perfdesk.core.value import Value
from perfdesk.rules.figure import missing
from perfdesk.rules.fund import filled
from perfdesk.rules.rule import Example, Outcome, rule
from perfdesk.rules.score import title_of
from perfdesk.scoring.profile import Profile

_HEADER_NAMES = {"project": "项目名称", "unit": "实施单位（部门名称）", "department": "主管部门"}
_FIELD_NAMES: dict[FieldName, str] = {
    "full_year_budget": "全年预算数",
    "executed": "全年执行数",
    "execution_score": "执行率得分",
    "indicator_subtotal": "指标得分小计",
    "repeated_execution_score": "预算执行率得分",
    "total_score": "总得分",
}


def _is_scored(indicator: Indicator) -> bool:
    return any(
        value is not None and value.number is not None for value in (indicator.weight, indicator.score)
    )


def _is_weightless(form: Form) -> bool:
    return "weight" not in form.column_cells and "score" not in form.column_cells


def _blank(value: Value | None) -> bool:
    return value is not None and value.is_blank and not value.is_placeholder


@rule(
    "BL701",
    "指标值空白",
    why="没有指标值就没有标准，得分失去依据。",
    severity="warning",
    needs=("target", "weight"),
    bad=Example("project", "有分值的指标没有填年度指标值", {"E13": "", "F13": "按期完成"}),
    good=Example("project", "每个有分值的指标都填了年度指标值"),
)
def target_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A row with points has no target."""
    for indicator in form.indicators:
        needed = _is_scored(indicator) or (_is_weightless(form) and not _blank(indicator.actual))
        if needed and _blank(indicator.target) and indicator.target is not None:
            yield missing(
                indicator.target.cell,
                f"“{title_of(indicator)}”已经评分，指标值空白，请按批复的绩效目标填列。",
            )


@rule(
    "BL702",
    "完成值空白",
    why="没有完成值就给了分，读表的人无法核对。",
    severity="warning",
    needs=("actual", "score"),
    bad=Example("project", "有得分的指标没有填实际完成值", {"F13": ""}),
    good=Example("project", "每个有得分的指标都填了实际完成值"),
)
def actual_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A row that is scored has no actual."""
    for indicator in form.indicators:
        needed = _is_scored(indicator) or (_is_weightless(form) and not _blank(indicator.target))
        if needed and _blank(indicator.actual) and indicator.actual is not None:
            yield missing(
                indicator.actual.cell,
                f"“{title_of(indicator)}”的完成值空白，请填实际完成数或完成情况。",
            )


@rule(
    "BL703",
    "得分空白",
    why="有分值的指标必须给出得分，否则总分无从核对。",
    severity="warning",
    needs=("weight", "score"),
    bad=Example("project", "分值15分的指标没有得分", {"H13": "", "H16": "85"}),
    good=Example("project", "每个有分值的指标都有得分"),
)
def score_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A row with points has no score."""
    seen: set[str] = set()
    for indicator in form.indicators:
        weight, score = indicator.weight, indicator.score
        if weight is None or weight.number is None or score is None or not _blank(score):
            continue
        if score.cell not in seen:
            seen.add(score.cell)
            yield missing(score.cell, f"“{title_of(indicator)}”有分值{weight.printed}，得分空白，请填列。")


@rule(
    "BL704",
    "指标分值空白",
    why="有得分而没有分值，看不出满分是多少。",
    severity="warning",
    needs=("weight", "score"),
    bad=Example(
        "project",
        "有得分的指标没有分值",
        {"G13": "", "G12": "30", "H12": "30", "H13": "0", "I13": "尚未验收"},
    ),
    good=Example("project", "每个有得分的指标都有分值"),
)
def weight_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A row with a score has no points."""
    for indicator in form.indicators:
        weight, score = indicator.weight, indicator.score
        if weight is not None and _blank(weight) and score is not None and score.number is not None:
            yield missing(weight.cell, f"“{title_of(indicator)}”有得分{score.printed}，分值空白，请填列。")


@rule(
    "BL705",
    "三级指标名称空白",
    why="有分值、得分而没有指标名称，不知道评的是什么。",
    severity="warning",
    needs=("level3",),
    bad=Example("project", "有分值和得分的一行没有三级指标名称", {"D13": ""}),
    good=Example("project", "每一行都有三级指标名称"),
)
def indicator_name_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A row with points has no name."""
    execution = form.fields.get("execution_score")
    for indicator in form.indicators:
        score = indicator.score
        if execution is not None and score is not None and score.cell == execution.cell:
            continue  # 预算执行率 as a row often names itself at the first level alone
        if indicator.level3.text is None and indicator.level3.cell and _is_scored(indicator):
            yield missing(indicator.level3.cell, "这一行已经评分，三级指标名称空白，请填列。")


@rule(
    "BL706",
    "总分、小计或金额空白",
    why="这些数是自评的结论和依据，不能空着。",
    severity="warning",
    basis="自评表必填栏目",
    needs=("full_year_budget", "executed", "execution_score", "indicator_subtotal", "total_score"),
    bad=Example("project", "各项都有得分，总分空白", {"H16": ""}),
    good=Example("project", "总分已填"),
)
def field_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A field of the layout is blank while the form is filled."""
    if not any(_is_scored(indicator) for indicator in form.indicators) and not _is_weightless(form):
        return
    # A blank total of filled parts is FD502's, which also says what belongs there.
    summed = {
        whole.cell
        for group in form.fund_groups
        for column, whole in group.whole.amounts.items()
        if filled(group, column)
    }
    for name, title in _FIELD_NAMES.items():
        value = form.fields.get(name)
        if value is not None and _blank(value) and value.cell not in summed:
            yield missing(value.cell, f"{title}空白，请填列。")


@rule(
    "BL707",
    "表头应填的内容空白",
    why="缺少项目名称、单位或主管部门，不知道是谁的表。",
    severity="warning",
    basis="自评表表头栏目",
    needs=("headers",),
    bad=Example("project", "主管部门空白", {"D3": ""}),
    good=Example("project", "项目名称、主管部门、实施单位都已填"),
)
def header_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """项目名称, 实施单位 or 主管部门 is there as a label and blank."""
    for name, title in _HEADER_NAMES.items():
        value = form.headers.get(name)
        if value is not None and value.is_blank:
            yield missing(value.cell, f"{title}空白，请填列。")


@rule(
    "BL708",
    "年初预算数空白",
    why="没有年初预算数，看不出预算是否调整过、调整了多少。",
    severity="warning",
    basis="自评表资金栏：年初预算数、全年预算数、全年执行数分别填列",
    needs=("initial_budget", "full_year_budget"),
    bad=Example("project", "全年预算数已填，年初预算数各行空白", {"C5": "", "C6": "", "C7": ""}),
    good=Example("project", "年初预算数、全年预算数都已填"),
)
def initial_budget_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """年初预算数 is blank beside a full-year budget; a blank total of filled parts is FD502's."""
    initial, adjusted = form.fields.get("initial_budget"), form.named("full_year_budget")
    if initial is None or not _blank(initial) or adjusted is None:
        return
    wholes = (group for group in form.fund_groups if "initial_budget" in group.whole.amounts)
    if any(filled(group, "initial_budget") for group in wholes):
        return
    yield missing(initial.cell, "全年预算数已填，年初预算数空白，请按年初批复数填列；年初没有安排的填0。")


@rule(
    "BL711",
    "财政部门已有意见而主管部门意见空白",
    why="审核先由主管部门、后由财政部门进行，中间一步空着，表的审核手续不完整。",
    severity="warning",
    basis="自评表“主管部门总体意见”“财政部门总体意见”栏",
    needs=("opinions",),
    bad=Example("liaoning_2023", "财政部门总体意见已填，主管部门总体意见空白", {"B13": ""}),
    good=Example("liaoning_2023", "两级意见都已填"),
)
def department_opinion_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The finance bureau's opinion is written and the supervising department's is not."""
    department, finance = form.opinions.get("department_opinion"), form.opinions.get("finance_opinion")
    if department is None or finance is None or finance.is_blank or not _blank(department):
        return
    yield missing(department.cell, "财政部门已经填写意见，主管部门总体意见空白，请补填。")


@rule(
    "BL710",
    "年度目标空白",
    why="没有年度目标，指标和得分就没有对照。",
    severity="warning",
    basis="自评表“年度总体目标”栏：预期目标与实际完成情况分别填写",
    needs=("goals",),
    bad=Example("project", "预期目标空白", {"B9": ""}),
    good=Example("project", "预期目标已填"),
)
def goal_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The goal is blank in a form that is otherwise scored."""
    if not form.kind.endswith("self_evaluation") or not any(_is_scored(i) for i in form.indicators):
        return
    for goal in form.goals:
        if _blank(goal.planned):
            yield missing(goal.planned.cell, "年度目标空白，请按批复的绩效目标填列。")


@rule(
    "BL709",
    "目标完成情况空白",
    why="写了年度目标而不写完成情况，等于没有自评。",
    severity="warning",
    basis="自评表“年度总体目标”栏：预期目标与实际完成情况分别填写",
    needs=("goals",),
    bad=Example("project", "写了预期目标，实际完成情况空白", {"E9": ""}),
    good=Example("project", "预期目标和完成情况都已填"),
)
def achievement_blank(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A goal is written and what became of it is not, in a form that is otherwise scored."""
    if not form.kind.endswith("self_evaluation") or not any(_is_scored(i) for i in form.indicators):
        return
    for goal in form.goals:
        if goal.planned.text and goal.achieved is not None and _blank(goal.achieved):
            yield missing(goal.achieved.cell, "写了预期目标，实际完成情况空白，请填写完成情况。")
