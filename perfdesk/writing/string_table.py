"""The shared strings part, with texts appended for edited cells.

Texts that are there are never changed, since many cells may share one. Where some cell of the
workbook names a string the table does not have, an appended text would suddenly appear in it;
such a workbook gets its texts inline instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from perfdesk.reading.sheet_scan import RawCell
from perfdesk.writing.draft import Draft
from perfdesk.writing.markup import plain_text, quoted

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNPRINTABLE = re.compile("[\0-\b\v\f\r\x0e-\x1f\ufffe\uffff]")


def stored_text(text: str) -> str:
    """A text as a part holds it, escaped so that reading gives the same text back."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return plain_text(_UNPRINTABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", text))


def text_element(text: str, prefix: str) -> str:
    """A text as `<t>` with its blanks kept."""
    return f'<{prefix}t xml:space="preserve">{stored_text(text)}</{prefix}t>'


class StringTable:
    """The shared strings of a draft while texts are appended."""

    def __init__(self, draft: Draft, cells: Iterable[RawCell]) -> None:
        """Read the table; `cells` are all cells of the workbook."""
        self._draft = draft
        self._part = draft.related_part(draft.workbook_part, "sharedStrings")
        self._markup = None if self._part is None else draft.markup(self._part)
        self._known = 0 if self._markup is None else sum(1 for _ in self._markup.root.every("si"))
        self._added: dict[str, int] = {}
        self._uses = 0
        self.is_sound = all(self._has(cell.value) for cell in cells if cell.kind == "s" and cell.value)

    def index(self, text: str) -> int:
        """The index of the text, appended once however many cells use it."""
        self._uses += 1
        return self._added.setdefault(text, self._known + len(self._added))

    def store(self) -> None:
        """Put the table into the draft; creates the part where the workbook has none."""
        if not self._added:
            return
        if self._markup is None or self._part is None:
            part, _ = self._draft.new_part("sharedStrings", "sharedStrings{}.xml", _CONTENT_TYPE)
            self._draft.put(part, self._new_part())
            return
        root = self._markup.root
        self._markup.place(root, self._items(root.prefix).encode(), frozenset({"extLst"}))
        for name, more in (("count", self._uses), ("uniqueCount", len(self._added))):
            if name in root.attributes:
                self._markup.set_attribute(root, name, str(root.number(name) + more))
        self._draft.put(self._part, self._markup.result())

    def _has(self, index: str | None) -> bool:
        stripped = (index or "").strip()
        return stripped.isascii() and stripped.isdigit() and int(stripped) < self._known

    def _items(self, prefix: str) -> str:
        return "".join(f"<{prefix}si>{text_element(text, prefix)}</{prefix}si>" for text in self._added)

    def _new_part(self) -> bytes:
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<sst xmlns={quoted(self._draft.space)} count="{self._uses}" uniqueCount="{len(self._added)}">'
            f"{self._items('')}</sst>"
        ).encode()
