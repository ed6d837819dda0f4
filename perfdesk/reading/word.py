"""A Word file (.docx) to a book: each table of the body as a grid, with the lines that stand above it.

`word_table` collects the tables; this module walks over the document part. Word keeps no numbers, so what
is plainly one becomes one (`printed_number`).
"""

from __future__ import annotations

from collections.abc import Callable

from perfdesk.reading import limits
from perfdesk.reading.book import Book, LookTable
from perfdesk.reading.package import CONTENT_TYPES, Package
from perfdesk.reading.word_table import Caption, WordTable
from perfdesk.reading.xml_part import local_name, parse_part

_WORDS = ("wordprocessingml", "ms-word")
_DEEPEST = 20
# Wingdings has no letters; these are its ticks and crosses.
_SYMBOLS = {"FC": "√", "FE": "☑", "52": "☑", "FB": "×", "FD": "☒", "A8": "□", "6F": "□", "A3": "□"}
_SKIPPED = frozenset({"Fallback", "moveFrom", "del"})
_OFF = ("0", "false", "none", "off")


def word_part(package: Package) -> str | None:
    """The name of the main part of a Word document; None where the package is no such document."""
    if package.has("xl/workbook.xml") or not package.has(CONTENT_TYPES):
        return None
    types = package.content_types()
    for relation in package.relations("").values():
        if relation.type == "officeDocument" and package.has(relation.target):
            content = types.get(relation.target.casefold(), "")
            return relation.target if _is_word(relation.target, content) else None
    return None


def _is_word(part: str, content: str) -> bool:
    # A part of the usual name may take its type from its ending.
    is_usual = not content and part.casefold() == "word/document.xml"
    return is_usual or any(word in content for word in _WORDS)


def read_word(package: Package, part: str) -> Book:
    """The tables of the document, `table N` each; none where it has no table. Raises FileFault."""
    walker = _Walker()
    parse_part(package.read(part), part, walker.start, walker.end, walker.text)
    return Book(tuple(table.grid() for table in walker.tables), tuple(walker.looks.looks))


class _Walker:
    """Handlers of the parser: knows which table, cell and paragraph is open."""

    def __init__(self) -> None:
        self.looks = LookTable()
        self.tables: list[WordTable] = []
        self._stack: list[WordTable] = []
        self._caption = Caption()
        self._body: list[str] = []
        self._skipped = 0
        self._cells = 0
        self._in_text = False
        self._row_properties = self._cell_properties = self._run_properties = 0
        self._starts: dict[str, Callable[[dict[str, str]], object]] = {
            "tbl": self._start_table,
            "gridCol": self._grid_column,
            "br": lambda _: self._add("\n"),
            "cr": lambda _: self._add("\n"),
            "tab": lambda _: None if self._run_properties else self._add("\t"),
            "noBreakHyphen": lambda _: self._add("-"),
            "sym": lambda values: self._add(_SYMBOLS.get(values.get("char", "").upper()[-2:], "")),
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        name = local_name(tag)
        if self._skipped or (name in _SKIPPED and not self._row_properties):
            self._skipped += 1
            return
        values = {local_name(key): value for key, value in attributes.items()}
        handler = self._starts.get(name)
        if name == "t":
            self._in_text = True
        elif name == "trPr":
            self._row_properties += 1
        elif name in ("pPr", "rPr"):
            self._run_properties += 1
        elif handler is not None:
            handler(values)
        if self._stack:
            self._start_in_table(self._stack[-1], name, values)

    def _start_in_table(self, table: WordTable, name: str, values: dict[str, str]) -> None:
        value = values.get("val", "")
        if name == "tr":
            table.start_row()
        elif name == "tc":
            self._count_cell()
            table.start_cell()
        elif self._row_properties:
            table.row_property(name, value)
        elif name in ("gridSpan", "vMerge", "hMerge", "vAlign", "jc", "shd"):
            table.cell_property(name, values.get("fill", "") if name == "shd" else value)
        elif name in ("b", "sz") and self._run_properties:
            table.cell_property(name, value if name == "sz" or value.lower() in _OFF else "1")

    def _count_cell(self) -> None:
        self._cells += 1
        if self._cells > limits.MAX_TABLE_CELLS:
            raise limits.too_large(f"表格超过 {limits.MAX_TABLE_CELLS} 个单元格")

    def end(self, tag: str) -> None:
        """Close an element."""
        if self._skipped:
            self._skipped -= 1
            return
        name = local_name(tag)
        if name == "t":
            self._in_text = False
        elif name == "trPr":
            self._row_properties -= 1
        elif name in ("pPr", "rPr"):
            self._run_properties -= 1
        elif name == "p":
            self._end_paragraph()
        elif name == "tbl" and self._stack:
            self._stack.pop()
        elif name == "tc" and self._stack:
            self._stack[-1].end_cell(self.looks)
        elif name == "tr" and self._stack:
            self._stack[-1].end_row()

    def text(self, data: str) -> None:
        """Take text in; what stands between the elements is no text."""
        if self._in_text and not self._skipped:
            self._add(data)

    def _add(self, text: str) -> None:
        if self._stack:
            self._stack[-1].add_text(text)
        else:
            self._body.append(text)

    def _end_paragraph(self) -> None:
        if self._stack:
            self._stack[-1].add_text("\n")
        else:
            self._caption.add("".join(self._body))
            self._body.clear()

    def _start_table(self, values: dict[str, str]) -> None:
        if len(self._stack) >= _DEEPEST:
            raise limits.unsafe("表格嵌套过深")
        if len(self.tables) >= limits.MAX_SHEETS:
            raise limits.too_large(f"表格超过 {limits.MAX_SHEETS} 张")
        caption = () if self._stack else self._caption.take()
        self.tables.append(WordTable(f"table {len(self.tables) + 1}", caption))
        self._stack.append(self.tables[-1])

    def _grid_column(self, values: dict[str, str]) -> None:
        if self._stack:
            self._stack[-1].grid_column(values.get("w", ""))
