"""Writes a file whole or not at all, and never over an original.

Stands just above core: whoever puts a result on disk uses it. A new file is written beside its
target under a name of its own, flushed, and takes the target's place at one stroke; a process that
is killed on the way leaves the old file, and a rest that the next write finds and removes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from perfdesk.core.fault import CallFault, DiskFullFault, FileFault, LockedFault, ReadOnlyFault
from perfdesk.disk.file_lock import take_lock

_LOCKED_BY_WINDOWS = frozenset({5, 32, 33})
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_LINK = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL, errno.EACCES})
_REST = re.compile(r"\.~.+\.perfdesk[0-9]+\.tmp", re.DOTALL)
# File systems allow a name 255 bytes; the rest of a temporary name takes up to 30.
_MOST_NAME_BYTES = 220
_FIRST = ".perfdesk1.tmp"
_PIECE = 1 << 20
_MOST_TRIES = 1000


class Temporary:
    """A new file beside its target, held by this process until it is in place or discarded."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor
        self._is_held = True

    @property
    def is_only_one(self) -> bool:
        """Whether no other living process was writing the same target when this one began."""
        return self.path.name.endswith(_FIRST)

    def release(self) -> None:
        """Let go of the file; it stays."""
        if self._is_held:
            self._is_held = False
            os.close(self.descriptor)

    def discard(self) -> None:
        """Remove the file: it is not to take the target's place."""
        if os.name == "nt":
            self.release()  # Windows removes no file that is open.
        # Elsewhere only he who holds a file may remove it: once let go, its name may be another's.
        with contextlib.suppress(OSError):
            os.unlink(self.path)
        self.release()


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


def write_temporary(target: Path, data: bytes) -> Temporary:
    """Write and flush a temporary file beside the target; the caller checks it and puts it in place.

    Creates the target's folder. Raises FileFault where the folder cannot be written.
    """
    temporary: Temporary | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _new_temporary(target)
        _write_out(temporary.descriptor, data)
    except BaseException as error:
        if temporary is not None:
            temporary.discard()
        if isinstance(error, OSError):
            raise _write_fault(target, error) from error
        raise
    return temporary


def put_in_place(temporary: Temporary, target: Path) -> None:
    """Make the temporary file the target at one stroke; raises FileFault where that is not possible."""
    try:
        _give_usual_permissions(temporary.path, target)
        if os.name == "nt":
            temporary.release()  # Windows moves no file that is open.
        os.replace(temporary.path, target)
    except OSError as error:
        temporary.discard()
        raise _write_fault(target, error) from error
    if os.name != "nt":
        temporary.release()
    _flush_folder(target.parent)


def put_beside(temporary: Temporary, target: Path) -> bool:
    """Give the temporary file a name that must be free; False, the file kept, where it is taken.

    Raises FileFault where the folder cannot be written.
    """
    try:
        if os.name == "nt":
            temporary.release()
        _name_anew(temporary.path, target)
    except FileExistsError:
        return False
    except OSError as error:
        temporary.discard()
        raise _write_fault(target, error) from error
    if os.name != "nt":
        temporary.release()
    _flush_folder(target.parent)
    return True


def write_whole(target: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises FileFault."""
    put_in_place(write_temporary(target, data), target)


def rests_of_killed_writes(folder: Path) -> tuple[Path, ...]:
    """Temporary files in a folder that no living process holds any more."""
    return tuple(path for path in _temporary_files(folder) if _if_abandoned(path))


def clear_rests(folder: Path) -> tuple[Path, ...]:
    """Remove what killed processes left in a folder; returns what was removed."""
    return tuple(path for path in _temporary_files(folder) if _if_abandoned(path, os.unlink))


def _temporary_files(folder: Path) -> list[Path]:
    try:
        return sorted(folder / entry.name for entry in os.scandir(folder) if _REST.fullmatch(entry.name))
    except OSError:
        return []


def _new_temporary(target: Path) -> Temporary:
    """Create the first free temporary name of the target; one that a killed process left is cleared."""
    short = target.name.encode("utf-8", "surrogateescape")[:_MOST_NAME_BYTES].decode("utf-8", "ignore")
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
    number = 1
    for _ in range(_MOST_TRIES):
        path = target.with_name(f".~{short}.perfdesk{number}.tmp")
        if os.path.lexists(path):
            _if_abandoned(path, os.unlink)
        try:
            descriptor = os.open(path, flags, 0o600)
        except FileExistsError:
            number += 1
            continue
        temporary = Temporary(path, descriptor)
        if _hold(temporary):
            return temporary
        temporary.release()
    raise FileExistsError(errno.EEXIST, "临时文件太多", str(target))


def _hold(temporary: Temporary) -> bool:
    """Take the lock of a new file; False where another process took it for a rest before it was held."""
    for _ in range(_MOST_TRIES):
        state = take_lock(temporary.descriptor)
        if not _is_still_there(temporary.descriptor, temporary.path):
            return False
        if state != "held":
            return True
        time.sleep(0.001)  # He who looks whether it is a rest holds it no longer than that.
    return False


def _is_still_there(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _if_abandoned(path: Path, act: Callable[[Path], None] | None = None) -> bool:
    """Whether no living process holds a temporary file, which `act` then gets, and did not refuse.

    Where it cannot be told the file is left alone.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    held = Temporary(path, descriptor)
    try:
        # Held and still under its name: nobody else may remove it now.
        if take_lock(descriptor) != "taken" or not _is_still_there(descriptor, path):
            return False
        if os.name == "nt":
            held.release()  # Windows removes no file that is open.
        if act is not None:
            act(path)
    except OSError:
        return False
    finally:
        held.release()
    return True


def _write_out(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left[:_PIECE]) :]
    os.fsync(descriptor)


def _name_anew(path: Path, target: Path) -> None:
    """Rename without ever replacing a file."""
    if os.name == "nt":
        os.rename(path, target)
        return
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        # A stick formatted for Windows knows no links; nobody else writes these names there.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "", str(target)) from error
        os.rename(path, target)
    else:
        os.unlink(path)


def _flush_folder(folder: Path) -> None:
    """Write the folder's new entry out, so that no power failure takes it back; Windows does so itself."""
    if os.name == "nt":
        return
    # A share may refuse it; the file itself is flushed already.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _give_usual_permissions(temporary: Path, target: Path) -> None:
    """A temporary file is private to its owner; the target must be as readable as its neighbours."""
    if os.name == "nt":
        return
    try:
        status = os.stat(target)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        return
    if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        # Only an administrator may give a file away; the file of another stays readable as it was.
        with contextlib.suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)
    os.chmod(temporary, status.st_mode & 0o777)


def _write_fault(target: Path, error: OSError) -> FileFault:
    """What is in the way and what to do about it, as the class that tells a screen its choices."""
    opening = f"未能保存 {target.name}："
    if error.errno in _NO_ROOM:
        return DiskFullFault("no_permission", f"{opening}磁盘空间不足，请清理磁盘或换一个位置后重试。")
    if error.errno == errno.ENAMETOOLONG:
        return FileFault("no_permission", f"{opening}文件名或路径太长，请换一个较短的名称或文件夹。")
    if target.is_dir():
        return FileFault("no_permission", f"{opening}同名的文件夹已存在，请换一个文件名。")
    if getattr(error, "winerror", None) in _LOCKED_BY_WINDOWS and target.exists():
        reason = "文件可能正被 Excel 或 WPS 打开，请关闭该文件后重试，或另存为其他名称"
        return LockedFault("no_permission", f"{opening}{reason}。")
    if error.errno == errno.EROFS:
        return ReadOnlyFault("no_permission", f"{opening}磁盘是只读的，请换一个能写入的位置。")
    if isinstance(error, PermissionError):
        reason = f"没有权限写入文件夹 {target.parent.name}，请换一个有写入权限的文件夹后重试"
        return ReadOnlyFault("no_permission", f"{opening}{reason}。")
    reason = f"{error.strerror or type(error).__name__}，请检查磁盘和文件夹后重试"
    return FileFault("no_permission", f"{opening}{reason}。")
