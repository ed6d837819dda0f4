"""What kind of file the bytes are, by their first bytes and never by the ending.

Stands right behind `source`: it names the reader, or refuses with a sentence that says what it is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from perfdesk.core.fault import FileFault
from perfdesk.reading import limits

Kind = Literal["package", "xls", "web_page", "web_archive", "xml_workbook", "text_table", "pdf"]
"""A zip package (.xlsx or .docx), a binary workbook, HTML, MHTML, SpreadsheetML 2003, CSV or TSV, PDF."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = re.compile(rb"\A\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
_PDF = re.compile(rb"%PDF-[0-9]")
_MARKUP: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"\AMIME-Version:|^Content-Type:\s*multipart/related", re.I | re.M), "web_archive"),
    (re.compile(r"<(!doctype\s+html|html|table|head|body)\b", re.I), "web_page"),
)
_SPREADSHEET_XML = re.compile(r"\A\s*(<\?.*?\?>\s*)*<(\w+:)?Workbook\b[^>]*office:spreadsheet", re.S)
_XML = re.compile(r"\A\s*<\?xml")
_OTHER = ((b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"Rar!", "压缩包"),
          (b"7z\xbc\xaf", "压缩包"), (b"{\\rtf", "RTF 文档"))  # fmt: skip
# Any prose is text too; only a file that poses as a table is read as one.
_TABLE_ENDINGS = frozenset({".xls", ".xlsx", ".xlsm", ".et", ".csv", ".tsv"})


def kind_of(data: bytes, path: Path) -> Kind:
    """The kind of a file's bytes; raises FileFault for anything no reader takes."""
    if data.startswith(_ZIP):
        return "package"
    if data.startswith(_OLE2):
        return _ole2_kind(data)
    if _OLD_BIFF.match(data):
        return "xls"
    if _PDF.match(data):
        return "pdf"
    for magic, kind in _OTHER:
        if data.startswith(magic):
            raise limits.unsupported(f"这是{kind}，不是 Excel 工作簿", "请选择自评表的 .xlsx 文件")
    if not any(data[:4096]):
        raise limits.corrupt("内容全为空字节，可能没有下载完全")
    return _text_kind(data, path)


def refuse_other_formats(data: bytes, path: Path) -> None:
    """Raise FileFault for anything that is not a zip archive."""
    if kind_of(data, path) != "package":
        raise limits.unsupported(f"{path.name} 不是 .xlsx 工作簿", limits.RE_SAVE)


def _ole2_kind(data: bytes) -> Kind:
    """Streams of an OLE2 file have UTF-16 names in its directory."""
    if _names_stream(data, "EncryptedPackage"):
        remedy = "请在 Excel 或 WPS 中取消打开密码后另存为 .xlsx 再试"
        raise FileFault("encrypted", f"文件设有打开密码，{remedy}。")
    if _names_stream(data, "Workbook") or _names_stream(data, "Book"):
        return "xls"
    if _names_stream(data, "WordDocument"):
        raise limits.unsupported("这是旧版 Word 文档（.doc）", "请用 WPS 或 Word 打开后另存为 .docx")
    raise limits.unsupported("这是旧版 Office 文档，里面没有工作簿", "请选择自评表的 .xlsx 文件")


def _names_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry bears the name: the name, its end, padding up to 64 bytes."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    # Excel 5 wrote the name of its stream in capitals now and then.
    for spelling in {wanted, name.upper().encode("utf-16-le") + b"\0\0"}:
        place = data.find(spelling)
        while place >= 0:
            if place % 128 == 0 and data[place + 64 : place + 66] == len(wanted).to_bytes(2, "little"):
                return True
            place = data.find(spelling, place + 1)
    return False


def _text_kind(data: bytes, path: Path) -> Kind:
    text = decode_head(data[:65_536])
    if text is None:
        raise limits.corrupt("内容不是任何一种电子表格")
    if _SPREADSHEET_XML.search(text):
        return "xml_workbook"
    for pattern, kind in _MARKUP:
        if pattern.search(text):
            return kind
    if _XML.search(text):
        raise limits.unsupported(f"文件虽以 {path.suffix} 结尾，内容却是 XML 文本", limits.RE_SAVE)
    if path.suffix.lower() in _TABLE_ENDINGS and _is_table(text):
        return "text_table"
    raise limits.unsupported("内容是纯文本，里面没有表格", limits.RE_SAVE)


def _is_table(text: str) -> bool:
    """Whether lines of the text are parted into columns."""
    return any(mark in line for line in text.splitlines()[:50] for mark in "\t,;")


def decode_head(head: bytes) -> str | None:
    """The head of a text file, or None where it is no text."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    if b"\0" in head:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
