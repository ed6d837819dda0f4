"""A .docx as named parts: read within limits, given footnotes, packed the same on every machine.

Below `render` and `template_builder`. Parts are stored, not deflated: compressed bytes differ
between zlib builds, and the same input must give the same file anywhere.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.narrative import layout

_FILE_LIMIT = 20 * 1024 * 1024
_TOTAL_LIMIT = 200 * 1024 * 1024
_PART_LIMIT = 2000
_MOMENT = (1980, 1, 1, 0, 0, 0)
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "word/document.xml"
_FOOTNOTES = "word/footnotes.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NO_DOCX = "模板“{}”不是 Word 文档（.docx），请用 Word 或 WPS 另存为 .docx 后重试。"
_MACRO = re.compile(rb"macroEnabled|vbaProject")


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The package as bytes: content types first, the rest by name, no date of today."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name)):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, parts[name])
    return target.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name; raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def repack(content: bytes) -> bytes:
    """The package anew in the fixed order, with fixed dates."""
    return pack(unpack(content))


def read_template(path: Path) -> dict[str, bytes]:
    """The parts of a template file; a CallFault says what is wrong with it."""
    name = path.name
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise CallFault(f"模板“{name}”超过 20 MB，请去掉其中的大图片后重试。")
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _PART_LIMIT or sum(entry.file_size for entry in entries) > _TOTAL_LIMIT:
                raise CallFault(f"模板“{name}”解压后过大，不予打开，请换一个模板。")
            parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except FileNotFoundError:
        raise CallFault(f"找不到模板“{path}”，请核对文件名。") from None
    except PermissionError:
        raise CallFault(f"没有权限读取模板“{name}”，请先关闭打开它的程序。") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise CallFault(_NO_DOCX.format(name)) from None
    _check_kind(name, parts)
    return parts


def _check_kind(name: str, parts: Mapping[str, bytes]) -> None:
    types = parts.get(_CONTENT_TYPES, b"")
    if _MAIN not in parts or b"wordprocessingml.document.main+xml" not in types:
        raise CallFault(_NO_DOCX.format(name))
    if _MACRO.search(types):
        raise CallFault(f"模板“{name}”带有宏，不予使用，请另存为不带宏的 .docx。")
    if any(b"<!DOCTYPE" in content for part, content in parts.items() if part.endswith((".xml", ".rels"))):
        raise CallFault(f"模板“{name}”的内容不合规范（含 DOCTYPE），请用 Word 或 WPS 重新保存。")


def with_footnotes(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with an empty footnotes part where an editor has dropped it."""
    parts = dict(parts)
    relations = parts.get(_RELATIONS, b"")
    if b"relationships/footnotes" in relations:
        return parts
    relation = (
        f'<Relationship Id="rIdPerfdeskNotes" Type="{layout.RELATION}/footnotes" Target="footnotes.xml"/>'
    )
    override = f'<Override PartName="/{_FOOTNOTES}" ContentType="{_FOOTNOTES_TYPE}"/>'
    if not relations:
        namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
        relations = f'{layout.HEAD}<Relationships xmlns="{namespace}"></Relationships>'.encode()
    parts[_FOOTNOTES] = layout.footnotes().encode("utf-8")
    parts[_RELATIONS] = before_end(relations, "Relationships", relation)
    if _FOOTNOTES_TYPE.encode() not in parts[_CONTENT_TYPES]:
        parts[_CONTENT_TYPES] = before_end(parts[_CONTENT_TYPES], "Types", override)
    return parts


def before_end(content: bytes, element: str, addition: str) -> bytes:
    """The XML with an addition as last child; an empty root is opened first."""
    text = content.decode("utf-8-sig")
    text = re.sub(rf"(<{element}\b[^>]*)/>\s*\Z", rf"\1></{element}>", text)
    head, tag, tail = text.rpartition(f"</{element}>")
    return (head + addition + tag + tail).encode("utf-8")
