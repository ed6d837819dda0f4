"""Files of other kinds made to harm: .xls, Word, PDF, web pages, text tables and the XML of Excel 2003."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from functools import cache

from tests.hostile.archives import Maker, raw_archive, squeezed
from tests.hostile.form import CHECKOUT, form_bytes
from tests.reading import pdf_maker
from tests.reading import workbook_maker as book

Named = Iterator[tuple[str, str, Maker]]


def documents() -> Named:
    """Every hostile document by name, with the ending its file bears."""
    yield from _xls()
    yield from _word()
    yield from _web()
    yield from _text()
    yield from _xml()
    yield from _pdf()
    yield from _renamed()


@cache
def xls_bytes() -> bytes:
    """A real old workbook."""
    return (CHECKOUT / "tests" / "reading" / "data" / "old_workbook.xls").read_bytes()


def _at(data: bytes, *changes: tuple[int, bytes]) -> bytes:
    changed = bytearray(data)
    for offset, value in changes:
        changed[offset : offset + len(value)] = value
    return bytes(changed)


def _long(number: int) -> bytes:
    return struct.pack("<L", number & 0xFFFFFFFF)


def _xls() -> Named:
    good = xls_bytes()
    for part in range(16):
        yield f"cut-{part:02d}-of-16", ".xls", lambda p=part: good[: len(good) * p // 16]
    fields = {"sector-size": 30, "mini-size": 32, "fat-sectors": 44, "directory": 48, "cutoff": 56, "mini-fat": 60,
              "mini-fat-sectors": 64, "chain": 68, "chain-length": 72, "first-fat": 76}  # fmt: skip
    for name, offset in fields.items():
        for value in (0, 1, 0x7FFFFFFF, 0xFFFFFFFE):
            yield f"{name}-{value:x}", ".xls", lambda o=offset, v=value: _at(good, (o, _long(v)))
    fat = 512 * (1 + struct.unpack_from("<L", good, 76)[0])
    for sector in range(6):
        yield f"sector-{sector}-follows-itself", ".xls", lambda s=sector: _at(good, (fat + 4 * s, _long(s)))
    yield "all-sectors-follow-the-first", ".xls", lambda: _at(good, (fat, bytes(512)))
    directory = 512 * (1 + struct.unpack_from("<L", good, 48)[0])
    for offset in (68, 72, 76, 116, 120, 128 + 68, 128 + 116, 128 + 120):
        for value in (0, 1, 0x7FFFFFFF):
            yield (
                f"entry-{offset}-{value:x}",
                ".xls",
                lambda o=offset, v=value: _at(good, (directory + o, _long(v))),
            )
    for kind, words in (
        (0x0200, (0, 0xFFFFFFFF, 0, 0xFFFF)),
        (0x00E5, (0xFFFF,)),
        (0x00FC, (0xFFFFFFFF, 0xFFFFFFFF)),
    ):
        place = good.find(struct.pack("<H", kind), 512)
        body = b"".join(_long(word) for word in words)
        yield f"record-{kind:x}-lies", ".xls", lambda p=place, b=body: _at(good, (p + 4, b))
    chance = random.Random(9)
    for number in range(16):
        spots = [(chance.randrange(512, len(good)), bytes([chance.randrange(256)])) for _ in range(12)]
        yield f"scattered-{number:02d}", ".xls", lambda s=tuple(spots): _at(good, *s)
    yield (
        "encrypted",
        ".xls",
        lambda: _at(good, (good.find(b"\x09\x08", 512) + 20, b"\x2f\0\x06\0\0\0\0\0\0\0")),
    )
    yield (
        "biff2-endless",
        ".xls",
        lambda: b"\x09\0\x04\0\x02\0\x10\0" + b"\x04\0\x08\0\xff\xff\xff\0\0\0\0\0" * 60_000,
    )
    yield "biff8-without-end", ".xls", lambda: b"\x09\x08\x10\0\0\x06\x05\0" + bytes(9_000)


def _word_parts(body: str = "<w:p/>") -> dict[str, book.Part]:
    types = book.CONTENT_TYPES.replace("xl/workbook.xml", "word/document.xml")
    return {
        "[Content_Types].xml": types.replace("spreadsheetml.sheet.main", "wordprocessingml.document.main"),
        "_rels/.rels": book.relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>',
    }


def word_file(body: str, ballast: int = 0) -> bytes:
    """A Word file of this body; ballast makes the ratio pass for an honest one."""
    parts = _word_parts(body)
    return book.pack({**parts, "word/media/b.bin": random.Random(1).randbytes(ballast)} if ballast else parts)


def _word_cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def _word() -> Named:
    def table(rows: str) -> str:
        return f"<w:tbl>{rows}</w:tbl>"

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    one = row(_word_cell("甲"))
    yield (
        "tables-nested-10000",
        ".docx",
        lambda: word_file("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000),
    )
    yield "tables-5000", ".docx", lambda: word_file(table(one) * 5_000, 300_000)
    yield (
        "tables-900",
        ".docx",
        lambda: word_file(table(row(_word_cell("甲"), _word_cell("乙"))) * 900, 300_000),
    )
    for span in ("1000000000", "16384", "-1", "x", "99999999999999999999"):
        yield (
            f"span-{span}",
            ".docx",
            lambda s=span: word_file(
                table(row(_word_cell("甲", f'<w:gridSpan w:val="{s}"/>'), _word_cell("乙")) * 50)
            ),
        )
        yield (
            f"before-{span}",
            ".docx",
            lambda s=span: word_file(
                table(f'<w:tr><w:trPr><w:gridBefore w:val="{s}"/></w:trPr>{_word_cell("甲")}</w:tr>' * 50)
            ),
        )
    wide = row(_word_cell("甲", '<w:gridSpan w:val="16000"/>'))
    yield "wide-rows-5000", ".docx", lambda: word_file(table(wide * 5_000), 200_000)
    continued = row(*(_word_cell("", "<w:vMerge/>") for _ in range(60)))
    yield (
        "merged-down-2000-rows",
        ".docx",
        lambda: word_file(
            table(
                row(*(_word_cell("甲", '<w:vMerge w:val="restart"/>') for _ in range(60))) + continued * 2_000
            ),
            300_000,
        ),
    )
    yield "cells-300000", ".docx", lambda: word_file(table(row(*[_word_cell("甲")] * 100) * 3_000), 500_000)
    yield "row-of-100000-cells", ".docx", lambda: word_file(table(row(*["<w:tc/>"] * 100_000)), 100_000)
    yield (
        "grid-columns-1000000",
        ".docx",
        lambda: word_file(
            table("<w:tblGrid>" + '<w:gridCol w:w="9"/>' * 1_000_000 + "</w:tblGrid>" + one), 300_000
        ),
    )
    yield (
        "text-of-7-million-letters",
        ".docx",
        lambda: word_file(table(row(_word_cell("长" * 7_000_000))), 300_000),
    )
    yield (
        "runs-300000",
        ".docx",
        lambda: word_file(
            table(row("<w:tc><w:p>" + "<w:r><w:t>1</w:t></w:r>" * 300_000 + "</w:p></w:tc>")), 200_000
        ),
    )
    yield (
        "paragraphs-500000",
        ".docx",
        lambda: word_file("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 500_000, 300_000),
    )
    yield (
        "cells-never-opened",
        ".docx",
        lambda: word_file("<w:tc/><w:tr/><w:p/></w:body><w:body>" + table("<w:tc/>")),
    )
    yield (
        "merge-marks-alone",
        ".docx",
        lambda: word_file(table(row(_word_cell("甲", "<w:hMerge/><w:vMerge/>")) * 9)),
    )
    yield (
        "doctype",
        ".docx",
        lambda: book.pack({**_word_parts(), "word/document.xml": '<!DOCTYPE x><w:document xmlns:w="u"/>'}),
    )
    yield "bomb-1g", ".docx", lambda: _word_bomb()
    for part in range(8):
        good = word_file(table(one))
        yield f"cut-{part}-of-8", ".docx", lambda p=part, g=good: g[: len(g) * p // 8]


def _word_bomb() -> bytes:
    honest = {name: part for name, part in _word_parts().items() if name != "word/document.xml"}
    return raw_archive([("word/document.xml", squeezed(2**30), 2**30, 0)], honest)


def _web() -> Named:
    def page(body: str) -> bytes:
        return f"<html><body>{body}</body></html>".encode()

    yield "tables-nested-10000", ".xls", lambda: page("<table><tr><td>" * 10_000 + "甲")
    yield "tables-20000", ".xls", lambda: page("<table><tr><td>甲</td></tr></table>" * 20_000)
    for span in ("1000000000", "1000", "-1", "x", "0"):
        yield (
            f"colspan-{span}",
            ".xls",
            lambda s=span: page(f"<table>{f'<tr><td colspan={s}>甲</td></tr>' * 500}</table>"),
        )
        yield (
            f"rowspan-{span}",
            ".xls",
            lambda s=span: page(f"<table>{f'<tr><td rowspan={s}>甲</td></tr>' * 500}</table>"),
        )
    yield (
        "spans-both",
        ".xls",
        lambda: page("<table>" + "<tr><td colspan=1000 rowspan=65534>甲</td></tr>" * 2_000 + "</table>"),
    )
    yield "cells-400000", ".xls", lambda: page("<table>" + ("<tr>" + "<td>甲" * 100) * 4_000 + "</table>")
    yield (
        "cells-with-styles",
        ".xls",
        lambda: page(
            "<table>"
            + "<tr><td style='mso-number-format:\"0\\.00\"' x:num=1>1.00</td></tr>" * 50_000
            + "</table>"
        ),
    )
    yield (
        "text-of-20-million-letters",
        ".xls",
        lambda: page("<table><tr><td>" + "长" * 7_000_000 + "</td></tr></table>"),
    )
    yield "tags-never-closed", ".xls", lambda: page("<table><tr><td>" + "<b" * 500_000)
    yield "tag-names-long", ".xls", lambda: page("<table><tr><td>" + "<" + "b" * 3_000_000)
    yield "attributes-never-closed", ".xls", lambda: page("<table><tr><td " + 'a="' * 200_000)
    yield "entities", ".xls", lambda: page("<table><tr><td>" + "&amp;&#x41;&#99999999999;&" * 100_000)
    yield "comments-never-closed", ".xls", lambda: page("<table><tr><td>" + "<!--" * 300_000)
    yield (
        "declarations-broken",
        ".xls",
        lambda: page("<table><tr><td>甲<![if" + "[" * 100_000 + "<!DOCTYPE [" * 5_000),
    )
    yield "scripts-never-closed", ".xls", lambda: page("<table><tr><td>甲" + "<script>" * 100_000)
    yield (
        "style-sheet-of-braces",
        ".xls",
        lambda: f"<html><style>{'.a{' * 150_000}</style><table><tr><td>甲</table>".encode(),
    )
    yield (
        "style-of-quotes",
        ".xls",
        lambda: page("<table><tr><td style='mso-number-format:" + '\\"' * 200_000 + "'>1</td></tr></table>"),
    )
    yield "slashes", ".xls", lambda: page("<table><tr><td>甲</td></tr></table>" + "</" * 500_000)
    yield (
        "columns-span",
        ".xls",
        lambda: page("<table>" + "<col span=1000 width=9>" * 50_000 + "<tr><td>甲</table>"),
    )
    yield (
        "archive-of-100000-parts",
        ".xls",
        lambda: (
            b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
            + b"--b\nContent-Type: text/html\n\n<table><tr><td>1</table>\n" * 100_000
        ),
    )
    yield (
        "archive-whose-mark-is-a-letter",
        ".xls",
        lambda: b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="-"\n\n' + b"-" * 1_000_000,
    )
    yield (
        "archive-in-broken-base64",
        ".xls",
        lambda: (
            b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
            + b"A" * 1_000_001
        ),
    )
    yield (
        "archive-in-printable-letters",
        ".xls",
        lambda: (
            b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<table><tr><td>"
            + b"=" * 1_000_000
        ),
    )


def _text() -> Named:
    yield "rows-600000", ".csv", lambda: b"1,2\n" * 600_000
    yield "columns-600000", ".csv", lambda: b"1," * 600_000
    yield "field-of-200000-letters", ".csv", lambda: b"1,2\n" + b"x" * 200_000 + b",1\n"
    yield "quote-never-closed", ".csv", lambda: b'1,2\n"' + b"x,\n" * 500_000
    yield "commas-alone", ".csv", lambda: b"," * 5_000_000
    yield "line-ends-alone", ".csv", lambda: b"a,b\n" + b"\n" * 3_000_000
    yield "line-ends-of-old", ".csv", lambda: b"a,b\r" * 300_000
    yield "zero-letters", ".csv", lambda: b"a,b\n" + "甲,\u0000\n".encode() * 1_000
    yield "utf-16-cut", ".csv", lambda: "甲,乙\n".encode("utf-16")[:-1]
    yield "formulas", ".csv", lambda: "=cmd|'/c calc'!A1,+1,@SUM(A1),-2\n项目,1,2,3\n".encode()
    yield "tabs", ".xls", lambda: "项目\t金额\n甲\t1\n".encode("utf-16")


def _xml() -> Named:
    space = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'

    def file(body: str, styles: str = "") -> bytes:
        sheet = f'<Worksheet ss:Name="表"><Table>{body}</Table></Worksheet>'
        return f'<?xml version="1.0"?><Workbook {space}><Styles>{styles}</Styles>{sheet}</Workbook>'.encode()

    cell = '<Cell><Data ss:Type="String">甲</Data></Cell>'
    for index in ("1048576", "2000000000", "-1", "x", "0"):
        yield f"row-{index}", ".xls", lambda i=index: file(f'<Row ss:Index="{i}">{cell}</Row>')
        yield (
            f"span-{index}",
            ".xls",
            lambda i=index: file(f'<Row ss:Span="{i}" ss:Hidden="1" ss:Height="9">{cell}</Row>' * 40),
        )
        yield (
            f"cell-{index}",
            ".xls",
            lambda i=index: file(f'<Row><Cell ss:Index="{i}"><Data ss:Type="Number">1</Data></Cell></Row>'),
        )
        yield (
            f"merge-{index}",
            ".xls",
            lambda i=index: file(
                f'<Row><Cell ss:MergeDown="{i}" ss:MergeAcross="{i}"><Data ss:Type="Number">1</Data></Cell></Row>'
            ),
        )
        yield (
            f"column-{index}",
            ".xls",
            lambda i=index: file(
                f'<Column ss:Index="{i}" ss:Span="{i}" ss:Width="9"/>' * 40 + f"<Row>{cell}</Row>"
            ),
        )
    yield "hidden-spans-20000", ".xls", lambda: file('<Row ss:Span="9999" ss:Hidden="1"/>' * 20_000)
    yield (
        "merges-whole-5000",
        ".xls",
        lambda: file(
            '<Row><Cell ss:MergeDown="1000000" ss:MergeAcross="16000"><Data ss:Type="Number">1</Data></Cell></Row>'
            * 5_000
        ),
    )
    yield "cells-400000-of-2003", ".xls", lambda: file(f"<Row>{cell * 100}</Row>" * 4_000)
    styles = "".join(
        f'<Style ss:ID="s{n}" ss:Parent="s{n + 1}"><Font ss:Bold="1"/></Style>' for n in range(20_000)
    )
    used = "".join(
        f'<Row><Cell ss:StyleID="s{n}"><Data ss:Type="Number">1</Data></Cell></Row>' for n in range(2_000)
    )
    yield "styles-in-a-chain-of-20000", ".xls", lambda: file(used, styles)
    ring = '<Style ss:ID="a" ss:Parent="b"/><Style ss:ID="b" ss:Parent="a"/>'
    yield (
        "styles-in-a-ring",
        ".xls",
        lambda: file('<Row><Cell ss:StyleID="a"><Data ss:Type="Number">1</Data></Cell></Row>', ring),
    )
    yield (
        "nested-200000",
        ".xls",
        lambda: file(
            "<Row><Cell><Data>" + "<b>" * 200_000 + "甲" + "</b>" * 200_000 + "</Data></Cell></Row>"
        ),
    )
    for kind, value in (
        ("DateTime", "9999-99-99"),
        ("DateTime", "0001-01-01T00:00:00"),
        ("Number", "1e999"),
        ("Boolean", "x"),
        ("Error", "x"),
        ("?", "x"),
    ):
        yield (
            f"value-{kind.strip('?') or 'none'}-{value[:4]}",
            ".xls",
            lambda k=kind, v=value: file(f'<Row><Cell><Data ss:Type="{k}">{v}</Data></Cell></Row>'),
        )
    yield "doctype", ".xls", lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + file("")[21:]
    yield (
        "two-sheets-of-one-name",
        ".xls",
        lambda: file(f"<Row>{cell}</Row>").replace(
            b"</Workbook>", '<Worksheet ss:Name="表"><Table/></Worksheet></Workbook>'.encode()
        ),
    )
    yield "letters-between", ".xls", lambda: file("甲" * 7_000_000)


def _pdf() -> Named:
    good = pdf_maker.pdf([])
    for part in range(8):
        yield f"cut-{part}-of-8", ".pdf", lambda p=part: good[: len(good) * p // 8]
    yield "bytes-behind", ".pdf", lambda: good + bytes(100_000)
    yield "page-that-is-its-own-parent", ".pdf", lambda: good.replace(b"/Parent 2 0 R", b"/Parent 3 0 R")
    yield "pages-10-million", ".pdf", lambda: good.replace(b"/Count 1", b"/Count 9999999")
    yield "head-alone", ".pdf", lambda: b"%PDF-1.7\n"
    yield "objects-nested", ".pdf", lambda: b"%PDF-1.7\n1 0 obj" + b"<<" * 200_000 + b"[" * 200_000
    yield "numbers-out-of-range", ".pdf", lambda: good.replace(b" 0 obj", b" 99999999999 obj")


def _renamed() -> Named:
    good = form_bytes()
    for ending in (".xls", ".docx", ".pdf", ".csv", ".et", ".xlsm"):
        yield f"workbook-named{ending}", ending, lambda: good
    yield "xls-named.xlsx", ".xlsx", xls_bytes
    yield "picture", ".xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99)
    yield "empty", ".xlsx", lambda: b""
    yield "zeros", ".xlsx", lambda: bytes(70_000)
    yield "one-byte", ".xlsx", lambda: b"P"
    yield "noise", ".xlsx", lambda: random.Random(3).randbytes(90_000)
    yield "noise", ".xls", lambda: random.Random(4).randbytes(90_000)
    encrypted = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
        + ("EncryptedPackage".encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
        + struct.pack("<H", 34).ljust(64, b"\0")
    )
    yield "encrypted", ".xlsx", lambda: encrypted
    yield "51-megabytes", ".xlsx", lambda: b"PK\x03\x04" + bytes(51 * 2**20)
    yield "prose", ".xlsx", lambda: "自评工作总结。".encode("gbk") * 9
    yield "xml", ".xls", lambda: b'<?xml version="1.0"?><note/>'
