"""Keeping the user's edits: saving in place or elsewhere, and the journal that outlives a crash.

Between the window's questions and the session. What stands in the way of a save is told in the
message bar with the ways on; nothing is retried or overwritten unasked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from perfdesk.core.fault import ChangedFault, DiskFullFault, Fault, LockedFault, OwnedFault
from perfdesk.gui.controller import Message, is_workbook
from perfdesk.gui.controls.message_bar import Offer
from perfdesk.gui.desk import Desk
from perfdesk.gui.feature import Acts, Feature
from perfdesk.memory.journal import Journal, LeftBehind, LostEdits

_WORKBOOKS = "工作簿 (*.xlsx *.xlsm)"
_RECOVERY = "恢复未保存的修改"


class Saving(Feature):
    """Saves documents, and keeps what is not saved yet safe from a crash."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._controller = desk.controller
        self._journal = Journal()
        self._left: LeftBehind | None = None
        self._wanted: dict[str, LostEdits] = {}

    def acts(self) -> Acts:
        """The two ways to save."""
        return {
            "save": self.desk.with_current(self.save),
            "save_as": self.desk.with_current(self.save_as),
        }

    def usable(self) -> Mapping[str, bool]:
        """Only what is edited is saved; anything may be saved under another name."""
        path = self.desk.path
        is_edited = path is not None and self._controller.is_modified(path)
        return {
            "save": is_edited or (self.desk.has_sheet and self.desk.pane.is_typing),
            "save_as": self.desk.has_sheet,
        }

    def furnish(self) -> None:
        """Keep the journal abreast of what is open."""
        self._controller.documents_changed.connect(self._note)
        self._controller.documents_added.connect(self._added)
        self._controller.document_closed.connect(self._forget)

    def save(self, path: str, *, though_open: bool = False) -> bool:
        """Write a document's edits into its own file, or, where that cannot be, ask for another one.

        False when it was not saved; the message bar then says why and offers the ways on.
        """
        if not is_workbook(path):
            return self.save_as(path)
        try:
            self._controller.save(path, though_open=though_open)
        except Fault as fault:
            self.desk.tell(Message(fault.message, "fault", self._ways_on(path, fault)))
            return False
        return True

    def _ways_on(self, path: str, fault: Fault) -> tuple[Offer, ...]:
        elsewhere: Offer = ("另存为…", lambda: self.save_as(path))
        again: Offer = ("重试", lambda: self.save(path))
        if isinstance(fault, OwnedFault):
            return again, ("仍然保存", lambda: self.save(path, though_open=True)), elsewhere
        if isinstance(fault, (LockedFault, DiskFullFault)):
            return again, elsewhere
        if isinstance(fault, ChangedFault):
            return elsewhere, ("放弃修改并重新打开", lambda: self._controller.reopen(path))
        return (elsewhere,)

    def save_as(self, path: str) -> bool:
        """Ask for a name and save the document with its edits; False when the user gave up."""
        source = Path(path)
        title, ending = "另存为", source.suffix
        if not is_workbook(path):
            title, ending = f"另存为 .xlsx（{source.suffix} 文件不能直接改写）", ".xlsx"
        suggested = source.with_name(f"{source.stem}（修改）{ending}")
        target = self.desk.dialogs.target(title, suggested, _WORKBOOKS)
        return target is not None and self._controller.save_as(path, target)

    def may_lose(self, paths: Sequence[str]) -> bool:
        """Whether these documents may go: nothing is unsaved, or the user has decided about it."""
        edited = [path for path in paths if self._controller.is_modified(path)]
        if not edited:
            return True
        answer = self.desk.dialogs.keep_edits([PurePath(path).name for path in edited])
        if answer == "save":
            return not [path for path in edited if not self.save(path)]
        return answer == "discard"

    def may_close(self) -> bool:
        """Ask about all that is unsaved."""
        return self.may_lose(self._controller.modified)

    def end(self) -> None:
        """The window goes as the user wished: there is nothing to recover from it."""
        self._journal.close()
        if self._left is not None:
            self._left.release()

    def _forget(self, path: str) -> None:
        """A document was closed: its edits are saved, or given up."""
        self._journal.keep(path, "", ())

    # What a crash left behind.

    def offer_lost(self) -> None:
        """Tell of edits that a window left unsaved when it was stopped, and offer them."""
        self._left = LeftBehind()
        lost = self._left.documents
        if not lost:
            return
        names = "、".join(PurePath(each.path).name for each in lost[:3]) + ("等" if len(lost) > 3 else "")
        count = sum(len(each.edits) + (each.content is not None) for each in lost)
        text = f"上次没有正常退出：{names}（{len(lost)} 个文件）有 {count} 处修改没有保存，可以恢复。"
        offers = (("恢复", self.recover), ("不要了", self._give_up))
        self.desk.tell(Message(text, "fault", offers))

    def recover(self) -> None:
        """Open the documents with lost edits and carry these out as one step that can be undone."""
        if self._left is None:
            return
        self._wanted = {each.path: each for each in self._left.documents}
        self._controller.open(list(self._wanted))

    def _give_up(self) -> None:
        if self._left is not None:
            self._left.forget()
        self.desk.tell(Message("已放弃上次未保存的修改，文件没有改动。", "done"))

    def _added(self, paths: Sequence[str]) -> None:
        self._note(paths)
        for path in paths:
            lost = self._wanted.pop(path, None)
            if lost is not None:
                self._bring_back(lost)

    def _bring_back(self, lost: LostEdits) -> None:
        document = self._controller.session.document(lost.path).document
        name = PurePath(lost.path).name
        if document.fault is not None:
            return  # The reader has told why; the journal stays for the next start.
        if document.digest == lost.digest:
            self._carry_out(lost)
            text = f"已恢复 {name} 的{_told(lost)}，请核对后保存；撤销可一次退回。"
            self.desk.tell(Message(text, "done"))
            return
        whole = "插入或删除过行，填入时整个文件回到上次的内容。" if lost.content is not None else ""
        text = f"{name} 在上次修改之后又被其他程序改过，{_told(lost, '未保存的')}没有填入。{whole}"
        offers = (("仍然填入", lambda: self._carry_out(lost)), ("不要了", lambda: self._settle(lost)))
        self.desk.tell(Message(text, "fault", offers))

    def _carry_out(self, lost: LostEdits) -> None:
        sheets = {grid.name for grid in self._controller.session.document(lost.path).document.grids}
        edits = [edit for edit in lost.edits if edit.sheet in sheets]
        if lost.content is not None:
            self._controller.take_content(lost.path, lost.content, lost.edits, _RECOVERY)
        else:
            self._controller.fill(lost.path, edits, _RECOVERY)
        self._settle(lost)

    def _settle(self, lost: LostEdits) -> None:
        if self._left is not None:
            self._left.settle(lost.path)

    def _note(self, paths: Sequence[str]) -> None:
        """Keep the journal abreast of the edits of documents."""
        session = self._controller.session
        for path in filter(session.is_open, paths):
            document = session.document(path).document
            is_modified = self._controller.is_modified(path)
            edits = session.unsaved(path) if is_modified else ()
            content = document.content if is_modified and document.unsaved_content is not None else None
            self._journal.keep(path, document.digest, edits, content)


def _told(lost: LostEdits, which: str = "") -> str:
    """What was lost, in words."""
    rows = "行的插入或删除" if lost.content is not None else ""
    cells = f" {len(lost.edits)} 处{which}修改" if lost.edits or not rows else ""
    return "和".join(part for part in (rows, cells) if part)
