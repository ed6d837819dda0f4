"""A web page (HTML, or MHTML with several) that is named .xls: its tables as one sheet, as Excel shows it.

Tables stand below each other; lines of text between them take a row of their own, so a cell's
address is the one a clerk sees on opening the file in Excel.
"""

from __future__ import annotations

import binascii
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Cell, Grid
from perfdesk.core.number_format import GENERAL, render
from perfdesk.reading import limits
from perfdesk.reading.book import Book, LookTable, sheet_name, table_look
from perfdesk.reading.printed_number import printed_cell
from perfdesk.reading.style import Look
from perfdesk.reading.table_maker import TableMaker
from perfdesk.reading.text_encoding import decode_text
from perfdesk.reading.xlsx import read_number

_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center", "caption"})
_SILENT = frozenset({"script", "style", "title", "xml", "noscript"})
_FORMAT = re.compile(
    r"""(?:mso-number-format|vnd\.ms-excel\.numberformat)\s*:\s*("[^"]*"|'[^']*'|[^;}]*)""", re.I
)
# Rules end at the next brace of either kind, so a style sheet of opening braces is read once.
_CLASS = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,80})</x:Name>", re.I)
_BOUNDARY = re.compile(rb'boundary="?([^"\r\n;]{1,200})', re.I)
_SIZE = re.compile(r"\s*(\d{1,4}(?:\.\d{1,4})?)\s*(pt|px)?", re.I)
_MSO_NAMES = {"general": GENERAL, "fixed": "0.00", "standard": "#,##0.00", "percent": "0.00%",
              "short date": "yyyy/m/d", "text": "@"}  # fmt: skip
_SILENT_BEGIN = re.compile(r"<!--|<(?:script|style)(?=[\s>])", re.I)
_SILENT_END = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script[^<>]{0,50}>", re.I),
    "<style": re.compile(r"</style[^<>]{0,50}>", re.I),
}
_TAG_OR_BRACKET = re.compile(r"(</?[A-Za-z][^<>]{0,4000}>)|<![^<>]{0,4000}>|<")
_MOST_COLUMNS, _MOST_ROWS = 1_000, 65_534
_DEEPEST = 50


def read_web_page(data: bytes, name: str) -> Book:
    """The page's tables as one sheet of that name; raises FileFault where it has none."""
    looks = LookTable()
    text = decode_text(data)
    grid = _page_grid(text, sheet_name(_own_name(text) or name, set()), looks)
    if grid is None:
        raise limits.unsupported("网页里没有表格", limits.RE_SAVE)
    return Book((grid,), tuple(looks.looks))


def read_page_text(text: str) -> Grid | None:
    """The tables of a page that is already text, as the clipboard gives it; None without, raises FileFault.

    Read in this process: what would keep the parser busy, such as a million tags without an end, is made
    plain text first.
    """
    page = _Page(LookTable(), _class_formats(text))
    page.feed(_TAG_OR_BRACKET.sub(_plain_tag, _without_silent(text)))
    page.close()
    page.finish()
    return page.maker.grid("") if page.has_table else None


def _plain_tag(match: re.Match[str]) -> str:
    """A tag as it is, no declaration, and a bracket that opens neither as the letter it is."""
    return match.group(1) or ("&lt;" if match.group() == "<" else "")


def _without_silent(text: str) -> str:
    """The page without comments, styles and scripts, each looked at once."""
    kept: list[str] = []
    at = 0
    while (begin := _SILENT_BEGIN.search(text, at)) is not None:
        kept.append(text[at : begin.start()])
        end = _SILENT_END[begin.group().lower()].search(text, begin.end())
        if end is None:
            return "".join(kept)
        at = end.end()
    return "".join([*kept, text[at:]])


def read_web_archive(data: bytes, name: str) -> Book:
    """The pages of an MHTML file that hold tables, a sheet each; raises FileFault."""
    looks = LookTable()
    taken: set[str] = set()
    pages: list[str] = []
    for part in _parts(data):
        if len(pages) == limits.MAX_SHEETS:
            raise limits.too_large(f"网页超过 {limits.MAX_SHEETS} 页")
        pages.append(decode_text(part))
    names = [found for page in pages for found in _SHEET_NAME.findall(page)]
    filled = [page for page in pages if "<td" in page.lower()]
    named = names if len(names) == len(filled) else [name] * len(filled)
    grids = [
        _page_grid(page, sheet_name(wanted, taken), looks) for page, wanted in zip(filled, named, strict=True)
    ]
    kept = tuple(grid for grid in grids if grid is not None)
    if not kept:
        raise limits.unsupported("网页里没有表格", limits.RE_SAVE)
    return Book(kept, tuple(looks.looks))


def _page_grid(text: str, name: str, looks: LookTable) -> Grid | None:
    page = _Page(looks, _class_formats(text))
    try:
        page.feed(text)
        page.close()
    except FileFault:
        raise
    except (AssertionError, ValueError) as error:
        # What html.parser raises over broken declarations.
        raise limits.corrupt("网页的标记无法解读") from error
    page.finish()
    return page.maker.grid(name) if page.has_table else None


def _own_name(text: str) -> str | None:
    names = _SHEET_NAME.findall(text)
    return names[0] if len(names) == 1 else None


def _parts(data: bytes) -> Iterator[bytes]:
    """The decoded HTML parts of a multipart message; own reading, as the mail library brings sockets."""
    match = _BOUNDARY.search(data[:4096])
    pieces = data.split(b"--" + match.group(1)) if match else [data]
    for piece in pieces:
        head, _, body = piece.replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")
        headers = head.lower()
        if b"text/html" not in headers:
            continue
        if b"quoted-printable" in headers:
            yield quopri.decodestring(body)
        elif b"base64" in headers:
            try:
                yield b64decode(body)
            except (binascii.Error, ValueError):
                continue
        else:
            yield body


def _class_formats(text: str) -> dict[str, str]:
    """The number format that each class of the page's style sheet names."""
    found: dict[str, str] = {}
    for name, rules in _CLASS.findall(text[:500_000]):
        code = _number_format(rules)
        if code is not None:
            found[name] = code
    return found


def _number_format(style: str) -> str | None:
    match = _FORMAT.search(style)
    if match is None:
        return None
    code = re.sub(r"\\(.)", r"\1", match.group(1).strip().strip("\"'")).strip("\"'")
    return _MSO_NAMES.get(code.lower(), code) or None


class _Page(HTMLParser):
    """Walks over the page and fills one table maker."""

    def __init__(self, looks: LookTable, class_formats: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.maker = TableMaker()
        self.has_table = False
        self._looks = looks
        self._class_formats = class_formats
        self._depth = 0
        self._silent: str | None = None
        self._cell: dict[str, str] | None = None
        self._is_header = False
        self._row_open = False
        self._pieces: list[str] = []
        self._column = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if self._silent is not None:
            return
        values = {key: value or "" for key, value in attrs}
        if tag in _SILENT:
            self._silent = tag
        elif tag == "table":
            self._start_table()
        elif self._depth == 0:
            self._break_line(tag)
        elif tag == "tr" and self._depth == 1:
            self._start_row(values)
        elif tag in ("td", "th") and self._depth == 1:
            self._start_cell(tag, values)
        elif tag == "col" and self._depth == 1:
            self._add_column(values)
        elif tag == "br" or tag in _BLOCKS:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if self._silent is not None:
            self._silent = None if tag == self._silent else self._silent
        elif tag == "table" and self._depth:
            self._end_table()
        elif self._depth == 0:
            self._break_line(tag)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()
        elif tag in _BLOCKS:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Take text in."""
        if self._silent is None and (self._depth == 0 or self._cell is not None):
            self._pieces.append(data)

    def finish(self) -> None:
        """Take what the page left open at its end."""
        if self._depth:
            self._depth = 1
            self._end_table()
        self._break_line("p")

    def _start_table(self) -> None:
        if self._depth == 0:
            self._break_line("p")
            self.has_table = True
            self._row_open = False
            self._column = 0
        self._depth += 1
        if self._depth > _DEEPEST:
            raise limits.unsafe("表格嵌套过深")

    def _end_table(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._end_cell()
            self.maker.end_table()

    def _break_line(self, tag: str) -> None:
        """Outside a table a finished line of text takes a row."""
        if tag not in _BLOCKS and tag not in ("br", "body", "html"):
            return
        text = _tidy(self._pieces)
        self._pieces.clear()
        if text:
            self.maker.start_row()
            self.maker.add(Cell(text))

    def _start_row(self, values: dict[str, str]) -> None:
        self._end_cell()
        self.maker.start_row()
        self._row_open = True
        height = _points(values.get("height", ""))
        if height:
            self.maker.heights[self.maker.row] = height
        if _HIDDEN.search(values.get("style", "")):
            self.maker.hidden_rows.add(self.maker.row)

    def _start_cell(self, tag: str, values: dict[str, str]) -> None:
        self._end_cell()
        if not self._row_open:
            self.maker.start_row()
            self._row_open = True
        self._cell, self._is_header = values, tag == "th"
        self._pieces.clear()

    def _end_cell(self) -> None:
        values, self._cell = self._cell, None
        if values is None:
            return
        text = _tidy(self._pieces)
        self._pieces.clear()
        columns = _span(values.get("colspan", ""), _MOST_COLUMNS)
        rows = _span(values.get("rowspan", ""), _MOST_ROWS)
        self.maker.add(self._make_cell(text, values), columns, rows)

    def _make_cell(self, text: str, values: dict[str, str]) -> Cell:
        code = _number_format(values.get("style", ""))
        if code is None:
            classes = values.get("class", "").split()
            code = next((self._class_formats[name] for name in classes if name in self._class_formats), None)
        stored = read_number(values["x:num"]) if values.get("x:num") else None
        cell = _stored(stored, code, text) if stored is not None else printed_cell(text, code)
        look = table_look(_alignment(values), bold=self._is_header, number_format=cell.number_format)
        return Cell(cell.text, cell.number, cell.number_format, style=self._looks.index_of(look))

    def _add_column(self, values: dict[str, str]) -> None:
        width = _points(values.get("width", ""))
        first = self._column + 1
        # Columns beyond the most are not even counted: each may span a thousand.
        self._column = min(self._column + _span(values.get("span", ""), _MOST_COLUMNS), _MOST_COLUMNS)
        if not width:
            return
        for column in range(first, self._column + 1):
            self.maker.widths.setdefault(column, width * 4 / 3 / 7)


def _stored(number: Decimal, code: str | None, text: str) -> Cell:
    """The cell of a number the page stores beside its print; the format is the one that prints so."""
    for candidate in (code, printed_cell(text).number_format):
        if candidate is not None and render(number, candidate) == text:
            return Cell(text, number, candidate)
    return Cell(text or render(number, code or GENERAL), number, code or GENERAL)


def _alignment(values: dict[str, str]) -> str:
    align = values.get("align", "").lower()
    return align if align in ("left", "center", "right") else Look().horizontal


def _tidy(pieces: list[str]) -> str:
    """The text as a browser shows it: blanks folded, lines kept."""
    lines = "".join(piece if piece == "\n" else re.sub(r"[ \t\r\n\f]+", " ", piece) for piece in pieces)
    return "\n".join(line.strip(" \xa0") for line in lines.split("\n")).strip("\n")


def _span(text: str, most: int) -> int:
    match = re.match(r"\s*(\d{1,9})", text, re.ASCII)
    return max(1, min(int(match.group(1)), most)) if match else 1


def _points(text: str) -> float | None:
    match = _SIZE.match(text)
    if match is None:
        return None
    size = float(match.group(1)) * (1 if (match.group(2) or "").lower() == "pt" else 0.75)
    return size if 0 < size < 1_000 else None
