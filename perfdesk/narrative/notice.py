"""What a return notice and an inspection report can print: typed, with Chinese names for the templates.

Filled by `perfdesk.return_notice` and `perfdesk.inspection`, which know sessions and overviews; carried
out by `render` under the same checks and the same sandbox as a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar

from perfdesk.core.resource import resource
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
class ReceivedForm(Named):
    """One form, or unreadable file, that the unit handed in.

    Attributes:
        what: kind of the form and its project, or why the file could not be read.
    """

    ordinal: int
    file: str
    sheet: str
    what: str
    errors: int
    warnings: int

    chinese: ClassVar[Mapping[str, str]] = {
        "序号": "ordinal", "文件": "file", "工作表": "sheet", "内容": "what",
        "错误数": "errors", "警告数": "warnings",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark(Named):
    """One finding as the notice puts it.

    Attributes:
        figures: what is printed, what it should be, the arithmetic; a sentence, or empty.
        advice: what to do about it, a sentence.
    """

    ordinal: int
    file: str
    sheet: str
    cell: str
    message: str
    figures: str
    basis: str
    advice: str
    rule: str

    chinese: ClassVar[Mapping[str, str]] = {
        "序号": "ordinal", "文件": "file", "工作表": "sheet", "单元格": "cell", "问题": "message",
        "数字": "figures", "依据": "basis", "处理": "advice", "规则": "rule",
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
        deadline: by when, such as `2026年3月2日前`; blanks to fill in by hand where nobody said.
        errors: findings to put right; `doubts` those to explain or put right.
        hint_count: hints, which the notice only counts; `waived_count` findings explained already.
    """

    unit: str
    deadline: str
    forms: tuple[ReceivedForm, ...]
    errors: tuple[Remark, ...]
    doubts: tuple[Remark, ...]
    unchecked: tuple[Unchecked, ...]
    hint_count: int
    waived_count: int

    chinese: ClassVar[Mapping[str, str]] = {
        "单位": "unit", "期限": "deadline", "收到的表": "forms", "错误": "errors", "待说明": "doubts",
        "未核对": "unchecked", "提示数": "hint_count", "已说明数": "waived_count",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar(Named):
    """One line of a chart: a name, a count, its share of the whole, and a bar as long as the count."""

    name: str
    count: int
    share: str
    bar: str

    chinese: ClassVar[Mapping[str, str]] = {"名称": "name", "个数": "count", "占比": "share", "图": "bar"}


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
    """What was found in the forms of a unit."""

    ordinal: int
    name: str
    errors: int
    warnings: int
    hints: int
    bar: str

    chinese: ClassVar[Mapping[str, str]] = {
        "序号": "ordinal", "名称": "name", "错误数": "errors", "警告数": "warnings",
        "提示数": "hints", "图": "bar",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inspection(Told):
    """The inspection report over a whole set; amounts in 万元 as printed.

    Attributes:
        average: mean of the printed scores, or 无; `weighted_average` weighted by budgets.
        unread: files that could not be read, each with the reason.
    """

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
    unchecked_count: int
    units: tuple[UnitLine, ...]
    rules: tuple[RuleLine, ...]
    grades: tuple[Bar, ...]
    bands: tuple[Bar, ...]
    unread: tuple[str, ...]

    chinese: ClassVar[Mapping[str, str]] = {
        "文件数": "document_count", "表数": "form_count", "单位数": "unit_count", "预算合计": "budget",
        "执行合计": "executed", "总执行率": "rate", "平均分": "average", "加权平均分": "weighted_average",
        "错误数": "error_count", "警告数": "warning_count", "提示数": "hint_count",
        "未核对数": "unchecked_count", "单位列表": "units", "规则列表": "rules", "等级": "grades",
        "执行率分档": "bands", "无法读取": "unread",
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


def write_told(told: Told, template: Path) -> bytes:
    """The .docx of a notice or an inspection report; CallFault where the template is at fault."""
    return render_document(read_template(template), _Plain(told), template.name)
