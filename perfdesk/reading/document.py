"""The door of the reading room: a path in, a digest and grids out.

The reader is picked by the first bytes of the file, never by its ending.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Grid
from perfdesk.reading.book import Book
from perfdesk.reading.foreign import read_foreign
from perfdesk.reading.kind import Kind, kind_of
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.page_setting import PageSetting, package_pages
from perfdesk.reading.sheet_setting import SheetSetting, package_settings
from perfdesk.reading.source import naming, read_source
from perfdesk.reading.style import Look, Styles, read_styles
from perfdesk.reading.text_table import read_text_table
from perfdesk.reading.word import read_word, word_part
from perfdesk.reading.xlsx import read_workbook
from perfdesk.reading.xml_workbook import read_xml_workbook

FILE_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".docx", ".pdf"})
_FOREIGN: frozenset[Kind] = frozenset({"xls", "web_page", "web_archive", "pdf"})


def read_document(path: Path) -> tuple[str, tuple[Grid, ...]]:
    """The SHA-256 of the file's bytes in hexadecimal, and its sheets as grids.

    Raises FileFault, and nothing else, for whatever is wrong with the file.
    """
    with naming(path):
        data = read_source(path)
        opened = open_bytes(data, path)
        grids = read_workbook(opened) if isinstance(opened, Package) else opened.grids
        return hashlib.sha256(data).hexdigest(), grids


def read_looks(path: Path) -> tuple[Look, ...]:
    """The looks of a workbook's cell formats by style index; empty where it has no styles."""
    with naming(path):
        opened = open_bytes(read_source(path), path)
        return _looks(read_styles(opened)) if isinstance(opened, Package) else opened.looks


def read_settings(path: Path) -> dict[str, SheetSetting]:
    """What a workbook's sheets set and show besides their cells, by name; none for what is no workbook."""
    return read_appearance(path)[1]


def read_appearance(
    path: Path, content: bytes | None = None
) -> tuple[tuple[Look, ...], dict[str, SheetSetting]]:
    """Looks and settings of a file, or of a content that is to replace it, opened once; raises FileFault."""
    with naming(path):
        opened = open_bytes(content or read_source(path), path)
        if isinstance(opened, Package):
            styles = read_styles(opened)
            return _looks(styles), package_settings(opened, styles)
        return opened.looks, dict(opened.settings)


def _looks(styles: Styles | None) -> tuple[Look, ...]:
    return () if styles is None else styles.looks()


def read_pages(path: Path, content: bytes | None = None) -> dict[str, PageSetting]:
    """How a workbook's sheets go on paper, by name; none for what is no workbook."""
    with naming(path):
        data = content or read_source(path)
        if kind_of(data, path) != "package":
            return {}
        opened = open_bytes(data, path)
        return package_pages(opened) if isinstance(opened, Package) else {}


def open_bytes(data: bytes, path: Path) -> Package | Book:
    """The workbook package in these bytes, or the book another reader made of them; raises FileFault.

    Args:
        data: the bytes of the file.
        path: where they come from, for messages and for telling tables from prose.
    """
    kind = kind_of(data, path)
    if kind == "package":
        package = parse_package(data)
        part = word_part(package)
        return package if part is None else read_word(package, part)
    if kind in _FOREIGN:
        return read_foreign(kind, data, path.stem)
    if kind == "xml_workbook":
        return read_xml_workbook(data)
    return read_text_table(data, path.stem)


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files named, and the spreadsheets, Word and PDF files in the folders named, each once.

    Folders are searched recursively in sorted order; owner files (`~$…`), hidden files and
    folders, and files of other endings are skipped. A file named
    explicitly is always kept.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if os.path.isdir(path):
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
        if os.path.isdir(entry):
            # A link to a folder above would never end.
            if not entry.is_symlink():
                found += _search(entry)
        elif entry.suffix.lower() in FILE_ENDINGS:
            found.append(entry)
    return found
