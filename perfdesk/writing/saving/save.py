"""The lossless save: edits into a copy of the user's workbook, checked before it is put in place.

Law 6 of the design: nothing the user did not touch changes, the original stays as it is, and
the save refuses when the file has changed since it was opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from perfdesk.core.fault import CallFault, ChangedFault
from perfdesk.core.finding import Edit
from perfdesk.disk.whole_file import put_in_place, refuse_same_file, write_temporary, write_whole
from perfdesk.reading.package import Package
from perfdesk.reading.source import read_source
from perfdesk.writing.fresh.imported import as_workbook, require_workbook_ending
from perfdesk.writing.patching.patch import PatchedDraft, patch_cells
from perfdesk.writing.saving.owner_file import refuse_owned
from perfdesk.writing.saving.save_warning import save_warnings
from perfdesk.writing.saving.saved_check import check_saved

_MACRO_ENDINGS = frozenset({".xlsm", ".xltm"})
_PLAIN_ENDINGS = frozenset({".xlsx", ".xltx"})


def save_edits(
    source: Path, digest: str, edits: Sequence[Edit], target: Path, *, content: bytes | None = None
) -> tuple[str, ...]:
    """Write the source with its edits as `target`; without edits it is a plain copy.

    What is no .xlsx becomes one in the same layout first.

    Args:
        source: the workbook as it was opened; it is never written to.
        digest: SHA-256 of the bytes that were opened, in hexadecimal.
        edits: contents as a clerk would type them.
        target: the file to write; an existing one is replaced at one stroke.
        content: what the edits rest on, where rows came or went.

    Returns:
        sentences on what the save could not keep in force, such as a signature.

    Raises:
        CallFault: the target is the source, the source has changed, or a cell cannot be edited alone.
        FileFault: the source cannot be read or the target not be written; OwnedFault where it is open.
    """
    refuse_same_file(source, target)
    if target.exists():
        refuse_owned(target)
    data = read_source(source)
    refuse_changed(source, data, digest)
    if content is None and not edits and source.suffix.lower() == target.suffix.lower():
        write_whole(target, data)
        return ()
    imported = as_workbook(content or data, source)
    package, edits = imported.package, imported.moved_edits(edits)
    if imported.is_new:
        require_workbook_ending(source, target)
    else:
        refuse_other_kind(package, source, target)
    if not edits:
        write_whole(target, package.data)
        return ()
    package.check_all_prologs()
    draft = patch_cells(package, edits)
    warnings = save_warnings(draft)  # Before anything is written: it reads parts that may be damaged.
    temporary = write_temporary(target, draft.archive())
    try:
        verify(draft, temporary.path)
    except BaseException:
        temporary.discard()
        raise
    put_in_place(temporary, target)
    return warnings


def refuse_changed(source: Path, data: bytes, digest: str) -> None:
    """Raise ChangedFault where these bytes of the source are not the ones that were opened."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise ChangedFault(
            f"{source.name} 在打开之后已被其他程序修改，未保存：可另存为其他名称，或重新打开后再改。"
        )


def refuse_other_kind(package: Package, source: Path, target: Path) -> None:
    """Raise CallFault where a changed ending would keep Excel from opening the workbook."""
    ending = target.suffix.lower()
    if ending == source.suffix.lower():
        return
    content_type = package.content_types().get(package.workbook_part().casefold(), "")
    has_macros = "macroenabled" in content_type.lower()
    if has_macros and ending not in _MACRO_ENDINGS:
        raise CallFault(f"含宏的工作簿不能存为 {target.name}：请使用 .xlsm 扩展名。")
    if not has_macros and ending not in _PLAIN_ENDINGS:
        raise CallFault(f"该工作簿不能存为 {target.name}：请使用 .xlsx 扩展名。")


def verify(draft: PatchedDraft, written: Path) -> None:
    """Reopen what was written: parts not touched must be the same, edited cells as wanted.

    Raises FileFault where they are not.
    """
    try:
        data = written.read_bytes()  # Just written, so a plain read: no drive is dead, no limit passed.
    except OSError:
        data = read_source(written)
    check_saved(draft, data)
