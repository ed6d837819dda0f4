"""A rendered report as plain text or Markdown, notes and all.

Reads the Word file the room has just made, so that every form of the report says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from perfdesk.narrative.layout import WORD
from perfdesk.narrative.package import unpack

_HEADINGS = {"Title": "# ", "Heading1": "## ", "Heading2": "### ", "Heading3": "#### "}
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>#|"})


def _tag(name: str) -> str:
    return f"{{{WORD}}}{name}"


def report_text(content: bytes, *, is_markdown: bool) -> str:
    """The text of a .docx, one paragraph a line, its footnotes at the end as 注1：…

    Args:
        content: the rendered report.
        is_markdown: mark headings with `#` and part paragraphs by blank lines.
    """
    parts = unpack(content)
    numbers: dict[str, int] = {}
    lines = list(_lines(ElementTree.fromstring(parts["word/document.xml"]), numbers, is_markdown))
    notes = ElementTree.fromstring(parts["word/footnotes.xml"])
    texts = {note.get(_tag("id"), ""): "".join(_pieces(note, {})) for note in notes}
    for identifier, number in numbers.items():
        note = f"注{number}：{texts.get(identifier, '').strip()}"
        lines.append(note.translate(_SPECIAL) if is_markdown else note)
    return ("\n\n" if is_markdown else "\n").join(line for line in lines if line) + "\n"


def _lines(body: ElementTree.Element, numbers: dict[str, int], is_markdown: bool) -> Iterator[str]:
    for paragraph in body.iter(_tag("p")):
        text = "".join(_pieces(paragraph, numbers)).strip()
        style = paragraph.find(f"{_tag('pPr')}/{_tag('pStyle')}")
        name = style.get(_tag("val"), "") if style is not None else ""
        if is_markdown and text:
            text = _HEADINGS.get(name, "") + text.translate(_SPECIAL)
        yield text


def _pieces(root: ElementTree.Element, numbers: dict[str, int]) -> Iterator[str]:
    """Texts and footnote numbers in their order, a chart in words; a line break in a paragraph joins."""
    for element in root.iter():
        if element.tag == _tag("t"):
            yield element.text or ""
        elif element.tag == _tag("tab"):
            yield "\t"
        elif element.tag == _tag("drawing") and element.find(f".//{_CHART}") is not None:
            said = element.find(f".//{_PROPERTIES}")
            yield f"［{said.get('descr', '') if said is not None else ''}］"
        elif element.tag == _tag("footnoteReference"):
            identifier = element.get(_tag("id"), "")
            numbers[identifier] = len(numbers) + 1
            yield str(numbers[identifier])
