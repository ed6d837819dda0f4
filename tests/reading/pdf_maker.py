"""Small PDF files made byte by byte: ruled tables with Chinese text, and pages without any."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.core.grid import Grid
from tests.reading.document_maker import rows_of

SIZE = 6
COLUMN, ROW, EDGE = 64, 40, 20
Drawing = list[str]


def text_at(x: float, y: float, text: str, size: float = SIZE) -> str:
    """One line of text that begins at a point."""
    return f"BT /F1 {size} Tf {x:.2f} {y:.2f} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def box(left: float, bottom: float, right: float, top: float) -> str:
    """The drawn outline of a rectangle."""
    return f"{left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re S"


def table(grid: Grid, height: float, first: int = 1, last: int | None = None) -> Drawing:
    """The rows of a grid as boxes with text, from the top of a page of that height, 60 points below it."""
    drawing: Drawing = ["0.5 w"]
    bottom = last or grid.used.bottom
    start = height - 60
    for row, blocks in rows_of(grid):
        if not first <= row <= bottom:
            continue
        for block, cell in blocks:
            left, right = EDGE + (block.left - 1) * COLUMN, EDGE + block.right * COLUMN
            top = start - (row - first) * ROW
            low = start - (min(block.bottom, bottom) - first + 1) * ROW
            drawing.append(box(left, low, right, top))
            drawing += _lines(cell.text, left + 1, top - SIZE - 1, right - left - 2)
    return drawing


def _lines(text: str, left: float, top: float, width: float) -> Drawing:
    room = int(width // SIZE)
    lines = [part[at : at + room] for part in text.split("\n") for at in range(0, max(len(part), 1), room)]
    return [text_at(left, top - number * SIZE * 1.1, line) for number, line in enumerate(lines)]


def pdf(pages: Sequence[Drawing], width: float = 600, height: float = 800, rotate: int = 0) -> bytes:
    """A PDF of these pages."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R /DW 1000 >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 >>",
    ]
    kids = []
    for drawing in pages:
        content = "\n".join(drawing)
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {rotate} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)
