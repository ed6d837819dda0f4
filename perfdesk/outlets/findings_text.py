"""What a check found, as Chinese text for a person at a console.

Stands beside `findings_json`: the same findings in the same order, grouped by file and form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfdesk.core.finding import SEVERITY_NAMES, Finding, NotChecked, Place, waiver_text
from perfdesk.core.form import FIELD_NAMES, FORM_NAMES, Form, Indicator
from perfdesk.core.value import OPERATOR_SIGNS, Value
from perfdesk.outlets.findings_json import FIELD_ORDER, sorted_findings, sorted_not_checked, summary
from perfdesk.scoring.profile import known_profile
from perfdesk.scoring.profile_table import SWITCHES
from perfdesk.session import Checked

PART_NAMES = {
    **{f"fields.{name}": f"{words}：" for name, words in FIELD_NAMES.items()},
    "kind": "表的种类：",
    "amount_unit": "金额单位：",
    "headers.project": "项目名称：",
    "headers.unit": "单位名称：",
    "headers.department": "主管部门：",
}
"""What a part of a form is called where its doubt is told; a column's doubt names its own heading."""

_BLANK = "（空）"


def findings_text(documents: Sequence[Checked]) -> str:
    """Findings grouped by file and form, what was not checked, and the counts last."""
    lines: list[str] = []
    for checked in documents:
        lines += _document_lines(checked)
        lines.append("")
    lines.append(summary_line(documents))
    return "\n".join(lines) + "\n"


def summary_line(documents: Sequence[Checked]) -> str:
    """The counts in one Chinese sentence."""
    counts = summary(documents)
    unread = sum(checked.document.fault is not None for checked in documents)
    tail = f"，已说明 {counts['waived']}" if counts["waived"] else ""
    missed = f"；{unread} 个文件无法读取" if unread else ""
    return (
        f"合计：{counts['documents']} 个文件，{_recognized(documents)} 张认出的表；"
        f"错误 {counts['errors']}，警告 {counts['warnings']}，提示 {counts['hints']}{tail}；"
        f"未能检查 {counts['not_checked']} 项{missed}。"
    )


def _recognized(documents: Sequence[Checked]) -> int:
    return sum(form.kind != "unknown" for checked in documents for form in checked.document.forms)


def forms_text(documents: Sequence[Checked]) -> str:
    """What was recognized: each form with its fields and indicators and their cells."""
    lines: list[str] = []
    for checked in documents:
        lines.append(f"文件：{checked.path}")
        fault = checked.document.fault
        if fault is not None:
            lines.append(f"  无法读取：{fault.message}")
        elif not checked.document.forms:
            lines.append("  没有识别出自评表。")
        for form in checked.document.forms:
            lines += _form_lines(form)
        lines.append("")
    return "\n".join(lines)


def _document_lines(checked: Checked) -> Iterator[str]:
    yield f"文件：{checked.path}"
    if checked.document.fault is not None:
        yield f"  无法读取：{checked.document.fault.message}"
        return
    if not checked.document.forms:
        yield "  没有识别出自评表：未作任何检查。"
    findings, not_checked = sorted_findings([checked]), sorted_not_checked([checked])
    sheets = dict.fromkeys(form.sheet for form in checked.document.forms)
    sheets.update(dict.fromkeys(finding.place.sheet for finding in findings))
    sheets.update(dict.fromkeys(item.place.sheet for item in not_checked))
    for sheet in sheets:
        for form in checked.document.forms:
            if form.sheet == sheet:
                yield f"  {_form_heading(form)}"
        here = [finding for finding in findings if finding.place.sheet == sheet]
        for finding in here:
            yield from _finding_lines(finding)
        left = [item for item in not_checked if item.place.sheet == sheet]
        if not here and not any(item.rule == "*" for item in left):
            yield "    未发现问题。"
        for item in left:
            yield _not_checked_line(item)


def _form_heading(form: Form) -> str:
    parts = [f"【{form.sheet}】{FORM_NAMES[form.kind]} {form.block.range}"]
    named = form.header_text("project") or form.header_text("unit")
    if named:
        parts.append(named)
    if form.year is not None:
        parts.append(f"{form.year}年度")
    if form.profile and form.kind.endswith("self_evaluation"):
        reason = f"（{form.profile_reason}）" if form.profile_reason else ""
        parts.append(f"评分规则 {form.profile}{reason}")
    if form.corrections:
        parts.append(f"按用户的更正 {'、'.join(form.corrections)} 认表")
    parts += _switched(form)
    return " · ".join(parts)


def _switched(form: Form) -> list[str]:
    """The rules that the form's profile switches off or lowers, so that nobody takes silence for a pass."""
    switches = known_profile(form.profile).switches if form.profile else {}
    return [f"按评分规则{SWITCHES[switch]} {code}" for code, switch in sorted(switches.items())]


def _finding_lines(finding: Finding) -> Iterator[str]:
    severity = SEVERITY_NAMES[finding.severity] + ("（已说明）" if finding.waiver is not None else "")
    yield f"    {severity} {finding.place.cell} [{finding.rule}] {finding.message}"
    if finding.waiver is not None:
        yield f"         核实性说明：{_one_line(waiver_text(finding.waiver))}"
    figures = []
    if finding.printed is not None:
        figures.append(f"填报：{_one_line(finding.printed)}")
    if finding.expected is not None:
        figures.append(f"应为：{_one_line(finding.expected)}")
    if figures:
        yield f"         {'　'.join(figures)}"
    if finding.formula:
        yield f"         算式：{finding.formula}"
    if finding.basis:
        yield f"         依据：{finding.basis}"
    if finding.related:
        yield f"         相关：{'、'.join(_related(place, finding.place) for place in finding.related)}"


def _related(place: Place, near: Place) -> str:
    if place.path != near.path:
        return f"{place.path} {place.sheet}!{place.cell}"
    return place.cell if place.sheet == near.sheet else f"{place.sheet}!{place.cell}"


def _not_checked_line(item: NotChecked) -> str:
    return f"    未检查 {item.place.cell} [{item.rule}] {item.reason}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _form_lines(form: Form) -> Iterator[str]:
    yield f"  {_form_heading(form)}"
    if form.remark:
        yield f"    {form.remark}"
    for name in FIELD_ORDER:
        if name in form.fields:
            yield f"    {FIELD_NAMES[name]}：{_shown(form.fields[name])}"
    for number, indicator in enumerate(form.indicators, start=1):
        yield f"    {number}. {_indicator_line(indicator)}"
    for part, reason in form.reasons.items():
        if reason.doubt:
            yield f"    ？{PART_NAMES.get(part, '')}{reason.doubt}（{reason.why}）"


def _shown(value: Value) -> str:
    return f"{_one_line(value.printed) or _BLANK}（{value.cell}）"


def _indicator_line(indicator: Indicator) -> str:
    levels = (indicator.level1, indicator.level2, indicator.level3)
    name = " / ".join(_one_line(level.text or "") or _BLANK for level in levels)
    sign = OPERATOR_SIGNS[indicator.operator] if indicator.operator and indicator.operator_cell else ""
    columns = (
        ("指标值", indicator.target),
        ("完成值", indicator.actual),
        ("完成程度", indicator.completion),
        ("分值", indicator.weight),
        ("得分", indicator.score),
    )
    shown = [
        f"{label} {sign if label == '指标值' else ''}{_shown(value)}" for label, value in columns if value
    ]
    if indicator.unit_cell is not None and indicator.unit:
        shown.insert(1, f"度量单位 {indicator.unit}（{indicator.unit_cell.cell}）")
    return f"{name}：{'，'.join(shown)}"
