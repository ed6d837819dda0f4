"""Archives made to harm: bombs, lies in the directory, doubled, wandering and cut members."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from tests.hostile.form import GOOD, SHEET, form_parts
from tests.reading import workbook_maker as book

Maker = Callable[[], bytes]
Made = Iterator[tuple[str, Maker]]
_CENTRAL = b"PK\x01\x02"
_DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "bang"><!ENTITY b SYSTEM "file:///etc/hostname">]>'


def archives() -> Made:
    """Every hostile archive by name."""
    yield from _bombs()
    yield from _lies()
    yield from _names()
    yield from _cut()
    yield from _missing()
    yield from _prologs()


def squeezed(size: int, letter: bytes = b" ") -> bytes:
    """A deflate stream of `size` equal bytes, made without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packer.compress(letter * 2**20)
    packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing refers back, so that the same bytes may follow any number of times.
    megabyte = packer.compress(letter * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return megabyte * (size // 2**20) + packer.flush()


def raw_archive(members: list[tuple[str, bytes, int, int]], honest: Mapping[str, book.Part]) -> bytes:
    """An archive of honest members and of raw ones: name, deflate stream, declared size, declared CRC."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in honest.items():
            archive.writestr(name, content)
    data = buffer.getvalue()
    end = data.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<L", data, end + 16)[0]
    body, directory = bytearray(data[:start]), bytearray(data[start:end])
    count = len(honest)
    for name, stream, size, crc in members:
        path = name.encode()
        shared = struct.pack("<5H3L2H", 20, 0x800, 8, 0, 0x21, crc, len(stream), size, len(path), 0)
        directory += struct.pack("<4sH", _CENTRAL, 20) + shared
        directory += struct.pack("<3H2L", 0, 0, 0, 0, len(body)) + path
        body += b"PK\x03\x04" + shared + path + stream
        count += 1
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + tail)


def _bomb(name: str, size: int, declared: int) -> bytes:
    honest = {part: content for part, content in form_parts().items() if part != name}
    return raw_archive([(name, squeezed(size), declared, 0)], honest)


def _bombs() -> Made:
    giga = 2**30
    yield "bomb-1g-strings", lambda: _bomb("xl/sharedStrings.xml", giga, giga)
    yield "bomb-1g-strings-declared-small", lambda: _bomb("xl/sharedStrings.xml", giga, 4_000)
    yield "bomb-1g-sheet-declared-64m", lambda: _bomb(SHEET, giga, 60 * 2**20)
    yield "bomb-10g-strings", lambda: _bomb("xl/sharedStrings.xml", 10 * giga, 0xFFFFFFFE)
    yield "bomb-10g-comment", lambda: _bomb("xl/comments1.xml", 10 * giga, 0xFFFFFFFE)
    yield "bomb-in-a-comment-of-the-sheet", lambda: _commented(30 * 2**20)
    yield "bomb-under-the-ratio", lambda: _ballasted(15 * 2**20)
    yield "bomb-overlapping-members", _overlapping
    yield "bomb-every-member-the-same-bytes", _quine
    yield "bomb-archives-in-archives", lambda: book.pack({**form_parts(), "xl/a.zip": _nested(6)})
    yield "members-60000", lambda: book.pack({f"xl/{n}.xml": "" for n in range(60_000)})
    yield (
        "members-1900",
        lambda: book.pack({**form_parts(), **{f"xl/x{n}.xml": "<a/>" for n in range(1_900)}}),
    )


def _commented(size: int) -> bytes:
    sheet = str(GOOD[SHEET]).replace("<sheetData>", f"<!--{'x' * size}--><sheetData>")
    return book.pack({**GOOD, SHEET: sheet, "ballast.bin": random.Random(1).randbytes(size // 90)})


def _ballasted(size: int) -> bytes:
    return book.pack({**form_parts(), "xl/media/a.xml": b"<a>" + b" " * size + b"</a>"})


def _overlapping() -> bytes:
    data = bytearray(book.pack({**form_parts(), "a.bin": b"same" * 99, "b.bin": b"same" * 99}))
    last = data.rfind(_CENTRAL)
    before = data.rfind(_CENTRAL, 0, last)
    data[last + 42 : last + 46] = data[before + 42 : before + 46]
    return bytes(data)


def _quine() -> bytes:
    """A thousand names for one kernel of a megabyte, each entry pointing at the same record."""
    stream = squeezed(2**20)
    data = bytearray(raw_archive([("k.xml", stream, 2**20, 0)], {}))
    start = data.rfind(_CENTRAL)
    end = data.rfind(b"PK\x05\x06")
    entry = bytes(data[start:end])
    entries = b"".join(entry[:-5] + f"{number:05d}".encode() for number in range(1_000))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1_000, 1_000, len(entries), start, 0)
    return bytes(data[:start]) + entries + tail


def _nested(depth: int) -> bytes:
    inner = squeezed(2**20)
    for _ in range(depth):
        inner = book.pack({f"{n}.zip": inner for n in range(10)})
    return inner


def patched(data: bytes, name: str, offset: int, value: bytes) -> bytes:
    """The archive with some bytes of one member's directory entry replaced."""
    changed = bytearray(data)
    entry = changed.find(name.encode(), changed.find(_CENTRAL)) - 46
    changed[entry + offset : entry + offset + len(value)] = value
    return bytes(changed)


def _lies() -> Made:
    good = book.pack(form_parts())
    long = struct.pack("<L", 0xFFFFFFFF)
    fields = {"crc": 16, "packed-size": 20, "size": 24, "offset": 42}
    for name, offset in fields.items():
        for label, value in (("0", bytes(4)), ("100", struct.pack("<L", 100)), ("4g", long)):
            yield f"lie-{name}-{label}", lambda o=offset, v=value: patched(good, SHEET, o, v)
    yield "lie-method-99", lambda: patched(good, SHEET, 10, struct.pack("<H", 99))
    yield "lie-encrypted-member", lambda: patched(good, SHEET, 8, struct.pack("<H", 1))
    yield "lie-name-longer-than-the-file", lambda: patched(good, SHEET, 28, struct.pack("<H", 65_535))
    end = good.rfind(b"PK\x05\x06")
    for place, label in ((8, "count"), (10, "total"), (12, "directory-size"), (16, "directory-offset")):
        tail = bytearray(good)
        tail[end + place : end + place + 2] = b"\xff\x7f"
        yield f"lie-end-{label}", lambda t=bytes(tail): t
    yield "two-archives-in-a-row", lambda: good + good
    yield "archive-in-the-comment", lambda: good[:-2] + struct.pack("<H", 60_000) + good[:60_000]
    yield "bytes-behind-the-end", lambda: good + b"\0" * 70_000
    yield "empty-archive", lambda: book.pack({})
    yield "an-end-alone", lambda: b"PK\x05\x06" + b"\0" * 18


def _doubled(second: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in form_parts().items():
            archive.writestr(name, content)
        # Another name of the same length is written first: zipfile warns of a doubled one.
        archive.writestr("?" * len(second), b"<worksheet/>")
    return buffer.getvalue().replace(b"?" * len(second), second.encode())


def _names() -> Made:
    for second in (SHEET, SHEET.upper(), SHEET.replace("/", "\\"), "/" + SHEET):
        yield f"doubled-{second.replace('/', '.').replace(chr(92), '-')}", lambda s=second: _doubled(s)
    wandering = (
        "../../../../tmp/evil.xml",
        "xl/../../evil.xml",
        "C:/evil.xml",
        "\\\\server\\share\\e.xml",
        "nul.xml",
    )
    for number, name in enumerate(wandering):
        yield f"wandering-{number}", lambda n=name: book.pack({**form_parts(), n: "<a/>"})
    backslashes = {name.replace("/", "\\"): part for name, part in form_parts().items()}
    yield "backslashes", lambda: book.pack(backslashes)
    yield "name-of-60000-letters", lambda: book.pack({**form_parts(), "x" * 60_000: "<a/>"})
    yield (
        "names-of-strange-letters",
        lambda: book.pack({**form_parts(), "xl/\u202e\x01表\U0001f4a3.xml": "<a/>"}),
    )


def _cut() -> Made:
    good = book.pack(form_parts())
    for part in range(16):
        yield f"cut-{part:02d}-of-16", lambda p=part: good[: len(good) * p // 16]
    chance = random.Random(5)
    for number in range(24):
        flipped = bytearray(good)
        for _ in range(1 + number % 4):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        yield f"flipped-{number:02d}", lambda f=bytes(flipped): f
    yield "first-half-zeros", lambda: bytes(len(good) // 2) + good[len(good) // 2 :]
    yield "middle-zeros", lambda: good[:3_000] + bytes(900) + good[3_900:]


def _missing() -> Made:
    parts = form_parts()
    for name in parts:
        rest = {other: content for other, content in parts.items() if other != name}
        yield f"without-{name.replace('/', '.')}", lambda r=rest: book.pack(r)
        yield f"empty-{name.replace('/', '.')}", lambda n=name: book.pack({**form_parts(), n: b""})
        yield f"no-xml-{name.replace('/', '.')}", lambda n=name: book.pack({**form_parts(), n: b"\0\x01\xff"})
        yield (
            f"other-root-{name.replace('/', '.')}",
            lambda n=name: book.pack({**form_parts(), n: b"<a><b c='1'/></a>"}),
        )


def _behind_declaration(content: bytes, inserted: bytes) -> bytes:
    head, mark, rest = content.partition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
    return head + mark + inserted + rest


def _prologs() -> Made:
    for name, content in form_parts().items():
        plain = content if isinstance(content, bytes) else content.encode()
        with_doctype = _behind_declaration(plain, _DOCTYPE)
        flooded = _behind_declaration(plain, b"<!-- x -->" * 100_000 + b"<?x y?>" * 100_000)
        label = name.replace("/", ".")
        yield f"doctype-{label}", lambda n=name, c=with_doctype: book.pack({**form_parts(), n: c})
        yield f"comments-{label}", lambda n=name, c=flooded: book.pack({**form_parts(), n: c})
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughing = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><sst><si><t>&l9;</t></si></sst>'
    yield "billion-laughs", lambda: book.pack({**form_parts(), "xl/sharedStrings.xml": laughing})
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "utf-7", "cp037"):
        yield f"sheet-in-{encoding}", lambda e=encoding: _encoded(e)
    for declared in ("utf-7", "base64", "rot13", "unicode_escape", "idna", "ebcdic", "utf-8-sig", "GBK"):
        yield f"sheet-declares-{declared}", lambda d=declared: _declaring(d)
    yield (
        "sheet-with-two-marks",
        lambda: book.pack({**GOOD, SHEET: b"\xef\xbb\xbf" * 2 + str(GOOD[SHEET]).encode()}),
    )


def _encoded(encoding: str) -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + str(GOOD[SHEET])
    return book.pack({**GOOD, SHEET: text.encode(encoding, "replace")})


def _declaring(encoding: str) -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + str(GOOD[SHEET])
    return book.pack({**GOOD, SHEET: text.encode()})
