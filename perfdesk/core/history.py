"""Undo as a list of changes, each with its before and after.

The library owns it, not the window: whoever edits through the session can undo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after, as typed text."""

    path: str
    sheet: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one action of the user changed, with the name the menu shows."""

    name: str
    changes: tuple[CellChange, ...]

    def touches(self, path: str) -> bool:
        """Whether a cell of that document was changed."""
        return any(change.path == path for change in self.changes)


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

    def rest_on(self, path: str, is_repeatable: Callable[[CellChange], bool]) -> None:
        """Keep of a document just saved what can still be undone and redone from its new file.

        A change that typing cannot bring back (a formula that a value has replaced) takes the steps
        on its far side with it.
        """
        self.done = self._reachable(self.done[::-1], path, is_repeatable)[::-1]
        self.undone = self._reachable(self.undone[::-1], path, is_repeatable)[::-1]

    @staticmethod
    def _reachable(steps: list[Step], path: str, is_repeatable: Callable[[CellChange], bool]) -> list[Step]:
        """The steps, nearest first, without those of the document from the first lost one on."""
        kept: list[Step] = []
        is_lost = False
        for step in steps:
            own = [change for change in step.changes if change.path == path]
            is_lost = is_lost or not all(map(is_repeatable, own))
            if not (own and is_lost):
                kept.append(step)
        return kept
