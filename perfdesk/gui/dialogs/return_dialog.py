"""How return notices are to be written: by when to hand in again, from which template, into which folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from perfdesk.gui.controls.combo_box import combo_box
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.look.palette import SPIN_MARGINS, set_tone
from perfdesk.gui.look.room import size_in_letters

_USUAL_DAYS, _MOST_DAYS = 7, 180
_WORD = "Word 文档 (*.docx)"
REPORT_NAME = "绩效自评审核报告.docx"
_REMARK = "每个单位一份；没有需退回问题的单位不写。文件夹里同名的旧意见书会被替换。"


class Asking(Protocol):
    """What it needs of the window's questions."""

    def file(self, title: str, kind: str) -> str:
        """One file of a kind, or an empty text."""

    def folder(self, title: str) -> str:
        """A folder, or an empty text."""


@dataclass(frozen=True, slots=True)
class ReturnOrder:
    """What the user wants; without days and date the deadline stays blank in the notice.

    `has_report` asks for an inspection report too, beside the notices.
    """

    folder: Path
    days: int | None = None
    until: str | None = None
    template: Path | None = None
    has_report: bool = False
    report_template: Path | None = None

    @property
    def report(self) -> Path:
        """Where the inspection report goes."""
        return self.folder / REPORT_NAME


class ReturnDialog(QDialog):
    """Takes an order for return notices; it can be accepted once there is a folder."""

    def __init__(self, dialogs: Asking, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dialogs = dialogs
        self.setWindowTitle("退回意见书")
        self.setAccessibleName("退回意见书")
        self.in_days, self.by_date, self.open_end = (
            QRadioButton(words) for words in ("收到后天数", "截止日期", "留空待填")
        )
        self.days = QSpinBox()
        self.days.setRange(1, _MOST_DAYS)
        self.days.setValue(_USUAL_DAYS)
        self.days.setSuffix(" 天内改正")
        self.days.lineEdit().setTextMargins(*SPIN_MARGINS)
        self.days.setAccessibleName("收到意见书后几天内改正")
        self.date = QDateEdit(QDate.currentDate().addDays(_USUAL_DAYS))
        self.date.setDisplayFormat("yyyy年M月d日")
        self.date.setCalendarPopup(True)
        self.date.setAccessibleName("改正的截止日期")
        self.template = TemplateChoice(dialogs, "意见书模板")
        self.with_report = QCheckBox("另写一份审核报告")
        self.with_report.setAccessibleName(self.with_report.text())
        self.report_template = TemplateChoice(dialogs, "审核报告模板")
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName("意见书存放的文件夹")
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton("写意见书", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for button in (*self.buttons.buttons(), self.in_days, self.by_date, self.open_end):
            button.setAccessibleName(button.text())
        self._lay_out()
        self.in_days.setChecked(True)

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        deadline = QVBoxLayout()
        for choice, control in ((self.in_days, self.days), (self.by_date, self.date), (self.open_end, None)):
            group.addButton(choice)
            choice.toggled.connect(lambda checked: self._allow())
            row = QHBoxLayout()
            row.addWidget(choice)
            if control is not None:
                row.addWidget(control)
            row.addStretch(1)
            deadline.addLayout(row)
        self.folder.textChanged.connect(lambda text: self._allow())
        rows = QFormLayout()
        rows.addRow("改正期限", deadline)
        rows.addRow("模板", self.template)
        rows.addRow("文件夹", _beside(self.folder, push_button("浏览…", self._browse)))
        rows.addRow("", self.with_report)
        rows.addRow("报告模板", self.report_template)
        self.with_report.toggled.connect(lambda checked: self._allow())
        remark = QLabel(_REMARK)
        remark.setWordWrap(True)
        set_tone(remark, "faint")
        column = QVBoxLayout(self)
        column.addLayout(rows)
        column.addWidget(remark)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.resize(size_in_letters(self, 520, 360))

    def _allow(self) -> None:
        self.days.setEnabled(self.in_days.isChecked())
        self.date.setEnabled(self.by_date.isChecked())
        self.report_template.setEnabled(self.with_report.isChecked())
        self.accept_button.setEnabled(bool(self.folder.text().strip()))

    def _browse(self) -> None:
        if name := self._dialogs.folder("退回意见书存放的文件夹"):
            self.folder.setText(name)

    @property
    def order(self) -> ReturnOrder:
        """What was chosen."""
        until = self.date.date().toString("yyyy-MM-dd") if self.by_date.isChecked() else None
        days = self.days.value() if self.in_days.isChecked() else None
        folder, has_report = Path(self.folder.text().strip()), self.with_report.isChecked()
        return ReturnOrder(folder, days, until, self.template.path, has_report, self.report_template.path)


class TemplateChoice(QWidget):
    """The shipped template, or a Word file of the user's."""

    def __init__(self, dialogs: Asking, name: str) -> None:
        super().__init__()
        self._dialogs, self._name = dialogs, name
        self.box = combo_box(name)
        self.box.addItem("随程序提供的", None)
        row = _beside(self.box, push_button("选择…", self.choose, f"选择自己的{name}（Word 文档）"))
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)

    def choose(self) -> None:
        """Ask for a file and take it."""
        if name := self._dialogs.file(f"选择{self._name}", _WORD):
            self.box.addItem(Path(name).name, Path(name))
            self.box.setCurrentIndex(self.box.count() - 1)

    @property
    def path(self) -> Path | None:
        """The user's file; None for the shipped template."""
        path: Path | None = self.box.currentData()
        return path


def _beside(field: QWidget, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(field, 1)
    row.addWidget(button)
    return row
