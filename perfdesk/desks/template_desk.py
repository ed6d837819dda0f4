"""Templates: the shipped blank forms with what they follow, and report templates, shipped and the user's own.

Stands beside the other desks; the window uses it. The user's own templates lie in the settings folder; on
the command line one is given as `report --template NAME`, a blank form as `new FORM`.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.core.resource import resource, template_folder
from perfdesk.disk.user_folder import settings_folder
from perfdesk.disk.whole_file import write_whole
from perfdesk.judging import Progress, load
from perfdesk.narrative.notice import INSPECTION, NOTICE, shipped
from perfdesk.narrative.report import render_report, shipped_templates, template_path
from perfdesk.writing.filling.template_choice import shipped_forms

ENDING = ".docx"
USUAL = "national"
"""The template a report is made by where none is chosen."""
_TITLE = re.compile(r"<dc:title>([^<]+)</dc:title>")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_PLACED = re.compile(r"^(?P<part>正文|页眉|页脚|脚注)第(?P<number>\d+)段“(?P<text>.*)”：(?P<cure>.+)$")


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A shipped blank form: its file, what it follows, where that holds, what differs, what is inferred."""

    path: Path
    follows: str = ""
    scope: str = ""
    differs: str = ""
    inferred: str = ""

    @property
    def name(self) -> str:
        """What the form is called, as `new` takes it."""
        return self.path.stem


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A template of the report; `identifier` is what a report is ordered by: a shipped name or a path.

    `is_letter` tells those of return notices and of the inspection report, which are none of a report.
    """

    identifier: str
    title: str
    path: Path
    is_own: bool = False
    is_letter: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """One problem of a template: where, the words there, and how to mend it."""

    where: str
    text: str
    cure: str


@cache
def blank_forms() -> tuple[BlankForm, ...]:
    """The shipped blank forms in order of name, with the rows of their list of sources."""
    told = dict(_sources((template_folder() / "SOURCES.md").read_text("utf-8")))
    return tuple(BlankForm(path, *told.get(path.name, ())) for path in shipped_forms())


def _sources(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 5 and cells[0].endswith(".xlsx"):
            yield cells[0], cells[1:]


def own_folder() -> Path:
    """Where the user's own report templates lie; the folder need not exist."""
    return settings_folder() / "templates"


def report_templates() -> tuple[ReportTemplate, ...]:
    """The shipped templates of the report, the usual one first, then the user's own."""
    names = sorted(shipped_templates(), key=lambda name: (name != USUAL, name))
    shipped = [ReportTemplate(name, _title(template_path(name)), template_path(name)) for name in names]
    files = sorted(path for path in own_folder().glob(f"*{ENDING}") if path.name[0] not in "~.")
    return (*shipped, *(ReportTemplate(str(path), path.stem, path, True) for path in files))


def letter_templates() -> tuple[ReportTemplate, ...]:
    """The shipped templates of return notices and of the inspection report, to be exported and edited."""
    files = {name: shipped(name) for name in (NOTICE, INSPECTION)}
    return tuple(ReportTemplate(name, _title(path), path, is_letter=True) for name, path in files.items())


def title_of(identifier: str) -> str:
    """What a template is called; a path that is not listed by its name without ending."""
    named = (each.title for each in report_templates() if each.identifier == identifier)
    return next(named, Path(identifier).stem)


@cache
def _title(path: Path) -> str:
    """The title in the properties of a shipped template, or its name."""
    with zipfile.ZipFile(path) as package:
        properties = package.read("docProps/core.xml").decode("utf-8")
    found = _TITLE.search(properties)
    return unescape(found[1]) if found else path.stem


def template_named(words: str) -> str:
    """The identifier of a template by the name of one of the user's own; other words stay as they are."""
    if words in shipped_templates():
        return words
    return next((own.identifier for own in report_templates() if own.is_own and own.title == words), words)


def template_of(identifier: str) -> ReportTemplate:
    """The template of an identifier; raises CallFault for a name nobody has."""
    known = (*report_templates(), *letter_templates())
    found = next((each for each in known if each.identifier == identifier), None)
    if found is not None:
        return found
    path = template_path(identifier)
    return ReportTemplate(identifier, path.stem, path)


def new_path(name: str) -> Path:
    """The file for a template of that name; raises CallFault for a name no file can have or one taken."""
    stem = _FORBIDDEN.sub("", name).strip()
    stem = (stem[: -len(ENDING)] if stem.lower().endswith(ENDING) else stem).strip(" .")
    if not stem:
        raise CallFault("模板名称不能为空，也不能全是标点：请写一个名称，例如“本县自评结果”。")
    path = own_folder() / f"{stem}{ENDING}"
    if path.exists():
        raise CallFault(f"已有名为“{stem}”的模板：请换一个名称，或先删除那一个。")
    return path


def copy_template(identifier: str, name: str) -> ReportTemplate:
    """Copy a template to the user's own under a name; raises CallFault and FileFault."""
    return _keep(template_path(identifier), new_path(name))


def take_over(source: Path) -> ReportTemplate:
    """Add a template from a file to the user's own under its name; raises CallFault and FileFault."""
    if source.suffix.lower() != ENDING:
        raise CallFault(f"{source.name} 不是 Word 文档（.docx），请用 Word 或 WPS 另存为 .docx 后再导入。")
    return _keep(source, new_path(source.stem))


def _keep(source: Path, target: Path) -> ReportTemplate:
    content = _content(source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileFault("no_permission", f"无法建立文件夹 {target.parent}：请检查权限。") from error
    write_whole(target, content)
    return ReportTemplate(str(target), target.stem, target, True)


def export(identifier: str, target: Path) -> None:
    """Write a template where the user wants it; raises CallFault and FileFault."""
    write_whole(target, _content(template_of(identifier).path))


def export_form(form: BlankForm, target: Path) -> None:
    """Write a blank form where the user wants it; raises FileFault."""
    write_whole(target, _content(form.path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileFault("no_permission", f"无法读取 {path}：请检查文件是否还在、能否读取。") from error


def tag_guide() -> str:
    """How tags are written and which names there are, in Markdown."""
    return resource("reports", "README.md").read_text("utf-8")


def drop(template: ReportTemplate) -> None:
    """Delete one of the user's own templates; raises CallFault for a shipped one, FileFault."""
    if not template.is_own:
        raise CallFault(f"“{template.title}”是随程序提供的模板，不能删除。")
    try:
        template.path.unlink(missing_ok=True)
    except OSError as error:
        raise FileFault(
            "no_permission", f"无法删除 {template.path}：请先在 Word 或 WPS 中关闭它，并检查权限。"
        ) from error


def check_template(identifier: str, progress: Progress | None = None) -> tuple[Slip, ...]:
    """What is wrong with a template: it is carried out on the sample's forms; none where it is sound."""
    checked = load(sorted(resource("sample").glob("*.xlsx")), None, progress)
    forms = [(item.path, form) for item in checked for form in item.document.forms]
    findings = [finding for item in checked for finding in item.findings]
    with tempfile.TemporaryDirectory() as folder:
        try:
            render_report(forms, findings, identifier, Path(folder) / f"试用{ENDING}")
        except CallFault as fault:
            return _slips(fault.message)
    return ()


def _slips(message: str) -> tuple[Slip, ...]:
    """The problems that a fault's message lists, place by place; the message whole where it names none."""
    placed = [_PLACED.match(line) for line in message.splitlines()]
    found = tuple(
        Slip(f"{match['part']}第{match['number']}段", match["text"], match["cure"])
        for match in placed
        if match is not None
    )
    rest = [line for line, match in zip(message.splitlines(), placed, strict=True) if match is None]
    if not found:
        return (Slip("整个模板", "", message),)
    return (*found, *(Slip("", "", line) for line in rest[1:]))
