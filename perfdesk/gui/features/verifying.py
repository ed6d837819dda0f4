"""Holding a published text against the open forms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from perfdesk.gui.controller import Message
from perfdesk.gui.dialogs.claims_dialog import ClaimsDialog
from perfdesk.gui.feature import Acts, Feature
from perfdesk.gui.worker import verifying

_TEXTS = "文稿 (*.txt *.md *.docx)"


class Verifying(Feature):
    """Asks for the text, lets a thread find and recompute its claims, and shows them in the text."""

    def acts(self) -> Acts:
        """One command."""
        return {"verify": self.verify}

    def usable(self) -> Mapping[str, bool]:
        """It needs no form, but no other work may be running."""
        return {"verify": not self.desk.controller.is_busy}

    def verify(self) -> None:
        """Ask for a text and hold it against what is open."""
        if name := self.desk.dialogs.file("选择要核对的公开文本", _TEXTS):
            path = Path(name)
            job = verifying(self.desk.controller.documents, path)
            self.desk.controller.run("正在核对", job, lambda result: self._show(path, result))

    def _show(self, path: Path, result: object) -> None:
        assert isinstance(result, tuple)
        lines, claims = result
        self.dialog().show_claims(path.name, lines, claims)
        if not self.desk.controller.documents:
            words = "还没有打开自评表：只核对了文中自身的算式。打开相关的表后再核对，可与表格比对。"
            self.desk.tell(Message(words))
        elif not claims:
            self.desk.tell(Message(f"{path.name} 里没有找到可核对的数字或名称。"))
        self.dialog().show()
        self.dialog().raise_()

    def dialog(self) -> ClaimsDialog:
        """The window with the text, made once."""
        dialog = self.desk.window.findChild(ClaimsDialog)
        if dialog is None:
            dialog = ClaimsDialog(self.desk.window)
            dialog.place_chosen.connect(self.desk.navigator.go_to)
        return dialog
