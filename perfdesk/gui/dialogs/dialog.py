"""What the window asks the user for: files, folders, targets, and whether to keep edits.

One small class, so that a test can answer in the user's place.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

from perfdesk.core.finding import Finding
from perfdesk.gui.dialogs.waiver_dialog import Explanation, WaiverDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QPageLayout
    from PySide6.QtPrintSupport import QPrinter

    from perfdesk.desks.fixing import Mended
    from perfdesk.gui.dialogs.return_dialog import ReturnOrder

Answer = Literal["save", "discard", "cancel"]
READABLE = (
    "表格和文档 (*.xlsx *.xlsm *.xls *.et *.docx *.pdf *.htm *.html *.mht);;"
    "工作簿 (*.xlsx *.xlsm *.xls *.et);;Word 和 PDF 文档 (*.docx *.pdf);;所有文件 (*)"
)


class Dialogs:
    """The modal questions of the window."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self._last: QDialog | None = None

    def files(self) -> list[str]:
        """Workbooks and documents to open; none when the user gave up."""
        dialog = self._dialog("打开文件", "打开", READABLE)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        return dialog.selectedFiles() if self._ask(dialog) else []

    def file(self, title: str, kind: str) -> str:
        """One file of a kind, or an empty text."""
        dialog = self._dialog(title, "打开", kind)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return dialog.selectedFiles()[0] if self._ask(dialog) else ""

    def folder(self, title: str) -> str:
        """A folder, or an empty text."""
        dialog = self._dialog(title, "选择", "")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return dialog.selectedFiles()[0] if self._ask(dialog) else ""

    def target(self, title: str, suggested: Path, kind: str) -> Path | None:
        """A file to write; where the user left its ending out, that of the kind chosen is added."""
        dialog = self._dialog(title, "保存", kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suggested.suffix.removeprefix("."))
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("".join(_endings(chosen)[:1])[1:])
        )
        dialog.setDirectory(str(suggested.parent))
        dialog.selectFile(suggested.name)
        if not self._ask(dialog):
            return None
        name = dialog.selectedFiles()[0]
        # A name such as 2024.自评 has an ending for Qt, but not the one that opens the file.
        if name.lower().endswith((suggested.suffix, *_endings(kind))):
            return Path(name)
        return Path(f"{name}.{dialog.defaultSuffix()}")

    def _ask(self, dialog: QDialog) -> bool:
        """Show a dialog until it is answered; True where the user agreed.

        It goes in this thread, at once: left to the garbage collector it could go in a worker's thread,
        and its timers would fire into nothing. It is held until then.
        """
        is_agreed = bool(dialog.exec())
        self._last = dialog
        dialog.deleteLater()
        return is_agreed

    def _dialog(self, title: str, accept: str, kind: str) -> QFileDialog:
        """A file dialog in Chinese; where the system has its own, that one."""
        dialog = QFileDialog(self._parent, title)
        if kind:
            dialog.setNameFilter(kind)
        for label, words in {
            QFileDialog.DialogLabel.LookIn: "位置：",
            QFileDialog.DialogLabel.FileName: "名称：",
            QFileDialog.DialogLabel.FileType: "类型：",
            QFileDialog.DialogLabel.Accept: accept,
            QFileDialog.DialogLabel.Reject: "取消",
        }.items():
            dialog.setLabelText(label, words)
        return dialog

    def words(self, title: str, label: str, suggested: str) -> str:
        """One line of text, or an empty one when the user gave up."""
        dialog = QInputDialog(self._parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextValue(suggested)
        dialog.setOkButtonText("确定")
        dialog.setCancelButtonText("取消")
        return dialog.textValue() if self._ask(dialog) else ""

    def printer(self, layout: QPageLayout, pages: int) -> QPrinter | None:
        """A printer the user chose; None when the user gave up."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setPageLayout(layout)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setWindowTitle("打印")
        dialog.setMinMax(1, pages)
        return printer if self._ask(dialog) else None

    def confirm(self, question: str, act: str) -> bool:
        """Whether the user wants what the question says; `act` is the button that says yes."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(question)
        yes = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
        self._ask(box)
        return box.clickedButton() is yes

    def explanation(self, finding: Finding, author: str) -> Explanation | None:
        """Why a finding stands; None when the user gave up. `author` is who explained last."""
        dialog = WaiverDialog(finding, author, self._parent)
        return dialog.explanation if self._ask(dialog) else None

    def fixes(self, mended: tuple[Mended, ...]) -> tuple[Mended, ...]:
        """Which of these fixes to carry out; none when the user gave up."""
        from perfdesk.gui.dialogs.fix_dialog import FixDialog

        dialog = FixDialog(mended, self._parent)
        return dialog.kept if self._ask(dialog) else ()

    def returns(self, folder: Path) -> ReturnOrder | None:
        """How return notices are to be written; None when the user gave up."""
        from perfdesk.gui.dialogs.return_dialog import ReturnDialog

        dialog = ReturnDialog(self, folder, self._parent)
        return dialog.order if self._ask(dialog) else None

    def keep_edits(self, names: list[str]) -> Answer:
        """Whether unsaved edits of these files are to be saved, given up, or looked at again."""
        box = QMessageBox(self._parent)
        box.setWindowTitle("尚未保存")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(f"有 {len(names)} 个文件的修改尚未保存：")
        box.setInformativeText("\n".join(names[:10]) + ("\n……" if len(names) > 10 else ""))
        save = box.addButton("保存", QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton("放弃", QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(cancel)
        self._ask(box)
        clicked = box.clickedButton()
        return "save" if clicked is save else "discard" if clicked is discard else "cancel"


def _endings(kind: str) -> tuple[str, ...]:
    """The endings a filter such as `PDF (*.pdf)` names."""
    return tuple(re.findall(r"\*(\.\w+)", kind))
