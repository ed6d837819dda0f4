"""A file's bytes, bounded, and its name before every complaint about it.

First step into the reading room; `kind` then says what the bytes are.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from perfdesk.core.fault import FileFault
from perfdesk.reading import limits


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
