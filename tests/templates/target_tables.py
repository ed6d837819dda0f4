"""The target tables approved with the budget: 表16 for the unit, 表17 for a project."""

from __future__ import annotations

from tests.templates import blanks, entry
from tests.templates.account_paper import AMOUNT
from tests.templates.content import Line
from tests.templates.entry import Entry
from tests.templates.paper import Book, Paper, span

WIDTHS = (17, 14, 20, 44, 10, 30, 12, 12)
TASK_ROWS = 4
LOW_ROW, LOW_PADDING = 17.5, 3.5
TITLE = "部门（单位）整体绩效目标表"
UNIT = Entry("部门（单位）名称", "填写部门（单位）的全称。")
TASK = Entry("对应项目", "填写年度主要任务对应的项目或基本支出，每项一行。")
GOAL = Entry("绩效目标", "写明本年度要完成的任务、数量和效果，与下列指标一致。")
PROJECT_MONEY = Entry(
    "预算资金情况（万元）", "填写项目的年度预算金额，与项目支出预算表一致。", least=0, is_strict=True
)
GROUPS = (
    ("履职效能", (("重点工作履行情况", 3), ("整体工作完成情况", 3), ("基础管理", 2))),
    ("预算执行", (("预算执行效率", 3),)),
    (
        "管理效率",
        (
            ("预算编制管理", 1), ("预算监督管理", 1), ("预算收支管理", 2), ("财务管理", 1),
            ("资产管理", 1), ("业务管理", 1),
        ),
    ),
    ("运行成本", (("成本控制成效", 2),)),
    (
        "社会效应",
        (
            ("政治效益", 1), ("社会效益", 1), ("经济效益", 1), ("生态效益", 1), ("服务对象满意度", 1),
            ("社会公众满意度", 1),
        ),
    ),
    ("可持续性", (("体制机制改革", 2), ("创新驱动发展", 1))),
)  # fmt: skip
UNIT_LINES = tuple(
    Line(group, category, "") for group, parts in GROUPS for category, count in parts for _ in range(count)
)
DEADLINE = Entry("完成时限", "按“年-月”填写，如“2025-12”，应在预算年度之内。")


def unit_targets(book: Book) -> None:
    """部门（单位）整体绩效目标表: tasks with their money, the goal, indicators in six groups."""
    paper = _target_paper(book, "表16", TITLE, "表16")
    paper.put("A4", "部门（单位）名称", "label")
    paper.put("B4:H4", None, "value", UNIT)
    goal = 6 + TASK_ROWS
    paper.put(f"A5:A{goal - 1}", "年度主要任务", "label")
    paper.row(5, "B:D E:H", ("对应项目", "预算资金情况"), "label")
    for row in range(6, goal):
        paper.put(span("B", "D", row), None, "text", TASK)
        paper.put(span("E", "H", row), None, "amount_centred", AMOUNT)
    _goal(paper, goal, "年度绩效目标")
    _indicators(paper, goal + 1, "年度绩效指标", UNIT_LINES)


def project_targets(book: Book) -> None:
    """项目支出绩效目标表: one project on one sheet; further projects take a copy of the sheet."""
    paper = _target_paper(book, "表17", "部门预算项目（政策）绩效目标表", "表17")
    paper.put("A4", "项目(政策)名称", "label")
    paper.put("B4:H4", None, "value", entry.PROJECT)
    paper.put("A5", "主管部门", "label")
    paper.put("B5:D5", None, "value", entry.DEPARTMENT)
    paper.put("E5", "实施单位", "label")
    paper.put("F5:H5", None, "value", entry.UNIT_NAME)
    paper.put("A6", "预算资金情况", "label")
    paper.put("B6:H6", None, "amount_centred", PROJECT_MONEY)
    _goal(paper, 7, "总体目标")
    _indicators(paper, 8, "绩效指标", blanks.LIAONING_2023.lines)


def _target_paper(book: Book, sheet: str, title: str, number: str) -> Paper:
    paper = book.paper(sheet, WIDTHS, landscape=True)
    paper.lowest_row, paper.padding = LOW_ROW, LOW_PADDING
    paper.put("A1:H1", title, "title")
    paper.put("A2:H2", number, "right")
    paper.put("A3:H3", "单位：万元", "right")
    return paper


def _goal(paper: Paper, row: int, label: str) -> None:
    paper.put(f"A{row}", label, "label")
    paper.put(span("B", "H", row), None, "text", GOAL)
    paper.at_least(row, 50)


def _indicators(paper: Paper, top: int, label: str, lines: tuple[Line, ...]) -> None:
    """The headings of the indicator table and its blank rows."""
    paper.put(f"A{top}:A{top + len(lines)}", label, "label")
    headings = ("一级指标", "二级指标", "三级指标", "运算符号", "指标值", "度量单位", "完成时限")
    paper.row(top, "B C D E F G H", headings, "label")
    paper.down("B", top + 1, [line.group for line in lines])
    paper.down("C", top + 1, [line.category for line in lines])
    for row in range(top + 1, top + len(lines) + 1):
        paper.put(f"D{row}", None, "text", entry.NAME)
        paper.put(f"E{row}", None, "value", entry.OPERATOR)
        paper.put(f"F{row}", None, "value", entry.TARGET)
        paper.put(f"G{row}", None, "value", entry.UNIT)
        paper.put(f"H{row}", None, "code", DEADLINE)
    paper.repeat(top, top)


TEMPLATES = {
    "部门（单位）整体绩效目标表": unit_targets,
    "项目支出绩效目标表": project_targets,
}
