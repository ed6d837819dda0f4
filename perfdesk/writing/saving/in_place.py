"""The save in place: a clerk's own file is replaced by itself with its edits, or stays as it was.

Above the lossless patch and its check (`save`) and below the session. At any moment, whatever
fails, the file is the old one or the new one, whole; the old one is kept as a backup.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.fault import CallFault, FileFault, LockedFault, ReadOnlyFault, VanishedFault
from perfdesk.core.finding import Edit
from perfdesk.disk.whole_file import Temporary, clear_rests, put_in_place, write_temporary
from perfdesk.reading.source import read_source
from perfdesk.writing.fresh.imported import as_workbook
from perfdesk.writing.patching.patch import patch_cells
from perfdesk.writing.saving.backup import keep_backup, thin_out
from perfdesk.writing.saving.owner_file import refuse_owned
from perfdesk.writing.saving.save import refuse_changed, verify
from perfdesk.writing.saving.save_warning import save_warnings


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save in place has done.

    Attributes:
        digest: SHA-256 of the file as it now is.
        backup: where the file as it was is kept; None where nothing had to be written.
        warnings: sentences on what the save could not keep in force, such as a signature.
    """

    digest: str
    backup: Path | None
    warnings: tuple[str, ...] = ()


def save_in_place(
    source: Path,
    digest: str,
    edits: Sequence[Edit],
    *,
    though_open: bool = False,
    content: bytes | None = None,
) -> Saved:
    """Replace a workbook by itself with its edits, at one stroke, and keep what it was.

    A link stays a link: the file it points at is replaced.

    Args:
        source: the workbook as it was opened.
        digest: SHA-256 of the bytes that were opened, in hexadecimal.
        edits: contents as a clerk would type them.
        though_open: go ahead though an owner file says that somebody has the workbook open.
        content: what the edits rest on, where rows came or went.

    Raises:
        CallFault: a cell cannot be edited alone, or the file is no .xlsx; ChangedFault.
        FileFault: LockedFault, OwnedFault, ReadOnlyFault, DiskFullFault, VanishedFault or another.
    """
    target = _linked(source)
    refuse_read_only(target)
    if not though_open:
        refuse_owned(target)
    data = _current(target, digest)
    imported = as_workbook(content or data, target)
    if imported.is_new:
        raise CallFault(f"{target.name} 不是 .xlsx 工作簿，不能直接改写：请另存为 .xlsx 文件。")
    imported.package.check_all_prologs()
    draft = patch_cells(imported.package, edits)
    if content is None and not draft.changed and not draft.removed:
        return Saved(digest, None)
    warnings = save_warnings(draft)  # Before anything is written: it reads parts that may be damaged.
    clear_rests(target.parent)
    written = draft.archive()
    temporary = write_temporary(target, written)
    try:
        _require_alone(temporary, target)
        verify(draft, temporary.path)
        backup = keep_backup(target, data)
        _current(target, digest)
    except BaseException:
        temporary.discard()
        raise
    put_in_place(temporary, target)
    thin_out(target)
    return Saved(hashlib.sha256(written).hexdigest(), backup, warnings)


def _require_alone(temporary: Temporary, target: Path) -> None:
    """Raise LockedFault where another process saves the same file: the later one would undo the earlier."""
    if not temporary.is_only_one:
        raise LockedFault("no_permission", f"另一个程序窗口正在保存 {target.name}，未保存：请稍后重试。")


def refuse_read_only(target: Path) -> None:
    """Raise ReadOnlyFault where this user may not write the file, though its folder lets it be replaced."""
    if target.is_file() and not os.access(target, os.W_OK):
        raise ReadOnlyFault(
            "no_permission",
            f"{target.name} 是只读文件，未保存：请另存为其他名称，或取消文件的只读属性后重试。",
        )


def _linked(source: Path) -> Path:
    return Path(os.path.realpath(source)) if source.is_symlink() else source


def _current(target: Path, digest: str) -> bytes:
    """The file's bytes, which must be the ones that were opened."""
    try:
        data = read_source(target)
    except FileFault as fault:
        if fault.kind != "not_found":
            raise
        raise VanishedFault(
            "not_found", f"{target.name} 已被移动、改名或删除，未保存：请另存为其他名称。"
        ) from fault
    refuse_changed(target, data, digest)
    return data
