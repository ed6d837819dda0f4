"""A CSV or TSV text to a book of one sheet: what web systems name .xls now and then."""

from __future__ import annotations

import csv
from io import StringIO

from perfdesk.reading import limits
from perfdesk.reading.book import Book, LookTable, sheet_name
from perfdesk.reading.printed_number import printed_cell
from perfdesk.reading.table_maker import TableMaker
from perfdesk.reading.text_encoding import decode_text

_HEAD_LINES = 50


def read_text_table(data: bytes, name: str) -> Book:
    """The lines of the text as rows; raises FileFault."""
    text = decode_text(data).replace("\0", "")
    maker = TableMaker()
    looks = LookTable()
    try:
        for fields in csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)):
            maker.start_row()
            for field in fields:
                cell = printed_cell(field.strip())
                if cell.text:
                    maker.add(cell)
                else:
                    maker.skip(1)
    except csv.Error as error:
        raise limits.corrupt("文本里的列无法分开") from error
    return Book((maker.grid(sheet_name(name, set())),), tuple(looks.looks))


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:_HEAD_LINES])
    return max("\t,;", key=head.count)
