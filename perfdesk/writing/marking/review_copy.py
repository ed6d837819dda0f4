"""The review copy: the user's workbook with findings marked, and a sheet that lists them.

Made by the same splicing as the lossless save, so that nothing but fills, comments and the new
sheet differs from the original, which is never written to (law 6 of the design).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from perfdesk.core.finding import Edit, Finding, NotChecked
from perfdesk.core.grid import Block, parse_address
from perfdesk.disk.whole_file import refuse_same_file, write_whole
from perfdesk.reading.package import parse_package
from perfdesk.reading.sheet_scan import SheetScan
from perfdesk.reading.source import read_source
from perfdesk.writing.fresh.imported import as_workbook, require_workbook_ending
from perfdesk.writing.marking.comment import (
    Comment,
    Ruler,
    add_comments,
    add_shapes,
    enlarge_shapes,
    new_comment_part,
    new_drawing_part,
    used_blocks,
)
from perfdesk.writing.marking.finding_text import comment_text, gravest_color
from perfdesk.writing.marking.result_sheet import HEADER_ROW, Results, result_sheet
from perfdesk.writing.patching.draft import Draft, SheetPart
from perfdesk.writing.patching.markup import quoted
from perfdesk.writing.patching.patch import patch_cells
from perfdesk.writing.patching.sheet_patch import BEHIND_LEGACY_DRAWING, SheetPatch
from perfdesk.writing.patching.style_table import StyleTable, style_part
from perfdesk.writing.saving.save import refuse_other_kind

RESULT_SHEET = "审核结果"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEHIND_NAMES = frozenset(
    {
        "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
        "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
    }
)  # fmt: skip
_LONGEST_COMMENT = 32_000
_PIXELS_PER_CHARACTER = 7


def write_review_copy(
    source: Path,
    target: Path,
    findings: Sequence[Finding],
    not_checked: Sequence[NotChecked] = (),
    edits: Sequence[Edit] = (),
    *,
    content: bytes | None = None,
) -> None:
    """Write a copy of a workbook with findings marked and listed.

    Every finding's cell is filled by its gravest verdict and gets a comment; a new last sheet
    lists all findings and what could not be checked.

    Args:
        source: the workbook; it is never written to.
        target: the file to write.
        findings: what to mark; those on sheets the workbook does not have are listed alone.
        not_checked: checks that could not be made, listed below the findings.
        edits: edits that are not saved yet, carried out in the copy where the findings speak of them.
        content: what findings and edits rest on where that is not the source: rows of it came or went.

    Raises:
        CallFault: the target is the source, its ending does not fit the workbook, or an edit
            cannot be carried out.
        FileFault: the source cannot be read or the target cannot be written.
    """
    refuse_same_file(source, target)
    imported = as_workbook(content or read_source(source), source)
    package, edits = imported.package, imported.moved_edits(edits)
    findings, not_checked = imported.moved_findings(findings), imported.moved_items(not_checked)
    package.check_all_prologs()
    if imported.is_new:
        require_workbook_ending(source, target)
    else:
        refuse_other_kind(package, source, target)
    if edits:
        package = parse_package(patch_cells(package, edits).archive())
    draft = Draft(package)
    part = style_part(draft)
    styles = StyleTable(draft.read(part), part)
    names = [sheet.name for sheet in draft.sheets]
    for sheet in draft.sheets:
        own = [finding for finding in findings if finding.place.sheet == sheet.name]
        if own:
            _mark_sheet(draft, sheet, own, styles)
    content = result_sheet(Results(source.name, findings, not_checked, names), styles, draft.space)
    _append_sheet(draft, content, with_header=bool(findings))
    draft.put(part, styles.result())
    write_whole(target, draft.archive())


def _mark_sheet(draft: Draft, sheet: SheetPart, findings: Sequence[Finding], styles: StyleTable) -> None:
    """Fill the cells of a sheet's findings and comment on them."""
    patch = SheetPatch(draft.package.read_xml(sheet.part), sheet.part)
    by_block: dict[Block, list[Finding]] = {}
    for finding in findings:
        by_block.setdefault(patch.block_at(*parse_address(finding.place.cell)), []).append(finding)
    comments = []
    for block, own in by_block.items():
        color = gravest_color(own)
        for row, column in patch.places_to_fill(block):
            patch.restyle(row, column, styles.with_fill(patch.style_at(row, column), color))
        comments.append(Comment(block, comment_text(own)[:_LONGEST_COMMENT]))
    _write_comments(draft, sheet, patch, comments)
    draft.put(sheet.part, patch.result())


def _write_comments(draft: Draft, sheet: SheetPart, patch: SheetPatch, comments: Sequence[Comment]) -> None:
    part = draft.related_part(sheet.part, "comments")
    if part is None:
        part = draft.free_name("comments{}.xml")
        draft.declare(part, _COMMENTS_TYPE)
        draft.relate(sheet.part, "comments", part)
        old = new_comment_part(draft.space)
    else:
        old = draft.read(part)
    content, extended = add_comments(old, part, comments)
    draft.put(part, content)
    drawing = _drawing_part(draft, sheet, patch)
    ruler = _ruler(patch.scan)
    boxes = {comment.block: comment.text for comment in comments if comment.block.address not in extended}
    grown = {
        comment.block: extended[comment.block.address]
        for comment in comments
        if comment.block.address in extended
    }
    shapes, without_box = enlarge_shapes(draft.read(drawing), drawing, grown, ruler)
    boxes |= without_box
    draft.put(drawing, add_shapes(shapes, boxes, ruler) if boxes else shapes)


def _drawing_part(draft: Draft, sheet: SheetPart, patch: SheetPatch) -> str:
    """The sheet's VML drawing, newly made where it has none."""
    element = patch.scan.element("legacyDrawing")
    relations = draft.package.relations(sheet.part)
    if element is not None:
        key = next((name for name in element.attributes if name.rpartition(":")[2] == "id"), "")
        relation = relations.get(element.attributes.get(key, ""))
        if relation is not None and draft.has(relation.target):
            return draft.canonical(relation.target)
    part = draft.free_name("drawings/vmlDrawing{}.vml")
    draft.declare_ending("vml", _DRAWING_TYPE)
    identifier = draft.relate(sheet.part, "vmlDrawing", part)
    draft.put(part, new_drawing_part(_free_block(draft)))
    prefix = patch.scan.prefix
    elements = patch.scan.elements
    head = patch.scan.data[: elements[0].start if elements else patch.scan.root_end]
    name, declaration = _relationship_attribute(draft, head)
    source = f"<{prefix}legacyDrawing{declaration} {name}={quoted(identifier)}/>".encode()
    if element is None:
        patch.insert(source, BEHIND_LEGACY_DRAWING)
    else:
        patch.replace(element, source)
    return part


def _relationship_attribute(draft: Draft, head: bytes) -> tuple[str, str]:
    """How an `r:id` is written in a part that begins so: its name, and the declaration it needs if any."""
    space = re.escape(draft.relationship_space.encode())
    match = re.search(rb"""\sxmlns:([\w.-]+)\s*=\s*["']%s["']""" % space, head)
    if match is not None:
        return f"{match.group(1).decode()}:id", ""
    return "r:id", f" xmlns:r={quoted(draft.relationship_space)}"


def _free_block(draft: Draft) -> int:
    """A block of shape numbers that no drawing of the workbook uses."""
    names = {member.name for member in draft.package.members} | set(draft.changed)
    drawings = [name for name in names if name.casefold().endswith(".vml") and draft.has(name)]
    return max((block for name in drawings for block in used_blocks(draft.read(name))), default=0) + 1


def _ruler(scan: SheetScan) -> Ruler:
    columns: dict[int, int] = {}
    for run in scan.columns:
        if run.width is not None or run.is_hidden:
            pixels = 0 if run.is_hidden else round((run.width or 0) * _PIXELS_PER_CHARACTER)
            columns.update(dict.fromkeys(range(run.first, run.last + 1), pixels))
    rows = {
        row.number: 0 if row.is_hidden else _row_pixels(row.height or 0)
        for row in scan.rows
        if row.is_hidden or row.height is not None
    }
    default_column = round((scan.default_column_width or 9.14) * _PIXELS_PER_CHARACTER)
    return Ruler(columns, rows, max(default_column, 1), max(_row_pixels(scan.default_row_height or 15), 1))


def _row_pixels(points: float) -> int:
    return round(points * 4 / 3)


def _append_sheet(draft: Draft, content: bytes, *, with_header: bool) -> None:
    """Make the content the last sheet of the workbook; its table header repeats in print."""
    part, identifier = draft.new_part("worksheet", "worksheets/sheet{}.xml", _WORKSHEET_TYPE)
    draft.put(part, content)
    workbook = draft.markup(draft.workbook_part)
    root = workbook.root
    sheets = root.child("sheets")
    listed = [] if sheets is None else list(sheets.every("sheet"))
    name = _free_sheet_name({element.attributes.get("name", "").casefold() for element in listed})
    number = max((element.number("sheetId") for element in listed), default=0) + 1
    key, declaration = _relationship_attribute(draft, workbook.data[: root.inner_start])
    entry = (
        f"<{root.prefix}sheet{declaration} name={quoted(name)} "
        f'sheetId="{number}" {key}={quoted(identifier)}/>'
    )
    if sheets is not None:
        workbook.append(sheets, entry.encode())
    if with_header:
        tag = f"{root.prefix}definedName"
        titles = (
            f'<{tag} name="_xlnm.Print_Titles" localSheetId="{len(listed)}">'
            f"{name}!${HEADER_ROW}:${HEADER_ROW}</{tag}>"
        )
        defined = root.child("definedNames")
        if defined is not None:
            workbook.append(defined, titles.encode())
        else:
            source = f"<{tag}s>{titles}</{tag}s>"
            workbook.place(root, source.encode(), _BEHIND_NAMES)
    draft.put(draft.workbook_part, workbook.result())


def _free_sheet_name(taken: set[str]) -> str:
    name, number = RESULT_SHEET, 2
    while name.casefold() in taken:
        name, number = f"{RESULT_SHEET}{number}", number + 1
    return name
