"""One opened file: its grids, its forms, or the fault that kept it closed."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.core.fault import FileFault
from perfdesk.core.form import Form
from perfdesk.core.grid import Grid


@dataclass(frozen=True)
class Document:
    """A file as opened.

    Attributes:
        path: as the user named it (folders expanded), the `path` of findings.
        digest: SHA-256 of the bytes read, empty where nothing could be read.
        grids: every sheet, hidden ones included.
        forms: recognized forms in the order of sheets and rows.
        fault: why the file could not be read, or None.
    """

    path: str
    digest: str = ""
    grids: tuple[Grid, ...] = ()
    forms: tuple[Form, ...] = ()
    fault: FileFault | None = None

    def grid(self, name: str) -> Grid:
        """The sheet of that name; KeyError where there is none."""
        for grid in self.grids:
            if grid.name == name:
                return grid
        raise KeyError(name)
