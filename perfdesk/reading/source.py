"""A file's bytes, and what kind of file they are by their first bytes, never by the ending.

Everything that is no .xlsx is refused here with a sentence that says what it really is.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from perfdesk.core.fault import FileFault
from perfdesk.reading import limits

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = re.compile(rb"\A\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
_MARKUP = (
    (re.compile(r"urn:schemas-microsoft-com:office:spreadsheet"), "XML 电子表格（SpreadsheetML 2003）"),
    (re.compile(r"\AMIME-Version:|^Content-Type:\s*multipart/related", re.I | re.M), "单个文件网页（MHTML）"),
    (re.compile(r"<(!doctype\s+html|html|table|head|body)\b", re.I), "网页（HTML）"),
    (re.compile(r"\A\s*<\?xml"), "XML 文本"),
)
_OTHER = ((b"%PDF", "PDF 文件"), (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"Rar!", "压缩包"),
          (b"7z\xbc\xaf", "压缩包"), (b"{\\rtf", "RTF 文档"))  # fmt: skip


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put the file's name before the message of any FileFault raised inside."""
    try:
        yield
    except FileFault as fault:
        if path.name in fault.message:
            raise
        raise FileFault(fault.kind, f"{path.name}：{fault.message}") from fault


def read_source(path: Path) -> bytes:
    """The bytes of a file; raises FileFault where it is missing, locked, empty or too large."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileFault("not_found", f"{path.name} 是文件夹而不是文件，请选择其中的文件。")
        if not stat.S_ISREG(status.st_mode):
            raise FileFault("not_found", f"{path.name} 不是普通文件，请选择自评表的 .xlsx 文件。")
        with path.open("rb") as file:
            # The size may be a lie by the time of reading, so reading is bounded too.
            data = file.read(limits.MAX_FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"找不到文件 {path.name}，请检查路径是否正确、文件是否已被移动或改名。"
        raise FileFault("not_found", message) from error
    except PermissionError as error:
        message = f"没有权限读取 {path.name}，或它正被 Excel、WPS 独占打开，请关闭后再试。"
        raise FileFault("no_permission", message) from error
    except (OSError, ValueError) as error:
        message = f"无法读取 {path.name}，请检查磁盘、网络盘或文件名是否正常后重试。"
        raise FileFault("not_found", message) from error
    if len(data) > limits.MAX_FILE_BYTES:
        raise limits.too_large(f"{path.name} 有 {max(status.st_size, len(data)) // 2**20} MB")
    if not data:
        raise limits.corrupt("文件是空的，大小为 0 字节")
    return data


def refuse_other_formats(data: bytes, path: Path) -> None:
    """Raise FileFault for anything that is not a zip archive, saying what it is."""
    if data.startswith(_ZIP):
        return
    if data.startswith(_OLE2):
        raise _ole2_fault(data, path)
    if _OLD_BIFF.match(data):
        raise _old_workbook(path)
    for magic, kind in _OTHER:
        if data.startswith(magic):
            raise limits.unsupported(f"这是{kind}，不是 Excel 工作簿", "请选择自评表的 .xlsx 文件")
    if not any(data[:4096]):
        raise limits.corrupt("内容全为空字节，可能没有下载完全")
    text = _decode(data[:65_536])
    if text is None:
        raise limits.corrupt("内容不是任何一种电子表格")
    for pattern, kind in _MARKUP:
        if pattern.search(text):
            raise limits.unsupported(f"文件虽以 {path.suffix} 结尾，内容却是{kind}", limits.RE_SAVE)
    raise limits.unsupported(f"文件虽以 {path.suffix} 结尾，内容却是纯文本（如 CSV）", limits.RE_SAVE)


def _ole2_fault(data: bytes, path: Path) -> FileFault:
    """Streams of an OLE2 file have UTF-16 names in its directory."""
    if _names_stream(data, "EncryptedPackage"):
        remedy = "请在 Excel 或 WPS 中取消打开密码后另存为 .xlsx 再试"
        return FileFault("encrypted", f"文件设有打开密码，{remedy}。")
    if _names_stream(data, "Workbook") or _names_stream(data, "Book"):
        return _old_workbook(path)
    if _names_stream(data, "WordDocument"):
        return limits.unsupported("这是旧版 Word 文档（.doc）", limits.COPY_FROM_WORD)
    return limits.unsupported("这是旧版 Office 文档，里面没有工作簿", "请选择自评表的 .xlsx 文件")


def _names_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry bears the name: the name, its end, padding up to 64 bytes."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    place = data.find(wanted)
    while place >= 0:
        if place % 128 == 0 and data[place + 64 : place + 66] == len(wanted).to_bytes(2, "little"):
            return True
        place = data.find(wanted, place + 1)
    return False


def _old_workbook(path: Path) -> FileFault:
    if path.suffix.lower() in (".xls", ".et"):
        return limits.unsupported("暂不支持旧版 .xls 工作簿", limits.RE_SAVE)
    return limits.unsupported(
        f"文件虽以 {path.suffix} 结尾，内容却是旧版 .xls 工作簿，暂不支持", limits.RE_SAVE
    )


def _decode(head: bytes) -> str | None:
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
