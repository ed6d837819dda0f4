"""What a clerk may type into a place of an official form: its message, its drop-down, its limits.

One wording for all templates. Excel limits a title to 32 characters, a message to 255, and the
choices of a list to 255 in all; a choice cannot hold a half-width comma.
"""

from __future__ import annotations

from dataclasses import dataclass

OPERATORS = ("≥", "≤", "＝", "＞", "＜")
UNITS = (
    "个", "项", "次", "人", "人次", "户", "家", "场", "期", "份", "册", "件", "套", "台", "辆", "处",
    "公里", "平方米", "亩", "吨", "元", "万元", "元/人", "元/次", "元/年", "%", "‰", "天", "小时", "月", "年",
)  # fmt: skip
TIERS = ("全部或基本达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期指标且效果较差")


@dataclass(frozen=True)
class Entry:
    """What a place takes.

    Attributes:
        title: Head of the message that shows when the place is chosen.
        hint: The message: what belongs there, in what unit.
        choices: Words of the drop-down.
        least: The smallest number allowed.
        most: The largest number allowed, or a formula seen from the topmost place.
        is_strict: Whether anything else is refused; else the choices only help.
    """

    title: str
    hint: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | str | None = None
    is_strict: bool = False

    def settings(self) -> dict[str, object]:
        """The same for XlsxWriter."""
        found: dict[str, object] = {
            "validate": "any",
            "input_title": self.title,
            "input_message": self.hint,
            "error_title": self.title,
            "error_message": self.hint,
            "error_type": "stop",
            # A question at every figure typed beside a list of suggestions would only teach to click it away.
            "show_error": self.is_strict,
        }
        if self.choices:
            found |= {"validate": "list", "source": list(self.choices)}
        elif self.least is not None and self.most is not None:
            found |= {
                "validate": "decimal",
                "criteria": "between",
                "minimum": self.least,
                "maximum": self.most,
            }
        elif self.least is not None:
            found |= {"validate": "decimal", "criteria": ">=", "value": self.least}
        return found


YEAR = Entry("年度", "在“年度”前填写预算年度，如2025。")
YEAR_AND_UNIT = Entry("年度和单位", "在“年”前填写预算年度，其后填写单位名称。")
PERIOD = Entry("实施期", "填写起止年月，如2025年1月至2025年12月。")
HEADCOUNT = Entry("财政供养人员数量", "填写年末财政供养人数，单位为人。", least=0, is_strict=True)
MEMBERS = Entry("所属单位数量", "仅部门填列：所属预算单位的个数；没有的填0。", least=0, is_strict=True)
TASK = Entry("工作名称", "填写年度主要任务的名称。")
TASK_PROJECT = Entry("对应项目", "填写完成该项任务所用的项目，名称与项目自评表一致。")
PROJECT = Entry("项目名称", "与预算批复的项目名称一致。")
DEPARTMENT = Entry("主管部门", "填写主管部门的全称。")
UNIT_NAME = Entry("实施单位", "填写实施单位的全称，与单位公章一致。")
GOAL = Entry("年度目标", "填写年初批复的绩效目标，不要在年终改写。")
ACHIEVED = Entry("实际完成情况", "对照年度目标逐项填写完成情况，目标中的数字要有相应的完成数字。")
NAME = Entry("三级指标", "填写年初批复的三级指标名称；没有用到的行留空，或撤销工作表保护后删除。")
OPERATOR = Entry("运算符号", "请从下拉列表中选择。定性指标不填。", OPERATORS, is_strict=True)
UNIT = Entry("度量单位", "请选择或填写度量单位，如“个”“%”“万元”。定性指标不填。", UNITS)
TICK = Entry("划“√”", "未完成的，在相应原因下选“√”。", ("√",), is_strict=True)
CHOSEN = Entry("划“√”", "选用本项的划“√”，并在右侧填写具体内容。", ("√",), is_strict=True)
MONEY = Entry("金额（万元）", "填写不小于0的数字，单位为万元，不要在数字后写单位。", least=0, is_strict=True)
TARGET = Entry("指标值", "定量指标只填数字，符号和单位填在两旁；定性指标填文字描述。")
ACTUAL = Entry(
    "全年完成值", "定量指标填实际完成的数字；定性指标选完成档次或填写完成情况。", TIERS
)  # fmt: skip
LITERAL = Entry("年度指标值", "连同符号和单位填写，如“≥50个”“=100%”；定性指标填文字描述。")
LITERAL_ACTUAL = Entry(
    "实际完成值", "填写实际完成的数字和单位，如“52个”，不要照抄指标值；定性指标选完成档次。", TIERS
)
COMPLETION = Entry(
    "完成程度", "定量指标由公式算出；定性指标按完成档次填写0%至100%的比例。", least=0, most=10, is_strict=True
)
WEIGHT = Entry(
    "分值", "填写0至100之间的数字，各项分值之和应等于规定的总分。", least=0, most=100, is_strict=True
)
DEVIATION = Entry("偏差原因分析及改进措施", "未完成或明显超过指标值的，说明原因和改进措施。")
REASON = Entry("原因说明", "未完成或明显超过指标值的，说明原因。")
MEASURE = Entry("改进措施", "针对未完成的原因填写下一步的改进措施。")


def score_up_to(weight: str) -> Entry:
    """得分 of a row, held between 0 and its weight; `weight` is the weight of the topmost row."""
    return Entry(
        "得分", "填写0至该项分值之间的数字，不得超过分值。", least=0, most=f"={weight}", is_strict=True
    )
