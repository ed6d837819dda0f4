"""Pictures for tests, made byte by byte, and a Word file that holds them in every place it may."""

from __future__ import annotations

import base64
import io
import struct
import zlib

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j"
    "q62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAWEAEBAQAAAAAAAAAAAAAAAAAAE2H/"
    "xAAVAQEBAAAAAAAAAAAAAAAAAAADBf/EABcRAAMBAAAAAAAAAAAAAAAAAAADFFH/2gAMAwEAAhEDEQA/AJNtLaCtGrBqm6f/2Q=="
)
"""Sixteen by eight points, red above and blue below."""


def png(width: int, height: int, kind: int, pixel: bytes, *more: bytes, below: bytes = b"") -> bytes:
    """A PNG of one colour, or of two; its rows use each of the five filters in turn.

    `more`: a palette and how opaque its colours are.
    """
    palette, clear = (*more, b"", b"")[:2]
    step = len(pixel)
    rows, above = [], bytes(step * width)
    for number in range(height):
        row = (below if below and number >= height // 2 else pixel) * width
        rows.append(bytes([number % 5]) + filtered(number % 5, row, above, step))
        above = row
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", palette), (b"tRNS", clear), (b"IDAT", zlib.compress(b"".join(rows)))]
    parts = [(name, data) for name, data in parts if data] + [(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


def chunk(name: bytes, data: bytes) -> bytes:
    """A piece of a PNG with its length and its check sum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def filtered(kind: int, row: bytes, above: bytes, step: int) -> bytes:
    """What a PNG writes of a row: each byte less what the filter foresees."""
    told = bytearray()
    for at, byte in enumerate(row):
        left = row[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        guess = left + above[at] - corner
        near = min((abs(guess - each), order, each) for order, each in enumerate((left, above[at], corner)))
        told.append((byte - (0, left, above[at], (left + above[at]) // 2, near[2])[kind]) & 255)
    return bytes(told)


SEAL = png(40, 40, 6, b"\xc8\x00\x00\x80")
"""Red and half transparent."""


TWO_COLOURS = png(10, 10, 2, b"\xff\x00\x00", below=b"\x00\x00\xff")
"""Red above and blue below."""


def pictured() -> bytes:
    """A Word file with a logo and a table in its header, a picture in the text, one in a cell, a seal."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    header = section.header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(JPEG), width=Mm(20))
    row = header.add_table(1, 2, Mm(150)).rows[0]
    row.cells[0].text, row.cells[1].text = "云岭县财政局", "内部资料"
    section.footer.paragraphs[0].text = "地址：云岭路一号"
    for words, code in (("第", "PAGE"), ("页，共", "NUMPAGES \\* MERGEFORMAT"), ("页", "")):
        section.footer.paragraphs[0].add_run(words)
        if code:
            section.footer.paragraphs[0]._p.append(field(code))
    document.add_paragraph("模板正文{{ 项目数 }}个项目")
    document.add_paragraph("图前").add_run().add_picture(
        io.BytesIO(png(30, 20, 2, b"\x00\x80\x00")), width=Mm(60)
    )
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "签字"
    palette = png(10, 10, 3, b"\x01", b"\x00\x00\x00\x00\x00\xff", b"\xff\x40")
    table.cell(0, 1).paragraphs[0].add_run().add_picture(io.BytesIO(palette), width=Mm(10))
    document.add_paragraph("大图").add_run().add_picture(io.BytesIO(png(9, 9, 0, b"\x60")), width=Mm(400))
    seal = document.add_paragraph("审核单位（盖章）")
    inline = seal.add_run().add_picture(io.BytesIO(SEAL), width=Mm(40))._inline
    float_(inline)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def field(code: str) -> object:
    """A field of Word with a result of long ago."""
    from docx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return parse_xml(
        f'<w:fldSimple xmlns:w="{space}" w:instr=" {code} "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    )


def float_(inline: object) -> None:
    """Let a picture float 100 mm from the left margin, 5 mm above its line."""
    from docx.oxml import parse_xml
    from lxml import etree

    space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    places = "".join(
        f'<wp:position{axis} relativeFrom="{begin}"><wp:posOffset>{offset}</wp:posOffset></wp:position{axis}>'
        for axis, begin, offset in (("H", "column", 3600000), ("V", "paragraph", -180000))
    )
    anchor = parse_xml(
        f'<wp:anchor xmlns:wp="{space}" behindDoc="0" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'locked="0" layoutInCell="1" allowOverlap="1" relativeHeight="2">'
        f'<wp:simplePos x="0" y="0"/>{places}</wp:anchor>'
    )
    assert isinstance(inline, etree._Element)
    extent, *others = list(inline)
    anchor.append(extent)
    anchor.append(parse_xml(f'<wp:wrapNone xmlns:wp="{space}"/>'))
    anchor.extend(others)
    inline.getparent().replace(inline, anchor)
