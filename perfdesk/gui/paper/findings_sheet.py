"""The findings as a sheet to print: grouped by file and sheet, headings on every page.

What could not be checked stands below them, so that nothing passes by omission.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

from perfdesk.core.finding import SEVERITY_NAMES, VERDICT_NAMES, Finding, NotChecked, Place, waiver_text
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.gui.look.colour import STATE_NAMES, counted, counts_text
from perfdesk.gui.panes.findings_model import cell_key
from perfdesk.gui.sheet.sheet import Sheet
from perfdesk.reading.page_setting import PageSetting
from perfdesk.reading.style import Border, Look

if TYPE_CHECKING:
    from perfdesk.session import Checked

HEADS = ("单元格", "级别", "结论", "规则", "说明", "算式", "依据")
PAGE = PageSetting(
    is_set=True,
    is_landscape=True,
    fits=True,
    fit_height=0,
    margins=(0.5, 0.55, 0.5, 0.65, 0.3, 0.35),
    footer="&C第 &P 页，共 &N 页",
    repeated_rows=(3, 3),
)
_WIDTHS = (8.0, 6.0, 9.0, 8.0, 50.0, 36.0, 28.0)
_LINE = Border("thin", "#8C959F")
_FRAME = {"left": _LINE, "right": _LINE, "top": _LINE, "bottom": _LINE}
_COUNTS, _TITLE, _HEAD, _GROUP, _SHORT, _LONG = range(6)
_LOOKS = (
    Look(size=10, vertical="center", wrap=True),
    Look(font="SimHei", size=16, horizontal="center", vertical="center"),
    Look(font="SimHei", size=10, horizontal="center", vertical="center", fill="#E7EAEE", **_FRAME),  # type: ignore[arg-type]
    Look(font="SimHei", size=10, vertical="center", wrap=True, fill="#F3F5F7", **_FRAME),  # type: ignore[arg-type]
    Look(size=10, horizontal="center", vertical="center", wrap=True, **_FRAME),  # type: ignore[arg-type]
    Look(size=10, vertical="center", wrap=True, **_FRAME),  # type: ignore[arg-type]
)
Line = tuple[int, tuple[str, ...]]


def findings_sheet(documents: Sequence[Checked]) -> Sheet:
    """The findings of these documents, with what was left unchecked."""
    findings = [finding for checked in documents for finding in checked.findings]
    left = [item for checked in documents for item in checked.not_checked]
    lines: list[Line] = [
        (_TITLE, ("审核发现",)),
        (_COUNTS, (_summary(documents, findings, left),)),
        (_HEAD, HEADS),
        *_finding_lines(findings),
        *_left_lines(left),
    ]
    cells: dict[tuple[int, int], Cell] = {}
    merges = []
    for row, (kind, texts) in enumerate(lines, start=1):
        if kind in (_TITLE, _COUNTS, _GROUP):
            merges.append(Block(row, 1, row, len(HEADS)))
        for column in range(1, len(HEADS) + 1):
            text = texts[column - 1] if column <= len(texts) else ""
            style = _LONG if kind == _SHORT and column > 4 else kind
            cells[row, column] = Cell(text, style=style)
    widths = dict(enumerate(_WIDTHS, start=1))
    grid = Grid("审核发现", cells, tuple(merges), widths, {1: 30.0}, default_row_height=16.0)
    return Sheet(documents[0].path if documents else "", grid, _LOOKS)


def _summary(documents: Sequence[Checked], findings: Sequence[Finding], left: Sequence[NotChecked]) -> str:
    files = PurePath(documents[0].path).name if len(documents) == 1 else f"{len(documents)} 个文件"
    unchecked = f"；未核对 {len(left)} 项" if left else ""
    unread = [PurePath(checked.path).name for checked in documents if checked.document.fault is not None]
    missing = f"；无法读取：{'、'.join(unread)}" if unread else ""
    return f"{files}：{counts_text(counted(findings), '，')}{unchecked}{missing}。"


def _group(place: Place) -> tuple[str, str]:
    return place.path, place.sheet


def _finding_lines(findings: Sequence[Finding]) -> Iterator[Line]:
    if not findings:
        yield _GROUP, ("没有审核发现。",)
    places = [_group(finding.place) for finding in findings]
    in_order = sorted(findings, key=lambda finding: places.index(_group(finding.place)))
    for _, group in groupby(in_order, key=lambda finding: _group(finding.place)):
        found = sorted(group, key=lambda finding: cell_key(finding.place.cell))
        place = found[0].place
        counts = counts_text(counted(found), "，")
        yield _GROUP, (f"{PurePath(place.path).name}　{place.sheet}（{counts}）",)
        for finding in found:
            yield _SHORT, _texts(finding)


def _texts(finding: Finding) -> tuple[str, ...]:
    message, verdict = finding.message, VERDICT_NAMES[finding.verdict]
    if finding.waiver is not None:
        verdict = STATE_NAMES["waived"]
        message += f"\n说明：{waiver_text(finding.waiver)}"
    severity = SEVERITY_NAMES[finding.severity]
    basis = finding.basis
    return finding.place.cell, severity, verdict, finding.rule, message, finding.formula or "", basis


def _left_lines(left: Sequence[NotChecked]) -> Iterator[Line]:
    for _, group in groupby(left, key=lambda item: _group(item.place)):
        items = list(group)
        place = items[0].place
        yield _GROUP, (f"未核对　{PurePath(place.path).name}　{place.sheet}（{len(items)} 项）",)
        for item in items:
            yield _SHORT, (item.place.cell, "", "未核对", item.rule, item.reason, "", "")
