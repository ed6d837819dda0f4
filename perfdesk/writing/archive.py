"""A package with some members replaced, added or removed, as the bytes of a new archive.

Last step of every lossless save. Members that are not touched are copied with their local
record and directory entry as they lie in the source: compressed bytes, names, order and dates
stay. Files are written whole or not at all.
"""

from __future__ import annotations

import errno
import os
import struct
import tempfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path

from perfdesk.core.fault import CallFault, FileFault
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
_LOCKED_BY_WINDOWS = frozenset({32, 33})


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
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


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


def is_same_file(first: Path, second: Path) -> bool:
    """Whether two paths name one file, whatever way they are written."""
    try:
        return os.path.samefile(first, second)
    except OSError:
        return os.path.normcase(first.absolute()) == os.path.normcase(second.absolute())


def refuse_same_file(source: Path, target: Path) -> None:
    """Raise CallFault where the target is the source: the original is never written over."""
    if is_same_file(source, target):
        raise CallFault(f"不能覆盖原文件 {source.name}：请换一个文件名或文件夹保存。")


def write_temporary(target: Path, data: bytes) -> Path:
    """Write and flush a temporary file beside the target; the caller checks it and puts it in place.

    Creates the target's folder. Raises FileFault where the folder cannot be written.
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".~", suffix=".tmp", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise _write_fault(target, error) from error
    return temporary


def put_in_place(temporary: Path, target: Path) -> None:
    """Make the temporary file the target at one stroke; raises FileFault where that is not possible."""
    try:
        _give_usual_permissions(temporary, target)
        os.replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _write_fault(target, error) from error


def write_whole(target: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises FileFault."""
    put_in_place(write_temporary(target, data), target)


def _give_usual_permissions(temporary: Path, target: Path) -> None:
    """A temporary file is private to its owner; the target must be as readable as its neighbours."""
    if os.name == "nt":
        return
    if target.exists():
        mode = target.stat().st_mode & 0o777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)


def _write_fault(target: Path, error: OSError) -> FileFault:
    return FileFault("no_permission", f"未能保存 {target.name}：{_reason(target, error)}。")


def _reason(target: Path, error: OSError) -> str:
    """What is in the way and what to do about it."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "磁盘空间不足，请清理磁盘或换一个位置后重试"
    if error.errno == errno.ENAMETOOLONG:
        return "文件名或路径太长，请换一个较短的名称或文件夹"
    if target.is_dir():
        return "同名的文件夹已存在，请换一个文件名"
    locked = getattr(error, "winerror", None) in _LOCKED_BY_WINDOWS
    if locked or (isinstance(error, PermissionError) and target.exists()):
        return "文件可能正被 Excel 或 WPS 打开，或为只读，请关闭该文件后重试，或另存为其他名称"
    if isinstance(error, PermissionError):
        return f"没有权限写入文件夹 {target.parent.name}，请换一个有写入权限的文件夹后重试"
    return f"{error.strerror or type(error).__name__}，请检查磁盘和文件夹后重试"
