"""The layout of the unit form: income and expenditure, key tasks, goals, indicators, one total."""

from __future__ import annotations

from tests.sample.content import Amounts, UnitStory
from tests.sample.layout import indicators_2021
from tests.sample.paper import Book, Paper, span


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
