"""项目支出绩效自评表: the national layout, and Anhui's with the rule of each score printed beside it."""

from __future__ import annotations

from itertools import groupby

from tests.templates import blanks, entry, formula
from tests.templates.content import Line, Story
from tests.templates.paper import Book, Paper, column_range, span

NATIONAL_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
ANHUI_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "年度指标值\n（A）",
    "全年实际值\n（B）",
    "得分计算方法",
    "得分",
    "未完成原因分析",
)
BY_SHARE = "完成值达到指标值，记满分；未达到指标值，按B/A或A/B*该指标分值记分。"
BY_TIER = "若为定性指标，则根据“三档”原则分别按照指标分值的100-80%（含80%）、80-50%（含50%）、50-0%来记分。"
BY_KIND = f"1.{BY_TIER}\n2.若为定量指标，{BY_SHARE}"
ROOM_FOR_A_GOAL = 96.0
LOWEST_ROW = 25.0


def national(book: Book, name: str, story: Story) -> None:
    """The national layout: execution 10, output 50, outcome 30, satisfaction 10."""
    paper = book.paper(name, (6, 10, 20, 24, 12, 12, 8, 10, 17))
    paper.lowest_row = LOWEST_ROW
    paper.put("A1:I1", "项目支出绩效自评表", "title")
    paper.put("A2:I2", f"（{story.year}年度）", "open_subtitle", entry.YEAR)
    paper.put("A3:B3", "项目名称", "label")
    paper.put("C3:I3", story.project, entry=entry.PROJECT)
    paper.row(4, "A:B E:F", ("主管部门", "实施单位"), "label")
    paper.put("C4:D4", story.department, entry=entry.DEPARTMENT)
    paper.put("G4:I4", story.unit, entry=entry.UNIT_NAME)
    last = _national_funds(paper, story)
    goals = last + 1
    paper.put(f"A{goals}:A{goals + 1}", "年度\n总体\n目标", "label")
    paper.row(goals, "B:E F:I", ("预期目标", "实际完成情况"), "label")
    paper.put(span("B", "E", goals + 1), story.planned[0], "text", entry.GOAL)
    paper.put(span("F", "I", goals + 1), story.achieved[0], "text", entry.ACHIEVED)
    paper.at_least(goals + 1, ROOM_FOR_A_GOAL)
    _national_lines(paper, goals + 2, story)


def _national_funds(paper: Paper, story: Story) -> int:
    last = 5 + len(story.funds)
    paper.put(f"A5:B{last}", "项目资金\n（万元）", "label")
    heads = ("", "年初预算数", "全年预算数\n（A）", "全年执行数\n（B）", "分值", "执行率\n（B/A）", "得分")
    paper.row(5, "C D E F G H I", heads, "label")
    for row, line in enumerate(story.funds, start=6):
        is_total = row == 6
        paper.put(f"C{row}", line.name, "name")
        for column, amount in zip("DEF", (line.initial, line.full, line.executed), strict=True):
            parts = formula.amounts(column_range(column, 7, last))
            if is_total:
                paper.derive(f"{column}{row}", amount, parts, "money", entry.MONEY)
            else:
                paper.put(f"{column}{row}", amount, "money", entry.MONEY)
        paper.put(f"G{row}", 10 if is_total else "-", "label")
        paper.derive(f"H{row}", line.rate, formula.rate(f"F{row}", f"E{row}"), "rate")
        if is_total:
            earned = formula.execution_score(f"F{row}", f"E{row}", f"G{row}")
            paper.derive(f"I{row}", story.execution_score, earned)
        else:
            paper.put(f"I{row}", "-", "label")
    return last


def _national_lines(paper: Paper, head: int, story: Story) -> None:
    first, end = head + 1, head + len(story.lines)
    paper.put(f"A{head}:A{end}", "绩效\n指标", "label")
    paper.row(head, "B C D E F G H I", NATIONAL_HEADS, "label")
    paper.repeat(head, head)
    paper.down("B", first, [line.group for line in story.lines])
    paper.down("C", first, [line.category for line in story.lines])
    score = entry.score_up_to(f"G{first}")
    for row, line in enumerate(story.lines, start=first):
        paper.put(f"D{row}", line.name, "text", entry.NAME)
        paper.put(f"E{row}", line.target, entry=entry.LITERAL)
        paper.put(f"F{row}", line.actual, entry=entry.LITERAL_ACTUAL)
        paper.put(f"G{row}", line.weight, entry=entry.WEIGHT)
        paper.put(f"H{row}", line.score, entry=score)
        paper.put(f"I{row}", line.reason, "text", entry.DEVIATION)
    paper.put(span("A", "F", end + 1), "总分", "label")
    paper.put(f"G{end + 1}", 100, "label")
    whole = formula.total("I6", column_range("H", first, end), needs=column_range("H", first, end))
    paper.derive(f"H{end + 1}", story.total, whole)
    paper.put(f"I{end + 1}", None, "label")


def anhui_2021(book: Book, name: str, story: Story) -> None:
    """Anhui 2021: the initial budget is the denominator; every score has its rule printed beside it."""
    paper = book.paper(name, (8, 11, 16, 28, 11, 15, 15, 36, 10, 26), landscape=True)
    paper.put("A1:J1", f"{story.year}年度项目支出绩效自评表", "open_title", entry.YEAR)
    paper.row(2, "A:D E:G H:J", ("填报单位（盖章）：", "单位负责人签字：", "填报时间："), "open_plain")
    paper.put("A3:B3", "项目名称", "label")
    paper.put("C3:J3", story.project, entry=entry.PROJECT)
    paper.row(4, "A:B F:G", ("主管部门", "实施单位"), "label")
    paper.put("C4:E4", story.department, entry=entry.DEPARTMENT)
    paper.put("H4:J4", story.unit, entry=entry.UNIT_NAME)
    last = _anhui_funds(paper, story)
    goals = last + 1
    paper.put(f"A{goals}:A{goals + 1}", "项目\n绩效\n目标", "label")
    paper.row(goals, "B:E F:J", ("年初设定目标", "年度总体目标完成情况综述"), "label")
    paper.put(span("B", "E", goals + 1), story.planned[0], "text", entry.GOAL)
    paper.put(span("F", "J", goals + 1), story.achieved[0], "text", entry.ACHIEVED)
    paper.at_least(goals + 1, ROOM_FOR_A_GOAL)
    _anhui_lines(paper, goals + 2, story)


def _anhui_funds(paper: Paper, story: Story) -> int:
    last = 5 + len(story.funds)
    paper.put(f"A5:A{last}", "项目资金\n（万元）", "label")
    heads = ("", "年初预算数\n（A）", "全年执行数\n（B）", "分值\n（10分）", "执行率\n（B/A）", "得分")
    paper.row(5, "B:C D E F G H", heads, "label")
    paper.put("I5:J5", "得分计算方法", "label")
    for row, line in enumerate(story.funds, start=6):
        paper.put(span("B", "C", row), line.name, "name")
        for column, amount in zip("DE", (line.initial, line.executed), strict=True):
            parts = formula.amounts(column_range(column, 7, last))
            if row == 6:
                paper.derive(f"{column}{row}", amount, parts, "money", entry.MONEY)
            else:
                paper.put(f"{column}{row}", amount, "money", entry.MONEY)
        paper.put(f"F{row}", 10 if row == 6 else None, "label")
        paper.derive(f"G{row}", line.rate, formula.rate(f"E{row}", f"D{row}"), "rate")
        if row == 6:
            paper.derive(f"H{row}", story.execution_score, formula.execution_score("E6", "D6", "F6"))
        else:
            paper.put(f"H{row}", None, "label")
    paper.put(f"I6:J{last}", "执行率*该指标分值，最高不得超过分值上限。", "name")
    return last


def _anhui_lines(paper: Paper, head: int, story: Story) -> None:
    first, end = head + 1, head + len(story.lines)
    paper.put(f"A{head}:A{end}", "绩效\n指标", "label")
    paper.row(head, "B C D E F G H I J", ANHUI_HEADS, "label")
    paper.repeat(head, head)
    paper.down("B", first, [line.group for line in story.lines])
    paper.down("C", first, [line.category for line in story.lines])
    _methods(paper, first, story.lines)
    score = entry.score_up_to(f"E{first}")
    for row, line in enumerate(story.lines, start=first):
        paper.put(f"D{row}", line.name, "text", entry.NAME)
        paper.put(f"E{row}", line.weight, entry=entry.WEIGHT)
        paper.put(f"F{row}", line.target, entry=entry.LITERAL)
        paper.put(f"G{row}", line.actual, entry=entry.LITERAL_ACTUAL)
        paper.put(f"I{row}", line.score, entry=score)
        paper.put(f"J{row}", line.reason, "text", entry.REASON)
    paper.put(span("A", "H", end + 1), "单位自评总分", "label")
    scores = column_range("I", first, end)
    paper.derive(f"I{end + 1}", story.total, formula.total("H6", scores, needs=scores))
    paper.put(f"J{end + 1}", None, "label")


def _methods(paper: Paper, first: int, lines: tuple[Line, ...]) -> None:
    """得分计算方法: one for the rows of a level-1 group that are scored alike."""
    for _, rows in groupby(enumerate(lines, first), key=lambda row: (row[1].group, _method(row[1]))):
        places = list(rows)
        paper.put(column_range("H", places[0][0], places[-1][0]), _method(places[0][1]), "name")


def _method(line: Line) -> str:
    if line.category == "数量指标":
        return BY_SHARE
    return "同效益指标得分计算方式。" if line.group.startswith("满意度") else BY_KIND


TEMPLATES = {
    "项目支出绩效自评表（国家格式）": lambda book: national(book, "项目支出绩效自评表", blanks.NATIONAL),
    "项目支出绩效自评表（安徽2021格式）": lambda book: anhui_2021(
        book, "项目支出绩效自评表", blanks.ANHUI_2021
    ),
}
