"""One open workspace: open, check, edit, undo, save, mark, report; the library of window and command line.

`load` (of `judging`) is the pure way from files to checked documents, in any thread or process.
A `Session` keeps what is open and what was edited; its calls return what changed and
screens decide what to redraw. Nothing here imports Qt.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.checked_set import CheckedSet, with_waivers
from perfdesk.core.document import Content, Document
from perfdesk.core.fault import ChangedFault, FileFault
from perfdesk.core.finding import Edit, Finding, Waiver
from perfdesk.core.grid import parse_address
from perfdesk.core.history import CellChange, History, RowChange, Stand, Step
from perfdesk.disk.whole_file import clear_rests
from perfdesk.edited_document import edited_document, idle_edits, is_repeatable
from perfdesk.judging import Checked, Progress, Standing, judge, judge_again, load, load_one, tie_up
from perfdesk.marked_copies import write_marks
from perfdesk.memory.waiver import WaiverBook
from perfdesk.narrative.report_choice import ReportChoice
from perfdesk.reading.document import read_document
from perfdesk.reading.entry import typed_text
from perfdesk.recognition.correction import Corrections
from perfdesk.reporting import preview_report, report_context, verify_text, write_report
from perfdesk.scoring.profile import known_profile

if TYPE_CHECKING:
    from perfdesk.reading.style import Look
    from perfdesk.row_edit import RowOrder
    from perfdesk.writing.saving.in_place import Saved

__all__ = [
    "Checked",
    "Progress",
    "ReportChoice",
    "Session",
    "Standing",
    "explain",
    "judge",
    "judge_again",
    "load",
    "load_one",
    "preview_report",
    "report_context",
    "tie_up",
    "verify_text",
    "write_marks",
    "write_report",
]


def explain(documents: Sequence[Checked]) -> tuple[tuple[Checked, ...], tuple[FileFault, ...]]:
    """The documents with the waivers kept beside them, and the files of waivers that cannot be read."""
    book = WaiverBook()
    laid_over = tuple(with_waivers(checked, book.records(Path(checked.path).parent)) for checked in documents)
    return laid_over, tuple(book.faults.values())


class Session:
    """What is open now. Not thread-safe: one thread owns it; `load` does the work elsewhere."""

    def __init__(self, profile: str | None = None, corrections: Corrections | None = None) -> None:
        self.profile = profile
        self.corrections = corrections
        self.history = History()
        self._waivers = WaiverBook()
        self._checked = CheckedSet(self._waivers)
        self._opened: dict[str, Document] = {}
        self._edited: dict[str, dict[tuple[str, str], str]] = {}
        self._profiles: dict[str, str | None] = {}

    @property
    def documents(self) -> tuple[Checked, ...]:
        """Open documents in the order they were opened; the same tuple until something changes."""
        return self._checked.documents

    def is_open(self, path: str) -> bool:
        """Whether a document is open."""
        return path in self._checked

    def document(self, path: str) -> Checked:
        """One open document with its waivers; KeyError where it is not open."""
        return self._checked.document(path)

    def add(self, documents: Sequence[Checked]) -> None:
        """Take over what `load` returned; a document opened again replaces the old one."""
        for checked in documents:
            self._forget_edits(checked.path)
            self._opened[checked.path] = checked.document
        self._checked.put(documents)
        for folder in {Path(checked.path).parent for checked in documents}:
            clear_rests(folder)
            self._waivers.read(folder)
        self._checked.waivers_changed()

    def close(self, path: str) -> None:
        """Forget a document and its unsaved edits."""
        self._opened.pop(path, None)
        self._profiles.pop(path, None)
        self._forget_edits(path)
        self._checked.remove(path)

    def _forget_edits(self, path: str) -> None:
        self._edited.pop(path, None)
        self.history.forget(path)

    def cell_text(self, path: str, sheet: str, cell: str) -> str:
        """The cell's content as a clerk would type it (formula with `=`)."""
        grid = self._checked[path].document.grid(sheet)
        row, column = parse_address(cell)
        return typed_text(grid.cell_at(row, column))

    def edit(self, path: str, sheet: str, cell: str, text: str) -> bool:
        """Give one cell a new content and judge its document again; False when nothing changed.

        Under a merge the top left cell is edited. Text that begins with `=` stays text.
        """
        before = self.cell_text(path, sheet, cell)
        if before == text:
            return False
        step = Step(f"修改 {cell}", (CellChange(path, sheet, self._anchor(path, sheet, cell), before, text),))
        self._carry_out(step, forward=True)
        self.history.record(step)
        return True

    def apply(self, path: str, edits: Sequence[Edit], name: str) -> bool:
        """Carry out several edits as one step that can be undone at once."""
        return self.apply_all({path: edits}, name)

    def apply_all(self, edits: Mapping[str, Sequence[Edit]], name: str) -> bool:
        """Carry out edits of several documents, by path, as one step."""
        changes = (
            CellChange(path, edit.sheet, edit.cell, self.cell_text(path, edit.sheet, edit.cell), edit.value)
            for path, some in edits.items()
            for edit in some
        )
        step = Step(name, tuple(change for change in changes if change.before != change.after))
        if not step.changes:
            return False
        self._carry_out(step, forward=True)
        self.history.record(step)
        return True

    def move_rows(self, path: str, order: RowOrder) -> None:
        """Insert or delete rows of a sheet as one step; what refers to them follows. Raises Fault.

        The document rests on a content of its own until it is saved.
        """
        from perfdesk.row_edit import moved

        before = self._stand(path)
        after = moved(before, self._checked[path].document.forms, order)
        self._rest_on(Step(order.name, rows=RowChange(path, order.sheet, order.first, before, after)))

    def take_content(self, path: str, data: bytes, edits: Sequence[Edit], name: str) -> None:
        """Let a document rest on another content, with edits upon it, as one step. Raises FileFault."""
        from perfdesk.row_edit import read_stand

        before = self._stand(path)
        after = read_stand(before.document, data, edits)
        sheet = before.document.grids[0].name
        self._rest_on(Step(name, rows=RowChange(path, sheet, 1, before, after)))

    def _rest_on(self, step: Step) -> None:
        self._carry_out(step, forward=True)
        self.history.record(step)

    def _stand(self, path: str) -> Stand:
        """The document as it stands, with the bytes it rests on."""
        from perfdesk.reading.source import read_source
        from perfdesk.writing.saving.save import refuse_changed

        opened = self._opened[path]
        if opened.content is None:
            data = read_source(Path(path))
            refuse_changed(Path(path), data, opened.digest)
            opened = dataclasses.replace(opened, content=Content(data, opened.digest))
        return Stand(opened, self.unsaved(path))

    def profile_of(self, path: str) -> str | None:
        """The profile the user chose for a document or for all; None where the form itself tells."""
        return self._profiles.get(path, self.profile)

    def choose_profile(self, profile: str | None, path: str | None = None) -> None:
        """Judge one document, or all, by a profile; None lets each form tell. Raises CallFault.

        The choice for all takes back those for single documents.
        """
        self.plan_profile(profile, path)
        self.take_over(judge_again(self.standing(None if path is None else [path]), self.corrections))

    def plan_profile(self, profile: str | None, path: str | None = None) -> None:
        """Let a profile count from the next judging on; see `standing`. Raises CallFault."""
        if profile is not None:
            known_profile(profile)
        if path is None:
            self.profile = profile
            self._profiles.clear()
        else:
            self._profiles[path] = profile

    def standing(self, paths: Iterable[str] | None = None) -> tuple[Standing, ...]:
        """Documents as they stand with their edits, to be judged again, in any thread."""
        return tuple(
            Standing(self._edited_document(path), self.profile_of(path), self.unsaved(path))
            for path in (self._checked if paths is None else paths)
            if path in self._opened and self._opened[path].fault is None
        )

    def take_over(self, judged: Sequence[tuple[Standing, Checked]]) -> None:
        """Show what `judge_again` gave; a document edited or closed meanwhile is judged anew or left."""
        held: list[Checked] = []
        for standing, checked in judged:
            path = checked.path
            if path not in self._checked:
                continue
            content = standing.document.content_digest
            if (content, standing.edits, standing.profile) != (
                self._opened[path].content_digest,
                self.unsaved(path),
                self.profile_of(path),
            ):
                checked = self._judge(path)
            held.append(checked)
        self._checked.put(held)

    def waive(self, path: str, finding: Finding, text: str, author: str, date: str) -> None:
        """Keep an explanation of a finding in the file 核实性说明.json beside the document.

        `date` is written `2026-03-02`; the caller knows the clock. Raises CallFault for an empty
        text or another date, FileFault where the file cannot be read or written.
        """
        self._waivers.waive(finding, Waiver(text, author, date), self._checked[path].findings)
        self._checked.waivers_changed()

    def unwaive(self, path: str, finding: Finding) -> bool:
        """Drop the explanation of a finding; False where it has none. Raises FileFault."""
        is_dropped = path in self._checked and self._waivers.unwaive(finding)
        self._checked.waivers_changed()
        return is_dropped

    @property
    def waiver_faults(self) -> tuple[FileFault, ...]:
        """Files of waivers that could not be read; what they explain stands unexplained."""
        return tuple(self._waivers.faults.values())

    def undo(self) -> Step | None:
        """Take back the last step; returns it, or None when there is none."""
        step = self.history.undo()
        if step is not None:
            self._carry_out(step, forward=False)
        return step

    def redo(self) -> Step | None:
        """Carry out again the last step taken back; returns it, or None."""
        step = self.history.redo()
        if step is not None:
            self._carry_out(step, forward=True)
        return step

    def unsaved(self, path: str) -> tuple[Edit, ...]:
        """The edits of a document that differ from its file, or from the content it rests on."""
        return tuple(Edit(sheet, cell, text) for (sheet, cell), text in self._edited.get(path, {}).items())

    def differs_on_disk(self, path: str) -> bool:
        """Whether the file holds other bytes than those that were opened, or can no longer be read."""
        from perfdesk.reading.source import read_source

        try:
            data = read_source(Path(path))
        except FileFault:
            return True
        return hashlib.sha256(data).hexdigest() != self._opened[path].digest

    def save_as(self, path: str, target: Path) -> tuple[str, ...]:
        """Write the document with its edits under another name; nothing else in it changes.

        Returns sentences on what the copy does not keep in force, such as a signature. Raises
        FileFault when the target is the original or cannot be written, or when the original has
        changed since it was opened.
        """
        from perfdesk.writing.saving.save import save_edits

        opened = self._opened[path]
        content = opened.unsaved_content
        return save_edits(Path(path), opened.digest, self.unsaved(path), target, content=content)

    def save(self, path: str, *, though_open: bool = False) -> Saved:
        """Write the document's edits into its own file; what it was is kept as a backup.

        The file as saved is the opened one from then on, and undo goes on across the save. A formula
        that a value has replaced is the exception: typed text never becomes a formula.

        Args:
            path: the document.
            though_open: go ahead though an owner file says that somebody has the file open.

        Raises:
            Fault: as `save_in_place`; nothing is forgotten then.
        """
        from perfdesk.writing.saving.in_place import save_in_place

        opened = self._opened[path]
        saved = save_in_place(
            Path(path),
            opened.digest,
            self.unsaved(path),
            though_open=though_open,
            content=opened.unsaved_content,
        )
        digest, grids = read_document(Path(path))
        if digest != saved.digest:
            raise ChangedFault(f"{Path(path).name} 保存之后又被其他程序修改：请重新打开。")
        self._opened[path] = dataclasses.replace(opened, digest=digest, grids=grids, content=None)
        self._edited.pop(path, None)
        self.history.rest_on(path, digest, lambda change: is_repeatable(change, opened, self._opened[path]))
        self._checked.put([self._judge(path)])
        return saved

    def mark(self, folder: Path) -> tuple[Path, ...]:
        """Write a review copy of each readable document into the folder; returns the files."""
        return write_marks(self.documents, folder, self.all_unsaved())

    def all_unsaved(self) -> dict[str, tuple[Edit, ...]]:
        """The edits that differ from the files, by document."""
        return {path: self.unsaved(path) for path in self._checked}

    def report(self, target: Path, template: str = "national") -> None:
        """Write the narrative of all open project forms as a Word file."""
        write_report(self.documents, template, target)

    def looks(self, path: str) -> tuple[Look, ...]:
        """The file's cell formats by style index, for the sheet on screen."""
        from perfdesk.reading.document import read_looks

        return read_looks(Path(path))

    def _anchor(self, path: str, sheet: str, cell: str) -> str:
        return self._checked[path].document.grid(sheet).block_at(*parse_address(cell)).address

    def _carry_out(self, step: Step, *, forward: bool) -> None:
        for change in step.changes:
            edited = self._edited.setdefault(change.path, {})
            edited[change.sheet, change.cell] = change.after if forward else change.before
        if step.rows is not None:
            stand = step.rows.after if forward else step.rows.before
            self._opened[step.rows.path] = stand.document
            self._edited[step.rows.path] = {(edit.sheet, edit.cell): edit.value for edit in stand.edits}
        self._checked.put([self._judge(path) for path in step.paths])

    def _judge(self, path: str) -> Checked:
        return judge(self._edited_document(path), self.profile_of(path), self.corrections)

    def _edited_document(self, path: str) -> Document:
        """The document as opened with its edits; those that give a cell its own text back are forgotten."""
        edited = self._edited.get(path, {})
        for sheet, cell in idle_edits(self._opened[path], edited):
            del edited[sheet, cell]
        return edited_document(self._opened[path], edited)
