"""The project form and the unit form as Liaoning printed them in 2021."""

from __future__ import annotations

from itertools import pairwise

from tests.templates import blanks, entry, formula
from tests.templates.content import CAUSES, Amounts, Line, Story, UnitStory
from tests.templates.paper import Book, Formula, Paper, column_range, span

WIDTHS = (6, 9, 11, 8, 23, 7, 16, 7, 16, 9, 7, 7, 6, 6, 6, 6, 6, 17, 14)
FUND_BLOCKS = "C:E F:H I:J K:L M:N O:P Q:S"
FUND_HEADS = (
    "",
    "年初\n预算数",
    "全年预算数（A）",
    "全年执行数（B）",
    "分值",
    "执行率（B/A）",
    "得分\n（分值*B/A）",
)
PERIOD = "    年    月至    年    月"
ROOM_FOR_A_GOAL = 34.0
ROWS_OF_A_PAGE = 36
# 指标1, 指标2, …… are printed for each group; rows are added where more are needed.
NUMBERED_ROWS = 2


def liaoning_2021(book: Book, name: str, story: Story) -> None:
    """项目（政策）绩效目标自评表 with fund lines, tick columns and total = C + D."""
    paper = book.paper(name, WIDTHS, landscape=True)
    title = f"{story.year}年{story.unit or '        '}预算项目（政策）\n绩效目标自评表"
    paper.put("A1:S1", title, "open_title", entry.YEAR_AND_UNIT)
    paper.put("A2:B2", "项目（政策）\n名称", "label")
    paper.put("C2:S2", story.project, entry=entry.PROJECT)
    paper.put("A3:B3", "主管部门", "label")
    paper.put("C3:S3", story.department, entry=entry.DEPARTMENT)
    paper.row(4, "A:B K:L", ("实施单位", "实施期"), "label")
    paper.put("C4:J4", story.unit, entry=entry.UNIT_NAME)
    paper.put("M4:S4", story.period or PERIOD, entry=entry.PERIOD)
    last = _funds(paper, story)
    goals = last + 1
    paper.put(f"A{goals}:B{goals + len(story.planned)}", "年度总体目标", "label")
    paper.row(goals, "C:J K:S", ("年初设定目标", "全年实际完成情况"), "label")
    for row, (planned, achieved) in enumerate(zip(story.planned, story.achieved, strict=True), goals + 1):
        paper.put(span("C", "J", row), planned, "text", entry.GOAL)
        paper.put(span("K", "S", row), achieved, "text", entry.ACHIEVED)
        paper.at_least(row, ROOM_FOR_A_GOAL)
    head = goals + len(story.planned) + 1
    paper.sheet.set_h_pagebreaks([head - 1])
    end = _indicators(paper, head, story.lines, ("年度\n绩效\n指标", "目标值", "未完成原因分析"))
    _totals(paper, head + 3, end, story)


def _funds(paper: Paper, story: Story) -> int:
    last = 5 + len(story.funds)
    paper.put(f"A5:B{last}", "项目预算资金", "label")
    paper.row(5, FUND_BLOCKS, FUND_HEADS, "label")
    for row, line in enumerate(story.funds, start=6):
        is_total = row == 6
        paper.put(span("C", "E", row), line.name, "name")
        for blocks, amount in zip(("FH", "IJ", "KL"), (line.initial, line.full, line.executed), strict=True):
            parts = formula.amounts(column_range(blocks[0], 7, last)) if is_total else None
            _amount(paper, span(*blocks, row), amount, parts)
        paper.put(span("M", "N", row), 10 if is_total else "——", "label")
        paper.derive(span("O", "P", row), line.rate, formula.rate(f"K{row}", f"I{row}"), "rate")
        if is_total:
            earned = formula.execution_score("K6", "I6", "M6")
            paper.derive("Q6:S6", story.execution_score, earned)
        else:
            paper.put(span("Q", "S", row), "——", "label")
    return last


def _amount(paper: Paper, place: str, amount: float | str | None, parts: Formula | None) -> None:
    """An amount in 万元: of its own, the sum of its parts in a template, or none asked for."""
    if amount == "——":
        paper.put(place, amount, "label")
    elif parts is None:
        paper.put(place, amount, "money", entry.MONEY)
    else:
        paper.derive(place, amount, parts, "money", entry.MONEY)


def _indicators(paper: Paper, head: int, lines: tuple[Line, ...], words: tuple[str, str, str]) -> int:
    """The indicator table from row `head`; returns its last row.

    `words` are the names of the table, of the target's columns and of the causes'.
    """
    first, end, under = head + 3, head + 2 + len(lines), head + 2
    label, target, causes = words
    paper.put(f"A{head}:A{end}", label, "label")
    for columns, text in (
        (f"B{head}:B{under}", "一级指标"),
        (f"C{head}:C{under}", "二级指标"),
        (f"D{head}:E{under}", "三级指标"),
        (f"F{head}:H{head + 1}", target),
        (f"I{head}:I{under}", "全年完成值"),
        (f"J{head}:J{under}", "完成程度"),
        (f"K{head}:K{under}", "分值"),
        (f"L{head}:L{under}", "得分"),
        (f"M{head}:R{head}", causes),
        (f"M{head + 1}:R{head + 1}", "（请在相应选项下划“√”并在原因说明中分项阐述）"),
        (f"S{head}:S{under}", "改进措施"),
    ):
        paper.put(columns, text, "label")
    names = ("运算符号", "内容", "度量单位", *CAUSES, "原因说明")
    paper.row(under, "F G H M N O P Q R", names, "label")
    paper.repeat(head, under)
    paper.down("B", first, [line.group for line in lines])
    paper.down("C", first, [line.category for line in lines])
    scored = entry.score_up_to(f"K{first}")
    for row, line in enumerate(lines, start=first):
        number = 1 + sum(before.category == line.category for before in lines[: row - first])
        is_more = paper.is_template and number > NUMBERED_ROWS
        paper.put(f"D{row}", "……" if is_more else f"指标{number}", "label")
        _indicator(paper, row, line, scored)
    return end


def _indicator(paper: Paper, row: int, line: Line, scored: entry.Entry) -> None:
    paper.put(f"E{row}", line.name or None, "text", entry.NAME)
    paper.put(f"F{row}", line.operator, entry=entry.OPERATOR)
    paper.put(f"G{row}", line.target, entry=entry.TARGET)
    paper.put(f"H{row}", line.unit, entry=entry.UNIT)
    paper.put(f"I{row}", line.actual, entry=entry.ACTUAL)
    reached = formula.completion(f"F{row}", f"G{row}", f"I{row}", is_capped=True)
    paper.derive(f"J{row}", line.completion, reached, "rate", entry.COMPLETION)
    paper.put(f"K{row}", line.weight, entry=entry.WEIGHT)
    paper.derive(f"L{row}", line.score, formula.score(f"K{row}", f"J{row}"), entry=scored)
    ticks = tuple("√" if cause == line.cause else None for cause in CAUSES)
    paper.row(row, "M N O P Q", ticks, entry=entry.TICK)
    paper.put(f"R{row}", line.reason, "text", entry.REASON)
    paper.put(f"S{row}", line.measure, "text", entry.MEASURE)


def _totals(paper: Paper, first: int, end: int, story: Story) -> None:
    row = end + 1
    paper.put(span("A", "H", row), "产出、效益、满意度指标自评得分小计\n（C）", "label")
    paper.derive(span("I", "J", row), story.subtotal, formula.total(column_range("L", first, end)))
    paper.put(span("K", "N", row), "预算执行率得分\n（D）", "label")
    paper.derive(span("O", "S", row), story.execution_score, formula.same("Q6"))
    paper.put(span("A", "J", row + 1), "绩效自评总得分（C+D）", "label")
    paper.derive(span("K", "S", row + 1), story.total, formula.all_of(f"I{row}", f"O{row}"))


def unit_2021(book: Book, name: str, story: UnitStory) -> None:
    """部门（单位）整体绩效自评表 as printed in 2021."""
    paper = book.paper(name, WIDTHS, landscape=True)
    title = f"{story.year}年{story.unit or '        '}整体绩效自评表"
    paper.put("A1:S1", title, "open_title", entry.YEAR_AND_UNIT)
    paper.put("A2:D2", "部门（单位）名称", "label")
    paper.put("E2:S2", story.unit, entry=entry.UNIT_NAME)
    paper.put("A3:D3", "部门（单位）\n财政供养人员数量", "label")
    paper.put("E3:H3", story.staff, entry=entry.HEADCOUNT)
    paper.put("I3:L3", "所属单位数量（仅部门填列）", "label")
    paper.put("M3:S3", story.members, entry=entry.MEMBERS)
    last = _money(paper, story)
    goals = _tasks(paper, last + 1, story)
    indicators = goals + 1 + len(story.goals)
    paper.put(f"A{goals}:A{indicators - 1}", "年度\n绩效\n目标", "label")
    paper.row(goals, "B:H I:S", ("年初设定目标", "全年完成情况"), "label")
    for row, (planned, achieved) in enumerate(story.goals, start=goals + 1):
        paper.put(span("B", "H", row), planned, "text", entry.GOAL)
        paper.put(span("I", "S", row), achieved, "text", entry.ACHIEVED)
        paper.at_least(row, ROOM_FOR_A_GOAL)
    paper.sheet.set_h_pagebreaks([indicators - 1, *_between_pages(indicators + 3, story.lines)])
    end = _indicators(paper, indicators, story.lines, ("年度\n分解\n目标\n评价", "指标值", "未完成原因"))
    paper.put(span("A", "J", end + 1), "总评价得分", "label")
    whole = formula.total(column_range("L", indicators + 3, end))
    paper.derive(span("K", "S", end + 1), story.total, whole)


def _between_pages(first: int, lines: tuple[Line, ...]) -> list[int]:
    """The row after which a page is full, at the end of a level-1 group."""
    ends = [
        number
        for number, (line, following) in enumerate(pairwise(lines), start=1)
        if line.group != following.group and number <= ROWS_OF_A_PAGE
    ]
    return [first + ends[-1] - 1] if ends and len(lines) > ROWS_OF_A_PAGE else []


def _money(paper: Paper, story: UnitStory) -> int:
    """Income and expenditure lines; the first of each is the sum of what follows."""
    last = 4 + len(story.income) + len(story.expenditure)
    paper.put(f"A4:A{last}", "年度\n部门\n（单位）\n整体\n收支\n情况\n（万元）", "label")
    heads = ("名  称", "年初\n预算数", "全年\n预算数", "全年\n执行数", "执行率")
    paper.row(4, "B:H I:J K:L M:O P:S", heads, "label")
    sources = 5 + len(story.income)
    uses = list(enumerate(story.expenditure, start=sources))
    parents = [row for row, line in uses if line.name[0] in "一二"]
    for row, line in enumerate((*story.income, *story.expenditure), start=5):
        paper.put(span("B", "H", row), line.name, "name")
        summed: tuple[str, ...] = ()
        if row == 5:
            summed = (f"6:{sources - 1}",)
        elif row == sources:
            summed = tuple(str(parent) for parent in parents)
        elif row in parents:
            stop = next((other for other in parents if other > row), last + 1)
            summed = (f"{row + 1}:{stop - 1}",)
        _figures(paper, row, line, summed)
    return last


def _tasks(paper: Paper, head: int, story: UnitStory) -> int:
    *tasks, whole = story.tasks
    paper.put(f"A{head}:A{head + len(story.tasks)}", "年度\n主要\n任务", "label")
    heads = ("工作名称", "对应项目", "年初\n预算数", "全年\n预算数", "全年\n执行数", "执行率")
    paper.row(head, "B:D E:H I:J K:L M:O P:S", heads, "label")
    for row, line in enumerate(tasks, start=head + 1):
        paper.put(span("B", "D", row), line.name, "text", entry.TASK)
        paper.put(span("E", "H", row), line.project or None, "text", entry.TASK_PROJECT)
        _figures(paper, row, line)
    total = head + len(story.tasks)
    paper.put(span("B", "H", total), whole.name, "label")
    _figures(paper, total, whole, (f"{head + 1}:{total - 1}",))
    return total + 1


def _figures(paper: Paper, row: int, line: Amounts, summed: tuple[str, ...] = ()) -> None:
    """The amounts and the rate of a line; `summed` are the rows that it is the sum of."""
    for blocks, amount in zip(("IJ", "KL", "MO"), (line.initial, line.full, line.executed), strict=True):
        column = blocks[0]
        cells = [":".join(f"{column}{end}" for end in rows.split(":")) for rows in summed]
        _amount(paper, span(*blocks, row), amount, formula.amounts(*cells) if cells else None)
    if line.rate == "——":
        paper.put(span("P", "S", row), line.rate, "label")
    else:
        paper.derive(span("P", "S", row), line.rate, formula.rate(f"M{row}", f"K{row}"), "rate")


TEMPLATES = {
    "预算项目绩效目标自评表（辽宁2021格式）": lambda book: liaoning_2021(
        book, "项目绩效自评表", blanks.LIAONING_2021
    ),
    "整体绩效自评表（辽宁2021格式）": lambda book: unit_2021(book, "整体绩效自评表", blanks.UNIT_2021),
}
