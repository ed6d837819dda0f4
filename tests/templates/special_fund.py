"""专项资金绩效目标自评表: amounts and targets, no weights and no scores."""

from __future__ import annotations

from tests.templates import entry, formula
from tests.templates.content import Amounts, Line, Story
from tests.templates.entry import Entry
from tests.templates.paper import Book, Paper, column_range, span

NOTES = (
    "注：1、其他资金包括和中央补助、地方财政资金共同投入到同一项目的自有资金、社会资金，"
    "以及以前年度的结转结余资金等。",
    "2、定量指标，资金使用单位填写本地区实际完成数。市直各部门汇总时，对绝对值直接累加计算，"
    "相对值按照资金额度加权平均计算。",
    "3、定性指标根据指标完成情况分为：全部或基本达成预期指标、部分达成预期指标并具有一定效果、"
    "未达成预期指标且效果较差三档，资金使用单位分别按照100％—80％（含）、80％—60％（含）、60％—0％"
    "合理填写完成比例。",
)
_GROUPS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
_ROWS_EACH = 3
FUND = Entry("专项资金名称", "填写资金下达文件中的专项资金名称。")
CONTACT = Entry("负责人及电话", "填写项目负责人姓名和联系电话；对外公开前按规定隐去个人信息。")
CITY_DEPARTMENT = Entry("市级主管部门", "填写市级主管部门的全称。")
LOCAL_DEPARTMENT = Entry("地方主管部门", "填写本地区主管部门的全称。")
DEVIATION = Entry("未完成原因和改进措施", "未完成或明显超过指标值的，说明原因和改进措施。")
REMARK = Entry("说明", "请在此处简要说明各级监督检查中发现的问题及其所涉及的金额，如没有请填无。")


def blank() -> Story:
    """What the blank form asks for: five lines of funds, three rows for each kind of indicator."""
    lines: list[Line] = []
    for group, categories in _GROUPS:
        lines += [Line(group, category, "") for category in categories for _ in range(_ROWS_EACH)]
        lines.append(Line(group, "……", ""))
    names = ("年度资金总额", "其中：中央补助", "省级资金", "市级资金", "其他资金")
    return Story(funds=tuple(Amounts(name) for name in names), lines=tuple(lines))


def special_fund(book: Book, name: str, story: Story) -> None:
    """专项资金绩效目标自评表 with head, funds, goals, indicators, remark and notes."""
    paper = book.paper(name, (10, 12, 15, 24, 8, 26, 26, 24), landscape=True)
    paper.put("A1:H1", "附件3", "plain")
    paper.put("A2:H2", "专项资金绩效目标自评表", "title")
    paper.put("A3:H3", f"（{story.year}年度）", "open_subtitle", entry.YEAR)
    paper.row(4, "A:B F", ("专项资金名称", "负责人\n及电话"), "label")
    paper.put("C4:E4", story.project, entry=FUND)
    paper.put("G4:H4", story.remark, entry=CONTACT)
    paper.put("A5:B5", "市级主管部门", "label")
    paper.put("C5:H5", None, entry=CITY_DEPARTMENT)
    paper.row(6, "A:B F", ("地方主管部门", "实施单位"), "label")
    paper.put("C6:E6", story.department, entry=LOCAL_DEPARTMENT)
    paper.put("G6:H6", story.unit, entry=entry.UNIT_NAME)
    goals = _money(paper, story.funds)
    paper.put(f"A{goals}:A{goals + 1}", "年度总体目标", "label")
    paper.row(goals, "B:E F:H", ("年初设定目标", "全年实际完成情况"), "label")
    paper.put(span("B", "E", goals + 1), story.planned[0], "text", entry.GOAL)
    paper.put(span("F", "H", goals + 1), story.achieved[0], "text", entry.ACHIEVED)
    paper.at_least(goals + 1, 60 if paper.is_template else 0)
    end = _lines(paper, goals + 2, story.lines)
    paper.put(f"A{end + 1}", "说明", "label")
    paper.put(span("B", "H", end + 1), story.advice.get("说明"), "text", REMARK)
    paper.at_least(end + 1, 26 if paper.is_template else 0)
    for row, note in enumerate(NOTES, start=end + 2):
        paper.put(span("A", "H", row), note, "plain")


def _money(paper: Paper, funds: tuple[Amounts, ...]) -> int:
    """The lines of funds under their heading; returns the row below them."""
    first, last = 8, 7 + len(funds)
    paper.put(f"A7:B{last}", "项目资金（万元）", "label")
    paper.row(7, "C:D E:F G H", ("", "全年预算数（A）", "全年执行数（B）", "执行率（B／A）"), "label")
    for row, line in enumerate(funds, start=first):
        paper.put(span("C", "D", row), line.name, "name")
        for place, column, amount in ((span("E", "F", row), "E", line.full), (f"G{row}", "G", line.executed)):
            if row == first:
                whole = formula.amounts(column_range(column, first + 1, last))
                paper.derive(place, amount, whole, entry=entry.MONEY)
            else:
                paper.put(place, amount, entry=entry.MONEY)
        paper.derive(f"H{row}", line.rate, formula.rate(f"G{row}", f"E{row}"), "rate")
    return last + 1


def _lines(paper: Paper, head: int, lines: tuple[Line, ...]) -> int:
    end = head + len(lines)
    paper.put(f"A{head}:A{end}", "绩效指标", "label")
    names = ("一级指标", "二级指标", "三级指标", "年度指标值", "全年\n完成值", "未完成原因和\n改进措施")
    paper.row(head, "B C D:E F G H", names, "label")
    paper.repeat(head, head)
    paper.down("B", head + 1, [line.group for line in lines])
    paper.down("C", head + 1, [line.category for line in lines])
    for row, line in enumerate(lines, start=head + 1):
        paper.put(span("D", "E", row), line.name or None, entry=entry.NAME)
        paper.put(f"F{row}", line.target, entry=entry.LITERAL)
        paper.put(f"G{row}", line.actual, entry=entry.LITERAL_ACTUAL)
        paper.put(f"H{row}", line.reason, "text", DEVIATION)
    return end


TEMPLATES = {
    "专项资金绩效目标自评表": lambda book: special_fund(book, "绩效目标自评表", blank()),
}
