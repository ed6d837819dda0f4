"""Templates: the blank forms with the documents they follow, and the templates of the report.

The user's own report templates are edited in Word; here they are copied, checked, taken over, handed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from perfdesk.core.fault import Fault
from perfdesk.gui.controls.push_button import push_button
from perfdesk.gui.dialogs.reference_dialog import ENTRY, Page
from perfdesk.gui.look.room import size_in_letters

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfdesk.desks.template_desk import BlankForm, ReportTemplate, Slip
    from perfdesk.gui.dialogs.dialog import Dialogs

_WORD, _WORKBOOK = "Word 文档 (*.docx)", "工作簿 (*.xlsx)"
_SHIPPED = "随程序提供，不能改；可复制为我的模板，再用 Word 或 WPS 修改。"
_OWN = "我的模板。用 Word 或 WPS 修改、保存后，先“检查”，再用它生成报告。"
_LETTER = "随程序提供，不是自评报告的模板：导出后用 Word 或 WPS 修改，写退回意见书时选用，使用前自动检查。"
_HOW = (
    "<p class='faint'>正文里 {{ 项目.得分 }} 这样的标签，生成报告时换成数；"
    "{%p for 项目 in 项目列表 %} 和 {%p endfor %} 之间按项目重复。</p>"
)
_SOUND = "<p><span class='green'>&nbsp;✓ 没有发现问题&nbsp;</span>　已用样例生成过一份报告。</p>"
_CHECKING = "<p class='faint'>正在用样例检查……</p>"


class TemplateDialog(QDialog):
    """Stands beside the window.

    Signals: `form_wanted(name)` asks for a new form from a blank one, `report_wanted(identifier)` for a
    report, `check_wanted(identifier)` for a check, `changed` tells that the user's own templates did.
    """

    form_wanted = Signal(str)
    report_wanted = Signal(str)
    check_wanted = Signal(str)
    changed = Signal()

    def __init__(self, dialogs: Dialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dialogs = dialogs
        self._can_report = False
        self.setWindowTitle("模板")
        self.setAccessibleName("模板")
        self.forms, self.form_page = _list("空白表"), Page("空白表的说明")
        self.reports, self.report_page = _list("报告模板"), Page("报告模板的说明")
        self.new = push_button("由此新建自评表…", self._new)
        self.save_form = push_button("另存空白表…", self._save_form)
        self.use = push_button("用它生成报告…", lambda: self._of_report(self.report_wanted.emit))
        self.copy = push_button("复制为我的模板…", self._copy)
        self.open_file = push_button("用 Word 打开", self._open)
        self.check = push_button("检查", self._check)
        self.remove = push_button("删除", self._remove)
        self.tags = push_button("标签写法", self._show_tags, "标签怎样写，有哪些名称可用")
        self.take_over = push_button("导入…", self._take_over)
        self.export = push_button("导出…", self._export)
        self._lay_out()
        self.forms.currentItemChanged.connect(lambda *_: self._show_form())
        self.reports.currentItemChanged.connect(lambda *_: self._show_report())
        self._list_forms()

    def _lay_out(self) -> None:
        acts = (self.use, self.copy, self.open_file, self.check, self.remove)
        files = (self.take_over, self.export, self.tags)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("空白表和报告模板")
        self.tabs.addTab(_tab(self.forms, self.form_page, (self.new, self.save_form)), "空白表")
        self.tabs.addTab(_tab(self.reports, self.report_page, acts, files), "报告模板")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(push_button("关闭", self.close))
        column = QVBoxLayout(self)
        column.addWidget(self.tabs, 1)
        column.addLayout(row)
        self.resize(size_in_letters(self, 860, 520))

    def _list_forms(self) -> None:
        from perfdesk.desks.template_desk import blank_forms

        for form in blank_forms():
            _add(self.forms, form.name, form)
        self.forms.setCurrentRow(0)

    def refresh(self, identifier: str | None = None, *, can_report: bool) -> None:
        """List the report templates as they are now, with this one or the last one current."""
        from perfdesk.desks.template_desk import letter_templates, report_templates

        current = self.report
        wanted = identifier if identifier is not None else current.identifier if current else ""
        self._can_report = can_report
        self.reports.blockSignals(True)
        self.reports.clear()
        for template in (*report_templates(), *letter_templates()):
            words = f"{template.title}（我的模板）" if template.is_own else template.title
            _add(self.reports, words, template)
            if template.identifier == wanted:
                self.reports.setCurrentRow(self.reports.count() - 1)
        if self.reports.currentRow() < 0:
            self.reports.setCurrentRow(0)
        self.reports.blockSignals(False)
        self._show_report()

    def let_report(self, can_report: bool) -> None:
        """Say whether a report can be written now."""
        self._can_report = can_report
        template = self.report
        self.use.setEnabled(can_report and template is not None and not template.is_letter)

    @property
    def form(self) -> BlankForm | None:
        """The blank form that is current."""
        item = self.forms.currentItem()
        entry: BlankForm | None = item.data(ENTRY) if item is not None else None
        return entry

    @property
    def report(self) -> ReportTemplate | None:
        """The report template that is current."""
        item = self.reports.currentItem()
        entry: ReportTemplate | None = item.data(ENTRY) if item is not None else None
        return entry

    def show_slips(self, identifier: str, slips: Sequence[Slip]) -> None:
        """Show what a check of a template found, where it is still the current one."""
        self.check.setEnabled(True)
        if self.report is not None and self.report.identifier == identifier:
            self._show_report(_SOUND if not slips else _slip_markup(slips))

    def _show_form(self) -> None:
        form = self.form
        if form is None:
            return
        told = (
            ("所依据的文件", form.follows),
            ("适用", form.scope),
            ("与原表不同之处", form.differs),
            ("推定", form.inferred),
        )
        lines = [f"<p><b>{name}</b>　{escape(words)}</p>" for name, words in told if words]
        self.form_page.show_markup(f"<h3>{escape(form.name)}</h3>{''.join(lines)}")

    def _show_report(self, result: str = "") -> None:
        template = self.report
        is_own = template is not None and template.is_own
        for button in (self.open_file, self.remove):
            button.setEnabled(is_own)
        is_of_report = template is not None and not template.is_letter
        self.copy.setEnabled(is_of_report)
        self.check.setEnabled(is_of_report and result != _CHECKING)
        self.let_report(self._can_report)
        if template is not None:
            place = f"<p class='faint'>{escape(str(template.path))}</p>" if is_own else ""
            kind = _LETTER if template.is_letter else _OWN if is_own else _SHIPPED
            words = f"<h3>{escape(template.title)}</h3><p>{kind}</p>{place}"
            self.report_page.show_markup(f"{words}{result}{_HOW}")

    def _new(self) -> None:
        if self.form is not None:
            self.form_wanted.emit(self.form.name)

    def _save_form(self) -> None:
        form = self.form
        if form is None:
            return
        target = self._dialogs.target("另存空白表", Path.home() / form.path.name, _WORKBOOK)
        if target is not None:
            from perfdesk.desks.template_desk import export_form

            self._try(lambda: export_form(form, target), f"已另存为 {target.name}。", self.form_page)

    def _of_report(self, act: Callable[[str], object]) -> None:
        if self.report is not None:
            act(self.report.identifier)

    def _copy(self) -> None:
        from perfdesk.desks.template_desk import copy_template

        template = self.report
        name = self._dialogs.words("复制为我的模板", "模板名称：", "我的模板") if template else ""
        if template is not None and name.strip():
            self._keep(lambda: copy_template(template.identifier, name))

    def _take_over(self) -> None:
        from perfdesk.desks.template_desk import take_over

        if source := self._dialogs.file("导入报告模板", _WORD):
            self._keep(lambda: take_over(Path(source)))

    def _keep(self, act: Callable[[], ReportTemplate]) -> None:
        """Add a template to the user's own, show it, and check it at once."""
        try:
            kept = act()
        except Fault as fault:
            self._tell(fault.message, "red", self.report_page)
            return
        self.refresh(kept.identifier, can_report=self._can_report)
        self.changed.emit()
        self._check()

    def _export(self) -> None:
        from perfdesk.desks.template_desk import export

        template = self.report
        if template is None:
            return
        target = self._dialogs.target("导出报告模板", Path.home() / f"{template.path.stem}.docx", _WORD)
        if target is not None:
            done = f"已导出为 {target.name}。"
            self._try(lambda: export(template.identifier, target), done, self.report_page)

    def _open(self) -> None:
        if self.report is not None and self.report.is_own:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.report.path)))

    def _check(self) -> None:
        if self.report is not None:
            self.check.setEnabled(False)
            self._show_report(_CHECKING)
            self.check_wanted.emit(self.report.identifier)

    def _show_tags(self) -> None:
        from perfdesk.desks.template_desk import tag_guide

        self.report_page.show_markdown(tag_guide())

    def _remove(self) -> None:
        from perfdesk.desks.template_desk import drop

        template = self.report
        if template is None or not self._dialogs.confirm(f"删除模板“{template.title}”？", "删除"):
            return
        try:
            drop(template)
        except Fault as fault:
            self._tell(fault.message, "red", self.report_page)
            return
        self.refresh("", can_report=self._can_report)
        self.changed.emit()

    def _try(self, act: Callable[[], object], done: str, page: Page) -> None:
        try:
            act()
        except Fault as fault:
            self._tell(fault.message, "red", page)
        else:
            self._tell(done, "green", page)

    def _tell(self, words: str, hue: str, page: Page) -> None:
        """Say how an act went, above what the page says."""
        told = f"<p><span class='{hue}'>&nbsp;{escape(words)}&nbsp;</span></p>"
        if page is self.report_page:
            self._show_report(told)
        else:
            self._show_form()
            page.show_markup(told + page.markup)


def _slip_markup(slips: Sequence[Slip]) -> str:
    lines = [f"<p><span class='red'>&nbsp;× 有 {len(slips)} 处要改&nbsp;</span></p>"]
    for slip in slips:
        head = " ".join(
            part for part in (f"<b>{escape(slip.where)}</b>" if slip.where else "", escape(slip.text)) if part
        )
        cure = escape(slip.cure).replace("\n", "<br/>")
        lines.append(f"<p>{head}{'<br/>' if head else ''}{cure}</p>")
    return "".join(lines)


def _list(name: str) -> QListWidget:
    entries = QListWidget()
    entries.setAccessibleName(name)
    entries.setWordWrap(True)
    return entries


def _add(entries: QListWidget, words: str, entry: object) -> None:
    item = QListWidgetItem(words)
    item.setData(ENTRY, entry)
    item.setToolTip(words)
    entries.addItem(item)


def _tab(entries: QListWidget, page: Page, *rows: tuple[QPushButton, ...]) -> QWidget:
    tab = QWidget()
    splitter = QSplitter()
    splitter.addWidget(entries)
    splitter.addWidget(page)
    splitter.setSizes([300, 500])
    splitter.setChildrenCollapsible(False)
    column = QVBoxLayout(tab)
    column.addWidget(splitter, 1)
    for buttons in rows:
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
    return tab
