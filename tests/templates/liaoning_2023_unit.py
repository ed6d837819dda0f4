"""部门（单位）整体绩效自评表 as Liaoning printed it in 2023: tasks worth 40 points, indicators worth 60."""

from __future__ import annotations

from tests.templates import entry, formula
from tests.templates.content import Line
from tests.templates.entry import Entry
from tests.templates.liaoning_2023 import (
    OPINION,
    advice,
    break_pages,
    indicators,
    opinions,
    rules,
)
from tests.templates.paper import Book, Formula, Paper, column_range

ADVICE = (
    "建议进一步规范预算管理",
    "建议改进业务管理",
    "建议改进预算编制管理",
    "建议进一步提升预算执行效率和效益",
    "建议改进资产管理",
    "建议改进政府采购管理",
    "建议调整公共服务标准",
    "建议核减下一年度经费数额",
    "建议削减低效、无效资金或结构调整",
    "建议回收长期沉淀的资金",
    "其他建议",
)
OPINIONS = (
    "建议继续全额安排",
    "建议继续安排，按规定调整下一年度预算金额",
    "规范预算管理",
    "改进业务管理",
    "改进预算编制管理",
    "提升预算执行效率和效益",
    "改进资产管理",
    "改进政府采购管理",
    "调整公共服务标准",
    "削减低效、无效资金",
    "对资金结构进行调整",
    "收回长期沉淀的资金",
    "其他意见",
)
CAUSES = (
    "经费保障原因分析",
    "制度保障原因分析",
    "人员保障原因分析",
    "硬件条件保障原因分析",
    "其他原因分析",
)
# Level-1 and level-2 names with the rows left for each.
GROUPS = (
    ("履职效能", (("重点工作履行情况", 2), ("整体工作完成情况", 3), ("基础管理", 2))),
    ("预算执行", (("预算执行效率", 3),)),
    (
        "管理效率",
        (
            ("预算编制管理", 1),
            ("预算监督管理", 1),
            ("预算收支管理", 2),
            ("财务管理", 1),
            ("资产管理", 1),
            ("业务管理", 1),
        ),
    ),
    ("运行成本", (("成本控制成效", 2),)),
    ("社会效应", (("社会效益", 1), ("社会公众满意度", 1))),
    ("可持续性", (("体制机制改革", 1),)),
)
TASK_ROWS = 6
FIRST_TASK = 7
UNIT = Entry("部门（单位）名称", "填写部门（单位）的全称。")
TASK = Entry("对应项目", "填写年度主要任务对应的项目名称，基本支出按人员经费、公用经费分行填写。")
TASK_WEIGHT = Entry("分值", "年度主要任务的分值合计为40分。", least=0, most=40, is_strict=True)
TASK_SCORE = Entry(
    "得分",
    "自动计算：分值×项目执行率，不超过分值；有其他规定的可以直接填写。",
    least=0,
    most=f"=L{FIRST_TASK}",
    is_strict=True,
)
WEIGHT = Entry("分值", "各项指标的分值合计为60分，另有年度主要任务40分。", least=0, most=60, is_strict=True)


def unit_2023(book: Book) -> None:
    """The blank unit form."""
    widths = (7, 10, 14, 22, 6, 12, 7, 18, 9, 7, 8, 8, 8, 8, 8.5, 8, 24)
    paper = book.paper("整体绩效自评表", widths, landscape=True)
    paper.put("A1:Q1", "部门（单位）整体绩效自评表", "title")
    paper.put("A2:Q2", "（    年度）", "open_subtitle", entry.YEAR)
    paper.put("A3:C3", "部门（单位）名称", "label")
    paper.put("D3:Q3", None, "text", UNIT)
    for row, label in ((4, "部门年初预算收入金额"), (5, "部门年初预算支出金额")):
        paper.put(f"A{row}:C{row}", label, "label")
        paper.put(f"D{row}:Q{row}", None, "text", entry.MONEY)
    goals = _tasks(paper)
    paper.put(f"A{goals}:A{goals + 1}", "年度目标", "label")
    paper.row(goals, "B:H I:Q", ("年初总体目标", "全年完成情况"), "label")
    paper.put(f"B{goals + 1}:H{goals + 1}", None, "text", entry.GOAL)
    paper.put(f"I{goals + 1}:Q{goals + 1}", None, "text", entry.ACHIEVED)
    paper.at_least(goals + 1, 90)
    end = _lines(paper, goals + 2)
    _total(paper, end + 1, goals + 4)
    break_pages(paper, goals + 1, end + 1)
    row = advice(paper, "Q", end + 2, ADVICE, {})
    for section in ("主管部门", "财政部门"):
        row = opinions(paper, "Q", row, f"{section}审核意见", OPINIONS, {})
        paper.put(f"A{row}:C{row}", f"{section}总体意见", "label")
        paper.put(f"D{row}:Q{row}", None, "text", OPINION)
        row += 1


def _tasks(paper: Paper) -> int:
    profile = rules()
    head = FIRST_TASK - 1
    end = head + TASK_ROWS
    paper.put(f"A{head}:A{end}", "年度主要\n任务", "label")
    blocks = "B:D E:G H:I J:K L:M N:Q"
    heads = ("对应项目", "项目下达金额", "项目执行金额", "项目执行率", "分值", "得分")
    paper.row(head, blocks, heads, "label")
    for row in range(FIRST_TASK, end + 1):
        paper.put(f"B{row}:D{row}", None, "text", TASK)
        paper.put(f"E{row}:G{row}", None, entry=entry.MONEY)
        paper.put(f"H{row}:I{row}", None, entry=entry.MONEY)
        rate = formula.rate(f"H{row}", f"E{row}", profile.decimals("rate.decimals"))
        paper.put(f"J{row}:K{row}", rate, "rate")
        paper.put(f"L{row}:M{row}", None, entry=TASK_WEIGHT)
        score = formula.score(f"L{row}", f"J{row}", profile.decimals("score.decimals"))
        paper.put(f"N{row}:Q{row}", score, entry=TASK_SCORE)
    return end + 1


def _lines(paper: Paper, head: int) -> int:
    lines = tuple(
        Line(group, category, "")
        for group, categories in GROUPS
        for category, count in categories
        for _ in range(count)
    )
    under, first, end = head + 1, head + 2, head + 1 + len(lines)
    paper.put(f"A{head}:A{end}", "绩效指标", "label")
    names = (
        "一级指标", "二级指标", "三级指标", "运算\n符号", "指标值", "度量\n单位", "全年完成值", "完成程度",
        "分值", "得分",
    )  # fmt: skip
    for column, name in zip("BCDEFGHIJK", names, strict=True):
        paper.put(f"{column}{head}:{column}{under}", name, "label")
    paper.put(f"L{head}:P{head}", "偏差原因分析", "label")
    paper.put(f"Q{head}:Q{under}", "改进措施", "label")
    paper.row(under, "L M N O P", CAUSES, "label")
    indicators(paper, first, lines, WEIGHT)
    for row in range(first, end + 1):
        for column, cause in zip("LMNOP", CAUSES, strict=True):
            paper.put(f"{column}{row}", None, entry=_cause(cause))
        paper.put(f"Q{row}", None, "text", entry.MEASURE)
    return end


def _cause(name: str) -> Entry:
    return Entry(name, "有偏差的，在相应类别下划“√”或填写原因；没有偏差的不填。", ("√",))


def _total(paper: Paper, row: int, first: int) -> None:
    tasks = column_range("N", FIRST_TASK, FIRST_TASK + TASK_ROWS - 1)
    paper.put(f"A{row}:C{row}", "总评价得分", "label")
    total: Formula = formula.total(tasks, column_range("K", first, row - 1))
    paper.put(f"D{row}:Q{row}", total)


TEMPLATES = {"整体绩效自评表（辽宁2023格式）": unit_2023}
