"""专项资金绩效目标自评表: amounts and targets, no scores."""

from __future__ import annotations

from tests.templates import blanks
from tests.templates.content import Story
from tests.templates.paper import Book, span

NOTES = (
    "注：1.其他资金包括与财政资金共同投入到同一项目的自有资金、社会资金，以及以前年度的结转结余资金等。",
    "2.定量指标填写实际完成数。",
    "3.定性指标根据完成情况分为：全部或基本达成预期指标、部分达成预期指标并具有一定效果、"
    "未达成预期指标且效果较差三档，分别按照100%-80%（含）、80%-60%（含）、60%-0%合理填写完成比例。",
)


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


TEMPLATES = {
    "专项资金绩效目标自评表": lambda book: special_fund(book, "绩效目标自评表", blanks.SPECIAL_FUND),
}
