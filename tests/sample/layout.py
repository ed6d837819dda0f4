"""The layouts of project and special-fund forms as the official templates print them."""

from __future__ import annotations

from tests.sample.content import CAUSES, Line, Story
from tests.sample.paper import Book, Paper, span

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
SIGNS = "“=”“≤”“≥”“＜”“＞”"
NOTES = (
    "注：1.其他资金包括与财政资金共同投入到同一项目的自有资金、社会资金，以及以前年度的结转结余资金等。",
    "2.定量指标填写实际完成数。",
    "3.定性指标根据完成情况分为：全部或基本达成预期指标、部分达成预期指标并具有一定效果、"
    "未达成预期指标且效果较差三档，分别按照100%-80%（含）、80%-60%（含）、60%-0%合理填写完成比例。",
)


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


def special_fund(book: Book, name: str, story: Story) -> None:
    """专项资金绩效目标自评表: amounts and targets, no scores."""
    paper = book.paper(name, (10, 12, 15, 24, 6, 24, 24, 26), landscape=True)
    paper.put("A1:H1", "附件", "plain")
    paper.put("A2:H2", "专项资金绩效目标自评表", "title")
    paper.put("A3:H3", f"（{story.year}年度）", "subtitle")
    paper.row(4, "A:B C:E F G:H", ("专项资金名称", story.project, "负责人\n及电话", story.remark))
    paper.row(5, "A:B C:H", ("主管部门", story.department))
    paper.row(6, "A:B C:H", ("实施单位", story.unit))
    last = 7 + len(story.funds)
    paper.put(f"A7:B{last}", "项目资金（万元）", "label")
    paper.row(7, "C:D E:F G H", ("", "全年预算数（A）", "全年执行数（B）", "执行率（B/A）"), "label")
    for row, line in enumerate(story.funds, start=8):
        paper.put(span("C", "D", row), line.name, "text")
        paper.row(row, "E:F G", (line.full, line.executed))
        paper.put(f"H{row}", line.rate, "rate")
    goals = last + 1
    paper.put(f"A{goals}:A{goals + 1}", "年度总体目标", "label")
    paper.row(goals, "B:E F:H", ("年初设定目标", "全年实际完成情况"), "label")
    paper.row(goals + 1, "B:E F:H", (story.planned[0], story.achieved[0]), "text")
    head = goals + 2
    end = head + len(story.lines)
    paper.put(f"A{head}:A{end}", "绩效指标", "label")
    names = ("一级指标", "二级指标", "三级指标", "年度指标值", "全年\n完成值", "未完成原因和\n改进措施")
    paper.row(head, "B C D:E F G H", names, "label")
    paper.down("B", head + 1, [line.group for line in story.lines])
    paper.down("C", head + 1, [line.category for line in story.lines])
    for row, line in enumerate(story.lines, start=head + 1):
        paper.row(row, "D:E F G H", (line.name, line.target, line.actual, line.reason), "text")
    paper.put(f"A{end + 1}", "说明", "label")
    paper.put(span("B", "H", end + 1), story.advice.get("说明"), "text")
    for row, note in enumerate(NOTES, start=end + 2):
        paper.put(span("A", "H", row), note, "plain")
