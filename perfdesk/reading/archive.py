"""The zip archive under every .xlsx: its directory read, checked and kept with all offsets.

Own reading of the directory, not `zipfile`: the lossless save copies untouched members as they
lie in the file, and a directory that contradicts itself must be refused before anything is unpacked.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from perfdesk.core.fault import FileFault
from perfdesk.reading import limits

_END = b"PK\x05\x06"
_END64_LOCATOR = b"PK\x06\x07"
_END64 = b"PK\x06\x06"
_CENTRAL = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
_CENTRAL_FIELDS = struct.Struct("<4s6H3L5H2L")
_LOCAL_SIZE = 30
_STORED, _DEFLATED = 0, 8
_ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
_UTF8_FLAG = 0x0800


@dataclass(frozen=True, slots=True)
class Member:
    """One member as it lies in the file.

    Attributes:
        name: with `/` between folders, without a leading one.
        header_offset: where the local header begins.
        data_offset: where the compressed bytes begin; they are `compressed_size` long.
        record_end: where the next member or the directory begins (data descriptor included).
        central_offset, central_size: the member's entry in the central directory.
        date_time: DOS time and date as stored, `(time, date)`.
    """

    name: str
    flags: int
    method: int
    date_time: tuple[int, int]
    crc: int
    compressed_size: int
    size: int
    header_offset: int
    data_offset: int
    record_end: int
    central_offset: int
    central_size: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A directory entry before its local header is looked at."""

    name: str
    flags: int
    method: int
    date_time: tuple[int, int]
    crc: int
    compressed_size: int
    size: int
    header_offset: int
    central_offset: int
    central_size: int


def read_directory(data: bytes) -> tuple[tuple[Member, ...], int]:
    """The members in the order of the directory, and the offset of the directory.

    Raises FileFault for a truncated, contradictory, encrypted or outsized archive.
    """
    start, count, shift = _find_directory(data)
    if count > limits.MAX_MEMBERS:
        raise limits.too_large(f"压缩包内有 {count} 个部件")
    entries = []
    offset = start
    for _ in range(count):
        entry = _read_entry(data, offset, shift)
        entries.append(entry)
        offset += entry.central_size
    _refuse_bombs(entries, len(data))
    _refuse_duplicates(entries)
    return _place_members(data, entries, start), start


def unpack(data: bytes, member: Member) -> bytes:
    """The member's content, never more than it declares; CRC checked."""
    raw = data[member.data_offset : member.data_offset + member.compressed_size]
    if member.method == _STORED:
        content = raw
    else:
        decoder = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = decoder.decompress(raw, member.size + 1)
        except zlib.error as error:
            raise limits.corrupt(f"部件 {member.name} 无法解压") from error
    if len(content) > member.size:
        raise limits.unsafe(f"部件 {member.name} 的实际大小与声明不符")
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise limits.corrupt(f"部件 {member.name} 校验不符")
    return content


def _find_directory(data: bytes) -> tuple[int, int, int]:
    """Offset of the directory, number of entries, bytes put before the archive."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        raise limits.corrupt("压缩结构不完整，可能没有下载或复制完全")
    count, size, offset = struct.unpack_from("<HLL", data, end + 10)
    stop = end
    if count == 0xFFFF or size == 0xFFFFFFFF or offset == 0xFFFFFFFF:
        locator = end - 20
        if locator >= 0 and data[locator : locator + 4] == _END64_LOCATOR:
            stop = data.rfind(_END64, 0, locator)
            if stop < 0 or stop + 56 > len(data):
                raise limits.corrupt("压缩目录不完整")
            count, size, offset = struct.unpack_from("<QQQ", data, stop + 32)
    start = stop - size
    if start < 0 or start < offset:
        raise limits.corrupt("压缩目录不完整")
    return start, count, start - offset


def _read_entry(data: bytes, offset: int, shift: int) -> _Entry:
    if offset + _CENTRAL_FIELDS.size > len(data):
        raise limits.corrupt("压缩目录不完整")
    fields = _CENTRAL_FIELDS.unpack_from(data, offset)
    if fields[0] != _CENTRAL:
        raise limits.corrupt("压缩目录不完整")
    _, _, _, flags, method, time, date, crc, packed, size = fields[:10]
    name_size, extra_size, comment_size, _, _, _, header = fields[10:]
    name_start = offset + _CENTRAL_FIELDS.size
    extra_start = name_start + name_size
    total = _CENTRAL_FIELDS.size + name_size + extra_size + comment_size
    if offset + total > len(data):
        raise limits.corrupt("压缩目录不完整")
    extra = data[extra_start : extra_start + extra_size]
    size, packed, header = _wide(extra, (size, packed, header))
    name = _decode_name(data[name_start:extra_start], flags)
    if flags & _ENCRYPTED_FLAGS:
        raise FileFault("encrypted", "压缩包内的部件已加密，请取消加密后重新另存为 .xlsx 再试。")
    if method not in (_STORED, _DEFLATED):
        raise limits.unsupported("文件用了不常见的压缩方式", "请用 Excel 或 WPS 打开后另存为 .xlsx")
    return _Entry(name, flags, method, (time, date), crc, packed, size, header + shift, offset, total)


def _wide(extra: bytes, sizes: tuple[int, int, int]) -> tuple[int, int, int]:
    """Sizes and offset with the 64-bit ones filled in from the extra field."""
    if 0xFFFFFFFF not in sizes:
        return sizes
    place = 0
    while place + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, place)
        if tag == 1:
            wide = extra[place + 4 : place + 4 + length]
            numbers = iter(struct.unpack(f"<{len(wide) // 8}Q", wide[: len(wide) // 8 * 8]))
            filled = [next(numbers, size) if size == 0xFFFFFFFF else size for size in sizes]
            return filled[0], filled[1], filled[2]
        place += 4 + length
    return sizes


def _decode_name(raw: bytes, flags: int) -> str:
    text = raw.decode("utf-8", "replace") if flags & _UTF8_FLAG else raw.decode("cp437")
    name = text.replace("\\", "/").lstrip("/")
    if "\0" in name or ".." in name.split("/") or name[1:2] == ":":
        raise limits.unsafe("压缩包内含有指向别处的路径")
    return name


def _refuse_bombs(entries: list[_Entry], file_size: int) -> None:
    total = sum(entry.size for entry in entries)
    largest = max((entry.size for entry in entries), default=0)
    if total > limits.RATIO_FREE_BYTES and total > limits.MAX_RATIO * file_size:
        raise limits.unsafe("压缩比异常，疑似压缩炸弹")
    if total > limits.MAX_TOTAL_BYTES or largest > limits.MAX_PART_BYTES:
        raise limits.too_large(f"解压后约 {total // 2**20} MB")


def _refuse_duplicates(entries: list[_Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.name.casefold()
        if name in seen:
            raise limits.unsafe(f"压缩包内有重复的部件 {entry.name}")
        seen.add(name)


def _place_members(data: bytes, entries: list[_Entry], directory: int) -> tuple[Member, ...]:
    """Find each member's data; members that overlap are refused."""
    starts = sorted({entry.header_offset for entry in entries})
    following = dict(zip(starts, [*starts, directory][1:], strict=True))
    members = []
    for entry in entries:
        start = entry.header_offset
        if start + _LOCAL_SIZE > directory or data[start : start + 4] != _LOCAL:
            raise limits.corrupt(f"部件 {entry.name} 的位置不对")
        name_size, extra_size = struct.unpack_from("<HH", data, start + 26)
        data_offset = start + _LOCAL_SIZE + name_size + extra_size
        if data_offset + entry.compressed_size > following[start]:
            raise limits.unsafe(f"部件 {entry.name} 与其他部件重叠")
        members.append(
            Member(
                entry.name, entry.flags, entry.method, entry.date_time, entry.crc, entry.compressed_size,
                entry.size, start, data_offset, following[start], entry.central_offset, entry.central_size,
            )
        )  # fmt: skip
    if len(starts) != len(entries):
        raise limits.unsafe("压缩包内的部件互相重叠")
    return tuple(members)
