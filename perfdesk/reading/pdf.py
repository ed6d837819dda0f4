"""A PDF with text to a book: tables by their drawn lines; runs in the child process. Pictures of own pages.

PDFium gives letters with their boxes and the paths that are drawn; `ruled_table` makes tables of them. A file
without any text is a scan and is refused as such.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from perfdesk.core.fault import FileFault
from perfdesk.reading import limits
from perfdesk.reading.book import Book, LookTable
from perfdesk.reading.page_break import joined_tables
from perfdesk.reading.ruled_table import Page, Stroke, Table, page_tables, table_grid
from perfdesk.reading.text_line import Letter

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_MOST_PAGES = 500
_MOST_LETTERS, _MOST_STROKES = 2_000_000, 5_000
_THIN = 2.5
_SHORTEST = 3.0
_NO_LETTERS = frozenset({0, 10, 13, 0xFFFE, 0xFFFF})
_DEEPEST = 8
_STRAIGHT = 1.0
_REMEDY = "请向报送单位索取 Word 或 Excel 原件"
_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
# PDFium may be in one thread of a process at a time.
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as dots: blue, green, red, one byte each; `stride` bytes a row."""

    width: int
    height: int
    stride: int
    dots: bytes


def page_picture(data: bytes, page: int, scale: float) -> Picture:
    """A page of a PDF this program has made, `scale` dots a point; `page` counts from 0."""
    import pypdfium2

    with _TURN:
        document = pypdfium2.PdfDocument(data)
        bitmap = document[page].render(scale=scale, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGR)
        picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        document.close()
    return picture


def read_pdf(data: bytes) -> Book:
    """The tables of all pages, `第N页 表M` each; none where lines fence nothing in. Raises FileFault."""
    import pypdfium2

    try:
        return _book(pypdfium2.PdfDocument(data))
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            remedy = "请取消打开密码后重新保存再试"
            raise FileFault("encrypted", f"PDF 设有打开密码，{remedy}。") from error
        raise FileFault("corrupt", f"PDF 文件已损坏，{_REMEDY}。") from error


def _book(document: PdfDocument) -> Book:
    count = len(document)
    if count > _MOST_PAGES:
        raise limits.too_large(f"PDF 有 {count} 页")
    looks = LookTable()
    pages: list[list[Table]] = []
    letters = 0
    for number in range(count):
        page = _page(document, number)
        letters += len(page.letters)
        if letters > _MOST_LETTERS:
            raise limits.too_large("PDF 的文字过多")
        pages.append(page_tables(page, number + 1))
    if not letters:
        raise limits.unsupported("这份 PDF 是扫描件或图片，里面没有可读取的文字", _REMEDY)
    grids = tuple(table_grid(table, looks) for table in joined_tables(pages))
    return Book(grids, tuple(looks.looks))


def _page(document: PdfDocument, number: int) -> Page:
    page = document[number]
    turned = page.get_rotation()
    strokes = _Strokes(turned)
    for objects in _paths(page):
        strokes.add(*objects)
    return Page(tuple(_letters(page, turned)), tuple(strokes.across), tuple(strokes.down))


def _letters(page: PdfPage, turned: int) -> Iterator[Letter]:
    from pypdfium2 import raw

    text = page.get_textpage()
    west, south, east, north = page.get_cropbox()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        # PDFium makes up blanks and line ends between the letters it finds.
        is_made_up = raw.FPDFText_IsGenerated(text, index) == 1
        if is_made_up or code in _NO_LETTERS or 0xD800 <= code < 0xE000:
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        if not (west <= (left + right) / 2 <= east and south <= (bottom + top) / 2 <= north):
            continue
        (x0, y0), (x1, y1) = _turn((left, bottom), turned), _turn((right, top), turned)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        yield Letter(chr(code), x, y, abs(x1 - x0) / 2, abs(y1 - y0))


def _turn(point: _Point, turned: int) -> _Point:
    """The point on the page as it is shown, y downward."""
    x, y = point
    if turned == 90:
        return y, x
    if turned == 180:
        return -x, y
    if turned == 270:
        return -y, -x
    return x, -y


@dataclass
class _Strokes:
    """The straight lines met so far."""

    turned: int
    across: list[Stroke] = field(default_factory=list)
    down: list[Stroke] = field(default_factory=list)

    def add(self, points: list[list[_Point]], is_stroked: bool) -> None:
        """Take the outlines of one path in: its edges where it is drawn, itself where it is a thin bar."""
        for outline in points:
            shown = [_turn(point, self.turned) for point in outline]
            xs, ys = [x for x, _ in shown], [y for _, y in shown]
            left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
            if bottom - top <= _THIN or right - left <= _THIN:
                self._line((left, (top + bottom) / 2), (right, (top + bottom) / 2))
                self._line(((left + right) / 2, top), ((left + right) / 2, bottom))
            elif is_stroked:
                for start, end in pairwise(shown):
                    self._line(start, end)
        if len(self.across) + len(self.down) > _MOST_STROKES:
            raise limits.too_large("PDF 一页上的线条过多")

    def _line(self, start: _Point, end: _Point) -> None:
        (x0, y0), (x1, y1) = start, end
        if abs(y1 - y0) <= _STRAIGHT and abs(x1 - x0) >= _SHORTEST:
            self.across.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) >= _SHORTEST:
            self.down.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _paths(page: PdfPage) -> Iterator[tuple[list[list[_Point]], bool]]:
    """Every path of the page and of the forms on it: outlines in page space, and whether it is drawn."""
    from pypdfium2 import raw

    count = raw.FPDFPage_CountObjects(page)
    objects = [raw.FPDFPage_GetObject(page, index) for index in range(count)]
    yield from _paths_of(objects, (1, 0, 0, 1, 0, 0), 0)


def _paths_of(objects: list[Any], outer: _Matrix, depth: int) -> Iterator[tuple[list[list[_Point]], bool]]:
    from pypdfium2 import raw

    for item in objects:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(item, fill, stroke)
            if fill.value or stroke.value:
                yield _outlines(item, _joined(_matrix(item), outer)), bool(stroke.value)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = [raw.FPDFFormObj_GetObject(item, n) for n in range(raw.FPDFFormObj_CountObjects(item))]
            yield from _paths_of(inner, _joined(_matrix(item), outer), depth + 1)


def _matrix(item: Any) -> _Matrix:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return 1, 0, 0, 1, 0, 0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _joined(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _outlines(path: Any, matrix: _Matrix) -> list[list[_Point]]:
    """The outlines of a path by their corners; of curves the ends count, a closed one ends as it began."""
    from pypdfium2 import raw

    a, b, c, d, e, f = matrix
    outlines: list[list[_Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = x.value * a + y.value * c + e, x.value * b + y.value * d + f
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([point])
        else:
            outlines[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            outlines[-1].append(outlines[-1][0])
    return outlines
