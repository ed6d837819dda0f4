"""From checked documents to prose and back: the report, its preview and names; claims of a published text.

Stands between judging and the session, which hands these on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.core.fault import CallFault, ChangedFault
from perfdesk.core.finding import Finding
from perfdesk.judging import Checked
from perfdesk.narrative.report_choice import USUAL, ReportChoice

if TYPE_CHECKING:
    from perfdesk.core.form import Form
    from perfdesk.core.grid import Grid
    from perfdesk.narrative.claim import Claim
    from perfdesk.narrative.context_listing import ContextLine
    from perfdesk.narrative.preview import Preview


def write_report(
    documents: Sequence[Checked], template: str, target: Path, choice: ReportChoice = USUAL
) -> tuple[str, ...]:
    """Write the narrative of the documents' forms from a template by name or file, as chosen.

    Returns sentences on what was done otherwise than asked, such as a face the machine does not have.
    """
    from perfdesk.narrative.report import render_report

    forms, findings = _told(documents)
    return render_report(forms, findings, template, target, choice, _Sheets(documents))


def report_context(documents: Sequence[Checked]) -> tuple[ContextLine, ...]:
    """Every name a report template can print, with its value and its cell."""
    from perfdesk.narrative.context import build_context
    from perfdesk.narrative.context_listing import context_lines
    from perfdesk.narrative.separator import has_separators

    forms, findings = _told(documents)
    is_grouped = has_separators("auto", "auto", forms, _Sheets(documents))
    return tuple(context_lines(build_context(forms, findings, has_separators=is_grouped)))


def preview_report(
    documents: Sequence[Checked], template: str = "national", choice: ReportChoice = USUAL
) -> Preview:
    """The narrative of the documents' forms as pages whose figures know their cells; nothing is written."""
    from perfdesk.narrative.preview import preview

    forms, findings = _told(documents)
    return preview(forms, findings, template, choice=choice, grids=_Sheets(documents))


class _Sheets(Mapping[tuple[str, str], "Grid"]):
    """The sheets by file and name; of documents that came back without them, read again when asked for."""

    def __init__(self, documents: Sequence[Checked]) -> None:
        self._documents = {checked.path: checked.document for checked in documents}
        self._last: tuple[str, dict[str, Grid]] = ("", {})

    def __getitem__(self, place: tuple[str, str]) -> Grid:
        path, sheet = place
        if self._last[0] != path:
            self._last = (path, {grid.name: grid for grid in self._grids(path)})
        return self._last[1][sheet]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((path, form.sheet) for path, document in self._documents.items() for form in document.forms)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _grids(self, path: str) -> tuple[Grid, ...]:
        """The document's sheets; raises FileFault where its file can no longer be read or has changed."""
        from perfdesk.reading.document import read_document

        document = self._documents[path]
        if document.grids:
            return document.grids
        digest, grids = read_document(Path(path))
        if digest != document.digest:
            raise ChangedFault(f"{Path(path).name} 在检查之后被修改：请重新生成报告。")
        return grids


def _told(documents: Sequence[Checked]) -> tuple[list[tuple[str, Form]], list[Finding]]:
    """What a report is made of; raises CallFault where there is no form."""
    forms = [(checked.path, form) for checked in documents for form in checked.document.forms]
    if not forms:
        raise CallFault("没有可写入报告的自评表：请先打开至少一张能识别的自评表。")
    return forms, [finding for checked in documents for finding in checked.findings]


def verify_text(documents: Sequence[Checked], text: Path) -> tuple[Claim, ...]:
    """Every claim of a published text against the documents' forms; raises FileFault for the text."""
    from perfdesk.narrative.annexed_form import without_annexes
    from perfdesk.narrative.verification import verify
    from perfdesk.reading.text import read_text

    forms = [(checked.path, form) for checked in documents for form in checked.document.forms]
    return verify(without_annexes(read_text(text)), forms)
