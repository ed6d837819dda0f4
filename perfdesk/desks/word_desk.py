"""The vocabulary as pages a clerk reads: concepts with their words, the use a form made of them.

Stands beside the other desks; the window uses it. What the user adds are corrections (`correction_desk`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perfdesk.core.form import FORM_NAMES, Form, Reason
from perfdesk.recognition.correction import targets
from perfdesk.recognition.vocabulary import PART, is_inferred, meaning, words

SECTION_NAMES: Mapping[str, str] = {
    "title": "表的标题",
    "header": "表头各项的标签",
    "header_weak": "表头各项的标签（没有更明确的时）",
    "year_label": "年度的标签",
    "amount": "资金表的列名和标签",
    "amount_weak": "资金表的列名（另有调整后、全年预算数时）",
    "amount_vague": "资金表的列名（另有预算数、没有更明确的执行数时）",
    "line_name": "资金表、任务表说明各行的列名",
    "total_line": "合计行的名称",
    "indicator": "指标表的列名",
    "indicator_weak": "指标表的列名（没有更明确的时）",
    "indicator_weaker": "指标表的列名（以上都没有时）",
    "indicator_generic": "两行表头中下面一行的列名",
    "execution_group": "预算执行率作为一行指标",
    "level_name": "一级指标的名称",
    "summary": "指标表下方的得分行",
    "goal": "目标与完成情况",
    "cause": "原因分析中打勾的列",
    "explanation": "指标表以外的原因和措施",
    "explanation_vague": "指标表下方也算作说明的栏目",
    "advice": "结果应用建议与审核意见",
    "account": "预算表、决算表的列名",
    "end": "指标表到此为止的行",
    "other_form": "不是自评表的表和文件",
    "old_version": "旧版表样的写法",
    "operator": "运算符号",
    "operator_after": "写在数字后面的运算符号",
    "unit": "计量单位",
    "tier": "定性指标的档次（完成程度的上下限）",
    "word": "单元格里的字",
    "hint": "模板里写给填表人看的话",
}
"""The sections of the vocabulary as a clerk calls them, in the order of a form."""

_CONCEPTS: Mapping[str, str] = {
    "line": "资金来源",
    "task": "工作名称",
    "task_project": "对应项目",
    "total": "资金合计",
    "income": "收入小计",
    "expenditure": "支出小计",
    "basic": "基本支出",
    "carry_over": "上年结转",
    "group": "预算执行",
    "planned": "预期目标",
    "achieved": "完成情况",
    "funding": "经费保障",
    "institutional": "制度保障",
    "staffing": "人员保障",
    "facility": "硬件条件保障",
    "other": "其他原因",
    "heading": "建议的栏目",
    "department_opinion": "主管部门意见",
    "finance_opinion": "财政部门意见",
    "code": "科目编码",
    "number": "行次",
    "column_number": "栏次",
    "monitoring": "绩效监控表",
    "assessment": "事前绩效评估",
    "report": "绩效报告",
    "instruction": "填表说明",
    "ledger": "汇总表、名册",
    "year": "年度",
    "adjustment": "调整数、拨付数",
    "other_year": "上年、下年和结余的数",
    "remark": "备注、原因",
    "reviewer_score": "他人的评分",
    "coefficient": "得分系数",
    "level4": "四级指标",
    "adjusted_target": "调整后指标值",
    "score_rate": "得分率",
    "lost": "扣分",
    "conclusion": "评价结论",
    "value": "值（看上一行的意思）",
    "note": "说明",
    "deviation": "偏差率",
    "source": "数据来源",
    "money": "金额单位",
    "percent": "百分数",
    "placeholder": "表示没有内容",
    "not_applicable": "表示不适用",
    "filler": "没有填写的样行",
    "tick": "打勾",
    "lower_is_better": "越少越好的指标",
}
_OF_SECTION: Mapping[tuple[str, str], str] = {
    ("header", "income"): "年初预算收入",
    ("header", "expenditure"): "年初预算支出",
    ("total_line", "project"): "项目支出",
    ("indicator", "unit"): "度量单位",
    ("indicator", "name"): "名称",
    ("level_name", "name"): "一级指标",
    ("account", "name"): "科目名称",
    ("amount", "method"): "得分计算方法",
    ("goal", "section"): "总体目标",
    ("advice", "section"): "建议与意见",
    ("end", "section"): "表下的说明和签名",
    ("hint", "instruction"): "填写提示",
}
_QUOTED = re.compile(r"[“]([^”]*)[”]")
_SAME = {"repeated_execution_score": "execution_score", "total_weight": "total_score"}
_PLACES: Mapping[str, tuple[str, ...]] = {
    "fields": ("amount", "summary", "amount_weak"),
    "headers": ("header", "header_weak"),
    "indicators": ("indicator", "indicator_weak", "indicator_weaker"),
}


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning: where it counts, what it is called, and every way to write it."""

    section: str
    key: str
    name: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """Everything a search looks through."""
        return "\n".join((self.name, SECTION_NAMES[self.section], *self.words)).casefold()


@dataclass(frozen=True, slots=True)
class Use:
    """Why a part of a form was taken for a concept, and what is doubtful about it."""

    why: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a label would mean in one part of a form; inferred where it was put together from parts."""

    section: str
    name: str
    is_inferred: bool


def concepts() -> tuple[Concept, ...]:
    """Every concept of the vocabulary, section by section."""
    return tuple(
        Concept(section, key, concept_name(section, key), tuple(_shown(word) for word in listed))
        for section in SECTION_NAMES
        for key, listed in words(section).items()
    )


def _shown(word: str) -> str:
    """A word told in parts with what may stand between them."""
    return word.replace(PART, "…") if len(word) > 1 else word


def concept_name(section: str, key: str) -> str:
    """What a concept is called on screen."""
    forms: Mapping[str, str] = dict(FORM_NAMES.items())
    labels = {target.name: target.chinese for target in targets()}
    named = {**labels, **_CONCEPTS, **forms}
    return _OF_SECTION.get((section, key)) or named.get(key, key)


def found_of(listed: Iterable[Concept], searched: str) -> tuple[Concept, ...]:
    """The concepts in which each of the words occurs."""
    wanted = searched.casefold().split()
    return tuple(concept for concept in listed if all(word in concept.text for word in wanted))


def senses(label: str) -> tuple[Sense, ...]:
    """What a label would be taken for, part by part of a form; empty for one that means nothing."""
    found = ((section, meaning(section, label.strip())) for section in SECTION_NAMES)
    return tuple(
        Sense(section, concept_name(section, key), is_inferred(section, label.strip()))
        for section, key in found
        if key is not None
    )


def uses(forms: Sequence[Form]) -> dict[tuple[str, str], tuple[Use, ...]]:
    """By section and key: where the forms used a concept, in the words of their own reasons."""
    found: dict[tuple[str, str], list[Use]] = {}
    for place, use in (each for form in forms for each in _uses(form)):
        if use not in found.setdefault(place, []):
            found[place].append(use)
    return {place: tuple(listed) for place, listed in found.items()}


def _uses(form: Form) -> Iterator[tuple[tuple[str, str], Use]]:
    if form.kind in words("title"):
        yield ("title", form.kind), Use(f"标题“{form.title.printed.strip()}”（{form.title.cell}）")
    for part, reason in form.reasons.items():
        group, _, name = part.partition(".")
        place = _place(_PLACES.get(group, ()), _SAME.get(name, name), reason)
        if place is not None:
            yield place, Use(reason.why, reason.doubt or "")


def _place(sections: Sequence[str], key: str, reason: Reason) -> tuple[str, str] | None:
    """The concept a reason speaks of: where its own label has that meaning, or where there is such a one."""
    known = [section for section in sections if key in words(section)]
    labels = _QUOTED.findall(reason.why)
    told = (section for label in labels for section in known if meaning(section, label) == key)
    section = next(told, next(iter(known), None))
    return (section, key) if section is not None else None
