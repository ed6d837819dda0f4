"""A template and a context become a Word file: docxtpl under the rules of this room.

Takes docxtpl's steps in its order but keeps count of the template's paragraphs, so that a
fault names the place the clerk sees in Word; then hands the document to `footnote`.
"""

from __future__ import annotations

import io
import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol
from xml.parsers import expat

from perfdesk.core.fault import CallFault
from perfdesk.narrative.figure import Links, Mark, withheld
from perfdesk.narrative.footnote import Marker, NoteStyles, next_note_id
from perfdesk.narrative.package import pack, repack, with_footnotes
from perfdesk.narrative.sandbox import MAX_OUTPUT, build_environment
from perfdesk.narrative.template_fault import (
    PARAGRAPH,
    TemplateProblem,
    across_cells,
    explain_error,
    explain_syntax,
    lint,
    paragraph_cells,
    paragraph_texts,
    unknown_name,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_FOOTNOTES_TYPE = "wordprocessingml.footnotes+xml"
_DAMAGED_NOTES = "模板的脚注部分已损坏，请用 Word 或 WPS 打开后重新保存。"
_MOST_PROBLEMS = 8
_MARKUP = re.compile(r"<[^>]*>")
_ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NAME = re.compile(r"(?<![.\w])[^\W\d]\w*")
_PARTS = (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("document", "正文"))
_ESCAPED_TAGS = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


class HasNames(Protocol):
    """Everything a template can name."""

    def names(self) -> dict[str, object]:
        """The top-level names, English and Chinese, with their content."""


class Context(Protocol):
    """What a document is made of: names and marks of a report, a return notice, an inspection report."""

    @property
    def report(self) -> HasNames:
        """The names."""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks its texts carry, numbered by their index."""

    @property
    def withholds(self) -> bool:
        """Whether marked figures stay out of the text."""


def render_document(
    parts: dict[str, bytes], context: Context, name: str, links: Links | None = None
) -> bytes:
    """The report as the bytes of a .docx; CallFault where the template is at fault.

    Args:
        parts: the template's parts as `package.read_template` gives them.
        context: what the template may print, and the marks.
        name: the template's file name, for messages.
        links: gathers where each figure printed comes from; the text then carries the links.
    """
    try:
        return repack(_rendered(parts, context, name, links))
    except (AttributeError, LookupError, SyntaxError, TypeError, ValueError) as error:
        # The Word library stumbles over a damaged package in many ways; our own slips stay bugs.
        if _is_own(error):
            raise
        raise CallFault(f"模板“{name}”的内容已损坏，请用 Word 或 WPS 打开后重新保存。") from error


def _rendered(parts: dict[str, bytes], context: Context, name: str, links: Links | None) -> bytes:
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(pack(with_footnotes(parts))))
    template.init_docx()
    _Renderer(template, context, name, links).render()
    _add_notes(template.docx, context)
    target = io.BytesIO()
    template.save(target)
    return target.getvalue()


def _is_own(error: BaseException) -> bool:
    """Whether the error arose in this program's code and not in a library below it."""
    *_, (frame, _line) = traceback.walk_tb(error.__traceback__)
    return Path(frame.f_code.co_filename).is_relative_to(Path(__file__).parents[1])


class _Renderer:
    """Renders every part of one template, with its own hooks in docxtpl's steps."""

    def __init__(self, template: Any, context: Context, name: str, links: Links | None) -> None:
        self._template = template
        self._names = context.report.names()
        self._wrong = context.marks if context.withholds else ()
        self._name = name
        self._environment: Environment = build_environment(self._names, links)
        self._texts: list[str] = []
        self._across: list[TemplateProblem] = []
        self._patch: Callable[[str], str] = template.patch_xml
        self._fix_tables: Callable[[str], Any] = template.fix_tables
        template.patch_xml = self._patch_part
        template.render_xml_part = self._render_part
        template.render_footnotes = self._render_footnotes
        template.fix_tables = self._whole_tables

    def render(self) -> None:
        """Carry the template out; the document is then in `template.docx`."""
        from jinja2.exceptions import TemplateError

        try:
            self._template.render(self._names, self._environment)
        except TemplateError as error:
            raise CallFault(f"模板“{self._name}”的文档属性里有标签写错：{error}。") from error

    def _patch_part(self, xml: str) -> str:
        """Put each paragraph on a line of its own before docxtpl removes the tag-only ones."""
        xml = xml.replace("\r", " ").replace("\n", " ")
        self._texts = paragraph_texts(xml)
        self._across = list(across_cells(self._texts, paragraph_cells(xml)))
        return self._patch(PARAGRAPH.sub("\n<w:p", xml))

    def _render_part(self, xml: str, part: Any, context: dict[str, object], environment: Environment) -> str:
        label = next(chinese for key, chinese in _PARTS if key in f"{part.partname}document")
        problems = list(lint(self._texts)) or self._across or self._unknown_names(xml, label)
        if problems:
            self._refuse(label, problems)
        rendered = self._carry_out(xml, label, context)
        for escaped, tag in _ESCAPED_TAGS:
            rendered = rendered.replace(escaped, tag)
        listed: str = self._template.resolve_listing(rendered)
        return listed

    def _unknown_names(self, xml: str, label: str) -> list[TemplateProblem]:
        """Names no context has, also in branches that this report does not take."""
        from jinja2 import meta
        from jinja2.exceptions import TemplateSyntaxError

        try:
            used = meta.find_undeclared_variables(self._environment.parse(xml))
        except TemplateSyntaxError as error:
            self._refuse(label, [self._problem(error.lineno, explain_syntax(error.message or ""))])
        unknown = used - set(self._names) - set(self._environment.globals)
        return [
            TemplateProblem(number, text, unknown_name(name, self._names))
            for number, text in enumerate(self._texts, 1)
            for name in sorted(unknown)
            if re.search(rf"\{{[{{%][^}}]*(?<![\w.]){re.escape(name)}(?!\w)", text)
        ]

    def _carry_out(self, xml: str, label: str, context: dict[str, object]) -> str:
        from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError

        pieces: list[str] = []
        size = 0
        try:
            for piece in self._environment.from_string(xml).generate(context):
                size += len(piece)
                if size > MAX_OUTPUT:
                    raise OverflowError
                pieces.append(piece)
        except TemplateSyntaxError as error:
            self._refuse(label, [self._problem(error.lineno, explain_syntax(error.message or ""))])
        except (SecurityError, UndefinedError) as error:
            self._refuse(label, [self._problem(_template_line(error), str(error))])
        except Exception as error:
            # Whatever a tag makes Python raise is the template's fault, not the program's.
            self._refuse(label, [self._problem(_template_line(error), explain_error(error))])
        rendered = "".join(pieces)
        return withheld(rendered, self._wrong) if self._wrong else rendered

    def _problem(self, line: int, message: str) -> TemplateProblem:
        """The problem at a line of the patched XML: paragraph N begins line N + 1."""
        number = min(max(line - 1, 1), max(len(self._texts), 1))
        return TemplateProblem(number, self._texts[number - 1] if self._texts else "", message)

    def _refuse(self, label: str, problems: list[TemplateProblem]) -> NoReturn:
        said = [problem.said(label) for problem in problems[:_MOST_PROBLEMS]]
        if len(problems) > _MOST_PROBLEMS:
            said.append(f"另有{len(problems) - _MOST_PROBLEMS}处。")
        raise CallFault(f"模板“{self._name}”有误，请在 Word 或 WPS 中改正后重试。\n" + "\n".join(said))

    def _render_footnotes(self, context: dict[str, object], environment: Environment) -> None:
        """Once, whatever the number of sections: docxtpl would carry out what it had printed."""
        part = footnotes_part(self._template.docx)
        xml = self._patch_part(part.blob.decode("utf-8-sig"))
        rendered = self._render_part(xml, part, context, environment)
        if not _is_whole(rendered):
            raise CallFault(_DAMAGED_NOTES)
        part._blob = rendered.encode("utf-8")

    def _whole_tables(self, xml: str) -> Any:
        """Refuse what docxtpl's forgiving parser would silently cut off."""
        if not _is_whole(xml):
            raise CallFault(
                f"模板“{self._name}”里有标签从一段跨到了另一段或表格之外，"
                "请把 for、if 和它们的 end 各自独占一段（写成 {%p … %}，表格行用 {%tr … %}）。"
            )
        return self._fix_tables(xml)


def names_used(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Every name in the tags of a template's text, page heads, page feet and notes."""
    found: set[str] = set()
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            text = _MARKUP.sub("", content.decode("utf-8", "replace"))
            found.update(*(_NAME.findall(tag) for tag in _ANY_TAG.findall(text)))
    return frozenset(found)


def _is_whole(xml: str) -> bool:
    """Whether the XML is well formed."""
    try:
        expat.ParserCreate("utf-8").Parse(xml.encode("utf-8"), True)
    except expat.ExpatError:
        return False
    return True


def _template_line(error: BaseException) -> int:
    """The line of the template in which an error arose; 0 where it is unknown."""
    line, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line


def footnotes_part(document: Any) -> Any:
    """The document's footnotes part; `package.with_footnotes` saw to it that there is one."""
    for part in document.part.package.iter_parts():
        if str(part.content_type).endswith(_FOOTNOTES_TYPE):
            return part
    raise CallFault(_DAMAGED_NOTES)


def _add_notes(document: Any, context: Context) -> None:
    """Turn the tokens in every part into marks, footnotes and plain words."""
    part = footnotes_part(document)
    notes = part.blob.decode("utf-8")
    marker = Marker(context.marks, next_note_id(notes), NoteStyles.of(document.styles.element))
    marker.mark_body(document.element.body)
    for relation in document.part.rels.values():
        if str(relation.reltype).endswith(("/header", "/footer")) and hasattr(
            relation.target_part, "element"
        ):
            marker.mark_elsewhere(relation.target_part.element)
    part._blob = marker.footnotes(notes).encode("utf-8")
    properties = document.core_properties
    for name in ("title", "subject", "author", "comments"):
        setattr(properties, name, marker.plain(getattr(properties, name)))
