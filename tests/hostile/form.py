"""The honest beginnings that hostile files are made of: a sheet of two cells, and a filled form of the sample."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

from tests.reading import workbook_maker as book

CHECKOUT = Path(__file__).resolve().parents[2]
SHEET = "xl/worksheets/sheet1.xml"
ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>甲</t></is></c></row>'
GOOD = book.parts(book.sheet(ROWS))


@cache
def form_bytes() -> bytes:
    """A filled form of the sample, as its file."""
    return sorted((CHECKOUT / "resources" / "sample").glob("1 *.xlsx"))[0].read_bytes()


@cache
def _form_parts() -> dict[str, book.Part]:
    with zipfile.ZipFile(io.BytesIO(form_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def form_parts() -> dict[str, book.Part]:
    """The parts of that form; the caller may change the mapping."""
    return dict(_form_parts())
