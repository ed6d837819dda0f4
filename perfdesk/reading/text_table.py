"""A CSV or TSV text to a book of one sheet: what web systems name .xls now and then."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from perfdesk.core.grid import MAX_COLUMN
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
    lines = _Lines(text, _delimiter(text))
    try:
        for fields in csv.reader(lines, delimiter=lines.delimiter):
            lines.delimiters = 0
            maker.start_row()
            # Most fields of an exported empty area are empty: only those with text are looked at.
            blanks = 0
            for field in fields if any(fields) else ():
                if field and (cell := printed_cell(field.strip())).text:
                    maker.skip(blanks)
                    maker.add(cell)
                    blanks = 0
                else:
                    blanks += 1
    except csv.Error as error:
        raise limits.corrupt("文本里的列无法分开") from error
    return Book((maker.grid(sheet_name(name, set())),), tuple(looks.looks))


class _Lines:
    """The lines of the text; a row with more delimiters than a sheet has columns is refused.

    The row is not yet parsed then: a list of millions of empty fields takes more memory than the file.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self.delimiter = delimiter
        self.delimiters = 0
        self._lines = StringIO(text, newline="")

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            # A quoted field may hold line ends, so a row may have many lines.
            self.delimiters += line.count(self.delimiter)
            if self.delimiters > MAX_COLUMN:
                raise limits.too_large(f"文本的一行超过 {MAX_COLUMN} 列")
            yield line


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:_HEAD_LINES])
    return max("\t,;", key=head.count)
