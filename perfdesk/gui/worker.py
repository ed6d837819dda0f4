"""Long work off the GUI thread: reading and judging files, marking, writing the report.

A job is a plain function that gets its `Work` to report progress to; it returns its result
or raises. A fault of the user's file or call comes back as its Chinese sentence; anything
else is a bug of the program and comes back as such, with its traceback.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from perfdesk.core.fault import Fault

if TYPE_CHECKING:
    from perfdesk.core.finding import Edit
    from perfdesk.desks.fixing import Fixed
    from perfdesk.desks.new_form import NewForm, Order
    from perfdesk.desks.proposal import Proposal
    from perfdesk.narrative.claim import Claim
    from perfdesk.reading.sheet_setting import SheetSetting
    from perfdesk.reading.style import Look
    from perfdesk.recognition.correction import Corrections
    from perfdesk.session import Checked, Standing

BATCH_SECONDS = 0.2
MOST_IN_BATCH = 16
"""What the window takes over at a stroke: more of it would keep the user waiting."""


class Work(QThread):
    """One job in a thread of its own.

    Signals: `progressed(done, total, name)`, `delivered(part)` for results on the way,
    then exactly one of `succeeded(result)`, `failed(sentence)`, `crashed(traceback)`.
    """

    progressed = Signal(int, int, str)
    delivered = Signal(object)
    succeeded = Signal(object)
    failed = Signal(str)
    crashed = Signal(str)

    def __init__(self, title: str, job: Callable[[Work], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._job = job
        self._gathered: list[object] = []
        self._handed_over_at = 0.0

    def run(self) -> None:
        """Carry out the job; called by Qt in the thread."""
        self._handed_over_at = time.monotonic()
        try:
            result = self._job(self)
        except Fault as fault:
            self.failed.emit(fault.message)
        except Exception:  # A bug must reach the user as a bug, not end the thread in silence.
            self.crashed.emit(traceback.format_exc())
        else:
            self.succeeded.emit(result)

    def report(self, done: int, total: int, name: str) -> bool:
        """Tell how far the job is; False when it was cancelled. Fits `perfdesk.session.Progress`."""
        self.progressed.emit(done, total, name)
        return not self.isInterruptionRequested()

    def gather(self, parts: Iterable[object]) -> None:
        """Deliver parts of the result by and by."""
        self._gathered.extend(parts)
        is_due = time.monotonic() - self._handed_over_at > BATCH_SECONDS
        if is_due or len(self._gathered) >= MOST_IN_BATCH:
            self.hand_over()

    def hand_over(self) -> None:
        """Deliver what was gathered since the last time, be it nothing."""
        parts, self._gathered = tuple(self._gathered), []
        self._handed_over_at = time.monotonic()
        self.delivered.emit(parts)

    def cancel(self) -> None:
        """Ask the job to stop after the file it is at."""
        self.requestInterruption()


def loading(
    paths: Sequence[str], profile: str | None, corrections: Corrections | None
) -> Callable[[Work], int]:
    """A job that opens files and folders and delivers tuples of `Checked` as they come.

    Its result is the number of files delivered. Without corrections given the user's own are read.
    """

    def job(work: Work) -> int:
        from perfdesk.reading.document import find_files
        from perfdesk.session import load_one

        own = corrections if corrections is not None else own_corrections()[0]
        files = find_files([Path(path) for path in paths])
        read = 0
        for file in files:
            if not work.report(read, len(files), file.name):
                break
            work.gather([load_one(file, profile, own)])
            read += 1
        work.hand_over()
        return read

    return job


def own_corrections() -> tuple[Corrections, str]:
    """The user's corrections; none, and the sentence that says why, where their file is broken."""
    from perfdesk.memory.settings import user_corrections
    from perfdesk.recognition.correction import Corrections

    try:
        return user_corrections(), ""
    except Fault as fault:
        return Corrections(), fault.message


def judging(standing: Sequence[Standing], corrections: Corrections | None) -> Callable[[Work], None]:
    """A job that judges open documents again and delivers what `Session.take_over` wants as it comes."""

    def job(work: Work) -> None:
        from perfdesk.session import judge_again

        for done, each in enumerate(standing):
            if not work.report(done, len(standing), Path(each.document.path).name):
                break
            work.gather(judge_again([each], corrections))
        work.hand_over()

    return job


def trying(text: str) -> Callable[[Work], str]:
    """A job that judges the sample by a profile's text; its result is a sentence with the counts."""

    def job(work: Work) -> str:
        from perfdesk.desks.profile_desk import trial

        return trial(text, work.report).words

    return job


def reading_looks(
    path: str, content: bytes | None = None
) -> Callable[[Work], tuple[tuple[Look, ...], dict[str, SheetSetting]]]:
    """A job that reads the cell formats of one file, and what its sheets set for whoever works in them."""

    def job(work: Work) -> tuple[tuple[Look, ...], dict[str, SheetSetting]]:
        from perfdesk.reading.document import read_appearance

        return read_appearance(Path(path), content)

    return job


def marking(
    documents: Sequence[Checked], folder: Path, edits: Mapping[str, Sequence[Edit]]
) -> Callable[[Work], tuple[Path, ...]]:
    """A job that writes review copies with the unsaved edits; its result is the files written."""

    def job(work: Work) -> tuple[Path, ...]:
        from perfdesk.session import write_marks

        return write_marks(documents, folder, edits)

    return job


def verifying(
    documents: Sequence[Checked], path: Path
) -> Callable[[Work], tuple[tuple[str, ...], tuple[Claim, ...]]]:
    """A job that holds a text against documents; its result is the text's lines and the claims found."""

    def job(work: Work) -> tuple[tuple[str, ...], tuple[Claim, ...]]:
        from perfdesk.reading.text import read_text
        from perfdesk.session import verify_text

        return read_text(path), verify_text(documents, path)

    return job


def mending(
    documents: Sequence[Checked], profile: str | None, corrections: Corrections | None
) -> Callable[[Work], Fixed]:
    """A job that mends copies of the documents in memory; its result says what became of them."""

    def job(work: Work) -> Fixed:
        from perfdesk.desks.fixing import mend
        from perfdesk.session import Session

        trial = Session(profile, corrections)
        trial.add(documents)
        return mend(trial)

    return job


def proposing_forms(order: Order) -> Callable[[Work], tuple[Proposal, ...] | Fault]:
    """A job that works out what an order of new forms would give; its result may be why it gives nothing."""

    def job(work: Work) -> tuple[Proposal, ...] | Fault:
        from perfdesk.desks.proposal import propose

        try:
            return propose(order)
        except Fault as fault:
            return fault

    return job


def making_forms(order: Order) -> Callable[[Work], tuple[NewForm, ...] | Fault]:
    """A job that makes new forms; its result says which, or why none."""

    def job(work: Work) -> tuple[NewForm, ...] | Fault:
        from perfdesk.desks.new_form import make_forms

        try:
            return make_forms(order)
        except Fault as fault:
            return fault

    return job


def summing_up(documents: Sequence[Checked], target: Path) -> Callable[[Work], Path]:
    """A job that writes the summary workbook; its result is the file written."""

    def job(work: Work) -> Path:
        from perfdesk.outlets.summary import write_summary

        write_summary(documents, target)
        return target

    return job


def warming_up(work: Work) -> None:
    """A job that imports the session while the user looks at the first paint."""
    import perfdesk.session  # noqa: F401
