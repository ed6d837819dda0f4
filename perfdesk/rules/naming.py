"""NM: names of indicators and of their levels: what a row is called against what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.finding import Edit, Fix
from perfdesk.core.form import Form, Indicator
from perfdesk.core.value import OPERATOR_SIGNS, Value, percent, plain
from perfdesk.rules.figure import missing
from perfdesk.rules.phrase import bare, half
from perfdesk.rules.rule import NATIONAL, Example, Found, Outcome, rule
from perfdesk.rules.score import title_of
from perfdesk.rules.weight import distinct
from perfdesk.scoring.profile import Profile

PROJECT_KINDS = ("project_self_evaluation", "special_fund_self_evaluation", "project_targets")
GROUPS = "财预〔2020〕10号、财预〔2021〕101号：一级指标分为成本、产出、效益和满意度，二级指标按规定名称设置"

_STANDARD = (
    "数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "环境效益", "可持续影响",
    "可持续发展", "可持续性", "可持续影响效益", "可持续效益", "公共效益", "效果", "服务对象满意度",
    "社会公众满意度", "受益对象满意度", "公众满意度", "群众满意度", "满意度", "受益人满意度", "社会评价",
    "服务对象或受益人满意度", "服务对象或项目受益人满意度", "服务对象或项目受益人群满意度",
    "社会公众或服务对象满意度", "经济成本", "社会成本", "生态环境成本", "生态成本", "环境成本",
    "经济", "社会", "生态", "可持续", "预算执行率", "预算执行", "执行率", "资金管理", "预算资金执行率",
)  # fmt: skip
_GROUP_WORDS = ("产出", "效益", "效果", "满意", "成本")
_CORE_WORDS = ("数量", "质量", "时效", "成本", "效益", "效果", "影响", "可持续", "满意度", "执行")
_SIGNED = re.compile(
    r"(大于等于|大于或等于|不少于|不低于|不小于|达到|高达|至少|≥|>=|小于等于|小于或等于|不超过|不高于|不大于|不多于|≤|<="
    r"|大于|超过|高于|小于|低于|>|<|=)(\d+(?:\.\d+)?)(%|[一-鿿]{0,3})"
)
_SATISFIED = (
    "满意",
    "认可",
    "投诉",
    "好评",
    "获得感",
    "信任",
    "支持",
    "表扬",
    "评价",
    "认同",
    "幸福感",
    "安全感",
    "信访",
    "口碑",
)
_OUTPUT_COUNTS = ("数量", "质量", "时效")


def is_project(form: Form) -> bool:
    """Whether the form has the indicator groups of a project."""
    return form.kind in PROJECT_KINDS


@rule(
    "NM101",
    "二级指标名称不是规定的名称",
    why="二级指标按规定名称设置，才能按数量、质量、时效、成本等归类汇总；少写一个字也会归不进去。",
    severity="warning",
    basis=GROUPS,
    needs=("level2",),
    bad=Example("project", "二级指标写成“质量指”", {"C12": "质量指"}),
    good=Example("project", "二级指标是“质量指标”"),
)
def level_two_not_standard(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The level-2 name is not one of the standard set; a name that breaks off is completed."""
    if not is_project(form):
        return
    seen: set[str] = set()
    for indicator in form.indicators:
        value = indicator.level2
        name = bare(value.text or "")
        group = half(indicator.level1.text or "")
        is_outside = bool(group) and not any(word in group for word in _GROUP_WORDS)
        is_named = _is_standard(name) or ("满意" in group and f"{name}满意度" in _STANDARD)
        if not name or indicator.is_child or value.cell in seen or is_outside or is_named:
            continue
        seen.add(value.cell)
        whole = next((f"{word}指标" for word in _STANDARD if f"{word}指标".startswith(name)), None)
        fix = Fix("ask", (Edit(form.sheet, value.cell, whole),)) if whole else None
        advice = f"像是没有写完，应为“{whole}”" if whole else "请改用规定的名称"
        yield Found(
            value.cell,
            "doubtful",
            f"二级指标“{value.text}”不是规定的名称，{advice}。",
            value.printed,
            whole,
            fix=fix,
        )


def _is_standard(name: str) -> bool:
    core = re.sub(r"\d+分?$|指标\d*$", "", name)
    core = re.sub(r"指标$", "", core)
    if core in _STANDARD:
        return True
    # 产出数量 and 公共服务效益 are a place's own words for the same; 满意度指 is a word that breaks off.
    return not core.endswith("指") and any(word in core for word in _CORE_WORDS)


@rule(
    "NM102",
    "指标名称里的目标与指标值不同",
    why="名称写“不低于75%”，指标值填78%，不知道按哪一个考核。",
    severity="warning",
    basis="自评表三级指标、指标值两栏应当一致",
    needs=("level3", "target"),
    bad=Example("project", "名称写“不低于85%”，指标值≥90%", {"D15": "查档群众满意度不低于85%"}),
    good=Example("project", "名称不带数值，指标值≥90%"),
)
def name_states_another_target(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The one figure with an operator in the name differs from the target cell."""
    for indicator in form.indicators:
        target = indicator.target
        matches = _SIGNED.findall(half(indicator.level3.text or ""))
        if target is None or target.number is None or len(matches) != 1:
            continue
        words, digits, unit = matches[0]
        if not _is_comparable(indicator, unit):
            continue
        stated = Decimal(digits)
        wanted = target.number * 100 if target.is_percent else target.number
        if stated == wanted:
            continue
        yield Found(
            target.cell,
            "doubtful",
            f"“{title_of(indicator)}”名称里写的是{words}{digits}{unit}，"
            f"指标值填为{_target_text(indicator, target)}，请核对哪一个是批复的目标。",
            target.printed,
            f"{words}{digits}{unit}",
            related=(indicator.level3.cell,),
        )


def _is_comparable(indicator: Indicator, unit: str) -> bool:
    own = indicator.unit
    return (
        unit == own
        or (not unit and own is None)
        or (own is None and unit != "%")
        or (unit == "" and own == "%")
    )


def _target_text(indicator: Indicator, target: Value) -> str:
    if target.number is None:
        return target.printed
    sign = OPERATOR_SIGNS[indicator.operator] if indicator.operator else ""
    return f"{sign}{percent(target.number) if target.is_percent else plain(target.number)}"


@rule(
    "NM103",
    "成本指标放在了别的类别下",
    why="成本、费用总额属于成本指标，放在数量、质量或时效指标下，成本就没有人考核。",
    severity="warning",
    basis=GROUPS,
    needs=("level2", "level3"),
    bad=Example(
        "project", "时效指标下是“项目总成本”", {"D13": "项目总成本", "E13": "≤10万元", "F13": "10万元"}
    ),
    good=Example("project", "时效指标下是“按期验收率”"),
)
def cost_under_another_heading(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A cost indicator stands under 数量, 质量 or 时效指标."""
    if not is_project(form):
        return
    for indicator in form.indicators:
        group, name = bare(indicator.level2.text or ""), bare(indicator.level3.text or "")
        is_cost = "总成本" in name or name.endswith(("成本", "成本控制", "成本控制数", "费用总额"))
        if is_cost and group.startswith(_OUTPUT_COUNTS):
            yield Found(
                indicator.level3.cell,
                "doubtful",
                f"“{title_of(indicator)}”是成本指标，放在“{indicator.level2.text}”下，请移到成本指标。",
                indicator.level3.printed,
            )


@rule(
    "NM104",
    "满意度指标下不是满意度",
    why="满意度指标要考核服务对象是否满意；把别的指标放进来，满意度就没有考核。",
    severity="warning",
    basis=GROUPS,
    needs=("level1", "level3"),
    bad=Example("project", "满意度指标下是“档案保管到位”", {"D15": "档案保管到位率"}),
    good=Example("project", "满意度指标下是“查档群众满意度”"),
)
def no_satisfaction_measured(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A row under 满意度 speaks of anything but satisfaction."""
    if not is_project(form):
        return
    for indicator in form.indicators:
        name = indicator.level3.text
        if "满意" not in half(indicator.level1.text or "") or not name or len(bare(name)) < 3:
            continue
        words = half(name + (indicator.target.text or "" if indicator.target is not None else ""))
        if not any(word in words for word in _SATISFIED):
            yield Found(
                indicator.level3.cell,
                "doubtful",
                f"“{title_of(indicator)}”列在满意度指标下，内容不是满意度，请改为满意度指标或移到相应类别。",
                indicator.level3.printed,
            )


@rule(
    "NM105",
    "缺少一级指标",
    why="产出、效益、满意度要分别考核；缺了一类，自评就不完整。",
    severity="warning",
    basis=f"{NATIONAL}：未设满意度指标的，效益指标应为40分",
    needs=("level1", "weight"),
    bad=Example("targets", "绩效目标表没有满意度指标", {"B11": "效益指标", "C11": "社会效益指标"}),
    good=Example("targets", "产出、效益、满意度指标齐全"),
)
def level_one_absent(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A level-1 group is absent; satisfaction may be where outcome carries 40 points."""
    is_whole = form.kind == "project_targets" or len(form.indicators) > 2
    if form.kind not in ("project_self_evaluation", "project_targets") or not is_whole:
        return
    names = {half(i.level1.text or "") for i in form.indicators}
    if not any("产出" in name for name in names):
        return  # a layout with groups of its own
    # 效益 | 满意度: some layouts count satisfaction as the outcome's second level.
    names |= {name for i in form.indicators if "满意" in (name := half(i.level2.text or ""))}
    absent = [
        title for title, words in _WANTED.items() if not any(w in name for name in names for w in words)
    ]
    if "满意度指标" in absent and form.kind != "project_targets" and _outcome_points(form) >= 40:
        absent.remove("满意度指标")
    if absent:
        cell = form.column_cells.get("level1", form.indicators[0].level1.cell)
        yield missing(cell, f"没有设{'、'.join(absent)}，请按规定补充，或说明不设的理由。", "、".join(absent))


_WANTED = {"效益指标": ("效益", "效果", "影响"), "满意度指标": ("满意",)}


def _outcome_points(form: Form) -> Decimal:
    rows = [i for i in form.indicators if "效益" in half(i.level1.text or "") and not i.is_child]
    return sum((v.number for v in distinct(i.weight for i in rows) if v.number is not None), Decimal(0))


@rule(
    "NM106",
    "指标文字没有写完",
    why="以逗号、顿号结尾的指标多半被截断，读表的人看不到后半句。",
    severity="warning",
    basis="自评表、绩效目标表三级指标栏",
    needs=("level3",),
    bad=Example("project", "指标名称以逗号结尾", {"D12": "扫描合格，"}),
    good=Example("project", "指标名称完整"),
)
def name_breaks_off(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The name ends with a comma or opens a bracket that is never closed."""
    for indicator in form.indicators:
        name = half(indicator.level3.text or "")
        if name.endswith((",", "、", ";", ":", "(")) or name.count("(") > name.count(")"):
            yield Found(
                indicator.level3.cell,
                "doubtful",
                f"指标“{title_of(indicator)}”没有写完，请补全。",
                indicator.level3.printed,
            )


@rule(
    "NM107",
    "指标值照抄指标名称",
    why="指标值应当写要达到什么程度；把名称再抄一遍，等于没有目标。",
    severity="warning",
    basis="自评表三级指标、指标值两栏",
    needs=("level3", "target"),
    bad=Example("liaoning_2023", "指标名称和指标值都是“档案实体安全”", {"F9": "档案实体安全"}),
    good=Example("liaoning_2023", "名称“档案实体安全”，指标值“安全”"),
)
def target_repeats_name(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The target's words are the name's words."""
    for indicator in form.indicators:
        target, name = indicator.target, indicator.level3.text
        if target is None or target.text is None or name is None or target.cell == indicator.level3.cell:
            continue
        if len(bare(name)) >= 4 and bare(name) == bare(target.text):
            yield Found(
                target.cell,
                "doubtful",
                f"“{title_of(indicator)}”的指标值与指标名称相同，请写明要达到的数值或程度。",
                target.printed,
            )
