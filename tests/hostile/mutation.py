"""Small damages of every kind done to a file: to its bytes, to the XML of its parts, to its list of parts."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

_ATTRIBUTE = re.compile(rb"\s[\w:]+=\"[^\"]*\"")
_VALUE = re.compile(rb"=\"([^\"]*)\"")
_TEXT = re.compile(rb">([^<>]+)<")
_NUMBER = re.compile(rb"(?<![\w.])[0-9][0-9.]*")
_TAG = re.compile(rb"</?([\w:]+)")
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?(?:/>|>[^<>]*</\1>)")
_ROW = re.compile(
    rb"<((?:\w+:)?(?:row|si|xf|tr|Row|mergeCell|Relationship|Override|sheet))\b.*?(?:/>|</\1>)", re.S
)
_VALUES = (
    b"", b"0", b"-1", b"1", b"2", b"99", b"16384", b"16385", b"1048576", b"1048577", b"2147483648", b"99999999999",
    b"1e400", b"NaN", b"0.1", b"A1", b"XFD1048576", b"A1:XFD1048576", b"rId1", b"rId99", b"true", b"s", b"str",
    b"inlineStr", b"b", b"e", b"n", b"d", b"shared", b"array", b"dataTable", b"General", b"@", b"[Red]0.0;;;",
    b"yyyy\xe5\xb9\xb4", b"../..", b"/", b"\\", b"#REF!", b"_x0000_", b"_xD800_", b"&#1;", b"&amp;", b"&lt;",
    b"\xef\xbf\xbe", b"\xff", b"\0", b" ", b"\xe2\x80\xae",
)  # fmt: skip
_WORDS = tuple(
    word.encode()
    for word in (
        "项目名称", "全年预算数", "执行率", "得分", "分值", "一级指标", "三级指标", "产出指标", "≥95%", "≤1", "100%", "—", "/", "√",
        "项目支出绩效自评表", "部门整体支出绩效自评表", "收入支出决算总表", "公开01表", "2023年度", "万元", "合计", "小计", "-", "10分",
        "执行90万元，预算100万元，执行率95%", "1,234.56", "1，234", "%", "0", "-0.01", "9" * 40, "1" * 400, "优良中低差", "（", "甲" * 3_000,
    )
)  # fmt: skip
_INSERTED = (
    b"<!DOCTYPE a>", b"<!-- -->", b"<![CDATA[<]]>", b"<?x y?>", b"&a;", b"<a/>", b"</a>", b"<a>", b"\0", b"<r><t>x</t></r>",
    b"<f>A1</f>", b'<f t="shared" si="0"/>', b"<v>1</v>", b'<c r="A1"><v>1</v></c>', b"<row/>", b"<rPh sb='0'/>",
    b'<mergeCells><mergeCell ref="A1:Z99"/></mergeCells>', b"<is><t>x</t></is>", b"\xef\xbb\xbf",
)  # fmt: skip
_BYTES = (
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\0\0",
    b"\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\x80",
    b"\xff\xff\xff\xff",
    b"\x01\0\0\0",
)
Damage = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with a few damages; the same chance gives the same bytes."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.85:
        try:
            return _mutated_parts(data, chance)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error):
            pass  # a hostile archive to begin with: its bytes are all there is to damage
    is_markup = data[:200].lstrip(b"\xef\xbb\xbf \r\n").startswith((b"<", b"MIME"))
    kinds = _MARKUP if is_markup and chance.random() < 0.8 else _RAW
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        data = chance.choice(kinds)(data, chance)
    return data


def _mutated_parts(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 4_000_000:
            raise ValueError("too large to unpack for each variant")
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels", ".vml"))]
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        if not names or chance.random() < 0.06:
            _mix_parts(parts, chance)
            continue
        name = chance.choice(names)
        if name in parts:
            kinds = _MARKUP if chance.random() < 0.93 else _RAW
            parts[name] = chance.choice(kinds)(parts[name], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _mix_parts(parts: dict[str, bytes], chance: random.Random) -> None:
    """One part taken away, emptied, doubled, or given the content of another."""
    if len(parts) < 2:
        return
    name, other = chance.sample(sorted(parts), 2)
    kind = chance.randrange(5)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        parts[name] = b""
    elif kind == 2:
        parts[name] = parts[other]
    elif kind == 3:
        parts[name.upper()] = parts.pop(name)
    else:
        parts[f"xl/{chance.randrange(99)}.xml"] = parts[name]


def _spot(pattern: re.Pattern[bytes], data: bytes, chance: random.Random) -> re.Match[bytes] | None:
    """A place the pattern matches; a random one, found without listing all of them."""
    start = chance.randrange(len(data) + 1)
    return pattern.search(data, start) or pattern.search(data)


def _replace(pattern: re.Pattern[bytes], group: int, choices: tuple[bytes, ...]) -> Damage:
    def damage(data: bytes, chance: random.Random) -> bytes:
        match = _spot(pattern, data, chance)
        if match is None:
            return data
        return data[: match.start(group)] + chance.choice(choices) + data[match.end(group) :]

    return damage


def _repeat(pattern: re.Pattern[bytes], times: tuple[int, ...]) -> Damage:
    def damage(data: bytes, chance: random.Random) -> bytes:
        match = _spot(pattern, data, chance)
        if match is None:
            return data
        count = chance.choice(times)
        return (
            data[: match.start()]
            + match.group() * min(count, 1 + 200_000 // len(match.group()))
            + data[match.end() :]
        )

    return damage


def _swap(data: bytes, chance: random.Random) -> bytes:
    first, second = _spot(_ELEMENT, data, chance), _spot(_ELEMENT, data, chance)
    if first is None or second is None:
        return data
    if first.start() > second.start():
        first, second = second, first
    if first.end() > second.start():
        return data
    between = data[first.end() : second.start()]
    return data[: first.start()] + second.group() + between + first.group() + data[second.end() :]


def _retag(data: bytes, chance: random.Random) -> bytes:
    match, other = _spot(_TAG, data, chance), _spot(_TAG, data, chance)
    if match is None or other is None:
        return data
    if chance.random() < 0.5:
        return data.replace(match.group(1), other.group(1))
    return data[: match.start(1)] + other.group(1) + data[match.end(1) :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    match = _spot(_TAG, data, chance)
    place = match.start() if match is not None else chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(_INSERTED) + data[place:]


def _nest(data: bytes, chance: random.Random) -> bytes:
    match = _spot(_ELEMENT, data, chance)
    if match is None:
        return data
    depth = chance.choice((1, 3, 60, 2_000))
    return data[: match.start()] + b"<a>" * depth + match.group() + b"</a>" * depth + data[match.end() :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def _overwrite(data: bytes, chance: random.Random) -> bytes:
    place, value = chance.randrange(len(data) + 1), chance.choice(_BYTES)
    return data[:place] + value + data[place + len(value) :]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 2, 8, 64, 512)) :]


def _double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.choice((1, 8, 128, 512))]
    return data[:start] + piece * chance.choice((2, 3, 20)) + data[start:]


_RAW: tuple[Damage, ...] = (_flip, _flip, _overwrite, _overwrite, _overwrite, _drop, _double, _cut)
_MARKUP: tuple[Damage, ...] = (
    _replace(_VALUE, 1, _VALUES),
    _replace(_VALUE, 1, _VALUES),
    _replace(_TEXT, 1, _VALUES),
    _replace(_TEXT, 1, _WORDS),
    _replace(_TEXT, 1, _WORDS),
    _replace(_NUMBER, 0, _VALUES[:14]),
    _replace(_ATTRIBUTE, 0, (b"",)),
    _replace(_ELEMENT, 0, (b"",)),
    _replace(_ROW, 0, (b"",)),
    _repeat(_ELEMENT, (2, 2, 40, 3_000)),
    _repeat(_ROW, (2, 2, 30, 500)),
    _swap,
    _retag,
    _insert,
    _nest,
    _cut,
)
