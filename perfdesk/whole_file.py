"""Writes a file whole or not at all, and makes the folders that results go into.

Stands just above core: whoever puts a result on disk may use it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from perfdesk.core.fault import FileFault


def write_whole(target: Path, content: bytes) -> None:
    """Write the bytes beside the target and put them in its place in one step.

    Raises FileFault when the folder does not exist or the target may not be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".perfdesk-", dir=target.parent)
    except FileNotFoundError as fault:
        raise FileFault("not_found", f"文件夹不存在：{target.parent}。请先建立文件夹。") from fault
    except OSError as fault:
        raise FileFault("no_permission", f"不能写入文件夹 {target.parent}。请换一个文件夹。") from fault
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(name, target)
    except OSError as fault:
        raise FileFault(
            "no_permission", f"不能写入 {target}：可能正被其他程序打开，请关闭后重试。"
        ) from fault
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def make_folder(folder: Path) -> None:
    """Make the folder and its parents where they are missing; raises FileFault where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise FileFault("no_permission", f"不能建立文件夹 {folder}。请换一个位置。") from fault
