"""The journal of unsaved edits: what a window would lose if the program or the machine stopped now.

Stands beside settings, in whose folder the journals lie; the window keeps one and offers those that
were left behind. One file a window, one line a change, each line written out at once.
"""

from __future__ import annotations

import contextlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path

from perfdesk.core.document import Content
from perfdesk.core.finding import Edit
from perfdesk.disk.file_lock import take_lock
from perfdesk.disk.user_folder import settings_folder

_ENDING = ".journal"
_Kept = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class LostEdits:
    """Edits of one document that were never saved.

    Attributes:
        path: the document as it was opened.
        digest: SHA-256 of the bytes the edits were made on.
        edits: contents as the clerk typed them.
        content: the bytes the edits rest on where rows came or went; None where that is the file.
    """

    path: str
    digest: str
    edits: tuple[Edit, ...]
    content: bytes | None = None


def journal_folder() -> Path:
    """Where this user's journals lie; the folder need not exist."""
    return settings_folder() / "journal"


class Journal:
    """The journal of one window. Nothing is on disk before the first edit; `close` removes it.

    A journal that cannot be written (a full disk, a locked folder) is given up in silence but for
    `is_broken`: the edits are still in the window, and no edit may fail because of its journal.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = journal_folder() if folder is None else folder
        self._kept: dict[str, tuple[str, str, _Kept]] = {}
        self._stream: BufferedRandom | None = None
        self.is_broken = False

    def keep(self, path: str, digest: str, edits: Sequence[Edit], content: Content | None = None) -> None:
        """Note the unsaved edits of a document as they now stand; none once they are saved.

        `content` is what they rest on where rows came or went.
        """
        wanted = {(edit.sheet, edit.cell): edit.value for edit in edits}
        rests_on = "" if content is None else content.digest
        known_digest, known_content, known = self._kept.get(path, (digest, "", {}))
        if (digest, rests_on, wanted) == (known_digest, known_content, known):
            return
        lines: list[list[str | None]] = []
        is_other = (digest, rests_on) != (known_digest, known_content)
        if is_other or not wanted:
            lines.append([path, digest])
            known = {}
            if content is not None:
                lines.append([path, digest, b64encode(content.data).decode("ascii")])
        lines += [[path, digest, *place, None] for place in known if place not in wanted]
        lines += [
            [path, digest, *place, value] for place, value in wanted.items() if known.get(place) != value
        ]
        self._kept[path] = digest, rests_on, wanted
        self._write(lines)

    def close(self) -> None:
        """Remove the journal: the window ended as the user wished."""
        if self._stream is not None:
            name = Path(self._stream.name)
            self._stream.close()
            self._stream = None
            with contextlib.suppress(OSError):
                name.unlink()
        self._kept.clear()

    def _write(self, lines: Sequence[Sequence[str | None]]) -> None:
        try:
            if self._stream is None:
                self._stream = _new_file(self._folder)
            for line in lines:
                self._stream.write(_line(line))
            self._stream.flush()
        except OSError:
            self.is_broken = True


class LeftBehind:
    """The journals of windows that did not close: the program was killed, or the machine stopped.

    They are held until `forget` or `release`, so that no second window offers the same edits.
    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = journal_folder() if folder is None else folder
        self._streams = list(_abandoned(folder))
        self.documents: tuple[LostEdits, ...] = tuple(
            lost for stream in self._streams for lost in _lost(stream.read())
        )
        if not self.documents:
            self.forget()

    def settle(self, path: str) -> None:
        """Note that the edits of one document were taken over or given up."""
        for stream in self._streams:
            with contextlib.suppress(OSError):
                stream.seek(0, os.SEEK_END)
                stream.write(_line([path, ""]))
                stream.flush()
        self.documents = tuple(lost for lost in self.documents if lost.path != path)
        if not self.documents:
            self.forget()

    def forget(self) -> None:
        """Delete the journals: their edits were taken over, or the user gave them up."""
        for stream in self._streams:
            name = Path(stream.name)
            stream.close()
            with contextlib.suppress(OSError):
                name.unlink()
        self._streams.clear()

    def release(self) -> None:
        """Leave the journals for the next start."""
        for stream in self._streams:
            stream.close()
        self._streams.clear()


def _line(words: Sequence[str | None]) -> bytes:
    # The line end comes first too: a line cut off by a crash must not swallow the next one.
    return b"\n" + json.dumps(words).encode() + b"\n"


def _new_file(folder: Path) -> BufferedRandom:
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        with contextlib.suppress(FileExistsError):
            name = folder / f"{number}{_ENDING}"
            stream = open(name, "x+b")  # noqa: SIM115 - held while the window lives
            # A window that starts at this moment may have taken the empty file for one left behind.
            if take_lock(stream.fileno()) != "held" and name.exists():
                return stream
            stream.close()
        number += 1


def _abandoned(folder: Path) -> Iterator[BufferedRandom]:
    """The journals no living window holds, each now held by us."""
    try:
        names = sorted(name for name in folder.iterdir() if name.suffix == _ENDING)
    except OSError:
        return
    for name in names:
        try:
            stream = open(name, "r+b")  # noqa: SIM115 - held until forgotten or released
        except OSError:
            continue
        if take_lock(stream.fileno()) == "taken":
            yield stream
        else:
            stream.close()


def _lost(data: bytes) -> list[LostEdits]:
    """The edits a journal tells of; a line cut off by the crash is passed over."""
    found: dict[str, tuple[str, bytes | None, _Kept]] = {}
    for raw in data.split(b"\n"):
        line = _words(raw)
        if line is None:
            continue
        path, digest, *change = line
        known_digest, content, kept = found.get(str(path), (str(digest), None, {}))
        if not change or digest != known_digest:
            content, kept = None, {}
        if len(change) == 1:
            content = _content(str(change[0]))
        elif change:
            sheet, cell, value = change
            if value is None:
                kept.pop((str(sheet), str(cell)), None)
            else:
                kept[str(sheet), str(cell)] = value
        found[str(path)] = str(digest), content, kept
    return [
        LostEdits(
            path, digest, tuple(Edit(sheet, cell, value) for (sheet, cell), value in kept.items()), content
        )
        for path, (digest, content, kept) in found.items()
        if kept or content is not None
    ]


def _content(text: str) -> bytes | None:
    """The bytes of a content; None where they were damaged."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None


def _words(raw: bytes) -> list[str | None] | None:
    """A line of the journal, or None where it is none."""
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(line, list) or len(line) not in (2, 3, 5):
        return None
    if not all(isinstance(word, str) for word in line[:4]):
        return None
    return line if len(line) < 5 or line[4] is None or isinstance(line[4], str) else None
