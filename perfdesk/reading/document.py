"""The door of the reading room: a path in, a digest and grids out.

The reader is picked by the first bytes of the file, never by its ending.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Grid
from perfdesk.reading.package import parse_package
from perfdesk.reading.source import read_source, refuse_other_formats
from perfdesk.reading.xlsx import read_workbook

SPREADSHEET_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".et"})


def read_document(path: Path) -> tuple[str, tuple[Grid, ...]]:
    """The SHA-256 of the file's bytes in hexadecimal, and its sheets as grids.

    Raises FileFault, and nothing else, for whatever is wrong with the file.
    """
    data = read_source(path)
    refuse_other_formats(data, path)
    return hashlib.sha256(data).hexdigest(), read_workbook(parse_package(data))


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files named, and the spreadsheets in the folders named, each once.

    Folders are searched recursively in sorted order; owner files (`~$…`), hidden files and
    folders, and files that are no spreadsheet by their ending are skipped. A file named
    explicitly is always kept.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            for file in _search(path):
                found.setdefault(file)
        else:
            found.setdefault(path)
    return list(found)


def _search(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        message = f"无法打开文件夹 {folder.name}，请检查是否有读取权限。"
        raise FileFault("no_permission", message) from error
    found: list[Path] = []
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            # A link to a folder above would never end.
            if not entry.is_symlink():
                found += _search(entry)
        elif entry.suffix.lower() in SPREADSHEET_ENDINGS:
            found.append(entry)
    return found
