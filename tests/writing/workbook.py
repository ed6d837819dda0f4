"""What the tests of writing share: books with formulas made byte by byte, and looks into archives."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from perfdesk.core.finding import Finding, Place, Verdict
from perfdesk.core.grid import Grid
from perfdesk.reading.document import read_document
from perfdesk.reading.package import Package, parse_package
from tests.reading import workbook_maker as maker

CHAIN = f'<calcChain xmlns="{maker.MAIN}"><c r="C1" i="1"/><c r="C2"/><c r="C3"/></calcChain>'
REFUSED = {
    # Refused by the reader: see the corpus' own list.
    "poi-60320-protected.xlsx",
    "poi-duplicate-filename.xlsx",
    "poi-poc-xmlbomb.xlsx",
}


def real_workbooks(shared: Path) -> list[Path]:
    """Every case workbook and every corpus workbook that can be read."""
    files = [*(shared / "cases").rglob("*.xlsx"), *(shared / "corpus").glob("*.xlsx")]
    found = sorted(path for path in files if path.name not in REFUSED)
    assert len(found) > 50
    return found


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def grids(path: Path) -> dict[str, Grid]:
    """The sheets of a file by name."""
    return {grid.name: grid for grid in read_document(path)[1]}


def members(path: Path) -> dict[str, bytes]:
    """The parts of a file, unpacked."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def raw_members(package: Package) -> dict[str, tuple[object, ...]]:
    """Everything about each member as it lies in the file, its compressed bytes included."""
    return {
        member.name: (
            member.date_time, member.method, member.flags, member.crc, member.size,
            package.data[member.data_offset : member.data_offset + member.compressed_size],
        )
        for member in package.members
    }  # fmt: skip


def raw_file(path: Path) -> dict[str, tuple[object, ...]]:
    """The members of a file as they lie in it, in their order."""
    return raw_members(parse_package(path.read_bytes()))


def write_book(folder: Path, rows: str, after: str = "", **more: str) -> Path:
    """A workbook with one sheet `表`; further parts by name, related to the workbook."""
    parts = maker.parts(maker.sheet(rows, after), more.pop("strings", None), more.pop("styles", None))
    kinds = {"chain": ("calcChain", "calcChain.xml")}
    extra = []
    for name, content in more.items():
        kind, target = kinds[name]
        parts[f"xl/{target}"] = content
        extra.append((f"rId9{len(extra)}", kind, target))
    old = parts["xl/_rels/workbook.xml.rels"]
    assert isinstance(old, str)
    added = maker.relations(*extra).partition(">")[2]
    parts["xl/_rels/workbook.xml.rels"] = old.replace("</Relationships>", added)
    return maker.write(folder, maker.pack(parts))


def rezipped(path: Path, changes: dict[str, bytes]) -> bytes:
    """A file's bytes with some parts replaced or added."""
    parts = members(path) | changes
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def finding(
    sheet: str, cell: str, verdict: Verdict = "wrong", message: str = "得分与算式不符，请改正"
) -> Finding:
    """A finding on a cell, with everything a finding may say."""
    return Finding(
        rule="SC101",
        severity="error",
        verdict=verdict,
        place=Place("甲.xlsx", sheet, cell),
        message=message,
        printed="51%",
        expected="50.71%",
        formula="=1+1",
        basis="某办法第二十条",
    )
