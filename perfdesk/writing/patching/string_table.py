"""The shared strings part, with texts appended for edited cells.

Texts that are there are never changed, since many cells may share one. Where some cell of the
workbook names a string the table does not have, an appended text would suddenly appear in it;
such a workbook gets its texts inline instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from perfdesk.reading.shared_string import StringScan
from perfdesk.reading.sheet_scan import RawCell
from perfdesk.writing.patching.draft import Draft
from perfdesk.writing.patching.markup import attribute_splices, plain_text, quoted, splice, start_tag

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHARED_KIND = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHARED_VALUE = re.compile(rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.-]+:)?v>([0-9]{1,9})</""")
_UNPRINTABLE = re.compile("[\0-\b\v\f\r\x0e-\x1f\ufffe\uffff]")


def stored_text(text: str) -> str:
    """A text as a part holds it, escaped so that reading gives the same text back."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return plain_text(_UNPRINTABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", text))


def text_element(text: str, prefix: str) -> str:
    """A text as `<t>` with its blanks kept."""
    return f'<{prefix}t xml:space="preserve">{stored_text(text)}</{prefix}t>'


class StringTable:
    """The shared strings of a draft while texts are appended.

    A text the table already has in plain letters is not appended again, so that a cell set back to
    what it said is what it was.
    """

    def __init__(self, draft: Draft, scan: StringScan | None, is_sound: bool) -> None:
        """Take the table as scanned, None where the workbook has none.

        Args:
            draft: what the table goes into.
            scan: the table as it stands.
            is_sound: every cell of the workbook names a string the table has.
        """
        self._draft = draft
        self._scan = scan
        self._added: dict[str, int] = {}
        self._uses = 0
        self.is_sound = is_sound

    @property
    def added(self) -> tuple[str, ...]:
        """The texts that were appended."""
        return tuple(self._added)

    def index(self, text: str) -> int:
        """The index of the text, appended once however many cells use it."""
        self._uses += 1
        known = self._known.get(text)
        if known is not None:
            return known
        first = 0 if self._scan is None else len(self._scan.strings)
        return self._added.setdefault(text, first + len(self._added))

    def store(self) -> None:
        """Put the table into the draft; creates the part where the workbook has none."""
        if not self._added:
            return
        if self._scan is None:
            part, _ = self._draft.new_part("sharedStrings", "sharedStrings{}.xml", _CONTENT_TYPE)
            self._draft.put(part, self._new_part())
            return
        self._draft.put(self._draft.canonical(self._scan.part), self._extended(self._scan))

    @cached_property
    def _known(self) -> dict[str, int]:
        """The plain texts of the table; what begins or ends blank may not have kept its blanks."""
        if self._scan is None:
            return {}
        texts = enumerate(self._scan.strings)
        plain = [(text, index) for index, text in texts if index not in self._scan.rich]
        return {text: index for text, index in reversed(plain) if text == text.strip()}

    def _extended(self, scan: StringScan) -> bytes:
        tag = start_tag(scan.data[scan.root_start :])
        counts: dict[str, str | None] = {}
        for name, more in (("count", self._uses), ("uniqueCount", len(self._added))):
            match = re.search(rb"""\s%s\s*=\s*["']([0-9]{1,9})["']""" % name.encode(), tag)
            if match is not None:
                counts[name] = str(int(match.group(1)) + more)
        changes = [
            (scan.root_start + start, scan.root_start + end, content)
            for start, end, content in attribute_splices(tag, counts)
        ]
        items = self._items(scan.prefix).encode()
        if scan.is_closed:
            changes.append((scan.items_end, scan.items_end, items))
        else:
            slash = scan.data.rindex(b"/", scan.root_start, scan.items_end)
            close = f"</{scan.prefix}sst>".encode()
            changes.append((slash, scan.items_end, b">" + items + close))
        return splice(scan.data, changes)

    def _items(self, prefix: str) -> str:
        return "".join(f"<{prefix}si>{text_element(text, prefix)}</{prefix}si>" for text in self._added)

    def _new_part(self) -> bytes:
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<sst xmlns={quoted(self._draft.space)} count="{self._uses}" uniqueCount="{len(self._added)}">'
            f"{self._items('')}</sst>"
        ).encode()


def names_known_strings(cells: Iterable[RawCell], known: int) -> bool:
    """Whether every shared string that cells name is among the first so many."""
    return all(_is_known(cell.value, known) for cell in cells if cell.kind == "s" and cell.value)


def surely_names_known_strings(sheet: bytes, known: int) -> bool:
    """The same of a sheet's part without scanning it; False also where that cannot be told."""
    indices = _SHARED_VALUE.findall(sheet)
    if len(indices) != len(_SHARED_KIND.findall(sheet)):
        return False
    return max(map(int, indices), default=-1) < known


def _is_known(index: str | None, known: int) -> bool:
    stripped = (index or "").strip()
    return stripped.isascii() and stripped.isdigit() and int(stripped) < known
