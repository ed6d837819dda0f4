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
        is_strict: Whether anything else is refused; else it is asked about.
        is_quiet: Whether the message shows only when something else was typed, not beforehand.
    """

    title: str
    hint: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | str | None = None
    is_strict: bool = False
    is_quiet: bool = False

    def settings(self) -> dict[str, object]:
        """The same for XlsxWriter."""
        found: dict[str, object] = {
            "validate": "any",
            "input_title": self.title,
            "input_message": self.hint,
            "error_title": self.title,
            "error_message": self.hint,
            "error_type": "stop" if self.is_strict else "information",
        }
        if self.is_quiet:
            del found["input_title"], found["input_message"]
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


OPERATOR = Entry("运算符号", "请从下拉列表中选择。定性指标不填。", OPERATORS, is_strict=True)
UNIT = Entry("度量单位", "请选择或填写度量单位，如“个”“%”“万元”。定性指标不填。", UNITS)
TICK = Entry("划“√”", "未完成的，在相应原因下选“√”。", ("√",), is_strict=True)
CHOSEN = Entry("划“√”", "选用本项的划“√”，并在右侧填写具体内容。", ("√",), is_strict=True)
MONEY = Entry("金额（万元）", "填写不小于0的数字，单位为万元，不要在数字后写单位。", least=0, is_strict=True)
TARGET = Entry("指标值", "定量指标只填数字，符号和单位填在两旁；定性指标填文字描述。")
ACTUAL = Entry(
    "全年完成值", "定量指标填实际完成的数字；定性指标选完成档次或填写完成情况。", TIERS
)  # fmt: skip
WEIGHT = Entry(
    "分值", "填写0至100之间的数字，各项分值之和应等于规定的总分。", least=0, most=100, is_strict=True
)
REASON = Entry("原因说明", "未完成或明显超过指标值的，说明原因。")
MEASURE = Entry("改进措施", "针对未完成的原因填写下一步的改进措施。")
