"""预算项目（政策）绩效自评表 as Liaoning printed it in 2023."""

from __future__ import annotations

from tests.templates import blanks
from tests.templates.content import CAUSES, Line, Story
from tests.templates.paper import Book, Paper

ADVICE = (
    "改进预算项目管理（改进措施和方式）",
    "规范财政资金管理",
    "完善制度设计，建议进行政策调整",
    "政策到期，建议重新发布",
    "建议调整公共服务标准",
    "不再继续安排",
    "减少或取消安排",
    "结构调整，压低效补高效",
    "预算一次核定、资金分年度拨付",
    "其他建议",
)
OPINIONS = (
    "建议继续全额安排",
    "建议继续安排，按规定调整下一年度预算金额",
    "改进预算项目管理",
    "规范财政资金管理",
    "进行政策调整",
    "政策到期重新发布",
    "调整公共服务标准",
    "其他意见",
)


def liaoning_2023(book: Book, name: str, story: Story) -> None:
    """预算项目（政策）绩效自评表 with operator, content and unit apart, and a row of totals."""
    widths = (7, 9, 12, 22, 6, 14, 7, 18, 9, 7, 8, 6, 6, 6, 6, 6, 24, 22)
    paper = book.paper(name, widths, landscape=True)
    paper.put("A1:R1", "预算项目（政策）绩效自评表", "title")
    paper.put("A2:R2", f"（{story.year}年度）", "subtitle")
    for row, (label, text) in enumerate(
        (("项目（政策）名称", story.project), ("主管部门", story.department), ("实施单位", story.unit)),
        start=3,
    ):
        paper.row(row, "A:C D:R", (label, text), "text")
    money = story.funds[0]
    paper.row(6, "A:C D:E F:H I:J", ("项目预算金额（万元）", money.full, "全年执行数", money.executed))
    paper.put("K6:N6", "执行率", "label")
    paper.put("O6:R6", money.rate, "rate")
    paper.put("A7:A8", "年度总体目标", "label")
    paper.row(7, "B:H I:R", ("年初设定目标", "全年实际完成情况"), "label")
    paper.row(8, "B:H I:R", (story.planned[0], story.achieved[0]), "text")
    end = _liaoning_2023_lines(paper, story)
    contents = (
        ("A:C", "指标自评得分小计"),
        ("D", story.subtotal),
        ("E:G", "预算执行率得分"),
        ("H", story.execution_score),
        ("I:J", "减分项"),
        ("K", story.deduction),
        ("L:P", "绩效自评总得分"),
        ("Q:R", story.total),
    )
    for blocks, content in contents:
        paper.row(end + 1, blocks, (content,))
    _liaoning_2023_advice(paper, end + 2, story)


def _liaoning_2023_lines(paper: Paper, story: Story) -> int:
    end = 10 + len(story.lines)
    paper.put(f"A9:A{end}", "绩效指标", "label")
    for columns, text in (
        ("B9:B10", "一级指标"),
        ("C9:C10", "二级指标"),
        ("D9:D10", "三级指标"),
        ("E9:G9", "年度目标值"),
        ("H9:H10", "全年\n完成值"),
        ("I9:I10", "完成程度"),
        ("J9:J10", "分值"),
        ("K9:K10", "得分"),
        ("L9:Q9", "未完成原因分析"),
        ("R9:R10", "改进措施"),
    ):
        paper.put(columns, text, "label")
    paper.row(10, "E F G L M N O P Q", ("运算\n符号", "内容", "度量\n单位", *CAUSES, "原因说明"), "label")
    paper.down("B", 11, [line.group for line in story.lines])
    paper.down("C", 11, [line.category for line in story.lines])
    for row, line in enumerate(story.lines, start=11):
        paper.put(f"D{row}", line.name, "text")
        _scored(paper, row, line)
    return end


def _scored(paper: Paper, row: int, line: Line) -> None:
    """Columns E to K of the Liaoning layouts, the ticks, and what stands to their right."""
    paper.row(row, "E F G H", (line.operator, line.target, line.unit, line.actual))
    paper.put(f"I{row}", line.completion, "whole")
    paper.row(row, "J K", (line.weight, line.score))
    paper.row(row, "L M N O P", tuple("√" if cause == line.cause else None for cause in CAUSES))
    paper.put(f"Q{row}", line.reason, "text")
    paper.put(f"R{row}", line.measure, "text")


def _liaoning_2023_advice(paper: Paper, top: int, story: Story) -> None:
    row = top + 1
    paper.put(f"A{top}:A{top + len(ADVICE)}", "结果应用建议", "label")
    paper.row(top, "B:H I:R", ("结果应用建议选项", "具体建议内容"), "label")
    for option in ADVICE:
        _option(paper, row, option, story.advice.get(option))
        row += 1
    for opinion in ("主管部门审核意见", "财政部门审核意见"):
        paper.put(f"A{row}:A{row + len(OPINIONS) - 1}", opinion, "label")
        for option in OPINIONS:
            _option(paper, row, option, story.advice.get(f"{opinion}：{option}"))
            row += 1
    paper.row(row, "A:C D:R", ("财政部门总体意见", story.remark), "text")


def _option(paper: Paper, row: int, option: str, text: str | None) -> None:
    paper.row(row, "B:G H I:R", (option, "√" if text else None, text), "text")


TEMPLATES = {
    "预算项目绩效自评表（辽宁2023格式）": lambda book: liaoning_2023(
        book, "项目绩效自评表", blanks.LIAONING_2023
    ),
}
