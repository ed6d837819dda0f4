"""What others put on the clipboard, as a table of typed texts: Excel, WPS, Word, browsers, plain text.

A spreadsheet's tab-separated text says what its cells show and is taken as it is. Word and browsers break
a cell's lines and lose merges in their text, so there, and where there is no text, the HTML is read.
Whatever comes is bounded; a text that begins with `=` stays one.
"""

from __future__ import annotations

import re

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.core.grid import Cell
from perfdesk.reading.entry import typed_text
from perfdesk.reading.web_page import read_page_text

Table = list[list[str]]
MOST_CELLS = 100_000
MOST_LETTERS = 8_000_000
_MOST_HTML = 2_000_000
_MOST_TAGS = 20_000
"""Cells of a page: what is read while the user waits; a spreadsheet's text may have more."""
_HEAD = 10_000
_TABLE = re.compile(r"<t(?:able|r|d)\b", re.I)
_CELL = re.compile(r"<t[dh]\b", re.I)
_WHOLE_TABLE = re.compile(r"<table\b", re.I)
_BLANK_LINES = re.compile(r"\n{2,}")
_SPREADSHEET = re.compile(r"urn:schemas-microsoft-com:office:excel|Excel\.Sheet|ProgId content=\"?ET\.", re.I)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)')


def clip_table(text: str, html: str) -> Table:
    """The table that was copied; empty where there is nothing. Raises CallFault for one too large."""
    is_shown = bool(text) and bool(_SPREADSHEET.search(html[:_HEAD]))
    if is_shown or (text and not _TABLE.search(html)):
        return from_tsv(text)
    return _from_html(html) or from_tsv(text)


def from_tsv(text: str) -> Table:
    """Rows of a tab-separated text; a cell in quotes may hold tabs and lines, any other quote is itself."""
    if len(text) > MOST_LETTERS:
        raise _too_large()
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: Table = [[]]
    at, count = 0, 0
    while True:
        quoted = _QUOTED.match(text, at) if text.startswith('"', at) else None
        end = quoted.end() if quoted else _end_of_cell(text, at)
        rows[-1].append(quoted.group(1).replace('""', '"') if quoted else text[at:end])
        count += 1
        if count > MOST_CELLS:
            raise _too_large()
        if end >= len(text):
            return rows if text else []
        if text[end] == "\n":
            rows.append([])
        at = end + 1


def _end_of_cell(text: str, start: int) -> int:
    ends = [end for end in (text.find("\t", start), text.find("\n", start)) if end >= 0]
    return min(ends, default=len(text))


def _from_html(html: str) -> Table:
    """The tables and lines of a page, one below the other; a merge's content stands in its first cell."""
    if len(html) > _MOST_HTML or len(_CELL.findall(html)) > _MOST_TAGS:
        raise _too_large()
    page = html[max(html.find("<"), 0) :]  # Windows puts offsets in front.
    if not _WHOLE_TABLE.search(page):
        page = f"<table>{page}</table>" if _TABLE.search(page) else f"{page}<table></table>"
    try:
        grid = read_page_text(page)
    except FileFault as fault:
        raise CallFault(
            "剪贴板里的表格太大或嵌套太深，没有粘贴：请分几次复制，或先粘贴到 Excel、WPS 再复制。"
        ) from fault
    if grid is None or not grid.cells:
        return []
    bottom = max([row for row, _ in grid.cells] + [merge.bottom for merge in grid.merges])
    right = max([column for _, column in grid.cells] + [merge.right for merge in grid.merges])
    if bottom * right > MOST_CELLS:
        raise _too_large()
    return [
        [_typed(grid.cells.get((row, column))) for column in range(1, right + 1)]
        for row in range(1, bottom + 1)
    ]


def _typed(cell: Cell | None) -> str:
    """What gives the cell again when typed; text under a text format stays text wherever it goes."""
    if cell is None:
        return ""
    if cell.number is not None:
        return typed_text(cell)
    text = _BLANK_LINES.sub("\n", cell.text.replace("\xa0", " "))
    return typed_text(Cell(text)) if cell.number_format == "@" else text


def _too_large() -> CallFault:
    return CallFault("剪贴板里的内容太多，没有粘贴：请分几次复制。")
