"""Marks made visible: red bold figures, `〔注1〕` and real Word footnotes.

Last step before the report is packed. Works on the rendered document's own elements: each
token a marked `Figure` left in a text becomes a red run, a footnote reference in its own
brackets (Word counts it, so the number stays right while the clerk edits on) and a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape
from typing import Any, TypeAlias

from perfdesk.narrative.figure import STRAY, TOKEN, Mark
from perfdesk.narrative.layout import WORD

Element: TypeAlias = Any
"""An lxml element; lxml ships no types."""

RED = "C00000"
_DOUBT = "〔存疑〕"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOTE_ID = re.compile(r"<w:footnote\b[^>]*\bw:id=\"(-?\d+)\"")
# Children of w:rPr must stand in the order of the schema, or Word calls the file damaged.
_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
    "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern",
    "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs",
    "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip


def _tag(name: str) -> str:
    return f"{{{WORD}}}{name}"


@dataclass(frozen=True)
class NoteStyles:
    """Style ids of the template's own footnote styles, where it has them."""

    text: str | None = None
    reference: str | None = None

    @staticmethod
    def of(styles: Element) -> NoteStyles:
        """Found by their built-in names: editors give them ids of their own."""
        found: dict[str, str] = {}
        for style in styles.iter(_tag("style")):
            name = style.find(_tag("name"))
            if name is not None:
                found[str(name.get(_tag("val"))).lower()] = str(style.get(_tag("styleId")))
        return NoteStyles(found.get("footnote text"), found.get("footnote reference"))


@dataclass
class Marker:
    """Replaces tokens in the parts of one document and collects the notes to add.

    Attributes:
        marks: by their number.
        first_id: the first free footnote id of the document.
        printed: the footnote number each used mark has on paper.
        notes: footnote id and mark in the order of the text.
    """

    marks: Sequence[Mark]
    first_id: int
    styles: NoteStyles = NoteStyles()
    printed: dict[int, int] = field(default_factory=dict)
    notes: list[tuple[int, Mark]] = field(default_factory=list)

    def mark_body(self, body: Element) -> None:
        """Mark the main text, then fill in what refers to a mark's number."""
        count = 0
        for element in list(body.iter(_tag("t"), _tag("footnoteReference"))):
            if element.tag == _tag("footnoteReference"):
                count += 1
            elif TOKEN.search(element.text or "") and not _is_in_box(element):
                count = self._mark_text(element, count)
        self.mark_elsewhere(body)

    def mark_elsewhere(self, root: Element) -> None:
        """Mark headers, footers and text boxes, where Word allows no footnotes."""
        for element in list(root.iter(_tag("t"))):
            text = element.text or ""
            if not STRAY.search(text):
                continue
            if _marked(text) and element.getparent().tag == _tag("r"):
                self._mark_text(element, None)
            else:
                element.text = self.plain(text)

    def plain(self, text: str) -> str:
        """The text with its tokens in words, for places that hold no runs."""
        return STRAY.sub("", TOKEN.sub(self._in_words, text))

    def _in_words(self, match: re.Match[str]) -> str:
        if match.group(3) is None:
            return f"{match.group(2)}{_DOUBT}"
        number = self.printed.get(int(match.group(3)))
        return "" if number is None else f"（见正文注{number}）"

    def _mark_text(self, element: Element, count: int | None) -> int:
        """Split the text's run at its tokens; `count` footnotes stand before it, None forbids notes."""
        run = _alone(element)
        properties = run.find(_tag("rPr"))
        for text, number in _pieces(element.text or ""):
            if number is None:
                run.addprevious(_text_run(run, properties, text))
                continue
            run.addprevious(_text_run(run, _highlighted(run, properties), text))
            for extra in self._brackets(run, properties, number, count):
                run.addprevious(extra)
            if count is not None:
                count = max(count, self.printed[number])
        run.getparent().remove(run)
        return count or 0

    def _brackets(
        self, run: Element, properties: Element | None, number: int, count: int | None
    ) -> Iterator[Element]:
        raised = _raised(run, properties)
        if count is None:
            yield _text_run(run, raised, _DOUBT)
        elif number in self.printed:
            yield _text_run(run, raised, f"〔注{self.printed[number]}〕")
        else:
            identifier = self.first_id + len(self.notes)
            self.notes.append((identifier, self.marks[number]))
            self.printed[number] = count + 1
            yield _text_run(run, raised, "〔注")
            yield self._reference_run(run, raised, identifier)
            yield _text_run(run, raised, "〕")

    def _reference_run(self, run: Element, properties: Element, identifier: int) -> Element:
        properties = deepcopy(properties)
        if self.styles.reference is not None:
            _set(properties, "rStyle", val=self.styles.reference)
        reference = run.makeelement(_tag("footnoteReference"), {_tag("id"): str(identifier)})
        return _run(run, properties, reference)

    def footnotes(self, content: str) -> str:
        """The footnotes part with the collected notes added."""
        content = self.plain(content)
        head, end, tail = content.rpartition("</w:footnotes>")
        return head + "".join(self._note(identifier, mark) for identifier, mark in self.notes) + end + tail

    def _note(self, identifier: int, mark: Mark) -> str:
        paragraph = f'<w:pPr><w:pStyle w:val="{self.styles.text}"/></w:pPr>' if self.styles.text else ""
        style = f'<w:rStyle w:val="{self.styles.reference}"/>' if self.styles.reference else ""
        size = '<w:spacing w:val="0"/><w:sz w:val="18"/><w:szCs w:val="18"/>'
        words = escape(f" {mark.subject}——{STRAY.sub('', mark.note)}", quote=False)
        return (
            f'<w:footnote xmlns:w="{WORD}" w:id="{identifier}"><w:p>{paragraph}'
            f'<w:r><w:rPr>{style}{size}<w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:rPr>{size}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:footnote>'
        )


def next_note_id(footnotes: str) -> int:
    """The first footnote id a footnotes part does not use."""
    return max((int(number) for number in _NOTE_ID.findall(footnotes)), default=0) + 1


def _marked(text: str) -> bool:
    return any(match.group(3) is None for match in TOKEN.finditer(text))


def _pieces(text: str) -> Iterator[tuple[str, int | None]]:
    """Plain and marked pieces of a text; references to marks stay in the plain ones."""
    begin = 0
    for match in TOKEN.finditer(text):
        if match.group(3) is not None:
            continue
        if match.start() > begin:
            yield text[begin : match.start()], None
        yield match.group(2), int(match.group(1))
        begin = match.end()
    if begin < len(text):
        yield text[begin:], None


def _is_in_box(element: Element) -> bool:
    return next(element.iterancestors(_tag("txbxContent")), None) is not None


def _alone(element: Element) -> Element:
    """The element's run, after its other content has moved to runs of its own."""
    run = element.getparent()
    properties = run.find(_tag("rPr"))
    content = [child for child in run if child is not properties]
    place = content.index(element)
    for child in content[:place]:
        run.addprevious(_run(run, properties, child))
    for child in reversed(content[place + 1 :]):
        run.addnext(_run(run, properties, child))
    return run


def _run(like: Element, properties: Element | None, content: Element) -> Element:
    run = like.makeelement(_tag("r"))
    if properties is not None:
        run.append(deepcopy(properties))
    run.append(content)
    return run


def _text_run(like: Element, properties: Element | None, text: str) -> Element:
    content = like.makeelement(_tag("t"))
    content.text = text
    content.set(_SPACE, "preserve")
    return _run(like, properties, content)


def _highlighted(run: Element, properties: Element | None) -> Element:
    copy = run.makeelement(_tag("rPr")) if properties is None else deepcopy(properties)
    _set(copy, "b")
    _set(copy, "bCs")
    _set(copy, "color", val=RED)
    return copy


def _raised(run: Element, properties: Element | None) -> Element:
    copy = run.makeelement(_tag("rPr")) if properties is None else deepcopy(properties)
    _set(copy, "color", val=RED)
    _set(copy, "vertAlign", val="superscript")
    return copy


def _set(properties: Element, name: str, **attributes: str) -> None:
    for old in properties.findall(_tag(name)):
        properties.remove(old)
    added = properties.makeelement(_tag(name), {_tag(key): value for key, value in attributes.items()})
    rank = _ORDER.index(name)
    for child in properties:
        if _rank(child) > rank:
            child.addprevious(added)
            return
    properties.append(added)


def _rank(child: Element) -> int:
    local = str(child.tag).rpartition("}")[2]
    return _ORDER.index(local) if local in _ORDER else len(_ORDER)
