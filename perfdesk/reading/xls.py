"""An old binary workbook (.xls, and .et of the same kind) to a book; runs in the child process.

xlrd gives values, merges, number formats, sizes and looks; calamine opens some files that xlrd
does not, but gives values and merges alone. Decided by measuring (ARCHITECTURE.md).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.number_format import GENERAL, builtin_format, render
from perfdesk.reading import limits
from perfdesk.reading.book import Book, fit_cells
from perfdesk.reading.rich_text import MOST_RUNS, RichText, TextRun
from perfdesk.reading.sheet_face import SheetFace
from perfdesk.reading.sheet_setting import SheetSetting, frozen_count
from perfdesk.reading.style import Border, Look
from perfdesk.reading.xls_values import read_values
from perfdesk.reading.xlsx import read_number

if TYPE_CHECKING:
    from xlrd.book import Book as Workbook
    from xlrd.formatting import XF, Font, XFBackground
    from xlrd.sheet import Sheet

_TWIPS_PER_POINT = 20
_WIDTHS_PER_CHARACTER = 256
_BOLD_WEIGHT = 600
_RAISED = ("", "superscript", "subscript")
_HORIZONTAL = ("general", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")
_VERTICAL = ("top", "center", "bottom", "justify", "distributed")
_LINES = (None, "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot",
          "mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot")  # fmt: skip
_PATTERNS = ("", "", "mediumGray", "darkGray", "lightGray", "darkHorizontal", "darkVertical", "darkDown",
             "darkUp", "darkGrid", "darkTrellis", "lightHorizontal", "lightVertical", "lightDown", "lightUp",
             "lightGrid", "lightTrellis", "gray125", "gray0625")  # fmt: skip
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)


def read_xls(data: bytes) -> Book:
    """The sheets and looks of a binary workbook; raises FileFault."""
    import xlrd

    try:
        with open(os.devnull, "w", encoding="utf-8") as silence:
            workbook = xlrd.open_workbook(
                file_contents=data, formatting_info=True, ragged_rows=True, logfile=silence
            )
    except MemoryError:
        raise
    except Exception as error:
        if "encrypted" in str(error).lower():
            remedy = "请在 Excel 或 WPS 中取消打开密码后另存为 .xlsx 再试"
            raise FileFault("encrypted", f"文件设有打开密码，{remedy}。") from error
        return read_values(data)
    formats = tuple(_number_format(workbook, entry) for entry in workbook.xf_list)
    count = sum(sheet.row_len(row) for sheet in workbook.sheets() for row in range(sheet.nrows))
    if count > limits.MAX_CELLS * 2:
        raise limits.too_large(f"工作簿超过 {limits.MAX_CELLS} 个单元格")
    grids = tuple(_grid(sheet, formats, bool(workbook.datemode)) for sheet in workbook.sheets())
    looks = tuple(_look(workbook, entry, formats) for entry in workbook.xf_list)
    return Book(grids, looks, {sheet.name: _setting(workbook, sheet) for sheet in workbook.sheets()})


def _number_format(workbook: Workbook, entry: XF) -> str:
    from xlrd.formatting import std_format_strings

    known = workbook.format_map.get(entry.format_key)
    written = known.format_str if known is not None else None
    # xlrd fills built-in numbers with their American codes; a Chinese Excel prints others.
    if not written or written == std_format_strings.get(entry.format_key):
        return builtin_format(entry.format_key)
    return GENERAL if written.lower() == "general" else str(written)


def _grid(sheet: Sheet, formats: tuple[str, ...], is_date1904: bool) -> Grid:
    cells = dict(_cells(sheet, formats, is_date1904))
    kept, merges = fit_cells(
        cells, [Block(r + 1, c + 1, below, after) for r, below, c, after in sheet.merged_cells]
    )
    right = max((column for _, column in kept), default=1)
    columns = {number + 1: info for number, info in sheet.colinfo_map.items() if number < right}
    rows = {number + 1: info for number, info in sheet.rowinfo_map.items()}
    return Grid(
        name=sheet.name,
        cells=kept,
        merges=merges,
        column_widths={number: info.width / _WIDTHS_PER_CHARACTER for number, info in columns.items()},
        row_heights={
            number: info.height / _TWIPS_PER_POINT
            for number, info in rows.items()
            if not info.has_default_height and info.height is not None
        },
        hidden_rows=frozenset(number for number, info in rows.items() if info.hidden),
        hidden_columns=frozenset(number for number, info in columns.items() if info.hidden),
        default_column_width=_default_width(sheet),
        default_row_height=(sheet.default_row_height or 300) / _TWIPS_PER_POINT,
        is_hidden=sheet.visibility != 0,
    )


def _default_width(sheet: Sheet) -> float:
    if sheet.standardwidth:
        return float(sheet.standardwidth) / _WIDTHS_PER_CHARACTER
    return float(sheet.defcolwidth or 8) + 0.43


def _cells(
    sheet: Sheet, formats: tuple[str, ...], is_date1904: bool
) -> Iterator[tuple[tuple[int, int], Cell]]:
    for row in range(sheet.nrows):
        types, values = sheet.row_types(row), sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(types, values, strict=True)):
            if kind == _EMPTY:
                continue
            style = sheet.cell_xf_index(row, column)
            code = formats[style] if style < len(formats) else GENERAL
            yield (row + 1, column + 1), _cell(kind, value, code, style, is_date1904)


def _cell(kind: int, value: object, code: str, style: int, is_date1904: bool) -> Cell:
    if kind in (_NUMBER, _DATE):
        number = read_number(repr(value))
        if number is not None:
            return Cell(render(number, code, is_date1904), number, code, style=style)
    if kind == _BOOLEAN:
        return Cell("TRUE" if value else "FALSE", None, code, style=style)
    if kind == _ERROR:
        from xlrd.biffh import error_text_from_code

        return Cell(error_text_from_code.get(value, "#REF!"), None, code, style=style, is_error=True)
    return Cell("" if kind == _BLANK else str(value), None, code, style=style)


def _look(workbook: Workbook, entry: XF, formats: tuple[str, ...]) -> Look:
    font = workbook.font_list[entry.font_index] if entry.font_index < len(workbook.font_list) else None
    if font is None:
        return Look(number_format=formats[entry.xf_index])
    align, edges, ground = entry.alignment, entry.border, entry.background
    diagonal = _edge(workbook, edges.diag_line_style, edges.diag_colour_index)
    return replace(
        _font_look(workbook, font),
        fill=_color(workbook, _ground(ground)) if ground.fill_pattern else None,
        pattern=_at(_PATTERNS, ground.fill_pattern, ""),
        pattern_color=_color(workbook, ground.pattern_colour_index) or "#000000",
        left=_edge(workbook, edges.left_line_style, edges.left_colour_index),
        right=_edge(workbook, edges.right_line_style, edges.right_colour_index),
        top=_edge(workbook, edges.top_line_style, edges.top_colour_index),
        bottom=_edge(workbook, edges.bottom_line_style, edges.bottom_colour_index),
        diagonal_down=diagonal if edges.diag_down else None,
        diagonal_up=diagonal if edges.diag_up else None,
        horizontal=_at(_HORIZONTAL, align.hor_align, "general"),
        vertical=_at(_VERTICAL, align.vert_align, "bottom"),
        wrap=bool(align.text_wrapped),
        shrink=bool(align.shrink_to_fit),
        indent=align.indent_level,
        rotation=align.rotation,
        number_format=formats[entry.xf_index],
    )


def _ground(ground: XFBackground) -> int:
    """Index of the colour behind a pattern; that of the pattern itself where it fills the cell."""
    return int(ground.pattern_colour_index if ground.fill_pattern == 1 else ground.background_colour_index)


def _edge(workbook: Workbook, style: int, color: int) -> Border | None:
    name = _LINES[style] if style < len(_LINES) else "thin"
    return None if name is None else Border(name, _color(workbook, color) or "#000000")


def _at(names: tuple[str, ...], index: int, missing: str) -> str:
    return names[index] if index < len(names) else missing


def _setting(workbook: Workbook, sheet: Sheet) -> SheetSetting:
    """The setting of one sheet."""
    rows, columns = (sheet.horz_split_pos, sheet.vert_split_pos) if sheet.panes_are_frozen else (0, 0)
    notes = {
        (row + 1, column + 1): str(note.text or "").strip()
        for (row, column), note in sheet.cell_note_map.items()
    }
    face = SheetFace(
        has_grid_lines=bool(sheet.show_grid_lines),
        rich={
            (row + 1, column + 1): _runs(workbook, str(sheet.cell_value(row, column)), runs)
            for (row, column), runs in sheet.rich_text_runlist_map.items()
        },
        notes={place: words for place, words in notes.items() if words},
    )
    return SheetSetting(frozen_count(str(rows)), frozen_count(str(columns)), (), face)


def _runs(workbook: Workbook, text: str, starts: Sequence[tuple[int, int]]) -> RichText:
    """The parts of a text; before the first start its letters are those of the cell."""
    ends = [start for start, _ in starts[1:]] + [len(text)]
    runs = [TextRun(text[: starts[0][0]])] if starts and starts[0][0] else []
    for (start, font), end in zip(starts[:MOST_RUNS], ends, strict=False):
        look = _font_look(workbook, workbook.font_list[font]) if font < len(workbook.font_list) else None
        runs.append(TextRun(text[start:end], look))
    return tuple(runs)


def _font_look(workbook: Workbook, font: Font) -> Look:
    """A look that has the letters of a font."""
    return Look(
        font=font.name or Look().font,
        size=font.height / _TWIPS_PER_POINT or Look().size,
        bold=bool(font.bold) or font.weight >= _BOLD_WEIGHT,
        italic=bool(font.italic),
        underline=bool(font.underline_type),
        strike=bool(font.struck_out),
        color=_color(workbook, font.colour_index) or "#000000",
        raised=_RAISED[font.escapement] if font.escapement < len(_RAISED) else "",
    )


def _color(workbook: Workbook, index: int) -> str | None:
    """The colour of that index as `#RRGGBB`; None where it is automatic or unknown."""
    parts = workbook.colour_map.get(index)
    return None if parts is None else "#" + "".join(f"{part:02X}" for part in parts)
