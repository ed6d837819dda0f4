"""The sheet 审核结果: every finding of a workbook as a table that reads and prints well.

Part of the review copy; made as bytes of a worksheet part, with formats appended to the styles
of the user's file. All texts are inline strings, so nothing of a foreign text is calculated.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from perfdesk.core.finding import SEVERITIES, SEVERITY_NAMES, VERDICT_NAMES, Finding, NotChecked, Place
from perfdesk.core.grid import Block, address, column_name
from perfdesk.writing.marking.comment import wrapped_lines
from perfdesk.writing.marking.finding_text import (
    VERDICT_COLORS,
    WAIVED,
    WAIVED_COLOR,
    color_key,
    explanation,
    printed_text,
)
from perfdesk.writing.patching.markup import quoted
from perfdesk.writing.patching.string_table import text_element
from perfdesk.writing.patching.style_table import NewFormat, StyleTable

HEADER_ROW = 4
_COLUMNS = (
    ("序号", 6), ("级别", 7), ("结论", 10), ("规则", 9), ("工作表", 14), ("单元格", 9),
    ("填报", 17), ("应为", 17), ("算式", 34), ("说明", 48), ("依据", 30),
)  # fmt: skip
_LAST = len(_COLUMNS)
# First column, last column and title of the list of what could not be checked.
_NOT_CHECKED_COLUMNS = (
    (1, 1, "序号"), (2, 4, "规则"), (5, 5, "工作表"), (6, 6, "单元格"), (7, _LAST, "原因"),
)  # fmt: skip
_CELL_COLUMN, _REASON_COLUMN = 6, 7
_LINE_POINTS, _ROW_MARGIN, _MOST_POINTS = 15, 4, 409
_TITLE = NewFormat(size=16, bold=True, border=False, horizontal="center")
_NOTE = NewFormat(border=False)
_HEADING = NewFormat(size=11, bold=True, border=False)
_HEADER = NewFormat(bold=True, fill="D9E1F2", horizontal="center")
_BODY = NewFormat()
_CENTER = NewFormat(horizontal="center")
_LINK = NewFormat(horizontal="center", underline=True, color="0563C1")


@dataclass(frozen=True, slots=True)
class Results:
    """What the sheet tells.

    Attributes:
        file: the name of the checked file.
        sheets: names of the workbook's sheets; only cells on these are linked.
    """

    file: str
    findings: Sequence[Finding]
    not_checked: Sequence[NotChecked]
    sheets: Collection[str]


def result_sheet(results: Results, styles: StyleTable, space: str) -> bytes:
    """The worksheet part; its formats are appended to `styles`."""
    page = _Page(styles)
    page.span(1, "绩效自评审核结果", _TITLE, 30)
    page.span(2, _summary(results), _NOTE)
    page.span(3, color_key(results.findings), _NOTE)
    row = _write_findings(page, results)
    _write_not_checked(page, results, row + 2)
    return page.part(space)


def _summary(results: Results) -> str:
    counts = dict.fromkeys(SEVERITIES, 0)
    standing = [finding for finding in results.findings if finding.waiver is None]
    for finding in standing:
        counts[finding.severity] += 1
    told = "，".join(f"{SEVERITY_NAMES[severity]} {count} 条" for severity, count in counts.items())
    waived = len(results.findings) - len(standing)
    told += f"，{WAIVED} {waived} 条" if waived else ""
    missed = f"；另有 {len(results.not_checked)} 项未能核对，列在表后" if results.not_checked else ""
    return f"文件：{results.file}　　共 {len(results.findings)} 条：{told}{missed}"


def _write_findings(page: _Page, results: Results) -> int:
    """The table of findings; returns its last row."""
    if not results.findings:
        found = "未发现问题" if not results.not_checked else "已核对的内容未发现问题；未能核对的项目见下"
        page.span(HEADER_ROW, found, _HEADING, 24)
        return HEADER_ROW
    for column, (title, _) in enumerate(_COLUMNS, 1):
        page.text(HEADER_ROW, column, title, _HEADER)
    page.heights[HEADER_ROW] = 22
    row = HEADER_ROW
    for number, finding in enumerate(results.findings, 1):
        row += 1
        page.number(row, 1, number, _CENTER)
        page.text(row, 2, SEVERITY_NAMES[finding.severity], _CENTER)
        page.text(row, 3, *_conclusion(finding))
        page.text(row, 4, finding.rule, _CENTER)
        page.place(row, finding.place, results.sheets)
        shown, expected, formula = printed_text(finding), finding.expected or "", finding.formula or ""
        texts = (shown, expected, formula, explanation(finding), finding.basis)
        for column, text in enumerate(texts, _REASON_COLUMN):
            page.text(row, column, text, _BODY)
    return row


def _conclusion(finding: Finding) -> tuple[str, NewFormat]:
    if finding.waiver is not None:
        return WAIVED, NewFormat(horizontal="center", fill=WAIVED_COLOR)
    return VERDICT_NAMES[finding.verdict], NewFormat(
        horizontal="center", fill=VERDICT_COLORS[finding.verdict]
    )


def _write_not_checked(page: _Page, results: Results, row: int) -> None:
    if not results.not_checked:
        return
    page.span(row, f"未能核对的项目（{len(results.not_checked)} 项）：请人工核对", _HEADING, 24)
    row += 1
    for column, last, title in _NOT_CHECKED_COLUMNS:
        page.text(row, column, title, _HEADER, last)
    page.heights[row] = 22
    for number, missed in enumerate(results.not_checked, 1):
        row += 1
        page.number(row, 1, number, _CENTER)
        page.text(row, 2, missed.rule, _CENTER, 4)
        page.place(row, missed.place, results.sheets)
        page.text(row, _REASON_COLUMN, missed.reason, _BODY, _LAST)


@dataclass
class _Page:
    """The cells of the sheet while they are written, row by row."""

    styles: StyleTable
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    heights: dict[int, int] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def text(self, row: int, column: int, text: str, look: NewFormat, last: int = 0) -> None:
        """Write a text, over the cells up to column `last` where given; the row grows to show all of it."""
        last = last or column
        style = self.styles.add(look)
        cells = self.cells.setdefault(row, {})
        opening = f'<c r="{address(row, column)}" s="{style}"'
        inner = f' t="inlineStr"><is>{text_element(text, "")}</is></c>' if text else "/>"
        cells[column] = opening + inner
        for covered in range(column + 1, last + 1):
            cells[covered] = f'<c r="{address(row, covered)}" s="{style}"/>'
        if last > column:
            self.merges.append(Block(row, column, row, last).range)
        width = sum(width for _, width in _COLUMNS[column - 1 : last])
        points = wrapped_lines(text, width) * _LINE_POINTS + _ROW_MARGIN
        self.heights[row] = min(max(points, self.heights.get(row, 0)), _MOST_POINTS)

    def number(self, row: int, column: int, number: int, look: NewFormat) -> None:
        """Write a number."""
        cell = f'<c r="{address(row, column)}" s="{self.styles.add(look)}"><v>{number}</v></c>'
        self.cells.setdefault(row, {})[column] = cell

    def place(self, row: int, place: Place, sheets: Collection[str]) -> None:
        """Write the sheet and the cell of a place, linked where the workbook has it."""
        self.text(row, _CELL_COLUMN - 1, place.sheet, _BODY)
        self.text(row, _CELL_COLUMN, place.cell, _LINK if place.sheet in sheets else _CENTER)
        if place.sheet in sheets:
            sheet = place.sheet.replace("'", "''")
            location = quoted(f"'{sheet}'!{place.cell}")
            own = address(row, _CELL_COLUMN)
            self.links.append(f'<hyperlink ref="{own}" location={location} display={quoted(place.cell)}/>')

    def span(self, row: int, text: str, look: NewFormat, height: int = 0) -> None:
        """Write a text over the whole width, in a row of at least that height."""
        self.heights[row] = height
        self.text(row, 1, text, look, _LAST)

    def part(self, space: str) -> bytes:
        """The worksheet part."""
        rows = "".join(
            f'<row r="{row}" ht="{self.heights[row]}" customHeight="1">'
            + "".join(cells[column] for column in sorted(cells))
            + "</row>"
            for row, cells in sorted(self.cells.items())
        )
        columns = "".join(
            f'<col min="{column}" max="{column}" width="{width + 0.7109375}" customWidth="1"/>'
            for column, (_, width) in enumerate(_COLUMNS, 1)
        )
        merges = "".join(f'<mergeCell ref="{reference}"/>' for reference in self.merges)
        links = f"<hyperlinks>{''.join(self.links)}</hyperlinks>" if self.links else ""
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<worksheet xmlns={quoted(space)}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{column_name(_LAST)}{max(self.cells)}"/>'
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
            f'<pane ySplit="{HEADER_ROW}" topLeftCell="A{HEADER_ROW + 1}" '
            'activePane="bottomLeft" state="frozen"/>'
            '<selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
            f"<cols>{columns}</cols><sheetData>{rows}</sheetData>"
            f'<mergeCells count="{len(self.merges)}">{merges}</mergeCells>{links}'
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
        ).encode()
