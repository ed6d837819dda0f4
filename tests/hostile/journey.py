"""The way of one file through the whole program: read, judge, show, edit, save, mark, import.

Whatever is raised but a `Fault` is a bug and leaves here as it is; a fault must be a Chinese sentence.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Edit, Finding, Place
from perfdesk.core.grid import Grid, address
from perfdesk.outlets.findings_json import findings_json, forms_json
from perfdesk.outlets.findings_text import findings_text, forms_text
from perfdesk.reading.document import read_document, read_looks
from perfdesk.reading.package import Package, parse_package
from perfdesk.session import Session, load, write_marks
from perfdesk.writing.fresh.imported import import_file
from perfdesk.writing.marking.review_copy import write_review_copy

_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。\Z", re.S)
_REMEDY = re.compile("请|可")
_LONGEST = 1_500
MOST_SECONDS = 5.0
"""No step of the program may take longer over any file."""


@dataclass
class Outcome:
    """What became of the file.

    Attributes:
        sentences: what the user was told, by step.
        problems: what should not be; empty for a file that was dealt with well.
        steps: the steps that gave a result.
        seconds: what each step computed, children included.
    """

    sentences: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Count what is computed within the block for the step."""
        begun = sum(os.times()[:4])
        yield
        self.seconds[step] = round(sum(os.times()[:4]) - begun, 2)
        # Waiting for a busy machine is no fault of the program: what it computes counts.
        if self.seconds[step] > MOST_SECONDS:
            self.problems.append(f"{step}: took {self.seconds[step]} s")

    def told(self, step: str, fault: Fault) -> None:
        """Note a fault; one that is no proper sentence is a problem."""
        message = fault.message
        self.sentences[step] = message
        if not _SENTENCE.search(message) or not _REMEDY.search(message) or len(message) > _LONGEST:
            self.problems.append(f"{step}: no sentence: {message[:300]!r}")


def travel(path: Path, folder: Path) -> Outcome:
    """Send the file through the program; results are written into the folder."""
    outcome = Outcome()
    with outcome.timed("check"):
        checked = load([path])
        for text in (
            findings_json(checked),
            findings_text(checked),
            forms_json(checked),
            forms_text(checked),
        ):
            text.encode("utf-8", "backslashreplace")
    fault = checked[0].document.fault
    if fault is not None:
        outcome.told("check", fault)
    else:
        outcome.steps.append("check")
        session = Session()
        session.add(checked)
        del checked
        with outcome.timed("edit"):
            edits = tuple(_edit_some(session, str(path)))
        with outcome.timed("save"):
            _save(session, path, folder / "副本.xlsx", edits, outcome)
        with outcome.timed("mark"):
            _mark(session, path, folder, outcome)
        del session
    with outcome.timed("import"):
        _import(path, folder, outcome)
    with outcome.timed("looks"):
        _looks(path, outcome)
    return outcome


def _edit_some(session: Session, path: str) -> Iterator[Edit]:
    """Edit a number, a text and a blank of the first sheet that has any; those refused are left out."""
    grids = session.document(path).document.grids
    grid = next((grid for grid in grids if grid.cells), grids[0] if grids else None)
    if grid is None:
        return
    for place, text in _places(grid):
        edit = Edit(grid.name, address(*place), text)
        session.edit(path, edit.sheet, edit.cell, edit.value)
        yield edit


def _places(grid: Grid) -> list[tuple[tuple[int, int], str]]:
    plain = {place: cell for place, cell in grid.cells.items() if cell.formula is None}
    number = next((place for place, cell in plain.items() if cell.number is not None), None)
    text = next((place for place, cell in plain.items() if cell.text and cell.number is None), None)
    used = grid.used
    blank = min(used.bottom + 1, 1_048_576), min(used.right + 1, 16_384)
    wanted = [(number, "7.25"), (text, "=甲&乙<丙>"), (blank, "新")]
    return [(grid.anchor(*place), new) for place, new in wanted if place is not None]


def _save(session: Session, path: Path, target: Path, edits: tuple[Edit, ...], outcome: Outcome) -> None:
    target.unlink(missing_ok=True)
    try:
        session.save_as(str(path), target)
    except Fault as fault:
        outcome.told("save", fault)
        if target.exists():
            outcome.problems.append("save: refused and written")
        return
    outcome.steps.append("save")
    _, grids = read_document(target)
    if path.suffix.lower() == target.suffix.lower():
        _compare(path, target, outcome)
    by_name = {grid.name: grid for grid in grids}
    for edit in edits:
        if edit.sheet not in by_name:
            outcome.problems.append(f"save: sheet {edit.sheet!r} is gone")


def _compare(before: Path, after: Path, outcome: Outcome) -> None:
    """Parts that an edit of cells has no business with must be the same."""
    data = before.read_bytes()
    if not data.startswith(b"PK"):
        return
    old, new = _raw(parse_package(data)), _raw(parse_package(after.read_bytes()))
    touchable = re.compile(r"sheet|workbook|sharedstrings|styles|calcchain|content_types", re.I)
    for name, content in old.items():
        if new.get(name) != content and not touchable.search(name):
            outcome.problems.append(f"save: part {name} changed")


def _raw(package: Package) -> dict[str, bytes]:
    return {
        member.name: package.data[member.data_offset : member.data_offset + member.compressed_size]
        for member in package.members
    }


def _mark(session: Session, path: Path, folder: Path, outcome: Outcome) -> None:
    document = session.document(str(path))
    target = folder / "标注.xlsx"
    target.unlink(missing_ok=True)
    grids = document.document.grids
    findings = document.findings or tuple(
        Finding("XX001", "error", "wrong", Place(str(path), grid.name, grid.used.address), "不符，请改正")
        for grid in grids[:3]
    )
    try:
        write_review_copy(path, target, findings, document.not_checked, session.unsaved(str(path)))
        write_marks([document], folder / "标注", {str(path): session.unsaved(str(path))})
    except Fault as fault:
        outcome.told("mark", fault)
        return
    outcome.steps.append("mark")
    read_document(target)


def _import(path: Path, folder: Path, outcome: Outcome) -> None:
    target = folder / "导入.xlsx"
    target.unlink(missing_ok=True)
    try:
        import_file(path, target)
        outcome.steps.append("import")
        read_document(target)
    except Fault as fault:
        outcome.told("import", fault)


def _looks(path: Path, outcome: Outcome) -> None:
    try:
        read_looks(path)
    except Fault as fault:
        outcome.told("looks", fault)
