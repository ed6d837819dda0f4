"""Where the user is: which document, sheet and cell, and what every pane shows of it.

Tree, tabs, sheet, findings and links all lead here, so that jumping works both ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTabWidget

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Finding, Place
from perfdesk.core.grid import parse_address
from perfdesk.gui.controller import Controller
from perfdesk.gui.panes.detail_view import DetailView
from perfdesk.gui.panes.findings_view import FindingsView
from perfdesk.gui.panes.page import Pages
from perfdesk.gui.panes.recognition_view import DOUBT, FormHead, RecognitionView
from perfdesk.gui.panes.unchecked_view import UncheckedView
from perfdesk.gui.panes.workspace_view import Node, WorkspaceView
from perfdesk.gui.sheet.sheet import Sheet, marks_of
from perfdesk.gui.sheet.sheet_pane import SheetPane

if TYPE_CHECKING:
    from perfdesk.core.form import Form
    from perfdesk.session import Checked

UNCERTAIN = "由 PDF 识别，请核对：格线和文字是推断的，数字应与原件逐一比对。"


@dataclass(frozen=True, slots=True)
class Panels:
    """The panes that show where the user is."""

    tree: WorkspaceView
    pages: Pages
    pane: SheetPane
    tables: QTabWidget
    findings: FindingsView
    unchecked: UncheckedView
    recognition: RecognitionView
    detail: DetailView


class Navigator(QObject):
    """Keeps the current place and lets every pane show it; `state_changed` after each move or change."""

    state_changed = Signal()

    def __init__(self, controller: Controller, panels: Panels, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._panels = panels
        self._is_jumping = False
        self._is_telling = False
        self._counted: dict[str, tuple[Finding, ...]] = {}
        self.place: tuple[str, str] | None = None

    def go_to(self, place: Place) -> None:
        """Show a cell, and what was found there."""
        self.show_document(place.path, place.sheet)
        self._panels.pane.view.go_to(place.cell)
        self.cell_chosen(place.cell)

    def go_to_node(self, node: Node) -> None:
        """Show a file or form of the tree."""
        self.show_document(node.path, node.sheet)
        if node.cell is not None:
            self._panels.pane.view.go_to(node.cell)

    def go_to_sheet(self, sheet: str) -> None:
        """Show another sheet of the current document."""
        if self.place is not None:
            self.show_document(self.place[0], sheet)

    def cell_chosen(self, cell: str) -> None:
        """The user is at a cell: show what was found there."""
        if self._is_jumping or self.place is None:
            return
        self._panels.recognition.select_cell(cell)
        place = Place(*self.place, cell)
        finding = self._panels.findings.select_place(place)
        if finding is None:
            found = [other for other in self._document().findings if other.place == place]
            finding = found[0] if found else None
        self._show_detail(place, finding)

    def finding_chosen(self, finding: Finding | None) -> None:
        """The user is at a finding: show its cell."""
        if finding is None:
            return
        self._is_jumping = True
        self.show_document(finding.place.path, finding.place.sheet)
        self._panels.pane.view.go_to(finding.place.cell)
        self._panels.recognition.select_cell(finding.place.cell)
        self._is_jumping = False
        self._panels.findings.select(finding)
        self._show_detail(finding.place, finding)

    def _document(self) -> Checked:
        assert self.place is not None
        return self._controller.session.document(self.place[0])

    def show_added(self, paths: tuple[str, ...]) -> None:
        """Show documents that were opened."""
        self._show_tree(paths)
        if self.place is None or self.place[0] in paths:
            readable = [path for path in paths if self._controller.session.document(path).document.grids]
            self.show_document((readable or list(paths))[0], is_new=True)
        else:
            self.show_findings()
            self._refresh_sheet()
        self.state_changed.emit()

    def leave(self, path: str) -> None:
        """Go on to another document after one was closed."""
        self._panels.tree.forget(path)
        self._counted.pop(path, None)
        self._show_tree()
        self.place = None
        documents = self._controller.documents
        if documents:
            self.show_document(documents[0].path)
        else:
            self._panels.pages.show_invitation()
            self._show_recognition()
            self.show_findings()
            self._panels.detail.show_nothing()
        self.state_changed.emit()

    def show_document(self, path: str, sheet: str | None = None, *, is_new: bool = False) -> None:
        """Show a document, on a sheet or on its first form's."""
        checked = self._controller.session.document(path)
        name = sheet if sheet is not None else first_sheet(checked)
        is_same = not is_new and self.place == (path, name)
        if not is_same:
            self._panels.pane.settle()  # It belongs to the sheet that is left.
        self.place = (path, name)
        self._panels.tree.choose(path, name)
        if checked.document.fault is not None:
            self._panels.pages.show_fault(checked.document.fault.message)
        elif not is_same:
            self._show_tabs(checked, name)
            self._panels.pane.view.show_sheet(self._sheet(checked, name))
            self._panels.pane.show_current()
        if checked.document.fault is None:
            self._panels.pages.show_sheets()
        if not is_same:
            self.show_findings()
            self._show_recognition()
            self._panels.detail.show_invitation()
        self.state_changed.emit()

    def _sheet(self, checked: Checked, name: str) -> Sheet:
        grid = checked.document.grid(name)
        looks = self._controller.looks(checked.path)
        setting = self._controller.settings(checked.path).get(name)
        return Sheet(checked.path, grid, looks, marks_of(checked.findings, checked.path, name), setting)

    def _show_tabs(self, checked: Checked, current: str) -> None:
        counts = Counter(f.place.sheet for f in checked.findings if f.waiver is None)
        names = [grid.name for grid in checked.document.grids]
        labels = [
            grid.name
            + ("（隐藏）" if grid.is_hidden else "")
            + (f" ({counts[grid.name]})" if counts[grid.name] else "")
            for grid in checked.document.grids
        ]
        settings = self._controller.settings(checked.path)
        colors = [settings[name].face.tab_color if name in settings else None for name in names]
        self._panels.pane.show_tabs(names, labels, current, colors)

    def show_changed(self, paths: Sequence[str]) -> None:
        """Show the new state of documents; the current cell stays."""
        self._is_telling = True  # Of all that follows it is told once, at the end.
        try:
            self._show_change(paths)
        finally:
            self._is_telling = False
        self.state_changed.emit()

    def _show_change(self, paths: Sequence[str]) -> None:
        self._show_tree(paths)
        if self.place is not None and self.place[0] in paths:
            self._refresh_sheet()
            self._panels.pane.show_current()
            self._show_recognition()
        self.show_findings()
        cell = self._panels.pane.view.current_address
        if cell is not None:
            self.cell_chosen(cell)

    def _refresh_sheet(self) -> None:
        """Show the new marks and contents of the sheet in front."""
        assert self.place is not None
        checked = self._document()
        if checked.document.grids:
            self._show_tabs(checked, self.place[1])
            self._panels.pane.view.refresh(self._sheet(checked, self.place[1]))

    def _show_tree(self, paths: Sequence[str] = ()) -> None:
        """Show these documents in the tree, and others whose findings changed: rules tie files together."""
        for checked in self._controller.documents:
            path = checked.document.path
            known = self._counted.get(path)
            if path in paths or (known is not checked.findings and known != checked.findings):
                self._counted[path] = checked.findings
                is_modified = self._controller.is_modified(path)
                self._panels.tree.show_document(checked, is_modified=is_modified)

    def show_looks(self, path: str) -> None:
        """Show the cell formats that a thread has read."""
        if self.place is not None and self.place[0] == path and self._panels.pane.view.sheet is not None:
            self._show_tabs(self._document(), self.place[1])
            self._panels.pane.view.refresh(self._sheet(self._document(), self.place[1]))

    def show_findings(self, scope: str | None = None) -> None:
        """Show the findings in the chosen scope."""
        documents = self._controller.documents
        scope = self._panels.findings.scope.currentText()
        if scope != "全部文件":
            documents = tuple(item for item in documents if self.place and item.path == self.place[0])
        sheet = self.place[1] if self.place and scope == "当前表" else None

        def is_here(place: Place) -> bool:
            return sheet is None or place.sheet == sheet

        found = [finding for item in documents for finding in item.findings if is_here(finding.place)]
        explained = [finding for finding in found if finding.waiver is not None]
        missed = [
            n for item in documents for n in item.not_checked if sheet is None or sheet == n.place.sheet
        ]
        self._panels.findings.none_found = _none_found(documents)
        self._panels.findings.show_findings(found)
        self._panels.unchecked.show_items(missed)
        self._name_tab(0, f"审核发现 {len(found) - len(explained)}")
        self._name_tab(1, f"未核对 {len(missed)}")

    def _name_tab(self, number: int, text: str) -> None:
        """Name a tab of the tables; a new text, be it the same, lays the whole window out again."""
        if self._panels.tables.tabText(number) != text:
            self._panels.tables.setTabText(number, text)

    def _show_recognition(self) -> None:
        """List what was recognized on the sheet in front, and say what the user must know of it."""
        forms = [] if self.place is None else self._forms()
        view, tables = self._panels.recognition, self._panels.tables
        view.show_forms(self.place, [FormHead(form, profile_words(form)) for form in forms])
        count = view.doubt_count
        doubts = f" {DOUBT} {count}" if count else ""
        self._name_tab(tables.indexOf(view), f"识别结果{doubts}")
        warnings, caption = self._notice(forms)
        self._panels.pane.show_notice([*warnings, *caption], is_warning=bool(warnings))

    def _notice(self, forms: Sequence[Form]) -> tuple[list[str], list[str]]:
        """What the user must know of the sheet in front, and the words a document has above it."""
        caption: list[str] = []
        sentences = list(dict.fromkeys(form.remark for form in forms if form.remark))
        document = self._document().document if self.place is not None else None
        for grid in document.grids if document is not None else ():
            if self.place is None or grid.name != self.place[1]:
                continue
            if grid.is_uncertain and not any("PDF" in sentence for sentence in sentences):
                sentences.insert(0, UNCERTAIN)
            if grid.caption:
                caption.append(f"表上方的文字：{'　'.join(grid.caption)}")
        return sentences, caption

    @property
    def form(self) -> Form | None:
        """The form the current cell lies in, else the first of the sheet in front, else None."""
        if self.place is None:
            return None
        cell = self._panels.pane.view.current_address
        forms = self._forms()
        here = [form for form in forms if cell is not None and form.block.contains(*parse_address(cell))]
        return next(iter(here or forms), None)

    @property
    def cell(self) -> str | None:
        """The address of the current cell, or None."""
        return self._panels.pane.view.current_address

    def is_heading(self) -> bool:
        """Whether the current cell stands in a row that heads the columns of its form."""
        form, cell = self.form, self._panels.pane.view.current_address
        if form is None or cell is None:
            return False
        rows = {parse_address(heading)[0] for heading in form.column_cells.values()}
        return parse_address(cell)[0] in rows

    def _forms(self) -> list[Form]:
        """The forms of the sheet in front."""
        assert self.place is not None
        return [form for form in self._document().document.forms if form.sheet == self.place[1]]

    def _show_detail(self, place: Place, finding: Finding | None) -> None:
        checked = self._controller.session.document(place.path)
        if finding is None:
            self._panels.detail.show_cell(
                place, [item for item in checked.not_checked if item.place == place]
            )
        else:
            others = [other for other in checked.findings if other.place == place and other != finding]
            self._panels.detail.show_finding(finding, others, self._controller.session.cell_text)
        if not self._is_telling:
            self.state_changed.emit()


def _none_found(documents: Sequence[Checked]) -> str:
    """What an empty table of findings means, which is not always that all is well."""
    if not documents:
        return "还没有打开文件。"
    faults = sum(item.document.fault is not None for item in documents)
    unread = f"有 {faults} 个文件无法读取，没有核对。" if faults else ""
    formless = not any(item.document.forms for item in documents)
    return unread or ("没有认出可核对的表。" if formless else "没有审核发现。未能核对的项目列在“未核对”里。")


def first_sheet(checked: Checked) -> str:
    """The sheet to show first: the first form's, else the first visible one; empty without sheets."""
    document = checked.document
    if document.forms:
        return document.forms[0].sheet
    visible = [grid.name for grid in document.grids if not grid.is_hidden]
    return (visible or [grid.name for grid in document.grids] or [""])[0]


def profile_name(form: Form) -> tuple[str, str]:
    """By which rules a form is scored and why; both empty for a form that is not."""
    if not form.profile or not form.kind.endswith("evaluation"):
        return "", ""
    from perfdesk.scoring.profile import known_profile

    try:
        return known_profile(form.profile).name, form.profile_reason
    except Fault:  # The file of a profile may go while documents judged by it stay open.
        return form.profile, form.profile_reason


def profile_words(form: Form) -> str:
    """The profile's name and reason in one sentence, empty for a form that is not scored."""
    name, reason = profile_name(form)
    if not name:
        return ""
    return f"评分规则：{name}（{reason}）。" if reason else f"评分规则：{name}。"
