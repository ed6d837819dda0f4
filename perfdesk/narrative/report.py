"""The narrative of a unit's forms as a report in Word, PDF or text: the room's door for the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Finding
from perfdesk.core.form import Form
from perfdesk.core.resource import resource
from perfdesk.disk.whole_file import refuse_same_file, write_whole
from perfdesk.narrative.annex import NO_GRIDS, NONE, Annexes, Grids, make_annexes
from perfdesk.narrative.bound_report import bound_document
from perfdesk.narrative.context import PROJECT_KINDS, build_context, section_of, sections_named
from perfdesk.narrative.figure import Links
from perfdesk.narrative.package import read_template
from perfdesk.narrative.printed_report import print_report
from perfdesk.narrative.prose import report_text
from perfdesk.narrative.render import names_used, render_document
from perfdesk.narrative.report_choice import USUAL, ReportChoice, Wish
from perfdesk.narrative.separator import has_separators, stated_wish

_ENDINGS = (".docx", ".pdf", ".md", ".txt")
_TOLD_KINDS = (*PROJECT_KINDS, "unit_self_evaluation")


def shipped_templates() -> tuple[str, ...]:
    """Names of the templates that come with the program."""
    return tuple(sorted(path.stem for path in resource("reports").glob("*.docx") if path.name[0] not in "~."))


def template_path(template: str) -> Path:
    """The file of a template given by shipped name or by path; CallFault where there is none."""
    if template in shipped_templates():
        return resource("reports", f"{template}.docx")
    if Path(template).suffix.lower() == ".docx":
        return Path(template)
    names = "、".join(shipped_templates())
    raise CallFault(f"没有名为“{template}”的报告模板：请用 {names}，或给出一个 .docx 模板文件。")


def render_report(
    forms: Sequence[tuple[str, Form]],
    findings: Sequence[Finding],
    template: str,
    target: Path,
    choice: ReportChoice = USUAL,
    grids: Grids = NO_GRIDS,
) -> tuple[str, ...]:
    """Write the report of the forms as .docx, .pdf, .md or .txt, whole or not at all.

    Returns sentences on what was done otherwise than the layout asks, such as a face that stood in.

    Args:
        forms: each form with its file's path as in `Finding.place`, in the order of the report.
        findings: what the checks said; figures on cells with an error are marked.
        template: a shipped name (`national`) or a path to a .docx.
        target: the file to write; an existing one is replaced.
        choice: how it is to be written.
        grids: the sheets of the forms, for annexes and for the number formats of amounts.

    Raises:
        CallFault: nothing to report, an unknown or faulty template, a target of another kind.
        FileFault: the target cannot be written.
    """
    refuse_same_file(template_path(template), target)

    def make() -> WordReport:
        content = report_document(forms, findings, template, choice=choice, grids=grids)
        return WordReport(content, choice.contents, report_annexes(forms, template, choice, grids))

    return deliver(make, target, "报告")


@dataclass(frozen=True, slots=True)
class WordReport:
    """A rendered Word file, whether a table of contents goes in front, and what goes behind."""

    content: bytes
    contents: Wish = "never"
    annexes: Annexes = NONE


def deliver(make: Callable[[], WordReport], target: Path, what: str) -> tuple[str, ...]:
    """Write a Word file as what the target's ending says: .docx, .pdf, .md or .txt.

    Returns sentences on what was done otherwise than the layout asks. Raises CallFault and FileFault.

    Args:
        make: makes the Word file, once the ending is known to be one of these.
        target: the file to write; an existing one is replaced.
        what: what it is called in a message, such as 报告.
    """
    ending = target.suffix.lower()
    if ending not in _ENDINGS:
        raise CallFault(f"{what}不能写成“{target.name}”：请用扩展名 .docx、.pdf、.md 或 .txt。")
    made = make()
    remarks: tuple[str, ...] = ()
    if ending == ".pdf":
        printed = print_report(made.content, contents=made.contents, annexes=made.annexes)
        content, remarks = printed.content, printed.remarks
    elif ending == ".docx":
        content = bound_document(made.content, made.contents, made.annexes)
    else:
        content = report_text(made.content, made.annexes, is_markdown=ending == ".md").encode("utf-8")
    write_whole(target, content)
    return remarks


def report_document(
    forms: Sequence[tuple[str, Form]],
    findings: Sequence[Finding],
    template: str,
    links: Links | None = None,
    choice: ReportChoice = USUAL,
    grids: Grids = NO_GRIDS,
) -> bytes:
    """The report as the bytes of a .docx, without contents and annexes; else as `render_report`.

    With `links` given each figure carries a link to its cell, for pages on screen alone.
    """
    source = template_path(template)
    parts = read_template(source)
    sections = sections_named(names_used(parts))
    told = _told(forms, sections)
    if not told and not any(form.kind in _TOLD_KINDS for _, form in forms):
        raise CallFault("没有可写入报告的自评表：请先打开至少一张项目、专项资金或部门整体自评表。")
    is_grouped = has_separators(choice.thousands, stated_wish(parts), told, grids)
    context = build_context(forms, findings, sections, has_separators=is_grouped)
    return render_document(parts, replace(context, withholds=choice.withholds), source.name, links)


def report_annexes(
    forms: Sequence[tuple[str, Form]], template: str, choice: ReportChoice, grids: Grids
) -> Annexes:
    """The forms that the template tells of, where they are to follow it, without those to compare with."""
    if not choice.has_annex:
        return NONE
    told = _told(forms, sections_named(names_used(read_template(template_path(template)))))
    newest = max((form.year or 0 for _, form in told if form.accounts), default=0)
    return make_annexes([entry for entry in told if not _is_beside(entry[1], newest)], grids)


def _is_beside(form: Form, newest: int) -> bool:
    """Whether a form is there to compare with: a budget table, or one of an earlier year."""
    return form.kind.startswith("budget_") or (bool(form.accounts) and (form.year or newest) < newest)


def _told(forms: Sequence[tuple[str, Form]], sections: frozenset[str]) -> list[tuple[str, Form]]:
    return [(path, form) for path, form in forms if section_of(form.kind) & sections]
