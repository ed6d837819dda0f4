"""项目支出绩效自评表 in the national layout."""

from __future__ import annotations

from tests.templates import blanks
from tests.templates.content import Story
from tests.templates.paper import Book, Paper, span


def national(book: Book, name: str, story: Story) -> None:
    """项目支出绩效自评表 of the national layout: execution 10, output 50, outcome 30, satisfaction 10."""
    paper = book.paper(name, (8, 11, 21, 28, 13, 13, 8, 10, 22))
    paper.put("A1:I1", "项目支出绩效自评表", "title")
    paper.put("A2:I2", f"（{story.year}年度）", "subtitle")
    paper.row(3, "A:B C:I", ("项目名称", story.project))
    paper.row(4, "A:B C:D E:F G:I", ("主管部门", story.department, "实施单位", story.unit))
    last = 5 + len(story.funds)
    paper.put(f"A5:B{last}", "项目资金\n（万元）", "label")
    heads = ("", "年初预算数", "全年预算数\n（A）", "全年执行数\n（B）", "分值", "执行率\n（B/A）", "得分")
    paper.row(5, "C D E F G H I", heads, "label")
    for row, line in enumerate(story.funds, start=6):
        paper.put(f"C{row}", line.name, "text")
        paper.row(row, "D E F", (line.initial, line.full, line.executed), "money")
        paper.put(f"G{row}", 10 if row == 6 else "-")
        paper.put(f"H{row}", line.rate, "rate")
        paper.put(f"I{row}", story.execution_score if row == 6 else "-")
    goals = last + 1
    paper.put(f"A{goals}:A{goals + 1}", "年度总体目标", "label")
    paper.row(goals, "B:E F:I", ("预期目标", "实际完成情况"), "label")
    paper.row(goals + 1, "B:E F:I", (story.planned[0], story.achieved[0]), "text")
    _national_lines(paper, goals + 2, story)


def _national_lines(paper: Paper, head: int, story: Story) -> None:
    first, end = head + 1, head + len(story.lines)
    paper.put(f"A{head}:A{end}", "绩效指标", "label")
    names = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    paper.row(head, "B C D E F G H I", names, "label")
    paper.down("B", first, [line.group for line in story.lines])
    paper.down("C", first, [line.category for line in story.lines])
    for row, line in enumerate(story.lines, start=first):
        paper.put(f"D{row}", line.name, "text")
        paper.row(row, "E F G H", (line.target, line.actual, line.weight, line.score))
        paper.put(f"I{row}", line.reason, "text")
    paper.put(span("A", "F", end + 1), "总分", "label")
    paper.row(end + 1, "G H I", (100, story.total, None))


TEMPLATES = {
    "项目支出绩效自评表（国家格式）": lambda book: national(book, "项目支出绩效自评表", blanks.NATIONAL),
}
