"""Small workbooks made byte by byte, honest and hostile ones, for the tests of reading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
Part = str | bytes


def relations(*entries: tuple[str, str, str]) -> str:
    """A relations part of (id, last word of the type, target)."""
    lines = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identifier, kind, target in entries
    )
    return f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def sheet(rows: str, after: str = "", before: str = "") -> str:
    """A worksheet part with these rows, and markup before and after its cells."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(*items: str) -> str:
    """A shared string part of plain items."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{item}</t></si>" for item in items)}</sst>'


def styles(*formats: str) -> str:
    """A style part whose cell formats have these number formats; the first should be General."""
    written = "".join(
        f'<numFmt numFmtId="{200 + place}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for place, code in enumerate(formats)
    )
    cells = "".join(f'<xf numFmtId="{200 + place}"/>' for place in range(len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{written}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>'
    )


def parts(worksheet: Part, shared: Part | None = None, style: Part | None = None) -> dict[str, Part]:
    """The parts of a workbook with one sheet named `表`."""
    listed = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    made: dict[str, Part] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/worksheets/sheet1.xml": worksheet,
    }
    if shared is not None:
        made["xl/sharedStrings.xml"] = shared
        listed.append(("rId2", "sharedStrings", "sharedStrings.xml"))
    if style is not None:
        made["xl/styles.xml"] = style
        listed.append(("rId3", "styles", "styles.xml"))
    made["xl/_rels/workbook.xml.rels"] = relations(*listed)
    return made


def pack(members: Mapping[str, Part]) -> bytes:
    """The members as a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def write(folder: Path, data: bytes, name: str = "某单位.xlsx") -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def write_sheet(folder: Path, rows: str, after: str = "", style: Part | None = None) -> Path:
    """A workbook file with these rows in its one sheet."""
    return write(folder, pack(parts(sheet(rows, after), style=style)))
