"""A file's bytes, bounded, and its name before every complaint about it.

First step into the reading room; `kind` then says what the bytes are.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from perfdesk.core.fault import FileFault
from perfdesk.reading import limits

_PIECE = 2**20


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
    """The bytes of a file; raises FileFault where it is missing, locked, empty or too large.

    A drive that does not answer is given up after a while (`limits.SILENT_SECONDS`).
    """
    try:
        data, size = fetch(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"找不到文件 {path.name}，请检查路径是否正确、文件是否已被移动或改名。"
        raise FileFault("not_found", message) from error
    except PermissionError as error:
        message = f"没有权限读取 {path.name}，或它正被 Excel、WPS 独占打开，请关闭后再试。"
        raise FileFault("no_permission", message) from error
    except (OSError, ValueError) as error:
        message = f"无法读取 {path.name}，请检查磁盘、网络盘或文件名是否正常后重试。"
        raise FileFault("not_found", message) from error
    if (found := max(size, len(data))) > limits.MAX_FILE_BYTES:
        raise limits.too_large(f"{path.name} 有 {found // 2**20} MB")
    if not data:
        raise limits.corrupt("文件是空的，大小为 0 字节")
    return data


def fetch(path: Path) -> tuple[bytes, int]:
    """The bytes of a regular file, at most one beyond the limit, and its size; raises OSError or FileFault.

    Of a file whose size is beyond the limit nothing is read. The bytes are read by a thread that may be left
    behind: a call on a dead network drive never returns and cannot be broken off.
    """
    signs: SimpleQueue[tuple[bytes, int] | BaseException | None] = SimpleQueue()

    def work() -> None:
        try:
            signs.put(_read_regular(path, lambda: signs.put(None)))
        except BaseException as error:
            signs.put(error)

    Thread(target=work, name=f"reading {path.name}", daemon=True).start()
    while True:
        try:
            sign = signs.get(timeout=limits.SILENT_SECONDS)
        except Empty:
            message = f"读取 {path.name} 时磁盘或网络盘没有响应，请检查连接后重试，或先把文件复制到本机。"
            raise FileFault("not_found", message) from None
        if isinstance(sign, BaseException):
            raise sign
        if sign is not None:
            return sign


def _read_regular(path: Path, alive: Callable[[], None]) -> tuple[bytes, int]:
    """Read a regular file piece by piece; `alive` is called with each piece. Raises OSError or FileFault."""
    _refuse_irregular(path, path.stat())
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        # What was looked at by name may have been replaced before it was opened.
        _refuse_irregular(path, status)
        if status.st_size > limits.MAX_FILE_BYTES:
            return b"", status.st_size
        pieces: list[bytes] = []
        left = limits.MAX_FILE_BYTES + 1
        # The size may be a lie by the time of reading, so reading is bounded too.
        while left > 0 and (piece := file.read(min(left, _PIECE))):
            pieces.append(piece)
            left -= len(piece)
            alive()
    return b"".join(pieces), status.st_size


def _refuse_irregular(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileFault("not_found", f"{path.name} 是文件夹而不是文件，请选择其中的文件。")
    if not stat.S_ISREG(status.st_mode):
        raise FileFault("not_found", f"{path.name} 不是普通文件，请选择自评表的 .xlsx 文件。")
