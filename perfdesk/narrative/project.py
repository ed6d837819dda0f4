"""One project of the report: its figures, what was achieved, what went wrong, what comes next.

Built from one project or special-fund form. Nothing is smoothed: what the form leaves out
is said and marked, and a text is only taken apart and joined, never rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfdesk.core.finding import Place
from perfdesk.core.form import Advice, FieldName, Form, Indicator
from perfdesk.core.value import Value, plain
from perfdesk.narrative import amount
from perfdesk.narrative.amount import Source
from perfdesk.narrative.figure import Figure, Named, Notebook
from perfdesk.narrative.wording import (
    chinese_numeral,
    distinct,
    is_nothing,
    join_items,
    one_line,
    quoted,
    sentence,
    split_items,
    without_ordinal,
)

NO_REASON = "自评表扣分未说明原因"
NO_MEASURE = "自评表未填写改进措施"
SAME_COLUMN = "自评表将偏差原因与改进措施合并填写，见上述原因"
NO_ACHIEVEMENT = "表中未填写实际完成情况"
NONE = "无"
_MEASURE_MARKS = ("下一步改进措施：", "改进措施：", "整改措施：", "下一步措施：", "下一步打算：")
_LOW_RATE = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Project(Named):
    """One project as a template prints it; amounts are in 万元.

    Attributes:
        ordinal: 一, 二, … as its heading counts it.
        heading: “name”项目, or “name” where the name itself ends in 项目.
        score: total score; `is_scored` is False for layouts without scores.
        budget_label: 全年预算数, or 年初预算数 where the form has no other.
        unit_note: says that amounts were converted from 元, else empty.
    """

    ordinal: str
    name: Figure
    heading: Figure
    is_scored: bool
    score: Figure
    budget_label: str
    budget: Figure
    executed: Figure
    rate: Figure
    unit_note: str
    achievements: Figure
    achievement_items: tuple[str, ...]
    problems: Figure
    problem_items: tuple[str, ...]
    measures: Figure
    measure_items: tuple[str, ...]

    chinese: ClassVar[Mapping[str, str]] = {
        "序号": "ordinal",
        "名称": "name",
        "标题": "heading",
        "已评分": "is_scored",
        "得分": "score",
        "预算名称": "budget_label",
        "预算数": "budget",
        "全年预算数": "budget",
        "执行数": "executed",
        "全年执行数": "executed",
        "执行率": "rate",
        "换算说明": "unit_note",
        "完成情况": "achievements",
        "完成情况各项": "achievement_items",
        "问题": "problems",
        "问题及原因": "problems",
        "问题各项": "problem_items",
        "措施": "measures",
        "改进措施": "measures",
        "措施各项": "measure_items",
    }


def make_project(
    number: int, path: str, form: Form, notebook: Notebook, called: Figure | None = None
) -> Project:
    """The project of one form; `number` counts from 1 in the order of the report.

    With `called` given the form tells of something else that is told alike, a unit or a key evaluation,
    and what its layout does not have is no doubt.
    """
    if called is not None:
        return _told(number, Source(path, form, notebook, told_of(form, called), is_lenient=True), called)
    name_value = form.headers.get("project")
    name_text = one_line(name_value.said or "") if name_value is not None else ""
    subject = f"{quoted(name_text)}项目" if name_text else f"第{number}个项目"
    source = Source(path, form, notebook, subject)
    return _told(number, source, _name(source, name_value, name_text))


def told_of(form: Form, called: Figure) -> str:
    """Whose figures those of a unit form or a key evaluation are."""
    name = quoted(called.text)
    return f"{name}部门整体自评" if form.kind == "unit_self_evaluation" else name


def _told(number: int, source: Source, name: Figure) -> Project:
    form = source.form
    is_scored = _is_scored(form)
    score = amount.score(source, "得分") if is_scored else Figure("未评分", is_missing=True)
    budget_label, budget = _budget(source)
    executed = amount.amount(source, "executed", "全年执行数")
    rate = amount.rate(source, budget, executed)
    achievements = _achievements(source)
    problems = _problems(source, rate)
    measures = _measures(source, has_problems=bool(problems))
    return Project(
        ordinal=chinese_numeral(number),
        name=name,
        heading=_heading(name),
        is_scored=is_scored,
        score=score,
        budget_label=budget_label,
        budget=budget,
        executed=executed,
        rate=rate,
        unit_note=_unit_note(form),
        achievements=Figure(join_items(achievements)),
        achievement_items=tuple(achievements),
        problems=Figure(join_items(problems) or NONE),
        problem_items=tuple(problems),
        measures=Figure(join_items(measures) or NONE),
        measure_items=tuple(measures),
    )


def _is_scored(form: Form) -> bool:
    return form.kind == "project_self_evaluation" or form.named("total_score") is not None


def _name(source: Source, value: Value | None, text: str) -> Figure:
    if value is None or not text:
        return source.missing("名称", value)
    place = source.place(value)
    return Figure(text, place, mark=source.notebook.error_mark(source.subject + "名称", place))


def _heading(name: Figure) -> Figure:
    if name.is_missing:
        return name
    ending = "" if name.text.endswith("项目") else "项目"
    return Figure(quoted(name.text) + ending, name.place, mark=name.mark)


def _budget(source: Source) -> tuple[str, Figure]:
    """The denominator of the rate and what the form calls it."""
    form, full, initial = source.form, "全年预算数", "年初预算数"
    if "full_year_budget" in form.fields and (
        form.named("full_year_budget") is not None or form.named("initial_budget") is None
    ):
        return full, amount.amount(source, "full_year_budget", full)
    if "initial_budget" not in form.fields:
        return full, source.missing(full, None)
    figure = amount.amount(source, "initial_budget", initial)
    if "full_year_budget" in form.fields and figure.mark is None:
        place = source.place(form.fields["full_year_budget"])
        mark = source.mark(full, "自评表未填写，文中为年初预算数。", place)
        figure = Figure(figure.text, figure.place, figure.number, mark)
    return initial, figure


def _unit_note(form: Form) -> str:
    names: tuple[FieldName, ...] = ("full_year_budget", "initial_budget", "executed")
    values = [value for name in names if (value := form.named(name)) is not None]
    units = [amount.amount_unit_of(value, form.amount_unit) for value in values if value.number is not None]
    foreign = distinct(unit for unit in units if unit != "万元")
    return f"（自评表金额以{'、'.join(foreign)}为单位，文中已换算为万元）" if foreign else ""


def _achievements(source: Source) -> list[str]:
    goals = source.form.goals
    texts = [goal.achieved.said or "" for goal in goals if goal.achieved is not None]
    items = distinct(item for text in texts for item in split_items(text, by_sentence=True))
    if items:
        return items
    cell = next((goal.achieved for goal in goals if goal.achieved is not None), None)
    if cell is None and source.is_lenient:
        return []
    place = source.title_place() if cell is None else source.place(cell)
    mark = source.mark("完成情况", "自评表未填写年度目标的实际完成情况。", place)
    return [str(Figure(NO_ACHIEVEMENT, place, mark=mark, is_missing=True))]


def lost_points(row: Indicator) -> Decimal:
    """How many points the row lost; zero where weight or score is unknown."""
    if row.weight is None or row.score is None:
        return Decimal(0)
    if row.weight.number is None or row.score.number is None:
        return Decimal(0)
    return max(row.weight.number - row.score.number, Decimal(0))


def _problems(source: Source, rate: Figure) -> list[str]:
    form, items = source.form, list[str]()
    unexplained: list[Indicator] = []
    for row in form.indicators:
        lost, reason = lost_points(row), _reason(row)
        if not lost and (_is_scored(form) or not reason):
            continue
        if reason:
            points = f"扣{plain(lost)}分" if lost else ""
            items.append(f"{_row_name(row)}{points}，原因是{reason}" if points else reason)
        else:
            unexplained.append(row)
    is_explained = bool(items)
    items.extend(_execution_problem(source, rate, is_explained=is_explained))
    items.extend(_deduction_problem(source, is_explained=is_explained))
    if unexplained:
        items.append(_unexplained(source, unexplained))
    elif not items:
        items.extend(_lost_in_total(source))
    return distinct(items)


def _row_name(row: Indicator) -> str:
    words = without_ordinal(one_line(row.level3.said or row.level2.said or ""))
    return f"{quoted(sentence(words))}指标" if words else f"第{row.row}行指标"


def _reason(row: Indicator) -> str:
    """The row's reason: its words, else its ticked causes."""
    text = _split_measure(row.reason.said or "")[0] if row.reason is not None else ""
    text = _without_cause(text, row)
    if not is_nothing(text):
        return "；".join(split_items(text))
    ticked = [quoted(one_line(name)) for name, tick in row.ticks.items() if not tick.is_blank]
    return f"表中勾选{'、'.join(ticked)}" if ticked else ""


def _without_cause(text: str, row: Indicator) -> str:
    """The words after a repeated name of a cause column, such as 其他：."""
    head, colon, rest = text.replace(":", "：").partition("：")
    return rest if colon and head.strip() in {one_line(name) for name in row.ticks} else text


def _split_measure(text: str) -> tuple[str, str]:
    """Reason and measure of a column that holds both, where it says which is which."""
    unified = text.replace(":", "：")
    for mark in _MEASURE_MARKS:
        before, found, after = unified.partition(mark)
        if found:
            for label in ("偏差原因：", "原因分析：", "原因："):
                before = before.strip().removeprefix(label)
            return before, after
    return text, ""


def _execution_problem(source: Source, rate: Figure, *, is_explained: bool) -> list[str]:
    """What the money says; a loss of points that no row's reason may stand for is marked."""
    form = source.form
    weight, earned = form.named("execution_weight"), form.named("execution_score")
    lost = Decimal(0)
    if weight is not None and earned is not None and weight.number is not None and earned.number is not None:
        lost = weight.number - earned.number
    if earned is not None and lost > 0:
        said = f"执行得分扣{plain(lost)}分"
        if not is_explained:
            said = _no_reason(source, "预算执行", said, earned)
        return [f"预算执行率为{rate}，{said}"]
    if rate.number is not None and rate.number < _LOW_RATE:
        return [f"预算执行率偏低，为{rate}"]
    return []


def _deduction_problem(source: Source, *, is_explained: bool) -> list[str]:
    deduction = source.form.named("deduction")
    if deduction is None or not deduction.number:
        return []
    said = f"减分项扣{plain(abs(deduction.number))}分"
    return [said if is_explained else _no_reason(source, "减分项", said, deduction)]


def _no_reason(source: Source, label: str, said: str, value: Value) -> str:
    """The loss, and that the form does not explain it, marked at the cell that shows it."""
    place = source.place(value)
    mark = source.mark(label, f"{said}，自评表未说明原因。", place)
    return f"{said}，{Figure(NO_REASON, place, mark=mark)}"


def _unexplained(source: Source, rows: Sequence[Indicator]) -> str:
    names = distinct(_row_name(row) for row in rows)
    total = sum((lost_points(row) for row in rows), Decimal(0))
    subject = "、".join(names[:3]) + (f"等{len(names)}项指标" if len(names) > 3 else "")
    cells = [row.reason or row.score or row.level3 for row in rows]
    place = source.place(cells[0])
    listed = "、".join(cell.cell for cell in cells)
    mark = source.mark("扣分原因", f"{subject}扣{plain(total)}分未说明原因（{listed}）。", place)
    return f"{subject}扣{plain(total)}分，{Figure(NO_REASON, place, mark=mark)}"


def _lost_in_total(source: Source) -> list[str]:
    """A total below the full mark although no row shows a loss."""
    total, full = source.form.named("total_score"), source.form.named("total_weight")
    if total is None or total.number is None:
        return []
    most = full.number if full is not None and full.number is not None else Decimal(100)
    if total.number >= most:
        return []
    said = f"总得分低于满分{plain(most - total.number)}分"
    return [_no_reason(source, "扣分原因", said, total)]


def _measures(source: Source, *, has_problems: bool) -> list[str]:
    form = source.form
    rows = form.indicators
    texts = [_without_cause(row.measure.said or "", row) for row in rows if row.measure is not None]
    texts += [_split_measure(row.reason.said or "")[1] for row in rows if row.reason is not None]
    texts += [line.text.said or "" for line in form.advice if line.text is not None and not _is_consent(line)]
    items = distinct(item for text in texts if not is_nothing(text) for item in split_items(text))
    if items or not has_problems:
        return items
    reasons = [row.reason for row in rows if row.reason is not None and not is_nothing(row.reason.said or "")]
    if reasons and all(row.measure is None for row in rows):
        return [SAME_COLUMN]
    place = _measure_place(source)
    mark = source.mark("改进措施", "存在扣分或执行问题，自评表未写明改进措施。", place)
    return [str(Figure(NO_MEASURE, place, mark=mark, is_missing=True))]


def _measure_place(source: Source) -> Place:
    """Where a measure should stand: the first row that lost points, else the column's header."""
    for row in source.form.indicators:
        if lost_points(row):
            return source.place(row.measure or row.reason or row.level3)
    header = source.form.column_cells.get("measure", source.form.title.cell)
    return Place(source.path, source.form.sheet, header)


def _is_consent(line: Advice) -> bool:
    """A reviewer's consent to go on funding, which is no measure of the unit."""
    return (line.option.said or "").startswith("建议继续")
