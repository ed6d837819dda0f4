"""市本级预算项目（政策）重点绩效评价表: an evaluation by others, its weights and scores written as points."""

from __future__ import annotations

from tests.templates import entry, formula
from tests.templates.entry import Entry
from tests.templates.paper import Book, Paper, column_range

FUNDS = (
    "年度预算资金总额：",
    "其中：财政拨款收入",
    "中央提前告知转移支付资金",
    "纳入预算管理的行政事业性收费等非税收入",
    "纳入政府性基金预算管理收入",
    "纳入专户管理的行政事业性收费等非税收入",
    "上年结转",
    "其他收入",
)
# Level-1 and level-2 names with the rows left for each.
GROUPS = (
    ("决策指标", (("项目立项", 2), ("绩效目标", 2), ("资金安排", 2))),
    ("管理指标", (("业务管理", 2), ("预算管理", 2))),
    ("产出指标", (("数量指标", 2), ("质量指标", 2), ("时效指标", 1), ("成本指标", 1))),
    (
        "效益指标",
        (
            ("经济效益指标", 1),
            ("社会效益指标", 1),
            ("生态效益指标", 1),
            ("可持续影响指标", 1),
            ("服务对象满意度指标", 1),
        ),
    ),
)
DEPARTMENT = Entry("主管预算部门", "填写主管预算部门的全称。")
ACTUAL = Entry("全年完成值", "定量指标填实际完成的数字；定性指标填写完成情况。")
WEIGHT = Entry("权重", "只填数字，如填5显示为“5分”。各项权重合计为100分。", least=0, most=100, is_strict=True)
EXPLANATION = Entry("指标解释", "说明这项指标评价什么、数据从哪里来。")
STANDARD = Entry("评分标准", "写明得满分的条件和扣分的办法。")


def key_evaluation(book: Book) -> None:
    """The blank form: head, funds, goals, indicators with explanation and standard, total."""
    widths = (7, 11, 13, 20, 8, 22, 8, 22, 8, 24, 24, 9)
    paper = book.paper("重点绩效评价表", widths, landscape=True)
    paper.lowest_row, paper.padding = 18, 4  # the blank form on one page
    paper.put("A1:L1", "市本级预算项目（政策）重点绩效评价表", "title")
    paper.put("A2:L2", "（    年度）", "open_subtitle", entry.YEAR)
    heads = (("项目（政策）名称", entry.PROJECT), ("主管预算部门", DEPARTMENT))
    for row, (label, place) in enumerate(heads, start=3):
        paper.put(f"A{row}:C{row}", label, "label")
        paper.put(f"D{row}:L{row}", None, "text", place)
    paper.row(5, "A:C G:H", ("实施单位", "实施期"), "label")
    paper.put("D5:F5", None, "text", entry.UNIT_NAME)
    paper.put("I5:L5", None, "text", entry.PERIOD)
    goals = _money(paper)
    paper.put(f"A{goals}:B{goals + 2}", "年度总体目标", "label")
    paper.row(goals, "C:G H:L", ("年初设定目标", "全年实际完成情况"), "label")
    for row in (goals + 1, goals + 2):
        paper.put(f"C{row}:G{row}", None, "text", entry.GOAL)
        paper.put(f"H{row}:L{row}", None, "text", entry.ACHIEVED)
        paper.at_least(row, 30)
    first = _head(paper, goals + 3)
    end = _lines(paper, first)
    paper.put(f"A{goals + 3}:A{end}", "绩效指标", "label")
    paper.put(f"A{end + 1}:H{end + 1}", "合计", "label")
    paper.put(f"I{end + 1}", formula.total(column_range("I", first, end)), "points")
    paper.row(end + 1, "J K", (None, None))
    paper.put(f"L{end + 1}", formula.total(column_range("L", first, end)), "points")


def _money(paper: Paper) -> int:
    """The lines of funds under their heading; returns the row below them."""
    first, last = 7, 6 + len(FUNDS)
    paper.put(f"A6:B{last}", "项目预算资金", "label")
    heads = ("", "年初预算数", "全年预算数（A）", "全年执行数（B）", "执行率（B/A)")
    paper.row(6, "C:E F G:H I:J K:L", heads, "label")
    for row, name in enumerate(FUNDS, start=first):
        paper.put(f"C{row}:E{row}", name, "name")
        for place, column in ((f"F{row}", "F"), (f"G{row}:H{row}", "G"), (f"I{row}:J{row}", "I")):
            whole = formula.amounts(column_range(column, first + 1, last)) if row == first else None
            paper.put(place, whole, entry=entry.MONEY)
        paper.put(f"K{row}:L{row}", formula.rate(f"I{row}", f"G{row}"), "rate")
    return last + 1


def _head(paper: Paper, head: int) -> int:
    """The two rows of headings from row `head`; returns the row below them."""
    under = head + 1
    columns = (("B", "一级指标"), ("C", "二级指标"), ("D", "三级指标"), ("H", "全年完成值"), ("I", "权重"),
               ("J", "指标解释"), ("K", "评分标准"), ("L", "指标得分"))  # fmt: skip
    for column, name in columns:
        paper.put(f"{column}{head}:{column}{under}", name, "label")
    paper.put(f"E{head}:G{head}", "年度指标值", "label")
    paper.row(under, "E F G", ("运算符号", "内容", "度量单位"), "label")
    paper.repeat(head, under)
    return under + 1


def _lines(paper: Paper, first: int) -> int:
    rows = [(group, kind) for group, kinds in GROUPS for kind, count in kinds for _ in range(count)]
    paper.down("B", first, [group for group, _ in rows])
    paper.down("C", first, [kind for _, kind in rows])
    score = entry.score_up_to(f"I{first}")
    for row in range(first, first + len(rows)):
        paper.put(f"D{row}", None, "text", entry.NAME)
        paper.put(f"E{row}", None, entry=entry.OPERATOR)
        paper.put(f"F{row}", None, "text", entry.TARGET)
        paper.put(f"G{row}", None, entry=entry.UNIT)
        paper.put(f"H{row}", None, "text", ACTUAL)
        paper.put(f"I{row}", None, "points", WEIGHT)
        paper.put(f"J{row}", None, "text", EXPLANATION)
        paper.put(f"K{row}", None, "text", STANDARD)
        paper.put(f"L{row}", None, "points", score)
    return first + len(rows) - 1


TEMPLATES = {"重点绩效评价表": key_evaluation}
