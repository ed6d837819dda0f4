"""A package while a writer works on it: changed parts, new parts, their types and relations.

Stands between the package of `reading`, which is never changed, and the archive writer.
"""

from __future__ import annotations

import itertools
import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.reading.package import CONTENT_TYPES, Package, Relation, relations_part
from perfdesk.reading.shared_string import unescape
from perfdesk.writing.patching.archive import build_archive
from perfdesk.writing.patching.markup import Element, Markup, quoted

_RELATIONS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# A workbook has but one of these, so their names go without a number where they can.
_SINGLE = frozenset({"sharedStrings{}.xml", "styles{}.xml"})
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet of the workbook: its name, its part, and its `sheetId`."""

    name: str
    part: str
    number: int


class Draft:
    """A package with the parts a writer has changed, added or removed."""

    def __init__(self, package: Package) -> None:
        """Find the workbook and its sheets; raises FileFault where the package is no workbook."""
        self.package = package
        self.changed: dict[str, bytes] = {}
        self.removed: set[str] = set()
        self.workbook_part = package.workbook_part()
        workbook = self.markup(self.workbook_part).root
        self.space = workbook.space
        self.relationship_space = _STRICT if "purl.oclc.org" in self.space else _TRANSITIONAL
        self._relations = package.relations(self.workbook_part)
        self.sheets = tuple(self._sheet_parts(workbook))
        # Some readers look for the styles below `xl/` alone, even where the workbook lies elsewhere.
        self.folder = posixpath.dirname(self.workbook_part) or "xl"

    def has(self, part: str) -> bool:
        """Whether the draft holds the part."""
        if part in self.removed:
            return False
        return part in self.changed or self.package.has(part)

    def read(self, part: str) -> bytes:
        """The part as it now stands."""
        return self.changed[part] if part in self.changed else self.package.read(part)

    def markup(self, part: str) -> Markup:
        """The part as it now stands, ready to be spliced."""
        return Markup(self.read(part), part)

    def put(self, part: str, content: bytes) -> None:
        """Give a part its new content; one that already has it stays untouched."""
        if self.has(part) and self.read(part) == content:
            return
        self.changed[part] = content

    def sheet(self, name: str) -> SheetPart:
        """The worksheet of that name; raises CallFault where there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise CallFault(f"文件里没有工作表“{name}”：请检查工作表名称。")

    def related_part(self, part: str, kind: str) -> str | None:
        """The part a part's first relation of a kind points at, or None."""
        for relation in self.package.relations(part).values():
            if relation.type == kind and relation.mode == "Internal" and self.has(relation.target):
                return self._written(relation)
        return None

    def new_part(self, kind: str, pattern: str, content_type: str) -> tuple[str, str]:
        """Name a part that the workbook relates to and that is still to be written.

        Returns:
            the part's name and the id of the relation.
        """
        part = self.free_name(pattern)
        self.declare(part, content_type)
        return part, self.relate(self.workbook_part, kind, part)

    def free_name(self, pattern: str) -> str:
        """A part name no part has yet; `{}` in the pattern is the number."""
        taken = {member.name.casefold() for member in self.package.members}
        taken |= {name.casefold() for name in self.changed}
        folder = f"{self.folder}/".lstrip("/")
        numbers = itertools.chain([""] if pattern in _SINGLE else [], map(str, itertools.count(1)))
        names = (folder + pattern.format(number) for number in numbers)
        return next(name for name in names if name.casefold() not in taken)

    def declare(self, part: str, content_type: str) -> None:
        """Say in the list of content types what a new part is."""
        types = self.markup(CONTENT_TYPES)
        name = quoted("/" + quote(part))
        source = f"<{types.root.prefix}Override PartName={name} ContentType={quoted(content_type)}/>"
        types.append(types.root, source.encode())
        self.changed[CONTENT_TYPES] = types.result()

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what parts with a file ending are, unless the list already says so."""
        types = self.markup(CONTENT_TYPES)
        for element in types.root.every("Default"):
            if element.attributes.get("Extension", "").casefold() == ending:
                return
        prefix = types.root.prefix
        source = f"<{prefix}Default Extension={quoted(ending)} ContentType={quoted(content_type)}/>"
        types.place(types.root, source.encode(), frozenset({"Default", "Override"}))
        self.changed[CONTENT_TYPES] = types.result()

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation from a part to another; returns its id."""
        path = relations_part(part)
        data = self.read(path) if self.has(path) else _no_relations()
        markup = Markup(data, path)
        # A damaged part may hold relations further inside; a reader that takes them must meet no id twice.
        taken = {element.attributes.get("Id", "") for element in markup.root.descendants()}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        place = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        source = (
            f'<{markup.root.prefix}Relationship Id="rId{number}" '
            f"Type={quoted(f'{self.relationship_space}/{kind}')} Target={quoted(quote(place))}/>"
        )
        markup.append(markup.root, source.encode())
        self.changed[self.canonical(path)] = markup.result()
        self.declare_ending("rels", _RELATIONS_TYPE)
        return f"rId{number}"

    def drop(self, part: str) -> None:
        """Remove a part of the workbook with its relation and content type."""
        self.removed.add(part)
        self.changed.pop(part, None)
        types = self.markup(CONTENT_TYPES)
        for element in types.root.every("Override"):
            if element.attributes.get("PartName", "").lstrip("/").casefold() == part.casefold():
                types.replace(element.start, element.end, b"")
        self.changed[CONTENT_TYPES] = types.result()
        path = self.canonical(relations_part(self.workbook_part))
        relations = self.markup(path)
        for element in relations.root.children:
            relation = self._relations.get(element.attributes.get("Id", ""))
            if relation is not None and relation.target.casefold() == part.casefold():
                relations.replace(element.start, element.end, b"")
        self.changed[path] = relations.result()

    def archive(self) -> bytes:
        """The bytes of the new archive."""
        return build_archive(self.package, self.changed, self.removed)

    def canonical(self, part: str) -> str:
        """A part's name as the archive spells it."""
        return self.package.member(part).name if self.package.has(part) else part

    def _written(self, relation: Relation) -> str:
        return self.canonical(relation.target)

    def _sheet_parts(self, workbook: Element) -> list[SheetPart]:
        sheets = workbook.child("sheets")
        if sheets is None:
            raise FileFault("corrupt", "工作簿缺少工作表清单：请在 Excel 或 WPS 中另存为 .xlsx 后重试。")
        found = []
        for element in sheets.every("sheet"):
            # Either of the two relationship namespaces; some writers mix them.
            keys = [key for key in element.attributes if key.endswith("}id")]
            relation = self._relations.get(element.attributes[keys[0]]) if keys else None
            if relation is not None and relation.type == "worksheet" and self.package.has(relation.target):
                name = unescape(element.attributes.get("name", ""))
                found.append(SheetPart(name, self._written(relation), element.number("sheetId")))
        return found


def _no_relations() -> bytes:
    return f"{_DECLARATION}<Relationships xmlns={quoted(_RELATIONS_SPACE)}></Relationships>".encode()
