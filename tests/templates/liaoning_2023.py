"""预算项目（政策）绩效自评表 as Liaoning printed it in 2023, and what its unit form shares with it."""

from __future__ import annotations

from perfdesk.core.value import percent
from perfdesk.scoring.profile import Profile, known_profile
from tests.templates import blanks, entry, formula
from tests.templates.content import CAUSES, Figure, Line, Story
from tests.templates.entry import Entry
from tests.templates.paper import Book, Formula, Paper, column_range

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
OPINION_SECTIONS = ("主管部门审核意见", "财政部门审核意见")
_TIERS = (
    "全部或基本达成预期指标100%-80%（含）",
    "部分达成预期指标并具有一定效果80%-60%（含）",
    "未达成预期指标且效果较差60%-0%",
)
_SHARES = tuple(f"{share}%" for share in range(100, -1, -5))
ACTUAL = Entry(
    "全年完成值",
    "定量指标只填实际完成的数字，口径、单位与指标值相同；定性指标从下拉列表中选完成档次。",
    _TIERS,
)
COMPLETION = Entry(
    "完成程度",
    "定量指标自动计算，最高100%。定性指标由单位按所选档次填百分数：全部或基本达成100%-80%（含），"
    "部分达成80%-60%（含），未达成60%-0%。",
    _SHARES,
)
WEIGHT = Entry(
    "分值",
    "各项指标的分值合计为90分，另有预算执行率10分。",
    least=0,
    most=90,
    is_strict=True,
)
DEDUCTION = Entry(
    "减分项",
    "填写不小于0的数字，没有的填0。预算执行率为0的项目，减分后总得分应低于60分（推定）。",
    least=0,
    most=100,
    is_strict=True,
)
ADVISED = Entry("具体建议内容", "左侧划“√”的，在此填写具体内容；没有划“√”的不填。")
OPINION = Entry("总体意见", "由审核的部门填写。")


def rules() -> Profile:
    """The scoring rules of the place and year, by which the formulas round."""
    return known_profile("liaoning-2023")


def liaoning_2023(book: Book, name: str, story: Story) -> None:
    """预算项目（政策）绩效自评表 with operator, content and unit apart, and a row of totals."""
    widths = (7, 10, 12, 22, 6, 14, 7, 18, 9, 7, 8, 6, 6, 6, 6.5, 6, 24, 22)
    paper = book.paper(name, widths, landscape=True)
    paper.put("A1:R1", "预算项目(政策)绩效自评表", "title")
    paper.put("A2:R2", f"({story.year}年度)", "open_subtitle", entry.YEAR)
    heads = (
        ("项目(政策)名称", story.project, entry.PROJECT),
        ("主管部门", story.department, entry.DEPARTMENT),
        ("实施单位", story.unit, entry.UNIT_NAME),
    )
    for row, (label, text, place) in enumerate(heads, start=3):
        paper.put(f"A{row}:C{row}", label, "label")
        paper.put(f"D{row}:R{row}", text, "text", place)
    _money(paper, story)
    paper.put("A7:A8", "年度总体\n目标", "label")
    paper.row(7, "B:H I:R", ("年初设定目标", "全年实际完成情况"), "label")
    paper.put("B8:H8", story.planned[0], "text", entry.GOAL)
    paper.put("I8:R8", story.achieved[0], "text", entry.ACHIEVED)
    paper.at_least(8, 60)
    end = _lines(paper, story.lines)
    _totals(paper, end + 1, story)
    break_pages(paper, end + 1)
    row = advice(paper, "R", end + 2, ADVICE, story.advice)
    for section in OPINION_SECTIONS:
        row = opinions(paper, "R", row, section, OPINIONS, story.advice)
    paper.put(f"A{row}:C{row}", "财政部门总体意见", "label")
    paper.put(f"D{row}:R{row}", story.remark, "text", OPINION)


def _money(paper: Paper, story: Story) -> None:
    money = story.funds[0]
    paper.row(6, "A:C F:H", ("项目预算金额（万元）", "全年执行数"), "label")
    paper.put("K6:N6", "执行率", "label")
    paper.put("D6:E6", money.full, entry=entry.MONEY)
    paper.put("I6:J6", money.executed, entry=entry.MONEY)
    decimals = rules().decimals("rate.decimals")
    paper.derive("O6:R6", money.rate, formula.rate("I6", "D6", decimals), "rate")


def _lines(paper: Paper, lines: tuple[Line, ...]) -> int:
    end = 10 + len(lines)
    paper.put(f"A9:A{end}", "绩效指标", "label")
    heads = (
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
    )
    for columns, text in heads:
        paper.put(columns, text, "label")
    paper.row(10, "E F G L M N O P Q", ("运算\n符号", "内容", "度量\n单位", *CAUSES, "原因说明"), "label")
    indicators(paper, 11, lines, WEIGHT)
    for row, line in enumerate(lines, start=11):
        for column, cause in zip("LMNOP", CAUSES, strict=True):
            paper.put(f"{column}{row}", "√" if cause == line.cause else None, entry=entry.TICK)
        paper.put(f"Q{row}", line.reason, "text", entry.REASON)
        paper.put(f"R{row}", line.measure, "text", entry.MEASURE)
    return end


def indicators(paper: Paper, first: int, lines: tuple[Line, ...], weight: Entry) -> None:
    """Columns B to K of the indicator rows, which both forms of 2023 share: names to score."""
    scores = _scores(f"J{first}")
    paper.down("B", first, [line.group for line in lines])
    paper.down("C", first, [line.category for line in lines])
    for row, line in enumerate(lines, start=first):
        paper.put(f"D{row}", line.name or None, "text", entry.NAME)
        paper.put(f"E{row}", line.operator, entry=entry.OPERATOR)
        paper.put(f"F{row}", line.target, entry=entry.TARGET)
        paper.put(f"G{row}", line.unit, entry=entry.UNIT)
        paper.put(f"H{row}", line.actual, entry=ACTUAL)
        paper.put(f"J{row}", line.weight, entry=weight)
        paper.derive(f"I{row}", line.completion, _completion(row), "whole", COMPLETION)
        paper.derive(f"K{row}", line.score, _score(row), entry=scores)


def _scores(weight: str) -> Entry:
    """What a score takes, between 0 and its weight; `weight` is the weight of the topmost row."""
    start, factor = rules().decimal("overshoot.reduced_from"), rules().decimal("overshoot.factor")
    assert start is not None and factor is not None, "the rules say from where an overshoot costs points"
    return Entry(
        "得分",
        f"自动计算：分值×完成程度，保留三位小数；完成值达到指标值{start}倍以上的按分值的{percent(factor)}计（推定）。"
        "有其他规定的可以直接填写得分，不得超过分值。",
        least=0,
        most=f"={weight}",
        is_strict=True,
    )


def _completion(row: int) -> Formula:
    decimals = rules().decimals("completion.decimals")
    return formula.completion(f"E{row}", f"F{row}", f"H{row}", decimals, is_capped=True)


def _score(row: int) -> Formula:
    """Weight × completion; the share of the weight that counts where the target was passed many times."""
    profile = rules()
    full = formula.score(f"J{row}", f"I{row}", profile.decimals("score.decimals"))
    start, factor = profile.decimal("overshoot.reduced_from"), profile.decimal("overshoot.factor")
    assert start is not None and factor is not None, "the rules say from where an overshoot costs points"
    far = (
        f"IF(AND(F{row}>0,H{row}>={start}*F{row},NOT({formula.is_lower(f'E{row}')})),"
        f"ROUND(J{row}*{factor},{profile.decimals('score.decimals')}),{full.text})"
    )
    text = f"IF(COUNT(F{row},H{row},J{row})=3,{far},{full.text})"
    return Formula(text, is_locked=False)


def _totals(paper: Paper, row: int, story: Story) -> None:
    profile = rules()
    last = row - 1
    labels = ("指标自评得分小计", "预算执行率得分", "减分项", "绩效自评总得分")
    paper.row(row, "A:C E:G I:J L:P", labels, "label")
    subtotal = formula.total(column_range("K", 11, last), decimals=profile.decimals("subtotal.decimals"))
    paper.derive(f"D{row}", story.subtotal, subtotal)
    points = str(profile.execution_weight)
    decimals = profile.decimals("execution.score_decimals")
    execution = f'IF(ISNUMBER(O6),ROUND(MAX(0,MIN({points},{points}*O6)),{decimals}),"")'
    paper.derive(f"H{row}", story.execution_score, Formula(execution))
    paper.put(f"K{row}", story.deduction, entry=DEDUCTION)
    total = f'IF(COUNT(D{row},H{row})=2,ROUND(D{row}+H{row}-SUM(K{row}),2),"")'
    paper.derive(f"Q{row}:R{row}", story.total, Formula(total))


def break_pages(paper: Paper, *last: int) -> None:
    """New pages after these rows, such as one for advice and opinions; title, year and name head each."""
    paper.repeat(1, 3)
    paper.sheet.set_h_pagebreaks(list(last))


def advice(paper: Paper, right: str, top: int, options: tuple[str, ...], said: dict[str, str]) -> int:
    """结果应用建议 with its heading from row `top`; returns the row below it."""
    end = top + len(options)
    paper.put(f"A{top}:A{end}", "结果应用\n建议", "label")
    paper.row(top, f"B:H I:{right}", ("结果应用建议选项", "具体建议内容"), "label")
    for row, option in enumerate(options, start=top + 1):
        _option(paper, right, row, option, said.get(option))
    return end + 1


def opinions(
    paper: Paper, right: str, top: int, section: str, options: tuple[str, ...], said: dict[str, str]
) -> int:
    """The options of one opinion from row `top`; returns the row below them."""
    end = top + len(options) - 1
    paper.put(f"A{top}:A{end}", f"{section[:4]}\n{section[4:]}", "label")
    for row, option in enumerate(options, start=top):
        _option(paper, right, row, option, said.get(f"{section}：{option}"))
    return end + 1


def _option(paper: Paper, right: str, row: int, option: str, text: Figure) -> None:
    paper.put(f"B{row}:G{row}", option, "name")
    paper.put(f"H{row}", "√" if text else None, entry=entry.CHOSEN)
    paper.put(f"I{row}:{right}{row}", text, "text", ADVISED)


TEMPLATES = {
    "预算项目绩效自评表（辽宁2023格式）": lambda book: liaoning_2023(
        book, "项目绩效自评表", blanks.LIAONING_2023
    ),
}
