"""What a return notice and an inspection report can print: typed, with Chinese names for the templates.

Filled by `perfdesk.outlets.return_notice` and `perfdesk.outlets.inspection`, which know sessions and
overviews; carried out by `render` under the same checks and the same sandbox as a report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar

from perfdesk.core.resource import resource
from perfdesk.narrative.chart import Bars, ChartTag
from perfdesk.narrative.chart_part import with_charts
from perfdesk.narrative.figure import Mark, Named
from perfdesk.narrative.package import read_template
from perfdesk.narrative.render import render_document

if TYPE_CHECKING:
    from pathlib import Path

NOTICE, INSPECTION = "return_notice", "inspection"


class Told(Named):
    """The top of a context: every field is a name of the template, in English and in Chinese."""

    __slots__ = ()

    def names(self) -> dict[str, object]:
        """The template's top-level names with their content."""
        own: dict[str, object] = {item.name: getattr(self, item.name) for item in fields(self)}  # type: ignore[arg-type]
        return own | {chinese: own[name] for chinese, name in self.chinese.items()}


@dataclass(frozen=True, slots=True)
class Remark(Named):
    """What was found on one cell, as the notice puts it; findings of one cell stand together.

    Attributes:
        place: the cell, with its sheet where the file has several.
        message: what is wrong, sentences; `formula` the arithmetic, or empty.
        advice: what to do about it, in a few words.
        basis: the numbers of its bases in `Notice.bases`, such as 1、3; `rules` the codes.
        is_error: it must be put right; else it may be explained.
    """

    ordinal: int
    file: str
    sheet: str
    cell: str
    place: str
    message: str
    formula: str
    advice: str
    basis: str
    rules: str
    is_error: bool

    chinese: ClassVar[Mapping[str, str]] = {
        "序号": "ordinal", "文件": "file", "工作表": "sheet", "单元格": "cell", "位置": "place",
        "问题": "message", "算式": "formula", "处理": "advice", "依据": "basis", "规则": "rules",
        "须改正": "is_error",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReceivedForm(Named):
    """One file that the unit handed in, readable or not, with what was found in it.

    Attributes:
        what: kind of each form and its project, or why the file could not be read.
        errors: how many cells must be put right; `doubts` how many be checked or explained.
    """

    ordinal: int
    heading: str
    file: str
    what: str
    errors: int
    doubts: int
    remarks: tuple[Remark, ...]

    chinese: ClassVar[Mapping[str, str]] = {
        "序号": "ordinal", "标号": "heading", "文件": "file", "内容": "what", "错误数": "errors",
        "待说明数": "doubts", "问题": "remarks",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unchecked(Named):
    """What could not be checked, and why; cells with the same reason stand together."""

    file: str
    sheet: str
    cells: str
    reason: str

    chinese: ClassVar[Mapping[str, str]] = {
        "文件": "file", "工作表": "sheet", "单元格": "cells", "原因": "reason",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice(Told):
    """A return notice to one unit.

    Attributes:
        year: such as `2023年度`, or empty where the forms do not say.
        deadline: by when, such as `2026年3月2日前`; blanks to fill in by hand where nobody said.
        error_count: cells to put right; `doubt_count` cells to check or explain.
        bases: what the remarks rest on; they refer to it by number, from 1.
        hint_count: hints, which the notice only counts; `waived_count` findings explained already.
    """

    unit: str
    year: str
    deadline: str
    forms: tuple[ReceivedForm, ...]
    error_count: int
    doubt_count: int
    bases: tuple[str, ...]
    unchecked: tuple[Unchecked, ...]
    hint_count: int
    waived_count: int

    chinese: ClassVar[Mapping[str, str]] = {
        "单位": "unit", "年度": "year", "期限": "deadline", "收到的表": "forms", "错误数": "error_count",
        "待说明数": "doubt_count", "审核依据": "bases", "未核对": "unchecked", "提示数": "hint_count",
        "已说明数": "waived_count",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share(Named):
    """How many forms fall into a class, and which part of all they are."""

    name: str
    count: int
    share: str

    chinese: ClassVar[Mapping[str, str]] = {"名称": "name", "个数": "count", "占比": "share"}


@dataclass(frozen=True, slots=True)
class RuleLine(Named):
    """How often a rule found something."""

    rule: str
    title: str
    severity: str
    count: int

    chinese: ClassVar[Mapping[str, str]] = {
        "规则": "rule", "名称": "title", "程度": "severity", "个数": "count",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitLine(Named):
    """What was found in the forms of a unit; `verdict` says whether they go back."""

    ordinal: int
    name: str
    forms: int
    errors: int
    warnings: int
    hints: int
    verdict: str

    chinese: ClassVar[Mapping[str, str]] = {
        "序号": "ordinal", "名称": "name", "表数": "forms", "错误数": "errors", "警告数": "warnings",
        "提示数": "hints", "结论": "verdict",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inspection(Told):
    """The inspection report over the whole set; amounts in 万元 as printed.

    Attributes:
        year: such as `2023年度`, or empty where the forms do not say.
        rate: executed over budget, or empty without a budget.
        average: mean of the printed scores, or empty; `weighted_average` weighted by budgets.
        returned_count: units whose forms go back; `clean_units` names the others.
        unread: files that could not be read, each with the reason.
    """

    year: str
    document_count: int
    form_count: int
    unit_count: int
    budget: str
    executed: str
    rate: str
    average: str
    weighted_average: str
    error_count: int
    warning_count: int
    hint_count: int
    waived_count: int
    unchecked_count: int
    returned_count: int
    clean_units: tuple[str, ...]
    units: tuple[UnitLine, ...]
    rules: tuple[RuleLine, ...]
    grades: tuple[Share, ...]
    bands: tuple[Share, ...]
    unread: tuple[str, ...]
    grade_chart: ChartTag
    band_chart: ChartTag
    unit_chart: ChartTag
    rule_chart: ChartTag

    chinese: ClassVar[Mapping[str, str]] = {
        "年度": "year", "文件数": "document_count", "表数": "form_count", "单位数": "unit_count",
        "预算合计": "budget", "执行合计": "executed", "总执行率": "rate", "平均分": "average",
        "加权平均分": "weighted_average", "错误数": "error_count", "警告数": "warning_count",
        "提示数": "hint_count", "已说明数": "waived_count", "未核对数": "unchecked_count",
        "退回单位数": "returned_count",
        "未退回单位": "clean_units", "单位列表": "units", "规则列表": "rules", "等级": "grades",
        "执行率分档": "bands", "无法读取": "unread", "等级图": "grade_chart", "执行率图": "band_chart",
        "单位图": "unit_chart", "规则图": "rule_chart",
    }  # fmt: skip


@dataclass(frozen=True)
class _Plain:
    """A context without marks: a notice speaks of findings in words of its own."""

    report: Told
    marks: tuple[Mark, ...] = ()
    withholds: bool = False


def shipped(name: str) -> Path:
    """The Word template of a notice or an inspection report that comes with the program."""
    return resource("notices", f"{name}.docx")


def write_told(told: Told, template: Path, charts: Sequence[Bars] = ()) -> bytes:
    """The .docx of a notice or an inspection report; CallFault where the template is at fault.

    `charts` are those that the tags of `told` count.
    """
    content = render_document(read_template(template), _Plain(told), template.name)
    return with_charts(content, charts) if charts else content
