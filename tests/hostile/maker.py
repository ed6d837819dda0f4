"""The hostile corpus: every file and place that was built to harm, mislead or hang, by name.

`python -m tests.hostile.maker FOLDER` writes it out; the tests walk over it file by file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.archives import archives
from tests.hostile.documents import documents
from tests.hostile.form import form_bytes
from tests.hostile.workbooks import workbooks


@dataclass(frozen=True)
class Hostile:
    """One hostile file: its name, and what puts it into a folder."""

    name: str
    build: Callable[[Path], None]


def hostile_files() -> Iterator[Hostile]:
    """Every hostile file; names are unique and say what is wrong."""
    for name, make in archives():
        yield Hostile(f"archive {name}.xlsx", lambda path, make=make: _write(path, make()))
    for name, make in workbooks():
        yield Hostile(f"workbook {name}.xlsx", lambda path, make=make: _write(path, make()))
    for name, ending, make in documents():
        yield Hostile(f"{ending[1:]} {name}{ending}", lambda path, make=make: _write(path, make()))
    yield from _places()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _places() -> Iterator[Hostile]:
    """What is no regular file, or not the file it was."""
    yield Hostile("place folder.xlsx", lambda path: path.mkdir())
    yield Hostile("place missing.xlsx", lambda path: None)
    if os.name == "nt":
        return
    yield Hostile("place pipe.xlsx", lambda path: os.mkfifo(path))
    for device in ("zero", "random", "full", "null", "tty"):
        yield Hostile(f"place device-{device}.xlsx", lambda path, d=device: path.symlink_to(f"/dev/{d}"))
    yield Hostile("place link-to-nothing.xlsx", lambda path: path.symlink_to("no such file"))
    yield Hostile("place link-to-itself.xlsx", lambda path: path.symlink_to(path.name))
    yield Hostile("place link-to-its-folder.xlsx", lambda path: path.symlink_to("."))
    yield Hostile("place link-to-a-form.xlsx", _linked)
    yield Hostile("place unreadable.xlsx", _unreadable)
    yield Hostile("place without-end.xlsx", lambda path: path.symlink_to("/proc/self/mem"))
    yield Hostile("place of-size-0-that-has-bytes.xlsx", lambda path: path.symlink_to("/proc/self/maps"))
    yield Hostile(f"place {'长' * 70}.xlsx", lambda path: _write(path, form_bytes()))
    yield Hostile("place \u202eline\nend 'quote' \"x\" &<>.xlsx", lambda path: _write(path, form_bytes()))
    yield Hostile(os.fsdecode(b"place \xff\xfe not utf-8.xlsx"), lambda path: _write(path, form_bytes()))


def _linked(path: Path) -> None:
    real = path.with_suffix(".real")
    _write(real, form_bytes())
    path.symlink_to(real.name)


def _unreadable(path: Path) -> None:
    _write(path, form_bytes())
    path.chmod(0)


def write_corpus(folder: Path) -> list[Path]:
    """Put the whole corpus into a folder; returns its files in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for hostile in hostile_files():
        path = folder / hostile.name
        hostile.build(path)
        written.append(path)
    return written


if __name__ == "__main__":
    print(len(write_corpus(Path(sys.argv[1]))))
