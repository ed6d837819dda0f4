"""What a sheet is as a whole, in one sentence: an empty form, another table, an old version, no form.

Looks at what recognition made of a region; nothing here changes what was read.
"""

from __future__ import annotations

from perfdesk.core.form import Form
from perfdesk.recognition.literal import clean
from perfdesk.recognition.region import Region
from perfdesk.recognition.vocabulary import meaning

UNFILLED = "这是一张没有填写的空表：有栏目，没有数字。"
_FAMILIES = ("header", "amount", "indicator", "goal")

NO_FORM = "这不是绩效自评表、绩效目标表或预算、决算公开表，内容没有核对。"
OUTSIZED = "内容太多，不像一张自评表或预算、决算公开表，没有核对：请把要核对的表单独存成一个文件。"
GUESSED = "由 PDF 识别：表格是从文件里的线条和文字推断的，请对照原文核对。"


def is_unfilled(region: Region, form: Form) -> bool:
    """Whether the form holds its labels and points only: no amount, no aim, no result, no score.

    A table of accounts that names its unit or year is no blank one: it says that there was no such money.
    """
    if form.kind.startswith(("final_accounts", "budget")):
        is_named = form.year is not None or any(value.text for value in form.headers.values())
        return not is_named and not _has_amounts(region, form)
    if not form.kind.endswith(("evaluation", "targets")) or not form.column_cells:
        return False
    points = {"execution_weight", "total_weight"}
    money = [value for line in (*form.lines, *form.tasks) for value in line.amounts.values()]
    told = [value for name, value in form.fields.items() if name not in points]
    rows = [v for i in form.indicators for v in (i.target, i.actual, i.score, i.level3) if v is not None]
    return all(value.number in (None, 0) for value in (*money, *told)) and all(v.is_blank for v in rows)


def _has_amounts(region: Region, form: Form) -> bool:
    if form.accounts:
        return any(value.number for line in form.accounts for value in line.amounts)
    labels = (label for row in region.rows for label in region.labels(row))
    return any(region.value(label.block).number for label in labels)


def remark_on(region: Region, form: Form) -> str:
    """One Chinese sentence on what the sheet is where it is not simply a filled form; else empty."""
    if form.kind == "unknown":
        return _not_a_form(region, form)
    if is_unfilled(region, form):
        return UNFILLED
    old = next((label.text for label in region.worded if meaning("old_version", label.text)), None)
    if old is not None:
        return f"表中用的是旧版格式的写法“{clean(old)}”，请确认是否用了现行的表样。"
    return ""


def _not_a_form(region: Region, form: Form) -> str:
    for label in region.worded:
        if label.block.top > region.block.top + 6:
            break
        other = meaning("other_form", label.text)
        if other is not None:
            return f"这是“{clean(label.text)[:30]}”，不是自评表，内容没有核对。"
    if form.title.text:
        return (
            f"标题是“{form.title.text[:30]}”，但没有找到指标表的表头（一级指标、二级指标、三级指标），"
            "可能用错了表样或改动了表头，内容没有核对。"
        )
    found = sum(any(meaning(section, label.text) for section in _FAMILIES) for label in region.worded)
    if found >= 4:
        return "有绩效自评表的一些栏目，但缺少标题或指标表的表头，可能不完整或用错了表样，内容没有核对。"
    return NO_FORM
