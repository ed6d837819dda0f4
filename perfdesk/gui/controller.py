"""Between the screens and the session: every act of the user passes here, work runs in threads.

The session belongs to the GUI thread; threads get frozen documents and give frozen results.
What changed is told by signals, and the screens decide what to redraw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Edit, Finding, Place
from perfdesk.gui.controls.message_bar import Offer, Tone
from perfdesk.gui.dialogs.waiver_dialog import Explanation
from perfdesk.gui.worker import (
    Work,
    judging,
    loading,
    own_corrections,
    reading_looks,
    warming_up,
)

if TYPE_CHECKING:
    from perfdesk.core.history import Step
    from perfdesk.reading.sheet_setting import SheetSetting
    from perfdesk.reading.style import Look
    from perfdesk.row_edit import RowOrder
    from perfdesk.session import Checked, Session, Standing


@dataclass(frozen=True)
class Message:
    """Something to tell the user, with what may be done about it."""

    text: str
    tone: Tone = "fault"
    offers: tuple[Offer, ...] = ()


class Controller(QObject):
    """Owns the session and the running work.

    Signals: `open_asked(paths)`, `documents_added(paths)`, `documents_changed(paths)`,
    `document_closed(path)`, `looks_read(path)`, `faults_found(sentences)`, `told(Message)`,
    `progressed(done, total, words)`, `work_changed()`.
    """

    documents_added = Signal(object)
    documents_changed = Signal(object)
    document_closed = Signal(str)
    open_asked = Signal(object)
    looks_read = Signal(str)
    faults_found = Signal(object)
    told = Signal(object)
    progressed = Signal(int, int, str)
    work_changed = Signal()

    def __init__(self, parent: QObject | None = None, profile: str | None = None) -> None:
        super().__init__(parent)
        self.profile = profile
        self.author = ""
        self._works: list[Work] = []
        self._looked: dict[str, str] = {}
        self._looks: dict[str, tuple[Look, ...]] = {}
        self._settings: dict[str, dict[str, SheetSetting]] = {}
        self._saved: dict[str, tuple[str, frozenset[Edit]]] = {}
        self._faults: list[str] = []

    @cached_property
    def session(self) -> Session:
        """The open workspace; imported late so that the window is on screen first."""
        from perfdesk.session import Session

        corrections, fault = own_corrections()
        if fault:
            self._faults.append(fault)
        return Session(self.profile, corrections)

    @property
    def documents(self) -> tuple[Checked, ...]:
        """What is open."""
        return self.session.documents if "session" in self.__dict__ else ()

    @property
    def step_names(self) -> tuple[str | None, str | None]:
        """What undo would take back and redo carry out again, or None."""
        if "session" not in self.__dict__:
            return None, None
        history = self.session.history
        return tuple(steps[-1].name if steps else None for steps in (history.done, history.undone))  # type: ignore[return-value]

    @property
    def is_busy(self) -> bool:
        """Whether work the user asked for is running."""
        return any(work.title for work in self._works)

    @property
    def is_working(self) -> bool:
        """Whether any thread is running."""
        return bool(self._works)

    def warm_up(self) -> None:
        """Import the session in a thread, so that the first file opens at once."""
        self.run("", warming_up)

    def open(self, paths: Sequence[str]) -> None:
        """Read and judge files and folders in a thread."""
        absolute = [str(Path(path).absolute()) for path in paths]
        self.open_asked.emit(absolute)
        opened = self.session if "session" in self.__dict__ else None
        profile = opened.profile if opened else self.profile
        job = loading(absolute, profile, opened.corrections if opened else None)
        self.run("正在读取", job, self._opened, self.add)

    def add(self, documents: Sequence[Checked]) -> None:
        """Take over what was read; an open file with unsaved edits is not replaced."""
        kept = [checked for checked in documents if not self.is_modified(checked.path)]
        for checked in documents:
            if checked not in kept:
                self._faults.append(
                    f"{PurePath(checked.path).name} 有未保存的修改，没有重新打开；请先另存或撤销。"
                )
            elif checked.document.fault is not None:
                self._faults.append(checked.document.fault.message)
            self._looked.pop(checked.path, None)
            self._looks.pop(checked.path, None)
        for checked in kept:
            self._saved.pop(checked.path, None)
        self.session.add(kept)
        self._faults.extend(
            fault.message for fault in self.session.waiver_faults if fault.message not in self._faults
        )
        if kept:
            self.documents_added.emit(tuple(checked.path for checked in kept))
        if self._faults:
            self.faults_found.emit(list(self._faults))

    def differs_on_disk(self, path: str) -> bool:
        """Whether the file is no longer what was opened; one that is gone differs too."""
        return self.session.differs_on_disk(path)

    def reopen(self, path: str) -> None:
        """Read a file anew; its unsaved edits are given up, as the user chose."""
        self._saved[path] = self._state(path)
        self.open([path])

    def _opened(self, result: object) -> None:
        if not result and not self._faults:
            self.told.emit(
                Message("没有找到可打开的文件：请选择 .xlsx、.xls、.docx 或 .pdf 文件，或包含它们的文件夹。")
            )
        self._faults.clear()

    def is_modified(self, path: str) -> bool:
        """Whether a document has edits that were not saved under any name."""
        if "session" not in self.__dict__:
            return False
        try:
            document = self.session.document(path).document
        except KeyError:  # Not open yet.
            return False
        if path in self._saved:
            return self._state(path) != self._saved[path]
        return bool(self.session.unsaved(path)) or document.unsaved_content is not None

    def _state(self, path: str) -> tuple[str, frozenset[Edit]]:
        """What a document holds: the content it rests on, and its edits."""
        content = self.session.document(path).document.content_digest
        return content, frozenset(self.session.unsaved(path))

    @property
    def modified(self) -> list[str]:
        """The documents with edits that were not saved."""
        return [checked.path for checked in self.documents if self.is_modified(checked.path)]

    def edit(self, place: Place, text: str) -> None:
        """Give a cell a new content; its document is judged again."""
        self._change(place.path, lambda: self.session.edit(place.path, place.sheet, place.cell, text))

    def fill(self, path: str, edits: Sequence[Edit], name: str) -> None:
        """Carry out several edits as one step."""
        self._change(path, lambda: self.session.apply(path, edits, name))

    def fill_all(self, edits: Mapping[str, Sequence[Edit]], name: str) -> None:
        """Carry out edits of several documents as one step."""
        if self.session.apply_all(edits, name):
            self.documents_changed.emit(tuple(edits))

    def move_rows(self, path: str, order: RowOrder) -> bool:
        """Insert or delete rows; False where that was refused, which is told."""
        try:
            self.session.move_rows(path, order)
        except Fault as fault:
            self.told.emit(Message(fault.message))
            return False
        self.documents_changed.emit((path,))
        return True

    def take_content(self, path: str, data: bytes, edits: Sequence[Edit], name: str) -> None:
        """Let a document rest on another content, with edits upon it."""

        def take() -> bool:
            self.session.take_content(path, data, edits, name)
            return True

        self._change(path, take)

    def apply_fix(self, finding: Finding) -> None:
        """Carry out the fix of a finding."""
        if finding.fix is not None:
            self.fill(finding.place.path, finding.fix.edits, f"采用建议 {finding.place.cell}")

    def waive(self, finding: Finding, explanation: Explanation) -> None:
        """Keep the explanation of a finding, dated today."""
        self.author = explanation.author.strip()
        path, today = finding.place.path, date.today().isoformat()

        def keep() -> bool:
            self.session.waive(path, finding, explanation.text, self.author, today)
            return True

        self._change(path, keep)

    def unwaive(self, finding: Finding) -> None:
        """Drop the explanation of a finding."""
        self._change(finding.place.path, lambda: self.session.unwaive(finding.place.path, finding))

    def judge_again(self, paths: Sequence[str] | None = None) -> None:
        """Judge documents, or all, again in a thread, and tell of them as they come."""
        session = self.session
        job = judging(session.standing(paths), session.corrections)
        self.run("正在重新核对", job, parts=self._judged)

    def _judged(self, judged: Sequence[tuple[Standing, Checked]]) -> None:
        self.session.take_over(judged)
        self.documents_changed.emit(tuple(checked.path for _, checked in judged))

    def _change(self, path: str, change: Callable[[], bool]) -> None:
        try:
            changed = change()
        except Fault as fault:
            self.told.emit(Message(fault.message))
            changed = True  # The edit line must go back to what the cell holds.
        if changed:
            self.documents_changed.emit((path,))

    def undo(self) -> Place | None:
        """Take back the last step; returns its first cell."""
        return self._tell_step(self.session.undo())

    def redo(self) -> Place | None:
        """Carry out again the last step taken back; returns its first cell."""
        return self._tell_step(self.session.redo())

    def _tell_step(self, step: Step | None) -> Place | None:
        if step is None:
            return None
        self.documents_changed.emit(tuple(step.paths))
        return step.place

    def looks(self, path: str) -> tuple[Look, ...]:
        """The cell formats of a document; empty while a thread reads them, then `looks_read`.

        Those of a content that a save or moved rows have replaced are shown until the new ones are read.
        """
        document = self.session.document(path).document
        if self._looked.get(path) != document.content_digest:
            self._looked[path] = document.content_digest
            self._looks.setdefault(path, ())
            job = reading_looks(path, document.unsaved_content)
            self.run("", job, partial(self._keep_looks, path))
        return self._looks[path]

    def settings(self, path: str) -> Mapping[str, SheetSetting]:
        """What the sheets of a file set for whoever works in them, by name; read with the looks."""
        return self._settings.get(path, {})

    def _keep_looks(self, path: str, result: object) -> None:
        if isinstance(result, tuple) and path in self._looks:
            self._looks[path], self._settings[path] = result
            self.looks_read.emit(path)

    def save(self, path: str, *, though_open: bool = False) -> None:
        """Write a document's edits into its own file; raises Fault where something is in the way."""
        saved = self.session.save(path, though_open=though_open)
        self._saved.pop(path, None)
        self.documents_changed.emit((path,))
        kept = f"改动前的文件备份在 {saved.backup.parent.name}/{saved.backup.name}。" if saved.backup else ""
        words = "".join([f"已保存 {PurePath(path).name}。", kept, *saved.warnings])
        self.told.emit(Message(words, "done"))

    def save_as(self, path: str, target: Path) -> bool:
        """Write a document with its edits under another name; tells how it went."""
        try:
            self.session.save_as(path, target)
        except Fault as fault:
            self.told.emit(Message(fault.message))
            return False
        self._saved[path] = self._state(path)
        self.documents_changed.emit((path,))
        new = "" if is_workbook(path) else f"（由 {PurePath(path).name} 导入的新工作簿）"
        self.tell_written(f"已另存为 {target.name}{new}，原文件没有改动。", target)
        return True

    def close(self, path: str) -> None:
        """Forget a document."""
        self.session.close(path)
        self._saved.pop(path, None)
        self._looked.pop(path, None)
        self._looks.pop(path, None)
        self._settings.pop(path, None)
        self.document_closed.emit(path)

    def tell_written(self, text: str, target: Path) -> None:
        """Tell that a file was written, and offer to open it."""

        def show() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

        self.told.emit(Message(text, "done", (("打开", show),)))

    def run(
        self,
        title: str,
        job: Callable[[Work], object],
        done: Callable[[object], None] | None = None,
        parts: Callable[..., None] | None = None,
    ) -> Work:
        """Carry out a job in a thread; with a title its progress is shown, and it can be cancelled.

        `done` takes its result, `parts` what it delivers on the way.
        """
        work = Work(title, job, self)
        self._works.append(work)
        if title:
            work.progressed.connect(lambda at, of, name: self.progressed.emit(at, of, f"{title} {name}"))
        if done is not None:
            work.succeeded.connect(done)
        if parts is not None:
            work.delivered.connect(parts)
        work.failed.connect(lambda sentence: self.told.emit(Message(sentence)))
        work.crashed.connect(self.tell_bug)
        work.finished.connect(lambda: self._end(work))
        work.start()
        self.work_changed.emit()
        return work

    def _end(self, work: Work) -> None:
        self._works.remove(work)
        work.deleteLater()
        self.work_changed.emit()

    def tell_bug(self, report: str) -> None:
        """Tell that the program is at fault, never the file; the report can be copied."""
        last = report.strip().splitlines()[-1]
        self.told.emit(
            Message(
                f"程序内部出错，不是文件的问题：{last}。请复制错误信息发给维护人员。",
                "fault",
                (_copying(report),),
            )
        )

    def cancel(self) -> None:
        """Stop the work the user asked for after the file it is at."""
        for work in self._works:
            if work.title:
                work.cancel()

    def stop(self) -> None:
        """End all threads; before the window goes."""
        for work in list(self._works):
            work.cancel()
            work.wait()


def is_workbook(path: str) -> bool:
    """Whether a document can be saved as what it is; every other kind is saved as a new .xlsx."""
    return PurePath(path).suffix.lower() in {".xlsx", ".xlsm"}


def _copying(report: str) -> Offer:
    def copy() -> None:
        from PySide6.QtWidgets import QApplication

        QApplication.clipboard().setText(report)

    return "复制错误信息", copy
