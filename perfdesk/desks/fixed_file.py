"""Puts mended documents on disk: copies in a folder, or the files themselves.

Stands beside `fixing`, which mends in memory. A copy keeps its folder below the one searched, and the
explanations (核实性说明) that belong to it go with it, so that it is judged as the original is.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.fault import CallFault, Fault
from perfdesk.memory.waiver import file_key, read_waivers, write_waivers
from perfdesk.reading.document import find_files
from perfdesk.session import Checked, Session
from perfdesk.writing.saving.in_place import Saved, save_in_place

WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})


@dataclass(frozen=True)
class Written:
    """What became of one document on disk.

    Attributes:
        target: the copy, or the file itself; None where nothing had to be written.
        saved: what the save in place did; None for a copy.
        fault: why it could not be written, or None; the old file is whole then.
        warnings: sentences on what a copy does not keep in force, such as a signature.
    """

    path: str
    target: Path | None = None
    saved: Saved | None = None
    fault: Fault | None = None
    warnings: tuple[str, ...] = ()


def replace_files(session: Session, *, though_open: bool = False) -> tuple[Written, ...]:
    """Write each document's edits into its own file; one that cannot be written keeps no other waiting."""
    written = []
    for checked in _readable(session):
        edits = session.unsaved(checked.path)
        if not edits:
            written.append(Written(checked.path))
            continue
        path = Path(checked.path)
        try:
            saved = save_in_place(path, checked.document.digest, edits, though_open=though_open)
        except Fault as fault:
            written.append(Written(checked.path, fault=fault))
        else:
            written.append(Written(checked.path, path, saved))
    return tuple(written)


def write_copies(session: Session, roots: Sequence[Path], folder: Path) -> tuple[Written, ...]:
    """Write every readable document, mended or not, into a folder.

    Raises CallFault, before anything is written, where a copy would lie over an original.
    """
    places = _copy_places(session, roots, folder)
    written = []
    for path, target in places.items():
        try:
            warnings = session.save_as(path, target)
        except Fault as fault:
            written.append(Written(path, fault=fault))
        else:
            written.append(Written(path, target, warnings=warnings))
    done = [each for each in written if each.fault is None]
    _carry_explanations({Path(each.path): places[each.path] for each in done})
    return tuple(written)


def _readable(session: Session) -> list[Checked]:
    return [checked for checked in session.documents if checked.document.fault is None]


def _copy_places(session: Session, roots: Sequence[Path], folder: Path) -> dict[str, Path]:
    """Where each document's copy goes; every name once, whatever the case of its letters."""
    below: dict[str, Path] = {}
    for root in roots:
        for file in find_files([root]):
            below.setdefault(str(file), file.relative_to(root) if file != root else Path(file.name))
    originals = {_identity(Path(checked.path)) for checked in session.documents}
    taken: set[str] = set()
    places: dict[str, Path] = {}
    for checked in _readable(session):
        target = _free(
            folder / _named(below[checked.path], is_edited=bool(session.unsaved(checked.path))), taken
        )
        if _identity(target) in originals:
            raise CallFault(
                f"改正后的副本不能写在原件 {target} 上：请换一个文件夹，或用 --in-place 直接改原件。"
            )
        places[checked.path] = target
    return places


def _named(name: Path, *, is_edited: bool) -> Path:
    """The name of a copy: what is no workbook of today becomes one when it is edited."""
    is_workbook = name.suffix.lower() in WORKBOOK_ENDINGS
    return name if is_workbook or not is_edited else name.with_suffix(".xlsx")


def _free(target: Path, taken: set[str]) -> Path:
    candidate, number = target, 2
    while str(candidate).casefold() in taken:
        candidate, number = target.with_name(f"{target.stem}（{number}）{target.suffix}"), number + 1
    taken.add(str(candidate).casefold())
    return candidate


def _identity(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _carry_explanations(copies: dict[Path, Path]) -> None:
    """Keep beside each copy what explains its findings; other records of that folder stay."""
    folders: dict[Path, dict[Path, Path]] = {}
    for source, target in copies.items():
        folders.setdefault(target.parent, {})[source] = target
    for folder, pairs in folders.items():
        names = {file_key(target) for target in pairs.values()}
        before = read_waivers(folder)
        after = [record for record in before if record.file not in names]
        for source, target in pairs.items():
            after += [
                dataclasses.replace(record, file=file_key(target))
                for record in read_waivers(source.parent)
                if record.file == file_key(source)
            ]
        if sorted(map(repr, after)) != sorted(map(repr, before)):
            write_waivers(folder, after)
