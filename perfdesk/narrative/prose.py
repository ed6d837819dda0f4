"""A rendered report as plain text or Markdown, tables, notes and all.

Reads the Word file the room has just made, so that every form of the report says the same. A row of a table
is a line of cells parted by tabs, in Markdown a row of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree

from perfdesk.narrative.annex import NONE, Annexes
from perfdesk.narrative.layout import WORD
from perfdesk.narrative.package import unpack
from perfdesk.narrative.page_text import Row, Table

_HEADINGS = {"Title": "# ", "Heading1": "## ", "Heading2": "### ", "Heading3": "#### "}
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>#|"})


def _tag(name: str) -> str:
    return f"{{{WORD}}}{name}"


def report_text(content: bytes, annexes: Annexes = NONE, *, is_markdown: bool) -> str:
    """The text of a .docx, one paragraph a line, its footnotes at the end as 注1：…

    Args:
        content: the rendered report.
        annexes: what follows it.
        is_markdown: mark headings with `#` and part paragraphs by blank lines.
    """
    parts = unpack(content)
    numbers: dict[str, int] = {}
    lines = list(_lines(ElementTree.fromstring(parts["word/document.xml"]), numbers, is_markdown))
    lines += _annex_lines(annexes, is_markdown)
    notes = ElementTree.fromstring(parts["word/footnotes.xml"])
    texts = {note.get(_tag("id"), ""): "".join(_pieces(note, {})) for note in notes}
    for identifier, number in numbers.items():
        note = f"注{number}：{texts.get(identifier, '').strip()}"
        lines.append(note.translate(_SPECIAL) if is_markdown else note)
    return ("\n\n" if is_markdown else "\n").join(line for line in lines if line) + "\n"


def _lines(body: ElementTree.Element, numbers: dict[str, int], is_markdown: bool) -> Iterator[str]:
    for block in _blocks(body):
        if block.tag == _tag("tbl"):
            rows = [_cells(row, numbers) for row in block.iter(_tag("tr"))]
            yield _table_text(rows, is_markdown)
            continue
        text = "".join(_pieces(block, numbers)).strip()
        style = block.find(f"{_tag('pPr')}/{_tag('pStyle')}")
        name = style.get(_tag("val"), "") if style is not None else ""
        if is_markdown and text:
            text = _HEADINGS.get(name, "") + text.translate(_SPECIAL)
        yield text


def _blocks(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Paragraphs and tables in their order, those within a frame of the editor too."""
    for child in root:
        if child.tag in (_tag("p"), _tag("tbl")):
            yield child
        else:
            yield from _blocks(child)


def _cells(row: ElementTree.Element, numbers: dict[str, int]) -> list[str]:
    """The texts of a row; a cell that spans columns is followed by empty ones."""
    texts = []
    for cell in row.findall(_tag("tc")):
        span = cell.find(f"{_tag('tcPr')}/{_tag('gridSpan')}")
        paragraphs = ("".join(_pieces(each, numbers)).strip() for each in cell.iter(_tag("p")))
        columns = int(span.get(_tag("val"), "1")) if span is not None else 1
        texts += ["\n".join(paragraphs), *[""] * (columns - 1)]
    return texts


def _annex_lines(annexes: Annexes, is_markdown: bool) -> Iterator[str]:
    """The list of annexes, then each with its heading and its tables."""
    blocks = [*annexes.listing, *(block for section in annexes.sections for block in section.blocks)]
    for block in blocks:
        if isinstance(block, Table):
            yield _table_text([_row_texts(row) for row in block.rows], is_markdown)
        elif is_markdown:
            mark = "## " if block.shape.outline is not None else ""
            yield mark + block.text.translate(_SPECIAL)
        else:
            yield block.text


def _row_texts(row: Row) -> list[str]:
    texts = []
    for cell in row.cells:
        texts += ["\n".join(each.text for each in cell.paragraphs), *[""] * (cell.span - 1)]
    return texts


def _table_text(rows: Sequence[Sequence[str]], is_markdown: bool) -> str:
    if not is_markdown:
        return "\n".join("\t".join(" ".join(text.split("\n")) for text in row).rstrip("\t") for row in rows)
    width = max((len(row) for row in rows), default=0)
    lines = [_markdown_row([*row, *[""] * (width - len(row))]) for row in rows]
    return "\n".join([*lines[:1], _markdown_row(["---"] * width, is_plain=True), *lines[1:]]) if rows else ""


def _markdown_row(texts: Iterable[str], *, is_plain: bool = False) -> str:
    shown = (text if is_plain else "<br>".join(text.translate(_SPECIAL).split("\n")) for text in texts)
    return f"| {' | '.join(shown)} |"


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
