"""What the window asks the user for: files, folders, targets, and whether to keep edits.

One small class, so that a test can answer in the user's place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

Answer = Literal["save", "discard", "cancel"]
WORKBOOKS = "工作簿 (*.xlsx *.xlsm *.xls *.et);;所有文件 (*)"


class Dialogs:
    """The modal questions of the window."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def files(self) -> list[str]:
        """Workbooks to open; none when the user gave up."""
        return QFileDialog.getOpenFileNames(self._parent, "打开文件", "", WORKBOOKS)[0]

    def folder(self, title: str) -> str:
        """A folder, or an empty text."""
        return QFileDialog.getExistingDirectory(self._parent, title)

    def target(self, title: str, suggested: Path, kind: str) -> Path | None:
        """A file to write; its ending is added where the user left it out."""
        name = QFileDialog.getSaveFileName(self._parent, title, str(suggested), kind)[0]
        if not name:
            return None
        return Path(name if name.lower().endswith(suggested.suffix) else name + suggested.suffix)

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
        box.exec()
        clicked = box.clickedButton()
        return "save" if clicked is save else "discard" if clicked is discard else "cancel"
