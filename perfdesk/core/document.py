"""One opened file: its grids, its forms, or the fault that kept it closed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from perfdesk.core.fault import FileFault
from perfdesk.core.form import Form
from perfdesk.core.grid import Grid


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a workbook and their SHA-256 in hexadecimal."""

    data: bytes
    digest: str

    @classmethod
    def of(cls, data: bytes) -> Content:
        """Bytes with their digest."""
        return cls(data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class Document:
    """A file as opened.

    Attributes:
        path: as the user named it (folders expanded), the `path` of findings.
        digest: SHA-256 of the bytes read, empty where nothing could be read.
        grids: every sheet, hidden ones included.
        forms: recognized forms in the order of sheets and rows.
        fault: why the file could not be read, or None.
        content: what the grids were read from where that is not the file: rows came or went, unsaved.
    """

    path: str
    digest: str = ""
    grids: tuple[Grid, ...] = ()
    forms: tuple[Form, ...] = ()
    fault: FileFault | None = None
    content: Content | None = None

    @property
    def unsaved_content(self) -> bytes | None:
        """The bytes of the content where they are other than the file's."""
        return None if self.content is None or self.content.digest == self.digest else self.content.data

    @property
    def content_digest(self) -> str:
        """SHA-256 of what the grids were read from."""
        return self.digest if self.content is None else self.content.digest

    def grid(self, name: str) -> Grid:
        """The sheet of that name; KeyError where there is none."""
        for grid in self.grids:
            if grid.name == name:
                return grid
        raise KeyError(name)
