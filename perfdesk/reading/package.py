r"""An .xlsx or .xlsm as a package of parts: members, relations, content types, the workbook part.

The reader takes parts from here; the lossless save copies the members it does not touch as they
lie in `data`. Names of parts are compared without regard to case, `\` counts as `/`.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from perfdesk.core.fault import FileFault
from perfdesk.reading import limits
from perfdesk.reading.archive import Member, read_directory, unpack
from perfdesk.reading.kind import refuse_other_formats
from perfdesk.reading.source import naming, read_source
from perfdesk.reading.xml_part import as_utf8, check_prolog, local_name, parse_part

CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part.

    Attributes:
        type: the last word of the relation's type, such as `worksheet`, in either namespace.
        target: the part it points at, from the root of the package; or the outside address.
        mode: whether the target lies in the package.
        full_type: the type as written.
    """

    type: str
    target: str
    mode: Literal["Internal", "External"]
    full_type: str


@dataclass(frozen=True)
class Package:
    """An opened package; nothing is unpacked before it is asked for.

    Attributes:
        data: the bytes of the whole file.
        members: in the order of the central directory.
        directory_offset: where the central directory begins.
    """

    data: bytes
    members: tuple[Member, ...]
    directory_offset: int
    _by_name: dict[str, Member] = field(default_factory=dict, repr=False, compare=False)
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_name.update((member.name.casefold(), member) for member in self.members)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.casefold() in self._by_name

    def member(self, name: str) -> Member:
        """The member of that name; raises FileFault where there is none."""
        member = self._by_name.get(name.casefold())
        if member is None:
            raise limits.corrupt(f"缺少部件 {name}")
        return member

    def read(self, name: str) -> bytes:
        """The content of a part, CRC checked; raises FileFault where it is missing or damaged."""
        member = self.member(name)
        if member.size > limits.MAX_READ_BYTES:
            raise limits.too_large(f"部件 {member.name} 解压后有 {member.size // 2**20} MB")
        return unpack(self.data, member)

    def read_xml(self, name: str) -> bytes:
        """The content of an XML part in UTF-8, the form all offsets of a scan refer to."""
        return as_utf8(self.read(name), name)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by id, empty where it has none; `""` is the package itself."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return dict(self._relations[part])

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder = part.rpartition("/")[0]
        path = relations_part(part)
        found: dict[str, Relation] = {}
        if not self.has(path):
            return found

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local_name(tag) == "Relationship" and "Id" in attributes:
                found[attributes["Id"]] = _relation(folder, attributes)
                if len(found) > limits.MAX_RELATIONS:
                    raise limits.too_large(f"部件 {path} 的引用超过 {limits.MAX_RELATIONS} 条")

        parse_part(self.read(path), path, start)
        return found

    def content_types(self) -> dict[str, str]:
        """Content type by part name (case-folded, no leading slash) from the overrides."""
        return dict(self._content_types)

    @cached_property
    def _content_types(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local_name(tag) == "Override":
                name = attributes.get("PartName", "").replace("\\", "/").lstrip("/")
                found[unquote(name).casefold()] = attributes.get("ContentType", "")

        parse_part(self.read(CONTENT_TYPES), CONTENT_TYPES, start)
        return found

    def workbook_part(self) -> str:
        """The name of the workbook part; raises FileFault where the package is no workbook."""
        return self._workbook_part

    @cached_property
    def _workbook_part(self) -> str:
        for relation in self.relations("").values():
            if relation.type == "officeDocument" and self.has(relation.target):
                self._refuse_other_kind(relation.target)
                return self.member(relation.target).name
        self._refuse_other_kind("")
        for name, content in self.content_types().items():
            if "sheet" in content and content.endswith("main+xml") and self.has(name):
                return self.member(name).name
        raise limits.corrupt("找不到工作簿部件")

    def check_all_prologs(self) -> None:
        """Refuse a DOCTYPE in any XML part, read or not; to be called before saving."""
        for member in self.members:
            if member.name.lower().endswith((".xml", ".rels", ".vml")):
                content = self.read(member.name)
                if b"<!DOCTYPE" in content or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
                    check_prolog(content, member.name)

    def _refuse_other_kind(self, target: str) -> None:
        """Name the documents that are often taken for workbooks."""
        if not self.has(CONTENT_TYPES):
            kind = _kind_of_archive(self)
            raise limits.corrupt("缺少内容类型清单") if kind is None else kind
        types = self.content_types()
        # A workbook may hold a Word document; only where no main part is known do all types count.
        content = types.get(target.casefold(), "") if target else " ".join(types.values())
        if "wordprocessingml" in content or "ms-word" in content:
            raise limits.unsupported("这是 Word 文档，不是 Excel 工作簿", limits.COPY_FROM_WORD)
        if "presentationml" in content or "ms-powerpoint" in content:
            raise limits.unsupported("这是演示文稿，不是 Excel 工作簿", "请选择自评表的 Excel 文件")
        if "sheet.binary" in content:
            raise limits.unsupported("这是二进制工作簿（.xlsb）", "请用 Excel 或 WPS 另存为 .xlsx")


def _kind_of_archive(package: Package) -> FileFault | None:
    """What a zip without content types is, or None where it looks like a damaged workbook."""
    if package.has("mimetype"):
        return limits.unsupported("这是 OpenDocument 文档（如 .ods）", "请用 WPS 或 LibreOffice 另存为 .xlsx")
    if any(member.name.casefold().startswith("xl/") for member in package.members):
        return None
    return limits.unsupported("这是普通压缩包，不是 Excel 工作簿", "请先解压，再选择其中的 .xlsx 文件")


def relations_part(part: str) -> str:
    """The name of the part that holds another part's relations."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _relation(folder: str, attributes: dict[str, str]) -> Relation:
    full_type = attributes.get("Type", "")
    target = attributes.get("Target", "")
    kind = full_type.rstrip("/").rpartition("/")[2]
    if attributes.get("TargetMode") == "External":
        return Relation(kind, target, "External", full_type)
    path = unquote(target.replace("\\", "/"))
    path = path if path.startswith("/") else f"/{folder}/{path}"
    return Relation(kind, posixpath.normpath(path).lstrip("/"), "Internal", full_type)


def parse_package(data: bytes) -> Package:
    """The package in these bytes; raises FileFault."""
    members, directory = read_directory(data)
    return Package(data, members, directory)


def open_package(path: Path) -> Package:
    """The package in a file, whatever its ending says; raises FileFault."""
    with naming(path):
        data = read_source(path)
        refuse_other_formats(data, path)
        return parse_package(data)
