"""What a blank official form asks for: fund lines and indicator rows without any figure."""

from __future__ import annotations

from tests.templates.content import Amounts, Line, Story, UnitStory


def _rows(group: str, categories: tuple[str, ...], count: int, *, numbered: bool) -> tuple[Line, ...]:
    return tuple(
        Line(group, category, name if numbered else "")
        for category in categories
        for name in (*(f"指标{number}：" for number in range(1, count)), "……")
    )


_OUTPUT = ("数量指标", "质量指标", "时效指标", "成本指标")
_OUTCOME = ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")
_SATISFACTION = ("服务对象满意度指标",)


def _project(count: int, *, numbered: bool, points: bool = False) -> tuple[Line, ...]:
    names = ("产出指标\n（50分）", "效益指标\n（30分）", "满意度指标\n（10分）")
    output, outcome, satisfaction = names if points else ("产出指标", "效益指标", "满意度指标")
    return (
        *_rows(output, _OUTPUT, count, numbered=numbered),
        *_rows(outcome, _OUTCOME, count, numbered=numbered),
        *_rows(satisfaction, _SATISFACTION, count, numbered=numbered),
    )


NATIONAL = Story(
    funds=(
        Amounts("年度资金总额："),
        Amounts("其中：本年财政拨款"),
        Amounts("上年结转资金"),
        Amounts("其他资金"),
    ),
    lines=_project(3, numbered=True, points=True),
)
ANHUI_2021 = Story(
    funds=(Amounts("年度资金总额："), Amounts("其中：财政拨款"), Amounts("其他资金")),
    planned=("目标1：\n目标2：\n目标3：",),
    achieved=("目标1完成情况：\n目标2完成情况：\n目标3完成情况：",),
    lines=_project(2, numbered=False, points=True),
)
LIAONING_2023 = Story(funds=(Amounts(""),), lines=_project(2, numbered=False))
LIAONING_2021 = Story(
    funds=(
        Amounts("年度预算资金总额："),
        Amounts("其中：财政拨款收入"),
        Amounts("上级提前告知转移支付资金"),
        Amounts("纳入预算管理的行政事业性收费等非税收入"),
        Amounts("纳入政府性基金预算管理收入"),
        Amounts("纳入专户管理的行政事业性收费等非税收入"),
        Amounts("上年结转"),
        Amounts("其他收入"),
    ),
    planned=("目标1：", "目标2：", "……"),
    achieved=(None, None, None),
    lines=_project(3, numbered=False),
)
SPECIAL_FUND = Story(
    funds=(
        Amounts("年度资金总额"),
        Amounts("其中：中央补助"),
        Amounts("省级资金"),
        Amounts("市级资金"),
        Amounts("其他资金"),
    ),
    lines=_project(2, numbered=False),
)
_MANAGEMENT = ("预算编制管理", "预算监督管理", "预算收支管理", "财务管理", "资产管理", "业务管理")
_EFFECT = ("政治效益", "社会效益", "经济效益", "生态效益", "服务对象满意度")
_NONE = ("——", "——")
UNIT_2021 = UnitStory(
    income=tuple(
        Amounts(name, None, None, *_NONE)
        for name in (
            "年度部门预算收入小计（1至7项）",
            "1.财政拨款收入",
            "2.上级提前告知转移支付资金",
            "3.纳入预算管理的行政事业性收费等非税收入",
            "4.纳入政府性基金预算管理收入",
            "5.纳入专户管理的行政事业性收费等非税收入",
            "6.上年结转",
            "7.其他收入",
        )
    ),
    expenditure=tuple(
        Amounts(name)
        for name in (
            "年度部门预算支出小计（一+二）",
            "一、基本支出（第1至4项小计）",
            "1.工资福利支出",
            "2.商品和服务支出",
            "3.对个人和家庭的补助",
            "4.资本性支出",
            "二、项目支出（第1至2项小计）",
            "1.履职保障类（部门经费类）项目支出",
            "2.事业发展类（专项资金类）项目支出",
        )
    ),
    tasks=(*(Amounts(f"重点工作{number}") for number in "一二三四"), Amounts("合计")),
    goals=(("目标1：", None), ("目标2：", None), ("……", None)),
    lines=(
        *_rows("履职效能", ("重点工作履行情况", "整体工作完成情况", "基础管理"), 3, numbered=False),
        *_rows("预算执行", ("预算执行效率",), 3, numbered=False),
        *_rows("管理效率", _MANAGEMENT, 3, numbered=False),
        *_rows("运行成本", ("成本控制成效",), 3, numbered=False),
        *_rows("社会效应", _EFFECT, 3, numbered=False),
        *_rows("可持续性", ("体制机制改革", "创新驱动发展"), 3, numbered=False),
    ),
)  # fmt: skip
