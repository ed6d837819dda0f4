"""Writes a file whole or not at all, and never over an original.

Stands just above core: whoever puts a result on disk uses it.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from perfdesk.core.fault import CallFault, FileFault

_LOCKED_BY_WINDOWS = frozenset({32, 33})


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
