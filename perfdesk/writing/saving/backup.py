"""Backups: what a workbook was before each save in place, in a folder of its own beside it.

The folder's name begins with a dot, so that no search takes a backup for a form. Names are numbered
and never used twice; the first one, the file as it came, is always kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path

from perfdesk.core.fault import FileFault
from perfdesk.disk.whole_file import clear_rests, put_beside, write_temporary

BACKUP_FOLDER = ".perfdesk备份"
MOST_BACKUPS = 20
_MOST_TRIES = 100


def keep_backup(target: Path, data: bytes) -> Path:
    """Keep the content of a workbook that is about to be replaced; returns where it lies.

    Content that is kept already is not kept twice. Raises FileFault where it cannot be written.
    """
    folder = target.parent / BACKUP_FOLDER
    clear_rests(folder)
    kept = _backups(target)
    for path in kept.values():
        if _holds(path, data):
            return path
    number = max(kept, default=0) + 1
    temporary = write_temporary(folder / _name(target, number), data)
    for free in range(number, number + _MOST_TRIES):
        if put_beside(temporary, folder / _name(target, free)):
            return folder / _name(target, free)
    temporary.discard()
    raise FileFault("no_permission", f"未能备份 {target.name}：请检查文件夹 {folder} 后重试。")


def thin_out(target: Path) -> None:
    """Remove the oldest backups beyond the bound, but never the first one."""
    for _, path in sorted(_backups(target).items())[1 : -(MOST_BACKUPS - 1)]:
        with contextlib.suppress(OSError):
            os.unlink(path)


def backups(target: Path) -> tuple[Path, ...]:
    """The backups of a workbook, the oldest first."""
    return tuple(path for _, path in sorted(_backups(target).items()))


def _backups(target: Path) -> dict[int, Path]:
    """The backups of a workbook by number."""
    pattern = re.compile(rf"{re.escape(target.stem)}\.([0-9]{{3,}}){re.escape(target.suffix)}", re.DOTALL)
    try:
        entries = [Path(entry.path) for entry in os.scandir(target.parent / BACKUP_FOLDER)]
    except OSError:
        return {}
    numbered = ((pattern.fullmatch(path.name), path) for path in entries)
    return {int(match.group(1)): path for match, path in numbered if match is not None}


def _name(target: Path, number: int) -> str:
    return f"{target.stem}.{number:03}{target.suffix}"


def _holds(path: Path, data: bytes) -> bool:
    try:
        if path.stat().st_size != len(data):
            return False
        return hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(data).digest()
    except OSError:
        return False
