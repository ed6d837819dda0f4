"""Builds the report templates that ship in `resources/reports/`, byte for byte the same each time.

A template is an ordinary .docx that Word and WPS can edit; run this module after changing
its text or the layout. `tests/narrative/test_template_builder.py` fails while a checked-in
template is stale.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from perfdesk.core.resource import resource
from perfdesk.narrative import layout
from perfdesk.narrative.package import pack
from perfdesk.narrative.template_block import Block, Table
from perfdesk.narrative.template_text import TEMPLATES, TITLES

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "settings", "fontTable", "footnotes", "footer", "footer")
_FILES = ("styles.xml", "settings.xml", "fontTable.xml", "footnotes.xml", "footer1.xml", "footer2.xml")

# Curly quotes and dashes belong to both scripts; the hint keeps them in the Chinese face.
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def build_template(blocks: Iterable[Block], title: str = "项目绩效自评结果") -> bytes:
    """The .docx of a template's paragraphs and tables in the official layout."""
    body = "".join(_table(block) if isinstance(block, Table) else _paragraph(*block) for block in blocks)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_relations(),
        "docProps/core.xml": _core_properties(title),
        "word/_rels/document.xml.rels": _document_relations(),
        "word/document.xml": layout.document(body),
        "word/styles.xml": layout.styles(),
        "word/settings.xml": layout.settings(),
        "word/fontTable.xml": layout.font_table(),
        "word/footnotes.xml": layout.footnotes(),
        "word/footer1.xml": layout.footer(is_even=False),
        "word/footer2.xml": layout.footer(is_even=True),
    }
    return pack({name: text.encode("utf-8") for name, text in parts.items()})


def _paragraph(style: str, text: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r>{_HINT}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f"<w:p>{properties}{run}</w:p>"


def _table(table: Table) -> str:
    """A ruled table as wide as the text; its heading is repeated on every page."""
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in table.widths)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = [_row(table, table.heading, is_heading=True)]
    rows += [_row(table, row, is_heading=False) for row in table.rows]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(_twips, table.widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)


def _row(table: Table, texts: Iterable[str], *, is_heading: bool) -> str:
    properties = (
        "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_heading else "<w:trPr><w:cantSplit/></w:trPr>"
    )
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_cell(table, text, at, is_heading=is_heading)}</w:tc>"
        for at, (width, text) in enumerate(zip(table.widths, texts, strict=True))
    )
    return f"<w:tr>{properties}{cells}</w:tr>"


def _cell(table: Table, text: str, column: int, *, is_heading: bool) -> str:
    """The paragraphs of a cell in 12 pt, close lines, without the indent of running text."""
    align = "left" if column in table.texts and not is_heading else "center"
    face = layout.fonts("黑体") if is_heading else '<w:rFonts w:hint="eastAsia"/>'
    look = f'<w:rPr>{face}<w:spacing w:val="0"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>'
    shape = (
        f'<w:pPr>{"<w:keepNext/>" if table.is_kept else ""}<w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="20" w:after="20" w:line="320" w:lineRule="exact"/>'
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>'
    )
    return "".join(
        f'<w:p>{shape}<w:r>{look}<w:t xml:space="preserve">{escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{file}" ContentType="{_WORDML}.{part}+xml"/>'
        for file, part in zip(_FILES, _PARTS, strict=True)
    )
    return (
        f'{layout.HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORDML}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _root_relations() -> str:
    return (
        f'{layout.HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )


def _document_relations() -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{part}" Target="{file}"/>'
        for number, (file, part) in enumerate(zip(_FILES, _PARTS, strict=True), 1)
    )
    return f'{layout.HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core_properties(title: str) -> str:
    return (
        f'{layout.HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title>"
        "<dc:language>zh-CN</dc:language>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    )


def write_templates() -> None:
    """Write every shipped template into `resources/reports/`."""
    for name, blocks in TEMPLATES.items():
        resource("reports", f"{name}.docx").write_bytes(build_template(blocks, TITLES[name]))


if __name__ == "__main__":
    write_templates()
