"""The summary workbook: what a set of forms comes to, as tables and charts for a reviewer.

Stands above `overview`, whose figures it lays out; `perfdesk summary` and the window's dashboard write it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path, PurePath

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import SEVERITY_NAMES, VERDICT_NAMES, waiver_text
from perfdesk.disk.whole_file import write_whole
from perfdesk.outlets.findings_json import sorted_findings
from perfdesk.outlets.overview import FormLine, Overview, overview
from perfdesk.session import Checked
from perfdesk.writing.fresh.table_book import Column, Table, table_book

_ENDING = ".xlsx"


def write_summary(documents: Sequence[Checked], target: Path) -> None:
    """Write the summary of the documents.

    Raises:
        CallFault: the target is no .xlsx, or no form was recognized.
        FileFault: the target cannot be written.
    """
    if target.suffix.lower() != _ENDING:
        raise CallFault(f"汇总写成 .xlsx 工作簿，不能存为 {target.name}：请使用 .xlsx 扩展名。")
    if not any(form.kind != "unknown" for checked in documents for form in checked.document.forms):
        raise CallFault("没有可汇总的自评表：请指定至少一张能识别的表。")
    write_whole(target, table_book(_tables(documents)))


def _tables(documents: Sequence[Checked]) -> list[Table]:
    whole = overview(documents)
    return [
        _figures(whole),
        _forms(whole.lines),
        _counts("得分等级", "各等级的表数", "等级", whole.grades),
        _counts("执行率", "各档执行率的表数", "执行率", whole.bands),
        _rules(whole),
        _units(whole),
        _findings(documents),
    ]


def _figures(whole: Overview) -> Table:
    rate = whole.executed / whole.budget if whole.budget else None
    rows: tuple[tuple[str, Decimal | int | None], ...] = (
        ("文件数", whole.documents),
        ("无法读取的文件数", whole.unread),
        ("自评表数", len(whole.lines)),
        ("项目预算合计（万元）", whole.budget),
        ("项目执行合计（万元）", whole.executed),
        ("合计执行率（%）", None if rate is None else round(rate * 100, 2)),
        ("平均得分", whole.average),
        ("按预算加权的平均得分", whole.weighted_average),
        ("错误", sum(rule.count for rule in whole.rules if rule.severity == "error")),
        ("警告", sum(rule.count for rule in whole.rules if rule.severity == "warning")),
        ("提示", sum(rule.count for rule in whole.rules if rule.severity == "hint")),
    )
    return Table("总体情况", "绩效自评审核汇总", (Column("项目", 26), Column("数值", 16, "number")), rows)


def _counts(name: str, title: str, head: str, counts: tuple[tuple[str, int], ...]) -> Table:
    return Table(name, title, (Column(head, 16), Column("表数", 10, "count")), counts, (0, 1))


def _forms(lines: Sequence[FormLine]) -> Table:
    columns = (
        Column("文件", 32), Column("工作表", 14), Column("单位", 24), Column("项目", 30), Column("表种", 20),
        Column("预算数（万元）", 14, "money"), Column("执行数（万元）", 14, "money"),
        Column("执行率", 10, "percent"), Column("总得分", 9, "score"), Column("等级", 8),
        Column("错误", 7, "count"), Column("警告", 7, "count"), Column("提示", 7, "count"),
    )  # fmt: skip
    rows = tuple(
        (
            PurePath(line.place.path).name, line.place.sheet, line.unit, line.project, line.kind,
            line.full_year_budget, line.executed, line.rate, line.score, line.grade,
            line.errors, line.warnings, line.hints,
        )
        for line in lines
    )  # fmt: skip
    return Table("各表情况", "各自评表的金额、得分和问题数", columns, rows)


def _rules(whole: Overview) -> Table:
    columns = (Column("规则", 40), Column("级别", 8), Column("次数", 8, "count"))
    rows = tuple(
        (f"{rule.rule} {rule.title}", SEVERITY_NAMES[rule.severity], rule.count) for rule in whole.rules
    )
    return Table("问题按规则", "各规则发现的问题数", columns, rows, (0, 2))


def _units(whole: Overview) -> Table:
    names = tuple(Column(SEVERITY_NAMES[severity], 8, "count") for severity in ("error", "warning", "hint"))
    rows = tuple((unit, counts["error"], counts["warning"], counts["hint"]) for unit, counts in whole.units)
    return Table("问题按单位", "各单位的问题数", (Column("单位", 36), *names), rows)


def _findings(documents: Sequence[Checked]) -> Table:
    columns = (
        Column("文件", 28), Column("工作表", 14), Column("单元格", 8), Column("级别", 7), Column("结论", 9),
        Column("规则", 8), Column("说明", 60), Column("填报", 14), Column("应为", 14), Column("算式", 40),
        Column("依据", 40), Column("核实性说明", 24),
    )  # fmt: skip
    rows = tuple(
        (
            PurePath(each.place.path).name, each.place.sheet, each.place.cell, SEVERITY_NAMES[each.severity],
            VERDICT_NAMES[each.verdict], each.rule, each.message, each.printed, each.expected, each.formula,
            each.basis, waiver_text(each.waiver) if each.waiver else None,
        )
        for each in sorted_findings(documents)
    )  # fmt: skip
    return Table("问题清单", "问题清单", columns, rows)
