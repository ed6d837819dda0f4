"""Undo as a list of changes, each with its before and after.

The library owns it, not the window: whoever edits through the session can undo. Rows that come or go
change where everything stands, so such a step keeps the document whole, before and after.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field

from perfdesk.core.document import Document
from perfdesk.core.finding import Edit, Place


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after, as typed text."""

    path: str
    sheet: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Stand:
    """A document at a moment, as read from the content it names, and the edits made upon that since."""

    document: Document
    edits: tuple[Edit, ...] = ()

    def upon(self, digest: str) -> Stand:
        """The same where the file has another digest, since it was saved."""
        return dataclasses.replace(self, document=dataclasses.replace(self.document, digest=digest))


@dataclass(frozen=True, slots=True)
class RowChange:
    """Rows of a sheet that came or went, from a row on."""

    path: str
    sheet: str
    row: int
    before: Stand
    after: Stand


@dataclass(frozen=True, slots=True)
class Step:
    """What one action of the user changed, with the name the menu shows: cells, or rows of one sheet."""

    name: str
    changes: tuple[CellChange, ...] = ()
    rows: RowChange | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """The documents that were changed."""
        rows = () if self.rows is None else (self.rows.path,)
        return tuple(dict.fromkeys((*rows, *(change.path for change in self.changes))))

    @property
    def place(self) -> Place:
        """Where the first change is."""
        if self.rows is not None:
            return Place(self.rows.path, self.rows.sheet, f"A{self.rows.row}")
        first = self.changes[0]
        return Place(first.path, first.sheet, first.cell)

    def touches(self, path: str) -> bool:
        """Whether a cell of that document was changed."""
        return path in self.paths

    def upon(self, path: str, digest: str) -> Step:
        """The same step where a document's file has another digest, since it was saved."""
        if self.rows is None or self.rows.path != path:
            return self
        before, after = self.rows.before.upon(digest), self.rows.after.upon(digest)
        return dataclasses.replace(self, rows=dataclasses.replace(self.rows, before=before, after=after))


@dataclass
class History:
    """Steps done and undone; a new step forgets the undone ones."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def record(self, step: Step) -> None:
        """Remember a step that has just been carried out."""
        self.done.append(step)
        self.undone.clear()

    def undo(self) -> Step | None:
        """The step to take back, moved to the undone ones; None when there is none."""
        if not self.done:
            return None
        step = self.done.pop()
        self.undone.append(step)
        return step

    def redo(self) -> Step | None:
        """The step to carry out again; None when there is none."""
        if not self.undone:
            return None
        step = self.undone.pop()
        self.done.append(step)
        return step

    def forget(self, path: str) -> None:
        """Drop the steps that touch a document which is no longer as they left it."""
        self.done = [step for step in self.done if not step.touches(path)]
        self.undone = [step for step in self.undone if not step.touches(path)]

    def rest_on(self, path: str, digest: str, is_repeatable: Callable[[CellChange], bool]) -> None:
        """Keep of a document just saved what can still be undone and redone from its new file.

        A change that typing cannot bring back (a formula that a value has replaced) takes the steps
        on its far side with it. Beyond a step that moved rows the document is the kept one, not the file's.
        """
        self.done = self._reachable(self.done[::-1], path, digest, is_repeatable)[::-1]
        self.undone = self._reachable(self.undone[::-1], path, digest, is_repeatable)[::-1]

    @staticmethod
    def _reachable(
        steps: list[Step], path: str, digest: str, is_repeatable: Callable[[CellChange], bool]
    ) -> list[Step]:
        """The steps, nearest first, without those of the document from the first lost one on."""
        kept: list[Step] = []
        is_lost = is_beyond_rows = False
        for step in steps:
            own = [change for change in step.changes if change.path == path]
            is_beyond_rows |= step.rows is not None and step.rows.path == path
            is_lost = is_lost or not (is_beyond_rows or all(map(is_repeatable, own)))
            if not (step.touches(path) and is_lost):
                kept.append(step.upon(path, digest))
        return kept
