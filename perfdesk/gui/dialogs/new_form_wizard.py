"""New self-evaluations in five steps: the form, where from, year and unit, the weights, where to.

The wizard only gathers an `Order` and shows what it would give; `new_form` makes the files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
    QWizard,
    QWizardPage,
)

from perfdesk.gui.controls.combo_box import combo_box
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.dialogs.dialog import Dialogs
from perfdesk.gui.look.palette import SPIN_MARGINS, set_tone
from perfdesk.gui.look.room import size_in_letters

if TYPE_CHECKING:
    from perfdesk.desks.new_form import Order
    from perfdesk.desks.proposal import Proposal

_WORKBOOKS = "工作簿 (*.xlsx *.xlsm *.xls *.et)"
_NO_YEAR = 1999
BLANK, LAST_YEAR, TARGETS = range(3)
_SOURCES = (
    "空白表：只带表样和公式",
    "上年的自评表：带入目标、指标、指标值和分值，完成情况留空",
    "批复的绩效目标表：一个项目一张，分值按评分规则分配",
)


class FormPage(QWizardPage):
    """Which form."""

    def __init__(self, dialogs: Dialogs) -> None:
        super().__init__()
        self._dialogs = dialogs
        self.setTitle("选择表样")
        self.setSubTitle("随附的空白表，或自己的 .xlsx 模板。")
        self.forms = QListWidget()
        self.forms.setAccessibleName("表样")
        self.forms.currentRowChanged.connect(lambda row: self.completeChanged.emit())
        self.own = push_button("使用自己的模板…", self._choose)
        column = QVBoxLayout(self)
        column.addWidget(self.forms, 1)
        column.addWidget(self.own, 0, Qt.AlignmentFlag.AlignLeft)

    def initializePage(self) -> None:
        """List the forms that are shipped."""
        from perfdesk.writing.filling.template_choice import shipped_forms

        if not self.forms.count():
            for path in shipped_forms():
                self.forms.addItem(path.stem)
            self.forms.setCurrentRow(0)

    def choose(self, form: str) -> None:
        """Make a shipped form current, by its name."""
        for item in self.forms.findItems(form, Qt.MatchFlag.MatchExactly):
            self.forms.setCurrentItem(item)

    def _choose(self) -> None:
        if name := self._dialogs.file("选择模板", "工作簿 (*.xlsx)"):
            self.forms.addItem(name)
            self.forms.setCurrentRow(self.forms.count() - 1)

    @property
    def form(self) -> str:
        """Words that name the template, or its path."""
        item = self.forms.currentItem()
        return item.text() if item is not None else ""

    def isComplete(self) -> bool:
        """A form must be chosen."""
        return bool(self.form)


class SourcePage(QWizardPage):
    """Where the contents come from."""

    def __init__(self, dialogs: Dialogs) -> None:
        super().__init__()
        self._dialogs = dialogs
        self.setTitle("从哪里来")
        self.setSubTitle("可以从空白表开始，也可以带入已有的内容。")
        self.choice = QButtonGroup(self)
        column = QVBoxLayout(self)
        for number, words in enumerate(_SOURCES):
            radio = QRadioButton(words)
            radio.setAccessibleName(words)
            radio.setChecked(number == BLANK)
            self.choice.addButton(radio, number)
            column.addWidget(radio)
        self.path = QLineEdit()
        self.path.setAccessibleName("来源的文件或文件夹")
        self.path.setPlaceholderText("来源的文件或文件夹")
        self.path.textChanged.connect(lambda text: self.completeChanged.emit())
        self.choice.idClicked.connect(lambda number: self._show())
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(push_button("选择文件…", self._choose_file))
        row.addWidget(push_button("选择文件夹…", self._choose_folder))
        column.addWidget(self._row)
        column.addStretch(1)
        self._show()

    def _show(self) -> None:
        self._row.setVisible(self.choice.checkedId() != BLANK)
        self.completeChanged.emit()

    def _choose_file(self) -> None:
        if name := self._dialogs.file("选择来源", _WORKBOOKS):
            self.path.setText(name)

    def _choose_folder(self) -> None:
        if name := self._dialogs.folder("选择来源文件夹"):
            self.path.setText(name)

    @property
    def source(self) -> Path | None:
        """The file or folder; None for a blank form."""
        text = self.path.text().strip()
        return Path(text) if text and self.choice.checkedId() != BLANK else None

    def isComplete(self) -> bool:
        """A source must be named unless the form is to be blank."""
        return self.choice.checkedId() == BLANK or self.source is not None


class HeaderPage(QWizardPage):
    """Year, unit, and the rules that deal out the weights."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle("年度和单位")
        self.setSubTitle("留空的从来源带入：上年的表，年度加一。")
        self.year = QSpinBox()
        self.year.setAccessibleName("年度")
        self.year.setRange(_NO_YEAR, 2099)
        self.year.setSpecialValueText("按来源")
        self.year.setValue(_NO_YEAR)
        self.year.lineEdit().setTextMargins(*SPIN_MARGINS)
        self.unit = QLineEdit()
        self.unit.setAccessibleName("单位名称")
        self.profile = combo_box("评分规则")
        rows = QFormLayout(self)
        rows.addRow("年度", self.year)
        rows.addRow("单位名称", self.unit)
        rows.addRow("评分规则（分配分值用）", self.profile)

    def initializePage(self) -> None:
        """List the rules there are."""
        from perfdesk.desks.profile_desk import choices

        if not self.profile.count():
            self.profile.addItem("按表样自动选用", None)
            for choice in choices():
                if not choice.fault:
                    own = "（我的规则）" if choice.is_own else ""
                    self.profile.addItem(f"{choice.name}{own}", choice.identifier)

    def completed(self, order: Order) -> Order:
        """The order with what was entered here."""
        year = self.year.value()
        return replace(
            order,
            year=None if year == _NO_YEAR else year,
            unit=self.unit.text().strip() or None,
            profile=self.profile.currentData(),
        )


class WeightPage(QWizardPage):
    """What would be made, with each indicator's weight; `wanted()` when it is to be worked out."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTitle("分值")
        self.setSubTitle("将要生成的表和各指标的分值；生成后仍可逐个修改。")
        self.words = QLabel()
        self.words.setAccessibleName("进展")
        self.words.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("将要生成的表")
        self.tree.setHeaderLabels(["表、指标", "指标值", "分值"])
        self._is_ready = False
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.tree, 1)

    def initializePage(self) -> None:
        """Ask for it to be worked out."""
        self._is_ready = False
        self.tree.clear()
        self.words.setText("正在生成预览……")
        self.wanted.emit()

    def show_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Show what would be made."""
        self.tree.clear()
        for proposal in proposals:
            whole = QTreeWidgetItem([proposal.name, "", proposal.total])
            for group in proposal.groups:
                branch = QTreeWidgetItem(whole, [" ".join(group.name.split()), "", group.points])
                for row in group.rows:
                    QTreeWidgetItem(branch, [" ".join(row.name.split()), row.target, row.weight])
            for words in proposal.left:
                QTreeWidgetItem(whole, [f"没有位置，未写入：{words}", "", ""])
            self.tree.addTopLevelItem(whole)
        if len(proposals) <= 3:
            self.tree.expandAll()
        em = self.tree.fontMetrics().horizontalAdvance("国")
        self.tree.setColumnWidth(0, em * 26)
        self.tree.setColumnWidth(1, em * 8)
        self.words.setText(f"将生成 {len(proposals)} 张表。")
        self._is_ready = True
        self.completeChanged.emit()

    def show_fault(self, sentence: str) -> None:
        """Say why nothing can be made."""
        self.tree.clear()
        self.words.setText(sentence)

    def isComplete(self) -> bool:
        """Only what has been shown can be made."""
        return self._is_ready


class TargetPage(QWizardPage):
    """Where the new files go; `suggest` names a place that is free."""

    def __init__(self, dialogs: Dialogs, suggest: Callable[[], Path]) -> None:
        super().__init__()
        self._dialogs, self._suggest = dialogs, suggest
        self.setTitle("存放位置")
        self.setSubTitle("一个工作簿里一张表一个工作表，或一个文件夹里一个项目一个文件。不会覆盖已有文件。")
        self.path = QLineEdit()
        self.path.setAccessibleName("存放位置")
        self.path.textChanged.connect(lambda text: self.completeChanged.emit())
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(push_button("一个工作簿…", self._choose_file))
        row.addWidget(push_button("一个文件夹…", self._choose_folder))
        self.words = QLabel()
        self.words.setAccessibleName("进展")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.words)
        column.addStretch(1)

    def initializePage(self) -> None:
        """Suggest a place, unless one was named before."""
        self.tell("", "faint")
        if not self.path.text():
            self.path.setText(str(self._suggest()))

    def tell(self, words: str, tone: str) -> None:
        """Say how the making goes, or why nothing was made."""
        set_tone(self.words, tone)
        self.words.setText(words)

    def _choose_file(self) -> None:
        target = self._dialogs.target("新建自评", self._suggest(), "工作簿 (*.xlsx)")
        if target is not None:
            self.path.setText(str(target))

    def _choose_folder(self) -> None:
        if name := self._dialogs.folder("存放新表的文件夹"):
            self.path.setText(name)

    def isComplete(self) -> bool:
        """A place must be named."""
        return bool(self.path.text().strip())


class NewFormWizard(QWizard):
    """Gathers an order page by page, and stays until it is carried out.

    Signals: `preview_wanted(Order)` on the fourth page, `order_placed(Order)` at the end.
    """

    preview_wanted = Signal(object)
    order_placed = Signal(object)

    def __init__(self, dialogs: Dialogs, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setWindowTitle("新建自评")
        self.setAccessibleName("新建自评")
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        for button, words in (
            (QWizard.WizardButton.BackButton, "上一步"),
            (QWizard.WizardButton.NextButton, "下一步"),
            (QWizard.WizardButton.FinishButton, "生成"),
            (QWizard.WizardButton.CancelButton, "取消"),
        ):
            self.setButtonText(button, words)
        self.form_page, self.source_page = FormPage(dialogs), SourcePage(dialogs)
        self.header_page, self.weight_page = HeaderPage(), WeightPage()
        self.target_page = TargetPage(dialogs, self._suggest)
        pages = (self.form_page, self.source_page, self.header_page, self.weight_page, self.target_page)
        for page in pages:
            self.addPage(page)
        self.weight_page.wanted.connect(lambda: self.preview_wanted.emit(self.order))
        self.resize(size_in_letters(self, 760, 560))

    def _suggest(self) -> Path:
        """A free place beside the source, else in the folder of what is open."""
        from perfdesk.desks.new_form import free_output

        source = self.source_page.source
        folder = self._folder if source is None else source if source.is_dir() else source.parent
        return free_output(self.form_page.form, folder)

    def accept(self) -> None:
        """Place the order; the wizard goes once it is carried out."""
        self.target_page.tell("正在新建……", "faint")
        self.order_placed.emit(self.order)

    def end(self, fault: str = "") -> None:
        """Go, or say on the last page why nothing was made."""
        if fault:
            self.target_page.tell(fault, "fault")
        else:
            super().accept()

    @property
    def order(self) -> Order:
        """What was asked for so far."""
        from perfdesk.desks.new_form import Order

        target = Path(self.target_page.path.text().strip())
        return self.header_page.completed(Order(self.form_page.form, target, self.source_page.source))
