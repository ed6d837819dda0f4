"""A package with some members replaced, added or removed, as the bytes of a new archive.

Last step of every lossless save. Members that are not touched are copied with their local
record and directory entry as they lie in the source: compressed bytes, names, order and dates
stay.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping

from perfdesk.reading.archive import Member
from perfdesk.reading.package import Package

_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_VERSION_NEEDED = 20
_UTF8_FLAG = 0x0800
_DEFLATED = 8
_WIDE_TAG = 1
# New members get the first date the format knows: the clock must not show in the output.
_FIRST_DATE = (0, 0x0021)


def build_archive(package: Package, changed: Mapping[str, bytes], removed: Collection[str] = ()) -> bytes:
    """The package's archive with the contents of `changed` and without the parts of `removed`.

    Members of the package keep their place and date; new ones follow in the order of `changed`.
    """
    pending = {name.casefold(): (name, content) for name, content in changed.items()}
    gone = {name.casefold() for name in removed}
    body = bytearray()
    directory = bytearray()
    count = 0
    for member in package.members:
        key = member.name.casefold()
        if key in gone:
            continue
        offset = len(body)
        if key in pending:
            _, content = pending.pop(key)
            record, entry = _replaced(package.data, member, content, offset)
        else:
            record = package.data[member.header_offset : member.record_end]
            entry = _moved_entry(package.data, member, offset)
        body += record
        directory += entry
        count += 1
    for name, content in pending.values():
        record, entry = _new_member(name.encode(), _UTF8_FLAG, _FIRST_DATE, content, len(body))
        body += record
        directory += entry
        count += 1
    comment = _comment(package)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), len(comment))
    return bytes(body + directory + end) + comment


def _comment(package: Package) -> bytes:
    """The comment behind the directory, which stays too."""
    start = package.data.rfind(b"PK\x05\x06", package.directory_offset)
    if start < 0 or start + _END.size > len(package.data):
        return b""
    size = _END.unpack_from(package.data, start)[-1]
    return package.data[start + _END.size : start + _END.size + size]


def _replaced(data: bytes, member: Member, content: bytes, offset: int) -> tuple[bytes, bytes]:
    """Record and entry of a member with new content, under its own name and date."""
    name_start = member.central_offset + _CENTRAL.size
    name_size = _CENTRAL.unpack_from(data, member.central_offset)[10]
    name = data[name_start : name_start + name_size]
    return _new_member(name, member.flags & _UTF8_FLAG, member.date_time, content, offset)


def _new_member(
    name: bytes, flags: int, date_time: tuple[int, int], content: bytes, offset: int
) -> tuple[bytes, bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    shared = (flags, _DEFLATED, *date_time, zlib.crc32(content), len(packed), len(content), len(name), 0)
    local = _LOCAL.pack(b"PK\x03\x04", _VERSION_NEEDED, *shared)
    entry = _CENTRAL.pack(b"PK\x01\x02", _VERSION_NEEDED, _VERSION_NEEDED, *shared, 0, 0, 0, 0, offset)
    return local + name + packed, entry + name


def _moved_entry(data: bytes, member: Member, offset: int) -> bytes:
    """The directory entry of a member that is copied as it is but lies elsewhere."""
    fields = list(_CENTRAL.unpack_from(data, member.central_offset))
    name_size, extra_size = fields[10], fields[11]
    name_start = member.central_offset + _CENTRAL.size
    extra_start = name_start + name_size
    extra = _without_wide_sizes(data[extra_start : extra_start + extra_size])
    tail = data[extra_start + extra_size : member.central_offset + member.central_size]
    fields[8], fields[9], fields[16] = member.compressed_size, member.size, offset
    fields[11] = len(extra)
    return _CENTRAL.pack(*fields) + data[name_start:extra_start] + extra + tail


def _without_wide_sizes(extra: bytes) -> bytes:
    """The extra field without 64-bit sizes, which no archive within our limits needs."""
    kept, place = b"", 0
    while place + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, place)
        if tag != _WIDE_TAG:
            kept += extra[place : place + 4 + length]
        place += 4 + length
    return kept + extra[place:]
