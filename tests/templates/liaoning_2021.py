"""The project form and the unit form as Liaoning printed them in 2021."""

from __future__ import annotations

from tests.templates import blanks
from tests.templates.content import CAUSES, Amounts, Line, Story, UnitStory
from tests.templates.paper import Book, Paper, span


def liaoning_2021(book: Book, name: str, story: Story) -> None:
    """项目（政策）绩效目标自评表 with fund lines, tick columns and total = C + D."""
    widths = (6, 9, 12, 7, 24, 7, 18, 8, 20, 10, 8, 8, 7, 7, 7, 7, 7, 20, 16)
    paper = book.paper(name, widths, landscape=True)
    title = f"{story.year}年{story.unit or ''}预算项目（政策）\n绩效目标自评表"
    paper.put("A1:S1", title, "title")
    paper.row(2, "A:B C:S", ("项目（政策）\n名称", story.project), "text")
    paper.row(3, "A:B C:S", ("主管部门", story.department), "text")
    paper.row(4, "A:B C:J K:L M:S", ("实施单位", story.unit, "实施期", story.period), "text")
    last = 5 + len(story.funds)
    blocks = "C:E F:H I:J K:L M:N O:P Q:S"
    paper.put(f"A5:B{last}", "项目预算资金", "label")
    heads = (
        "",
        "年初\n预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A）",
        "得分\n（分值*B/A）",
    )
    paper.row(5, blocks, heads, "label")
    for row, line in enumerate(story.funds, start=6):
        is_total = row == 6
        paper.put(span("C", "E", row), line.name, "text")
        paper.row(row, "F:H I:J K:L", (line.initial, line.full, line.executed))
        paper.put(span("M", "N", row), 10 if is_total else "——")
        paper.put(span("O", "P", row), line.rate, "rate")
        paper.put(span("Q", "S", row), story.execution_score if is_total else "——")
    goals = last + 1
    paper.put(f"A{goals}:B{goals + len(story.planned)}", "年度总体目标", "label")
    paper.row(goals, "C:J K:S", ("年初设定目标", "全年实际完成情况"), "label")
    for row, pair in enumerate(zip(story.planned, story.achieved, strict=True), start=goals + 1):
        paper.row(row, "C:J K:S", pair, "text")
    end = indicators_2021(paper, goals + len(story.planned) + 1, story.lines, "绩效指标")
    paper.row(end + 1, "A:H I:J", ("产出、效益、满意度指标自评得分小计\n（C）", story.subtotal))
    paper.row(end + 1, "K:N O:S", ("预算执行率得分\n（D）", story.execution_score))
    paper.row(end + 2, "A:J K:S", ("绩效自评总得分（C+D）", story.total))


def indicators_2021(paper: Paper, head: int, lines: tuple[Line, ...], label: str) -> int:
    """The indicator table of the 2021 layouts from row `head`; returns its last row."""
    first, end = head + 3, head + 2 + len(lines)
    paper.put(f"A{head}:A{end}", label, "label")
    under = head + 2
    for columns, text in (
        (f"B{head}:B{under}", "一级指标"),
        (f"C{head}:C{under}", "二级指标"),
        (f"D{head}:E{under}", "三级指标"),
        (f"F{head}:H{head + 1}", "目标值"),
        (f"I{head}:I{under}", "全年完成值"),
        (f"J{head}:J{under}", "完成程度"),
        (f"K{head}:K{under}", "分值"),
        (f"L{head}:L{under}", "得分"),
        (f"M{head}:R{head}", "未完成原因分析"),
        (f"M{head + 1}:R{head + 1}", "（请在相应选项下划“√”并在原因说明中分项阐述）"),
        (f"S{head}:S{under}", "改进措施"),
    ):
        paper.put(columns, text, "label")
    names = ("运算符号", "内容", "度量单位", *CAUSES, "原因说明")
    paper.row(under, "F G H M N O P Q R", names, "label")
    paper.down("B", first, [line.group for line in lines])
    paper.down("C", first, [line.category for line in lines])
    for row, line in enumerate(lines, start=first):
        number = 1 + sum(before.category == line.category for before in lines[: row - first])
        paper.put(f"D{row}", f"指标{number}")
        paper.put(f"E{row}", line.name or None, "text")
        paper.row(row, "F G H I", (line.operator, line.target, line.unit, line.actual))
        paper.put(f"J{row}", line.completion, "whole")
        paper.row(row, "K L", (line.weight, line.score))
        paper.row(row, "M N O P Q", tuple("√" if cause == line.cause else None for cause in CAUSES))
        paper.put(f"R{row}", line.reason, "text")
        paper.put(f"S{row}", line.measure, "text")
    return end


def unit_2021(book: Book, name: str, story: UnitStory) -> None:
    """部门（单位）整体绩效自评表 as printed in 2021."""
    widths = (6, 9, 12, 7, 24, 7, 18, 8, 20, 10, 8, 8, 7, 7, 7, 7, 7, 20, 16)
    paper = book.paper(name, widths, landscape=True)
    paper.put("A1:S1", f"{story.year}年{story.unit or ''}整体绩效自评表", "title")
    paper.row(2, "A:D E:S", ("部门（单位）名称", story.unit), "text")
    paper.row(3, "A:D E:H", ("部门（单位）\n财政供养人员数量", story.staff))
    paper.row(3, "I:L M:S", ("所属单位数量（仅部门填列）", story.members))
    money = (*story.income, *story.expenditure)
    last = 4 + len(money)
    paper.put(f"A4:A{last}", "年度部门（单位）整体收支情况（万元）", "label")
    heads = ("名  称", "年初\n预算数", "全年\n预算数", "全年\n执行数", "执行率")
    paper.row(4, "B:H I:J K:L M:O P:S", heads, "label")
    for row, line in enumerate(money, start=5):
        paper.put(span("B", "H", row), line.name, "text")
        _figures(paper, row, line)
    goals = _tasks(paper, last + 1, story)
    indicators = goals + 1 + len(story.goals)
    paper.put(f"A{goals}:A{indicators - 1}", "年度绩效目标", "label")
    paper.row(goals, "B:H I:S", ("年初设定目标", "全年完成情况"), "label")
    for row, pair in enumerate(story.goals, start=goals + 1):
        paper.row(row, "B:H I:S", pair, "text")
    end = indicators_2021(paper, indicators, story.lines, "年度分解目标评价")
    paper.row(end + 1, "A:J K:S", ("总评价得分", story.total))


def _tasks(paper: Paper, head: int, story: UnitStory) -> int:
    *tasks, whole = story.tasks
    paper.put(f"A{head}:A{head + len(story.tasks)}", "年度主要任务", "label")
    heads = ("工作名称", "对应项目", "年初\n预算数", "全年\n预算数", "全年\n执行数", "执行率")
    paper.row(head, "B:D E:H I:J K:L M:O P:S", heads, "label")
    for row, line in enumerate(tasks, start=head + 1):
        paper.row(row, "B:D E:H", (line.name, line.project), "text")
        _figures(paper, row, line)
    total = head + len(story.tasks)
    paper.put(span("B", "H", total), whole.name, "label")
    _figures(paper, total, whole)
    return total + 1


def _figures(paper: Paper, row: int, line: Amounts) -> None:
    paper.row(row, "I:J K:L M:O", (line.initial, line.full, line.executed))
    paper.put(span("P", "S", row), line.rate, "rate")


TEMPLATES = {
    "预算项目绩效目标自评表（辽宁2021格式）": lambda book: liaoning_2021(
        book, "项目绩效自评表", blanks.LIAONING_2021
    ),
    "整体绩效自评表（辽宁2021格式）": lambda book: unit_2021(book, "整体绩效自评表", blanks.UNIT_2021),
}
