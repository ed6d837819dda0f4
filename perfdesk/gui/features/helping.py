"""F1: the help on what the keys go to at the moment; on a finding, the page of its rule."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from perfdesk.gui.desk import Desk
from perfdesk.gui.dialogs.handbook import DESK, PROFILES, RULES
from perfdesk.gui.dialogs.help_window import HelpWindow
from perfdesk.gui.feature import Acts, Feature

# By the name of a pane's or dialog's class; the innermost that is named here decides.
SECTIONS: dict[str, tuple[str, str]] = {
    "WorkspaceView": (DESK, "文件窗格"),
    "EditLine": (DESK, "编辑行和名称框"),
    "SheetView": (DESK, "表格"),
    "SheetPane": (DESK, "编辑行和名称框"),
    "FindBar": (DESK, "查找和替换"),
    "FindingsView": (DESK, "审核发现"),
    "UncheckedView": (DESK, "未核对"),
    "RecognitionView": (DESK, "识别结果"),
    "DetailView": (DESK, "详情"),
    "Dashboard": (DESK, "总览"),
    "StartPage": (DESK, "开始"),
    "ProfileButton": (DESK, "评分规则的选用"),
    "FixDialog": (DESK, "自动改正"),
    "WaiverDialog": (DESK, "说明：属实，不改"),
    "ClaimsDialog": (DESK, "核对公开文本"),
    "CorrectionDialog": (DESK, "更正记录"),
    "NewFormWizard": (DESK, "新建自评"),
    "RuleDialog": (RULES, ""),
    "WordDialog": (DESK, "查阅规则、词汇和模板"),
    "TemplateDialog": (DESK, "查阅规则、词汇和模板"),
    "ReportPreview": (DESK, "生成报告"),
    "NameDialog": (DESK, "生成报告"),
    "ReturnDialog": (DESK, "退回意见书和审核报告"),
    "PrintPreview": (DESK, "打印和导出"),
    "ProfileEditor": (PROFILES, ""),
    "ProfileDialog": (PROFILES, ""),
}
_OF_A_FINDING = {"FindingsView", "DetailView"}
_KEY = "help key"
_FIRST = (DESK, "窗口的各部分")


class Helping(Feature):
    """Opens the help window at the right place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._window: HelpWindow | None = None

    def acts(self) -> Acts:
        """The help on what is in front, and on the whole."""
        return {"help": self.show_here, "handbook": lambda: self.show(*_FIRST)}

    def furnish(self) -> None:
        """F1 works in the dialogs beside the window too."""
        self.desk.actions_by_key["help"].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._reach)

    def _reach(self, before: QWidget | None, now: QWidget | None) -> None:
        """Let F1 work in a question that waits for its answer: the menus' keys do not reach it."""
        question = QApplication.activeModalWidget()
        if not isinstance(question, QDialog) or question.findChild(QShortcut, _KEY) is not None:
            return
        if question.parentWidget() is self.desk.window:
            shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), question)
            shortcut.setObjectName(_KEY)
            shortcut.activated.connect(lambda: self._show_over(question))

    def _show_over(self, question: QDialog) -> None:
        book = HelpWindow(question)
        book.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        book.show_section(*self.place_of(QApplication.focusWidget() or question))
        book.show()

    def show_here(self) -> None:
        """Show what is said about the control that has the keys."""
        self.show(*self.place_of(QApplication.focusWidget()))

    def place_of(self, widget: QWidget | None) -> tuple[str, str]:
        """The page, and how the title of its section begins, for a control."""
        while widget is not None:
            kind = type(widget).__name__
            finding = self.desk.detail.finding
            if kind in _OF_A_FINDING and finding is not None:
                return RULES, finding.rule
            if kind in SECTIONS:
                return SECTIONS[kind]
            widget = widget.parentWidget()
        return _FIRST

    def show(self, page: str, title: str) -> HelpWindow:
        """Show a section of the help."""
        if self._window is None:
            self._window = HelpWindow(self.desk.window)
        self._window.show_section(page, title)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        return self._window
